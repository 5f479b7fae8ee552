package codecheck

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

func TestLooksLikeBody(t *testing.T) {
	for text, want := range map[string]bool{
		"    return x": true, "\treturn x": true, "return x": true, "\n\n  x = 1": true, " \n\treturn": true,
		"def f(x):\n    return x": false, "import os": false, "returned = 1": false, "": false, " \n ": false, " \ndef f(): pass": false,
	} {
		require.Equal(t, want, looksLikeBody(text), "%q", text)
	}
}

func TestMacroParams(t *testing.T) {
	require.Equal(t, []string{"a", "b"}, macroParams("a, b"))
	require.Equal(t, []string{"a", "__VA_ARGS__"}, macroParams(" a , ... "))
	require.Equal(t, []string{"rest"}, macroParams("rest..."))
	require.Equal(t, []string{""}, macroParams(""))
}

// TestUnpackDamaged: an entry whose digest is right may still be no archive.
func TestUnpackDamaged(t *testing.T) {
	sealed := func(b []byte) []byte {
		sum := sha256.Sum256(b)
		return append(sum[:], b...)
	}
	var good bytes.Buffer
	w := tar.NewWriter(&good)
	require.NoError(t, w.WriteHeader(&tar.Header{Name: "a", Mode: 0o755, Size: 3}))
	_, err := w.Write([]byte("abc"))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	_, err = unpack(sealed(good.Bytes()))
	require.NoError(t, err)
	for name, b := range map[string][]byte{
		"no digest":     []byte("short"),
		"another one":   append(make([]byte, sha256.Size), good.Bytes()...),
		"empty":         sealed(nil),
		"no archive":    sealed(bytes.Repeat([]byte("x"), 2048)),
		"cut in a file": sealed(good.Bytes()[:514]),
	} {
		_, err := unpack(b)
		require.Error(t, err, name)
	}
}

// TestCloseWithinContainers: the tolerance reaches into lists, tuples and
// objects, which are the same JSON or not.
func TestCloseWithinContainers(t *testing.T) {
	for _, tt := range []struct {
		got, want string
		ok        bool
	}{
		{`[{"f":"0x1.0000000001p+0"}]`, `[{"f":"0x1p+0"}]`, true},
		{`{"t":[{"f":"0x1.0000000001p+0"}]}`, `[{"f":"0x1p+0"}]`, true},
		{`[{"f":"0x1.1p+0"}]`, `[{"f":"0x1p+0"}]`, false},
		{`[{"f":"0x1p+0"},{"f":"0x1p+0"}]`, `[{"f":"0x1p+0"}]`, false},
		{`{"d":[["a",{"f":"0x1.0000000001p+0"}]]}`, `{"d":[["a",{"f":"0x1p+0"}]]}`, true},
		{`{"d":[["a",{"f":"0x1.1p+0"}]]}`, `{"d":[["a",{"f":"0x1p+0"}]]}`, false},
		{`{"d":[["b",{"f":"0x1p+0"}]]}`, `{"d":[["a",{"f":"0x1p+0"}]]}`, false},
		{`{"d":[["a",{"f":"0x1p+0"}],["b",{"i":"1"}]]}`, `{"d":[["a",{"f":"0x1p+0"}]]}`, false},
		{`[]`, `{"d":[]}`, false},
		{`{"d":[]}`, `[]`, false},
		{`[{"i":"1"}]`, `{"i":"1"}`, false},
		{`{"i":"3"}`, `{"f":"0x1.8p+1"}`, true},
		{`{"i":"3"}`, `{"i":"4"}`, false},
	} {
		got, err := decodeWire([]byte(tt.got))
		require.NoError(t, err, tt.got)
		want, err := decodeWire([]byte(tt.want))
		require.NoError(t, err, tt.want)
		require.Equal(t, tt.ok, got.close(&want, 1e-6), "%s for %s", tt.got, tt.want)
	}
}

// TestWireDepth: values nest as deep as JSON allows, and no deeper.
func TestWireDepth(t *testing.T) {
	nested := func(n int) []byte { return []byte(strings.Repeat("[", n) + strings.Repeat("]", n)) }
	_, err := decodeWire(nested(maxValueDepth))
	require.NoError(t, err)
	_, err = decodeWire(nested(maxValueDepth + 1))
	require.Error(t, err)
}

func TestRuntimeFactor(t *testing.T) {
	test := func(v Verdict, cpu, limit int64) TestResult {
		return TestResult{Verdict: v, CPUMillis: cpu, limitMillis: limit}
	}
	r := &Report{Total: 4, Tests: []TestResult{test(Accepted, 0, 1000), test(Accepted, 500, 1000), test(WrongAnswer, 0, 1000), test(Accepted, 1500, 1000)}}
	require.Equal(t, 1.5/4, runtimeFactor(r, 0.75, 0.75), "a rate that just meets the threshold counts")
	require.Zero(t, runtimeFactor(r, 0.76, 0.75))
	require.Zero(t, runtimeFactor(&Report{}, 0, 1))
	require.Zero(t, runtimeFactor(&Report{Total: 1, Tests: []TestResult{test(Accepted, 0, 0)}}, 0, 1), "a test without a limit has no share of it, and is no NaN")
}

