package text

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/verireward/verireward/reward"
)

// NumericOptions configure Numeric.
type NumericOptions struct {
	// Abs is how far a number may be off at no cost; of Abs and Rel the one
	// that allows more counts, and 0 and 0 mean not at all.
	Abs float64 `yaml:"abs" json:"abs"`
	// Rel is how far a number may be off at no cost, as a share of the gold.
	Rel float64 `yaml:"rel" json:"rel"`
	// Zero is the relative error at which the value has sunk to 0, in a
	// straight line from 1 at the tolerance. 0 means a number off by more
	// than the tolerance scores 0 at once.
	//
	// Anything else pays for guessing: a policy earns most by answering what
	// is near to many golds. reward-kit's curve pays 0.7 for 10 % off.
	Zero float64 `yaml:"zero" json:"zero"`
}

// Numeric is closeness of two numbers, computed exactly. The completion, or
// what its last \boxed{} or answer block holds, must be one number and nothing
// else; one that is not scores 0. A gold that is no number is an error.
func Numeric(o NumericOptions) (reward.Reward, error) {
	var tol [3]*big.Rat
	for i, x := range []float64{o.Abs, o.Rel, o.Zero} {
		tol[i] = new(big.Rat)
		if x < 0 || tol[i].SetFloat64(x) == nil {
			return nil, specError("numeric: %v is no tolerance", x)
		}
	}
	return scored("numeric", func(s *reward.Sample) (reward.Result, error) {
		numbers, err := goldNumbers(s)
		if err != nil {
			return reward.Result{}, err
		}
		text := numberText(s.Completion.Last())
		v, ok := parseNumber(text)
		if !ok {
			return reward.Val(0, quote(strings.TrimSpace(text))+" is no number"), nil
		}
		best, near := -1.0, numbers[0]
		for _, g := range numbers {
			if c := closeness(g, v, tol[0], tol[1], tol[2]); c > best {
				best, near = c, g
			}
		}
		return reward.Val(best, fmt.Sprintf("%s against %s", ratText(v), ratText(near))), nil
	}), nil
}

// numberText is where the reward looks for its number.
func numberText(completion string) string {
	rest, ok := afterThink(completion)
	if !ok {
		return ""
	}
	if inner, ok := lastBoxed(rest); ok {
		return strings.Trim(inner, "$ ")
	}
	if inner, ok := answerTag(rest); ok {
		return inner
	}
	return rest
}

func closeness(gold, v, abs, rel, zero *big.Rat) float64 {
	off := new(big.Rat).Sub(gold, v)
	off.Abs(off)
	size := new(big.Rat).Abs(gold)
	free := new(big.Rat).Mul(rel, size)
	if free.Cmp(abs) < 0 {
		free.Set(abs)
	}
	if off.Cmp(free) <= 0 {
		return 1
	}
	end := new(big.Rat).Mul(zero, size)
	if off.Cmp(end) >= 0 {
		return 0
	}
	num := off.Sub(end, off)
	den := end.Sub(end, free)
	f, _ := num.Quo(num, den).Float64()
	return f
}

// Band is one band of near misses.
type Band struct {
	// Within is the greatest distance of the ratio answer/gold from 1.
	Within float64 `yaml:"within" json:"within"`
	// Value is the value of answers in this band and in no narrower one.
	Value float64 `yaml:"value" json:"value"`
}

// NearMissOptions configure NearMiss.
type NearMissOptions struct {
	// Exact is the value of the gold number itself; 0 means 3.
	Exact float64 `yaml:"exact" json:"exact"`
	// Bands are tried from the narrowest; nil means 1 within 0.1 and 0.5
	// within 0.2. A gold of 0 has no bands.
	Bands []Band `yaml:"bands" json:"bands"`
	// Miss is the value of every other number.
	Miss float64 `yaml:"miss" json:"miss"`
	// None is the value of a completion that is no number.
	None float64 `yaml:"none" json:"none"`
}

// NearMiss pays for numbers whose ratio to the gold is near 1. Source: the
// GRPO notebooks of Unsloth. It is here so that a team can leave that code
// behind with its values unchanged, and it can be exploited: on data whose
// golds crowd together, one guess near all of them is paid on each. Prefer
// Numeric without Zero.
func NearMiss(o NearMissOptions) (reward.Reward, error) {
	if o.Exact == 0 {
		o.Exact = 3
	}
	if o.Bands == nil {
		o.Bands = []Band{{Within: 0.1, Value: 1}, {Within: 0.2, Value: 0.5}}
	}
	limits := make([]*big.Rat, len(o.Bands))
	for i, b := range o.Bands {
		var ok bool
		if limits[i], ok = new(big.Rat).SetString(fmt.Sprint(b.Within)); !ok || b.Within < 0 {
			return nil, specError("near_miss: a band within %v", b.Within)
		}
		if i > 0 && b.Within <= o.Bands[i-1].Within {
			return nil, specError("near_miss: the band within %v does not widen the one before", b.Within)
		}
	}
	return scored("near_miss", func(s *reward.Sample) (reward.Result, error) {
		numbers, err := goldNumbers(s)
		if err != nil {
			return reward.Result{}, err
		}
		v, ok := parseNumber(numberText(s.Completion.Last()))
		if !ok {
			return reward.Val(o.None, "no number"), nil
		}
		if anyEqual(numbers, v) {
			return reward.Val(o.Exact, "exact"), nil
		}
		if gold := numbers[0]; gold.Sign() != 0 {
			ratio := new(big.Rat).Quo(v, gold)
			off := ratio.Sub(ratio, big.NewRat(1, 1))
			off.Abs(off)
			for i, b := range o.Bands {
				if off.Cmp(limits[i]) <= 0 {
					return reward.Val(b.Value, fmt.Sprintf("within %v of the answer", b.Within)), nil
				}
			}
		}
		return reward.Val(o.Miss, "far from the answer"), nil
	}), nil
}
