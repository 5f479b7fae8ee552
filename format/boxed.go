package format

import (
	"strings"
)

// boxCommand is the TeX command that frames an answer.
const boxCommand = `\boxed`

// box is one \boxed{...} in a text.
type box struct {
	// start and end are the command's begin and the byte behind its closing
	// brace; inner is where its content begins.
	start, inner, end int
}

// nextBox finds the first \boxed command at or after byte from. A command
// without balanced braces has end -1. \boxedtext is another command.
func nextBox(s string, from int) (b box, ok bool) {
	for {
		i := strings.Index(s[from:], boxCommand)
		if i < 0 {
			return box{}, false
		}
		start := from + i
		at := start + len(boxCommand)
		if at < len(s) && isASCIILetter(s[at]) {
			from = at
			continue
		}
		b = box{start: start, end: -1}
		at = skipSpace(s, at, len(s))
		if at < len(s) && s[at] == '{' {
			b.inner = at + 1
			b.end = closingBrace(s, at)
		}
		return b, true
	}
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// closingBrace returns the byte behind the brace that closes the one at byte
// at, or -1. A backslash takes the byte behind it out of the count.
func closingBrace(s string, at int) int {
	depth := 0
	for i := at; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// oneBox finds the only box of s, or says what is wrong.
func oneBox(s string) (box, string) {
	b, ok := nextBox(s, 0)
	if !ok {
		return b, `no \boxed{}`
	}
	if _, more := nextBox(s, b.start+len(boxCommand)); more {
		return b, `more than one \boxed{}`
	}
	if b.end < 0 {
		return b, `\boxed{} is not balanced`
	}
	content := s[b.inner : b.end-1]
	if strings.IndexFunc(content, func(r rune) bool { return r != '{' && r != '}' && isVisible(r) }) < 0 {
		return b, `\boxed{} is blank`
	}
	return b, ""
}

// checkHasBoxed: exactly one box, balanced and not blank.
func checkHasBoxed(s string) string {
	_, why := oneBox(s)
	return why
}

// checkBoxed: one box and nothing else.
func checkBoxed(s string) string {
	b, why := oneBox(s)
	if why == "" && (b.start > 0 || b.end < len(s)) {
		return `text beside the \boxed{}`
	}
	return why
}
