package poly

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// maxUnroll bounds the terms of a sum or product added up one by one.
const maxUnroll = 400

// maxFaulhaber bounds the degree of a summand summed in closed form.
const maxFaulhaber = 30

// bind converts a finite sum or product: a polynomial summand in closed form
// whatever its bounds, anything else term by term between numbers.
func (r *ring) bind(n *expr.Bind) frac {
	if n.Op != expr.SumOp && n.Op != expr.ProdOp || n.Lo == nil || n.Hi == nil {
		r.fail()
		return integer(0)
	}
	lo, hi := r.from(n.Lo), r.from(n.Hi)
	if r.failed {
		return integer(0)
	}
	if n.Op == expr.SumOp {
		if z, ok := r.faulhaber(n, lo, hi); ok {
			return z
		}
	}
	a, ok := lo.number()
	b, ok2 := hi.number()
	if r.failed || !ok || !ok2 || a.r != nil || b.r != nil || a.d != 1 || b.d != 1 || b.n-a.n > maxUnroll || b.n-a.n < -1 {
		r.fail()
		return integer(0)
	}
	z := integer(0)
	if n.Op == expr.ProdOp {
		z = integer(1)
	}
	for k := a.n; k <= b.n && !r.failed; k++ {
		r.bound = append(r.bound, binding{n.Var, integer(k)})
		t := r.from(n.Body)
		r.bound = r.bound[:len(r.bound)-1]
		if n.Op == expr.SumOp {
			z = r.addFrac(z, t)
		} else {
			z = r.mulFrac(z, t)
		}
	}
	return z
}

// faulhaber sums a polynomial in the bound variable from lo to hi. The closed
// form holds for hi >= lo-1, where the sum is meant.
func (r *ring) faulhaber(n *expr.Bind, lo, hi frac) (frac, bool) {
	// A generator of its own stands for the bound variable.
	key := "k" + itoa(len(r.bound)) + n.Var
	g := r.gen(key, variable, 0, nil)
	before := len(r.gens)
	at := r.find(key)
	loose := r.loose
	r.bound = append(r.bound, binding{n.Var, whole(g)})
	body := r.from(n.Body)
	r.bound = r.bound[:len(r.bound)-1]
	if r.failed {
		return frac{}, false
	}
	undo := func() (frac, bool) {
		r.gens, r.loose = r.gens[:before], loose
		return frac{}, false
	}
	for _, t := range body.den {
		if t.m[at] != 0 {
			return undo()
		}
	}
	for i := before; i < len(r.gens); i++ {
		// An atom made inside the body may hide the bound variable.
		if r.gens[i].kind == atom || r.gens[i].key[0] == 'R' {
			return undo()
		}
	}
	byPower := map[uint16]poly{}
	top := uint16(0)
	for _, t := range body.num {
		e := t.m[at]
		if e > maxFaulhaber {
			return undo()
		}
		t.m[at] = 0
		byPower[e] = append(byPower[e], t)
		top = max(top, e)
	}
	below := r.subFrac(lo, integer(1))
	z := integer(0)
	for e := uint16(0); e <= top && !r.failed; e++ {
		if len(byPower[e]) == 0 {
			continue
		}
		f := powerSum(int(e))
		s := r.subFrac(r.evalPoly(f, hi), r.evalPoly(f, below))
		z = r.addFrac(z, r.mulFrac(frac{r.collect(byPower[e]), body.den}, s))
	}
	return z, !r.failed
}

// powerSum returns the coefficients of the polynomial S with
// S(n) = 1^e + ... + n^e, lowest first: S(n) = 1/(e+1) sum_j C(e+1,j) B_j
// n^(e+1-j) with B_1 = +1/2.
func powerSum(e int) []coef {
	bern := make([]*big.Rat, e+1)
	for m := 0; m <= e; m++ {
		s := new(big.Rat)
		for k := range m {
			t := new(big.Rat).SetInt(new(big.Int).Binomial(int64(m+1), int64(k)))
			s.Add(s, t.Mul(t, bern[k]))
		}
		if m == 0 {
			bern[0] = big.NewRat(1, 1)
		} else {
			bern[m] = s.Mul(s, big.NewRat(-1, int64(m+1)))
		}
	}
	if e >= 1 {
		bern[1] = big.NewRat(1, 2)
	}
	c := make([]coef, e+2)
	c[0] = coefInt(0)
	for j := 0; j <= e; j++ {
		t := new(big.Rat).SetInt(new(big.Int).Binomial(int64(e+1), int64(j)))
		t.Mul(t, bern[j])
		c[e+1-j] = coefRat(t.Mul(t, big.NewRat(1, int64(e+1))))
	}
	return c
}

// evalPoly is Horner's rule.
func (r *ring) evalPoly(c []coef, x frac) frac {
	z := integer(0)
	for i := len(c) - 1; i >= 0 && !r.failed; i-- {
		z = r.addFrac(r.mulFrac(z, x), whole(constant(c[i])))
	}
	return z
}
