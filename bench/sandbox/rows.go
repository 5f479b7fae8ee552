//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/verireward/verireward/sandbox"
)

// bench is the rows at one level of concurrency.
type bench struct {
	rows    []*row
	closers []func()
}

func (b *bench) close() {
	for i := len(b.closers) - 1; i >= 0; i-- {
		b.closers[i]()
	}
}

const python = "/usr/bin/python3"

// hello prints a line, sum adds what it reads.
const (
	hello = "#include <stdio.h>\nint main(void){puts(\"hello\");}\n"
	sum   = "#include <stdio.h>\nint main(void){long n,s=0;while(scanf(\"%ld\",&n)==1)s+=n;printf(\"%ld\\n\",s);}\n"
)

// stdinTests is how many tests the program sum is put to.
const stdinTests = 20

// warmSetup has warm runs execute main.py.
const warmSetup = `
import sys
def job_main():
    with open("main.py") as f:
        src = f.read()
    exec(compile(src, "main.py", "exec"), sys.modules["__main__"].__dict__)
`

// newBench prepares the rows; the first is the bare one.
func newBench(o options, c int) (_ *bench, err error) {
	b := new(bench)
	defer func() {
		if err != nil {
			b.close()
		}
	}()
	add := func(name string, runs int, call func(context.Context) error) {
		if len(b.rows) == 0 || o.only.MatchString(name) {
			b.rows = append(b.rows, &row{name: name, runs: runs, call: call})
		}
	}
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return b, err
	}
	b.closers = append(b.closers, func() { null.Close() })
	add("bare true", 1, bare(null.Fd(), "/bin/true"))
	add("bare python-hello", 1, bare(null.Fd(), python, "-I", "-S", "-c", "print('hello')"))
	programs := map[string][]byte{}
	for name, source := range map[string]string{"hello": hello, "sum": sum} {
		if programs[name], err = compile(source); err != nil {
			return b, err
		}
	}
	for _, strongest := range []sandbox.Tier{sandbox.TierC, sandbox.TierA} {
		s, err := sandbox.New(sandbox.Policy{Strongest: strongest, Parallel: c})
		if err != nil {
			return b, err
		}
		b.closers = append(b.closers, func() { s.Close() })
		tier := "tier " + s.Plan().Tier.String() + " "
		add(tier+"true", 1, boxed(s, sandbox.Cmd{Args: []string{"/bin/true"}}, ""))
		add(tier+"c-hello", 1, boxed(s, app(programs["hello"]), "hello\n"))
		add(tier+"python-hello", 1, boxed(s, sandbox.Cmd{Args: []string{python, "-I", "-S", "-c", "print('hello')"}}, "hello\n"))
		program := app(programs["sum"])
		add(tier+"20 stdin tests", stdinTests, func(ctx context.Context) error {
			for i := range stdinTests {
				cmd := program
				in, want := stdinTest(i)
				cmd.Stdin = strings.NewReader(in)
				if err := boxed(s, cmd, want)(ctx); err != nil {
					return err
				}
			}
			return nil
		})
		w, err := s.NewWarm(sandbox.WarmOptions{Args: []string{python, "-I", "-S"}, Setup: warmSetup})
		if err != nil {
			return b, err
		}
		hi := sandbox.Cmd{Files: []sandbox.File{{Path: "main.py", Data: []byte("print('hello')")}}}
		add(tier+"python-warm", 1, func(ctx context.Context) error {
			r, err := w.Run(ctx, hi)
			return check(r, err, "hello\n")
		})
	}
	if o.judge == "" {
		return b, nil
	}
	j, err := startJudge(o.judge, c)
	if err != nil {
		return b, err
	}
	b.closers = append(b.closers, j.close)
	add("go-judge true", 1, j.run([]string{"/bin/true"}, nil, "", ""))
	add("go-judge c-hello", 1, j.run([]string{"main"}, programs["hello"], "", "hello\n"))
	add("go-judge python-hello", 1, j.run([]string{python, "-I", "-S", "-c", "print('hello')"}, nil, "", "hello\n"))
	add("go-judge 20 stdin tests", stdinTests, func(ctx context.Context) error {
		for i := range stdinTests {
			in, want := stdinTest(i)
			if err := j.run([]string{"main"}, programs["sum"], in, want)(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return b, nil
}

// stdinTest is the input and the expected output of test i.
func stdinTest(i int) (in, want string) {
	return fmt.Sprintf("%d %d\n", i, 1000-i/2), fmt.Sprintf("%d\n", i+1000-i/2)
}

// bare starts and waits for a program as plainly as it can be done.
func bare(null uintptr, argv ...string) func(context.Context) error {
	return func(context.Context) error {
		pid, err := syscall.ForkExec(argv[0], argv, &syscall.ProcAttr{Files: []uintptr{null, null, null}})
		if err != nil {
			return err
		}
		var ws syscall.WaitStatus
		if _, err := syscall.Wait4(pid, &ws, 0, nil); err != nil || ws.ExitStatus() != 0 {
			return fmt.Errorf("status %d: %v", ws.ExitStatus(), err)
		}
		return nil
	}
}

// boxed runs a command in a sandbox.
func boxed(s *sandbox.Sandbox, cmd sandbox.Cmd, want string) func(context.Context) error {
	return func(ctx context.Context) error {
		r, err := s.Run(ctx, cmd)
		return check(r, err, want)
	}
}

// check says what is wrong with a run that should have printed want.
func check(r sandbox.Result, err error, want string) error {
	if err == nil && (r.Status != sandbox.Exited || string(r.Stdout) != want) {
		err = fmt.Errorf("%v %s %q %s", r.Status, r.Reason, r.Stdout, r.Stderr)
	}
	return err
}

// app is a command that runs a program made before.
func app(program []byte) sandbox.Cmd {
	return sandbox.Cmd{Args: []string{sandbox.AppDir + "/main"},
		App: sandbox.NewBundle([]sandbox.File{{Path: "main", Data: program, Mode: 0o755}})}
}

// compile makes a program of C source.
func compile(source string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "bench-sandbox-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "main")
	cc := exec.Command("cc", "-O2", "-o", out, "-xc", "-")
	cc.Stdin = strings.NewReader(source)
	var text bytes.Buffer
	cc.Stderr = &text
	if err := cc.Run(); err != nil {
		return nil, errors.Join(err, errors.New(text.String()))
	}
	return os.ReadFile(out)
}
