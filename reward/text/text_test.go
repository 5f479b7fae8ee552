package text_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/text"
)

func sample(completion string, answers ...string) *reward.Sample {
	return &reward.Sample{Completion: reward.Str(completion), Answers: answers}
}

func value(t require.TestingT, r reward.Reward, s *reward.Sample) float64 {
	res, err := reward.Judge(context.Background(), r, s)
	require.NoError(t, err)
	require.NotEmpty(t, res.Reason)
	return res.Value
}

// golden is one completion with the value worked out by hand.
type golden struct {
	completion, answer string
	want               float64
}

func checkGoldens(t *testing.T, r reward.Reward, tests []golden) {
	t.Helper()
	for _, tt := range tests {
		require.InDelta(t, tt.want, value(t, r, sample(tt.completion, tt.answer)), 1e-9, "%q against %q", tt.completion, tt.answer)
	}
}

func TestExact(t *testing.T) {
	for normal, tests := range map[text.Normal][]golden{
		text.NormalSpace: {{" a  b\n", "a b", 1}, {"A b", "a b", 0}, {"ab", "a b", 0}, {"", "a", 0}},
		text.NormalNone:  {{"a ", "a", 0}, {"a", "a", 1}},
		text.NormalCase:  {{"ÄB", "äb", 1}, {"a.", "a", 0}},
		text.NormalSQuAD: {{"The  Eiffel-Tower!", "eiffeltower", 1}, {"an apple", "Apple", 1}, {"theatre", "atre", 0}},
	} {
		checkGoldens(t, reward.Must(text.Exact(text.ExactOptions{Normal: normal})), tests)
	}
	r := reward.Must(text.Exact(text.ExactOptions{}))
	require.Equal(t, 1.0, value(t, r, sample("b", "", "a", "b")), "any gold is right, blank ones are passed over")
}

func TestContainsHeedsWords(t *testing.T) {
	checkGoldens(t, reward.Must(text.Contains(text.ContainsOptions{})), []golden{
		{"it is 4", "4", 1}, {"14", "4", 0}, {"41", "4", 0}, {"4.5", "4", 0}, {"1,4", "4", 0}, {"2.4", "4", 0}, {".4", "4", 0}, {"-4", "4", 0},
		{"x -4", "4", 0}, {"3-4", "4", 1}, {"1/4", "4", 0}, {"4/5", "4", 0}, {"4%", "4", 0}, {"4.", "4", 1}, {"(4)", "4", 1}, {"4, 5", "4", 1},
		{"no. 14 then 4", "4", 1}, {"a category", "cat", 0}, {"a cat.", "cat", 1}, {"cat_food", "cat", 0}, {"答案是北京吗", "北京", 1},
		{"Cat", "cat", 0}, {"xa a a", "a a", 1}, {"naïve", "na", 0}, {"2^4", "4", 0},
	})
	r := reward.Must(text.Contains(text.ContainsOptions{MaxWords: 3, Normal: text.NormalCase}))
	checkGoldens(t, r, []golden{{"It is Four", "four", 1}, {"one two three four", "four", 0}})
}

func TestContainsIsBoundedOnCutMatches(t *testing.T) {
	r := reward.Must(text.Contains(text.ContainsOptions{}))
	require.Zero(t, value(t, r, sample(strings.Repeat("a", 1<<20), strings.Repeat("a", 1000))))
}

func TestOracleShare(t *testing.T) {
	checkGoldens(t, text.OracleShare(), []golden{
		{"42", "42", 1}, {"it's 42", "42", 2.0 / 7}, {"142", "42", 0}, {"", "42", 0}, {"é é", "é", 1.0 / 3},
	})
}

// TestF1 works out the overlaps by hand.
func TestF1(t *testing.T) {
	checkGoldens(t, text.F1(), []golden{
		{"the cat sat", "cat sat down", 2.0 * 2 / 5},
		{"a cat", "The cat!", 1}, {"dog", "cat", 0}, {"cat cat", "cat", 2.0 / 3}, {"", "cat", 0}, {"the", "a", 1}, {"北京市", "北京", 0.8},
	})
	require.Equal(t, 1.0, value(t, text.F1(), sample("dog", "cat", "dog")))
}

