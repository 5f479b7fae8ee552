package normal

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// maxTerms bounds the sums and products that are written out term by term.
const maxTerms = 200

// maxSumDegree bounds the polynomial summands that get a closed form.
const maxSumDegree = 12

// bind canonicalises a binding operator and evaluates the cheap exact cases:
// finite sums and products, polynomial and geometric sums to a symbolic bound,
// some series, limits, derivatives, integrals of elementary functions.
func (c canon) bind(n *expr.Bind) item {
	switch n.Op {
	case expr.SumOp, expr.ProdOp:
		if it, ok := c.finite(n); ok {
			return it
		}
		if n.Op == expr.SumOp {
			if it, ok := c.faulhaber(n); ok {
				return it
			}
			if it, ok := c.series(n); ok {
				return it
			}
		} else if it, ok := c.factorialProduct(n); ok {
			return it
		}
	case expr.DerivOp:
		if it, ok := c.derivative(n); ok {
			return it
		}
	case expr.IntOp:
		if it, ok := c.integral(n); ok {
			return it
		}
		if n.Var != "" && n.Lo != nil && n.Hi != nil {
			if it, ok := c.elementary(n); ok {
				return it
			}
		}
	case expr.LimOp:
		if it, ok := c.limit(n); ok {
			return it
		}
	}
	// The bound variable gets a name of its own, so that its choice does not
	// matter; a derivative's or antiderivative's variable is free.
	m := *n
	if n.Var != "" && n.Op != expr.DerivOp && !(n.Op == expr.IntOp && n.Lo == nil) {
		m.Body = Replace(n.Body, n.Var, expr.Var("#"))
		m.Var = "#"
	}
	lo, hi, body := c.node(m.Lo), c.node(m.Hi), c.node(m.Body)
	m.Lo, m.Hi, m.Body = lo.n, hi.n, body.n
	h := mix(mix(mix(lo.hash, hi.hash), body.hash), hBind+uint64(m.Op)<<8+uint64(uint8(m.Side))<<16)
	return item{&m, hashString(h, m.Var)}
}

// finite writes out a sum or product with close numeric bounds.
func (c canon) finite(n *expr.Bind) (item, bool) {
	if n.Var == "" || n.Lo == nil || n.Hi == nil {
		return item{}, false
	}
	lo, ok := smallArg(c.node(n.Lo).n, 1<<40)
	hi, ok2 := smallArg(c.node(n.Hi).n, 1<<40)
	if !ok || !ok2 || hi-lo >= maxTerms {
		return item{}, false
	}
	size := expr.Size(n.Body, 1000)
	var its []item
	for k := lo; k <= hi; k++ {
		if !c.b.Spend(8 * size) {
			return item{}, false
		}
		its = append(its, c.node(Replace(n.Body, n.Var, expr.Int(k))))
	}
	if n.Op == expr.SumOp {
		return c.sum(its), true
	}
	return c.product(its), true
}

// factorialProduct gives the closed form of a product of multiples of the index
// from a small number on: \prod_{k=1}^n 2k is 2^n n!.
func (c canon) factorialProduct(n *expr.Bind) (item, bool) {
	if n.Var == "" || n.Lo == nil || n.Hi == nil || expr.Any(n.Hi, expr.IsInf) {
		return item{}, false
	}
	lo, ok := smallArg(c.node(n.Lo).n, maxTerms)
	if d, poly := Degree(n.Body, n.Var); !ok || lo < 1 || !poly || d != 1 || !isZeroNode(c.node(Replace(n.Body, n.Var, expr.Int(0))).n) {
		return item{}, false
	}
	fs := []expr.Node{
		expr.Power(Replace(n.Body, n.Var, expr.Int(1)), expr.Plus(n.Hi, expr.Int(1-lo))),
		expr.Fun(expr.Factorial, n.Hi),
	}
	for k := int64(2); k < lo; k++ {
		fs = append(fs, expr.Power(expr.Int(k), expr.Int(-1)))
	}
	return c.node(expr.Times(fs...)), true
}

