package mathcheck

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/numeric"
	"github.com/verireward/verireward/mathcheck/internal/poly"
)

// The canonical form holds wherever both sides are defined: 1/0 - 1/0 cancels
// there. An answer that is equal only so has no value, and is not the gold.

// senseless reports whether p, which is suspicious, holds arithmetic that has no
// value: a division by zero, infinity as a number, a function outside its domain,
// a series left open.
func (j *judge) senseless(g, p expr.Node) bool {
	real := j.c.field != FieldComplex && !hasI(g)
	if len(j.said)+len(j.g.text) > shortTexts {
		j.parts = normal.NewParts(j.b, j.c.strict)
		defer func() { j.parts = nil }()
	}
	return expr.Any(p, func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.Add:
			return anyInfinite(n.Terms)
		case *expr.Mul:
			return anyInfinite(n.Factors)
		case *expr.Div:
			return isInfinity(n.Num) || isInfinity(n.Den) || j.isInt(n.Den, 0) || j.vanishes(n.Den)
		case *expr.Pow:
			if isInfinity(n.Base) || isInfinity(n.Exp) {
				return true
			}
			e, ok := j.canonNum(n.Exp)
			if !ok { // 0^y has no value for the y below 0
				return !constant(n.Exp) && j.isInt(n.Base, 0)
			}
			return e.V.Sign() < 0 && j.isInt(n.Base, 0)
		case *expr.Root:
			return isInfinity(n.X) || n.Index != nil && j.isInt(n.Index, 0)
		case *expr.Call:
			return j.outside(n, real)
		case *expr.Bind:
			unsure := n.Op == expr.LimOp || n.Op == expr.IntOp || n.Lo != nil && isInfinity(n.Lo) || n.Hi != nil && isInfinity(n.Hi)
			return n.Lo != nil && unsure && !syntactic(g) && j.open(n) && !(expr.Node(n) == p && j.tendsToInfinity(n))
		}
		return false
	})
}

// shortTexts bounds the texts, in bytes, whose trees' parts are worked out anew
// each time, which costs less than to keep them.
const shortTexts = 120

// suspicious is a quick look for what senseless may find.
func suspicious(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.Const:
			return n.C == expr.Inf
		case *expr.Div:
			d, plain := n.Den.(*expr.Num)
			return !plain || d.V.Sign() == 0
		case *expr.Pow:
			_, plain := n.Exp.(*expr.Num)
			return !plain
		case *expr.Root:
			return n.Index != nil
		case *expr.Call, *expr.Bind:
			return true
		}
		return false
	})
}

// takenConvergent reports whether n holds a series in an unknown that stands for
// its sum only where it converges.
func (j *judge) takenConvergent(n expr.Node) bool {
	endless := func(n expr.Node) bool {
		b, ok := n.(*expr.Bind)
		return ok && b.Op == expr.SumOp && b.Hi != nil && isInfinity(b.Hi)
	}
	if !expr.Any(n, endless) {
		return false
	}
	whole, ok := normal.Canon(n, j.b)
	left, ok2 := normal.Unconditional(n, j.b)
	return !ok || !ok2 || !expr.Same(whole, left)
}

func isInfinity(n expr.Node) bool {
	if neg, ok := n.(*expr.Neg); ok {
		n = neg.X
	}
	return expr.IsInf(n)
}

func anyInfinite(ns []expr.Node) bool {
	for _, n := range ns {
		if isInfinity(n) {
			return true
		}
	}
	return false
}

// canonNum is the number n comes to.
func (j *judge) canonNum(n expr.Node) (*expr.Num, bool) {
	c, ok := j.canon(n)
	if !ok {
		return nil, false
	}
	x, ok := c.(*expr.Num)
	return x, ok
}

func (j *judge) isInt(n expr.Node, k int64) bool {
	x, ok := j.canonNum(n)
	return ok && num.Equal(x.V, num.FromInt(k))
}

// isZero is for values that the exact engine knows, cos 90°.
func (j *judge) isZero(n expr.Node) bool {
	v, ok := poly.Number(n, j.b)
	return ok && v.Sign() == 0
}

