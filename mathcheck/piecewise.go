package mathcheck

import "github.com/verireward/verireward/mathcheck/internal/expr"

// piecewise compares branch by branch, in any order.
func (j *judge) piecewise(g *expr.Piecewise, p expr.Node) finding {
	if r, ok := p.(*expr.Rel); ok {
		if v, _, ok := j.relValue(r, g); ok {
			p = v
		}
	}
	if branches, ok := modulusBranches(p); ok {
		for _, b := range branches {
			if f := j.piecewise(g, b); f.out == OutcomeEqual {
				return f
			}
		}
		return different("piecewise", "")
	}
	pn, ok := p.(*expr.Piecewise)
	if !ok || len(pn.Cases) != len(g.Cases) {
		return different("piecewise", "")
	}
	// Branches with conditions on both sides first; then one pair may be left in
	// which a side says "otherwise".
	used := make([]bool, len(pn.Cases))
	left := -1
	for i, gc := range g.Cases {
		found := false
		for k, pc := range pn.Cases {
			if used[k] || gc.Cond == nil || pc.Cond == nil {
				continue
			}
			if j.compare(gc.Cond, pc.Cond).out == OutcomeEqual && j.compare(gc.Value, pc.Value).out == OutcomeEqual {
				used[k], found = true, true
				break
			}
		}
		if found {
			continue
		}
		if left >= 0 {
			return different("piecewise", "")
		}
		left = i
	}
	if left < 0 {
		return equal("piecewise", "")
	}
	gc := g.Cases[left]
	for k, pc := range pn.Cases {
		if !used[k] && (gc.Cond == nil || pc.Cond == nil) && j.compare(gc.Value, pc.Value).out == OutcomeEqual {
			return equal("piecewise", "otherwise")
		}
	}
	return different("piecewise", "")
}

// modulusBranches writes |u| as a function of two branches, the point between
// them in either.
func modulusBranches(n expr.Node) ([]*expr.Piecewise, bool) {
	c, ok := n.(*expr.Call)
	if !ok || c.Fn != expr.Abs || len(c.Args) != 1 || constant(c.Args[0]) {
		return nil, false
	}
	u, out := c.Args[0], []*expr.Piecewise(nil)
	for _, ops := range [...][2]expr.RelOp{{expr.Ge, expr.Lt}, {expr.Gt, expr.Le}} {
		when := func(op expr.RelOp) expr.Node {
			return &expr.Rel{Ops: []expr.RelOp{op}, Args: []expr.Node{u, expr.Int(0)}}
		}
		out = append(out, &expr.Piecewise{Cases: []expr.Case{{Value: u, Cond: when(ops[0])}, {Value: &expr.Neg{X: u}, Cond: when(ops[1])}}})
	}
	return out, true
}
