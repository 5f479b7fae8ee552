package spec

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

// small is a specification without mathematics or code, for tests of the file
// format itself.
const small = `
name: small
format: {template: "<think>{reasoning}</think> <answer>{answer}</answer>", prefill: auto}
rewards:
  format:   {use: format}
  correct:  {use: exact, from: answer, timeout: 2s}
  overlong: {use: soft_overlong, max: 100, cache: 50}
  repeat:   {use: repetition, n: 3, weight: 0}
total: "format == 1 ? correct + 0.1 + overlong : overlong"
range: [-1, 1.1]
filter_on: correct
tests:
  - {name: right, completion: "<think>6*7</think><answer>42</answer>", answer: "42", want: 1.1, filter: 1}
  - {name: text after, completion: "<think>a</think><answer>42</answer> ok", answer: "42", want: 0, reason: text_after}
  - {name: too long, completion: "<think>a</think><answer>42</answer>", answer: "42", tokens: 100, want: 0.1}
  - {name: no format and long, completion: "42", answer: "42", tokens: 1000, want: -1, components: {format: 0, correct: {value: 0, reason: no field}}}
`

func TestSmall(t *testing.T) {
	s, err := Parse("small.yaml", []byte(small))
	require.NoError(t, err)
	results, err := s.Test(t.Context(), TestOptions{})
	require.NoError(t, err)
	require.Len(t, results, 4)
	for _, r := range results {
		require.Empty(t, r.Problems, r.Case.Name)
	}
	p, err := s.Build(Env{})
	require.NoError(t, err)
	require.Equal(t, []string{"format", "correct", "overlong", "repeat"}, p.Components())
	require.NoError(t, p.Close())
}

// The same structure in JSON gives the same specification.
func TestJSON(t *testing.T) {
	s, err := Parse("small.json", []byte(`{"name":"j","rewards":{"correct":{"use":"exact"}},"range":[0,1],
		"tests":[{"completion":"4","answer":4,"want":1},{"completion":"5","answer":"4","want":0}]}`))
	require.NoError(t, err)
	results, err := s.Test(t.Context(), TestOptions{})
	require.NoError(t, err)
	for _, r := range results {
		require.Empty(t, r.Problems)
	}
	_, err = Parse("bad.json", []byte("{\"rewards\":\n {\"a\": {\"use\": \"exakt\"}}}"))
	require.ErrorContains(t, err, `bad.json:2:16: no reward is called "exakt"`)
	require.ErrorContains(t, err, `did you mean "exact"?`)
	_, err = Parse("bad.json", []byte("{\"rewards\":\n {]"))
	require.ErrorContains(t, err, "bad.json:2:3: not JSON")
}

// Every error names file, line, column, the offending text and, where there is
// one, the nearest valid word.
func TestErrors(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "errors.txt"))
	require.NoError(t, err)
	for _, chunk := range strings.Split(string(data), "\n=====\n") {
		text, want, ok := strings.Cut(chunk, "\n-----\n")
		require.True(t, ok, chunk)
		s, err := Parse("s.yaml", []byte(text+"\n"))
		if err == nil {
			_, err = s.Build(Env{})
		}
		if err == nil {
			_, err = s.Test(t.Context(), TestOptions{})
		}
		require.Error(t, err, text)
		for line := range strings.SplitSeq(strings.TrimSpace(want), "\n") {
			require.Contains(t, err.Error(), line, text)
		}
	}
}

