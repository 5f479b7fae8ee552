package mathcheck

import (
	"math/big"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/numeric"
	"github.com/verireward/verireward/mathcheck/internal/pit"
	"github.com/verireward/verireward/mathcheck/internal/poly"
	"github.com/verireward/verireward/mathcheck/internal/proof"
)

// judge holds the state of one check: the budget is shared by all stages.
type judge struct {
	g    *Gold
	c    *config
	b    *budget.Budget
	room budget.Budget // where b of the first judge of a check is
	// said is the text under judgement.
	said string
	// predFault says that the answer itself went over a ceiling.
	predFault bool
	// depth counts nested structures under comparison.
	depth int
	// parts are the canonical forms of a tree that is looked at part by part.
	parts *normal.Parts
}

func newJudge(g *Gold, answer string) *judge {
	answer = answer[:min(len(answer), maxAnswerBytes)] // a longer one is never compared
	j := &judge{g: g, c: g.c, room: *budget.New(int64(g.c.budget.Steps)), said: answer}
	j.b = &j.room
	return j
}

// seed chooses primes and points for this pair of texts.
func (j *judge) seed() uint64 { return hash(j.g.text, j.said) }

// hash is a hash of two texts, so that neither side knows the primes and points
// before the other is written.
func hash(a, b string) uint64 {
	h := uint64(14695981039346656037)
	for _, s := range [2]string{a, b} {
		for i := 0; i < len(s); i++ {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return h ^ h>>31
}

// goldAlone reports whether the gold by itself is beyond the engines: compared
// with plain numbers it uses the budget up too, or is a number about which
// nothing can be shown. A gold that holds operators kept as syntax is not at
// fault; no answer but the same tree can meet it. It has a budget of its own, as
// large, so that no answer makes an error of a gold that can be compared.
func (j *judge) goldAlone() bool {
	if j.g.tree == nil {
		return false
	}
	k := &judge{g: j.g, c: j.c, b: budget.New(int64(j.c.budget.Steps)), said: j.said}
	for _, probe := range []expr.Node{expr.Int(7919), expr.Rat(-3, 7)} {
		if k.compare(j.g.tree, probe).out != OutcomeUnknown {
			return false
		}
	}
	return k.b.Out() || constant(j.g.tree) && !syntactic(j.g.tree)
}

// syntactic reports whether n holds functions nobody defined, operators kept as
// syntax, or dots that nobody could fill in.
func syntactic(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.Bind:
			return true
		case *expr.Call:
			return n.Fn == expr.User
		case *expr.Text:
			return isDots(n)
		}
		return false
	})
}

func equal(stage, rule string) finding {
	return finding{out: OutcomeEqual, stage: stage, rule: rule, parsed: true}
}

func different(stage, rule string) finding {
	return finding{out: OutcomeDifferent, stage: stage, rule: rule, parsed: true}
}

func unknown(stage, rule string) finding {
	return finding{out: OutcomeUnknown, stage: stage, rule: rule, parsed: true}
}

// scalar compares two expressions that stand for numbers or functions.
func (j *judge) scalar(g, p expr.Node) finding {
	return j.scalarOf(g, p, expr.TraitsOf(g), expr.TraitsOf(p))
}

// scalarOf is scalar for expressions of which is known what they hold.
func (j *judge) scalarOf(g, p expr.Node, gt, pt expr.Traits) finding {
	if f, ok := numerals(g, p); ok {
		return f
	}
	g, p = sameUnit(g, p, gt.Has(expr.HasImaginary), pt.Has(expr.HasImaginary))
	f := j.value(g, p)
	if f.out != OutcomeEqual && pt.Letter('I') && normal.Mentions(p, "I") && constant(g) {
		if c := j.value(g, normal.Replace(p, "I", expr.Cst(expr.I))); c.out == OutcomeEqual {
			return c
		}
	}
	if f.out == OutcomeEqual || j.c.percent == PercentExact {
		return f
	}
	// 25% and the bare 25; 45° and the bare 45.
	gx, gp := bare(g)
	px, pp := bare(p)
	if gp != pp {
		if b := j.value(gx, px); b.out == OutcomeEqual {
			b.rule = "sign left off"
			return b
		}
	}
	return f
}

