//go:build linux

package sandbox

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// bare starts and waits for a program as plainly as it can be done.
func bare(b *testing.B, argv ...string) func(context.Context) error {
	null, err := os.OpenFile("/dev/null", os.O_RDWR, 0)
	require.NoError(b, err)
	b.Cleanup(func() { null.Close() })
	fd := null.Fd()
	return func(context.Context) error {
		pid, err := syscall.ForkExec(argv[0], argv, &syscall.ProcAttr{Files: []uintptr{fd, fd, fd}})
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
func boxed(s *Sandbox, cmd Cmd) func(context.Context) error {
	return func(ctx context.Context) error {
		r, err := s.Run(ctx, cmd)
		if err == nil && r.Status != Exited {
			err = fmt.Errorf("%v %s %s", r.Status, r.Reason, r.Stderr)
		}
		return err
	}
}

// compiledHello is a C program that prints a line.
func compiledHello(b *testing.B) []byte {
	dir := b.TempDir()
	src, out := filepath.Join(dir, "h.c"), filepath.Join(dir, "h")
	require.NoError(b, os.WriteFile(src, []byte("#include <stdio.h>\nint main(void){puts(\"hello\");}\n"), 0o644))
	if err := exec.Command("cc", "-O2", "-o", out, src).Run(); err != nil {
		return nil
	}
	data, err := os.ReadFile(out)
	require.NoError(b, err)
	return data
}

// BenchmarkRun compares runs with a bare fork and exec of /bin/true, the
// first line of each group: divide by it. The groups have 1, 2, 4 and 8 runs
// under way at once.
func BenchmarkRun(b *testing.B) {
	hello := compiledHello(b)
	python := systemPython(b)
	for _, parallel := range []int{1, 2, 4, 8} {
		b.Run(fmt.Sprintf("c=%d", parallel), func(b *testing.B) {
			bench := func(name string, f func(context.Context) error) {
				b.Run(name, func(b *testing.B) {
					b.ReportAllocs()
					work := make(chan struct{})
					var wg sync.WaitGroup
					for range parallel {
						wg.Go(func() {
							for range work {
								if err := f(context.Background()); err != nil {
									b.Error(err)
								}
							}
						})
					}
					for b.Loop() {
						work <- struct{}{}
					}
					close(work)
					wg.Wait()
				})
			}
			bench("bare", bare(b, "/bin/true"))
			bench("bare-python", bare(b, python, "-I", "-S", "-c", "print('hello')"))
			for _, tier := range []Tier{TierC, TierA} {
				s, err := New(Policy{Strongest: tier, Parallel: parallel})
				require.NoError(b, err)
				name := "tier-" + s.Plan().Tier.String() + "/"
				bench(name+"true", boxed(s, Cmd{Args: []string{"/bin/true"}}))
				if hello != nil {
					app := NewBundle([]File{{Path: "h", Data: hello, Mode: 0o755}})
					bench(name+"c-hello", boxed(s, Cmd{Args: []string{"{app}/h"}, App: app}))
				}
				bench(name+"python-hello", boxed(s, Cmd{Args: []string{python, "-I", "-S", "-c", "print('hello')"}}))
				w := newWarm(b, s)
				hi := py("print('hello')")
				bench(name+"python-warm", func(ctx context.Context) error {
					r, err := w.Run(ctx, hi)
					if err == nil && r.Status != Exited {
						err = fmt.Errorf("%v", r.Status)
					}
					return err
				})
				require.NoError(b, s.Close())
			}
		})
	}
}
