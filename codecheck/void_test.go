package codecheck

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

// TestVoidTests: tests that every program would pass, and checkers that are no
// program, are errors of the input and never a score.
func TestVoidTests(t *testing.T) {
	c := newChecker(t, Options{})
	source := "def f(*a):\n    return 1\n"
	for _, tests := range []string{
		`[{"kind":"assert","code":"pass"}]`,
		`[{"kind":"append_code","code":"# nothing"}]`,
		`[{"kind":"append_code","code":"\"StringIO\""}]`,
		`[{"kind":"check_fn","entry_point":"f","code":"def chk(c): pass"}]`,
		`[{"kind":"check_fn","code":"def check(candidate): assert candidate(1) == 2"}]`,
		`[{"kind":"checker","stdin":"","language":"python","checker":"syntax error("}]`,
	} {
		r, err := c.Check(t.Context(), Submission{Language: "python", Source: &source, Tests: json.RawMessage(tests)})
		require.Error(t, err, tests)
		require.Equal(t, reward.KindInput, reward.KindOf(err), tests)
		require.Zero(t, r.Score, tests)
	}
	r, err := c.Check(t.Context(), Submission{Language: "python", Source: &source,
		Tests: json.RawMessage(`[{"kind":"check_fn","code":"def check(candidate):\n    assert candidate(1) == 1\ncheck(f)"}]`)})
	require.NoError(t, err)
	require.Equal(t, Accepted, r.Verdict)
}

// TestFramework: tests written for a framework that is not at hand are errors
// of the input, even where the program defines the framework's functions.
func TestFramework(t *testing.T) {
	c := newChecker(t, Options{})
	source := "function describe() {}\nfunction it() {}\nfunction test(x) { return x; }\nfunction expect() {}\n"
	check := func(code string) (Report, error) {
		tests, err := json.Marshal([]map[string]string{{"kind": "append_code", "code": "const assert = require('assert');\n" + code}})
		require.NoError(t, err)
		return c.Check(t.Context(), Submission{Language: "javascript", Source: &source, Tests: tests})
	}
	for _, code := range []string{
		"describe('f', () => { it('holds', () => { assert(false); }); });",
		"test('holds', async () => { assert(false); });",
		"test(\"holds\", function () { assert(false); });",
		"test(`holds`, t => t.is(1, 2));",
		"test('holds', done => { expect(1).toBe(2); });",
	} {
		r, err := check(code)
		require.Error(t, err, code)
		require.Equal(t, reward.KindInput, reward.KindOf(err), code)
		require.Zero(t, r.Score, code)
	}
	r, err := check("assert.equal(test('a', 1), 'a');")
	require.NoError(t, err)
	require.Equal(t, Accepted, r.Verdict, "a function under test may be called test")
}
