package codecheck

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

func TestRewards(t *testing.T) {
	c := newChecker(t, Options{})
	tests := `[{"kind":"call","fn":"f","args":[1],"expected":2,"subtask":"a"},{"kind":"call","fn":"f","args":[2],"expected":3,"subtask":"a","weight":2},
		{"kind":"call","fn":"f","args":[3],"expected":4,"subtask":"b"}]`
	right, half := "```python\ndef f(x): return x + 1\n```", "```python\ndef f(x): return x + 1 if x != 2 else 0\n```"
	for _, tc := range []struct {
		name       string
		o          RewardOptions
		completion string
		want       float64
	}{
		{"accuracy right", RewardOptions{}, right, 1},
		{"accuracy half", RewardOptions{Formula: Accuracy}, half, 0},
		{"fraction half", RewardOptions{Formula: PassRate}, half, 0.5},
		{"first only", RewardOptions{Formula: Accuracy, First: 1}, half, 1},
		{"subtasks half", RewardOptions{Formula: IOI}, half, 0.25},
		{"codeforces right", RewardOptions{Formula: Codeforces}, right, 1},
		{"codeforces half", RewardOptions{Formula: Codeforces}, half, 0.05},
		{"codeforces no code", RewardOptions{Formula: Codeforces}, "I do not know.", -1},
		{"runtime below threshold", RewardOptions{Formula: RuntimeFactor, Threshold: 1}, half, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, err := c.Reward(tc.o)
			require.NoError(t, err)
			s := &reward.Sample{Completion: reward.Str(tc.completion), Tests: json.RawMessage(tests), Meta: map[string]any{"language": "python"}}
			res, err := reward.Judge(t.Context(), r, s)
			require.NoError(t, err)
			require.InDelta(t, tc.want, res.Value, 1e-12, res.Reason)
			var names []string
			for _, p := range res.Parts {
				names = append(names, p.Name)
			}
			require.Equal(t, []string{"pass_rate", "compiled", "has_code", "tests"}, names)
		})
	}
	r, err := c.Reward(RewardOptions{Formula: RuntimeFactor, Threshold: 1, Language: "py"})
	require.NoError(t, err)
	res, err := r.Score(t.Context(), &reward.Sample{Completion: reward.Str(right), Tests: json.RawMessage(tests)})
	require.NoError(t, err)
	require.Greater(t, res.Value, 0.5)
	require.LessOrEqual(t, res.Value, 1.0)

	_, err = r.Score(t.Context(), &reward.Sample{Completion: reward.Str(right)})
	require.Equal(t, reward.KindInput, reward.KindOf(err), "no tests is never a reward")
	_, err = c.Reward(RewardOptions{Formula: "nope"})
	require.Equal(t, reward.KindSpec, reward.KindOf(err))
	_, err = c.Reward(RewardOptions{Language: "nope"})
	require.Equal(t, reward.KindSpec, reward.KindOf(err))
}
