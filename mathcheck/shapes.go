package mathcheck

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
)

// multiplied multiplies a number into a matrix or tuple.
func multiplied(n expr.Node) expr.Node {
	switch n.(type) {
	case *expr.Mul, *expr.Div, *expr.Neg:
		return scaledMatrix(n)
	}
	return n
}

// excluded reads x ≠ 1, 2 as x ≠ 1 and x ≠ 2.
func excluded(n expr.Node) expr.Node {
	l, ok := n.(*expr.List)
	if !ok {
		return n
	}
	first, ok := l.Elems[0].(*expr.Rel)
	if !ok || len(first.Ops) != 1 || first.Ops[0] != expr.Ne {
		return n
	}
	out := &expr.Logic{Op: expr.And}
	for _, e := range l.Elems {
		r, ok := e.(*expr.Rel)
		switch {
		case ok && len(r.Ops) == 1 && r.Ops[0] == expr.Ne:
			out.Args = append(out.Args, r)
		case !ok && isScalarNode(e):
			out.Args = append(out.Args, &expr.Rel{Ops: first.Ops, Args: []expr.Node{first.Args[0], e}})
		default:
			return n
		}
	}
	return out
}

// diagonal reads diag(1,2) as a matrix.
func diagonal(n expr.Node) expr.Node {
	c, ok := n.(*expr.Call)
	if !ok || c.Fn != expr.User || c.Name != "diag" || len(c.Args) < 2 || len(c.Args) > maxDiagonal {
		return n
	}
	m := &expr.Matrix{}
	for i := range c.Args {
		row := make([]expr.Node, len(c.Args))
		for k := range row {
			row[k] = expr.Int(0)
		}
		row[i] = c.Args[i]
		m.Rows = append(m.Rows, row)
	}
	return m
}

// maxDiagonal bounds the matrices that diagonal writes out.
const maxDiagonal = 32

// mapsTo reads f: x -> 2x as f(x) = 2x.
func mapsTo(n expr.Node) expr.Node {
	r, ok := n.(*expr.Rel)
	if !ok || len(r.Ops) != 1 || r.Ops[0] != expr.To {
		return n
	}
	l, ok := r.Args[0].(*expr.Ratio)
	if !ok || len(l.Parts) != 2 {
		return n
	}
	f, ok := l.Parts[0].(*expr.Sym)
	if !ok {
		return n
	}
	call := &expr.Call{Fn: expr.User, Name: f.Name, Args: l.Parts[1:]}
	return &expr.Rel{Ops: []expr.RelOp{expr.Eq}, Args: []expr.Node{call, r.Args[1]}}
}

// combinatorial reads C(n,k) and P(n,k) of numbers as functions.
func combinatorial(n expr.Node) expr.Node {
	return normal.Map(n, func(n expr.Node) (expr.Node, bool) {
		if c, ok := n.(*expr.Call); ok {
			if fn, ok := counting(c); ok {
				return expr.Fun(fn, c.Args...), true
			}
		}
		return nil, false
	})
}
