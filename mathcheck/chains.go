package mathcheck

import "github.com/verireward/verireward/mathcheck/internal/expr"

// links parts a chain of inequalities between several unknowns, x > y > z, into
// its statements; false for anything else.
func links(n expr.Node) ([]expr.Node, bool) {
	r, ok := n.(*expr.Rel)
	if !ok || len(r.Ops) < 2 || len(expr.Symbols(n, nil)) < 2 {
		return nil, false
	}
	var out []expr.Node
	for i, op := range r.Ops {
		switch op {
		case expr.Lt, expr.Gt, expr.Le, expr.Ge:
		default:
			return nil, false
		}
		out = append(out, &expr.Rel{Args: r.Args[i : i+2], Ops: r.Ops[i : i+1]})
	}
	return out, true
}

// statements are the members of "x > y and y > z", or of a list of such.
func statements(n expr.Node) ([]expr.Node, bool) {
	var elems []expr.Node
	switch n := n.(type) {
	case *expr.Logic:
		if n.Op != expr.And {
			return nil, false
		}
		elems = n.Args
	case *expr.List:
		if n.Sep == expr.OrWord {
			return nil, false
		}
		elems = n.Elems
	}
	for _, e := range elems {
		if r, ok := e.(*expr.Rel); !ok || len(r.Ops) != 1 {
			return nil, false
		}
	}
	return elems, len(elems) > 1
}

// chains compares a chain of inequalities with the same statements one by one.
func (j *judge) chains(g, p expr.Node) (finding, bool) {
	a, chained := links(g)
	b, chained2 := links(p)
	if chained == chained2 {
		return finding{}, false
	}
	ok := true
	if chained {
		b, ok = statements(p)
	} else {
		a, ok = statements(g)
	}
	if !ok {
		return finding{}, false
	}
	f := j.members(a, b, false)
	f.rule = "chain"
	return f, true
}
