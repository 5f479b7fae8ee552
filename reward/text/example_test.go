package text_test

import (
	"context"
	"fmt"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/text"
)

func show(r reward.Reward, completion string, answers ...string) {
	res, err := r.Score(context.Background(), sample(completion, answers...))
	if err != nil {
		fmt.Println(reward.KindOf(err), "error:", err)
		return
	}
	fmt.Printf("%.3g %s\n", res.Value, res.Reason)
}

func ExampleExact() {
	em := reward.Must(text.Exact(text.ExactOptions{Normal: text.NormalSQuAD}))
	show(em, "The Eiffel Tower.", "eiffel tower")
	show(em, "The Eiffel Tower.")
	// Output:
	// 1 is the answer
	// gold error: there is no gold answer
}

func ExampleContains() {
	r := reward.Must(text.Contains(text.ContainsOptions{}))
	show(r, "It is 4, I think.", "4")
	show(r, "It is 14, I think.", "4")
	// Output:
	// 1 contains "4"
	// 0 contains no answer
}

func ExampleF1() {
	show(text.F1(), "the cat sat", "cat sat down")
	// Output: 0.8 2 words in common, 2 written, 3 in the answer
}

func ExampleChoice() {
	r := reward.Must(text.Choice(text.ChoiceOptions{}))
	show(r, "<think>A is too small.</think>The answer is (B).", "B")
	show(r, "The answer is B or C.", "B")
	// Output:
	// 1 chooses B
	// 0 chooses no option
}

func ExampleNumeric() {
	r := reward.Must(text.Numeric(text.NumericOptions{Rel: 0.01}))
	show(r, "1,005", "1000")
	show(r, "1,005 or 995", "1000")
	// Output:
	// 1 1005 against 1000
	// 0 "1,005 or 995" is no number
}

func ExampleGSM8K() {
	show(text.GSM8K(text.GSM8KOptions{}), "48 + 24 = 72\n#### 72", "72")
	show(text.GSM8K(text.GSM8KOptions{Flexible: true}), "So it is 72.", "72")
	// Output:
	// 1 72 is the answer
	// 1 72 is the answer
}

func ExampleRepetition() {
	r := reward.Must(text.Repetition(text.RepetitionOptions{N: 2}))
	show(r, "so it goes so it goes")
	// Output: -0.4 3 of 5 groups of 2 words differ
}

func ExampleReasoningSteps() {
	r := reward.Must(text.ReasoningSteps(text.ReasoningStepsOptions{}))
	show(r, "First, add the numbers. Then, halve the sum.")
	show(r, "First, First, First,")
	// Output:
	// 0.667 2 steps
	// 0 0 steps
}

func ExampleTransform() {
	exact := reward.Must(text.Exact(text.ExactOptions{}))
	r := reward.Must(text.Transform([]string{"strip_think", "last_line"}, exact))
	show(r, "<think>7</think>So:\n42", "42")
	// Output: 1 is the answer
}
