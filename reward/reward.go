package reward

import "context"

// Reward judges one sample.
//
// Score must be safe to call from several goroutines at once, must not change
// the sample, and must return the same result for the same sample every time.
// It should return soon after ctx ends, with an error that matches ctx.Err().
//
// A nil error means the value is finite. An error matching [ErrAbstain] means
// the reward does not apply; every other error means the sample could not be
// judged. With a non-nil error the Result carries no value, but may carry the
// parts that were computed before the error.
type Reward interface {
	Score(ctx context.Context, s *Sample) (Result, error)
}

// Func makes a Reward of a function.
type Func func(ctx context.Context, s *Sample) (Result, error)

// Score calls f.
func (f Func) Score(ctx context.Context, s *Sample) (Result, error) { return f(ctx, s) }
