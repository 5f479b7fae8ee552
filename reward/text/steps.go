package text

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/verireward/verireward/reward"
)

// ReasoningStepsOptions configure ReasoningSteps.
type ReasoningStepsOptions struct {
	// Full is the number of steps that earns 1; 0 means 3.
	Full int `yaml:"full" json:"full"`
}

// defaultSteps is the "magic number" of open-r1.
const defaultSteps = 3

// ReasoningSteps is min(1, steps/full). A step begins with "Step N", a number
// with a stop or bracket, or a bullet at the start of a line, or with an
// ordinal such as First or Finally at the start of a sentence. It counts when
// it says something, something no earlier step said, and its label is new:
// variety, not repetition. Source: open-r1's reasoning_steps_reward, where
// "First,First,First," earns 1 and numbered lines count only at the start of
// the text.
func ReasoningSteps(o ReasoningStepsOptions) (reward.Reward, error) {
	if o.Full == 0 {
		o.Full = defaultSteps
	}
	if o.Full < 0 {
		return nil, specError("reasoning_steps: full is %d", o.Full)
	}
	return scored("reasoning_steps", func(s *reward.Sample) (reward.Result, error) {
		n := countSteps(s.Completion.Last())
		return reward.Val(min(1, float64(n)/float64(o.Full)), fmt.Sprintf("%d steps", n)), nil
	}), nil
}

// step is a label and where what it says begins.
type step struct {
	label      string
	start, end int
}

// countSteps counts the steps with new labels and new contents.
func countSteps(text string) int {
	steps := findSteps(text)
	labels, contents := map[string]bool{}, map[string]bool{}
	n := 0
	for i, st := range steps {
		end := len(text)
		if i+1 < len(steps) {
			end = steps[i+1].start
		}
		content := NormalSQuAD.Apply(text[st.end:end])
		if !saysSomething(text[st.end:end]) || contents[content] || st.label != bullet && labels[st.label] {
			continue
		}
		contents[content], labels[st.label] = true, true
		n++
	}
	return n
}

// saysSomething reports whether text has a word that is no ordinal.
func saysSomething(text string) bool {
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !slices.Contains(ordinals, strings.ToLower(w)) {
			return true
		}
	}
	return false
}

const bullet = "-"

// ordinals are the words that open a step, lower-cased.
var ordinals = []string{"first", "firstly", "second", "secondly", "third", "thirdly", "next", "then", "finally", "lastly"}

// findSteps returns the beginnings of steps in their order.
func findSteps(text string) []step {
	var out []step
	lineStart, sentence := true, true
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\n':
			lineStart, sentence = true, true
			continue
		case c == ' ' || c == '\t' || c == '\r':
			continue
		}
		if lineStart || sentence {
			if label, n := stepLabel(text[i:], lineStart); n > 0 {
				out = append(out, step{label, i, i + n})
				i += n - 1
				lineStart, sentence = false, false
				continue
			}
		}
		lineStart = lineStart && (c == '*' || c == '#' || c == '_')
		sentence = c == '.' || c == '!' || c == '?' || c == ':' || c == ';'
	}
	return out
}

// stepLabel reads the label of a step at the start of text and its length.
func stepLabel(text string, lineStart bool) (label string, n int) {
	if lineStart {
		if len(text) > 1 && (text[0] == '-' || text[0] == '*') && text[1] == ' ' {
			return bullet, 2
		}
		if n := digits(text); n > 0 && n < len(text) && (text[n] == '.' || text[n] == ')') {
			if n+1 < len(text) && text[n+1] >= '0' && text[n+1] <= '9' {
				return "", 0 // a decimal number
			}
			return text[:n], n + 1
		}
		if hasFold(text, "step ") {
			if n := digits(text[5:]); n > 0 {
				return text[5 : 5+n], 5 + n
			}
		}
	}
	for _, w := range ordinals {
		if hasFold(text, w) && len(text) > len(w) && (text[len(w)] == ',' || text[len(w)] == ':' || text[len(w)] == ' ' && lineStart) {
			return w, len(w) + 1
		}
	}
	return "", 0
}

func hasFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// maxStepDigits bounds the number of a step; a longer run of digits is data.
const maxStepDigits = 4

func digits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	if n > maxStepDigits {
		return 0
	}
	return n
}
