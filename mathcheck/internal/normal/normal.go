// Package normal rewrites trees to one canonical form, so that many spellings
// of one expression become the same tree.
//
// The rewrites are exact and hold wherever both sides are defined. Among them:
//
//	a - b            ->  a + (-1)*b            a/b      ->  a * b^-1
//	2*x + 3*x        ->  5*x                   x*x^2    ->  x^3
//	(x*y)^2          ->  x^2*y^2               (x^a)^2  ->  x^(2a)
//	\sqrt{12}        ->  2*3^(1/2)             \sqrt{-4} ->  2*i
//	25\%             ->  1/4                   45°      ->  pi/4
//	i^2              ->  -1                    5!       ->  120
//	\binom{5}{2}     ->  10                    |vmatrix| -> its determinant
//	\sum_{k=1}^{n} k ->  a polynomial in n     d/dx x^2 ->  2x
//	\sum_{n=1}^\infty 1/2^n ->  1              \lim_{x\to0} \sin x/x ->  1
//
// Canon is idempotent: a canonical tree is its own canonical form.
package normal

import (
	"cmp"
	"math"
	"slices"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// item is a canonical node with its hash, so that sorting never walks a tree
// twice. Hashes order terms; equality is always decided on the trees.
type item struct {
	n    expr.Node
	hash uint64
}

// fewParts is how many terms or factors most sums and products have.
const fewParts = 4

// shortList is the length up to which lists are sorted by insertion.
const shortList = 12

// sortItems puts items in the order of their hashes. Most lists have a handful,
// for which no call of a comparison is made; equal hashes keep their order.
func sortItems(its []item) {
	if len(its) > shortList {
		slices.SortStableFunc(its, func(a, b item) int { return cmp.Compare(a.hash, b.hash) })
		return
	}
	for i := 1; i < len(its); i++ {
		for k := i; k > 0 && its[k].hash < its[k-1].hash; k-- {
			its[k], its[k-1] = its[k-1], its[k]
		}
	}
}

// canon carries the budget through one canonicalisation.
type canon struct {
	b *budget.Budget
	// known holds what Parts has found; else nil.
	known map[expr.Node]item
	// missing says that the node at hand is not in known.
	missing bool
	// unconditional leaves a series in an unknown as it is, see Unconditional.
	unconditional bool
}

// Parts finds canonical forms of many parts of one tree in the time that the
// whole tree takes: of parts within parts each is worked out once.
type Parts struct{ c canon }

// NewParts returns Parts that spend from b; unconditional as in Unconditional.
func NewParts(b *budget.Budget, unconditional bool) *Parts {
	return &Parts{canon{b: b, known: map[expr.Node]item{}, unconditional: unconditional}}
}

// Canon is as the function Canon. The tree may not change between calls.
func (p *Parts) Canon(n expr.Node) (expr.Node, bool) {
	it := p.c.node(n)
	return it.n, !p.c.b.Out()
}

// remembered is node, once for each node.
func (c canon) remembered(n expr.Node) item {
	if it, ok := c.known[n]; ok {
		c.b.Spend(1)
		return it
	}
	c.missing = true
	it := c.node(n)
	if !c.b.Out() {
		c.known[n] = it
	}
	return it
}

// Canon returns the canonical form of n; false when the budget ran out. A series
// in an unknown is taken where it converges: \sum x^n is 1/(1-x).
func Canon(n expr.Node, b *budget.Budget) (expr.Node, bool) {
	c := canon{b: b}
	it := c.node(n)
	return it.n, !b.Out()
}

// Unconditional is Canon for whoever takes no convergence as given: a series
// whose ratio holds an unknown keeps its form.
func Unconditional(n expr.Node, b *budget.Budget) (expr.Node, bool) {
	c := canon{b: b, unconditional: true}
	it := c.node(n)
	return it.n, !b.Out()
}

const (
	hashSeed  = 14695981039346656037
	hashPrime = 1099511628211
)

func mix(h, v uint64) uint64 {
	h ^= v
	h *= hashPrime
	h ^= h >> 29
	return h
}

func hashString(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * hashPrime
	}
	return mix(h, uint64(len(s)))
}

func hashBytes(h uint64, s []byte) uint64 {
	for _, c := range s {
		h = (h ^ uint64(c)) * hashPrime
	}
	return mix(h, uint64(len(s)))
}

