package reward_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

// said is a reward with a value and a reason.
func said(v float64, reason string) reward.Reward {
	return reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) { return reward.Val(v, reason), nil })
}

// TestFoldsLeaveOutWhoAbstains: those that abstain are left out wherever they stand, and the
// reason is that of the reward that gave the value, the first among equals.
func TestFoldsLeaveOutWhoAbstains(t *testing.T) {
	silent := reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) {
		return reward.Result{}, reward.Abstain("not mine")
	})
	for name, tt := range map[string]struct {
		r      reward.Reward
		value  float64
		reason string
	}{
		"product": {reward.Product(said(2, "a"), silent, said(3, "b"), silent, said(5, "c")), 30, "a"},
		"min":     {reward.Min(said(2, "a"), silent, said(1, "b"), said(1, "c"), said(3, "d")), 1, "b"},
		"max":     {reward.Max(silent, said(2, "a"), said(3, "b"), silent, said(3, "c")), 3, "b"},
	} {
		res, err := reward.Judge(t.Context(), tt.r, &reward.Sample{})
		require.NoError(t, err, name)
		require.Equal(t, tt.value, res.Value, name)
		require.Equal(t, tt.reason, res.Reason, name)
	}
}

// TestEdgesOfOptions: the last value that is allowed, and the first that is not.
func TestEdgesOfOptions(t *testing.T) {
	for _, v := range []float64{0, 1} {
		_, err := reward.Truncation(reward.TruncationOptions{Mode: reward.TruncationScale, Value: v}, reward.Constant(1))
		require.NoError(t, err, v)
	}
	for _, v := range []float64{-0.1, 1.1} {
		_, err := reward.Truncation(reward.TruncationOptions{Mode: reward.TruncationScale, Value: v}, reward.Constant(1))
		require.Equal(t, reward.KindSpec, reward.KindOf(err), v)
	}
	_, err := reward.CosineLength(reward.CosineLengthOptions{Max: -1}, reward.Constant(1))
	require.Equal(t, reward.KindSpec, reward.KindOf(err))
	require.Panics(t, func() { reward.Retry(reward.RetryOptions{Attempts: -1}, reward.Constant(1)) })
	require.NotPanics(t, func() { reward.Retry(reward.RetryOptions{}, reward.Constant(1)) })
	stairs := []reward.Stair{{From: 0.5, Value: 2}, {From: 1, Value: 3}}
	for v, want := range map[float64]float64{0.49: -1, 0.5: 2, 0.99: 2, 1: 3} {
		res, err := reward.Judge(t.Context(), reward.Step(-1, stairs, reward.Constant(v)), &reward.Sample{})
		require.NoError(t, err)
		require.Equal(t, want, res.Value, "%v", v)
	}
}
