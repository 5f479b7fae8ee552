package units

import (
	"math/big"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// index holds the table by spelling: symbols in their own letter case, names
// in lower case with their plurals, and prefixed forms of both.
type index struct {
	symbols map[string]Unit
	names   map[string]Unit
	// letters are the units of one ASCII character.
	letters [utf8.RuneSelf]bool
}

// theIndex is built once from the table and never changed.
var theIndex = sync.OnceValue(buildIndex)

func buildIndex() *index {
	ix := &index{symbols: map[string]Unit{}, names: map[string]Unit{}}
	for _, e := range table {
		ix.add(e)
	}
	for _, w := range strings.Fields(counters) {
		u := Unit{Name: w, Dim: Dim{Count: true}, Factor: big.NewRat(1, 1)}
		if _, taken := ix.names[w]; !taken {
			ix.names[w] = u
		}
	}
	ix.special()
	for c := range ix.letters {
		_, ix.letters[c] = ix.parse(Plain(string(rune(c))))
	}
	return ix
}

// special adds what the rows of the table have no column for.
func (ix *index) special() {
	offset := func(num, den int64) *big.Rat { return big.NewRat(num, den) }
	celsius := Unit{Name: "°C", Dim: Dim{Temperature: 1}, Factor: big.NewRat(1, 1), Offset: offset(27315, 100)}
	fahrenheit := Unit{Name: "°F", Dim: Dim{Temperature: 1}, Factor: big.NewRat(5, 9), Offset: offset(45967*5, 900)}
	radian := Unit{Name: "rad", Dim: Dim{Angle: 1}, Factor: big.NewRat(180, 1), PerPi: true}
	for spelling, u := range map[string]Unit{
		"°C": celsius, "℃": celsius, "ºC": celsius, "degC": celsius, "deg C": celsius, "° C": celsius, "摄氏度": celsius,
		"°F": fahrenheit, "℉": fahrenheit, "ºF": fahrenheit, "degF": fahrenheit, "deg F": fahrenheit, "° F": fahrenheit, "华氏度": fahrenheit,
		"rad": radian, "rads": radian, "弧度": radian,
		"º": ix.symbols["°"],
	} {
		ix.symbols[spelling] = u
	}
	for spelling, u := range map[string]Unit{
		"celsius": celsius, "degree celsius": celsius, "degrees celsius": celsius, "centigrade": celsius, "degrees centigrade": celsius, "degrees c": celsius, "degree c": celsius,
		"fahrenheit": fahrenheit, "degree fahrenheit": fahrenheit, "degrees fahrenheit": fahrenheit, "degrees f": fahrenheit, "degree f": fahrenheit,
		"radian": radian, "radians": radian, "degrees kelvin": ix.names["kelvin"],
	} {
		ix.names[spelling] = u
	}
	// One word, two readings.
	sterling := ix.symbols["£"]
	for _, w := range []string{"pound", "pounds"} {
		u := ix.names[w]
		u.Also = &sterling
		ix.names[w] = u
	}
	pence := ix.names["pence"]
	for _, w := range []string{"penny", "pennies"} {
		u := ix.names[w]
		u.Also = &pence
		ix.names[w] = u
	}
	yen, ounce := ix.names["yen"], ix.names["fluid ounce"]
	yuan := ix.names["yuan"]
	yuan.Name, yuan.Also = "¥", &yen
	ix.symbols["¥"], ix.symbols["￥"] = yuan, yuan
	for _, w := range []string{"ounce", "ounces"} {
		u := ix.names[w]
		u.Also = &ounce
		ix.names[w] = u
	}
	oz := ix.symbols["oz"]
	oz.Also = &ounce
	ix.symbols["oz"] = oz
	tonne := ix.names["tonne"]
	for _, w := range []string{"ton", "tons"} {
		u := ix.names[w]
		u.Also = &tonne
		ix.names[w] = u
	}
	cents := ix.names["cent"]
	euro := ix.symbols["€"]
	euro.Factor = big.NewRat(1, 100)
	cents.Also = &euro
	ix.names["cent"], ix.names["cents"] = cents, cents
	for spelling, plain := range map[string]string{"C$": "$", "A$": "$"} {
		u, dollar := ix.symbols[spelling], ix.symbols[plain]
		u.Also = &dollar
		ix.symbols[spelling] = u
	}
	// "2 points", "3 times" and other counts are in counters.
}

// add enters one row of the table with its plurals and prefixed forms.
func (ix *index) add(e entry) {
	symbols, names := strings.Fields(e.symbols), strings.Fields(e.names)
	name := ""
	if len(symbols) > 0 {
		name = symbols[0]
	} else {
		name = names[0]
	}
	u := Unit{Name: strings.ReplaceAll(name, "_", " ")}
	if e.factor == "" {
		u.Factor = big.NewRat(1, 1)
		u.Dim = baseDim(e.of)
	} else {
		of, ok := ix.parse(e.of)
		if !ok {
			panic("units: the table uses " + e.of + " before it is defined")
		}
		f, ok := new(big.Rat).SetString(e.factor)
		if !ok {
			panic("units: bad factor " + e.factor)
		}
		u.Dim, u.Factor = of.Dim, f.Mul(f, of.Factor)
	}
	for _, s := range symbols {
		s = strings.ReplaceAll(s, "_", " ")
		ix.symbols[s] = u
		if e.prefixes && s == symbols[0] {
			for _, p := range prefixSymbols {
				if _, taken := ix.symbols[p.text+s]; !taken && (p.two == 0 || u.Dim.Data != 0) {
					ix.symbols[p.text+s] = scaled(u, p.text+s, p.ten, p.two)
				}
			}
		}
	}
	if e.prefixes && len(symbols) > 1 && symbols[1] == "l" {
		for _, p := range prefixSymbols {
			if p.two == 0 {
				ix.symbols[p.text+"l"] = scaled(u, p.text+symbols[0], p.ten, p.two)
			}
		}
	}
	if len(names) == 0 && len(symbols) > 1 && symbols[0] == "bit" {
		names = []string{"bit"}
		for _, p := range prefixSymbols {
			if _, taken := ix.symbols[p.text+"b"]; !taken {
				ix.symbols[p.text+"b"] = scaled(u, p.text+"b", p.ten, p.two)
			}
		}
	}
	for _, n := range names {
		n = strings.ReplaceAll(n, "_", " ")
		ix.name(n, u)
		if e.prefixes {
			for _, p := range prefixNames {
				ix.name(p.text+n, scaled(u, p.text+n, p.ten, p.two))
			}
		}
	}
}

// name enters a name and its English plural.
func (ix *index) name(n string, u Unit) {
	ix.names[n] = u
	if n[0] >= utf8.RuneSelf {
		return
	}
	ix.names[n+"s"] = u
}

func scaled(u Unit, name string, ten, two int) Unit {
	f := new(big.Rat).Set(u.Factor)
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(ten, -ten))), nil)
	if two > 0 {
		p.Lsh(big.NewInt(1), uint(two))
	}
	q := new(big.Rat).SetInt(p)
	if ten < 0 {
		f.Quo(f, q)
	} else {
		f.Mul(f, q)
	}
	u.Name, u.Factor = name, f
	return u
}

