package mathcheck

import "github.com/verireward/verireward/mathcheck/internal/expr"

// ratio compares a : b : c up to a common factor.
func (j *judge) ratio(g *expr.Ratio, p expr.Node) finding {
	if r, ok := p.(*expr.Rel); ok {
		last := r.Args[len(r.Args)-1]
		if r.Ops[len(r.Ops)-1] == expr.Eq {
			p = last
		}
	}
	pn, ok := p.(*expr.Ratio)
	if !ok {
		if len(g.Parts) == 2 && isScalarNode(p) {
			f := j.scalar(expr.Over(g.Parts[0], g.Parts[1]), p)
			f.stage = "ratio"
			return f
		}
		return different("ratio", "")
	}
	if len(pn.Parts) != len(g.Parts) {
		return different("ratio", "")
	}
	for i := 1; i < len(g.Parts); i++ {
		f := j.scalar(expr.Times(g.Parts[0], pn.Parts[i]), expr.Times(g.Parts[i], pn.Parts[0]))
		if f.out != OutcomeEqual {
			f.stage = "ratio"
			return f
		}
	}
	return equal("ratio", "")
}
