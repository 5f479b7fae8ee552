package audit

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

func checks(list []Finding) (names []string) {
	for _, f := range list {
		names = append(names, f.Check)
	}
	return names
}

func TestHygiene(t *testing.T) {
	h := NewHygiene()
	h.AddEval(row("Name the  largest PLANET!", "", ""))
	rows := []*reward.Sample{
		row("What is 6*7?", "42", "42"),
		row("What is 6*7?", "41", "42"), // another completion of the same prompt
		row("What is 6*7?", "42", "42"),
		row("what is 6*7", "40", "42"),
		row("What is 6*7?", "40", "41"),
		row("Half of 3?", "x", " "),
		row("  ", "x", "4"),
		row("Name the largest planet.", "x", "Jupiter"),
		row("Who wrote Emma? (Jane Austen did.)", "x", "Jane Austen"),
		row("Is 42 the answer?", "x", "42"),
		{Prompt: reward.Str("Write f."), Tests: []byte(`["assert f() == 1"]`)},
		{Prompt: reward.Str("Write g."), Tests: []byte(`[]`)},
		{Group: "g1", Prompt: reward.Str("2+2?"), Answers: []string{"4"}},
		{Group: "g1", Prompt: reward.Str("2+2?"), Answers: []string{"4"}},
		{Group: "g2", Prompt: reward.Str("2+2?"), Answers: []string{"4"}},
	}
	for i, s := range rows {
		h.Add(s, fmt.Sprint(i))
	}
	want := map[string][]string{
		"no gold": {"5", "11"}, "no prompt": {"6"}, "gold in prompt": {"8"}, "in the evaluation data": {"7"}, "same row": {"2"},
		"nearly the same prompt": {"3"}, "conflicting golds": {"4"}, "same prompt": {"14"},
	}
	got := map[string][]string{}
	for _, f := range h.Findings() {
		require.Equal(t, "data", f.Area)
		require.Equal(t, len(rows), f.Of)
		require.Equal(t, len(f.Samples), f.Count)
		got[f.Check] = f.Samples
	}
	require.Equal(t, want, got)
}

func TestOneGoldForNearlyEverything(t *testing.T) {
	h := NewHygiene()
	for i := range 10 {
		gold := "yes"
		if i > 7 {
			gold = "no"
		}
		h.Add(row(fmt.Sprintf("Is %d so?", i), "x", gold), fmt.Sprint(i))
	}
	f := h.Findings()
	require.Equal(t, []string{"one gold"}, checks(f))
	require.Equal(t, 8, f[0].Count)
	require.Contains(t, f[0].Text, `"yes"`)
}

// owned has eight completions of the user's in four groups.
func owned(completion func(i int) string) (list []*reward.Sample) {
	for i := range 8 {
		s := row("What is 6*7?", completion(i), "42")
		s.ID, s.Group = fmt.Sprint(i), fmt.Sprint(i/2)
		list = append(list, s)
	}
	return list
}

func TestRollouts(t *testing.T) {
	bare := func(s *reward.Sample) (float64, error) { return score(s.Completion.Last() == "42") }
	for _, c := range []struct {
		name       string
		completion func(i int) string
		judge      func(*reward.Sample) (float64, error)
		want       []string
	}{
		{"right and wrong", func(i int) string { return []string{"42", "41"}[i%2] }, bare, nil},
		{"all right", func(int) string { return "42" }, bare, []string{"constant", "flat groups"}},
		{"half of the groups are flat", func(i int) string { return []string{"42", "42", "42", "41"}[i%4] }, bare, []string{"flat groups"}},
		{"longer is better", func(i int) string { return strings.Repeat("so ", 1+i) + "42" },
			func(s *reward.Sample) (float64, error) { return float64(len(s.Completion.Last())), nil }, []string{"length"}},
	} {
		r, err := Run(t.Context(), judging(c.judge), owned(c.completion), Options{})
		require.NoError(t, err)
		require.Equal(t, c.want, checks(r.Findings), c.name)
	}
}

func TestFloorAndCeiling(t *testing.T) {
	names, low := make([]string, 20), make([]float64, 20)
	low[3] = 1
	require.Equal(t, []string{"floor"}, checks(extremes(low, names)))
	for i := range low {
		low[i] = 1 - low[i]
	}
	require.Equal(t, []string{"ceiling"}, checks(extremes(low, names)))
	low[5], low[6] = 0, 0.5
	require.Empty(t, extremes(low, names))
}

