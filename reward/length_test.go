package reward_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
)

func scoreOf(t require.TestingT, r reward.Reward, s *reward.Sample) float64 {
	res, err := reward.Judge(context.Background(), r, s)
	require.NoError(t, err)
	require.NotEmpty(t, res.Reason)
	return res.Value
}

func tokens(n int) *reward.Sample { return &reward.Sample{Completion: reward.Str("x"), Tokens: n} }

// TestCosineLengthGolden: values by hand, from cos 0 = 1, cos 60 = 1/2,
// cos 90 = 0, cos 120 = -1/2 and cos 180 = -1.
func TestCosineLengthGolden(t *testing.T) {
	right := reward.Must(reward.CosineLength(reward.CosineLengthOptions{Max: 1200}, reward.Constant(1)))
	wrong := reward.Must(reward.CosineLength(reward.CosineLengthOptions{Max: 1200}, reward.Constant(0)))
	for _, tt := range []struct {
		tokens       int
		right, wrong float64
	}{
		{1, 1, -1}, {400, 0.875, -0.875}, {600, 0.75, -0.75}, {800, 0.625, -0.625},
		{1200, 0.5, -0.5}, {2400, 0.5, -0.5}, {1 << 30, 0.5, -0.5},
	} {
		require.InDelta(t, tt.right, scoreOf(t, right, tokens(tt.tokens)), 1e-5, "%d", tt.tokens)
		require.InDelta(t, tt.wrong, scoreOf(t, wrong, tokens(tt.tokens)), 1e-5, "%d", tt.tokens)
	}
}

func TestCosineLengthIsMonotone(t *testing.T) {
	r := reward.Must(reward.CosineLength(reward.CosineLengthOptions{}, reward.Constant(1)))
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(1, 5000).Draw(t, "a"), rapid.IntRange(1, 5000).Draw(t, "b")
		require.GreaterOrEqual(t, scoreOf(t, r, tokens(min(a, b))), scoreOf(t, r, tokens(max(a, b))))
	})
}

func TestCosineLengthOfWhatCannotBeJudged(t *testing.T) {
	r := reward.Must(reward.CosineLength(reward.CosineLengthOptions{}, outcome{err: errBroken}.reward()))
	_, err := judge(r)
	require.ErrorIs(t, err, errBroken)
	half := reward.Must(reward.CosineLength(reward.CosineLengthOptions{At: 0.5, Correct: &reward.Ends{}}, reward.Constant(0.5)))
	require.Zero(t, scoreOf(t, half, tokens(10)), "ends of 0 are not the defaults")
}

// TestSoftOverlongGolden: DAPO's own setting, 16384 and a slope of 4096 above.
func TestSoftOverlongGolden(t *testing.T) {
	r := reward.Must(reward.SoftOverlong(reward.SoftOverlongOptions{Max: 20480, Cache: 4096}))
	byDefault := reward.Must(reward.SoftOverlong(reward.SoftOverlongOptions{Max: 20480}))
	for n, want := range map[int]float64{
		1: 0, 16384: 0, 16385: -1.0 / 4096, 17408: -0.25, 18432: -0.5, 20479: -4095.0 / 4096, 20480: -1, 20481: -1, 45056: -1,
	} {
		require.Equal(t, want, scoreOf(t, r, tokens(n)), "%d", n)
		require.Equal(t, want, scoreOf(t, byDefault, tokens(n)), "%d", n)
	}
}

func TestSoftOverlongIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 1000).Draw(t, "max")
		r := reward.Must(reward.SoftOverlong(reward.SoftOverlongOptions{Max: limit, Cache: rapid.IntRange(1, limit).Draw(t, "cache")}))
		v := scoreOf(t, r, tokens(rapid.IntRange(1, 10000).Draw(t, "n")))
		require.True(t, -1 <= v && v <= 0, "%v", v)
	})
}

func TestLengthUnits(t *testing.T) {
	s := &reward.Sample{Completion: reward.Str("één twee  drie\n")}
	for _, tt := range []struct {
		unit   reward.Unit
		tokens int
		want   int
		got    reward.Unit
	}{
		{reward.UnitAuto, 0, 15, reward.UnitChars}, {reward.UnitAuto, 4, 4, reward.UnitTokens},
		{reward.UnitTokens, 4, 4, reward.UnitTokens}, {reward.UnitChars, 4, 15, reward.UnitChars}, {reward.UnitWords, 4, 3, reward.UnitWords},
	} {
		s.Tokens = tt.tokens
		n, unit, err := reward.Length(s, tt.unit)
		require.NoError(t, err)
		require.Equal(t, tt.want, n)
		require.Equal(t, tt.got, unit)
	}
	s.Tokens = 0
	_, _, err := reward.Length(s, reward.UnitTokens)
	require.Equal(t, reward.KindInput, reward.KindOf(err), "an unknown length is not a length of 0")
}

