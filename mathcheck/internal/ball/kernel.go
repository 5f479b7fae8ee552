package ball

import (
	"math"
	"math/big"
	"sync"
)

// The kernels below work on fixed point numbers: a *big.Int v at w bits stands
// for v/2^w. An ulp is 2^-w. Every kernel returns with its result a bound, in
// ulps, on the distance to the exact value at the argument as given.

// constBits are the precisions at which the constants are kept. Most calls
// need the first; the second is computed when an argument reduction asks for
// it, which takes an exponent of some thousands of bits (see maxReduce).
var constBits = [2]uint{5120, 20480}

// constant is a number computed once for each of constBits.
type constant struct {
	compute func(w uint) *big.Int
	kept    [len(constBits)]func() *big.Int
}

func newConstant(f func(w uint) *big.Int) constant {
	c := constant{compute: f}
	for i, w := range constBits {
		c.kept[i] = sync.OnceValue(func() *big.Int { return f(w) })
	}
	return c
}

// at returns the constant at w bits, within 2 ulps.
func (c constant) at(w uint) *big.Int {
	for i, have := range constBits {
		if w <= have {
			return new(big.Int).Rsh(c.kept[i](), have-w)
		}
	}
	return c.compute(w)
}

// piConst is Machin's formula, ln2Const the three-term formula with
// 26, 4801 and 8749.
var (
	piConst = newConstant(func(w uint) *big.Int {
		g := w + 32
		s := arcInverse(5, 16, g, -1)
		s.Sub(s, arcInverse(239, 4, g, -1))
		return s.Rsh(s, 32)
	})
	ln2Const = newConstant(func(w uint) *big.Int {
		g := w + 32
		s := arcInverse(26, 18, g, 1)
		s.Sub(s, arcInverse(4801, 2, g, 1))
		s.Add(s, arcInverse(8749, 8, g, 1))
		return s.Rsh(s, 32)
	})
)

// arcInverse is c*atan(1/n) for sign -1 and c*atanh(1/n) for sign 1.
func arcInverse(n, c int64, w uint, sign int) *big.Int {
	t := new(big.Int).Lsh(big.NewInt(c), w)
	t.Quo(t, big.NewInt(n))
	sum := new(big.Int).Set(t)
	nn, q, d := big.NewInt(n*n), new(big.Int), new(big.Int)
	for k := int64(1); t.Sign() != 0; k++ {
		t.Quo(t, nn)
		q.Quo(t, d.SetInt64(2*k+1))
		if sign < 0 && k&1 == 1 {
			sum.Sub(sum, q)
		} else {
			sum.Add(sum, q)
		}
	}
	return sum
}

// toFixed is x at w bits, rounded down by less than one ulp; exact says
// whether nothing was cut. The exponent of x must be moderate.
func toFixed(x *big.Float, w uint) (v *big.Int, exact bool) {
	var s big.Float
	if x.Sign() == 0 {
		return new(big.Int), true
	}
	s.SetMantExp(x, int(w))
	v, acc := s.Int(nil)
	if acc == big.Above { // cut towards zero from below
		v.Sub(v, one)
	}
	return v, acc == big.Exact
}

var one = big.NewInt(1)

// fromFixed is the ball v/2^w with a radius of err ulps, rounded to p bits.
func (p Prec) fromFixed(v *big.Int, w uint, err float64, faint bool) Real {
	z := new(big.Float).SetPrec(uint(p)).SetInt(v)
	x := p.rounded(z, mag{}, faint)
	if x.mid == nil {
		return x
	}
	if z.Sign() != 0 {
		z.SetMantExp(z, -int(w))
		x.rad = x.rad.shift(-int64(w))
	}
	return x.widen(magFloat(err).shift(-int64(w)))
}

// fixExp is exp(x) for |x| <= 1.
func fixExp(x *big.Int, w uint) (*big.Int, float64) {
	s := uint(math.Sqrt(float64(w))/2) + 1
	g := s + 8
	v := w + g
	r := new(big.Int).Lsh(x, g)
	r.Rsh(r, s)
	sum := new(big.Int).Lsh(one, v)
	t := new(big.Int).Set(r)
	sum.Add(sum, t)
	n := int64(1)
	d, m := new(big.Int), new(big.Int)
	for t.BitLen() > 1 {
		n++
		m.Mul(t, r)
		m.Rsh(m, v)
		t.Quo(m, d.SetInt64(n))
		sum.Add(sum, t)
	}
	for range s {
		m.Mul(sum, sum)
		sum.Rsh(m, v)
	}
	// Each term is off by at most 2.1 ulps of 2^-v, the tail by one more; s
	// squarings double the relative error s times, and the value is below e.
	return sum.Rsh(sum, g), float64(6*n+12)/256 + 2
}

