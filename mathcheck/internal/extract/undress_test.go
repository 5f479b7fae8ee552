package extract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestUndressed: a text that Undress passes over is one that it would have left
// as it is.
func TestUndressed(t *testing.T) {
	piece := rapid.SampledFrom([]string{"1", "x", "é", " ", ".", "..", ",", ";", "。", "{", "}", "}", "*", "**", "_", "__", "`", "```", "'", `"`, "“", "”", "«", "»", "$", "$$", `\(`, `\)`, `\[`, `\]`, `\;`, `\right.`, `\begin{equation}`, `\end{equation}`, `\begin{equation*}`, `\end{equation*}`})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(piece, 0, 7).Draw(t, "pieces"), "")
		if undressed(s) {
			require.Equal(t, s, Undress(" "+s), "a blank in front has it looked at")
		}
	})
	for in, want := range map[string]string{"**x**": "x", "*x*": "x", "$$x$$.": "x", "\\begin{equation}x\\end{equation}": "x", "x": "x", "12}": "12}"} {
		require.Equal(t, want, Undress(in))
	}
}
