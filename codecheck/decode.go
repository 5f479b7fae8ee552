package codecheck

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/verireward/verireward/internal/clip"
)

const (
	// maxTests bounds the tests of one submission; the largest problem sets of
	// the field carry a few hundred.
	maxTests = 100_000
	// maxStringLayers bounds how often JSON may be wrapped in a JSON string;
	// data sets are seen with two layers.
	maxStringLayers = 4
)

// DecodeTests reads tests in any form the field uses. Forms are told apart by
// their shape and may be mixed in a list:
//
//   - an object with "kind", as Test documents;
//   - APPS, TACO, PRIME: {"inputs": [...], "outputs": [...], "fn_name": ...},
//     also with the keys "input" and "output" holding lists;
//   - LiveCodeBench: {"input", "output", "testtype": "stdin" or "functional"},
//     also inside {"public_test_cases", "private_test_cases"}, the latter also
//     compressed (base64 of zlib of a pickled JSON string);
//   - open-r1: {"input", "output", "type": "stdin_stdout" or "function_call",
//     "fn_name"}, also inside {"language", "test_cases": [...]};
//   - a string that starts with assert;
//   - any of these written as a JSON string, and inside {"tests": ...},
//     {"test_cases": ...} or {"input_output": ...}.
//
// It returns an *InputError when the tests cannot be read; no tests at all is
// an empty list and no error.
func DecodeTests(raw json.RawMessage) ([]Test, error) {
	d := decoder{}
	if err := d.value(raw, 0, ""); err != nil {
		return nil, err
	}
	for i := range d.tests {
		if text := d.tests[i].invalid(); text != "" {
			return nil, &InputError{i, text}
		}
	}
	return d.tests, nil
}

type decoder struct{ tests []Test }

func (d *decoder) fail(format string, args ...any) error {
	return &InputError{len(d.tests), fmt.Sprintf(format, args...)}
}

func (d *decoder) add(t Test) error {
	if len(d.tests) >= maxTests {
		return &InputError{-1, fmt.Sprintf("more than %d tests", maxTests)}
	}
	d.tests = append(d.tests, t)
	return nil
}

// value decodes one value of any form; fn is a function name given further out.
func (d *decoder) value(raw json.RawMessage, layer int, fn string) error {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	switch raw[0] {
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return d.fail("not a list: %v", err)
		}
		for _, e := range list {
			if err := d.value(e, layer, fn); err != nil {
				return err
			}
		}
		return nil
	case '{':
		return d.object(raw, layer, fn)
	case '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return d.fail("not a string: %v", err)
		}
		return d.text(s, layer, fn)
	}
	return d.fail("a test is an object or a string, not %s", clip.Text(string(raw), 40))
}

// text decodes a string: JSON once more, or assert code.
func (d *decoder) text(s string, layer int, fn string) error {
	t := strings.TrimSpace(s)
	switch {
	case t == "" || t == "null":
		return nil
	case t[0] == '[' || t[0] == '{' || t[0] == '"':
		if layer >= maxStringLayers {
			return d.fail("JSON inside more than %d layers of strings", maxStringLayers)
		}
		if !json.Valid([]byte(t)) {
			return d.fail("the string is neither JSON nor an assert: %s", clip.Text(t, 40))
		}
		return d.value(json.RawMessage(t), layer+1, fn)
	case strings.HasPrefix(t, "assert"):
		return d.add(Test{Kind: Assert, Code: s})
	case isPacked(t):
		if layer >= maxStringLayers {
			return d.fail("JSON inside more than %d layers of strings", maxStringLayers)
		}
		inner, err := unpackTests(t)
		if err != nil {
			return d.fail("compressed tests: %v", err)
		}
		return d.value(json.RawMessage(inner), layer+1, fn)
	}
	return d.add(Test{Kind: AppendCode, Code: s})
}

// fieldTest is the union of the keys the field's forms use.
type fieldTest struct {
	Kind      string          `json:"kind"`
	Inputs    json.RawMessage `json:"inputs"`
	Outputs   json.RawMessage `json:"outputs"`
	Input     json.RawMessage `json:"input"`
	Output    json.RawMessage `json:"output"`
	FnName    *string         `json:"fn_name"`
	FuncName  *string         `json:"func_name"`
	TestType  string          `json:"testtype"`
	Type      string          `json:"type"`
	Metadata  json.RawMessage `json:"metadata"`
	TestCases json.RawMessage `json:"test_cases"`
	Tests     json.RawMessage `json:"tests"`
	InOut     json.RawMessage `json:"input_output"`
	Assert    json.RawMessage `json:"assert_case"`
	Public    json.RawMessage `json:"public_test_cases"`
	Private   json.RawMessage `json:"private_test_cases"`
}

