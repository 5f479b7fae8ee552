package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// grammar reads one English sentence.
type grammar struct {
	Sentence
	list []piece
	// against says that the clause at hand begins with "but" or the like.
	against bool
}

func (g *grammar) word(i int) string {
	if i < 0 || i >= len(g.list) {
		return ""
	}
	return g.list[i].word
}

// found is a reading of the words i to j.
func (g *grammar) found(s Stance, rule string, i, j int) Said {
	j = min(max(j, i+1), len(g.list))
	return Said{Stance: s, Rule: rule, From: g.list[i].from, To: g.list[j-1].to}
}

func mark(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return w == "" || !unicode.IsLetter(r) && r != TheSame && r != Other
}

// read goes through the clauses of a sentence.
func (g *grammar) read() Said {
	best := Said{}
	take := func(r Said) {
		if r.ValueTo > 0 && best.ValueTo == 0 {
			best.Value, best.ValueTo = r.Value, r.ValueTo
		}
		if r.Stance > best.Stance || r.Stance == best.Stance && best.Rule == "" {
			r.Value, r.ValueTo = best.Value, best.ValueTo
			best = r
		}
	}
	question := g.word(len(g.list)-1) == "?"
	start := true // a clause may begin here
	if g.Goes {
		start = false
		if !question {
			take(g.beside())
			take(g.predicate(0, true, "the answer"))
			take(g.given(0))
		}
	}
	for i := 0; i < len(g.list); i++ {
		w := g.word(i)
		if mark(w) {
			if confirming[w] {
				take(g.found(Confirms, "confirmed", i, i+1))
			}
			start = strings.ContainsAny(w, ",;:()[]—–!?.\n\"“”，；：。")
			continue
		}
		if w == string(TheSame) && !start && !question && i > 0 && !mark(g.word(i-1)) && g.word(i-1) != "not" && g.word(i-1) != "than" && g.word(i-1) != string(Other) && (auxiliaries[g.word(i+1)] || faultVerbs[g.word(i+1)]) {
			take(g.predicate(i+1, true, "the answer's value"))
		}
		if start || joins[w] {
			if r := g.clause(i, question); r.Stance != Neutral || r.ValueTo > 0 {
				take(r)
			}
		}
		start = start && openers[w] || joins[w]
	}
	if best.Stance == Neutral && !question {
		for i, p := range g.list {
			if confirming[p.word] && !g.negatedBefore(i) {
				return g.merge(g.found(Confirms, "confirmed", i, i+1), best)
			}
		}
	}
	return best
}

// beside reads what stands right behind the answer in its own sentence: "/ 8",
// ", possibly 8", "<- ignore", "✗".
func (g *grammar) beside() Said {
	other := false
	for k := 0; k < min(len(g.list), 6); k++ {
		switch w := g.word(k); {
		case w == "✗" || w == "✘" || w == "❌" || orders[w] && mark(g.word(k+1)) || w == "unless":
			return g.found(Withdraws, "struck out beside it", 0, k+1)
		case w == "/" || w == "but" || w == "possibly" || w == "perhaps" || w == "maybe":
			other = true
		case w == string(Other):
			if next := g.word(k + 1); other && (mark(next) || next == "if" || next == "when") && next != "=" && next != "<" && next != ">" {
				return Said{Value: g.list[k].from, ValueTo: g.list[k].to}
			}
			return Said{}
		case !mark(w):
			return Said{}
		}
	}
	return Said{}
}

func (g *grammar) merge(r, value Said) Said {
	r.Value, r.ValueTo = value.Value, value.ValueTo
	return r
}

func (g *grammar) negatedBefore(i int) bool {
	for k := max(0, i-3); k < i; k++ {
		if negators[g.word(k)] {
			return true
		}
	}
	return false
}

