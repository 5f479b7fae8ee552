package reward_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
)

var errBroken = reward.Errorf(reward.KindSandbox, "box broke")

// outcome is one of the three ways a component can end.
type outcome struct {
	value float64
	err   error
}

func (o outcome) reward() reward.Reward {
	return reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) {
		return reward.Val(o.value, fmt.Sprintf("because %v", o.value)), o.err
	})
}

func genValue() *rapid.Generator[float64] { return rapid.Float64Range(-10, 10) }

func genOutcome() *rapid.Generator[outcome] {
	return rapid.Custom(func(t *rapid.T) outcome {
		switch rapid.IntRange(0, 9).Draw(t, "way") {
		case 0:
			return outcome{err: errBroken}
		case 1, 2:
			return outcome{err: reward.Abstain("not mine")}
		}
		return outcome{value: genValue().Draw(t, "value")}
	})
}

func genWeight() *rapid.Generator[float64] {
	return rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(-3, 3))
}

func judge(r reward.Reward) (reward.Result, error) {
	return reward.Judge(context.Background(), r, &reward.Sample{})
}

func components(outs []outcome, weights []float64) []reward.Component {
	cs := make([]reward.Component, len(outs))
	for i, o := range outs {
		cs[i] = reward.Component{Name: fmt.Sprintf("c%d", i), Weight: weights[i], Reward: o.reward()}
	}
	return cs
}

// drawComponents draws outcomes and as many weights.
func drawComponents(t *rapid.T, weight *rapid.Generator[float64]) ([]outcome, []float64) {
	outs := rapid.SliceOfN(genOutcome(), 1, 6).Draw(t, "outcomes")
	return outs, rapid.SliceOfN(weight, len(outs), len(outs)).Draw(t, "weights")
}

func TestWeightedIsTheSumOfWhatApplies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		outs, weights := drawComponents(t, genWeight())
		want, applies, failed := 0.0, false, -1
		for i, o := range outs {
			switch {
			case weights[i] == 0 || errors.Is(o.err, reward.ErrAbstain):
			case o.err != nil:
				failed = i
			default:
				want, applies = want+weights[i]*o.value, true
			}
			if failed >= 0 {
				break
			}
		}
		res, err := judge(reward.Weighted(components(outs, weights)...))
		switch {
		case failed >= 0:
			require.ErrorIs(t, err, errBroken)
			require.ErrorContains(t, err, fmt.Sprintf("c%d: ", failed))
			require.Len(t, res.Parts, failed+1, "the parts computed so far")
		case !applies:
			require.ErrorIs(t, err, reward.ErrAbstain)
			require.Len(t, res.Parts, len(outs))
		default:
			require.NoError(t, err)
			require.Equal(t, want, res.Value)
			require.Len(t, res.Parts, len(outs))
			for i, p := range res.Parts {
				require.Equal(t, weights[i], p.Weight)
				require.Equal(t, outs[i].err, p.Err)
			}
		}
	})
}

func TestMetricNeverCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		outs, weights := drawComponents(t, rapid.Float64Range(0.5, 2))
		metric := genOutcome().Draw(t, "metric")
		plain, plainErr := judge(reward.Weighted(components(outs, weights)...))
		cs := append([]reward.Component{{Name: "metric", Reward: metric.reward()}}, components(outs, weights)...)
		with, withErr := judge(reward.Weighted(cs...))
		require.Equal(t, plainErr, withErr)
		require.Equal(t, plain.Value, with.Value)
		require.Equal(t, metric.err, with.Parts[0].Err)
	})
}

func TestMeanLiesBetweenItsComponents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		outs, weights := drawComponents(t, rapid.Float64Range(0.1, 3))
		res, err := judge(reward.Mean(components(outs, weights)...))
		if err != nil {
			return
		}
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, o := range outs {
			if o.err == nil {
				lo, hi = min(lo, o.value), max(hi, o.value)
			}
		}
		require.GreaterOrEqual(t, res.Value, lo-1e-9)
		require.LessOrEqual(t, res.Value, hi+1e-9)
	})
}

