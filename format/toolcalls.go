package format

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/verireward/verireward/reward"
)

// ToolCallsOptions configure ToolCalls.
type ToolCallsOptions struct {
	// Expected names the field of Sample.Meta that holds the expected calls,
	// by its dotted path; empty means the sample's answers. Calls are an
	// object or a list of objects with "name" and "arguments", or JSON text
	// of that; {"function": {...}} around a call and arguments given as JSON
	// text, as in OpenAI's messages, are understood. An empty list asks for
	// no call at all.
	Expected string `yaml:"expected" json:"expected"`
	// AnyOrder lets the calls come in any order.
	AnyOrder bool `yaml:"any_order" json:"any_order"`
	// Share pays a completion that is not right for the calls that are: half
	// of a call's part for its name, half for the share of its arguments.
	// Off, only all calls right earn anything. Partial credit can be
	// exploited: a policy may stop at the names.
	Share bool `yaml:"share" json:"share"`
	// NamesOnly does not look at the arguments.
	NamesOnly bool `yaml:"names_only" json:"names_only"`
}

// Budgets of ToolCalls, per completion.
const (
	// maxToolBytes is beyond any turn that calls tools.
	maxToolBytes = 1 << 20
	// maxToolCalls bounds the comparison in any order, which is quadratic.
	maxToolCalls = 128
)

// Marks of a tool call in a completion.
const (
	toolOpen = "<tool_call>"
	toolShut = "</tool_call>"
)

// ToolCalls compares the tool calls of a completion with the expected ones:
// the same number, the same names, the same arguments, in the same order. The
// calls are the <tool_call> blocks behind the think block, each holding one
// JSON object with a name and an object of arguments; a block that does not is
// a wrong call. Arguments are compared as JSON values: numbers by value and
// exactly, strings to the byte, the order of keys does not count, and a key
// given twice is no JSON. A sample with several answers takes any of them.
func ToolCalls(o ToolCallsOptions) (reward.Reward, error) {
	return scored("tool_calls", func(s *reward.Sample) (reward.Result, error) {
		return anyGold(s, o.Expected, "expected calls", goldCalls, findCalls, o.compare)
	}), nil
}

// toolCall is one call; a call that could not be read has its fault in wrong.
type toolCall struct {
	name      string
	arguments map[string]any
	wrong     string
	start     int
	end       int
}

// findCalls lists the calls of a completion.
func findCalls(text string) (calls []toolCall, why string) {
	if len(text) > maxToolBytes {
		return nil, fmt.Sprintf("longer than %d bytes", maxToolBytes)
	}
	rest, base, ok := afterThought(text)
	if !ok {
		return nil, "the think block is not closed"
	}
	for at := 0; ; {
		i := strings.Index(rest[at:], toolOpen)
		if i < 0 {
			if strings.Contains(rest[at:], toolShut) {
				return nil, toolShut + " without " + toolOpen
			}
			return calls, ""
		}
		from := at + i + len(toolOpen)
		if strings.Contains(rest[at:at+i], toolShut) {
			return nil, toolShut + " without " + toolOpen
		}
		n := strings.Index(rest[from:], toolShut)
		if n < 0 {
			return nil, toolOpen + " is not closed" + atByte(base+at+i)
		}
		if len(calls) == maxToolCalls {
			return nil, fmt.Sprintf("more than %d calls", maxToolCalls)
		}
		c := readCall(trim(rest[from : from+n]))
		c.start, c.end = base+from, base+from+n
		calls = append(calls, c)
		at = from + n + len(toolShut)
	}
}

// readCall reads the body of a block.
func readCall(body string) toolCall {
	fields, err := jsonObject(body)
	if err != nil {
		return toolCall{wrong: err.Error()}
	}
	var c toolCall
	if raw, ok := fields["name"]; !ok || jsonIs(raw, "string") != "" || json.Unmarshal(raw, &c.name) != nil {
		return toolCall{wrong: `no "name"`}
	}
	raw, ok := fields["arguments"]
	if !ok || jsonIs(raw, "object") != "" {
		c.wrong = `no "arguments" object`
		return c
	}
	v, err := decodeNumbers(raw)
	if err != nil {
		c.wrong = err.Error()
		return c
	}
	c.arguments, _ = v.(map[string]any)
	return c
}

