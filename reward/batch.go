package reward

import (
	"context"
	"iter"
	"slices"
	"time"
)

// Outcome is what became of one sample: a result, or an error (which may match
// ErrAbstain). With an error the sample has no reward.
type Outcome struct {
	// Sample is the sample that was judged.
	Sample *Sample
	// Result is the reward's result; its value counts only when Err is nil.
	Result Result
	// Err is why there is no reward.
	Err error
	// Elapsed is the wall time the judging took, for reports.
	Elapsed time.Duration
}

// BatchOptions bound the judging of many samples.
type BatchOptions struct {
	// Workers, Ordered and Window are those of ParallelOptions.
	Workers int
	Ordered bool
	Window  int
	// Progress, if not nil, is called after each sample with the number of
	// samples done, and never twice at once.
	Progress func(done int)
}

// Score judges all samples and returns their outcomes in the same order. The
// error, or panic, of one sample is that sample's outcome and disturbs no
// other. When ctx ends, samples not yet begun have an error of KindTimeout
// that matches ctx.Err().
func Score(ctx context.Context, r Reward, samples []*Sample, o BatchOptions) []Outcome {
	out := make([]Outcome, len(samples))
	judged := make([]bool, len(samples))
	o.Ordered = false
	for i, oc := range Stream(ctx, r, slices.Values(samples), o) {
		out[i], judged[i] = oc, true
	}
	for i := range out {
		if !judged[i] {
			out[i] = Outcome{Sample: samples[i], Err: interrupted(ctx.Err())}
		}
	}
	return out
}

// Stream judges samples as they come and yields each outcome with the sample's
// index: as soon as it is there, so that a slow sample never keeps a finished
// one from being seen, or in input order with Ordered. It holds no more than
// Window samples at a time. When ctx ends, no more samples are read.
func Stream(ctx context.Context, r Reward, samples iter.Seq[*Sample], o BatchOptions) iter.Seq2[int, Outcome] {
	mustReward("Stream", r)
	bounds := ParallelOptions{Workers: o.Workers, Ordered: o.Ordered, Window: o.Window}
	judged := Parallel(ctx, samples, bounds, func(ctx context.Context, s *Sample) Outcome {
		return judgeOne(ctx, r, s)
	})
	if o.Progress == nil {
		return judged
	}
	return func(yield func(int, Outcome) bool) {
		done := 0
		for i, oc := range judged {
			done++
			o.Progress(done)
			if !yield(i, oc) {
				return
			}
		}
	}
}

func judgeOne(ctx context.Context, r Reward, s *Sample) Outcome {
	if err := ctx.Err(); err != nil {
		return Outcome{Sample: s, Err: interrupted(err)}
	}
	if s == nil {
		return Outcome{Err: Errorf(KindInput, "no sample")}
	}
	start := time.Now()
	res, err := Judge(ctx, r, s)
	return Outcome{Sample: s, Result: res, Err: err, Elapsed: time.Since(start)}
}
