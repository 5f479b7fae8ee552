package reward

import (
	"context"
	"fmt"
	"math"
	"sort"
)

// Map applies f to the value of r. A value of f that is not finite is an
// error; the reason, parts and spans stay.
func Map(f func(float64) float64, r Reward) Reward {
	mustReward("Map", r)
	if f == nil {
		panic("reward: Map: nil function")
	}
	return shape(r, func(v float64) (float64, error) { return f(v), nil })
}

// Scale multiplies the value of r by k, which is finite.
func Scale(k float64, r Reward) Reward {
	mustFinite("Scale", k)
	return Map(func(v float64) float64 { return k * v }, r)
}

// Clamp bounds the value of r to [lo, hi]; lo is at most hi, both may be
// infinite.
func Clamp(lo, hi float64, r Reward) Reward {
	if !(lo <= hi) {
		panic(fmt.Sprintf("reward: Clamp: no number lies in [%v, %v]", lo, hi))
	}
	return Map(func(v float64) float64 { return min(max(v, lo), hi) }, r)
}

// Threshold is 1 where the value of r is at least x, and else 0.
func Threshold(x float64, r Reward) Reward {
	mustFinite("Threshold", x)
	return Map(func(v float64) float64 {
		if v >= x {
			return 1
		}
		return 0
	}, r)
}

// Stair is one stair of Step: from From upwards the value is Value.
type Stair struct {
	// From is the least value of the inner reward on this stair.
	From float64 `yaml:"from" json:"from"`
	// Value is what the stair is worth.
	Value float64 `yaml:"value" json:"value"`
}

// Step turns the value of r into that of the highest stair it has reached, and
// into below where it has reached none. The stairs may come in any order; of
// two at the same height the first counts.
func Step(below float64, stairs []Stair, r Reward) Reward {
	stairs = append([]Stair(nil), stairs...)
	mustFinite("Step", below)
	for _, st := range stairs {
		mustFinite("Step", st.From, st.Value)
	}
	sort.SliceStable(stairs, func(i, j int) bool { return stairs[i].From > stairs[j].From })
	return Map(func(v float64) float64 {
		for _, st := range stairs {
			if v >= st.From {
				return st.Value
			}
		}
		return below
	}, r)
}

// Not is 1 minus the value of r. A value outside [0, 1] is an error, since it
// has no opposite.
func Not(r Reward) Reward {
	mustReward("Not", r)
	return shape(r, func(v float64) (float64, error) {
		if v < 0 || v > 1 {
			return 0, Errorf(KindInternal, "not: the value %v is outside [0, 1]", v)
		}
		return 1 - v, nil
	})
}

// Penalty turns a reward in [0, 1] into a fine: size x (value - 1), that is 0
// where r is whole and -size where it is 0. Source: the 0/-1 format penalty of
// ROLL. A value outside [0, 1] is an error.
func Penalty(size float64, r Reward) Reward {
	mustFinite("Penalty", size)
	return Scale(-size, Not(r))
}

// Constant is the value v for every sample; v is finite.
func Constant(v float64) Reward {
	mustFinite("Constant", v)
	res := Val(v, "constant")
	return &wrapped{name: "constant", score: func(context.Context, *Sample) (Result, error) { return res, nil }}
}

// shape keeps everything of r but its value.
func shape(r Reward, f func(float64) (float64, error)) Reward {
	return &wrapped{name: nameOf(r), score: func(ctx context.Context, s *Sample) (Result, error) {
		res, err := Judge(ctx, r, s)
		if err != nil {
			return res, err
		}
		if res.Value, err = f(res.Value); err != nil {
			return Result{Parts: res.Parts}, err
		}
		return finite(res, nil)
	}}
}

func mustFinite(who string, xs ...float64) {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			panic(fmt.Sprintf("reward: %s: %v is not a finite number", who, x))
		}
	}
}
