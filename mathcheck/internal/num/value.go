// Package num holds exact numbers the way they were written: integers,
// fractions, decimals with their scale, and repeating decimals.
//
// A decimal keeps its digits and its exponent apart, so that 1e1000000 costs
// nothing until somebody asks for it as a fraction, and that has a ceiling.
// Nothing here is ever rounded unless the caller says to how many places.
package num

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Kind is the form a number was written in.
type Kind uint8

// The forms. Arithmetic on anything but integers gives a Fraction.
const (
	Integer Kind = iota
	Fraction
	Decimal
	Repeating
)

// maxBits bounds the fractions this package will build: 10,000 decimal digits
// are 33,220 bits, and a product or sum of a few such numbers must still fit.
const maxBits = 1 << 18

// Value is an immutable exact number; the zero Value is the integer 0.
type Value struct {
	kind  Kind
	small int64           // Integer with big == nil
	big   *big.Int        // Integer outside int64
	rat   *big.Rat        // Fraction, Repeating
	dec   decimal.Decimal // Decimal
	// digits is how many significant digits were written, trailing zeros of a
	// decimal included.
	digits int32
}

// FromInt returns the integer v.
func FromInt(v int64) Value { return Value{small: v} }

// FromFrac returns p/q in lowest terms; q must not be 0.
func FromFrac(p, q int64) Value { return FromRat(big.NewRat(p, q)) }

// FromBig returns the integer v, which must not change afterwards.
func FromBig(v *big.Int) Value {
	if v.IsInt64() {
		return Value{small: v.Int64()}
	}
	return Value{big: v}
}

// FromRat returns v, which must not change afterwards; a whole number becomes
// an Integer.
func FromRat(v *big.Rat) Value {
	if v.IsInt() {
		return FromBig(v.Num())
	}
	return Value{kind: Fraction, rat: v}
}

// Kind returns the form the number was written in.
func (v Value) Kind() Kind { return v.kind }

// Int64 returns the value if it was written as an integer that fits.
func (v Value) Int64() (int64, bool) {
	return v.small, v.kind == Integer && v.big == nil
}

// Sign returns -1, 0 or 1.
func (v Value) Sign() int {
	switch v.kind {
	case Integer:
		if v.big != nil {
			return v.big.Sign()
		}
		switch {
		case v.small < 0:
			return -1
		case v.small > 0:
			return 1
		}
		return 0
	case Decimal:
		return v.dec.Sign()
	}
	return v.rat.Sign()
}

// Neg returns -v in the same form.
func (v Value) Neg() Value {
	switch v.kind {
	case Integer:
		if v.big == nil && v.small != -1<<63 {
			v.small = -v.small
			return v
		}
		return FromBig(new(big.Int).Neg(v.bigInt()))
	case Decimal:
		v.dec = v.dec.Neg()
		return v
	}
	v.rat = new(big.Rat).Neg(v.rat)
	return v
}

func (v Value) bigInt() *big.Int {
	if v.big != nil {
		return v.big
	}
	return big.NewInt(v.small)
}

// BigInt returns the value if it is a whole number of reasonable size,
// whatever its form. The result must not be changed.
func (v Value) BigInt() (*big.Int, bool) {
	if v.kind == Integer {
		return v.bigInt(), true
	}
	r, ok := v.Rat()
	if !ok || !r.IsInt() {
		return nil, false
	}
	return r.Num(), true
}

// Rat returns the exact value as a fraction; false when it is too large to be
// written out. The result must not be changed.
func (v Value) Rat() (*big.Rat, bool) {
	switch v.kind {
	case Integer:
		if v.big != nil {
			return new(big.Rat).SetInt(v.big), true
		}
		return new(big.Rat).SetInt64(v.small), true
	case Decimal:
		c, e := v.dec.Coefficient(), int64(v.dec.Exponent())
		if abs64(e)*10/3 > maxBits {
			if c.Sign() == 0 {
				return new(big.Rat), true
			}
			return nil, false
		}
		p := new(big.Int).Exp(big.NewInt(10), big.NewInt(abs64(e)), nil)
		if e >= 0 {
			return new(big.Rat).SetInt(c.Mul(c, p)), true
		}
		return new(big.Rat).SetFrac(c, p), true
	}
	return v.rat, true
}

func abs64(x int64) int64 {
	if x < 0 {
		return -x
	}
	return x
}

