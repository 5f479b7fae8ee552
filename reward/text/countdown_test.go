package text_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/text"
)

func task(completion string, target any, nums ...any) *reward.Sample {
	s := sample(completion)
	s.Meta = map[string]any{"nums": nums, "target": target}
	return s
}

// TestCountdown: the completions of TinyZero's own examples, then those its
// check gets wrong. The numbers are 44, 19 and 35, the target is 98.
func TestCountdown(t *testing.T) {
	r := text.Countdown(text.CountdownOptions{Legal: 0.2, Present: 0.1})
	for completion, want := range map[string]float64{
		"<answer>44 + 19 + 35</answer>":                              1,
		"<answer>(44+19)+35</answer>":                                1,
		"<answer>35 - -19 + 44</answer>":                             1,
		"44+19+35":                                                   1,
		"<answer>1</answer> no, <answer>44+19+35</answer>":           1,
		"<answer>44 + 19 - 35</answer>":                              0.2,
		"<answer>44 + 19</answer>":                                   0.1,
		"<answer>44 + 44 + 10</answer>":                              0.1,
		"<answer>44 + 19 + 35 + 0</answer>":                          0.1,
		"<answer>44 + 19 + 35 = 98</answer>":                         0.1,
		"<answer>98</answer>":                                        0.1,
		"<answer>4 4 + 19 + 35</answer>":                             0.1,
		"<answer>44**1 + 19 + 35</answer>":                           0.1,
		"<answer>44 // 1 + 19 + 35</answer>":                         0.1,
		"<answer>44 + 19.0 + 35</answer>":                            0.1,
		"<answer>044 + 19 + 35</answer>":                             0.1,
		"<answer>(44 + 19 + 35</answer>":                             0.1,
		"<answer>44 + 19 + 35)</answer>":                             0.1,
		"<answer>44 + 19 + 35; import os</answer>":                   0.1,
		"<answer>44 + 19 + 35 / (44 - 44)</answer>":                  0.1,
		"<answer>44 + 19 + 35\x00</answer>":                          0.1,
		"<answer>\uff14\uff14 + 19 + 35</answer>":                    0.1,
		"<answer> </answer>":                                         0,
		"":                                                           0,
		"<answer>" + strings.Repeat("(", 5000) + "44</answer>":       0.1,
		"<answer>" + strings.Repeat("-", 3000) + "44+19+35</answer>": 0.1,
		"<answer>" + strings.Repeat("9", 3000) + "</answer>":         0.1,
		"<answer>" + strings.Repeat("44+", 1000000) + "44</answer>":  0.1,
		"<answer>44 + 19 + 35</answer><answer></answer>":             0,
	} {
		require.Equal(t, want, value(t, r, task(completion, 98.0, 44.0, 19.0, 35.0)), "%.60q", completion)
	}
}

// TestCountdownIsExact: 1/3 of something is not 0.33333, and a value off by
// less than TinyZero's 1e-5 is not the target.
func TestCountdownIsExact(t *testing.T) {
	r := text.Countdown(text.CountdownOptions{})
	require.Equal(t, 1.0, value(t, r, task("8/(3-8/3)", 24.0, 3, 3, 8, 8)))
	require.Zero(t, value(t, r, task("1 + 1/1000000", 1.0, 1, 1, 1000000)))
	require.Equal(t, 1.0, value(t, r, task("99999999999999999999*3", "299999999999999999997", "99999999999999999999", 3)))
}

