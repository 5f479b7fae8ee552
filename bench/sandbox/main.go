//go:build linux

// Command sandbox measures what a run in the sandbox costs beside a bare fork
// and exec of /bin/true, and beside a go-judge server when its binary is given:
//
//	go run ./bench/sandbox [-go-judge PATH] [-c 1,2,4,8] [-rounds 12] [-only REGEXP]
//
// Every row is measured in short bursts that take turns with those of all
// other rows, so that what else the machine does falls on all alike. What to
// read is the ratios to the bare row; they are medians over the rounds of the
// ratio within a round. Processor time is that of this process, of the
// spawners and of everything they started.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/verireward/verireward/sandbox"
)

func main() {
	sandbox.Init()
	var o options
	flag.StringVar(&o.judge, "go-judge", "", "path of a go-judge binary")
	flag.IntVar(&o.rounds, "rounds", 12, "bursts of each row")
	levels := flag.String("c", "1,2,4,8", "how many runs at once")
	only := flag.String("only", "", "rows to measure, besides the bare one")
	flag.IntVar(&o.heap, "heap", 2048, "MiB of heap in the last part, 0 for none")
	flag.Parse()
	o.only = regexp.MustCompile(*only)
	for _, l := range strings.Split(*levels, ",") {
		c, err := strconv.Atoi(l)
		if err != nil || c < 1 {
			fmt.Fprintln(os.Stderr, "sandbox: -c:", l)
			os.Exit(2)
		}
		o.levels = append(o.levels, c)
	}
	if err := measure(o); err != nil {
		fmt.Fprintln(os.Stderr, "sandbox:", err)
		os.Exit(1)
	}
}

type options struct {
	judge        string
	levels       []int
	rounds, heap int
	only         *regexp.Regexp
}

// row is something measured.
type row struct {
	name string
	// runs is how many runs one call makes.
	runs int
	call func(context.Context) error
	// wall and cpu are per call, a figure for each round.
	wall, cpu []time.Duration
}

// burstTime is about how long a burst lasts.
const burstTime = 60 * time.Millisecond

func measure(o options) error {
	fmt.Printf("%d cores, load %s, %s\n", runtime.NumCPU(), load(), time.Now().Format(time.DateTime))
	for _, c := range o.levels {
		b, err := newBench(o, c)
		if err != nil {
			return err
		}
		err = b.rounds(o.rounds, c)
		b.close()
		if err != nil {
			return err
		}
		fmt.Printf("\nconcurrency %d, load %s\n", c, load())
		b.table()
	}
	if o.heap == 0 {
		return nil
	}
	return heap(o)
}

// rounds measures every row in turn.
func (b *bench) rounds(n, c int) error {
	calls := make([]int, len(b.rows))
	for i, r := range b.rows {
		began := time.Now()
		const warmup = 3
		if err := burst(r, warmup*c, c); err != nil {
			return err
		}
		calls[i] = max(int(burstTime/(time.Since(began)/time.Duration(warmup*c)+1)), c, 2)
	}
	for range n {
		for i, r := range b.rows {
			cpu, began := used(), time.Now()
			if err := burst(r, calls[i], c); err != nil {
				return err
			}
			r.wall = append(r.wall, time.Since(began)/time.Duration(calls[i]))
			r.cpu = append(r.cpu, (used()-cpu)/time.Duration(calls[i]))
		}
	}
	return nil
}

// burst makes n calls, c at a time.
func burst(r *row, n, c int) error {
	work := make(chan struct{})
	errs := make(chan error, c)
	var wg sync.WaitGroup
	for range c {
		wg.Go(func() {
			var first error
			for range work {
				if err := r.call(context.Background()); err != nil && first == nil {
					first = fmt.Errorf("%s: %w", r.name, err)
				}
			}
			errs <- first
		})
	}
	for range n {
		work <- struct{}{}
	}
	close(work)
	wg.Wait()
	for range c {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// table prints the rows, each beside the bare one.
func (b *bench) table() {
	bare := b.rows[0]
	fmt.Println("| what | ms a run | lowest | x bare | lowest x | CPU ms | x bare CPU | runs/s |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	for _, r := range b.rows {
		n := float64(r.runs)
		wall := median(r.wall).Seconds() / n
		fmt.Printf("| %s | %.3f | %.3f | %.2f | %.2f | %.3f | %.2f | %.0f |\n", r.name, wall*1e3,
			slices.Min(r.wall).Seconds()*1e3/n, ratio(r.wall, bare.wall)/n,
			float64(slices.Min(r.wall))/float64(slices.Min(bare.wall))/n,
			average(r.cpu).Seconds()*1e3/n, float64(average(r.cpu))/float64(average(bare.cpu))/n, 1/wall)
	}
	for _, pair := range [][2]string{{"go-judge python-hello", "tier C python-warm"}, {"go-judge python-hello", "tier A python-warm"},
		{"go-judge 20 stdin tests", "tier A 20 stdin tests"}} {
		if peer, ours := b.row(pair[0]), b.row(pair[1]); peer != nil && ours != nil {
			fmt.Printf("%s: %.1f times the runs/s of %s\n", pair[1], ratio(peer.wall, ours.wall), pair[0])
		}
	}
}

func (b *bench) row(name string) *row {
	for _, r := range b.rows {
		if r.name == name {
			return r
		}
	}
	return nil
}

// ratio is the median over the rounds of a/b within a round.
func ratio(a, b []time.Duration) float64 {
	q := make([]float64, len(a))
	for i := range a {
		q[i] = float64(a[i]) / float64(b[i])
	}
	return median(q)
}

func median[T cmp.Ordered](v []T) T {
	s := slices.Sorted(slices.Values(v))
	return s[len(s)/2]
}

func average(v []time.Duration) time.Duration {
	var sum time.Duration
	for _, d := range v {
		sum += d
	}
	return sum / time.Duration(len(v))
}

// heap compares runs of a caller with a small heap and with a large one.
func heap(o options) error {
	o.judge = ""
	b, err := newBench(o, 1)
	if err != nil {
		return err
	}
	defer b.close()
	small := make([][]time.Duration, len(b.rows))
	large := make([][]time.Duration, len(b.rows))
	for range 3 {
		if err := b.rounds(o.rounds/3+1, 1); err != nil {
			return err
		}
		ballast := make([]byte, o.heap<<20)
		for i := 0; i < len(ballast); i += 4096 {
			ballast[i] = 1
		}
		for i, r := range b.rows {
			small[i], r.wall = append(small[i], r.wall...), nil
		}
		err := b.rounds(o.rounds/3+1, 1)
		runtime.KeepAlive(ballast)
		if err != nil {
			return err
		}
		for i, r := range b.rows {
			large[i], r.wall = append(large[i], r.wall...), nil
		}
		ballast = nil
		runtime.GC()
	}
	fmt.Printf("\na heap of %d MiB in the caller, concurrency 1, load %s\n", o.heap, load())
	fmt.Println("| what | ms, small heap | ms, large heap | ratio | ratio of the lowest |")
	fmt.Println("|---|---|---|---|---|")
	for i, r := range b.rows {
		fmt.Printf("| %s | %.3f | %.3f | %.2f | %.2f |\n", r.name, median(small[i]).Seconds()*1e3/float64(r.runs), median(large[i]).Seconds()*1e3/float64(r.runs),
			ratio(large[i], small[i]), float64(slices.Min(large[i]))/float64(slices.Min(small[i])))
	}
	return nil
}
