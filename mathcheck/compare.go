package mathcheck

import (
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// compare decides on two answers; the gold's kind says how both are read.
func (j *judge) compare(g, p expr.Node) finding {
	j.depth++
	f := j.answers(g, p)
	j.depth--
	return f
}

// answers is compare at one level more.
func (j *judge) answers(g, p expr.Node) finding {
	if j.depth > maxShapes || !j.b.Spend(16) {
		return unknown("structure", "budget")
	}
	if j.depth == 1 && strings.IndexByte(j.said, '_') >= 0 && strings.IndexByte(j.g.text, '_') >= 0 {
		g, p = byIndex(g), byIndex(p)
	}
	gt, pt := expr.TraitsOf(g), expr.TraitsOf(p)
	if expr.Same(g, p) && !(gt.Has(expr.HasQuotient) && hasUndefined(g)) {
		return equal("tree", "")
	}
	if r, ok := p.(*expr.Rel); ok && allEq(r) && !isStatement(g) && j.falseClaim(r, g) {
		f := different("relation", "false chain")
		f.reason = "the answer states a false equation"
		return f
	}
	if j.depth == 1 && mayIndex(gt) && mayIndex(pt) && j.families(g, p) {
		return equal("relation", "one family")
	}
	read, given := g, p
	if j.depth == 1 && (hasBar(j.said) || hasBar(j.g.text)) {
		g, p = conjugates(g, p)
	}
	if gt.Has(expr.HasText) || pt.Has(expr.HasText) {
		g, p = j.dotted(g), j.dotted(p)
	}
	g, p = j.indices(g, p)
	g, p = j.plainSet(g), j.plainSet(p)
	g, p = multiplied(mapsTo(g)), multiplied(mapsTo(p))
	g, p = diagonal(g), diagonal(p)
	g, p = excluded(g), excluded(p)
	if g != read {
		gt = expr.TraitsOf(g)
	}
	if p != given {
		pt = expr.TraitsOf(p)
	}
	if gt.Has(expr.HasPlusMinus) || pt.Has(expr.HasPlusMinus) {
		eg, ep := expandPM(g), expandPM(p)
		if isRegion(eg) && isRegion(ep) {
			return j.region(eg, ep)
		}
		return j.lists(eg, ep)
	}
	if isQuantity(g) || isQuantity(p) {
		return j.quantities(g, p)
	}
	if f, ok := j.chains(g, p); ok {
		return f
	}
	switch gn := g.(type) {
	case *expr.Text:
		return j.texts(gn, p)
	case *expr.Rel:
		return j.relation(gn, p)
	case *expr.Logic:
		return j.logic(gn, p)
	case *expr.Set, *expr.List:
		_, pair := p.(*expr.Tuple)
		if isRegion(g) && (pair || isRegion(p)) && len(expr.Symbols(g, nil)) == 1 {
			if f := j.region(g, p); f.out == OutcomeEqual {
				return f
			}
		}
		return j.lists(g, p)
	case *expr.Tuple:
		return j.tuple(gn, p)
	case *expr.Interval, *expr.SetOp, *expr.Builder:
		return j.region(g, p)
	case *expr.Matrix:
		return j.matrix(gn, p)
	case *expr.Ratio:
		return j.ratio(gn, p)
	case *expr.Piecewise:
		return j.piecewise(gn, p)
	case *expr.Const:
		if gn.C.IsSet() {
			if s, ok := p.(*expr.Sym); ok && s.Name == gn.C.String() {
				return equal("set", "letter")
			}
			return j.region(g, p)
		}
	case *expr.Call:
		if t, ok := labelled(gn); ok {
			if _, isCall := p.(*expr.Call); !isCall {
				if _, scalar := t.Elems[0].(*expr.Num); !scalar || !isScalarNode(p) {
					return j.tuple(t, p)
				}
			}
		}
	}
	return j.single(g, p, gt, pt)
}

// isStatement reports whether n is a relation, or several, and not a value.
func isStatement(n expr.Node) bool {
	switch n.(type) {
	case *expr.Rel, *expr.Logic:
		return true
	}
	return false
}

func hasUndefined(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool {
		d, ok := n.(*expr.Div)
		if !ok {
			return false
		}
		z, ok := d.Den.(*expr.Num)
		return ok && z.V.Sign() == 0
	})
}

