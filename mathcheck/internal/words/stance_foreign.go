package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// foreign says that a sentence is not written in English.
func foreign(list []piece) bool {
	known, words := 0, 0
	for _, p := range list {
		r, _ := utf8.DecodeRuneInString(p.word)
		if !unicode.IsLetter(r) {
			continue
		}
		words++
		if english[p.word] {
			known++
		}
	}
	if known > 0 {
		return known == 1 && words > 6 && !latinOnly(list)
	}
	return words > 0 && (words > 1 || !latinOnly(list) || nays[list[0].word])
}

// latinOnly says that no word of a sentence has a letter beyond ASCII.
func latinOnly(list []piece) bool {
	for _, p := range list {
		for i := 0; i < len(p.word); i++ {
			if p.word[i] >= utf8.RuneSelf && unicode.IsLetter([]rune(p.word)[0]) {
				return false
			}
		}
	}
	return true
}

// readForeign reads a sentence in a language we have no grammar of: by the words
// that deny, fault and turn back, which must concern the answer.
func readForeign(s Sentence, list []piece) Said {
	named := slices.ContainsFunc(list, func(p piece) bool { return p.word == string(Other) })
	if list[len(list)-1].word == "?" || list[len(list)-1].word == "？" {
		return Said{}
	}
	found := func(r string, i int) Said {
		return Said{Stance: Withdraws, Rule: r, From: list[i].from, To: list[i].to}
	}
	i := 0
	for i < len(list) && mark(list[i].word) {
		i++
	}
	if i < len(list) && nays[list[i].word] && (i+1 == len(list) || mark(list[i+1].word)) {
		return found("turned back", i)
	}
	spoken, denied := false, -1
	for i, p := range list {
		w := p.word
		if r, _ := utf8.DecodeRuneInString(w); r >= firstIdeograph {
			if eastTurned(w, list, i, named) {
				return found("faulted", i)
			}
			continue
		}
		switch {
		case points[w]:
			spoken = true
		case further[w]:
			return Said{} // "no other solutions"
		case is(w, loneFault), is(w, fault) && (spoken || i == 0):
			if denied < 0 && !named {
				return found("faulted", i)
			}
			if denied >= 0 {
				return Said{Stance: Confirms, Rule: "no fault", From: p.from, To: p.to}
			}
		case is(w, denier), w == "no", w == "ne", w == "n'est", w == "ni":
			denied = i
		case is(w, merit) && denied >= 0 && !named:
			return found("denied", denied)
		}
	}
	if denied >= 0 && spoken && !named && len(list) <= reach {
		return found("denied", denied)
	}
	return Said{}
}

// eastTurned says that a run of ideographs, kana or hangul takes the answer back.
func eastTurned(w string, list []piece, i int, named bool) bool {
	before := ""
	if i > 0 {
		before = list[i-1].word
	}
	for _, t := range eastNays {
		if strings.HasPrefix(w, t) && (before == "" || mark(before)) && (w == t || strings.HasPrefix(t, "不对") || strings.HasPrefix(t, "更正") || strings.HasPrefix(t, "等")) {
			return true
		}
	}
	if before == string(Other) {
		return false // that other value is denied
	}
	return !named && eastDenial(w) && !slices.ContainsFunc(eastOthers[:], func(o string) bool { return strings.Contains(w, o) })
}
