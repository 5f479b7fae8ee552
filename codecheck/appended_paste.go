package codecheck

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/verireward/verireward/internal/clip"
)

// Macros may join tokens (##), and with that write words that stand nowhere in
// the text. Most that do are honest: add_##T, or the comma before __VA_ARGS__. A
// join is let through where a part of what it makes stands in the macro, and no
// word that matters has that part in it. Wherever the reading here could differ
// from the compiler's, the join is refused.

// pasteTargets are the words that must not come about by joining tokens: those
// that apart looks for.
var pasteTargets = strings.Fields("__asm__ mprotect pkey_mprotect mmap64 dlsym dlvsym dlopen syscall ptrace process_vm_readv process_vm_writev makecontext " +
	"setcontext swapcontext __builtin_frame_address __builtin_return_address __builtin_extract_return_addr __builtin_eh_return __builtin_longjmp " +
	"__builtin_setjmp __wrap_main __real_main __executable_start __etext _start __alias__ __weakref__ __ifunc__ __naked__ _Pragma __attribute__ __assert_fail main std")

var (
	pasteDefine  = regexp.MustCompile(`^\s*(?:#|%:)\s*define\s+[A-Za-z_]\w*(?:\(([^()]*)\))?(.*)$`)
	pasteLeft    = regexp.MustCompile(`(\w+)\s*$`)
	pasteRight   = regexp.MustCompile(`^\s*(\w+)`)
	pasteInclude = regexp.MustCompile(`(?:include|embed)[^\n]*<[^>\n]*(?:/\*|//|["'])`)
)

// pastes returns a line that joins tokens in a way that could hide a word, one
// of names (the tests' own functions) among them, or "".
func pastes(code string, names []string) string {
	code = cSplice.ReplaceAllString(code, "")
	if strings.Contains(code, "%:%:") {
		return "%:%:"
	}
	if !strings.Contains(code, "##") {
		return ""
	}
	bare, ok := bareC(code, false)
	if !ok || pasteInclude.MatchString(code) {
		return "## beside text that is hard to read"
	}
	words := append(slices.Clone(pasteTargets), names...)
	for line := range strings.SplitSeq(bare, "\n") {
		if !strings.Contains(line, "##") {
			continue
		}
		m := pasteDefine.FindStringSubmatch(line)
		if m == nil || strings.ContainsAny(line, "\\$") || !joinsOpenly(m[2], macroParams(m[1]), words) {
			return clip.Text(strings.TrimSpace(line), 80)
		}
	}
	return ""
}

// joinsOpenly says whether each join of a macro's body has a part that stands
// there and is in none of the words.
func joinsOpenly(body string, params, words []string) bool {
	for at := 0; ; {
		i := strings.Index(body[at:], "##")
		if i < 0 {
			return true
		}
		before, after := body[:at+i], body[at+i+2:]
		at += i + 2
		var parts []string
		if m := pasteLeft.FindStringSubmatch(before); m != nil {
			parts = append(parts, m[1])
		}
		if m := pasteRight.FindStringSubmatch(after); m != nil {
			parts = append(parts, m[1])
		}
		// After a comma nothing is joined: GNU's way with an empty rest.
		if strings.HasSuffix(strings.TrimSpace(before), ",") && len(parts) == 1 && slices.Contains(params, parts[0]) {
			continue
		}
		open := func(part string) bool {
			return !slices.Contains(params, part) && !strings.HasPrefix(part, "__VA_") &&
				!slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, part) })
		}
		if !slices.ContainsFunc(parts, open) {
			return false
		}
	}
}

// macroParams returns the names of a macro's parameters.
func macroParams(list string) []string {
	var out []string
	for p := range strings.SplitSeq(list, ",") {
		if p = strings.TrimSpace(p); p == "..." {
			p = "__VA_ARGS__"
		}
		out = append(out, strings.TrimSpace(strings.TrimSuffix(p, "...")))
	}
	return out
}

// bareC returns C or C++ text without its comments and with empty strings; not
// ok if it holds raw strings or quotes within words, which C and C++ read
// differently. Where it is C++ for sure, quotes may part the digits of a number.
// Not ok, the text is as it was.
func bareC(code string, cpp bool) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		c := code[i]
		switch {
		case strings.HasPrefix(code[i:], "//"):
			n := strings.IndexByte(code[i:], '\n')
			if n < 0 {
				return b.String(), true
			}
			i += n - 1
		case strings.HasPrefix(code[i:], "/*"):
			n := strings.Index(code[i+2:], "*/")
			if n < 0 {
				return b.String(), true
			}
			b.WriteByte(' ')
			i += n + 3
		case c == '"' || c == '\'':
			if i > 0 && (code[i-1] == 'R' || c == '\'' && (code[i-1] == '_' || '0' <= code[i-1] && code[i-1] <= '9' || 'a' <= code[i-1]|32 && code[i-1]|32 <= 'z')) {
				if cpp && c == '\'' && inNumber(code[:i]) && i+1 < len(code) && wordByte(code[i+1]) {
					continue
				}
				return code, false
			}
			b.WriteString(`""`)
			for i++; i < len(code) && code[i] != c && code[i] != '\n'; i++ {
				if code[i] == '\\' && i+1 < len(code) && code[i+1] != '\n' {
					i++
				}
			}
			if i < len(code) && code[i] == '\n' {
				b.WriteByte('\n')
			}
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}

// inNumber says that the word at the end of a text is a number; of no more
// bytes than a number has, since each quote in it asks.
func inNumber(s string) bool {
	const most = 80
	i := len(s)
	for i > 0 && len(s)-i < most && (s[i-1] == '\'' || s[i-1] == '.' || wordByte(s[i-1])) {
		i--
	}
	return len(s)-i < most && i < len(s) && '0' <= s[i] && s[i] <= '9'
}

func wordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|32 && c|32 <= 'z' || c >= utf8.RuneSelf
}
