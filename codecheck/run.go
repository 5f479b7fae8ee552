package codecheck

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/sandbox"
)

const (
	// maxShownOutput bounds the output repeated in a report, per stream.
	maxShownOutput = 2000
	// judgeExtra is what a judge or test process may use beyond the program's
	// own limits, so that the program's limits are the ones that bind.
	judgeExtra = 4 * time.Second
	// judgeMemoryMB is the memory of judges and test processes.
	judgeMemoryMB = 512
)

// limitsFor turns limits into the sandbox's, with what the language's runtime
// needs for itself.
func (p *program) limitsFor(l Limits) sandbox.Limits {
	return sandbox.Limits{
		CPU: l.cpu(), Wall: l.wall(), Memory: (l.MemoryMB + p.lang.ExtraMemoryMB) << 20, Output: l.OutputBytes,
		Disk: l.DiskMB << 20, Procs: l.Procs + p.lang.ExtraProcs, Files: l.Files,
		Stack: min(p.lang.StackMB, max(l.MemoryMB/2, 8)) << 20, NoAddressSpace: p.lang.Reserves,
	}
}

// runError gives an error of the sandbox its kind.
func runError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return reward.Errorf(reward.KindTimeout, "%w", err)
	}
	return reward.Errorf(reward.KindSandbox, "%w", err)
}

// usage starts a TestResult with what a run used and wrote.
func usage(r *sandbox.Result) TestResult {
	return TestResult{
		CPUMillis: r.CPU.Round(time.Millisecond).Milliseconds(), WallMillis: r.Wall.Round(time.Millisecond).Milliseconds(), MemoryKB: r.PeakMemory >> 10,
		Exit: r.ExitCode, Signal: int(r.Signal), Stdout: shown(r.Stdout), Stderr: shown(r.Stderr),
	}
}

// shown is the beginning of an output as text; of a long one also the end,
// where error messages stand.
func shown(b []byte) string {
	if len(b) > maxShownOutput {
		head, tail := b[:maxShownOutput/2], b[len(b)-maxShownOutput/2:]
		b = []byte(fmt.Sprintf("%s\n[... %d bytes ...]\n%s", head, len(b)-maxShownOutput, tail))
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// ended says what a run's own end means for its test: a verdict when it did
// not end well. ignoreExit lets a program that ended by itself pass on.
func ended(r *sandbox.Result, ignoreExit bool) (v Verdict, reason string, bad bool) {
	switch r.Status {
	case sandbox.Exited:
		return "", "", false
	case sandbox.Violation:
		return SecurityViolation, orElse(r.Reason, "the program tried what the sandbox forbids"), true
	case sandbox.OutputLimit:
		return OutputLimit, "more output than allowed", true
	case sandbox.MemoryLimit:
		return MemoryLimit, "more memory than allowed", true
	case sandbox.TimeLimit:
		// What was used is beside the reason: a reason is the same each time.
		return TimeLimit, "more than the allowed CPU time", true
	case sandbox.WallLimit:
		return TimeLimit, "did not end within the allowed wall time", true
	case sandbox.Signaled:
		if outOfMemory(r.Stderr) {
			return MemoryLimit, "out of memory", true
		}
		return RuntimeError, fmt.Sprintf("ended by signal %d (%s)", int(r.Signal), r.Signal), true
	}
	if outOfMemory(r.Stderr) {
		return MemoryLimit, "out of memory", true
	}
	if ignoreExit {
		return "", "", false
	}
	return RuntimeError, fmt.Sprintf("exit code %d%s", r.ExitCode, lastLine(r.Stderr)), true
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}

// outOfMemory knows the last words of runtimes whose allocation failed.
func outOfMemory(stderr []byte) bool {
	tail := stderr[max(0, len(stderr)-4096):]
	if last := bytes.TrimSpace(tail); bytes.HasSuffix(last, []byte("MemoryError")) || bytes.Contains(last, []byte("\nMemoryError:")) {
		return true
	}
	head := stderr[:min(len(stderr), 4096)]
	for _, w := range []string{"std::bad_alloc", "java.lang.OutOfMemoryError", "heap out of memory", "memory allocation of ", "fatal error: runtime: out of memory", "runtime: cannot allocate memory"} {
		if bytes.Contains(tail, []byte(w)) || bytes.Contains(head, []byte(w)) {
			return true
		}
	}
	return false
}

// lastLine is the last line of an error output, for a reason.
func lastLine(stderr []byte) string {
	s := strings.TrimSpace(strings.ToValidUTF8(string(stderr[max(0, len(stderr)-2000):]), "\uFFFD"))
	if s == "" {
		return ""
	}
	return ": " + clip.Text(strings.TrimSpace(s[strings.LastIndexByte(s, '\n')+1:]), 200)
}

// onInput runs the program on a test's input; done when its compiling or its
// end by themselves decide the test.
func (c *Checker) onInput(ctx context.Context, b *build, t *Test, l Limits) (r *sandbox.Result, out TestResult, done bool, err error) {
	r, ce, err := c.runProgram(ctx, b, t.Stdin, l)
	if err != nil || ce != nil {
		return nil, orCE(ce), true, err
	}
	out = usage(r)
	v, reason, bad := ended(r, b.p.options.IgnoreExitCode)
	if bad {
		out.Verdict, out.Reason = v, reason
	}
	return r, out, bad, nil
}

// stdio runs the program on an input and compares what it prints.
func (c *Checker) stdio(ctx context.Context, b *build, t *Test, l Limits) (TestResult, error) {
	r, out, done, err := c.onInput(ctx, b, t, l)
	if err != nil || done {
		return out, err
	}
	cmp, err := parseCompare(t.Compare)
	if err != nil {
		return out, reward.Errorf(reward.KindInput, "%w", err)
	}
	ok, reason := cmp.text(r.Stdout, []byte(t.Stdout))
	out.Verdict, out.Reason = verdictOf(ok), reason
	return out, nil
}

func verdictOf(ok bool) Verdict {
	if ok {
		return Accepted
	}
	return WrongAnswer
}

func orCE(ce *TestResult) TestResult {
	if ce == nil {
		return TestResult{}
	}
	return *ce
}

// runProgram builds the program and runs it once.
func (c *Checker) runProgram(ctx context.Context, b *build, stdin string, l Limits) (*sandbox.Result, *TestResult, error) {
	cmd, ce, err := b.command(ctx, l)
	if err != nil || ce != nil {
		return nil, ce, err
	}
	cmd.Stdin = strings.NewReader(stdin)
	r, err := c.start(ctx, b.p, cmd)
	if err != nil {
		return nil, nil, runError(ctx, err)
	}
	return &r, nil, nil
}
