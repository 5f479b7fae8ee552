package group

import (
	"errors"
	"fmt"
	"math"

	"github.com/verireward/verireward/reward"
)

// Value is the reward of one rollout, or none.
type Value struct {
	// V is the reward; it is finite where Err is nil.
	V float64
	// Err is why there is no reward: an abstention or a fault.
	Err error
}

// Of makes a Value of every number.
func Of(vs ...float64) []Value {
	out := make([]Value, len(vs))
	for i, v := range vs {
		out[i] = Value{V: v}
	}
	return out
}

// Values are the total rewards of outcomes.
func Values(outcomes []reward.Outcome) []Value {
	out := make([]Value, len(outcomes))
	for i, o := range outcomes {
		out[i] = Value{V: o.Result.Value, Err: o.Err}
	}
	return out
}

// Component are the values of the part called name. A rollout without that
// part has an error of its own.
func Component(outcomes []reward.Outcome, name string) []Value {
	out := make([]Value, len(outcomes))
	for i := range outcomes {
		p, ok := outcomes[i].Result.Find(name)
		switch {
		case ok:
			out[i] = Value{V: p.Value, Err: p.Err}
		case outcomes[i].Err != nil:
			out[i].Err = outcomes[i].Err
		default:
			out[i].Err = reward.Errorf(reward.KindInternal, "the reward has no part %q", name)
		}
	}
	return out
}

// Missing says what rollouts without a reward do to their group.
type Missing int

// The choices.
const (
	// Refuse returns an error that matches ErrMissing.
	Refuse Missing = iota
	// LeaveOut forms the baseline over the rollouts that have a reward, as if
	// the others had not been sampled.
	LeaveOut
	// DropGroup gives no rollout of the group a result.
	DropGroup
)

// ErrMissing is matched by the error of a group with rollouts without reward,
// where the caller has not said what to do with them.
var ErrMissing = errors.New("rollouts without reward")

// present returns the rewards of the group that count and their places. With
// no error and no rewards there is nothing to compute.
func present(values []Value, m Missing) (vs []float64, at []int, err error) {
	for i, v := range values {
		if v.Err == nil {
			if math.IsNaN(v.V) || math.IsInf(v.V, 0) {
				return nil, nil, reward.Errorf(reward.KindInternal, "the reward of rollout %d is %v", i, v.V)
			}
			vs, at = append(vs, v.V), append(at, i)
		}
	}
	if len(vs) == len(values) {
		return vs, at, nil
	}
	switch m {
	case LeaveOut:
		return vs, at, nil
	case DropGroup:
		return nil, nil, nil
	}
	return nil, nil, fmt.Errorf("%w: %d of %d", ErrMissing, len(values)-len(vs), len(values))
}

// spread puts results back to the places of their rollouts.
func spread(n int, at []int, results []float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	for k, i := range at {
		out[i] = results[k]
	}
	return out
}

// By collects the indices of samples that share Sample.Group, groups in order
// of their first sample. Samples without a group are groups of their own.
func By(samples []*reward.Sample) [][]int {
	var out [][]int
	place := map[string]int{}
	for i, s := range samples {
		at, ok := place[s.Group]
		if !ok || s.Group == "" {
			at = len(out)
			place[s.Group] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], i)
	}
	return out
}
