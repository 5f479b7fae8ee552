package poly

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
	bind  = func(op expr.BindOp, k string, lo, hi, body expr.Node) expr.Node {
		return &expr.Bind{Op: op, Var: k, Lo: lo, Hi: hi, Body: body}
	}
)

func TestCompare(t *testing.T) {
	const eq, ne, un = proof.Equal, proof.Different, proof.Unknown
	googol := pow(n(10), n(100))
	for _, c := range []struct {
		name string
		a, b expr.Node
		want proof.Outcome
	}{
		{"fractions", plus(q(1, 3), q(1, 6)), q(1, 2), eq},
		{"tiny difference", over(n(1), pow(n(2), n(99))), over(n(1), pow(n(2), n(98))), ne},
		{"googol plus one", plus(googol, n(1)), googol, ne},
		{"mersenne prime added", plus(x, n(1<<61-1)), x, ne},
		{"mersenne multiple", plus(x, times(n(1<<61-1), y)), x, ne},
		{"binomial square", pow(plus(x, y), n(2)), plus(pow(x, n(2)), times(n(2), x, y), pow(y, n(2))), eq},
		{"missing middle", pow(plus(x, y), n(2)), plus(pow(x, n(2)), pow(y, n(2))), ne},
		{"partial fractions", over(n(1), times(x, plus(x, n(1)))), minus(over(n(1), x), over(n(1), plus(x, n(1)))), eq},
		{"cancelled factor", over(minus(pow(x, n(2)), n(1)), minus(x, n(1))), plus(x, n(1)), eq},
		{"sign of a quotient", over(neg(x), minus(y, x)), over(x, minus(x, y)), eq},

		{"surd sum", plus(sqrt(n(8)), sqrt(n(2))), times(n(3), sqrt(n(2))), eq},
		{"surd product", times(sqrt(n(2)), sqrt(n(3))), sqrt(n(6)), eq},
		{"surds apart", plus(sqrt(n(2)), sqrt(n(3))), sqrt(n(10)), ne},
		{"rationalised", over(n(1), plus(n(1), sqrt(n(2)))), minus(sqrt(n(2)), n(1)), eq},
		{"rationalised wrongly", over(n(1), plus(n(1), sqrt(n(2)))), minus(n(1), sqrt(n(2))), ne},
		{"three surds below", over(n(1), plus(n(1), sqrt(n(2)), sqrt(n(3)))), over(minus(plus(n(2), sqrt(n(2))), sqrt(n(6))), n(4)), eq},
		{"nested", sqrt(plus(n(5), times(n(2), sqrt(n(6))))), plus(sqrt(n(2)), sqrt(n(3))), eq},
		{"nested with fractions", sqrt(plus(n(2), sqrt(n(3)))), over(plus(sqrt(n(6)), sqrt(n(2))), n(2)), eq},
		{"nested minus", sqrt(minus(n(3), times(n(2), sqrt(n(2))))), minus(sqrt(n(2)), n(1)), eq},
		{"nested minus sign", sqrt(minus(n(3), times(n(2), sqrt(n(2))))), minus(n(1), sqrt(n(2))), ne},
		{"nested that stays", over(n(2), sqrt(plus(n(2), sqrt(n(2))))), over(times(n(2), sqrt(plus(n(2), sqrt(n(2))))), plus(n(2), sqrt(n(2)))), eq},
		{"cube root that opens", nth(3, plus(n(2), sqrt(n(5)))), over(plus(n(1), sqrt(n(5))), n(2)), eq},
		{"cardano", plus(nth(3, plus(n(2), sqrt(n(5)))), nth(3, minus(n(2), sqrt(n(5))))), n(1), eq},
		{"cube roots", times(nth(3, n(2)), nth(3, n(4))), n(2), eq},
		{"odd root of a negative", nth(3, n(-54)), times(n(-3), nth(3, n(2))), eq},
		{"mixed indices", times(sqrt(n(2)), nth(3, n(2))), pow(n(2), q(5, 6)), eq},
		{"root of root", sqrt(sqrt(n(2))), nth(4, n(2)), eq},
		{"root of a fraction", sqrt(q(1, 2)), over(sqrt(n(2)), n(2)), eq},
		{"negative exponent", pow(n(8), q(-2, 3)), q(1, 4), eq},
		{"fourth roots", nth(4, n(4)), sqrt(n(2)), eq},

		{"i squared", pow(i, n(2)), n(-1), eq},
		{"complex quotient", over(plus(n(1), i), minus(n(1), i)), i, eq},
		{"root of a negative number", sqrt(n(-12)), times(n(2), i, sqrt(n(3))), eq},
		{"conjugate", fn(expr.Conj, plus(n(2), times(n(3), i))), minus(n(2), times(n(3), i)), eq},
		{"Euler", pow(e, times(i, pi)), n(-1), eq},
		{"sixth root of unity", pow(e, over(times(i, pi), n(3))), plus(q(1, 2), times(i, over(sqrt(n(3)), n(2)))), eq},

		{"pi", over(times(n(2), pi), n(4)), over(pi, n(2)), eq},
		{"pi is not 22/7", pi, q(22, 7), ne},
		{"pi and e", plus(pi, e), plus(e, times(n(2), pi)), un},
		{"powers of e", times(e, sqrt(e)), pow(e, q(3, 2)), eq},
		{"sine of 60 degrees", fn(expr.Sin, &expr.Degree{X: n(60)}), over(sqrt(n(3)), n(2)), eq},
		{"cosine of 15 degrees", fn(expr.Cos, over(pi, n(12))), over(plus(sqrt(n(6)), sqrt(n(2))), n(4)), eq},
		{"cosine of 36 degrees", fn(expr.Cos, over(pi, n(5))), over(plus(n(1), sqrt(n(5))), n(4)), eq},
		{"tangent of 225 degrees", fn(expr.Tan, &expr.Degree{X: n(225)}), n(1), eq},
		{"logarithms", fn(expr.Ln, n(12)), plus(times(n(2), fn(expr.Ln, n(2))), fn(expr.Ln, n(3))), eq},
		{"log base", fn(expr.Log, n(27), n(9)), q(3, 2), eq},
		{"log of a root", fn(expr.Log, sqrt(n(10)), n(10)), q(1, 2), eq},
		{"log of e", fn(expr.Ln, pow(e, n(3))), n(3), eq},

		{"pythagoras", plus(pow(fn(expr.Sin, x), n(2)), pow(fn(expr.Cos, x), n(2))), n(1), eq},
		{"odd sine", fn(expr.Sin, minus(x, y)), neg(fn(expr.Sin, minus(y, x))), eq},
		{"tangent", fn(expr.Tan, x), over(fn(expr.Sin, x), fn(expr.Cos, x)), eq},
		{"atoms prove no difference", fn(expr.Sin, x), fn(expr.Cos, x), un},
		{"power laws", pow(n(2), plus(v("n"), n(1))), times(n(2), pow(n(2), v("n"))), eq},
		{"bases", pow(n(6), v("n")), times(pow(n(2), v("n")), pow(n(3), v("n"))), eq},
		{"reciprocal base", pow(q(1, 2), x), pow(n(2), neg(x)), eq},
		{"not the reciprocal base", pow(q(1, 2), sqrt(n(3))), pow(n(2), sqrt(n(3))), un},
		{"half exponents", pow(pow(e, over(x, n(2))), n(2)), pow(e, x), eq},
		{"sign powers", pow(n(-1), plus(v("n"), n(1))), neg(pow(n(-1), v("n"))), eq},
		{"even sign powers", pow(n(-1), times(n(2), v("n"))), n(1), eq},
		{"hyperbolic", minus(pow(fn(expr.Cosh, x), n(2)), pow(fn(expr.Sinh, x), n(2))), n(1), eq},
		{"symbolic root", times(sqrt(x), sqrt(x)), x, eq},
		{"content of a root", sqrt(times(n(12), x)), times(n(2), sqrt(n(3)), sqrt(x)), eq},
		{"root of a sum", sqrt(plus(times(n(4), x), n(8))), times(n(2), sqrt(plus(x, n(2)))), eq},
		{"rational powers", times(pow(x, q(1, 2)), pow(x, q(1, 3))), pow(x, q(5, 6)), eq},
		{"not the absolute value", sqrt(pow(x, n(2))), x, un},

		{"factorial", fact(n(20)), n(2432902008176640000), eq},
		{"factorial ratio", over(fact(plus(v("n"), n(2))), fact(v("n"))), times(plus(v("n"), n(1)), plus(v("n"), n(2))), eq},
		{"binomial", fn(expr.Binom, n(10), n(3)), n(120), eq},
		{"symbolic binomial", fn(expr.Binom, v("n"), n(2)), over(times(v("n"), minus(v("n"), n(1))), n(2)), eq},
		{"pascal", plus(fn(expr.Binom, v("n"), v("k")), fn(expr.Binom, v("n"), plus(v("k"), n(1)))), fn(expr.Binom, plus(v("n"), n(1)), plus(v("k"), n(1))), eq},
		{"permutations", fn(expr.Perm, n(5), n(2)), n(20), eq},
		{"sum of squares", bind(expr.SumOp, "k", n(1), v("n"), pow(v("k"), n(2))), over(times(v("n"), plus(v("n"), n(1)), plus(times(n(2), v("n")), n(1))), n(6)), eq},
		{"sum with a parameter", bind(expr.SumOp, "k", n(0), minus(v("n"), n(1)), plus(v("a"), times(v("k"), v("d")))), times(over(v("n"), n(2)), plus(times(n(2), v("a")), times(minus(v("n"), n(1)), v("d")))), eq},
		{"sum of cubes", bind(expr.SumOp, "k", n(1), v("n"), pow(v("k"), n(3))), pow(bind(expr.SumOp, "k", n(1), v("n"), v("k")), n(2)), eq},
		{"long polynomial sum", bind(expr.SumOp, "k", n(1), n(1000000000), v("k")), n(500000000500000000), eq},
		{"harmonic sum", bind(expr.SumOp, "k", n(1), n(4), over(n(1), v("k"))), q(25, 12), eq},
		{"telescoping product", bind(expr.ProdOp, "k", n(2), n(10), minus(n(1), over(n(1), v("k")))), q(1, 10), eq},
		{"double sum", bind(expr.SumOp, "i", n(1), n(3), bind(expr.SumOp, "j", n(1), v("i"), v("j"))), n(10), eq},
		{"floor", fn(expr.Floor, q(-7, 2)), n(-4), eq},
		{"gcd", fn(expr.Gcd, n(12), n(18)), n(6), eq},
		{"mod of a negative", fn(expr.Mod, n(-7), n(5)), n(3), eq},

		{"mod of a power", fn(expr.Mod, pow(n(2), pow(n(10), n(6))), n(7)), n(2), eq},
		{"mod of a tower", fn(expr.Mod, pow(n(7), pow(n(7), n(7))), n(100)), n(43), eq},
		{"mod of a sum", fn(expr.Mod, plus(pow(n(3), n(2024)), fact(n(100))), n(10)), n(1), eq},
		{"mod of a difference", fn(expr.Mod, minus(pow(n(3), n(2024)), n(2)), n(5)), n(4), eq},

		{"division by zero", over(n(1), minus(sqrt(n(8)), times(n(2), sqrt(n(2))))), n(0), un},
		{"tower", pow(n(10), pow(n(10), n(10))), n(7), un},
		{"too many variables", plus(v("a"), v("b"), v("c"), v("d"), v("f"), v("g"), v("h"), v("j"), v("k"), v("l"), v("m"), v("n"), v("o"), v("p"), v("q"), v("r"), v("s")), n(0), un},
		{"too large a power", pow(plus(x, y, n(1)), n(3000)), n(0), un},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := budget.New(budget.Steps)
			require.Equal(t, c.want.String(), Compare(c.a, c.b, b).String())
			require.Equal(t, c.want.String(), Compare(c.b, c.a, budget.New(budget.Steps)).String())
			require.NotEqual(t, proof.Different, Compare(c.a, c.a, budget.New(budget.Steps)))
			t.Log("steps", budget.Steps-b.Left())
		})
	}
}

