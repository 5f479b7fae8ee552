package codecheck

import (
	"regexp"
	"strings"
)

// A program in one process with the tests can take that process apart. What
// that needs is refused where it can be told by the text: a function under test
// has no honest use for it. What is left is why these tests are marked weak.

// apart matches what reaches beneath the language: assembler and assembler
// names, memory that is turned into code, loaders, other processes' memory, and
// the marks that linkers set.
var apart = regexp.MustCompile(`\b(?:__)?asm(?:__)?\b|\b(?:mprotect|pkey_mprotect|mmap|mmap64|dlsym|dlvsym|dlopen|syscall|ptrace|process_vm_\w+|makecontext|setcontext|swapcontext)\s*\(` +
	`|\b__builtin_(?:frame_address|return_address|extract_return_addr|eh_return|longjmp|setjmp)\b|\b__wrap_|\b__real_|\b__executable_start\b|\b__?etext\b|\b_start\b|/proc/` +
	`|#\s*pragma\s+(?:redefine_extname|weak)\b|\b_*(?:alias|weakref|ifunc|naked)_*\s*\(\s*"|\b_Pragma\s*\(\s*(?:[^"\s]|"\s*(?:redefine_extname|weak)\b)`)

// takesApart says what in a C or C++ program reaches beneath the language, or
// "". Names are those of functions that the tests define.
func takesApart(code string, names []string) string {
	if line := pastes(code, names); line != "" {
		return "the program joins tokens to words that cannot be seen (" + line + ")"
	}
	code = cSplice.ReplaceAllString(code, "")
	if m := apart.FindString(code); m != "" {
		return "the program uses " + strings.TrimSpace(m)
	}
	// Adjacent strings are one: "/pr" "oc/".
	if strings.Contains(joinStrings.Replace(code), "/proc/") {
		return "the program uses /proc/"
	}
	return ""
}

var joinStrings = strings.NewReplacer(`"`, "", " ", "", "\t", "", "\n", "", "\r", "")

var (
	stdNamespace = regexp.MustCompile(`\bnamespace\s+(?:::\s*)?std\b[\w:\s]*\{`)
	// stdMay matches what programs add to namespace std in good faith: the
	// ways in which their own types are hashed, ordered and printed.
	stdMay      = regexp.MustCompile(`^(?:template\s*<[^{};]*>\s*)?(?:struct|class)\s+(?:hash|less|greater|equal_to|formatter|tuple_size|tuple_element|numeric_limits|common_type)\b`)
	specialised = regexp.MustCompile(`\btemplate\s*<\s*>([^;{}(]*)`)
	specialises = regexp.MustCompile(`^\s*(?:struct|class)\b`)
)

// reopensStd says in which way a program changes what names of the standard
// library mean, or "".
func reopensStd(code string) string {
	code = cSplice.ReplaceAllString(code, "")
	for _, at := range stdNamespace.FindAllStringIndex(code, -1) {
		depth, start := 1, at[1]
		for i := at[1]; i < len(code) && depth > 0; i++ {
			switch code[i] {
			case '{':
				depth++
			case '}':
				depth--
			}
			if depth == 1 && (code[i] == '}' || code[i] == ';') || depth == 0 {
				item := strings.Trim(code[start:i+1], " \t\r\n;}")
				if item != "" && !stdMay.MatchString(strings.TrimSpace(cComment.ReplaceAllString(item, " "))) {
					return "adds to namespace std"
				}
				start = i + 1
			}
		}
	}
	for _, m := range specialised.FindAllStringSubmatch(code, -1) {
		if strings.Contains(m[1], "::") && !specialises.MatchString(m[1]) && strings.Contains(m[1], "<") {
			return "specialises a function of a namespace"
		}
	}
	return ""
}

var (
	cMacro   = regexp.MustCompile(`(?:#|%:)\s*define\b[^\n]*`)
	cWord    = regexp.MustCompile(`[A-Za-z_]\w*`)
	cComment = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)
	// cFunction matches the head of a function's definition and its name.
	cFunction = regexp.MustCompile(`[\w>](?:\s*[&*]+\s*|\s+)([A-Za-z_]\w*)\s*\([^;{}]*\)\s*(?:const|noexcept|->[^{};]*|\s)*\{`)
)

// cppDeclaresAnew returns the name of a function that both the program and the
// tests define: the program's overload could fit a call of the tests better
// than their own.
func cppDeclaresAnew(code, test string) string {
	own := map[string]bool{}
	for _, n := range cDefined(code) {
		own[n] = true
	}
	// A macro can stand for the name.
	for _, line := range cMacro.FindAllString(cComment.ReplaceAllString(cSplice.ReplaceAllString(code, ""), " "), -1) {
		for _, w := range cWord.FindAllString(line, -1) {
			own[w] = true
		}
	}
	bare := cComment.ReplaceAllString(code, " ")
	for _, n := range cDefined(test) {
		if own[n] {
			return n
		}
		// Heads that cFunction does not know: decltype(true) f(...) try {
		for _, m := range regexp.MustCompile(`([\w>)\]]+)[\s&*]*\b`+n+`\s*(?:\[\[[^\]]*\]\]\s*)*\(|\(\s*`+n+`\s*\)\s*\(`).FindAllStringSubmatch(bare, -1) {
			if m[1] != "return" && m[1] != "else" && m[1] != "throw" {
				return n
			}
		}
	}
	return ""
}

// cDefined returns the names of the functions that a text defines, without main.
func cDefined(code string) []string {
	var out []string
	for _, m := range cFunction.FindAllStringSubmatch(cComment.ReplaceAllString(code, " "), -1) {
		if n := m[1]; n != "main" && n != "if" && n != "for" && n != "while" && n != "switch" && n != "catch" {
			out = append(out, n)
		}
	}
	return out
}
