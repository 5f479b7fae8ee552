package text

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/verireward/verireward/reward"
)

// GSM8KOptions configure GSM8K.
type GSM8KOptions struct {
	// Flexible takes the last number anywhere in the completion. Otherwise
	// the answer is what stands behind the last "####".
	Flexible bool `yaml:"flexible" json:"flexible"`
	// Wrong is the value of a number that is not the gold (format_score).
	Wrong float64 `yaml:"wrong" json:"wrong"`
}

// GSM8K is 1 for the gold number, and else Wrong, or 0 where no number was
// given. Source: verl's gsm8k.compute_score, methods strict and flexible. It
// differs where that is wrong: numbers are compared as numbers ("18.00" is 18,
// "1,2" is not 12), not as text; a line such as "#### 18 or 20" offers two
// numbers and has none; and the answer may stand before a tail of more than 300
// characters.
func GSM8K(o GSM8KOptions) reward.Reward {
	name, find := "gsm8k", hashNumber
	if o.Flexible {
		name, find = "gsm8k_flexible", lastNumber
	}
	return scored(name, func(s *reward.Sample) (reward.Result, error) {
		numbers, err := goldNumbers(s)
		if err != nil {
			return reward.Result{}, err
		}
		v, ok := find(s.Completion.Last())
		if !ok {
			return reward.Val(0, "no number"), nil
		}
		if anyEqual(numbers, v) {
			return reward.Val(1, ratText(v)+" is the answer"), nil
		}
		return reward.Val(o.Wrong, ratText(v)+" is not the answer"), nil
	})
}

// takenBack are words behind a number that deny it.
var takenBack = regexp.MustCompile(`(?i)\b(?:is|was)(?: (?:wrong|incorrect|false)|(?:n'?t| not) (?:the answer|correct|right))\b`)

// hashNumber reads the number behind the last "####". Words may follow it on
// the line, a second number or a denial may not.
func hashNumber(text string) (*big.Rat, bool) {
	i := strings.LastIndex(text, "####")
	if i < 0 {
		return nil, false
	}
	line, _, _ := strings.Cut(text[i+len("####"):], "\n")
	line = strings.TrimLeft(line, " \t")
	end := strings.IndexAny(line, " \t\r")
	if end < 0 {
		end = len(line)
	}
	if strings.ContainsAny(line[end:], "0123456789") || takenBack.MatchString(line[end:]) {
		return nil, false
	}
	return parseNumber(strings.TrimRight(line[:end], ".,;"))
}

// MultiplyOptions configure Multiply.
type MultiplyOptions struct {
	// Wrong is the value of an integer that is not the gold; TinyZero gives
	// 0.1.
	Wrong float64 `yaml:"wrong" json:"wrong"`
}

// Multiply is 1 where the last answer block (or the whole text, where there is
// none) is the gold integer, Wrong where it is another integer, and else 0.
// Source: TinyZero's multiply task. Integers are compared at any size.
func Multiply(o MultiplyOptions) reward.Reward {
	return scored("multiply", func(s *reward.Sample) (reward.Result, error) {
		answers, err := golds(s)
		if err != nil {
			return reward.Result{}, err
		}
		numbers := numbersIn(answers)
		if len(numbers) == 0 || !numbers[0].IsInt() {
			return reward.Result{}, reward.OtherGold("the gold answer %s is no integer", quote(answers[0]))
		}
		text := s.Completion.Last()
		if inner, ok := answerTag(text); ok {
			text = inner
		}
		v, ok := parseNumber(text)
		switch {
		case !ok || !v.IsInt():
			return reward.Val(0, "no integer"), nil
		case anyEqual(numbers, v):
			return reward.Val(1, ratText(v)+" is the product"), nil
		}
		return reward.Val(o.Wrong, ratText(v)+" is not the product"), nil
	})
}