func TestF1Laws(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "z", "w"}), 1, 8)
	rapid.Check(t, func(t *rapid.T) {
		a, b := strings.Join(words.Draw(t, "a"), " "), strings.Join(words.Draw(t, "b"), " ")
		v := value(t, text.F1(), sample(a, b))
		require.InDelta(t, v, value(t, text.F1(), sample(b, a)), 1e-12, "F1 is symmetric")
		require.True(t, 0 <= v && v <= 1)
		require.Equal(t, 1.0, value(t, text.F1(), sample(a, a)))
	})
}

func TestChoice(t *testing.T) {
	r := reward.Must(text.Choice(text.ChoiceOptions{}))
	checkGoldens(t, r, []golden{
		{"B", "B", 1}, {"b", "B", 1}, {"(B)", "b", 1}, {"**B**", "(B)", 1}, {"B.", "B.", 1}, {"C", "B", 0}, {"", "B", 0},
		{`so \boxed{B}`, "B", 1}, {`\boxed{\text{B}}`, "B", 1}, {`\boxed{A} or \boxed{B}`, "A", 0},
		{"<think>A or C</think>The answer is (B).", "B", 1}, {"<think>B", "B", 0}, {"The answer is B", "B", 1}, {"Answer: B\nbecause", "B", 1},
		{"The answer is B or C", "B", 0}, {"B or C", "B", 0}, {"A, B", "A", 0}, {"A good idea is B", "A", 0}, {"Because", "B", 0},
		{"B) Paris", "B", 1}, {"B) Paris, not C", "B", 0}, {"答案是 B", "B", 1}, {"故选：B。", "B", 1}, {"ABCD", "A", 0}, {"<answer>B</answer>", "B", 1},
		{"A. B. C. D.", "A", 0}, {"Option B", "B", 1}, {"the answer is option (B).", "B", 1}, {"Answer: B, because A is wrong", "B", 1},
		{"The answer is B or C because of D", "B", 0}, {"**Answer: C) 42**", "C", 1},
		{"B) Carl", "B", 1}, {"B) x", "B", 1}, {"B) D", "B", 0}, {"B) A", "B", 0}, {"B) A word", "B", 1}, {"CHOICE (B)", "B", 1}, {"option", "B", 0},
	})
	s := sample("B) Lyon", "B")
	s.Meta = map[string]any{"choices": []any{"Paris", "Lyon", 3.0}}
	require.Equal(t, 1.0, value(t, r, s))
	s.Completion = reward.Str("Lyon.")
	require.Equal(t, 1.0, value(t, r, s))
	s.Completion = reward.Str("B) Paris")
	require.Zero(t, value(t, r, s), "the letter and the text of two options")
	s.Completion, s.Answers = reward.Str("C"), []string{"3"}
	require.Equal(t, 1.0, value(t, r, s), "a gold may be an option's text")
	_, err := r.Score(t.Context(), sample("A", "nothing"))
	require.Equal(t, reward.KindGold, reward.KindOf(err))
	_, err = text.Choice(text.ChoiceOptions{Letters: "AA"})
	require.Error(t, err)
	five := reward.Must(text.Choice(text.ChoiceOptions{Letters: "АБВ"}))
	require.Equal(t, 1.0, value(t, five, sample("Б", "б")))
}

