package numeric

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/ball"
	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// realFns are the functions of one real argument that stay real.
var realFns = map[expr.Fn]func(ball.Prec, ball.Real) ball.Real{
	expr.Sin: ball.Prec.Sin, expr.Cos: ball.Prec.Cos, expr.Tan: ball.Prec.Tan,
	expr.Cot: ball.Prec.Cot, expr.Sec: ball.Prec.Sec, expr.Csc: ball.Prec.Csc,
	expr.Asin: ball.Prec.Asin, expr.Acos: ball.Prec.Acos, expr.Atan: ball.Prec.Atan,
	expr.Acot: ball.Prec.Acot, expr.Asec: ball.Prec.Asec, expr.Acsc: ball.Prec.Acsc,
	expr.Sinh: ball.Prec.Sinh, expr.Cosh: ball.Prec.Cosh, expr.Tanh: ball.Prec.Tanh,
	expr.Coth: ball.Prec.Coth, expr.Sech: ball.Prec.Sech, expr.Csch: ball.Prec.Csch,
	expr.Asinh: ball.Prec.Asinh, expr.Acosh: ball.Prec.Acosh, expr.Atanh: ball.Prec.Atanh,
	expr.Acoth: ball.Prec.Acoth, expr.Asech: ball.Prec.Asech, expr.Acsch: ball.Prec.Acsch,
	expr.Ln: ball.Prec.Log,
}

// complexFns are their continuations, as far as complex answers need them.
var complexFns = map[expr.Fn]func(ball.Prec, ball.Complex) ball.Complex{
	expr.Sin: ball.Prec.SinC, expr.Cos: ball.Prec.CosC,
	expr.Tan:  func(p ball.Prec, x ball.Complex) ball.Complex { return p.QuoC(p.SinC(x), p.CosC(x)) },
	expr.Cot:  func(p ball.Prec, x ball.Complex) ball.Complex { return p.QuoC(p.CosC(x), p.SinC(x)) },
	expr.Sinh: ball.Prec.SinhC, expr.Cosh: ball.Prec.CoshC,
	expr.Tanh: func(p ball.Prec, x ball.Complex) ball.Complex { return p.QuoC(p.SinhC(x), p.CoshC(x)) },
	expr.Asin: ball.Prec.AsinC, expr.Acos: ball.Prec.AcosC, expr.Atan: ball.Prec.AtanC,
	expr.Ln: ball.Prec.LogC,
}

// leavesLine reports whether f of a real number need not be real.
func leavesLine(f expr.Fn) bool {
	switch f {
	case expr.Ln, expr.Asin, expr.Acos, expr.Acosh, expr.Atanh, expr.Asec, expr.Acsc, expr.Acoth, expr.Asech:
		return true
	}
	return false
}

func (v *balls) call(n *expr.Call) ball.Complex {
	if len(n.Args) == 0 {
		return unknown
	}
	switch n.Fn {
	case expr.Max, expr.Min:
		return v.extreme(n)
	case expr.Gcd, expr.Lcm:
		return v.divisors(n)
	case expr.Log, expr.Binom, expr.Perm, expr.Mod:
		if len(n.Args) != 2 {
			return unknown
		}
		x, y := v.eval(n.Args[0]), v.eval(n.Args[1])
		if !x.Known() || !y.Known() || !v.functions(2) {
			return unknown
		}
		return v.binary(n.Fn, x, y)
	}
	if len(n.Args) != 1 {
		return unknown
	}
	x := v.eval(n.Args[0])
	if !x.Known() || !v.function() {
		return unknown
	}
	return v.unary(n.Fn, x)
}

func (v *balls) unary(f expr.Fn, x ball.Complex) ball.Complex {
	p := v.p
	if g, ok := realFns[f]; ok {
		if x.IsReal() {
			if z := g(p, x.Re); z.Known() || !v.complex || !leavesLine(f) {
				return ball.FromReal(z)
			}
		}
		if g, ok := complexFns[f]; ok && v.complex {
			return g(p, x)
		}
		return unknown
	}
	switch f {
	case expr.Abs:
		return ball.FromReal(p.AbsC(x))
	case expr.Re:
		return ball.FromReal(x.Re)
	case expr.Im:
		return ball.FromReal(x.Im)
	case expr.Conj:
		return x.Conj()
	case expr.Arg:
		if x.IsReal() && x.Re.Sign() > 0 {
			return ball.FromReal(ball.FromInt64(0))
		}
		return ball.FromReal(p.ArgC(x))
	}
	if !x.IsReal() {
		return unknown
	}
	switch f {
	case expr.Sgn:
		if s := x.Re.Sign(); s != 0 || x.IsZero() {
			return ball.FromReal(ball.FromInt64(int64(s)))
		}
	case expr.Floor:
		return v.floor(x.Re)
	case expr.Ceil:
		return ball.NegC(v.floor(x.Re.Neg()))
	case expr.Frac:
		return v.p.SubC(x, v.floor(x.Re))
	case expr.Factorial:
		if k, ok := whole(x); ok {
			if k < 0 || !v.steps.Spend(int(min(k, 400))*4) {
				return unknown
			}
			if k > 400 && !v.gammaCost() {
				return unknown
			}
			return ball.FromReal(p.Factorial(k))
		}
		if !v.gammaCost() {
			return unknown
		}
		return ball.FromReal(p.Gamma(p.Add(x.Re, ball.FromInt64(1))))
	case expr.DoubleFactorial:
		return v.doubleFactorial(x)
	case expr.Gamma:
		if !v.gammaCost() {
			return unknown
		}
		return ball.FromReal(p.Gamma(x.Re))
	}
	return unknown
}