// clause reads the clause that begins at word i.
func (g *grammar) clause(i int, question bool) Said {
	if r := g.interjection(i); r.Stance != Neutral {
		return r
	}
	if question {
		return Said{}
	}
	if g.word(i) == "or" && g.word(i+1) == "so" && (g.word(i+2) == "i" || g.word(i+2) == "we") {
		return g.found(Withdraws, "or so I thought", i, i+3)
	}
	turned := false
	g.against = false
	for i < len(g.list) && (openers[g.word(i)] || strings.HasSuffix(g.word(i), "ly") && !arithmetic[g.word(i)] || g.word(i) == "speaking" || mark(g.word(i)) && g.word(i) == ",") && !g.reference(i) {
		turned = turned || amends[g.word(i)]
		g.against = g.against || adversative[g.word(i)]
		i++
	}
	if g.word(i) == ":" && turned {
		i++
	}
	if i >= len(g.list) {
		return Said{}
	}
	if turned {
		if r, ok := g.valueAt(i, i); ok {
			return r
		}
	}
	switch w := g.word(i); {
	case negators[w] && (w == "not") && unsure[g.word(i+1)]:
		return g.found(Withdraws, "not sure", i, i+2)
	case w == "unsure" || w == "uncertain":
		return g.found(Withdraws, "not sure", i, i+1)
	case w == "had" && (g.word(i+1) == "i" || g.word(i+1) == "we"):
		return g.found(Withdraws, "had it been done otherwise", i, i+2)
	case (w == "maybe" || w == "perhaps" || w == "possibly" || w == "probably" || w == "presumably") && (mark(g.word(i+1)) || pronouns[g.word(i+1)] || g.word(i+1) == string(Other) || g.word(i+1) == "the" && answerNouns[g.word(i+2)]):
		return g.found(Hesitates, w, i, i+1)
	case (w == "should" || w == "must") && i == g.begin() || w == "vs" || w == "versus":
		if r := g.given(i); r.ValueTo > 0 {
			return r
		}
		if r, ok := g.valueAt(i+1, i); ok {
			return r
		}
		if r, ok := g.valueAt(i+2, i); ok {
			return r
		}
	case w == "if" && pronouns[g.word(i+1)] && auxiliaries[g.word(i+2)]:
		for k := i + 3; k < i+6; k++ {
			if v := g.word(k); v == "accepted" || v == "right" || v == "correct" || v == "wrong" || v == "incorrect" || v == "rejected" {
				return g.found(Withdraws, "in case it is not accepted", i, k+1)
			}
		}
	case w == "final" && g.word(i+1) == "answer" && (g.word(i+2) == "revised" || g.word(i+2) == "changed" || g.word(i+2) == "corrected"):
		return g.found(Withdraws, "revised", i, i+3)
	}
	if faults[g.word(i)] && mark(g.word(i+1)) && g.onlyOpened(i) {
		return g.found(Withdraws, "faulted", i, i+1)
	}
	if r := g.order(i); r.Stance != Neutral {
		return r
	}
	if r := g.amend(i); r.Stance != Neutral || r.ValueTo > 0 {
		return r
	}
	if r := g.self(i); r.Stance != Neutral || r.ValueTo > 0 {
		return r
	}
	if r := g.nothing(i); r.Stance != Neutral {
		return r
	}
	if at, name := g.subject(i); at > 0 {
		r := g.predicate(at, name != "", name)
		if v := g.given(at); v.ValueTo > 0 {
			r.Value, r.ValueTo = v.Value, v.ValueTo
		} else if r.Stance == Neutral {
			r = v
		}
		return r
	}
	return g.rightful(i)
}

// amend reads what makes another value of the answer: "make that 8", "let's say 8",
// "multiply this by 2", "result: 8".
func (g *grammar) amend(i int) Said {
	w, k := g.word(i), i+1
	switch {
	case w == "make" || w == "change" || w == "replace" || w == "correct":
		if v := g.word(k); v != "that" && v != "it" && v != "this" {
			return Said{}
		}
		if k++; g.word(k) == "to" || g.word(k) == "by" || g.word(k) == "with" {
			k++
		}
	case w == "let's" || w == "let":
		if g.word(k) == "us" {
			k++
		}
		if !settles[g.word(k)] {
			return Said{}
		}
		if k++; g.word(k) == "with" || g.word(k) == "on" {
			k++
		}
	case arithmetic[w]:
		if v := g.word(k); v == "this" || v == "that" || v == "it" || v == string(TheSame) {
			return g.found(Withdraws, "something is still to be done", i, k+1)
		}
		return Said{}
	case (w == "result" || w == "final" || w == "solution") && g.onlyOpened(i) && (g.word(k) == ":" || g.word(k) == "="):
		k++
	default:
		return Said{}
	}
	if r, ok := g.valueAt(k, i); ok && g.word(k) == string(Other) {
		return r
	}
	return Said{}
}

// onlyOpened says that nothing but openers and marks stands before word i.
func (g *grammar) onlyOpened(i int) bool {
	for k := range i {
		if w := g.word(k); !mark(w) && !openers[w] && !strings.HasSuffix(w, "ly") {
			return false
		}
	}
	return true
}

// begin is the first word of the sentence.
func (g *grammar) begin() int {
	i := 0
	for i < len(g.list) && mark(g.word(i)) {
		i++
	}
	return i
}

// reference says that a subject begins at word i which an opener might hide:
// "that is wrong".
func (g *grammar) reference(i int) bool {
	return pronouns[g.word(i)] && auxiliaries[g.word(i+1)]
}

