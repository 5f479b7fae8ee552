package codecheck

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// sharedData reads a JSONL file of the shared data folder, or skips the test.
func sharedData[T any](t testing.TB, name string) []T {
	t.Helper()
	dir := os.Getenv("VERIREWARD_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(dir, "data", "code", name))
	if err != nil {
		t.Skipf("shared data folder not there: %v (set VERIREWARD_SHARED)", err)
	}
	defer f.Close()
	var out []T
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var v T
		require.NoError(t, json.Unmarshal(sc.Bytes(), &v))
		out = append(out, v)
	}
	require.NoError(t, sc.Err())
	return out
}

func TestSharedTestlibVerdicts(t *testing.T) {
	type pair struct {
		ID, Checker, Output, Answer, Verdict, Message string
	}
	for _, p := range sharedData[pair](t, "checkers_testlib.jsonl") {
		v, reason, err := BuiltinCheckers[p.Checker]([]byte(p.Output), []byte(p.Answer))
		got := map[Verdict]string{Accepted: "OK", WrongAnswer: "WA", PresentationError: "PE"}[v]
		if err != nil {
			got = "FAIL"
		}
		if got != p.Verdict {
			t.Errorf("%s: %q for %q: %s (%s), testlib says %s: %s", p.ID, p.Output, p.Answer, got, reason, p.Verdict, p.Message)
		}
	}
}
