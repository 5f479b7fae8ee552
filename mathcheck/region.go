package mathcheck

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/numeric"
)

// realSet is a subset of the real line that changes at finitely many points:
// pts in increasing order, at[i] says whether pts[i] belongs to it, gap[i]
// whether the open interval before pts[i] does (the last: after all points).
type realSet struct {
	pts []expr.Node
	at  []bool
	gap []bool
}

// maxEnds bounds the points of a set: a union of 250 intervals has 500.
const maxEnds = 512

func wholeLine() realSet { return realSet{gap: []bool{true}} }
func noPoints() realSet  { return realSet{gap: []bool{false}} }

// isRegion reports whether n reads as a subset of the reals.
func isRegion(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Interval, *expr.SetOp, *expr.Builder:
		return true
	case *expr.Const:
		return n.C.IsSet()
	case *expr.Rel:
		for _, op := range n.Ops {
			if !op.Order() && op != expr.Ne {
				return len(n.Ops) == 1 && op == expr.In && isRegion(n.Args[1])
			}
		}
		return true
	case *expr.Logic:
		for _, a := range n.Args {
			if isRegion(a) {
				return true
			}
		}
	case *expr.List:
		for _, a := range n.Elems {
			if !isRegion(a) {
				return false
			}
		}
		return true
	}
	return false
}

// region compares two subsets of the reals; what cannot be read as one is
// compared by its parts.
func (j *judge) region(g, p expr.Node) finding {
	if t, ok := p.(*expr.Text); ok {
		return j.textAgainst(g, t)
	}
	if r, ok := p.(*expr.Rel); ok && len(r.Ops) == 1 && r.Ops[0] == expr.Eq {
		if _, named := name(r.Args[0]); named { // A = (1,2]
			if !isScalarNode(r.Args[1]) {
				return j.region(g, r.Args[1])
			}
		}
	}
	if gv, ok := subject(g); ok && !j.c.rename {
		if pv, ok := subject(p); ok && gv != pv {
			return different("interval", "other name")
		}
	}
	a, ok := j.read(g, "")
	b, ok2 := j.read(p, "")
	if ok && ok2 {
		same, known := j.sameSet(a, b)
		switch {
		case !known:
			return unknown("interval", "")
		case same:
			return equal("interval", "")
		}
		return different("interval", "")
	}
	if ok != ok2 && !unreadable(g) && !unreadable(p) {
		return different("interval", "kind")
	}
	if gr, ok := g.(*expr.Rel); ok {
		if pr, ok := p.(*expr.Rel); ok && len(gr.Ops) == 1 && len(pr.Ops) == 1 && gr.Ops[0].Order() && pr.Ops[0].Order() {
			return j.inequality(gr, pr)
		}
	}
	g, p = setDifference(g, p), setDifference(p, g)
	if gs, ok := g.(*expr.SetOp); ok {
		if ps, ok := p.(*expr.SetOp); ok && ps.Op == gs.Op && len(gs.Args) == len(ps.Args) && gs.Op != expr.Cross && gs.Op != expr.Minus {
			return j.members(gs.Args, ps.Args, false)
		}
	}
	if gb, ok := g.(*expr.Builder); ok {
		if pb, ok := p.(*expr.Builder); ok {
			return j.builders(gb, pb)
		}
	}
	gl, ok := elements(g)
	pl, ok2 := elements(p)
	if ok && ok2 {
		return j.members(gl, pl, false)
	}
	return j.subtrees(g, p)
}

// subject is the one variable a statement is about.
func subject(n expr.Node) (string, bool) {
	switch n.(type) {
	case *expr.Rel, *expr.Logic, *expr.List:
		if s := expr.Symbols(n, nil); len(s) == 1 && s[0] != "?" {
			return s[0], true
		}
	}
	return "", false
}

// plainSet writes out {x in Z : 1 <= x <= 3} when it is small.
func (j *judge) plainSet(n expr.Node) expr.Node {
	b, ok := n.(*expr.Builder)
	if !ok {
		return n
	}
	s, ok := b.Elem.(*expr.Sym)
	if !ok {
		return n
	}
	domain := b.Domain
	var conds []expr.Node
	for _, c := range b.Cond {
		if r, ok := c.(*expr.Rel); ok && len(r.Ops) == 1 && r.Ops[0] == expr.In && domain == nil {
			domain = r.Args[1]
			continue
		}
		conds = append(conds, c)
	}
	d, ok := domain.(*expr.Const)
	if !ok || d.C != expr.Integers && d.C != expr.Naturals || len(conds) == 0 {
		return n
	}
	set, ok := j.combine(conds, expr.And, s.Name)
	if !ok || len(set.pts) == 0 || set.gap[0] && d.C == expr.Integers || set.gap[len(set.gap)-1] {
		return n
	}
	lo, ok := normal.Canon(expr.Fun(expr.Floor, set.pts[0]), j.b)
	hi, ok2 := normal.Canon(expr.Fun(expr.Ceil, set.pts[len(set.pts)-1]), j.b)
	a, ok3 := smallInt(lo)
	z, ok4 := smallInt(hi)
	if !ok || !ok2 || !ok3 || !ok4 {
		return n
	}
	if d.C == expr.Naturals {
		a = max(a, 0)
	}
	if z-a > maxWritten {
		return n
	}
	out := &expr.Set{}
	for k := a; k <= z; k++ {
		in, ok := j.contains(set, expr.Int(k))
		if !ok {
			return n
		}
		if in {
			out.Elems = append(out.Elems, expr.Int(k))
		}
	}
	return out
}

