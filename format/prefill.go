package format

import (
	"slices"
	"strings"

	"github.com/verireward/verireward/reward"
)

// setPrefill works out which beginnings of the template a prompt may hold.
func (t *Template) setPrefill(p Prefill) {
	if p.mode == prefillNever {
		return
	}
	var all [][]*item
	t.openings(&t.root, nil, func(prefix []*item) {
		all = append(all, slices.Clone(prefix))
	})
	slices.SortStableFunc(all, func(a, b []*item) int { return len(b) - len(a) })
	switch p.mode {
	case prefillAuto:
		t.prefixes = all
	case prefillAlways:
		for _, prefix := range all {
			if oneLiteral(prefix) {
				t.given = prefix
				return
			}
		}
		templateErr(-1, ErrPrefill, "the template does not begin with a mark")
	case prefillText:
		p.text = strings.ReplaceAll(p.text, `\n`, "\n")
		for _, prefix := range all {
			if t.endsWithPrefix(p.text, prefix) == 0 {
				t.given = prefix
				return
			}
		}
		templateErr(-1, ErrPrefill, "%s", quote(p.text))
	}
}

// oneLiteral says whether the items, blanks before them apart, are one literal
// of the template.
func oneLiteral(items []*item) bool {
	for len(items) > 0 && items[0].kind == itemBlank {
		items = items[1:]
	}
	for i, it := range items {
		if it.kind != itemMark && it.kind != itemText || i > 0 && it.id != items[i-1].id+1 {
			return false
		}
	}
	return true
}

func marksIn(prefix []*item) int {
	n := 0
	for _, it := range prefix {
		if it.kind == itemMark {
			n++
		}
	}
	return n
}

// maxPrefixes bounds the ways a template can begin; each optional group at
// its begin doubles them.
const maxPrefixes = 256

// openings calls found with every beginning of g, after what stands before
// it, that ends with a mark or with the text behind one, and passes no hole
// that must be filled. It returns the ways to pass all of g.
func (t *Template) openings(g *group, before []*item, found func([]*item)) [][]*item {
	open := [][]*item{before}
	n := 0
	for i := range g.items {
		it := &g.items[i]
		var next [][]*item
		for _, prefix := range open {
			if n++; n > maxPrefixes {
				return nil
			}
			if it.kind == itemGroup {
				next = append(next, t.openings(it.group, prefix, found)...)
				if it.group.optional() {
					next = append(next, prefix)
				}
				continue
			}
			if it.kind == itemHole && (marksIn(prefix) == 0 || !t.holes[it.hole].optional) {
				continue
			}
			longer := append(slices.Clone(prefix), it)
			if (it.kind == itemMark || it.kind == itemText) && marksIn(longer) > 0 && (g.quant != 0 || i < t.lastToWrite()) {
				found(longer)
			}
			next = append(next, longer)
		}
		open = next
	}
	return open
}

// lastToWrite is the index in the template of the last item that is neither
// blank nor glue: a prompt that holds it leaves nothing to write.
func (t *Template) lastToWrite() int {
	for i := len(t.root.items) - 1; i >= 0; i-- {
		switch t.root.items[i].kind {
		case itemMark, itemText, itemHole, itemGroup:
			return i
		}
	}
	return 0
}

// prefixFor returns the part of the template that the prompt holds.
func (t *Template) prefixFor(prompt string) []*item {
	if t.given != nil {
		return t.given
	}
	for _, prefix := range t.prefixes {
		if t.endsWithPrefix(prompt, prefix) >= 0 {
			return prefix
		}
	}
	return nil
}

// endsWithPrefix says where in text the items begin that it ends with, or
// returns -1 if it does not end with them.
func (t *Template) endsWithPrefix(text string, items []*item) int {
	to := len(text)
	last := items[len(items)-1]
	if t.ws == Free || last.kind == itemMark && t.holeFollows(last) {
		to = skipSpaceBack(text, 0, to)
	}
	for i := len(items) - 1; i >= 0; i-- {
		switch it := items[i]; it.kind {
		case itemBlank, itemInline, itemHole:
			to = skipSpaceBack(text, 0, to)
		case itemText:
			if !strings.HasSuffix(text[:to], it.text) {
				return -1
			}
			to -= len(it.text)
		case itemMark:
			pieces := t.marks[it.mark].pieces
			for k := len(pieces) - 1; k >= 0; k-- {
				if !strings.HasSuffix(text[:to], pieces[k]) {
					return -1
				}
				to -= len(pieces[k])
				if k > 0 {
					to = skipSpaceBack(text, 0, to)
				}
			}
		}
	}
	return to
}

// holeFollows says whether a hole stands directly behind the item, so that
// white space at the end of the prompt is the beginning of its text.
func (t *Template) holeFollows(it *item) bool {
	var found, follows bool
	each(&t.root, func(other *item) {
		if other.id == it.id+1 && other.kind == itemHole {
			follows = true
		}
		found = found || other == it
	})
	return found && follows
}

// promptTail is the text of a prompt that a completion continues: all of a
// plain prompt, or an assistant's last message. What a user wrote last is
// closed by the chat template and no prefill.
func promptTail(p reward.Text) string {
	if p.Messages == nil {
		return p.Plain
	}
	if n := len(p.Messages); n > 0 && p.Messages[n-1].Role == "assistant" {
		return p.Messages[n-1].Content
	}
	return ""
}
