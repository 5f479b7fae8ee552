package mathcheck

import (
	"slices"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

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
	if closedAtInfinity(p) && !closedAtInfinity(g) {
		return different("interval", "closed at infinity")
	}
	if _, ok := g.(*expr.Rel); !ok {
		p = standIn(p)
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
	if pr, ok := p.(*expr.Rel); ok && len(pr.Ops) > 1 {
		if r, ok := backwards(pr); ok {
			if f := j.subtrees(g, r); f.out == OutcomeEqual { // c < b < a
				return f
			}
		}
	}
	return j.subtrees(g, p)
}

// closedAtInfinity reports whether n writes a closed bracket at an infinite end,
// which takes in a point that the real line has not.
func closedAtInfinity(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.Interval:
			return !n.LoOpen && endless(n.Lo) || !n.HiOpen && endless(n.Hi)
		case *expr.Tuple:
			return n.Open == expr.Square && len(n.Elems) == 2 && (endless(n.Elems[0]) || endless(n.Elems[1]))
		}
		return false
	})
}

// endless reports whether n is an infinite end of an interval.
func endless(n expr.Node) bool {
	_, ok := infinite(canonInf(n))
	return ok
}

// standIn puts a variable in place of the f(x) of an inequality between
// numbers: 1 <= f(x) <= 2 tells the range.
func standIn(n expr.Node) expr.Node {
	r, ok := n.(*expr.Rel)
	if !ok {
		return n
	}
	at := -1
	for i, a := range r.Args {
		if constant(a) {
			continue
		}
		if c, ok := a.(*expr.Call); !ok || c.Fn != expr.User || at >= 0 {
			return n
		}
		at = i
	}
	if at < 0 {
		return n
	}
	args := slices.Clone(r.Args)
	args[at] = expr.Var("y")
	return &expr.Rel{Ops: r.Ops, Args: args}
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
	lo, ok := j.canon(expr.Fun(expr.Floor, set.pts[0]))
	hi, ok2 := j.canon(expr.Fun(expr.Ceil, set.pts[len(set.pts)-1]))
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
		for _, a := range n.Args {
			switch a.(type) {
			case *expr.Interval, *expr.Tuple, *expr.Set, *expr.SetOp:
				return none, false // sets are joined by ∩ and ∪, statements by ∧ and ∨
			}
		}
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
