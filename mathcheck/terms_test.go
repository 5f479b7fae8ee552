package mathcheck_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/mathcheck"
)

// TestTwoThousandTerms: sums of that length are within every budget, also when
// the answer writes them in another order.
func TestTwoThousandTerms(t *testing.T) {
	for name, format := range map[string]string{"powers": "x^{%d}", "radicals": `\sqrt{%d}`, "numbers": "%d"} {
		t.Run(name, func(t *testing.T) {
			terms := make([]string, 2000)
			for i := range terms {
				terms[i] = fmt.Sprintf(format, i+2)
			}
			gold := strings.Join(terms, "+")
			slices.Reverse(terms)
			v, err := mathcheck.Check(gold, strings.Join(terms, "+"))
			require.NoError(t, err)
			require.Equal(t, mathcheck.OutcomeEqual, v.Outcome)
		})
	}
}

// TestTwoThousandTermsApart: one term off in a long sum is a different
// answer, and no fault of the gold; so is a number or a hostile text.
func TestTwoThousandTermsApart(t *testing.T) {
	for name, format := range map[string]string{"powers": "%[2]dx^{%[1]d}", "radicals": `\sqrt{%[1]d}`} {
		t.Run(name, func(t *testing.T) {
			terms := make([]string, 2000)
			for i := range terms {
				terms[i] = fmt.Sprintf(format, i+2, 7*i+3)
			}
			gold := strings.Join(terms, "+")
			terms[1234] = fmt.Sprintf(format, 2003, 5)
			slices.Reverse(terms)
			for _, pred := range []string{strings.Join(terms, "+"), "5"} {
				v, err := mathcheck.Check(gold, pred)
				require.NoError(t, err)
				require.Equal(t, mathcheck.OutcomeDifferent, v.Outcome)
			}
			v, err := mathcheck.Check(gold, strings.Repeat("1e1", 6000))
			require.NoError(t, err)
			require.NotEqual(t, mathcheck.OutcomeEqual, v.Outcome)
		})
	}
}

// TestThousandFractions: a long sum of fractions is added up, in any order.
func TestThousandFractions(t *testing.T) {
	terms := make([]string, 1000)
	for i := range terms {
		terms[i] = fmt.Sprintf(`\frac{1}{%d}`, i+1)
	}
	gold := strings.Join(terms, "+")
	slices.Reverse(terms)
	v, err := mathcheck.Check(gold, strings.Join(terms, "+"))
	require.NoError(t, err)
	require.Equal(t, mathcheck.OutcomeEqual, v.Outcome)
	terms[500] = `\frac{1}{1001}`
	v, err = mathcheck.Check(gold, strings.Join(terms, "+"))
	require.NoError(t, err)
	require.Equal(t, mathcheck.OutcomeDifferent, v.Outcome)
}

// TestTwoThousandCoefficients: sums of roots that differ in all coefficients or
// in one are told apart within the budget.
func TestTwoThousandCoefficients(t *testing.T) {
	sum := func(coefficient func(i int) int) string {
		terms := make([]string, 2000)
		for i := range terms {
			terms[i] = fmt.Sprintf(`%d\sqrt{%d}`, coefficient(i), i+2)
		}
		return strings.Join(terms, "+")
	}
	gold := sum(func(i int) int { return i%13 + 1 })
	for name, other := range map[string]string{
		"all": sum(func(i int) int { return i%11 + 1 }),
		"one": sum(func(i int) int { return i%13 + 1 + i/1999 }),
	} {
		t.Run(name, func(t *testing.T) {
			v, err := mathcheck.Check(gold, other)
			require.NoError(t, err)
			require.Equal(t, mathcheck.OutcomeDifferent, v.Outcome, v.Reason)
		})
	}
}

// TestRootsInRoots: what a chain of 600 roots or logarithms costs is bounded
// by the budget, whatever is asked of its form.
func TestRootsInRoots(t *testing.T) {
	for _, command := range []string{`\sqrt`, `\ln`} {
		v, err := mathcheck.Check("5", strings.Repeat(command+"{", 600)+"5"+strings.Repeat("}", 600))
		require.NoError(t, err)
		require.NotEqual(t, mathcheck.OutcomeEqual, v.Outcome)
	}
}
