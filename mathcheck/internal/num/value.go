// Package num holds exact numbers the way they were written: integers,
// fractions, decimals with their scale, and repeating decimals.
//
// A decimal keeps its digits and its exponent apart, so that 1e1000000 costs
// nothing until somebody asks for it as a fraction, and that has a ceiling.
// Nothing here is ever rounded unless the caller says to how many places.
package num

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
	"strconv"

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
//
// Nearly all numbers of answers are small, so they are held without pointers:
// with wide == nil an Integer is small, a Fraction or Repeating small/den in
// lowest terms, and a Decimal small times ten to the power den.
type Value struct {
	kind Kind
	// digits is how many significant digits were written, trailing zeros of a
	// decimal included.
	digits     int32
	small, den int64
	wide       *wide
}

// wide holds what does not fit; which part counts depends on the kind.
type wide struct {
	big *big.Int        // Integer
	rat *big.Rat        // Fraction, Repeating
	dec decimal.Decimal // Decimal
}

// FromInt returns the integer v.
func FromInt(v int64) Value { return Value{small: v} }

// FromFrac returns p/q in lowest terms; q must not be 0.
func FromFrac(p, q int64) Value {
	if v, ok := smallFrac(p, q); ok {
		return v
	}
	return FromRat(big.NewRat(p, q))
}

// FromBig returns the integer v, which must not change afterwards.
func FromBig(v *big.Int) Value {
	if v.IsInt64() {
		return Value{small: v.Int64()}
	}
	return Value{wide: &wide{big: v}}
}

// FromRat returns v, which must not change afterwards; a whole number becomes
// an Integer.
func FromRat(v *big.Rat) Value {
	if v.IsInt() {
		return FromBig(v.Num())
	}
	return fromRat(Fraction, v)
}

// fromRat is v as a value of that kind.
func fromRat(k Kind, v *big.Rat) Value {
	if v.Num().IsInt64() && v.Denom().IsInt64() {
		if p := v.Num().Int64(); p != math.MinInt64 {
			return Value{kind: k, small: p, den: v.Denom().Int64()}
		}
	}
	return Value{kind: k, wide: &wide{rat: v}}
}

// fromDecimal is c*10^e with that many digits written.
func fromDecimal(c *big.Int, e, digits int32) Value {
	if c.IsInt64() && c.Int64() != math.MinInt64 {
		return Value{kind: Decimal, small: c.Int64(), den: int64(e), digits: digits}
	}
	return Value{kind: Decimal, wide: &wide{dec: decimal.NewFromBigInt(c, e)}, digits: digits}
}

// Kind returns the form the number was written in.
func (v Value) Kind() Kind { return v.kind }

// Int64 returns the value if it was written as an integer that fits.
func (v Value) Int64() (int64, bool) {
	return v.small, v.kind == Integer && v.wide == nil
}

// Sign returns -1, 0 or 1.
func (v Value) Sign() int {
	if v.wide == nil {
		return cmp.Compare(v.small, 0)
	}
	switch v.kind {
	case Integer:
		return v.wide.big.Sign()
	case Decimal:
		return v.wide.dec.Sign()
	}
	return v.wide.rat.Sign()
}

// Neg returns -v in the same form.
func (v Value) Neg() Value {
	if v.wide == nil && v.small != math.MinInt64 {
		v.small = -v.small
		return v
	}
	switch v.kind {
	case Integer:
		return FromBig(new(big.Int).Neg(v.bigInt()))
	case Decimal:
		v.wide = &wide{dec: v.wide.dec.Neg()}
		return v
	}
	v.wide = &wide{rat: new(big.Rat).Neg(v.wide.rat)}
	return v
}

