package normal

import (
	"cmp"
	"slices"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// term is coef times the product n; n is nil for a bare number.
type term struct {
	n    expr.Node
	hash uint64
	coef num.Value
	// came is the term as it came, until another is added to it.
	came item
}

// split takes the numeric coefficient off a canonical node.
func (c canon) split(it item) term {
	switch n := it.n.(type) {
	case *expr.Num:
		return term{nil, 0, n.V, item{}}
	case *expr.Mul:
		if k, ok := n.Factors[0].(*expr.Num); ok {
			rest := n.Factors[1:]
			if len(rest) == 1 {
				return term{rest[0], c.hashOf(rest[0]), k.V, it}
			}
			m := &expr.Mul{Factors: rest}
			return term{m, c.hashOf(m), k.V, it}
		}
	}
	return term{it.n, it.hash, num.FromInt(1), it}
}

// hashOf hashes a canonical node again; only products that lose or change
// their coefficient need it, and those are shallow.
func (c canon) hashOf(n expr.Node) uint64 {
	switch n := n.(type) {
	case *expr.Mul:
		h := uint64(hashSeed)
		for _, f := range n.Factors {
			h = mix(h, c.rehash(f))
		}
		return mix(h, hMul)
	}
	return c.rehash(n)
}

// rehash computes the hash a canonical node was given when it was built.
func (c canon) rehash(n expr.Node) uint64 {
	if !c.b.Spend(4) {
		return 0
	}
	switch n := n.(type) {
	case *expr.Num:
		return numHash(n.V)
	case *expr.Sym:
		return symHash(n)
	case *expr.Add:
		h := uint64(hashSeed)
		for _, t := range n.Terms {
			h = mix(h, c.rehash(t))
		}
		return mix(h, hAdd)
	case *expr.Mul:
		return c.hashOf(n)
	case *expr.Pow:
		return mix(mix(c.rehash(n.Base), c.rehash(n.Exp)), hPow)
	case *expr.Call:
		h := uint64(hashSeed)
		for _, a := range n.Args {
			h = mix(h, c.rehash(a))
		}
		return mix(hashString(mix(h, hCall), n.Name), uint64(n.Fn))
	}
	return c.node(n).hash
}

// sum adds canonical terms: nested sums are flattened, like terms collected.
func (c canon) sum(its []item) item {
	var room [fewParts]term
	terms := room[:0]
	for _, it := range its {
		a, ok := it.n.(*expr.Add)
		if !ok {
			terms = append(terms, c.split(it))
			continue
		}
		for _, t := range a.Terms {
			terms = append(terms, c.split(item{t, c.hashOf(t)}))
		}
	}
	if !c.b.Spend(4 * len(terms)) {
		return item{&expr.Add{Terms: nodes(its)}, 0}
	}
	sortTerms(terms)
	out := terms[:0]
	for len(terms) > 0 {
		n := 1
		for n < len(terms) && like(terms[0], terms[n]) {
			n++
		}
		if n >= balancedRun {
			if k, ok := c.total(terms[:n]); ok {
				terms[0].coef, terms[0].came = k, item{}
				out = append(out, terms[0])
				terms = terms[n:]
				continue
			}
		}
		for _, t := range terms[:n] {
			if len(out) > 0 && like(out[len(out)-1], t) {
				last := &out[len(out)-1]
				if s, ok := c.addV(last.coef, t.coef); ok {
					last.coef, last.came = s, item{}
					continue
				}
			}
			out = append(out, t)
		}
		terms = terms[n:]
	}
	out = slices.DeleteFunc(out, func(t term) bool { return t.coef.Sign() == 0 })
	switch len(out) {
	case 0:
		return numItem(num.FromInt(0))
	case 1:
		return c.joined(out[0])
	}
	sum := expr.NewAdd(len(out))
	h := uint64(hashSeed)
	for _, t := range out {
		it := c.joined(t)
		sum.Terms = append(sum.Terms, it.n)
		h = mix(h, it.hash)
	}
	return item{sum, mix(h, hAdd)}
}

// sortTerms puts terms in the order of their hashes, as sortItems does.
func sortTerms(ts []term) {
	if len(ts) > shortList {
		slices.SortStableFunc(ts, func(a, b term) int { return cmp.Compare(a.hash, b.hash) })
		return
	}
	for i := 1; i < len(ts); i++ {
		for k := i; k > 0 && ts[k].hash < ts[k-1].hash; k-- {
			ts[k], ts[k-1] = ts[k-1], ts[k]
		}
	}
}

// like says that two terms differ in their coefficients only.
func like(a, b term) bool {
	return a.hash == b.hash && (a.n == nil) == (b.n == nil) && (a.n == nil || expr.Same(a.n, b.n))
}

// balancedRun is the length from which coefficients are added in pairs of
// pairs. One after the other, 1,000 fractions have every addition pay for the
// common denominator of all before it.
const balancedRun = 8

// total adds the coefficients of like terms; false when one pair of them
// cannot be added.
func (c canon) total(run []term) (num.Value, bool) {
	if len(run) == 1 {
		return run[0].coef, true
	}
	half := len(run) / 2
	a, ok := c.total(run[:half])
	if !ok {
		return num.Value{}, false
	}
	b, ok := c.total(run[half:])
	if !ok {
		return num.Value{}, false
	}
	return c.addV(a, b)
}

func nodes(its []item) []expr.Node {
	out := make([]expr.Node, len(its))
	for i, it := range its {
		out[i] = it.n
	}
	return out
}

// joined puts the coefficient of a term back.
func (c canon) joined(t term) item {
	if t.came.n != nil {
		return t.came
	}
	if t.n == nil {
		return numItem(t.coef)
	}
	if i, ok := t.coef.Int64(); ok && i == 1 {
		return item{t.n, t.hash}
	}
	k := numItem(t.coef)
	var fs []expr.Node
	if m, ok := t.n.(*expr.Mul); ok {
		fs = append(append(make([]expr.Node, 0, len(m.Factors)+1), k.n), m.Factors...)
	} else {
		fs = []expr.Node{k.n, t.n}
	}
	m := &expr.Mul{Factors: fs}
	return item{m, c.hashOf(m)}
}
