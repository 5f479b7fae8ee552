package mathcheck

import (
	"unicode"

	"github.com/verireward/verireward/mathcheck/internal/words"
)

// decideWords applies the rules for golds that are words, in their order:
// options, dates and times, truth words, names such as "no solution". The
// second result is false when none of them applies.
func decideWords(gold, pred string, c *config) (finding, bool) {
	if len(gold) > words.MaxBytes || len(pred) > words.MaxBytes {
		return finding{}, false
	}
	if f, ok := decideChoice(gold, pred, c.choices); ok {
		return f, true
	}
	if f, ok := decideDate(gold, pred); ok {
		return f, true
	}
	if g, ok := words.Bool(gold); ok {
		if p, ok := words.Bool(pred); ok {
			return found(g == p, "text", "truth", "the same truth word", "the other truth word"), true
		}
	}
	if g, ok := words.Name(gold); ok {
		if p, ok := words.Name(pred); ok {
			return found(sameMeaning(g, p), "text", "name", "names the same", "names something else"), true
		}
		if p, ok := words.Name(words.DropRemark(pred)); ok {
			return found(sameMeaning(g, p), "text", "name", "names the same", "names something else"), true
		}
	}
	if g, ok := words.Ordinal(gold); ok {
		if p, ok := words.Ordinal(pred); ok {
			return found(g == p, "text", "ordinal", "the same place in a row", "another place in a row"), true
		}
	}
	return finding{}, false
}

// sameMeaning says that two names answer a question alike: a set of solutions
// without members is no solution.
func sameMeaning(a, b words.Meaning) bool {
	none := func(m words.Meaning) bool { return m == words.EmptySet || m == words.NoSolution }
	return a == b || none(a) && none(b)
}

// sameText says that two texts are the same words: letter case, articles, a
// final stop, LaTeX text wrappers and a bracketed remark after the answer are
// free.
func sameText(gold, pred string) bool {
	if len(gold) > words.MaxBytes || len(pred) > words.MaxBytes {
		return gold == pred
	}
	g := words.Fold(gold)
	if g == "" || !hasWord(g) {
		return false
	}
	return g == words.Fold(pred) || g == words.Fold(words.DropRemark(pred)) || words.Fold(words.DropRemark(gold)) == words.Fold(pred)
}

// hasWord says that a folded text holds a word of two letters or more, so that
// comparing it without letter case confuses no symbols.
func hasWord(s string) bool {
	run := 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			run = 0
			continue
		}
		if run++; run > 1 || r >= 0x2E80 {
			return true
		}
	}
	return false
}
