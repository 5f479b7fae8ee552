package text

import (
	"fmt"

	"github.com/verireward/verireward/reward"
)

// F1 is the overlap of the completion's words with a gold answer's, the best
// over several golds:
//
//	F1 = 2 x P x R / (P + R), P = common/predicted, R = common/gold
//
// where common counts repeated words as often as both sides have them. Words
// are those of NormalSQuAD. Source: the evaluation script of SQuAD. If either
// side has no words, the value is 1 when neither has and else 0.
func F1() reward.Reward {
	return scored("f1", func(s *reward.Sample) (reward.Result, error) {
		answers, err := golds(s)
		if err != nil {
			return reward.Result{}, err
		}
		words := squadWords(s.Completion.Last())
		count := make(map[string]int, len(words))
		for _, w := range words {
			count[w]++
		}
		best, reason := -1.0, ""
		for _, a := range answers {
			gold := squadWords(a)
			common := overlap(count, gold)
			if v := f1(common, len(words), len(gold)); v > best {
				best, reason = v, fmt.Sprintf("%d words in common, %d written, %d in the answer", common, len(words), len(gold))
			}
		}
		return reward.Val(best, reason), nil
	})
}

// overlap counts the words of gold that count has, each as often as both do.
func overlap(count map[string]int, gold []string) int {
	used := make(map[string]int, len(gold))
	common := 0
	for _, w := range gold {
		if used[w] < count[w] {
			used[w]++
			common++
		}
	}
	return common
}

func f1(common, predicted, gold int) float64 {
	if predicted == 0 || gold == 0 {
		if predicted == gold {
			return 1
		}
		return 0
	}
	return 2 * float64(common) / float64(predicted+gold)
}
