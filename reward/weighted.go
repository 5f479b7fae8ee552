package reward

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Component is one named and weighted reward of a sum.
type Component struct {
	// Name is the part's name; empty means the reward's own name.
	Name string
	// Weight is what the value is multiplied by; it is finite. A weight of 0
	// makes the component a metric: it is judged and recorded and never
	// counts, and neither does its error.
	Weight float64
	// Reward is judged on every sample; not nil.
	Reward Reward
}

// Aggregation says how weighted components become one value. The zero value
// is the plain weighted sum: abstaining components are left out, and the error
// of a component that counts is the error of the sum.
type Aggregation struct {
	// Renormalise says by what the sum is divided.
	Renormalise Renormalise
	// ErrorsAsZero counts a component that could not be judged as the value
	// 0. It pays the policy for breaking the judge or fines it for our own
	// faults; it is here because the field's systems do it.
	ErrorsAsZero bool
	// AbstainAsZero counts a component that does not apply as the value 0.
	AbstainAsZero bool
}

// Renormalise is the divisor of a weighted sum.
type Renormalise int

// The divisors. All but NoRenormalise need weights that are not negative, at
// least one of them positive.
const (
	// NoRenormalise divides by nothing.
	NoRenormalise Renormalise = iota
	// OverPresent divides by the weights of the components that gave a value.
	OverPresent
	// OverAll divides by the weights of all components.
	OverAll
)

// The aggregations of the field, under the names it gives them. Three of them
// are called "weighted sum" where they come from.
var (
	// TRL is the weighted nansum of TRL's GRPOTrainer (default
	// multi_objective_aggregation "sum_then_normalize"): a reward function
	// that returns None is left out, and when all return None the sample has
	// no reward.
	TRL = Aggregation{}
	// NeMoRL is combine_reward_functions of NeMo-RL: the weights are divided
	// by their sum, once, so a missing value is not made up for.
	NeMoRL = Aggregation{Renormalise: OverAll}
	// Verifiers is the Rubric of verifiers: a weighted sum in which a reward
	// function that raises counts as 0. That turns a fault of the judge into
	// a verdict about the policy; prefer the zero value.
	Verifiers = Aggregation{ErrorsAsZero: true}
	// GDPO is the per-sample record of GDPO (TRL "normalize_then_sum"): the
	// sum is only reported, since the advantage is formed from the
	// components of a whole group by group.GDPO.
	GDPO = Aggregation{}
	// NormalisedMean is the weighted mean of what applies.
	NormalisedMean = Aggregation{Renormalise: OverPresent}
)

// Weighted is the weighted sum of its components, in their order:
//
//	value = sum of weight x value over the components that apply
//
// When every counting component abstains, so does the sum. The error of a
// counting component ends the judging and is returned, with the parts computed
// so far. It panics if a component has no reward, a repeated name or a weight
// that is not finite.
func Weighted(components ...Component) Reward { return Aggregate(Aggregation{}, components...) }

// Mean is the weighted mean of the components that apply; weights are not
// negative. It lies between the least and the greatest value.
func Mean(components ...Component) Reward { return Aggregate(NormalisedMean, components...) }

// Aggregate joins components as how says. It panics where Weighted does, and
// if how divides by weights of which one is negative or none is positive.
func Aggregate(how Aggregation, components ...Component) Reward {
	w := &weighted{how: how, components: append([]Component(nil), components...)}
	seen := map[string]bool{}
	for i := range w.components {
		c := &w.components[i]
		mustReward("Weighted", c.Reward)
		if c.Name == "" {
			c.Name = nameOf(c.Reward)
		}
		if c.Name == "" || seen[c.Name] {
			panic(fmt.Sprintf("reward: Weighted: component %d needs a name of its own, has %q", i+1, c.Name))
		}
		if math.IsNaN(c.Weight) || math.IsInf(c.Weight, 0) {
			panic(fmt.Sprintf("reward: Weighted: weight of %s is %v", c.Name, c.Weight))
		}
		if how.Renormalise != NoRenormalise && c.Weight < 0 {
			panic(fmt.Sprintf("reward: Weighted: a mean cannot have the negative weight of %s", c.Name))
		}
		seen[c.Name] = true
		w.all += c.Weight
	}
	if how.Renormalise != NoRenormalise && !(w.all > 0) {
		panic("reward: Weighted: a mean needs a positive weight")
	}
	return w
}

type weighted struct {
	how        Aggregation
	components []Component
	all        float64
}

var errAllAbstained = Abstain("every component abstained")

// Score judges the components one after the other.
func (w *weighted) Score(ctx context.Context, s *Sample) (Result, error) {
	parts := make([]Part, 0, len(w.components))
	var sum, present float64
	counted := false
	for i := range w.components {
		c := &w.components[i]
		if err := ctx.Err(); err != nil {
			return Result{Parts: parts}, interrupted(err)
		}
		res, err := Judge(ctx, c.Reward, s)
		parts = append(parts, NewPart(c.Name, c.Weight, res, err))
		switch {
		case c.Weight == 0:
			continue
		case err == nil:
			sum += c.Weight * res.Value
		case errors.Is(err, ErrAbstain):
			if !w.how.AbstainAsZero {
				continue
			}
		case !w.how.ErrorsAsZero:
			return Result{Parts: parts}, under(c.Name, err)
		}
		counted = true
		present += c.Weight
	}
	if !counted {
		return Result{Parts: parts}, errAllAbstained
	}
	switch w.how.Renormalise {
	case OverPresent:
		sum /= present
	case OverAll:
		sum /= w.all
	}
	return Result{Value: sum, Parts: parts}, nil
}

// interrupted is the error of a sample that was not judged because ctx ended.
func interrupted(err error) error { return Errorf(KindTimeout, "not judged: %w", err) }
