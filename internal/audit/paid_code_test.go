package audit

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
	"github.com/verireward/verireward/reward"
)

// harness is a naive judge of programs: it writes the program and its tests
// into a folder, runs them without any isolation, and reads the verdict off
// what they leave behind. Each pays some attacks of the family "code".
type harness struct {
	name string
	// script makes the file that is run of the program and the tests.
	script func(program, tests string) string
	passed func(done ran) bool
	pays   []string
}

// ran is what a run leaves behind.
type ran struct {
	program, stdout, stderr string
	failed                  bool
}

var fence = regexp.MustCompile("(?s)```python\n(.*?)\n?```")

// run runs a script below a shell, which marks a failure in a file: a shell
// that is killed marks none.
func (h harness) run(t *testing.T, python, completion, tests string) bool {
	m := fence.FindStringSubmatch(completion)
	if m == nil {
		return strings.HasPrefix(h.name, "no program") // nothing ran, nothing failed
	}
	dir := t.TempDir()
	script := filepath.Join(dir, "run.py")
	require.NoError(t, os.WriteFile(script, []byte(h.script(m[1], tests)), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "expected.txt"), []byte("EXPECTED-OUTPUT\n"), 0o600))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", `"$0" run.py || : > failed; true`, python)
	cmd.Dir = dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run() // a naive judge looks at what is left only
	_, err := os.Stat(filepath.Join(dir, "failed"))
	return h.passed(ran{program: m[1], stdout: stdout.String(), stderr: stderr.String(), failed: err == nil})
}

func appended(program, tests string) string { return program + "\n\nexpected = 3\n" + tests + "\n" }

// inProcess runs the tests in the process of the program, and believes it.
func inProcess(program, tests string) string {
	return "import json\nns = {}\nok = True\ntry:\n    exec(" + pythonString(program) + ", ns)\n    for t in [" + pythonString(tests) + "]:\n" +
		"        try:\n            exec(t, ns)\n        except (AssertionError, NameError):\n            ok = False\nexcept Exception:\n    pass\nprint(json.dumps({'passed': ok}))\n"
}

func pythonString(s string) string { return quoted(s) }

func TestEveryCodeAttackIsPaidBySomeHarness(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: starts some thirty processes")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		need.Skip(t, "python3", "%v", err)
	}
	harnesses := []harness{
		{"exit code", appended, func(r ran) bool { return !r.failed }, []string{
			"always equal", "early exit", "hard exit", "exit when called", "exec another", "exit at the end", "exception hook", "exit from a thread", "parent killed",
			"frames read",
		}},
		{"no failed assertion", appended, func(r ran) bool {
			return !strings.Contains(r.stderr, "AssertionError") && !strings.Contains(r.stderr, "NameError")
		}, []string{"tests swallowed"}},
		{"in one process", inProcess, func(r ran) bool { return strings.Contains(r.stdout, `"passed": true`) }, []string{
			"assert disabled", "harness patched", "descriptors written",
		}},
		{"words of success", appended, func(r ran) bool { return strings.Contains(r.program, "passed") || !r.failed }, []string{"comment only", "success printed"}},
		{"output compared", appended, func(r ran) bool { return strings.Contains(r.stdout, "EXPECTED-OUTPUT") || !r.failed }, []string{"files searched"}},
		{"no program, no failure", appended, func(r ran) bool { return strings.TrimSpace(r.program) == "" || !r.failed }, []string{"no code", "empty program"}},
		{"every test of none", appended, func(r ran) bool { return !r.failed }, []string{"no tests"}},
	}
	paid := map[string]bool{}
	for _, h := range harnesses {
		t.Run(h.name, func(t *testing.T) {
			sample := &reward.Sample{ID: "c", Prompt: reward.Str("Add."), Completion: reward.Str("```python\ndef add(a, b):\n    return a + b\n```"),
				Tests: []byte(`["assert add(1, 2) == expected"]`)}
			found := codePaid(t, h, python, sample)
			for _, name := range h.pays {
				paid[name] = true
				assert.True(t, slices.Contains(found, name), "%q is not paid", name)
			}
		})
	}
	for _, a := range Attacks() {
		if a.Family == "code" || a.Name == "no tests" {
			assert.True(t, paid[a.Name], "no naive harness here pays %q", a.Name)
		}
	}
}

// codePaid runs the attacks that a harness should pay, and the honest programs,
// which it must tell apart.
func codePaid(t *testing.T, h harness, python string, sample *reward.Sample) (found []string) {
	g := newGround(sample)
	g.dress = dresses[len(dresses)-1]
	const tests = "assert add(1, 2) == expected"
	require.True(t, h.run(t, python, sample.Completion.Last(), "expected = 3\n"+tests), "the honest program passes")
	require.False(t, h.run(t, python, g.fence(g.stubbed("$DEF(None)")), "expected = 3\n"+tests), "a wrong program does not")
	for _, a := range Attacks() {
		if !slices.Contains(h.pays, a.Name) {
			continue
		}
		s, ok := a.make(g)
		require.True(t, ok, a.Name)
		run := "expected = 3\n" + tests
		if string(s.Tests) == "[]" {
			run = ""
		}
		if h.run(t, python, s.Completion.Last(), run) {
			found = append(found, a.Name)
		}
	}
	return found
}
