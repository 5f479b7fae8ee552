package normal

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// maxOrder bounds the order of derivatives that are worked out.
const maxOrder = 8

// derivative differentiates expressions made of the elementary functions; a
// derivative of an unknown function (dy/dx) stays.
func (c canon) derivative(n *expr.Bind) (item, bool) {
	if n.Var == "" || !Mentions(n.Body, n.Var) {
		return item{}, false
	}
	if expr.Any(n.Body, func(n expr.Node) bool { k, ok := n.(*expr.Call); return ok && k.Fn == expr.User }) {
		return item{}, false
	}
	order := int64(1)
	if n.Lo != nil {
		k, ok := smallArg(c.node(n.Lo).n, maxOrder)
		if !ok || k < 1 {
			return item{}, false
		}
		order = k
	}
	body := n.Body
	for ; order > 0; order-- {
		d, ok := c.diff(c.node(body).n, n.Var)
		if !ok {
			return item{}, false
		}
		body = d
	}
	return c.node(body), true
}

// diff differentiates a canonical node.
func (c canon) diff(n expr.Node, v string) (expr.Node, bool) {
	if !c.b.Spend(16) {
		return nil, false
	}
	if !Mentions(n, v) {
		return expr.Int(0), true
	}
	switch n := n.(type) {
	case *expr.Sym:
		return expr.Int(1), true
	case *expr.Add:
		out := make([]expr.Node, len(n.Terms))
		for i, t := range n.Terms {
			d, ok := c.diff(t, v)
			if !ok {
				return nil, false
			}
			out[i] = d
		}
		return expr.Plus(out...), true
	case *expr.Mul:
		var out []expr.Node
		for i, f := range n.Factors {
			d, ok := c.diff(f, v)
			if !ok {
				return nil, false
			}
			fs := append([]expr.Node(nil), n.Factors...)
			fs[i] = d
			out = append(out, expr.Times(fs...))
		}
		return expr.Plus(out...), true
	case *expr.Pow:
		db, ok := c.diff(n.Base, v)
		de, ok2 := c.diff(n.Exp, v)
		if !ok || !ok2 {
			return nil, false
		}
		// b^e * (e' ln b + e b'/b), with the usual special cases.
		var parts []expr.Node
		if Mentions(n.Exp, v) {
			if k, isE := n.Base.(*expr.Const); isE && k.C == expr.E {
				parts = append(parts, expr.Times(n, de))
			} else {
				parts = append(parts, expr.Times(n, de, expr.Fun(expr.Ln, n.Base)))
			}
		}
		if Mentions(n.Base, v) {
			parts = append(parts, expr.Times(n.Exp, expr.Power(n.Base, expr.Plus(n.Exp, expr.Int(-1))), db))
		}
		return expr.Plus(parts...), true
	case *expr.Call:
		if len(n.Args) == 0 {
			return nil, false
		}
		x := n.Args[0]
		dx, ok := c.diff(x, v)
		if !ok || len(n.Args) > 1 && Mentions(n.Args[1], v) {
			return nil, false
		}
		two := expr.Int(2)
		sq := func(n expr.Node) expr.Node { return expr.Power(n, two) }
		var d expr.Node
		switch n.Fn {
		case expr.Sin:
			d = expr.Fun(expr.Cos, x)
		case expr.Cos:
			d = &expr.Neg{X: expr.Fun(expr.Sin, x)}
		case expr.Tan:
			d = sq(expr.Fun(expr.Sec, x))
		case expr.Ln:
			d = expr.Over(expr.Int(1), x)
		case expr.Log:
			d = expr.Over(expr.Int(1), expr.Times(x, expr.Fun(expr.Ln, n.Args[1])))
		case expr.Sinh:
			d = expr.Fun(expr.Cosh, x)
		case expr.Cosh:
			d = expr.Fun(expr.Sinh, x)
		case expr.Atan:
			d = expr.Over(expr.Int(1), expr.Plus(expr.Int(1), sq(x)))
		case expr.Asin:
			d = expr.Over(expr.Int(1), expr.Sqrt(expr.Sub(expr.Int(1), sq(x))))
		default:
			return nil, false
		}
		return expr.Times(d, dx), true
	}
	return nil, false
}

// integral integrates polynomials in the variable, between bounds or without.
func (c canon) integral(n *expr.Bind) (item, bool) {
	if n.Var == "" || (n.Lo == nil) != (n.Hi == nil) || n.Lo == nil {
		return item{}, false
	}
	deg, ok := Degree(n.Body, n.Var)
	if !ok || deg > maxSumDegree {
		return item{}, false
	}
	// The antiderivative of sum a_k x^k, the a_k by repeated differentiation
	// at 0: a_k = f^(k)(0)/k!.
	body := c.node(n.Body).n
	lo, hi := c.node(n.Lo), c.node(n.Hi)
	fact := num.FromInt(1)
	var its []item
	for k := 0; k <= deg; k++ {
		at0 := c.node(Replace(body, n.Var, expr.Int(0)))
		fact, _ = c.mulV(fact, num.FromInt(int64(k+1)))
		inv, _ := c.quoV(num.FromInt(1), fact) // f^(k)(0)/(k+1)!
		e := numItem(num.FromInt(int64(k + 1)))
		span := c.sum([]item{c.power(hi, e), c.product([]item{numItem(num.FromInt(-1)), c.power(lo, e)})})
		its = append(its, c.product([]item{numItem(inv), at0, span}))
		if k < deg {
			d, ok := c.diff(body, n.Var)
			if !ok {
				return item{}, false
			}
			body = c.node(d).n
		}
	}
	return c.sum(its), true
}