func (v Value) bigInt() *big.Int {
	if v.wide != nil {
		return v.wide.big
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
	if p, q, ok := v.frac(); ok {
		return big.NewRat(p, q), true
	}
	switch v.kind {
	case Integer:
		return new(big.Rat).SetInt(v.bigInt()), true
	case Decimal:
		c, e := v.decimal()
		switch {
		case c.Sign() == 0:
			return new(big.Rat), true
		case !Writable(int64(e)):
			return nil, false
		}
		return Scaled(c, int64(e)), true
	}
	return v.wide.rat, true
}

// Exact returns the number as an Integer or Fraction, whatever form it was
// written in; false when it is too large to be written out.
func (v Value) Exact() (Value, bool) {
	if p, q, ok := v.frac(); ok {
		return smallFrac(p, q)
	}
	r, ok := v.Rat()
	if !ok {
		return Value{}, false
	}
	return FromRat(r), true
}

// decimal is the coefficient of a Decimal, the caller's own, and its exponent.
func (v Value) decimal() (*big.Int, int32) {
	if v.wide == nil {
		return big.NewInt(v.small), int32(v.den)
	}
	return v.wide.dec.Coefficient(), v.wide.dec.Exponent()
}

// exponent is the power of ten of a Decimal.
func (v Value) exponent() int32 {
	if v.wide == nil {
		return int32(v.den)
	}
	return v.wide.dec.Exponent()
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
		c, e := v.decimal()
		return c, e, true
	}
	return nil, 0, false
}

// Bits is the size of the value: of its numerator and denominator together,
// or of a decimal's digits and the power of ten it would be built with.
func (v Value) Bits() int {
	switch v.kind {
	case Integer:
		if v.wide != nil {
			return v.wide.big.BitLen()
		}
		return 64
	case Decimal:
		if v.wide == nil {
			return bits.Len64(absU(v.small)) + int(min(abs64(v.den)*10/3, 1<<30))
		}
		c, e := v.decimal()
		return c.BitLen() + int(min(abs64(int64(e))*10/3, 1<<30))
	}
	if v.wide == nil {
		return bits.Len64(absU(v.small)) + bits.Len64(uint64(v.den))
	}
	return v.wide.rat.Num().BitLen() + v.wide.rat.Denom().BitLen()
}

// IsInt reports whether the value is a whole number.
func (v Value) IsInt() bool {
	switch v.kind {
	case Integer:
		return true
	case Decimal:
		if v.exponent() >= 0 || v.Sign() == 0 {
			return true
		}
		if _, q, ok := v.frac(); ok {
			return q == 1
		}
		r, ok := v.Rat()
		return ok && r.IsInt()
	}
	if v.wide == nil {
		return v.den == 1
	}
	return v.wide.rat.IsInt()
}

// Scale is how many digits stood after the decimal point, less a power of ten
// behind it: the number is known to 10^-Scale. False unless it is a Decimal.
func (v Value) Scale() (int32, bool) {
	if v.kind != Decimal {
		return 0, false
	}
	return -v.exponent(), true
}

// Digits is how many significant digits were written: leading zeros do not
// count, trailing zeros of a decimal do.
func (v Value) Digits() int {
	switch v.kind {
	case Decimal:
		return int(v.digits)
	case Integer:
		if v.wide == nil {
			return len(strconv.FormatUint(absU(v.small), 10))
		}
		return len(new(big.Int).Abs(v.wide.big).String())
	}
	return 0
}

// Cmp compares two values exactly; false when one is too large to tell.
func Cmp(a, b Value) (int, bool) {
	if a.kind == Integer && b.kind == Integer {
		if a.wide == nil && b.wide == nil {
			return cmp.Compare(a.small, b.small), true
		}
		return a.bigInt().Cmp(b.bigInt()), true
	}
	if s, t := a.Sign(), b.Sign(); s != t {
		return cmp.Compare(s, t), true
	}
	if c, ok := cmpSmall(a, b); ok {
		return c, true
	}
	if a.kind == Decimal && b.kind == Decimal && a.exponent() == b.exponent() {
		x, _ := a.decimal()
		y, _ := b.decimal()
		return x.Cmp(y), true
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
	if p, q, ok := v.frac(); ok {
		return string(appendFrac(make([]byte, 0, 41), p, q))
	}
	if r, ok := v.Rat(); ok {
		return r.RatString()
	}
	c, e := v.decimal()
	return c.String() + "e" + strconv.Itoa(int(e))
}

// Append appends String to b.
func (v Value) Append(b []byte) []byte {
	if p, q, ok := v.frac(); ok {
		return appendFrac(b, p, q)
	}
	return append(b, v.String()...)
}
