package mathcheck

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestOrdinaryNeedsNoRespelling: what is passed over without a look has none
// of the spellings that would be written anew.
func TestOrdinaryNeedsNoRespelling(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	require.NoError(t, err)
	ordinaries := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		for line := range strings.Lines(string(data)) {
			_, text, _ := strings.Cut(strings.TrimSpace(line), " ")
			s := unwrap(text)
			if len(s) > respellBytes || !ordinary(s) {
				continue
			}
			ordinaries++
			r, ok := respelling(s)
			require.False(t, ok, "%q is written %q", s, r)
		}
	}
	require.Greater(t, ordinaries, 1000)
	for _, s := range []string{"3h30", "R - {0}", "{x|x>2}", "3 x 10^5", "3{,}5", "twelve", `5\text{ m}`, "0.3 repeating", "3e°", "2;3", "US$5", "^7/_8"} {
		require.False(t, ordinary(s), s)
	}
}

// TestOrdinaryTextsOfAnyKindNeedNoRespelling draws texts from the pieces of
// which answers are made.
func TestOrdinaryTextsOfAnyKindNeedNoRespelling(t *testing.T) {
	pieces := []string{
		"0", "1", "10", "3", "30", "2020", "x", "k", "n", "h", "R", "N", "Z", "A", "e", "in", "of", " ", "  ", ",", ", ", ".", "-", "+", "^", "^{", "_", "(", ")", "[", "]", "{", "}", "|", ":", ";", "=", "<", ">", "/", "!", "*", "$", "'", "°", "²",
		`\frac{`, `\sqrt`, `\left(`, `\right)`, `\in`, `\circ`, `\angle`, `\text{`, `\mathbb{Z}`, `\%`, "∈", " or ", "three", "degrees", "repeating", "USD", "10^5", "x 10^",
	}
	for _, c := range ordinaryCommands {
		pieces = append(pieces, `\`+c)
	}
	text := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 10)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(text.Draw(t, "pieces"), "")
		if ordinary(s) {
			r, ok := respelling(s)
			require.False(t, ok, "%q is written %q", s, r)
		}
	})
}
