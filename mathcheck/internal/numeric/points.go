package numeric

import (
	"math"
	"math/rand/v2"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// shape is what a pair of expressions says about where to sample.
type shape struct {
	names []string
	// whole marks variables that stand for integers: bounds of sums, arguments
	// of factorials, exponents of negative numbers.
	whole []bool
	// kinked says the pair holds functions that are not analytic, so that
	// agreement on one stretch says nothing about the next.
	kinked bool
	// small says a whole variable is the length of a loop or the argument of
	// a factorial.
	small bool
	// complex says the imaginary unit occurs.
	complex bool
	// planar says a function of complex variables that is not analytic occurs
	// (conj, re, im, arg).
	planar bool
	// landmarks are the numbers written in the pair: kinks lie at them.
	landmarks []float64
}

// maxLandmarks bounds how many written numbers become sample points.
const maxLandmarks = 6

func (s *shape) index(name string) int {
	for i, n := range s.names {
		if n == name {
			return i
		}
	}
	return -1
}

// role is what the place of an expression says about the variables in it.
type role uint8

const (
	anyNumber role = iota
	// counting marks the variables that are named like integers.
	counting
	// wholeNumber marks every variable.
	wholeNumber
)

// survey fills s from n, standing at a place of the given role, and reports
// whether n holds a variable.
func (s *shape) survey(n expr.Node, place role) (symbolic bool) {
	children := func(place role) {
		expr.Children(n, func(c expr.Node) bool {
			if s.survey(c, place) {
				symbolic = true
			}
			return true
		})
	}
	switch n := n.(type) {
	case nil:
		return false
	case *expr.Num:
		s.landmark(n)
	case *expr.Sym:
		s.mark(n.Name, place)
		return true
	case *expr.Const:
		s.complex = s.complex || n.C == expr.I
	case *expr.Root:
		s.kinked = true
		children(place)
	case *expr.Pow:
		if _, ok := expr.WrittenInt(n.Exp); ok {
			return s.survey(n.Base, place)
		}
		symbolic = s.survey(n.Base, place)
		if negative(n.Base) {
			place = wholeNumber
		}
		if s.survey(n.Exp, place) {
			return true
		}
		s.kinked = true
	case *expr.Bind:
		if n.Op == expr.SumOp || n.Op == expr.ProdOp {
			s.small = true
			lo, hi := s.survey(n.Lo, wholeNumber), s.survey(n.Hi, wholeNumber)
			return s.survey(n.Body, place) || lo || hi
		}
		children(place)
	case *expr.Call:
		switch n.Fn {
		case expr.Factorial, expr.DoubleFactorial, expr.Binom, expr.Perm:
			s.small = true
			place = wholeNumber
		case expr.Gcd, expr.Lcm, expr.Mod:
			s.kinked = true
			place = wholeNumber
		case expr.Floor, expr.Ceil, expr.Frac:
			s.kinked = true
			place = max(place, counting)
		case expr.Conj, expr.Re, expr.Im, expr.Arg:
			s.planar = true
			s.kinked = true
		case expr.Sin, expr.Cos, expr.Tan, expr.Cot, expr.Sec, expr.Csc,
			expr.Sinh, expr.Cosh, expr.Tanh, expr.Coth, expr.Sech, expr.Csch:
		default:
			s.kinked = true
		}
		children(place)
	default:
		children(place)
	}
	return symbolic
}

// landmark keeps a written number as the place of a possible kink.
func (s *shape) landmark(n *expr.Num) {
	if len(s.landmarks) == maxLandmarks {
		return
	}
	if c, e, ok := n.V.Coefficient(); ok && (c.BitLen() > 500 || e > 150 || e < -150) {
		return
	}
	if r, ok := n.V.Rat(); ok {
		if f, _ := r.Float64(); f != 0 && f != 1 && !math.IsInf(f, 0) {
			s.landmarks = append(s.landmarks, math.Abs(f))
		}
	}
}

// mark says of a variable what its place asks for.
func (s *shape) mark(name string, place role) {
	if place == counting {
		switch name[0] {
		case 'i', 'j', 'k', 'l', 'm', 'n', 'K', 'L', 'M', 'N':
			place = wholeNumber
		}
	}
	if place != wholeNumber {
		return
	}
	if i := s.index(name); i >= 0 {
		s.whole[i] = true
	}
}

// negative reports whether n is written as a negative number.
func negative(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Neg:
		return negatable(n.X)
	case *expr.Num:
		return n.V.Sign() < 0
	case *expr.Div:
		return negative(n.Num) != negative(n.Den)
	}
	return false
}

// negatable reports whether n is a plain positive number or constant.
func negatable(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Num:
		return n.V.Sign() > 0
	case *expr.Const:
		return n.C == expr.Pi || n.C == expr.E
	case *expr.Div:
		return negatable(n.Num) && negatable(n.Den)
	}
	return false
}

// newShape surveys both expressions.
func newShape(a, b expr.Node) *shape {
	s := &shape{names: expr.Symbols(b, expr.Symbols(a, nil))}
	s.whole = make([]bool, len(s.names))
	s.survey(a, anyNumber)
	s.survey(b, anyNumber)
	return s
}

// scales are the sizes tried in turn. The first serve smooth expressions: near
// one, where most functions are defined, then below it for arc sines, then
// above. The rest look for kinks far out.
var scales = [...]float64{1, 0.4, 3, 0.7, 8, 1.5, 0.06, 40, 1 << 12, 1 << 24, 1 << 40, 0x1p-12}

// point fills re and im with the k-th sample point. Coordinates are dyadic
// with few bits, so that every arithmetic uses the very same point.
func (s *shape) point(r *rand.Rand, k int, re, im []float64) {
	scale := scales[k%len(scales)]
	for i := range re {
		re[i], im[i] = 0, 0
		u := 0.5 + float64(1+r.Uint32N(1<<16-2))/(1<<16) // (0.5, 1.5)
		if s.whole[i] {
			re[i] = s.integer(r, k)
			continue
		}
		re[i] = scale * u
		if k >= farOut && k&2 == 0 && len(s.landmarks) > 0 {
			// around a written number, on either side
			re[i] = roundBits(s.landmarks[r.IntN(len(s.landmarks))]*u, 24)
		}
		// Every second point is all positive: many domains are.
		if k&1 == 1 && r.IntN(2) == 0 {
			re[i] = -re[i]
		}
		if s.planar && planarName(s.names[i]) {
			im[i] = scale * (0.5 + float64(1+r.Uint32N(1<<16-2))/(1<<16))
			if r.IntN(2) == 0 {
				im[i] = -im[i]
			}
		}
	}
}

// integer is a whole coordinate of the k-th point.
func (s *shape) integer(r *rand.Rand, k int) float64 {
	switch {
	case s.small && k < farOut:
		return float64(2 + r.IntN(28))
	case s.small:
		return float64(r.IntN(120))
	case k < farOut:
		return float64(1 + r.IntN(200))
	case k&1 == 0:
		return float64(1 + r.IntN(1<<30))
	}
	return -float64(r.IntN(50))
}

// planarName reports whether a variable usually stands for a complex number.
func planarName(name string) bool { return name[0] == 'z' || name[0] == 'w' }

// roundBits cuts f to the given number of bits.
func roundBits(f float64, bits int) float64 {
	m, e := math.Frexp(f)
	return math.Ldexp(math.Trunc(math.Ldexp(m, bits)), e-bits)
}
