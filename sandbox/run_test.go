//go:build linux

package sandbox

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
	"github.com/verireward/verireward/sandbox/internal/wire"
)

func TestRun(t *testing.T) {
	big := bytes.Repeat([]byte("0123456789abcde\n"), 1<<16) // a megabyte
	tests := []struct {
		name  string
		cmd   Cmd
		check func(*testing.T, Result)
	}{
		{"output and status", sh("echo out; echo err >&2; exit 3"), func(t *testing.T, r Result) {
			assert.Equal(t, NonZero, r.Status)
			assert.Equal(t, 3, r.ExitCode)
			assert.Equal(t, "out\n", string(r.Stdout))
			assert.Equal(t, "err\n", string(r.Stderr))
		}},
		{"no input is empty input", sh("cat; echo end"), func(t *testing.T, r Result) {
			assert.Equal(t, Exited, r.Status)
			assert.Equal(t, "end\n", string(r.Stdout))
		}},
		{"small input", Cmd{Args: []string{"/bin/cat"}, Stdin: strings.NewReader("hello")}, func(t *testing.T, r Result) {
			assert.Equal(t, "hello", string(r.Stdout))
		}},
		{"large input", Cmd{Args: []string{"/bin/cat"}, Stdin: bytes.NewReader(big)}, func(t *testing.T, r Result) {
			assert.True(t, bytes.Equal(big, r.Stdout))
		}},
		{"a reader that cannot seek", Cmd{Args: []string{"/bin/cat"}, Stdin: &once{}}, func(t *testing.T, r Result) {
			assert.Len(t, r.Stdout, len(big)+3)
		}},
		{"input not read", Cmd{Args: []string{"/bin/true"}, Stdin: bytes.NewReader(big)}, func(t *testing.T, r Result) {
			assert.Equal(t, Exited, r.Status)
		}},
		{"files", Cmd{Args: []string{"/bin/sh", "-c", "cat a/b; ls -l x | cut -c1-10; ./x"}, ExecWork: true, Files: []File{
			{Path: "a/b", Data: []byte("content\n")}, {Path: "x", Data: []byte("#!/bin/sh\necho ran\n"), Mode: 0o755}}}, func(t *testing.T, r Result) {
			assert.Equal(t, "content\n-rwxr-xr-x\nran\n", string(r.Stdout), string(r.Stderr))
		}},
		{"files written are not executed", Cmd{Args: []string{"/bin/sh", "-c", "cp /bin/true t; chmod +x t; ./t"}}, func(t *testing.T, r Result) {
			assert.Equal(t, 126, r.ExitCode, string(r.Stderr))
		}},
		{"app", Cmd{Args: []string{"{app}/bin/x", "{app}", "{work}"}, App: NewBundle([]File{
			{Path: "bin/x", Data: []byte("#!/bin/sh\ncat $1/data; cd $2 && echo $HOME | grep -c $2; echo no > $1/data || echo kept\n"), Mode: 0o755},
			{Path: "data", Data: []byte("from the app\n")}})}, func(t *testing.T, r Result) {
			assert.Equal(t, "from the app\n1\nkept\n", string(r.Stdout), string(r.Stderr))
		}},
		{"channel", Cmd{Args: []string{"/bin/sh", "-c", "echo private >&3; echo public"}, Result: true}, func(t *testing.T, r Result) {
			assert.Equal(t, "private\n", string(r.Channel))
			assert.Equal(t, "public\n", string(r.Stdout))
		}},
		{"collect", Cmd{Args: []string{"/bin/sh", "-c", "mkdir -p d/e; echo 1 >one; echo 2 >d/two; echo 3 >d/e/three; ln -s /etc/passwd link; mkfifo fifo"},
			Collect: []string{"one", "d/", "link", "fifo", "absent"}}, func(t *testing.T, r Result) {
			var names []string
			for _, f := range r.Collected {
				names = append(names, f.Path)
			}
			assert.ElementsMatch(t, []string{"one", "d/two", "d/e/three"}, names)
		}},
		{"environment", Cmd{Args: []string{"/bin/sh", "-c", "echo $A $LANG; cd $TMPDIR && touch x && cd $HOME && touch y && pwd"}, Env: []string{"A=b"}}, func(t *testing.T, r Result) {
			assert.True(t, strings.HasPrefix(string(r.Stdout), "b C.UTF-8\n"), string(r.Stdout)+string(r.Stderr))
			assert.Equal(t, Exited, r.Status)
		}},
		{"devices", sh("echo x >/dev/null && head -c 3 /dev/zero | wc -c && head -c 3 /dev/urandom | wc -c && echo y >/dev/stdout && echo z | cat /dev/stdin"), func(t *testing.T, r Result) {
			assert.Equal(t, "3\n3\ny\nz\n", string(r.Stdout), string(r.Stderr))
		}},
		{"signal", sh("kill -SEGV $$"), func(t *testing.T, r Result) {
			assert.Equal(t, Signaled, r.Status)
			assert.Equal(t, syscall.SIGSEGV, r.Signal)
			assert.Equal(t, -1, r.ExitCode)
		}},
		{"terminate itself", sh("kill -TERM $$; sleep 9"), func(t *testing.T, r Result) {
			assert.Equal(t, syscall.SIGTERM, r.Signal)
		}},
		{"processor time", Cmd{Args: []string{"/bin/sh", "-c", "while :; do :; done"}, Limits: Limits{CPU: 200 * time.Millisecond, Wall: time.Minute}}, func(t *testing.T, r Result) {
			assert.Equal(t, TimeLimit, r.Status)
			assert.Greater(t, r.CPU, 190*time.Millisecond)
		}},
		{"processor time of children", Cmd{Args: []string{"/bin/sh", "-c", "(while :; do :; done) & (while :; do :; done) & wait"}, Limits: Limits{CPU: 300 * time.Millisecond, Wall: time.Minute}}, func(t *testing.T, r Result) {
			assert.Equal(t, TimeLimit, r.Status)
		}},
		{"wall time", Cmd{Args: []string{"/bin/sleep", "60"}, Limits: Limits{Wall: 150 * time.Millisecond}}, func(t *testing.T, r Result) {
			assert.Equal(t, WallLimit, r.Status)
		}},
		{"output", Cmd{Args: []string{"/bin/cat", "/dev/zero"}, Limits: Limits{Output: 100000}}, func(t *testing.T, r Result) {
			assert.Equal(t, OutputLimit, r.Status)
			assert.Len(t, r.Stdout, 100000)
			assert.True(t, r.StdoutClipped)
		}},
		{"memory", Cmd{Args: []string{"/usr/bin/tail", "/dev/zero"}, Limits: Limits{Memory: 64 << 20}}, func(t *testing.T, r Result) {
			assert.Equal(t, MemoryLimit, r.Status, "%+v", r.PeakMemory)
		}},
		{"the first process's end is the end", sh("(sleep 0.2; echo late) & echo early"), func(t *testing.T, r Result) {
			assert.Equal(t, "early\n", string(r.Stdout))
			assert.Equal(t, Exited, r.Status)
		}},
	}
	eachTier(t, func(t *testing.T, s *Sandbox) {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				switch in := tt.cmd.Stdin.(type) {
				case io.Seeker:
					in.Seek(0, io.SeekStart)
				case *once:
					in.Reader = io.MultiReader(bytes.NewReader(big), strings.NewReader("end"))
				}
				tt.check(t, run(t, s, tt.cmd))
			})
		}
	})
}

