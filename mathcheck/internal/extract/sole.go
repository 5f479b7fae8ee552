package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/units"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// soleSpan finds the only maths span of a sentence that has no number outside
// it.
func soleSpan(s string) (int, int, bool) {
	a, b, n := 0, 0, 0
	for i := 0; i < len(s); {
		k := 0
		switch {
		case s[i] == '$':
			k = dollarSpan(s, i)
		case s[i] == '\\':
			k, _ = displayEnd(s, i)
		case digit(s[i]):
			return 0, 0, false
		}
		if k == 0 {
			i++
			continue
		}
		a, b = i, i+k
		n++
		i += k
	}
	if n != 1 {
		return 0, 0, false
	}
	if altered(s, a, b) {
		return 0, 0, false
	}
	// A unit may follow the span.
	end := b + units.Prefix(s[b:])
	if formula(s[a:b]) && !words.BesideFormula(s[:a], s[end:]) {
		return 0, 0, false
	}
	return a, end, true
}

// formula says that a maths span is more than a number: it holds letters outside
// the commands for fractions, roots and text, or a list. A statement, x = 5, is as
// good as a sentence, and none.
func formula(s string) bool {
	if strings.IndexByte(s, '=') > 0 {
		return false
	}
	if strings.IndexByte(s, ',') >= 0 && strings.ContainsAny(s, "([{") {
		_, to := numberAt(s, strings.IndexAny(s, "0123456789()[]{},"))
		return to < len(s)
	}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			for i+1 < len(s) && letter(s[i+1]) {
				i++
			}
		case letter(s[i]):
			return true
		}
	}
	return false
}

// altered says that the words around s[a:b] make another value of it: "half of
// 5", "5 squared". Behind it two words are looked at.
func altered(s string, a, b int) bool {
	behind := s[b:]
	if k := strings.IndexAny(behind, ",;:，；：。"); k >= 0 {
		behind = behind[:k]
	}
	for n, i := 0, 0; i < len(behind); i++ {
		if behind[i] == ' ' && i > 0 {
			if n++; n == 2 {
				behind = behind[:i]
			}
		}
	}
	if strings.IndexByte(s[a:b], ':') > 0 { // a clock time
		for _, w := range [...]string{"after", "before", "until", "till", "since", "by"} {
			if rest, ok := strings.CutSuffix(strings.TrimRight(s[:a], " "), w); ok && (rest == "" || !letter(rest[len(rest)-1])) {
				return true
			}
		}
	}
	if k := skipSpace(s, b); k < len(s) && strings.IndexByte("<>=^?", s[k]) >= 0 {
		return true // 6 < x
	}
	if r := strings.TrimLeft(strings.Replace(behind, "’", "'", 1), "$"); len(r) > 2 && (r[0] == '-' || r[0] == '\'' && r[1] == 's' && !letter(r[2])) && letter(r[1]) && (r[0] == '\'' || !units.Known(firstWord(r[1:]))) {
		return true // 6's complement, the 5-th prime, a 3-digit number
	}
	if rest := strings.TrimLeft(s[b:], ", "); rest != s[b:] && words.Reckons(rest) {
		return true // 12, minus one
	}
	if strings.LastIndexByte(s[:a], ';') >= 0 {
		return true // another clause
	}
	return words.AltersBefore(s[:a]) || !words.LeadsTo(s[:a]) || words.Alters(behind)
}

// firstWord is the word that s begins with.
func firstWord(s string) string {
	k := 0
	for k < len(s) && letter(s[k]) {
		k++
	}
	return s[:k]
}

// soleNumber finds the only number of a sentence, with its sign, its currency
// and the unit behind it; words that alter the number are none of the sentence's
// answer.
func soleNumber(s string) (int, int, bool) {
	a, b, n := 0, 0, 0
	for i := 0; i < len(s); {
		if !digit(s[i]) || i > 0 && (letter(s[i-1]) || s[i-1] == '_' || s[i-1] == '^') {
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
			continue
		}
		from, to := numberAt(s, i)
		to = max(to, i+blankGroups(s[i:]))
		a, b = from, to
		n++
		i = to
	}
	if n != 1 {
		return 0, 0, false
	}
	b += magnitude(s[b:])
	if altered(s, a, b) || termOf(s, a, b) || partOfFormula(s, a) {
		return 0, 0, false
	}
	if k := units.Prefix(s[b:]); k > 0 {
		b += k
	}
	return a, b, true
}

// partOfFormula says that s[i] lies in a maths span that is more than a number.
func partOfFormula(s string, i int) bool {
	for from, to, ok := nextSpan(s, 0); ok && from < i; from, to, ok = nextSpan(s, to) {
		if i < to {
			return formula(s[from:to])
		}
	}
	return false
}

