package codecheck

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/verireward/verireward/sandbox"
)

// warmEntry is a warm Python interpreter, made on first use.
type warmEntry struct {
	once sync.Once
	w    *sandbox.Warm
	err  error
}

func (e *warmEntry) close() error {
	// After this nobody makes it any more.
	e.once.Do(func() { e.err = errors.New("closed") })
	if e.w == nil {
		return nil
	}
	return e.w.Close()
}

// warmFor returns the warm interpreter of a program's toolchain.
func (c *Checker) warmFor(p *program) (*sandbox.Warm, error) {
	key := p.tc.ID
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil, sandbox.ErrClosed
	}
	e := c.warm[key]
	if e == nil {
		e = &warmEntry{}
		c.warm[key] = e
	}
	c.mu.Unlock()
	e.once.Do(func() {
		box, ok := c.box.(*sandbox.Sandbox)
		if !ok {
			e.err = errors.ErrUnsupported
			return
		}
		e.w, e.err = box.NewWarm(sandbox.WarmOptions{
			Args: []string{p.tc.Tools["python"]}, Env: p.lang.Env, ReadOnly: p.tc.ReadOnly, Setup: harnessPy,
		})
	})
	return e.w, e.err
}

// warmable says whether a command is a harness run that a warm interpreter can
// take.
func (c *Checker) warmable(p *program, cmds ...sandbox.Cmd) bool {
	return p.lang.Name == "python" && !c.opts.Cold && !slices.ContainsFunc(cmds, func(c sandbox.Cmd) bool { return c.Network })
}

// start runs a command; a Python harness run in a warm interpreter.
func (c *Checker) start(ctx context.Context, p *program, cmd sandbox.Cmd) (sandbox.Result, error) {
	if p.lang.Name != "python" {
		return c.box.Run(ctx, cmd)
	}
	if c.warmable(p, cmd) {
		w, err := c.warmFor(p)
		if err == nil {
			return w.Run(ctx, inWarm(cmd))
		}
		if !errors.Is(err, errors.ErrUnsupported) {
			return sandbox.Result{}, err
		}
	}
	return c.box.Run(ctx, coldHarness(cmd))
}

// startPair runs two harness runs joined by pipes.
func (c *Checker) startPair(ctx context.Context, p *program, a, b sandbox.Cmd) (sandbox.Result, sandbox.Result, error) {
	if c.warmable(p, a, b) {
		w, err := c.warmFor(p)
		if err == nil {
			return w.RunPair(ctx, inWarm(a), inWarm(b))
		}
		if !errors.Is(err, errors.ErrUnsupported) {
			return sandbox.Result{}, sandbox.Result{}, err
		}
	}
	return c.box.RunPair(ctx, coldHarness(a), coldHarness(b))
}

// inWarm leaves out what a warm interpreter was given when it was started.
func inWarm(cmd sandbox.Cmd) sandbox.Cmd {
	cmd.ReadOnly = nil
	return cmd
}

// coldHarness makes a harness run of a fresh interpreter.
func coldHarness(cmd sandbox.Cmd) sandbox.Cmd {
	const boot = `def _boot():
    import os, sys, types
    m = sys.modules["verireward_harness"] = types.ModuleType("verireward_harness")
    with open("` + harnessFile + `") as f:
        t = f.read()
    os.unlink("` + harnessFile + `")
    exec(compile(t, "<harness>", "exec"), m.__dict__)
    return m.job_main
_boot = _boot()
(lambda f: (globals().pop("_boot"), f()))(_boot)
`
	cmd.Args = append(slices.Clone(cmd.Args), "-c", boot)
	cmd.Files = append(slices.Clone(cmd.Files), sandbox.File{Path: harnessFile, Data: []byte(harnessPy)})
	return cmd
}

// expand replaces {NAME} by the values of vars; {work} and {app} are left to
// the sandbox.
func expand(args []string, vars map[string]string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		for k, v := range vars {
			a = strings.ReplaceAll(a, "{"+k+"}", v)
		}
		out[i] = a
	}
	return out
}