// TestFirstReasonCounts: of several things that ended a run, the one that says
// most is its status.
func TestFirstReasonCounts(t *testing.T) {
	c := &prepared{limits: Limits{CPU: time.Second, Memory: 64 << 20}}
	for _, tt := range []struct {
		name string
		r    Result
		resp wire.Response
		want Status
	}{
		{"a child killed for memory, its parent paused to the wall limit", Result{Signal: syscall.SIGKILL}, wire.Response{OOM: true, Stop: wire.StopWall}, MemoryLimit},
		{"a child killed for memory, its parent ended well", Result{}, wire.Response{OOM: true}, MemoryLimit},
		{"too much processor time at the wall limit", Result{Signal: syscall.SIGKILL, CPU: 2 * time.Second}, wire.Response{Stop: wire.StopWall}, TimeLimit},
		{"too much processor time, ended well", Result{CPU: 2 * time.Second}, wire.Response{}, TimeLimit},
		{"a forbidden call over the memory limit", Result{Signal: syscall.SIGSYS}, wire.Response{OOM: true}, Violation},
		{"the wall limit alone", Result{Signal: syscall.SIGKILL}, wire.Response{Stop: wire.StopWall}, WallLimit},
	} {
		got, _ := c.status(&tt.r, &tt.resp)
		assert.Equal(t, tt.want, got, tt.name)
	}
}