// maxWritten bounds the sets of integers that are written out.
const maxWritten = 200

// contains reports whether x is in s.
func (j *judge) contains(s realSet, x expr.Node) (in, ok bool) {
	for i, p := range s.pts {
		o, ok := j.order(x, p)
		switch {
		case !ok:
			return false, false
		case o < 0:
			return s.gap[i], true
		case o == 0:
			return s.at[i], true
		}
	}
	return s.gap[len(s.gap)-1], true
}

// setDifference reads A - B as a difference of sets where the other side is
// one.
func setDifference(n, other expr.Node) expr.Node {
	a, ok := n.(*expr.Add)
	o, ok2 := other.(*expr.SetOp)
	if !ok || !ok2 || o.Op != expr.Minus || len(a.Terms) != 2 {
		return n
	}
	if neg, ok := a.Terms[1].(*expr.Neg); ok {
		return &expr.SetOp{Op: expr.Minus, Args: []expr.Node{a.Terms[0], neg.X}}
	}
	return n
}

// unreadable reports whether n is a set that the real line cannot hold.
func unreadable(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Builder, *expr.SetOp, *expr.Logic, *expr.List:
		return true
	case *expr.Rel:
		return len(expr.Symbols(n, nil)) != 1
	}
	return false
}

func elements(n expr.Node) ([]expr.Node, bool) {
	switch n := n.(type) {
	case *expr.List:
		return n.Elems, true
	case *expr.Logic:
		return n.Args, true
	}
	return nil, false
}

// plainDomain drops R and R^n, which are understood.
func plainDomain(b *expr.Builder) *expr.Builder {
	d := b.Domain
	if pw, ok := d.(*expr.Pow); ok {
		d = pw.Base
	}
	if c, ok := d.(*expr.Const); ok && c.C == expr.Reals {
		return &expr.Builder{Elem: b.Elem, Cond: b.Cond}
	}
	return b
}

// builders compares {f(k) : conditions} by its parts, the bound names free.
func (j *judge) builders(g, p *expr.Builder) finding {
	if r, ok := renamed(g, p); ok {
		if b, ok := r.(*expr.Builder); ok {
			p = b
		}
	}
	g, p = plainDomain(g), plainDomain(p)
	if (g.Domain == nil) != (p.Domain == nil) || len(g.Cond) != len(p.Cond) {
		return unknown("set", "builder")
	}
	if f := j.compare(g.Elem, p.Elem); f.out != OutcomeEqual {
		return f
	}
	if g.Domain != nil {
		if f := j.compare(g.Domain, p.Domain); f.out != OutcomeEqual {
			return f
		}
	}
	return j.members(g.Cond, p.Cond, false)
}

// read turns n into a realSet; v is the variable already fixed, or "".
func (j *judge) read(n expr.Node, v string) (realSet, bool) {
	none := realSet{}
	if !j.b.Spend(64) {
		return none, false
	}
	switch n := n.(type) {
	case *expr.Const:
		switch n.C {
		case expr.Reals:
			return wholeLine(), true
		case expr.Empty:
			return noPoints(), true
		}
	case *expr.Interval:
		return j.span(n.Lo, n.Hi, !n.LoOpen, !n.HiOpen)
	case *expr.Tuple:
		if len(n.Elems) == 2 && n.Open != expr.Angle {
			closed := n.Open == expr.Square
			return j.span(n.Elems[0], n.Elems[1], closed, closed)
		}
	case *expr.Set:
		return j.points(n.Elems)
	case *expr.SetOp:
		return j.operation(n, v)
	case *expr.Builder:
		return j.builder(n)
	case *expr.Rel:
		return j.solve(n)
	case *expr.Logic:
		return j.combine(n.Args, n.Op, v)
	case *expr.List:
		op := expr.And
		if n.Sep == expr.OrWord {
			op = expr.Or
		}
		for _, e := range n.Elems {
			switch e.(type) {
			case *expr.Interval, *expr.Tuple, *expr.SetOp: // [1,2), [3,4)
				op = expr.Or
			}
		}
		for _, e := range n.Elems {
			if !isRegion(e) {
				if _, ok := e.(*expr.Tuple); !ok {
					return none, false
				}
			}
		}
		if op == expr.And {
			// x < 1, x > 3: what cannot hold together is meant as "or".
			r, ok := j.combine(n.Elems, expr.And, v)
			if ok && len(r.pts) == 0 && !r.gap[0] {
				return j.combine(n.Elems, expr.Or, v)
			}
			return r, ok
		}
		return j.combine(n.Elems, op, v)
	}
	return none, false
}

