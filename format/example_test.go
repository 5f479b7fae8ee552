package format_test

import (
	"context"
	"fmt"

	"github.com/verireward/verireward/format"
	"github.com/verireward/verireward/reward"
)

func ExampleTemplate_Match() {
	t, err := format.Parse("<think>{reasoning}</think> <answer>{answer:int}</answer>")
	if err != nil {
		panic(err)
	}
	for _, completion := range []string{
		"<think>6*7</think> <answer>42</answer>",
		"<think>6*7</think> <answer>42</answer> I hope this helps.",
		"<think> </think> <answer>41</answer><answer>42</answer>",
	} {
		m := t.Match("", completion)
		fmt.Println(m.OK, m.FieldTexts()["answer"], m.Reason())
	}
	// Output:
	// true 42 matches
	// false  text_after at byte 39
	// false  blank_field {reasoning} at byte 7; repeated_mark "<answer>" at byte 36; repeated_mark "</answer>" at byte 46
}

func ExampleParse() {
	_, err := format.Parse("(<think>{a}</think>)?<think>{b}</think>")
	fmt.Println(err)
	// Output:
	// format: template, byte 0: ambiguous group: "<think>" can begin the group and can follow it
}

func ExampleCapture() {
	t, _ := format.Named("think-answer")
	short := reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
		n := len(s.Completion.Last())
		return reward.Val(1/float64(1+n), fmt.Sprintf("%d bytes", n)), nil
	})
	r := format.Capture(t, reward.From("answer", short))
	for _, completion := range []string{
		"<think>6*7</think><answer>42</answer>",
		"<think></think><answer>42</answer>",
	} {
		res, err := r.Score(context.Background(), &reward.Sample{Completion: reward.Str(completion)})
		fmt.Println(res.Value, res.Reason, err)
	}
	// Output:
	// 0.3333333333333333 2 bytes <nil>
	// 0 no field "answer": no format check captured it <nil>
}

func ExampleToolCalls() {
	r := reward.Must(format.ToolCalls(format.ToolCallsOptions{}))
	res, err := r.Score(context.Background(), &reward.Sample{
		Completion: reward.Str(`<think>look</think><tool_call>{"name": "search", "arguments": {"q": "weather", "n": 3.0}}</tool_call>`),
		Answers:    []string{`{"name": "search", "arguments": {"n": 3, "q": "weather"}}`},
	})
	fmt.Println(res.Value, res.Reason, err)
	// Output: 1 1 of 1 calls <nil>
}

func ExampleDetectLanguage() {
	fmt.Println(format.DetectLanguage("Zuerst zählen wir die beiden Zahlen zusammen."))
	fmt.Println(format.DetectLanguage("答えは十二だと分かります。"))
	fmt.Println(format.DetectLanguage("x = 12"))
	// Output:
	// de true
	// ja true
	//  false
}