func TestProportional(t *testing.T) {
	f := minus(plus(times(n(2), x), times(n(4), y)), n(6))
	require.Equal(t, proof.Equal, Proportional(f, minus(n(3), plus(x, times(n(2), y))), nil))
	require.Equal(t, proof.Different, Proportional(f, minus(n(4), plus(x, times(n(2), y))), nil))
	require.Equal(t, proof.Equal, Proportional(minus(y, over(n(1), x)), minus(times(x, y), n(1)), nil))
	require.Equal(t, proof.Equal, Proportional(minus(times(sqrt(n(2)), x), n(2)), minus(x, sqrt(n(2))), nil))
	require.Equal(t, proof.Different, Proportional(f, n(0), nil))
	require.Equal(t, proof.Different, Proportional(times(x, f), f, nil), "a variable is no constant factor")
}

func TestCoefficients(t *testing.T) {
	c, ok := Coefficients(minus(pow(minus(x, q(1, 2)), n(2)), n(4)), "x", 2, nil)
	require.True(t, ok)
	require.Equal(t, "[-15/4 -1/1 1/1]", sprint(c))
	_, ok = Coefficients(pow(x, n(3)), "x", 2, nil)
	require.False(t, ok)
	_, ok = Coefficients(plus(x, y), "x", 2, nil)
	require.False(t, ok)
	r, ok := Number(times(sqrt(n(2)), sqrt(n(8))), nil)
	require.True(t, ok)
	require.Equal(t, "4/1", r.String())
}

func sprint(c []*big.Rat) string {
	s := "["
	for i, q := range c {
		if i > 0 {
			s += " "
		}
		s += q.String()
	}
	return s + "]"
}

// TestLargeNumbers admits 10,000 digits and 2,000 terms.
func TestLargeNumbers(t *testing.T) {
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(10000), nil)
	big1 := expr.Val(num.FromBig(ten))
	b := budget.New(budget.Steps)
	require.Equal(t, proof.Different, Compare(plus(big1, n(1)), big1, b))
	var terms, back []expr.Node
	for k := range int64(2000) {
		terms = append(terms, times(n(k+1), pow(x, n(k))))
		back = append(back, times(pow(x, n(1999-k)), n(2000-k)))
	}
	require.Equal(t, proof.Equal, Compare(plus(terms...), plus(back...), budget.New(budget.Steps)))
	back[7] = times(n(5), pow(x, n(1999-7)))
	require.Equal(t, proof.Different, Compare(plus(terms...), plus(back...), budget.New(budget.Steps)))
}