func TestLengthTarget(t *testing.T) {
	score := func(o reward.LengthTargetOptions, n int) float64 {
		return scoreOf(t, reward.Must(reward.LengthTarget(o)), tokens(n))
	}
	o := reward.LengthTargetOptions{Target: 100}
	for n, want := range map[int]float64{100: 1, 50: 0.5, 150: 0.5, 200: 0, 5000: 0, 1: 0.01} {
		require.InDelta(t, want, score(o, n), 1e-12, "%d", n)
	}
	require.Equal(t, 1.0, score(reward.LengthTargetOptions{Target: 100, UpTo: true}, 3))
	require.Equal(t, 0.5, score(reward.LengthTargetOptions{Target: 100, Slack: 10, Width: 20}, 120))
	r := reward.Must(reward.LengthTarget(reward.LengthTargetOptions{}))
	require.Equal(t, 1.0, scoreOf(t, r, &reward.Sample{Tokens: 7, Answers: []string{" 7 "}}))
	_, err := r.Score(t.Context(), &reward.Sample{Tokens: 7, Answers: []string{"seven"}})
	require.Equal(t, reward.KindGold, reward.KindOf(err))
}

func TestTruncation(t *testing.T) {
	cut, whole := &reward.Sample{Truncated: true}, &reward.Sample{}
	give := func(v float64) reward.Reward { return outcome{value: v}.reward() }
	override := reward.Must(reward.Truncation(reward.TruncationOptions{Value: -10}, give(1)))
	require.Equal(t, -10.0, scoreOf(t, override, cut))
	require.Equal(t, 1.0, scoreOf(t, override, whole))
	scale := func(v float64) reward.Reward {
		return reward.Must(reward.Truncation(reward.TruncationOptions{Mode: reward.TruncationScale, Value: 0.5}, give(v)))
	}
	require.Equal(t, 0.5, scoreOf(t, scale(1), cut))
	require.Equal(t, -1.0, scoreOf(t, scale(-1), cut), "a fine does not shrink")
	mask := reward.Must(reward.Truncation(reward.TruncationOptions{Mode: reward.TruncationMask}, give(1)))
	_, err := mask.Score(t.Context(), cut)
	require.ErrorIs(t, err, reward.ErrAbstain)
}

func TestSchedule(t *testing.T) {
	points := []reward.SchedulePoint{{Step: 100, Factor: 1}, {Step: 200, Factor: 0}}
	for _, tt := range []struct {
		between string
		want    map[int]float64
	}{
		{"", map[int]float64{0: 2, 100: 2, 125: 1.5, 150: 1, 200: 0, 900: 0}},
		{"cosine", map[int]float64{0: 2, 150: 1, 200: 0, 125: 1 + math.Sqrt2/2}},
		{"hold", map[int]float64{0: 2, 199: 2, 200: 0}},
	} {
		r := reward.Must(reward.Schedule(reward.ScheduleOptions{Points: points, Between: tt.between}, outcome{value: 2}.reward()))
		for step, want := range tt.want {
			require.InDelta(t, want, scoreOf(t, r, &reward.Sample{Step: step}), 1e-12, "%s %d", tt.between, step)
		}
	}
}

