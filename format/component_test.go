package format

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

// valued is a completion and what it is worth.
type valued struct {
	completion string
	want       float64
}

func checkValues(t *testing.T, r reward.Reward, cases []valued) {
	t.Helper()
	for _, c := range cases {
		res := score(t, r, said(c.completion))
		assert.InDelta(t, c.want, res.Value, 1e-12, "%.200q: %s", c.completion, res.Reason)
		assert.NotEmpty(t, res.Reason)
		for _, s := range res.Spans {
			assert.True(t, 0 <= s.Start && s.Start <= s.End && s.End <= len(c.completion), "%.100q: %v", c.completion, s)
		}
	}
}

// isSpecError checks that options are refused when the reward is built.
func isSpecError(t *testing.T, err error) {
	t.Helper()
	assert.Equal(t, reward.KindSpec, reward.KindOf(err), "%v", err)
	require.Error(t, err)
}

func TestTagCount(t *testing.T) {
	r, err := TagCount(TagCountOptions{})
	require.NoError(t, err)
	checkValues(t, r, []valued{
		// The values open-r1's own tests expect of these five.
		{"<think>\nSome reasoning\n</think>\n<answer>\nThe answer\n</answer>", 1},
		{"Some reasoning\n</think>\n<answer>\nThe answer\n</answer>", 0.75},
		{"<think>\nSome reasoning\n<answer>\nThe answer\n</answer>", 0.75},
		{"<think>\nSome reasoning\n</think>\nThe answer\n</answer>", 0.75},
		{"Some reasoning\nThe answer", 0},
		// What it lets pass there.
		{"<think>\na\n</think>\n<answer>\nb\n</answer><answer>c", 0.75},
		{"<think>\na <think> b\n</think>\n<answer>\nc\n</answer>", 0.75},
		{"<answer>\nb\n</answer>\n<think>\na\n</think>\n", 0.5},
		{"<think>a</think><answer>b</answer>", 0},
		{"", 0},
		{strings.Repeat("<think>\n", 1000), 0},
	})
	r, err = TagCount(TagCountOptions{Tags: []string{"<a>", "</a>"}})
	require.NoError(t, err)
	checkValues(t, r, []valued{{"<a>x</a>", 1}, {"</a>x<a>", 0.5}, {"<a>x</A>", 0.5}})
	_, err = TagCount(TagCountOptions{Tags: []string{" "}})
	isSpecError(t, err)
	_, err = TagCount(TagCountOptions{Tags: make([]string, maxTags+1)})
	isSpecError(t, err)
}

func TestCodeFormat(t *testing.T) {
	r, err := CodeFormat(CodeFormatOptions{Languages: []string{"python", "py"}})
	require.NoError(t, err)
	checkValues(t, r, []valued{
		{"```python\nprint(1)\n```", 1},
		{"Here:\n\n```Python\nprint(1)\n```\nDone.", 1},
		{"<think>```</think>\n```py\nx\n```", 1},
		{"````python\n```\nx\n````", 1},
		{"~~~python\nx\n~~~", 1},
		{"```text\nx\n```\n```python\ny\n```", 1},
		{"", 0},
		{"print(1)", 0},
		{"```\nprint(1)\n```", 0},
		{"```java\nx\n```", 0},
		{"```python\n```", 0},
		{"```python\n\u200b\n```", 0},
		{"```python\nprint(1)", 0},
		{"```python print(1)```", 0},
		{"<think>\n```python\nprint(1)\n```\n</think>\nsee above", 0},
		{"<think>\n```python\nprint(1)\n```", 0},
		{"```python3\nx\n```", 0},
		{"text ```python\nx\n```", 0},
	})
	only, err := CodeFormat(CodeFormatOptions{Only: true})
	require.NoError(t, err)
	checkValues(t, only, []valued{{"```go\nx\n```", 1}, {"```\nx\n```", 0}, {"```go\nx\n```\n```go\ny\n```", 0}})
	_, err = CodeFormat(CodeFormatOptions{Languages: []string{" "}})
	isSpecError(t, err)
}