// interjection reads "wait", "scratch that" and the like at word i.
func (g *grammar) interjection(i int) Said {
	if g.word(i) == "no" && !g.Asked && !g.Worded {
		k := i + 1
		if g.word(k) == "," {
			k++
		}
		if next := g.word(k); mark(next) || pronouns[next] || next == "i" || next == "wait" || next == string(Other) || next == string(TheSame) || next == "the" || next == "scratch" || next == "sorry" || next == "actually" {
			return g.found(Hesitates, "no", i, i+1)
		}
	}
	for _, t := range turnedBack[g.word(i)] {
		n := 0
		for k, w := range t {
			if g.word(i+k) != w {
				n = 0
				break
			}
			n = k + 1
		}
		if n == 0 {
			continue
		}
		next := g.word(i + n)
		first := t[0]
		if n == 1 && !mark(next) && !pronouns[next] && n == 1 && first != "wait" && first != "hmm" && !strings.HasPrefix(first, "re") && first != "nevermind" && next != "i" && next != "my" && !answerNouns[next] {
			continue // "wait" and "hmm" need no mark behind them
		}
		if (first == "sorry" || first == "apologies") && (next == "for" || next == "about") && g.word(i+n+2) != "error" && g.word(i+n+2) != "mistake" && g.word(i+n+2) != "confusion" {
			continue
		}
		return g.found(Hesitates, strings.Join(t, " "), i, i+n)
	}
	return Said{}
}

// order reads "ignore the box above" and "do not trust this".
func (g *grammar) order(i int) Said {
	k := i
	if g.word(k) == "please" || g.word(k) == "just" {
		k++
	}
	if g.word(k) == "do" && g.word(k+1) == "not" && bans[g.word(k+2)] || g.word(k) == "never" && bans[g.word(k+1)] {
		k++
	} else if !orders[g.word(k)] {
		return Said{}
	}
	for j := k + 1; j < min(len(g.list), k+8); j++ {
		if mark(g.word(j)) {
			break
		}
		if targets[g.word(j)] || g.word(j) == string(TheSame) {
			return g.found(Withdraws, "an order to ignore it", i, j+1)
		}
	}
	return Said{}
}

// self reads what the one who answers says of himself.
func (g *grammar) self(i int) Said {
	if g.word(i) != "we" && (g.word(i) != "i" || g.Text[g.list[i].from] != 'I') {
		return Said{}
	}
	w, said := g.writer(i)
	switch {
	case said.Stance != Neutral || w.none && g.word(w.verb) != "had" || w.sure && !w.denied:
		return said
	case mark(g.word(w.verb)):
		if w.denied && w.alone {
			return g.found(Withdraws, ofWriter, i, w.verb)
		}
		return Said{}
	}
	if w.sure && w.alone && unsure[g.word(w.verb-1)] {
		return g.found(Withdraws, ofWriter, i, w.verb)
	}
	if r, ok := g.takesBack(i, w); ok {
		return r
	}
	if w.denied {
		return g.doesNot(i, w)
	}
	return g.does(i, w)
}

// ofWriter is the rule of what the one who answers says of himself.
const ofWriter = "said of the writer"

// writer is the beginning of a clause with the one who answers as its subject.
type writer struct {
	verb   int  // where its verb stands
	alone  bool // I, not we
	denied bool // did not
	modal  bool // can, will
	sure   bool // am sure, am happy to
	none   bool // have no
}

// writer reads the words between the subject at word i and its verb.
func (g *grammar) writer(i int) (writer, Said) {
	out := writer{verb: i + 1, alone: g.word(i) == "i"}
	for k := i + 1; k < len(g.list) && k < i+6; k++ {
		out.verb = k
		w := g.word(k)
		switch {
		case w == "no":
			if next := g.word(k + 1); (g.word(k-1) == "have" || g.word(k-1) == "had") && !harmlessLack[next] {
				return out, g.found(Withdraws, ofWriter, i, k+2)
			}
			out.none = true
			return out, Said{}
		case negators[w]:
			out.denied = true
		case w == "should" && g.word(k+1) == "have":
			return out, g.found(Withdraws, "should have been another", i, k+2)
		case modals[w]:
			out.modal = true
		case w == "initially" || w == "originally":
			out.none = true // that is past
		case feelings[w]:
			out.sure = true
		case helpers[w] || adverbs[w] || strings.HasSuffix(w, "ly") && !denyDeeds[w]:
		default:
			return out, Said{}
		}
	}
	out.verb++
	return out, Said{}
}

