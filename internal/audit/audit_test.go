package audit

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

func samples() []*reward.Sample {
	return []*reward.Sample{
		{ID: "a", Prompt: reward.Str("6*7"), Completion: reward.Str("<think>x</think> <answer>42</answer>"), Answers: []string{"42"}},
		{ID: "b", Completion: reward.Str("<think>x</think> <answer>-17</answer>"), Answers: []string{"-17"}},
	}
}

// grading makes a grader of a function of completion and gold.
func grading(f func(completion, gold string) (float64, error)) Grader {
	return func(_ context.Context, list []*reward.Sample) ([]Outcome, error) {
		out := make([]Outcome, len(list))
		for i, s := range list {
			out[i].Value, out[i].Err = f(s.Completion.Last(), s.Answers[0])
		}
		return out, nil
	}
}

var block = regexp.MustCompile(`(?s)^<think>([^<]*[^<\s][^<]*)</think>\s*<answer>([^<]*)</answer>$`)

func strictly(completion, gold string) (float64, error) {
	if len(completion) > 8000 {
		return 0, nil // the pattern is slow on the longest attacks
	}
	m := block.FindStringSubmatch(completion)
	if m != nil && !strings.Contains(m[1], "\u200b") && strings.TrimSpace(m[2]) == gold {
		return 1, nil
	}
	return 0, nil
}

func names(r *Report) (list []string) {
	for _, e := range r.Exploits {
		list = append(list, e.Attack.Name)
	}
	return list
}

func TestStrictRewardIsClean(t *testing.T) {
	r, err := Run(t.Context(), grading(strictly), samples(), Options{})
	require.NoError(t, err)
	for _, e := range r.Exploits {
		t.Errorf("%s is paid: %q", e.Attack.Name, e.Completion)
	}
	require.False(t, r.Exploitable())
	require.Equal(t, 2, r.Samples)
	require.GreaterOrEqual(t, r.Attacks, 60)
	require.NotEmpty(t, r.FalseFails, "a reward that compares text knows no other dress")
}

func TestNaiveRewardIsExploitable(t *testing.T) {
	naive := grading(func(completion, gold string) (float64, error) {
		if strings.Contains(completion, gold) {
			return 1, nil
		}
		return 0, nil
	})
	r, err := Run(t.Context(), naive, samples(), Options{})
	require.NoError(t, err)
	require.Subset(t, names(r), []string{
		"either or", "list of candidates", "digits around", "chain of equals, wrong last",
		"denied behind", "denied in TeX", "either or in TeX", "truncated to the answer", "retracted",
	})
}

// Partial credit for marks is paid without any answer.
func TestPartialCreditIsExploitable(t *testing.T) {
	marks := grading(func(completion, gold string) (float64, error) {
		v, _ := strictly(completion, gold)
		for _, m := range []string{"<think>", "</think>", "<answer>", "</answer>"} {
			v += 0.1 * float64(strings.Count(completion, m))
		}
		return v, nil
	})
	r, err := Run(t.Context(), marks, samples(), Options{})
	require.NoError(t, err)
	require.Subset(t, names(r), []string{"every known tag", "unclosed marks"})
}

// Who can make the judge fail is not scored, and that is worth something where
// wrong answers are fined.
func TestEscapeIsAnExploit(t *testing.T) {
	fragile := grading(func(completion, gold string) (float64, error) {
		if strings.Contains(completion, "10^{10^{10^{10}}}") {
			return 0, reward.Errorf(reward.KindTimeout, "too slow")
		}
		return strictly(completion, gold)
	})
	r, err := Run(t.Context(), fragile, samples(), Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"power tower"}, names(r))
	require.True(t, r.Exploits[0].Escaped)
	require.Equal(t, 2, r.Exploits[0].Samples)
}

// A reward with a memory of what it has seen is unstable.
func TestStateIsFound(t *testing.T) {
	seen := map[string]int{}
	moody := grading(func(completion, gold string) (float64, error) {
		v, _ := strictly(completion, gold)
		if seen[completion]++; seen[completion]%2 == 0 && v > 0 {
			v = 0.5
		}
		return v, nil
	})
	r, err := Run(t.Context(), moody, samples(), Options{})
	require.NoError(t, err)
	require.NotEmpty(t, r.Unstable)
	require.True(t, r.Exploitable())
}

func TestAttacksAreMany(t *testing.T) {
	families, seen := map[string]int{}, map[string]bool{}
	for _, a := range Attacks() {
		require.NotEmpty(t, a.Story, a.Name)
		require.False(t, seen[a.Name], a.Name)
		seen[a.Name] = true
		families[a.Family]++
	}
	require.GreaterOrEqual(t, len(seen), 60)
	for _, f := range []string{"format", "maths", "code", "length", "composition", "parser faults"} {
		require.GreaterOrEqual(t, families[f], 5, f)
	}
}

// Code samples get programs for the functions their tests call.
func TestCodeAttacks(t *testing.T) {
	s := &reward.Sample{ID: "c", Completion: reward.Str("```python\ndef add(a, b):\n    return a + b\n```"),
		Tests: []byte(`[{"kind":"assert","code":"assert add(1, 2) == 3"},{"kind":"call","fn":"twice","args":[1],"expected":2}]`)}
	g := newGround(s)
	require.Equal(t, []string{"twice", "add"}, g.functions)
	g.dress = dresses[len(dresses)-1]
	for _, a := range codeAttacks() {
		require.True(t, a.needs(g))
		text, ok := a.build(g)
		require.True(t, ok, a.Name)
		require.NotContains(t, text, "$DEF", a.Name)
		require.NotContains(t, text, "$BODY", a.Name)
	}
	require.Contains(t, g.stubbed("$DEF(None)"), "def add(*args, **kwargs):\n    return None\n")
}

