package codecheck

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/sandbox"
)

//go:embed harness/wire.py
var wirePy string

//go:embed harness/solve.py
var solvePy string

//go:embed harness/serve.py
var servePy string

//go:embed harness/judge.py
var judgePy string

// harnessPy is the text that every Python box loads. It defines job_main,
// which reads its job from a file in the working directory.
var harnessPy = strings.Join([]string{sandbox.PythonStandIns(), wirePy, solvePy, servePy, judgePy}, "\n")

// callJob is the part of a harness's job that says what to call, and what of
// the call counts.
type callJob struct {
	Fn          string          `json:"fn,omitempty"`
	Class       string          `json:"class,omitempty"`
	Args        json.RawMessage `json:"args,omitempty"`
	Kwargs      json.RawMessage `json:"kwargs,omitempty"`
	Result      string          `json:"result,omitempty"`
	Materialize bool            `json:"materialize,omitempty"`
	LeetCode    bool            `json:"leetcode,omitempty"`
}

// callOf is the call a test of the kind call asks for.
func callOf(t *Test) callJob {
	return callJob{
		Fn: t.Fn, Class: t.Class, Args: t.Args, Kwargs: t.Kwargs,
		Result: t.Result, Materialize: t.Materialize, LeetCode: t.Class != "" || t.unwrapExpected,
	}
}

// pythonJob is what job_main reads.
type pythonJob struct {
	// Mode is "run", "call", "serve" (the program's side) or "judge" (the
	// tests' side).
	Mode     string `json:"mode"`
	Preamble string `json:"preamble,omitempty"`
	Setup    string `json:"setup,omitempty"`
	Prompt   string `json:"prompt,omitempty"`
	Entry    string `json:"entry,omitempty"`
	Code     string `json:"code,omitempty"`
	Weak     bool   `json:"weak,omitempty"`

	callJob
	// Typed says that the arguments are in the form of decodeWire.
	Typed bool `json:"typed,omitempty"`

	Argv []string `json:"argv,omitempty"`
}

const (
	jobFile     = ".job"
	harnessFile = ".harness.py"
)

// pythonCmd is a run of the harness with a job; code is the program's text.
func (p *program) pythonCmd(job pythonJob, code string, l Limits) (sandbox.Cmd, error) {
	b, err := json.Marshal(job)
	if err != nil {
		return sandbox.Cmd{}, reward.Errorf(reward.KindInput, "%w", err)
	}
	cmd := sandbox.Cmd{
		Args: []string{p.tc.Tools["python"]}, Env: p.lang.Env, ReadOnly: p.tc.ReadOnly, Limits: p.limitsFor(l), Network: l.Network,
		Files: []sandbox.File{{Path: jobFile, Data: b}},
	}
	if job.Mode != "judge" {
		cmd.Files = append(cmd.Files, sandbox.File{Path: p.lang.Source, Data: []byte(code)})
	}
	return cmd, nil
}

// pythonCall calls a function and compares its result here.
func (c *Checker) pythonCall(ctx context.Context, p *program, t *Test, l Limits) (TestResult, error) {
	r, err := c.startCall(ctx, p, pythonJob{Preamble: p.preamble, callJob: callOf(t)}, l)
	if err != nil {
		return TestResult{}, err
	}
	return judgeCall(&r, t)
}

// startCall runs a job that calls a function of the program and delivers its
// result.
func (c *Checker) startCall(ctx context.Context, p *program, job pythonJob, l Limits) (sandbox.Result, error) {
	job.Mode = "call"
	cmd, err := p.pythonCmd(job, p.code, l)
	if err != nil {
		return sandbox.Result{}, err
	}
	cmd.Result = true
	r, err := c.start(ctx, p, cmd)
	if err != nil {
		return r, runError(ctx, err)
	}
	return r, nil
}

// judgeCall compares what a run delivered with what the test expects.
func judgeCall(r *sandbox.Result, t *Test) (TestResult, error) {
	got, out, ok := delivered(r)
	if !ok {
		return out, nil
	}
	want, err := decodeJSON(t.Expected)
	if err != nil {
		return out, reward.Errorf(reward.KindInput, "expected: %w", err)
	}
	ok, reason, err := compareResult(&got, &want, t)
	out.Verdict, out.Reason = verdictOf(ok), reason
	return out, err
}

// delivered reads the result that a run handed over; without one out holds the
// verdict.
func delivered(r *sandbox.Result) (got value, out TestResult, ok bool) {
	out = usage(r)
	v, reason, bad := ended(r, false)
	switch {
	case bad && !(v == RuntimeError && len(r.Channel) > 0):
		out.Verdict, out.Reason = v, reason
	case r.ChannelClipped:
		out.Verdict, out.Reason = OutputLimit, "the result is larger than allowed"
	case len(r.Channel) == 0:
		out.Verdict, out.Reason = RuntimeError, "ended without delivering a result"
	default:
		var err error
		if got, err = decodeWire(r.Channel); err == nil {
			return got, out, true
		}
		out.Verdict, out.Reason = WrongAnswer, "the result cannot be read: "+clip.Text(err.Error(), 100)
	}
	return value{}, out, false
}

