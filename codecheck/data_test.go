package codecheck

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
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
		need.Skip(t, "shared", "%v (set VERIREWARD_SHARED)", err)
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

// dataLine is a line of the shared code files.
type dataLine struct {
	ID         string          `json:"id"`
	Language   string          `json:"language"`
	Prompt     string          `json:"prompt"`
	Solution   string          `json:"solution"`
	Completion string          `json:"completion"`
	Preamble   string          `json:"preamble"`
	TestSetup  string          `json:"test_setup"`
	Tests      json.RawMessage `json:"tests"`
	Expected   *string         `json:"expected"`
	Verdict    string          `json:"verdict"`
	Verified   bool            `json:"verified"`
}

// judgeAll judges submissions in a few goroutines and returns what came of
// each, in order.
func judgeAll(t *testing.T, c *Checker, subs []Submission) ([]Report, []error) {
	t.Helper()
	reps, errs := make([]Report, len(subs)), make([]error, len(subs))
	var wg sync.WaitGroup
	var next atomic.Int64
	for range 4 {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(subs) {
					return
				}
				reps[i], errs[i] = c.Check(t.Context(), subs[i])
			}
		})
	}
	wg.Wait()
	return reps, errs
}

func sharedSubmissions(t *testing.T, name string, step int) (lines []dataLine, subs []Submission) {
	for i, l := range sharedData[dataLine](t, name) {
		if i%step != 0 {
			continue
		}
		lines = append(lines, l)
		src := l.Solution
		subs = append(subs, Submission{ID: l.ID, Language: l.Language, Source: &src, Preamble: l.Preamble, TestSetup: l.TestSetup, Tests: l.Tests})
		if l.Completion != "" && l.Solution == "" {
			s := &subs[len(subs)-1]
			s.Source, s.Completion = nil, l.Completion
		}
	}
	return lines, subs
}

// step thins out long data files in short test runs.
func step(n int) int {
	if testing.Short() {
		return n
	}
	return 1
}

func checkLabels(t *testing.T, name string, every int) {
	lines, subs := sharedSubmissions(t, name, every)
	reps, errs := judgeAll(t, newChecker(t, Options{}), subs)
	for i, l := range lines {
		if !l.Verified || l.Expected == nil {
			continue
		}
		if errs[i] != nil {
			t.Errorf("%s: %v", l.ID, errs[i])
			continue
		}
		got := "fail"
		if reps[i].Score == 1 {
			got = "pass"
		}
		if got != *l.Expected {
			last := reps[i].Tests[len(reps[i].Tests)-1]
			t.Errorf("%s: %s %s (%s), want %s %s; stderr %s", l.ID, got, reps[i].Verdict, last.Reason, *l.Expected, l.Verdict, last.Stderr)
		} else if string(reps[i].Verdict) != l.Verdict {
			t.Logf("%s: %s, the label says %s (%s)", l.ID, reps[i].Verdict, l.Verdict, reps[i].Reason)
		}
	}
}

func TestSharedMBPP(t *testing.T)      { checkLabels(t, "mbpp_py.jsonl", step(20)) }
func TestSharedHumanEval(t *testing.T) { checkLabels(t, "humaneval_py.jsonl", step(20)) }
func TestSharedLeetCode(t *testing.T)  { checkLabels(t, "leetcode_py.jsonl", step(10)) }

func TestSharedGPT(t *testing.T) {
	lines, subs := sharedSubmissions(t, "gpt_completions_js_go.jsonl", step(8))
	reps, errs := judgeAll(t, newChecker(t, Options{}), subs)
	for i, l := range lines {
		if errs[i] != nil || reps[i].Score != 1 {
			t.Errorf("%s: %s %s %v", l.ID, reps[i].Verdict, reps[i].Reason, errs[i])
		}
	}
}

// TestSharedHumanEvalX judges the canonical solutions of HumanEval-X. They were
// not run before; those that need packages from outside the standard library
// cannot be built here and are listed.
func TestSharedHumanEvalX(t *testing.T) {
	type xtest struct{ Setup, Import, Code string }
	var subs []Submission
	for i, l := range sharedData[dataLine](t, "humaneval_x.jsonl") {
		if i%step(20) != 0 {
			continue
		}
		var tests []xtest
		require.NoError(t, json.Unmarshal(l.Tests, &tests))
		src := l.Solution
		s := Submission{ID: l.ID, Language: l.Language, Source: &src, Tests: l.Tests}
		if l.Language == "go" {
			s.Preamble, s.TestSetup = tests[0].Import, tests[0].Setup
		}
		subs = append(subs, s)
	}
	reps, errs := judgeAll(t, newChecker(t, Options{}), subs)
	passed := map[string]int{}
	total := map[string]int{}
	for i, r := range reps {
		total[r.Language]++
		if errs[i] == nil && r.Score == 1 {
			passed[r.Language]++
			continue
		}
		t.Logf("%s: %s %s %v", subs[i].ID, r.Verdict, r.Reason, errs[i])
	}
	all, right := 0, 0
	for l := range total {
		t.Logf("%s: %d of %d", l, passed[l], total[l])
		all, right = all+total[l], right+passed[l]
	}
	require.GreaterOrEqual(t, right*10, all*9, "nine in ten can be built and pass")
}
