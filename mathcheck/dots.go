package mathcheck

import (
	"math"
	"math/big"
	"slices"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// maxShownTerms bounds the terms written out beside the dots of a sum or product.
const maxShownTerms = 12

// dotted writes a sum or product with dots, 1+2+\cdots+n, as what it stands for,
// where the terms in front of the dots are values of the last one for k = 1, 2, ...,
// or from another small number on. Between numbers the terms must be an arithmetic or, with
// three of them, a geometric progression that meets the last term. A product may
// also fall, n(n-1)\cdots 1.
func (j *judge) dotted(n expr.Node) expr.Node {
	if !expr.Any(n, isDots) {
		return n
	}
	return normal.Map(n, func(n expr.Node) (expr.Node, bool) {
		switch n := n.(type) {
		case *expr.Add:
			return j.dotsOf(expr.SumOp, n.Terms)
		case *expr.Mul:
			if out, ok := j.dotsOf(expr.ProdOp, n.Factors); ok {
				return out, true
			}
			falling := slices.Clone(n.Factors)
			slices.Reverse(falling)
			return j.dotsOf(expr.ProdOp, falling)
		}
		return nil, false
	})
}

func isDots(n expr.Node) bool {
	t, ok := n.(*expr.Text)
	return ok && t.S == "..."
}

// dotsOf reads the terms of a sum or product, the dots among them.
func (j *judge) dotsOf(op expr.BindOp, terms []expr.Node) (expr.Node, bool) {
	at := slices.IndexFunc(terms, isDots)
	if at < 1 || at == len(terms)-1 || len(terms) < 4 || len(terms) > maxShownTerms || slices.ContainsFunc(terms[at+1:], isDots) {
		return nil, false
	}
	lead, tail := terms[:at], terms[at+1:]
	last := tail[len(tail)-1]
	if whole := expr.Times(tail...); op == expr.ProdOp && len(tail) == 2 && !j.anyEnds(tail) { // \cdots 2n
		tail, last = []expr.Node{whole}, whole
	}
	for _, index := range expr.Symbols(last, nil) {
		if !j.ends(tail, index) {
			continue
		}
		for _, from := range [...]int64{1, 0, 2, 3, 4, 5} {
			if j.values(lead, last, index, from) {
				return &expr.Bind{Op: op, Var: index, Lo: expr.Int(from), Hi: expr.Var(index), Body: last}, true
			}
		}
	}
	if len(tail) > 1 {
		return nil, false
	}
	if out, ok := j.upTo(op, lead, last); ok {
		return out, true
	}
	return j.numericDots(op, lead, last)
}

// anyEnds is ends for any name in the last term.
func (j *judge) anyEnds(tail []expr.Node) bool {
	last := tail[len(tail)-1]
	return slices.ContainsFunc(expr.Symbols(last, nil), func(index string) bool { return j.ends(tail, index) })
}

// ends reports whether the terms behind the dots are the last values of one for
// ..., index-1, index.
func (j *judge) ends(tail []expr.Node, index string) bool {
	last := tail[len(tail)-1]
	for i, t := range tail[:len(tail)-1] {
		back := int64(len(tail) - 1 - i)
		want, ok := j.canon(normal.Replace(last, index, expr.Sub(expr.Var(index), expr.Int(back))))
		got, ok2 := j.canon(t)
		if !ok || !ok2 || !expr.Same(want, got) {
			return false
		}
	}
	return true
}

// values reports whether the terms are those of body for index = from, from+1, ...
func (j *judge) values(terms []expr.Node, body expr.Node, index string, from int64) bool {
	for i, t := range terms {
		want, ok := j.canon(normal.Replace(body, index, expr.Int(from+int64(i))))
		got, ok2 := j.canon(t)
		if !ok || !ok2 || !expr.Same(want, got) {
			return false
		}
	}
	return true
}

// upTo reads numbers in steps of one up to a whole expression, 1\cdot 2\cdots (2n).
func (j *judge) upTo(op expr.BindOp, lead []expr.Node, last expr.Node) (expr.Node, bool) {
	names := expr.Symbols(last, nil)
	if len(lead) < 2 || len(names) != 1 || !j.whole(last, names[0]) {
		return nil, false
	}
	index := expr.Var("#1")
	if !j.values(lead, index, index.Name, 1) {
		return nil, false
	}
	return &expr.Bind{Op: op, Var: index.Name, Lo: expr.Int(1), Hi: last, Body: index}, true
}

// whole reports whether a linear expression is an integer for every integer.
func (j *judge) whole(n expr.Node, v string) bool {
	if d, ok := normal.Degree(n, v); !ok || d != 1 {
		return false
	}
	for _, at := range []int64{0, 1} {
		x, ok := j.canonNum(normal.Replace(n, v, expr.Int(at)))
		if !ok || !x.V.IsInt() {
			return false
		}
	}
	return true
}

// numericDots sums or multiplies a progression between two numbers.
func (j *judge) numericDots(op expr.BindOp, shown []expr.Node, last expr.Node) (expr.Node, bool) {
	if len(shown) < 2 {
		return nil, false
	}
	if out, ok := j.powersUpTo(op, shown, last); ok {
		return out, true
	}
	terms := make([]*expr.Num, len(shown)+1)
	for i, t := range append(slices.Clone(shown), last) {
		x, ok := j.canonNum(t)
		if !ok {
			return nil, false
		}
		terms[i] = x
	}
	step, ok := j.canonNum(expr.Sub(terms[1], terms[0]))
	if !ok || step.V.Sign() == 0 {
		return nil, false
	}
	n := len(shown)
	arithmetic, geometric := true, n >= 3 && terms[0].V.Sign() != 0
	for i := 1; i < n; i++ {
		d, ok := j.canonNum(expr.Sub(terms[i], terms[i-1]))
		arithmetic = arithmetic && ok && num.Equal(d.V, step.V)
		if geometric {
			z, ok := j.canonNum(expr.Sub(expr.Times(terms[i], terms[0]), expr.Times(terms[i-1], terms[1])))
			geometric = ok && z.V.Sign() == 0
		}
	}
	switch {
	case arithmetic:
		count, ok := j.canonNum(expr.Over(expr.Sub(terms[n], terms[0]), step))
		k, small := int64(0), ok
		if small {
			k, small = count.V.Int64()
		}
		if !small || k < int64(n) {
			return nil, false
		}
		if op == expr.SumOp {
			return expr.Over(expr.Times(expr.Int(k+1), expr.Plus(terms[0], terms[n])), expr.Int(2)), true
		}
		index := expr.Var("#1")
		return &expr.Bind{Op: op, Var: index.Name, Lo: expr.Int(0), Hi: expr.Int(k), Body: expr.Plus(terms[0], expr.Times(step, index))}, true
	case geometric && op == expr.SumOp:
		// The last term must be reached; the sum is (last*r - first)/(r-1).
		ratio, ok := j.canonNum(expr.Over(terms[1], terms[0]))
		if ok && j.reaches(terms[0], ratio, terms[n]) {
			return expr.Over(expr.Sub(expr.Times(terms[n], ratio), terms[0]), expr.Sub(ratio, expr.Int(1))), true
		}
	}
	return nil, false
}

// powersUpTo sums the powers of a whole number, from the first or the zeroth on, up
// to one that is not worked out: 1+2+4+\cdots+2^{999999}.
func (j *judge) powersUpTo(op expr.BindOp, shown []expr.Node, last expr.Node) (expr.Node, bool) {
	p, ok := last.(*expr.Pow)
	if !ok || op != expr.SumOp || len(shown) < 3 {
		return nil, false
	}
	r, ok := smallInt(p.Base)
	top, ok2 := smallInt(p.Exp)
	if !ok || !ok2 || r < 2 || r > maxClasses || top <= int64(len(shown)) {
		return nil, false
	}
	first, ok := j.canonNum(shown[0])
	if !ok || !num.Equal(first.V, num.FromInt(1)) && !num.Equal(first.V, num.FromInt(r)) {
		return nil, false
	}
	for i := 1; i < len(shown); i++ {
		z, ok := j.canonNum(expr.Sub(shown[i], expr.Times(expr.Int(r), shown[i-1])))
		if !ok || z.V.Sign() != 0 {
			return nil, false
		}
	}
	return expr.Over(expr.Sub(expr.Power(expr.Int(r), expr.Int(top+1)), first), expr.Int(r-1)), true
}

// reaches reports whether last is first times a whole power of ratio. The power
// is estimated by logarithms and then made.
func (j *judge) reaches(first, ratio, last *expr.Num) bool {
	q, ok := j.canonNum(expr.Over(last, first))
	if !ok {
		return false
	}
	of, per := log2(q.V), log2(ratio.V)
	if per == 0 || of/per < 1 || of/per > maxProgression {
		return false
	}
	x, ok := j.canonNum(expr.Power(ratio, expr.Int(int64(math.Round(of/per)))))
	return ok && num.Equal(x.V, q.V)
}

// log2 is about the binary logarithm of |v|; 0 where v is 0 or too large.
func log2(v num.Value) float64 {
	r, ok := v.Rat()
	if !ok || r.Sign() == 0 {
		return 0
	}
	of := func(x *big.Int) float64 {
		m := new(big.Float).SetInt(x)
		e := m.MantExp(m)
		f, _ := m.Float64()
		return float64(e) + math.Log2(math.Abs(f))
	}
	return of(r.Num()) - of(r.Denom())
}

// maxProgression bounds the terms of a geometric progression behind the dots; its
// last term is a number with that many factors.
const maxProgression = 1 << 20
