package mathcheck

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
)

// TestAgainstSympy compares verdicts with sympy's on generated pairs, written
// and rewritten by sympy itself (testdata/differential.py). Whatever mathcheck
// proves must agree; a pair it leaves unknown is counted, and few may be.
func TestAgainstSympy(t *testing.T) {
	python := os.Getenv("VERIREWARD_ORACLE_PYTHON")
	if python == "" {
		need.Skip(t, "oracle", "NOT COMPARED with sympy: set VERIREWARD_ORACLE_PYTHON to a Python with sympy")
	}
	if err := exec.Command(python, "-c", "import sympy").Run(); err != nil {
		need.Skip(t, "oracle", "NOT COMPARED with sympy: %s has none: %v", python, err)
	}
	count := 400
	if testing.Short() {
		count = 40
	}
	out, err := exec.Command(python, "testdata/differential.py", "20", strconv.Itoa(count)).Output()
	require.NoError(t, err)
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	pairs, unknown := 0, 0
	for lines.Scan() {
		var p struct {
			Kind, A, B string
			Equal      bool
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &p))
		pairs++
		v, err := Equal(p.A, p.B)
		switch {
		case err != nil:
			t.Errorf("%s: %s\n  %s\n  %v", p.Kind, p.A, p.B, err)
		case v.Outcome == OutcomeUnknown:
			unknown++
			t.Logf("unknown: %s: %s\n  %s\n  %s", p.Kind, p.A, p.B, v.Reason)
		case (v.Outcome == OutcomeEqual) != p.Equal:
			t.Errorf("%s: sympy says equal=%v, we say %s at %s\n  %s\n  %s", p.Kind, p.Equal, v.Outcome, v.Stage, p.A, p.B)
		}
	}
	require.Equal(t, count, pairs)
	require.LessOrEqual(t, unknown, count/50)
}