func TestPattern(t *testing.T) {
	r, err := Pattern(PatternOptions{Pattern: `(?<=x)\d+(?!\d|y)`})
	require.NoError(t, err)
	checkValues(t, r, []valued{{"ax12 ", 1}, {"ax12y", 0}, {"", 0}})
	res := score(t, r, said("é x12"))
	assert.Equal(t, []reward.Span{{Label: "pattern", Start: 4, End: 6}}, res.Spans, "offsets are in bytes")

	r, err = Pattern(PatternOptions{Pattern: `a|ab`, Full: true})
	require.NoError(t, err)
	checkValues(t, r, []valued{{"ab", 1}, {"ab\n", 0}, {"abc", 0}})

	r, err = Pattern(PatternOptions{Pattern: `(?i)sorry`, Forbid: true})
	require.NoError(t, err)
	checkValues(t, r, []valued{{"fine", 1}, {"I am SORRY.", 0}})

	r, err = Pattern(PatternOptions{Pattern: `^\xff?.$`})
	require.NoError(t, err)
	checkValues(t, r, []valued{{"\xfe", 1}, {"ab", 0}})

	for _, o := range []PatternOptions{{}, {Pattern: "("}, {Pattern: "x", Timeout: -1}, {Pattern: "x", MaxBytes: -1}} {
		_, err = Pattern(o)
		isSpecError(t, err)
	}
}

// TestPatternTimeout: a pattern that would run for hours ends, and scores 0
// whichever way round it is asked.
func TestPatternTimeout(t *testing.T) {
	for _, forbid := range []bool{false, true} {
		r, err := Pattern(PatternOptions{Pattern: `^(a+)+$`, Forbid: forbid, Timeout: 20 * time.Millisecond})
		require.NoError(t, err)
		res := score(t, r, said(strings.Repeat("a", 60)+"b"))
		assert.Equal(t, 0.0, res.Value)
		assert.Contains(t, res.Reason, "did not end")
		assert.Equal(t, !forbid, score(t, r, said("aaa")).Value == 1, "an honest text is judged as ever")
	}
	r, err := Pattern(PatternOptions{Pattern: `a`, MaxBytes: 5})
	require.NoError(t, err)
	res := score(t, r, said("aaaaaa"))
	assert.Equal(t, 0.0, res.Value)
	assert.Contains(t, res.Reason, "longer than 5 bytes")
}

// A type that JSON does not have is a mistake; a property called type is none.
func TestTypesOfASchema(t *testing.T) {
	for schema, want := range map[string]string{
		`{"type": "objct"}`: `type is "objct"`,
		`{"properties": {"a": {"type": ["string", "nul"]}}}`:          `type is "nul"`,
		`{"anyOf": [{"type": "text"}]}`:                               `type is "text"`,
		`{"properties": {"type": {"type": "string"}}}`:                "",
		`{"enum": [{"type": "objct"}], "default": {"type": "thing"}}`: "",
	} {
		_, err := JSONSchema(JSONSchemaOptions{Schema: schema})
		if want == "" {
			require.NoError(t, err, schema)
		} else {
			require.ErrorContains(t, err, want, schema)
		}
	}
}

