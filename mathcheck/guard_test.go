package mathcheck

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// dressed draws texts of the pieces that answers are dressed in.
func dressed() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"1", "12", "x", "a b", " ", "  ", "\n", ".", "..", `\.`, ",", "。", "$", "$$", `\(`, `\)`, `\[`, `\]`, "**", "`", `"`, "~", "−", "\u00a0", "\u200b", "\ufeff",
		"{", "}", `\text{`, `\mathrm{5 m}`, `\textbf{3 apples}`, `\text{.}`, `\right.`, `\left(`, `\right)`, `\leftarrow`, `\rightarrow`, `\le`, `\ri`, `\dfrac`, `\tfrac`, `\d`, `\t`, `\!`, `\,`, `\;`, `\:`, `\$`, `\%`, `\`, `\frac{1}{2}`, "é",
	})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 7).Draw(t, "pieces"), "")
	})
}

// TestDressGuards: a text that is passed over without a look is one that the
// look would have left as it is.
func TestDressGuards(t *testing.T) {
	texts := dressed()
	passed := 0
	rapid.Check(t, func(t *rapid.T) {
		s := texts.Draw(t, "text")
		if undressed(s) {
			passed++
			require.Equal(t, s, unwrap(" "+s), "a blank in front has it looked at")
		}
		if !respelled(s) {
			require.Equal(t, s, spellings.Replace(s))
		}
		once := unwrap(s)
		require.Equal(t, once, unwrap(once), "unwrapped twice")
		plain := plainText(s)
		require.Equal(t, plain, plainText(" "+s+" "), "blanks around it")
	})
	require.Positive(t, passed)
}

// TestKeyOptionGuard: whatever its expression takes for the mark of a key passes
// the bytes that are looked at first.
func TestKeyOptionGuard(t *testing.T) {
	piece := rapid.SampledFrom([]string{" ", "\n", "\t", "\v", `\text`, `\textbf`, `\mathrm`, "{", "(", "A", "C", ")", "}", "~", `\ `, `\quad`, "12", "x", `\frac{1}{2}`, "\u00a0"})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(piece, 0, 10).Draw(t, "pieces"), "")
		if !boldMark.MatchString(s) {
			return
		}
		head := strings.TrimLeft(s, " \t\n\f\r")
		require.True(t, head != "" && head[0] == '\\' && strings.Contains(head, "("), "%q", s)
	})
	for _, s := range []string{`\textbf{(C) }12`, " \n\\text{(B)} x", `\mathrm { (A)\ }~5`} {
		letter, text, ok := keyOption(s, "ABCDE")
		require.True(t, ok, s)
		require.NotEmpty(t, letter+text)
	}
}

// TestFormGuards: what one of the expressions of respellForm reads is never
// passed over for its first or last byte, or for a mark it lacks.
func TestFormGuards(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"36", "5", "0.", ".", "3", "-", "[", ";", ",", "]", " ", "repeating", "Recurring", "(", ")", "USD", "Rs.", "Rs", "HK$", "R", "ℝ", `\`, "−", "{", "}", "0", "k", "is an integer", "for any integer", "整数", "其中", "为",
		"°", "′", "″", "'", `"`, `^\circ`, `^{\circ}`, `^{\prime}`, "A=", `\angle`, "∠", `\pi`, "60°", " degrees", " minutes", " and", "1,250",
	})
	forms := []*regexp.Regexp{polarForm, continuedFraction, repeatingWord, moneyCode, realsWithout, integerWords}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(piece, 1, 9).Draw(t, "pieces"), "")
		if _, ok := respellForm(s); ok {
			return
		}
		for i, form := range forms {
			m := form.FindStringSubmatch(s)
			switch {
			case m == nil:
			case form == polarForm && !hasDigit(m[1]):
			case form == continuedFraction && strings.Contains(strings.NewReplacer(" ", "", "0", "").Replace(s)+",", ",,"): // a term is 0
			case form == continuedFraction:
				t.Fatalf("%q is a continued fraction", s)
			case form == integerWords:
				index, head := m[2]+m[3]+m[4], leadIn.ReplaceAllString(m[1], "")
				require.False(t, strings.Contains(head, index) && hasDigit(head), "%q declares a parameter", s)
			default:
				t.Fatalf("%q is read by expression %d and passed over", s, i)
			}
		}
		if m := arcMinutes.FindStringSubmatch(arcSigns.Replace(s)); m != nil && m[4]+m[5] != "" {
			_, ok := arc(m)
			require.False(t, ok, "%q is an angle in minutes", s)
		}
	})
	for _, s := range []string{
		`36°52′`, `36^\circ 52'`, `2\angle 60°`, "2∠π", "[2; 3, 4]", "0.3 repeating", "0.3 (repeating)", ".3 (Recurring)", "USD 1,250", "USD 1,250.", "Rs. 500,", "HK$5",
		`R \ {0}`, "R - {0}", "ℝ−{0}", "2k+1 where k is an integer", "2k+1 (k为整数)", "2k, for any Integer k",
	} {
		_, ok := respellForm(s)
		require.True(t, ok, s)
	}
}
