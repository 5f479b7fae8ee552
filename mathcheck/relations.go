package mathcheck

import (
	"math/big"
	"slices"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
	"github.com/verireward/verireward/mathcheck/internal/numeric"
	"github.com/verireward/verireward/mathcheck/internal/poly"
	"github.com/verireward/verireward/mathcheck/internal/proof"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// relation compares a gold that is an equation, inequality or other relation.
func (j *judge) relation(g *expr.Rel, p expr.Node) finding {
	switch op := g.Ops[len(g.Ops)-1]; {
	case allEq(g):
		return j.equation(g, p)
	case op == expr.In && len(g.Ops) == 1:
		if pr, ok := p.(*expr.Rel); ok && len(pr.Ops) == 1 && pr.Ops[0] == expr.In {
			gv, ok := name(g.Args[0])
			pv, ok2 := name(pr.Args[0])
			if ok && ok2 && gv != pv && !j.c.rename {
				return different("relation", "other name")
			}
			return j.compare(g.Args[1], pr.Args[1])
		}
		if t, ok := g.Args[1].(*expr.Tuple); ok && len(t.Elems) == 2 { // x in [1,2] is no pair
			if _, isList := p.(*expr.List); isList {
				return different("interval", "")
			}
		}
		return j.compare(g.Args[1], p)
	case isRegion(g):
		return j.region(g, p)
	case op == expr.Equiv || op == expr.Eq:
		if pr, ok := p.(*expr.Rel); ok && len(pr.Args) == 2 && len(g.Args) == 2 {
			return j.congruence(g, pr)
		}
	}
	if gm, ok := g.Args[len(g.Args)-1].(*expr.Call); ok && gm.Fn == expr.Mod && len(g.Args) == 2 {
		if pm, ok := p.(*expr.Call); ok && pm.Fn == expr.Mod { // 3 (mod 7) for x ≡ 3 (mod 7)
			return j.congruence(g, &expr.Rel{Ops: g.Ops, Args: []expr.Node{g.Args[0], pm}})
		}
	}
	if v, ok := approached(g); ok && constant(p) {
		return j.compare(v, p)
	}
	pr, ok := p.(*expr.Rel)
	if !ok || len(pr.Ops) != len(g.Ops) {
		return different("relation", "")
	}
	if len(g.Ops) == 1 && g.Ops[0] == pr.Ops[0] && symmetric(g.Ops[0]) {
		if f := j.members(g.Args, pr.Args, false); f.out == OutcomeEqual {
			f.stage = "relation"
			return f
		}
	}
	if f := j.subtrees(g, pr); f.out == OutcomeEqual {
		return f
	}
	if len(g.Ops) == 1 && g.Ops[0].Order() && pr.Ops[0].Order() {
		return j.inequality(g, pr)
	}
	return different("relation", "")
}

func symmetric(op expr.RelOp) bool {
	switch op {
	case expr.Ne, expr.Parallel, expr.Perp, expr.Similar, expr.Eq, expr.Approx:
		return true
	}
	return false
}

// allEq reports whether all signs of r are = or ≈ and the first is =, or r is
// a value with its approximation.
func allEq(r *expr.Rel) bool {
	for _, op := range r.Ops {
		if op != expr.Eq && op != expr.Approx {
			return false
		}
	}
	return true
}

// congruence compares x ≡ a mod m.
func (j *judge) congruence(g, p *expr.Rel) finding {
	gm, ok := g.Args[1].(*expr.Call)
	pm, ok2 := p.Args[1].(*expr.Call)
	if !ok || !ok2 || gm.Fn != expr.Mod || pm.Fn != expr.Mod {
		return j.subtrees(g, p)
	}
	for _, pair := range [][2]expr.Node{{g.Args[0], p.Args[0]}, {gm.Args[1], pm.Args[1]}, {gm, pm}} {
		if f := j.scalar(pair[0], pair[1]); f.out != OutcomeEqual {
			f.stage = "relation"
			return f
		}
	}
	return equal("relation", "congruence")
}

// settled is n, or the constant it comes to although it names a variable, as
// 0x does.
func (j *judge) settled(n expr.Node) expr.Node {
	if !constant(n) {
		if c, ok := j.canon(n); ok && constant(c) {
			return c
		}
	}
	return n
}

// relValue reads the value a relation gives, for a gold that is a bare value:
// the right side of an assignment, the last member of a true chain, the exact
// side of an approximation. f is set when the relation is false.
func (j *judge) relValue(r *expr.Rel, g expr.Node) (v expr.Node, f *finding, ok bool) {
	if len(r.Ops) == 1 && r.Ops[0] == expr.In {
		if s, isSet := r.Args[1].(*expr.Set); isSet {
			return s, nil, true
		}
		return nil, nil, false
	}
	if !allEq(r) {
		return nil, nil, false
	}
	exact := len(r.Ops)
	for i, op := range r.Ops {
		if op == expr.Approx {
			exact = i
			break
		}
	}
	members := r.Args[:exact+1]
	first := r.Args[0]
	_, named := name(first)
	if t, ok := first.(*expr.Text); ok && words.Computed(t.S) {
		return nil, nil, false // half x = 5
	}
	// Each pair of neighbours that are numbers must agree.
	for i := 1; i < len(r.Args); i++ {
		a, b := j.settled(r.Args[i-1]), j.settled(r.Args[i])
		if !constant(a) || !constant(b) || isQuantity(a) || isQuantity(b) || hasPM(a) || hasPM(b) {
			continue
		}
		if r.Ops[i-1] == expr.Eq {
			if res := j.scalar(a, b); res.out == OutcomeDifferent && !j.roundsTo(a, b) && !j.roundsTo(b, a) {
				d := different("relation", "false chain")
				d.reason = "the answer states a false equation"
				return nil, &d, true
			}
		} else if !j.roughly(a, b, big.NewRat(1, 50)) {
			d := different("relation", "false chain")
			d.reason = "the answer states a false approximation"
			return nil, &d, true
		}
	}
	last := members[len(members)-1]
	if s, ok := first.(*expr.Sym); ok && len(members) > 1 && normal.Mentions(last, s.Name) {
		return nil, nil, false // x = 2x+3 says something else
	}
	switch {
	case len(members) == 1 && named: // x ≈ 3.14
		return r.Args[len(r.Args)-1], nil, true
	case len(members) == 1:
		return first, nil, true
	case len(members) == 2 && constant(first) && !constant(last) && isScalarNode(first):
		if _, ok := name(last); ok { // 5 = x
			if constant(g) || !named {
				return first, nil, true
			}
		}
	}
	if !named && !constant(first) && len(members) == 2 {
		// The left side is an expression in unknowns: it has the value, unless
		// the right side has unknowns of its own and is another expression.
		if !constant(g) && constant(last) {
			return nil, nil, false
		}
	}
	return last, nil, true
}

// constant reports whether n is a number: scalar and without variables.
func constant(n expr.Node) bool {
	switch {
	case !isScalarNode(n):
		return false
	case !expr.Any(n, func(n expr.Node) bool { return open(n) || isBind(n) }):
		return true
	case !expr.Any(n, isBind):
		return false
	}
	return len(expr.Symbols(n, nil)) == 0 && !expr.Any(n, func(n expr.Node) bool {
		_, bound := n.(*expr.Sym)
		return !bound && open(n)
	})
}

// open reports whether a node alone keeps an expression from being a number,
// unless it is a variable that an operator binds.
func open(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Sym, *expr.Text:
		return true
	case *expr.Call:
		return n.Fn == expr.User
	}
	return false
}