// Coefficient returns c and e with v = c*10^e for an Integer or Decimal.
// It never builds the power.
func (v Value) Coefficient() (c *big.Int, e int32, ok bool) {
	switch v.kind {
	case Integer:
		return v.bigInt(), 0, true
	case Decimal:
		return v.dec.Coefficient(), v.dec.Exponent(), true
	}
	return nil, 0, false
}

// Bits is the size of the value: of its numerator and denominator together,
// or of a decimal's digits and the power of ten it would be built with.
func (v Value) Bits() int {
	switch v.kind {
	case Integer:
		if v.big != nil {
			return v.big.BitLen()
		}
		return 64
	case Decimal:
		return v.dec.Coefficient().BitLen() + int(min(abs64(int64(v.dec.Exponent()))*10/3, 1<<30))
	}
	return v.rat.Num().BitLen() + v.rat.Denom().BitLen()
}

// IsInt reports whether the value is a whole number.
func (v Value) IsInt() bool {
	switch v.kind {
	case Integer:
		return true
	case Decimal:
		if v.dec.Exponent() >= 0 || v.dec.Sign() == 0 {
			return true
		}
		r, ok := v.Rat()
		return ok && r.IsInt()
	}
	return v.rat.IsInt()
}

// Scale is how many digits stood after the decimal point, less a power of ten
// behind it: the number is known to 10^-Scale. False unless it is a Decimal.
func (v Value) Scale() (int32, bool) {
	if v.kind != Decimal {
		return 0, false
	}
	return -v.dec.Exponent(), true
}

// Digits is how many significant digits were written: leading zeros do not
// count, trailing zeros of a decimal do.
func (v Value) Digits() int {
	switch v.kind {
	case Decimal:
		return int(v.digits)
	case Integer:
		return len(new(big.Int).Abs(v.bigInt()).String())
	}
	return 0
}

// Cmp compares two values exactly; false when one is too large to tell.
func Cmp(a, b Value) (int, bool) {
	if a.kind == Integer && b.kind == Integer {
		if a.big == nil && b.big == nil {
			switch {
			case a.small < b.small:
				return -1, true
			case a.small > b.small:
				return 1, true
			}
			return 0, true
		}
		return a.bigInt().Cmp(b.bigInt()), true
	}
	if s, t := a.Sign(), b.Sign(); s != t {
		if s < t {
			return -1, true
		}
		return 1, true
	}
	if a.kind == Decimal && b.kind == Decimal && a.dec.Exponent() == b.dec.Exponent() {
		return a.dec.Coefficient().Cmp(b.dec.Coefficient()), true
	}
	ra, ok := a.Rat()
	rb, ok2 := b.Rat()
	if ok && ok2 {
		return ra.Cmp(rb), true
	}
	return cmpFar(a, b)
}

// cmpFar compares two numbers of the same sign, at least one too large or
// small to write out, by their magnitudes.
func cmpFar(a, b Value) (int, bool) {
	ca, ea, ok := a.Coefficient()
	cb, eb, ok2 := b.Coefficient()
	if !ok || !ok2 {
		return 0, false
	}
	da, db := int64(len(ca.Text(10)))+int64(ea), int64(len(cb.Text(10)))+int64(eb)
	if d := int64(ea) - int64(eb); abs64(d)*10/3 <= maxBits {
		p := new(big.Int).Exp(big.NewInt(10), big.NewInt(abs64(d)), nil)
		if d > 0 {
			ca = new(big.Int).Mul(ca, p)
		} else {
			cb = new(big.Int).Mul(cb, p)
		}
		return ca.Cmp(cb), true
	}
	s := a.Sign()
	switch {
	case da > db+1:
		return s, true
	case db > da+1:
		return -s, true
	}
	return 0, false
}

// Equal reports whether two values are the same number.
func Equal(a, b Value) bool {
	c, ok := Cmp(a, b)
	return ok && c == 0
}

// String returns the number in lowest terms, "p" or "p/q"; a number too large
// to write out as c"e"e.
func (v Value) String() string {
	if i, ok := v.Int64(); ok {
		return big.NewInt(i).String()
	}
	if r, ok := v.Rat(); ok {
		return r.RatString()
	}
	return v.dec.Coefficient().String() + "e" + big.NewInt(int64(v.dec.Exponent())).String()
}
