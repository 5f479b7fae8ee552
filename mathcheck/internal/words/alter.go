package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The columns of the table of turning words in which words are looked for as
// parts of a text, not one by one: those of ideographs, and whole phrases.
var (
	altersTail  = Listed(behindLast)
	hanAny      = listedIn(behindAny, ideographs)
	hanFirst    = listedIn(behindFirst, ideographs)
	hanBefore   = listedIn(before, ideographs)
	signsBefore = listedIn(before, signs)
)

// Alters says that the words behind a number make another value of it, or offer
// another one beside it: "squared", "more than x", "的平方", "(but could be 6)".
func Alters(s string) bool {
	if len(s) > MaxBytes {
		return true
	}
	low := strings.ToLower(s)
	for _, t := range altersTail {
		if strings.HasSuffix(strings.TrimRight(low, " .})"), t) {
			return true
		}
	}
	if strings.Contains(low, "i.e") {
		return true
	}
	first := true
	for len(low) > 0 {
		k := strings.IndexFunc(low, func(r rune) bool { return unicode.IsLetter(r) })
		if k < 0 {
			break
		}
		low = low[k:]
		end := strings.IndexFunc(low, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
		if end < 0 {
			end = len(low)
		}
		w := low[:end]
		low = low[end:]
		if r, _ := utf8.DecodeRuneInString(w); r >= firstIdeograph {
			if altersHan(w, strings.TrimLeft(low, " "), first) {
				return true
			}
		} else if is(w, behindAny) || first && is(w, behindFirst) {
			return true
		}
		if w == "h" && low != "" && low[0] >= '0' && low[0] <= '9' {
			return true // 5h05
		}
		if w == "only" && (strings.HasPrefix(low, " when") || strings.HasPrefix(low, " if ") || strings.HasPrefix(low, " for ")) || w == "at" && (strings.HasPrefix(low, " most") || strings.HasPrefix(low, " least")) {
			return true
		}
		if first && w == "times" && strings.HasPrefix(low, " ") && len(low) > 1 && isLetter(low[1]) {
			return true // "5 times the number of sides"
		}
		// "5% of 10" is a share of a number, "5 pairs of 2" a product, "101 (base
		// 2)" another number.
		if rest := strings.TrimLeft(low, " }"); (w == "of" || w == "times" || w == "by" || w == "base") && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			return true
		}
		first = first && w == "and"
	}
	_, numeral := Number(s) // five, six
	return numeral
}

// Reckons says that s goes on to compute with the value before it: "minus one".
func Reckons(s string) bool {
	for _, w := range [...]string{"minus ", "plus ", "less ", "times ", "divided ", "multiplied ", "doubled", "halved", "squared", "cubed"} {
		if len(s) >= len(w) && strings.EqualFold(s[:len(w)], w) {
			return true
		}
	}
	return false
}

// altersHan is Alters for a run of ideographs; behind is what follows the run.
func altersHan(w, behind string, first bool) bool {
	for _, h := range hanAny {
		if strings.Contains(w, h) {
			return true
		}
	}
	if !first {
		return false
	}
	for _, h := range hanFirst {
		if strings.HasPrefix(w, h) {
			return true
		}
	}
	if is(w, behindWhole) {
		return true
	}
	numeral := behind != "" && behind[0] >= '0' && behind[0] <= '9'
	return numeral && (w == "点" || w == "點" || w == "加")
}

// altersBytes bounds the words before a number that are looked at.
const altersBytes = 64

// Computed says that s names what is computed from an unknown, "half x", and so
// nothing by itself.
func Computed(s string) bool {
	n := len(s)
	return n > 1 && s[n-2] == ' ' && isLetter(s[n-1]) && len(s) < altersBytes && AltersBefore(s)
}

// AltersBefore says that the words at the end of s make another value of a
// number that follows: "half of", "the square root of", "over", "大于", "负"; or
// that the number is the value of more than an unknown: "half x is".
func AltersBefore(s string) bool {
	s = strings.TrimRight(s, " =$(\\{*_")
	if n := len(s) - altersBytes; n > 0 {
		for n < len(s) && !utf8.RuneStart(s[n]) {
			n++
		}
		s = s[n:]
	}
	for _, h := range hanBefore {
		if strings.HasSuffix(s, h) {
			return true
		}
	}
	for _, h := range signsBefore {
		if rest, ok := strings.CutSuffix(s, h); ok && !strings.HasSuffix(rest, "=") && !strings.HasSuffix(rest, "-") {
			return true
		}
	}
	low := strings.ToLower(s)
	column := before
	for {
		low = strings.TrimRight(low, " $")
		k := strings.LastIndexFunc(low, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
		w := low[k+1:]
		if k >= 0 {
			_, n := utf8.DecodeRuneInString(low[k:])
			w = low[k+n:]
		}
		if w == "" {
			return false
		}
		switch {
		case is(w, column):
			return true
		case is(w, glue):
		case column == before && len(w) == 1:
			column = computes
		default:
			return false
		}
		low = low[:len(low)-len(w)]
	}
}
