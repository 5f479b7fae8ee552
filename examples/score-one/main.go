// Score-one scores a single completion with two weighted components and
// prints the number and the reasons.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/verireward/verireward/format"
	"github.com/verireward/verireward/mathcheck"
	"github.com/verireward/verireward/reward"
)

func main() {
	layout, err := format.Parse("<think>{reasoning}</think> <answer>{answer}</answer>")
	if err != nil {
		log.Fatal(err)
	}
	r := format.Capture(layout, reward.Weighted(
		reward.Component{Name: "format", Weight: 0.1, Reward: layout.Reward()},
		reward.Component{Name: "correct", Weight: 1, Reward: reward.From("answer", mathcheck.Reward())},
	))
	res, err := reward.Judge(context.Background(), r, &reward.Sample{
		Completion: reward.Str(`<think>six times seven</think><answer>\frac{84}{2}</answer>`),
		Answers:    []string{"42"},
	})
	if err != nil {
		log.Fatal(err) // could not be judged: no reward, and never 0
	}
	fmt.Printf("reward %.1f\n", res.Value)
	for _, p := range res.Parts {
		fmt.Printf("  %-8s %.1f x %.1f  %s\n", p.Name, p.Value, p.Weight, p.Reason)
	}
}
