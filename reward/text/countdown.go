package text

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/verireward/verireward/reward"
)

// CountdownOptions configure Countdown. The zero value pays for a right answer
// and for nothing else.
type CountdownOptions struct {
	// Legal is the value of an expression that uses the numbers as it should
	// and has the wrong value.
	Legal float64 `yaml:"legal" json:"legal"`
	// Present is the value of any other answer that is not blank. Without an
	// answer block the whole text is the answer, so that any text earns it;
	// behind reward.From only what stands in the field does.
	Present float64 `yaml:"present" json:"present"`
	// NumbersField names the member of Sample.Meta that lists the numbers;
	// empty means "nums", else "numbers".
	NumbersField string `yaml:"numbers_field" json:"numbers_field"`
	// TargetField names the member of Sample.Meta that is the target; empty
	// means "target". Without it the target is the first gold answer.
	TargetField string `yaml:"target_field" json:"target_field"`
}

// Countdown options with the values of their originals.
var (
	// TinyZero pays 0.1 for whatever stands in an answer block.
	TinyZero = CountdownOptions{Legal: 0.1, Present: 0.1}
	// ReasoningGym pays 0.05 for a legal expression and 0.01 for trying.
	ReasoningGym = CountdownOptions{Legal: 0.05, Present: 0.01}
)

// maxCountdown bounds how many numbers a task may give.
const maxCountdown = 1000

// Countdown is 1 for an arithmetic expression that uses every given number
// exactly once, nothing but + - * / and parentheses, and has exactly the target
// as its value. It judges what the last answer block holds, or the whole text
// where there is none, so that it can also be put behind reward.From. A gold
// answer may also be the object {"target": ..., "numbers": [...]}.
//
// Source: TinyZero's countdown task. Not repeated from there: "**" and "//"
// pass its pattern, 1.5 counts as the numbers 1 and 5, and a value off by less
// than 1e-5 is taken for the target.
func Countdown(o CountdownOptions) reward.Reward {
	return scored("countdown", func(s *reward.Sample) (reward.Result, error) {
		target, given, err := countdownTask(s, o)
		if err != nil {
			return reward.Result{}, err
		}
		text := s.Completion.Last()
		if inner, ok := answerTag(text); ok {
			text = inner
		}
		if strings.TrimSpace(text) == "" {
			return reward.Val(0, "no answer"), nil
		}
		v, used, err := evalArithmetic(text)
		if err != nil {
			return reward.Val(o.Present, err.Error()), nil
		}
		if why := usedAsGiven(given, used); why != "" {
			return reward.Val(o.Present, why), nil
		}
		if v.Cmp(target) != 0 {
			return reward.Val(o.Legal, fmt.Sprintf("the value is %s, not %s", ratText(v), ratText(target))), nil
		}
		return reward.Val(1, "the value is "+ratText(v)), nil
	})
}

// usedAsGiven returns "" if used is given in another order, and else what is
// wrong.
func usedAsGiven(given, used []*big.Int) string {
	given = slices.SortedFunc(slices.Values(given), (*big.Int).Cmp)
	used = slices.SortedFunc(slices.Values(used), (*big.Int).Cmp)
	for i := 0; i < len(given) || i < len(used); i++ {
		switch {
		case i == len(given) || i < len(used) && used[i].Cmp(given[i]) < 0:
			return fmt.Sprintf("%s is used more often than given", used[i])
		case i == len(used) || used[i].Cmp(given[i]) > 0:
			return fmt.Sprintf("%s is not used as often as given", given[i])
		}
	}
	return ""
}

// countdownTask reads the target and the numbers of a sample.
func countdownTask(s *reward.Sample, o CountdownOptions) (*big.Rat, []*big.Int, error) {
	target, numbers := metaValue(s, o.TargetField, "target"), metaValue(s, o.NumbersField, "nums", "numbers")
	if len(s.Answers) > 0 && strings.HasPrefix(strings.TrimSpace(s.Answers[0]), "{") {
		var gold struct{ Target, Numbers, Nums any }
		if json.Unmarshal([]byte(s.Answers[0]), &gold) == nil {
			target, numbers = firstSet(target, gold.Target), firstSet(numbers, gold.Numbers, gold.Nums)
		}
	}
	if target == nil && len(s.Answers) > 0 {
		target = s.Answers[0]
	}
	v, ok := parseNumber(plain(target))
	if !ok {
		return nil, nil, reward.Errorf(reward.KindGold, "the target %s is no number", quote(plain(target)))
	}
	if text, ok := numbers.(string); ok {
		var list []any
		if json.Unmarshal([]byte(text), &list) == nil {
			numbers = list
		}
	}
	list, ok := listOf(numbers)
	if !ok || len(list) == 0 || len(list) > maxCountdown {
		return nil, nil, reward.Errorf(reward.KindGold, "the sample gives no list of numbers")
	}
	given := make([]*big.Int, len(list))
	for i, x := range list {
		n, ok := parseNumber(plain(x))
		if !ok || !n.IsInt() || n.Sign() < 0 {
			return nil, nil, reward.Errorf(reward.KindGold, "the number %s is no natural number", quote(plain(x)))
		}
		given[i] = n.Num()
	}
	return v, given, nil
}

// metaValue finds the member of Meta called name, or by one of the usual names
// where name is empty.
func metaValue(s *reward.Sample, name string, usual ...string) any {
	if name != "" {
		usual = []string{strings.TrimPrefix(name, "meta.")}
	}
	for _, n := range usual {
		if v, ok := s.MetaValue(n); ok && v != nil {
			return v
		}
	}
	return nil
}

func firstSet(values ...any) any {
	for _, v := range values {
		if v != nil {
			return v
		}
	}
	return nil
}

// listOf takes the lists that JSON and Go callers give.
func listOf(v any) ([]any, bool) {
	switch list := v.(type) {
	case []any:
		return list, true
	case []int:
		out := make([]any, len(list))
		for i, n := range list {
			out[i] = n
		}
		return out, true
	case []float64:
		out := make([]any, len(list))
		for i, n := range list {
			out[i] = n
		}
		return out, true
	}
	return nil, false
}

// plain writes a number or text of Meta as text.
func plain(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case float64:
		return new(big.Float).SetFloat64(x).Text('f', -1)
	}
	return fmt.Sprint(v)
}