// takesBack reads "I take that back", "I made a mistake", "I meant 8".
func (g *grammar) takesBack(i int, w writer) (Said, bool) {
	k := w.verb
	back := g.found(Withdraws, ofWriter, i, k+1)
	switch verb := g.word(k); {
	case verb == "take" || verb == "took" || verb == "taking":
		for j := k + 1; j < k+4; j++ {
			if g.word(j) == "back" {
				return back, true
			}
		}
	case verb == "meant" || verb == "mean" || verb == "intended":
		if r, ok := g.valueAt(k+1, i); ok && g.word(k+1) == string(Other) {
			return r, true
		}
		return back, denyDeeds[verb]
	case denyDeeds[verb]:
		if verb == "doubt" && w.denied || strings.HasPrefix(verb, "reject") && !targets[g.word(k+1)] && g.word(k+1) != string(TheSame) {
			return Said{}, true
		}
		return back, true
	case faults[verb]:
		return back, !w.denied && verb != "rejected" && verb != "discarded"
	case verb == "made" || verb == "make":
		for j := k + 1; j < min(len(g.list), k+6); j++ {
			if slips[g.word(j)] && !w.denied && g.word(j-1) != "no" {
				return back, true
			}
		}
		return Said{}, true
	case verb == "changed" && g.word(k+1) == "my":
		return back, true
	}
	return Said{}, false
}

// doesNot reads what the writer says he does not do.
func (g *grammar) doesNot(i int, w writer) Said {
	k := w.verb
	verb, next := g.word(k), g.word(k+1)
	if cannots[verb] && (w.alone || verb != "know") ||
		(verb == "think" || verb == "believe") && (pronouns[next] || next == "so" || next == string(TheSame) || g.word(k+2) == "answer") {
		return g.found(Withdraws, ofWriter, i, k+1)
	}
	return Said{}
}

// does reads what the writer says he does: "I think it is 8".
func (g *grammar) does(i int, w writer) Said {
	k := w.verb
	verb, before := g.word(k), g.word(k-1)
	if verb == "go" && (before == "will" || before == "would") && g.word(k+1) == "with" {
		r, _ := g.valueAt(k+2, k)
		return r
	}
	if verb == "think" || verb == "believe" || verb == "say" || verb == "got" || verb == "get" {
		if r, ok := g.valueAt(k+1, k); ok && w.alone && g.word(k+1) == string(Other) {
			return r
		}
		for j := k + 1; j < k+4; j++ {
			if pronouns[g.word(j)] && auxiliaries[g.word(j+1)] && !g.Aside {
				return g.given(j + 1)
			}
			if at, _ := g.subject(j); at > 0 {
				return g.given(at)
			}
			if g.word(j) != "that" {
				break
			}
		}
	}
	strange := !deeds[verb] && !strings.HasSuffix(verb, "ed") && !auxiliaries[before] && !w.modal && verb != string(TheSame) && verb != string(Other)
	again := redoes[verb] && (before == "should" || before == "must" || before == "to")
	if w.alone && (strange || again) {
		return g.found(Withdraws, ofWriter, i, k+1)
	}
	return Said{}
}

// nothing reads "there is no solution", and nothing behind it.
func (g *grammar) nothing(i int) Said {
	if g.Worded {
		return Said{}
	}
	k := i
	switch {
	case g.word(i) == "there" && auxiliaries[g.word(i+1)] && g.word(i+2) == "no":
		k = i + 3
	case g.word(i) == "there" && auxiliaries[g.word(i+1)]:
		for j := i + 2; j < i+7; j++ {
			switch w := g.word(j); w {
			case "common", "frequent", "typical", "no", "not":
				return Said{}
			case "error", "mistake", "errors", "mistakes", "slip", "typo", "contradiction":
				return g.found(Withdraws, "a mistake in it", i, j+1)
			}
		}
		return Said{}
	case g.word(i) == "no":
		k = i + 1
	default:
		for j := i; j < i+3; j++ {
			if (g.word(j) == "problem" || g.word(j) == "question") && (g.word(j+1) == "has" || g.word(j+1) == "have") && g.word(j+2) == "no" {
				k = j + 3
			}
		}
		if k == i {
			return Said{}
		}
	}
	for g.word(k) == "valid" || g.word(k) == "such" || g.word(k) == "correct" || g.word(k) == "real" || g.word(k) == "possible" {
		k++
	}
	if (g.word(k) == "solution" || g.word(k) == "answer" || g.word(k) == "solutions") && (mark(g.word(k+1)) || g.word(k+1) == "exists" || g.word(k+1) == "exist" || g.word(k+1) == "at") {
		return g.found(Withdraws, "there is none", i, k+1)
	}
	return Said{}
}