func isBind(n expr.Node) bool { _, ok := n.(*expr.Bind); return ok }

// roundsTo reports whether b is a decimal to which a rounds.
func (j *judge) roundsTo(a, b expr.Node) bool {
	d, ok := decimalOf(b)
	if !ok {
		return false
	}
	c, ok := j.canon(a)
	return ok && j.near(c, d, true)
}

// roughly reports whether two numbers differ by less than the share tol of
// the first.
func (j *judge) roughly(a, b expr.Node, tol *big.Rat) bool {
	diff, ok := j.canon(expr.Over(expr.Sub(a, b), b))
	if !ok {
		return false
	}
	if x, ok := diff.(*expr.Num); ok {
		r, ok := x.V.Rat()
		return ok && new(big.Rat).Abs(r).Cmp(tol) <= 0
	}
	return expr.Scalar(diff) && numeric.Within(diff, new(big.Rat).Neg(tol), tol, j.b) == proof.Equal
}

// equation compares an equation of the gold: an assignment by its value, any
// equation up to a factor.
func (j *judge) equation(g *expr.Rel, p expr.Node) finding {
	if t, ok := p.(*expr.Tuple); ok {
		if vs, ok := shared(g); ok && len(vs) == len(t.Elems) {
			return j.ordered("tuple", vs, t.Elems)
		}
	}
	gname, assign := name(g.Args[0])
	gval := g.Args[len(g.Args)-1]
	if !assign && constant(g.Args[0]) && len(g.Args) == 2 {
		if n2, ok := name(gval); ok && !constant(gval) { // 5 = x
			gname, assign, gval = n2, true, g.Args[0]
		} else if constant(gval) || hasApprox(g) {
			v, _, ok := j.relValue(g, p)
			if ok {
				return j.compare(v, p)
			}
		}
	}
	switch pn := p.(type) {
	case *expr.Rel:
		if !allEq(pn) {
			if assign && len(pn.Ops) == 1 && pn.Ops[0] == expr.In {
				return j.compare(gval, pn.Args[1])
			}
			if isRegion(pn) && assign {
				return j.region(g, p)
			}
			return different("relation", "")
		}
		pn = sameArgument(g, pn)
		pname, passign := name(pn.Args[0])
		pval := pn.Args[len(pn.Args)-1]
		if !passign && len(pn.Args) == 2 && constant(pn.Args[0]) {
			if n2, ok := name(pval); ok && !constant(pval) {
				pname, passign, pval = n2, true, pn.Args[0]
			}
		}
		if hasApprox(pn) && !hasApprox(g) && !constant(gval) {
			return different("relation", "approximation")
		}
		if assign && passign {
			if gname == pname || sameFunction(gname, pname) || j.c.rename && !strings.Contains(gname+pname, "! ") {
				if v, bad, ok := j.relValue(pn, gval); ok && bad != nil && v == nil {
					return *bad
				}
				f := j.compare(gval, pval)
				if f.out == OutcomeEqual || constant(gval) {
					return f
				}
			} else if constant(gval) && constant(pval) {
				return different("relation", "other name")
			}
		}
		if len(g.Args) == 2 && len(pn.Args) == 2 {
			return j.proportional(g, pn)
		}
		if len(g.Args) == len(pn.Args) && len(g.Args) > 2 {
			f := j.ordered("relation", g.Args, pn.Args)
			if f.out != OutcomeEqual && (!assign && !passign || !constant(gval) && !constant(pval)) { // the equations of a line, or a = b = c, in any order
				if m := j.members(g.Args, pn.Args, false); m.out == OutcomeEqual {
					m.stage = "relation"
					return m
				}
			}
			return f
		}
		if len(g.Args) > 2 && assign && gname == pname {
			return j.compare(gval, pval)
		}
		return different("relation", "")
	case *expr.List, *expr.Logic:
		if _, point := gval.(*expr.Tuple); point && assign {
			return j.compare(gval, p)
		}
		if assign {
			return j.lists(g, p)
		}
		return different("relation", "")
	}
	if assign {
		return j.compare(gval, p)
	}
	if isScalarNode(p) && len(g.Args) > 2 {
		return j.compare(gval, p)
	}
	return different("relation", "")
}