// numerals compares where one side is a numeral in a base of its own. The base
// is part of such an answer: a value copied from the problem in another base
// is not the conversion that was asked for. A subscript left off the same
// digits is a matter of spelling.
func numerals(g, p expr.Node) (finding, bool) {
	x, gb := g.(*expr.BaseNum)
	y, pb := p.(*expr.BaseNum)
	switch {
	case gb && pb:
		if x.Base == y.Base && num.Equal(x.V, y.V) {
			return equal("exact", "numeral"), true
		}
	case gb && sameDigits(x, p):
		return equal("exact", "base left off"), true
	case !gb && !pb:
		return finding{}, false
	}
	return different("exact", "other base"), true
}

// sameDigits says that n is an integer written with the digits of a numeral.
func sameDigits(b *expr.BaseNum, n expr.Node) bool {
	x, ok := n.(*expr.Num)
	return ok && x.V.IsInt() && x.V.String() == strings.TrimLeft(b.Digits, "0")
}

// bare takes a per cent or degree sign off.
func bare(n expr.Node) (expr.Node, bool) {
	switch n := n.(type) {
	case *expr.Percent:
		return n.X, true
	case *expr.Degree:
		return n.X, true
	case *expr.Neg:
		if x, ok := bare(n.X); ok {
			return &expr.Neg{X: x}, true
		}
	}
	return n, false
}

// sameUnit makes the letters I and j the imaginary unit where the other side is
// complex and does not use them as variables; gc and pc say which side is.
func sameUnit(g, p expr.Node, gc, pc bool) (expr.Node, expr.Node) {
	switch {
	case gc && !pc:
		return g, imaginary(p, g)
	case pc && !gc:
		return imaginary(g, p), p
	}
	return g, p
}

func hasI(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool { c, ok := n.(*expr.Const); return ok && c.C == expr.I })
}

func imaginary(n, other expr.Node) expr.Node {
	for _, name := range []string{"j", "I"} {
		if normal.Mentions(n, name) && !normal.Mentions(other, name) {
			return normal.Replace(n, name, expr.Cst(expr.I))
		}
	}
	return n
}

// value is the cascade for one pair of scalar expressions. What is equal only
// where it cancels without having a value proves nothing.
func (j *judge) value(g, p expr.Node) finding {
	if j.otherModulus(g, p) {
		return different("exact", "modulus")
	}
	f := j.decide(g, p)
	if f.out != OutcomeEqual {
		return f
	}
	inG, inP := suspicious(g), suspicious(p)
	switch {
	case inP && j.senseless(g, p) || inG && j.senseless(p, g):
		f = unknown(f.stage, "undefined")
		f.reason = "one side is not defined"
	case j.b.Out():
		f = unknown(f.stage, "budget") // a part that has no value may not have been reached
	case inP && j.takenConvergent(p) || inG && j.takenConvergent(g):
		f.rule = "where the series converges"
	}
	return f
}

// canon is the canonical form of n. The preset strict takes no series for
// convergent that need not be.
func (j *judge) canon(n expr.Node) (expr.Node, bool) {
	if j.parts != nil {
		return j.parts.Canon(n)
	}
	if j.c.strict {
		return normal.Unconditional(n, j.b)
	}
	return normal.Canon(n, j.b)
}

// decide asks the stages in turn.
func (j *judge) decide(g, p expr.Node) finding {
	cg, ok := j.canon(g)
	cp, ok2 := j.canon(p)
	if !ok || !ok2 {
		return unknown("tree", "budget")
	}
	x, gNum := cg.(*expr.Num)
	y, pNum := cp.(*expr.Num)
	switch {
	case gNum && pNum:
		if num.Equal(x.V, y.V) {
			return equal("exact", "")
		}
		if _, sure := num.Cmp(x.V, y.V); !sure {
			return j.engines(cg, cp)
		}
		return j.tolerant(g, p, cg, cp, different("exact", ""))
	case expr.Same(cg, cp):
		return equal("tree", "")
	}
	if f, ok := j.difference(g, p, cg, cp); ok {
		return f
	}
	f := j.engines(cg, cp)
	if f.out == OutcomeDifferent {
		return j.tolerant(g, p, cg, cp, f)
	}
	return f
}

