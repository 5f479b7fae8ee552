package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The words of a denial in English, Spanish, French, German, Portuguese,
// Italian and Russian.
var (
	faults = wordSet("wrong incorrect false mistaken invalid untrue " +
		"incorrecto incorrecta falso falsa erróneo errónea equivocado equivocada faux fausse incorrecte erroné erronée " +
		"falsch unrichtig inkorrekt errado errada incorreto incorreta sbagliato sbagliata errato errata scorretto")
	merits = wordSet("answer correct right true solution valid " +
		"respuesta correcto correcta cierto cierta solución verdadero réponse correcte juste bon bonne vrai " +
		"antwort richtig richtige korrekt lösung wahr resposta correto correta certo solução risposta corretto corretta giusto giusta soluzione " +
		"ответ ответом верно верный правильно правильный решение решением")
	copulas = wordSet("is was isn wasn isnt wasnt es está era est était ist war é è это является")
	deniers = wordSet("not nicht kein keine pas não nao non не isn wasn isnt wasnt")
	// russianFaults need no copula.
	russianFaults = wordSet("неверно неверный неправильно неправильный ошибочно ошибочный ошибка")
)

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// The phrases of a denial in Chinese, Japanese and Korean, and those that hold
// one and deny nothing.
var (
	eastFaults = []string{"不对", "不正确", "是错", "为错", "错误", "错的", "有误", "不是答案", "不是正确", "不是解", "不是本题", "不是所求", "不成立", "ではない", "ではありません", "じゃない", "間違", "誤り", "不正解", "違います", "아니", "아닙", "틀렸", "틀립", "오답"}
	eastMerits = []string{"没错", "没有错", "不错", "없"}
	// counters stand behind a number that counts something: 3个错误.
	counters = "个名只条道题处种次件位张人本支把根点项步辆棵岁年月天个箇個つ개명"
)

// TakesBack says that the words behind a value deny it: "is wrong", "(this is
// incorrect)", "is not the answer", "(wrong)", "是错的", "ist falsch". Words that
// merely count what is wrong do not: "3 wrong answers".
func TakesBack(s string) bool {
	s = strings.ToLower(s)
	if eastDenial(s) {
		return true
	}
	bracketed := strings.ContainsAny(s, "(（[")
	list := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(list) == 0 {
		return false
	}
	last := list[len(list)-1]
	if last == "not" || bracketed && len(list) <= 2 && (last == "no" || faults[last]) {
		return true
	}
	copula, denied := false, false
	for i, w := range list {
		switch {
		case copulas[w]:
			copula = true
			denied = denied || deniers[w] || i > 0 && list[i-1] == "no"
		case deniers[w]:
			denied = true
		case copula && faults[w]:
			return !denied // "is not wrong" affirms
		case russianFaults[w]:
			return !denied
		case denied && merits[w]:
			return true
		case copula && merits[w]:
			return false // "is the answer; the others are wrong"
		}
	}
	return false
}

// eastDenial is TakesBack for Chinese, Japanese and Korean.
func eastDenial(s string) bool {
	s = strings.TrimLeftFunc(Plain(s), func(r rune) bool { return !unicode.IsLetter(r) })
	if first, _ := utf8.DecodeRuneInString(s); strings.ContainsRune(counters, first) {
		return false
	}
	has := func(p string) bool { return strings.Contains(s, p) }
	return (slices.ContainsFunc(eastFaults, has) || strings.HasSuffix(strings.TrimRight(s, " ）)。"), "不是")) && !slices.ContainsFunc(eastMerits, has)
}

// breath bounds the text behind an answer that may take it back.
const breath = 120

// relatives lead a clause about what stands before it.
var relatives = []string{"which ", "but that ", "but this ", "and that ", "and this ", "that ", "this ", "lo cual ", "lo que ", "ce qui ", "das ", "was ", "o que ", "il che ", "что ", "这", "这个", "但这", "而这"}

// TakenBack says that the text behind an answer denies it before the sentence
// ends: "5 is wrong", "5, which is wrong", "5（错误）".
func TakenBack(after string) bool {
	s := after[:min(len(after), breath)]
	if k := strings.IndexByte(s, '\n'); k >= 0 {
		s = s[:k]
	}
	s = strings.TrimLeft(strings.ToLower(s), " \t}$*_`\"'”’」』】")
	s = strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(s, `\)`), `\]`), " }$*_")
	rest := strings.TrimLeft(s, ",，-–— ")
	if rest != s {
		k := slices.IndexFunc(relatives, func(w string) bool { return strings.HasPrefix(rest, w) })
		if k < 0 {
			return false
		}
		rest = rest[len(relatives[k]):]
	}
	if k := strings.IndexAny(rest, ".;!?。；！？,，"); k >= 0 {
		rest = rest[:k]
	}
	// What speaks of another value, or of the answer only later, is no denial.
	return rest != "" && !strings.ContainsAny(rest, "0123456789\\$") && deniesAtOnce(rest) && TakesBack(rest)
}

// deniesAtOnce says that s begins with a word of a denial.
func deniesAtOnce(s string) bool {
	list := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(list) == 0 {
		return false
	}
	w := list[0]
	if r, _ := utf8.DecodeRuneInString(w); r >= 0x2E80 {
		return true
	}
	return copulas[w] || deniers[w] || faults[w] || russianFaults[w] || w == "no" || w == "это" || (w == "this" || w == "that") && len(list) > 1 && copulas[list[1]]
}
