package reward

import (
	"context"
	"iter"
	"runtime"
	"sync"
)

// ParallelOptions bound a parallel run.
type ParallelOptions struct {
	// Workers is how many items are worked on at once; 0 means GOMAXPROCS.
	Workers int
	// Ordered yields the results in the order of the input, holding back what
	// was finished early. Otherwise each is yielded as soon as it is there.
	Ordered bool
	// Window is how many items may be read and not yet yielded, which bounds
	// the memory of a run; 0 means 64 for each worker, and it is never less
	// than Workers.
	Window int
}

// windowPerWorker lets the other workers go on for a while beside one slow
// item when the results are ordered.
const windowPerWorker = 64

func (o ParallelOptions) workers() int {
	if o.Workers <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return o.Workers
}

// Parallel applies do to every item of in and yields each result with the
// item's index. It reads in from one goroutine, never more than Window items
// ahead.
//
// When ctx ends no further item is read; what was begun is finished and
// yielded. When the caller breaks off, the context that do sees ends, and
// Parallel returns once every call of do, and the current step of in, has
// returned. A panic of in or do is raised again in the caller.
func Parallel[T, U any](ctx context.Context, in iter.Seq[T], o ParallelOptions, do func(context.Context, T) U) iter.Seq2[int, U] {
	return func(yield func(int, U) bool) {
		p := newPipe(ctx, in, o, do)
		defer p.stop()
		if o.Ordered {
			p.ordered(yield)
		} else {
			p.unordered(yield)
		}
	}
}

type job[T any] struct {
	index int
	item  T
}

type pipe[T, U any] struct {
	cancel  context.CancelFunc
	slots   chan struct{}
	results chan job[U]

	mu       sync.Mutex
	panicked any
}

func newPipe[T, U any](ctx context.Context, in iter.Seq[T], o ParallelOptions, do func(context.Context, T) U) *pipe[T, U] {
	workers := o.workers()
	window := o.Window
	if window == 0 {
		window = windowPerWorker * workers
	}
	window = max(window, workers)
	ctx, cancel := context.WithCancel(ctx)
	p := &pipe[T, U]{cancel: cancel, slots: make(chan struct{}, window), results: make(chan job[U], workers)}
	jobs := make(chan job[T])
	var all sync.WaitGroup
	all.Go(func() {
		defer close(jobs)
		defer p.catch()
		i := 0
		for item := range in {
			select {
			case p.slots <- struct{}{}:
			case <-ctx.Done():
				return
			}
			select {
			case jobs <- job[T]{i, item}:
			case <-ctx.Done():
				return
			}
			i++
		}
	})
	for range workers {
		all.Go(func() {
			defer p.catch()
			for j := range jobs {
				p.results <- job[U]{j.index, do(ctx, j.item)}
			}
		})
	}
	go func() {
		all.Wait()
		close(p.results)
	}()
	return p
}

// catch keeps the first panic and ends the run.
func (p *pipe[T, U]) catch() {
	if v := recover(); v != nil {
		p.mu.Lock()
		if p.panicked == nil {
			p.panicked = v
		}
		p.mu.Unlock()
		p.cancel()
	}
}

// stop ends the run, waits for its goroutines and raises their panic.
func (p *pipe[T, U]) stop() {
	p.cancel()
	for range p.results {
	}
	if p.panicked != nil {
		panic(p.panicked)
	}
}

func (p *pipe[T, U]) unordered(yield func(int, U) bool) {
	for r := range p.results {
		<-p.slots
		if !yield(r.index, r.item) {
			return
		}
	}
}

func (p *pipe[T, U]) ordered(yield func(int, U) bool) {
	early := map[int]U{}
	next := 0
	for r := range p.results {
		early[r.index] = r.item
		for {
			item, ok := early[next]
			if !ok {
				break
			}
			delete(early, next)
			<-p.slots
			if !yield(next, item) {
				return
			}
			next++
		}
	}
}
