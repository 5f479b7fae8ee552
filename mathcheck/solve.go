package mathcheck

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
)

// solve finds the solutions of a relation in one variable.
func (j *judge) solve(r *expr.Rel) (realSet, bool) {
	if len(r.Ops) == 1 && r.Ops[0] == expr.In {
		return j.read(r.Args[1], "")
	}
	names := expr.Symbols(r, nil)
	if len(names) != 1 {
		return realSet{}, false
	}
	acc := wholeLine()
	for i, op := range r.Ops {
		s, ok := j.solveOne(r.Args[i], op, r.Args[i+1], names[0])
		if !ok {
			return realSet{}, false
		}
		if acc, ok = j.merge(acc, s, func(x, y bool) bool { return x && y }); !ok {
			return realSet{}, false
		}
	}
	return acc, true
}

// solveOne solves a op b for the variable v: both sides linear or quadratic,
// or an absolute value against a number or another absolute value.
func (j *judge) solveOne(a expr.Node, op expr.RelOp, b expr.Node, v string) (realSet, bool) {
	if s, isInf := infinite(canonInf(a)); isInf {
		return wholeOrNone(op == expr.Lt && s < 0 || op == expr.Gt && s > 0 || op == expr.Le && s < 0 || op == expr.Ge && s > 0), true
	}
	if s, isInf := infinite(canonInf(b)); isInf {
		return wholeOrNone(op == expr.Lt && s > 0 || op == expr.Gt && s < 0 || op == expr.Le && s > 0 || op == expr.Ge && s < 0), true
	}
	left, right := a, b
	if x, ok := absOf(a); ok {
		if y, ok := absOf(b); ok {
			left, right = square(x), square(y)
		} else if constant(b) {
			return j.absolute(x, op, b, v)
		} else {
			return realSet{}, false
		}
	} else if x, ok := absOf(b); ok {
		if !constant(a) {
			return realSet{}, false
		}
		return j.absolute(x, op.Flip(), a, v)
	}
	return j.sign(expr.Sub(left, right), op, v)
}

func wholeOrNone(all bool) realSet {
	if all {
		return wholeLine()
	}
	return noPoints()
}

// canonInf reads -∞ written as a negation.
func canonInf(n expr.Node) expr.Node {
	if neg, ok := n.(*expr.Neg); ok {
		if c, ok := neg.X.(*expr.Const); ok && c.C == expr.Inf {
			return &expr.Mul{Factors: []expr.Node{expr.Int(-1), c}}
		}
	}
	return n
}

func absOf(n expr.Node) (expr.Node, bool) {
	c, ok := n.(*expr.Call)
	if !ok || c.Fn != expr.Abs || len(c.Args) != 1 || constant(c.Args[0]) {
		return nil, false
	}
	return c.Args[0], true
}

func square(n expr.Node) expr.Node { return expr.Power(n, expr.Int(2)) }

// absolute solves |x| op c.
func (j *judge) absolute(x expr.Node, op expr.RelOp, c expr.Node, v string) (realSet, bool) {
	cc, ok := j.canon(c)
	if !ok {
		return realSet{}, false
	}
	o, ok := j.order(cc, expr.Int(0))
	if !ok {
		return realSet{}, false
	}
	if o < 0 {
		return wholeOrNone(op == expr.Gt || op == expr.Ge || op == expr.Ne), true
	}
	return j.sign(expr.Sub(square(x), square(c)), op, v)
}

// sign solves f op 0 for a polynomial f of degree at most two.
func (j *judge) sign(f expr.Node, op expr.RelOp, v string) (realSet, bool) {
	co, ok := j.coefficients(f, v)
	if !ok {
		return realSet{}, false
	}
	zero := expr.Int(0)
	s2, ok := j.order(co[2], zero)
	if !ok {
		return realSet{}, false
	}
	holds := func(s int) bool {
		switch op {
		case expr.Lt:
			return s < 0
		case expr.Le:
			return s <= 0
		case expr.Gt:
			return s > 0
		case expr.Ge:
			return s >= 0
		case expr.Ne:
			return s != 0
		}
		return s == 0
	}
	if s2 == 0 {
		s1, ok := j.order(co[1], zero)
		if !ok {
			return realSet{}, false
		}
		if s1 == 0 {
			s0, ok := j.order(co[0], zero)
			return wholeOrNone(holds(s0)), ok
		}
		root, ok := j.canon(&expr.Neg{X: expr.Over(co[0], co[1])})
		return realSet{pts: []expr.Node{root}, at: []bool{holds(0)}, gap: []bool{holds(-s1), holds(s1)}}.tidy(), ok
	}
	disc, ok := j.canon(expr.Sub(square(co[1]), expr.Times(expr.Int(4), co[2], co[0])))
	if !ok {
		return realSet{}, false
	}
	sd, ok := j.order(disc, zero)
	if !ok {
		return realSet{}, false
	}
	if sd < 0 {
		return wholeOrNone(holds(s2)), true
	}
	root := func(sgn int64) expr.Node {
		n, _ := j.canon(expr.Over(expr.Plus(&expr.Neg{X: co[1]}, expr.Times(expr.Int(sgn), expr.Sqrt(disc))), expr.Times(expr.Int(2), co[2])))
		return n
	}
	if sd == 0 {
		return realSet{pts: []expr.Node{root(1)}, at: []bool{holds(0)}, gap: []bool{holds(s2), holds(s2)}}.tidy(), true
	}
	r := []expr.Node{root(-1), root(1)}
	if s2 < 0 {
		r[0], r[1] = r[1], r[0]
	}
	return realSet{pts: r, at: []bool{holds(0), holds(0)}, gap: []bool{holds(s2), holds(-s2), holds(s2)}}.tidy(), true
}

// coefficients are those of a polynomial of degree at most two in v, by its
// value and derivatives at 0.
func (j *judge) coefficients(f expr.Node, v string) ([3]expr.Node, bool) {
	var out [3]expr.Node
	if d, ok := normal.Degree(f, v); !ok || d > 2 {
		return out, false
	}
	at := func(k int64) expr.Node { return normal.Replace(f, v, expr.Int(k)) }
	f0, f1, f2 := at(0), at(1), at(-1)
	half := expr.Rat(1, 2)
	exprs := [3]expr.Node{
		f0,
		expr.Times(half, expr.Sub(f1, f2)),
		expr.Sub(expr.Times(half, expr.Plus(f1, f2)), f0),
	}
	for i, e := range exprs {
		c, ok := j.canon(e)
		if !ok || !constant(c) || !expr.Scalar(c) {
			return out, false
		}
		out[i] = c
	}
	return out, true
}
