package ball

import (
	"math/big"
	"sync"
)

// maxBernoulli is how many Bernoulli numbers of even index the asymptotic
// series of the logarithm of the gamma function may use.
const maxBernoulli = 64

// bernoulli returns B_2, B_4, ..., exactly, by the recurrence
// sum_{k<=m} C(m+1,k) B_k = 0.
var bernoulli = sync.OnceValue(func() []*big.Rat {
	n := 2 * maxBernoulli
	b := make([]*big.Rat, n+1)
	b[0] = big.NewRat(1, 1)
	for m := 1; m <= n; m++ {
		s, c := new(big.Rat), big.NewInt(1)
		for k := 0; k < m; k++ {
			if b[k].Sign() != 0 {
				t := new(big.Rat).SetInt(c)
				s.Add(s, t.Mul(t, b[k]))
			}
			c = new(big.Int).Mul(c, big.NewInt(int64(m+1-k)))
			c.Quo(c, big.NewInt(int64(k+1)))
		}
		b[m] = s.Mul(s, big.NewRat(-1, int64(m+1)))
	}
	even := make([]*big.Rat, 0, maxBernoulli)
	for k := 2; k <= n; k += 2 {
		even = append(even, b[k])
	}
	return even
})

// LogGamma returns log(Gamma(x)) for x > 0. For real arguments the error of
// the asymptotic series is below the first term left out (DLMF 5.11(ii)).
func (p Prec) LogGamma(x Real) Real {
	if x.Sign() <= 0 {
		return Real{}
	}
	q := p + 64
	// Shift x up to where the series with half the terms is accurate.
	need := int64(q)/5 + 8
	shift := FromInt64(0)
	if e := x.mid.MantExp(nil); e < 40 {
		if f, _ := x.mid.Float64(); int64(f) < need {
			prod := FromInt64(1)
			for range need - int64(f) {
				prod = q.Mul(prod, x)
				x = q.Add(x, FromInt64(1))
			}
			shift = q.Log(prod)
		}
	} else {
		q += Prec(min(e, 4096))
	}
	half := FromFloat(0.5)
	z := q.Mul(q.Sub(x, half), q.Log(x))
	z = q.Sub(z, x)
	z = q.Add(z, q.Log(q.Pi().Shift(1)).Shift(-1))
	inv := q.Quo(FromInt64(1), x)
	inv2 := q.Mul(inv, inv)
	low := -int64(q)
	for k, b := range bernoulli() {
		n := int64(k + 1)
		t := q.Mul(q.FromRat(b), q.Quo(inv, FromInt64(2*n*(2*n-1))))
		if t.mid == nil {
			return t
		}
		if u := upper(t.mid).add(t.rad); u.exp < low || k == maxBernoulli-1 {
			z = z.widen(u)
			break
		}
		z = q.Add(z, t)
		inv = q.Mul(inv, inv2)
	}
	// What fades in the series are parts of one function, not summands a
	// writer could have hidden.
	faint := x.faint
	z = p.Sub(z, shift)
	z.faint = faint
	return z
}

// maxGammaArg bounds the arguments whose gamma value is computed by one exp.
const maxGammaArg = 1 << 26

// Gamma returns the gamma function for x > 0, and for other x that stay off
// the poles by the reflection formula.
func (p Prec) Gamma(x Real) Real {
	if x.mid == nil || x.mid.MantExp(nil) > 26 {
		return Real{}
	}
	if x.Sign() > 0 {
		q := p + 40
		return p.Exp(q.LogGamma(x))
	}
	// Gamma(x) Gamma(1-x) = pi / sin(pi x)
	q := p + 24
	s := q.Sin(q.Mul(q.Pi(), x))
	y := q.Sub(FromInt64(1), x)
	if y.Sign() <= 0 {
		return Real{}
	}
	return p.Quo(q.Pi(), q.Mul(s, q.Gamma(y)))
}

// maxExactFactorial bounds the factorials multiplied out.
const maxExactFactorial = 400

// Factorial returns n! for n >= 0.
func (p Prec) Factorial(n int64) Real {
	switch {
	case n < 0 || n > maxGammaArg:
		return Real{}
	case n <= maxExactFactorial:
		z := p.FromInt(new(big.Int).MulRange(1, n))
		z.faint = false // a product, not a long numeral
		return z
	}
	return p.Gamma(FromInt64(n + 1))
}
