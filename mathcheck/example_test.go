package mathcheck_test

import (
	"context"
	"fmt"

	"github.com/verireward/verireward/mathcheck"
	"github.com/verireward/verireward/reward"
)

func ExampleCheck() {
	v, err := mathcheck.Check(`\frac{1}{2}`, `Half of it, so the answer is $\boxed{0.5}$.`)
	if err != nil {
		fmt.Println("the gold cannot be used:", err)
		return
	}
	fmt.Println(v.Outcome, v.Stage, v.Answer)
	// Output: equal exact 0.5
}

func ExampleCheck_form() {
	for _, answer := range []string{`123 \cdot 456`, "56088"} {
		v, _ := mathcheck.Check("56088", answer, mathcheck.WithForm(mathcheck.Evaluated))
		fmt.Println(v.Outcome, v.Form, v.Reason)
	}
	// Output:
	// different unevaluated the answer is not evaluated
	// equal gold equal (text)
}

func ExampleCheckAny() {
	v, _ := mathcheck.CheckAny([]string{"", "12", "a dozen"}, "The answer is 12.")
	fmt.Println(v.Outcome)
	// Output: equal
}

func ExampleParseGold() {
	g, err := mathcheck.ParseGold(`\{1, 2\}`)
	if err != nil {
		return
	}
	for _, completion := range []string{`\boxed{2, 1}`, `\boxed{x = 1 \text{ or } x = 2}`, `\boxed{1}`} {
		v, _ := g.Check(completion)
		fmt.Println(v.Outcome, v.Stage)
	}
	// Output:
	// equal set
	// equal set
	// different set
}

func ExampleEqual() {
	v, _ := mathcheck.Equal(`\sin 2x`, `2\sin x\cos x`)
	fmt.Println(v.Outcome)
	// Output: equal
}

func ExampleExtract() {
	e, _ := mathcheck.Extract(`First \boxed{3}, no: \boxed{4}.`)
	fmt.Println(e.Answer, e.Rule)
	// Output: 4 boxed
}

func ExampleReward() {
	r := mathcheck.Reward(mathcheck.WithPartialCredit(true))
	s := &reward.Sample{Completion: reward.Str(`\boxed{(1, 5)}`), Answers: []string{"(1, 2)"}}
	res, err := r.Score(context.Background(), s)
	fmt.Println(res.Value, err)
	// Output: 0.5 <nil>
}
