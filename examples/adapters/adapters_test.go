package adapters_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/examples/adapters"
	"github.com/verireward/verireward/reward"
)

// picky is 1 for the right answer, abstains without a prompt and fails
// without an answer.
var picky = reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
	switch {
	case s.Prompt.Plain == "":
		return reward.Result{}, reward.Abstain("no prompt")
	case s.Answers[0] == "":
		return reward.Result{}, reward.Errorf(reward.KindGold, "no answer")
	case s.Completion.Plain == s.Answers[0]:
		return reward.Val(1, "same"), nil
	}
	return reward.Val(0, "other"), nil
})

func TestForSample(t *testing.T) {
	score := adapters.ForSample(picky)
	v, err := score(t.Context(), "p", "a", "a")
	require.NoError(t, err)
	require.Equal(t, 1.0, v)
	_, err = score(t.Context(), "", "a", "a")
	require.ErrorIs(t, err, reward.ErrAbstain)
}

func TestForBatchDropsWhatHasNoReward(t *testing.T) {
	var failures []int
	score := adapters.ForBatch(picky, reward.BatchOptions{}, func(i int, _ error) { failures = append(failures, i) })
	values, keep, err := score(t.Context(),
		[]string{"p", "p", "", "p"}, []string{"a", "b", "a", "a"}, []string{"a", "a", "a", ""})
	require.NoError(t, err)
	require.Equal(t, []float64{1, 0, 0, 0}, values)
	require.Equal(t, []bool{true, true, false, false}, keep)
	require.Equal(t, []int{3}, failures)

	_, _, err = score(t.Context(), []string{"p"}, nil, nil)
	require.ErrorContains(t, err, "differ in number")
}