// closingNumber finds the last number of a sentence that counts several things,
// "3 boxes of 5 cost 1250 dollars". Words that negate or alter leave none, and so
// do a comparison and a preposition before the number: "from 4 to 5".
func closingNumber(s string) (int, int, bool) {
	if negated(s) {
		return 0, 0, false
	}
	k := strings.LastIndexAny(s, "0123456789")
	if k < 0 {
		return 0, 0, false
	}
	from := k
	for from > 0 && (digit(s[from-1]) || (s[from-1] == ',' || s[from-1] == '.') && from > 1 && digit(s[from-2])) {
		from--
	}
	a, b := numberAt(s, firstGroup(s, from))
	b += magnitude(s[b:])
	if altered(s, a, b) || termOf(s, a, b) || words.TakesBack(s[b:]) || strings.ContainsAny(s, "?=<>") {
		return 0, 0, false
	}
	lead := strings.TrimRight(s[:a], " $")
	for _, w := range prepositions {
		if hasFold(lead[max(0, len(lead)-len(w)):], w) {
			return 0, 0, false
		}
	}
	return a, b + units.Prefix(s[b:]), true
}

// prepositions before a number make it a part of something.
var prepositions = [...]string{" to", " by", " from", " into", " per", " with", " of", " in", " on", " at", " and", " for", " after", " before", " through", " until"}

// termOf says that the number s[a:b] is part of an expression in running text:
// the 5 of 5x or x + 5.
func termOf(s string, a, b int) bool {
	if b < len(s) && letter(s[b]) && (b+1 == len(s) || !letter(s[b+1])) && units.Prefix(s[b:]) == 0 {
		return true
	}
	if r := s[b:]; len(r) > 3 && r[2] == ' ' && letter(r[3]) && (hasFold(r, "th") || hasFold(r, "st") || hasFold(r, "nd") || hasFold(r, "rd")) {
		return true // the 5th prime
	}
	before := strings.TrimRight(s[:a], " ")
	if sign := strings.TrimRight(before, "+*/^-"); sign != before {
		sign = strings.TrimRight(sign, " ")
		n := len(sign)
		return n > 0 && letter(sign[n-1]) && (n == 1 || !letter(sign[n-2]))
	}
	return false
}

// groupBlanks are the signs that part the thousands of a number.
var groupBlanks = [...]string{" ", "\u00a0", "\u2009", "\u202f", `\,`, "'", "’"}

// groupBlank is the length of such a sign at the beginning of s, or 0.
func groupBlank(s string) int {
	for _, b := range groupBlanks {
		if strings.HasPrefix(s, b) {
			return len(b)
		}
	}
	return 0
}

// blankGroups is the length of the numeral with blanks between its thousands
// that s begins with, 1 250 000.50, or 0.
func blankGroups(s string) int {
	i := 0
	for i < len(s) && digit(s[i]) {
		i++
	}
	if i == 0 || i > 3 || s[0] == '0' {
		return 0
	}
	groups := 0
	for {
		k := i + groupBlank(s[i:])
		if k == i || k+2 >= len(s) || !digit(s[k]) || !digit(s[k+1]) || !digit(s[k+2]) {
			break
		}
		i = k + 3
		groups++
	}
	if groups == 0 || i < len(s) && digit(s[i]) || i+1 < len(s) && s[i] == ' ' && digit(s[i+1]) {
		return 0
	}
	if i+1 < len(s) && (s[i] == '.' || s[i] == ',' || s[i] == '/') && digit(s[i+1]) {
		if s[i] != '.' {
			return 0
		}
		for i++; i < len(s) && digit(s[i]); {
			i++
		}
	}
	return i
}

// magnitudes are the words behind a numeral that belong to its value.
var magnitudes = []string{" and a half", " and one half", " and a quarter", " and a third", " and three quarters", " hundred", " thousand", " million", " billion", " trillion", " dozen"}

// magnitude is the length of the words of s that belong to the number before.
func magnitude(s string) int {
	n := 0
	for _, w := range magnitudes {
		if hasFold(s[n:], w) && (len(s) == n+len(w) || !letter(s[n+len(w)])) {
			n += len(w)
		}
	}
	return n
}

// numberAt widens the digit at s[i] to a whole number: sign and currency in
// front; groups, a fraction, a power of ten and a percent sign behind.
func numberAt(s string, i int) (int, int) {
	from, to := i, i
	for to < len(s) && (digit(s[to]) || (s[to] == '.' || s[to] == ',' || s[to] == '/' || s[to] == ':') && to+1 < len(s) && digit(s[to+1])) {
		to++
	}
	if to+2 < len(s) && s[to] == ' ' && digit(s[to+1]) {
		// A mixed number, 1 1/2.
		j := to + 1
		for j < len(s) && digit(s[j]) {
			j++
		}
		if j+1 < len(s) && s[j] == '/' && digit(s[j+1]) {
			for j++; j < len(s) && digit(s[j]); j++ {
			}
			to = j
		}
	}
	if strings.HasPrefix(s[to:], "%") {
		to++
	} else if strings.HasPrefix(s[to:], `\%`) {
		to += 2
	}
	if from > 0 && s[from-1] == '.' && (from < 2 || !digit(s[from-2])) {
		from--
	}
	for _, sign := range [...]string{"$", "€", "£", "¥", "₹", `\$`} {
		if strings.HasSuffix(s[:from], sign) {
			from -= len(sign)
			break
		}
	}
	for _, sign := range [...]string{"-", "−", "–", "+"} {
		if strings.HasSuffix(s[:from], sign) {
			k := from - len(sign)
			if k == 0 || space(s[k-1]) || s[k-1] == '(' || s[k-1] == '$' || s[k-1] == ':' || s[k-1] == '=' {
				from = k
			}
			break
		}
	}
	return from, to
}
