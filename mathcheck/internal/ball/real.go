package ball

import (
	"math"
	"math/big"
)

// Prec is a working precision in bits. Operations are its methods.
type Prec uint

// Real is a ball on the real line. The zero Real carries no information.
type Real struct {
	mid   *big.Float
	rad   mag
	faint bool
}

// faintBits is how far below the leading term, in bits, a summand must lie to
// count as not seen at precision p.
func (p Prec) faintBits() int64 { return int64(p) / 3 }

// closeBits is the relative accuracy at which Close speaks of agreement. It is
// more than twice faintBits, so that the product of two small summands that
// were seen, as in (1+d)(1-d) = 1-d^2, cannot hide below the claim either.
func (p Prec) closeBits() int64 { return int64(p) * 3 / 4 }

// Known reports whether x carries information.
func (x Real) Known() bool { return x.mid != nil }

// Faint reports whether a summand other than zero was too small to be seen.
func (x Real) Faint() bool { return x.faint }

// Exact reports whether the ball is a single number.
func (x Real) Exact() bool { return x.mid != nil && x.rad.isZero() }

// Mid returns the midpoint; the caller must not change it.
func (x Real) Mid() *big.Float { return x.mid }

// FromInt returns n, rounded to p bits when it has more.
func (p Prec) FromInt(n *big.Int) Real {
	f := new(big.Float).SetPrec(uint(p)).SetInt(n)
	return p.rounded(f, mag{}, p.long(n))
}

// long reports whether n has more digits than agreement at precision p sees:
// its neighbours then differ by less than what counts as faint.
func (p Prec) long(n *big.Int) bool { return int64(n.BitLen()) > p.faintBits() }

// FromInt64 returns n exactly.
func FromInt64(n int64) Real { return Real{mid: new(big.Float).SetInt64(n)} }

// FromRat returns q, rounded to p bits.
func (p Prec) FromRat(q *big.Rat) Real {
	if q.IsInt() {
		return p.FromInt(q.Num())
	}
	num := new(big.Float).SetPrec(uint(p) + 8).SetInt(q.Num())
	den := new(big.Float).SetPrec(uint(p) + 8).SetInt(q.Denom())
	inexact := num.Acc() != big.Exact || den.Acc() != big.Exact
	z := new(big.Float).SetPrec(uint(p)).Quo(num, den)
	x := p.rounded(z, mag{}, p.long(q.Num()) || p.long(q.Denom()))
	if inexact && x.Known() {
		x.rad = x.rad.add(upper(z).shift(-int64(p) - 4))
	}
	return x
}

// FromFloat returns the finite float64 f exactly.
func FromFloat(f float64) Real {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Real{}
	}
	return Real{mid: big.NewFloat(f)}
}

// rounded makes a ball of a freshly rounded midpoint and the error known
// before rounding. An overflow has no information; an underflow to zero keeps
// the smallest magnitude as its radius.
func (p Prec) rounded(z *big.Float, rad mag, faint bool) Real {
	if z.IsInf() {
		return Real{}
	}
	if z.Acc() != big.Exact {
		if z.Sign() == 0 {
			rad = rad.add(pow2(math.MinInt32))
		} else {
			rad = rad.add(pow2(int64(z.MantExp(nil)) - int64(z.Prec()) - 1))
		}
	}
	if rad.exp > noInfo {
		return Real{}
	}
	return Real{mid: z, rad: rad, faint: faint}
}

// widen returns x with e added to its radius.
func (x Real) widen(e mag) Real {
	if x.mid != nil {
		x.rad = x.rad.add(e)
	}
	return x
}

// Neg returns -x.
func (x Real) Neg() Real {
	if x.mid == nil {
		return x
	}
	return Real{mid: new(big.Float).Neg(x.mid), rad: x.rad, faint: x.faint}
}

// Abs returns |x|.
func (x Real) Abs() Real {
	switch {
	case x.mid == nil || x.Sign() > 0 || x.IsZero():
		return x
	case x.Sign() < 0:
		return x.Neg()
	}
	// The ball meets zero: [0, |mid|+rad].
	h := upper(x.mid).add(x.rad).shift(-1)
	return Real{mid: h.bigFloat(), rad: h, faint: x.faint}
}

// IsZero reports whether x is exactly zero.
func (x Real) IsZero() bool { return x.mid != nil && x.mid.Sign() == 0 && x.rad.isZero() }

// Sign returns the sign shared by the whole ball; 0 when it meets zero or is
// unknown.
func (x Real) Sign() int {
	if x.mid == nil || x.mid.Sign() == 0 {
		return 0
	}
	if x.rad.isZero() || !lower(x.mid, x.rad).isZero() {
		return x.mid.Sign()
	}
	return 0
}

// Add returns x + y.
func (p Prec) Add(x, y Real) Real {
	if x.mid == nil || y.mid == nil {
		return Real{}
	}
	faint := x.faint || y.faint
	rad := x.rad.add(y.rad)
	if x.mid.Sign() != 0 && y.mid.Sign() != 0 {
		ex, ey := int64(x.mid.MantExp(nil)), int64(y.mid.MantExp(nil))
		if ex < ey {
			x, y, ex, ey = y, x, ey, ex
		}
		// A summand that may be zero hides nothing of its own.
		if ex-ey > p.faintBits() && (y.rad.isZero() || y.rad.exp < ey) {
			faint = true
		}
		// Aligning costs as many bits as the exponents lie apart.
		if ex-ey > 2*int64(p)+int64(x.mid.Prec())+int64(y.mid.Prec()) {
			z := new(big.Float).SetPrec(uint(p)).Set(x.mid)
			return p.rounded(z, rad.add(upper(y.mid)), faint)
		}
	}
	return p.rounded(new(big.Float).SetPrec(uint(p)).Add(x.mid, y.mid), rad, faint)
}

