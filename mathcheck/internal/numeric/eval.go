package numeric

import (
	"math"
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/ball"
	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// balls evaluates in ball arithmetic at one precision and one point. In the
// real domain a result that is not exactly real has no information.
type balls struct {
	p       ball.Prec
	complex bool
	names   []string
	vals    []ball.Complex
	steps   *budget.Budget
}

// maxLoop bounds the terms of a sum or product that is added up.
const maxLoop = 2000

var unknown ball.Complex

func (v *balls) eval(n expr.Node) ball.Complex {
	w := int(v.p) / 64
	if !v.steps.Spend(16 + w*w) {
		return unknown
	}
	p := v.p
	switch n := n.(type) {
	case *expr.Num:
		if i, ok := n.V.Int64(); ok {
			return ball.FromReal(ball.FromInt64(i))
		}
		r, ok := n.V.Rat()
		if !ok || !v.steps.Spend(r.Num().BitLen()/8+r.Denom().BitLen()/8) {
			return unknown
		}
		return ball.FromReal(p.FromRat(r))
	case *expr.BaseNum:
		return v.eval(&expr.Num{V: n.V})
	case *expr.Sym:
		for i := len(v.names) - 1; i >= 0; i-- {
			if v.names[i] == n.Name {
				return v.vals[i]
			}
		}
		return unknown
	case *expr.Const:
		switch n.C {
		case expr.Pi:
			return ball.FromReal(p.Pi())
		case expr.E:
			return ball.FromReal(p.E())
		case expr.I:
			if v.complex {
				return ball.Complex{Re: ball.FromInt64(0), Im: ball.FromInt64(1)}
			}
		}
		return unknown
	case *expr.Add:
		z := v.eval(n.Terms[0])
		for _, t := range n.Terms[1:] {
			if !z.Known() {
				return unknown
			}
			z = v.add(z, v.eval(t))
		}
		return z
	case *expr.Neg:
		return ball.NegC(v.eval(n.X))
	case *expr.Mul:
		z := v.eval(n.Factors[0])
		for _, t := range n.Factors[1:] {
			if !z.Known() {
				return unknown
			}
			z = v.mul(z, v.eval(t))
		}
		return z
	case *expr.Div:
		return v.quo(v.eval(n.Num), v.eval(n.Den))
	case *expr.Pow:
		return v.pow(n)
	case *expr.Root:
		return v.root(n)
	case *expr.Percent:
		return v.quo(v.eval(n.X), ball.FromReal(ball.FromInt64(100)))
	case *expr.Degree:
		return v.quo(v.mul(v.eval(n.X), ball.FromReal(p.Pi())), ball.FromReal(ball.FromInt64(180)))
	case *expr.Call:
		return v.call(n)
	case *expr.Bind:
		return v.bind(n)
	}
	return unknown
}

func (v *balls) add(x, y ball.Complex) ball.Complex {
	if x.IsReal() && y.IsReal() {
		return ball.FromReal(v.p.Add(x.Re, y.Re))
	}
	return v.p.AddC(x, y)
}

func (v *balls) mul(x, y ball.Complex) ball.Complex {
	if x.IsReal() && y.IsReal() {
		return ball.FromReal(v.p.Mul(x.Re, y.Re))
	}
	return v.p.MulC(x, y)
}

func (v *balls) quo(x, y ball.Complex) ball.Complex {
	if x.IsReal() && y.IsReal() {
		return ball.FromReal(v.p.Quo(x.Re, y.Re))
	}
	return v.p.QuoC(x, y)
}

// function charges for one function value at precision p.
func (v *balls) function() bool { return v.functions(1) }

// functions charges for k function values.
func (v *balls) functions(k int) bool {
	w := int(v.p)/64 + 1
	return v.steps.Spend(k * (400 + w*w*int(math.Sqrt(float64(v.p)))/2))
}

// whole returns x as an integer when it is exactly one of moderate size.
func whole(x ball.Complex) (int64, bool) {
	if !x.Known() || !x.IsReal() || !x.Re.Exact() || !x.Re.Mid().IsInt() {
		return 0, false
	}
	i, acc := x.Re.Mid().Int64()
	return i, acc == big.Exact
}

func (v *balls) root(n *expr.Root) ball.Complex {
	x := v.eval(n.X)
	k := int64(2)
	if n.Index != nil {
		var ok bool
		if k, ok = expr.WrittenInt(n.Index); !ok {
			if k, ok = whole(v.eval(n.Index)); !ok {
				return unknown
			}
		}
	}
	if !v.function() || !x.Known() {
		return unknown
	}
	if k < 0 && k > -1<<20 {
		return v.quo(ball.FromReal(ball.FromInt64(1)), v.rootOf(x, -k))
	}
	return v.rootOf(x, k)
}

// rootOf is the k-th root, real for odd k and real x.
func (v *balls) rootOf(x ball.Complex, k int64) ball.Complex {
	switch {
	case k < 1 || k > 1<<20:
		return unknown
	case x.IsReal() && (x.Re.Sign() >= 0 || k&1 == 1):
		return ball.FromReal(v.p.Root(x.Re, int(k)))
	case !v.complex:
		return unknown
	case k == 2:
		return v.p.SqrtC(x)
	}
	return v.p.PowC(x, ball.FromReal((v.p+16).Quo(ball.FromInt64(1), ball.FromInt64(k))))
}

func (v *balls) pow(n *expr.Pow) ball.Complex {
	if c, ok := n.Base.(*expr.Const); ok && c.C == expr.E {
		y := v.eval(n.Exp)
		if !v.function() {
			return unknown
		}
		return v.p.ExpC(y)
	}
	x := v.eval(n.Base)
	if !x.Known() {
		return unknown
	}
	if a, b, ok := smallRat(n.Exp); ok {
		return v.powRat(x, a, b)
	}
	y := v.eval(n.Exp)
	if k, ok := whole(y); ok {
		return v.powRat(x, k, 1)
	}
	if !v.functions(2) || !y.Known() {
		return unknown
	}
	if x.IsReal() && y.IsReal() && (x.Re.Sign() > 0 || x.IsZero() && y.Re.Sign() > 0) {
		return ball.FromReal(v.p.Pow(x.Re, y.Re))
	}
	if v.complex {
		return v.p.PowC(x, y)
	}
	return unknown
}

func (v *balls) powRat(x ball.Complex, a, b int64) ball.Complex {
	if b == 1 {
		w := int(v.p) / 64
		for k := abs64(a); k > 0; k >>= 1 {
			if !v.steps.Spend(20 + 2*w*w) {
				return unknown
			}
		}
		if abs64(a) > 4096 && !v.function() {
			return unknown
		}
		return v.p.PowIntC(x, a)
	}
	if !v.functions(2) {
		return unknown
	}
	if x.IsReal() && (x.Re.Sign() >= 0 || b&1 == 1 && !v.complex) {
		return ball.FromReal(v.p.PowRat(x.Re, a, b))
	}
	if !v.complex {
		return unknown
	}
	// Over the complex numbers a power is its principal value.
	if abs64(a) <= 64 && b == 2 {
		return v.p.PowIntC(v.p.SqrtC(x), a)
	}
	return v.p.PowC(x, ball.FromReal((v.p+16).Quo(ball.FromInt64(a), ball.FromInt64(b))))
}

// bind adds up or multiplies out a sum or product with known bounds.
func (v *balls) bind(n *expr.Bind) ball.Complex {
	if n.Op != expr.SumOp && n.Op != expr.ProdOp || n.Lo == nil || n.Hi == nil {
		return unknown
	}
	lo, ok := whole(v.eval(n.Lo))
	hi, ok2 := whole(v.eval(n.Hi))
	if !ok || !ok2 || hi-lo > maxLoop || hi-lo < -1 || abs64(lo) > 1<<40 {
		return unknown
	}
	z := ball.FromReal(ball.FromInt64(0))
	if n.Op == expr.ProdOp {
		z = ball.FromReal(ball.FromInt64(1))
	}
	inner := *v
	inner.names = append(v.names[:len(v.names):len(v.names)], n.Var)
	inner.vals = append(v.vals[:len(v.vals):len(v.vals)], unknown)
	for k := lo; k <= hi; k++ {
		inner.vals[len(v.vals)] = ball.FromReal(ball.FromInt64(k))
		t := inner.eval(n.Body)
		if !t.Known() {
			return unknown
		}
		if n.Op == expr.SumOp {
			z = v.add(z, t)
		} else {
			z = v.mul(z, t)
		}
	}
	return z
}
