package words

import (
	"slices"
	"strings"
)

// subject is behind the words from i that stand for the answer, and what they
// are, or 0.
func (g *grammar) subject(i int) (int, string) {
	w := g.word(i)
	if w == string(TheSame) {
		if mark(g.word(i+1)) && !strings.ContainsAny(g.word(i+1), "(—") {
			return 0, "" // part of a formula
		}
		return i + 1, "the answer's value"
	}
	if pronouns[w] && (auxiliaries[g.word(i+1)] || faults[g.word(i+1)]) {
		if g.Aside || g.Worded || g.namedBefore(i) || g.writerBefore(i) {
			return 0, ""
		}
		return i + 1, w
	}
	k := i
	for k < i+5 && (determiners[g.word(k)] || g.word(k) == "so-called") {
		k++
	}
	if last := g.word(k - 1); k > i+1 && (last == "above" || last == "previous" || last == "boxed") && auxiliaries[g.word(k)] {
		return k, "what stands above"
	}
	if k == i && w != "answer" && w != "answers" || !answerNouns[g.word(k)] {
		return 0, ""
	}
	if g.word(k) == "sign" && (g.Aside || g.namedBefore(i)) {
		return 0, ""
	}
	name, vague := g.word(k), !sureNouns[g.word(k)] && (k == i+1 && w == "the" || g.Aside)
	for k++; k < i+10 && behindNoun[g.word(k)]; k++ {
		vague = vague && (behindNoun[g.word(k)] && !pinsDown[g.word(k)])
	}
	if vague {
		return 0, "" // "the number" need not be the answer
	}
	return k, "the " + name
}

// writerBefore says that the writer is spoken of before word i.
func (g *grammar) writerBefore(i int) bool {
	return slices.ContainsFunc(g.list[:i], func(p piece) bool { return p.word == "i" || p.word == "we" })
}

// namedBefore says that another value stands before word i.
func (g *grammar) namedBefore(i int) bool {
	return slices.ContainsFunc(g.list[:i], func(p piece) bool { return p.word == string(Other) })
}

// predicate reads what is said of the answer from word k on.
func (g *grammar) predicate(k int, about bool, name string) Said {
	if !about {
		return Said{}
	}
	from := max(0, k-1)
	denied, linked, apart, would := false, false, false, false
	due := "" // "should", "must", "needs"
	for n := 0; n < reach && k < len(g.list); n++ {
		w := g.word(k)
		if mark(w) && !strings.ContainsAny(w, "\"“”") {
			if n == 0 && g.Goes && (w == "," || w == "(" || w == "—" || w == "–") && k == 0 {
				k++
				apart = true
				if pronouns[g.word(k)] {
					k++
				}
				if !auxiliaries[g.word(k)] && !faults[g.word(k)] && !negators[g.word(k)] {
					return Said{}
				}
				continue
			}
			return Said{}
		}
		switch {
		case w == "to" && linked && !seeming[g.word(k-1)]:
			return Said{} // "it is easy to make an error"
		case w == "be" && denied && mark(g.word(k+1)):
			return g.found(Withdraws, name+" denied", from, k+1)
		case w == "what" && linked:
			return g.whose(from, k+1, denied)
		case copulas[w] || w == "been" || w == "contains" || w == "contained" || w == "has" || w == "had" || w == "involves":
			linked = true
		case w == "would":
			would = true
		case (w == "only" || w == "just" || w == "merely") && linked:
			for j := k + 1; j < k+5; j++ {
				if v := g.word(j); v == "bound" || v == "estimate" || v == "guess" || v == "part" && g.word(j+1) == "of" {
					return g.found(Withdraws, name+" only a bound", from, j+1)
				}
			}
		case w == "no" && g.word(k+1) == "longer":
			denied = !denied
			k++
		case negators[w]:
			if w == "no" && !linked {
				return Said{}
			}
			denied = !denied
		case w == string(TheSame):
			if denied {
				return g.found(Withdraws, name+" denied", from, k+1)
			}
			return Said{}
		case w == string(Other):
			return Said{}
		case w == "impossible" && pronouns[name] && name != "which" && !g.against && !g.Goes:
			return Said{} // what is impossible may be the event
		case (w == "should" || w == "must" || w == "needs") && g.word(k+1) != "have":
			due = w
		case due != "" && (undone[w] || due == "should" && comparatives[w]):
			return g.found(Withdraws, "something is still to be done", from, k+1)
		case faults[w]:
			if next := g.word(k + 1); next == "to" && !faultVerbs[w] || next == "of" || next == "bound" || next == "term" || (w == "error" || w == "mistake") && !linked && !denied {
				return Said{}
			}
			if denied {
				return g.found(Confirms, "no fault", from, k+1)
			}
			for j := k + 1; j < k+4; j++ {
				if w := g.word(j); w == "intuition" || w == "expectation" || w == "expectations" || w == "belief" {
					return Said{}
				}
			}
			if !linked && !apart && !faultVerbs[w] {
				return Said{} // "5 wrong answers"
			}
			return g.found(Withdraws, name+" faulted", from, k+1)
		case denied && g.against && !harmless[w] && w != "be" && w != "a" && w != "an" && w != "the" && (k+1 == len(g.list) || n > 2):
			return g.found(Withdraws, name+" denied", from, k+1)
		case harmless[w] && denied:
			return Said{}
		case merits[w] && w != "be" && w != "what":
			if denied {
				return g.found(Withdraws, name+" denied", from, k+1)
			}
			if would && (w == "answer" || w == "correct" || w == "right" || w == "valid") {
				return g.found(Withdraws, name+" only supposed", from, k+1)
			}
			if w == "answer" && g.word(k+1) == "to" && (g.word(k+2) == "a" || g.word(k+2) == "another" || g.word(k+3) == "previous" || g.word(k+3) == "different" || g.word(k+3) == "other") {
				return g.found(Withdraws, name+" to another question", from, k+2)
			}
			if w == "be" || w == "what" || w == "count" || w == "work" || w == "required" || w == "final" || w == "first" {
				break
			}
			return g.found(Confirms, "confirmed", k, k+1)
		case w == "too" && sizes[g.word(k+1)], w == "off" && linked && (g.word(k+1) == "by" || mark(g.word(k+1))):
			if denied {
				return Said{}
			}
			return g.found(Withdraws, name+" faulted", from, k+2)
		case w == "should" && g.word(k+1) == "have":
			return g.found(Withdraws, name+" should have been another", from, k+2)
		case joins[w]:
			return Said{}
		}
		k++
	}
	return Said{}
}

// whose reads "is what the others got" and "is what I had first".
func (g *grammar) whose(from, k int, denied bool) Said {
	if denied {
		return g.found(Withdraws, "denied", from, k)
	}
	who := ""
	for j := k; j < min(len(g.list), k+6); j++ {
		w := g.word(j)
		if mark(w) {
			break
		}
		if others[w] {
			who = w
		}
		if who != "" && (who != "i" || early[w] || g.word(k-2) == "was") {
			return g.found(Withdraws, "another's answer", from, j+1)
		}
	}
	return Said{}
}