// gammaCost charges for one value of the asymptotic series.
func (v *balls) gammaCost() bool { return v.gammas(1) }

// gammas charges for k of them.
func (v *balls) gammas(k int) bool {
	w := int(v.p)/64 + 2
	return v.steps.Spend(k * (20000 + 300*w*w))
}

// floor is the integer part of a ball that has one.
func (v *balls) floor(x ball.Real) ball.Complex {
	n, ok := x.Floor()
	if !ok {
		return unknown
	}
	z := v.p.FromInt(n)
	return ball.FromReal(z)
}

func (v *balls) doubleFactorial(x ball.Complex) ball.Complex {
	k, ok := whole(x)
	if !ok || k < -1 || k > 2*maxLoop {
		return unknown
	}
	z := ball.FromInt64(1)
	for ; k > 1; k -= 2 {
		if !v.steps.Spend(8) {
			return unknown
		}
		z = v.p.Mul(z, ball.FromInt64(k))
	}
	return ball.FromReal(z)
}

// extreme is the maximum or minimum of real arguments that can be ordered.
func (v *balls) extreme(n *expr.Call) ball.Complex {
	best := v.eval(n.Args[0])
	for _, a := range n.Args[1:] {
		x := v.eval(a)
		if !best.Known() || !x.Known() || !best.IsReal() || !x.IsReal() {
			return unknown
		}
		switch {
		case ball.Less(best.Re, x.Re):
			if n.Fn == expr.Max {
				best = x
			}
		case ball.Less(x.Re, best.Re):
			if n.Fn == expr.Min {
				best = x
			}
		case best.Re.Exact() && x.Re.Exact():
		default:
			return unknown
		}
	}
	return best
}

// integer returns x as an exact integer up to a few thousand bits.
func integer(x ball.Complex) (*big.Int, bool) {
	if !x.Known() || !x.IsReal() || !x.Re.Exact() || !x.Re.Mid().IsInt() || x.Re.Exp2() > 4096 {
		return nil, false
	}
	n, _ := x.Re.Mid().Int(nil)
	return n, true
}

// divisors is the gcd or lcm of exact integers.
func (v *balls) divisors(n *expr.Call) ball.Complex {
	var z *big.Int
	for _, a := range n.Args {
		k, ok := integer(v.eval(a))
		if !ok || !v.steps.Spend(k.BitLen()*4) {
			return unknown
		}
		k.Abs(k)
		switch {
		case z == nil:
			z = k
		case n.Fn == expr.Gcd:
			z.GCD(nil, nil, z, k)
		case z.Sign() == 0 || k.Sign() == 0:
			z.SetInt64(0)
		default:
			g := new(big.Int).GCD(nil, nil, z, k)
			z.Mul(z, k.Quo(k, g))
			if z.BitLen() > 4096 {
				return unknown
			}
		}
	}
	return ball.FromReal(v.p.FromInt(z))
}

func (v *balls) binary(f expr.Fn, x, y ball.Complex) ball.Complex {
	p := v.p
	switch f {
	case expr.Log:
		q := p + 16
		if x.IsReal() && y.IsReal() && x.Re.Sign() > 0 && y.Re.Sign() > 0 {
			return ball.FromReal(p.Quo(q.Log(x.Re), q.Log(y.Re)))
		}
		if v.complex {
			return p.QuoC(q.LogC(x), q.LogC(y))
		}
	case expr.Binom, expr.Perm:
		return v.choose(f, x, y)
	case expr.Mod:
		// a - b floor(a/b)
		if x.IsReal() && y.IsReal() {
			if a, ok := integer(x); ok {
				if b, ok := integer(y); ok && b.Sign() != 0 {
					m := new(big.Int).Mod(a, b)
					if b.Sign() < 0 && m.Sign() != 0 {
						m.Add(m, b)
					}
					return ball.FromReal(p.FromInt(m))
				}
			}
			k := v.floor(p.Quo(x.Re, y.Re))
			return v.p.SubC(x, v.mul(y, k))
		}
	}
	return unknown
}

// choose is the binomial coefficient or falling factorial of any x and a
// whole number k >= 0.
func (v *balls) choose(f expr.Fn, x, y ball.Complex) ball.Complex {
	k, ok := whole(y)
	n, isInt := whole(x)
	if !ok || k < 0 {
		if ok && isInt && f == expr.Binom && n >= 0 {
			return ball.FromReal(ball.FromInt64(0))
		}
		return unknown
	}
	if isInt && f == expr.Binom && n >= 0 {
		if k > n {
			return ball.FromReal(ball.FromInt64(0))
		}
		k = min(k, n-k)
	}
	if k > 2*maxLoop {
		if !isInt || n < k || !v.gammas(3) {
			return unknown
		}
		q := v.p + 64
		z := q.Sub(q.LogGamma(ball.FromInt64(n+1)), q.LogGamma(ball.FromInt64(n-k+1)))
		if f == expr.Binom {
			z = q.Sub(z, q.LogGamma(ball.FromInt64(k+1)))
		}
		return ball.FromReal(v.p.Exp(z))
	}
	z := ball.FromReal(ball.FromInt64(1))
	for i := range k {
		if !v.steps.Spend(16) {
			return unknown
		}
		z = v.mul(z, v.p.SubC(x, ball.FromReal(ball.FromInt64(i))))
		if f == expr.Binom {
			z = v.quo(z, ball.FromReal(ball.FromInt64(i+1)))
		}
	}
	return z
}
