package codecheck

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDecodeFieldForms reads one sample of each form the field's data sets
// have, as it stands and as a JSON string.
func TestDecodeFieldForms(t *testing.T) {
	for _, tc := range []struct {
		name, in string
		want     []Test
	}{
		{"own", `[{"kind":"stdio","stdin":"1","stdout":"2","compare":"lines"}]`, []Test{{Kind: Stdio, Stdin: "1", Stdout: "2", Compare: "lines"}}},
		{"APPS", `{"inputs":["1\n","2\n"],"outputs":["a\n","b\n"]}`, []Test{{Kind: Stdio, Stdin: "1\n", Stdout: "a\n"}, {Kind: Stdio, Stdin: "2\n", Stdout: "b\n"}}},
		{"TACO lines", `{"inputs":[["1","2 3"]],"outputs":[["5"]]}`, []Test{{Kind: Stdio, Stdin: "1\n2 3", Stdout: "5"}}},
		{"APPS call", `{"fn_name":"f","inputs":[[1,[2]]],"outputs":[[3]]}`, []Test{{Kind: Call, Fn: "f", Args: raw(`[1,[2]]`), Expected: raw(`[3]`), unwrapExpected: true}}},
		{"PRIME null name", `{"fn_name":null,"inputs":["1"],"outputs":["2"]}`, []Test{{Kind: Stdio, Stdin: "1", Stdout: "2"}}},
		{"code_contests", `{"input":["1"],"output":["2"]}`, []Test{{Kind: Stdio, Stdin: "1", Stdout: "2"}}},
		{"LiveCodeBench stdin", `[{"input":"3\n","output":"4\n","testtype":"stdin"}]`, []Test{{Kind: Stdio, Stdin: "3\n", Stdout: "4\n"}}},
		{"LiveCodeBench functional", `[{"input":"[1, 2]\n\"x\"","output":"[3]","testtype":"functional","metadata":{"func_name":"g"}}]`,
			[]Test{{Kind: Call, Fn: "g", Args: raw(`[[1, 2],"x"]`), Expected: raw(`[3]`)}}},
		{"open-r1", `{"language":"python","test_cases":[{"fn_name":null,"input":"1","output":"2","type":"stdin_stdout"}]}`, []Test{{Kind: Stdio, Stdin: "1", Stdout: "2"}}},
		{"open-r1 call", `{"test_cases":[{"fn_name":"f","input":[1],"output":2,"type":"function_call"}]}`, []Test{{Kind: Call, Fn: "f", Args: raw(`[1]`), Expected: raw(`2`), unwrapExpected: true}}},
		{"asserts", `["assert f(1) == 2"," assert g()"]`, []Test{{Kind: Assert, Code: "assert f(1) == 2"}, {Kind: Assert, Code: " assert g()"}}},
		{"mixed", `["assert f(1) == 2",{"kind":"append_code","code":"x"}]`, []Test{{Kind: Assert, Code: "assert f(1) == 2"}, {Kind: AppendCode, Code: "x"}}},
		{"input_output", `{"input_output":"{\"inputs\":[\"1\"],\"outputs\":[\"2\"]}"}`, []Test{{Kind: Stdio, Stdin: "1", Stdout: "2"}}},
		{"check_code", `[{"kind":"check_code","code":"check(f)","entry_point":null}]`, []Test{{Kind: CheckFn, Code: "check(f)"}}},
		{"null", `null`, nil},
		{"empty", `[]`, nil},
		{"empty string", `""`, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := DecodeTests(raw(tc.in))
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
			s, _ := json.Marshal(tc.in)
			got, err = DecodeTests(s)
			require.NoError(t, err, "as a string")
			require.Equal(t, tc.want, got)
		})
	}
}

// TestDecodeRemarks: what data sets write beside a test does not disturb it.
func TestDecodeRemarks(t *testing.T) {
	got, err := DecodeTests(raw(`[{"kind":"stdio","stdin":"","stdout":"","id":7,"name":"t","public":true,"note":"x","example_test":"","import":"","setup":"","input":null}]`))
	require.NoError(t, err)
	require.Equal(t, []Test{{Kind: Stdio}}, got)
}

