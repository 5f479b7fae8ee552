package num

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// edges are drawn often: sums and products of them leave int64.
var edges = []int64{0, 1, -1, 2, 3, 10, 1 << 31, 1<<31 - 1, 1 << 32, 1 << 62, math.MaxInt64, -math.MaxInt64, math.MinInt64, 999999999999999999}

// TestSmallMeetsBig: arithmetic without pointers gives what big.Rat gives.
func TestSmallMeetsBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.OneOf(rapid.SampledFrom(edges), rapid.Int64(), rapid.Int64Range(-100, 100))
		value := func(name string) (Value, *big.Rat) {
			p := whole.Draw(t, name)
			switch rapid.IntRange(0, 2).Draw(t, name+" form") {
			case 0:
				return FromInt(p), new(big.Rat).SetInt64(p)
			case 1:
				q := whole.Filter(func(q int64) bool { return q != 0 }).Draw(t, name+" over")
				return FromFrac(p, q), new(big.Rat).SetFrac(big.NewInt(p), big.NewInt(q))
			}
			e := rapid.Int32Range(-25, 25).Draw(t, name+" exponent")
			v := fromDecimal(big.NewInt(p), e, 1)
			r := new(big.Rat).SetInt64(p)
			ten := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(abs64(int64(e))), nil))
			if e < 0 {
				ten.Inv(ten)
			}
			return v, r.Mul(r, ten)
		}
		a, x := value("a")
		b, y := value("b")
		same := func(v Value, ok bool, want *big.Rat) {
			require.True(t, ok)
			got, ok := v.Rat()
			require.True(t, ok)
			require.Zero(t, got.Cmp(want), "%s, not %s", got, want)
			require.Equal(t, want.RatString(), v.String())
			require.Equal(t, want.Sign(), v.Sign())
			require.Equal(t, want.IsInt(), v.IsInt())
		}
		same(a, true, x)
		same(a.Neg(), true, new(big.Rat).Neg(x))
		exact, ok := a.Exact()
		same(exact, ok, x)
		sum, ok := Add(a, b)
		same(sum, ok, new(big.Rat).Add(x, y))
		product, ok := Mul(a, b)
		same(product, ok, new(big.Rat).Mul(x, y))
		if y.Sign() != 0 {
			quotient, ok := Quo(a, b)
			same(quotient, ok, new(big.Rat).Quo(x, y))
		}
		order, ok := Cmp(a, b)
		require.True(t, ok)
		require.Equal(t, x.Cmp(y), order)
		if n := rapid.Int64Range(-5, 70).Draw(t, "n"); n >= 0 || x.Sign() != 0 {
			power, ok := Pow(a, n)
			want := new(big.Rat).SetInt64(1)
			for range abs64(n) {
				want.Mul(want, x)
			}
			if n < 0 {
				want.Inv(want)
			}
			same(power, ok, want)
		}
	})
}