func TestJSONSchema(t *testing.T) {
	const schema = `{"type":"object","properties":{"name":{"type":"string","minLength":1},"age":{"type":"integer","minimum":0},"tags":{"type":"array","uniqueItems":true}},"required":["name","age"],"additionalProperties":false}`
	r, err := JSONSchema(JSONSchemaOptions{Schema: schema})
	require.NoError(t, err)
	cases := []valued{
		{`{"name":"Ada","age":36}`, 1},
		{"\n {\"age\": 36, \"name\": \"Ada\", \"tags\": [1, \"1\"]}\n", 1},
		{"<think>{}</think>\n" + `{"name":"Ada","age":36}`, 1},
		{`{"name":"Ada","age":36.0}`, 1},
		{"", 0},
		{`{"name":"Ada"}`, 0},
		{`{"name":"Ada","age":"36"}`, 0},
		{`{"name":"Ada","age":36.5}`, 0},
		{`{"name":"","age":36}`, 0},
		{`{"name":"Ada","age":36,"x":1}`, 0},
		{`{"name":"Ada","age":36,"tags":[1,1]}`, 0},
		{`{"name":"Ada","age":-1}`, 0},
		{`{"name":"Bob","age":36,"name":"Ada"}`, 0},
		{`{"name":"Ada","age":36,}`, 0},
		{`{"name":"Ada","age":NaN}`, 0},
		{`{"name":"Ada","age":1e999}`, 0},
		{`{"name":"Ada","age":36} {"name":"Ada","age":36}`, 0},
		{`Here: {"name":"Ada","age":36}`, 0},
		{`{"name":"Ada","age":36} // ok`, 0},
		{"```json\n{\"name\":\"Ada\",\"age\":36}\n```", 0},
		{`[{"name":"Ada","age":36}]`, 0},
		{`<think>{"name":"Ada","age":36}`, 0},
		{`<think>{"name":"Ada","age":36}</think>`, 0},
		{strings.Repeat("[", 100_000), 0},
		{strings.Repeat(`{"a":`, 100_000), 0},
		{strings.Repeat(" ", defaultJSONBytes+1), 0},
	}
	checkValues(t, r, cases)

	var parsed any
	require.NoError(t, json.Unmarshal([]byte(schema), &parsed))
	r, err = JSONSchema(JSONSchemaOptions{Schema: parsed, Fenced: true})
	require.NoError(t, err)
	checkValues(t, r, []valued{
		{"Here it is:\n```json\n{\"name\":\"Ada\",\"age\":36}\n```\n", 1},
		{`{"name":"Ada","age":36}`, 1},
		{"```json\n{}\n```\n```json\n{\"name\":\"Ada\",\"age\":36}\n```", 0},
		{"```json\n{\"name\":\"Ada\",\"age\":36}", 0},
		{"```json\n```", 0},
	})

	r, err = JSONSchema(JSONSchemaOptions{SchemaFrom: "task.schema"})
	require.NoError(t, err)
	s := said(`3`)
	_, err = reward.Judge(t.Context(), r, s)
	assert.Equal(t, reward.KindInput, reward.KindOf(err))
	s.Meta = map[string]any{"task": map[string]any{"schema": `{"type":"integer"}`}}
	assert.Equal(t, 1.0, score(t, r, s).Value)
	s.Meta = map[string]any{"task": map[string]any{"schema": map[string]any{"type": "string"}}}
	assert.Equal(t, 0.0, score(t, r, s).Value)
	s.Meta = map[string]any{"task": map[string]any{"schema": `{"type":`}}
	_, err = reward.Judge(t.Context(), r, s)
	assert.Equal(t, reward.KindGold, reward.KindOf(err), "an unusable schema is no zero")

	for _, o := range []JSONSchemaOptions{{}, {Schema: `{"type":5}`}, {Schema: `{"$ref":"https://example.com/x"}`}, {Schema: "{}", SchemaFrom: "x"}, {Schema: `{"pattern":"("}`}} {
		_, err = JSONSchema(o)
		isSpecError(t, err)
	}
}

func toolSample(answer, completion string) *reward.Sample {
	s := said(completion)
	s.Answers = []string{answer}
	return s
}

// called writes calls as a completion does.
func called(calls ...string) string {
	out := "<think>a</think>"
	for _, c := range calls {
		out += "\n<tool_call>\n" + c + "\n</tool_call>"
	}
	return out
}

