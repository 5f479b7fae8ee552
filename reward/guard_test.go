package reward_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

func explode(_ context.Context, s *reward.Sample) (reward.Result, error) {
	return reward.Val(1, s.Answers[7]), nil
}

func TestJudgeContainsPanics(t *testing.T) {
	_, err := judge(reward.Func(explode))
	require.Equal(t, reward.KindInternal, reward.KindOf(err))
	require.ErrorContains(t, err, "index out of range [7]")
	require.ErrorContains(t, err, "reward_test.explode", "the error names the place")
	_, err = reward.Guard(reward.Func(explode)).Score(context.Background(), &reward.Sample{})
	require.Error(t, err)
	_, err = judge(reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) {
		panic(strings.Repeat("long ", 1000))
	}))
	require.Less(t, len(err.Error()), 600)
}

func TestJudgeRefusesValuesThatAreNotFinite(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		_, err := judge(outcome{value: v}.reward())
		require.Equal(t, reward.KindInternal, reward.KindOf(err), "%v", v)
	}
}

func TestJudgeDropsTheValueBesideAnError(t *testing.T) {
	res, err := judge(reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) {
		return reward.Result{Value: 1, Reason: "right", Parts: []reward.Part{{Name: "a"}}}, errBroken
	}))
	require.ErrorIs(t, err, errBroken)
	require.Zero(t, res.Value)
	require.Len(t, res.Parts, 1)
}

func TestTimeoutIsOurErrorNotTheModels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := reward.Func(func(ctx context.Context, _ *reward.Sample) (reward.Result, error) {
			select {
			case <-time.After(time.Hour):
				return reward.Val(1, "late"), nil
			case <-ctx.Done():
				return reward.Result{}, ctx.Err()
			}
		})
		_, err := reward.Timeout(time.Second, slow).Score(t.Context(), &reward.Sample{})
		require.Equal(t, reward.KindTimeout, reward.KindOf(err))
		require.ErrorContains(t, err, "within 1s")
	})
}

func TestTimeoutLeavesBehindWhatIgnoresIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		deaf := reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) {
			time.Sleep(time.Hour)
			return reward.Val(1, "late"), nil
		})
		start := time.Now()
		_, err := reward.Timeout(time.Second, deaf).Score(t.Context(), &reward.Sample{})
		require.Equal(t, reward.KindTimeout, reward.KindOf(err))
		require.Equal(t, time.Second, time.Since(start))
		time.Sleep(time.Hour) // the goroutine left behind ends within the bubble
	})
}

func TestTimeoutKeepsWhatIsInTime(t *testing.T) {
	res, err := judge(reward.Timeout(time.Hour, outcome{value: 3}.reward()))
	require.NoError(t, err)
	require.Equal(t, 3.0, res.Value)
	_, err = judge(reward.Timeout(time.Hour, reward.Func(explode)))
	require.ErrorContains(t, err, "panic")
}

func TestTimeoutOfTheCallerIsNotOurs(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wait := reward.Func(func(ctx context.Context, _ *reward.Sample) (reward.Result, error) {
		<-ctx.Done()
		return reward.Result{}, ctx.Err()
	})
	_, err := reward.Timeout(time.Hour, wait).Score(ctx, &reward.Sample{})
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, context.DeadlineExceeded)
}

func TestRetryOnlyOnOurOwnErrors(t *testing.T) {
	tests := []struct {
		name  string
		err   error
		calls int32
	}{
		{"sandbox", reward.Errorf(reward.KindSandbox, "x"), 3},
		{"toolchain", reward.Errorf(reward.KindToolchain, "x"), 3},
		{"timeout", context.DeadlineExceeded, 3},
		{"unknown error", errors.New("x"), 3},
		{"gold", reward.Errorf(reward.KindGold, "x"), 1},
		{"input", reward.Errorf(reward.KindInput, "x"), 1},
		{"abstention", reward.Abstain("x"), 1},
		{"wrong answer", nil, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var calls atomic.Int32
			r := reward.Retry(reward.RetryOptions{}, reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) {
				calls.Add(1)
				return reward.Result{}, tt.err
			}))
			_, err := judge(r)
			require.ErrorIs(t, err, tt.err)
			require.Equal(t, tt.calls, calls.Load())
		})
	}
}

