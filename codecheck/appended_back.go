package codecheck

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verireward/verireward/internal/clip"
)

// A program that can run the tests itself, or run on from the middle of them in
// a copy of its process, learns what is expected of it by trying: a value after
// which no assertion fails is right. So programs may not speak of what judges
// them, and processes with compiled tests may not be copied.

// judges matches what says in a test that something is wrong.
var judges = regexp.MustCompile(`(?i)assert|panic|throw|exit|fail|fatal|error|unwrap|expect|\bmain\b|\breturn\s+(?:-?1|false)\b`)

// judgeNames returns the names of a text's declarations, as decl matches them,
// that judges occurs in.
func judgeNames(decl *regexp.Regexp, text string) []string {
	var out []string
	all := decl.FindAllStringSubmatchIndex(text, -1)
	for i, m := range all {
		end := len(text)
		// A type or module holds what is declared in it.
		if i+1 < len(all) && !strings.HasPrefix(text[m[0]:], "class") && !strings.HasPrefix(text[m[0]:], "mod") {
			end = all[i+1][0]
		}
		if judges.MatchString(text[m[0]:end]) {
			out = append(out, text[m[2]:m[3]])
		}
	}
	return out
}

var javaType = regexp.MustCompile(`\b(?:class|interface|enum|record)\s+([A-Za-z_$][\w$]*)`)

// callsBack returns one of names that a program speaks of outside comments and
// literals, or anywhere where bare cannot tell those.
func callsBack(bare func(string) (string, bool), code string, names []string) string {
	var text string
	for _, n := range names {
		if !strings.Contains(code, n) {
			continue
		}
		if text == "" {
			text, _ = bare(code)
		}
		if regexp.MustCompile(`(?:^|[^\w$])` + regexp.QuoteMeta(n) + `(?:[^\w$]|$)`).MatchString(text) {
			return n
		}
	}
	return ""
}

// refuseBack is the refusal of a program that speaks of what judges it.
func refuseBack(name string) error {
	return refuse("the program uses %s, which belongs to the appended tests: it could try answers on them", name)
}

// bareText returns Java or Rust text without its comments and with empty
// literals. Where that is not told easily, of text blocks, raw strings and
// comments within comments, it is not ok and the text is as it was.
func bareText(code string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case strings.HasPrefix(code[i:], "//"):
			i = skipTo(code, i, "\n") - 1
			b.WriteByte('\n')
		case strings.HasPrefix(code[i:], "/*"):
			n := strings.Index(code[i+2:], "*/")
			if n < 0 || strings.Contains(code[i+2:i+2+n], "/*") {
				return code, false
			}
			i += n + 3
			b.WriteByte(' ')
		case c == '"':
			if i > 0 && (code[i-1] == '#' || wordByte(code[i-1])) || strings.HasPrefix(code[i:], `"""`) {
				return code, false
			}
			for i++; i < len(code) && code[i] != '"'; i++ {
				if code[i] == '\\' {
					i++
				}
			}
			b.WriteString(`""`)
		case c == '\'':
			// A letter, or the name of a lifetime.
			if strings.HasPrefix(code[i+1:], `\`) {
				n := strings.IndexByte(code[min(i+3, len(code)):], '\'')
				const longest = 10 // \u{10FFFF}
				if n < 0 || n > longest {
					return code, false
				}
				i += 3 + n
			} else if _, n := utf8.DecodeRuneInString(code[i+1:]); strings.HasPrefix(code[i+1+n:], "'") {
				i += 1 + n
			}
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}

// startsProcesses matches tests that start processes themselves.
var startsProcesses = regexp.MustCompile(`\b(?:v?fork|popen|system|posix_spawnp?|Command)\s*(?:\(|::)`)

// cAlone has the kernel refuse copies of the process, before any code of the
// program's has run; threads are let through. The sandbox refuses clone3 and
// the calls of other architectures itself.
const cAlone = `
#include <errno.h>
#include <stddef.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
static void vr_alone(void) {
  static struct sock_filter rules[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __NR_fork
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_fork, 5, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_vfork, 4, 0),
#endif
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 2),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x00010000, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
  };
  static struct sock_fprog filter = {sizeof rules / sizeof *rules, rules};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}
__attribute__((section(".preinit_array"), used)) static void (*vr_first)(void) = vr_alone;
`

var assertLine = regexp.MustCompile(`(?m)^Assertion failed: line (\d+)$`)

// assertedLine is the line of a test whose assertion failed, for the reason: the
// program under test does not hold the text.
func assertedLine(stderr []byte, test string) string {
	all := assertLine.FindAllSubmatch(bytes.TrimSpace(stderr), -1)
	if len(all) == 0 {
		return ""
	}
	n, err := strconv.Atoi(string(all[len(all)-1][1]))
	lines := strings.Split(test, "\n")
	if err != nil || n < 1 || n > len(lines) {
		return ""
	}
	return ": " + clip.Text(strings.TrimSpace(lines[n-1]), 200)
}

// bareCText is bareC for C, with lines that go on joined.
func bareCText(code string) (string, bool) {
	return bareC(cSplice.ReplaceAllString(code, ""), false)
}
