package group

import (
	"fmt"
	"math"

	"github.com/verireward/verireward/reward"
)

// FilterOptions configure Filter.
type FilterOptions struct {
	// MinStd is the standard deviation a group must exceed; 0 means 1e-6.
	MinStd float64
	// Low and High bound the group's mean, both exclusive, where High is
	// greater than Low; otherwise the mean does not matter. DAPO keeps groups
	// that are neither all wrong nor all right: 0 and 1.
	Low, High float64
	// MinRollouts is how many rollouts with a reward a group needs; 0 means 2.
	MinRollouts int
}

// Filter is dynamic sampling: it reports whether a group is worth training on,
// and why not. Source: DAPO (2025), equation 11.
//
// Give it the unshaped score, accuracy, not the total: with a length or format
// term in the total every group has spread, and nothing is filtered. Rollouts
// without a reward are not counted; they never make a group look mixed.
func Filter(score []Value, o FilterOptions) (keep bool, reason string) {
	if o.MinStd == 0 {
		o.MinStd = noSpread
	}
	if o.MinRollouts == 0 {
		o.MinRollouts = 2
	}
	s := Describe(score)
	judged := s.N - s.Abstained - s.Failed
	switch {
	case judged < o.MinRollouts:
		return false, fmt.Sprintf("%d of %d rollouts have a reward", judged, s.N)
	case s.Std <= o.MinStd:
		return false, fmt.Sprintf("all rewards are %.4g", s.Mean)
	case o.High > o.Low && (s.Mean <= o.Low || s.Mean >= o.High):
		return false, fmt.Sprintf("the mean %.4g is not between %.4g and %.4g", s.Mean, o.Low, o.High)
	}
	return true, ""
}

// KimiLength are the length rewards of one group by the lengths of its
// rollouts:
//
//	lambda_i = 0.5 - (n_i - min n)/(max n - min n)
//	right: lambda_i        wrong: min(0, lambda_i)
//
// A rollout is right when its score is at least 1. When all lengths are equal,
// all rewards are 0. Lengths of missing rollouts count only where the score
// does. Source: Kimi k1.5 (2025), section 2.3.3. Not repeated from open-r1:
// there the lengths of the whole batch are compared, so that a rollout pays for
// the length of another prompt's answers.
func KimiLength(score []Value, lengths []int, missing Missing) ([]float64, error) {
	if len(score) != len(lengths) {
		return nil, reward.Errorf(reward.KindSpec, "kimi length: %d scores and %d lengths", len(score), len(lengths))
	}
	vs, at, err := present(score, missing)
	if err != nil {
		return nil, err
	}
	shortest, longest := math.MaxInt, math.MinInt
	for _, i := range at {
		shortest, longest = min(shortest, lengths[i]), max(longest, lengths[i])
	}
	out := make([]float64, len(at))
	for k, i := range at {
		if longest == shortest {
			continue
		}
		lambda := 0.5 - float64(lengths[i]-shortest)/float64(longest-shortest)
		if vs[k] < 1 {
			lambda = min(0, lambda)
		}
		out[k] = lambda
	}
	return spread(len(score), at, out), nil
}

// Diversity are rewards for saying what others of the group do not: one over
// the number of rollouts with the same key, less the value a group of equals
// would have, so that it runs from 0 (all alike) to 1 - 1/n (all different).
// Keys are what the caller takes for the same: an extracted answer, a text.
func Diversity(keys []string) []float64 {
	count := make(map[string]int, len(keys))
	for _, k := range keys {
		count[k]++
	}
	out := make([]float64, len(keys))
	for i, k := range keys {
		out[i] = 1/float64(count[k]) - 1/float64(len(keys))
	}
	return out
}
