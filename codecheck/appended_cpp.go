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
	`|#\s*pragma\s+(?:redefine_extname|weak)\b|\b_*(?:weakref|ifunc)_*\b|\b_*(?:alias|naked)_*\s*\(\s*"|\b_Pragma\s*\(\s*(?:[^"\s]|"\s*(?:redefine_extname|weak)\b)`)

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

// cppText returns C++ text as a compiler sees it before it looks at words: lines
// that go on joined, without comments, strings empty, digraphs spelled out. Not ok
// if that cannot be told.
func cppText(code string) (string, bool) {
	text, ok := bareC(cSplice.ReplaceAllString(code, ""), true)
	return digraphs.Replace(text), ok
}

var digraphs = strings.NewReplacer("<%", "{", "%>", "}", "<:", "[", ":>", "]", "%:", "#")

var (
	// cppNamespace matches the word in the ways in which it is written in good
	// faith; cppNamespaces tells all others.
	cppNamespace  = regexp.MustCompile(`\b(using\s+)?namespace\b(\s*(?:[\w:]+\s*)*)([{;=])`)
	cppNamespaces = regexp.MustCompile(`\bnamespace\b`)
	stdWord       = regexp.MustCompile(`\bstd\b`)
	stdBefore     = regexp.MustCompile(`\busing\s+namespace\s+(?:::\s*)?$`)
	stdAfter      = regexp.MustCompile(`^\s*::`)
	// stdMay matches what programs add to namespace std in good faith: the
	// ways in which their own types are hashed, ordered and printed.
	stdMay      = regexp.MustCompile(`^(?:template\s*<[^{};]*>\s*)?(?:struct|class)\s+(?:hash|less|greater|equal_to|formatter|tuple_size|tuple_element|numeric_limits|common_type)\b`)
	specialised = regexp.MustCompile(`\btemplate\s*<\s*>([^;{}(]*)`)
	specialises = regexp.MustCompile(`^\s*(?:struct|class)\b`)
)

// reopensStd says in which way a program changes what names and operators of the
// standard library mean, or "".
func reopensStd(code string) string {
	text, ok := cppText(code)
	if !ok {
		// Words cannot be told from text: none of those that matter may stand there.
		if cppNamespaces.MatchString(strings.ReplaceAll(text, "using namespace std;", "")) || cppOperator.MatchString(text) {
			return "has text that is hard to read beside namespaces or operators"
		}
		return ""
	}
	if len(cppNamespaces.FindAllString(text, -1)) != len(cppNamespace.FindAllString(text, -1)) {
		return "names a namespace in a way that few do"
	}
	for _, at := range cppNamespace.FindAllStringSubmatchIndex(text, -1) {
		if text[at[6]:at[7]] == "{" && stdWord.MatchString(text[at[4]:at[5]]) && !addsOnlyKnown(text[at[1]:]) {
			return "adds to namespace std"
		}
	}
	for _, line := range cMacro.FindAllString(text, -1) {
		for _, at := range stdWord.FindAllStringIndex(line, -1) {
			if !stdAfter.MatchString(line[at[1]:]) && !stdBefore.MatchString(line[:at[0]]) {
				return "has a macro that names namespace std"
			}
		}
		if cppNamespaces.MatchString(strings.ReplaceAll(line, "using namespace", "")) || strings.Contains(line, "operator") {
			return "has a macro that makes namespaces or operators"
		}
	}
	if op := comparesOthers(text); op != "" {
		return "defines operator" + op + " for types that are not its own"
	}
	for _, m := range specialised.FindAllStringSubmatch(text, -1) {
		if strings.Contains(m[1], "::") && !specialises.MatchString(m[1]) && strings.Contains(m[1], "<") {
			return "specialises a function of a namespace"
		}
	}
	return ""
}