func (d *decoder) object(raw json.RawMessage, layer int, fn string) error {
	var f fieldTest
	if err := json.Unmarshal(raw, &f); err != nil {
		return d.fail("%v", err)
	}
	for _, name := range []*string{f.FnName, f.FuncName} {
		if name != nil && *name != "" {
			fn = *name
		}
	}
	var meta struct {
		FuncName string `json:"func_name"`
	}
	if json.Unmarshal(unstring(f.Metadata), &meta) == nil && meta.FuncName != "" {
		fn = meta.FuncName
	}
	switch {
	case f.Kind != "":
		return d.kinded(raw, f.Kind)
	case f.Public != nil || f.Private != nil:
		if err := d.value(f.Public, layer, fn); err != nil {
			return err
		}
		return d.value(f.Private, layer, fn)
	case f.TestCases != nil:
		return d.value(f.TestCases, layer, fn)
	case f.Tests != nil:
		return d.value(f.Tests, layer, fn)
	case f.InOut != nil:
		return d.value(f.InOut, layer, fn)
	case f.Assert != nil:
		return d.value(f.Assert, layer, fn)
	case f.Inputs != nil && f.Outputs != nil:
		return d.parallel(f.Inputs, f.Outputs, fn)
	case f.Input != nil && f.Output != nil:
		call, stdin, err := howTested(f.TestType, f.Type)
		if err != nil {
			return d.fail("%v", err)
		}
		if !call && !stdin && f.Input[0] == '[' && f.Output[0] == '[' {
			return d.parallel(f.Input, f.Output, fn)
		}
		if call || !stdin && fn != "" {
			return d.call(f.Input, f.Output, fn, f.TestType == "functional")
		}
		return d.stdio(f.Input, f.Output)
	}
	return d.fail("no known form of test: neither kind, nor inputs and outputs, nor input and output")
}

// howTested reads the words by which the field's forms say how a test is run;
// without any the test's shape decides. An unknown word is an error: judging by
// a guess would call right programs wrong.
func howTested(words ...string) (call, stdin bool, err error) {
	for _, w := range words {
		switch strings.ToLower(w) {
		case "":
		case "functional", "function_call", "function", "call":
			call = true
		case "stdin", "stdin_stdout", "stdio", "standard_input":
			stdin = true
		default:
			return false, false, fmt.Errorf("unknown type of test %q", clip.Text(w, 40))
		}
	}
	if call && stdin {
		return false, false, errors.New("the test is said to be both a call and one of standard input")
	}
	return call, stdin, nil
}

// unstring takes one layer of JSON string off raw.
func unstring(raw json.RawMessage) json.RawMessage {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return json.RawMessage(s)
	}
	return raw
}

