package format

import "math"

// markSet is a set of indices into Template.marks.
type markSet uint64

func (s markSet) has(m int) bool { return s>>uint(m)&1 == 1 }

func setOf(m int) markSet { return 1 << uint(m) }

// unbounded is the max of a mark in a repeated group.
const unbounded = math.MaxInt

// shape is what the items before and after a stretch of a template need to
// know of it.
type shape struct {
	// first are the marks that can come first.
	first markSet
	// markless: the stretch can be passed without a mark.
	markless bool
	// holeFirst, holeLast: it can begin, or end, with a hole that nothing but
	// blanks and text parts from what stands outside.
	holeFirst, holeLast bool
	// group: it is a group that can be left out. Two holes on its sides may
	// meet, see walker.fill.
	group bool
}

// then is the shape of a followed by b; b's item stands at pos.
func (a shape) then(b shape, pos int) shape {
	if a.holeLast && b.holeFirst {
		templateErr(pos, ErrAdjacent, "put a literal between them")
	}
	out := shape{first: a.first, markless: a.markless && b.markless, holeFirst: a.holeFirst, holeLast: b.holeLast}
	if a.markless {
		out.first |= b.first
	}
	if a.markless && !a.group {
		out.holeFirst = out.holeFirst || b.holeFirst
	}
	if b.markless && !b.group {
		out.holeLast = out.holeLast || a.holeLast
	}
	out.group = a.group || b.group && a.markless
	return out
}

// analyse numbers the items, counts the marks and refuses what one look at
// the next mark cannot decide.
func (t *Template) analyse() {
	t.number(&t.root, 1, 1, false)
	t.shapeOf(&t.root)
	t.decide(&t.root, 0)
}

// number gives the items their ids and adds up how often each mark occurs;
// least and most are how often the group itself does.
func (t *Template) number(g *group, least, most int, repeated bool) {
	for i := range g.items {
		it := &g.items[i]
		it.id = t.items
		t.items++
		switch it.kind {
		case itemMark:
			m := &t.marks[it.mark]
			m.min += least
			if m.max != unbounded {
				m.max += most
			}
			if repeated {
				m.max = unbounded
			}
		case itemHole:
			t.holes[it.hole].repeated = repeated
		case itemGroup:
			sub := least
			if it.group.optional() {
				sub = 0
			}
			t.number(it.group, sub, most, repeated || it.group.repeats())
		}
	}
	g.end = t.items
}

// shapeOf computes g's shape and its groups' first sets. The shape of the
// group's body is returned; what the quantifier adds is up to the caller.
func (t *Template) shapeOf(g *group) shape {
	all := shape{markless: true}
	for i := range g.items {
		it := &g.items[i]
		one := shape{markless: true}
		switch it.kind {
		case itemMark:
			one = shape{first: setOf(it.mark)}
		case itemHole:
			one.holeFirst, one.holeLast = true, true
		case itemGroup:
			one = t.shapeOf(it.group)
			it.group.first = one.first
			if one.markless {
				templateErr(it.pos, ErrEmptyGroup, "the group could be passed without a mark, so nothing would show that it is there")
			}
			if it.group.repeats() {
				one.then(one, it.pos)
			}
			one.markless = it.group.optional()
			one.group = one.markless
		}
		all = all.then(one, it.pos)
	}
	return all
}

// decide checks for every group that the next mark tells whether to enter it;
// follow are the marks that can come after g.
func (t *Template) decide(g *group, follow markSet) {
	for i := len(g.items) - 1; i >= 0; i-- {
		it := &g.items[i]
		switch it.kind {
		case itemMark:
			follow = setOf(it.mark)
		case itemGroup:
			sub := it.group
			if both := sub.first & follow; both != 0 {
				m := 0
				for !both.has(m) {
					m++
				}
				templateErr(it.pos, ErrAmbiguous, "%s can begin the group and can follow it", quote(t.marks[m].text))
			}
			inner := follow
			if sub.repeats() {
				inner |= sub.first
			}
			t.decide(sub, inner)
			if sub.optional() {
				follow |= sub.first
			} else {
				follow = sub.first
			}
		}
	}
}
