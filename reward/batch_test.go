package reward_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func numbered(n int) []*reward.Sample {
	out := make([]*reward.Sample, n)
	for i := range out {
		out[i] = &reward.Sample{ID: fmt.Sprint(i), Step: i}
	}
	return out
}

// fateful ends by the sample's number: every third a panic, every fifth an
// error, every seventh an abstention.
var fateful = reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
	switch {
	case s.Step%3 == 2:
		panic("boom")
	case s.Step%5 == 4:
		return reward.Result{}, errBroken
	case s.Step%7 == 6:
		return reward.Result{}, reward.Abstain("n/a")
	}
	return reward.Val(float64(s.Step), "number"), nil
})

func TestScoreKeepsOrderAndContainsFaults(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 100).Draw(t, "samples")
		workers := rapid.IntRange(0, 9).Draw(t, "workers")
		samples := numbered(n)
		var last int
		o := reward.BatchOptions{Workers: workers, Progress: func(done int) { last = done }}
		out := reward.Score(context.Background(), fateful, samples, o)
		require.Len(t, out, n)
		require.Equal(t, n, last)
		for i, oc := range out {
			want, wantErr := reward.Judge(context.Background(), fateful, samples[i])
			require.Same(t, samples[i], oc.Sample)
			require.Equal(t, want, oc.Result)
			require.Equal(t, wantErr == nil, oc.Err == nil)
		}
	})
}

func TestScoreOfNilSample(t *testing.T) {
	out := reward.Score(t.Context(), fateful, []*reward.Sample{nil}, reward.BatchOptions{})
	require.Equal(t, reward.KindInput, reward.KindOf(out[0].Err))
}

func TestScoreAfterTheEndOfTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	begun := make(chan bool)
	hang := reward.Func(func(ctx context.Context, _ *reward.Sample) (reward.Result, error) {
		begun <- true
		<-ctx.Done()
		return reward.Result{}, ctx.Err()
	})
	go func() { <-begun; cancel() }()
	o := reward.BatchOptions{Workers: 1}
	out := reward.Score(ctx, hang, numbered(5), o)
	require.Len(t, out, 5)
	for _, oc := range out {
		require.ErrorIs(t, oc.Err, context.Canceled)
		require.NotNil(t, oc.Sample)
	}
}

func TestStreamShowsFinishedSamplesBesideASlowOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
			if s.Step == 0 {
				time.Sleep(time.Hour)
			}
			return reward.Val(1, ""), nil
		})
		o := reward.BatchOptions{Workers: 2}
		start := time.Now()
		var order []int
		for i := range reward.Stream(t.Context(), r, slices.Values(numbered(50)), o) {
			order = append(order, i)
			if i != 0 {
				require.Zero(t, time.Since(start), "sample %d waited for the slow one", i)
			}
		}
		require.Len(t, order, 50)
		require.Equal(t, 0, order[49])
	})
}

func TestStreamOrdered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
			time.Sleep(time.Duration(s.Step*7919%13) * time.Second)
			return reward.Val(float64(s.Step), ""), nil
		})
		o := reward.BatchOptions{Workers: 4, Ordered: true}
		next := 0
		for i, oc := range reward.Stream(t.Context(), r, slices.Values(numbered(200)), o) {
			require.Equal(t, next, i)
			require.Equal(t, float64(i), oc.Result.Value)
			next++
		}
		require.Equal(t, 200, next)
	})
}

// TestStreamReadsNoFurtherThanItsWindow holds the memory of an endless input.
func TestStreamReadsNoFurtherThanItsWindow(t *testing.T) {
	for _, ordered := range []bool{false, true} {
		var read atomic.Int64
		endless := func(yield func(*reward.Sample) bool) {
			for yield(&reward.Sample{Step: int(read.Add(1))}) {
			}
		}
		o := reward.BatchOptions{Workers: 3, Window: 8, Ordered: ordered}
		seen := int64(0)
		for range reward.Stream(t.Context(), reward.Constant(1), endless, o) {
			seen++
			require.LessOrEqual(t, read.Load(), seen+8+1)
			if seen == 500 {
				break
			}
		}
	}
}

func TestStreamBrokenOffEndsItsWork(t *testing.T) {
	var ended atomic.Int32
	r := reward.Func(func(ctx context.Context, s *reward.Sample) (reward.Result, error) {
		if s.Step == 0 {
			return reward.Val(1, ""), nil
		}
		<-ctx.Done()
		ended.Add(1)
		return reward.Result{}, ctx.Err()
	})
	o := reward.BatchOptions{Workers: 4}
	for range reward.Stream(t.Context(), r, slices.Values(numbered(100)), o) {
		break
	}
	require.LessOrEqual(t, ended.Load(), int32(4), "goleak checks that none is left")
}

func TestParallelRaisesPanicsInTheCaller(t *testing.T) {
	fail := func(yield func(int) bool) {
		yield(1)
		panic("input broke")
	}
	drain := func(in iter.Seq[int], do func(context.Context, int) int) func() {
		return func() {
			for range reward.Parallel(t.Context(), in, reward.ParallelOptions{Workers: 2, Ordered: true}, do) {
			}
		}
	}
	same := func(_ context.Context, i int) int { return i }
	require.PanicsWithValue(t, "input broke", drain(fail, same))
	require.PanicsWithValue(t, "work broke", drain(slices.Values([]int{1, 2, 3, 4, 5}), func(_ context.Context, i int) int {
		if i == 2 {
			panic("work broke")
		}
		return i
	}))
}
