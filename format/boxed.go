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

// firstLine cuts s behind its first line; the line comes without its LF or
// CR LF.
func firstLine(s string) (line, rest string) {
	line, rest, _ = strings.Cut(s, "\n")
	return strings.TrimSuffix(line, "\r"), rest
}

// fenceLine reads a line that opens or closes a fenced block: up to three
// blanks, three or more backticks or tildes, and an info string that holds no
// backtick where the fence is of backticks.
func fenceLine(line string) (indent int, fence, info string, ok bool) {
	for indent < len(line) && line[indent] == ' ' {
		indent++
	}
	if indent > 3 || indent == len(line) || line[indent] != '`' && line[indent] != '~' {
		return 0, "", "", false
	}
	rest := strings.TrimLeft(line[indent:], line[indent:indent+1])
	fence = line[indent : len(line)-len(rest)]
	if len(fence) < 3 || fence[0] == '`' && strings.IndexByte(rest, '`') >= 0 {
		return 0, "", "", false
	}
	return indent, fence, trim(rest), true
}

// checkFence: exactly one fenced block, opened by a line of three backticks
// and a language out of langs (any or none when langs is empty), closed by a
// line of three backticks, not blank; alone: and no text around it. Any other
// line that a Markdown reader would take for a fence is one too many.
func checkFence(s string, langs []string, alone bool) string {
	const (
		before = iota
		inside
		after
	)
	state, filled := before, false
	for rest := s; rest != ""; {
		var line string
		line, rest = firstLine(rest)
		indent, fence, info, isFence := fenceLine(line)
		if isFence && state == inside && fence[0] == '~' {
			isFence = false
		}
		switch {
		case !isFence:
			switch {
			case state == inside:
				filled = filled || !isBlank(line)
			case alone && !isBlank(line):
				return "text beside the fenced block"
			}
		case state == before:
			if indent > 0 || fence != "```" {
				return "the block is not opened by a line of three backticks"
			}
			if !fenceLanguage(info, langs) {
				return "the block is not tagged " + strings.Join(langs, " or ")
			}
			state = inside
		case state == inside:
			if indent > 0 || fence != "```" || info != "" {
				return "the block is not closed by a line of three backticks"
			}
			state = after
		default:
			return "more than one fenced block"
		}
	}
	switch {
	case state == before:
		return "no fenced block"
	case state == inside:
		return "the fenced block is not closed"
	case !filled:
		return "the fenced block is blank"
	}
	return ""
}

// fenceLanguage says whether the info string is one of langs.
func fenceLanguage(info string, langs []string) bool {
	if len(langs) == 0 {
		return true
	}
	for _, l := range langs {
		if info == l {
			return true
		}
	}
	return false
}