func TestNumeric(t *testing.T) {
	checkGoldens(t, reward.Must(text.Numeric(text.NumericOptions{})), []golden{
		{"4", "4", 1}, {"4.0", "4", 1}, {"1,000", "1000", 1}, {"$1,000.50", "1000.5", 1}, {"1e3", "1000", 1}, {"−4", "-4", 1}, {"25%", "0.25", 1},
		{"4.", "4", 1}, {"5", "4", 0}, {"4 or 5", "4", 0}, {"1,00", "100", 0}, {"", "4", 0}, {"--4", "4", 0}, {"four", "4", 0}, {"1e999", "4", 0},
		{"0." + strings.Repeat("3", 30), "0." + strings.Repeat("3", 29), 0}, {`it is \boxed{4}`, "4", 1}, {"<answer>4</answer>", "4", 1},
		{"**4**", "4", 1}, {"$4$", "4", 1}, {"*4.*", "4", 1}, {"４．５", "4.5", 1}, {"\u200b4\u200b2", "42", 1}, {"4*2", "8", 0}, {"$ $", "4", 0},
		{"<think>4", "4", 0}, {"<think>5</think> 4", "4", 1}, {"NaN", "4", 0}, {"Inf", "4", 0}, {"0x10", "16", 0}, {"1_000", "1000", 0}, {"1/2", "0.5", 0},
	})
	checkGoldens(t, reward.Must(text.Numeric(text.NumericOptions{Rel: 0.01, Zero: 0.11})), []golden{
		{"101", "100", 1}, {"106", "100", 0.5}, {"111", "100", 0}, {"90", "100", 0.1}, {"-100", "100", 0}, {"0", "0", 1},
	})
	checkGoldens(t, reward.Must(text.Numeric(text.NumericOptions{Abs: 0.5})), []golden{{"4.5", "4", 1}, {"4.51", "4", 0}})
	_, err := reward.Must(text.Numeric(text.NumericOptions{})).Score(t.Context(), sample("4", "x"))
	require.Equal(t, reward.KindGold, reward.KindOf(err))
	for _, bad := range []float64{-1, math.NaN(), math.Inf(1)} {
		_, err = text.Numeric(text.NumericOptions{Rel: bad})
		require.Equal(t, reward.KindSpec, reward.KindOf(err))
	}
}

func TestNearMiss(t *testing.T) {
	r := reward.Must(text.NearMiss(text.NearMissOptions{Miss: -1.5, None: -2}))
	checkGoldens(t, r, []golden{
		{"10", "10", 3}, {"11", "10", 1}, {"9", "10", 1}, {"12", "10", 0.5}, {"8", "10", 0.5}, {"12.01", "10", -1.5}, {"-10", "10", -1.5},
		{"x", "10", -2}, {"0.001", "0", -1.5}, {"0", "0", 3},
	})
	_, err := text.NearMiss(text.NearMissOptions{Bands: []text.Band{{Within: 0.2}, {Within: 0.1}}})
	require.Error(t, err)
	_, err = text.NearMiss(text.NearMissOptions{Bands: []text.Band{{Within: math.NaN()}}})
	require.Error(t, err)
}

// TestGSM8K: the shapes verl's two methods were written for, then those they
// get wrong.
func TestGSM8K(t *testing.T) {
	tail := strings.Repeat(" and so on", 100)
	strict := text.GSM8K(text.GSM8KOptions{Wrong: 0.1})
	checkGoldens(t, strict, []golden{
		{"6*7 = 42\n#### 42", "42", 1}, {"#### 41\n#### 42", "42", 1}, {"#### 1,234", "1234", 1}, {"#### -5", "-5", 1}, {"#### 41", "42", 0.1},
		{"42", "42", 0}, {"#### $42", "42", 1}, {"#### 42.00", "42", 1}, {"#### 42 or 43", "42", 0}, {"#### 4,2", "42", 0}, {"#### 42 apples", "42", 1},
		{"#### 42 (this is wrong)", "42", 0}, {"#### 42 \\text{ is wrong}", "42", 0}, {"#### 42 isn't the answer", "42", 0}, {"#### 42 is correct", "42", 1},

		{"#### 42.", "42", 1}, {"#### **42**", "42", 1}, {"#### 42" + tail, "42", 1}, {"####", "42", 0}, {"#### 42", "long solution\n#### 42", 1},
	})
	flexible := text.GSM8K(text.GSM8KOptions{Flexible: true, Wrong: 0.1})
	checkGoldens(t, flexible, []golden{
		{"first 41, then 42.", "42", 1}, {"42 is the answer", "42", 1}, {"it costs $1,234.50!", "1234.5", 1}, {"from 3-4", "4", 1}, {"= -4", "-4", 1},
		{"0-4", "4", 1}, {"9-4", "4", 1}, {"a-4", "4", 1}, {"z-4", "4", 1}, {"A-4", "4", 1}, {"Z-4", "4", 1}, {"(x)-4", "4", 1}, {"-4", "-4", 1}, {"(-4", "-4", 1}, {"é -4", "-4", 1},
		{"none", "42", 0}, {"...", "42", 0}, {"42, 43", "42", 0.1}, {"42" + tail, "42", 1}, {strings.Repeat("1", 5000), "42", 0},
	})
	_, err := strict.Score(t.Context(), sample("#### 1", "many"))
	require.Equal(t, reward.KindGold, reward.KindOf(err))
}

