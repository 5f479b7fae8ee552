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

// primitives compares two antiderivatives, each with a constant of integration or
// with its integral sign: they are the same family when their derivatives agree.
// The gold must be one as a whole; elsewhere C is a letter like any other.
func (j *judge) primitives(g, p expr.Node) bool {
	if !expr.Same(g, said(j.g.tree)) {
		return false
	}
	g0, gc, ok := withoutConstant(g)
	if !ok || gc != "" && !endsInConstant(g) {
		return false
	}
	p0, _, ok := withoutConstant(p)
	if !ok {
		return false
	}
	v, ok := integrationVariable(g0, p0)
	if !ok || gc != "C" && gc != "" && len(expr.Symbols(g0, nil)) > 1 {
		return false
	}
	if d, ok := normal.Degree(g0, v); ok && d <= 2 && gc != "C" && gc != "" {
		return j.value(g0, p0).out == OutcomeEqual // (x+1)^2+c is no x^2+2x+c
	}
	return j.value(slope(g0, v), slope(p0, v)).out == OutcomeEqual
}

// integrationVariable is the one usual variable that two antiderivatives are
// functions of; a+b+c is none.
func integrationVariable(g, p expr.Node) (string, bool) {
	names := expr.Symbols(g, nil)
	if others := expr.Symbols(p, nil); len(names) == 0 || !sameNames(names, others) {
		return "", false
	}
	v := ""
	for _, n := range names {
		if slices.Contains(variables, n) {
			if v != "" {
				return "", false
			}
			v = n
		}
	}
	for _, n := range []expr.Node{g, p} {
		if i, ok := unbounded(n); ok && i.Var != v {
			return "", false
		}
	}
	return v, v != ""
}

// unbounded reads \int x^2 dx, an integral without bounds.
func unbounded(n expr.Node) (*expr.Bind, bool) {
	b, ok := n.(*expr.Bind)
	return b, ok && b.Op == expr.IntOp && b.Lo == nil && b.Hi == nil
}

// slope is the derivative of an antiderivative.
func slope(n expr.Node, v string) expr.Node {
	if i, ok := unbounded(n); ok {
		return i.Body
	}
	return &expr.Bind{Op: expr.DerivOp, Var: v, Body: withoutModulus(n)}
}

// said is what an answer says of the name before it: the last member of
// F(x) = x+C.
func said(n expr.Node) expr.Node {
	if r, ok := n.(*expr.Rel); ok && allEq(r) {
		return r.Args[len(r.Args)-1]
	}
	return n
}

// endsInConstant reports whether a sum is written as antiderivatives are, with
// the constant at its end.
func endsInConstant(n expr.Node) bool {
	a, ok := n.(*expr.Add)
	if !ok {
		return false
	}
	s, ok := a.Terms[len(a.Terms)-1].(*expr.Sym)
	return ok && slices.Contains(integrationConstants, s.Name)
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

// withoutConstant takes the constant of integration off a sum that has one; an
// integral without bounds needs none.
func withoutConstant(n expr.Node) (rest expr.Node, name string, ok bool) {
	if _, ok := unbounded(n); ok {
		return n, "", true
	}
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
