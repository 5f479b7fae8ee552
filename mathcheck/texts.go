package mathcheck

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// texts compares a gold in words.
func (j *judge) texts(g *expr.Text, p expr.Node) finding {
	switch pn := p.(type) {
	case *expr.Text:
		if words.Fold(g.S) == words.Fold(pn.S) {
			return equal("text", "folded")
		}
		return different("text", "")
	case *expr.Rel:
		if v, f, ok := j.relValue(pn, g); ok && f == nil {
			return j.compare(g, v)
		}
	}
	if c, ok := named(g.S); ok {
		if _, again := c.(*expr.Text); !again {
			return j.compare(c, p)
		}
	}
	return different("text", "")
}

// textAgainst compares a gold that is no text with an answer in words.
func (j *judge) textAgainst(g expr.Node, p *expr.Text) finding {
	if r, ok := words.Number(p.S); ok {
		return j.compare(g, ratNode(r))
	}
	if c, ok := named(p.S); ok {
		return j.compare(g, c)
	}
	return different("text", "")
}

// named is the mathematical object a phrase names.
func named(s string) (expr.Node, bool) {
	m, ok := words.Name(s)
	if !ok {
		return nil, false
	}
	switch m {
	case words.EmptySet, words.NoSolution:
		return expr.Cst(expr.Empty), true
	case words.AllReals:
		return expr.Cst(expr.Reals), true
	case words.AllIntegers:
		return expr.Cst(expr.Integers), true
	case words.AllNaturals:
		return expr.Cst(expr.Naturals), true
	case words.AllRationals:
		return expr.Cst(expr.Rationals), true
	case words.AllComplex:
		return expr.Cst(expr.Complexes), true
	case words.Infinity, words.InfinitelyMany:
		return expr.Cst(expr.Inf), true
	case words.NegativeInfinity:
		return &expr.Neg{X: expr.Cst(expr.Inf)}, true
	case words.Undefined:
		return expr.Cst(expr.Undefined), true
	}
	return nil, false
}