func TestJavaMain(t *testing.T) {
	for text, want := range map[string]string{
		"class A { public static void main(String[] a) {} }":                                                        "A",
		"class A { static void main(String[] a) {} } public class B { public static void main(String[] a) {} }":     "B",
		"public class B { public static void main(String[] a) {} } class A { static void main(String[] a) {} }":     "B",
		"class A { static void main(String[] a) {} } class B { static void main(String[] a) {} }":                   "A",
		"class A { class In { void main() {} } } class B { public static void main(String[] a) {} }":                "B",
		"package p.q; class A { int main; void f() { main = 1; } } interface B { static void main(String[] a) {} }": "p.q.B",
		"class A { } class B { }":                 "B",
		"/* class C { void main() {} } */ int x;": "Main",
	} {
		require.Equal(t, want, scanJava(text).main, text)
	}
}

func TestBareText(t *testing.T) {
	for _, tt := range []struct {
		code, want string
		ok         bool
	}{
		{"a /**/b", "a  b", true}, {"a /* x */b", "a  b", true}, {"/*x*/a/*y*/", " a ", true}, {"a // x\nb", "a \nb", true},
		{"a /* b /* c */ d", "", false}, {"a /* b", "", false}, {`f("/*", "x\"y")`, `f("", "")`, true}, {"a /*/ b */ c", "a   c", true},
	} {
		got, ok := bareText(tt.code)
		require.Equal(t, tt.ok, ok, tt.code)
		if !ok {
			tt.want = tt.code
		}
		require.Equal(t, tt.want, got, tt.code)
	}
}

func TestCDefined(t *testing.T) {
	code := "int area(int x) { if (x) { return 1; } for (;;) { while (x) { } } switch (x) { } }\nint twice(int x) { return x; }\nint main() { return 0; }"
	require.Equal(t, []string{"area", "twice"}, cDefined(code))
}

// TestTestsOfASample: a sample's own tests, else those of its meta data.
func TestTestsOfASample(t *testing.T) {
	o := RewardOptions{}
	meta := map[string]any{"tests": []any{"assert f(1) == 1"}}
	got, err := o.submission(&reward.Sample{Meta: meta})
	require.NoError(t, err)
	require.JSONEq(t, `["assert f(1) == 1"]`, string(got.Tests))
	got, err = o.submission(&reward.Sample{Meta: meta, Tests: json.RawMessage(`["assert f(2) == 2"]`)})
	require.NoError(t, err)
	require.JSONEq(t, `["assert f(2) == 2"]`, string(got.Tests))
	_, err = o.submission(&reward.Sample{Meta: map[string]any{"tests": []any{func() {}}}})
	require.Equal(t, reward.KindInput, reward.KindOf(err))
}

// TestAssertLiterals: strings of a Python assert that is compared here, and
// those that are left to Python.
func TestAssertLiterals(t *testing.T) {
	for text, want := range map[string]string{
		`"a"`: "a", `'a'`: "a", `"""a"""`: "a", `'''a"b'''`: `a"b`, "\"\"\"a\nb\"\"\"": "a\nb", `""`: "", `"\x41"`: "A", `"\u00e9"`: "é", `"\U0001F600"`: "\U0001F600",
		`r"\x41"`: `\x41`, `"a" "b"`: "ab", `"\\x"`: `\x`,
	} {
		a, ok := parseAssert("assert f(1) == " + text)
		require.True(t, ok, text)
		require.Equal(t, stringValue, a.want.kind, text)
		require.Equal(t, want, a.want.s, text)
	}
	for _, text := range []string{`"\x4"`, `"\xZZ"`, `"\N{DASH}"`, `"\q"`, `"\ud800"`, `"a`, "\"a\nb\"", `"""a"`, `r"a\`, `"\u00e`, `"\101"`} {
		_, ok := parseAssert("assert f(1) == " + text)
		require.False(t, ok, text)
	}
}

// TestFenceEnds: which line ends a fence that holds fences in its strings, or
// that nothing ends.
func TestFenceEnds(t *testing.T) {
	code := func(lines ...string) string { return strings.Join(lines, "\n") + "\n" }
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"closed", code("```python", "x = 1", "```", "y"), []string{"x = 1\n"}},
		{"closed within a string", code("```python", `s = """`, "```", `"""`, "x = 1", "```"), []string{code(`s = """`, "```", `"""`, "x = 1")}},
		{"a string that stays open", code("```python", `s = """`, "```", "text"), []string{code(`s = """`)}},
		{"a string open to the next fence", code("```python", `s = """`, "```", "text", "```python", "x = 1", "```"), []string{code(`s = """`), code("x = 1")}},
		{"quotes within short strings", code("```python", `s = "'''"`, `t = '"""'`, "```", "text"), []string{code(`s = "'''"`, `t = '"""'`)}},
		{"an escaped quote", code("```python", `s = "\"'''"`, "```", "text"), []string{code(`s = "\"'''"`)}},
		{"quotes in a comment", code("```python", `x = 1 # '''`, "```", "text"), []string{code(`x = 1 # '''`)}},
		{"glued", code("```python", "print(x)```", "text"), []string{"print(x)\n"}},
		{"never closed", code("```python", "x = 1"), []string{"x = 1\n"}},
	} {
		var got []string
		for _, f := range scanFences(tt.text, true) {
			var b strings.Builder
			f.appendCode(&b, tt.text)
			got = append(got, b.String())
		}
		require.Equal(t, tt.want, got, tt.name)
	}
}
