package text

import (
	"fmt"
	"strings"

	"github.com/verireward/verireward/reward"
)

// RepetitionOptions configure Repetition.
type RepetitionOptions struct {
	// N is the number of words in a group; 0 means 3, at most 64.
	N int `yaml:"n" json:"n"`
	// Penalty is the value of a text that only repeats itself; 0 means -1.
	Penalty float64 `yaml:"penalty" json:"penalty"`
}

// Defaults and budgets of Repetition. The word budget is some 1.5 MB of text,
// beyond what a policy can write in one completion; what comes after it is not
// read.
const (
	defaultNGram       = 3
	maxNGram           = 64
	maxRepetitionWords = 1 << 18
)

// Repetition fines groups of N words that occur again:
//
//	value = (1 - different groups / all groups) x penalty
//
// A completion with fewer than N words scores 0. Words are lower-cased runs
// between white space; in scripts without blanks, single characters. Source:
// "Demystifying Long Chain-of-Thought Reasoning in LLMs" (2025) as in
// open-r1's and TRL's repetition penalty.
func Repetition(o RepetitionOptions) (reward.Reward, error) {
	if o.N == 0 {
		o.N = defaultNGram
	}
	if o.Penalty == 0 {
		o.Penalty = -1
	}
	if o.N < 0 || o.N > maxNGram {
		return nil, specError("repetition: n is %d, want 1 to %d", o.N, maxNGram)
	}
	if !(o.Penalty < 0) || o.Penalty < -1e9 {
		return nil, specError("repetition: the penalty %v is no fine", o.Penalty)
	}
	return scored("repetition", func(s *reward.Sample) (reward.Result, error) {
		different, all := groups(s.Completion.Last(), o.N)
		if all == 0 {
			return reward.Val(0, fmt.Sprintf("fewer than %d words", o.N)), nil
		}
		share := 1 - float64(different)/float64(all)
		return reward.Val(share*o.Penalty, fmt.Sprintf("%d of %d groups of %d words differ", different, all, o.N)), nil
	}), nil
}

// groups counts the different and all groups of n words in text. Each group
// gets a number from that of its beginning and its last word, so the cost is n
// steps for a word, and no two groups share a number.
func groups(text string, n int) (different, all int) {
	ids := wordIDs(text)
	if len(ids) < n {
		return 0, 0
	}
	group, count := ids, 0
	for _, id := range ids {
		count = max(count, int(id)+1)
	}
	for size := 2; size <= n; size++ {
		longer := make(map[[2]int32]int32, len(group))
		next := make([]int32, len(group)-1)
		for i := range next {
			key := [2]int32{group[i], ids[i+size-1]}
			id, ok := longer[key]
			if !ok {
				id = int32(len(longer))
				longer[key] = id
			}
			next[i] = id
		}
		group, count = next, len(longer)
	}
	return count, len(group)
}

// wordIDs numbers the words of text in order of their first use.
func wordIDs(text string) []int32 {
	var ids []int32
	seen := map[string]int32{}
	var words []string
	for field := range strings.FieldsSeq(text) {
		words = appendWords(words[:0], strings.ToLower(field))
		for _, w := range words {
			id, ok := seen[w]
			if !ok {
				id = int32(len(seen))
				seen[w] = id
			}
			if ids = append(ids, id); len(ids) == maxRepetitionWords {
				return ids
			}
		}
	}
	return ids
}

// LongBlockOptions configure LongBlock.
type LongBlockOptions struct {
	// Max is how many characters may stand without a blank between them; 0
	// means 100.
	Max int `yaml:"max" json:"max"`
	// Penalty is the value of a completion with a longer block; 0 means -1.
	Penalty float64 `yaml:"penalty" json:"penalty"`
}

// defaultLongBlock is ROLL's limit.
const defaultLongBlock = 100

// LongBlock fines a completion that holds a long run of characters without
// white space, as a policy does that has come apart. Source: ROLL. Characters
// of scripts that put no blanks between words do not count, so Chinese prose is
// not fined; a long URL or data block is.
func LongBlock(o LongBlockOptions) (reward.Reward, error) {
	if o.Max == 0 {
		o.Max = defaultLongBlock
	}
	if o.Penalty == 0 {
		o.Penalty = -1
	}
	if o.Max < 0 || !(o.Penalty < 0) || o.Penalty < -1e9 {
		return nil, specError("long_block: max is %d and the penalty %v", o.Max, o.Penalty)
	}
	return scored("long_block", func(s *reward.Sample) (reward.Result, error) {
		text := s.Completion.Last()
		run, start := 0, 0
		for i, r := range text {
			if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '　' || unspaced(r) {
				run = 0
				continue
			}
			if run == 0 {
				start = i
			}
			if run++; run > o.Max {
				res := reward.Val(o.Penalty, fmt.Sprintf("more than %d characters without a blank at byte %d", o.Max, start))
				res.Spans = []reward.Span{{Label: "block", Start: start, End: i + len(string(r))}}
				return res, nil
			}
		}
		return reward.Val(0, "no long block"), nil
	}), nil
}
