package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestClosing: what is passed over without reading says nothing when it is read.
func TestClosing(t *testing.T) {
	for _, head := range []string{"$. ", "$ ", ". ", "$$. ", " "} {
		s := `So the final answer is: $\boxed{5}` + head + closing
		to := len(s) - len(head) - len(closing)
		require.True(t, closed(s[to:]), "%q", head)
		for _, inMaths := range []string{"", "$"} {
			read := tail{v: view{text: s}, value: "5"}
			read.read(to, len(s), true, inMaths)
			require.Empty(t, read.rivals, "%q", head)
			require.Empty(t, read.open.Rule+read.gone.Rule, "%q", head)
		}
	}
	for _, s := range []string{"$. No. " + closing, "$. Or 6. " + closing, "$. I hope it is.", "? " + closing} {
		require.False(t, closed(s), "%q", s)
	}
}
