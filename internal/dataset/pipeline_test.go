package dataset

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/verireward/verireward/reward"
)

// counting is a source of n records.
type counting struct{ n, at int }

func (c *counting) Next() (Record, error) {
	if c.at == c.n {
		return Record{}, io.EOF
	}
	c.at++
	return Record{Line: c.at, Raw: fmt.Appendf(nil, "%d", c.at)}, nil
}
func (c *counting) Position() Position { return Position{} }
func (c *counting) Close() error       { return nil }

func echo(_ context.Context, rec Record) Outcome { return Outcome{Line: rec.Raw} }

func failLine(_ Record, err error) Outcome {
	return Outcome{Line: []byte(string(reward.KindOf(err)) + ": " + strings.SplitN(err.Error(), "\n", 2)[0]), Failed: true}
}

func TestRunKeepsOrder(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, workers := range []int{1, 2, 7} {
		var got []string
		work := func(ctx context.Context, rec Record) Outcome {
			if rec.Line%5 == 0 {
				time.Sleep(time.Millisecond)
			}
			return echo(ctx, rec)
		}
		err := Run(t.Context(), &counting{n: 200}, workers, work, failLine, func(o Outcome) error {
			got = append(got, string(o.Line))
			return nil
		}, nil)
		require.NoError(t, err)
		require.Len(t, got, 200)
		for i, s := range got {
			require.Equal(t, fmt.Sprint(i+1), s)
		}
	}
}

func TestRunContainsPanics(t *testing.T) {
	var got []string
	err := Run(t.Context(), &counting{n: 3}, 2, func(ctx context.Context, rec Record) Outcome {
		if rec.Line == 2 {
			panic("boom")
		}
		return echo(ctx, rec)
	}, failLine, func(o Outcome) error {
		got = append(got, string(o.Line))
		return nil
	}, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"1", "internal: panic: boom", "3"}, got)
}

// An interrupted run emits what was judged without a gap, and nothing that was
// under way when it ended.
func TestRunInterrupted(t *testing.T) {
	defer goleak.VerifyNone(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var got []string
	err := Run(ctx, &counting{n: 1000}, 3, func(ctx context.Context, rec Record) Outcome {
		if rec.Line == 40 {
			<-ctx.Done()
			return Outcome{Line: []byte("tainted"), Failed: true}
		}
		return echo(ctx, rec)
	}, failLine, func(o Outcome) error {
		got = append(got, string(o.Line))
		if len(got) == 39 {
			cancel()
		}
		return nil
	}, nil)
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, got, 39)
}

// A reader that waits for input does not keep an interrupted run from ending.
func TestRunInterruptedWhileReading(t *testing.T) {
	r, w := io.Pipe()
	defer func() { _ = w.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	src, err := Open(nil, r)
	require.NoError(t, err)
	go func() { _, _ = io.WriteString(w, "{}\n") }()
	n := 0
	err = Run(ctx, src, 2, echo, failLine, func(Outcome) error {
		n++
		cancel()
		return nil
	}, nil)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 1, n)
}

func TestRunStopsOnEmitError(t *testing.T) {
	defer goleak.VerifyNone(t)
	full := errors.New("disk full")
	n := 0
	err := Run(t.Context(), &counting{n: 1 << 30}, 2, echo, failLine, func(Outcome) error {
		if n++; n == 10 {
			return full
		}
		return nil
	}, nil)
	require.ErrorIs(t, err, full)
	require.Equal(t, 10, n)
}

// A writer that waits for each answer before it sends the next line gets it:
// the output is flushed whenever nothing is ready.
func TestRunFlushesWhenIdle(t *testing.T) {
	in, feed := io.Pipe()
	read, out := io.Pipe()
	output := NewOutput(out)
	src, err := Open(nil, in)
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() {
		done <- Run(t.Context(), src, 2, echo, failLine, func(o Outcome) error { return output.WriteLine(o.Line) }, func() { _ = output.Flush() })
	}()
	for i := range 3 {
		line := fmt.Sprintf("{\"turn\":%d}\n", i)
		_, err := io.WriteString(feed, line)
		require.NoError(t, err)
		buf := make([]byte, len(line))
		_, err = io.ReadFull(read, buf)
		require.NoError(t, err)
		require.Equal(t, line, string(buf))
	}
	require.NoError(t, feed.Close())
	require.NoError(t, <-done)
}

