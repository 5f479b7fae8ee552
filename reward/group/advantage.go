package group

import (
	"math"

	"github.com/verireward/verireward/reward"
)

// Options configure advantages.
type Options struct {
	// Missing is what rollouts without reward do.
	Missing Missing
	// Eps is added to the standard deviation before dividing by it; 0 means
	// 1e-4, TRL's value.
	Eps float64
	// Population divides by the population's standard deviation (by n), as
	// the GRPO paper's notation has it; otherwise by the sample's (by n-1),
	// as torch.std in TRL, verl and OpenRLHF does.
	Population bool
}

// defaultEps keeps a group without spread at advantage 0.
const defaultEps = 1e-4

func (o Options) eps() float64 {
	if o.Eps == 0 {
		return defaultEps
	}
	return o.Eps
}

// GRPO are the advantages of group-relative policy optimisation:
//
//	A_i = (r_i - mean(r)) / (std(r) + eps)
//
// Source: DeepSeekMath (2024), equation for outcome supervision. A group of
// one rollout, and a group in which all rewards are equal, has advantage 0.
func GRPO(values []Value, o Options) ([]float64, error) {
	return baseline(values, o, func(vs []float64) []float64 {
		m := mean(vs)
		sd := std(vs, m, o.Population) + o.eps()
		return apply(vs, func(v float64) float64 { return (v - m) / sd })
	})
}

// DrGRPO are the advantages without the division by the standard deviation:
//
//	A_i = r_i - mean(r)
//
// Source: "Understanding R1-Zero-Like Training" (2025).
func DrGRPO(values []Value, o Options) ([]float64, error) {
	return baseline(values, o, func(vs []float64) []float64 {
		m := mean(vs)
		return apply(vs, func(v float64) float64 { return v - m })
	})
}

// RLOO are the leave-one-out advantages:
//
//	A_i = r_i - mean of the others
//
// Source: "Back to Basics" (2024). One rollout has no others and advantage 0.
func RLOO(values []Value, o Options) ([]float64, error) {
	return baseline(values, o, func(vs []float64) []float64 {
		n := float64(len(vs))
		if n < 2 {
			return make([]float64, len(vs))
		}
		m := mean(vs)
		return apply(vs, func(v float64) float64 { return (v - m) * n / (n - 1) })
	})
}

func baseline(values []Value, o Options, f func([]float64) []float64) ([]float64, error) {
	if o.Eps < 0 || math.IsNaN(o.Eps) {
		return nil, reward.Errorf(reward.KindSpec, "advantage: eps is %v", o.Eps)
	}
	vs, at, err := present(values, o.Missing)
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		return spread(len(values), nil, nil), nil
	}
	return spread(len(values), at, f(vs)), nil
}

// WeightedComponent is one component of GDPO.
type WeightedComponent struct {
	// Weight is what the component's normalised values are multiplied by.
	Weight float64
	// Values are the component's rewards, one for each rollout of the batch.
	Values []Value
}

// GDPO are the advantages of group-decoupled normalisation over a batch: each
// component is normalised within its own group, the weighted results are
// summed, and the sums are normalised over the batch:
//
//	A_ik = (r_ik - mean_k) / (std_k + eps)   for component k within the group
//	A_i  = (S_i - mean(S)) / (std(S) + eps)  with S_i = sum of w_k x A_ik
//
// Groups hold the indices of the rollouts of each prompt, as By returns them.
// Source: GDPO (2026); TRL's normalize_then_sum. A component that abstains on a
// rollout adds nothing to that rollout's sum and stays out of the component's
// baseline, as its weight would in a sum of rewards; one that failed is missing
// as o.Missing says, and so is a rollout on which all components abstain.
func GDPO(groups [][]int, components []WeightedComponent, o Options) ([]float64, error) {
	if len(components) == 0 {
		return nil, reward.Errorf(reward.KindSpec, "gdpo: no components")
	}
	n := len(components[0].Values)
	sums := make([]Value, n)
	for i := range sums {
		sums[i].Err = reward.ErrAbstain
	}
	for _, c := range components {
		if len(c.Values) != n {
			return nil, reward.Errorf(reward.KindSpec, "gdpo: components of %d and %d rollouts", n, len(c.Values))
		}
	}
	for _, g := range groups {
		failed, err := failures(g, components, o.Missing)
		if err != nil {
			return nil, err
		}
		for _, c := range components {
			addNormalised(sums, g, c, failed, o)
		}
		for _, i := range g {
			if failed[i] {
				sums[i] = Value{Err: ErrMissing}
			}
		}
	}
	all := o
	if all.Missing == DropGroup {
		all.Missing = LeaveOut // the groups concerned are out already
	}
	return GRPO(sums, all)
}

// failures are the rollouts of a group that some counting component could not
// judge; with DropGroup one of them takes the whole group along.
func failures(g []int, components []WeightedComponent, m Missing) (map[int]bool, error) {
	failed := map[int]bool{}
	for _, c := range components {
		for _, i := range g {
			if i < 0 || i >= len(c.Values) {
				return nil, reward.Errorf(reward.KindSpec, "gdpo: a group holds rollout %d of %d", i, len(c.Values))
			}
			if v := c.Values[i]; c.Weight != 0 && v.Err != nil && !isAbstention(v.Err) {
				failed[i] = true
			}
		}
	}
	if m == DropGroup && len(failed) > 0 {
		for _, i := range g {
			failed[i] = true
		}
	}
	return failed, nil
}

func addNormalised(sums []Value, g []int, c WeightedComponent, failed map[int]bool, o Options) {
	var vs []float64
	var at []int
	for _, i := range g {
		if !failed[i] && c.Values[i].Err == nil && c.Weight != 0 {
			vs, at = append(vs, c.Values[i].V), append(at, i)
		}
	}
	if len(vs) == 0 {
		return
	}
	m := mean(vs)
	sd := std(vs, m, o.Population) + o.eps()
	for k, i := range at {
		sums[i].V += c.Weight * (vs[k] - m) / sd
		sums[i].Err = nil
	}
}
