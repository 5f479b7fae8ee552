package units

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// maxParts bounds the parts of an amount such as "1 day 2 hours 3 minutes".
const maxParts = 5

// Compound reads an amount given in several units of one dimension, from the
// largest to the smallest: "2 hours 30 minutes", "5 ft 3 in", "5'3\"",
// "3 km and 200 m", "1小时30分". The value is in the first unit, whose spelling
// is the second result.
func Compound(s string) (*big.Rat, string, bool) {
	if len(s) > maxUnitBytes {
		return nil, "", false
	}
	s = feetAndInches(strings.TrimRight(strings.TrimSpace(s), "."))
	var total *big.Rat
	var first, last Unit
	name := ""
	parts := 0
	for s = strings.TrimSpace(s); s != ""; parts++ {
		s = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(s, " ,"), "and "), " ")
		i := 0
		for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' || s[i] == '/') {
			i++
		}
		x, ok := new(big.Rat).SetString(strings.TrimRight(s[:i], "."))
		if !ok || parts == maxParts || i > 20 {
			return nil, "", false
		}
		s = strings.TrimLeft(s[i:], " -")
		j := 0
		for j < len(s) {
			r, size := utf8.DecodeRuneInString(s[j:])
			if r >= '0' && r <= '9' || r == ',' {
				break
			}
			j += size
		}
		word := strings.TrimSuffix(strings.TrimSpace(s[:j]), " and")
		u, ok := Parse(word)
		if word == "m" && parts > 0 && first.Dim.Time == 1 {
			u, ok = Parse("min") // 3h30m
		}
		if !ok || u.Offset != nil || u.PerPi {
			return nil, "", false
		}
		if parts == 0 {
			first, name, total = u, word, new(big.Rat).Set(x)
		} else {
			a, b, ok := Convertible(first, u)
			if !ok || u.Factor.Cmp(last.Factor) >= 0 {
				return nil, "", false
			}
			x.Mul(x, b.Factor)
			total.Add(total, x.Quo(x, a.Factor))
		}
		last = u
		s = s[j:]
	}
	return total, name, parts >= 2
}

// feetAndInches spells 5'3" with words.
func feetAndInches(s string) string {
	if !strings.ContainsAny(s, `'"′″`) {
		return s
	}
	return strings.NewReplacer("''", " inches ", `"`, " inches ", "″", " inches ", "'", " feet ", "′", " feet ").Replace(s)
}