func TestTurns(t *testing.T) {
	length := reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
		switch text := s.Completion.Last(); text {
		case "skip":
			return reward.Result{}, reward.Abstain("skip")
		case "break":
			return reward.Result{}, errBroken
		default:
			return reward.Val(float64(len(text)), "length"), nil
		}
	})
	chat := func(texts ...string) *reward.Sample {
		s := &reward.Sample{}
		s.Completion.Messages = append(s.Completion.Messages, reward.Message{Role: "tool", Content: "ignored"})
		for _, text := range texts {
			s.Completion.Messages = append(s.Completion.Messages, reward.Message{Role: "assistant", Content: text})
		}
		return s
	}
	s := chat("a", "skip", "bbb", "cc")
	for combine, want := range map[string]float64{"": 2, "mean": 2, "sum": 6, "min": 1, "max": 3, "product": 6, "last": 2} {
		r := reward.Must(reward.Turns(reward.TurnsOptions{Combine: combine}, length))
		require.Equal(t, want, scoreOf(t, r, s), combine)
		require.Equal(t, 4.0, scoreOf(t, r, &reward.Sample{Completion: reward.Str("four")}))
	}
	r := reward.Must(reward.Turns(reward.TurnsOptions{}, length))
	res, err := r.Score(t.Context(), chat("a", "break", "c"))
	require.ErrorIs(t, err, errBroken)
	require.ErrorContains(t, err, "turn 2")
	require.Len(t, res.Parts, 2)
	_, err = r.Score(t.Context(), chat("skip"))
	require.ErrorIs(t, err, reward.ErrAbstain)
	require.Zero(t, scoreOf(t, r, chat()))
	require.Zero(t, scoreOf(t, r, chat(strings.Split(strings.Repeat("x ", 2000), " ")...)))
}

func TestPenalty(t *testing.T) {
	require.Equal(t, -0.5, scoreOf(t, reward.Penalty(0.5, reward.Constant(0)), &reward.Sample{}))
	require.Zero(t, scoreOf(t, reward.Penalty(0.5, reward.Constant(1)), &reward.Sample{}))
}

func TestOptionsThatCannotBeUsed(t *testing.T) {
	one, nan := reward.Constant(1), math.NaN()
	errs := map[string]func() (reward.Reward, error){
		"cosine without reward": func() (reward.Reward, error) { return reward.CosineLength(reward.CosineLengthOptions{}, nil) },
		"cosine max":            func() (reward.Reward, error) { return reward.CosineLength(reward.CosineLengthOptions{Max: -1}, one) },
		"cosine ends": func() (reward.Reward, error) {
			return reward.CosineLength(reward.CosineLengthOptions{Correct: &reward.Ends{Short: nan}}, one)
		},
		"cosine unit": func() (reward.Reward, error) {
			return reward.CosineLength(reward.CosineLengthOptions{Unit: "lines"}, one)
		},
		"overlong max": func() (reward.Reward, error) { return reward.SoftOverlong(reward.SoftOverlongOptions{}) },
		"overlong cache": func() (reward.Reward, error) {
			return reward.SoftOverlong(reward.SoftOverlongOptions{Max: 1, Cache: 2})
		},
		"overlong unit": func() (reward.Reward, error) {
			return reward.SoftOverlong(reward.SoftOverlongOptions{Max: 1, Unit: "x"})
		},
		"target":          func() (reward.Reward, error) { return reward.LengthTarget(reward.LengthTargetOptions{Target: -1}) },
		"target unit":     func() (reward.Reward, error) { return reward.LengthTarget(reward.LengthTargetOptions{Unit: "x"}) },
		"truncation mode": func() (reward.Reward, error) { return reward.Truncation(reward.TruncationOptions{Mode: "cut"}, one) },
		"truncation factor": func() (reward.Reward, error) {
			return reward.Truncation(reward.TruncationOptions{Mode: "scale", Value: 2}, one)
		},
		"truncation NaN":        func() (reward.Reward, error) { return reward.Truncation(reward.TruncationOptions{Value: nan}, one) },
		"truncation of nothing": func() (reward.Reward, error) { return reward.Truncation(reward.TruncationOptions{}, nil) },
		"schedule empty":        func() (reward.Reward, error) { return reward.Schedule(reward.ScheduleOptions{}, one) },
		"schedule order": func() (reward.Reward, error) {
			return reward.Schedule(reward.ScheduleOptions{Points: make([]reward.SchedulePoint, 2)}, one)
		},
		"schedule between": func() (reward.Reward, error) {
			return reward.Schedule(reward.ScheduleOptions{Points: make([]reward.SchedulePoint, 1), Between: "x"}, one)
		},
		"schedule NaN": func() (reward.Reward, error) {
			return reward.Schedule(reward.ScheduleOptions{Points: []reward.SchedulePoint{{Factor: nan}}}, one)
		},
		"turns combine":    func() (reward.Reward, error) { return reward.Turns(reward.TurnsOptions{Combine: "x"}, one) },
		"turns of nothing": func() (reward.Reward, error) { return reward.Turns(reward.TurnsOptions{}, nil) },
	}
	for name, build := range errs {
		t.Run(name, func(t *testing.T) {
			r, err := build()
			require.Nil(t, r)
			require.Equal(t, reward.KindSpec, reward.KindOf(err))
		})
	}
}
