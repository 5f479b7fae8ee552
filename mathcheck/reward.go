package mathcheck

import (
	"context"
	"strings"

	"github.com/verireward/verireward/reward"
)

// Reward returns the reward that checks a sample's completion against its
// gold answers: 1 when the answer is one of them, else 0 (or the share of
// parts met, with WithPartialCredit). A sample without a usable gold answer is
// an error of kind reward.KindGold, never a reward. An answer about which
// nothing could be shown earns 0 with that reason, because its own size or
// form caused it.
func Reward(opts ...Option) reward.Reward {
	k := NewChecker(opts...)
	return reward.Func(func(ctx context.Context, s *reward.Sample) (reward.Result, error) {
		if err := ctx.Err(); err != nil {
			return reward.Result{}, err
		}
		golds := make([]string, 0, len(s.Answers))
		for _, a := range s.Answers {
			if strings.TrimSpace(a) != "" {
				golds = append(golds, a)
			}
		}
		if len(golds) == 0 {
			return reward.Result{}, reward.Errorf(reward.KindGold, "the sample has no gold answer")
		}
		v, err := k.CheckAny(golds, s.Completion.Last())
		if err != nil {
			return reward.Result{}, err
		}
		r := reward.Val(v.Credit, v.Reason)
		if v.Answer != "" {
			r.Spans = []reward.Span{v.Span}
		}
		return r, nil
	})
}
