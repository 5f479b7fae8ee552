package audit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/verireward/verireward/reward"
)

// ground is what attacks on one sample are built from.
type ground struct {
	sample *reward.Sample
	// gold is the first usable answer; empty for tasks without one.
	gold string
	// number says gold is a plain number.
	number bool
	value  float64
	// integer says it is an integer.
	integer bool
	// letter says gold is one option letter.
	letter bool
	// wrong are answers of the gold's kind that it is not.
	wrong []string
	// code says the task has tests to run; language and functions are what
	// they ask for.
	code      bool
	language  string
	functions []string
	// dress is the layout honest completions wear; set once it is known which
	// earns most.
	dress dress
	// boxes says that a box in plain text earns as much as that.
	boxes bool
	// prompt is the prompt's text.
	prompt string
}

var plainNumber = regexp.MustCompile(`^-?\d{1,15}(\.\d{1,10})?$`)

func newGround(s *reward.Sample) *ground {
	g := &ground{sample: s, prompt: s.Prompt.String()}
	for _, a := range s.Answers {
		if strings.TrimSpace(a) != "" {
			g.gold = strings.TrimSpace(a)
			break
		}
	}
	if i := strings.LastIndex(g.gold, "####"); i >= 0 {
		g.gold = strings.TrimSpace(g.gold[i+4:])
	}
	if len(s.Tests) > 0 && string(s.Tests) != "null" {
		g.code = true
		g.readTests()
	}
	g.classify()
	return g
}

func (g *ground) classify() {
	plain := strings.ReplaceAll(g.gold, ",", "")
	switch {
	case plainNumber.MatchString(plain):
		g.number = true
		g.value, _ = strconv.ParseFloat(plain, 64)
		g.integer = !strings.Contains(plain, ".")
		if g.integer {
			n := int64(g.value)
			for _, w := range []int64{n + 1, n - 1, n + 7, -n - 1, max(n, -n)*2 + 3} {
				g.wrong = append(g.wrong, strconv.FormatInt(w, 10))
			}
		} else {
			for _, w := range []float64{g.value + 1, g.value - 0.5, math.Abs(g.value)*2 + 3} {
				g.wrong = append(g.wrong, strconv.FormatFloat(w, 'f', -1, 64))
			}
		}
	case len(g.gold) == 1 && g.gold[0] >= 'A' && g.gold[0] <= 'J':
		g.letter = true
		for c := byte('A'); c <= 'D'; c++ {
			if c != g.gold[0] {
				g.wrong = append(g.wrong, string(c))
			}
		}
	case jsonFields(g.gold) != nil:
		// An object of the same shape: a reward may pay something for that.
		g.wrong = []string{cmp.Or(changedFields(g, otherValue), "{}")}
	case g.gold != "":
		g.wrong = []string{"-7919", "\\frac{7919}{7907}", "purple"}
	}
}

var (
	assertCall = regexp.MustCompile(`assert\s+(?:[a-z]+\()*([A-Za-z_]\w*)\(`)
	wordKey    = regexp.MustCompile(`"(?:fn|fn_name|entry_point)"\s*:\s*"([A-Za-z_]\w*)"`)
)

// readTests finds the language and the functions that the tests call. It looks
// at the text only: an attack needs a guess, no parser.
func (g *ground) readTests() {
	text := string(g.sample.Tests)
	var unquoted string
	if json.Unmarshal(g.sample.Tests, &unquoted) == nil {
		text = unquoted
	}
	const most = 64 << 10
	text = text[:min(len(text), most)]
	g.language = "python"
	for _, key := range []string{"language", "lang"} {
		if v, ok := g.sample.Meta[key].(string); ok && v != "" {
			g.language = v
		}
	}
	seen := map[string]bool{}
	for _, re := range []*regexp.Regexp{wordKey, assertCall} {
		for _, m := range re.FindAllStringSubmatch(text, 50) {
			if name := m[1]; !seen[name] && name != "set" && name != "abs" && name != "sorted" && name != "isinstance" {
				seen[name] = true
				g.functions = append(g.functions, name)
			}
		}
	}
}

// with returns the sample with another completion.
func (g *ground) with(completion string) *reward.Sample {
	s := *g.sample
	s.Completion = reward.Str(completion)
	if g.sample.Completion.Messages != nil {
		s.Completion = reward.Text{Messages: []reward.Message{{Role: "assistant", Content: completion}}}
	}
	if s.Tokens > 0 {
		// Four bytes a token is the usual ratio; only the order of size
		// matters to rewards of length.
		s.Tokens = max(1, len(completion)/4)
	}
	s.Truncated = false
	return &s
}

