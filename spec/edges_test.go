package spec

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

// score builds a specification and judges one sample.
func score(t *testing.T, text string, s *reward.Sample) (reward.Result, error) {
	t.Helper()
	f, err := Parse("s.yaml", []byte(text))
	require.NoError(t, err)
	p, err := f.Build(Env{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p.Score(t.Context(), s)
}

// TestCascadeDecides by either of its two bounds, each of which counts.
func TestCascadeDecides(t *testing.T) {
	low, high := 0.2, 0.8
	for _, tt := range []struct {
		o    cascadeOptions
		v    float64
		want bool
	}{
		{cascadeOptions{}, 1, true}, {cascadeOptions{}, 0.99, false},
		{cascadeOptions{AtLeast: &high}, 0.8, true}, {cascadeOptions{AtLeast: &high}, 0.79, false}, {cascadeOptions{AtLeast: &high}, 0, false},
		{cascadeOptions{AtMost: &low}, 0.2, true}, {cascadeOptions{AtMost: &low}, 0.21, false}, {cascadeOptions{AtMost: &low}, 1, false},
		{cascadeOptions{AtLeast: &high, AtMost: &low}, 0.5, false}, {cascadeOptions{AtLeast: &high, AtMost: &low}, 0.1, true}, {cascadeOptions{AtLeast: &high, AtMost: &low}, 0.9, true},
	} {
		require.Equal(t, tt.want, tt.o.decides(tt.v), "%+v %v", tt.o, tt.v)
	}
}

// TestFirstGoesByTheKindOfGold: one file for letters and numbers. Alone, and as
// the last, a reward that cannot use the gold is an error, as is a gold that no
// reward can use.
func TestFirstGoesByTheKindOfGold(t *testing.T) {
	const first = "rewards: {correct: {use: first, of: [{use: choice}, {use: math}]}}"
	sample := func(answer, completion string) *reward.Sample {
		return &reward.Sample{Answers: []string{answer}, Completion: reward.Str(completion)}
	}
	for _, tt := range []struct {
		text, answer, completion string
		want                     float64
		kind                     reward.Kind
	}{
		{first, "B", "The answer is B.", 1, ""},
		{first, "B", "The answer is C.", 0, ""},
		{first, "42", `\boxed{42}`, 1, ""},
		{first, "42", `\boxed{41}`, 0, ""},
		{first, "", `\boxed{42}`, 0, reward.KindGold},
		{first, `\frac{1}{`, `\boxed{42}`, 0, reward.KindGold},
		{"rewards: {correct: {use: first, of: [{use: choice}, {use: numeric}]}}", "none", "42", 0, reward.KindGold},
		{"rewards: {correct: {use: first, of: [{use: choice}, {use: constant, value: 0}]}}", "", "42", 0, reward.KindGold},
		{"rewards: {correct: {use: choice}}", "42", "42", 0, reward.KindGold},
	} {
		got, err := score(t, tt.text, sample(tt.answer, tt.completion))
		if tt.kind != "" {
			require.Equal(t, tt.kind, reward.KindOf(err), "%q for %q by %s: %v", tt.completion, tt.answer, tt.text, err)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, tt.want, got.Value, "%q for %q by %s", tt.completion, tt.answer, tt.text)
	}
}

// TestCasesThatFail: a case that wants a value fails where there is none, and a
// document without cases does not keep the next from running.
func TestCasesThatFail(t *testing.T) {
	f, err := Parse("s.yaml", []byte(`name: none
rewards: {correct: {use: exact}}
---
name: some
rewards: {correct: {use: exact}}
tests:
  - {name: no gold, completion: "4", answer: [""], want: 0}
  - {name: no gold expected, completion: "4", answer: [""], want: error}
---
name: route
route: {by: source, cases: {"a*": none}, default: abstain}
`))
	require.NoError(t, err)
	results, err := f.Test(t.Context(), TestOptions{})
	require.NoError(t, err)
	require.Len(t, results, 2)
	require.False(t, results[0].Passed(), "an error is no 0")
	require.True(t, results[1].Passed(), "%v", results[1].Problems)
}

// TestRouteAbstains where its default says so, and is an error where it does not.
func TestRouteAbstains(t *testing.T) {
	const doc = "name: m\nrewards: {correct: {use: exact}}\n---\nname: route\nroute: {by: source, cases: {\"a*\": m}"
	s := &reward.Sample{Source: "b", Completion: reward.Str("4"), Answers: []string{"4"}}
	_, err := score(t, doc+", default: abstain}\n", s)
	require.ErrorIs(t, err, reward.ErrAbstain)
	for _, end := range []string{"}\n", ", default: error}\n"} {
		_, err = score(t, doc+end, s)
		require.Equal(t, reward.KindInput, reward.KindOf(err))
		require.NotErrorIs(t, err, reward.ErrAbstain)
	}
}

// TestOptionsOutOfPlace are errors, each of them alone.
func TestOptionsOutOfPlace(t *testing.T) {
	for _, o := range []string{"score: marks", "ws: exact", "prefill: never", "strip: [x]", "forbid: [x]"} {
		f, err := Parse("s.yaml", []byte("format: {template: \"<a>{answer}</a>\"}\nrewards: {f: {use: format, "+o+"}}\n"))
		if err == nil {
			_, err = f.Build(Env{})
		}
		require.ErrorContains(t, err, "belong into the format block", o)
	}
	negative := "rewards: {a: {use: exact, weight: 1}, b: {use: exact, weight: -0.5}}\n"
	res, err := score(t, negative, &reward.Sample{Completion: reward.Str("4"), Answers: []string{"4"}})
	require.NoError(t, err, "a sum may have a negative weight")
	require.Equal(t, 0.5, res.Value)
	f, err := Parse("s.yaml", []byte(negative+"aggregate: mean\n"))
	if err == nil {
		_, err = f.Build(Env{})
	}
	require.ErrorContains(t, err, "negative weight")
}
