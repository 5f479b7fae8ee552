package format

import "slices"

// walker holds the state of one match: it goes along the template with the
// occurrences of the marks, and never back.
type walker struct {
	t *Template
	s string
	// start and end bound what is matched of s.
	start, end int

	toks []token
	// cur is the next token; none from cur up to ahead[m] has mark m.
	cur   int
	ahead []int
	// counts is how often each mark occurs in the completion, given how
	// often it stands in the part that the prompt holds.
	counts, given []int

	// prefix is what is left of the part that the prompt holds.
	prefix []*item

	// gap are the items since the last mark taken, which was the token prev
	// if opened; before that there is none.
	gap    []*item
	prev   token
	opened bool
	// broken: a mark is missing in the gap, so its items cannot be told
	// apart; skipped is where the first mark in the gap begins that does not
	// belong there, or -1.
	broken  bool
	skipped int

	fields     []Field
	violations []Violation
	// right and wrong tell for each item whether it was ever found rightly,
	// and ever not.
	right, wrong []bool
	// Faults that belong to no item: a mark out of order, one too many, text
	// outside.
	disorder, surplus, outside bool

	// room is the memory a usual match gets by with.
	room struct {
		ints  [30]int
		bools [80]bool
		gap   [8]*item
		toks  [12]token
	}
}

// run matches with the given part of the template in the prompt.
func (w *walker) run(prefix []*item) {
	t := w.t
	n := len(t.marks)
	ints := w.room.ints[:]
	if 3*n > len(ints) {
		ints = make([]int, 3*n)
	}
	w.counts, w.given, w.ahead = ints[:n], ints[n:2*n], ints[2*n:3*n]
	bools := w.room.bools[:]
	if 2*t.items > len(bools) {
		bools = make([]bool, 2*t.items)
	}
	w.right, w.wrong = bools[:t.items], bools[t.items:2*t.items]
	w.gap = w.room.gap[:0]
	w.prefix = prefix
	w.skipped = -1

	c := scanner{t: t, s: w.s, start: w.start, end: w.end, lead: w.start}
	if t.opening {
		c.lead = skipSpace(w.s, w.start, w.end)
	}
	w.toks = c.scan(w.room.toks[:0], w.counts)
	for _, it := range prefix {
		if it.kind == itemMark {
			w.given[it.mark]++
		}
	}
	w.group(&t.root)
	w.close()
	w.count()
}

// group goes once along the items of g.
func (w *walker) group(g *group) {
	for i := range g.items {
		it := &g.items[i]
		if it.kind == itemGroup {
			w.repeat(it.group, it.id)
			continue
		}
		if len(w.prefix) > 0 {
			w.skipGiven(it)
			continue
		}
		if it.kind == itemMark {
			w.expect(it)
			continue
		}
		w.gap = append(w.gap, it)
	}
}

// repeat goes along g as often as the next marks say.
func (w *walker) repeat(g *group, id int) {
	if len(w.prefix) > 0 {
		if next := w.prefix[0].id; next <= id || next >= g.end {
			return
		}
		w.group(g)
		if g.quant == '?' {
			return
		}
	} else if !g.optional() && !w.next(g.first) {
		w.group(g)
		return
	}
	for w.next(g.first) {
		w.group(g)
		if g.quant == '?' {
			return
		}
	}
}

// next says whether the next token is one of the marks.
func (w *walker) next(marks markSet) bool {
	return w.cur < len(w.toks) && marks.has(w.toks[w.cur].mark)
}

// skipGiven passes an item that stands in the prompt.
func (w *walker) skipGiven(it *item) {
	w.prefix = w.prefix[1:]
	if it.kind == itemMark {
		w.prev = token{mark: it.mark, start: w.start, end: w.start, given: true}
		w.opened = true
		w.right[it.id] = true
	}
}

// expect takes the mark of it, which the template has here.
func (w *walker) expect(it *item) {
	j := w.find(it.mark)
	if j < 0 {
		w.missing(it)
		return
	}
	w.pass(j)
	tok := w.toks[j]
	w.cur = j + 1
	ok := w.endGap(tok.start)
	if ok {
		w.right[it.id] = true
	} else {
		w.wrong[it.id] = true
	}
	w.prev, w.opened = tok, true
}

