package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/verireward/verireward/internal/dataset"
)

const (
	// redrawEvery is how often a terminal's progress line is redrawn.
	redrawEvery = 200 * time.Millisecond
	// logEvery is how often a line is written where there is no terminal.
	logEvery = 10 * time.Second
)

// meter shows how far a run is.
type meter struct {
	w        io.Writer
	quiet    bool
	terminal bool
	position func() dataset.Position
	began    time.Time
	quit     chan struct{}
	done     sync.WaitGroup

	mu     sync.Mutex
	lines  int
	fresh  int
	errors int
	valued int
	sum    float64
}

func newMeter(w io.Writer, quiet bool, position func() dataset.Position) *meter {
	m := &meter{w: w, quiet: quiet, position: position, quit: make(chan struct{})}
	if f, ok := w.(*os.File); ok {
		m.terminal = term.IsTerminal(int(f.Fd()))
	}
	return m
}

func (m *meter) start() {
	m.began = time.Now()
	m.fresh = 0
	if m.quiet {
		return
	}
	every := logEvery
	if m.terminal {
		every = redrawEvery
	}
	m.done.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				m.show("")
			case <-m.quit:
				return
			}
		}
	})
}

// stop ends the display; a terminal keeps the last line.
func (m *meter) stop() {
	close(m.quit)
	m.done.Wait()
	if m.terminal && !m.quiet {
		m.show("\n")
	}
}

func (m *meter) add(o dataset.Outcome) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lines++
	m.fresh++
	if o.Failed {
		m.errors++
	}
	if o.Valued {
		m.valued++
		m.sum += o.Value
	}
}

func (m *meter) show(end string) {
	text := m.line(time.Since(m.began))
	if m.terminal {
		// Back to the first column, and clear what an earlier, longer line left.
		fmt.Fprintf(m.w, "\r%s\x1b[K%s", text, end)
		return
	}
	fmt.Fprintln(m.w, text)
}

// line is the progress in words: done/total, rate, ETA, mean reward, errors.
// The total is an estimate (~) until the input was read to its end.
func (m *meter) line(elapsed time.Duration) string {
	at := m.position()
	m.mu.Lock()
	defer m.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "%d", m.lines)
	rate := float64(m.fresh) / max(elapsed.Seconds(), 1e-3)
	eta := ""
	if total := int(at.Estimate()); total > 0 {
		about := "~"
		if at.Ended {
			about = ""
		}
		fmt.Fprintf(&b, "/%s%d", about, total)
		if rate > 0 {
			left := time.Duration(float64(total-m.lines) / rate * float64(time.Second))
			eta = fmt.Sprintf("  ETA %s", left.Round(time.Second))
		}
	} else {
		b.WriteString("/?")
	}
	fmt.Fprintf(&b, "  %.0f/s%s", rate, eta)
	if m.valued > 0 {
		fmt.Fprintf(&b, "  mean %.4f", m.sum/float64(m.valued))
	}
	fmt.Fprintf(&b, "  errors %d", m.errors)
	return b.String()
}
