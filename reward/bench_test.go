package reward_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/verireward/verireward/reward"
)

// cheap judges the length of the completion without allocating.
var cheap = reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
	return reward.Val(float64(len(s.Completion.Last())), "length"), nil
})

func fiveCheap() reward.Reward {
	var cs []reward.Component
	for i := range 5 {
		cs = append(cs, reward.Component{Name: fmt.Sprint("c", i), Weight: float64(i), Reward: cheap})
	}
	return reward.Weighted(cs...)
}

func BenchmarkWeightedFive(b *testing.B) {
	r, s, ctx := fiveCheap(), &reward.Sample{Completion: reward.Str("hello")}, context.Background()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Score(ctx, s); err != nil {
			b.Fatal(err)
		}
	}
}

// TestWeightedAllocations holds the figure that does not depend on the machine.
func TestWeightedAllocations(t *testing.T) {
	r, s, ctx := fiveCheap(), &reward.Sample{Completion: reward.Str("hello")}, context.Background()
	if n := testing.AllocsPerRun(100, func() { _, _ = r.Score(ctx, s) }); n > 3 {
		t.Errorf("a weighted sum of five components allocates %v times, want at most 3", n)
	}
}

func BenchmarkStream(b *testing.B) {
	samples := make([]*reward.Sample, 1000)
	for i := range samples {
		samples[i] = &reward.Sample{Completion: reward.Str("hello")}
	}
	b.ReportAllocs()
	for b.Loop() {
		for range reward.Stream(context.Background(), cheap, slices.Values(samples), reward.BatchOptions{}) {
		}
	}
}

func BenchmarkCacheHit(b *testing.B) {
	r, ctx := reward.Cache(0, cheap), context.Background()
	s := &reward.Sample{Completion: reward.Str(string(make([]byte, 4096)))}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = r.Score(ctx, s)
	}
}
