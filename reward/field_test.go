package reward_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
)

func TestFromJudgesTheField(t *testing.T) {
	completion := "<answer>42</answer>"
	s := &reward.Sample{
		Completion: reward.Str(completion), Tokens: 9,
		Fields:     map[string]string{"answer": "42", "free": "x"},
		FieldSpans: map[string]reward.Span{"answer": {Start: 8, End: 10}},
	}
	inner := reward.Func(func(_ context.Context, in *reward.Sample) (reward.Result, error) {
		require.Zero(t, in.Tokens, "the tokens of the whole are not those of the field")
		sp := []reward.Span{{Label: "digit", Start: 1, End: 2}}
		return reward.Result{Value: 1, Reason: in.Completion.Last(), Spans: sp, Parts: []reward.Part{{Name: "p", Spans: sp}}}, nil
	})
	res, err := reward.From("answer", inner).Score(t.Context(), s)
	require.NoError(t, err)
	require.Equal(t, "42", res.Reason)
	require.Equal(t, "2", completion[res.Spans[0].Start:res.Spans[0].End])
	require.Equal(t, res.Spans, res.Parts[0].Spans)
	require.Equal(t, completion, s.Completion.Last(), "the sample is not changed")

	res, err = reward.From("free", inner).Score(t.Context(), s)
	require.NoError(t, err)
	require.Empty(t, res.Spans, "a span that cannot be placed is dropped")

	res, err = reward.From("proof", outcome{value: 5}.reward()).Score(t.Context(), s)
	require.NoError(t, err)
	require.Equal(t, reward.Val(0, `no field "proof": no format check captured it`), res)
}

// TestFromOfASampleThatCannotBeJudged: whether a sample is dropped must not
// hang on whether the policy kept to the format.
func TestFromOfASampleThatCannotBeJudged(t *testing.T) {
	for _, want := range []error{errBroken, reward.ErrAbstain} {
		_, err := reward.From("answer", outcome{err: want}.reward()).Score(t.Context(), &reward.Sample{})
		require.ErrorIs(t, err, want)
	}
}

func TestLookup(t *testing.T) {
	s := &reward.Sample{
		ID: "7", Group: "g", Source: "gsm8k", Prompt: reward.Str("p"), Completion: reward.Str("c"), Step: 3,
		Answers: []string{"first", "second"}, Fields: map[string]string{"answer": "f"},
		Meta: map[string]any{
			"level": 2.0, "deep": map[string]any{"er": "x", "a.b": true}, "dotted.key": "y", "none": nil,
		},
	}
	tests := map[string]string{
		"id": "7", "group": "g", "source": "gsm8k", "prompt": "p", "completion": "c", "step": "3", "answer": "first",
		"fields.answer": "f", "meta.level": "2", "meta.deep.er": "x", "meta.deep.a.b": "true", "meta.dotted.key": "y",
		"meta.deep": `{"a.b":true,"er":"x"}`,
	}
	for name, want := range tests {
		got, ok := s.Lookup(name)
		require.True(t, ok, name)
		require.Equal(t, want, got, name)
	}
	for _, name := range []string{"", "nonsense", "fields.x", "meta.x", "meta.none", "meta.level.x", "meta.deep.x"} {
		_, ok := s.Lookup(name)
		require.False(t, ok, name)
	}
	for _, name := range []string{"id", "source", "group", "answer"} {
		_, ok := (&reward.Sample{}).Lookup(name)
		require.False(t, ok, name)
	}
}

func TestRoute(t *testing.T) {
	r := reward.Route(reward.RouteOptions{Cases: []reward.Case{
		{Pattern: "gsm8k*", Reward: outcome{value: 1}.reward()},
		{Pattern: "*", Reward: outcome{value: 2}.reward()},
	}})
	res, err := r.Score(t.Context(), &reward.Sample{Source: "gsm8k/train"})
	require.NoError(t, err)
	require.Equal(t, 1.0, res.Value)
	require.Equal(t, "gsm8k*", res.Parts[0].Name)
	_, err = r.Score(t.Context(), &reward.Sample{})
	require.Equal(t, reward.KindInput, reward.KindOf(err), "a sample without a source is not judged by *")

	strict := reward.Route(reward.RouteOptions{By: "meta.kind", Cases: []reward.Case{{Pattern: "math", Reward: reward.Constant(1)}}})
	_, err = strict.Score(t.Context(), &reward.Sample{Meta: map[string]any{"kind": "code"}})
	require.ErrorContains(t, err, `no case for meta.kind "code"`)
	open := reward.Route(reward.RouteOptions{Default: outcome{err: reward.Abstain("n/a")}.reward()})
	_, err = open.Score(t.Context(), &reward.Sample{Source: "x"})
	require.ErrorIs(t, err, reward.ErrAbstain)
}

func TestGlob(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", true}, {"*", "a/b", true}, {"a*", "ab/c", true}, {"a*", "ba", false},
		{"*b", "ab", true}, {"*b", "abc", false}, {"a?c", "abc", true}, {"a?c", "aéc", true}, {"a?c", "ac", false},
		{"*a*b*", "xxaxxbxx", true}, {"*a*b*", "xxbxxaxx", false}, {"[a]", "a", false}, {"[a]", "[a]", true},
	} {
		require.Equal(t, tt.want, reward.Glob(tt.pattern, tt.text), "%q %q", tt.pattern, tt.text)
	}
}

func TestNames(t *testing.T) {
	r := reward.Product(reward.Name("a", outcome{value: 2}.reward()), outcome{value: 3}.reward(), reward.Name("a", outcome{value: 5}.reward()))
	res, err := judge(r)
	require.NoError(t, err)
	var names []string
	for _, p := range res.Parts {
		names = append(names, p.Name)
	}
	require.Equal(t, []string{"a", "2", "a#3"}, names)
	p, ok := res.Find("a#3")
	require.True(t, ok)
	require.Equal(t, 5.0, p.Value)
	_, ok = res.Find("b")
	require.False(t, ok)
	_, err = judge(reward.Product(reward.Name("judge", outcome{err: errBroken}.reward())))
	require.EqualError(t, err, "judge: box broke")
	require.Equal(t, reward.KindSandbox, reward.KindOf(err))
}

// TestGlobAgreesWithRegexp writes patterns as regular expressions.
func TestGlobAgreesWithRegexp(t *testing.T) {
	letters := rapid.StringOf(rapid.SampledFrom([]rune("ab/é")))
	pattern := rapid.StringOf(rapid.SampledFrom([]rune("ab/é*?")))
	rapid.Check(t, func(t *rapid.T) {
		p, text := pattern.Draw(t, "pattern"), letters.Draw(t, "text")
		re := regexp.QuoteMeta(p)
		re = strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(re)
		require.Equal(t, regexp.MustCompile("^(?s:"+re+")$").MatchString(text), reward.Glob(p, text), "%q %q", p, text)
	})
}
