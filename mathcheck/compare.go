package mathcheck

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
	"github.com/verireward/verireward/mathcheck/internal/words"
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
	switch gn := g.(type) {
	case *expr.Text:
		return j.texts(gn, p)
	case *expr.Rel:
		return j.relation(gn, p)
	case *expr.Logic:
		return j.logic(gn, p)
	case *expr.Set, *expr.List:
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

// approached is the 5 of x → 5, said of a limit.
func approached(r *expr.Rel) (expr.Node, bool) {
	if len(r.Ops) != 1 || r.Ops[0] != expr.To {
		return nil, false
	}
	// A word before "to" is prose: "not equal to 5", "up to 5".
	v, ok := r.Args[0].(*expr.Sym)
	if !ok {
		return nil, false
	}
	variable, _, _ := strings.Cut(v.Name, "_")
	return r.Args[1], (utf8.RuneCountInString(variable) == 1 || slices.Contains(greek[:], variable)) && constant(r.Args[1])
}

// greek are the letters that a variable is named by, besides the Latin ones.
var greek = [...]string{"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega"}

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
	switch pn := p.(type) {
	case *expr.Rel:
		if v, ok := approached(pn); ok {
			return j.compare(g, v)
		}
		if v, f, ok := j.relValue(pn, g); ok {
			if f != nil {
				return *f
			}
			return j.compare(g, v)
		}
		return different("relation", "")
	case *expr.Set:
		if len(pn.Elems) == 1 {
			return j.compare(g, pn.Elems[0])
		}
		return different("set", "")
	case *expr.List:
		if vs, _, ok := solutions(pn); ok && len(vs) == 1 {
			return j.compare(g, vs[0])
		}
		if pn.Sep == expr.OrWord && len(pn.Elems) <= 4 && isScalarNode(g) {
			// 3/4 or 0.75: one value in two forms is no hedge.
			same := true
			for _, e := range pn.Elems {
				same = same && isScalarNode(e) && j.compare(g, e).out == OutcomeEqual
			}
			if same {
				return equal("list", "one value")
			}
		}
		if j.vectorLetters(g) {
			return j.tuple(asTuple(pn.Elems), g)
		}
		return different("list", "hedge")
	case *expr.Logic:
		return different("logic", "hedge")
	case *expr.Tuple:
		if t, ok := vector(g, len(pn.Elems)); ok {
			return j.tuple(t, p)
		}
		return different("tuple", "")
	case *expr.Matrix:
		if len(pn.Rows) == 1 && len(pn.Rows[0]) == 1 {
			return j.compare(g, pn.Rows[0][0])
		}
		if t, ok := vector(g, len(pn.Rows)*len(pn.Rows[0])); ok {
			return j.tuple(t, p)
		}
		return different("matrix", "")
	case *expr.Ratio:
		if len(pn.Parts) == 2 {
			if f := j.scalar(g, expr.Over(pn.Parts[0], pn.Parts[1])); f.out == OutcomeEqual {
				f.rule = "ratio"
				return f
			}
		}
		return different("ratio", "")
	case *expr.Text:
		return j.textAgainst(g, pn)
	case *expr.Interval, *expr.SetOp, *expr.Builder:
		return different("interval", "")
	case *expr.Piecewise:
		if branches, ok := modulusBranches(g); ok {
			for _, b := range branches {
				if f := j.piecewise(b, pn); f.out == OutcomeEqual {
					return f
				}
			}
		}
		return different("piecewise", "")
	case *expr.Const:
		if pn.C.IsSet() {
			return different("set", "")
		}
	}
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

// indices drops "k ∈ Z" beside an expression on either side, and gives an
// index so declared the gold's name.
func (j *judge) indices(g, p expr.Node) (expr.Node, expr.Node) {
	g2, p2 := stripConditions(g), stripConditions(p)
	if expr.Same(g2, g) && expr.Same(p2, p) {
		return g, p
	}
	gs, ps := expr.Symbols(g2, nil), expr.Symbols(p2, nil)
	if len(gs) != len(ps) {
		return g2, p2
	}
	odd := func(a, b []string) string {
		only := ""
		for _, x := range a {
			if !slices.Contains(b, x) {
				if only != "" {
					return ""
				}
				only = x
			}
		}
		return only
	}
	gk, pk := odd(gs, ps), odd(ps, gs)
	if gk != "" && pk != "" && strings.Contains("klmnt", gk) && strings.Contains("klmnt", pk) {
		p2 = normal.Replace(p2, pk, expr.Var(gk))
	}
	return g2, p2
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

// labelled reads A(1,2) as the point (1,2).
func labelled(c *expr.Call) (*expr.Tuple, bool) {
	if c.Fn != expr.User || len(c.Args) < 2 || len(c.Name) != 1 || c.Name[0] < 'A' || c.Name[0] > 'Z' {
		return nil, false
	}
	return asTuple(c.Args), true
}

func asTuple(elems []expr.Node) *expr.Tuple {
	return &expr.Tuple{Elems: elems, Open: expr.Paren, Close: expr.Paren}
}

// renamed gives the variables of p the names of g's, in the order of their
// first use.
func renamed(g, p expr.Node) (expr.Node, bool) {
	gs, ps := expr.Symbols(g, nil), expr.Symbols(p, nil)
	if len(gs) != len(ps) || len(gs) == 0 {
		return nil, false
	}
	for i, s := range ps {
		p = normal.Replace(p, s, expr.Var("\x00"+gs[i]))
	}
	for _, s := range gs {
		p = normal.Replace(p, "\x00"+s, expr.Var(s))
	}
	return p, true
}

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

// stripConditions drops "k ∈ Z" and the like beside an expression, where the
// list holds one thing else.
func stripConditions(n expr.Node) expr.Node {
	l, ok := n.(*expr.List)
	if !ok || len(l.Elems) < 2 {
		return n
	}
	var rest []expr.Node
	for _, e := range l.Elems {
		if r, ok := e.(*expr.Rel); ok && len(r.Ops) == 1 && r.Ops[0] == expr.In {
			if c, ok := r.Args[1].(*expr.Const); ok && (c.C == expr.Integers || c.C == expr.Naturals) {
				continue
			}
		}
		rest = append(rest, e)
	}
	switch {
	case len(rest) == len(l.Elems) || len(rest) == 0:
		return n
	case len(rest) == 1:
		return rest[0]
	}
	return &expr.List{Elems: rest, Sep: l.Sep}
}

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

// name is the name an assignment gives a value to: x, y_1, f(x), AB, |AB|, P(A).
func name(n expr.Node) (string, bool) {
	switch n := n.(type) {
	case *expr.Sym:
		return n.Name, true
	case *expr.Text:
		if _, truth := words.Bool(n.S); truth {
			return "", false
		}
		return words.Fold(n.S), true
	case *expr.Tuple:
		for _, e := range n.Elems {
			if _, ok := e.(*expr.Sym); !ok {
				return "", false
			}
		}
		return expr.String(n), len(n.Elems) > 0
	case *expr.Const:
		return n.C.String(), n.C == expr.I || n.C == expr.E
	case *expr.Call:
		if n.Fn == expr.User || n.Fn == expr.Abs {
			var b strings.Builder
			expr.Print(&b, n)
			return b.String(), !expr.Any(n, func(n expr.Node) bool { _, ok := n.(*expr.Add); return ok })
		}
	case *expr.Mul:
		for _, f := range n.Factors {
			switch f := f.(type) {
			case *expr.Sym, *expr.Const:
			case *expr.Pow:
				_ = f
				return "", false
			default:
				return "", false
			}
		}
		if n.Shown {
			return "", false
		}
		if s := expr.String(n); strings.ToLower(s) != s {
			return s, true // AB and BA are segments or vectors
		}
		fs := slices.Clone(n.Factors)
		slices.SortStableFunc(fs, func(a, b expr.Node) int { return strings.Compare(expr.String(a), expr.String(b)) })
		return expr.String(expr.Times(fs...)), true
	case *expr.Bind:
		if s, ok := n.Body.(*expr.Sym); ok && n.Op == expr.DerivOp && n.Lo == nil && n.Var == "x" {
			return s.Name + "'", true // other variables are told apart
		}
		if n.Op == expr.DerivOp {
			return expr.String(n), true
		}
	}
	return "", false
}
