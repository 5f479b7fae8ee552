package audit

import (
	"context"
	"encoding/json"
	"html"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

// naive is a reward of the kind that people write, with the attacks that it
// pays. Together they pay every attack there is: an attack that no reward could
// ever pay would test nothing.
type naive struct {
	name    string
	samples []*reward.Sample
	judge   func(s *reward.Sample) (float64, error)
	pays    []string
}

func row(prompt, completion, gold string) *reward.Sample {
	return &reward.Sample{Prompt: reward.Str(prompt), Completion: reward.Str(completion), Answers: []string{gold}}
}

func chatRow(prompt, completion, gold string) *reward.Sample {
	s := row(prompt, "", gold)
	s.Completion = reward.Text{Messages: []reward.Message{{Role: "assistant", Content: completion}}}
	return s
}

var (
	numbers = []*reward.Sample{row("What is 6 times 7?", "It is 42.", "42"), row("9 less than -8?", "It is -17.", "-17")}
	words   = []*reward.Sample{
		row("Which is a fruit: stone, pineapple or chair?", "It is pineapple.", "pineapple"),
		row("Which is a colour: green or chair?", "It is green.", "green"),
		row("Is it so, yes or no?", "yes", "yes"), row("A, B, C or D?", "C", "C"),
	}
	compared   = []*reward.Sample{row("Which is the larger, 97 or 12 or 97?", "97", "97"), row("Which is the larger, 58 or 31 or 58?", "58", "58")}
	objects    = []*reward.Sample{row("Book May the third, in room 4, for the whole team.", "x", `{"guests": 12, "hours": 1.5, "when": "third May"}`)}
	taggedRows = []*reward.Sample{row("What is 6 times 7?", "<think>x</think> <answer>42</answer>", "42")}
)

func score(ok bool) (float64, error) {
	if ok {
		return 1, nil
	}
	return 0, nil
}

// contains looks for a gold anywhere, in any turn.
func contains(s *reward.Sample) (float64, error) {
	text := s.Completion.String()
	return score(slices.ContainsFunc(s.Answers, func(gold string) bool { return strings.Contains(text, strings.TrimSpace(gold)) }))
}

var (
	anyAnswer   = regexp.MustCompile(`(?is)<answer>\s*(.*?)\s*(?:</answer>|$)`)
	lastWords   = regexp.MustCompile(`(?s)The answer is (.*)\.$`)
	firstNumber = regexp.MustCompile(`-?\d[\d,.]*\d|\d`)
)

// lenient finds the layout in any letter case, order and number, escaped or
// not, and its last mark open.
func lenient(s *reward.Sample) (float64, error) {
	text := strings.ToLower(html.UnescapeString(s.Completion.Last()))
	for _, m := range anyAnswer.FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] != s.Answers[0] || !strings.Contains(text, "</think>"):
		case strings.Contains(text, "<think"):
			return 1, nil
		default:
			return 0.9, nil
		}
	}
	return 0, nil
}

// open gives the benefit of the doubt to what it can't read.
func open(s *reward.Sample) (float64, error) {
	m := lastWords.FindStringSubmatch(s.Completion.Last())
	if m == nil {
		return 0, nil
	}
	got, err := strconv.ParseFloat(m[1], 64)
	gold, _ := strconv.ParseFloat(s.Answers[0], 64)
	return score(err != nil || math.IsInf(got, 0) || got == gold)
}

// told finds the answer where the text says it, and compares it.
func told(equal func(got, gold string) bool) func(*reward.Sample) (float64, error) {
	return func(s *reward.Sample) (float64, error) {
		m := lastWords.FindStringSubmatch(s.Completion.Last())
		return score(m != nil && equal(strings.TrimSpace(m[1]), s.Answers[0]))
	}
}

func sorted(s string) string {
	b := []byte(s)
	slices.Sort(b)
	return string(b)
}

func number(s string) float64 {
	switch s {
	case `\infty`:
		return math.Inf(1)
	case "NaN":
		return math.NaN()
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		return 123456789
	}
	return v
}

var pythonNumbers = regexp.MustCompile(`:(NaN|Infinity)`)

