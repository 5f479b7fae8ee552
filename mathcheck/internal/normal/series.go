package normal

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// exponential is p(v) * ratio^v: a polynomial in the index times a power.
type exponential struct {
	p      expr.Node // of degree deg in v
	deg    int
	ratio  expr.Node // nil for one
	over   bool      // divided by v!
	minusK int64     // the power of 1/v, for the few series with it
}

// maxSeriesTerms bounds the terms of a summand and the first terms of a series
// that are taken off one by one.
const maxSeriesTerms = 24

// series gives the closed form of a sum whose terms are polynomials in the
// index times powers with the index in the exponent: geometric sums and their
// kin, finite with any bound or infinite. Infinite sums also have n! or a few
// even powers below the line.
func (c canon) series(n *expr.Bind) (item, bool) {
	if n.Var == "" || n.Lo == nil || n.Hi == nil {
		return item{}, false
	}
	if k, ok := c.telescope(n); ok {
		return k, true
	}
	endless := expr.IsInf(n.Hi)
	lo, ok := smallArg(c.node(n.Lo).n, 1000)
	if !ok || !endless && expr.Any(n.Hi, expr.IsInf) {
		return item{}, false
	}
	terms := []expr.Node{c.expanded(c.node(n.Body).n)}
	if a, ok := terms[0].(*expr.Add); ok {
		terms = a.Terms
	}
	if len(terms) > maxSeriesTerms {
		return item{}, false
	}
	var its []item
	for _, t := range terms {
		e, ok := c.exponential(t, n.Var)
		if !ok || !c.b.Spend(64*(e.deg+1)) {
			return item{}, false
		}
		it, ok := c.summed(e, n.Var, lo, n.Hi, endless)
		if !ok {
			return item{}, false
		}
		its = append(its, it)
	}
	return c.sum(its), true
}

// expanded multiplies a sum into the other factors of a product, once.
func (c canon) expanded(n expr.Node) expr.Node {
	m, ok := n.(*expr.Mul)
	if !ok {
		return n
	}
	for i, f := range m.Factors {
		a, ok := f.(*expr.Add)
		if !ok || len(a.Terms) > maxSeriesTerms {
			continue
		}
		var its []item
		for _, t := range a.Terms {
			fs := append([]expr.Node(nil), m.Factors...)
			fs[i] = t
			its = append(its, c.node(expr.Times(fs...)))
		}
		return c.sum(its).n
	}
	return n
}

// exponential reads one canonical term.
func (c canon) exponential(n expr.Node, v string) (exponential, bool) {
	e := exponential{}
	factors := []expr.Node{n}
	if m, ok := n.(*expr.Mul); ok {
		factors = m.Factors
	}
	var poly, ratios []expr.Node
	for _, f := range factors {
		if !Mentions(f, v) {
			poly = append(poly, f)
			continue
		}
		if d, ok := Degree(f, v); ok && e.deg+d <= maxSumDegree {
			e.deg += d
			poly = append(poly, f)
			continue
		}
		p, ok := f.(*expr.Pow)
		if !ok {
			return e, false
		}
		if call, ok := p.Base.(*expr.Call); ok && call.Fn == expr.Factorial && !e.over {
			k, ok := smallArg(p.Exp, 1)
			s, isVar := call.Args[0].(*expr.Sym)
			if !ok || k != -1 || !isVar || s.Name != v {
				return e, false
			}
			e.over = true
			continue
		}
		if s, ok := p.Base.(*expr.Sym); ok && s.Name == v && e.minusK == 0 {
			k, ok := smallArg(p.Exp, 8)
			if !ok || k >= 0 {
				return e, false
			}
			e.minusK = -k
			continue
		}
		if d, ok := Degree(p.Exp, v); !ok || d != 1 || Mentions(p.Base, v) {
			return e, false
		}
		at0 := c.node(Replace(p.Exp, v, expr.Int(0))).n
		slope := c.node(expr.Sub(Replace(p.Exp, v, expr.Int(1)), at0)).n
		poly = append(poly, expr.Power(p.Base, at0))
		ratios = append(ratios, expr.Power(p.Base, slope))
	}
	e.p = expr.Int(1)
	if len(poly) > 0 {
		e.p = c.node(expr.Times(poly...)).n
	}
	if len(ratios) > 0 {
		e.ratio = c.node(expr.Times(ratios...)).n
		if k, ok := e.ratio.(*expr.Num); ok && num.Equal(k.V, num.FromInt(1)) {
			e.ratio = nil
		}
	}
	return e, e.deg <= maxSumDegree && (e.minusK == 0 || e.deg == 0 && !e.over)
}

// differences are the forward differences of p at v = from.
func (c canon) differences(p expr.Node, v string, from expr.Node, deg int) []item {
	d := make([]item, deg+1)
	for k := range d {
		d[k] = c.node(Replace(p, v, expr.Plus(from, expr.Int(int64(k)))))
	}
	minus := numItem(num.FromInt(-1))
	for level := 1; level <= deg; level++ {
		for k := deg; k >= level; k-- {
			d[k] = c.sum([]item{d[k], c.product([]item{minus, d[k-1]})})
		}
	}
	return d
}

