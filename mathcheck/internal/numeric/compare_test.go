package numeric

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/proof"
)

// Short names for trees.
var (
	n     = expr.Int
	q     = expr.Rat
	v     = expr.Var
	plus  = expr.Plus
	minus = expr.Sub
	times = expr.Times
	over  = expr.Over
	pow   = expr.Power
	sqrt  = expr.Sqrt
	fn    = expr.Fun
	pi    = expr.Cst(expr.Pi)
	e     = expr.Cst(expr.E)
	i     = expr.Cst(expr.I)
	x, y  = v("x"), v("y")
	fact  = func(a expr.Node) expr.Node { return fn(expr.Factorial, a) }
	neg   = func(a expr.Node) expr.Node { return &expr.Neg{X: a} }
	nth   = func(k int64, a expr.Node) expr.Node { return &expr.Root{X: a, Index: n(k)} }
	deg   = func(a expr.Node) expr.Node { return &expr.Degree{X: a} }
	sum   = func(k string, lo, hi, body expr.Node) expr.Node {
		return &expr.Bind{Op: expr.SumOp, Var: k, Lo: lo, Hi: hi, Body: body}
	}
)

func dec(s string) expr.Node {
	d, ok := num.Parse(s)
	if !ok {
		panic(s)
	}
	return expr.Val(d)
}

