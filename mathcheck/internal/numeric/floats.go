package numeric

import (
	"math"

	"github.com/verireward/verireward/mathcheck/internal/ball"
	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// floats evaluates over float64 with error bounds, over the reals only: the
// fast path that tells most different pairs apart. What it does not know it
// leaves without information.
type floats struct {
	names []string
	vals  []float64
	steps *budget.Budget
}

var none = ball.F{E: math.Inf(1)}

func (v *floats) eval(n expr.Node) ball.F {
	if !v.steps.Spend(4) {
		return none
	}
	switch n := n.(type) {
	case *expr.Num:
		if i, ok := n.V.Int64(); ok {
			return ball.Fl(float64(i))
		}
		if _, e, ok := n.V.Coefficient(); ok && (e > 300 || e < -300) || n.V.Digits() > 300 {
			return none
		}
		if r, ok := n.V.Rat(); ok {
			f, exact := r.Float64()
			if exact {
				return ball.ExactF(f)
			}
			return ball.F{V: f, E: math.Abs(f)*0x1p-52 + 0x1p-1060}
		}
		return none
	case *expr.BaseNum:
		return v.eval(&expr.Num{V: n.V})
	case *expr.Sym:
		for i, name := range v.names {
			if name == n.Name {
				return ball.ExactF(v.vals[i])
			}
		}
	case *expr.Const:
		switch n.C {
		case expr.Pi:
			return ball.F{V: math.Pi, E: 0x1p-51}
		case expr.E:
			return ball.F{V: math.E, E: 0x1p-51}
		}
	case *expr.Add:
		z := v.eval(n.Terms[0])
		for _, t := range n.Terms[1:] {
			z = z.Add(v.eval(t))
		}
		return z
	case *expr.Neg:
		return v.eval(n.X).Neg()
	case *expr.Mul:
		z := v.eval(n.Factors[0])
		for _, t := range n.Factors[1:] {
			z = z.Mul(v.eval(t))
		}
		return z
	case *expr.Div:
		return v.eval(n.Num).Quo(v.eval(n.Den))
	case *expr.Pow:
		return v.pow(n)
	case *expr.Root:
		x := v.eval(n.X)
		if n.Index == nil {
			return x.Sqrt()
		}
		if k, ok := expr.WrittenInt(n.Index); ok {
			return root(x, k)
		}
	case *expr.Percent:
		return v.eval(n.X).Quo(ball.ExactF(100))
	case *expr.Degree:
		return v.eval(n.X).Mul(ball.F{V: math.Pi / 180, E: 0x1p-57})
	case *expr.Call:
		return v.call(n)
	}
	return none
}

// root is the k-th root of x, real for odd k.
func root(x ball.F, k int64) ball.F {
	switch {
	case k < 2:
		return none
	case k == 2:
		return x.Sqrt()
	case x.Sign() > 0:
		return x.Log().Quo(ball.ExactF(float64(k))).Exp()
	case x.Sign() < 0 && k&1 == 1:
		return x.Neg().Log().Quo(ball.ExactF(float64(k))).Exp().Neg()
	}
	return none
}

func (v *floats) pow(n *expr.Pow) ball.F {
	if c, ok := n.Base.(*expr.Const); ok && c.C == expr.E {
		return v.eval(n.Exp).Exp()
	}
	x := v.eval(n.Base)
	if a, b, ok := smallRat(n.Exp); ok {
		switch {
		case b == 1:
			return x.PowInt(a)
		case abs64(a) <= 64:
			return root(x, b).PowInt(a)
		}
	}
	y := v.eval(n.Exp)
	if y.E == 0 && y.V == math.Trunc(y.V) && math.Abs(y.V) <= 1024 {
		return x.PowInt(int64(y.V))
	}
	if x.Sign() > 0 {
		return x.Log().Mul(y).Exp()
	}
	return none
}

func (v *floats) call(n *expr.Call) ball.F {
	if len(n.Args) == 0 {
		return none
	}
	x := v.eval(n.Args[0])
	one := ball.ExactF(1)
	switch n.Fn {
	case expr.Sin:
		return x.Sin()
	case expr.Cos:
		return x.Cos()
	case expr.Tan:
		return x.Sin().Quo(x.Cos())
	case expr.Cot:
		return x.Cos().Quo(x.Sin())
	case expr.Sec:
		return one.Quo(x.Cos())
	case expr.Csc:
		return one.Quo(x.Sin())
	case expr.Asin:
		return x.Asin()
	case expr.Acos:
		return ball.F{V: math.Pi / 2, E: 0x1p-51}.Sub(x.Asin())
	case expr.Atan:
		return x.Atan()
	case expr.Ln:
		return x.Log()
	case expr.Log:
		if len(n.Args) == 2 {
			return x.Log().Quo(v.eval(n.Args[1]).Log())
		}
	case expr.Abs:
		return x.Abs()
	case expr.Sinh, expr.Cosh, expr.Tanh:
		e := x.Exp()
		i := one.Quo(e)
		switch n.Fn {
		case expr.Sinh:
			return e.Sub(i).Mul(ball.ExactF(0.5))
		case expr.Cosh:
			return e.Add(i).Mul(ball.ExactF(0.5))
		}
		return e.Sub(i).Quo(e.Add(i))
	case expr.Floor:
		if x.Known() && math.Floor(x.V-x.E) == math.Floor(x.V+x.E) && math.Abs(x.V) < 1<<52 {
			return ball.ExactF(math.Floor(x.V))
		}
	case expr.Factorial:
		if x.E == 0 && x.V == math.Trunc(x.V) && x.V >= 0 && x.V <= 20 {
			f := 1.0
			for k := 2.0; k <= x.V; k++ {
				f *= k
			}
			return ball.F{V: f, E: f * 0x1p-50}
		}
	}
	return none
}

func abs64(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
