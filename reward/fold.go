package reward

import (
	"context"
	"errors"
)

// Product multiplies the values of rs. Abstaining rewards are left out; when
// all abstain, so does the product; an error is the product's error.
func Product(rs ...Reward) Reward {
	return fold("product", rs, func(a, b float64) bool { return false }, func(a, b float64) float64 { return a * b })
}

// Min is the least of the values of rs, with the reason of the reward that
// gave it (the first, among equals). Abstaining rewards are left out.
func Min(rs ...Reward) Reward {
	return fold("min", rs, func(a, b float64) bool { return b < a }, func(a, b float64) float64 { return min(a, b) })
}

// Max is the greatest of the values of rs, with the reason of the reward that
// gave it (the first, among equals). Abstaining rewards are left out.
func Max(rs ...Reward) Reward {
	return fold("max", rs, func(a, b float64) bool { return b > a }, func(a, b float64) float64 { return max(a, b) })
}

// fold joins values from left to right; takes says whether the reason passes
// to the newer value.
func fold(name string, rs []Reward, takes func(a, b float64) bool, join func(a, b float64) float64) Reward {
	mustReward(name, rs...)
	if len(rs) == 0 {
		panic("reward: " + name + " of nothing")
	}
	rs = append([]Reward(nil), rs...)
	names := namesOf(rs)
	return &wrapped{name: name, score: func(ctx context.Context, s *Sample) (Result, error) {
		out := Result{Parts: make([]Part, 0, len(rs))}
		first := true
		for i, r := range rs {
			if err := ctx.Err(); err != nil {
				return out, interrupted(err)
			}
			res, err := Judge(ctx, r, s)
			out.Parts = append(out.Parts, NewPart(names[i], 1, res, err))
			switch {
			case errors.Is(err, ErrAbstain):
				continue
			case err != nil:
				return Result{Parts: out.Parts}, under(names[i], err)
			case first:
				out.Value, out.Reason, first = res.Value, res.Reason, false
			default:
				if takes(out.Value, res.Value) {
					out.Reason = res.Reason
				}
				out.Value = join(out.Value, res.Value)
			}
		}
		if first {
			return out, errAllAbstained
		}
		return out, nil
	}}
}