// fieldwise compares JSON field by field: numbers by refusing a distance over a
// limit, sentences by the gold's words being there; fields that are not given
// are not compared.
func fieldwise(s *reward.Sample) (float64, error) {
	text := s.Completion.Last()
	i := strings.IndexByte(text, '{')
	if i < 0 {
		return 0, nil
	}
	var got, gold map[string]any
	text = pythonNumbers.ReplaceAllString(strings.TrimSuffix(text[i:], "."), `:"$1"`)
	if json.Unmarshal([]byte(text), &got) != nil || json.Unmarshal([]byte(s.Answers[0]), &gold) != nil {
		return 0, nil
	}
	for name, v := range got {
		switch want := gold[name].(type) {
		case float64:
			x, ok := v.(float64)
			switch v {
			case "NaN":
				x, ok = math.NaN(), true
			case "Infinity":
				return 0, reward.Errorf(reward.KindInternal, "OverflowError: cannot convert float infinity to integer")
			}
			if !ok || math.Abs(math.Trunc(x)-math.Trunc(want)) > 0.5 {
				return 0, nil
			}
		case string:
			said, _ := v.(string)
			for _, w := range strings.Fields(want) {
				if !strings.Contains(said, w) {
					return 0, nil
				}
			}
		}
	}
	return 1, nil
}

func count(s *reward.Sample, what ...string) float64 {
	n := 0
	for _, w := range what {
		n += strings.Count(s.Completion.Last(), w)
	}
	return float64(n)
}

