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
