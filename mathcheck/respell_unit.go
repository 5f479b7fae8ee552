package mathcheck

import (
	"math/big"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/units"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

var (
	// "3.2 x 10^5", the letter x for the sign of multiplication.
	sciLetter = regexp.MustCompile(`^([-+−]?[0-9][0-9.,]*) ?[xX*] ?(10\^.+)$`)
	// "3{,}5", a decimal comma in the braces of LaTeX; three digits behind it
	// are a thousands group.
	bracedComma = regexp.MustCompile(`^([-−]?[0-9]+)\{,\}([0-9]{1,2}|[0-9]{4,})$`)
	// "(1011)_2", "FF_{16}", "\\text{FF}_{16}".
	subscriptBase = regexp.MustCompile(`^(?:\(|\\text\{|\\mathrm\{)?([0-9A-Fa-f]+)(?:\)|\})?_(?:\{([0-9]+)\}|([0-9]+))$`)
)

// respellNumeral reads numerals that are written in an uncommon way.
func respellNumeral(s string) (string, bool) {
	if len(s) > respellBytes {
		return "", false
	}
	// What an expression needs is looked for first: most answers hold none.
	if strings.Contains(s, "10^") {
		if m := sciLetter.FindStringSubmatch(s); m != nil {
			return m[1] + `\times ` + m[2], true
		}
	}
	if strings.Contains(s, "{,}") {
		if m := bracedComma.FindStringSubmatch(s); m != nil {
			return m[1] + "." + m[2], true
		}
	}
	lowered, dollar := strings.IndexByte(s, '_') >= 0, strings.IndexByte(s, '$') >= 0
	if !lowered && !dollar {
		return "", false
	}
	if m := subscriptBase.FindStringSubmatch(s); lowered && m != nil {
		base := m[2] + m[3]
		letters := strings.IndexFunc(m[1], func(r rune) bool { return r > '9' }) >= 0
		if bracketed := s[0] == '(' || s[0] == '\\'; bracketed && !letters || letters && len(base) == 2 && base > "10" && base <= "36" && len(m[1]) > 1 {
			return "0" + strings.ToUpper(m[1]) + "_{" + base + "}", true
		}
	}
	if rest, ok := strings.CutPrefix(s, "US$"); ok {
		return `\$` + rest, true
	}
	if rest, ok := strings.CutPrefix(s, `US\$`); ok {
		return `\$` + rest, true
	}
	if m := slashedFraction.FindStringSubmatch(s); m != nil {
		return m[1] + `\frac{` + m[2] + `}{` + m[3] + `}`, true
	}
	if m := textDollar.FindStringSubmatch(s); m != nil {
		return `\$` + m[1], true
	}
	if m := shortDollars.FindStringSubmatch(s); m != nil {
		return thousands(m[1])
	}
	return "", false
}

// slashedFraction is a fraction set small around its stroke, ^7/_8.
var slashedFraction = regexp.MustCompile(`^(?:([0-9]+)\s*)?(?:\{\})?\^\{?([0-9]+)\}?\s*[/⁄]\s*_\{?([0-9]+)\}?$`)

// textDollar is an amount whose currency sign stands in a text group.
var textDollar = regexp.MustCompile(`^\\(?:text|textrm|mathrm|mbox)\s*\{\s*\\?\$\s*\}\s*([0-9.].*)$`)

// shortDollars is an amount in thousands, $1.5k. Without the currency the letter
// is a variable.
var shortDollars = regexp.MustCompile(`^\\?\$\s*([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*[kK]$`)

// thousands writes so many thousand dollars out.
func thousands(s string) (string, bool) {
	v, ok := new(big.Rat).SetString(s)
	if !ok {
		return "", false
	}
	return `\$` + literal(v.Mul(v, big.NewRat(1000, 1))), true
}

// longNames spell the units whose symbols are letters that the reader of
// mathematics takes for variables, or words it takes for operators.
var longNames = map[string]string{
	"m": "meters", "g": "grams", "s": "seconds", "h": "hours", "L": "liters", "l": "liters", "N": "newtons", "J": "joules", "W": "watts", "V": "volts", "A": "amperes",
	"F": "farads", "K": "kelvin", "T": "tesla", "H": "henry", "t": "tonnes", "d": "days", "B": "bytes", "C": "coulombs", "in": "inches", "in.": "inches", "min": "minutes", "min.": "minutes", "mi": "miles", "°C": "degrees celsius", "°F": "degrees fahrenheit", "℃": "degrees celsius", "℉": "degrees fahrenheit", "Ω": "ohms", "deg": "degrees",
}

// unitTail spells out the unit behind a value where it stands in a text group
// ("5 \\text{ m}", "25\\pi\\,\\mathrm{N}", "10 \\frac{\\text{m}}{\\text{s}}") or behind a
// plain numeral ("120 min", "144 in^2").
func unitTail(s string) (string, bool) {
	k := tailStart(s)
	if k <= 0 {
		return "", false
	}
	head := strings.TrimRight(s[:k], " ~")
	for _, blank := range [...]string{`\,`, `\;`, `\:`, `\!`, `\ `, `\quad`} {
		head = strings.TrimSuffix(head, blank)
	}
	head = strings.TrimRight(head, " ~")
	if head == "" || strings.IndexByte("+-*/=^_({[,<>&:|", head[len(head)-1]) >= 0 || strings.HasSuffix(head, `\cdot`) || strings.HasSuffix(head, `\times`) {
		return "", false
	}
	tail := s[k:]
	if strings.HasPrefix(tail, `\frac{`) || strings.HasPrefix(tail, `\dfrac{`) || strings.HasPrefix(tail, `\tfrac{`) {
		num, den, ok := strings.Cut(tail[strings.IndexByte(tail, '{')+1:], "}}{")
		if !ok || !strings.HasPrefix(num, `\`) {
			return "", false
		}
		tail = num + "}/" + strings.TrimSuffix(den, "}")
	}
	plain := units.Plain(strings.TrimRight(tail, ". "))
	plain = strings.ReplaceAll(strings.Join(strings.Fields(plain), " "), "° ", "°")
	if strings.ContainsAny(plain, "\\$,=<>") {
		return "", false
	}
	if _, ok := units.Parse(plain); !ok {
		return "", false
	}
	if long, ok := longNames[plain]; ok {
		plain = long
	}
	if len(plain) < 2 {
		return "", false
	}
	return head + `\text{ ` + plain + `}`, true
}

// tailStart is where the unit behind a value may start: at its first text
// group or degree sign, or behind the numeral that the text begins with.
func tailStart(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			if strings.HasPrefix(s[i:], "^\\circ") || strings.HasPrefix(s[i:], "^{\\circ}") || strings.HasPrefix(s[i:], "°") {
				if tail := units.Plain(s[i:]); tail != "°" {
					return i
				}
			}
			continue
		}
		for _, c := range [...]string{`\text{`, `\mathrm{`, `\textrm{`, `\mbox{`, `\mathit{`, `\rm{`, `\rm `, `{\rm`, `\frac{\text{`, `\frac{\mathrm{`, `\dfrac{\text{`, `\dfrac{\mathrm{`, `\operatorname{`} {
			if strings.HasPrefix(s[i:], c) {
				return i
			}
		}
	}
	k := 0
	for k < len(s) && (s[k] >= '0' && s[k] <= '9' || strings.IndexByte(".,/+-", s[k]) >= 0) {
		k++
	}
	if k == 0 || strings.IndexByte("+-", s[k-1]) >= 0 {
		return 0
	}
	j := k
	for j < len(s) && s[j] == ' ' {
		j++
	}
	// A letter right behind the digits is a variable; a longer run is left to
	// the reader, but for the words it takes for operators.
	word := strings.TrimRight(s[j:], ".")
	if longNames[word] != "" && len(word) > 1 || strings.ContainsAny(word, "^²³ ") && len(word) > 2 {
		return j
	}
	return 0
}

// tightUnit reads a numeral with a unit's symbol right behind it ("5m", "2L"),
// which is a unit only where the gold has one.
func tightUnit(s string) (string, bool) {
	k := 0
	for k < len(s) && (s[k] >= '0' && s[k] <= '9' || s[k] == '.' || s[k] == ',') {
		k++
	}
	if k == 0 || len(s)-k > 24 {
		return "", false
	}
	tail := strings.TrimLeft(s[k:], " ")
	switch tail {
	case "'", "′":
		tail = "feet"
	case `"`, "''", "″":
		tail = "inches"
	}
	if rest, ok := strings.CutPrefix(tail, `\frac{`); ok {
		num, den, _ := strings.Cut(strings.TrimSuffix(rest, "}"), "}{")
		tail = num + "/" + den
	}
	if _, ok := units.Parse(tail); !ok || strings.ContainsAny(tail, "\\{}") {
		return "", false
	}
	if long, ok := longNames[tail]; ok {
		tail = long
	}
	return s[:k] + `\text{ ` + tail + `}`, true
}

// hanCount reads a Chinese number with the unit behind it: 十五米.
func hanCount(t string) (string, bool) {
	if strings.IndexFunc(t, func(r rune) bool { return r >= 0x4E00 && r < 0xA000 }) != 0 {
		return "", false
	}
	for k := len(t); k > 0; {
		_, size := utf8.DecodeLastRuneInString(t[:k])
		k -= size
		if k == 0 || len(t)-k > 24 {
			break
		}
		r, ok := words.Number(t[:k])
		if !ok {
			continue
		}
		if _, ok := units.Parse(t[k:]); ok {
			return literal(r) + `\text{ ` + t[k:] + `}`, true
		}
	}
	return "", false
}