func TestMultiply(t *testing.T) {
	r := text.Multiply(text.MultiplyOptions{Wrong: 0.1})
	big := strings.Repeat("9", 60)
	checkGoldens(t, r, []golden{
		{"<answer>42</answer>", "42", 1}, {"<answer> 42 </answer>", "42", 1}, {"<answer>41</answer>", "42", 0.1}, {"<answer>1</answer><answer>42</answer>", "42", 1},
		{"<answer>42.5</answer>", "42", 0}, {"<answer>x</answer>", "42", 0}, {"42", "42", 1}, {big, big, 1}, {big + "0", big, 0.1},
		{"<answer>42 or 43</answer>", "42", 0},
	})
	_, err := r.Score(t.Context(), sample("42", "4.2"))
	require.Equal(t, reward.KindGold, reward.KindOf(err))
}

// TestRepetitionGolden: "a b a b a" has the groups ab ba ab ba, two of them
// different.
func TestRepetitionGolden(t *testing.T) {
	for _, tt := range []struct {
		n       int
		penalty float64
		text    string
		want    float64
	}{
		{2, 0, "a b a b a", -0.5}, {2, -2, "a b a b a", -1}, {3, 0, "a b a b a", -1.0 / 3}, {0, 0, "one two three four", 0}, {3, 0, "a b", 0},
		{3, 0, "", 0}, {1, 0, "a a a a", -0.75}, {2, 0, "A a\ta\na", -2.0 / 3}, {2, 0, "好好好好", -2.0 / 3}, {64, 0, strings.Repeat("x ", 65), -0.5},
	} {
		r := reward.Must(text.Repetition(text.RepetitionOptions{N: tt.n, Penalty: tt.penalty}))
		require.InDelta(t, tt.want, value(t, r, sample(tt.text)), 1e-12, "%d %q", tt.n, tt.text)
	}
	for _, o := range []text.RepetitionOptions{{N: -1}, {N: 65}, {Penalty: 1}, {Penalty: math.NaN()}, {Penalty: math.Inf(-1)}} {
		_, err := text.Repetition(o)
		require.Error(t, err)
	}
}

// TestRepetitionAgreesWithSets counts groups the plain way.
func TestRepetitionAgreesWithSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 30).Draw(t, "words")
		n := rapid.IntRange(1, 5).Draw(t, "n")
		seen, all := map[string]bool{}, 0
		for i := 0; i+n <= len(words); i++ {
			seen[strings.Join(words[i:i+n], " ")] = true
			all++
		}
		want := 0.0
		if all > 0 {
			want = -(1 - float64(len(seen))/float64(all))
		}
		r := reward.Must(text.Repetition(text.RepetitionOptions{N: n}))
		require.InDelta(t, want, value(t, r, sample(strings.Join(words, " "))), 1e-12)
	})
}

func TestLongBlock(t *testing.T) {
	r := reward.Must(text.LongBlock(text.LongBlockOptions{}))
	checkGoldens(t, r, []golden{
		{strings.Repeat("x", 100), "", 0}, {strings.Repeat("x", 101), "", -1}, {strings.Repeat("好", 500), "", 0}, {strings.Repeat("word ", 500), "", 0},
		{"ok " + strings.Repeat("é", 101), "", -1},
	})
	res, err := r.Score(t.Context(), sample("ok "+strings.Repeat("é", 200)))
	require.NoError(t, err)
	require.Equal(t, 3, res.Spans[0].Start)
	_, err = text.LongBlock(text.LongBlockOptions{Penalty: 1})
	require.Error(t, err)
}

