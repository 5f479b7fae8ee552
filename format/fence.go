package format

import (
	"slices"
	"strings"
)

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
// with a language out of langs right behind them (any or none when langs is
// empty), closed by a
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
			if behind := strings.TrimRightFunc(line[len(fence):], isSpace); len(langs) > 0 && !slices.Contains(langs, behind) {
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

// fenced is one fenced block.
type fenced struct {
	// start is the begin of its opening line, end that of what follows it.
	start, end int
	// language is the first word of the info string.
	language       string
	closed, filled bool
}

// fencedBlocks goes over the fenced blocks of a Markdown text: a block ends
// with a line of as many fence characters of the same sort, or more.
func fencedBlocks(text string) func(yield func(fenced) bool) {
	return func(yield func(fenced) bool) {
		var b fenced
		open := ""
		for at := 0; at < len(text); {
			line, rest := firstLine(text[at:])
			next := len(text) - len(rest)
			_, fence, info, ok := fenceLine(line)
			switch {
			case ok && open == "":
				language, _, _ := strings.Cut(info, " ")
				b, open = fenced{start: at, language: language}, fence
			case ok && info == "" && fence[0] == open[0] && len(fence) >= len(open):
				b.closed, b.end = true, next
				if !yield(b) {
					return
				}
				open = ""
			case open != "":
				b.filled = b.filled || !isBlank(line)
			}
			at = next
		}
		if open != "" {
			b.end = len(text)
			yield(b)
		}
	}
}