func TestToolCalls(t *testing.T) {
	const (
		f  = `{"name":"f","arguments":{"x":1,"y":"a"}}`
		g  = `{"name":"g","arguments":{}}`
		f2 = `{"arguments":{"y":"a","x":1.0e0},"name":"f"}`
	)
	tests := []struct {
		name       string
		options    ToolCallsOptions
		want       string
		completion string
		value      float64
	}{
		{"same", ToolCallsOptions{}, f, called(f), 1},
		{"other spelling", ToolCallsOptions{}, "[" + f + "]", called(f2), 1},
		{"two in order", ToolCallsOptions{}, "[" + f + "," + g + "]", called(f, g), 1},
		{"two in another order", ToolCallsOptions{}, "[" + f + "," + g + "]", called(g, f), 0},
		{"any order", ToolCallsOptions{AnyOrder: true}, "[" + f + "," + g + "]", called(g, f), 1},
		{"any order, same names", ToolCallsOptions{AnyOrder: true}, `[{"name":"f","arguments":{"x":1}},{"name":"f","arguments":{"x":2}}]`, called(`{"name":"f","arguments":{"x":2}}`, `{"name":"f","arguments":{"x":1}}`), 1},
		{"OpenAI's form", ToolCallsOptions{}, `[{"type":"function","function":{"name":"f","arguments":"{\"x\":1,\"y\":\"a\"}"}}]`, called(f), 1},
		{"without arguments", ToolCallsOptions{}, `[{"name":"g"}]`, called(g), 1},
		{"text beside the calls", ToolCallsOptions{}, f, "Let me look.\n" + called(f) + "\nok", 1},
		{"calls in think do not count", ToolCallsOptions{}, f, "<think><tool_call>" + g + "</tool_call></think><tool_call>" + f + "</tool_call>", 1},
		{"no call wanted", ToolCallsOptions{}, "[]", "The answer is 4.", 1},
		{"no call wanted, one made", ToolCallsOptions{}, "[]", called(f), 0},
		{"no call made", ToolCallsOptions{}, f, "I would call f.", 0},
		{"one too many", ToolCallsOptions{}, f, called(f, g), 0},
		{"the same call twice", ToolCallsOptions{}, f, called(f, f), 0},
		{"one missing", ToolCallsOptions{}, "[" + f + "," + g + "]", called(f), 0},
		{"other name", ToolCallsOptions{}, f, called(`{"name":"F","arguments":{"x":1,"y":"a"}}`), 0},
		{"other value", ToolCallsOptions{}, f, called(`{"name":"f","arguments":{"x":2,"y":"a"}}`), 0},
		{"number as text", ToolCallsOptions{}, f, called(`{"name":"f","arguments":{"x":"1","y":"a"}}`), 0},
		{"true for 1", ToolCallsOptions{}, f, called(`{"name":"f","arguments":{"x":true,"y":"a"}}`), 0},
		{"argument missing", ToolCallsOptions{}, f, called(`{"name":"f","arguments":{"x":1}}`), 0},
		{"argument too many", ToolCallsOptions{}, f, called(`{"name":"f","arguments":{"x":1,"y":"a","z":null}}`), 0},
		{"every value offered", ToolCallsOptions{}, f, called(`{"name":"f","arguments":{"x":2,"x":1,"y":"a"}}`), 0},
		{"not JSON", ToolCallsOptions{}, f, called(`f(x=1, y="a")`), 0},
		{"arguments as text", ToolCallsOptions{}, f, called(`{"name":"f","arguments":"{\"x\":1,\"y\":\"a\"}"}`), 0},
		{"unclosed call", ToolCallsOptions{}, f, "<tool_call>" + f, 0},
		{"unclosed think", ToolCallsOptions{}, f, "<think>" + f + "<tool_call>" + f + "</tool_call>", 0},
		{"stray closing tag", ToolCallsOptions{}, f, called(f) + "</tool_call>", 0},
		{"stray closing tag before", ToolCallsOptions{}, f, "</tool_call>" + called(f), 1},
		{"nested", ToolCallsOptions{}, f, "<tool_call><tool_call>" + f + "</tool_call></tool_call>", 0},
		{"names only", ToolCallsOptions{NamesOnly: true}, f, called(`{"name":"f","arguments":{}}`), 1},
		{"names only, no arguments", ToolCallsOptions{NamesOnly: true}, f, called(`{"name":"f"}`), 0},
		{"share: name right, one of two arguments", ToolCallsOptions{Share: true}, f, called(`{"name":"f","arguments":{"x":1,"y":"b"}}`), 0.75},
		{"share: name right, no argument", ToolCallsOptions{Share: true}, f, called(`{"name":"f","arguments":{}}`), 0.5},
		{"share: one of two calls", ToolCallsOptions{Share: true}, "[" + f + "," + g + "]", called(f), 0.5},
		{"share: repeated to fill up", ToolCallsOptions{Share: true}, f, called(f, f, f, f), 0.25},
		{"share is capped", ToolCallsOptions{Share: true}, "[" + strings.Repeat(g+",", 9) + f + "]", called(g, g, g, g, g, g, g, g, g), partialCap},
		{"share: none", ToolCallsOptions{Share: true}, f, called(g), 0},
		{"nested values", ToolCallsOptions{}, `{"name":"f","arguments":{"a":[1,{"b":[null,true,"x"]}],"c":{"d":{}}}}`, called(`{"name":"f","arguments":{"c":{"d":{}},"a":[1.0,{"b":[null,true,"x"]}]}}`), 1},
		{"array in another order", ToolCallsOptions{}, `{"name":"f","arguments":{"a":[1,2]}}`, called(`{"name":"f","arguments":{"a":[2,1]}}`), 0},
		{"array too long", ToolCallsOptions{}, `{"name":"f","arguments":{"a":[1,2]}}`, called(`{"name":"f","arguments":{"a":[1,2,3]}}`), 0},
		{"array for a value", ToolCallsOptions{}, `{"name":"f","arguments":{"a":1}}`, called(`{"name":"f","arguments":{"a":[1]}}`), 0},
		{"nested object differs", ToolCallsOptions{}, `{"name":"f","arguments":{"a":{"b":1}}}`, called(`{"name":"f","arguments":{"a":{"b":2}}}`), 0},
		{"nested key differs", ToolCallsOptions{}, `{"name":"f","arguments":{"a":{"b":1}}}`, called(`{"name":"f","arguments":{"a":{"c":1}}}`), 0},
		{"nested key too many", ToolCallsOptions{}, `{"name":"f","arguments":{"a":{"b":1}}}`, called(`{"name":"f","arguments":{"a":{"b":1,"c":2}}}`), 0},
		{"object for a value", ToolCallsOptions{}, `{"name":"f","arguments":{"a":"x"}}`, called(`{"name":"f","arguments":{"a":{"x":"x"}}}`), 0},
		{"null for text", ToolCallsOptions{}, `{"name":"f","arguments":{"a":"null"}}`, called(`{"name":"f","arguments":{"a":null}}`), 0},
		{"any order, one wrong", ToolCallsOptions{AnyOrder: true, Share: true}, "[" + f + "," + g + "]", called(`{"name":"f","arguments":{"x":1}}`, g), partialCap},
		{"huge exponents", ToolCallsOptions{}, `{"name":"f","arguments":{"x":1e999999999}}`, called(`{"name":"f","arguments":{"x":10e999999998}}`), 1},
		{"neighbouring big numbers", ToolCallsOptions{}, `{"name":"f","arguments":{"x":9007199254740993}}`, called(`{"name":"f","arguments":{"x":9007199254740992}}`), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := ToolCalls(tt.options)
			require.NoError(t, err)
			res := score(t, r, toolSample(tt.want, tt.completion))
			assert.InDelta(t, tt.value, res.Value, 1e-12, res.Reason)
			assert.NotEmpty(t, res.Reason)
		})
	}
}

