package ball

import (
	"math/big"
	"math/bits"
)

// Sqrt returns the square root of x >= 0; a ball that reaches below zero has
// none.
func (p Prec) Sqrt(x Real) Real {
	if x.mid == nil {
		return x
	}
	if x.IsZero() {
		return x
	}
	low := lower(x.mid, x.rad)
	if x.mid.Sign() <= 0 || low.isZero() {
		return Real{}
	}
	x = p.shorten(x, uint(p)+32)
	z := new(big.Float).SetPrec(uint(p)).Sqrt(x.mid)
	// Sqrt of big.Float does not set the accuracy; one ulp covers its rounding.
	rad := pow2(int64(z.MantExp(nil)) - int64(p))
	if m := z.MinPrec(); m <= uint(p)/2 && new(big.Float).SetPrec(2*m).Mul(z, z).Cmp(x.mid) == 0 {
		rad = mag{}
	}
	if !x.rad.isZero() {
		// |sqrt(x±r) - sqrt x| <= r / sqrt(x-r) <= sqrt(x) r/(x-r)
		rad = rad.add(upper(z).mul(x.rad).div(low))
	}
	return p.rounded(z, rad, x.faint)
}

// maxRootIndex bounds the index up to which a root is taken in integers; a
// larger one goes through the logarithm.
const maxRootIndex = 12

// Root returns the n-th root of x, n >= 1: the non-negative one for even n,
// the real one for odd n.
func (p Prec) Root(x Real, n int) Real {
	switch {
	case x.mid == nil || n == 1 || x.IsZero():
		return x
	case n < 1:
		return Real{}
	case n == 2:
		return p.Sqrt(x)
	case x.Sign() < 0:
		if n&1 == 0 {
			return Real{}
		}
		return p.Root(x.Neg(), n).Neg()
	case x.Sign() == 0:
		return Real{}
	case n > maxRootIndex:
		return p.Exp((p + 16).Quo((p + 32).Log(x), FromInt64(int64(n))))
	}
	low := lower(x.mid, x.rad)
	x = p.shorten(x, uint(p)+32)
	// x = f * 2^(n k) with f at n*w bits; the integer root of f has w bits.
	w := int(p) + 8
	e := x.mid.MantExp(nil)
	k := e / n
	var f big.Float
	f.SetMantExp(x.mid, -k*n+n*w)
	v, acc := f.Int(nil)
	r := intRoot(v, n)
	// r <= f^(1/n) < r+1, and the cut of f moves the root by less than one.
	err := 2.0
	if acc == big.Exact && new(big.Int).Exp(r, big.NewInt(int64(n)), nil).Cmp(v) == 0 {
		err = 0
	}
	z := p.fromFixed(r, uint(w), err, x.faint)
	if z.mid == nil {
		return z
	}
	z = z.Shift(k)
	if z.mid == nil || x.rad.isZero() {
		return z
	}
	return z.widen(upper(z.mid).mul(x.rad).div(low))
}

// intRoot is the integer part of the n-th root of v > 0, by Newton's method
// from above.
func intRoot(v *big.Int, n int) *big.Int {
	r := new(big.Int).Lsh(one, uint(v.BitLen()/n+1))
	m1, nn := big.NewInt(int64(n-1)), big.NewInt(int64(n))
	t, pw := new(big.Int), new(big.Int)
	for {
		pw.Exp(r, m1, nil)
		t.Quo(v, pw)
		pw.Mul(r, m1)
		t.Add(t, pw)
		t.Quo(t, nn)
		if t.Cmp(r) >= 0 {
			return r
		}
		r, t = t, r
	}
}

// maxIntPow bounds the exponents that are worked by repeated squaring, whose
// error grows with the exponent; larger ones go through the logarithm.
const maxIntPow = 4096

// PowInt returns x^n. For x = 0 and n <= 0 there is no information.
func (p Prec) PowInt(x Real, n int64) Real {
	switch {
	case x.mid == nil:
		return x
	case n == 0:
		if x.Sign() == 0 {
			return Real{}
		}
		return faintInt(1, x)
	case n < 0:
		if n == -1<<63 {
			return Real{}
		}
		return p.Quo(FromInt64(1), (p+8).PowInt(x, -n))
	case n > maxIntPow:
		switch {
		case x.IsZero():
			return x
		case x.Sign() == 0:
			return Real{}
		}
		z := p.powLog(x.Abs(), FromInt64(n))
		if x.Sign() < 0 && n&1 == 1 {
			z = z.Neg()
		}
		return z
	}
	return squared(x, n, (p + 16).Mul)
}

// squared is x^n for n > 0 by repeated squaring. No product is made that does
// not count: each widens the radius.
func squared[T any](x T, n int64, mul func(a, b T) T) T {
	z, s, first := x, x, true
	for ; ; n >>= 1 {
		if n&1 == 1 {
			if first {
				z, first = s, false
			} else {
				z = mul(z, s)
			}
		}
		if n == 1 {
			return z
		}
		s = mul(s, s)
	}
}

// powLog is x^y for x > 0, by exp(y log x) with the bits the size of the
// exponent costs.
func (p Prec) powLog(x, y Real) Real {
	if x.mid == nil || y.mid == nil {
		return Real{}
	}
	extra := Prec(24)
	if y.mid.Sign() != 0 {
		extra += Prec(max(0, min(y.mid.MantExp(nil), 64)))
	}
	if x.mid.Sign() != 0 {
		extra += Prec(bits.Len(uint(abs(x.mid.MantExp(nil)))))
	}
	q := p + extra
	return p.Exp(q.Mul(q.Log(x), y))
}

// Pow returns x^y for x > 0, and for x = 0 < y. Powers of negative numbers
// are PowInt and PowRat.
func (p Prec) Pow(x, y Real) Real {
	switch {
	case x.IsZero() && y.Sign() > 0:
		return FromInt64(0)
	case x.Sign() <= 0:
		return Real{}
	}
	return p.powLog(x, y)
}

// PowRat returns x^(a/b) for b >= 1 in lowest terms, for a negative x only
// with b odd: the real value.
func (p Prec) PowRat(x Real, a, b int64) Real {
	if b == 1 {
		return p.PowInt(x, a)
	}
	q := p + 16
	if abs64(a) <= 64 && b <= maxRootIndex {
		return p.PowInt(q.Root(x, int(b)), a)
	}
	neg := false
	if x.Sign() < 0 {
		if b&1 == 0 {
			return Real{}
		}
		x, neg = x.Neg(), a&1 != 0
	}
	z := p.Pow(x, q.Quo(FromInt64(a), FromInt64(b)))
	if neg {
		z = z.Neg()
	}
	return z
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func abs64(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