// find returns the first token from cur on with the mark, or -1.
func (w *walker) find(m int) int {
	j := max(w.ahead[m], w.cur)
	for j < len(w.toks) && w.toks[j].mark != m {
		j++
	}
	w.ahead[m] = j
	if j == len(w.toks) {
		return -1
	}
	return j
}

// missing notes that the mark of it does not come any more.
func (w *walker) missing(it *item) {
	w.wrong[it.id] = true
	m := &w.t.marks[it.mark]
	if w.opened && !w.broken {
		for _, g := range w.gap {
			if g.kind == itemHole {
				w.violate(Violation{Kind: Unclosed, Offset: w.prev.start, Mark: w.t.marks[w.prev.mark].text, Field: w.t.holes[g.hole].name})
			}
		}
	}
	if w.counts[it.mark]+w.given[it.mark] < max(m.min, 1) || m.max == unbounded {
		w.violate(Violation{Kind: MissingMark, Offset: w.until(), Mark: m.text})
	} else {
		w.disorder = true
		w.violate(Violation{Kind: WrongOrder, Offset: w.until(), Mark: m.text})
	}
	w.broken = true
}

// until is where the present gap ends.
func (w *walker) until() int {
	if w.skipped >= 0 {
		return w.skipped
	}
	if w.cur < len(w.toks) {
		return w.toks[w.cur].start
	}
	return w.end
}

// pass notes the tokens before j, which the template does not have here.
func (w *walker) pass(j int) {
	for i := w.cur; i < j; i++ {
		tok := w.toks[i]
		if w.skipped < 0 {
			w.skipped = tok.start
		}
		if len(w.violations) >= maxViolations {
			break
		}
		m := &w.t.marks[tok.mark]
		switch {
		case w.given[tok.mark] > 0 && w.counts[tok.mark]+w.given[tok.mark] > m.max:
			w.surplus = true
			w.violate(Violation{Kind: PrefillRepeated, Offset: tok.start, Mark: m.text})
		case w.counts[tok.mark] > m.max:
			w.surplus = true
			w.violate(Violation{Kind: RepeatedMark, Offset: tok.start, Mark: m.text})
		default:
			w.disorder = true
			w.violate(Violation{Kind: WrongOrder, Offset: tok.start, Mark: m.text})
		}
	}
	if w.skipped >= 0 {
		w.broken = true
	}
}

// close checks what stands behind the last mark, and what marks are left.
func (w *walker) close() {
	stop := w.until()
	if w.broken || w.cur < len(w.toks) && w.holeInGap() {
		w.spoil()
	} else {
		from := w.prev.end
		if !w.opened {
			from = w.start
		}
		w.fill(from, stop, TextAfter)
	}
	w.pass(len(w.toks))
}

// count makes sure that a surplus the list of tokens was too short for does
// not go unseen.
func (w *walker) count() {
	total := 0
	for m, n := range w.counts {
		total += n
		if limit := w.t.marks[m].max; n+w.given[m] > limit && len(w.violations) == 0 {
			w.violate(Violation{Kind: RepeatedMark, Offset: w.end, Mark: w.t.marks[m].text})
		}
	}
	if total > maxTokens {
		w.surplus = true
		w.violate(Violation{Kind: RepeatedMark, Offset: w.end, Detail: "more marks than a completion may have"})
	}
}

// violate records a violation.
func (w *walker) violate(v Violation) {
	if len(w.violations) < maxViolations {
		w.violations = append(w.violations, v)
	}
}

// finish makes the outcome.
func (w *walker) finish() Match {
	m := Match{OK: len(w.violations) == 0, Violations: w.violations}
	slices.SortStableFunc(m.Violations, func(a, b Violation) int { return a.Offset - b.Offset })
	m.Fields = w.fields[:0]
	for i, f := range w.fields {
		if len(f.Texts) > 0 {
			f.Name, f.Repeated = w.t.holes[i].name, w.t.holes[i].repeated
			m.Fields = append(m.Fields, f)
		}
	}
	m.Score = w.score(m.OK)
	return m
}