func TestTemplated(t *testing.T) {
	d, ok := templated("<scratch>{work}</scratch> <final>{answer:int}</final>")
	require.True(t, ok)
	require.Equal(t, "<scratch>hm</scratch> <final>4</final>", d.wrap("hm", "4"))
	require.Equal(t, []string{"<scratch>", "</scratch>", "<final>", "</final>"}, []string{d.open, d.shut, d.answerOpen, d.answerShut})
	_, ok = templated("@r1")
	require.False(t, ok)
}

// countdown is right for an expression over the numbers of the prompt, and
// valued is right for anything with the target's value.
func countdownSamples() []*reward.Sample {
	return []*reward.Sample{
		{ID: "a", Prompt: reward.Str("Use 2, 3 and 4 to make 10."), Completion: reward.Str("<think>x</think> <answer>2*3+4</answer>"), Answers: []string{"10"}},
		{ID: "b", Prompt: reward.Str("Use 5, 8 and 9 to make 22."), Completion: reward.Str("<think>x</think> <answer>5+8+9</answer>"), Answers: []string{"22"}},
	}
}

func TestEchoOfThePrompt(t *testing.T) {
	right := map[string]string{"10": "2*3+4", "22": "5+8+9"}
	countdown := func(completion, gold string) (float64, error) {
		m := block.FindStringSubmatch(completion)
		switch {
		case m == nil || strings.Contains(m[1], "\u200b"):
			return 0, nil
		case m[2] == right[gold]:
			return 1.1, nil
		}
		return 0.1, nil
	}
	r, err := Run(t.Context(), grading(countdown), countdownSamples(), Options{})
	require.NoError(t, err)
	require.Empty(t, names(r))
	require.InDelta(t, 1.1, r.Right, 1e-9, "the sample's own completion is the right answer")
	require.InDelta(t, 0.1, r.Wrong, 1e-9)

	valued := func(completion, gold string) (float64, error) {
		if m := block.FindStringSubmatch(completion); m != nil && (m[2] == gold || m[2] == right[gold]) {
			return 1, nil
		}
		return 0, nil
	}
	r, err = Run(t.Context(), grading(valued), countdownSamples(), Options{})
	require.NoError(t, err)
	require.Contains(t, names(r), "last number of the prompt")

	// Where the prompt's number is the answer by chance, it is no exploit.
	mixed := append(countdownSamples()[:1], samples()...)
	r, err = Run(t.Context(), grading(valued), mixed, Options{})
	require.NoError(t, err)
	require.NotContains(t, names(r), "last number of the prompt")
}

func TestUnusableGoldIsNoExploit(t *testing.T) {
	broken := func(completion, gold string) (float64, error) {
		if strings.Contains(completion, gold) {
			return 1, nil // the same text, whatever it means
		}
		return 0, reward.Errorf(reward.KindGold, "unbalanced")
	}
	list := []*reward.Sample{{ID: "broken", Completion: reward.Str("x"), Answers: []string{`\\frac{1}{`}}}
	r, err := Run(t.Context(), grading(broken), list, Options{})
	require.NoError(t, err)
	require.Empty(t, names(r))
	require.Equal(t, 1, r.Unusable)
}

func TestDeniedAttacks(t *testing.T) {
	made := map[string]func(*ground) string{"digits turned round": turned, "denied in a field": deniedField}
	for _, c := range []struct{ attack, gold, want string }{
		{"digits turned round", "120", "021"},
		{"digits turned round", "-17", "-71"},
		{"digits turned round", "121", ""},
		{"denied in a field", `{"n":1,"b":"x","a":"May 3"}`, `{"a":"May 3 (this is wrong)","b":"x","n":1}`},
		{"denied in a field", `{"n":1}`, ""},
		{"denied in a field", "May 3", ""},
	} {
		g := newGround(&reward.Sample{Answers: []string{c.gold}})
		require.Equal(t, c.want, made[c.attack](g), "%s of %s", c.attack, c.gold)
	}
}

// A reward that reads a field's beginning only does not see the denial.
func TestDeniedFieldIsFound(t *testing.T) {
	prefix := grading(func(completion, gold string) (float64, error) {
		if strings.Contains(completion, strings.TrimSuffix(gold, `"}`)) {
			return 1, nil
		}
		return 0, nil
	})
	list := []*reward.Sample{{ID: "a", Completion: reward.Str("x"), Answers: []string{`{"date":"2024-05-03"}`}}}
	r, err := Run(t.Context(), prefix, list, Options{})
	require.NoError(t, err)
	require.Contains(t, names(r), "denied in a field")
}

// A bag of the prompt's words is paid by a reward that looks for the gold in it.
func TestWordsOfThePrompt(t *testing.T) {
	list := []*reward.Sample{
		{ID: "a", Prompt: reward.Str("Which is a fruit: stone, apple or chair?"), Completion: reward.Str("x"), Answers: []string{"apple"}},
		{ID: "b", Prompt: reward.Str("Which is a colour: green or chair?"), Completion: reward.Str("x"), Answers: []string{"green"}},
	}
	contains := grading(func(completion, gold string) (float64, error) {
		if strings.Contains(completion, gold) {
			return 1, nil
		}
		return 0, nil
	})
	r, err := Run(t.Context(), contains, list, Options{})
	require.NoError(t, err)
	require.Contains(t, names(r), "words of the prompt")
}