func TestReasoningSteps(t *testing.T) {
	r := reward.Must(text.ReasoningSteps(text.ReasoningStepsOptions{}))
	checkGoldens(t, r, []golden{
		{"Step 1: add the numbers\nStep 2: halve the sum\nStep 3: done now", "", 1},
		{"1. add\n2. halve", "", 2.0 / 3}, {"text\n1) add\n2) halve\n3) stop", "", 1}, {"- add\n- halve\n* stop", "", 1},
		{"First, add. Second, halve. Finally, stop.", "", 1}, {"**Step 1:** add\n**Step 2:** halve", "", 2.0 / 3},
		{"First,First,First,", "", 0}, {"First, add. First, add. First, add.", "", 1.0 / 3}, {"- add\n- add\n- add", "", 1.0 / 3},
		{"1.\n2.\n3.", "", 0}, {"Step 1: go\nStep 1: stop\nStep 1: end", "", 1.0 / 3},
		{"1.5 apples\n2.5 pears\n3.5 plums", "", 0}, {"In the first, second, third place", "", 0}, {"", "", 0}, {"2024) year\n12345) data", "", 1.0 / 3},
	})
	_, err := text.ReasoningSteps(text.ReasoningStepsOptions{Full: -1})
	require.Error(t, err)
}

func TestTransform(t *testing.T) {
	for steps, tests := range map[string][]golden{
		"trim":                   {{" a ", "a", 1}},
		"lower":                  {{"A", "a", 1}},
		"upper":                  {{"a", "A", 1}},
		"strip_think":            {{"<think>x</think>a", "a", 1}, {"<think>a", "a", 0}},
		"strip_think,answer_tag": {{"<think><answer>a</answer></think>", "a", 0}, {"<answer>b</answer><answer>a</answer>", "a", 1}},
		"boxed":                  {{`\boxed{a} \boxed{{b}}`, "{b}", 1}, {`\boxed{a`, "a", 0}},
		"first_line":             {{"a\nb", "a", 1}},
		"last_line":              {{"b\na\n", "a", 1}},
		"strip_markdown":         {{"**`a`**", "a", 1}},
		"strip_invisible":        {{"a\u200b\ufeff", "a", 1}},
		"strip_final_stop":       {{"a.。 ", "a", 1}},
		"squad":                  {{"The a b!", "b", 1}},
		"collapse_space":         {{"a \n a", "a a", 1}},
		"last_line,lower,squad":  {{"x\nThe CAT", "cat", 1}},
	} {
		r := reward.Must(text.Transform(strings.Split(steps, ","), reward.Must(text.Exact(text.ExactOptions{Normal: text.NormalNone}))))
		checkGoldens(t, r, tests)
	}
	_, err := text.Transform([]string{"eval"}, reward.Constant(1))
	require.ErrorContains(t, err, `"eval"`)
	_, err = text.Transform(nil, reward.Constant(1))
	require.Error(t, err)
}