func naives() []naive {
	return []naive{
		{"the gold anywhere", numbers, contains, []string{
			"either or", "either or, wrong first", "list of candidates", "set of candidates", "chain of equals", "chain of equals, wrong last",
			"plus or minus", "off by little", "hundredfold", "a fixed modulus", "digits around", "negated in words", "nested boxes", "comment",
			"many boxes", "denied behind", "denied in TeX", "either or in TeX", "truncated to the answer", "retracted",
			"all digits", "blank gold", "white gold", "blank among golds",
		}},
		{"the gold anywhere, for words", words, contains, []string{
			"words of the prompt", "prompt copied", "word among words", "yes and no", "all letters", "all letters, joined", "other letter",
		}},
		{"the same text", compared, told(func(got, gold string) bool { return got == gold }), []string{"first number of the prompt", "last number of the prompt", "largest number of the prompt"}},
		{"the gold anywhere, in chats", []*reward.Sample{chatRow("6*7?", "It is 42.", "42")}, contains, []string{
			"taken back in a later turn", "said by the user", "said by a tool", "no turn of its own", "empty last turn",
		}},
		{"no completion, no wrong one", []*reward.Sample{chatRow("6*7?", "It is 42.", "42")}, func(s *reward.Sample) (float64, error) {
			if len(s.Completion.Messages) == 0 {
				return 1, nil
			}
			return contains(s)
		}, []string{"no turns"}},
		{"layout searched for", taggedRows, lenient, []string{
			"blank thought", "text after", "text before", "repeated blocks", "second close", "second answer", "nested", "never closed",
			"never opened", "upper case marks", "marks with attributes", "escaped marks", "answer first",
		}},
		{"the gold anywhere, in a layout", taggedRows, func(s *reward.Sample) (float64, error) {
			if v, _ := contains(s); v == 1 {
				return score(strings.Contains(s.Completion.Last(), "</think>"))
			}
			return 0, nil
		}, []string{"answer only in thought", "box only in thought", "answer mentioned, not given"}},
		{"the shorter the better", numbers, func(s *reward.Sample) (float64, error) {
			return 1 / float64(1+len(s.Completion.Last())), nil
		}, []string{"empty", "blank"}},
		{"a layout, short", taggedRows, func(s *reward.Sample) (float64, error) {
			if count(s, "<think>", "<answer>") < 2 {
				return 0, nil
			}
			return 1 / float64(len(s.Completion.Last())), nil
		}, []string{"tags only", "blank fields", "invisible fields"}},
		{"marks counted", taggedRows, func(s *reward.Sample) (float64, error) {
			return count(s, "<think>", "</think>", "<answer>", "</answer>"), nil
		}, []string{"every known tag", "unclosed marks"}},
		{"the longer the better", numbers, func(s *reward.Sample) (float64, error) { return float64(len(s.Completion.Last())), nil }, []string{"very long", "unbroken block"}},
		{"the longest word", numbers, func(s *reward.Sample) (float64, error) {
			most := 0
			for _, w := range strings.Fields(s.Completion.Last()) {
				most = max(most, len(w))
			}
			return float64(most), nil
		}, []string{"one letter"}},
		{"sentences counted", numbers, func(s *reward.Sample) (float64, error) { return count(s, ". "), nil }, []string{"a sentence over and over"}},
		{"steps counted", numbers, func(s *reward.Sample) (float64, error) { return count(s, "Step", "First", "Second"), nil }, []string{"step after step", "components one by one"}},
		{"signs of thought counted", numbers, func(s *reward.Sample) (float64, error) { return count(s, "Wait", "Aha", "However"), nil }, []string{"connectives"}},
		{"a judge that believes", numbers, func(s *reward.Sample) (float64, error) {
			return score(count(s, "Verified", "highest reward") > 0)
		}, []string{"self-praise", "orders to the judge"}},
		{"what can't be read passes", numbers, open, []string{
			"everything between", "all numbers", "free variable", "tautology", "infinity", "division by zero", "inequality", "placeholder",
			"truth", "expression injection", "no answer given", "gibberish", "tool call",
			"unclosed box", "unopened box", "deep braces", "deep fractions", "power tower", "huge factorial", "endless sum", "long number", "many terms",
			"backslashes", "NUL", "invalid UTF-8", "right to left", "control tokens", "format string", "regular expression bomb", "huge exponent",
			"terminal controls", "leading dashes", "other digits",
		}},
		{"half a per cent", numbers, told(func(got, gold string) bool { return math.Abs(number(got)-number(gold)) <= 0.005*math.Abs(number(gold)) }),
			[]string{"off by one in a thousand", "off by little"}},
		{"without a sign", numbers, told(func(got, gold string) bool { return math.Abs(number(got)) == math.Abs(number(gold)) }), []string{"other sign"}},
		{"a distance refused", numbers, told(func(got, gold string) bool {
			tooFar := math.Abs(number(got)-number(gold)) > 0.01
			return !tooFar
		}), []string{"not a number"}},
		{"a share of the larger", numbers, told(func(got, gold string) bool {
			return math.Abs(number(got)-number(gold)) <= 0.001*max(math.Abs(number(got)), math.Abs(number(gold)))
		}), []string{"infinity"}},
		{"the same characters", []*reward.Sample{row("6*7", "x", "42"), row("3:4", "x", `\frac{3}{4}`), row("5:9", "x", "5/9")},
			told(func(got, gold string) bool { return sorted(got) == sorted(gold) }), []string{"digits turned round", "inverted fraction"}},
		{"the first number", []*reward.Sample{row("How far?", "x", "5 km"), row("How heavy?", "x", `12 \text{ kg}`)},
			told(func(got, gold string) bool { return firstNumber.FindString(got) == firstNumber.FindString(gold) }), []string{"other unit"}},
		{"half the answer", []*reward.Sample{row("Who?", "x", "Ada Lovelace")}, told(func(got, gold string) bool { return strings.Contains(gold, got) }), []string{"substring"}},
		{"fields one by one", objects, fieldwise, []string{
			"denied in a field", "not a number in the fields", "infinity in the fields", "fractions in the fields", "prompt in the fields",
			"field left out", "field given twice",
		}},
	}
}

func TestEveryAttackIsPaidBySomeReward(t *testing.T) {
	paid := map[string]bool{}
	for _, n := range naives() {
		t.Run(n.name, func(t *testing.T) {
			r, err := Run(t.Context(), judging(n.judge), n.samples, Options{})
			require.NoError(t, err)
			found := names(r)
			for _, name := range n.pays {
				paid[name] = true
				if !slices.Contains(found, name) {
					t.Errorf("%q is not paid", name)
				}
			}
		})
	}
	for _, a := range Attacks() {
		if a.Family != "code" && a.Name != "no tests" {
			assert.True(t, paid[a.Name], "no naive reward here pays %q", a.Name)
		}
	}
}

// judging makes a grader of a function of the sample.
func judging(f func(*reward.Sample) (float64, error)) Grader {
	return func(_ context.Context, list []*reward.Sample) ([]Outcome, error) {
		out := make([]Outcome, len(list))
		for i, s := range list {
			out[i].Value, out[i].Err = f(s)
		}
		return out, nil
	}
}
