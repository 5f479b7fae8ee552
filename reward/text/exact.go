package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verireward/verireward/reward"
)

// ExactOptions configure Exact.
type ExactOptions struct {
	// Normal is how both sides are made alike; empty trims and joins white
	// space.
	Normal Normal `yaml:"normal" json:"normal"`
}

// Exact is 1 where the completion is one of the gold answers, and else 0. With
// NormalSQuAD it is the exact match (EM) of question answering.
func Exact(o ExactOptions) (reward.Reward, error) {
	if err := o.Normal.check(); err != nil {
		return nil, err
	}
	return scored("exact", func(s *reward.Sample) (reward.Result, error) {
		answers, err := golds(s)
		if err != nil {
			return reward.Result{}, err
		}
		got := o.Normal.Apply(s.Completion.Last())
		for _, a := range answers {
			if got == o.Normal.Apply(a) {
				return reward.Val(1, "is the answer"), nil
			}
		}
		return reward.Val(0, quote(got)+" is not the answer"), nil
	}), nil
}

// ContainsOptions configure Contains.
type ContainsOptions struct {
	// Normal is how both sides are made alike; NormalNone and NormalSpace
	// heed case.
	Normal Normal `yaml:"normal" json:"normal"`
	// MaxWords is the greatest number of words in which the answer may be
	// looked for; a longer completion scores 0. 0 means any number, which
	// lets a policy earn by naming every answer it can think of.
	MaxWords int `yaml:"max_words" json:"max_words"`
}

// Contains is 1 where a gold answer stands in the completion as whole words,
// and else 0. Not repeated from the field: "14", "4.5" and "-4" do not contain
// "4", nor does "category" contain "cat". What holds several candidates still
// earns 1; judge a captured answer (reward.From), or set MaxWords.
func Contains(o ContainsOptions) (reward.Reward, error) {
	if err := o.Normal.check(); err != nil {
		return nil, err
	}
	if o.MaxWords < 0 {
		return nil, specError("contains: max_words is %d", o.MaxWords)
	}
	return scored("contains", func(s *reward.Sample) (reward.Result, error) {
		answers, err := golds(s)
		if err != nil {
			return reward.Result{}, err
		}
		text := s.Completion.Last()
		if o.MaxWords > 0 && len(strings.Fields(text)) > o.MaxWords {
			return reward.Val(0, "longer than the words allowed"), nil
		}
		text = o.Normal.Apply(text)
		for _, a := range answers {
			if a = strings.TrimSpace(o.Normal.Apply(a)); a != "" && wholeIndex(text, a) >= 0 {
				return reward.Val(1, "contains "+quote(a)), nil
			}
		}
		return reward.Val(0, "contains no answer"), nil
	}), nil
}

// maxCutMatches bounds how many places wholeIndex looks at where part stands
// but cuts a word. Real texts have a handful; a text made of nothing else could
// cost its length times the part's.
const maxCutMatches = 1 << 14

// wholeIndex returns the offset of the first place where part stands in text
// as whole words, or -1.
func wholeIndex(text, part string) int {
	first, size := utf8.DecodeRuneInString(part)
	last, _ := utf8.DecodeLastRuneInString(part)
	from := 0
	for range maxCutMatches {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return -1
		}
		i += from
		if !cutsBefore(text[:i], first) && !cutsAfter(text[i+len(part):], last) {
			return i
		}
		from = i + size
	}
	return -1
}

// cutsBefore reports whether a match that begins with r would cut the word or
// number that before ends with.
func cutsBefore(before string, r rune) bool {
	prev, n := utf8.DecodeLastRuneInString(before)
	if !joins(r) || n == 0 {
		return false
	}
	if joins(prev) {
		return true
	}
	if !unicode.IsDigit(r) {
		return false
	}
	prev2, _ := utf8.DecodeLastRuneInString(before[:len(before)-n])
	switch prev {
	case '.', ',', '/', '^':
		return unicode.IsDigit(prev2) || prev == '.'
	case '-', '−':
		return !joins(prev2)
	}
	return false
}

// cutsAfter reports whether a match that ends with r would cut the word or
// number that after begins with.
func cutsAfter(after string, r rune) bool {
	next, n := utf8.DecodeRuneInString(after)
	if !joins(r) || n == 0 {
		return false
	}
	if joins(next) {
		return true
	}
	if !unicode.IsDigit(r) {
		return false
	}
	next2, _ := utf8.DecodeRuneInString(after[n:])
	switch next {
	case '.', ',', '/', '^':
		return unicode.IsDigit(next2)
	case '%':
		return true
	}
	return false
}

// OracleShare is the share of the completion that is gold: 1 where it is the
// gold answer, the gold's length over the completion's where it contains it as
// whole words, and else 0; in characters, the best over several golds. Source:
// the default score_answer of reasoning-gym, which lets "14" contain "4".
func OracleShare() reward.Reward {
	return scored("oracle_share", func(s *reward.Sample) (reward.Result, error) {
		answers, err := golds(s)
		if err != nil {
			return reward.Result{}, err
		}
		got := strings.TrimSpace(s.Completion.Last())
		best := 0.0
		for _, a := range answers {
			if a = strings.TrimSpace(a); wholeIndex(got, a) >= 0 {
				best = max(best, float64(utf8.RuneCountInString(a))/float64(utf8.RuneCountInString(got)))
			}
		}
		if best == 0 {
			return reward.Val(0, "contains no answer"), nil
		}
		return reward.Val(best, "the answer's share of the text"), nil
	})
}
