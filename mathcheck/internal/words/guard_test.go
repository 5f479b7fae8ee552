package words

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// scrap draws texts of the pieces that numbers, dates and formulas are made of.
func scrap() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"1", "12", "2024", "-", "/", ".", " ", ":", ",", "(", ")", "[", "^", "~", "$", `\frac`, `\sqrt`, `\infty`, `\in`, `\inft`, `\quad`, `\ `, `\{`, `\text`, `\left`, `\mathbb`, "{", "}", "x", "y", "a",
		"half", "twelve", "twenty", "hundred", "minus", "point", "and", "third", "May", "monday", "th", "\"", "'", "é", "三", "月",
	})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 7).Draw(t, "pieces"), "")
	})
}

// TestGuardsPassNothingOver: what a reader is not asked about, it could not read.
func TestGuardsPassNothingOver(t *testing.T) {
	texts := scrap()
	rapid.Check(t, func(t *rapid.T) {
		raw := texts.Draw(t, "text")
		if r := Read(raw); Formula(raw) {
			_, isDate := r.Date()
			_, isRoman := Roman(raw)
			require.False(t, r.Named() || r.IsClock() || isDate || isRoman, "%q is a formula", raw)
		}
		s := Plain(raw)
		if !mayCount(s) {
			_, ok := spelled(s)
			require.False(t, ok, "%q is a number", s)
		}
		r := Read(s)
		if !r.named && !figured(r.lower) {
			_, ok := r.anyDate()
			require.False(t, ok, "%q is a date", s)
		}
		if r.named {
			return
		}
		folded := Reading{text: r.text, plain: r.plain, lower: r.lower, fold: foldPlain(r.lower), named: true}
		_, isBool := folded.Bool()
		_, isName := folded.Name()
		_, isDay := folded.Weekday()
		_, isMonth := folded.Month()
		_, isRoman := Roman(s)
		require.False(t, isBool || isName || isDay || isMonth || isRoman, "%q is a word", s)
	})
}

// TestUndressed: a text that Plain passes over is its own Plain.
func TestUndressed(t *testing.T) {
	texts := scrap()
	rapid.Check(t, func(t *rapid.T) {
		s := texts.Draw(t, "text")
		if undressed(s) {
			require.Equal(t, s, Plain("\u200b"+s), "an invisible character has it looked at")
		}
	})
	for c := range byte(0x80) {
		for d := range byte(0x80) {
			s := string([]byte{'x', c, d, 'y'})
			if undressed(s) {
				require.Equal(t, s, Plain("\u200b"+s))
			}
		}
	}
}
