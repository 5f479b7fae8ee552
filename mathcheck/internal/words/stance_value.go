package words

import (
	"strings"
)

// given reads a value that a clause gives for the answer behind its subject, "it
// should be 7", "this is 7".
func (g *grammar) given(k int) Said {
	if w := g.word(k); (w == "," || w == ":" || w == "—" || w == "–") && g.word(k+1) == string(Other) {
		if r, ok := g.valueAt(k+1, k); ok && k > 0 && g.word(k-1) == "answer" {
			return r // the final answer, 8
		}
	}
	for n := 0; n < 6 && k < len(g.list); n++ {
		w := g.word(k)
		if w == string(Other) || w == string(TheSame) {
			r, ok := g.valueAt(k, k)
			switch {
			case n == 0 || !ok:
				return Said{}
			case w == string(TheSame):
				return g.found(Confirms, "the same again", k, k+1)
			}
			return r
		}
		if (w == "has" || w == "have") && (g.word(k+1) == "to" || g.word(k+1) == "been") {
			k++
			continue
		}
		if !copulas[w] && !toValue[w] && (!strings.HasSuffix(w, "ly") || w == "only") {
			return Said{}
		}
		k++
	}
	return Said{}
}

// named reads "8 is the answer" and "8, not 6" at word i.
func (g *grammar) named(i int) Said {
	k := i
	for k < i+4 && g.word(k) != string(Other) && (g.word(k) == "=" || len(g.word(k)) == 1) {
		k++
	}
	if g.word(k) != string(Other) {
		return Said{}
	}
	value := Said{Value: g.list[k].from, ValueTo: g.list[k].to}
	if g.word(k+1) == "," && g.word(k+2) == "not" && g.word(k+3) == string(TheSame) {
		return value
	}
	if !auxiliaries[g.word(k+1)] {
		return Said{}
	}
	for j := k + 2; j < k+7; j++ {
		switch w := g.word(j); {
		case negators[w] || mark(w) || faults[w]:
			return Said{}
		case w == "answer" || w == "possible" || w == "plausible" || w == "correct" || w == "right":
			if next := g.word(j + 1); mark(next) || next == "instead" || next == "though" || next == "one" || next == "answer" || next == "value" {
				return value
			}
			return Said{}
		case w == "what":
			if g.word(j+1) == "i" || g.word(j+1) == "it" {
				return value
			}
			return Said{}
		}
	}
	return Said{}
}

// notThat reads "the total is 8, not 6", "the total is not 6 but 8" and "the
// probability should actually be 8" at word i.
func (g *grammar) notThat(i int) Said {
	counts := false
	for k := i; k < min(len(g.list), i+9); k++ {
		w := g.word(k)
		switch {
		case w == "should" && k < i+4 && (g.word(k+1) == "actually" || g.word(k+1) == "really" || g.word(k+1) == "instead" || g.word(k+1) == "rather"):
			return g.given(k)
		case answerNouns[w] || rightNouns[w]:
			counts = true
		case w == "not" && g.word(k+1) == string(TheSame) && g.word(k+2) == "but" && counts:
			r, _ := g.valueAt(k+3, k)
			return r
		case w == string(Other):
			if counts && g.word(k+1) == "," && g.word(k+2) == "not" && g.word(k+3) == string(TheSame) {
				return Said{Value: g.list[k].from, ValueTo: g.list[k].to}
			}
			return Said{}
		case mark(w):
			return Said{}
		}
	}
	return Said{}
}

// rightful reads "the correct value is 7" and "instead the count is 5" at word i:
// what is called right is the answer.
func (g *grammar) rightful(i int) Said {
	if r := g.named(i); r.ValueTo > 0 {
		return r
	}
	if r := g.notThat(i); r.ValueTo > 0 {
		return r
	}
	right := i > 0 && (g.word(i-1) == "instead" || g.word(i-1) == "rather")
	for k := i; k < min(len(g.list), i+8); k++ {
		w := g.word(k)
		switch {
		case mark(w) && w != ":" && w != "=":
			return Said{}
		case (rights[w] || rivals[w]) && k < i+4 && (answerNouns[g.word(k+1)] || rightNouns[g.word(k+1)]):
			right = true
		case right && (copulas[w] || w == ":" || w == "="):
			if r := g.given(k); r.ValueTo > 0 {
				return r
			}
			if r, ok := g.valueAt(k+1, k); ok && (w == ":" || w == "=") {
				return r
			}
			return Said{}
		case w == string(Other) || w == string(TheSame):
			return Said{}
		}
	}
	return Said{}
}

// valueAt reads a value at word k that ends its clause, a unit behind it allowed.
func (g *grammar) valueAt(k, from int) (Said, bool) {
	if w := g.word(k); w != string(Other) && w != string(TheSame) {
		return Said{}, false
	}
	for j := k + 1; j <= k+2; j++ {
		w := g.word(j)
		if w == "" || strings.ContainsAny(w, ",;.!\n)—") || w == "not" || w == "instead" || w == "though" || w == "then" || w == "too" || w == "rather" || w == "as" {
			return Said{Value: g.list[k].from, ValueTo: g.list[k].to, From: g.list[k].from, To: g.list[k].to}, true
		}
		if mark(w) || j > k+1 || w == "of" || w == "times" || w == "more" || w == "less" || w == "and" || w == "or" || w == "if" || w == "when" {
			return Said{}, false
		}
	}
	return Said{}, false
}
