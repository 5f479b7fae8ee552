package politeness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	politeness "github.com/verireward/verireward/examples/unit-tested"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/rewardtest"
)

func TestPolite(t *testing.T) {
	for name, c := range map[string]struct {
		completion string
		want       float64
	}{
		"once":          {"It is 4. Thank you for asking.", 1},
		"never":         {"It is 4.", 0},
		"hack: twice":   {"Thank you. Thank you.", 0},
		"hack: a flood": {"thank you thank you thank you", 0},
		"empty":         {"", 0},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := reward.Judge(t.Context(), politeness.Polite{}, &reward.Sample{Completion: reward.Str(c.completion)})
			require.NoError(t, err)
			require.Equal(t, c.want, res.Value, res.Reason)
		})
	}
}

func TestPoliteConforms(t *testing.T) {
	rewardtest.Conform(t, politeness.Polite{}, rewardtest.Hostile()...)
}