// goldCalls reads expected calls out of JSON text.
func goldCalls(text string) ([]toolCall, error) {
	value, err := goldValue(text)
	if err != nil {
		return nil, err
	}
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	calls := make([]toolCall, 0, len(list))
	for i, e := range list {
		object, ok := e.(map[string]any)
		if ok {
			if inner, has := object["function"].(map[string]any); has {
				object = inner
			}
		}
		name, named := object["name"].(string)
		if !named || isBlank(name) {
			return nil, fmt.Errorf(`call %d has no "name"`, i+1)
		}
		arguments, ok := object["arguments"].(map[string]any)
		if text, is := object["arguments"].(string); is {
			v, err := decodeNumbers([]byte(text))
			if err != nil {
				return nil, fmt.Errorf(`call %d: "arguments" are not JSON`, i+1)
			}
			arguments, ok = v.(map[string]any)
		}
		if object["arguments"] == nil {
			arguments, ok = map[string]any{}, true
		}
		if !ok {
			return nil, fmt.Errorf(`call %d: "arguments" are no object`, i+1)
		}
		calls = append(calls, toolCall{name: name, arguments: arguments})
	}
	if len(calls) > maxToolCalls {
		return nil, fmt.Errorf("more than %d calls", maxToolCalls)
	}
	return calls, nil
}

// compare says what the calls are worth against those wanted.
func (o ToolCallsOptions) compare(want, got []toolCall) reward.Result {
	var spans []reward.Span
	for _, c := range got {
		spans = append(spans, span("tool_call", c.start, c.end))
	}
	if len(want) == 0 {
		if len(got) == 0 {
			return reward.Val(1, "no call, as expected")
		}
		return reward.Result{Reason: fmt.Sprintf("%d calls, none expected", len(got)), Spans: spans}
	}
	pairs := pairInOrder(want, got)
	if o.AnyOrder {
		pairs = o.pairBest(want, got)
	}
	sum, why := 0.0, ""
	for i, j := range pairs {
		value, reason := 0.0, "missing"
		if j >= 0 {
			value, reason = o.worth(want[i], got[j])
		}
		sum += value
		if value < 1 && why == "" {
			why = fmt.Sprintf("call %d (%s): %s", i+1, want[i].name, reason)
		}
	}
	if len(got) != len(want) && why == "" {
		why = fmt.Sprintf("%d calls, want %d", len(got), len(want))
	}
	if why == "" {
		return reward.Result{Value: 1, Reason: fmt.Sprintf("%d of %d calls", len(want), len(want)), Spans: spans}
	}
	if !o.Share {
		return reward.Result{Reason: why, Spans: spans}
	}
	return reward.Result{Value: min(sum/float64(max(len(want), len(got))), partialCap), Reason: why, Spans: spans}
}

// pairInOrder pairs the calls by position; -1 is a call that is missing.
func pairInOrder(want, got []toolCall) []int {
	pairs := make([]int, len(want))
	for i := range pairs {
		pairs[i] = i
		if i >= len(got) {
			pairs[i] = -1
		}
	}
	return pairs
}

// pairBest pairs the calls by worth: first those that are right, then, in the
// order wanted, the best of what is left.
func (o ToolCallsOptions) pairBest(want, got []toolCall) []int {
	pairs := make([]int, len(want))
	taken := make([]bool, len(got))
	for i := range want {
		pairs[i] = -1
		for j := range got {
			if v, _ := o.worth(want[i], got[j]); v == 1 && !taken[j] {
				pairs[i], taken[j] = j, true
				break
			}
		}
	}
	for i := range want {
		if pairs[i] >= 0 {
			continue
		}
		best := 0.0
		for j := range got {
			if v, _ := o.worth(want[i], got[j]); v > best && !taken[j] {
				best, pairs[i] = v, j
			}
		}
		if pairs[i] >= 0 {
			taken[pairs[i]] = true
		}
	}
	return pairs
}

// worth is how much of the wanted call the call is, and what is wrong.
func (o ToolCallsOptions) worth(want, got toolCall) (float64, string) {
	switch {
	case got.wrong != "" && got.name == "":
		return 0, got.wrong
	case want.name != got.name:
		return 0, "the name is " + quoteShort(got.name)
	case o.NamesOnly && got.wrong == "":
		return 1, ""
	case got.wrong != "":
		return 0, got.wrong
	}
	keys := len(want.arguments)
	right, why := 0, ""
	for _, k := range slices.Sorted(maps.Keys(want.arguments)) {
		v, ok := got.arguments[k]
		switch {
		case !ok:
			why = "argument " + quoteShort(k) + " is missing"
		case !sameJSON(want.arguments[k], v):
			why = "argument " + quoteShort(k) + " differs"
		default:
			right++
		}
	}
	for _, k := range slices.Sorted(maps.Keys(got.arguments)) {
		if _, ok := want.arguments[k]; !ok {
			keys++
			why = "argument " + quoteShort(k) + " is not wanted"
		}
	}
	if right == keys {
		return 1, ""
	}
	return 0.5 + 0.5*float64(right)/float64(keys), why
}
