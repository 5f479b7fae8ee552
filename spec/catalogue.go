package spec

import (
	"github.com/verireward/verireward/reward"
)

// none is the options of rewards without any.
type none struct{}

func rewardsOf(components []reward.Component) []reward.Reward {
	out := make([]reward.Reward, len(components))
	for i, c := range components {
		out[i] = reward.Name(c.Name, c.Reward)
	}
	return out
}

// folded makes an entry of a combinator over any number of rewards.
func folded(name, doc string, fold func(...reward.Reward) reward.Reward) *Entry {
	return join(name, doc, func(_ none, inner []reward.Component) (reward.Reward, error) {
		return fold(rewardsOf(inner)...), nil
	})
}

type gateOptions struct {
	// AtLeast is what the first reward must reach before the second counts;
	// 0 means 1.
	AtLeast float64 `yaml:"at_least"`
}

type constantOptions struct {
	// Value is what every completion earns.
	Value float64 `yaml:"value"`
}

type thresholdOptions struct {
	// At is the value of the inner reward from which on this one is 1.
	At float64 `yaml:"at"`
}

type stairOptions struct {
	// Below is the value under the first stair.
	Below float64 `yaml:"below"`
	// Stairs are the values from where on they hold, in any order.
	Stairs []reward.Stair `yaml:"stairs"`
}

type cascadeOptions struct {
	// AtLeast is the value from which upwards a stage decides, so that the
	// later, dearer ones are not asked; without AtMost it is 1 if left out.
	AtLeast *float64 `yaml:"at_least"`
	// AtMost is the value from which downwards a stage decides.
	AtMost *float64 `yaml:"at_most"`
}

func (o cascadeOptions) decides(v float64) bool {
	if o.AtLeast == nil && o.AtMost == nil {
		return v >= 1
	}
	return o.AtLeast != nil && v >= *o.AtLeast || o.AtMost != nil && v <= *o.AtMost
}

func orOne(x float64) float64 {
	if x == 0 {
		return 1
	}
	return x
}

func combinatorEntries() []*Entry {
	return []*Entry{
		folded("product", "the product of its rewards", reward.Product),
		folded("min", "the least of its rewards", reward.Min),
		folded("max", "the greatest of its rewards", reward.Max),
		folded("first", "the first of its rewards that applies; one that judges another kind of gold answer is passed over", reward.First),
		join("sum", "the weighted sum of its rewards", func(_ none, inner []reward.Component) (reward.Reward, error) {
			return reward.Weighted(inner...), nil
		}),
		join("mean", "the weighted mean of those of its rewards that apply", func(_ none, inner []reward.Component) (reward.Reward, error) {
			return reward.Mean(inner...), nil
		}),
		join("gate", "its second reward, once its first reaches at_least (1); else 0 with the first one's reason",
			func(o gateOptions, inner []reward.Component) (reward.Reward, error) {
				if len(inner) != 2 {
					return nil, reward.Errorf(reward.KindSpec, "gate takes two rewards under \"of\", have %d", len(inner))
				}
				rs := rewardsOf(inner)
				return reward.Gate(rs[0], orOne(o.AtLeast), rs[1]), nil
			}),
		join("cascade", "cheap rewards before dear ones: the first whose value reaches at_least (1), or at_most, decides; else the last",
			func(o cascadeOptions, inner []reward.Component) (reward.Reward, error) {
				stages := make([]reward.Stage, len(inner))
				for i, r := range rewardsOf(inner) {
					stages[i] = reward.Stage{Reward: r, Decides: o.decides}
				}
				return reward.Cascade(stages...), nil
			}),
		plain("constant", "the same value for every sample", func(o constantOptions) (reward.Reward, error) {
			return reward.Constant(o.Value), nil
		}),
		around("not", "1 minus its reward", func(_ none, r reward.Reward) (reward.Reward, error) { return reward.Not(r), nil }),
		around("threshold", "1 when its reward reaches at, else 0", func(o thresholdOptions, r reward.Reward) (reward.Reward, error) {
			return reward.Threshold(orOne(o.At), r), nil
		}),
		around("stairs", "the value of the highest stair its reward reaches", func(o stairOptions, r reward.Reward) (reward.Reward, error) {
			return reward.Step(o.Below, o.Stairs, r), nil
		}),
		around("schedule", "its reward times a factor that changes over training steps", reward.Schedule),
		around("truncation", "its reward, but a truncated completion is overridden, scaled or left out", reward.Truncation),
		around("turns", "its reward over the turns of a chat completion", reward.Turns),
	}
}

func lengthEntries() []*Entry {
	return []*Entry{
		around("cosine_length", "length-graded correctness on a cosine, clamped beyond max", reward.CosineLength, "cosine"),
		plain("soft_overlong", "DAPO's soft punishment of overlong completions, bounded at -1", reward.SoftOverlong, "overlong"),
		plain("length_target", "closeness to a length asked for", reward.LengthTarget),
	}
}
