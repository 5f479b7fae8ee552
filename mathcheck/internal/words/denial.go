package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phraseFaults and phraseMerits are looked for as parts of a text.
var (
	phraseFaults = Listed(phraseFault)
	phraseMerits = Listed(phraseMerit)
)

// counters stand behind a number that counts something: 3个错误.
const counters = "个名只条道题处种次件位张人本支把根点项步辆棵岁年月天个箇個つ개명"

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
	if last == "not" || bracketed && len(list) <= 2 && (last == "no" || is(last, fault)) {
		return true
	}
	linked, denied := false, false
	for i, w := range list {
		switch {
		case is(w, copula):
			linked = true
			denied = denied || is(w, denier) || i > 0 && list[i-1] == "no"
		case is(w, denier):
			denied = true
		case linked && is(w, fault):
			return !denied // "is not wrong" affirms
		case is(w, loneFault):
			return !denied
		case denied && is(w, merit):
			return true
		case linked && is(w, merit):
			return false // "is the answer; the others are wrong"
		}
	}
	return false
}

// Merit says that a word calls what it stands at right.
func Merit(w string) bool { return is(w, merit) || rights[w] }

// OnlyDescribes says that the words behind a value call it something that need not
// be the answer: "is an upper bound".
func OnlyDescribes(s string) bool {
	list := strings.FieldsFunc(strings.ToLower(s), notWordRune)
	return len(list) > 2 && is(list[0], copula) && (list[1] == "a" || list[1] == "an") && !slices.ContainsFunc(list, func(w string) bool { return is(w, merit) })
}

// eastDenial is TakesBack for Chinese, Japanese and Korean.
func eastDenial(s string) bool {
	s = strings.TrimLeftFunc(Plain(s), func(r rune) bool { return !unicode.IsLetter(r) })
	if first, _ := utf8.DecodeRuneInString(s); strings.ContainsRune(counters, first) {
		return false
	}
	has := func(p string) bool { return strings.Contains(s, p) }
	return (slices.ContainsFunc(phraseFaults, has) || strings.HasSuffix(strings.TrimRight(s, " ）)。"), "不是")) && !slices.ContainsFunc(phraseMerits, has)
}

// breath bounds the text behind an answer that may take it back.
const breath = 120

// relatives lead a clause about what stands before it.
var relatives = []string{"which ", "but that ", "but this ", "and that ", "and this ", "that ", "this ", "lo cual ", "lo que ", "ce qui ", "das ", "was ", "o que ", "il che ", "что ", "这", "这个", "但这", "而这"}

// TakenBack says that the text behind an answer denies it before the sentence
// ends: "5 is wrong", "5, which is wrong", "5（错误）".
func TakenBack(after string) bool {
	if sentenceOver(after) {
		return false
	}
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

// sentenceOver says that a stop, the end of a line or that of the text stands
// behind nothing but dressing: nearly always, and nothing is denied before it.
func sentenceOver(s string) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ', '\t', '}', '$', '*', '_', '`', '"', '\'':
		case '.', ';', '!', '?', '\n':
			return true
		default:
			return false
		}
	}
	return true
}

// deniesAtOnce says that s begins with a word of a denial.
func deniesAtOnce(s string) bool {
	list := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(list) == 0 {
		return false
	}
	w := list[0]
	if r, _ := utf8.DecodeRuneInString(w); r >= firstIdeograph {
		return true
	}
	return is(w, copula|denier|fault|loneFault) || w == "no" || w == "это" || (w == "this" || w == "that") && len(list) > 1 && is(list[1], copula)
}
