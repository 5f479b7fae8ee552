package group

import (
	"errors"
	"math"
	"slices"

	"github.com/verireward/verireward/reward"
)

// Stats describe one group.
type Stats struct {
	// N is the number of rollouts; Abstained and Failed are how many of them
	// have no reward, and why.
	N, Abstained, Failed int
	// Mean, Std (of the sample, by n-1), Min, Max and Median are those of the
	// rollouts with a reward, and NaN where there is none.
	Mean, Std, Min, Max, Median float64
	// Signal reports whether the rewards differ, so that the group teaches
	// anything.
	Signal bool
}

// Describe computes the statistics of a group.
func Describe(values []Value) Stats {
	s := Stats{N: len(values)}
	var vs []float64
	for _, v := range values {
		switch {
		case v.Err == nil:
			vs = append(vs, v.V)
		case isAbstention(v.Err):
			s.Abstained++
		default:
			s.Failed++
		}
	}
	if len(vs) == 0 {
		nan := math.NaN()
		s.Mean, s.Std, s.Min, s.Max, s.Median = nan, nan, nan, nan, nan
		return s
	}
	slices.Sort(vs)
	s.Mean = mean(vs)
	s.Std = std(vs, s.Mean, false)
	s.Min, s.Max = vs[0], vs[len(vs)-1]
	s.Median = (vs[(len(vs)-1)/2] + vs[len(vs)/2]) / 2
	s.Signal = s.Std > noSpread
	return s
}

// noSpread is the standard deviation up to which rewards count as equal.
const noSpread = 1e-6

func isAbstention(err error) bool { return errors.Is(err, reward.ErrAbstain) }

func mean(vs []float64) float64 {
	sum := 0.0
	for _, v := range vs {
		sum += v
	}
	return sum / float64(len(vs))
}

// std is the standard deviation around m: by n for a population, and else by
// n-1, 0 for a single value.
func std(vs []float64, m float64, population bool) float64 {
	n := float64(len(vs))
	if !population {
		n--
	}
	if n <= 0 {
		return 0
	}
	sum := 0.0
	for _, v := range vs {
		sum += (v - m) * (v - m)
	}
	return math.Sqrt(sum / n)
}

func apply(vs []float64, f func(float64) float64) []float64 {
	out := make([]float64, len(vs))
	for i, v := range vs {
		out[i] = f(v)
	}
	return out
}

// Best returns the index of the rollout with the greatest reward, the first
// among equals (best-of-n), or -1 if none has one.
func Best(values []Value) int {
	best := -1
	for i, v := range values {
		if v.Err == nil && (best < 0 || v.V > values[best].V) {
			best = i
		}
	}
	return best
}

// BestOfK is the expected greatest reward of k rollouts drawn from the group
// without replacement. For rewards of 0 and 1 it is PassAtK. Rollouts without a
// reward are as missing says; the result is NaN where there are fewer than k.
func BestOfK(values []Value, k int, missing Missing) (float64, error) {
	if k < 1 {
		return 0, reward.Errorf(reward.KindSpec, "best of %d", k)
	}
	vs, _, err := present(values, missing)
	if err != nil {
		return 0, err
	}
	n := len(vs)
	if n < k {
		return math.NaN(), nil
	}
	slices.Sort(vs)
	// The i-th smallest (from 1) is the greatest of C(i-1, k-1) of the C(n, k)
	// draws; going down from i = n that share is k/n, then shrinks by
	// (i-k)/(i-1) each time.
	sum, share := 0.0, float64(k)/float64(n)
	for i := n; i >= k; i-- {
		sum += share * vs[i-1]
		share *= float64(i-k) / float64(max(i-1, 1))
	}
	return sum, nil
}

// PassAtK is the unbiased estimate of the chance that one of k rollouts passes,
// from c that passed among n:
//
//	pass@k = 1 - C(n-c, k)/C(n, k) = 1 - product over i in (n-c, n] of (1 - k/i)
//
// The product is computed, which neither overflows nor cancels. Source: "Evaluating
// Large Language Models Trained on Code" (2021). It is NaN for k > n.
func PassAtK(n, c, k int) float64 {
	if n < 0 || c < 0 || c > n || k < 1 || k > n {
		return math.NaN()
	}
	if n-c < k {
		return 1
	}
	miss := 1.0
	for i := n - c + 1; i <= n; i++ {
		miss *= 1 - float64(k)/float64(i)
	}
	return 1 - miss
}

// Passed counts the rollouts whose reward is at least threshold and those with
// a reward at all, for PassAtK.
func Passed(values []Value, threshold float64) (n, c int) {
	for _, v := range values {
		if v.Err != nil {
			continue
		}
		n++
		if v.V >= threshold {
			c++
		}
	}
	return n, c
}
