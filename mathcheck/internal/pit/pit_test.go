package pit

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/gfp"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/proof"
)

// Short names for trees.
var (
	n     = expr.Int
	v     = expr.Var
	plus  = expr.Plus
	minus = expr.Sub
	times = expr.Times
	over  = expr.Over
	pow   = expr.Power
	fn    = expr.Fun
	x, y  = v("x"), v("y")
	pi    = expr.Cst(expr.Pi)
	e     = expr.Cst(expr.E)
	i     = expr.Cst(expr.I)
)

func TestCompare(t *testing.T) {
	const eq, ne, un = proof.Equal, proof.Different, proof.Unknown
	var many, shuffled []expr.Node
	for k := range int64(300) {
		z := v("z_" + string(rune('0'+k/100)) + string(rune('0'+k/10%10)) + string(rune('0'+k%10)))
		many = append(many, times(n(k), z))
		shuffled = append([]expr.Node{times(z, n(k))}, shuffled...)
	}
	p := pow(n(10), pow(n(10), n(10)))
	for _, c := range []struct {
		name string
		a, b expr.Node
		want proof.Outcome
	}{
		{"high power", pow(plus(x, y), n(3000)), pow(plus(y, x), n(3000)), eq},
		{"difference of powers", minus(pow(x, n(4000)), pow(y, n(4000))), times(minus(pow(x, n(2000)), pow(y, n(2000))), plus(pow(x, n(2000)), pow(y, n(2000)))), eq},
		{"wrong power", pow(plus(x, y), n(3000)), pow(plus(y, x), n(3001)), ne},
		{"300 variables", plus(many...), plus(shuffled...), eq},
		{"300 variables, one more", plus(append(many, n(1))...), plus(shuffled...), ne},
		{"rational function", over(n(1), plus(n(1), over(n(1), x))), over(x, plus(x, n(1))), eq},
		{"mersenne prime", plus(x, n(1<<61-1)), x, ne},
		{"symbolic exponent", pow(n(2), plus(v("n"), n(3))), times(n(8), pow(n(2), v("n"))), eq},
		{"wrong symbolic exponent", pow(n(2), plus(v("n"), n(3))), times(n(7), pow(n(2), v("n"))), ne},
		{"variable and exponent are not confused", pow(n(2), v("n")), v("n"), ne},
		{"sign power", pow(n(-1), times(n(2), v("n"))), n(1), eq},
		{"powers of a negative number", pow(n(-2), v("n")), pow(n(2), v("n")), ne},
		{"powers of a difference", pow(minus(x, y), v("n")), pow(minus(y, x), v("n")), ne},
		{"powers of the imaginary unit", pow(i, v("n")), n(1), ne},
		{"difference of squares of powers", minus(pow(n(4), v("n")), n(1)), times(minus(pow(n(2), v("n")), n(1)), plus(pow(n(2), v("n")), n(1))), eq},
		{"huge power plus one", plus(p, n(1)), p, ne},
		{"huge power", times(p, n(100)), pow(n(10), plus(pow(n(10), n(10)), n(2))), eq},
		{"imaginary unit", pow(plus(n(1), i), n(2)), times(n(2), i), eq},
		{"conjugate", plus(n(1), i), minus(n(1), i), ne},
		{"equal atoms", fn(expr.Sin, times(n(2), plus(x, n(1)))), fn(expr.Sin, plus(x, x, n(2))), eq},
		{"atoms prove no difference", fn(expr.Sin, x), fn(expr.Cos, x), un},
		{"one constant", times(pi, pi), pow(pi, n(3)), ne},
		{"two constants", pi, e, un},
		{"factorial", fn(expr.Factorial, n(3000)), times(n(3000), fn(expr.Factorial, n(2999))), eq},
		{"large factorial", fn(expr.Factorial, n(10_000_000)), fn(expr.Factorial, n(10_000_001)), un},
		{"loop", &expr.Bind{Op: expr.SumOp, Var: "k", Lo: n(1), Hi: n(1000), Body: over(n(1), times(v("k"), plus(v("k"), n(1))))}, over(n(1000), n(1001)), eq},
		{"zero below", over(x, minus(y, y)), x, un},
		{"decimal", expr.Val(mustParse("0.1")), expr.Rat(1, 10), eq},
		{"huge decimal", expr.Val(mustParse("1e1000000")), pow(n(10), n(1000000)), eq},
		{"huge decimal off by one digit", expr.Val(mustParse("1e1000000")), pow(n(10), n(1000001)), ne},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := budget.New(budget.Steps)
			got, bound := Compare(c.a, c.b, 42, b)
			require.Equal(t, c.want.String(), got.String(), "%g", bound)
			if got == eq {
				require.Less(t, bound, maxBound)
			}
			got, _ = Compare(c.b, c.a, 7, budget.New(budget.Steps))
			require.Equal(t, c.want.String(), got.String())
		})
	}
}

func mustParse(s string) num.Value {
	d, ok := num.Parse(s)
	if !ok {
		panic(s)
	}
	return d
}

// TestNoFixedPrime is the attack on a public prime: gold plus a multiple of
// the primes that any one seed would choose is told from gold by another.
func TestNoFixedPrime(t *testing.T) {
	m := big.NewInt(1)
	for k := range uint64(8) {
		m.Mul(m, new(big.Int).SetUint64(gfp.New(gfp.Mix(1)+k).P))
	}
	attack := plus(x, times(expr.Val(num.FromBig(m)), y))
	got, _ := Compare(attack, x, 1, nil)
	require.Equal(t, proof.Equal, got, "the attack works on the seed it was made for")
	for seed := range uint64(50) {
		got, _ := Compare(attack, x, seed+2, nil)
		require.Equal(t, proof.Different, got)
	}
}

func TestBudget(t *testing.T) {
	got, _ := Compare(pow(plus(x, y), n(5)), x, 1, budget.New(100))
	require.Equal(t, proof.Unknown, got)
}

func BenchmarkCompare(b *testing.B) {
	f := times(pow(plus(x, y), n(5)), minus(x, n(1)))
	g := times(minus(x, n(1)), pow(plus(y, x), n(5)))
	b.ReportAllocs()
	for b.Loop() {
		Compare(f, g, 1, nil)
	}
}