// judging gives a run of test code what judging takes: a channel for its word,
// and room beside what the program it judges may use.
func judging(cmd *sandbox.Cmd) {
	cmd.Result = true
	cmd.Limits.CPU += judgeExtra
	cmd.Limits.Wall += judgeExtra
	cmd.Limits.Memory = max(cmd.Limits.Memory, judgeMemoryMB<<20)
}

// compareResult compares a call's result. Text comparisons apply between two
// strings, and to what was printed.
func compareResult(got, want *value, t *Test) (bool, string, error) {
	cmp, err := parseCompare(t.Compare)
	if err != nil {
		return false, "", reward.Errorf(reward.KindInput, "%w", err)
	}
	if got.kind == stringValue && want.kind == stringValue && (t.Result == "stdout" || t.Compare != "" && cmp.mode != "float") {
		ok, reason := cmp.text([]byte(got.s), []byte(want.s))
		return ok, reason, nil
	}
	same := func(w *value) bool {
		if cmp.mode == "float" {
			return got.close(w, cmp.eps)
		}
		return got.equal(w, jsonEquality)
	}
	ok := same(want)
	if !ok && t.unwrapExpected && want.kind == listValue && len(want.l) == 1 {
		ok = same(&want.l[0])
	}
	if ok {
		return true, "equal", nil
	}
	return false, fmt.Sprintf("expected %s, got %s", clip.Text(want.String(), 2*maxShown), clip.Text(got.String(), 2*maxShown)), nil
}

// pythonAssert judges an assert: a comparison of a call of literals with a
// literal here in Go, anything else in a second box.
func (c *Checker) pythonAssert(ctx context.Context, p *program, t *Test, l Limits) (TestResult, error) {
	a, ok := parseAssert(t.Code)
	if !ok || p.setup != "" && !onlyImports(p.setup) {
		return c.pythonJudge(ctx, p, t, l)
	}
	job := pythonJob{Preamble: p.preamble, Setup: p.setup, callJob: callJob{Fn: a.fn, Args: a.args, Kwargs: a.kwargs}, Typed: true}
	r, err := c.startCall(ctx, p, job, l)
	if err != nil {
		return TestResult{}, err
	}
	got, out, ok := delivered(&r)
	if !ok {
		return out, nil
	}
	if got.equal(&a.want, pythonEquality) != a.negated {
		out.Verdict, out.Reason = Accepted, "equal"
		if a.negated {
			out.Reason = "not equal, as asserted"
		}
		return out, nil
	}
	out.Verdict = WrongAnswer
	out.Reason = fmt.Sprintf("expected %s, got %s", clip.Text(a.want.String(), 2*maxShown), clip.Text(got.String(), 2*maxShown))
	return out, nil
}

// onlyImports says whether a setup is nothing but import lines.
func onlyImports(s string) bool {
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' && !importLine.MatchString(line) {
			return false
		}
	}
	return true
}

// setupFor returns the part of the tests' setup that may enter the program's box:
// imports, and the classes and functions that the program names. A function that
// the tests call themselves, for example a reference solution, stays outside, and
// so does every value.
func setupFor(setup, code, tests string) string {
	var out []string
	for _, block := range topLevel(setup) {
		m := setupBlock.FindStringSubmatch(block)
		switch {
		case m == nil:
		case m[2] == "":
			out = append(out, block)
		case hasWord(code, m[2]) && (m[1] == "class" || !hasWord(tests, m[2])):
			out = append(out, block)
		}
	}
	return strings.Join(out, "\n")
}

// setupBlock matches the start of a statement that may be lent: decorators, then
// class or def and the name; or an import.
var setupBlock = regexp.MustCompile(`^(?:@.*\n+)*(?:(class|def|async def)[ \t]+(\w+)|(?:import|from)[ \t])`)

// topLevel splits a Python text into its statements of the outermost level, by
// indentation and by what stands in long strings. Decorators stay with what they
// decorate.
func topLevel(text string) []string {
	var blocks []string
	quote, decorated := "", false
	for line := range strings.SplitSeq(text, "\n") {
		starts := quote == "" && line != "" && !strings.ContainsRune(" \t\r#)]}", rune(line[0]))
		if len(blocks) == 0 || starts && !decorated {
			blocks = append(blocks, line)
		} else {
			blocks[len(blocks)-1] += "\n" + line
		}
		if starts {
			decorated = line[0] == '@'
		}
		for rest := line; ; {
			if quote == "" {
				i := strings.IndexAny(rest, `"'`)
				for i >= 0 && !strings.HasPrefix(rest[i:], `"""`) && !strings.HasPrefix(rest[i:], "'''") {
					j := strings.IndexAny(rest[i+1:], `"'`)
					if j < 0 {
						i = -1
						break
					}
					i += 1 + j
				}
				if i < 0 {
					break
				}
				quote, rest = rest[i:i+3], rest[i+3:]
			} else {
				i := strings.Index(rest, quote)
				if i < 0 {
					break
				}
				quote, rest = "", rest[i+3:]
			}
		}
	}
	return blocks
}