func TestAggregationPresets(t *testing.T) {
	one, two := outcome{value: 1}, outcome{value: 2}
	away, broken := outcome{err: reward.Abstain("n/a")}, outcome{err: errBroken}
	tests := []struct {
		name string
		how  reward.Aggregation
		outs []outcome
		want float64
		err  error
	}{
		{"TRL leaves None out", reward.TRL, []outcome{one, away, two}, 1 + 2*3, nil},
		{"TRL all None has no reward", reward.TRL, []outcome{away, away, away}, 0, reward.ErrAbstain},
		{"NeMo-RL divides by all weights", reward.NeMoRL, []outcome{one, one, two}, (1 + 2 + 6) / 6.0, nil},
		{"NeMo-RL does not make up for a missing value", reward.NeMoRL, []outcome{one, away, two}, 7 / 6.0, nil},
		{"the mean does", reward.NormalisedMean, []outcome{one, away, two}, 7 / 4.0, nil},
		{"verifiers counts an exception as 0", reward.Verifiers, []outcome{one, broken, two}, 7, nil},
		{"everyone else reports it", reward.TRL, []outcome{one, broken, two}, 0, errBroken},
		{"GDPO records the sum", reward.GDPO, []outcome{one, one, two}, 9, nil},
		{"abstaining as 0, written out", reward.Aggregation{Renormalise: reward.OverPresent, AbstainAsZero: true},
			[]outcome{one, away, two}, 7 / 6.0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, err := judge(reward.Aggregate(tt.how, components(tt.outs, []float64{1, 2, 3})...))
			if tt.err != nil {
				require.ErrorIs(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			require.InDelta(t, tt.want, res.Value, 1e-12)
		})
	}
}

// foldReference joins the outcomes as the documentation of Product, Min and
// Max says.
func foldReference(outs []outcome, join func(a, b float64) float64) (v float64, err error) {
	found := false
	for _, o := range outs {
		switch {
		case errors.Is(o.err, reward.ErrAbstain):
		case o.err != nil:
			return 0, o.err
		case !found:
			v, found = o.value, true
		default:
			v = join(v, o.value)
		}
	}
	if !found {
		return 0, reward.ErrAbstain
	}
	return v, nil
}

func TestFolds(t *testing.T) {
	folds := []struct {
		name string
		make func(...reward.Reward) reward.Reward
		join func(a, b float64) float64
	}{
		{"product", reward.Product, func(a, b float64) float64 { return a * b }},
		{"min", reward.Min, func(a, b float64) float64 { return math.Min(a, b) }},
		{"max", reward.Max, func(a, b float64) float64 { return math.Max(a, b) }},
	}
	for _, f := range folds {
		t.Run(f.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				outs := rapid.SliceOfN(genOutcome(), 1, 6).Draw(t, "outcomes")
				rs := make([]reward.Reward, len(outs))
				for i, o := range outs {
					rs[i] = o.reward()
				}
				want, wantErr := foldReference(outs, f.join)
				res, err := judge(f.make(rs...))
				if wantErr != nil {
					require.ErrorIs(t, err, wantErr)
					return
				}
				require.NoError(t, err)
				require.Equal(t, want, res.Value)
			})
		})
	}
}

func TestMinAndMaxGiveTheReasonOfTheirValue(t *testing.T) {
	rs := []reward.Reward{outcome{value: 2}.reward(), outcome{value: 1}.reward(), outcome{value: 3}.reward()}
	res, err := judge(reward.Min(rs...))
	require.NoError(t, err)
	require.Equal(t, "because 1", res.Reason)
	res, err = judge(reward.Max(rs...))
	require.NoError(t, err)
	require.Equal(t, "because 3", res.Reason)
}

func TestGateLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := genOutcome().Draw(t, "a"), genOutcome().Draw(t, "b")
		x := genValue().Draw(t, "threshold")
		judgedB := false
		body := reward.Func(func(ctx context.Context, s *reward.Sample) (reward.Result, error) {
			judgedB = true
			return b.reward().Score(ctx, s)
		})
		res, err := judge(reward.Gate(a.reward(), x, body))
		switch {
		case a.err != nil:
			require.ErrorIs(t, err, a.err)
			require.False(t, judgedB)
		case a.value < x:
			require.NoError(t, err)
			require.Zero(t, res.Value)
			require.Equal(t, fmt.Sprintf("because %v", a.value), res.Reason)
			require.False(t, judgedB, "what is behind a shut gate is not judged")
		case b.err != nil:
			require.ErrorIs(t, err, b.err)
		default:
			require.NoError(t, err)
			require.Equal(t, b.value, res.Value)
			require.Equal(t, fmt.Sprintf("because %v", b.value), res.Reason)
		}
	})
}

func TestFirstIsTheFirstThatApplies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		outs := rapid.SliceOfN(genOutcome(), 1, 6).Draw(t, "outcomes")
		rs := make([]reward.Reward, len(outs))
		for i, o := range outs {
			rs[i] = o.reward()
		}
		for i := range outs {
			if rapid.IntRange(0, 5).Draw(t, "other gold") == 0 {
				outs[i].err = reward.OtherGold("42 is no letter, says %d", i)
				rs[i] = outs[i].reward()
			}
		}
		res, err := judge(reward.First(rs...))
		var other error
		for i, o := range outs {
			if errors.Is(o.err, reward.ErrAbstain) {
				continue
			}
			if errors.Is(o.err, reward.ErrOtherGold) {
				other = o.err
				continue
			}
			require.Len(t, res.Parts, i+1)
			if o.err != nil {
				require.ErrorIs(t, err, o.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, o.value, res.Value)
			return
		}
		require.Len(t, res.Parts, len(outs))
		if other != nil {
			require.ErrorIs(t, err, other)
			require.Equal(t, reward.KindGold, reward.KindOf(err))
			require.NotErrorIs(t, err, reward.ErrAbstain)
			return
		}
		require.ErrorIs(t, err, reward.ErrAbstain)
	})
}