func baseDim(name string) Dim {
	if code, ok := strings.CutPrefix(name, "money:"); ok {
		return Dim{Money: 1, Currency: code}
	}
	switch name {
	case "length":
		return Dim{Length: 1}
	case "mass":
		return Dim{Mass: 1}
	case "time":
		return Dim{Time: 1}
	case "calendar":
		return Dim{Calendar: 1}
	case "temperature":
		return Dim{Temperature: 1}
	case "current":
		return Dim{Current: 1}
	case "amount":
		return Dim{Amount: 1}
	case "light":
		return Dim{Light: 1}
	case "data":
		return Dim{Data: 1}
	case "angle":
		return Dim{Angle: 1}
	}
	panic("units: unknown base quantity " + name)
}

// maxUnitBytes bounds the text of a unit.
const maxUnitBytes = 96

// Parse reads a unit written in plain text, Unicode or LaTeX: "km/h", "m/s^2",
// "square feet", "cm³", "dollars per hour", "kg·m/s^2", `\text{ cm}^2`,
// `^\circ C`. The second result is false when the text is no unit known here.
func Parse(s string) (Unit, bool) {
	if len(s) > maxUnitBytes {
		return Unit{}, false
	}
	return theIndex().parse(Plain(s))
}

// Known says that a single word is a unit's symbol or name.
func Known(w string) bool {
	_, ok := theIndex().word(w)
	return ok
}

