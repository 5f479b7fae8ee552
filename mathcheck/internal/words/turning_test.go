package words

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTurns holds the table to what its readers rest on: lower case, each entry
// in one row, longer phrases before the words they begin with.
func TestTurns(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range turns {
		for _, w := range row.words {
			require.Equal(t, strings.ToLower(w), w)
			require.False(t, seen[w], "%q stands twice", w)
			seen[w] = true
		}
	}
	for _, column := range []Use{Offers, RatherThan, ButRather} {
		list := Listed(column)
		for i, w := range list {
			for _, earlier := range list[:i] {
				require.False(t, strings.HasPrefix(w, earlier+" "), "%q hides %q", earlier, w)
			}
		}
	}
	require.Contains(t, Listed(Negates), "not")
	require.True(t, is("не", denier) && !is("не", fault))
	require.Subset(t, listedIn(before, signs), []string{"√", "^"})
	require.NotContains(t, listedIn(before, ideographs), "half")
}
