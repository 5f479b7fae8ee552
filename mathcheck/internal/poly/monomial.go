package poly

import "github.com/verireward/verireward/mathcheck/internal/expr"

// isMonomial says that n is a number other than zero times whole powers of
// variables, small enough to be read term by term: most terms of polynomials.
// Products in products are left to the general way, so that nesting costs no
// second look at every level.
func isMonomial(n expr.Node) bool {
	if m, ok := n.(*expr.Neg); ok {
		n = m.X
	}
	m, ok := n.(*expr.Mul)
	if !ok {
		return isPower(n)
	}
	for _, f := range m.Factors {
		if !isPower(f) {
			return false
		}
	}
	return true
}

// isPower is isMonomial for one factor.
func isPower(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Num:
		p, _, ok := n.V.Frac()
		return ok && p != 0
	case *expr.Sym:
		return true
	case *expr.Pow:
		_, sym := n.Base.(*expr.Sym)
		e, num := n.Exp.(*expr.Num)
		if !sym || !num {
			return false
		}
		k, ok := e.V.Int64()
		return ok && k > 0 && k <= maxDegree
	}
	return false
}

// monomial multiplies n, for which isMonomial holds, into t. No variable may
// be bound.
func (r *ring) monomial(n expr.Node, t *term) {
	if !r.spend(24) {
		return
	}
	switch n := n.(type) {
	case *expr.Num:
		p, q, _ := n.V.Frac()
		t.c = r.product(t.c, coef{n: p, d: q})
	case *expr.Sym:
		r.raise(t, n.Name, 1)
	case *expr.Neg:
		t.c = t.c.neg()
		r.monomial(n.X, t)
	case *expr.Pow:
		k, _ := n.Exp.(*expr.Num).V.Int64()
		r.raise(t, n.Base.(*expr.Sym).Name, int(k))
	case *expr.Mul:
		for _, f := range n.Factors {
			r.monomial(f, t)
		}
	}
}

// raise multiplies a term by a power of a variable.
func (r *ring) raise(t *term, name string, k int) {
	at := -1
	for i := range r.gens {
		if key := r.gens[i].key; key[0] == 'v' && key[1:] == name {
			at = i
			break
		}
	}
	if at < 0 {
		if r.gen("v"+name, variable, 0, nil); r.failed {
			return
		}
		at = len(r.gens) - 1
	}
	e := int(t.m[at]) + k
	if e > maxDegree {
		r.fail()
		return
	}
	t.m[at] = uint16(e)
}
