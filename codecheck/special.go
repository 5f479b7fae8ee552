package codecheck

import (
	"context"
	"strconv"
	"strings"

	"github.com/verireward/verireward/codecheck/lang"
	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/sandbox"
)

// The exit codes of testlib's checkers.
const (
	exitAccepted     = 0
	exitWrong        = 1
	exitPresentation = 2
	exitPoints       = 7
)

// special runs the program on an input and a checker on its output.
func (c *Checker) special(ctx context.Context, b *build, t *Test, l Limits) (TestResult, error) {
	r, out, done, err := c.onInput(ctx, b, t, l)
	if err != nil || done {
		return out, err
	}
	if t.Builtin != "" {
		v, reason, err := BuiltinCheckers[t.Builtin](r.Stdout, []byte(t.Stdout))
		if err != nil {
			return out, reward.Errorf(reward.KindGold, "checker %s: %w", t.Builtin, err)
		}
		out.Verdict, out.Reason = v, reason
		return out, nil
	}
	judge, err := c.judgeProgram(ctx, t.Language, t.Checker, t.Files, []string{"input", "output", "answer"})
	if err != nil {
		return out, err
	}
	cmd := judge.cmd
	cmd.Files = append(cmd.Files,
		sandbox.File{Path: "input", Data: []byte(t.Stdin)},
		sandbox.File{Path: "output", Data: r.Stdout},
		sandbox.File{Path: "answer", Data: []byte(t.Stdout)})
	cmd.Limits.Disk += int64(len(t.Stdin) + len(r.Stdout) + len(t.Stdout))
	j, err := c.start(ctx, judge.p, cmd)
	if err != nil {
		return out, runError(ctx, err)
	}
	return checked(out, &j)
}

// checked reads a checker's exit code. A checker that fails is an error, since
// its word would have decided.
func checked(out TestResult, j *sandbox.Result) (TestResult, error) {
	words := strings.TrimSpace(string(j.Stderr) + " " + string(j.Stdout))
	out.Reason = clip.Text(strings.ToValidUTF8(words, "\uFFFD"), 300)
	if j.Status == sandbox.Exited || j.Status == sandbox.NonZero {
		switch j.ExitCode {
		case exitAccepted:
			out.Verdict, out.Points = Accepted, 1
			return out, nil
		case exitWrong:
			out.Verdict = WrongAnswer
			return out, nil
		case exitPresentation:
			out.Verdict = PresentationError
			return out, nil
		case exitPoints:
			out.Verdict, out.Points = WrongAnswer, points(words)
			if out.Points == 1 {
				out.Verdict = Accepted
			}
			return out, nil
		}
	}
	_, reason, _ := ended(j, false)
	return out, reward.Errorf(reward.KindInput, "the checker failed: %s", reason)
}

// points reads a checker's partial score: the first number in its words, from
// 0 to 1, or from 0 to 100 as a percentage.
func points(words string) float64 {
	for f := range strings.FieldsSeq(words) {
		if v, err := strconv.ParseFloat(strings.Trim(f, "(),;:"), 64); err == nil && v >= 0 {
			if v > 1 {
				v /= 100
			}
			return min(v, 1)
		}
	}
	return 0
}

// judgeCommand is a special judge ready to run.
type judgeCommand struct {
	p   *program
	cmd sandbox.Cmd
}

// judgeProgram builds a checker or interactor. That it does not build is an
// error of the tests.
func (c *Checker) judgeProgram(ctx context.Context, language, source string, files map[string]string, argv []string) (*judgeCommand, error) {
	l, _ := lang.ByName(judgeLanguage(language))
	tc, err := c.toolchain(ctx, l)
	if err != nil {
		return nil, err
	}
	limits := defaultLimits
	limits.CPUMillis *= 3
	limits.MemoryMB = 2 * judgeMemoryMB
	p := &program{lang: l, tc: tc, code: source, limits: limits}
	if l.Name == "python" {
		cmd, err := p.pythonCmd(pythonJob{Mode: "run", Argv: argv}, source, limits)
		for _, name := range sortedNames(files) {
			cmd.Files = append(cmd.Files, sandbox.File{Path: name, Data: []byte(files[name])})
		}
		return &judgeCommand{p, cmd}, err
	}
	src := p.sources(source)
	src.more = files
	made, ce, err := c.make(ctx, p, src)
	if err != nil {
		return nil, err
	}
	if ce != nil {
		return nil, reward.Errorf(reward.KindInput, "the judge does not compile: %s", ce.Reason)
	}
	cmd := made.command(p, limits)
	cmd.Args = append(cmd.Args, argv...)
	return &judgeCommand{p, cmd}, nil
}

// interactive joins the program and a judge by pipes. The judge finds the
// test's input in the file named by its first argument.
func (c *Checker) interactive(ctx context.Context, b *build, t *Test, l Limits) (TestResult, error) {
	cmd, ce, err := b.command(ctx, l)
	if err != nil || ce != nil {
		return orCE(ce), err
	}
	judge, err := c.judgeProgram(ctx, t.Language, t.Judge, t.Files, []string{"input", "output", "answer"})
	if err != nil {
		return TestResult{}, err
	}
	j := judge.cmd
	j.Files = append(j.Files,
		sandbox.File{Path: "input", Data: []byte(t.Stdin)}, sandbox.File{Path: "output"}, sandbox.File{Path: "answer", Data: []byte(t.Stdout)})
	j.Limits.Wall = max(j.Limits.Wall, cmd.Limits.Wall+judgeExtra)
	ra, rb, err := c.interact(ctx, b.p, cmd, judge.p, j)
	if err != nil {
		return TestResult{}, runError(ctx, err)
	}
	out := usage(&ra)
	// The program's own limits come first: a judge that gave up waiting says
	// less than why it had to wait.
	switch v, reason, bad := ended(&ra, false); {
	case bad && v != RuntimeError && !(rb.Status == sandbox.Exited && v == TimeLimit && ra.Status == sandbox.WallLimit):
		out.Verdict, out.Reason = v, reason
		return out, nil
	case rb.Status == sandbox.Exited || rb.Status == sandbox.NonZero:
		if bad && rb.ExitCode != exitAccepted && ra.Signal == 0 && rb.ExitCode != exitWrong && rb.ExitCode != exitPresentation {
			out.Verdict, out.Reason = v, reason
			return out, nil
		}
		return checked(out, &rb)
	case rb.Status == sandbox.WallLimit || rb.Status == sandbox.TimeLimit:
		out.Verdict, out.Reason = TimeLimit, "the conversation did not end in time"
		return out, nil
	case bad:
		out.Verdict, out.Reason = v, reason
		return out, nil
	}
	_, reason, _ := ended(&rb, false)
	return out, reward.Errorf(reward.KindInput, "the judge failed: %s", reason)
}

// interact runs the pair; in warm interpreters only when both are Python.
func (c *Checker) interact(ctx context.Context, p *program, a sandbox.Cmd, jp *program, j sandbox.Cmd) (sandbox.Result, sandbox.Result, error) {
	if p.lang.Name == "python" && jp.lang.Name == "python" {
		return c.startPair(ctx, p, a, j)
	}
	if p.lang.Name == "python" {
		a = coldHarness(a)
	}
	if jp.lang.Name == "python" {
		j = coldHarness(j)
	}
	return c.box.RunPair(ctx, a, j)
}

// errUnsupportedKind says that a kind of test is not there for a language.
func errUnsupportedKind(k Kind, l *lang.Language) error {
	return reward.Errorf(reward.KindInput, "tests of kind %s are not there for %s", k, l.Name)
}