// hasWord says whether an identifier stands in a text.
func hasWord(text, name string) bool {
	return regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).MatchString(text)
}

var importLine = regexp.MustCompile(`^(import [\w., ]+|from [\w.]+ import [\w., *]+)$`)

// needsProcess matches test code that reaches into the program's own process:
// source inspection, mocks, captured or replaced streams. It looks for uses,
// not for words, so that data does not make a test weak.
var needsProcess = regexp.MustCompile(`\bimport inspect\b|\binspect\.|\bgetsource\b|\bunittest\.mock\b|\bimport mock\b|\bmonkeypatch\b|\bpatch(\.object|\.dict)?\(` +
	`|\bredirect_std(out|err)\b|\bcapsys\b|\bsettrace\b|\btracemalloc\.|\bgc\.\w|__code__|__globals__|__closure__|\bsys\.(stdin|stdout|stderr)\s*=[^=]|\bsys\.modules\b` +
	`|\bbuiltins\.\w+\s*=[^=]|\binput\s*=\s*lambda\b|\bimport (solution|main)\b|\bfrom (solution|main) import\b`)

// pythonJudge runs test code in a box of its own; the program is called from
// there. Test code that needs the program's process runs in it, weakly.
func (c *Checker) pythonJudge(ctx context.Context, p *program, t *Test, l Limits) (TestResult, error) {
	prompt := orElse(t.Prompt, p.prompt)
	if t.Kind != CheckFn {
		prompt = ""
	}
	entry := ""
	if t.Kind == CheckFn {
		entry = t.EntryPoint
	}
	weak := needsProcess.MatchString(t.Code) || needsProcess.MatchString(p.setup)
	serve := pythonJob{Mode: "serve", Preamble: p.preamble, Setup: setupFor(p.setup, p.code, t.Code), Prompt: prompt, Entry: entry, Weak: weak, callJob: callJob{LeetCode: strings.Contains(t.Code, "Solution()")}}
	judge := pythonJob{Mode: "judge", callJob: callJob{Fn: string(t.Kind)}, Preamble: p.preamble, Setup: p.setup, Prompt: prompt, Entry: entry, Code: t.Code, Weak: weak}
	a, err := p.pythonCmd(serve, p.code, l)
	if err != nil {
		return TestResult{}, err
	}
	b, err := p.pythonCmd(judge, "", l)
	if err != nil {
		return TestResult{}, err
	}
	judging(&b)
	ra, rb, err := c.startPair(ctx, p, a, b)
	if err != nil {
		return TestResult{}, runError(ctx, err)
	}
	out, err := judgedPair(&ra, &rb)
	out.Weak = weak
	return out, err
}

// judgeWord is what the test box reports.
type judgeWord struct {
	OK      bool    `json:"ok"`
	Gone    bool    `json:"gone"`
	Bad     string  `json:"bad"`
	Verdict Verdict `json:"verdict"`
	Reason  string  `json:"reason"`
}

// judgedPair reads the verdict of a program's box and its test box.
func judgedPair(a, b *sandbox.Result) (TestResult, error) {
	out := usage(a)
	var w judgeWord
	if err := json.Unmarshal(b.Channel, &w); err != nil {
		// The tests did not come to an end: the program's doing, as far as
		// its own end says so, or because it fed them without end.
		v, reason, bad := ended(a, false)
		if !bad {
			if v, reason, bad = ended(b, false); !bad || v == RuntimeError {
				v, reason = RuntimeError, "the tests did not end"+lastLine(b.Stderr)
			}
		}
		out.Verdict, out.Reason = v, reason
		return out, nil
	}
	switch {
	case w.Bad != "":
		return out, &reward.Error{Kind: reward.KindInput, Err: fmt.Errorf("%s", w.Bad)}
	case w.OK:
		out.Verdict, out.Reason = Accepted, "every assertion held"
	case w.Gone:
		v, reason, bad := ended(a, false)
		if !bad {
			v, reason = RuntimeError, "the program ended before the tests did"
		}
		out.Verdict, out.Reason = v, reason
	default:
		out.Verdict, out.Reason = w.Verdict, clip.Text(w.Reason, 600)
	}
	return out, nil
}