// Sub returns x - y.
func (p Prec) Sub(x, y Real) Real { return p.Add(x, y.Neg()) }

// Mul returns x * y.
func (p Prec) Mul(x, y Real) Real {
	if x.mid == nil || y.mid == nil {
		return Real{}
	}
	var rad mag
	if !y.rad.isZero() {
		rad = upper(x.mid).add(x.rad).mul(y.rad)
	}
	if !x.rad.isZero() {
		rad = rad.add(upper(y.mid).mul(x.rad))
	}
	z := new(big.Float).SetPrec(uint(p)).Mul(x.mid, y.mid)
	return p.rounded(z, rad, x.faint || y.faint)
}

// Quo returns x / y; without information when y meets zero.
func (p Prec) Quo(x, y Real) Real {
	if x.mid == nil || y.mid == nil {
		return Real{}
	}
	low := lower(y.mid, y.rad)
	if low.isZero() {
		return Real{}
	}
	z := new(big.Float).SetPrec(uint(p)).Quo(x.mid, y.mid)
	var rad mag
	if !x.rad.isZero() {
		rad = x.rad.div(low)
	}
	if !y.rad.isZero() && z.Sign() != 0 {
		rad = rad.add(upper(z).mul(y.rad).div(low))
	}
	return p.rounded(z, rad, x.faint || y.faint)
}

// Shift returns x * 2^e.
func (x Real) Shift(e int) Real {
	if x.mid == nil {
		return x
	}
	z := new(big.Float).SetMantExp(x.mid, e)
	if z.IsInf() || z.Sign() == 0 && x.mid.Sign() != 0 {
		return Real{}
	}
	return Real{mid: z, rad: x.rad.shift(int64(e)), faint: x.faint}
}

// Disjoint reports whether x and y have no point in common: a proof that the
// numbers they stand for differ.
func Disjoint(x, y Real) bool {
	if x.mid == nil || y.mid == nil {
		return false
	}
	if x.rad.isZero() && y.rad.isZero() {
		return x.mid.Cmp(y.mid) != 0
	}
	p := Prec(max(x.mid.Prec(), y.mid.Prec(), 64))
	d := p.Sub(x, y)
	return d.Sign() != 0
}

// Close reports whether x and y meet and both are known so accurately,
// relative to their size and to p bits, that meeting is evidence of equality.
// Two balls around zero are never close: their size is not known.
func (p Prec) Close(x, y Real) bool {
	if x.mid == nil || y.mid == nil || x.faint || y.faint || Disjoint(x, y) {
		return false
	}
	if x.IsZero() && y.IsZero() {
		return true
	}
	return p.accurate(x) && p.accurate(y)
}

// accurate reports whether the relative error of x is below 2^-closeBits.
func (p Prec) accurate(x Real) bool {
	if x.rad.isZero() {
		return true
	}
	if x.mid.Sign() == 0 {
		return false
	}
	return int64(x.mid.MantExp(nil))-1-x.rad.exp >= p.closeBits()
}

// Contains reports whether the number q lies in x.
func (x Real) Contains(q *big.Float) bool {
	if x.mid == nil {
		return true
	}
	d := new(big.Float).SetPrec(x.mid.Prec()+q.Prec()+64).Sub(q, x.mid)
	return d.Abs(d).Cmp(x.rad.bigFloat()) <= 0
}

// Less reports whether every point of x lies below every point of y.
func Less(x, y Real) bool {
	if x.mid == nil || y.mid == nil {
		return false
	}
	p := Prec(max(x.mid.Prec(), y.mid.Prec(), 64))
	return p.Sub(x, y).Sign() < 0
}

// Floor returns the greatest integer not above x when the whole ball has one.
func (x Real) Floor() (*big.Int, bool) {
	if x.mid == nil || x.mid.MantExp(nil) > maxIntBits {
		return nil, false
	}
	n, acc := x.mid.Int(nil)
	if acc == big.Above { // truncated towards zero from below
		n.Sub(n, big.NewInt(1))
	}
	if x.rad.isZero() {
		return n, true
	}
	// n <= mid < n+1; the ball must lie inside [n, n+1).
	if x.rad.exp > 0 {
		return nil, false
	}
	lo := new(big.Float).SetPrec(x.mid.Prec()+64).Sub(x.mid, new(big.Float).SetInt(n))
	hi := new(big.Float).SetPrec(x.mid.Prec()+64).Sub(new(big.Float).SetInt64(1), lo)
	r := x.rad.bigFloat()
	if lo.Cmp(r) >= 0 && hi.Cmp(r) > 0 {
		return n, true
	}
	return nil, false
}

// maxIntBits bounds the integers Floor writes out.
const maxIntBits = 1 << 16

// Exp2 returns e with |mid| in [2^(e-1), 2^e); 0 for zero.
func (x Real) Exp2() int {
	if x.mid == nil {
		return 0
	}
	return x.mid.MantExp(nil)
}

// Near reports whether x and y differ by less than 2^-(p/2), not relative to
// their size: for logarithms, whose difference is the relative error.
func (p Prec) Near(x, y Real) bool {
	d := p.Sub(x, y)
	return d.Known() && upper(d.mid).add(d.rad).exp < -int64(p)/2
}
