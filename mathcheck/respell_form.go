package mathcheck

import (
	"math/big"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	// "36°52′12″" and "A = 36°52′", the signs already made one.
	arcMinutes = regexp.MustCompile(`^([^=≈°]{0,24}[=≈])?([-−]?)([0-9]{1,4})°(?:([0-9]{1,2}(?:\.[0-9]{1,6})?)′)?(?:([0-9]{1,2}(?:\.[0-9]{1,6})?)″)?$`)
	// "2∠60°", modulus and argument of a complex number.
	polarForm = regexp.MustCompile(`^([-+]?(?:[0-9./{}\s]|\\d?frac|\\sqrt|√)+?)\s*(?:\\angle|∠)\s*[({]?\s*([-−+]?[^(){},]*(?:°|\\circ\s*\}?|\\pi|π|\bdeg|\bdegrees|\brad)[^(){},°π]*)\s*[)}]?$`)
	// "[2; 3, 4]", a simple continued fraction.
	continuedFraction = regexp.MustCompile(`^\[\s*(-?[0-9]{1,9})\s*;\s*([0-9]{1,9}(?:\s*,\s*[0-9]{1,9}){1,30})\s*\]$`)
	// "0.3 repeating": with one digit there is no doubt what repeats.
	repeatingWord = regexp.MustCompile(`(?i)^([0-9]{0,9}\.)([0-9]) ?\(?(?:repeating|recurring)\)?$`)
	// "USD 1250", "Rs. 500": the code of the money before the amount.
	moneyCode = regexp.MustCompile(`^(USD|EUR|GBP|CNY|RMB|JPY|INR|Rs\.?|HK\$|A\$|C\$)\s*([0-9][0-9.,]*)$`)
	// "R \ {0}"
	realsWithout = regexp.MustCompile(`^[Rℝ]\s*(?:\\|-|−)\s*\{([^{}]+)\}$`)
	// "for any integer k", "where k is an integer", "(k为整数)" behind an answer.
	integerWords = regexp.MustCompile(`(?i)^(.*[^\s,;，；(（])[\s,;，；]*[(（]?\s*(?:where |with |for |其中\s*)?(?:(?:any |some |all |every |each |arbitrary )?integers? (?:values? of )?\b([klmnt])\b|\b([klmnt])\s*(?:is |being )?(?:an |any |some |an arbitrary )?integer|([klmnt])\s*(?:为|是)(?:任意)?整数)\s*[)）]?\s*$`)
	// the words that lead such a remark in
	leadIn = regexp.MustCompile(`(?i)(?:[\s,;，；(（]+(?:where|with|for|any|some|all|every|其中))+$`)
)

// arcSigns makes one the many signs of degrees, minutes and seconds of arc.
var arcSigns = strings.NewReplacer(
	`^{\circ}`, "°", `^\circ`, "°", `^ \circ`, "°", `^{ \circ }`, "°", `^{\prime\prime}`, "″", `^{\prime \prime}`, "″", `^{\prime}`, "′", `^\prime`, "′", `^{'}`, "′", `^{''}`, "″",
	`''`, "″", `"`, "″", "”", "″", "′′", "″", `'`, "′", "’", "′", `\,`, "", `\;`, "", `\ `, "", `\left.`, "", `\left`, "", `\right`, "", " ", "", " degrees", "°", " minutes", "′", " seconds", "″", " and", "",
)

// respellForm reads what has a spelling of its own outside the grammar: angles
// in minutes and seconds, polar form, continued fractions in brackets, the code
// of a currency before the amount, a parameter declared in words.
func respellForm(s string) (string, bool) {
	if s == "" {
		return "", false
	}
	first, last := s[0], s[len(s)-1] // each expression is asked only where it could match
	if (strings.Contains(s, "°") || strings.Contains(s, `\circ`) || strings.Contains(s, " degrees ")) && mayHaveMinutes(s) {
		if m := arcMinutes.FindStringSubmatch(arcSigns.Replace(s)); m != nil && m[4]+m[5] != "" {
			return arc(m)
		}
	}
	if strings.Contains(s, `\angle`) || strings.Contains(s, "∠") {
		if m := polarForm.FindStringSubmatch(s); m != nil && hasDigit(m[1]) {
			return "(" + m[1] + `)\operatorname{cis}(` + m[2] + ")", true
		}
	}
	if strings.Contains(s, ";") {
		if m := continuedFraction.FindStringSubmatch(s); m != nil {
			terms := strings.Split(m[2], ",")
			v := new(big.Rat)
			for i := len(terms) - 1; i >= 0; i-- {
				a, ok := new(big.Rat).SetString(strings.TrimSpace(terms[i]))
				if !ok || a.Sign() == 0 {
					return "", false
				}
				v.Inv(v.Add(v, a)) // no term is 0, so that v is not
			}
			a, _ := new(big.Rat).SetString(m[1])
			return literal(v.Add(v, a)), true
		}
	}
	if (first == '.' || isDigit(first)) && (last|0x20 == 'g' || last == ')') {
		if m := repeatingWord.FindStringSubmatch(s); m != nil {
			return m[1] + `\overline{` + m[2] + "}", true
		}
	}
	if first >= 'A' && first <= 'Z' && (isDigit(last) || last == '.' || last == ',') {
		if m := moneyCode.FindStringSubmatch(s); m != nil {
			return m[2] + `\text{ ` + strings.TrimSuffix(m[1], ".") + "}", true
		}
	}
	if last == '}' && (first == 'R' || first >= utf8.RuneSelf) {
		if m := realsWithout.FindStringSubmatch(s); m != nil {
			return `\mathbb{R}\setminus\{` + m[1] + `\}`, true
		}
	}
	if !strings.Contains(s, "整数") && !containsFold(s, "integer") {
		return "", false
	}
	if m := integerWords.FindStringSubmatch(s); m != nil {
		index, head := m[2]+m[3]+m[4], leadIn.ReplaceAllString(m[1], "")
		if strings.Contains(head, index) && hasDigit(head) {
			return head + "," + index + `\in\mathbb{Z}`, true
		}
	}
	return "", false
}

// mayHaveMinutes says that s holds a sign or word for minutes or seconds of arc.
func mayHaveMinutes(s string) bool {
	return strings.ContainsAny(s, `'"′″’”`) || strings.Contains(s, "prime") || strings.Contains(s, "minute") || strings.Contains(s, "second")
}

// containsFold reports whether s holds a word of ASCII letters in any case.
func containsFold(s, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i]|0x20 == word[0] && strings.EqualFold(s[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

// arc writes an angle in degrees, minutes and seconds as a number of degrees.
func arc(m []string) (string, bool) {
	v := new(big.Rat)
	for i, per := range []int64{1, 60, 3600} {
		if m[3+i] == "" {
			continue
		}
		x, ok := new(big.Rat).SetString(m[3+i])
		if !ok || i > 0 && x.Cmp(big.NewRat(60, 1)) >= 0 {
			return "", false
		}
		v.Add(v, x.Quo(x, big.NewRat(per, 1)))
	}
	sign := ""
	if m[2] != "" {
		sign = "-"
	}
	return m[1] + sign + `\left(` + literal(v) + `\right)^\circ`, true
}
