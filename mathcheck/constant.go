package mathcheck

import (
	"slices"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
)

// integrationConstants are the names a constant of integration has.
var integrationConstants = []string{"C", "c"}

// variables are the names a variable of integration has.
var variables = []string{"x", "t", "y", "z", "u", "r", "s", "w", "theta"}

// primitives compares two antiderivatives that both carry a constant of
// integration: they are the same family when their derivatives agree.
func (j *judge) primitives(g, p expr.Node) bool {
	g0, gc, ok := withoutConstant(g)
	if !ok {
		return false
	}
	p0, _, ok := withoutConstant(p)
	if !ok {
		return false
	}
	names := expr.Symbols(g0, nil)
	if others := expr.Symbols(p0, nil); len(names) == 0 || !sameNames(names, others) {
		return false
	}
	// One name must be a usual variable; a+b+c is no antiderivative.
	v := ""
	for _, n := range names {
		if slices.Contains(variables, n) {
			if v != "" {
				return false
			}
			v = n
		}
	}
	if v == "" || gc != "C" && len(names) > 1 {
		return false
	}
	d := expr.Sub(withoutModulus(g0), withoutModulus(p0))
	return j.value(&expr.Bind{Op: expr.DerivOp, Var: v, Body: d}, expr.Int(0)).out == OutcomeEqual
}

// withoutModulus writes ln u for ln|u|, which has the same derivative where both
// are defined.
func withoutModulus(n expr.Node) expr.Node {
	return normal.Map(n, func(n expr.Node) (expr.Node, bool) {
		c, ok := n.(*expr.Call)
		if !ok || c.Fn != expr.Ln || len(c.Args) != 1 {
			return nil, false
		}
		x, ok := c.Args[0].(*expr.Call)
		if !ok || x.Fn != expr.Abs || len(x.Args) != 1 {
			return nil, false
		}
		return expr.Fun(expr.Ln, x.Args[0]), true
	})
}

// withoutConstant takes the constant of integration off a sum that has one.
func withoutConstant(n expr.Node) (rest expr.Node, name string, ok bool) {
	a, isSum := n.(*expr.Add)
	if !isSum {
		return nil, "", false
	}
	at := -1
	for i, t := range a.Terms {
		if s, ok := t.(*expr.Sym); ok && slices.Contains(integrationConstants, s.Name) {
			if at >= 0 {
				return nil, "", false
			}
			at, name = i, s.Name
		}
	}
	if at < 0 {
		return nil, "", false
	}
	rest = expr.Plus(slices.Delete(slices.Clone(a.Terms), at, at+1)...)
	return rest, name, !normal.Mentions(rest, name)
}
