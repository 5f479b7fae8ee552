package words

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

var chineseDigits = map[rune]int64{
	'零': 0, '〇': 0, '○': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '两': 2, '兩': 2,
	'壹': 1, '贰': 2, '貳': 2, '叁': 3, '參': 3, '肆': 4, '伍': 5, '陆': 6, '陸': 6, '柒': 7, '捌': 8, '玖': 9,
}

var chineseSmall = map[rune]int64{'十': 10, '百': 100, '千': 1000, '拾': 10, '佰': 100, '仟': 1000}
var chineseLarge = map[rune]int64{'万': 10_000, '萬': 10_000, '亿': 100_000_000, '億': 100_000_000, '兆': 1_000_000_000_000}

// chineseNumber reads a Chinese or Japanese number: 三百零五, 二分之一, 百分之二十,
// 三点一四, 3万, 负五, 一又二分之一. It wants at least one such character.
func chineseNumber(s string) (*big.Rat, bool) {
	s = strings.ReplaceAll(s, " ", "")
	if s == "" || len(s) > 200 || strings.IndexFunc(s, func(r rune) bool { return r >= 0x3007 && r < 0xA000 }) < 0 {
		return nil, false
	}
	for _, neg := range []string{"负", "負", "-", "−"} {
		if rest, ok := strings.CutPrefix(s, neg); ok {
			r, ok := chineseNumber(rest)
			if !ok || r.Sign() < 0 {
				return nil, false
			}
			return r.Neg(r), true
		}
	}
	if whole, frac, ok := strings.Cut(s, "又"); ok {
		w, ok1 := chineseOrDigits(whole)
		f, ok2 := chineseNumber(frac)
		if !ok1 || !ok2 {
			return nil, false
		}
		return w.Add(w, f), true
	}
	if den, num, ok := strings.Cut(s, "分之"); ok {
		var d *big.Rat
		if den == "百" {
			d = big.NewRat(100, 1)
		} else if den == "千" {
			d = big.NewRat(1000, 1)
		} else if d, ok = chineseOrDigits(den); !ok {
			return nil, false
		}
		n, ok := chineseOrDigits(num)
		if !ok || d.Sign() == 0 {
			return nil, false
		}
		return n.Quo(n, d), true
	}
	if tenths, ok := strings.CutSuffix(s, "成"); ok {
		r, ok := chineseCardinal(tenths)
		if !ok {
			return nil, false
		}
		return r.Quo(r, big.NewRat(10, 1)), true
	}
	return chineseCardinal(s)
}

func chineseOrDigits(s string) (*big.Rat, bool) {
	if r, ok := digits(s); ok {
		return r, true
	}
	return chineseCardinal(s)
}

// chineseCardinal reads a number without sign or fraction.
func chineseCardinal(s string) (*big.Rat, bool) {
	if s == "" {
		return nil, false
	}
	if s == "半" {
		return big.NewRat(1, 2), true
	}
	if head, tail, ok := cutAny(s, "点", "點"); ok {
		return chineseDecimal(head, tail)
	}
	if utf8.RuneCountInString(s) > 1 {
		if n, ok := chineseRow(s); ok {
			return n, true
		}
	}
	return chineseUnits(s)
}

// chineseDecimal reads a number with a point, 三点一四.
func chineseDecimal(head, tail string) (*big.Rat, bool) {
	whole, ok := chineseOrDigits(head)
	if !ok || tail == "" {
		return nil, false
	}
	scale := big.NewRat(1, 10)
	for _, r := range tail {
		d, ok := chineseDigits[r]
		if !ok {
			return nil, false
		}
		whole.Add(whole, new(big.Rat).Mul(scale, big.NewRat(d, 1)))
		scale.Mul(scale, big.NewRat(1, 10))
	}
	return whole, true
}

// chineseRow reads digits one by one, 二〇二四.
func chineseRow(s string) (*big.Rat, bool) {
	n := new(big.Int)
	for _, r := range s {
		d, ok := chineseDigits[r]
		if !ok {
			return nil, false
		}
		n.Mul(n, big.NewInt(10)).Add(n, big.NewInt(d))
	}
	return new(big.Rat).SetInt(n), true
}

// chineseUnits reads digits with their units, 二百五十 and 3万.
func chineseUnits(s string) (*big.Rat, bool) {
	total, section := new(big.Rat), new(big.Rat)
	var digit *big.Rat
	last := int64(1) // the unit last seen: 二百五 is 250
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r >= '0' && r <= '9':
			if digit != nil {
				return nil, false
			}
			j := 0
			for j < len(s) && (s[j] >= '0' && s[j] <= '9' || s[j] == '.') {
				j++
			}
			d, ok := digits(s[:j])
			if !ok {
				return nil, false
			}
			digit, size = d, j
		case chineseSmall[r] > 0:
			if digit == nil {
				digit = big.NewRat(1, 1)
			}
			section.Add(section, digit.Mul(digit, big.NewRat(chineseSmall[r], 1)))
			digit, last = nil, chineseSmall[r]
		case chineseLarge[r] > 0:
			if digit != nil {
				section.Add(section, digit)
				digit = nil
			}
			if section.Sign() == 0 && total.Sign() == 0 {
				return nil, false
			}
			f := big.NewRat(chineseLarge[r], 1)
			if section.Sign() == 0 || r == '亿' || r == '億' {
				total.Add(total, section)
				total.Mul(total, f)
			} else {
				total.Add(total, section.Mul(section, f))
			}
			section, last = new(big.Rat), chineseLarge[r]
		default:
			d, ok := chineseDigits[r]
			if !ok {
				return nil, false
			}
			if d == 0 {
				last = 1
				break
			}
			if digit != nil {
				return nil, false
			}
			digit = big.NewRat(d, 1)
		}
		s = s[size:]
	}
	if digit != nil {
		if last >= 100 {
			digit.Mul(digit, big.NewRat(last/10, 1))
		}
		section.Add(section, digit)
	}
	return total.Add(total, section), true
}

func cutAny(s string, seps ...string) (string, string, bool) {
	for _, sep := range seps {
		if a, b, ok := strings.Cut(s, sep); ok {
			return a, b, true
		}
	}
	return s, "", false
}