// addsOnlyKnown says that the rest of a text, which begins inside a namespace,
// adds nothing to it but what stdMay matches.
func addsOnlyKnown(text string) bool {
	depth, start := 1, 0
	for i := 0; i < len(text) && depth > 0; i++ {
		switch text[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 1 && (text[i] == '}' || text[i] == ';') || depth == 0 {
			item := strings.Trim(text[start:i+1], " \t\r\n;}")
			if item != "" && !stdMay.MatchString(item) {
				return false
			}
			start = i + 1
		}
	}
	return true
}

var (
	cppOperator  = regexp.MustCompile(`\boperator\s*(==|!=|<=>|<=|>=|<|>|not_eq\b)\s*\(([^(){};]*)\)`)
	cppTemplate  = regexp.MustCompile(`\btemplate\s*<[^{};()]*?>`)
	cppOwnType   = regexp.MustCompile(`\b(?:struct|class|enum|union)\s+(?:(?:struct|class)\s+)?([A-Za-z_]\w*)|\}\s*([A-Za-z_]\w*)\s*;`)
	cppAlias     = regexp.MustCompile(`\busing\s+([A-Za-z_]\w*)\s*=|\btypedef\b[^;{}]*?([A-Za-z_]\w*)\s*;`)
	cppParameter = regexp.MustCompile(`^\s*(?:(?:const|volatile|struct|class|enum|typename)\s+)*(?:[A-Za-z_]\w*\s*::\s*)*([A-Za-z_]\w*)`)
)

// comparesOthers returns a comparison that a program defines for two operands
// neither of which is of a type of its own: it would compare for the tests.
func comparesOthers(text string) string {
	ops := cppOperator.FindAllStringSubmatch(text, -1)
	if len(ops) == 0 {
		return ""
	}
	own := map[string]bool{}
	for _, m := range cppOwnType.FindAllStringSubmatch(cppTemplate.ReplaceAllString(text, ""), -1) {
		own[m[1]+m[2]] = true
	}
	for _, m := range cppAlias.FindAllStringSubmatch(text, -1) {
		delete(own, m[1]+m[2])
	}
	for _, op := range ops {
		params, theirs := 1, true
		depth, from := 0, 0
		see := func(param string) {
			if m := cppParameter.FindStringSubmatch(param); m == nil || own[m[1]] {
				theirs = false
			}
		}
		for i, c := range op[2] {
			switch {
			case c == '<':
				depth++
			case c == '>':
				depth--
			case c == ',' && depth == 0:
				see(op[2][from:i])
				params, from = params+1, i+1
			}
		}
		see(op[2][from:])
		if theirs && params == 2 {
			return op[1]
		}
	}
	return ""
}

var (
	cMacro = regexp.MustCompile(`#\s*define\b[^\n]*`)
	cWord  = regexp.MustCompile(`[A-Za-z_]\w*`)
	// cFunction matches the head of a function's definition and its name.
	cFunction = regexp.MustCompile(`[\w>](?:\s*[&*]+\s*|\s+)([A-Za-z_]\w*)\s*\([^;{}]*\)\s*(?:const|noexcept|->[^{};]*|\s)*\{`)
)

// cppDeclaresAnew returns the name of a function that both the program and the
// tests define: the program's overload could fit a call of the tests better
// than their own.
func cppDeclaresAnew(code, test string) string {
	text, ok := cppText(code)
	own := map[string]bool{}
	for _, n := range cDefined(code) {
		own[n] = true
	}
	// A macro can stand for the name.
	for _, line := range cMacro.FindAllString(text, -1) {
		for _, w := range cWord.FindAllString(line, -1) {
			own[w] = true
		}
	}
	if !ok { // words cannot be told from text
		for _, w := range cWord.FindAllString(cSplice.ReplaceAllString(code, ""), -1) {
			own[w] = true
		}
	}
	for _, n := range cDefined(test) {
		if own[n] {
			return n
		}
		// Heads that cFunction does not know: decltype(true) f(...) try {
		for _, m := range regexp.MustCompile(`([\w>)\]]+)[\s&*]*\b`+n+`\s*(?:\[\[[^\]]*\]\]\s*)*\(|\(\s*`+n+`\s*\)\s*\(`).FindAllStringSubmatch(text, -1) {
			if m[1] != "return" && m[1] != "else" && m[1] != "throw" {
				return n
			}
		}
	}
	return ""
}

// cDefined returns the names of the functions that a C or C++ text defines, without
// main.
func cDefined(code string) []string {
	var out []string
	text, _ := cppText(code)
	for _, m := range cFunction.FindAllStringSubmatch(text, -1) {
		if n := m[1]; n != "main" && n != "if" && n != "for" && n != "while" && n != "switch" && n != "catch" {
			out = append(out, n)
		}
	}
	return out
}
