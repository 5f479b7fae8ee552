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
	if r := foreignTurn(list); r.ValueTo > 0 {
		return r
	}
	spoken, liked, denied := false, false, -1
	for i, p := range list {
		w := p.word
		if r, _ := utf8.DecodeRuneInString(w); r >= firstIdeograph {
			if eastTurned(w, list, i, named) {
				return found("faulted", i)
			}
			continue
		}
		liked = liked || is(w, merit) || foreignMerits[w]
		switch {
		case points[w]:
			spoken = true
		case further[w]:
			return Said{} // "no other solutions"
		case is(w, loneFault), foreignFaults[w], is(w, fault) && (spoken || i == 0):
			if denied < 0 && !named {
				return found("faulted", i)
			}
			if denied >= 0 {
				return Said{Stance: Confirms, Rule: "no fault", From: p.from, To: p.to}
			}
		case liked && spoken && !named && is(w, denier):
			return found("denied", i)
		case is(w, denier), w == "no", w == "ne", w == "n'est", w == "ni":
			denied = i
		case (is(w, merit) || foreignMerits[w] && spoken) && denied >= 0 && !named:
			return found("denied", denied)
		}
	}
	return Said{}
}

var (
	foreignMerits = wordSet(`stimmt stimmen passt möglich gültig sein exact exacte possible valide juste marche posible válido válida funciona possível giusto
		possibile valido valida верен верна подходит возможно годится klopt stemmer juist correct`)
	foreignFaults = wordSet(`verrechnet geirrt vertan trompé trompée gouré equivoqué confundí enganei errei sbagliato sbagliata неверен неверна неправилен ошибся ошиблась
		vergist fout`)
	// turns stand in a sentence that gives another value for the answer.
	turnsTo = [...]string{"realidad", "fait", "eigentlich", "tatsächlich", "vielmehr", "verdade", "realtà", "деле", "实际上", "其实", "実際", "사실"}
)

// foreignTurn reads "en realidad son 8": a value at the end of a sentence that turns.
func foreignTurn(list []piece) Said {
	end := len(list)
	for end > 0 && mark(list[end-1].word) {
		end--
	}
	if end < 2 || list[end-1].word != string(Other) {
		return Said{}
	}
	for _, p := range list[:end] {
		for _, t := range turnsTo {
			if p.word == t || p.word[0] >= utf8.RuneSelf && strings.Contains(p.word, t) {
				return Said{Value: list[end-1].from, ValueTo: list[end-1].to}
			}
		}
	}
	return Said{}
}

// eastFaults are denials in ideographs that must be said of the answer, as one of
// eastPoints shows.
var (
	eastFaults = [...]string{"不符合", "不满足", "不合", "矛盾", "不可能", "不确定", "算错", "错了", "失误", "不敢肯定", "間違えました", "自信がありません", "실수"}
	eastPoints = [...]string{"这", "该", "此", "上面", "上述", "答案", "结果", "我", "但", "これ", "答え", "결과"}
)

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
	has := func(list []string) bool {
		return slices.ContainsFunc(list, func(t string) bool { return strings.Contains(w, t) })
	}
	if !named && has(eastFaults[:]) && (has(eastPoints[:]) || w == "間違えました" || w == "실수했습니다") && !has(eastOthers[:]) {
		return true
	}
	if before == string(Other) {
		return false // that other value is denied
	}
	return !named && eastDenial(w) && !slices.ContainsFunc(eastOthers[:], func(o string) bool { return strings.Contains(w, o) })
}
