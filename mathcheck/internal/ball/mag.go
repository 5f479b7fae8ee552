package ball

import (
	"math"
	"math/big"
)

// mag is an upper bound on a magnitude: man * 2^exp with man in [0.5, 1), or
// zero. Its operations round up. The exponent is wide enough that no chain of
// operations within budget overflows it.
type mag struct {
	man float64
	exp int64
}

// up is one plus two units in the last place of a float64, the factor that
// turns a rounded product or sum into an upper bound.
const up = 1 + 0x1p-51

// noInfo is the exponent from which on a radius says nothing useful.
const noInfo = 1 << 40

func (m mag) isZero() bool { return m.man == 0 }

// pow2 is 2^e.
func pow2(e int64) mag { return mag{0.5, e + 1} }

func (m mag) norm() mag {
	if m.man == 0 {
		return mag{}
	}
	f, e := math.Frexp(m.man)
	return mag{f, m.exp + int64(e)}
}

func magFloat(f float64) mag { return mag{math.Abs(f), 0}.norm() }

func (m mag) add(n mag) mag {
	if m.man == 0 {
		return n
	}
	if n.man == 0 {
		return m
	}
	if m.exp < n.exp {
		m, n = n, m
	}
	d := m.exp - n.exp
	if d > 60 {
		return mag{m.man * up, m.exp}.norm()
	}
	return mag{(m.man + math.Ldexp(n.man, -int(d))) * up, m.exp}.norm()
}

func (m mag) mul(n mag) mag {
	if m.man == 0 || n.man == 0 {
		return mag{}
	}
	return mag{m.man * n.man * up, m.exp + n.exp}.norm()
}

// shift is m * 2^e.
func (m mag) shift(e int64) mag {
	if m.man == 0 {
		return m
	}
	return mag{m.man, m.exp + e}
}

// div is m/n for a lower bound n > 0.
func (m mag) div(n mag) mag {
	if m.man == 0 {
		return mag{}
	}
	return mag{m.man / n.man * up, m.exp - n.exp}.norm()
}

func (m mag) cmp(n mag) int {
	switch {
	case m.man == 0 && n.man == 0:
		return 0
	case m.man == 0:
		return -1
	case n.man == 0:
		return 1
	case m.exp != n.exp:
		if m.exp < n.exp {
			return -1
		}
		return 1
	case m.man < n.man:
		return -1
	case m.man > n.man:
		return 1
	}
	return 0
}

func (m mag) min(n mag) mag {
	if m.cmp(n) <= 0 {
		return m
	}
	return n
}

func (m mag) max(n mag) mag {
	if m.cmp(n) >= 0 {
		return m
	}
	return n
}

// float is an upper bound as a float64, +Inf when it does not fit.
func (m mag) float() float64 {
	switch {
	case m.man == 0:
		return 0
	case m.exp > 1000:
		return math.Inf(1)
	case m.exp < -1000:
		return 0x1p-1000
	}
	return math.Ldexp(m.man, int(m.exp))
}

// upper bounds |x| from above by the next power of two; it is within a factor
// of two and needs no rounding.
func upper(x *big.Float) mag {
	if x.Sign() == 0 {
		return mag{}
	}
	return pow2(int64(x.MantExp(nil)))
}

// lower bounds |x| - r from below; zero when that is not positive.
func lower(x *big.Float, r mag) mag {
	if x.Sign() == 0 {
		return mag{}
	}
	e := int64(x.MantExp(nil))
	if r.isZero() {
		return pow2(e - 1)
	}
	if r.exp <= e-3 { // r < 2^(e-3), |x| >= 2^(e-1)
		return mag{0.75, e - 1}
	}
	if r.exp > e { // r >= 2^e > |x|
		return mag{}
	}
	var f big.Float
	f.SetPrec(64).SetMode(big.ToZero).Abs(x)
	g := math.Ldexp(r.man, int(r.exp-e))
	m, _ := f.SetMantExp(&f, -int(e)).Float64() // in [0.5, 1], at most half an ulp too large
	d := m*(1-0x1p-52) - g
	if d <= 0x1p-40 {
		return mag{}
	}
	return mag{d * (1 - 0x1p-50), e}.norm()
}

// bigFloat is m as a big.Float, exactly.
func (m mag) bigFloat() *big.Float {
	f := big.NewFloat(m.man)
	return f.SetMantExp(f, int(max(min(m.exp, math.MaxInt32-64), math.MinInt32+64)))
}
