// Package pit tests identities without expanding them: both sides are
// evaluated at one integer point modulo two primes, point and primes drawn
// from a seed that depends on both inputs (Schwartz 1980, Zippel 1979).
//
// Different is a proof when no opaque atom occurs: two rational numbers that
// differ modulo a prime differ. Equal holds but for the error bound returned
// with it, taken over the choice of primes and points. Radicals, functions
// and powers with fractional exponents are atoms, the same atom for equal
// arguments: there Equal still holds and a difference proves nothing.
package pit

import (
	"math"
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/gfp"
	"github.com/verireward/verireward/mathcheck/internal/proof"
)

const (
	// fewRounds is how many primes are usually used, manyRounds for
	// expressions of huge degree or size.
	fewRounds, manyRounds = 2, 4
	// parities is how many further points are tried where a variable stands in
	// an exponent: (-2)^n and 2^n agree for every second n, whatever the prime.
	parities = 48
	// retries is how often a point at which a side has no value is replaced.
	retries = 3
	// primeCount is a lower bound on the number of primes to choose from: one
	// in 84 of the 2^58 candidates.
	primeCount = 0x1p58 / 84
	// maxBound is the error bound above which Equal is not said.
	maxBound = 0x1p-40
	// maxLoop bounds the terms of a sum or product that is worked out.
	maxLoop = 5000
	// maxFactorial bounds the factorials that are multiplied out.
	maxFactorial = 50_000
)

// Compare tests whether a and b are the same function of their variables. The
// bound is that on the probability of Equal being wrong.
func Compare(a, b expr.Node, seed uint64, steps *budget.Budget) (o proof.Outcome, bound float64) {
	size := weight(a) + weight(b)
	rounds := uint64(fewRounds)
	if bound = math.Pow(size/primeCount, fewRounds); !(bound < maxBound) {
		rounds, bound = manyRounds, math.Pow(size/primeCount, manyRounds)
	}
	done := uint64(0)
	for k := uint64(0); k < rounds+retries && done < rounds; k++ {
		if !steps.Spend(6000) { // finding a prime
			return proof.Unknown, 1
		}
		e := &eval{f: gfp.New(gfp.Mix(seed) + k), seed: gfp.Mix(seed ^ k<<32), steps: steps}
		same, ok := e.agree(a, b)
		for i := 1; ok && same && done == 0 && e.powers && i < parities; i++ {
			e.seed = gfp.Mix(e.seed)
			same, ok = e.agree(a, b)
		}
		switch {
		case !ok && e.hopeless:
			return proof.Unknown, 1
		case !ok:
			continue
		case !same && e.opaque:
			return proof.Unknown, 1
		case !same:
			return proof.Different, 0
		}
		done++
	}
	if done < rounds || !(bound < maxBound) {
		return proof.Unknown, 1
	}
	return proof.Equal, bound
}

// agree reports whether a and b have the same value at one point; not ok if
// one of them has none.
func (e *eval) agree(a, b expr.Node) (same, ok bool) {
	x, ok := e.value(a)
	if !ok {
		return false, false
	}
	y, ok := e.value(b)
	return x == y, ok
}

// weight bounds degree and, in words, size of the coefficients of n: how many
// primes or points can make an expression other than zero vanish.
func weight(n expr.Node) float64 {
	switch n := n.(type) {
	case *expr.Num:
		c, e, ok := n.V.Coefficient()
		if !ok {
			return 64
		}
		return 1 + (float64(c.BitLen())+4*math.Abs(float64(e)))/60
	case *expr.Pow:
		if k, ok := wholeExponent(n.Exp); ok {
			return weight(n.Base) * (1 + math.Abs(k))
		}
	case *expr.Call:
		if n.Fn == expr.Factorial && len(n.Args) == 1 {
			if k, ok := wholeExponent(n.Args[0]); ok {
				return 1 + math.Abs(k)
			}
		}
	case *expr.Bind:
		w := weight(n.Body) * maxLoop
		if n.Lo != nil && n.Hi != nil {
			w += weight(n.Lo) + weight(n.Hi)
		}
		return w
	}
	w := 1.0
	expr.Children(n, func(c expr.Node) bool {
		w += weight(c)
		return true
	})
	return w
}

// maxTower bounds how deep an exponent of numbers is followed.
const maxTower = 8

// wholeExponent is the size of a constant exponent, as a float.
func wholeExponent(n expr.Node) (float64, bool) { return exponentSize(n, maxTower) }

func exponentSize(n expr.Node, depth int) (float64, bool) {
	if depth--; depth == 0 {
		return 0, false
	}
	switch n := n.(type) {
	case *expr.Num:
		c, e, ok := n.V.Coefficient()
		if !ok {
			return 0, false
		}
		f, _ := new(big.Float).SetInt(c).Float64()
		return f * math.Pow(10, float64(e)), true
	case *expr.Neg:
		return exponentSize(n.X, depth)
	case *expr.Pow:
		b, ok := exponentSize(n.Base, depth)
		k, ok2 := exponentSize(n.Exp, depth)
		return math.Pow(b, k), ok && ok2
	case *expr.Mul:
		z := 1.0
		for _, f := range n.Factors {
			k, ok := exponentSize(f, depth)
			if !ok {
				return 0, false
			}
			z *= k
		}
		return z, true
	}
	return 0, false
}
