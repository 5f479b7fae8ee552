package normal

import "github.com/verireward/verireward/mathcheck/internal/expr"

// Replace returns n with the variable v replaced by x everywhere it is free.
func Replace(n expr.Node, v string, x expr.Node) expr.Node {
	return Map(n, func(n expr.Node) (expr.Node, bool) {
		switch n := n.(type) {
		case *expr.Sym:
			if n.Name == v {
				return x, true
			}
			return n, true
		case *expr.Bind:
			if n.Var == v && n.Op != expr.DerivOp && !(n.Op == expr.IntOp && n.Lo == nil) {
				m := *n
				m.Lo, m.Hi = mapNode(n.Lo, v, x), mapNode(n.Hi, v, x)
				return &m, true
			}
		}
		return nil, false
	})
}

func mapNode(n expr.Node, v string, x expr.Node) expr.Node {
	if n == nil {
		return nil
	}
	return Replace(n, v, x)
}

// Map rebuilds n: f says what a node becomes, or false to go into its
// children. Parts that do not change are shared.
func Map(n expr.Node, f func(expr.Node) (expr.Node, bool)) expr.Node {
	if n == nil {
		return nil
	}
	if m, ok := f(n); ok {
		return m
	}
	switch n := n.(type) {
	case *expr.Add:
		if ts, ok := mapAll(n.Terms, f); ok {
			return &expr.Add{Terms: ts}
		}
	case *expr.Neg:
		if x := Map(n.X, f); x != n.X {
			return &expr.Neg{X: x}
		}
	case *expr.Mul:
		if fs, ok := mapAll(n.Factors, f); ok {
			return &expr.Mul{Factors: fs, Shown: n.Shown}
		}
	case *expr.Div:
		a, b := Map(n.Num, f), Map(n.Den, f)
		if a != n.Num || b != n.Den {
			return &expr.Div{Num: a, Den: b, Slash: n.Slash}
		}
	case *expr.Pow:
		a, b := Map(n.Base, f), Map(n.Exp, f)
		if a != n.Base || b != n.Exp {
			return &expr.Pow{Base: a, Exp: b}
		}
	case *expr.Root:
		a, b := Map(n.X, f), Map(n.Index, f)
		if a != n.X || b != n.Index {
			return &expr.Root{X: a, Index: b}
		}
	case *expr.Call:
		if as, ok := mapAll(n.Args, f); ok {
			return &expr.Call{Fn: n.Fn, Name: n.Name, Args: as}
		}
	case *expr.Bind:
		m := *n
		m.Lo, m.Hi, m.Body = Map(n.Lo, f), Map(n.Hi, f), Map(n.Body, f)
		if m.Lo != n.Lo || m.Hi != n.Hi || m.Body != n.Body {
			return &m
		}
	case *expr.Percent:
		if x := Map(n.X, f); x != n.X {
			return &expr.Percent{X: x}
		}
	case *expr.Degree:
		if x := Map(n.X, f); x != n.X {
			return &expr.Degree{X: x}
		}
	case *expr.PlusMinus:
		if x := Map(n.X, f); x != n.X {
			return &expr.PlusMinus{X: x, Minus: n.Minus}
		}
	default:
		return mapShape(n, f)
	}
	return n
}

// mapAll is Map for the nodes of a list; false when none changes.
func mapAll(ns []expr.Node, f func(expr.Node) (expr.Node, bool)) ([]expr.Node, bool) {
	var out []expr.Node
	for i, c := range ns {
		m := Map(c, f)
		if m != c && out == nil {
			out = append(make([]expr.Node, 0, len(ns)), ns[:i]...)
		}
		if out != nil {
			out = append(out, m)
		}
	}
	if out == nil {
		return ns, false
	}
	return out, true
}

// mapShape is Map for the children of statements, collections and what holds
// parts.
func mapShape(n expr.Node, f func(expr.Node) (expr.Node, bool)) expr.Node {
	switch n := n.(type) {
	case *expr.Rel:
		if as, ok := mapAll(n.Args, f); ok {
			return &expr.Rel{Ops: n.Ops, Args: as}
		}
	case *expr.Logic:
		if as, ok := mapAll(n.Args, f); ok {
			return &expr.Logic{Op: n.Op, Args: as}
		}
	case *expr.Set:
		if es, ok := mapAll(n.Elems, f); ok {
			return &expr.Set{Elems: es}
		}
	case *expr.Builder:
		e, d := Map(n.Elem, f), Map(n.Domain, f)
		cond, ok := mapAll(n.Cond, f)
		if ok || e != n.Elem || d != n.Domain {
			return &expr.Builder{Elem: e, Domain: d, Cond: cond}
		}
	case *expr.Tuple:
		if es, ok := mapAll(n.Elems, f); ok {
			return &expr.Tuple{Elems: es, Open: n.Open, Close: n.Close}
		}
	case *expr.Interval:
		m := *n
		m.Lo, m.Hi = Map(n.Lo, f), Map(n.Hi, f)
		if m.Lo != n.Lo || m.Hi != n.Hi {
			return &m
		}
	case *expr.List:
		if es, ok := mapAll(n.Elems, f); ok {
			return &expr.List{Elems: es, Sep: n.Sep}
		}
	case *expr.SetOp:
		if es, ok := mapAll(n.Args, f); ok {
			return &expr.SetOp{Op: n.Op, Args: es}
		}
	case *expr.Matrix:
		var rows [][]expr.Node
		changed := false
		for _, r := range n.Rows {
			es, ok := mapAll(r, f)
			changed = changed || ok
			rows = append(rows, es)
		}
		if changed {
			return &expr.Matrix{Rows: rows}
		}
	case *expr.Piecewise:
		m := &expr.Piecewise{}
		changed := false
		for _, c := range n.Cases {
			v, d := Map(c.Value, f), Map(c.Cond, f)
			changed = changed || v != c.Value || d != c.Cond
			m.Cases = append(m.Cases, expr.Case{Value: v, Cond: d})
		}
		if changed {
			return m
		}
	case *expr.Quantity:
		if x := Map(n.Value, f); x != n.Value {
			return &expr.Quantity{Value: x, Unit: n.Unit, Money: n.Money}
		}
	case *expr.Ratio:
		if es, ok := mapAll(n.Parts, f); ok {
			return &expr.Ratio{Parts: es}
		}
	}
	return n
}