// faulhaber gives the closed form of a sum of a polynomial in the index from a
// number to any bound: the values at the first points fix the polynomial, in
// Newton's form with binomials multiplied out.
func (c canon) faulhaber(n *expr.Bind) (item, bool) {
	if n.Var == "" || n.Lo == nil || n.Hi == nil {
		return item{}, false
	}
	if expr.IsInf(n.Hi) {
		return item{}, false
	}
	lo, ok := smallArg(c.node(n.Lo).n, 1000)
	if !ok {
		return item{}, false
	}
	deg, ok := Degree(n.Body, n.Var)
	if !ok || deg > maxSumDegree {
		return item{}, false
	}
	size := expr.Size(n.Body, 1000)
	if !c.b.Spend(64 * (deg + 2) * (size + deg)) {
		return item{}, false
	}
	// f(lo), f(lo+1), ...: forward differences.
	diffs := make([]item, deg+1)
	for k := range diffs {
		diffs[k] = c.node(Replace(n.Body, n.Var, expr.Int(lo+int64(k))))
	}
	minus := numItem(num.FromInt(-1))
	for level := 1; level <= deg; level++ {
		for k := deg; k >= level; k-- {
			diffs[k] = c.sum([]item{diffs[k], c.product([]item{minus, diffs[k-1]})})
		}
	}
	// S(N) = sum_j D_j * C(N-lo+1, j+1).
	hi := c.node(n.Hi)
	m := c.sum([]item{hi, numItem(num.FromInt(1 - lo))})
	var its []item
	fact := num.FromInt(1)
	falling := one()
	for j := 0; j <= deg; j++ {
		falling = c.product([]item{falling, c.sum([]item{m, numItem(num.FromInt(int64(-j)))})})
		fact, _ = c.mulV(fact, num.FromInt(int64(j+1)))
		inv, _ := c.quoV(num.FromInt(1), fact)
		its = append(its, c.product([]item{numItem(inv), diffs[j], falling}))
	}
	return c.sum(its), true
}

// Degree returns the degree of n as a polynomial in v; false if it is none.
func Degree(n expr.Node, v string) (int, bool) {
	switch n := n.(type) {
	case *expr.Num, *expr.Const:
		return 0, true
	case *expr.Sym:
		if n.Name == v {
			return 1, true
		}
		return 0, true
	case *expr.Neg:
		return Degree(n.X, v)
	case *expr.Add:
		d := 0
		for _, t := range n.Terms {
			k, ok := Degree(t, v)
			if !ok {
				return 0, false
			}
			d = max(d, k)
		}
		return d, true
	case *expr.Mul:
		d := 0
		for _, t := range n.Factors {
			k, ok := Degree(t, v)
			if !ok {
				return 0, false
			}
			d += k
		}
		return d, true
	case *expr.Div:
		k, ok := Degree(n.Num, v)
		d, ok2 := Degree(n.Den, v)
		return k, ok && ok2 && d == 0
	case *expr.Pow:
		k, ok := Degree(n.Base, v)
		if !ok {
			return 0, false
		}
		e, isNum := n.Exp.(*expr.Num)
		if isNum {
			if x, ok := e.V.Int64(); ok && x >= 0 && x <= maxSumDegree {
				return k * int(x), true
			}
		}
		if de, ok := Degree(n.Exp, v); ok && de == 0 && k == 0 {
			return 0, true
		}
		return 0, false
	}
	if !Mentions(n, v) {
		return 0, true
	}
	return 0, false
}

// Mentions reports whether the variable v occurs in n.
func Mentions(n expr.Node, v string) bool {
	return expr.Any(n, func(n expr.Node) bool {
		s, ok := n.(*expr.Sym)
		return ok && s.Name == v
	})
}