func TestMissingGoldIsAnError(t *testing.T) {
	for _, r := range []reward.Reward{
		reward.Must(text.Exact(text.ExactOptions{})), reward.Must(text.Contains(text.ContainsOptions{})), text.OracleShare(), text.F1(),
		reward.Must(text.Choice(text.ChoiceOptions{})), reward.Must(text.Numeric(text.NumericOptions{})), reward.Must(text.NearMiss(text.NearMissOptions{})),
		text.GSM8K(text.GSM8KOptions{}), text.Multiply(text.MultiplyOptions{}), text.Countdown(text.CountdownOptions{}),
	} {
		for _, s := range []*reward.Sample{sample("1"), sample("1", "", "  ")} {
			_, err := reward.Judge(t.Context(), r, s)
			require.Equal(t, reward.KindGold, reward.KindOf(err), "%T", r)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	_, err := text.Exact(text.ExactOptions{Normal: "x"})
	require.Error(t, err)
	_, err = text.Contains(text.ContainsOptions{Normal: "x"})
	require.Error(t, err)
	_, err = text.Contains(text.ContainsOptions{MaxWords: -1})
	require.Error(t, err)
}

// every is a reward of each kind for the tests that throw anything at all.
func every() []reward.Reward {
	return []reward.Reward{
		reward.Must(text.Exact(text.ExactOptions{Normal: text.NormalSQuAD})), reward.Must(text.Contains(text.ContainsOptions{})),
		text.OracleShare(), text.F1(), reward.Must(text.Choice(text.ChoiceOptions{})), reward.Must(text.Numeric(text.NumericOptions{Rel: 0.1, Zero: 1})),
		reward.Must(text.NearMiss(text.NearMissOptions{})), text.GSM8K(text.GSM8KOptions{}), text.GSM8K(text.GSM8KOptions{Flexible: true}),
		text.Multiply(text.MultiplyOptions{}), text.Countdown(text.TinyZero), reward.Must(text.Repetition(text.RepetitionOptions{})),
		reward.Must(text.LongBlock(text.LongBlockOptions{})), reward.Must(text.ReasoningSteps(text.ReasoningStepsOptions{})),
	}
}

// FuzzRewards: no completion makes a reward panic, abstain, fail, or leave the
// range its documentation states.
func FuzzRewards(f *testing.F) {
	for _, seed := range []string{"", "42", "<answer>42</answer>", "#### 42", `\boxed{4`, "1. a\n2. b", "-", "1,000.", "(1+2)*3", "\xff\xfe", "A) b", "First, x. Then, y."} {
		f.Add(seed)
	}
	rs := every()
	f.Fuzz(func(t *testing.T, completion string) {
		s := sample(completion, "4")
		s.Meta = map[string]any{"nums": []any{1.0, 2.0, 3.0}, "target": 9.0, "choices": []any{"1", "2", "3", "4"}}
		s.Answers = []string{"D", "4"}
		for i, r := range rs {
			res, err := reward.Judge(context.Background(), r, s)
			if err != nil {
				t.Fatalf("reward %d of %q: %v", i, completion, err)
			}
			if res.Value < -1 || res.Value > 3 {
				t.Fatalf("reward %d of %q is %v", i, completion, res.Value)
			}
		}
	})
}

func TestLargeCompletions(t *testing.T) {
	for _, unit := range []string{"a", "a ", "(", "1", "1+", "####", "\\boxed{", "<answer>", "</answer>", "- x\n", "First, ", "4x", "−", "好"} {
		big := strings.Repeat(unit, 1<<18/len(unit))
		s := sample(big, "4", "D")
		s.Meta = map[string]any{"nums": []any{1.0, 2.0, 3.0}, "target": 9.0}
		for _, r := range every() {
			_, err := reward.Judge(t.Context(), r, s)
			require.NoError(t, err)
		}
	}
}

func BenchmarkRewards(b *testing.B) {
	s := sample(strings.Repeat("Step 1: the sum of 3 and 4 is 7, so we go on. ", 200)+"<answer>(1+2)*3</answer>", "9")
	s.Meta = map[string]any{"nums": []any{1.0, 2.0, 3.0}, "target": 9.0}
	for _, r := range every() {
		b.Run(r.(reward.Named).Name(), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(s.Completion.Plain)))
			for b.Loop() {
				_, _ = r.Score(context.Background(), s)
			}
		})
	}
}

func ExampleCountdown() {
	s := &reward.Sample{
		Completion: reward.Str("<think>98 = 44+35+19</think><answer>44 + 19 + 35</answer>"),
		Meta:       map[string]any{"nums": []any{44.0, 19.0, 35.0}, "target": 98.0},
	}
	res, err := text.Countdown(text.TinyZero).Score(context.Background(), s)
	fmt.Println(res.Value, res.Reason, err)
	// Output: 1 the value is 98 <nil>
}
