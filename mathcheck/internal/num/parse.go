package num

import (
	"math/big"
	"strings"
)

// MaxDigits bounds the digits of one numeral: DESIGN admits 10,000, and the
// largest known values of competition problems stay below twice that.
const MaxDigits = 20_000

// maxExponent bounds a written power of ten, so that sums of exponents fit an
// int32 wherever they are added.
const maxExponent = 1_000_000_000

// Parse reads digits with an optional decimal point and exponent ("12", ".5",
// "3.20", "1e-7", "1E5"), without sign, spaces or groups.
func Parse(s string) (Value, bool) {
	if v, ok := parseSmall(s); ok {
		return v, true
	}
	if len(s) > MaxDigits+16 {
		return Value{}, false
	}
	mant, exp := s, int64(0)
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, ok := new(big.Int).SetString(s[i+1:], 10)
		if !ok || !e.IsInt64() || abs64(e.Int64()) > maxExponent {
			return Value{}, false
		}
		mant, exp = s[:i], e.Int64()
	}
	point := strings.IndexByte(mant, '.')
	digits := mant
	scale := 0
	if point >= 0 {
		digits = mant[:point] + mant[point+1:]
		scale = len(mant) - point - 1
	}
	if digits == "" || !allDigits(digits) {
		return Value{}, false
	}
	c, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		return Value{}, false
	}
	if point < 0 && len(mant) == len(s) {
		return FromBig(c), true
	}
	written := len(strings.TrimLeft(digits, "0"))
	return fromDecimal(c, int32(exp)-int32(scale), int32(written)), true
}

// parseSmall reads digits, with or without a point, whose value fits.
func parseSmall(s string) (Value, bool) {
	if len(s) == 0 || len(s) > 18 {
		return Value{}, false
	}
	var n int64
	point, written := -1, 0
	for i := 0; i < len(s); i++ {
		if s[i] == '.' && point < 0 {
			point = i
			continue
		}
		c := s[i] - '0'
		if c > 9 {
			return Value{}, false
		}
		if n = n*10 + int64(c); n != 0 {
			written++
		}
	}
	switch {
	case point < 0:
		return FromInt(n), true
	case len(s) == 1:
		return Value{}, false
	}
	return Value{kind: Decimal, small: n, den: int64(point + 1 - len(s)), digits: int32(written)}, true
}

// maxPlainBytes is the longest text that ParsePlain reads: eighteen digits and a
// sign always fit.
const maxPlainBytes = 19

// ParsePlain reads a whole number as it is mostly written: a minus sign or none,
// then digits without a leading zero.
func ParsePlain(s string) (int64, bool) {
	digits := s
	if s != "" && s[0] == '-' {
		digits = s[1:]
	}
	if digits == "" || len(digits) >= maxPlainBytes || digits[0] == '0' && len(s) > 1 {
		return 0, false
	}
	n := int64(0)
	for i := 0; i < len(digits); i++ {
		c := digits[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int64(c)
	}
	if len(digits) < len(s) {
		n = -n
	}
	return n, true
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i]-'0' > 9 {
			return false
		}
	}
	return true
}

// ParseRepeating reads the number whole.fixed(period), where fixed may be
// empty: ("0", "1", "6") is 1/6.
func ParseRepeating(whole, fixed, period string) (Value, bool) {
	if len(whole)+len(fixed)+len(period) > MaxDigits/4 || period == "" ||
		!allDigits(whole) || !allDigits(fixed) || !allDigits(period) {
		return Value{}, false
	}
	all, ok := new(big.Int).SetString("0"+whole+fixed+period, 10)
	head, ok2 := new(big.Int).SetString("0"+whole+fixed, 10)
	if !ok || !ok2 {
		return Value{}, false
	}
	ten := big.NewInt(10)
	nines := new(big.Int).Exp(ten, big.NewInt(int64(len(period))), nil)
	nines.Sub(nines, big.NewInt(1))
	den := nines.Mul(nines, new(big.Int).Exp(ten, big.NewInt(int64(len(fixed))), nil))
	r := new(big.Rat).SetFrac(all.Sub(all, head), den)
	return fromRat(Repeating, r), true
}

// ParseBase reads digits (0-9, then letters) in a base from 2 to 36.
func ParseBase(digits string, base int) (Value, bool) {
	if base < 2 || base > 36 || digits == "" || len(digits) > MaxDigits/4 {
		return Value{}, false
	}
	whole, frac, _ := strings.Cut(digits, ".")
	c, ok := new(big.Int).SetString(whole+frac, base)
	if !ok || c.Sign() < 0 || whole+frac == "" || strings.ContainsAny(digits, "_+-") {
		return Value{}, false
	}
	if frac == "" {
		return FromBig(c), true
	}
	p := new(big.Int).Exp(big.NewInt(int64(base)), big.NewInt(int64(len(frac))), nil)
	return FromRat(new(big.Rat).SetFrac(c, p)), true
}
