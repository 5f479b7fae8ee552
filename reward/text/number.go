package text

import (
	"math/big"
	"strings"

	"github.com/verireward/verireward/reward"
)

// maxNumberBytes bounds the text of one number: the gold answers of number
// tasks have a few dozen digits, and exact arithmetic on more buys nothing.
const maxNumberBytes = 1000

// maxExponent bounds the power of ten in scientific notation.
const maxExponent = 400

// parseNumber reads text as exactly one number: an optional sign and currency
// sign, digits with or without well-formed thousands commas, decimals, an
// exponent, and a per cent sign, which divides by 100. White space, Markdown and
// dollar signs around it, one final stop, full-width characters and characters
// without width are seen through.
func parseNumber(text string) (*big.Rat, bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxNumberBytes {
		return nil, false
	}
	text = strings.TrimRight(strings.Trim(strings.Map(plainRune, text), "*_` "), "$ ")
	text = strings.TrimRight(strings.TrimSuffix(text, "."), "*_` ")
	negative := false
	for range 2 { // the sign may stand before or after the currency sign
		switch {
		case strings.HasPrefix(text, "-"):
			if negative {
				return nil, false
			}
			negative, text = true, text[1:]
		case strings.HasPrefix(text, "+"):
			text = text[1:]
		case strings.HasPrefix(text, "$"):
			text = text[1:]
		}
	}
	text, percent := strings.CutSuffix(text, "%")
	mantissa, exponent, ok := splitExponent(strings.TrimSpace(text))
	if !ok {
		return nil, false
	}
	digits, ok := plainDigits(mantissa)
	if !ok {
		return nil, false
	}
	v, ok := new(big.Rat).SetString(digits)
	if !ok {
		return nil, false
	}
	if exponent != 0 {
		power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exponent, -exponent))), nil))
		if exponent < 0 {
			power.Inv(power)
		}
		v.Mul(v, power)
	}
	if percent {
		v.Quo(v, big.NewRat(100, 1))
	}
	if negative {
		v.Neg(v)
	}
	return v, true
}

// plainRune folds the characters that are ASCII in another width, drops those
// without width and takes every minus for one.
func plainRune(r rune) rune {
	switch {
	case r == '−':
		return '-'
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	}
	return dropInvisible(r)
}

func splitExponent(text string) (mantissa string, exponent int, ok bool) {
	i := strings.IndexAny(text, "eE")
	if i < 0 {
		return text, 0, true
	}
	digits, negative := text[i+1:], false
	if digits != "" && (digits[0] == '-' || digits[0] == '+') {
		negative, digits = digits[0] == '-', digits[1:]
	}
	if digits == "" {
		return "", 0, false
	}
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return "", 0, false
		}
		if exponent = exponent*10 + int(c-'0'); exponent > maxExponent {
			return "", 0, false
		}
	}
	if negative {
		exponent = -exponent
	}
	return text[:i], exponent, true
}

// plainDigits checks digits with thousands commas and a decimal point, and
// returns them without the commas.
func plainDigits(text string) (string, bool) {
	whole, decimals, hasPoint := strings.Cut(text, ".")
	if hasPoint && !allDigits(decimals) || whole == "" && decimals == "" {
		return "", false
	}
	if hasPoint && decimals == "" {
		return "", false
	}
	groups := strings.Split(whole, ",")
	for i, g := range groups {
		switch {
		case !allDigits(g),
			i == 0 && len(groups) > 1 && (len(g) == 0 || len(g) > 3),
			i > 0 && len(g) != 3:
			return "", false
		}
	}
	whole = strings.Join(groups, "")
	if whole == "" {
		whole = "0"
	}
	if hasPoint {
		return whole + "." + decimals, true
	}
	return whole, true
}

func allDigits(text string) bool {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// lastNumber returns the last number in text, or false. It is what verl's
// flexible GSM8K check takes for the answer.
func lastNumber(text string) (*big.Rat, bool) {
	for end := len(text); end > 0; {
		end = strings.LastIndexAny(text[:end], "0123456789") + 1
		if end == 0 {
			return nil, false
		}
		start := end
		for start > 0 && end-start < maxNumberBytes && strings.IndexByte("0123456789.,", text[start-1]) >= 0 {
			start--
		}
		if end-start == maxNumberBytes {
			return nil, false
		}
		first := start
		for first < end && (text[first] == '.' || text[first] == ',') {
			first++
		}
		word := text[first:end]
		if first > 0 && text[first-1] == '-' && !minusJoins(text[:first-1]) {
			word = "-" + word
		}
		if v, ok := parseNumber(word); ok {
			return v, true
		}
		end = start
	}
	return nil, false
}

// minusJoins reports whether a minus after before is a difference or a hyphen
// rather than a sign.
func minusJoins(before string) bool {
	if before == "" {
		return false
	}
	c := before[len(before)-1]
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == ')'
}

// goldNumbers returns the gold answers of a sample that are numbers; a sample
// without one is an error.
func goldNumbers(s *reward.Sample) ([]*big.Rat, error) {
	answers, err := golds(s)
	if err != nil {
		return nil, err
	}
	numbers := numbersIn(answers)
	if len(numbers) == 0 {
		return nil, reward.OtherGold("the gold answer %s is no number", quote(answers[0]))
	}
	return numbers, nil
}

// numbersIn returns the answers that are numbers; a worked solution that ends
// in "#### 72" counts as 72.
func numbersIn(answers []string) []*big.Rat {
	var out []*big.Rat
	for _, a := range answers {
		if i := strings.LastIndex(a, "####"); i >= 0 {
			a = a[i+len("####"):]
		}
		if v, ok := parseNumber(a); ok {
			out = append(out, v)
		}
	}
	return out
}

func anyEqual(golds []*big.Rat, v *big.Rat) bool {
	for _, g := range golds {
		if g.Cmp(v) == 0 {
			return true
		}
	}
	return false
}

// ratText writes a number as people do, shortened where it is long.
func ratText(v *big.Rat) string {
	out := v.RatString()
	if len(out) > maxQuote {
		out = out[:maxQuote] + "..."
	}
	return out
}