// summed sums one term over the index.
func (c canon) summed(e exponential, v string, lo int64, hi expr.Node, endless bool) (item, bool) {
	switch {
	case e.over || e.minusK > 0:
		if !endless {
			return item{}, false
		}
		if e.over {
			return c.factorials(e, v, lo)
		}
		return c.zeta(e, lo)
	case e.ratio == nil:
		if endless {
			return item{}, false
		}
		return c.faulhaber(&expr.Bind{Op: expr.SumOp, Var: v, Lo: expr.Int(lo), Hi: hi, Body: e.p})
	case endless && !c.converges(e.ratio):
		return item{}, false
	}
	// sum_{m>=0} Q(m) r^m = sum_j D^j Q(0) r^j / (1-r)^{j+1}; a finite sum is the
	// difference of two such.
	first := c.differences(e.p, v, expr.Int(lo), e.deg)
	var after []item
	if !endless {
		after = c.differences(e.p, v, expr.Plus(hi, expr.Int(1)), e.deg)
	}
	rest := expr.Sub(expr.Int(1), e.ratio)
	var its []expr.Node
	for j := range first {
		part := expr.Times(expr.Power(e.ratio, expr.Int(lo)), first[j].n)
		if !endless {
			part = expr.Sub(part, expr.Times(expr.Power(e.ratio, expr.Plus(hi, expr.Int(1))), after[j].n))
		}
		its = append(its, expr.Times(part, expr.Power(e.ratio, expr.Int(int64(j))), expr.Power(rest, expr.Int(int64(-j-1)))))
	}
	return c.node(expr.Plus(its...)), true
}

// converges reports whether |r| < 1 is plain: a rational, a negative power of
// something above one, or an unknown, for which the closed form is meant where
// the series converges, unless nothing may be taken as given.
func (c canon) converges(r expr.Node) bool {
	switch r := r.(type) {
	case *expr.Num:
		q, ok := r.V.Rat()
		return ok && q.Num().CmpAbs(q.Denom()) < 0
	case *expr.Sym:
		return !c.unconditional
	case *expr.Mul:
		for _, f := range r.Factors {
			if !c.converges(f) {
				return false
			}
		}
		return true
	case *expr.Pow:
		if _, unknown := r.Base.(*expr.Sym); unknown {
			_, whole := r.Exp.(*expr.Num)
			return whole && !c.unconditional
		}
		e, ok := r.Exp.(*expr.Num)
		if !ok || e.V.Sign() >= 0 {
			return false
		}
		if k, ok := r.Base.(*expr.Const); ok {
			return k.C == expr.E || k.C == expr.Pi
		}
		b, ok := r.Base.(*expr.Num)
		if !ok {
			return false
		}
		q, ok := b.V.Rat()
		return ok && q.Num().CmpAbs(q.Denom()) > 0
	}
	return false
}

// factorials sums p(n) r^n / n! from lo to infinity: sum C(n,j) r^n/n! is
// r^j/j! e^r.
func (c canon) factorials(e exponential, v string, lo int64) (item, bool) {
	if lo < 0 || lo > maxSeriesTerms {
		return item{}, false
	}
	r := e.ratio
	if r == nil {
		r = expr.Int(1)
	}
	fact := big.NewInt(1)
	var its []expr.Node
	for j, d := range c.differences(e.p, v, expr.Int(0), e.deg) {
		if j > 0 {
			fact.Mul(fact, big.NewInt(int64(j)))
		}
		its = append(its, expr.Times(d.n, expr.Power(r, expr.Int(int64(j))), expr.Power(expr.Val(num.FromBig(fact)), expr.Int(-1)), expr.Power(expr.Cst(expr.E), r)))
	}
	fact.SetInt64(1)
	for k := int64(0); k < lo; k++ {
		if k > 0 {
			fact.Mul(fact, big.NewInt(k))
		}
		its = append(its, expr.Times(expr.Int(-1), Replace(e.p, v, expr.Int(k)), expr.Power(r, expr.Int(k)), expr.Power(expr.Val(num.FromBig(fact)), expr.Int(-1))))
	}
	return c.node(expr.Plus(its...)), true
}

// evenZeta holds zeta(2k)/pi^{2k}.
var evenZeta = map[int64]*big.Rat{2: big.NewRat(1, 6), 4: big.NewRat(1, 90), 6: big.NewRat(1, 945), 8: big.NewRat(1, 9450)}

// zeta sums 1/n^k from lo to infinity: even powers, and with alternating signs
// the first too.
func (c canon) zeta(e exponential, lo int64) (item, bool) {
	if lo < 1 || lo > maxSeriesTerms {
		return item{}, false
	}
	alternating := false
	if e.ratio != nil {
		r, ok := smallArg(e.ratio, 1)
		if !ok || r != -1 {
			return item{}, false
		}
		alternating = true
	}
	var whole expr.Node
	z, even := evenZeta[e.minusK]
	switch {
	case alternating && e.minusK == 1:
		whole = &expr.Neg{X: expr.Fun(expr.Ln, expr.Int(2))}
	case even:
		z = new(big.Rat).Set(z)
		if alternating { // eta(s) = (1 - 2^{1-s}) zeta(s), with (-1)^n its negative
			half := new(big.Rat).SetFrac64(1, 1<<(e.minusK-1))
			z.Mul(z, half.Sub(half, big.NewRat(1, 1)))
		}
		whole = expr.Times(expr.Val(num.FromRat(z)), expr.Power(expr.Cst(expr.Pi), expr.Int(e.minusK)))
	default:
		return item{}, false
	}
	its := []expr.Node{whole}
	for k := int64(1); k < lo; k++ {
		t := expr.Power(expr.Int(k), expr.Int(-e.minusK))
		if !alternating || k%2 == 0 {
			t = &expr.Neg{X: t}
		}
		its = append(its, t)
	}
	return c.node(expr.Times(e.p, expr.Plus(its...))), true
}
