package mathcheck

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
)

func hasPM(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool { _, ok := n.(*expr.PlusMinus); return ok })
}

// expandPM replaces ± by both values: an element with it becomes two.
func expandPM(n expr.Node) expr.Node {
	upper := func(minus bool) expr.Node {
		return normal.Map(n, func(n expr.Node) (expr.Node, bool) {
			pm, ok := n.(*expr.PlusMinus)
			if !ok {
				return nil, false
			}
			x := normal.Map(pm.X, func(expr.Node) (expr.Node, bool) { return nil, false })
			if pm.Minus != minus {
				return &expr.Neg{X: x}, true
			}
			return x, true
		})
	}
	switch n := n.(type) {
	case *expr.List:
		return &expr.List{Elems: expandAll(n.Elems), Sep: n.Sep}
	case *expr.Set:
		return &expr.Set{Elems: expandAll(n.Elems)}
	case *expr.Logic: // x = 0 or x = ±1
		if n.Op == expr.Or {
			return &expr.Logic{Op: n.Op, Args: expandAll(n.Args)}
		}
	}
	if !hasPM(n) {
		return n
	}
	if r, ok := n.(*expr.Rel); ok && len(r.Ops) == 1 && r.Ops[0] == expr.Ne { // x ≠ ±1
		return &expr.Logic{Op: expr.And, Args: []expr.Node{upper(false), upper(true)}}
	}
	return &expr.List{Elems: []expr.Node{upper(false), upper(true)}, Sep: expr.OrWord}
}

func expandAll(ns []expr.Node) []expr.Node {
	var out []expr.Node
	for _, e := range ns {
		if l, ok := expandPM(e).(*expr.List); ok && hasPM(e) {
			out = append(out, l.Elems...)
		} else {
			out = append(out, e)
		}
	}
	return out
}