func (d *decoder) kinded(raw json.RawMessage, kind string) error {
	var t Test
	if err := json.Unmarshal(raw, &t); err != nil {
		return d.fail("%v", err)
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(raw, &keys); err != nil {
		return d.fail("%v", err)
	}
	if text := misread(keys); text != "" {
		return d.fail("%s", text)
	}
	if kind == string(Stdio) && (keys["stdout"] == nil || string(keys["stdout"]) == "null") {
		return d.fail("stdio: no stdout")
	}
	if kind == "check_code" {
		t.Kind = CheckFn
	}
	return d.add(t)
}

// parallel decodes two lists of the same length.
func (d *decoder) parallel(in, out json.RawMessage, fn string) error {
	var ins, outs []json.RawMessage
	if err := json.Unmarshal(in, &ins); err != nil {
		return d.fail("inputs: %v", err)
	}
	if err := json.Unmarshal(out, &outs); err != nil {
		return d.fail("outputs: %v", err)
	}
	if len(ins) != len(outs) {
		return d.fail("%d inputs but %d outputs", len(ins), len(outs))
	}
	for i := range ins {
		var err error
		if fn != "" {
			err = d.call(ins[i], outs[i], fn, false)
		} else {
			err = d.stdio(ins[i], outs[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) stdio(in, out json.RawMessage) error {
	stdin, err := lines(in)
	if err != nil {
		return d.fail("input: %v", err)
	}
	if string(bytes.TrimSpace(out)) == "null" {
		return d.fail("output: null")
	}
	stdout, err := lines(out)
	if err != nil {
		return d.fail("output: %v", err)
	}
	return d.add(Test{Kind: Stdio, Stdin: stdin, Stdout: stdout})
}

// lines reads a text, or a list of lines.
func lines(raw json.RawMessage) (string, error) {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", nil
	case raw[0] == '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	case raw[0] == '[':
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return "", err
		}
		var b strings.Builder
		for i, e := range list {
			s, err := lines(e)
			if err != nil {
				return "", err
			}
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(s)
		}
		return b.String(), nil
	}
	return string(raw), nil
}

// call decodes a call. A string input holds one JSON value a line
// (LiveCodeBench), or one list; other inputs are the arguments themselves.
func (d *decoder) call(in, out json.RawMessage, fn string, perLine bool) error {
	t := Test{Kind: Call, Fn: fn}
	in, out = bytes.TrimSpace(in), bytes.TrimSpace(out)
	if in[0] == '"' {
		var s string
		if err := json.Unmarshal(in, &s); err != nil {
			return d.fail("input: %v", err)
		}
		var args []json.RawMessage
		for line := range strings.SplitSeq(s, "\n") {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			if !json.Valid([]byte(line)) {
				// Not JSON: the argument is the text itself.
				args = []json.RawMessage{in}
				break
			}
			args = append(args, json.RawMessage(line))
		}
		if !perLine && len(args) == 1 && args[0][0] == '[' {
			t.Args = args[0]
		} else {
			t.Args = joinArray(args)
		}
		if out[0] == '"' {
			if v := unstring(out); json.Valid(v) {
				out = v
			}
		}
	} else if in[0] == '[' {
		t.Args = in
		t.unwrapExpected = true
	} else if in[0] == '{' {
		t.Kwargs = in
	} else {
		t.Args = joinArray([]json.RawMessage{in})
	}
	t.Expected = out
	return d.add(t)
}

func joinArray(list []json.RawMessage) json.RawMessage {
	b := []byte{'['}
	for i, e := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, e...)
	}
	return append(b, ']')
}

// invalid says what makes a test unusable, or "".
func (t *Test) invalid() string {
	if w := t.weight(); math.IsNaN(w) || math.IsInf(w, 0) || w < 0 {
		return "weight is negative or not finite"
	}
	if f, ok := t.Limits.valid(); !ok {
		return fmt.Sprintf("limits.%s is out of range", f)
	}
	switch t.Kind {
	case Stdio, Call:
		if t.Compare != "" {
			if _, err := parseCompare(t.Compare); err != nil {
				return err.Error()
			}
		}
	}
	switch t.Kind {
	case Stdio:
	case Call:
		switch {
		case t.Expected == nil:
			return "call: no expected"
		case t.Args != nil && !isJSON(t.Args, '['):
			return "call: args is not an array"
		case t.Kwargs != nil && !isJSON(t.Kwargs, '{'):
			return "call: kwargs is not an object"
		}
		switch t.Result {
		case "", "return", "arg0", "stdout":
		default:
			return fmt.Sprintf("call: unknown result %q", t.Result)
		}
	case Assert, CheckFn, AppendCode:
		if strings.TrimSpace(t.Code) == "" {
			return string(t.Kind) + ": no code"
		}
	case CheckerKind:
		if t.Builtin != "" {
			if _, ok := BuiltinCheckers[t.Builtin]; !ok {
				return fmt.Sprintf("checker: no built-in checker %q", t.Builtin)
			}
		} else if strings.TrimSpace(t.Checker) == "" {
			return "checker: no checker source"
		} else if judgeLanguage(t.Language) == "" {
			return fmt.Sprintf("checker: language is python or cpp, not %q", t.Language)
		}
	case Interactive:
		if strings.TrimSpace(t.Judge) == "" {
			return "interactive: no judge source"
		} else if judgeLanguage(t.Language) == "" {
			return fmt.Sprintf("interactive: language is python or cpp, not %q", t.Language)
		}
	default:
		return fmt.Sprintf("unknown kind %q", t.Kind)
	}
	return ""
}

// judgeLanguage returns the language of a special judge, or "" for one that
// judges cannot be written in.
func judgeLanguage(name string) string {
	switch strings.ToLower(name) {
	case "", "python", "python3", "py":
		return "python"
	case "cpp", "c++", "cc", "cpp17", "c++17":
		return "cpp"
	}
	return ""
}

func isJSON(raw json.RawMessage, first byte) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) > 0 && raw[0] == first && json.Valid(raw)
}