// A component is odd when it can't tell answers apart, pays the wrong ones, or
// weighs more than they do.
func TestComponents(t *testing.T) {
	parts := func(s *reward.Sample) []reward.Part {
		text := s.Completion.Last()
		right, wrong := 0.0, 1.0
		if strings.Contains(text, s.Answers[0]) {
			right, wrong = 1, 0
		}
		return []reward.Part{
			{Name: "correct", Value: right, Weight: 1},
			{Name: "metric", Value: 0, Weight: 0},
			{Name: "fixed", Value: 0.5, Weight: 1},
			{Name: "contrary", Value: wrong, Weight: 0.2},
			{Name: "long", Value: float64(len(text)), Weight: 0.01},
			{Name: "broken", Err: reward.Errorf(reward.KindInternal, "no model")},
		}
	}
	grade := func(_ context.Context, list []*reward.Sample) ([]Outcome, error) {
		out := make([]Outcome, len(list))
		for i, s := range list {
			out[i].Parts = parts(s)
			out[i].Value = out[i].Parts[0].Value
		}
		return out, nil
	}
	r, err := Run(t.Context(), grade, numbers, Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"constant", "wrong sign", "always fails", "dominates"}, checks(r.Findings))
	require.Contains(t, r.Findings[1].Text, "contrary")
	require.Contains(t, r.Findings[3].Text, "long moves the total")
}

// One letter for everything is right as often as it is the gold.
func TestFixedStrategy(t *testing.T) {
	var list []*reward.Sample
	for i := range 10 {
		list = append(list, row("A or B?", "x", []string{"B", "B", "B", "A", "C"}[i%5]))
	}
	r, err := Run(t.Context(), judging(told(func(got, gold string) bool { return got == gold })), list, Options{})
	require.NoError(t, err)
	require.Equal(t, `always "B"`, r.Fixed.Name)
	require.InDelta(t, 0.6, r.Fixed.Mean, 1e-9)
	require.False(t, r.Exploitable())
	require.Equal(t, []float64{0, 1, 0}, []float64{r.Least, r.Most, r.Ceiling})
	for _, f := range r.Families {
		require.Zero(t, f.Paid, f.Name)
		require.Positive(t, f.Attempts, f.Name)
	}
}

// What a sample earns may not hang on its neighbours in the batch.
func TestOrderOfABatchIsFound(t *testing.T) {
	grade := func(_ context.Context, list []*reward.Sample) ([]Outcome, error) {
		out := make([]Outcome, len(list))
		for i, s := range list {
			out[i].Value, _ = contains(s)
			if i == 0 {
				out[i].Value = 1 // the best of a batch, by some bug
			}
		}
		return out, nil
	}
	r, err := Run(t.Context(), grade, []*reward.Sample{row("?", "x", "42"), row("?", "x", "purple")}, Options{})
	require.NoError(t, err)
	require.NotEmpty(t, r.Unstable)
}

// Where the answer alone is paid, no layout is asked for: text around it breaks
// none.
func TestNoLayoutAskedFor(t *testing.T) {
	const gold = `{"a": "May 3", "b": 2}`
	object := func(s *reward.Sample) (float64, error) {
		_, answer, found := strings.Cut(s.Completion.Last(), "</think>")
		if !found {
			answer = s.Completion.Last()
		}
		return score(strings.TrimSpace(answer) == gold)
	}
	r, err := Run(t.Context(), judging(object), []*reward.Sample{row("When?", gold, gold)}, Options{})
	require.NoError(t, err)
	require.Empty(t, names(r))
	for _, f := range r.FalseFails {
		require.Contains(t, []string{"fields on lines of their own", "fields in the other order", "fields in a fence"}, f.Name)
	}
}

// A reward that takes the first box, or the last, reads the one that is named.
func TestFormatNamedInProse(t *testing.T) {
	box := regexp.MustCompile(`\\boxed\{([^{}]*)\}`)
	for name, which := range map[string]func(n int) int{"box named before": func(int) int { return 0 }, "box named behind": func(n int) int { return n - 1 }} {
		r, err := Run(t.Context(), judging(func(s *reward.Sample) (float64, error) {
			m := box.FindAllStringSubmatch(s.Completion.Last(), -1)
			return score(len(m) > 0 && m[which(len(m))][1] == s.Answers[0])
		}), numbers, Options{})
		require.NoError(t, err)
		var failed []string
		for _, f := range r.FalseFails {
			failed = append(failed, f.Name)
		}
		require.Contains(t, failed, name)
	}
}
