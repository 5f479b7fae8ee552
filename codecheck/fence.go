package codecheck

import "strings"

// fence is one fenced block.
type fence struct {
	// mark and width are the sign and how often it stands in the opening line.
	mark  byte
	width int
	// indent is the column of the opening marks; as much white space is taken
	// off each line. quoted blocks lose a leading '>' as well.
	indent int
	quoted bool
	crlf   bool
	// tag is the first word after the marks, in lower case.
	tag string
	// language is the language's name, filled in by Extract.
	language string
	// start and end are the offsets of the lines between the marks.
	start, end int
}

// maxTag bounds the words read as language tags.
const maxTag = 40

// openFence reads a line that opens a fence. Text may stand before the marks
// only when a tag stands behind them and nothing follows it.
func openFence(line string) (fence, bool) {
	i := 0
	quoted := false
	for i < len(line) && (line[i] == ' ' || line[i] == '\t' || line[i] == '>') {
		quoted = quoted || line[i] == '>'
		i++
	}
	midline := false
	if i == len(line) || line[i] != '`' && line[i] != '~' {
		// Only backticks open a fence behind text.
		j := strings.Index(line[i:], "```")
		if j < 0 {
			return fence{}, false
		}
		i += j
		midline = true
	}
	f := fence{mark: line[i], indent: i, quoted: quoted, crlf: strings.HasSuffix(line, "\r")}
	for i < len(line) && line[i] == f.mark {
		i++
		f.width++
	}
	if f.width < 3 {
		return fence{}, false
	}
	info := strings.TrimSpace(line[i:])
	if f.mark == '`' && strings.ContainsRune(info, '`') {
		return fence{}, false
	}
	f.tag = tagOf(info)
	if midline && (f.tag == "" || len(f.tag) != len(info)) {
		return fence{}, false
	}
	return f, true
}

// tagOf returns the language word of an info string: "python", also from
// "{.python .numberLines}", "python:main.py", "python title=x".
func tagOf(info string) string {
	info = strings.TrimLeft(info, "{. ")
	n := 0
	for n < len(info) && n < maxTag && isTagByte(info[n]) {
		n++
	}
	return strings.ToLower(strings.TrimRight(info[:n], ".-_"))
}

func isTagByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '+' || b == '#' || b == '.' || b == '-' || b == '_'
}

// closedBy says whether a line closes the fence: at least as many marks, not
// indented as deeply as code inside, and behind them nothing, or a tag such
// as </answer> or <|im_end|>.
func (f *fence) closedBy(line string) bool {
	i := 0
	for i < len(line) && (line[i] == ' ' || line[i] == '\t' || f.quoted && line[i] == '>') {
		i++
	}
	if i > f.indent+3 {
		return false
	}
	n := 0
	for i+n < len(line) && line[i+n] == f.mark {
		n++
	}
	if n < f.width {
		return false
	}
	rest := strings.TrimSpace(line[i+n:])
	return rest == "" || rest[0] == '<'
}

// maxHeld bounds how often the end of a fence is found by looking past it and
// coming back, so that the scan stays linear.
const maxHeld = 8

// scanFences finds the fences of a text in one pass. With triple, marks inside
// a triple-quoted string of Python are part of the code where the string is
// closed later in the text.
func scanFences(s string, triple bool) []fence {
	out, _ := scanCounted(s, triple)
	return out
}

// scanCounted also returns how many bytes of lines it looked at.
func scanCounted(s string, triple bool) (out []fence, looked int) {
	held := 0
	for pos := 0; pos < len(s); {
		line, next := lineAt(s, pos)
		looked += next - pos
		f, ok := openFence(line)
		if !ok {
			pos = next
			continue
		}
		f.start = next
		var far int
		pos, far = f.scanBody(s, next, triple && held < maxHeld)
		if far > pos {
			held++
		}
		looked += far - next
		out = append(out, f)
	}
	return out, looked
}

// scanBody finds the end of a fence whose lines start at pos and sets f.end.
// It returns where to go on, and how far it looked.
func (f *fence) scanBody(s string, pos int, triple bool) (next, far int) {
	var quotes tripleQuotes
	// A closing line inside an open string is held: it is the end after all
	// when the string does not close before another fence or the end.
	heldEnd, heldNext := -1, -1
	// gluedEnd is behind the last line that ends in marks without standing
	// alone, such as "print(x)```"; it ends a fence that nothing else ends.
	gluedEnd := -1
	for pos < len(s) {
		line, next := lineAt(s, pos)
		closing := f.closedBy(line)
		if closing && !(triple && quotes.open()) {
			f.end = pos
			return next, next
		}
		if heldEnd >= 0 {
			if opens, ok := openFence(line); ok && opens.tag != "" {
				f.end = heldEnd
				return heldNext, next
			}
		}
		if closing {
			if heldEnd < 0 {
				heldEnd, heldNext = pos, next
			}
			pos = next
			continue
		}
		if n := f.glued(line); n > 0 {
			gluedEnd = pos + n
		}
		if triple {
			quotes.line(line)
			if !quotes.open() {
				heldEnd = -1
			}
		}
		pos = next
	}
	switch {
	case heldEnd >= 0:
		f.end = heldEnd
		return heldNext, len(s)
	case gluedEnd >= 0:
		f.end = gluedEnd
	default:
		f.end = len(s)
	}
	return len(s), len(s)
}

// glued returns the length of the code in a line that ends in the marks of f,
// or 0.
func (f *fence) glued(line string) int {
	line = strings.TrimRight(line, " \t\r")
	n := len(strings.TrimRight(line, string(f.mark)))
	if len(line)-n < f.width {
		return 0
	}
	return n
}

// appendCode writes the fence's lines without their indentation in the text.
func (f *fence) appendCode(b *strings.Builder, s string) {
	body := s[f.start:f.end]
	for pos := 0; pos < len(body); {
		line, next := lineAt(body, pos)
		if f.crlf {
			line = strings.TrimSuffix(line, "\r")
		}
		n := 0
		for n < len(line) && n < f.indent && (line[n] == ' ' || line[n] == '\t' || f.quoted && line[n] == '>') {
			n++
		}
		b.WriteString(line[n:])
		b.WriteByte('\n')
		pos = next
	}
}

// tripleQuotes follows Python's triple-quoted strings from line to line. It
// knows comments and short strings well enough not to be misled by quotes in
// them.
type tripleQuotes struct{ quote byte }

func (t *tripleQuotes) open() bool { return t.quote != 0 }

func (t *tripleQuotes) line(s string) {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\':
			i++
		case t.quote != 0:
			if c == t.quote && strings.HasPrefix(s[i:], tripled(c)) {
				t.quote = 0
				i += 2
			}
		case c == '#':
			return
		case c == '"' || c == '\'':
			if strings.HasPrefix(s[i:], tripled(c)) {
				t.quote = c
				i += 2
				continue
			}
			for i++; i < len(s) && s[i] != c; i++ {
				if s[i] == '\\' {
					i++
				}
			}
		}
	}
}

func tripled(c byte) string {
	if c == '"' {
		return `"""`
	}
	return `'''`
}
