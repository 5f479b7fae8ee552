// Groups scores a batch of rollouts, four of each prompt, and computes what a
// GRPO trainer needs: which groups to train on, and every rollout's advantage.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/verireward/verireward/mathcheck"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/group"
)

func main() {
	var samples []*reward.Sample
	for _, task := range []struct {
		name, gold  string
		completions []string
	}{
		{"mixed", "12", []string{"The answer is 12.", "The answer is 11.", `\boxed{12}`, "no idea"}},
		{"all right", `\frac12`, []string{"0.5", "1/2", `\boxed{\frac{2}{4}}`, "50%"}},
		{"broken gold", "", []string{"1", "2", "3", "4"}},
	} {
		for _, c := range task.completions {
			samples = append(samples, &reward.Sample{
				Group: task.name, Completion: reward.Str(c), Answers: []string{task.gold},
			})
		}
	}

	r := mathcheck.Reward()
	outcomes := reward.Score(context.Background(), r, samples, reward.BatchOptions{})
	for _, members := range group.By(samples) {
		one := make([]reward.Outcome, len(members))
		for k, i := range members {
			one[k] = outcomes[i]
		}
		values := group.Values(one)
		keep, why := group.Filter(values, group.FilterOptions{})
		fmt.Printf("%s\n", samples[members[0]].Group)
		if !keep {
			fmt.Printf("  left out: %s\n", why)
			continue
		}
		advantages, err := group.GRPO(values, group.Options{})
		if err != nil {
			log.Fatal(err)
		}
		for k, i := range members {
			fmt.Printf("  %+.2f  reward %.0f  %-20q %s\n",
				advantages[k], one[k].Result.Value, samples[i].Completion.Last(), one[k].Result.Reason)
		}
	}
}
