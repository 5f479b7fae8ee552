// Package adapters shows how a reward becomes what other training loops call.
package adapters

import (
	"context"
	"errors"

	"github.com/verireward/verireward/reward"
)

// PerSample is the shape of loops that reward one rollout at a time.
type PerSample func(ctx context.Context, prompt, completion, answer string) (float64, error)

// ForSample makes a PerSample of a reward. An abstention comes back as an
// error: such a loop has no other way to leave a sample out.
func ForSample(r reward.Reward) PerSample {
	return func(ctx context.Context, prompt, completion, answer string) (float64, error) {
		res, err := reward.Judge(ctx, r, &reward.Sample{
			Prompt:     reward.Str(prompt),
			Completion: reward.Str(completion),
			Answers:    []string{answer},
		})
		return res.Value, err
	}
}

// PerBatch is the shape of loops that reward a whole batch: one value a
// completion, and keep[i] false where the sample must not be trained on.
type PerBatch func(ctx context.Context, prompts, completions, answers []string) (values []float64, keep []bool, err error)

// ForBatch makes a PerBatch of a reward. Samples that abstain or could not be
// judged are dropped; failed is told of each that could not be judged. The
// batch itself fails only when ctx ends.
func ForBatch(r reward.Reward, o reward.BatchOptions, failed func(i int, err error)) PerBatch {
	return func(ctx context.Context, prompts, completions, answers []string) ([]float64, []bool, error) {
		if len(prompts) != len(completions) || len(answers) != len(completions) {
			return nil, nil, errors.New("prompts, completions and answers differ in number")
		}
		samples := make([]*reward.Sample, len(completions))
		for i := range completions {
			samples[i] = &reward.Sample{
				Prompt:     reward.Str(prompts[i]),
				Completion: reward.Str(completions[i]),
				Answers:    []string{answers[i]},
			}
		}
		values, keep := make([]float64, len(samples)), make([]bool, len(samples))
		for i, out := range reward.Score(ctx, r, samples, o) {
			switch {
			case out.Err == nil:
				values[i], keep[i] = out.Result.Value, true
			case !errors.Is(out.Err, reward.ErrAbstain):
				failed(i, out.Err)
			}
		}
		return values, keep, ctx.Err()
	}
}