// shared is the common value of a chain of equations between unknowns, x = y =
// z = 1, once for each of them.
func shared(r *expr.Rel) ([]expr.Node, bool) {
	n := len(r.Args) - 1
	if n < 2 || !allEq(r) || hasApprox(r) || !constant(r.Args[n]) {
		return nil, false
	}
	seen := map[string]bool{}
	out := make([]expr.Node, n)
	for i, a := range r.Args[:n] {
		s, ok := a.(*expr.Sym)
		if !ok || seen[s.Name] {
			return nil, false
		}
		seen[s.Name] = true
		out[i] = r.Args[n]
	}
	return out, true
}

func hasApprox(r *expr.Rel) bool {
	for _, op := range r.Ops {
		if op == expr.Approx {
			return true
		}
	}
	return false
}

// sameArgument writes the definition of a function, f(t) = t^2, with the letter
// that the gold has for its argument. Where that is free in it the two differ.
func sameArgument(g, p *expr.Rel) *expr.Rel {
	of := func(r *expr.Rel) (*expr.Call, string) {
		c, ok := r.Args[0].(*expr.Call)
		if !ok || c.Fn != expr.User || len(c.Args) != 1 {
			return nil, ""
		}
		s, ok := c.Args[0].(*expr.Sym)
		if !ok {
			return nil, ""
		}
		return c, s.Name
	}
	a, x := of(g)
	b, t := of(p)
	if a == nil || b == nil || x == t || len(g.Args) != 2 || len(p.Args) != 2 || normal.Mentions(p.Args[1], x) {
		return p
	}
	call := *b
	call.Args = a.Args
	return &expr.Rel{Ops: p.Ops, Args: []expr.Node{&call, normal.Replace(p.Args[1], t, expr.Var(x))}}
}

