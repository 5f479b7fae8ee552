package ball

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

func dec(t *testing.T, s string) *big.Float {
	t.Helper()
	f, _, err := big.ParseFloat(s, 10, 400, big.ToNearestEven)
	require.NoError(t, err)
	return f
}

// near checks a ball against 60 known decimals: the ball, widened by the error
// of the decimals, must contain them and must be narrow.
func near(t *testing.T, got Real, want string) {
	t.Helper()
	require.True(t, got.Known())
	w := dec(t, want)
	slack := pow2(int64(w.MantExp(nil)) - 190)
	require.True(t, got.widen(slack).Contains(w), "got %s ± %g, want %s", got.mid.Text('g', 50), got.rad.float(), want)
	require.True(t, got.rad.isZero() || got.rad.exp < int64(w.MantExp(nil))-200, "radius 2^%d is wide", got.rad.exp)
}

func TestKnownDecimals(t *testing.T) {
	const p = Prec(256)
	n := FromInt64
	for _, c := range []struct {
		name string
		got  Real
		want string
	}{
		{"pi", p.Pi(), "3.14159265358979323846264338327950288419716939937510582097494459"},
		{"ln2", p.Ln2(), "0.693147180559945309417232121458176568075500134360255254120680009"},
		{"e", p.E(), "2.71828182845904523536028747135266249775724709369995957496696763"},
		{"sqrt2", p.Sqrt(n(2)), "1.41421356237309504880168872420969807856967187537694807317667974"},
		{"cbrt2", p.Root(n(2), 3), "1.25992104989487316476721060727822835057025146470150798008197511"},
		{"cbrt-2", p.Root(n(-2), 3), "-1.25992104989487316476721060727822835057025146470150798008197511"},
		{"sin1", p.Sin(n(1)), "0.841470984807896506652502321630298999622563060798371065672751710"},
		{"cos1", p.Cos(n(1)), "0.540302305868139717400936607442976603732310420617922227670097255"},
		{"ln10", p.Log(n(10)), "2.30258509299404568401799145468436420760110148862877297603332790"},
		{"atan2", p.Atan(n(2)), "1.10714871779409050301706546017853704007004764540143264667653921"},
		{"10!", p.Factorial(10), "3628800"},
		{"gamma(1/2)", p.Gamma(FromFloat(0.5)), "1.77245385090551602729816748334114518279754945612238712821380779"},
		{"gamma(-1/2)", p.Gamma(FromFloat(-0.5)), "-3.54490770181103205459633496668229036559509891224477425642761558"},
	} {
		t.Run(c.name, func(t *testing.T) { near(t, c.got, c.want) })
	}
}

func TestDisjointIsRelative(t *testing.T) {
	const p = Prec(128)
	a := p.PowInt(FromInt64(2), -99)
	b := p.PowInt(FromInt64(2), -98)
	require.True(t, Disjoint(a, b), "1/2^99 is not 1/2^98")
	require.False(t, p.Close(a, b))
}

func TestFarSummandsCostNothing(t *testing.T) {
	const p = Prec(128)
	huge := Real{mid: new(big.Float).SetMantExp(big.NewFloat(0.5), 1<<30)}
	s := p.Add(huge, FromInt64(1))
	require.True(t, s.Known())
	require.True(t, s.Faint(), "the one is not seen any more")
	require.False(t, p.Close(s, huge))
	require.False(t, p.Add(s, huge.Neg()).Exact())
}

func TestFaintSummandIsNotEquality(t *testing.T) {
	const p = Prec(256)
	x := p.Sqrt(FromInt64(2))
	for name, hidden := range map[string]Real{
		"exp(-1000)":   p.Exp(FromInt64(-1000)),
		"2^-300":       p.PowInt(FromInt64(2), -300),
		"1/300!":       p.Quo(FromInt64(1), p.Factorial(300)),
		"1-tanh(1000)": p.Sub(FromInt64(1), p.Tanh(FromInt64(1000))),
	} {
		require.False(t, p.Close(x, p.Add(x, hidden)), name)
	}
	small := p.PowInt(FromInt64(10), -60)
	one := FromInt64(1)
	require.False(t, p.Close(one, p.Cos(small)))
	require.False(t, p.Close(one, p.Exp(p.Mul(small, small))))
	require.False(t, p.Close(small, p.Sin(small)))
	require.False(t, p.Close(small, p.Atan(small)))
	require.False(t, p.Close(small, p.Tanh(small)))
	require.False(t, p.Close(one, p.Tanh(FromInt64(1000))))
}

