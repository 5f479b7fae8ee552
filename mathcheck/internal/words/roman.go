package words

import "strings"

// romanDigits are the parts of a Roman numeral in the order in which they stand.
var romanDigits = [...]struct {
	text  string
	value int64
}{
	{"M", 1000}, {"CM", 900}, {"D", 500}, {"CD", 400}, {"C", 100}, {"XC", 90}, {"L", 50}, {"XL", 40}, {"X", 10}, {"IX", 9}, {"V", 5}, {"IV", 4}, {"I", 1},
}

// Roman reads a Roman numeral of two letters or more in its proper form. One
// without I, V or X (CD, DC) may be a segment or a product and is none.
func Roman(s string) (int64, bool) {
	s = Plain(s)
	if len(s) < 2 || len(s) > 15 || !strings.ContainsAny(s, "IVX") || !RomanLetters(s) {
		return 0, false
	}
	v, rest := int64(0), s
	for _, d := range romanDigits {
		for n := 0; n < 3 && strings.HasPrefix(rest, d.text); n++ {
			v, rest = v+d.value, rest[len(d.text):]
			if len(d.text) > 1 || d.value == 500 || d.value == 50 || d.value == 5 {
				break
			}
		}
	}
	if rest != "" || writeRoman(v) != s {
		return 0, false
	}
	return v, true
}

// RomanLetters says that s holds the letters of Roman numerals and nothing else.
func RomanLetters(s string) bool { return s != "" && strings.Trim(s, "MDCLXVI") == "" }

// writeRoman is the proper form of v, which is positive and below 4000.
func writeRoman(v int64) string {
	var b strings.Builder
	for _, d := range romanDigits {
		for ; v >= d.value; v -= d.value {
			b.WriteString(d.text)
		}
	}
	return b.String()
}
