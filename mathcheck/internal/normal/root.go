package normal

import (
	"math"
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// smallRoot is numPower for a positive number under a root, where everything
// fits machine words; false for all else.
func (c canon) smallRoot(b, e num.Value, bi, ei item) (item, bool) {
	m, n, ok := e.Frac()
	p, q, ok2 := b.Frac()
	if !ok || !ok2 || n < 2 || n > 64 || p <= 0 {
		return item{}, false
	}
	whole := m / n
	if m%n < 0 {
		whole--
	}
	m -= whole * n
	rad, ok := powProduct(p, q, m, n)
	if !ok {
		return item{}, false
	}
	out, ok := c.powV(b, whole)
	if !ok {
		return rawPow(bi, ei), true
	}
	if q != 1 {
		down, ok := num.Pow(num.FromInt(q), m)
		if !ok {
			return rawPow(bi, ei), true
		}
		if out, ok = c.quoV(out, down); !ok {
			return rawPow(bi, ei), true
		}
	}
	outside, inside, root := c.extractSmall(rad, n)
	if out, ok = c.mulV(out, num.FromInt(outside)); !ok {
		return rawPow(bi, ei), true
	}
	if inside == 1 {
		return numItem(out), true
	}
	r := rawPow(numItem(num.FromInt(inside)), numItem(num.FromFrac(1, root)))
	if i, ok := out.Int64(); ok && i == 1 {
		return r, true
	}
	mul := &expr.Mul{Factors: []expr.Node{expr.Val(out), r.n}}
	return item{mul, c.hashOf(mul)}, true
}

// powProduct is p^m q^(m(n-1)), what stands under the root of (p/q)^(m/n) once
// its denominator is taken out.
func powProduct(p, q, m, n int64) (int64, bool) {
	v := num.FromInt(1)
	for _, f := range [2][2]int64{{p, m}, {q, m * (n - 1)}} {
		if f[0] == 1 {
			continue
		}
		if f[1] >= 64 {
			return 0, false
		}
		w, ok := num.Pow(num.FromInt(f[0]), f[1])
		if !ok {
			return 0, false
		}
		if v, ok = num.Mul(v, w); !ok {
			return 0, false
		}
	}
	return v.Int64()
}

// extractSmall is extract for a number of 63 bits.
func (c canon) extractSmall(v, n int64) (outside, inside, root int64) {
	outside, inside = 1, 1
	rest := v
	for p := int64(2); p <= trialLimit && rest > 1; p++ {
		if p > 2 && p%2 == 0 {
			continue
		}
		if p*p > rest {
			break
		}
		if p&31 == 3 && !c.b.Spend(32) {
			break
		}
		count := int64(0)
		for rest%p == 0 {
			rest /= p
			count++
		}
		for range count / n {
			outside *= p
		}
		for range count % n {
			inside *= p
		}
	}
	if s, ok := exactRootSmall(rest, n); ok {
		outside *= s
	} else {
		inside *= rest
	}
	root = n
	for k := int64(2); k <= n; k++ { // 4^(1/4) is 2^(1/2)
		for root%k == 0 && root > k {
			s, ok := exactRootSmall(inside, k)
			if !ok {
				break
			}
			inside, root = s, root/k
		}
	}
	return outside, inside, root
}

// exactRootSmall is exactRoot for a number of 63 bits.
func exactRootSmall(v, n int64) (int64, bool) {
	if v <= 1 {
		return v, true
	}
	if n != 2 {
		s, ok := exactRoot(big.NewInt(v), n)
		if !ok {
			return 0, false
		}
		return s.Int64(), true
	}
	// The square root of a float64 is off by one at most.
	s := int64(math.Sqrt(float64(v)))
	for _, t := range [3]int64{s - 1, s, s + 1} {
		if t*t == v {
			return t, true
		}
	}
	return 0, false
}
