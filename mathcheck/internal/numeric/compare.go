package numeric

import (
	"math/big"
	"math/rand/v2"

	"github.com/verireward/verireward/mathcheck/internal/ball"
	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/proof"
)

// Options says how to read the expressions.
type Options struct {
	// Complex evaluates over the complex numbers even if neither side holds
	// the imaginary unit.
	Complex bool
	// Seed chooses the sample points; callers derive it from both inputs.
	Seed uint64
}

// precisions are tried in turn until two balls part, agree closely, or the
// budget ends. The last is what a difference hidden below 10^-300 takes.
var precisions = [...]ball.Prec{192, 768, 3072}

const (
	// candidates is how many sample points are tried.
	candidates = 32
	// wantSmooth is how many points must agree; wantKinked is how many are
	// looked at in balls where functions have kinks; wantLoop is enough where
	// every point is a sum or factorial whose length is the variable.
	wantSmooth, wantKinked, wantLoop = 4, 8, 3
	// farOut is the first candidate of the unusual places (see point).
	farOut = 8
)

// Compare decides whether a and b have the same value wherever both have one.
func Compare(a, b expr.Node, o Options, steps *budget.Budget) proof.Outcome {
	s := newShape(a, b)
	complex := o.Complex || s.complex
	if len(s.names) == 0 {
		return compareConst(a, b, complex, steps)
	}
	r := rand.New(rand.NewPCG(o.Seed, 0x9e3779b97f4a7c15))
	re, im := make([]float64, len(s.names)), make([]float64, len(s.names))
	agreed := 0
	for k := 0; k < candidates && (agreed < wantSmooth || s.kinked); k++ {
		if k == candidates/2 && agreed == 0 && !s.allWhole() {
			// Nowhere defined on the real line: (-1)^n and the like.
			for i := range s.whole {
				s.whole[i] = true
			}
			s.small = true
		}
		s.point(r, k, re, im)
		if !complex && differsInFloats(a, b, s.names, re, steps) {
			return proof.Different
		}
		// A kinked pair is looked at everywhere in floats, and closely at some
		// points near the origin and some far out.
		if agreed >= wantSmooth && (k < farOut || agreed >= wantKinked) {
			continue
		}
		switch compareAt(a, b, s.names, re, im, complex, steps) {
		case proof.Different:
			return proof.Different
		case proof.Equal:
			agreed++
		}
		if steps.Out() {
			return proof.Unknown
		}
	}
	if agreed >= wantSmooth || agreed >= wantLoop && s.small {
		return proof.Equal
	}
	return proof.Unknown
}

func (s *shape) allWhole() bool {
	for _, w := range s.whole {
		if !w {
			return false
		}
	}
	return true
}

// compareAt compares the values at one point. Unknown means that the point is
// not in both domains, or that it decides nothing.
func compareAt(a, b expr.Node, names []string, re, im []float64, complex bool, steps *budget.Budget) proof.Outcome {
	vals := make([]ball.Complex, len(names))
	for i := range vals {
		vals[i] = ball.Complex{Re: ball.FromFloat(re[i]), Im: ball.FromFloat(im[i])}
	}
	return compareBalls(a, b, balls{complex: complex, names: names, vals: vals, steps: steps})
}

// differsInFloats reports whether float64 with error bounds proves a and b
// different at a real point.
func differsInFloats(a, b expr.Node, names []string, re []float64, steps *budget.Budget) bool {
	f := floats{names: names, vals: re, steps: steps}
	x := f.eval(a)
	return x.Known() && ball.DisjointF(x, f.eval(b))
}

// compareBalls raises the precision until the values part or agree.
func compareBalls(a, b expr.Node, v balls) proof.Outcome {
	for i, p := range precisions {
		v.p = p
		x := v.eval(a)
		if !x.Known() {
			return proof.Unknown
		}
		y := v.eval(b)
		if !y.Known() {
			return proof.Unknown
		}
		if ball.DisjointC(x, y) {
			return proof.Different
		}
		if x.Faint() || y.Faint() {
			continue
		}
		if p.CloseC(x, y) {
			return proof.Equal
		}
		// Two values around zero: nothing relative can be said. With nothing
		// faint on the way, some hundred zero bits after the point are taken
		// for zero.
		if i > 0 && p.SmallC(x) && p.SmallC(y) {
			return proof.Equal
		}
	}
	return proof.Unknown
}

// compareConst compares two constants.
func compareConst(a, b expr.Node, complex bool, steps *budget.Budget) proof.Outcome {
	if !complex && differsInFloats(a, b, nil, nil, steps) {
		return proof.Different
	}
	v := balls{complex: complex, steps: steps}
	if o := compareBalls(a, b, v); o != proof.Unknown || steps.Out() {
		return o
	}
	return compareTowers(a, b, steps)
}

// Order compares two real constants: -1, 0 or 1. Zero stands for equal as
// Compare understands it.
func Order(a, b expr.Node, steps *budget.Budget) (int, bool) {
	v := balls{steps: steps}
	for i, p := range precisions {
		v.p = p
		x, y := v.eval(a), v.eval(b)
		if !x.Known() || !y.Known() {
			return 0, false
		}
		switch {
		case ball.Less(x.Re, y.Re):
			return -1, true
		case ball.Less(y.Re, x.Re):
			return 1, true
		case x.Faint() || y.Faint():
		case p.CloseC(x, y) || i > 0 && p.SmallC(x) && p.SmallC(y):
			return 0, true
		}
	}
	return 0, false
}

// Within proves that lo <= n < hi, or that it is not so. A value that cannot
// be told from a bound is Unknown.
func Within(n expr.Node, lo, hi *big.Rat, steps *budget.Budget) proof.Outcome {
	v := balls{steps: steps}
	for _, p := range precisions {
		v.p = p
		x := v.eval(n)
		if !x.Known() || !x.IsReal() {
			return proof.Unknown
		}
		l, h := p.FromRat(lo), p.FromRat(hi)
		switch {
		case ball.Less(x.Re, l) || ball.Less(h, x.Re):
			return proof.Different
		case ball.Less(l, x.Re) && ball.Less(x.Re, h):
			return proof.Equal
		}
	}
	return proof.Unknown
}
