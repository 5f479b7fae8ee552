package clip

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	for _, tc := range []struct {
		name, in string
		n        int
		want     string
	}{
		{"empty", "", 0, ""},
		{"as long as allowed", "abc", 3, "abc"},
		{"one byte more", "abcd", 3, "abc..."},
		{"nothing left", "abcd", 0, "..."},
		{"a rune is not cut", "aé", 2, "a..."},
		{"a rune that just fits", "aéb", 3, "aé..."},
		{"a rune longer than allowed", "\U0001F600", 3, "..."},
		{"not UTF-8", "\x80\x80\x80", 2, "..."},
	} {
		require.Equal(t, tc.want, Text(tc.in, tc.n), tc.name)
	}
}

// TestLaws: a clipped text begins as the text does, within the bound, and text
// that was UTF-8 stays so.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		n := rapid.IntRange(0, len(s)+2).Draw(t, "n")
		got := Text(s, n)
		require.True(t, utf8.ValidString(got))
		if head, cut := strings.CutSuffix(got, "..."); cut && len(s) > n {
			require.LessOrEqual(t, len(head), n)
			require.Greater(t, len(head), n-utf8.UTFMax)
			require.True(t, strings.HasPrefix(s, head))
		} else {
			require.Equal(t, s, got)
		}
	})
}