// once is a reader that cannot seek.
type once struct{ io.Reader }

func TestCmdErrors(t *testing.T) {
	s, err := New(Untrusted)
	require.NoError(t, err)
	defer s.Close()
	tests := []struct {
		name, field string
		cmd         Cmd
	}{
		{"no arguments", "Args", Cmd{}},
		{"relative program", "Args", Cmd{Args: []string{"true"}}},
		{"no such program", "Args", Cmd{Args: []string{"/no/such/program"}}},
		{"NUL", "Args", Cmd{Args: []string{"/bin/echo", "a\x00b"}}},
		{"path outside", "Files", Cmd{Args: []string{"/bin/true"}, Files: []File{{Path: "../x"}}}},
		{"absolute path", "Files", Cmd{Args: []string{"/bin/true"}, Files: []File{{Path: "/x"}}}},
		{"file twice", "Files", Cmd{Args: []string{"/bin/true"}, Files: []File{{Path: "x"}, {Path: "x"}}}},
		{"more files than disk", "Files", Cmd{Args: []string{"/bin/true"}, Limits: Limits{Disk: 1 << 20}, Files: []File{{Path: "x", Data: make([]byte, 4<<20)}}}},
		{"the root read-only", "ReadOnly", Cmd{Args: []string{"/bin/true"}, ReadOnly: []string{"/"}}},
		{"collect outside", "Collect", Cmd{Args: []string{"/bin/true"}, Collect: []string{"../x"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "more files than disk" && s.Plan().Tier == TierC {
				t.Skip("tier C: a directory on disk takes them, and the run is stopped")
			}
			_, err := s.Run(t.Context(), tt.cmd)
			var cmdErr *CmdError
			require.ErrorAs(t, err, &cmdErr)
			assert.Equal(t, tt.field, cmdErr.Field)
		})
	}
}

func TestCancelAndClose(t *testing.T) {
	eachTier(t, func(t *testing.T, s *Sandbox) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		_, err := s.Run(ctx, Cmd{Args: []string{"/bin/sleep", "100"}, Limits: Limits{Wall: time.Hour}})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		run(t, s, sh("true"))
	})
	s, err := New(Untrusted)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	_, err = s.Run(t.Context(), sh("true"))
	require.ErrorIs(t, err, ErrClosed)
}

// A toolchain below a directory that only its owner may enter.
func TestReadOnlyBelowPrivateDirectory(t *testing.T) {
	if os.Geteuid() != 0 {
		need.Skip(t, "root", "another user's private directory")
	}
	home := t.TempDir()
	require.NoError(t, os.MkdirAll(home+"/private/tool/bin", 0o755))
	require.NoError(t, os.WriteFile(home+"/private/tool/bin/x", []byte("#!/bin/sh\necho tool\n"), 0o755))
	require.NoError(t, os.WriteFile(home+"/private/secret", []byte("secret"), 0o644))
	require.NoError(t, os.Chmod(home+"/private", 0o700))
	s, err := New(Untrusted)
	require.NoError(t, err)
	defer s.Close()
	if s.Plan().Tier != TierA {
		need.Skip(t, "tier-A", "mounts; there is tier %v", s.Plan().Tier)
	}
	tool := home + "/private/tool"
	r := run(t, s, Cmd{Args: []string{tool + "/bin/x"}, ReadOnly: []string{tool}})
	assert.Equal(t, "tool\n", string(r.Stdout), string(r.Stderr))
	r = run(t, s, Cmd{Args: []string{"/bin/cat", home + "/private/secret"}, ReadOnly: []string{tool}})
	assert.NotContains(t, string(r.Stdout), "secret")
}