// sameFunction reports whether two names stand for each other before "=": y
// and f(x), f(x) and g(x), but not f(x) and f(y).
func sameFunction(a, b string) bool {
	if base, ok := applied(a); ok && base == b {
		return true
	}
	if base, ok := applied(b); ok && base == a {
		return true
	}
	of := func(s string) (arg string, ok bool) {
		if s == "y" || s == "f" || s == "g" {
			return "", true
		}
		_, arg, ok = strings.Cut(s, "! ")
		return arg, ok && s[0] == '(' && !strings.HasPrefix(s, "(abs!") // |y| is not y
	}
	x, ok := of(a)
	y, ok2 := of(b)
	if !ok || !ok2 || x != "" && y != "" && x != y {
		return false
	}
	da, db := derivation(a), derivation(b)
	return da == db || a == "y" && db == "^-1" || b == "y" && da == "^-1"
}

// derivation is what a function's name adds to its letter: the ' of f'(x), the
// inverse, an index.
func derivation(name string) string {
	name, _, _ = strings.Cut(name, "!")
	if k := strings.IndexAny(name, "'^_"); k >= 0 {
		return name[k:]
	}
	return ""
}

// backwards reads a chain of inequalities from its other end.
func backwards(r *expr.Rel) (*expr.Rel, bool) {
	turned := map[expr.RelOp]expr.RelOp{expr.Lt: expr.Gt, expr.Gt: expr.Lt, expr.Le: expr.Ge, expr.Ge: expr.Le, expr.Eq: expr.Eq}
	out := &expr.Rel{Args: slices.Clone(r.Args)}
	for _, op := range slices.Backward(r.Ops) {
		t, ok := turned[op]
		if !ok {
			return nil, false
		}
		out.Ops = append(out.Ops, t)
	}
	slices.Reverse(out.Args)
	return out, true
}

// applied is the y of the name of y(x).
func applied(name string) (string, bool) {
	base, arg, ok := strings.Cut(strings.TrimPrefix(name, "("), "! ")
	return base, ok && base != "abs" && (arg == "x)" || arg == "t)")
}

// difference is left side minus right side.
func difference(r *expr.Rel) expr.Node { return expr.Sub(r.Args[0], r.Args[1]) }

// proportional compares two equations up to a factor that is not 0.
func (j *judge) proportional(g, p *expr.Rel) finding {
	if !isScalarNode(g.Args[0]) || !isScalarNode(g.Args[1]) || !isScalarNode(p.Args[0]) || !isScalarNode(p.Args[1]) {
		if f := j.ordered("relation", g.Args, p.Args); f.out == OutcomeEqual {
			return f
		}
		f := j.ordered("relation", g.Args, []expr.Node{p.Args[1], p.Args[0]})
		return f
	}
	a, b := difference(g), difference(p)
	a, b = sameUnit(a, b, hasI(a), hasI(b))
	f, _ := j.factor(a, b)
	if f.out != OutcomeEqual && hasDecimal(g) != hasDecimal(p) { // a-b=1.732 and a-b=√3
		if s := j.subtrees(g, p); s.out == OutcomeEqual {
			s.stage, s.rule = "relation", "parts rounded"
			return s
		}
	}
	return f
}

