package num

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestScaled holds Scaled against big.Rat, which finds lowest terms by a
// common divisor.
func TestScaled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 1, 200).Draw(t, "c"))
		c.Mul(c, new(big.Int).Exp(big.NewInt(5), big.NewInt(rapid.Int64Range(0, 500).Draw(t, "fives")), nil))
		c.Lsh(c, rapid.UintRange(0, 500).Draw(t, "twos"))
		if rapid.Bool().Draw(t, "negative") {
			c.Neg(c)
		}
		e := rapid.Int64Range(-700, 50).Draw(t, "e")
		ten := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(abs64(e)), nil))
		want := new(big.Rat).SetInt(c)
		if e < 0 {
			want.Quo(want, ten)
		} else {
			want.Mul(want, ten)
		}
		got := Scaled(c, e)
		require.Equal(t, want.String(), got.String())
		require.Equal(t, want.IsInt(), got.IsInt())
	})
}