func TestToolCallsGold(t *testing.T) {
	r, err := ToolCalls(ToolCallsOptions{})
	require.NoError(t, err)
	for _, gold := range []string{"", " ", "f(x)", `{"arguments":{}}`, `{"name":"f","arguments":"x"}`, `{"name":"f","arguments":[]}`, `[1]`} {
		_, err := reward.Judge(t.Context(), r, toolSample(gold, called(`{"name":"f","arguments":{}}`)))
		assert.Equal(t, reward.KindGold, reward.KindOf(err), "gold %q", gold)
	}
	s := toolSample(`{"name":"g","arguments":{}}`, called(`{"name":"f","arguments":{}}`))
	s.Answers = append(s.Answers, `{"name":"f","arguments":{}}`)
	assert.Equal(t, 1.0, score(t, r, s).Value, "any of several answers")

	r, err = ToolCalls(ToolCallsOptions{Expected: "calls"})
	require.NoError(t, err)
	_, err = reward.Judge(t.Context(), r, s)
	assert.Equal(t, reward.KindInput, reward.KindOf(err))
	s.Meta = map[string]any{"calls": []any{map[string]any{"name": "f", "arguments": map[string]any{}}}}
	assert.Equal(t, 1.0, score(t, r, s).Value)
}

func TestPlainNumber(t *testing.T) {
	same := [][2]string{{"1", "1.0"}, {"10", "1e1"}, {"0.5", "5E-1"}, {"-0", "0"}, {"0e5", "0"}, {"100e-2", "1"}, {"0.001e3", "1.000"}}
	for _, p := range same {
		assert.Equal(t, plainNumber(p[0]), plainNumber(p[1]), p)
	}
	for _, p := range [][2]string{{"1", "-1"}, {"1", "10"}, {"0.1", "0.01"}, {"1e5", "1e6"}, {"1e99999999999", "1e99999999998"}} {
		assert.NotEqual(t, plainNumber(p[0]), plainNumber(p[1]), p)
	}
}