func TestBounds(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		p := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [" + strings.TrimSuffix(strings.Repeat("*"+p+",", 10), ",") + "]\n"
	}
	for name, in := range map[string]struct{ text, want string }{
		"alias bomb":     {bomb, "values after aliases are expanded"},
		"self reference": {"a: &a [*a]\n", "s.yaml:1"},
		"depth":          {strings.Repeat("[", 100_000), "nested deeper"},
		"dashes":         {strings.Repeat("- ", 100_000) + "x", "nested deeper"},
		"keys":           {strings.Repeat("? ", 100_000), "nested deeper"},
		"size":           {strings.Repeat("#", maxFileBytes+1), "larger than"},
		"NUL":            {"name: a\n\x00", "s.yaml:2:1: NUL byte"},
		"invalid UTF-8":  {"name: a\xff\n", "s.yaml:1:8: invalid UTF-8"},
		"empty":          {"# nothing\n", "holds no specification"},
		"scalar":         {"hello\n", "a specification is a string"},
		"many keys":      {"tests:\n- meta:\n" + manyKeys(5000), "keys in one map"},
	} {
		_, err := Parse("s.yaml", []byte(in.text))
		require.ErrorContains(t, err, in.want, name)
	}
	_, err := Parse("s.json", []byte(strings.Repeat("[", 100_000)))
	require.ErrorContains(t, err, "nested deeper")
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "    k%d: 1\n", i)
	}
	return b.String()
}

const routed = `
name: math
rewards: {correct: {use: exact}}
---
name: words
rewards: {hit: {use: contains}, correct: {use: constant, value: 0.5}}
---
name: all
route: {by: source, cases: {"gsm8k*": math, poems: words}}
tests:
  - {source: gsm8k/test, completion: "4", answer: "4", want: 1, route: math, components: {correct: 1, hit: null}}
  - {source: poems, completion: "a rose is", answer: rose, want: 1.5, route: words}
  - {source: other, completion: "4", answer: "4", want: error, error: input, reason: "no route"}
`

func TestRoute(t *testing.T) {
	s, err := Parse("s.yaml", []byte(routed))
	require.NoError(t, err)
	require.Equal(t, "all", s.Name())
	require.Equal(t, []string{"math", "words", "all"}, s.Names())
	results, err := s.Test(t.Context(), TestOptions{})
	require.NoError(t, err)
	for _, r := range results {
		require.Empty(t, r.Problems, r.Case.Name)
	}
	p, err := s.Build(Env{})
	require.NoError(t, err)
	require.Equal(t, []string{"correct", "hit"}, p.Components())
	for _, source := range []string{"gsm8k", "poems", "else"} {
		j := p.Judge(t.Context(), &reward.Sample{Source: source, Completion: reward.Str("x"), Answers: []string{"y"}})
		require.Len(t, j.Result.Parts, 2, source)
		require.Equal(t, "correct", j.Result.Parts[0].Name)
		require.Equal(t, "hit", j.Result.Parts[1].Name)
	}
	_, err = s.Select("wrods")
	require.ErrorContains(t, err, `did you mean "words"?`)
}

func judge(t *testing.T, spec string, s *reward.Sample) Judgement {
	t.Helper()
	parsed, err := Parse("s.yaml", []byte(spec))
	require.NoError(t, err)
	p, err := parsed.Build(Env{})
	require.NoError(t, err)
	return p.Judge(t.Context(), s)
}

func TestErrorsOfComponents(t *testing.T) {
	// length_target without a number in its field is an error of kind gold.
	sample := &reward.Sample{Completion: reward.Str("x"), Answers: []string{"no number"}}
	j := judge(t, "rewards: {a: {use: constant, value: 1}, b: {use: length_target}}", sample)
	require.Error(t, j.Err)
	require.Equal(t, reward.KindGold, reward.KindOf(j.Err))
	require.Len(t, j.Result.Parts, 2)

	j = judge(t, "rewards: {a: {use: constant, value: 1}, b: {use: length_target, weight: 0}}", sample)
	require.NoError(t, j.Err, "the error of a metric does not count")
	require.Equal(t, 1.0, j.Result.Value)

	j = judge(t, "rewards: {a: {use: constant, value: 1}, b: {use: length_target}}\non_error: zero", sample)
	require.NoError(t, j.Err)
	require.True(t, j.Zeroed)
	require.Zero(t, j.Result.Value)

	j = judge(t, "rewards: {a: {use: constant, value: 1}, b: {use: length_target}}\non_error: fail", sample)
	require.True(t, j.Fail)

	j = judge(t, "rewards: {a: {use: constant, value: 3}}\nrange: [0, 1]", sample)
	require.ErrorContains(t, j.Err, "the total 3 is outside the range [0, 1]")
	require.Equal(t, reward.KindSpec, reward.KindOf(j.Err))

	j = judge(t, "rewards: {a: {use: constant, value: 3, when: {source: math}}}", sample)
	require.ErrorIs(t, j.Err, reward.ErrAbstain, "when every component abstains there is no reward")
}