// finiteEnd reports whether n is a number the line can be cut at.
func finiteEnd(n expr.Node) bool { return constant(n) && expr.Scalar(n) && !hasI(n) }

// span is the interval from lo to hi.
func (j *judge) span(lo, hi expr.Node, loIn, hiIn bool) (realSet, bool) {
	cl, _ := normal.Canon(lo, j.b)
	ch, ok := normal.Canon(hi, j.b)
	if !ok {
		return realSet{}, false
	}
	sl, il := infinite(cl)
	sh, ih := infinite(ch)
	switch {
	case il && ih:
		if sl < 0 && sh > 0 {
			return wholeLine(), true
		}
		return realSet{}, false
	case il && sl < 0 && finiteEnd(ch):
		return realSet{pts: []expr.Node{ch}, at: []bool{hiIn}, gap: []bool{true, false}}, true
	case ih && sh > 0 && finiteEnd(cl):
		return realSet{pts: []expr.Node{cl}, at: []bool{loIn}, gap: []bool{false, true}}, true
	case il || ih || !finiteEnd(cl) || !finiteEnd(ch):
		return realSet{}, false
	}
	switch o, ok := j.order(cl, ch); {
	case !ok:
		return realSet{}, false
	case o == 0:
		return realSet{pts: []expr.Node{cl}, at: []bool{loIn && hiIn}, gap: []bool{false, false}}, true
	case o > 0:
		return realSet{}, false // a point or vector, not an interval
	}
	return realSet{pts: []expr.Node{cl, ch}, at: []bool{loIn, hiIn}, gap: []bool{false, true, false}}, true
}

// order compares two canonical numbers.
func (j *judge) order(a, b expr.Node) (int, bool) {
	x, ok := a.(*expr.Num)
	y, ok2 := b.(*expr.Num)
	if ok && ok2 {
		return num.Cmp(x.V, y.V)
	}
	if expr.Same(a, b) {
		return 0, true
	}
	return numeric.Order(a, b, j.b)
}

// points is a finite set.
func (j *judge) points(elems []expr.Node) (realSet, bool) {
	if len(elems) > maxEnds {
		return realSet{}, false
	}
	out := noPoints()
	for _, e := range elems {
		c, ok := normal.Canon(e, j.b)
		if !ok || !finiteEnd(c) {
			return realSet{}, false
		}
		one := realSet{pts: []expr.Node{c}, at: []bool{true}, gap: []bool{false, false}}
		if out, ok = j.merge(out, one, func(a, b bool) bool { return a || b }); !ok {
			return realSet{}, false
		}
	}
	return out, true
}

// merge combines two sets point by point.
func (j *judge) merge(a, b realSet, f func(x, y bool) bool) (realSet, bool) {
	if len(a.pts)+len(b.pts) > maxEnds {
		return realSet{}, false
	}
	var out realSet
	i, k := 0, 0
	for i < len(a.pts) || k < len(b.pts) {
		o := 0
		switch {
		case i == len(a.pts):
			o = 1
		case k == len(b.pts):
			o = -1
		default:
			var ok bool
			if o, ok = j.order(a.pts[i], b.pts[k]); !ok {
				return realSet{}, false
			}
		}
		out.gap = append(out.gap, f(a.gap[i], b.gap[k]))
		switch {
		case o < 0:
			out.pts = append(out.pts, a.pts[i])
			out.at = append(out.at, f(a.at[i], b.gap[k]))
			i++
		case o > 0:
			out.pts = append(out.pts, b.pts[k])
			out.at = append(out.at, f(a.gap[i], b.at[k]))
			k++
		default:
			out.pts = append(out.pts, a.pts[i])
			out.at = append(out.at, f(a.at[i], b.at[k]))
			i++
			k++
		}
	}
	out.gap = append(out.gap, f(a.gap[i], b.gap[k]))
	return out.tidy(), true
}