// The window is bounded: a stuck first record stops the reader.
func TestRunWindowIsBounded(t *testing.T) {
	src := &counting{n: 1 << 20}
	release := make(chan struct{})
	started := make(chan struct{})
	go func() {
		<-started
		time.Sleep(20 * time.Millisecond)
		close(release)
	}()
	most := 0
	first := true
	err := Run(t.Context(), src, 2, func(ctx context.Context, rec Record) Outcome {
		if rec.Line == 1 {
			close(started)
			<-release
		}
		return echo(ctx, rec)
	}, failLine, func(o Outcome) error {
		if first {
			first = false
			most = o.Record.Line
		}
		if o.Record.Line > 1000 {
			return errors.New("enough")
		}
		return nil
	}, nil)
	require.ErrorContains(t, err, "enough")
	require.Equal(t, 1, most)
	require.Less(t, src.at, 1000+4*windowPerWorker)
}

func TestOutputIsAtomic(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out.jsonl")
	o, err := CreateOutput(name, false, nil)
	require.NoError(t, err)
	require.NoError(t, o.WriteLine([]byte("one")))
	require.NoFileExists(t, name)
	require.NoError(t, o.Commit())
	got, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, "one\n", string(got))
	require.NoFileExists(t, name+PartialSuffix)
}

func TestOutputResumes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out.jsonl")
	o, err := CreateOutput(name, false, nil)
	require.NoError(t, err)
	require.NoError(t, o.WriteLine([]byte("one")))
	require.NoError(t, o.WriteLine([]byte("two")))
	require.NoError(t, o.Abandon())
	f, err := os.OpenFile(name+PartialSuffix, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, _ = f.WriteString("half a li")
	require.NoError(t, f.Close())

	var kept []string
	o, err = CreateOutput(name, true, func(line []byte) error {
		kept = append(kept, string(line))
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, []string{"one", "two"}, kept)
	require.NoError(t, o.WriteLine([]byte("three")))
	require.NoError(t, o.Commit())
	got, _ := os.ReadFile(name)
	require.Equal(t, "one\ntwo\nthree\n", string(got))
}

func BenchmarkPipeline(b *testing.B) {
	b.ReportAllocs()
	line := `{"id":"x","completion":"` + strings.Repeat("word ", 200) + `","answer":"42"}`
	text := strings.Repeat(line+"\n", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		src, err := Open(nil, strings.NewReader(text))
		require.NoError(b, err)
		err = Run(b.Context(), src, 2, func(_ context.Context, rec Record) Outcome {
			o, err := ParseObject(rec.Raw)
			if err == nil {
				_, err = o.Sample()
			}
			return Outcome{Failed: err != nil}
		}, failLine, func(Outcome) error { return nil }, nil)
		require.NoError(b, err)
	}
}

// A budget is spent to its last byte before anyone waits, one record larger
// than all of it passes alone, and a closed one lets everybody go.
func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(5)
		require.True(t, b.take(3))
		require.True(t, b.take(2), "what just fits does not wait")
		waited := make(chan bool)
		go func() { waited <- b.take(1) }()
		synctest.Wait()
		select {
		case <-waited:
			t.Fatal("took more than there is")
		default:
		}
		b.give(3)
		require.True(t, <-waited)
		b.give(3)
		require.True(t, b.take(50), "a record beyond the whole budget passes alone")
		go func() { waited <- b.take(1) }()
		synctest.Wait()
		b.close()
		require.False(t, <-waited)
	})
}
