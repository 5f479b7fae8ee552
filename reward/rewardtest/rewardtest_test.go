package rewardtest_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/rewardtest"
	"github.com/verireward/verireward/reward/text"
)

type score = func(context.Context, *reward.Sample) (reward.Result, error)

// good judges like a reward should.
func good(context.Context, *reward.Sample) (reward.Result, error) { return reward.Val(1, "fine"), nil }

// TestCheckFindsEachViolation gives each rule a reward that breaks it and no
// rule before it.
func TestCheckFindsEachViolation(t *testing.T) {
	var n atomic.Int64
	give := func(res reward.Result, err error) score {
		return func(context.Context, *reward.Sample) (reward.Result, error) { return res, err }
	}
	broken := map[string]score{
		"returns":    func(context.Context, *reward.Sample) (reward.Result, error) { panic("no") },
		"finite":     give(reward.Val(math.NaN(), "x"), nil),
		"explains":   give(reward.Result{Value: 1}, nil),
		"error kind": give(reward.Result{}, errors.New("bare")),
		"parts":      give(reward.Result{Reason: "x", Parts: []reward.Part{{Name: "a"}, {Name: "a"}}}, nil),
		"spans":      give(reward.Result{Reason: "x", Spans: []reward.Span{{Start: 2, End: 1}}}, nil),
		"deterministic": func(context.Context, *reward.Sample) (reward.Result, error) {
			return reward.Val(float64(n.Add(1)), "x"), nil
		},
		"read-only": func(_ context.Context, s *reward.Sample) (reward.Result, error) {
			if len(s.Answers) > 0 {
				s.Answers[0] = "changed"
			}
			return reward.Val(1, "x"), nil
		},
		"context": func(ctx context.Context, _ *reward.Sample) (reward.Result, error) {
			if ctx.Err() != nil {
				return reward.Result{}, errors.New("gave up")
			}
			return reward.Val(1, "x"), nil
		},
	}
	for name, f := range broken {
		t.Run(name, func(t *testing.T) {
			s := &reward.Sample{ID: "mine", Answers: []string{"a"}, Meta: map[string]any{"k": 1.0}, Fields: map[string]string{"f": "x"}}
			vs := rewardtest.Check(reward.Func(f), s)
			require.NotEmpty(t, vs)
			require.Equal(t, name, vs[0].Rule.Name, vs[0].Error())
			require.Contains(t, vs[0].Error(), vs[0].Rule.Why)
			require.Contains(t, vs[0].Error(), `"mine"`)
		})
	}
}

// TestConcurrentRule breaks only among others, which the rule must see.
func TestConcurrentRule(t *testing.T) {
	var inside atomic.Int64
	r := reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) {
		n := inside.Add(1)
		defer inside.Add(-1)
		time.Sleep(time.Second) // of the bubble's clock: all that will come in has
		n = max(n, inside.Load())
		return reward.Val(float64(min(n, 2)), "how many are inside"), nil
	})
	synctest.Test(t, func(t *testing.T) {
		vs := rewardtest.Check(r, &reward.Sample{ID: "mine"})
		require.NotEmpty(t, vs)
		require.Equal(t, "concurrent", vs[0].Rule.Name, vs[0].Error())
	})
}

func TestGoodRewardsConform(t *testing.T) {
	right := &reward.Sample{ID: "right", Completion: reward.Str("<answer>42</answer>"), Answers: []string{"42"}}
	rewardtest.Conform(t, reward.Func(good), right)
	exact := reward.Must(text.Exact(text.ExactOptions{}))
	conforming := map[string]reward.Reward{
		"weighted":  reward.Weighted(reward.Component{Name: "exact", Weight: 1, Reward: exact}, reward.Component{Name: "f1", Reward: text.F1()}),
		"gate":      reward.Gate(exact, 1, reward.Constant(2)),
		"cascade":   reward.Cascade(reward.Stage{Reward: exact, Decides: reward.AtLeast(1)}, reward.Stage{Reward: text.F1()}),
		"route":     reward.Route(reward.RouteOptions{Default: exact}),
		"min":       reward.Min(exact, reward.Constant(0.5)),
		"cache":     reward.Cache(0, exact),
		"from":      reward.From("answer", exact),
		"overlong":  reward.Must(reward.SoftOverlong(reward.SoftOverlongOptions{Max: 100})),
		"cosine":    reward.Must(reward.CosineLength(reward.CosineLengthOptions{}, exact)),
		"turns":     reward.Must(reward.Turns(reward.TurnsOptions{}, exact)),
		"contains":  reward.Must(text.Contains(text.ContainsOptions{})),
		"oracle":    text.OracleShare(),
		"numeric":   reward.Must(text.Numeric(text.NumericOptions{Rel: 0.1, Zero: 1})),
		"gsm8k":     text.GSM8K(text.GSM8KOptions{Flexible: true}),
		"multiply":  text.Multiply(text.MultiplyOptions{}),
		"countdown": text.Countdown(text.TinyZero),
		"repeats":   reward.Must(text.Repetition(text.RepetitionOptions{})),
		"blocks":    reward.Must(text.LongBlock(text.LongBlockOptions{})),
		"steps":     reward.Must(text.ReasoningSteps(text.ReasoningStepsOptions{})),
		"choice":    reward.Must(text.Choice(text.ChoiceOptions{})),
	}
	for name, r := range conforming {
		t.Run(name, func(t *testing.T) { rewardtest.Conform(t, r, right) })
	}
}

func TestRunFindsFilesAndCases(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.yaml", "sub/b.yml", "c.json", "notes.md"} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, nil, 0o644))
	}
	var ran []string
	rewardtest.Run(t, dir, func(path string) (rewardtest.Cases, error) {
		rel, err := filepath.Rel(dir, path)
		return func(yield func(string, func(context.Context) error) bool) {
			yield("case", func(context.Context) error {
				ran = append(ran, filepath.ToSlash(rel))
				return nil
			})
		}, err
	})
	require.Equal(t, "a.yaml c.json sub/b.yml", strings.Join(ran, " "))
}

func ExampleCheck() {
	silent := reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) { return reward.Result{Value: 1}, nil })
	violations := rewardtest.Check(silent, &reward.Sample{ID: "first"})
	fmt.Println(violations[0])
	// Output:
	// explains: sample "first": the value 1 has no reason
	// 	(a reward nobody can account for cannot be debugged: give a reason, or parts with reasons)
}