// A component that another refers to is judged once, and as the document
// wraps it.
func TestReferences(t *testing.T) {
	sample := &reward.Sample{Completion: reward.Str("4"), Answers: []string{"4"}}
	j := judge(t, "rewards: {correct: {use: exact, scale: 0.5}, inverse: {use: not, of: correct}, both: {use: product, of: [correct, {use: constant, value: 4}]}}\ntotal: both + inverse", sample)
	require.NoError(t, j.Err)
	require.Equal(t, 2.5, j.Result.Value)
	require.Equal(t, 0.5, j.Result.Parts[0].Value)
}

func TestUsePreset(t *testing.T) {
	s, err := Parse("s.yaml", []byte("use: preset/gsm8k-strict\nrewards: {correct: {flexible: true}, length: {use: soft_overlong, max: 10, weight: 0}}\ntests:\n- {completion: 'it is 7', answer: 7, want: 1}"))
	require.NoError(t, err)
	results, err := s.Test(t.Context(), TestOptions{})
	require.NoError(t, err)
	require.Empty(t, results[0].Problems)
}

// What is laid over a preset changes the options it names and no other; with a
// use of its own it takes the component's place.
func TestOverAPreset(t *testing.T) {
	laid := func(rewards string) map[string]string {
		f, err := Parse("s.yaml", []byte("use: preset/r1\nrewards: "+rewards))
		require.NoError(t, err)
		p, err := f.Build(Env{})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, p.Close()) })
		j := p.Judge(t.Context(), &reward.Sample{Completion: reward.Str("<think>6 times 7</think> <answer>forty-two</answer>"), Answers: []string{"42"}})
		require.NoError(t, j.Err)
		got := map[string]string{}
		for _, part := range j.Result.Parts {
			got[part.Name] = strconv.FormatFloat(part.Value, 'g', -1, 64)
		}
		return got
	}
	require.Equal(t, map[string]string{"accuracy": "1", "format": "1"}, laid("{accuracy: {preset: default}}"), "still from the answer, still maths")
	require.Equal(t, map[string]string{"accuracy": "0", "format": "1"}, laid("{accuracy: {use: exact, from: answer}}"))
	require.Equal(t, map[string]string{"accuracy": "1", "format": "1", "words": "0"}, laid("{words: {use: contains}}"))
	f, err := Parse("s.yaml", []byte("use: preset/r1\nrewards: {accuracy: {use: exact, preset: math}}"))
	if err == nil {
		_, err = f.Build(Env{})
	}
	require.Error(t, err, "exact has no presets, and nothing of what stood there is left")
}

func FuzzParse(f *testing.F) {
	f.Add(small, false)
	f.Add(routed, false)
	f.Add(`{"rewards":{"a":{"use":"exact"}}}`, true)
	f.Add("a: &a [*a]\nb: {<<: *a}\n? x\n", false)
	f.Fuzz(func(t *testing.T, text string, asJSON bool) {
		name := "s.yaml"
		if asJSON {
			name = "s.json"
		}
		s, err := Parse(name, []byte(text))
		if err != nil {
			require.NotContains(t, err.Error(), "cannot be read: runtime error", "a fault of ours")
			return
		}
		if p, err := s.Build(Env{}); err == nil {
			p.Judge(t.Context(), &reward.Sample{Completion: reward.Str("x"), Answers: []string{"x"}})
			_ = p.Close()
		}
	})
}

