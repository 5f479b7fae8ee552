package poly

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/proof"
)

// share is the part of a whole budget one comparison may take: an expansion
// that grows beyond it is better left to the engines that do not expand.
const share = budget.Steps / 4

// pair converts two expressions into one ring.
func pair(a, b expr.Node, steps *budget.Budget) (r *ring, f, g frac, ok bool) {
	index, ok := rootIndex(a, 1, 2)
	if ok {
		index, ok = rootIndex(b, 1, index)
	}
	if !ok {
		index = 2
	}
	r = &ring{steps: steps, index: index, complex: imaginary(a) || imaginary(b)}
	f = r.from(a)
	if !r.failed {
		g = r.from(b)
	}
	return r, f, g, !r.failed
}

// imaginary reports whether the imaginary unit occurs in n.
func imaginary(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool { c, ok := n.(*expr.Const); return ok && c.C == expr.I })
}

// Compare decides whether a and b are the same rational function of their
// generators. Equal and Different are proofs.
func Compare(a, b expr.Node, steps *budget.Budget) proof.Outcome {
	sub := steps.Sub(share)
	defer steps.Return(sub)
	r, f, g, ok := pair(a, b, sub)
	if !ok {
		return proof.Unknown
	}
	same := r.sameFrac(f, g)
	switch {
	case r.failed:
		return proof.Unknown
	case same:
		return proof.Equal
	case r.loose:
		return proof.Unknown
	}
	return proof.Different
}

// Proportional decides whether a = c b for a constant c other than zero, so
// that a = 0 and b = 0 are the same equation. Denominators are multiplied
// out.
func Proportional(a, b expr.Node, steps *budget.Budget) proof.Outcome {
	sub := steps.Sub(share)
	defer steps.Return(sub)
	r, f, g, ok := pair(a, b, sub)
	if !ok {
		return proof.Unknown
	}
	p, q := f.num, g.num
	if len(p) == 0 || len(q) == 0 {
		if len(p) == len(q) {
			return proof.Equal
		}
		return proof.Different
	}
	d := r.add(r.mul(p, r.leading(q)), r.mul(q, r.leading(p)).neg())
	switch {
	case r.failed:
		return proof.Unknown
	case d.isZero():
		return proof.Equal
	case r.loose:
		return proof.Unknown
	}
	return proof.Different
}

// leading is the coefficient, radicals and constants included, of the leading
// power product in the variables and atoms of p.
func (r *ring) leading(p poly) poly {
	vars := func(m mono) mono {
		for i := range r.gens {
			if k := r.gens[i]; k.kind == transcendental || k.kind == radical && k.key[0] != 'R' {
				m[i] = 0
			}
		}
		return m
	}
	top := vars(p[0].m)
	for _, t := range p[1:] {
		if m := vars(t.m); m.cmp(top) < 0 {
			top = m
		}
	}
	var z poly
	for _, t := range p {
		if vars(t.m) == top {
			for i := range t.m {
				t.m[i] -= top[i]
			}
			z = append(z, t)
		}
	}
	return r.collect(z)
}

// Coefficients returns the coefficients, lowest first, of the numerator of n
// as a polynomial with rational coefficients in the one variable named. Its
// degree must not exceed maxDeg. The denominator must not hold the variable.
func Coefficients(n expr.Node, name string, maxDeg int, steps *budget.Budget) ([]*big.Rat, bool) {
	sub := steps.Sub(share)
	defer steps.Return(sub)
	r, f, _, ok := pair(n, expr.Int(0), sub)
	if !ok {
		return nil, false
	}
	d, ok := f.den.number()
	if !ok {
		return nil, false
	}
	at := r.find("v" + name)
	var c []*big.Rat
	for _, t := range f.num {
		e := 0
		for i, k := range t.m {
			if k > 0 && i != at {
				return nil, false
			}
			e += int(k)
		}
		if e > maxDeg {
			return nil, false
		}
		for len(c) <= e {
			c = append(c, new(big.Rat))
		}
		c[e] = t.c.mul(d.inv()).rat()
	}
	return c, true
}

// Number returns the value of a constant expression that is rational.
func Number(n expr.Node, steps *budget.Budget) (*big.Rat, bool) {
	c, ok := Coefficients(n, "", 0, steps)
	switch {
	case !ok:
		return nil, false
	case len(c) == 0:
		return new(big.Rat), true
	}
	return c[0], true
}
