package format

// score is what the completion earns under the template's scoring.
func (w *walker) score(ok bool) float64 {
	if ok {
		return 1
	}
	var passed, total int
	add := func(right bool) {
		total++
		if right {
			passed++
		}
	}
	each(&w.t.root, func(it *item) {
		seen := w.right[it.id] || w.wrong[it.id]
		if !seen {
			return
		}
		right := w.right[it.id] && !w.wrong[it.id]
		switch it.kind {
		case itemMark:
			add(right && w.counts[it.mark]+w.given[it.mark] <= w.t.marks[it.mark].max)
		case itemHole:
			if w.t.scoring == Checks {
				add(right)
			}
		}
	})
	if passed == 0 {
		return 0
	}
	switch w.t.scoring {
	case Marks:
	case Checks:
		add(!w.disorder)
		add(!w.surplus)
		add(!w.outside)
	default:
		return 0
	}
	return min(float64(passed)/float64(total), partialCap)
}

// each calls f for every item of g and of the groups inside.
func each(g *group, f func(*item)) {
	for i := range g.items {
		f(&g.items[i])
		if sub := g.items[i].group; sub != nil {
			each(sub, f)
		}
	}
}
