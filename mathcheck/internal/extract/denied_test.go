package extract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/mathcheck/internal/words"
)

// TestDisownmentsPassNothingOver: a text that holds none of the words gives the
// answer behind it as nobody else's.
func TestDisownmentsPassNothingOver(t *testing.T) {
	pieces := append(strings.Fields("he someone students says answered withdraw ignore don't never not"), "I", "please", "so", "do", "don", "the answer", "would", " ", ", ", "$", "(", `\text{`, "T", "3")
	list := rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8)
	rapid.Check(t, func(t *rapid.T) {
		lead := strings.Join(list.Draw(t, "words"), rapid.SampledFrom([]string{" ", ""}).Draw(t, "between"))
		if !words.MayDisown(lead) {
			require.False(t, words.Disowns(maskMaths(lead)), "%q", lead)
		}
	})
}