// fixSinCos is the sine and cosine of |x| <= 1.2.
func fixSinCos(x *big.Int, w uint) (sin, cos *big.Int, err float64) {
	s := uint(math.Sqrt(float64(w))/3) + 1
	g := 2*s + 8
	v := w + g
	r := new(big.Int).Lsh(x, g)
	r.Rsh(r, s)
	u := new(big.Int).Mul(r, r)
	u.Rsh(u, v)
	unit := new(big.Int).Lsh(one, v)
	cos = new(big.Int).Set(unit)
	sin = new(big.Int).Set(r)
	tc, ts := new(big.Int).Set(unit), new(big.Int).Set(r)
	d, m := new(big.Int), new(big.Int)
	n := int64(0)
	for tc.BitLen() > 1 {
		n += 2
		m.Mul(tc, u)
		m.Rsh(m, v)
		tc.Quo(m, d.SetInt64((n-1)*n))
		m.Mul(ts, u)
		m.Rsh(m, v)
		ts.Quo(m, d.SetInt64(n*(n+1)))
		if n&2 != 0 {
			cos.Sub(cos, tc)
			sin.Sub(sin, ts)
		} else {
			cos.Add(cos, tc)
			sin.Add(sin, ts)
		}
	}
	for range s {
		m.Mul(sin, cos)
		d.Mul(sin, sin)
		sin.Rsh(m, v-1)
		d.Rsh(d, v-1)
		cos.Sub(unit, d)
	}
	// Terms are off by 2.1 ulps of 2^-v each; a doubling multiplies the larger
	// of the two errors by at most 4 and adds at most 3.
	return sin.Rsh(sin, g), cos.Rsh(cos, g), float64(4*n+20)/256 + 2
}

// fixLog is log(m) for m in [0.7, 1.5].
func fixLog(m *big.Int, w uint) (*big.Int, float64) {
	y := fixedFloat(math.Log(floatFixed(m, w)), w)
	e, errE := fixExp(new(big.Int).Neg(y), w)
	t := new(big.Int).Mul(m, e)
	t.Rsh(t, w)
	t.Sub(t, new(big.Int).Lsh(one, w)) // |t| < 2^-45 and log m = y + log(1+t)
	sum := y.Add(y, t)
	pow, d, q := new(big.Int).Set(t), new(big.Int), new(big.Int)
	n := int64(1)
	for pow.BitLen() > 1 {
		n++
		q.Mul(pow, t)
		pow.Rsh(q, w)
		q.Quo(pow, d.SetInt64(n))
		if n&1 == 0 {
			sum.Sub(sum, q)
		} else {
			sum.Add(sum, q)
		}
	}
	return sum, 2*errE + 2 + 3*float64(n)
}

// fixAtan is atan(x) for |x| <= 2.
func fixAtan(x *big.Int, w uint) (*big.Int, float64) {
	y := fixedFloat(math.Atan(floatFixed(x, w)), w)
	s, c, errSC := fixSinCos(y, w)
	// t = tan(atan x - y) = (x cos y - sin y) / (cos y + x sin y), tiny.
	num := new(big.Int).Mul(x, c)
	num.Rsh(num, w)
	num.Sub(num, s)
	den := new(big.Int).Mul(x, s)
	den.Rsh(den, w)
	den.Add(den, c) // >= cos y >= 0.44
	t := num.Lsh(num, w)
	t.Quo(t, den)
	u := new(big.Int).Mul(t, t)
	u.Rsh(u, w)
	sum := y.Add(y, t)
	pow, d, q := new(big.Int).Set(t), new(big.Int), new(big.Int)
	n := int64(1)
	for pow.BitLen() > 1 {
		n += 2
		q.Mul(pow, u)
		pow.Rsh(q, w)
		q.Quo(pow, d.SetInt64(n))
		if n&2 != 0 {
			sum.Sub(sum, q)
		} else {
			sum.Add(sum, q)
		}
	}
	return sum, 12*errSC + 16 + 3*float64(n)
}

// floatFixed is v/2^w as a float64, near enough for a first approximation.
func floatFixed(v *big.Int, w uint) float64 {
	var f big.Float
	f.SetPrec(64).SetInt(v)
	if f.Sign() == 0 {
		return 0
	}
	g, _ := f.SetMantExp(&f, -int(w)).Float64()
	return g
}

// fixedFloat is f at w bits, cut.
func fixedFloat(f float64, w uint) *big.Int {
	v, _ := toFixed(big.NewFloat(f), w)
	return v
}
