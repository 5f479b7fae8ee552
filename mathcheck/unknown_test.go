package mathcheck

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

// TestUnusableGolds: a gold that cannot be used is an error, unless the answer
// is the same text.
func TestUnusableGolds(t *testing.T) {
	for _, gold := range []string{"", "  ", "$$", `\frac{1}{2`, "(1,2", `\boxed{`, strings.Repeat("(", 20000) + "1", strings.Repeat("9", 100_000)} {
		_, err := Check(gold, "5")
		require.Error(t, err, "%.20q", gold)
		require.Equal(t, reward.KindGold, reward.KindOf(err), "%.20q", gold)
		_, err = ParseGold(gold)
		require.Error(t, err, "%.20q", gold)
	}
	v, err := Check(`\frac{1}{2`, `\frac{1}{2`)
	require.NoError(t, err)
	require.Equal(t, OutcomeEqual, v.Outcome)
	require.Equal(t, "text", v.Stage)
	_, err = CheckAny([]string{"", " "}, "5")
	require.Equal(t, reward.KindGold, reward.KindOf(err))
}

// TestAnswersBuyNothing: an answer too large or too strange to be judged is
// not equal, without an error, and costs a bounded number of steps.
func TestAnswersBuyNothing(t *testing.T) {
	for _, pred := range []string{
		strings.Repeat("9", 100_000), strings.Repeat("(", 100_000), strings.Repeat("{", 30_000) + "42" + strings.Repeat("}", 30_000),
		`\sum_{k=1}^{1000000000} k^k`, "100!!!!!!", strings.Repeat("2^", 5000) + "2", `\lcm(` + strings.Repeat("97,89,83,", 2000) + "1)",
		`\sum_{a=1}^{200}\sum_{b=1}^{200}\sum_{c=1}^{200} a^b c`, "((x+1)^{100}+1)^{100}", strings.Repeat(`\sqrt{2+`, 2000) + "1" + strings.Repeat("}", 2000),
		strings.Repeat("apple ", 10_000), strings.Repeat("1,", 30_000), strings.Repeat("-", 10_000) + "1",
		strings.Repeat("x_", 10_000) + "x", strings.Repeat("a b c d e ", 2000),
	} {
		for _, text := range []string{pred, `\boxed{` + pred + `}`} {
			v, err := Check("42", text)
			require.NoError(t, err, "%.30q", text)
			require.NotEqual(t, OutcomeEqual, v.Outcome, "%.30q", text)
			require.Zero(t, v.Credit)
			require.NotEmpty(t, v.Reason)
		}
	}
}

// TestNoValueBehindDepth: what has no value is found behind any depth of
// brackets, or the budget ends before anything is called equal. A search that
// gave up half way took the answer for one with a value.
func TestNoValueBehindDepth(t *testing.T) {
	for _, nest := range []struct{ open, shut string }{
		{`\frac{1}{1+`, "}"}, {`\ln(1+`, ")"}, {"2^{1+x-x+", "}"}, {`\sqrt[1+1]{1+`, "}"},
	} {
		for _, depth := range []int{1, 30, 100, 200, 300} {
			deep := strings.Repeat(nest.open, depth) + "x" + strings.Repeat(nest.shut, depth)
			for _, none := range []string{`\frac{y}{0}`, `\frac{1}{x-x}`, `\ln(0)`, `\frac{1}{\ln 1}`} {
				v, err := Check("42", "42+"+deep+"-"+deep+"+"+none+"-"+none)
				require.NoError(t, err)
				require.NotEqual(t, OutcomeEqual, v.Outcome, "%s behind %d times %s", none, depth, nest.open)
			}
			if depth <= 100 {
				v, err := Check("42", "42+"+deep+"-"+deep)
				require.NoError(t, err)
				require.Equal(t, OutcomeEqual, v.Outcome, "%d times %s", depth, nest.open)
			}
		}
	}
}

// TestAdmitted: what DESIGN promises to admit is judged, not refused.
func TestAdmitted(t *testing.T) {
	digits := strings.Repeat("7", 10_000)
	terms := strings.Repeat("+x-x", 1_000)
	for _, c := range [][2]string{
		{digits, digits[:5000] + digits[:5000]}, {"42", "42" + terms}, {"42", strings.Repeat("(", 500) + "42" + strings.Repeat(")", 500)},
		{"42", strings.Repeat(`\boxed{`, 500) + "42" + strings.Repeat("}", 500)}, {"1", strings.Repeat(`\sqrt{`, 500) + "1" + strings.Repeat("}", 500)},
	} {
		v, err := Check(c[0], c[1])
		require.NoError(t, err)
		require.Equal(t, OutcomeEqual, v.Outcome, "%.30q: %s", c[1], v.Reason)
	}
	v, err := Check(digits, digits[1:]+"8")
	require.NoError(t, err)
	require.Equal(t, OutcomeDifferent, v.Outcome)
}

// TestWhoseFault: an unknown is the gold's fault only where the gold alone is
// beyond the engines.
func TestWhoseFault(t *testing.T) {
	_, err := Check(`\gcd(\pi^{\pi}, e^{e})`, "1")
	require.Equal(t, reward.KindGold, reward.KindOf(err))
	v, err := Check("1", `\gcd(\pi^{\pi}, e^{e})`)
	require.NoError(t, err)
	require.Equal(t, OutcomeUnknown, v.Outcome)
	require.Zero(t, v.Credit)
}

// TestSymmetric: where no convention prefers the gold's side, the order of the
// two does not matter.
func TestSymmetric(t *testing.T) {
	for _, c := range [][2]string{
		{"1/2", "0.5"}, {"x+1", "1+x"}, {`\sqrt{12}`, `2\sqrt3`}, {`\{1,2\}`, `\{2,1\}`}, {"(1,2)", "(2,1)"}, {"[1,2)", `1\le x<2`},
		{"x^2+y^2=1", "2x^2+2y^2=2"}, {"5 km", "5000 m"}, {"25\\%", "25"}, {"2:3", "4:6"}, {"3", "4"}, {"x", "y"}, {`\pi`, "e"},
	} {
		a, err := Equal(c[0], c[1])
		require.NoError(t, err)
		b, err := Equal(c[1], c[0])
		require.NoError(t, err)
		require.Equal(t, a.Outcome, b.Outcome, "%q and %q", c[0], c[1])
	}
}

// TestComputedWithInfinity: what is computed with infinity has no value that could
// differ from another's; infinity by itself does.
func TestComputedWithInfinity(t *testing.T) {
	for _, c := range []struct {
		gold, pred string
		want       Outcome
	}{
		{`\infty`, `\infty+1`, OutcomeUnknown},
		{"5", `\infty+1`, OutcomeUnknown},
		{`\infty`, `-\infty`, OutcomeDifferent},
		{"5", `\infty`, OutcomeDifferent},
		{`\infty`, `+\infty`, OutcomeEqual},
	} {
		v, err := Check(c.gold, c.pred)
		require.NoError(t, err)
		require.Equal(t, c.want, v.Outcome, "%s, %s", c.gold, c.pred)
	}
}