func numItem(v num.Value) item {
	if v.Kind() == num.Decimal || v.Kind() == num.Repeating {
		if x, ok := v.Exact(); ok {
			v = x
		}
	}
	return item{expr.Val(v), numHash(v)}
}

// numHash hashes a number in canonical form.
func numHash(v num.Value) uint64 {
	if i, ok := v.Int64(); ok {
		return mix(hashSeed, uint64(i)+1)
	}
	var b [48]byte
	return hashBytes(hashSeed, v.Append(b[:0]))
}

func symHash(n *expr.Sym) uint64 { return mix(hashString(hashSeed, n.Name), hSym) }

func constItem(k expr.Constant) item { return item{expr.Cst(k), mix(hashSeed, 0xC000+uint64(k))} }

// kinds for hashing.
const (
	hAdd = iota + 1
	hMul
	hPow
	hCall
	hBind
	hRel
	hLogic
	hSet
	hBuilder
	hTuple
	hInterval
	hList
	hSetOp
	hMatrix
	hCases
	hQuantity
	hRatio
	hText
	hSym
	hPM
)

func (c canon) items(ns []expr.Node) ([]expr.Node, uint64) {
	out := make([]expr.Node, len(ns))
	h := uint64(hashSeed)
	for i, n := range ns {
		it := c.node(n)
		out[i] = it.n
		h = mix(h, it.hash)
	}
	return out, h
}

// node is the canonical form of n with its hash.
func (c canon) node(n expr.Node) item {
	if c.known != nil {
		if !c.missing {
			return c.remembered(n)
		}
		c.missing = false
	}
	if !c.b.Spend(8) {
		return item{n, 0}
	}
	switch n := n.(type) {
	case nil:
		return item{nil, 1}
	case *expr.Num:
		if k := n.V.Kind(); k == num.Integer || k == num.Fraction {
			return item{n, numHash(n.V)} // its own canonical form
		}
		return numItem(n.V)
	case *expr.BaseNum:
		return numItem(n.V)
	case *expr.Sym:
		return item{n, symHash(n)}
	case *expr.Const:
		return constItem(n.C)
	case *expr.Neg:
		if x, ok := n.X.(*expr.Num); ok {
			if i, ok := x.V.Int64(); ok && i != math.MinInt64 {
				return numItem(num.FromInt(-i))
			}
		}
		return c.product([]item{numItem(num.FromInt(-1)), c.node(n.X)})
	case *expr.Percent:
		return c.product([]item{numItem(num.FromFrac(1, 100)), c.node(n.X)})
	case *expr.Degree:
		return c.product([]item{numItem(num.FromFrac(1, 180)), constItem(expr.Pi), c.node(n.X)})
	case *expr.Add:
		var room [fewParts]item
		its := room[:0]
		for _, t := range n.Terms {
			its = append(its, c.node(t))
		}
		return c.sum(its)
	case *expr.Mul:
		var room [fewParts]item
		its := room[:0]
		for _, f := range n.Factors {
			its = append(its, c.node(f))
		}
		return c.product(its)
	case *expr.Div:
		if it, ok := quotient(n); ok {
			return it
		}
		a, b := c.node(n.Num), c.node(n.Den)
		if d, ok := b.n.(*expr.Num); ok && d.V.Sign() == 0 {
			return c.node(expr.Cst(expr.Undefined)) // 0/0 is not 0
		}
		return c.product([]item{a, c.power(b, numItem(num.FromInt(-1)))})
	case *expr.Pow:
		return c.power(c.node(n.Base), c.node(n.Exp))
	case *expr.Root:
		x := c.node(n.X)
		if n.Index == nil {
			return c.power(x, numItem(num.FromFrac(1, 2)))
		}
		return c.power(x, c.power(c.node(n.Index), numItem(num.FromInt(-1))))
	case *expr.Call:
		return c.call(n)
	case *expr.Bind:
		return c.bind(n)
	case *expr.Text:
		return item{n, mix(hashString(hashSeed, n.S), hText)}
	}
	return c.shape(n)
}

