package extract

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
)

// sharedData opens a file of the shared development data, or skips.
func sharedData(t *testing.T, name string) *os.File {
	t.Helper()
	dir := os.Getenv("VERIREWARD_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(dir, "data", "math", name))
	if err != nil {
		need.Skip(t, "shared", "%v (set VERIREWARD_SHARED)", err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

type realCase struct {
	ID, Gold, Pred string
	Expected       bool
}

func realCases(t *testing.T, name string) []realCase {
	t.Helper()
	var cases []realCase
	sc := bufio.NewScanner(sharedData(t, name))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var c realCase
		require.NoError(t, json.Unmarshal(sc.Bytes(), &c))
		cases = append(cases, c)
	}
	require.NoError(t, sc.Err())
	return cases
}

// plainNumber makes comparable what GSM8K golds and answers are.
func plainNumber(s string) string {
	s = strings.NewReplacer(",", "", "$", "", `\`, "", "%", "").Replace(s)
	s = strings.TrimSpace(s)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if k := strings.IndexByte(s, ' '); k > 0 {
		s = s[:k]
	}
	return s
}

// On completions of real models the number found must be the one that the
// label says was given.
func TestRealGSM8K(t *testing.T) {
	wrong := 0
	cases := realCases(t, "gsm8k_completions.jsonl")
	for _, c := range cases {
		r := Find(c.Pred, Options{})
		text := r.Text
		if r.Number != "" {
			text = r.Number
		}
		if got := r.Found && plainNumber(text) == plainNumber(c.Gold); got != c.Expected {
			wrong++
			t.Logf("%s: gold %q expected %v: %s %q of %q", c.ID, c.Gold, c.Expected, r.Rule, r.Text, c.Pred[max(0, len(c.Pred)-160):])
		}
	}
	require.LessOrEqual(t, wrong, len(cases)/1000)
}

// Every MATH solution and Qwen completion that is right ends in a box.
func TestRealBoxes(t *testing.T) {
	for _, name := range []string{"solutions.jsonl", "qwen_completions.jsonl", "mutations.jsonl"} {
		for _, c := range realCases(t, name) {
			r := Find(c.Pred, Options{})
			if !r.Found || r.Rule != RuleBoxed || len(r.Also) > 0 && !r.Joined {
				t.Logf("%s %s: gold %q: %+v of %q", name, c.ID, c.Gold, r, c.Pred[max(0, len(c.Pred)-160):])
			}
			if c.Expected {
				require.True(t, r.Found, c.ID)
			}
		}
	}
}
