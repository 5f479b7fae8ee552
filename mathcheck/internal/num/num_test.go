package num

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in, want string
		kind     Kind
		digits   int
	}{
		{"0", "0", Integer, 1}, {"42", "42", Integer, 2}, {"007", "7", Integer, 1}, {"1.50", "3/2", Decimal, 3},
		{".5", "1/2", Decimal, 1}, {"0.0050", "1/200", Decimal, 2}, {"1e3", "1000", Decimal, 1}, {"2.5E-2", "1/40", Decimal, 2},
		{"1e999999999", "1e999999999", Decimal, 1}, {"123456789012345678901", "123456789012345678901", Integer, 21},
	} {
		v, ok := Parse(c.in)
		require.True(t, ok, c.in)
		require.Equal(t, c.want, v.String(), c.in)
		require.Equal(t, c.kind, v.Kind(), c.in)
		require.Equal(t, c.digits, v.Digits(), c.in)
	}
	for _, in := range []string{"", ".", "1.2.3", "e5", "1e", "1e99999999999", "12a", strings.Repeat("9", MaxDigits+17)} {
		_, ok := Parse(in)
		require.False(t, ok, "%.20q", in)
	}
}

func TestParseRepeatingAndBases(t *testing.T) {
	v, ok := ParseRepeating("0", "1", "6")
	require.True(t, ok)
	require.Equal(t, "1/6", v.String())
	v, ok = ParseRepeating("", "", "9")
	require.True(t, ok)
	require.True(t, Equal(v, FromInt(1)))
	v, ok = ParseBase("ff", 16)
	require.True(t, ok)
	require.Equal(t, "255", v.String())
	_, ok = ParseBase("129", 8)
	require.False(t, ok)
}

func TestFarNumbersCompare(t *testing.T) {
	big, _ := Parse("1e999999999")
	bigger, _ := Parse("2e999999999")
	small, _ := Parse("1e-999999999")
	c, ok := Cmp(big, bigger)
	require.True(t, ok)
	require.Equal(t, -1, c)
	c, ok = Cmp(small, big)
	require.True(t, ok)
	require.Equal(t, -1, c)
	_, ok = big.Rat()
	require.False(t, ok, "too large to write out")
	_, ok = Pow(FromInt(10), 10_000_000)
	require.False(t, ok)
}

func TestLaws(t *testing.T) {
	frac := rapid.Custom(func(t *rapid.T) Value {
		return FromFrac(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "p"), rapid.Int64Range(1, 1<<40).Draw(t, "q"))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := frac.Draw(t, "a"), frac.Draw(t, "b")
		s1, _ := Add(a, b)
		s2, _ := Add(b, a)
		require.True(t, Equal(s1, s2))
		back, _ := Add(s1, b.Neg())
		require.True(t, Equal(back, a))
		if b.Sign() != 0 {
			q, ok := Quo(a, b)
			require.True(t, ok)
			p, _ := Mul(q, b)
			require.True(t, Equal(p, a))
		}
	})
}

func TestParsePlain(t *testing.T) {
	for in, want := range map[string]int64{"0": 0, "7": 7, "-7": -7, "1024": 1024, "999999999999999999": 1e18 - 1, "-999999999999999999": 1 - 1e18} {
		v, ok := ParsePlain(in)
		require.True(t, ok, in)
		require.Equal(t, want, v, in)
	}
	for _, in := range []string{"", "-", "-0", "07", "-07", "00", "+7", "--7", "7 ", "7.", "7.0", "7a", "1000000000000000000", "−7", "７"} {
		_, ok := ParsePlain(in)
		require.False(t, ok, in)
	}
}
