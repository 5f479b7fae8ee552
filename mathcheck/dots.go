package mathcheck

import (
	"slices"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// maxShownTerms bounds the terms written out in front of the dots of a sum.
const maxShownTerms = 12

// dotted writes a sum with dots, 1+2+\cdots+n, as the sum it stands for, where
// the terms in front of the dots are values of the last one: for k = 1, 2, ...
// or for k = 0, 1, .... Between numbers the terms must be an arithmetic or, with
// three of them, a geometric progression that meets the last term.
func (j *judge) dotted(n expr.Node) expr.Node {
	if !expr.Any(n, isDots) {
		return n
	}
	return normal.Map(n, func(n expr.Node) (expr.Node, bool) {
		a, ok := n.(*expr.Add)
		if !ok {
			return nil, false
		}
		s, ok := j.sumOfDots(a)
		return s, ok
	})
}

func isDots(n expr.Node) bool {
	t, ok := n.(*expr.Text)
	return ok && t.S == "..."
}

func (j *judge) sumOfDots(a *expr.Add) (expr.Node, bool) {
	at := slices.IndexFunc(a.Terms, isDots)
	if at < 2 || at != len(a.Terms)-2 || at > maxShownTerms {
		return nil, false
	}
	shown, last := a.Terms[:at], a.Terms[at+1]
	for _, index := range expr.Symbols(last, nil) {
		for _, from := range []int64{1, 0} {
			if j.values(shown, last, index, from) {
				return &expr.Bind{Op: expr.SumOp, Var: index, Lo: expr.Int(from), Hi: expr.Var(index), Body: last}, true
			}
		}
	}
	return j.numericDots(shown, last)
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

// numericDots sums a progression between two numbers.
func (j *judge) numericDots(shown []expr.Node, last expr.Node) (expr.Node, bool) {
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
		if k, small := int64(0), ok; small {
			if k, small = count.V.Int64(); small && k >= int64(n) {
				return expr.Over(expr.Times(expr.Int(k+1), expr.Plus(terms[0], terms[n])), expr.Int(2)), true
			}
		}
	case geometric:
		// The last term must be reached; the sum is (last*r - first)/(r-1).
		ratio, ok := j.canonNum(expr.Over(terms[1], terms[0]))
		if !ok {
			return nil, false
		}
		x := terms[n-1]
		for range maxProgression {
			if x, ok = j.canonNum(expr.Times(x, ratio)); !ok {
				return nil, false
			}
			if num.Equal(x.V, terms[n].V) {
				return expr.Over(expr.Sub(expr.Times(terms[n], ratio), terms[0]), expr.Sub(ratio, expr.Int(1))), true
			}
		}
	}
	return nil, false
}

// maxProgression bounds the terms of a geometric progression behind the dots.
const maxProgression = 256