// tidy drops points at which nothing changes.
func (s realSet) tidy() realSet {
	out := realSet{gap: []bool{s.gap[0]}}
	for i, p := range s.pts {
		last := len(out.gap) - 1
		if out.gap[last] == s.at[i] && s.at[i] == s.gap[i+1] {
			continue
		}
		out.pts = append(out.pts, p)
		out.at = append(out.at, s.at[i])
		out.gap = append(out.gap, s.gap[i+1])
	}
	return out
}

// sameSet compares tidy sets.
func (j *judge) sameSet(a, b realSet) (same, known bool) {
	a, b = a.tidy(), b.tidy()
	if len(a.pts) != len(b.pts) || a.gap[0] != b.gap[0] {
		return false, true
	}
	unsure := false
	for i := range a.pts {
		if a.at[i] != b.at[i] || a.gap[i+1] != b.gap[i+1] {
			return false, true
		}
		switch f := j.scalar(a.pts[i], b.pts[i]); f.out {
		case OutcomeDifferent:
			return false, true
		case OutcomeUnknown:
			unsure = true
		}
	}
	return !unsure, !unsure
}

// operation works out unions, intersections, differences and complements.
func (j *judge) operation(n *expr.SetOp, v string) (realSet, bool) {
	if n.Op == expr.Cross || len(n.Args) < 2 {
		return realSet{}, false
	}
	acc, ok := j.read(n.Args[0], v)
	if !ok {
		return realSet{}, false
	}
	f := map[expr.SetOperator]func(x, y bool) bool{
		expr.Union:     func(x, y bool) bool { return x || y },
		expr.Intersect: func(x, y bool) bool { return x && y },
		expr.Minus:     func(x, y bool) bool { return x && !y },
	}[n.Op]
	if f == nil {
		return realSet{}, false
	}
	for _, a := range n.Args[1:] {
		if isScalarNode(a) { // R \ 2 for R \ {2}
			a = &expr.Set{Elems: []expr.Node{a}}
		}
		b, ok := j.read(a, v)
		if !ok {
			return realSet{}, false
		}
		if acc, ok = j.merge(acc, b, f); !ok {
			return realSet{}, false
		}
	}
	return acc, true
}

// combine reads statements joined by and, or; all must be about one variable.
func (j *judge) combine(args []expr.Node, op expr.LogicOp, v string) (realSet, bool) {
	var names []string
	for _, a := range args {
		names = expr.Symbols(a, names)
	}
	if len(names) > 1 || op == expr.Not {
		return realSet{}, false
	}
	var acc realSet
	for i, a := range args {
		s, ok := j.read(a, v)
		if !ok {
			return realSet{}, false
		}
		if i == 0 {
			acc = s
			continue
		}
		f := func(x, y bool) bool { return x && y }
		if op == expr.Or {
			f = func(x, y bool) bool { return x || y }
		}
		if acc, ok = j.merge(acc, s, f); !ok {
			return realSet{}, false
		}
	}
	return acc, true
}

// builder reads {x : condition} when the element is the variable.
func (j *judge) builder(n *expr.Builder) (realSet, bool) {
	s, ok := n.Elem.(*expr.Sym)
	if !ok {
		return realSet{}, false
	}
	if n.Domain != nil {
		if c, ok := n.Domain.(*expr.Const); !ok || c.C != expr.Reals {
			return realSet{}, false
		}
	}
	var conds []expr.Node
	for _, c := range n.Cond {
		if r, ok := c.(*expr.Rel); ok && len(r.Ops) == 1 && r.Ops[0] == expr.In {
			if d, ok := r.Args[1].(*expr.Const); ok && d.C == expr.Reals {
				continue
			}
		}
		conds = append(conds, c)
	}
	if len(conds) == 0 {
		return wholeLine(), true
	}
	return j.combine(conds, expr.And, s.Name)
}

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
	cc, ok := normal.Canon(c, j.b)
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
		root, ok := normal.Canon(&expr.Neg{X: expr.Over(co[0], co[1])}, j.b)
		return realSet{pts: []expr.Node{root}, at: []bool{holds(0)}, gap: []bool{holds(-s1), holds(s1)}}.tidy(), ok
	}
	disc, ok := normal.Canon(expr.Sub(square(co[1]), expr.Times(expr.Int(4), co[2], co[0])), j.b)
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
		n, _ := normal.Canon(expr.Over(expr.Plus(&expr.Neg{X: co[1]}, expr.Times(expr.Int(sgn), expr.Sqrt(disc))), expr.Times(expr.Int(2), co[2])), j.b)
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
		c, ok := normal.Canon(e, j.b)
		if !ok || !constant(c) || !expr.Scalar(c) {
			return out, false
		}
		out[i] = c
	}
	return out, true
}