func TestCountdownReadsItsTask(t *testing.T) {
	r := text.Countdown(text.CountdownOptions{})
	for name, s := range map[string]*reward.Sample{
		"target from the answer": {Answers: []string{"3"}, Meta: map[string]any{"nums": []any{1.0, 2.0}}},
		"numbers":                {Answers: []string{"3"}, Meta: map[string]any{"numbers": []any{1.0, 2.0}}},
		"go ints":                {Meta: map[string]any{"nums": []int{1, 2}, "target": 3}},
		"go floats":              {Meta: map[string]any{"nums": []float64{1, 2}, "target": 3}},
		"json text":              {Answers: []string{"3"}, Meta: map[string]any{"nums": "[1, 2]"}},
		"verl's ground truth":    {Answers: []string{`{"target": 3, "numbers": [1, 2]}`}},
	} {
		s.Completion = reward.Str("1+2")
		require.Equal(t, 1.0, value(t, r, s), name)
	}
	named := text.Countdown(text.CountdownOptions{NumbersField: "meta.game.n", TargetField: "game.t"})
	s := sample("1+2")
	s.Meta = map[string]any{"game": map[string]any{"n": []any{1.0, 2.0}, "t": 3.0}}
	require.Equal(t, 1.0, value(t, named, s))
	for name, s := range map[string]*reward.Sample{
		"no numbers":    task("1", 3.0),
		"no target":     {Meta: map[string]any{"nums": []any{1.0}}},
		"odd number":    task("1", 3.0, 1.5),
		"odd target":    task("1", "x", 1.0),
		"negative":      task("1", 3.0, -1.0),
		"not a list":    {Meta: map[string]any{"nums": 3.0, "target": 3.0}},
		"too many":      task("1", 3.0, make([]any, 2000)...),
		"broken object": {Answers: []string{`{"target": 3`}, Meta: map[string]any{"nums": []any{1.0}}},
	} {
		_, err := r.Score(t.Context(), s)
		require.Equal(t, reward.KindGold, reward.KindOf(err), name)
	}
}

// solve finds every value that the numbers can make, with an expression for
// each: the oracle of the tests below.
func solve(nums []*big.Rat, exprs []string, found map[string]string) {
	if len(nums) == 1 {
		found[nums[0].RatString()] = exprs[0]
		return
	}
	for i := range nums {
		for j := range nums {
			if i == j {
				continue
			}
			var rest []*big.Rat
			var restExprs []string
			for k := range nums {
				if k != i && k != j {
					rest, restExprs = append(rest, nums[k]), append(restExprs, exprs[k])
				}
			}
			for _, op := range "+-*/" {
				v := new(big.Rat)
				switch op {
				case '+':
					v.Add(nums[i], nums[j])
				case '-':
					v.Sub(nums[i], nums[j])
				case '*':
					v.Mul(nums[i], nums[j])
				case '/':
					if nums[j].Sign() == 0 {
						continue
					}
					v.Quo(nums[i], nums[j])
				}
				e := fmt.Sprintf("(%s %c %s)", exprs[i], op, exprs[j])
				solve(append([]*big.Rat{v}, rest...), append([]string{e}, restExprs...), found)
			}
		}
	}
}

func TestCountdownAgreesWithASolver(t *testing.T) {
	r := text.Countdown(text.CountdownOptions{Legal: 0.5})
	rapid.Check(t, func(t *rapid.T) {
		ints := rapid.SliceOfN(rapid.IntRange(1, 20), 2, 3).Draw(t, "nums")
		nums, exprs, given := []*big.Rat{}, []string{}, []any{}
		for _, n := range ints {
			nums, exprs, given = append(nums, big.NewRat(int64(n), 1)), append(exprs, fmt.Sprint(n)), append(given, float64(n))
		}
		found := map[string]string{}
		solve(nums, exprs, found)
		target := rapid.IntRange(1, 60).Draw(t, "target")
		for v, e := range found {
			want := 0.5
			if v == fmt.Sprint(target) {
				want = 1
			}
			require.Equal(t, want, value(t, r, task(e, float64(target), given...)), "%s for %d", e, target)
		}
	})
}

// FuzzCountdown compares the evaluator with a check that no answer earns the
// full value unless JSON's idea of its digits is the given numbers.
func FuzzCountdown(f *testing.F) {
	for _, seed := range []string{"1+2*3", "(1+2)*3", "3*(2+1)", "1-2/3", "--1+2+3", "1 2 3", "123", "((1))+2+3*", "1+2+3=9"} {
		f.Add(seed)
	}
	r := text.Countdown(text.CountdownOptions{})
	f.Fuzz(func(t *testing.T, answer string) {
		res, err := reward.Judge(t.Context(), r, task(answer, 9.0, 1.0, 2.0, 3.0))
		if err != nil {
			t.Fatal(err)
		}
		if res.Value != 1 || strings.Contains(answer, "<answer>") {
			return
		}
		digits := strings.FieldsFunc(answer, func(r rune) bool { return r < '0' || r > '9' })
		seen := map[string]int{}
		for _, d := range digits {
			seen[d]++
		}
		if len(digits) != 3 || seen["1"] != 1 || seen["2"] != 1 || seen["3"] != 1 {
			b, _ := json.Marshal(answer)
			t.Fatalf("%s earns 1", b)
		}
	})
}
