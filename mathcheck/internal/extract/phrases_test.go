package extract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// scrap draws a text of pieces from the words around answers, in odd letter
// cases, so that phrases and near misses are common.
func scrap(words []string) *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom(words),
		rapid.SampledFrom([]string{" ", "the answer", " is ", ": $", `\(`, "5", "n", "'", "\n", "（", "Final Answer:** $", "是", "и", "I"}),
		rapid.StringMatching(`[a-zA-Z ]{0,3}`),
	)
	odd := rapid.Custom(func(t *rapid.T) string {
		s := piece.Draw(t, "piece")
		switch rapid.IntRange(0, 3).Draw(t, "case") {
		case 0:
			return strings.ToUpper(s)
		case 1:
			return strings.ToTitle(s[:len(s)/2]) + s[len(s)/2:]
		}
		return s
	})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(odd, 0, 8).Draw(t, "pieces"), "")
	})
}

// TestPhrasesAreFoundInOnePass compares the search with one for each phrase.
func TestPhrasesAreFoundInOnePass(t *testing.T) {
	texts := scrap(deniedWords)
	rapid.Check(t, func(t *rapid.T) {
		s := texts.Draw(t, "text")
		want := false
		for _, w := range deniedWords {
			for i := range s {
				want = want || hasFold(s[i:], w)
			}
		}
		require.Equal(t, want, denials.in(s), "%q", s)
	})
}

// TestNothingIsDeniedWithoutAPhrase: where none of the phrases stands, the
// expression for a denial has nothing to find.
func TestNothingIsDeniedWithoutAPhrase(t *testing.T) {
	texts := scrap(deniedWords)
	rapid.Check(t, func(t *rapid.T) {
		s := texts.Draw(t, "text")
		if deniedBefore.MatchString(s) {
			require.True(t, denials.in(s), "%q", s)
		}
	})
}

// TestJoinWordsBeginAsTheirTableSays: a byte that opens no entry of the table
// begins no joiner, whatever follows.
func TestJoinWordsBeginAsTheirTableSays(t *testing.T) {
	list := make([]string, len(joinWords))
	for i, w := range joinWords {
		list[i] = w.text
	}
	texts := scrap(list)
	rapid.Check(t, func(t *rapid.T) {
		s := texts.Draw(t, "text")
		if s == "" || joinOpenings.mayOpen(s[0]) {
			return
		}
		for _, w := range joinWords {
			require.False(t, hasFold(s, w.text), "%q begins with %q", s, w.text)
		}
	})
}