// dress lays out an answer as a completion.
type dress struct {
	name string
	wrap func(think, answer string) string
	// tags are the opening and closing marks of thought and answer, where the
	// dress has any.
	open, shut, answerOpen, answerShut string
}

func tagged(name, open, shut, between, answerOpen, answerShut string) dress {
	return dress{name: name, open: open, shut: shut, answerOpen: answerOpen, answerShut: answerShut,
		wrap: func(think, answer string) string {
			return open + think + shut + between + answerOpen + answer + answerShut
		}}
}

// dresses are the layouts that are tried, plainest last.
var dresses = []dress{
	tagged("think-answer", "<think>", "</think>", " ", "<answer>", "</answer>"),
	tagged("open-r1", "<think>\n", "\n</think>\n", "", "<answer>\n", "\n</answer>"),
	tagged("think-answer, prefilled", "", "</think>", " ", "<answer>", "</answer>"),
	tagged("think-answer, boxed", "<think>", "</think>", " ", `<answer>\boxed{`, "}</answer>"),
	tagged("think, boxed", "<think>", "</think>", "\nSo it is ", `\boxed{`, "}."),
	tagged("think, prefilled, boxed", "", "</think>", "\nSo it is ", `\boxed{`, "}."),
	tagged("think, plain", "<think>", "</think>", "\n", "", ""),
	tagged("kimi", "◁think▷", "◁/think▷", "\nSo it is ", `\boxed{`, "}."),
	tagged("unsloth", "<start_working_out>", "<end_working_out>", "", "<SOLUTION>", "</SOLUTION>"),
	tagged("reasoning-answer", "<reasoning>\n", "\n</reasoning>\n", "", "<answer>\n", "\n</answer>\n"),
	tagged("answer tags", "", "\n", "", "<answer>", "</answer>"),
	tagged("boxed", "", "\n", "So the answer is ", `$\boxed{`, "}$."),
	tagged("hash", "", "\n", "", "#### ", ""),
	tagged("said", "", "\n", "", "The answer is ", "."),
	tagged("bare", "", "", "", "", ""),
}

// unlaid are the dresses without marks around the thought.
func (d dress) unlaid() bool { return strings.TrimSpace(d.open+d.shut) == "" && d.name != ownDress }

// ownDress names the layout of the user's own completion, whose marks are not
// known.
const ownDress = "the user's own"

// templated makes a dress of a template that has holes in braces and no other
// marks of its grammar: the last hole takes the answer, the others the thought.
func templated(template string) (dress, bool) {
	if template == "" || strings.HasPrefix(template, "@") || strings.ContainsAny(template, `()\`) {
		return dress{}, false
	}
	holes := hole.FindAllStringIndex(template, -1)
	if len(holes) == 0 {
		return dress{}, false
	}
	last := holes[len(holes)-1]
	head, tail := template[:last[0]], template[last[1]:]
	d := dress{name: "the template", answerOpen: head[strings.LastIndexAny(head, "} ")+1:], answerShut: tail}
	if len(holes) > 1 {
		d.open, d.shut = template[:holes[0][0]], strings.TrimSpace(strings.SplitN(template[holes[0][1]:], "<", 3)[0])
		if rest := template[holes[0][1]:]; strings.HasPrefix(rest, "</") {
			d.shut = rest[:strings.Index(rest, ">")+1]
		}
	}
	d.wrap = func(think, answer string) string {
		filled := hole.ReplaceAllLiteralString(head, think)
		return filled + answer + tail
	}
	return d, true
}

var hole = regexp.MustCompile(`\{[a-zA-Z_]\w*\??(:[a-z_]+)?\}`)

// own makes a dress of the user's own completion, where the gold stands in it.
func (g *ground) own() (dress, bool) {
	text := g.sample.Completion.Last()
	i := strings.LastIndex(text, g.gold)
	if g.gold == "" || i < 0 {
		return dress{}, false
	}
	head, tail := text[:i], text[i+len(g.gold):]
	return dress{name: ownDress, wrap: func(_, answer string) string { return head + answer + tail }}, true
}

const thought = "Let me work through this step by step and check every part of it before I answer."

// longThought is honest thought of several sentences, for the wrong answers
// that rewards of length compare with.
var longThought = strings.Join([]string{
	thought, "First I write down what is given and what is asked.", "Then I try the simplest approach and see whether it fits all conditions.",
	"It nearly does, so I look at the remaining case by itself.", "That case needs a short calculation, which I do twice to be sure.",
	"Both times the same value comes out.", "A quick estimate of the size agrees with it.", "I also tested a small example by hand.",
	"Nothing contradicts the result, therefore I am done.",
}, " ")

func (g *ground) fence(code string) string {
	return fmt.Sprintf("```%s\n%s\n```", g.language, code)
}