// factor decides whether b is a constant multiple of a, and gives the sign of
// the factor.
func (j *judge) factor(a, b expr.Node) (finding, int) {
	ca, ok := j.canon(a)
	cb, ok2 := j.canon(b)
	if !ok || !ok2 {
		return unknown("relation", "budget"), 0
	}
	names := expr.Symbols(ca, nil)
	if other := expr.Symbols(cb, nil); !sameNames(names, other) {
		return different("relation", "variables"), 0
	}
	if expr.Same(ca, cb) {
		return equal("relation", "tree"), 1
	}
	proportional := false
	switch poly.Proportional(ca, cb, j.b) {
	case proof.Different:
		return different("relation", "factor"), 0
	case proof.Equal:
		proportional = true // the sign of the factor is found below
	}
	// b(x)*a(x0) = a(x)*b(x0) with a(x0), b(x0) not 0 says b = c*a with
	// c = b(x0)/a(x0). The points are small fractions chosen by the inputs.
	seed := j.seed()
	for try := uint64(0); try < 4; try++ {
		a0, b0 := ca, cb
		for i, n := range names {
			x := point(seed, try, uint64(i))
			a0, b0 = normal.Replace(a0, n, x), normal.Replace(b0, n, x)
		}
		sa, ok := numeric.Order(a0, expr.Int(0), j.b)
		sb, ok2 := numeric.Order(b0, expr.Int(0), j.b)
		if !ok || !ok2 || sa == 0 && sb == 0 {
			continue
		}
		if sa == 0 || sb == 0 {
			return different("relation", "factor"), 0
		}
		if proportional {
			return equal("relation", "factor"), sa * sb
		}
		f := j.value(expr.Times(cb, a0), expr.Times(ca, b0))
		f.stage = "relation"
		return f, sa * sb
	}
	if proportional {
		return equal("relation", "factor"), 0
	}
	return unknown("relation", "factor"), 0
}

func sameNames(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		found := false
		for _, y := range b {
			found = found || x == y
		}
		if !found {
			return false
		}
	}
	return true
}

// point is a small positive fraction derived from the seed.
func point(seed, try, i uint64) expr.Node {
	h := seed ^ (try+1)*0x9E3779B97F4A7C15 ^ (i+1)*0xC2B2AE3D27D4EB4F
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	h ^= h >> 32
	return expr.Rat(int64(h%89)+2, int64(h>>8%7)+3)
}

// inequality compares two inequalities in several variables: the differences
// must be proportional, with a factor whose sign fits the directions.
func (j *judge) inequality(g, p *expr.Rel) finding {
	strict := func(op expr.RelOp) bool { return op == expr.Lt || op == expr.Gt }
	up := func(op expr.RelOp) int {
		if op == expr.Gt || op == expr.Ge {
			return 1
		}
		return -1
	}
	f, s := j.factor(difference(g), difference(p))
	if f.out != OutcomeEqual {
		return f
	}
	if strict(g.Ops[0]) != strict(p.Ops[0]) || s*up(g.Ops[0])*up(p.Ops[0]) < 0 {
		return different("relation", "direction")
	}
	return f
}

// logic compares statements joined by and, or.
func (j *judge) logic(g *expr.Logic, p expr.Node) finding {
	if isRegion(g) {
		return j.region(g, p)
	}
	if _, _, ok := solutions(g); ok {
		return j.lists(g, p)
	}
	pn, ok := p.(*expr.Logic)
	if !ok || pn.Op != g.Op {
		if l, ok := p.(*expr.List); ok && g.Op == expr.And {
			return j.members(g.Args, l.Elems, false)
		}
		return different("logic", "")
	}
	return j.members(g.Args, pn.Args, false)
}