func TestRetryTakesTheFirstVerdict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		r := reward.Retry(reward.RetryOptions{Attempts: 5, Pause: time.Minute}, reward.Func(
			func(context.Context, *reward.Sample) (reward.Result, error) {
				if calls++; calls < 3 {
					return reward.Result{}, errBroken
				}
				return reward.Val(0, "wrong"), nil
			}))
		start := time.Now()
		res, err := r.Score(t.Context(), &reward.Sample{})
		require.NoError(t, err)
		require.Equal(t, "wrong", res.Reason)
		require.Equal(t, 2*time.Minute, time.Since(start))
	})
}

func TestCacheJudgesTheSameContentOnce(t *testing.T) {
	var calls atomic.Int32
	r := reward.Cache(2, reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
		calls.Add(1)
		switch s.Completion.Last() {
		case "abstain":
			return reward.Result{}, reward.Abstain("no")
		case "break":
			return reward.Result{}, errBroken
		}
		return reward.Val(float64(len(s.Completion.Last())), ""), nil
	}))
	sample := func(id, text string) *reward.Sample { return &reward.Sample{ID: id, Completion: reward.Str(text)} }
	score := func(s *reward.Sample) int32 {
		before := calls.Load()
		_, _ = r.Score(t.Context(), s)
		return calls.Load() - before
	}
	require.EqualValues(t, 1, score(sample("1", "a")))
	require.EqualValues(t, 0, score(sample("2", "a")), "the ID is not content")
	require.EqualValues(t, 1, score(sample("1", "abstain")))
	require.EqualValues(t, 0, score(sample("1", "abstain")))
	require.EqualValues(t, 1, score(sample("1", "break")))
	require.EqualValues(t, 1, score(sample("1", "break")), "an error is not remembered")
	require.EqualValues(t, 1, score(sample("1", "c")))
	require.EqualValues(t, 1, score(sample("1", "a")), "the oldest was dropped")
	require.EqualValues(t, 1, score(&reward.Sample{Completion: reward.Str("c"), Meta: map[string]any{"f": func() {}}}))
}

// TestCacheTellsContentsApart changes every member of a sample that a reward
// may read; each change must be judged anew.
func TestCacheTellsContentsApart(t *testing.T) {
	changes := []func(*reward.Sample){
		func(s *reward.Sample) {},
		func(s *reward.Sample) { s.Source = "a" },
		func(s *reward.Sample) { s.Prompt = reward.Str("a") },
		func(s *reward.Sample) { s.Completion = reward.Str("a") },
		func(s *reward.Sample) {
			s.Completion = reward.Text{Messages: []reward.Message{{Role: "", Content: "a"}}}
		},
		func(s *reward.Sample) {
			s.Completion = reward.Text{Messages: []reward.Message{{Role: "a", Content: ""}}}
		},
		func(s *reward.Sample) { s.Answers = []string{"a", "b"} },
		func(s *reward.Sample) { s.Answers = []string{"ab"} },
		func(s *reward.Sample) { s.Tests = []byte("a") },
		func(s *reward.Sample) { s.Tokens = 1 },
		func(s *reward.Sample) { s.Step = 1 },
		func(s *reward.Sample) { s.Truncated = true },
		func(s *reward.Sample) { s.Fields = map[string]string{"a": "b"} },
		func(s *reward.Sample) { s.Fields = map[string]string{"b": "a"} },
		func(s *reward.Sample) { s.Meta = map[string]any{"a": "b"} },
		func(s *reward.Sample) { s.Meta = map[string]any{"a": 1.0} },
	}
	var calls atomic.Int32
	r := reward.Cache(0, reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) {
		return reward.Val(float64(calls.Add(1)), ""), nil
	}))
	for range 2 {
		for _, change := range changes {
			s := &reward.Sample{}
			change(s)
			_, err := r.Score(t.Context(), s)
			require.NoError(t, err)
		}
	}
	require.EqualValues(t, len(changes), calls.Load())
}

func TestJudgeHasNoNegativeZero(t *testing.T) {
	res, err := judge(outcome{value: math.Copysign(0, -1)}.reward())
	require.NoError(t, err)
	require.False(t, math.Signbit(res.Value))
}