// Every shipped preset passes its own tests.
func TestPresets(t *testing.T) {
	require.NotEmpty(t, Presets())
	for _, name := range Presets() {
		t.Run(name, func(t *testing.T) {
			if name == "preset/code" {
				needSandbox(t)
			}
			s, err := Load(name)
			require.NoError(t, err)
			results, err := s.Test(t.Context(), TestOptions{})
			require.NoError(t, err)
			require.NotEmpty(t, results)
			for _, r := range results {
				require.Empty(t, r.Problems, r.Case.Name)
			}
		})
	}
}

// The example specifications pass their tests, attacks and all.
func TestExamples(t *testing.T) {
	needSandbox(t)
	files, err := filepath.Glob("../examples/specs/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		s, err := Load(file)
		require.NoError(t, err)
		results, err := s.Test(t.Context(), TestOptions{Repeats: 1})
		require.NoError(t, err)
		for _, r := range results {
			require.Empty(t, r.Problems, r.Case.Name)
		}
	}
}

const shouting = `
languages:
  shout:
    source: main.shout
    tools: [{name: sh}]
    run: ["{sh}", main.shout]
rewards: {correct: {use: code, language: shout}}
tests:
  - {completion: "` + "```shout\\ntr a-z A-Z\\n```" + `", tests: [{kind: stdio, stdin: hello, stdout: HELLO}], want: 1}
  - {completion: "` + "```shout\\ncat\\n```" + `", tests: [{kind: stdio, stdin: hello, stdout: HELLO}], want: 0}
`

// A language of the user's own is a few lines of the file.
func TestUserLanguage(t *testing.T) {
	needSandbox(t)
	s, err := Parse("s.yaml", []byte(shouting))
	require.NoError(t, err)
	results, err := s.Test(t.Context(), TestOptions{Repeats: 1})
	require.NoError(t, err)
	for _, r := range results {
		require.Empty(t, r.Problems, r.Case.Line)
	}
}

// The schema is made of the decoder's tables, so every preset and example
// meets it, and what the decoder refuses it refuses too.
func TestSchema(t *testing.T) {
	var parsed jsonschema.Schema
	require.NoError(t, json.Unmarshal(Schema(), &parsed))
	schema, err := parsed.Resolve(nil)
	require.NoError(t, err)
	valid := func(data []byte) error {
		for _, doc := range parseYAML(data) {
			raw, err := json.Marshal(doc.plain())
			require.NoError(t, err)
			var v any
			require.NoError(t, json.Unmarshal(raw, &v))
			if err := schema.Validate(v); err != nil {
				return err
			}
		}
		return nil
	}
	for _, name := range Presets() {
		data, _ := presetSource(name)
		require.NoError(t, valid(data), name)
	}
	examples, err := filepath.Glob("../examples/specs/*.yaml")
	require.NoError(t, err)
	for _, file := range examples {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, valid(data), file)
	}
	require.NoError(t, valid([]byte(small)))
	require.NoError(t, valid([]byte(routed)))
	for _, bad := range []string{
		"rewrads: {}", "rewards: {a: {use: exatc}}", "rewards: {a: {use: soft_overlong, maximum: 3}}", "rewards: {a: {use: not}}",
		"rewards: {a: {use: math, preset: harder}}", "rewards: {a: exact}\non_error: ignore",
		"rewards: {a: exact}\nrange: [1]", "rewards: {a: exact}\ntests: [{want: 1}]",
	} {
		require.Error(t, valid([]byte(strings.ReplaceAll(bad, `\n`, "\n"))), bad)
	}
}

// Every entry of the catalogue has a line of documentation, and its name is
// nobody else's alias.
func TestCatalogue(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Catalogue() {
		require.NotEmpty(t, e.Doc, e.Name)
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			require.False(t, seen[name], name)
			seen[name] = true
		}
	}
}
