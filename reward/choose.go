package reward

import (
	"context"
	"errors"
	"math"
	"strconv"
)

// Gate lets b count only when a reaches atLeast: the value is then b's, with
// b's reason. A shut gate is the value 0 with a's reason, and b is not judged.
// An error of a is the gate's error; when a abstains, so does the gate.
func Gate(a Reward, atLeast float64, b Reward) Reward {
	mustReward("Gate", a, b)
	if math.IsNaN(atLeast) {
		panic("reward: Gate: the threshold is NaN")
	}
	names := namesOf([]Reward{a, b})
	return &wrapped{name: "gate", score: func(ctx context.Context, s *Sample) (Result, error) {
		res, err := Judge(ctx, a, s)
		parts := make([]Part, 1, 2)
		parts[0] = NewPart(names[0], 1, res, err)
		if err != nil {
			return Result{Parts: parts}, under(names[0], err)
		}
		if res.Value < atLeast {
			return Result{Reason: shut(names[0], res), Parts: parts}, nil
		}
		inner, err := Judge(ctx, b, s)
		parts = append(parts, NewPart(names[1], 1, inner, err))
		if err != nil {
			return Result{Parts: parts}, under(names[1], err)
		}
		return Result{Value: inner.Value, Reason: inner.Reason, Parts: parts, Spans: inner.Spans}, nil
	}}
}

func shut(name string, res Result) string {
	if res.Reason != "" {
		return res.Reason
	}
	return name + " is " + num(res.Value)
}

// First is the first of rs that applies: its result, with the parts of those
// before it, which abstained or judge another kind of gold answer
// (ErrOtherGold). Any other error ends the search and is returned; where all
// are passed over it is the last ErrOtherGold, and without one First abstains.
func First(rs ...Reward) Reward {
	mustReward("First", rs...)
	if len(rs) == 0 {
		panic("reward: First without rewards")
	}
	names := namesOf(rs)
	return &wrapped{name: "first", score: func(ctx context.Context, s *Sample) (Result, error) {
		none := errAllAbstained
		parts := make([]Part, 0, 2)
		for i, r := range rs {
			if err := ctx.Err(); err != nil {
				return Result{Parts: parts}, interrupted(err)
			}
			res, err := Judge(ctx, r, s)
			parts = append(parts, NewPart(names[i], 1, res, err))
			switch {
			case err == nil:
				res.Parts = parts
				return res, nil
			case errors.Is(err, ErrOtherGold):
				none = under(names[i], err)
			case !errors.Is(err, ErrAbstain):
				return Result{Parts: parts}, under(names[i], err)
			}
		}
		return Result{Parts: parts}, none
	}}
}

// Stage is one step of a Cascade.
type Stage struct {
	// Reward is judged when no earlier stage decided.
	Reward Reward
	// Decides says whether the stage's value ends the cascade. Nil means
	// always, and the last stage ends it in any case. See AtLeast, AtMost.
	Decides func(value float64) bool
}

// AtLeast is a Stage.Decides: the value is at least x.
func AtLeast(x float64) func(float64) bool { return func(v float64) bool { return v >= x } }

// AtMost is a Stage.Decides: the value is at most x.
func AtMost(x float64) func(float64) bool { return func(v float64) bool { return v <= x } }

// Cascade judges cheap rewards before dear ones: the stages run in order until
// the value of one decides, and that stage's result is the cascade's. A stage
// that abstains is passed over. If the last stage abstains, the last value an
// earlier one gave stands, and without any the cascade abstains. An error ends
// the cascade and is returned.
func Cascade(stages ...Stage) Reward {
	stages = append([]Stage(nil), stages...)
	rs := make([]Reward, len(stages))
	for i, st := range stages {
		rs[i] = st.Reward
	}
	mustReward("Cascade", rs...)
	if len(stages) == 0 {
		panic("reward: Cascade without stages")
	}
	names := namesOf(rs)
	return &wrapped{name: "cascade", score: func(ctx context.Context, s *Sample) (Result, error) {
		var last Result
		found := false
		parts := make([]Part, 0, 2)
		for i, st := range stages {
			if err := ctx.Err(); err != nil {
				return Result{Parts: parts}, interrupted(err)
			}
			res, err := Judge(ctx, st.Reward, s)
			parts = append(parts, NewPart(names[i], 1, res, err))
			if errors.Is(err, ErrAbstain) {
				continue
			}
			if err != nil {
				return Result{Parts: parts}, under(names[i], err)
			}
			last, found = res, true
			if st.Decides == nil || st.Decides(res.Value) {
				break
			}
		}
		if !found {
			return Result{Parts: parts}, errAllAbstained
		}
		last.Parts = parts
		return last, nil
	}}
}

func num(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
