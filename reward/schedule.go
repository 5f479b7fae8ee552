package reward

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"
)

// ScheduleOptions are a factor that changes over training.
type ScheduleOptions struct {
	// Points are the factors at certain steps, in rising order of Step; at
	// least one. Before the first and after the last the factor stays.
	Points []SchedulePoint `yaml:"points" json:"points"`
	// Between says how the factor goes from one point to the next: "linear"
	// (also when empty), "cosine" or "hold" (it jumps at the point).
	Between string `yaml:"between" json:"between"`
}

// SchedulePoint is the factor at one training step.
type SchedulePoint struct {
	// Step is the training step, as Sample.Step counts.
	Step int `yaml:"step" json:"step"`
	// Factor is what the value is multiplied by there.
	Factor float64 `yaml:"factor" json:"factor"`
}

// Schedule multiplies the value of r by a factor that depends on Sample.Step.
// The factor 0 still judges r, so that its errors do not depend on the step.
// Source: step-dependent reward weights as in ms-swift.
func Schedule(o ScheduleOptions, r Reward) (Reward, error) {
	if r == nil || len(o.Points) == 0 {
		return nil, Errorf(KindSpec, "schedule: needs a reward and at least one point")
	}
	var ease func(float64) float64
	switch o.Between {
	case "", "linear":
		ease = func(t float64) float64 { return t }
	case "cosine":
		ease = func(t float64) float64 { return (1 - math.Cos(math.Pi*t)) / 2 }
	case "hold":
		ease = func(float64) float64 { return 0 }
	default:
		return nil, Errorf(KindSpec, "schedule: between is %q (linear, cosine or hold)", o.Between)
	}
	points := slices.Clone(o.Points)
	for i, p := range points {
		if i > 0 && p.Step <= points[i-1].Step {
			return nil, Errorf(KindSpec, "schedule: step %d does not come after step %d", p.Step, points[i-1].Step)
		}
		if err := allFinite("schedule", p.Factor); err != nil {
			return nil, err
		}
	}
	return &wrapped{name: nameOf(r), score: func(ctx context.Context, s *Sample) (Result, error) {
		res, err := Judge(ctx, r, s)
		if err != nil {
			return res, err
		}
		k := factorAt(points, s.Step, ease)
		res.Value *= k
		res.Reason = fmt.Sprintf("%s (times %s at step %d)", res.Reason, num(k), s.Step)
		return finite(res, nil)
	}}, nil
}

func factorAt(points []SchedulePoint, step int, ease func(float64) float64) float64 {
	next := sort.Search(len(points), func(i int) bool { return points[i].Step > step })
	switch next {
	case 0:
		return points[0].Factor
	case len(points):
		return points[next-1].Factor
	}
	a, b := points[next-1], points[next]
	t := float64(step-a.Step) / float64(b.Step-a.Step)
	return a.Factor + (b.Factor-a.Factor)*ease(t)
}