func packed(pickle string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	io.WriteString(z, pickle)
	z.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// TestDecodePacked reads LiveCodeBench's private tests as every protocol that
// has binary strings writes them, and refuses every other pickle.
func TestDecodePacked(t *testing.T) {
	text := `[{"input": "1\n", "output": "2\n", "testtype": "stdin"}]`
	n := string([]byte{byte(len(text))})
	want := []Test{{Kind: Stdio, Stdin: "1\n", Stdout: "2\n"}}
	for _, p := range []string{
		"X" + n + "\x00\x00\x00" + text + "q\x00.", "\x80\x02X" + n + "\x00\x00\x00" + text + "q\x00.",
		"\x80\x04\x95" + string([]byte{byte(len(text) + 4)}) + "\x00\x00\x00\x00\x00\x00\x00\x8c" + n + text + "\x94.",
		"\x80\x05X" + n + "\x00\x00\x00" + text + "\x94.", "\x80\x05\x8d" + n + "\x00\x00\x00\x00\x00\x00\x00" + text + "\x94.",
	} {
		s, _ := json.Marshal(packed(p))
		got, err := DecodeTests(s)
		require.NoError(t, err)
		require.Equal(t, want, got)
		got, err = DecodeTests(raw(`{"question_id":"x","public_test_cases":` + strconv.Quote(text) + `,"private_test_cases":` + string(s) + `,"metadata":"{}"}`))
		require.NoError(t, err)
		require.Equal(t, append(want, want...), got)
	}
	for _, p := range []string{
		"cos\nsystem\n(S'id'\ntR.", "\x80\x04\x8c\x02[]\x94\x8c\x02[]\x94.", "\x80\x04\x8c\x05[]\x94.", "\x80\x04", "",
		"\x80\x04\x8c\x02[]\x94.cos\nsystem\n.", "\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\xff[]\x94.", "V[]\np0\n.", "N.", "\x80\x04N.", "X\x02\x00[].", "\x8c.", "\x80\x06\x8c\x02[]\x94.",
	} {
		_, err := unpackTests(packed(p))
		require.ErrorIs(t, err, errPickle, "%q", p)
	}
}

func raw(s string) json.RawMessage { return json.RawMessage(s) }

func TestDecodeErrors(t *testing.T) {
	for in, want := range map[string]string{
		`[1]`: "tests[0]: a test is an object or a string",
		`[{"kind":"stdio","stdout":""},{"kind":"nope"}]`:                      `tests[1]: unknown kind "nope"`,
		`{"inputs":["1"],"outputs":[]}`:                                       "1 inputs but 0 outputs",
		`{"a":1}`:                                                             "no known form",
		`[{"kind":"call","fn":"f","args":[]}]`:                                "no expected",
		`[{"kind":"call","fn":"f","args":{},"expected":1}]`:                   "args is not an array",
		`[{"kind":"stdio","stdout":"","compare":"float:x"}]`:                  `"x" is not a tolerance`,
		`[{"kind":"stdio","stdout":"","compare":"near"}]`:                     "unknown comparison",
		`[{"kind":"stdio","stdout":"","weight":-1}]`:                          "weight is negative",
		`[{"kind":"stdio","stdout":"","limits":{"cpu_ms":-1}}]`:               "limits.cpu_ms is out of range",
		`[{"kind":"stdio","stdout":"","limits":{"cpu":1}}]`:                   `unknown field "cpu"`,
		`[{"kind":"stdio","stdin":"1"}]`:                                      "stdio: no stdout",
		`[{"kind":"stdio","stdin":"1","stdout":null}]`:                        "stdio: no stdout",
		`[{"kind":"stdio","input":"1","stdout":"1"}]`:                         "stdin is",
		`[{"kind":"stdio","stdout":"1","compar":"lines"}]`:                    "compare is meant?",
		`[{"kind":"stdio","stdout":"1","limit":{}}]`:                          "limits is meant?",
		`[{"kind":"stdio","stdout":"1","wieght":2}]`:                          "weight is meant?",
		`[{"kind":"stdio","stdout":"1","time_limit":2}]`:                      "limits is",
		`[{"kind":"call","fn":"f","input":[1],"expected":1}]`:                 "stdin is",
		`[{"input":"1","output":"2","testtype":"files"}]`:                     `unknown type of test "files"`,
		`[{"input":"1","output":"2","type":"magic"}]`:                         `unknown type of test "magic"`,
		`[{"input":"1","output":"2","type":"stdin","testtype":"functional"}]`: "both",
		`{"inputs":["1"],"outputs":[null]}`:                                   "output: null",
		`"eJyLrlbKzCsoLVGyUlAyVNJRUMovLQHxjWoBg+EHQw=="`:                      "compressed tests",
		`[{"kind":"checker","checker":"x","language":"perl"}]`:                "language is python or cpp",
		`[{"kind":"interactive"}]`:                                            "no judge source",
		`[{"kind":"check_fn"}]`:                                               "no code",
		`"[1"`:                                                                "neither JSON nor an assert",
	} {
		_, err := DecodeTests(raw(in))
		var bad *InputError
		require.ErrorAs(t, err, &bad, in)
		require.Contains(t, err.Error(), want)
	}
	deep := `[]`
	for range maxStringLayers + 2 {
		b, _ := json.Marshal(deep)
		deep = string(b)
	}
	_, err := DecodeTests(raw(deep))
	require.ErrorContains(t, err, "layers of strings")
}

func FuzzDecodeTests(f *testing.F) {
	f.Add(`[{"kind":"call","fn":"f","args":[1],"expected":2}]`)
	f.Add(`{"inputs":[["1"]],"outputs":["2"],"fn_name":"f"}`)
	f.Add(`"[\"assert f() == 1\"]"`)
	f.Fuzz(func(t *testing.T, s string) {
		tests, err := DecodeTests(raw(s))
		if err != nil {
			return
		}
		for i := range tests {
			require.Empty(t, tests[i].invalid())
		}
	})
}

func TestParseAssert(t *testing.T) {
	a, ok := parseAssert(`assert f([1, -2.5], {"a": (1,)}, k={3}) == {'x': None, 2: b} # c`)
	require.False(t, ok, "b is not a literal")
	a, ok = parseAssert(`assert f([1, -2.5], {"a": (1,)}, k={3}) == {'x': None, 2: True}, "message"`)
	require.True(t, ok)
	require.Equal(t, "f", a.fn)
	require.JSONEq(t, `[[{"i":"0x1"},{"f":"-0x1.4p+01"}],{"d":[["a",{"t":[{"i":"0x1"}]}]]}]`, string(a.args))
	require.JSONEq(t, `{"k":{"s":[{"i":"0x3"}]}}`, string(a.kwargs))
	for _, code := range []string{
		"assert f(1)", "assert f(x) == 1", "assert f(1) == 1 and True", "assert f(1) == 1\nassert f(2) == 2", "assert f(1).x == 1",
		"assert set(f(1)) == {1}", "assert not f(1) == 2", "assert f(1) in [1]", "assert f(*[1]) == 1", "assert f(1) == f'x'", "assert f(1) == 01",
		"assert f(1) == 1j", "assert f(1) == '\\N{BULLET}'", "assert f(k=1, 2) == 1", "f(1) == 1", "assert (f(1) == 1", "assert f(1) == 'a",
	} {
		_, ok := parseAssert(code)
		require.False(t, ok, code)
	}
	for _, code := range []string{"assert (f(1) == 1)", "assert f() != 0x1F", "assert f(1_000) == 1e3", `assert f('a' "b") == r'\d'`, "assert f(\n 1,\n) == (\n 1, 2,\n)"} {
		_, ok := parseAssert(code)
		require.True(t, ok, code)
	}
}

func FuzzParseAssert(f *testing.F) {
	f.Add("assert f(1, 'a', [2.5], k={3: None}) == (1,)")
	f.Add("assert (f() != -0x1f), 'm'")
	f.Fuzz(func(t *testing.T, s string) {
		a, ok := parseAssert(s)
		if !ok {
			return
		}
		// What was read survives the way over the wire.
		b, err := json.Marshal(a.want.wire())
		require.NoError(t, err)
		back, err := decodeWire(b)
		require.NoError(t, err)
		if strings.ToValidUTF8(s, "") == s {
			require.True(t, back.equal(&a.want, pythonEquality), s)
		}
	})
}
