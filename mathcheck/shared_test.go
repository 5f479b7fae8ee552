package mathcheck

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
)

// sharedCase is a line of the shared data files.
type sharedCase struct {
	ID       string `json:"id"`
	Gold     string `json:"gold"`
	Pred     string `json:"pred"`
	Expected bool   `json:"expected"`
	Kind     string `json:"kind"`
}

// sharedFile opens a file of the shared data, or skips the test.
func sharedFile(t testing.TB, name string) []sharedCase {
	t.Helper()
	dir := os.Getenv("VERIREWARD_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(dir, "data", "math", name))
	if err != nil {
		need.Skip(t, "shared", "%v (set VERIREWARD_SHARED)", err)
	}
	defer f.Close()
	var out []sharedCase
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var c sharedCase
		require.NoError(t, json.Unmarshal(sc.Bytes(), &c))
		out = append(out, c)
	}
	require.NoError(t, sc.Err())
	return out
}

func TestSharedCases(t *testing.T) {
	for _, file := range []struct {
		name   string
		preset Option
		// false positives and negatives that are allowed
		fp, fn int
	}{
		{"mutations.jsonl", Default, 0, 2},
		{"solutions.jsonl", Default, 0, 1},
		{"qwen_completions.jsonl", Default, 0, 0},
		{"gsm8k_completions.jsonl", GSM8K, 1, 1},
	} {
		t.Run(file.name, func(t *testing.T) {
			var fp, fn []string
			for _, c := range sharedFile(t, file.name) {
				v, err := Check(c.Gold, c.Pred, file.preset)
				got := err == nil && v.Outcome == OutcomeEqual
				line := fmt.Sprintf("%s %s gold=%q answer=%q %s/%s %s %v", c.ID, c.Kind, c.Gold, v.Answer, v.Stage, v.Rule, v.Reason, err)
				switch {
				case got && !c.Expected:
					fp = append(fp, line)
				case !got && c.Expected:
					fn = append(fn, line)
				}
			}
			if os.Getenv("VERBOSE") != "" {
				t.Logf("%d false positives\n%s\n%d false negatives\n%s", len(fp), strings.Join(fp, "\n"), len(fn), strings.Join(fn, "\n"))
			}
			require.LessOrEqual(t, len(fp), file.fp, "false positives:\n%s", strings.Join(clipList(fp), "\n"))
			require.LessOrEqual(t, len(fn), file.fn, "false negatives:\n%s", strings.Join(clipList(fn), "\n"))
		})
	}
}

func clipList(s []string) []string {
	if len(s) > 60 {
		return s[:60]
	}
	return s
}

// TestSharedGolds reads all golds: of 1,000 at most 5 may be left unread, and
// at most 5 more may not meet themselves in a box.
func TestSharedGolds(t *testing.T) {
	var unread, strange []string
	cases := sharedFile(t, "golds.jsonl")
	for _, c := range cases {
		g, err := ParseGold(c.Gold)
		if err != nil || g.tree == nil && g.choice == "" && g.prose == nil && !g.special() {
			unread = append(unread, fmt.Sprintf("%s %s %q %v", c.ID, c.Kind, c.Gold, err))
			continue
		}
		v, err := g.Check(`\boxed{` + c.Gold + `}`)
		if err != nil || v.Outcome != OutcomeEqual {
			strange = append(strange, fmt.Sprintf("%s %q: %v %v", c.ID, c.Gold, v, err))
		}
	}
	t.Logf("%d of %d unread, %d not equal to themselves", len(unread), len(cases), len(strange))
	require.LessOrEqual(t, len(unread)*200, len(cases), "golds that are not read:\n%s", strings.Join(clipList(unread), "\n"))
	require.LessOrEqual(t, len(strange)*200, len(cases), "golds not equal to themselves:\n%s", strings.Join(clipList(strange), "\n"))
}

// TestUnitLabels runs the unit tests of other graders. Every label not met
// must be in docs/unit-labels.md with the reason why it is held wrong, and
// every label there must still be one that is not met.
func TestUnitLabels(t *testing.T) {
	cases := sharedFile(t, "unit.jsonl")
	doc, err := os.ReadFile(filepath.Join("..", "docs", "unit-labels.md"))
	require.NoError(t, err)
	listed := map[string]bool{}
	for _, line := range strings.Split(string(doc), "\n") {
		if f := strings.Split(line, "|"); len(f) > 3 && strings.Contains(f[1], "-0") {
			listed[strings.TrimSpace(f[1])] = true
		}
	}
	for _, c := range cases {
		v, err := Check(c.Gold, c.Pred)
		met := (err == nil && v.Outcome == OutcomeEqual) == c.Expected
		if met == listed[c.ID] {
			t.Errorf("%s: label met %v, listed as wrong %v: gold %q answer %q: %v %s %v", c.ID, met, listed[c.ID], c.Gold, c.Pred, v.Outcome, v.Stage, err)
		}
	}
}