// shape is node for statements, collections and what holds parts: their parts
// become canonical, and nothing is worked out.
func (c canon) shape(n expr.Node) item {
	switch n := n.(type) {
	case *expr.PlusMinus:
		x := c.node(n.X)
		return item{&expr.PlusMinus{X: x.n, Minus: n.Minus}, mix(mix(x.hash, hPM), uint64(boolInt(n.Minus)))}
	case *expr.Rel:
		args, h := c.items(n.Args)
		for _, op := range n.Ops {
			h = mix(h, uint64(op))
		}
		return item{&expr.Rel{Ops: n.Ops, Args: args}, mix(h, hRel)}
	case *expr.Logic:
		args, h := c.items(n.Args)
		return item{&expr.Logic{Op: n.Op, Args: args}, mix(mix(h, hLogic), uint64(n.Op))}
	case *expr.Set:
		return c.set(n)
	case *expr.Builder:
		e, d := c.node(n.Elem), c.node(n.Domain)
		cond, h := c.items(n.Cond)
		return item{&expr.Builder{Elem: e.n, Domain: d.n, Cond: cond}, mix(mix(mix(h, e.hash), d.hash), hBuilder)}
	case *expr.Tuple:
		es, h := c.items(n.Elems)
		return item{&expr.Tuple{Elems: es, Open: n.Open, Close: n.Close}, mix(mix(h, hTuple), uint64(n.Open))}
	case *expr.Interval:
		lo, hi := c.node(n.Lo), c.node(n.Hi)
		m := *n
		m.Lo, m.Hi = lo.n, hi.n
		return item{&m, mix(mix(mix(lo.hash, hi.hash), hInterval), uint64(boolInt(n.LoOpen)*2+boolInt(n.HiOpen)))}
	case *expr.List:
		es, h := c.items(n.Elems)
		return item{&expr.List{Elems: es, Sep: n.Sep}, mix(h, hList)}
	case *expr.SetOp:
		es, h := c.items(n.Args)
		return item{&expr.SetOp{Op: n.Op, Args: es}, mix(mix(h, hSetOp), uint64(n.Op))}
	case *expr.Matrix:
		rows := make([][]expr.Node, len(n.Rows))
		h := uint64(hashSeed)
		for i, r := range n.Rows {
			es, hr := c.items(r)
			rows[i] = es
			h = mix(h, hr)
		}
		return item{&expr.Matrix{Rows: rows}, mix(h, hMatrix)}
	case *expr.Piecewise:
		pw := &expr.Piecewise{}
		h := uint64(hashSeed)
		for _, cs := range n.Cases {
			v, d := c.node(cs.Value), c.node(cs.Cond)
			pw.Cases = append(pw.Cases, expr.Case{Value: v.n, Cond: d.n})
			h = mix(mix(h, v.hash), d.hash)
		}
		return item{pw, mix(h, hCases)}
	case *expr.Quantity:
		v := c.node(n.Value)
		return item{&expr.Quantity{Value: v.n, Unit: n.Unit, Money: n.Money}, mix(hashString(v.hash, n.Unit), hQuantity)}
	case *expr.Ratio:
		es, h := c.items(n.Parts)
		return item{&expr.Ratio{Parts: es}, mix(h, hRatio)}
	}
	return item{n, 0}
}

// quotient is a fraction of two small integers, the commonest node of all, in
// lowest terms.
func quotient(n *expr.Div) (item, bool) {
	a, ok := n.Num.(*expr.Num)
	b, ok2 := n.Den.(*expr.Num)
	if !ok || !ok2 {
		return item{}, false
	}
	p, ok := a.V.Int64()
	q, ok2 := b.V.Int64()
	if !ok || !ok2 || q == 0 || p == math.MinInt64 || q == math.MinInt64 {
		return item{}, false
	}
	return numItem(num.FromFrac(p, q)), true
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// set sorts the elements and drops doubles.
func (c canon) set(n *expr.Set) item {
	its := make([]item, 0, len(n.Elems))
	for _, e := range n.Elems {
		its = append(its, c.node(e))
	}
	sortItems(its)
	out := its[:0]
	for _, it := range its {
		if len(out) > 0 && out[len(out)-1].hash == it.hash && expr.Same(out[len(out)-1].n, it.n) {
			continue
		}
		out = append(out, it)
	}
	es := make([]expr.Node, len(out))
	h := uint64(hashSeed)
	for i, it := range out {
		es[i] = it.n
		h = mix(h, it.hash)
	}
	return item{&expr.Set{Elems: es}, mix(h, hSet)}
}