func TestCompare(t *testing.T) {
	const eq, ne, un = proof.Equal, proof.Different, proof.Unknown
	ten10 := pow(n(10), n(10))
	for _, c := range []struct {
		name string
		a, b expr.Node
		want proof.Outcome
	}{
		{"sine of 30 degrees", fn(expr.Sin, deg(n(30))), q(1, 2), eq},
		{"sine of 31 degrees", fn(expr.Sin, deg(n(31))), q(1, 2), ne},
		{"cosine of a right angle", fn(expr.Cos, over(pi, n(2))), n(0), eq},
		{"sine of 36 degrees", fn(expr.Sin, deg(n(36))), over(sqrt(minus(n(10), times(n(2), sqrt(n(5))))), n(4)), eq},
		{"sqrt 2 + sqrt 3", plus(sqrt(n(2)), sqrt(n(3))), sqrt(plus(n(5), times(n(2), sqrt(n(6))))), eq},
		{"cube roots", minus(nth(3, plus(n(2), sqrt(n(5)))), nth(3, minus(sqrt(n(5)), n(2)))), n(1), eq},
		{"odd root of a negative", nth(3, n(-8)), n(-2), eq},
		{"odd power of a negative", pow(n(-8), q(1, 3)), n(-2), eq},
		{"log base", fn(expr.Log, n(8), n(2)), n(3), eq},
		{"log rules", plus(fn(expr.Ln, n(2)), fn(expr.Ln, n(3))), fn(expr.Ln, n(6)), eq},
		{"e and pi", pow(e, pi), pow(pi, e), ne},
		{"relative: tiny powers", pow(n(2), n(-99)), pow(n(2), n(-98)), ne},
		{"almost integer", pow(e, times(pi, sqrt(n(163)))), dec("262537412640768744"), ne},
		{"hidden exponential", plus(sqrt(n(2)), pow(e, n(-1000))), sqrt(n(2)), ne},
		{"deeply hidden", plus(sqrt(n(2)), pow(e, n(-100000))), sqrt(n(2)), un},
		{"1/2^1000 is seen", plus(sqrt(n(2)), pow(n(2), n(-1000))), sqrt(n(2)), ne},
		{"i squared", pow(i, n(2)), n(-1), eq},
		{"Euler", pow(e, times(i, pi)), n(-1), eq},
		{"root of a negative", sqrt(n(-3)), times(i, sqrt(n(3))), eq},
		{"polar", times(n(2), pow(e, over(times(i, pi), n(3)))), plus(n(1), times(i, sqrt(n(3)))), eq},
		{"conjugate", plus(n(1), i), minus(n(1), i), ne},
		{"principal power", neg(pow(n(-1), q(4, 5))), pow(e, over(times(n(9), i, pi), n(5))), eq},
		{"sine by exponentials", times(n(2), i, fn(expr.Sin, x)), minus(pow(e, times(i, x)), pow(e, neg(times(i, x)))), eq},
		{"real root undefined", sqrt(n(-3)), sqrt(n(-4)), un},

		{"square of a sum", pow(plus(x, y), n(2)), plus(pow(x, n(2)), times(n(2), x, y), pow(y, n(2))), eq},
		{"missing middle", pow(plus(x, y), n(2)), plus(pow(x, n(2)), pow(y, n(2))), ne},
		{"double angle", fn(expr.Sin, times(n(2), x)), times(n(2), fn(expr.Sin, x), fn(expr.Cos, x)), eq},
		{"pythagoras is zero", minus(plus(pow(fn(expr.Sin, x), n(2)), pow(fn(expr.Cos, x), n(2))), n(1)), n(0), eq},
		{"absolute value", sqrt(pow(x, n(2))), fn(expr.Abs, x), eq},
		{"not without the sign", sqrt(pow(x, n(2))), x, ne},
		{"kink far out", fn(expr.Abs, minus(x, n(1000000))), minus(n(1000000), x), ne},
		{"max hides", plus(x, fn(expr.Max, n(0), minus(x, n(123456)))), x, ne},
		{"floor hides", plus(x, fn(expr.Floor, over(x, n(1000000)))), x, ne},
		{"gauss bump", plus(x, pow(e, neg(times(n(1000000), pow(plus(n(1), x), n(2)))))), x, un},
		{"extra variable", plus(x, y), x, ne},
		{"tangent", fn(expr.Tan, x), over(fn(expr.Sin, x), fn(expr.Cos, x)), eq},
		{"arc sine", fn(expr.Asin, x), fn(expr.Atan, over(x, sqrt(minus(n(1), pow(x, n(2)))))), eq},
		{"logarithm of a power", fn(expr.Ln, pow(x, n(3))), times(n(3), fn(expr.Ln, x)), eq},
		{"many positive variables", sqrt(times(v("a"), v("b"), v("c"), v("d"))), times(sqrt(v("a")), sqrt(v("b")), sqrt(v("c")), sqrt(v("d"))), eq},

		{"factorial ratio", over(fact(plus(v("n"), n(1))), fact(v("n"))), plus(v("n"), n(1)), eq},
		{"binomial", fn(expr.Binom, v("n"), n(2)), over(times(v("n"), minus(v("n"), n(1))), n(2)), eq},
		{"faulhaber", sum("k", n(1), v("n"), v("k")), over(times(v("n"), plus(v("n"), n(1))), n(2)), eq},
		{"faulhaber off by one", sum("k", n(1), v("n"), v("k")), over(times(v("n"), minus(v("n"), n(1))), n(2)), ne},
		{"cos of n pi", fn(expr.Cos, times(v("n"), pi)), pow(n(-1), v("n")), eq},
		{"parity", over(minus(n(1), pow(n(-1), v("n"))), n(2)), fn(expr.Mod, v("n"), n(2)), eq},
		{"floor and ceiling of n/2", fn(expr.Floor, over(plus(v("n"), n(1)), n(2))), fn(expr.Ceil, over(v("n"), n(2))), eq},
		{"finite sum", sum("k", n(1), n(100), v("k")), n(5050), eq},
		{"gcd", fn(expr.Gcd, n(12), n(18)), n(6), eq},
		{"endless sum", sum("k", n(1), n(1000000000), v("k")), n(5), un},
		{"unequal domains", sqrt(x), sqrt(neg(x)), un},

		{"large factorial", fact(n(10000000)), fact(n(10000001)), ne},
		{"tower", pow(n(10), ten10), pow(n(10), pow(n(10), n(11))), ne},
		{"tower plus one", plus(pow(n(10), ten10), n(1)), pow(n(10), ten10), un},
		{"power of a power", pow(n(10), times(n(2), ten10)), pow(n(100), ten10), eq},
		{"higher tower", pow(n(10), pow(n(10), ten10)), pow(n(10), ten10), ne},
		{"factorial against power", fact(ten10), pow(n(10), ten10), ne},
		{"factorial of a factorial", fact(fact(fact(n(5)))), fact(fact(n(5))), ne},
		{"middling sum", plus(pow(n(2), n(25)), pow(pow(n(10), n(9)), n(9))), pow(pow(n(10), n(9)), n(9)), ne},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := budget.New(budget.Steps)
			require.Equal(t, c.want.String(), Compare(c.a, c.b, Options{Seed: 1}, b).String(), "left %d", b.Left())
			require.Equal(t, c.want.String(), Compare(c.b, c.a, Options{Seed: 2}, budget.New(budget.Steps)).String())
			t.Log("steps", budget.Steps-b.Left())
		})
	}
}

func TestWithin(t *testing.T) {
	r := big.NewRat
	require.Equal(t, proof.Equal, Within(pi, r(314, 100), r(315, 100), nil))
	require.Equal(t, proof.Different, Within(pi, r(315, 100), r(316, 100), nil))
	require.Equal(t, proof.Unknown, Within(n(3), r(3, 1), r(4, 1), nil), "a bound is not inside")
}

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		a, b expr.Node
		want int
	}{{pi, q(22, 7), -1}, {pi, q(223, 71), 1}, {sqrt(n(4)), n(2), 0}, {pow(n(2), n(-2000)), n(0), 1}} {
		got, ok := Order(c.a, c.b, nil)
		require.True(t, ok)
		require.Equal(t, c.want, got)
	}
}