// isScalarNode reports whether n stands for one number or function.
func isScalarNode(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Rel, *expr.Logic, *expr.Set, *expr.List, *expr.Tuple, *expr.Interval, *expr.SetOp, *expr.Builder, *expr.Matrix, *expr.Ratio, *expr.Piecewise, *expr.Text:
		return false
	case *expr.Const:
		return !n.C.IsSet()
	}
	return true
}

// single compares a scalar gold with anything; gt and pt are what they hold.
func (j *judge) single(g, p expr.Node, gt, pt expr.Traits) finding {
	if f, ok := j.shaped(g, p); ok {
		return f
	}
	return j.scalars(g, p, gt, pt)
}

// shaped compares a scalar gold with an answer of another shape; false when
// the answer is a scalar too.
func (j *judge) shaped(g, p expr.Node) (finding, bool) {
	switch pn := p.(type) {
	case *expr.Rel:
		if v, ok := approached(pn); ok {
			return j.compare(g, v), true
		}
		if v, f, ok := j.relValue(pn, g); ok {
			if f != nil {
				return *f, true
			}
			return j.compare(g, v), true
		}
		return different("relation", ""), true
	case *expr.Set:
		if len(pn.Elems) == 1 {
			return j.compare(g, pn.Elems[0]), true
		}
		return different("set", ""), true
	case *expr.List:
		if vs, _, ok := solutions(pn); ok && len(vs) == 1 {
			return j.compare(g, vs[0]), true
		}
		if pn.Sep == expr.OrWord && len(pn.Elems) <= 4 && isScalarNode(g) {
			// 3/4 or 0.75: one value in two forms is no hedge.
			same := true
			for _, e := range pn.Elems {
				same = same && isScalarNode(e) && j.compare(g, e).out == OutcomeEqual
			}
			if same {
				return equal("list", "one value"), true
			}
		}
		if j.vectorLetters(g) {
			return j.tuple(asTuple(pn.Elems), g), true
		}
		return different("list", "hedge"), true
	case *expr.Logic:
		return different("logic", "hedge"), true
	case *expr.Tuple:
		if t, ok := vector(g, len(pn.Elems)); ok {
			return j.tuple(t, p), true
		}
		return different("tuple", ""), true
	case *expr.Matrix:
		if len(pn.Rows) == 1 && len(pn.Rows[0]) == 1 {
			return j.compare(g, pn.Rows[0][0]), true
		}
		if t, ok := vector(g, len(pn.Rows)*len(pn.Rows[0])); ok {
			return j.tuple(t, p), true
		}
		return different("matrix", ""), true
	case *expr.Ratio:
		if len(pn.Parts) == 2 {
			if f := j.scalar(g, expr.Over(pn.Parts[0], pn.Parts[1])); f.out == OutcomeEqual {
				f.rule = "ratio"
				return f, true
			}
		}
		return different("ratio", ""), true
	case *expr.Text:
		return j.textAgainst(g, pn), true
	case *expr.Interval, *expr.SetOp, *expr.Builder:
		return different("interval", ""), true
	case *expr.Piecewise:
		if branches, ok := modulusBranches(g); ok {
			for _, b := range branches {
				if f := j.piecewise(b, pn); f.out == OutcomeEqual {
					return f, true
				}
			}
		}
		return different("piecewise", ""), true
	case *expr.Const:
		if pn.C.IsSet() {
			return different("set", ""), true
		}
	}
	return finding{}, false
}

// scalars compares two scalars; gt and pt are what they hold.
func (j *judge) scalars(g, p expr.Node, gt, pt expr.Traits) finding {
	if gt.Has(expr.HasUser) || pt.Has(expr.HasUser) {
		g, p = combinatorial(g), combinatorial(p)
	}
	if gt.Letter('i') != pt.Letter('i') { // 3i-4j with i set bold on one side
		for n := 2; n <= 3; n++ {
			gt, ok := vector(g, n)
			pt, ok2 := vector(p, n)
			if ok && ok2 {
				return j.ordered("tuple", gt.Elems, pt.Elems)
			}
		}
	}
	f := j.scalarOf(g, p, gt, pt)
	if f.out != OutcomeEqual && j.primitives(g, p) {
		return equal("poly", "constant of integration")
	}
	if f.out != OutcomeEqual && j.c.rename {
		if r, ok := renamed(g, p); ok {
			if f2 := j.scalar(g, r); f2.out == OutcomeEqual {
				f2.rule = "renamed"
				return f2
			}
		}
	}
	return f
}
