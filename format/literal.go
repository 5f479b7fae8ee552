package format

import (
	"slices"
	"strings"
	"unicode"
)

// rawItem is an item before its literals were split into marks and text.
type rawItem struct {
	item
	// lineStart: the literal was written behind \l.
	lineStart bool
}

// tagBrackets are the pairs between which a name is a tag.
var tagBrackets = []struct{ open, shut string }{
	{"<", ">"}, {"[", "]"}, {"◁", "▷"}, {"【", "】"}, {"＜", "＞"}, {"［", "］"}, {"⟨", "⟩"}, {"〈", "〉"}, {"《", "》"}, {"«", "»"},
}

// nextTag finds the first tag in s: a name, at least one letter and no white
// space, between brackets.
func nextTag(s string) (start, end int, ok bool) {
	for i := 0; i < len(s); {
		for _, b := range tagBrackets {
			if !strings.HasPrefix(s[i:], b.open) {
				continue
			}
			from := i + len(b.open)
			n := strings.Index(s[from:], b.shut)
			if n < 0 {
				continue
			}
			name := s[from : from+n]
			if !strings.Contains(name, b.open) && strings.IndexFunc(name, isSpace) < 0 && strings.IndexFunc(name, unicode.IsLetter) >= 0 {
				return i, from + n + len(b.shut), true
			}
		}
		i++
	}
	return 0, 0, false
}

// literals turns the literals among raw into marks and required text:
//
//   - each tag is a mark, and what stands around it in the same literal is text;
//   - another literal is a mark but for the white space at its edges;
//   - such marks with only a blank between them are one mark of several pieces;
//   - white space alone is text, but a mark where it alone keeps two holes apart.
func (p *parser) literals(raw []rawItem) []item {
	var out []item
	add := func(it item) {
		out = append(out, it)
	}
	text := func(pos int, s string) {
		if s != "" {
			add(item{kind: itemText, pos: pos, text: s})
		}
	}
	for i := 0; i < len(raw); i++ {
		it := raw[i]
		if it.kind != itemText {
			add(it.item)
			continue
		}
		if _, _, ok := nextTag(it.text); ok {
			p.tags(it, add, text)
			continue
		}
		core := trim(it.text)
		if core == "" {
			if !it.lineStart && !betweenHoles(raw, i) {
				text(it.pos, it.text)
				continue
			}
			if it.lineStart {
				templateErr(it.pos, ErrAnchor, `a mark must stand directly behind \l`)
			}
			core = it.text
		}
		lead := strings.Index(it.text, core)
		tail := it.text[lead+len(core):]
		if lead > 0 && it.lineStart {
			templateErr(it.pos, ErrAnchor, `a mark must stand directly behind \l`)
		}
		text(it.pos, it.text[:lead])
		pieces := []string{core}
		for tail == "" && i+2 < len(raw) && raw[i+1].kind == itemBlank && raw[i+2].continues() {
			i += 2
			core = trim(raw[i].text)
			pieces = append(pieces, core)
			tail = raw[i].text[len(core):]
		}
		add(item{kind: itemMark, pos: it.pos + lead, mark: p.mark(it.pos, pieces, it.lineStart)})
		text(it.pos, tail)
	}
	p.checkBlanks(out)
	return out
}

// continues says whether the literal can be a further piece of the mark
// before it.
func (r rawItem) continues() bool {
	if r.kind != itemText || r.lineStart {
		return false
	}
	_, _, tag := nextTag(r.text)
	first := strings.TrimLeftFunc(r.text, isSpace)
	return !tag && first != "" && len(first) == len(r.text)
}

// tags splits a literal at its tags.
func (p *parser) tags(it rawItem, add func(item), text func(int, string)) {
	rest, pos := it.text, it.pos
	anchored := it.lineStart
	for {
		start, end, ok := nextTag(rest)
		if !ok {
			break
		}
		if start > 0 && anchored {
			templateErr(it.pos, ErrAnchor, `a mark must stand directly behind \l`)
		}
		text(pos, rest[:start])
		add(item{kind: itemMark, pos: pos + start, mark: p.mark(pos+start, []string{rest[start:end]}, anchored)})
		anchored = false
		rest, pos = rest[end:], pos+end
	}
	text(pos, rest)
}

// betweenHoles says whether the items beside raw[i], blanks apart, are holes.
func betweenHoles(raw []rawItem, i int) bool {
	before, after := i-1, i+1
	for before >= 0 && raw[before].kind == itemBlank {
		before--
	}
	for after < len(raw) && raw[after].kind == itemBlank {
		after++
	}
	return before >= 0 && after < len(raw) && raw[before].kind == itemHole && raw[after].kind == itemHole
}

// checkBlanks refuses a blank that touches required white space: which of the
// two takes a character would be anyone's guess.
func (p *parser) checkBlanks(items []item) {
	for i := 1; i < len(items); i++ {
		a, b := items[i-1], items[i]
		if a.kind == itemBlank && b.kind == itemText && strings.TrimLeftFunc(b.text, isSpace) != b.text ||
			b.kind == itemBlank && a.kind == itemText && strings.TrimRightFunc(a.text, isSpace) != a.text {
			templateErr(b.pos, ErrBlank, `the blank takes the white space already; leave one of the two out`)
		}
	}
}

// mark returns the index of the mark with these pieces, adding it if new.
func (p *parser) mark(pos int, pieces []string, lineStart bool) int {
	for i, m := range p.t.marks {
		if m.lineStart == lineStart && slices.Equal(m.pieces, pieces) {
			return i
		}
	}
	if len(p.t.marks) == maxMarks {
		templateErr(pos, ErrTooMany, "more than %d", maxMarks)
	}
	p.t.marks = append(p.t.marks, mark{text: strings.Join(pieces, " "), pieces: pieces, lineStart: lineStart})
	return len(p.t.marks) - 1
}