// otherModulus reports whether both sides are residues of different moduli.
func (j *judge) otherModulus(g, p expr.Node) bool {
	a, ok := g.(*expr.Call)
	b, ok2 := p.(*expr.Call)
	if !ok || !ok2 || a.Fn != expr.Mod || b.Fn != expr.Mod || len(a.Args) != 2 || len(b.Args) != 2 {
		return false
	}
	x, ok := j.canonNum(a.Args[1])
	y, ok2 := j.canonNum(b.Args[1])
	return ok && ok2 && !num.Equal(x.V, y.V)
}

// vanishes is isZero for a number made with functions, whose value the canonical
// form need not show: ln 1, sin π.
func (j *judge) vanishes(n expr.Node) bool {
	if !constant(n) || !expr.Any(n, func(n expr.Node) bool { _, ok := n.(*expr.Call); return ok }) {
		return false
	}
	return j.isZero(n) || j.decide(expr.Int(0), n).out == OutcomeEqual
}

// outside reports whether a function is taken where it has no value.
func (j *judge) outside(n *expr.Call, real bool) bool {
	if len(n.Args) == 0 {
		return false
	}
	for _, a := range n.Args {
		if isInfinity(a) {
			return true
		}
	}
	x := n.Args[0]
	switch n.Fn {
	case expr.Ln, expr.Log:
		v, ok := j.canonNum(x)
		if ok && (v.V.Sign() == 0 || real && v.V.Sign() < 0) {
			return true
		}
		if n.Fn == expr.Log && len(n.Args) == 2 {
			b, ok := j.canonNum(n.Args[1])
			return ok && (b.V.Sign() == 0 || real && b.V.Sign() < 0 || num.Equal(b.V, num.FromInt(1)))
		}
	case expr.Tan, expr.Sec:
		return j.isZero(expr.Fun(expr.Cos, x))
	case expr.Cot, expr.Csc:
		return j.isZero(expr.Fun(expr.Sin, x))
	case expr.Asin, expr.Acos:
		if real && constant(x) {
			if c, ok := j.canon(expr.Times(x, x)); ok && expr.Scalar(c) {
				o, sure := numeric.Order(c, expr.Int(1), j.b)
				return sure && o > 0
			}
		}
	case expr.Factorial, expr.DoubleFactorial:
		v, ok := j.canonNum(x)
		return ok && v.V.IsInt() && v.V.Sign() < 0
	case expr.Gamma:
		v, ok := j.canonNum(x)
		return ok && v.V.IsInt() && v.V.Sign() <= 0
	}
	return false
}

// powerSeries reports whether n is a multiple of the sum of 1/k^s with a number s
// above one, which converges: ζ(3).
func (j *judge) powerSeries(n *expr.Bind) bool {
	if n.Op != expr.SumOp || n.Hi == nil || !isInfinity(n.Hi) {
		return false
	}
	lo, ok := j.canonNum(n.Lo)
	if !ok || !lo.V.IsInt() || lo.V.Sign() <= 0 {
		return false
	}
	body, ok := j.canon(n.Body)
	factors := []expr.Node{body}
	if m, isMul := body.(*expr.Mul); isMul {
		factors = m.Factors
	}
	powers := 0
	for _, f := range factors {
		if !normal.Mentions(f, n.Var) {
			ok = ok && constant(f)
			continue
		}
		p, isPow := f.(*expr.Pow)
		if !isPow || powers > 0 {
			return false
		}
		s, isVar := p.Base.(*expr.Sym)
		e, isNum := p.Exp.(*expr.Num)
		if !isVar || !isNum || s.Name != n.Var {
			return false
		}
		c, sure := num.Cmp(e.V, num.FromInt(-1))
		ok = ok && sure && c < 0
		powers++
	}
	return ok && powers == 1
}

// tendsToInfinity reports whether a limit is infinite: an answer by itself, and
// no number to go on with.
func (j *judge) tendsToInfinity(n *expr.Bind) bool {
	c, ok := j.canon(n)
	_, endless := infinite(c)
	return ok && n.Op == expr.LimOp && endless
}

// open reports whether an infinite sum, product or integral keeps its form, so
// that nothing shows that it has a value.
func (j *judge) open(n *expr.Bind) bool {
	if j.powerSeries(n) {
		return false
	}
	c, ok := j.canon(n)
	return !ok || expr.Any(c, func(n expr.Node) bool { _, ok := n.(*expr.Bind); return ok || isInfinity(n) })
}
