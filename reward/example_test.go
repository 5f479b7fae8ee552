package reward_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/verireward/verireward/reward"
)

// polite is 1 for a completion that says please.
var polite = reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
	if strings.Contains(s.Completion.Last(), "please") {
		return reward.Val(1, "says please"), nil
	}
	return reward.Val(0, "does not say please"), nil
})

// brief is 1 for a completion of at most three words.
var brief = reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
	n := len(strings.Fields(s.Completion.Last()))
	return reward.Val(float64(min(3, n))/float64(max(3, n)), fmt.Sprint(n, " words")), nil
})

func say(text string) *reward.Sample { return &reward.Sample{Completion: reward.Str(text)} }

func show(r reward.Reward, s *reward.Sample) {
	res, err := r.Score(context.Background(), s)
	if err != nil {
		fmt.Println(reward.KindOf(err), "error:", err)
		return
	}
	fmt.Println(res.Value, res.Reason)
}

func ExampleWeighted() {
	r := reward.Weighted(
		reward.Component{Name: "polite", Weight: 1, Reward: polite},
		reward.Component{Name: "brief", Weight: 0.5, Reward: brief},
	)
	res, _ := r.Score(context.Background(), say("tea please now"))
	fmt.Println(res.Value)
	for _, p := range res.Parts {
		fmt.Println(p.Name, p.Value, "x", p.Weight, p.Reason)
	}
	// Output:
	// 1.5
	// polite 1 x 1 says please
	// brief 1 x 0.5 3 words
}

func ExampleGate() {
	r := reward.Gate(polite, 1, reward.Scale(2, brief))
	show(r, say("tea please now"))
	show(r, say("tea now"))
	// Output:
	// 2 3 words
	// 0 does not say please
}

func ExampleRoute() {
	r := reward.Route(reward.RouteOptions{Cases: []reward.Case{{Pattern: "chat*", Reward: polite}}})
	show(r, &reward.Sample{Source: "chat/tea", Completion: reward.Str("please")})
	show(r, &reward.Sample{Source: "maths"})
	// Output:
	// 1 says please
	// input error: no case for source "maths"
}

func ExampleFrom() {
	s := say("<answer>tea please</answer>")
	s.Fields = map[string]string{"answer": "tea please"}
	show(reward.From("answer", polite), s)
	show(reward.From("proof", polite), s)
	// Output:
	// 1 says please
	// 0 no field "proof": no format check captured it
}

func ExampleTimeout() {
	slow := reward.Func(func(ctx context.Context, _ *reward.Sample) (reward.Result, error) {
		<-ctx.Done()
		return reward.Result{}, ctx.Err()
	})
	show(reward.Timeout(time.Millisecond, slow), say("anything"))
	// Output: timeout error: not judged within 1ms: context deadline exceeded
}

func ExampleScore() {
	samples := []*reward.Sample{say("please"), nil, say("now")}
	for i, o := range reward.Score(context.Background(), polite, samples, reward.BatchOptions{}) {
		fmt.Println(i, o.Result.Value, o.Err)
	}
	// Output:
	// 0 1 <nil>
	// 1 0 no sample
	// 2 0 <nil>
}

func ExampleStream() {
	o := reward.BatchOptions{Ordered: true}
	samples := slices.Values([]*reward.Sample{say("please"), say("now")})
	for i, o := range reward.Stream(context.Background(), polite, samples, o) {
		fmt.Println(i, o.Result.Reason)
	}
	// Output:
	// 0 says please
	// 1 does not say please
}

func ExampleSoftOverlong() {
	r := reward.Must(reward.SoftOverlong(reward.SoftOverlongOptions{Max: 20480, Cache: 4096}))
	show(r, &reward.Sample{Tokens: 18432})
	show(r, &reward.Sample{Tokens: 90000})
	// Output:
	// -0.5 18432 of 20480 tokens
	// -1 90000 of 20480 tokens
}

func ExampleCosineLength() {
	r := reward.Must(reward.CosineLength(reward.CosineLengthOptions{Max: 1000}, polite))
	show(r, &reward.Sample{Tokens: 500, Completion: reward.Str("please")})
	show(r, &reward.Sample{Tokens: 2000, Completion: reward.Str("now")})
	// Output:
	// 0.75 correct, 500 of 1000 tokens
	// -0.5 wrong, 2000 of 1000 tokens
}
