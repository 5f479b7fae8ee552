package reward

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Timeout gives r at most d. A sample that r has not judged by then has an
// error of KindTimeout: the deadline is ours, so the time says nothing about
// the completion. A reward that measures the policy's own program does that by
// the program's CPU time, not here.
//
// The context r is given ends at the deadline. A reward that does not heed it
// is left behind: its goroutine runs on until it returns, and what it returns
// is dropped.
func Timeout(d time.Duration, r Reward) Reward {
	mustReward("Timeout", r)
	if d <= 0 {
		panic(fmt.Sprintf("reward: Timeout: %v is no time to judge anything", d))
	}
	return &wrapped{name: nameOf(r), score: func(ctx context.Context, s *Sample) (Result, error) {
		inner, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		done := make(chan Outcome, 1)
		go func() {
			res, err := Judge(inner, r, s)
			done <- Outcome{Result: res, Err: err}
		}()
		var out Outcome
		select {
		case out = <-done:
		case <-inner.Done():
			select {
			case out = <-done:
			default:
				out.Err = inner.Err()
			}
		}
		if out.Err != nil && ctx.Err() == nil && errors.Is(out.Err, context.DeadlineExceeded) {
			out.Err = Errorf(KindTimeout, "not judged within %v: %w", d, out.Err)
		}
		return out.Result, out.Err
	}}
}

// RetryOptions say when a sample is judged again.
type RetryOptions struct {
	// Attempts is the greatest number of calls; 0 means 3.
	Attempts int
	// Pause is waited before each further call; 0 means none.
	Pause time.Duration
	// Kinds are the kinds of error worth another try; nil means those of our
	// own making: sandbox, toolchain, timeout and internal.
	Kinds []Kind
}

// defaultAttempts covers a passing fault and the one it may hide.
const defaultAttempts = 3

// Retry judges a sample again when r fails by our own fault. A value, an
// abstention and an error of the sample (input, gold, spec) are final at once:
// a wrong answer never gets a second throw.
func Retry(o RetryOptions, r Reward) Reward {
	mustReward("Retry", r)
	if o.Attempts == 0 {
		o.Attempts = defaultAttempts
	}
	if o.Attempts < 0 || o.Pause < 0 {
		panic("reward: Retry: negative option")
	}
	if o.Kinds == nil {
		o.Kinds = []Kind{KindSandbox, KindToolchain, KindTimeout, KindInternal}
	}
	return &wrapped{name: nameOf(r), score: func(ctx context.Context, s *Sample) (Result, error) {
		for attempt := 1; ; attempt++ {
			res, err := Judge(ctx, r, s)
			if err == nil || errors.Is(err, ErrAbstain) || !slices.Contains(o.Kinds, KindOf(err)) || ctx.Err() != nil {
				return res, err
			}
			if attempt == o.Attempts {
				return res, fmt.Errorf("%d attempts: %w", attempt, err)
			}
			if !pause(ctx, o.Pause) {
				return res, err
			}
		}
	}}
}

// pause waits and reports whether ctx is still alive.
func pause(ctx context.Context, d time.Duration) bool {
	if d == 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