func TestCascadeStopsAtTheFirstThatDecides(t *testing.T) {
	calls := 0
	dear := reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) {
		calls++
		return reward.Val(0.7, "dear"), nil
	})
	cheap := func(v float64) reward.Stage {
		return reward.Stage{Reward: reward.Name("cheap", outcome{value: v}.reward()), Decides: reward.AtLeast(1)}
	}
	res, err := judge(reward.Cascade(cheap(1), reward.Stage{Reward: dear}))
	require.NoError(t, err)
	require.Equal(t, 1.0, res.Value)
	require.Zero(t, calls)
	res, err = judge(reward.Cascade(cheap(0), reward.Stage{Reward: dear}))
	require.NoError(t, err)
	require.Equal(t, 0.7, res.Value)
	require.Equal(t, 1, calls)
	require.Equal(t, "cheap", res.Parts[0].Name)

	res, err = judge(reward.Cascade(cheap(0.2), reward.Stage{Reward: outcome{err: reward.Abstain("no")}.reward()}))
	require.NoError(t, err)
	require.Equal(t, 0.2, res.Value, "the last value stands when the last stage abstains")
	_, err = judge(reward.Cascade(reward.Stage{Reward: outcome{err: errBroken}.reward()}, cheap(1)))
	require.ErrorIs(t, err, errBroken)
	require.True(t, reward.AtMost(0)(0) && !reward.AtMost(0)(0.1))
}

func TestShapes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := genValue().Draw(t, "v")
		a, b := genValue().Draw(t, "a"), genValue().Draw(t, "b")
		lo, hi := min(a, b), max(a, b)
		value := func(r reward.Reward) float64 {
			res, err := judge(r)
			require.NoError(t, err)
			return res.Value
		}
		r := reward.Constant(v)
		require.Equal(t, v, value(r))
		require.Equal(t, a*v, value(reward.Scale(a, r)))
		clamped := reward.Clamp(lo, hi, r)
		require.Equal(t, value(clamped), value(reward.Clamp(lo, hi, clamped)), "clamp is idempotent")
		require.True(t, lo <= value(clamped) && value(clamped) <= hi)
		require.Equal(t, v >= a, value(reward.Threshold(a, r)) == 1)
		stairs := reward.Step(-1, []reward.Stair{{From: hi, Value: 2}, {From: lo, Value: 1}}, r)
		switch {
		case v >= hi:
			require.Equal(t, 2.0, value(stairs))
		case v >= lo:
			require.Equal(t, 1.0, value(stairs))
		default:
			require.Equal(t, -1.0, value(stairs))
		}
		u := reward.Constant(rapid.Float64Range(0, 1).Draw(t, "u"))
		require.InDelta(t, value(u), value(reward.Not(reward.Not(u))), 1e-12, "not is its own inverse")
	})
	_, err := judge(reward.Not(reward.Constant(2)))
	require.ErrorContains(t, err, "outside [0, 1]")
	_, err = judge(reward.Map(math.Log, reward.Constant(0)))
	require.Equal(t, reward.KindInternal, reward.KindOf(err), "log 0 is not finite")
	_, err = judge(reward.Scale(2, outcome{err: reward.Abstain("n/a")}.reward()))
	require.ErrorIs(t, err, reward.ErrAbstain)
}

func TestMisusePanicsAtConstruction(t *testing.T) {
	one := reward.Constant(1)
	nan := math.NaN()
	misuses := map[string]func(){
		"nil component":      func() { reward.Weighted(reward.Component{Name: "a", Weight: 1}) },
		"nameless component": func() { reward.Weighted(reward.Component{Weight: 1, Reward: outcome{}.reward()}) },
		"repeated name": func() {
			reward.Weighted(reward.Component{Name: "a", Reward: one}, reward.Component{Name: "a", Reward: one})
		},
		"NaN weight":          func() { reward.Weighted(reward.Component{Name: "a", Weight: nan, Reward: one}) },
		"negative mean":       func() { reward.Mean(reward.Component{Name: "a", Weight: -1, Reward: one}) },
		"mean without weight": func() { reward.Mean(reward.Component{Name: "a", Reward: one}) },
		"empty product":       func() { reward.Product() },
		"nil in min":          func() { reward.Min(one, nil) },
		"NaN gate":            func() { reward.Gate(one, nan, one) },
		"empty first":         func() { reward.First() },
		"empty cascade":       func() { reward.Cascade() },
		"NaN scale":           func() { reward.Scale(nan, one) },
		"reversed clamp":      func() { reward.Clamp(1, 0, one) },
		"infinite constant":   func() { reward.Constant(math.Inf(1)) },
		"nil map":             func() { reward.Map(nil, one) },
		"no time":             func() { reward.Timeout(0, one) },
		"negative attempts":   func() { reward.Retry(reward.RetryOptions{Attempts: -1}, one) },
		"negative cache":      func() { reward.Cache(-1, one) },
		"empty name":          func() { reward.Name("", one) },
		"empty field":         func() { reward.From("", one) },
		"nil case":            func() { reward.Route(reward.RouteOptions{Cases: []reward.Case{{Pattern: "*"}}}) },
		"must":                func() { reward.Must(nil, errBroken) },
	}
	for name, misuse := range misuses {
		t.Run(name, func(t *testing.T) { require.Panics(t, misuse) })
	}
}
