package format

import (
	"fmt"
	"unicode"

	"github.com/verireward/verireward/reward"
)

// LongBlockOptions configure LongBlock.
type LongBlockOptions struct {
	// Max is how many characters may stand together without white space; 0
	// means 100.
	Max int `yaml:"max" json:"max"`
	// Penalty is the value of a completion that has a longer block; 0 means -1.
	Penalty float64 `yaml:"penalty" json:"penalty"`
}

const defaultLongBlock = 100

// LongBlock fines a completion that holds more than Max characters on end
// without white space, the mark of a policy that has come apart; any other
// scores 0. Characters of scripts that write without blanks (Han, kana, Thai,
// Lao, Khmer, Burmese) and their punctuation do not count and end a block.
// Source: ROLL's format penalty, which fines ordinary Chinese text.
func LongBlock(o LongBlockOptions) (reward.Reward, error) {
	if o.Max == 0 {
		o.Max = defaultLongBlock
	}
	if o.Penalty == 0 {
		o.Penalty = -1
	}
	if o.Max < 0 || !(o.Penalty < 0) || o.Penalty < -maxPenalty {
		return nil, specError("long_block: max must be positive and penalty negative, not %d and %v", o.Max, o.Penalty)
	}
	return scored("long_block", func(s *reward.Sample) (reward.Result, error) {
		text := s.Completion.Last()
		n, start := 0, 0
		for i, r := range text {
			if isSpace(r) || unspaced(r) {
				n = 0
				continue
			}
			if n == 0 {
				start = i
			}
			if n++; n > o.Max {
				return reward.Result{
					Value:  o.Penalty,
					Reason: fmt.Sprintf("more than %d characters without white space at byte %d", o.Max, start),
					Spans:  []reward.Span{span("long_block", start, i)},
				}, nil
			}
		}
		return reward.Val(0, "no long block"), nil
	}), nil
}

// maxPenalty keeps a fine finite under any sensible weight.
const maxPenalty = 1e9

// unspaced says whether r belongs to a script written without blanks, or is
// its punctuation.
func unspaced(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	if r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF {
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