// Plain takes the LaTeX out of a unit's text.
func Plain(s string) string {
	if strings.IndexByte(s, '\\') >= 0 || strings.IndexByte(s, '{') >= 0 || strings.IndexByte(s, '~') >= 0 {
		for _, r := range plainLaTeX {
			s = strings.ReplaceAll(s, r.from, r.to)
		}
	}
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "^°") {
		s = s[1:]
	}
	return s
}

var plainLaTeX = []struct{ from, to string }{
	{`\text`, " "}, {`\mathrm`, " "}, {`\textrm`, " "}, {`\rm`, " "}, {`\mbox`, " "}, {`\operatorname`, " "}, {`\mathit`, " "}, {`\textbf`, " "}, {`\mathbf`, " "},
	{`^{\circ}`, "°"}, {`^\circ`, "°"}, {`\circ`, "°"}, {`\degree`, "°"}, {`\%`, "%"}, {`\$`, "$"}, {`\cdot`, "*"}, {`\times`, "*"}, {`\Omega`, "Ω"}, {`\mu`, "µ"}, {`\prime`, "′"},
	{`\,`, " "}, {`\;`, " "}, {`\:`, " "}, {`\!`, ""}, {`\ `, " "}, {`~`, " "}, {`\quad`, " "}, {`{`, ""}, {`}`, ""}, {`\/`, "/"},
}

// parse reads products and quotients of powers of words.
func (ix *index) parse(s string) (Unit, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Unit{}, false
	}
	if u, ok := ix.word(s); ok || len(s) == 1 {
		return u, ok
	}
	var out Unit // made with the first word that is known: most texts have none
	sign := 1
	power := 0 // set by "square", "cubic" for the next word
	seen := 0
	var last Unit
	lastSign, lastPower := 1, 1
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case unicode.IsSpace(r), r == '*', r == '·', r == '⋅', r == '×', r == '-' && seen > 0, r == '(', r == ')':
			s = s[size:]
			continue
		case r == '/':
			if seen == 0 {
				return Unit{}, false
			}
			sign, s = -1, s[size:]
			continue
		case r == '每':
			sign, s = -1, s[size:]
			continue
		}
		w, rest := nextWord(ix, s)
		if w == "" {
			return Unit{}, false
		}
		s = rest
		low := strings.ToLower(w)
		if w == "A" {
			low = w // the ampere, not an article
		}
		switch low {
		case "per", "an", "a", "each", "every":
			if seen == 0 {
				return Unit{}, false
			}
			sign = -1
			continue
		case "square", "sq", "sq.":
			power = 2
			continue
		case "cubic", "cu", "cu.":
			power = 3
			continue
		case "squared", "cubed":
			n := 2
			if strings.EqualFold(w, "cubed") {
				n = 3
			}
			if seen == 0 || lastPower != 1 {
				return Unit{}, false
			}
			var ok bool
			if out, ok = times(out, last, lastSign*(n-1)); !ok {
				return Unit{}, false
			}
			lastPower = n
			continue
		}
		u, ok := ix.word(w)
		if !ok {
			return Unit{}, false
		}
		n := 1
		if power > 0 {
			n, power = power, 0
		} else {
			n, s = exponent(s)
		}
		if out, ok = times(out, u, sign*n); !ok {
			return Unit{}, false
		}
		last, lastSign, lastPower = u, sign, n
		seen++
	}
	if seen == 0 || power != 0 {
		return Unit{}, false
	}
	return out, true
}

// nextWord splits the longest unit spelling off s, or else its first run of
// letters.
func nextWord(ix *index, s string) (string, string) {
	end := 0
	words := 0
	for i, r := range s {
		if r == '/' || r == '^' || r == '*' || r == '·' || r == '⋅' || r == '(' || r == ')' || unicode.IsDigit(r) || strings.ContainsRune("²³⁻¹⁴", r) || unicode.IsSpace(r) {
			if unicode.IsSpace(r) {
				if words++; words <= 2 {
					if _, ok := ix.word(s[:i]); ok || end == 0 {
						end = i
					}
					continue
				}
			}
			if _, ok := ix.word(s[:i]); ok || end == 0 {
				end = i
			}
			return s[:end], s[end:]
		}
	}
	if _, ok := ix.word(s); ok || end == 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}

