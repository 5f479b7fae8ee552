package dataset

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/verireward/verireward/reward"
)

const (
	// windowPerWorker is how many records a worker may be ahead of the
	// slowest one; it bounds memory and lets a run of cheap records pass while
	// a dear one is still judged.
	windowPerWorker = 64
	// windowBytes bounds the input held by the window. One record may exceed
	// it, alone.
	windowBytes = 64 << 20
)

// Outcome is what became of one record.
type Outcome struct {
	Record Record
	// Line is the output line without its line feed.
	Line []byte
	// Failed says the line carries an error in place of a judgement.
	Failed bool
	// Value is the reward or score; Valued says whether there is one.
	Value  float64
	Valued bool
	// Detail is whatever the work wants to hand to emit.
	Detail any
}

// Work judges one record. It is called from several goroutines at once.
type Work func(ctx context.Context, rec Record) Outcome

// Run judges every record of src with workers goroutines and calls emit with
// the outcomes in input order, from one goroutine. idle, when not nil, is
// called whenever emit has to wait. A panic in work becomes an outcome of
// kind internal made by fail.
//
// When ctx ends, Run stops reading, emits what was judged without a gap, and
// returns ctx's error. An error of emit stops the run and is returned. After
// such an early end a read of src that blocks may still be under way, and src
// must not be used again.
func Run(ctx context.Context, src Source, workers int, work Work, fail func(Record, error) Outcome, emit func(Outcome) error, idle func()) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	p := &pipeline{
		work: work, fail: fail,
		order:  make(chan *slot, workers*windowPerWorker),
		jobs:   make(chan *slot, workers),
		budget: newBudget(windowBytes),
	}
	var group sync.WaitGroup
	for range workers {
		group.Go(func() { p.worker(ctx) })
	}
	go p.read(ctx, src)
	err := p.emit(ctx, emit, idle)
	cancel()
	p.budget.close()
	group.Wait()
	return err
}

type slot struct {
	rec     Record
	outcome Outcome
	ready   chan struct{}
	// aborted is set when ctx ended before the outcome was there: whatever
	// the work returned then says nothing about the sample.
	aborted bool
}

type pipeline struct {
	work   Work
	fail   func(Record, error) Outcome
	order  chan *slot
	jobs   chan *slot
	budget *budget
}

// read feeds the records in order to both the emitter and the workers.
func (p *pipeline) read(ctx context.Context, src Source) {
	defer close(p.order)
	defer close(p.jobs)
	for ctx.Err() == nil {
		rec, err := src.Next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				panic(fmt.Sprintf("dataset: Source.Next returned %v; read errors belong into the record", err))
			}
			return
		}
		if !p.budget.take(len(rec.Raw)) {
			return
		}
		s := &slot{rec: rec, ready: make(chan struct{})}
		select {
		case p.order <- s:
		case <-ctx.Done():
			return
		}
		select {
		case p.jobs <- s:
		case <-ctx.Done():
			return
		}
	}
}

func (p *pipeline) worker(ctx context.Context) {
	for {
		select {
		case s, more := <-p.jobs:
			if !more {
				return
			}
			s.outcome = p.judge(ctx, s.rec)
			s.outcome.Record = s.rec
			s.aborted = ctx.Err() != nil
			close(s.ready)
		case <-ctx.Done():
			return
		}
	}
}

func (p *pipeline) judge(ctx context.Context, rec Record) (o Outcome) {
	defer func() {
		if v := recover(); v != nil {
			o = p.fail(rec, reward.Errorf(reward.KindInternal, "panic: %v\n%s", v, firstFrames(debug.Stack())))
		}
	}()
	return p.work(ctx, rec)
}

// firstFrames keeps the part of a stack trace that shows where it happened.
func firstFrames(stack []byte) []byte {
	const most = 1500
	return stack[:min(len(stack), most)]
}

// idleAfter is how long the emitter waits before it calls idle: long enough
// that a busy run does not flush line by line, and not felt by a reader.
const idleAfter = 2 * time.Millisecond

// emit hands the outcomes on in order. Once ctx has ended it takes only those
// that are there already.
func (p *pipeline) emit(ctx context.Context, emit func(Outcome) error, idle func()) error {
	if idle == nil {
		idle = func() {}
	}
	for {
		s, more := await(ctx, p.order, idle)
		if !more {
			return ctx.Err()
		}
		await(ctx, s.ready, idle)
		select {
		case <-s.ready:
		default:
			return ctx.Err()
		}
		if s.aborted {
			return ctx.Err()
		}
		err := emit(s.outcome)
		p.budget.give(len(s.rec.Raw))
		if err != nil {
			return err
		}
	}
}

// await receives from c, or gives up when ctx ends before anything is there.
func await[T any](ctx context.Context, c <-chan T, idle func()) (v T, more bool) {
	select {
	case v, more = <-c:
		return v, more
	default:
	}
	timer := time.NewTimer(idleAfter)
	defer timer.Stop()
	for {
		select {
		case v, more = <-c:
			return v, more
		case <-ctx.Done():
			return v, false
		case <-timer.C:
			idle()
		}
	}
}

// budget is a weighted semaphore that always admits one holder.
type budget struct {
	mu     sync.Mutex
	cond   *sync.Cond
	most   int
	held   int
	closed bool
}

func newBudget(most int) *budget {
	b := &budget{most: most}
	b.cond = sync.NewCond(&b.mu)
	return b
}

// take waits for n bytes; false means the budget was closed meanwhile.
func (b *budget) take(n int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.held > 0 && b.held+n > b.most && !b.closed {
		b.cond.Wait()
	}
	b.held += n
	return !b.closed
}

func (b *budget) give(n int) {
	b.mu.Lock()
	b.held -= n
	b.mu.Unlock()
	b.cond.Signal()
}

func (b *budget) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.cond.Broadcast()
}