func TestNoInformation(t *testing.T) {
	const p = Prec(128)
	zero := p.Sin(p.Pi())
	require.True(t, zero.Known())
	require.Zero(t, zero.Sign())
	for name, x := range map[string]Real{
		"1/0":             p.Quo(FromInt64(1), zero),
		"log of zero":     p.Log(zero),
		"log of -1":       p.Log(FromInt64(-1)),
		"sqrt of -1":      p.Sqrt(FromInt64(-1)),
		"asin of 2":       p.Asin(FromInt64(2)),
		"exp overflow":    p.Exp(p.PowInt(FromInt64(10), 12)),
		"mul overflow":    p.Mul(p.PowInt(FromInt64(2), 1<<30), p.PowInt(FromInt64(2), 3<<29)),
		"gamma at a pole": p.Gamma(FromInt64(-2)),
		"infinity":        FromFloat(math.Inf(1)),
		"0^0":             p.PowInt(FromInt64(0), 0),
	} {
		require.False(t, x.Known(), name)
		require.False(t, p.Add(x, FromInt64(1)).Known(), "no information is infectious: %s", name)
	}
}

func TestFloor(t *testing.T) {
	const p = Prec(128)
	for _, c := range []struct {
		x    Real
		want int64
	}{{p.Pi(), 3}, {p.Pi().Neg(), -4}, {FromInt64(7), 7}, {FromInt64(-7), -7}, {FromFloat(-0.5), -1}} {
		n, ok := c.x.Floor()
		require.True(t, ok)
		require.Equal(t, c.want, n.Int64())
	}
	_, ok := p.Add(FromInt64(2), p.Sin(p.Pi())).Floor()
	require.False(t, ok, "a ball around an integer has no floor")
}

func TestComplexIdentities(t *testing.T) {
	const p = Prec(192)
	i := Complex{FromInt64(0), FromInt64(1)}
	minusOne := FromReal(FromInt64(-1))
	e := p.ExpC(Complex{FromInt64(0), p.Pi()})
	require.False(t, DisjointC(e, minusOne))
	require.False(t, DisjointC(p.MulC(i, i), minusOne))
	require.True(t, p.CloseC(i, p.SqrtC(minusOne)))
	require.True(t, p.Sqrt(FromInt64(9)).Exact())
	require.True(t, p.Root(FromInt64(-27), 3).Exact())
	// i^i = e^(-pi/2)
	ii := p.PowC(i, i)
	require.True(t, p.CloseC(ii, FromReal(p.Exp(p.Pi().Shift(-1).Neg()))))
	z := Complex{FromInt64(3), FromInt64(-4)}
	require.True(t, p.Close(p.AbsC(z), FromInt64(5)))
	require.True(t, p.CloseC(p.SqrtC(z), Complex{FromInt64(2), FromInt64(-1)}))
	require.True(t, p.CloseC(p.PowIntC(z, 3), p.MulC(z, p.MulC(z, z))))
	require.True(t, p.CloseC(p.SinC(p.AsinC(z)), z))
	require.True(t, p.CloseC(p.CosC(p.AcosC(z)), z))
}

// TestExpOfAWideBall holds the bound where the midpoint is too small to see and
// the radius is not small at all.
func TestExpOfAWideBall(t *testing.T) {
	const p = Prec(128)
	for _, mid := range []Real{{mid: new(big.Float)}, p.PowInt(FromInt64(10), -60)} {
		for _, reach := range []int64{1, 3, 20} {
			x := Real{mid: mid.mid, rad: magFloat(float64(reach))}
			z := p.Exp(x)
			require.True(t, z.Known())
			end := p.Exp(FromInt64(reach))
			require.Zero(t, p.Sub(z, end).Sign(), "e^(%v ± %d) does not reach e^%d", mid.mid, reach, reach)
		}
	}
}
