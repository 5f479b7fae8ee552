// Custom-reward writes a reward of its own, composes it with one of the
// library's, and shows the three ways a reward can end: a value, an
// abstention, an error.
package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/text"
)

// citesSource pays 1 when the completion names the document it was given.
func citesSource(_ context.Context, s *reward.Sample) (reward.Result, error) {
	v, given := s.Meta["document"]
	if !given {
		return reward.Result{}, reward.Abstain("the task has no document")
	}
	name, ok := v.(string)
	if !ok {
		return reward.Result{}, reward.Errorf(reward.KindInput, "meta.document is %v, not a text", v)
	}
	if at := strings.Index(s.Completion.Last(), "["+name+"]"); at >= 0 {
		return reward.Val(1, fmt.Sprintf("cited at byte %d", at)), nil
	}
	return reward.Val(0, "["+name+"] is not cited"), nil
}

func main() {
	r := reward.Weighted(
		reward.Component{Name: "right", Weight: 1, Reward: reward.Must(text.Contains(text.ContainsOptions{}))},
		reward.Component{Name: "cites", Weight: 0.5, Reward: reward.Func(citesSource)},
	)
	for _, s := range []*reward.Sample{
		{ID: "cited", Completion: reward.Str("Paris [atlas]"), Answers: []string{"Paris"}, Meta: map[string]any{"document": "atlas"}},
		{ID: "not cited", Completion: reward.Str("Paris"), Answers: []string{"Paris"}, Meta: map[string]any{"document": "atlas"}},
		{ID: "no document", Completion: reward.Str("Paris"), Answers: []string{"Paris"}},
		{ID: "broken row", Completion: reward.Str("Paris"), Answers: []string{"Paris"}, Meta: map[string]any{"document": 7}},
	} {
		res, err := reward.Judge(context.Background(), r, s)
		if err != nil {
			fmt.Printf("%-12s no reward: %v\n", s.ID, err)
			continue
		}
		fmt.Printf("%-12s %.1f\n", s.ID, res.Value)
		for _, p := range res.Parts {
			fmt.Printf("             %-6s %s\n", p.Name, describe(p))
		}
	}
}

func describe(p reward.Part) string {
	if p.Err != nil {
		return "left out: " + p.Err.Error()
	}
	return fmt.Sprintf("%.0f (%s)", p.Value, p.Reason)
}