// difference settles a pair whose difference is a number, such as 2^{1000000}
// and 2^{1000000}+1. Canonical sums are in the same order and like terms are
// collected in them, so that happens only where all terms but the numbers are
// the same; the difference itself need not be built.
func (j *judge) difference(g, p, cg, cp expr.Node) (finding, bool) {
	gs, gn := summands(cg)
	ps, pn := summands(cp)
	if len(gs) != len(ps) || !j.b.Spend(len(gs)) {
		return finding{}, false
	}
	for i := range gs {
		if !expr.Same(gs[i], ps[i]) || expr.Any(gs[i], expr.IsInf) {
			return finding{}, false // ∞ and ∞+1 have no difference
		}
	}
	c, ok := num.Cmp(gn, pn)
	switch {
	case !ok:
		return finding{}, false
	case c == 0:
		return equal("tree", "difference"), true
	}
	return j.tolerant(g, p, cg, cp, different("tree", "difference")), true
}

// summands parts a canonical expression into its terms and its number.
func summands(n expr.Node) ([]expr.Node, num.Value) {
	switch n := n.(type) {
	case *expr.Num:
		return nil, n.V
	case *expr.Add:
		if k, ok := n.Terms[0].(*expr.Num); ok { // the order puts it first
			return n.Terms[1:], k.V
		}
		return n.Terms, num.Value{}
	}
	return []expr.Node{n}, num.Value{}
}

// maxIdentityError is the largest probability of error with which the identity
// stage may say equal.
const maxIdentityError = 1e-12

// engines asks the exact and numeric engines in turn.
func (j *judge) engines(g, p expr.Node) finding {
	if !expr.Scalar(g) || !expr.Scalar(p) {
		return j.endless(g, p)
	}
	switch poly.Compare(g, p, j.b) {
	case proof.Equal:
		return equal("poly", "")
	case proof.Different:
		return different("poly", "")
	}
	part := j.b.Sub(j.b.Left() / 4 * 3) // what it cannot settle is left to numbers
	o, bound := pit.Compare(g, p, j.seed(), part)
	j.b.Return(part)
	if o == proof.Equal && bound <= maxIdentityError {
		return equal("identity", "")
	} else if o == proof.Different {
		return different("identity", "")
	}
	complexField := j.c.field == FieldComplex
	switch numeric.Compare(g, p, numeric.Options{Complex: complexField, Seed: j.seed()}, j.b) {
	case proof.Equal:
		if j.c.strict {
			f := unknown("numeric", "agreement")
			f.reason = "the values agree to hundreds of bits, which is no proof"
			return f
		}
		return equal("numeric", "")
	case proof.Different:
		return different("numeric", "")
	}
	return unknown("numeric", "")
}

// endless compares expressions that hold infinity, sets or other values the
// engines do not evaluate: same tree or, for a bare constant, not.
func (j *judge) endless(g, p expr.Node) finding {
	if syntactic(g) || syntactic(p) { // a limit or an infinite sum, kept as syntax
		if f := j.subtrees(g, p); f.out == OutcomeEqual {
			return f
		}
		return unknown("tree", "syntax")
	}
	gi, gok := infinite(g)
	pi, pok := infinite(p)
	if gok && pok {
		if gi == pi {
			return equal("tree", "infinity")
		}
		return different("tree", "infinity")
	}
	if gi == 0 && expr.Any(g, expr.IsInf) && !atInfinity(g) || pi == 0 && expr.Any(p, expr.IsInf) && !atInfinity(p) {
		f := j.subtrees(g, p)
		if f.out != OutcomeEqual {
			f = unknown("tree", "computed with infinity")
		}
		return f
	}
	_, gc := g.(*expr.Const)
	_, pc := p.(*expr.Const)
	if gc || pc || expr.Scalar(g) != expr.Scalar(p) {
		return different("tree", "")
	}
	return j.subtrees(g, p)
}

