package format

import (
	"strings"

	"github.com/verireward/verireward/reward"
)

// endGap checks what stands between the last mark and the one that begins at
// byte stop, and says whether it is right.
func (w *walker) endGap(stop int) bool {
	ok := !w.broken
	if ok {
		kind := TextBetween
		if !w.opened {
			kind = TextBefore
		}
		ok = w.fill(w.prev.end, stop, kind)
	} else {
		w.spoil()
	}
	w.gap = w.gap[:0]
	w.broken, w.skipped = false, -1
	return ok
}

// spoil notes that the holes of the gap were not filled.
func (w *walker) spoil() {
	for _, it := range w.gap {
		if it.kind == itemHole {
			w.wrong[it.id] = true
		}
	}
}

// holeInGap says whether the gap has a hole.
func (w *walker) holeInGap() bool {
	for _, it := range w.gap {
		if it.kind == itemHole {
			return true
		}
	}
	return false
}

// fill matches s[from:to] with the items of the gap and says whether they
// agree. Text that belongs to none of them is of the given kind. Where a group
// that was left out has brought several holes together, the first that must
// not be blank takes the text, or else the first, and the others are blank.
func (w *walker) fill(from, to int, kind Kind) bool {
	if !w.opened {
		from = w.start
	}
	at := w.taker()
	head, tail := w.gap, []*item(nil)
	if at >= 0 {
		head, tail = w.gap[:at], w.gap[at+1:]
	}
	tight := false
	for _, it := range head {
		switch it.kind {
		case itemBlank:
			from = skipSpace(w.s, from, to)
		case itemInline:
			from = skipInline(w.s, from, to)
			tight = true
		case itemGlue:
			tight = true
		case itemText:
			if !strings.HasPrefix(w.s[from:to], it.text) {
				return w.lacks(it, from)
			}
			from += len(it.text)
		}
	}
	for i := len(tail) - 1; i >= 0; i-- {
		switch it := tail[i]; it.kind {
		case itemBlank:
			to = skipSpaceBack(w.s, from, to)
		case itemText:
			if !endsWith(w.s, from, to, it.text) {
				return w.lacks(it, to)
			}
			to -= len(it.text)
		}
	}
	ok := true
	for i, it := range w.gap {
		switch {
		case it.kind != itemHole:
		case i == at:
			ok = w.hole(it, from, to, tight) && ok
		case i < at:
			ok = w.hole(it, from, from, false) && ok
		default:
			ok = w.hole(it, to, to, false) && ok
		}
	}
	if at < 0 && from < to {
		w.outside = true
		w.violate(Violation{Kind: kind, Offset: textOffset(w.s, from, to)})
		return false
	}
	return ok
}

// taker is the index in the gap of the hole that takes its text, or -1.
func (w *walker) taker() int {
	first := -1
	for i, it := range w.gap {
		if it.kind != itemHole {
			continue
		}
		if !w.t.holes[it.hole].optional {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

// lacks notes that the required text of it is not there.
func (w *walker) lacks(it *item, offset int) bool {
	w.wrong[it.id] = true
	w.violate(Violation{Kind: MissingMark, Offset: offset, Mark: it.text})
	w.spoil()
	return false
}

// endsWith says whether s[from:to] ends with text, taking no line feed away
// from a CR LF.
func endsWith(s string, from, to int, text string) bool {
	if !strings.HasSuffix(s[from:to], text) {
		return false
	}
	i := to - len(text)
	return text[0] != '\n' || i <= from || s[i-1] != '\r'
}

// skipInline passes the white space within the line.
func skipInline(s string, from, to int) int {
	stop := skipSpace(s, from, to)
	if i := strings.IndexFunc(s[from:stop], isLineBreak); i >= 0 {
		return from + i
	}
	return stop
}

// textOffset is the first byte of s[from:to] that is not white space, or from.
func textOffset(s string, from, to int) int {
	if i := skipSpace(s, from, to); i < to {
		return i
	}
	return from
}

// hole checks s[from:to] against the hole of it; tight: it must not begin with
// white space.
func (w *walker) hole(it *item, from, to int, tight bool) bool {
	h := &w.t.holes[it.hole]
	loose := tight && skipSpace(w.s, from, to) > from
	if h.typ != nil {
		from = skipSpace(w.s, from, to)
		to = skipSpaceBack(w.s, from, to)
	}
	text := w.s[from:to]
	blank := isBlank(text)
	var bad Violation
	switch {
	case blank && !h.optional:
		bad = Violation{Kind: BlankField, Offset: from, Field: h.name}
	case loose:
		bad = Violation{Kind: BadType, Offset: from, Field: h.name, Detail: "white space before it"}
	case !blank && h.typ != nil:
		if why := h.typ(text); why != "" {
			bad = Violation{Kind: BadType, Offset: from, Field: h.name, Detail: why}
		}
	}
	if bad.Kind != "" {
		w.wrong[it.id] = true
		w.violate(bad)
		return false
	}
	w.right[it.id] = true
	if h.name != "_" {
		f := w.field(it.hole)
		f.Texts = append(f.Texts, text)
		f.Spans = append(f.Spans, reward.Span{Label: h.name, Start: from, End: to})
	}
	return true
}

// field is where the texts of hole i go. Each hole starts with room for one
// text, out of one piece of memory for all holes.
func (w *walker) field(i int) *Field {
	if w.fields == nil {
		n := len(w.t.holes)
		w.fields = make([]Field, n)
		texts, spans := make([]string, n), make([]reward.Span, n)
		for k := range w.fields {
			w.fields[k].Texts, w.fields[k].Spans = texts[k:k:k+1], spans[k:k:k+1]
		}
	}
	return &w.fields[i]
}
