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