// atInfinity says that n is infinity by itself, with or without a sign.
func atInfinity(n expr.Node) bool {
	if x, ok := n.(*expr.Neg); ok {
		n = x.X
	}
	_, ok := infinite(n)
	return ok
}

// infinite reads +∞ and -∞ with any positive factor.
func infinite(n expr.Node) (int, bool) {
	switch n := n.(type) {
	case *expr.Const:
		return 1, n.C == expr.Inf
	case *expr.Mul:
		if k, ok := n.Factors[0].(*expr.Num); ok && len(n.Factors) == 2 {
			if _, ok := infinite(n.Factors[1]); ok {
				return k.V.Sign(), true
			}
		}
	}
	return 0, false
}

// subtrees compares two trees of the same shape part by part: equal parts make
// equal wholes; anything else proves nothing.
func (j *judge) subtrees(g, p expr.Node) finding {
	j.depth++
	defer func() { j.depth-- }()
	if j.depth > maxShapes || !j.b.Spend(16) {
		return unknown("tree", "budget")
	}
	var gs, ps []expr.Node
	expr.Children(g, func(n expr.Node) bool { gs = append(gs, n); return true })
	expr.Children(p, func(n expr.Node) bool { ps = append(ps, n); return true })
	if !sameShape(g, p) || len(gs) != len(ps) || len(gs) == 0 {
		return different("tree", "shape")
	}
	for i := range gs {
		if f := j.compare(gs[i], ps[i]); f.out != OutcomeEqual {
			f.stage = "tree"
			return f
		}
	}
	return equal("tree", "parts")
}

// maxShapes bounds how deep structures are compared part by part.
const maxShapes = 64

func sameShape(a, b expr.Node) bool {
	switch a := a.(type) {
	case *expr.Call:
		b, ok := b.(*expr.Call)
		return ok && a.Fn == b.Fn && a.Name == b.Name
	case *expr.Bind:
		b, ok := b.(*expr.Bind)
		return ok && a.Op == b.Op && a.Var == b.Var && a.Side == b.Side && (a.Lo == nil) == (b.Lo == nil) && (a.Hi == nil) == (b.Hi == nil)
	case *expr.Add:
		_, ok := b.(*expr.Add)
		return ok
	case *expr.Mul:
		_, ok := b.(*expr.Mul)
		return ok
	case *expr.Neg:
		_, ok := b.(*expr.Neg)
		return ok
	case *expr.Pow:
		_, ok := b.(*expr.Pow)
		return ok
	case *expr.SetOp:
		b, ok := b.(*expr.SetOp)
		return ok && a.Op == b.Op
	case *expr.Rel:
		b, ok := b.(*expr.Rel)
		if !ok || len(a.Ops) != len(b.Ops) {
			return false
		}
		for i := range a.Ops {
			if a.Ops[i] != b.Ops[i] {
				return false
			}
		}
		return true
	case *expr.Logic:
		b, ok := b.(*expr.Logic)
		return ok && a.Op == b.Op
	case *expr.Builder:
		_, ok := b.(*expr.Builder)
		return ok
	}
	return false
}

func smallInt(n expr.Node) (int64, bool) {
	switch n := n.(type) {
	case *expr.Num:
		return n.V.Int64()
	case *expr.Neg:
		k, ok := smallInt(n.X)
		return -k, ok
	}
	return 0, false
}

func pow10(e int64) *big.Rat {
	a := e
	if a < 0 {
		a = -a
	}
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(min(a, 5000)), nil)
	if e < 0 {
		return new(big.Rat).SetFrac(big.NewInt(1), p)
	}
	return new(big.Rat).SetInt(p)
}

// The significant digits a decimal answer needs to meet an exact gold.
const (
	digitsRational   = 4
	digitsIrrational = 6
)

