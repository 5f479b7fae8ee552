package format

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Ceilings of a template. Templates are written by people; these keep a
// generated or fuzzed one from costing more than a real one.
const (
	// maxTemplateBytes: the longest built-in template has some 120 bytes.
	maxTemplateBytes = 1 << 13
	// maxGroupDepth bounds the recursion over groups.
	maxGroupDepth = 16
	// maxMarks is the width of a markSet.
	maxMarks = 64
)

type itemKind uint8

const (
	itemMark   itemKind = iota // a literal that is counted
	itemText                   // a literal that is required in its place only
	itemBlank                  // white space of any length
	itemInline                 // white space within the line, then something else
	itemGlue                   // no white space follows
	itemHole
	itemGroup
)

// item is one element of a template.
type item struct {
	kind itemKind
	// id numbers the items in the order of the template; a group is numbered
	// before its own items.
	id int
	// pos is the byte offset in the template.
	pos int
	// mark indexes Template.marks.
	mark int
	// text is the literal of an itemText.
	text string
	// hole indexes Template.holes.
	hole  int
	group *group
}

// group is a sequence of items; the whole template is one.
type group struct {
	items []item
	// quant is '?', '+', '*', or 0 for the template itself.
	quant byte
	// first are the marks with which the group can begin.
	first markSet
	// end is one more than the id of the last item inside.
	end int
}

func (g *group) optional() bool { return g.quant == '?' || g.quant == '*' }
func (g *group) repeats() bool  { return g.quant == '+' || g.quant == '*' }

// hole is a place for the policy's text.
type hole struct {
	name     string
	optional bool
	repeated bool
	typ      holeType
	typeName string
}

// mark is a literal whose occurrences are counted.
type mark struct {
	// text is the mark for reports.
	text string
	// pieces are what must follow one another with free white space between.
	pieces []string
	// lineStart: only an occurrence at the start of a line counts.
	lineStart bool
	// min and max are how often the template has the mark; max is unbounded
	// in a repeated group, and 0 for a forbidden mark.
	min, max int
}

// parser turns the text of a template into items.
type parser struct {
	src   string
	pos   int
	exact bool
	depth int
	t     *Template
	names map[string]bool
}

// sequence reads items up to the end of the group opened at byte open, or to
// the end of the template when open is negative.
func (p *parser) sequence(open int) []item {
	var raw []rawItem
	var lit strings.Builder
	litPos, lineStart, linePos := 0, false, 0
	flush := func() {
		if lit.Len() > 0 {
			raw = append(raw, rawItem{item: item{kind: itemText, pos: litPos, text: lit.String()}, lineStart: lineStart})
			lit.Reset()
			lineStart = false
		} else if lineStart {
			templateErr(linePos, ErrAnchor, `a mark must stand directly behind \l`)
		}
	}
	add := func(it item) {
		flush()
		raw = append(raw, rawItem{item: it})
	}
	write := func(at int, s string) {
		if lit.Len() == 0 {
			litPos = at
		}
		lit.WriteString(s)
	}
	for p.pos < len(p.src) {
		at := p.pos
		r, n := utf8.DecodeRuneInString(p.src[p.pos:])
		p.pos += n
		switch {
		case r == '{':
			add(p.hole(at))
		case r == '}':
			templateErr(at, ErrBrace, `} without {; write \} for the character`)
		case r == '(':
			flush()
			add(p.groupItem(at))
		case r == ')':
			if open < 0 {
				templateErr(at, ErrParen, `) without (; write \) for the character`)
			}
			flush()
			return p.literals(raw)
		case r == '\\':
			switch esc := p.escape(at); esc {
			case `\l`:
				flush()
				lineStart, linePos = true, at
			case `\h`:
				add(item{kind: itemInline, pos: at})
			case `\g`:
				add(item{kind: itemGlue, pos: at})
			default:
				write(at, esc)
			}
		case isSpace(r) && !p.exact:
			end := skipSpace(p.src, p.pos, len(p.src))
			p.pos = end
			add(item{kind: itemBlank, pos: at})
		default:
			write(at, p.src[at:p.pos])
		}
	}
	flush()
	if open >= 0 {
		templateErr(open, ErrParen, `( is not closed; write \( for the character`)
	}
	return p.literals(raw)
}

// escape reads what follows a backslash at byte at: a literal, or one of the
// escapes that are no characters, returned as written.
func (p *parser) escape(at int) string {
	if p.pos == len(p.src) {
		templateErr(at, ErrEscape, `nothing follows the backslash`)
	}
	r, n := utf8.DecodeRuneInString(p.src[p.pos:])
	p.pos += n
	switch r {
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case 'l', 'h', 'g':
		return p.src[at:p.pos]
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		templateErr(at, ErrEscape, `%s is not an escape; write \\ for a backslash`, p.src[at:p.pos])
	}
	return p.src[at+1 : p.pos]
}

// groupItem reads a group whose parenthesis was at byte at.
func (p *parser) groupItem(at int) item {
	if p.depth++; p.depth > maxGroupDepth {
		templateErr(at, ErrTooDeep, "more than %d", maxGroupDepth)
	}
	g := &group{items: p.sequence(at)}
	p.depth--
	if p.pos < len(p.src) && strings.IndexByte("?+*", p.src[p.pos]) >= 0 {
		g.quant = p.src[p.pos]
		p.pos++
	} else {
		templateErr(at, ErrQuantifier, `write \( for a parenthesis`)
	}
	return item{kind: itemGroup, pos: at, group: g}
}

// hole reads a hole whose brace was at byte at.
func (p *parser) hole(at int) item {
	end := strings.IndexAny(p.src[p.pos:], "{}")
	if end < 0 || p.src[p.pos+end] == '{' {
		templateErr(at, ErrBrace, `{ is not closed; write \{ for the character`)
	}
	body := p.src[p.pos : p.pos+end]
	p.pos += end + 1
	name, typ, typed := strings.Cut(body, ":")
	name, optional := strings.CutSuffix(name, "?")
	if !isHoleName(name) {
		templateErr(at, ErrName, "%s: letters, digits, _ and -", quote(name))
	}
	h := hole{name: name, optional: optional}
	if name != "_" {
		if p.names[name] {
			templateErr(at, ErrDuplicate, "%s", quote(name))
		}
		p.names[name] = true
	}
	if typed {
		h.typeName = strings.TrimSpace(typ)
		h.typ = parseType(at, h.typeName)
	}
	p.t.holes = append(p.t.holes, h)
	return item{kind: itemHole, pos: at, hole: len(p.t.holes) - 1}
}

func isHoleName(s string) bool {
	for _, r := range s {
		if r != '_' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return s != ""
}

// quote writes s for an error message.
func quote(s string) string { return strconv.Quote(s) }
