package text_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/text"
)

// The tests of this file hold the values that the originals' own test suites
// expect of them. Where an original's value is left out, the comment says why.

func TestOriginalRepetitionOfOpenR1(t *testing.T) {
	for _, tt := range []struct {
		n       int
		penalty float64
		text    string
		want    float64
	}{
		{2, -1, "this is a test sentence", 0}, {2, -1, "this this this this this", -0.75}, {2, -1, "this is a this is a test", -1.0 / 3},
		{3, -0.5, "this is a test", 0}, {3, -0.5, "test test test test", -0.25}, {2, -1, "", 0}, {3, -2, "this is a this is a test", -0.4},
		{2, -1, "This is A Test", 0}, {2, -1, "this IS a test", 0}, {3, -1, "word", 0}, {3, -1, "two words", 0}, {3, -1, "three different words", 0},
		{3, -1, "word word word word", -0.5}, {3, -1, "one two one two", 0}, {3, -0.5, "A B C A B", 0}, {3, -1, "A B C A B C", -0.25},
		{3, -1, "A B C A B C E F G A B C A B C", -0.3846}, {3, -1, "A B C D E F G H I J K L", 0},
	} {
		r := reward.Must(text.Repetition(text.RepetitionOptions{N: tt.n, Penalty: tt.penalty}))
		require.InDelta(t, tt.want, value(t, r, sample(tt.text)), 1e-4, tt.text)
	}
	_, err := text.Repetition(text.RepetitionOptions{N: 2, Penalty: 1})
	require.Error(t, err)
}

func TestOriginalReasoningStepsOfOpenR1(t *testing.T) {
	checkGoldens(t, reward.Must(text.ReasoningSteps(text.ReasoningStepsOptions{})), []golden{
		{"Step 1: First step\nStep 2: Second step\nStep 3: Third step", "", 1},
		{"First, we do this.\nSecond, we do that.\nFinally, we conclude.", "", 1},
		{"Step 1: Only step", "", 1.0 / 3},
		{"First, we do this.\nFinally, we conclude.", "", 2.0 / 3},
		{"Just plain text without any clear steps", "", 0},
	})
}

// boxed compares boxed answers as text, which is all these tests need.
func boxed() reward.Reward {
	return reward.Must(text.Transform([]string{"boxed"}, reward.Must(text.Exact(text.ExactOptions{}))))
}

func TestOriginalCosineOfOpenR1(t *testing.T) {
	r := reward.Must(reward.CosineLength(reward.CosineLengthOptions{Max: 100, Unit: reward.UnitChars}, boxed()))
	for _, tt := range []struct {
		boxed  string
		length int
		want   float64
	}{
		{`\frac{63}{400}`, 22, 0.943}, {`\frac{63}{400}`, 80, 0.547}, {`\frac{64}{400}`, 22, -0.942}, {`\frac{64}{400}`, 80, -0.547},
	} {
		content := `\boxed{` + tt.boxed + `}`
		content += strings.Repeat(" ", tt.length-len(content))
		require.InDelta(t, tt.want, value(t, r, sample(content, `\frac{63}{400}`)), 5e-3)
	}
}

func TestOriginalCosineOfTRL(t *testing.T) {
	score := func(o reward.CosineLengthOptions, answer string, tokens int) float64 {
		s := sample(`\boxed{`+answer+`}`, "1/3")
		s.Tokens = tokens
		return value(t, reward.Must(reward.CosineLength(o, boxed())), s)
	}
	o := reward.CosineLengthOptions{Max: 100}
	for _, tt := range []struct {
		answer string
		tokens int
		want   float64
	}{
		{"1/3", 25, 0.92678}, {"1/3", 75, 0.57322}, {"1/2", 25, -0.92678}, {"1/2", 75, -0.57322}, {"1/3", 50, 0.75}, {"1/2", 50, -0.75},
		{"1/3", 100, 0.5}, {"1/2", 100, -0.5}, {"1/3", 200, 0.5}, {"1/2", 200, -0.5},
	} {
		require.InDelta(t, tt.want, score(o, tt.answer, tt.tokens), 1e-4, "%s %d", tt.answer, tt.tokens)
	}
	o.Correct = &reward.Ends{Short: 2, Long: 0}
	require.InDelta(t, 1, score(o, "1/3", 50), 1e-12)
}

func TestOriginalSoftOverlongOfTRL(t *testing.T) {
	r := reward.Must(reward.SoftOverlong(reward.SoftOverlongOptions{Max: 100, Cache: 20}))
	for tokens, want := range map[int]float64{50: 0, 110: -1, 90: -0.5} {
		s := sample("x")
		s.Tokens = tokens
		require.InDelta(t, want, value(t, r, s), 1e-12)
	}
}

// TestOriginalGSM8KOfVerl: the numbers of its data's own solutions. Left out:
// of several lines with "####" its strict method takes the first in older and
// the last in newer versions; we take the last.
func TestOriginalGSM8KOfVerl(t *testing.T) {
	strict, flexible := text.GSM8K(text.GSM8KOptions{}), text.GSM8K(text.GSM8KOptions{Flexible: true})
	solution := "Natalia sold 48/2 = <<48/2=24>>24 clips in May.\nNatalia sold 48+24 = <<48+24=72>>72 clips altogether in April and May.\n#### 72"
	checkGoldens(t, strict, []golden{{solution, "72", 1}, {solution, "24", 0}, {"The answer is 72", "72", 0}, {"#### 1,072", "1072", 1}, {"#### -72", "-72", 1}})
	checkGoldens(t, flexible, []golden{{solution, "72", 1}, {"The answer is 72", "72", 1}, {"72 . .", "72", 1}, {"nothing", "72", 0}})
}

// TestOriginalCountdownOfTinyZero: its three values on what its prompt asks
// for. Left out: an empty answer block, which earns its format score there and
// 0 here, and what follows the last line feed being all that is looked at.
func TestOriginalCountdownOfTinyZero(t *testing.T) {
	r := text.Countdown(text.TinyZero)
	for completion, want := range map[string]float64{
		"<think>try</think>\n<answer>(44 + 19) + 35</answer>": 1,
		"<think>try</think>\n<answer>44 + 19 - 35</answer>":   0.1,
		"<think>try</think>\n<answer>44 + 19</answer>":        0.1,
		"<think>try</think>\n<answer>no idea</answer>":        0.1,
		"<think>try</think>\n<answer></answer>":               0,
	} {
		require.Equal(t, want, value(t, r, task(completion, 98.0, 44.0, 19.0, 35.0)), completion)
	}
}
