package words

import (
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWords bounds the words of one number.
const maxWords = 40

var smallNumbers = map[string]int64{
	"zero": 0, "nil": 0, "nought": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

// scales are the words that multiply what stands before them, with the power
// of ten; dozen, score and gross are in factors.
var scales = map[string]int64{
	"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000, "quadrillion": 1_000_000_000_000_000, "quintillion": 1_000_000_000_000_000_000,
	"lakh": 100_000, "crore": 10_000_000,
	"thousands": 1_000, "millions": 1_000_000, "billions": 1_000_000_000, "mln": 1_000_000, "bn": 1_000_000_000,
}

var factors = map[string]int64{"dozen": 12, "dozens": 12, "score": 20, "gross": 144}

// parts are the names of fractions' denominators.
var parts = map[string]int64{
	"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6,
	"seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10, "eleventh": 11, "elevenths": 11,
	"twelfth": 12, "twelfths": 12, "sixteenth": 16, "sixteenths": 16, "twentieth": 20, "twentieths": 20, "hundredth": 100, "hundredths": 100, "thousandth": 1000, "thousandths": 1000,
	"thirteenth": 13, "thirteenths": 13, "fourteenth": 14, "fourteenths": 14, "fifteenth": 15, "fifteenths": 15, "seventeenth": 17, "seventeenths": 17,
	"eighteenth": 18, "eighteenths": 18, "nineteenth": 19, "nineteenths": 19, "thirtieth": 30, "thirtieths": 30, "millionth": 1000000, "millionths": 1000000,
}

// Number reads a number in words: "twenty-one", "three hundred and five",
// "minus two thirds", "two and a half", "3.5 million", "a dozen", "三百零五",
// "3万". Digits alone are not words and give false.
func Number(s string) (*big.Rat, bool) {
	if s == "" || len(s) > 400 {
		return nil, false
	}
	t := Plain(s)
	if !ascii(t) {
		if r, ok := chineseNumber(t); ok {
			return r, true
		}
	}
	if !mayCount(t) {
		return nil, false
	}
	return spelled(t)
}

// spelled is Number for a plain text in no Chinese.
func spelled(t string) (*big.Rat, bool) {
	t = strings.TrimRight(strings.ToLower(t), " .!")
	if rest, ok := strings.CutPrefix(t, "-"); ok {
		t = "minus " + rest
	}
	fields := strings.FieldsFunc(t, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '-' })
	if len(fields) == 0 || len(fields) > maxWords {
		return nil, false
	}
	p := numberParser{words: fields}
	r, ok := p.signed()
	if !ok || p.i != len(p.words) || !p.spelled {
		return nil, false
	}
	return r, true
}

// mayCount says that a plain text may be a number with a word in it: it holds a
// letter, or a minus sign in front, and no command.
func mayCount(t string) bool {
	lettered := strings.HasPrefix(t, "-")
	for i := 0; i < len(t); i++ {
		if t[i] == '\\' {
			return false
		}
		lettered = lettered || isLetter(t[i]) || t[i] >= utf8.RuneSelf
	}
	return lettered
}

type numberParser struct {
	words   []string
	i       int
	spelled bool // at least one word was not made of digits
}

func (p *numberParser) peek() string {
	if p.i < len(p.words) {
		return p.words[p.i]
	}
	return ""
}

func (p *numberParser) take(ws ...string) bool {
	for _, w := range ws {
		if p.peek() == w {
			p.i++
			return true
		}
	}
	return false
}

func (p *numberParser) signed() (*big.Rat, bool) {
	neg := p.take("minus", "negative")
	if neg {
		p.spelled = true
	}
	r, ok := p.mixed()
	if ok && neg {
		r.Neg(r)
	}
	return r, ok
}

// mixed reads a number and the fraction joined to it: "two and a half".
func (p *numberParser) mixed() (*big.Rat, bool) {
	if f, ok := p.fraction(); ok {
		return f, true
	}
	r, ok := p.cardinal()
	if !ok {
		return nil, false
	}
	if at := p.i; p.take("and") {
		if f, ok := p.fraction(); ok {
			if p.i < len(p.words) {
				// "two and a half million"
				return p.scaled(r.Add(r, f)), true
			}
			return r.Add(r, f), true
		}
		p.i = at
	}
	return r, true
}

// fraction reads "half", "a half", "two thirds", "three over four", "half a
// million".
func (p *numberParser) fraction() (*big.Rat, bool) {
	at := p.i
	var n *big.Rat
	switch {
	case p.take("half"):
		p.spelled = true
		r := big.NewRat(1, 2)
		if p.take("a", "of", "an") {
			p.take("a")
			if f, ok := p.multiplier(); ok {
				return r.Mul(r, f), true
			}
			p.i = at
			return nil, false
		}
		if f, ok := p.multiplier(); ok {
			return r.Mul(r, f), true
		}
		return r, true
	case p.take("a", "an"):
		n = big.NewRat(1, 1)
	default:
		var ok bool
		if n, ok = p.cardinal(); !ok {
			p.i = at
			return nil, false
		}
	}
	if p.take("over") {
		if d, ok := p.cardinal(); ok && d.Sign() != 0 {
			p.spelled = true
			return n.Quo(n, d), true
		}
	}
	if d, ok := parts[p.peek()]; ok {
		p.i++
		p.spelled = true
		return n.Quo(n, big.NewRat(d, 1)), true
	}
	p.i = at
	return nil, false
}

var hundreds = map[string]int64{"hundred": 100, "hundreds": 100}

// multiplier reads one scale or factor word.
func (p *numberParser) multiplier() (*big.Rat, bool) {
	w := p.peek()
	for _, m := range [...]map[string]int64{scales, factors, hundreds} {
		if v, ok := m[w]; ok {
			p.i++
			p.spelled = true
			return big.NewRat(v, 1), true
		}
	}
	return nil, false
}

// scaled multiplies by the scale words that follow.
func (p *numberParser) scaled(r *big.Rat) *big.Rat {
	for range 3 {
		f, ok := p.multiplier()
		if !ok {
			break
		}
		r.Mul(r, f)
	}
	return r
}

// cardinal reads a number without sign or fraction.
func (p *numberParser) cardinal() (*big.Rat, bool) {
	if r, ok := digits(p.peek()); ok {
		p.i++
		return p.scaled(r), true
	}
	if p.take("a", "an") {
		f, ok := p.multiplier()
		if !ok {
			return nil, false
		}
		return p.rest(f, true), true
	}
	if f, ok := p.multiplier(); ok { // "dozen", "hundred"
		return p.rest(f, true), true
	}
	r, ok := p.below1000()
	if !ok {
		return nil, false
	}
	p.spelled = true
	if p.take("point") {
		return p.decimals(r)
	}
	return p.rest(r, false), true
}

// rest reads what follows the first group of a cardinal: its scale, unless it
// has one already, and the lower groups, each with a smaller scale.
func (p *numberParser) rest(group *big.Rat, scaled bool) *big.Rat {
	total := new(big.Rat)
	for range maxWords {
		for range 2 { // "hundred thousand"
			if f, ok := p.multiplier(); ok {
				group.Mul(group, f)
				scaled = true
			}
		}
		total.Add(total, group)
		if !scaled {
			return total
		}
		at := p.i
		p.take("and")
		next, ok := p.below1000()
		if !ok || next.Cmp(group) >= 0 {
			p.i = at
			return total
		}
		group, scaled = next, false
	}
	return total
}

// decimals reads the digits after "point".
func (p *numberParser) decimals(r *big.Rat) (*big.Rat, bool) {
	scale := big.NewRat(1, 10)
	n := 0
	for {
		d, ok := smallNumbers[p.peek()]
		if !ok && (p.peek() == "oh" || p.peek() == "o") {
			d, ok = 0, true
		}
		if !ok || d > 9 {
			break
		}
		p.i++
		n++
		r.Add(r, new(big.Rat).Mul(scale, big.NewRat(d, 1)))
		scale.Mul(scale, big.NewRat(1, 10))
	}
	if n == 0 {
		return nil, false
	}
	return p.scaled(r), true
}

// below1000 reads a group such as "three hundred and five".
func (p *numberParser) below1000() (*big.Rat, bool) {
	n, ok := p.below100()
	if !ok {
		return nil, false
	}
	if n > 0 && p.take("hundred", "hundreds") {
		n *= 100
		at := p.i
		p.take("and")
		if low, ok := p.below100(); ok {
			n += low
		} else {
			p.i = at
		}
	}
	return big.NewRat(n, 1), true
}

func (p *numberParser) below100() (int64, bool) {
	n, ok := smallNumbers[p.peek()]
	if !ok {
		return 0, false
	}
	p.i++
	p.spelled = true
	if n >= 20 {
		if d, ok := smallNumbers[p.peek()]; ok && d > 0 && d < 10 {
			p.i++
			n += d
		}
	}
	return n, true
}

// digits reads a numeral in digits: 12, 3.5, 1,200 has lost its comma already.
func digits(w string) (*big.Rat, bool) {
	if w == "" || len(w) > 60 || w[0] < '0' || w[0] > '9' {
		return nil, false
	}
	for i := range len(w) {
		if (w[i] < '0' || w[i] > '9') && w[i] != '.' && w[i] != '/' {
			return nil, false
		}
	}
	return new(big.Rat).SetString(w)
}

var ordinals = map[string]int64{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
	"thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
	"fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
}

// Ordinal reads an ordinal: "21st", "twenty-first", "第3".
func Ordinal(s string) (int64, bool) {
	if len(s) > 100 {
		return 0, false
	}
	f := Fold(s)
	if rest, ok := strings.CutPrefix(f, "第"); ok {
		if r, ok := digits(rest); ok && r.IsInt() && r.Num().IsInt64() {
			return r.Num().Int64(), true
		}
		if r, ok := chineseNumber(rest); ok && r.IsInt() && r.Num().IsInt64() {
			return r.Num().Int64(), true
		}
		return 0, false
	}
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		if head, ok := strings.CutSuffix(strings.ReplaceAll(f, "^", ""), suffix); ok {
			if r, ok := digits(strings.TrimSpace(head)); ok && r.IsInt() && r.Num().IsInt64() {
				return r.Num().Int64(), true
			}
		}
	}
	if n, ok := ordinals[f]; ok {
		return n, true
	}
	if head, last, ok := strings.Cut(f, " "); ok {
		if tens, low := smallNumbers[head], ordinals[last]; tens >= 20 && low > 0 && low < 10 {
			return tens + low, true
		}
	}
	return 0, false
}
