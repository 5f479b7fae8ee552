package codecheck

import (
	"context"
	"slices"
	"strings"

	"github.com/verireward/verireward/sandbox"
)

// start runs a command; a Python harness run in an interpreter of its own.
func (c *Checker) start(ctx context.Context, p *program, cmd sandbox.Cmd) (sandbox.Result, error) {
	if p.lang.Name == "python" {
		cmd = coldHarness(cmd)
	}
	return c.box.Run(ctx, cmd)
}

// startPair runs two harness runs joined by pipes.
func (c *Checker) startPair(ctx context.Context, _ *program, a, b sandbox.Cmd) (sandbox.Result, sandbox.Result, error) {
	return c.box.RunPair(ctx, coldHarness(a), coldHarness(b))
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
