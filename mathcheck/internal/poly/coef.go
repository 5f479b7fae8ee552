package poly

import (
	"math"
	"math/big"
	"math/bits"
)

// coef is a rational number: n/d in lowest terms with d > 0, or r when it
// does not fit. The zero coef is not valid; use coefInt(0).
type coef struct {
	n, d int64
	r    *big.Rat
}

// maxCoefBits bounds numerators and denominators: a product of three numbers
// of 10,000 digits.
const maxCoefBits = 100_000

func coefInt(n int64) coef { return coef{n: n, d: 1} }

// coefRat takes ownership of r.
func coefRat(r *big.Rat) coef {
	if r.Num().IsInt64() && r.Denom().IsInt64() && r.Num().Int64() != math.MinInt64 {
		return coef{n: r.Num().Int64(), d: r.Denom().Int64()}
	}
	return coef{r: r}
}

func (c coef) rat() *big.Rat {
	if c.r != nil {
		return c.r
	}
	return big.NewRat(c.n, c.d)
}

func (c coef) sign() int {
	switch {
	case c.r != nil:
		return c.r.Sign()
	case c.n < 0:
		return -1
	case c.n > 0:
		return 1
	}
	return 0
}

func (c coef) isOne() bool { return c.r == nil && c.n == 1 && c.d == 1 }

func (c coef) isInt() bool {
	if c.r != nil {
		return c.r.IsInt()
	}
	return c.d == 1
}

// bits is the size of the coefficient.
func (c coef) bits() int {
	if c.r != nil {
		return max(c.r.Num().BitLen(), c.r.Denom().BitLen())
	}
	return 64
}

func (c coef) neg() coef {
	if c.r != nil {
		return coef{r: new(big.Rat).Neg(c.r)}
	}
	return coef{n: -c.n, d: c.d}
}

func (c coef) abs() coef {
	if c.sign() < 0 {
		return c.neg()
	}
	return c
}

func (c coef) inv() coef {
	switch {
	case c.r != nil:
		return coefRat(new(big.Rat).Inv(c.r))
	case c.n < 0:
		return coef{n: -c.d, d: -c.n}
	}
	return coef{n: c.d, d: c.n}
}

func (c coef) equal(x coef) bool {
	if c.r != nil || x.r != nil {
		return c.r != nil && x.r != nil && c.r.Cmp(x.r) == 0
	}
	return c.n == x.n && c.d == x.d
}

// mulOK is x*y if it fits, the smallest int64 excluded.
func mulOK(x, y int64) (int64, bool) {
	neg := (x < 0) != (y < 0)
	hi, lo := bits.Mul64(absU(x), absU(y))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if neg {
		return -int64(lo), true
	}
	return int64(lo), true
}

func absU(x int64) uint64 {
	if x < 0 {
		return uint64(-x)
	}
	return uint64(x)
}

func gcd64(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func (c coef) mul(x coef) coef {
	if c.r == nil && x.r == nil {
		if c.d == 1 && x.d == 1 {
			if p, ok := mulOK(c.n, x.n); ok {
				return coef{n: p, d: 1}
			}
		} else {
			g, h := int64(gcd64(absU(c.n), uint64(x.d))), int64(gcd64(absU(x.n), uint64(c.d)))
			if g == 0 || h == 0 {
				return coefInt(0)
			}
			p, ok := mulOK(c.n/g, x.n/h)
			q, ok2 := mulOK(c.d/h, x.d/g)
			if ok && ok2 {
				return coef{n: p, d: q}
			}
		}
	}
	return coefRat(new(big.Rat).Mul(c.rat(), x.rat()))
}

func (c coef) add(x coef) coef {
	if c.r == nil && x.r == nil {
		if c.d == 1 && x.d == 1 {
			if s := c.n + x.n; (s > c.n) == (x.n > 0) && s != math.MinInt64 {
				return coef{n: s, d: 1}
			}
		} else {
			p, ok := mulOK(c.n, x.d)
			q, ok2 := mulOK(x.n, c.d)
			d, ok3 := mulOK(c.d, x.d)
			if ok && ok2 && ok3 {
				if s := p + q; (s > p) == (q > 0) && s != math.MinInt64 {
					g := int64(gcd64(absU(s), uint64(d)))
					return coef{n: s / g, d: d / g}
				}
			}
		}
	}
	return coefRat(new(big.Rat).Add(c.rat(), x.rat()))
}
