package codecheck

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What is a comment or a literal for the compiler, and only that, is passed
// over; in doubt nothing is.
func TestCallsBack(t *testing.T) {
	for name, c := range map[string]struct {
		code  string
		calls bool
	}{
		"call":                    {`int f() { Main.main(null); }`, true},
		"part of a word":          {`int Mainly, DoMain;`, false},
		"member":                  {`x.Main y`, true},
		"line comment":            {"// Main\nint f;", false},
		"behind a line comment":   {"// a\nMain", true},
		"block comment":           {"/* the Main class */ int f;", false},
		"behind a block comment":  {"/* // */ Main", true},
		"comment in a comment":    {"/* /* Main */ int f;", true},
		"open comment":            {"/* Main", true},
		"string":                  {`s = "Main";`, false},
		"behind an escaped quote": {`s = "\""; Main`, true},
		"quote as a letter":       {`c = '"'; Main d = '"';`, true},
		"escaped letter":          {`c = '\''; Main`, true},
		"lifetime":                {`fn f<'a>(x: &'a str) { Main() }`, true},
		"comment mark in string":  {`s = "/*"; Main; t = "*/";`, true},
		"text block":              {"s = \"\"\"\n\" /* \"\"\"; Main", true},
		"raw string":              {`s = r"\"; Main; t = r"\";`, true},
		"raw string with marks":   {`s = r#" " "#; Main`, true},
		"dollar":                  {`Main$1 x`, false},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.calls, callsBack(bareText, c.code, []string{"Main"}) != "")
		})
	}
}

func TestJudgeNames(t *testing.T) {
	assert.Equal(t, []string{"Main"}, judgeNames(javaType, "class Node { int v; }\nrecord P(int a) {}\npublic class Main { static void main() { assert f() == 1; } }")[1:],
		"a class holds what follows it, a record does not")
	assert.Equal(t, []string{"tests", "t"}, judgeNames(rustItem, "mod tests { fn t() { assert_eq!(f(), 1); } fn helper() -> u8 { 1 } }"))
}

func TestGoCallsBack(t *testing.T) {
	for code, want := range map[string]string{
		"func f() int { main(); return 1 }":                            "main",
		"var m = TestF":                                                "TestF",
		"func main() { f() }\nfunc f() int { return 1 }":               "",
		"// main and TestF\nfunc f() string { return `main` }":         "",
		"type t struct{ main int }\nfunc f(x t) int { return x.main }": "",
		"func f(x interface{ main() }) { x.main() }":                   "",
	} {
		assert.Equal(t, want, goCallsBack(code, []string{"TestF"}), code)
	}
}

func TestAssertedLine(t *testing.T) {
	assert.Equal(t, ": assert(f(2) == 3);", assertedLine([]byte("x\nAssertion failed: line 2\n"), "int main() {\n  assert(f(2) == 3);\n}"))
	assert.Empty(t, assertedLine([]byte("Assertion failed: line 9\n"), "int main() {}"))
	assert.Empty(t, assertedLine([]byte("Assertion failed: 1 == 2\n"), "int main() {}"))
}
