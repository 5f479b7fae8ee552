package sandbox

import (
	"context"
	"sync"
	"time"
)

// pairGrace is how long the first program of a pair may go on when the second
// has ended.
const pairGrace = 500 * time.Millisecond

// RunPair runs two programs that talk to each other: what each writes to its
// standard output the other reads from its standard input. The Stdin of both
// is not used, and their Results have no Stdout. When a ends, b reads the end
// of its input and may go on; when b, the judge, ends, a is stopped after a
// moment of grace.
//
// The pair counts as one run for Policy.Parallel.
func (s *Sandbox) RunPair(ctx context.Context, a, b Cmd) (Result, Result, error) {
	ca, err := s.prepare(a)
	if err != nil {
		return Result{}, Result{}, err
	}
	cb, err := s.prepare(b)
	if err != nil {
		return Result{}, Result{}, err
	}
	return s.runPair(ctx, ca, ca, cb, s.cold)
}

// runPair makes the runs; blamed is the one to blame should the box break
// under them, nil for warm ones.
func (s *Sandbox) runPair(ctx context.Context, blamed, ca, cb *prepared, run runner) (Result, Result, error) {
	var rb Result
	ra, err := s.admit(ctx, blamed, nil, func(p *process) (ra Result, err error) {
		ra, rb, err = attemptPair(ctx, p, ca, cb, run)
		ra.busy = ra.busy || rb.busy
		return ra, err
	})
	rb.Retried = ra.Retried
	return ra, rb, err
}

// attemptPair makes two runs at once. A run that was stopped only because the
// other had ended, or had failed to start, is reported as it stood.
func attemptPair(ctx context.Context, p *process, ca, cb *prepared, run runner) (ra, rb Result, err error) {
	sa, sb, err := newPair(ca, cb)
	if err != nil {
		return ra, rb, &SetupError{"launch", "pipe", err}
	}
	defer sa.finish()
	defer sb.finish()
	// The programs are stopped by contexts of their own, apart from ctx: that
	// one of them was stopped is no error.
	var haltA, haltB context.CancelFunc
	sa.halt, haltA = context.WithCancel(context.Background())
	sb.halt, haltB = context.WithCancel(context.Background())
	defer haltA()
	defer haltB()
	var wg sync.WaitGroup
	var ea, eb error
	wg.Go(func() {
		if ra, ea = run(ctx, p, ca, sa); ea != nil {
			haltB()
		}
	})
	wg.Go(func() {
		if rb, eb = run(ctx, p, cb, sb); eb != nil {
			haltA()
			return
		}
		time.AfterFunc(pairGrace, haltA)
	})
	wg.Wait()
	if ea != nil {
		return ra, rb, ea
	}
	return ra, rb, eb
}