// exponent reads an exponent: ^2, ^{-1}, **2, ², 2.
func exponent(s string) (int, string) {
	t := strings.TrimPrefix(strings.TrimPrefix(s, "**"), "^")
	marked := len(t) < len(s)
	n, neg, digits := 0, false, 0
	for t != "" {
		r, size := utf8.DecodeRuneInString(t)
		d := -1
		switch {
		case r == '-' && digits == 0 && marked, r == '⁻' && digits == 0:
			neg, t = true, t[size:]
			continue
		case r >= '0' && r <= '9':
			d = int(r - '0')
		case r == '¹':
			d = 1
		case r == '²':
			d = 2
		case r == '³':
			d = 3
		case r >= '⁴' && r <= '⁹':
			d = int(r - '⁰')
		}
		if d < 0 || digits == 2 {
			break
		}
		n, digits, t = n*10+d, digits+1, t[size:]
	}
	if digits == 0 {
		return 1, s
	}
	if neg {
		n = -n
	}
	return n, t
}

// word looks one spelling up: a symbol in its letter case, else a name in any.
func (ix *index) word(w string) (Unit, bool) {
	if u, ok := ix.symbols[w]; ok {
		return u, true
	}
	if len(w) > 1 {
		low := strings.ToLower(w)
		if u, ok := ix.names[low]; ok {
			return u, true
		}
		if u, ok := ix.names[strings.TrimSuffix(low, ".")]; ok {
			return u, true
		}
		// Symbols of three letters and more in any case: KM/H is km/h, Mph is
		// mph; shorter ones keep their case (mW is not MW).
		if len(w) > 2 || low == "km" || low == "cm" || low == "mm" || low == "kg" || low == "ft" || low == "lb" || low == "hr" {
			if u, ok := ix.symbols[low]; ok {
				return u, true
			}
		}
	}
	u, ok := ix.names[w]
	return u, ok
}

// ambiguous are unit spellings that are also common words or letters; Prefix
// takes them only where nothing follows.
var ambiguous = map[string]bool{"in": true, "a": true, "d": true, "t": true, "h": true, "s": true, "m": true, "g": true, "l": true, "p": true, "at": true, "second": true, "turn": true, "st": true, "mo": true, "b": true, "A": true, "C": true, "F": true, "H": true, "K": true, "M": true, "S": true, "T": true, "V": true, "W": true, "B": true, "G": true, "J": true, "N": true, "stone": true, "way": true, "ways": true, "time": true, "times": true, "point": true, "points": true, "bar": true}

// maxPrefixWords bounds the words of a unit in running text: "dollars per
// square foot" has four.
const maxPrefixWords = 4

// Prefix is the length of the unit that s begins with, the blanks before it
// included, or 0: the longest run of words that Parse takes.
func Prefix(s string) int {
	if len(s) > maxUnitBytes {
		s = s[:maxUnitBytes]
		for s != "" && !utf8.ValidString(s[len(s)-1:]) {
			s = s[:len(s)-1]
		}
	}
	best := 0
	words := 0
	i := 0
	for i < len(s) && (s[i] == ' ' || s[i] == '-' || s[i] == '~') {
		i++
	}
	for j := i; j <= len(s) && words < maxPrefixWords; j++ {
		if j < len(s) && s[j] != ' ' && s[j] != ',' && s[j] != ';' && s[j] != '.' && s[j] != ')' && s[j] != '$' && s[j] != '!' {
			continue
		}
		if j == i {
			break
		}
		words++
		w := s[i:j]
		if words > 1 && ambiguous[s[strings.LastIndexByte(s[:j], ' ')+1:j]] && !strings.Contains(w, "per ") && !strings.HasPrefix(w, "cubic ") && !strings.HasPrefix(w, "square ") {
			continue // "miles in total": the word goes on, the unit does not
		}
		if _, ok := Parse(w); ok && !(ambiguous[w] && strings.TrimLeft(s[j:], " .,;!)") != "") {
			best = j
		}
		if j < len(s) && s[j] != ' ' {
			break
		}
	}
	return best
}