// tolerant applies the rules by which two numbers that are not the same may
// still be the same answer; f is what to say otherwise.
func (j *judge) tolerant(g, p, cg, cp expr.Node, f finding) finding {
	if t, ok := j.tolerances(cg, cp); ok {
		return t
	}
	if j.c.exactDec {
		return f
	}
	gd, gDec := decimalOf(g)
	pd, pDec := decimalOf(p)
	gn, gRational := cg.(*expr.Num)
	switch {
	case gRational && gn.V.IsInt(): // an integer is met only exactly
		return f
	case gDec && pDec:
		if j.c.goldTol && pd.e <= gd.e && j.near(cp, gd, false) {
			return equal("exact", "gold's precision")
		}
		return f
	case gDec: // an exact answer rounds to the gold's digits
		if j.near(cp, gd, gd.digits >= digitsIrrational) {
			return equal("exact", "rounds to gold")
		}
		return f
	case pDec:
		need := digitsIrrational
		if gRational {
			need = digitsRational
		}
		if pd.digits >= need && j.near(cg, pd, true) {
			return equal("exact", "rounded")
		}
		return f
	}
	if hasDecimal(g) != hasDecimal(p) { // 0.5 + 0.866i, part by part
		if s := j.subtrees(g, p); s.out == OutcomeEqual {
			return equal("exact", "parts rounded")
		}
	}
	return f
}

func hasDecimal(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool { x, ok := n.(*expr.Num); return ok && x.V.Kind() == num.Decimal })
}

// tolerances applies the tolerances asked for by option.
func (j *judge) tolerances(g, p expr.Node) (finding, bool) {
	c := j.c
	if !c.tolerant() {
		return finding{}, false
	}
	if !expr.Scalar(g) || !expr.Scalar(p) || len(expr.Symbols(g, nil)) > 0 || len(expr.Symbols(p, nil)) > 0 {
		return finding{}, false
	}
	inside := func(n expr.Node, tol *big.Rat) bool {
		lo := new(big.Rat).Neg(tol)
		if cn, ok := j.canon(n); ok {
			n = cn
		}
		if x, ok := n.(*expr.Num); ok {
			r, ok := x.V.Rat()
			return ok && r.Cmp(lo) >= 0 && r.Cmp(tol) <= 0
		}
		return numeric.Within(n, lo, tol, j.b) == proof.Equal
	}
	diff := expr.Sub(p, g)
	if c.absTol > 0 && inside(diff, new(big.Rat).SetFloat64(c.absTol)) {
		return equal("exact", "absolute tolerance"), true
	}
	if z, ok := g.(*expr.Num); ok && z.V.Sign() == 0 {
		return finding{}, false
	}
	if c.relTol > 0 && inside(expr.Over(diff, g), new(big.Rat).SetFloat64(c.relTol)) {
		return equal("exact", "relative tolerance"), true
	}
	if c.sigTol > 0 {
		if x, y, ok := j.significant(g, p); ok && x.Cmp(y) == 0 {
			return equal("exact", "significant digits"), true
		}
	}
	return finding{}, false
}

// significant rounds both numbers to the digits asked for.
func (j *judge) significant(g, p expr.Node) (x, y *big.Rat, ok bool) {
	round := func(n expr.Node) (*big.Rat, bool) {
		v, isNum := n.(*expr.Num)
		if !isNum {
			return nil, false
		}
		r, ok := v.V.Rat()
		if !ok || r.Sign() == 0 {
			return r, ok
		}
		// The decimal exponent of the leading digit, found by scaling.
		e := int64(0)
		a := new(big.Rat).Abs(r)
		f, _ := a.Float64()
		if f > 0 && f < 1e300 {
			for t := f; t >= 10; t /= 10 {
				e++
			}
			for t := f; t < 1; t *= 10 {
				e--
			}
		} else {
			return nil, false
		}
		s := pow10(int64(j.c.sigTol) - 1 - e)
		scaled := new(big.Rat).Mul(r, s)
		two := scaled.Add(scaled, big.NewRat(1, 2))
		fl := new(big.Int).Div(two.Num(), two.Denom())
		return new(big.Rat).Quo(new(big.Rat).SetInt(fl), s), true
	}
	x, ok = round(g)
	if !ok {
		return nil, nil, false
	}
	y, ok = round(p)
	return x, y, ok
}
