//go:build linux

package sandbox

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
)

// warmSetup runs the file main.py as a script would be.
const warmSetup = `
import sys, types
def job_main():
    sys.path.insert(0, "")
    with open("main.py") as f:
        src = f.read()
    exec(compile(src, "main.py", "exec"), sys.modules["__main__"].__dict__)
`

// systemPython is an interpreter below /usr, which every tier can see.
func systemPython(t testing.TB) string {
	for _, p := range []string{"/usr/bin/python3", "/usr/local/bin/python3"} {
		if _, err := os.Stat(p); err == nil && exec.Command(p, "-c", "import sys; sys.exit(sys.version_info < (3, 9))").Run() == nil {
			return p
		}
	}
	need.Skip(t, "python3", "none of 3.9 or later is below /usr")
	return ""
}

func newWarm(t testing.TB, s *Sandbox) *Warm {
	t.Helper()
	w, err := s.NewWarm(WarmOptions{Args: []string{systemPython(t), "-I", "-S"}, Setup: warmSetup})
	require.NoError(t, err)
	return w
}

func py(src string) Cmd {
	return Cmd{Files: []File{{Path: "main.py", Data: []byte(src)}}}
}

func TestWarm(t *testing.T) {
	tests := []struct {
		name  string
		cmd   Cmd
		check func(*testing.T, Result)
	}{
		{"output", py(`import sys; print("out"); print("err", file=sys.stderr)`), func(t *testing.T, r Result) {
			assert.Equal(t, Exited, r.Status, string(r.Stderr))
			assert.Equal(t, "out\n", string(r.Stdout))
			assert.Equal(t, "err\n", string(r.Stderr))
		}},
		{"input", Cmd{Stdin: strings.NewReader("7\n"), Files: py(`print(int(input()) + 1)`).Files}, func(t *testing.T, r Result) {
			assert.Equal(t, "8\n", string(r.Stdout))
		}},
		{"no input", py(`import sys; print(repr(sys.stdin.read()))`), func(t *testing.T, r Result) {
			assert.Equal(t, "''\n", string(r.Stdout))
		}},
		{"exit", py(`import sys; sys.exit(3)`), func(t *testing.T, r Result) { assert.Equal(t, 3, r.ExitCode) }},
		{"exit with a message", py(`import sys; sys.exit("why")`), func(t *testing.T, r Result) {
			assert.Equal(t, 1, r.ExitCode)
			assert.Equal(t, "why\n", string(r.Stderr))
		}},
		{"exception", py(`1/0`), func(t *testing.T, r Result) {
			assert.Equal(t, 1, r.ExitCode)
			assert.Contains(t, string(r.Stderr), "ZeroDivisionError")
		}},
		{"atexit and threads", py("import atexit, threading, time\natexit.register(print, 'bye')\nthreading.Thread(target=lambda: (time.sleep(.05), print('thread'))).start()"), func(t *testing.T, r Result) {
			assert.Equal(t, "thread\nbye\n", string(r.Stdout))
		}},
		{"buffers of its own", py("o = open(1, 'w', closefd=False)\no.write('kept')"), func(t *testing.T, r Result) {
			assert.Equal(t, "kept", string(r.Stdout))
		}},
		{"channel", Cmd{Result: true, Files: py(`import os; os.write(3, b"x")`).Files}, func(t *testing.T, r Result) {
			assert.Equal(t, "x", string(r.Channel))
		}},
		{"descriptors", py("import os\nfor i in range(3, 64):\n try:\n  os.fstat(i); print('open', i)\n except OSError: pass"), func(t *testing.T, r Result) {
			assert.Empty(t, string(r.Stdout))
		}},
		{"arguments and environment", Cmd{Args: []string{"prog", "a"}, Env: []string{"K=v"}, Files: py("import os, sys\nprint(sys.argv, os.environ['K'], os.environ['LANG'])").Files}, func(t *testing.T, r Result) {
			assert.Equal(t, "['prog', 'a'] v C.UTF-8\n", string(r.Stdout))
		}},
		{"writes", py("open('x','w').write('1'); import tempfile; tempfile.mkdtemp(); print(1)"), func(t *testing.T, r Result) {
			assert.Equal(t, "1\n", string(r.Stdout), string(r.Stderr))
		}},
		{"and finds nothing of others", py("import os, tempfile\nprint(os.listdir('.'), os.listdir(tempfile.gettempdir()))"), func(t *testing.T, r Result) {
			assert.Equal(t, "['main.py'] []\n", string(r.Stdout), string(r.Stderr))
		}},
		{"processor time", Cmd{Limits: Limits{CPU: 200 * time.Millisecond, Wall: time.Minute}, Files: py("while True: pass").Files}, func(t *testing.T, r Result) {
			assert.Equal(t, TimeLimit, r.Status)
		}},
		{"wall time", Cmd{Limits: Limits{Wall: 200 * time.Millisecond}, Files: py("import time; time.sleep(60)").Files}, func(t *testing.T, r Result) {
			assert.Equal(t, WallLimit, r.Status)
		}},
		{"memory fails", Cmd{Limits: Limits{Memory: 128 << 20}, Files: py("try:\n x = bytearray(1 << 30)\nexcept MemoryError: print('no')").Files}, func(t *testing.T, r Result) {
			assert.Equal(t, "no\n", string(r.Stdout))
		}},
		{"memory", Cmd{Limits: Limits{Memory: 64 << 20}, Files: py("x = []\nwhile True: x.append(b'x' * 1000000)").Files}, func(t *testing.T, r Result) {
			assert.Equal(t, MemoryLimit, r.Status, "%d", r.PeakMemory)
		}},
		{"output limit", Cmd{Limits: Limits{Output: 1000}, Files: py("while True: print('x' * 100)").Files}, func(t *testing.T, r Result) {
			assert.Equal(t, OutputLimit, r.Status)
		}},
		{"kills its parent", py("import os, signal\ntry:\n os.kill(os.getppid(), signal.SIGKILL)\n print('killed')\nexcept PermissionError: print('refused')"), func(t *testing.T, r Result) {
			assert.Equal(t, "refused\n", string(r.Stdout), string(r.Stderr))
		}},
		{"odd names", Cmd{Args: []string{"", "a=b\n", "\xff"}, Env: []string{"E=", "W={work}=x", "B=\xff"}, Files: append(py("import os, sys\nprint(sys.argv, repr(os.environ['E']), os.environ['W'] == os.getcwd() + '=x', os.environb[b'B'], open('d/\u00e9 f').read())").Files, File{Path: "d/\u00e9 f", Data: []byte("1")})}, func(t *testing.T, r Result) {
			assert.Equal(t, "['', 'a=b\\n', '\\udcff'] '' True b'\\xff' 1\n", string(r.Stdout), string(r.Stderr))
		}},
		{"large files", Cmd{Files: append(py("print(len(open('a').read()), len(open('b').read()))").Files, File{Path: "a", Data: make([]byte, 1<<20)}, File{Path: "b", Data: make([]byte, 70_000)})}, func(t *testing.T, r Result) {
			assert.Equal(t, "1048576 70000\n", string(r.Stdout), string(r.Stderr))
		}},
		{"leaves a process", py("import os, time\nif os.fork() == 0:\n time.sleep(100)\nprint('left')"), func(t *testing.T, r Result) {
			assert.Equal(t, "left\n", string(r.Stdout), string(r.Stderr))
		}},
		{"leaves a mess", py("import os\nfor i in range(60): os.makedirs('d/' * 50, exist_ok=True)\nos.mkdir('u'); open('u/f', 'w'); os.chmod('u', 0)"), func(t *testing.T, r Result) {
			assert.Equal(t, Exited, r.Status, string(r.Stderr))
		}},
		{"which is gone", py("import os\nprint(os.listdir('.'))"), func(t *testing.T, r Result) {
			assert.Equal(t, "['main.py']\n", string(r.Stdout), string(r.Stderr))
		}},
		{"changes its interpreter", py("import builtins, sys\nbuiltins.len = lambda x: 42\nsys.modules.clear()"), func(t *testing.T, r Result) {}},
		{"alone", py("print(len('ab'))"), func(t *testing.T, r Result) {
			assert.Equal(t, "2\n", string(r.Stdout), string(r.Stderr))
		}},
		{"forbidden call", py("import ctypes\nctypes.CDLL(None).ptrace(0, 0, 0, 0)"), func(t *testing.T, r Result) {
			assert.Equal(t, Violation, r.Status, string(r.Stderr))
		}},
	}
	eachTier(t, func(t *testing.T, s *Sandbox) {
		w := newWarm(t, s)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				if in, ok := tt.cmd.Stdin.(*strings.Reader); ok {
					in.Seek(0, 0)
				}
				r, err := w.Run(t.Context(), tt.cmd)
				require.NoError(t, err)
				tt.check(t, r)
			})
		}
	})
}

// What one child of a zygote does must not be felt by the next.
func TestWarmPoison(t *testing.T) {
	poisons := []string{
		"import os\nopen('../left', 'w').write('x')",
		"import os\nos.mkdir('../left')\nos.rename('../tmp', '../t')",
		"import os\nos.rename('../work', '../w'); os.mkdir('../work')",
		"import os\nos.chmod('.', 0); os.chmod(os.environ['TMPDIR'], 0)",
		"import os\nos.setxattr('.', 'user.x', b'left')",
		"import os, resource\nfor w in (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC): resource.prlimit(os.getppid(), w, (3, 3))",
		"import os\nos.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
		"import os\nos.setpriority(os.PRIO_USER, 0, 19)",
		"import os\nos.sched_setaffinity(os.getppid(), {0})",
		"import ctypes\nprint(ctypes.CDLL(None).shmget(0x5eed, 4096, 0o1600))",
		"import os, signal\nfor s in (2, 9, 15, 19): os.kill(os.getppid(), s)",
		"import os\nos.killpg(os.getpgid(os.getppid()), 9)",
		"import os\nos.kill(-1, 9)",
		"import os\nfor i in range(64):\n try: os.write(i, b'junk')\n except OSError: pass",
		"import os\nopen('/proc/%d/oom_score_adj' % os.getppid(), 'w').write('1000')",
		"import os\nopen('/proc/%d/mem' % os.getppid(), 'r+b')",
		"import os, sys\nwhile True:\n if os.fork() == 0: os.setsid()",
		"import os, time\nfor _ in range(5):\n if os.fork() == 0:\n  time.sleep(.05); open('late', 'w'); os.write(1, b'late')",
		"import os\nd = '.'\nfor _ in range(1500): os.mkdir('d'); os.chdir('d')",
		"import socket\ns = socket.socket(socket.AF_UNIX); s.bind('sock'); s.listen()",
		"import os\nos.mkfifo('f'); os.symlink('/', 'l'); os.mkdir('u'); os.mkdir('u/v'); os.chmod('u', 0)",
	}
	probe := "import os, resource, threading\n" +
		"print(sorted(os.listdir('.')), os.listdir(os.environ['TMPDIR']), sorted(os.listdir('..')) , os.listxattr('.'), " +
		"os.getpriority(os.PRIO_PROCESS, 0), os.getpriority(os.PRIO_PROCESS, os.getppid()), resource.getrlimit(resource.RLIMIT_NOFILE)[0], " +
		"len(os.sched_getaffinity(0)) == os.cpu_count())\n" +
		"open('x', 'w').write('1'); t = threading.Thread(target=print, args=('t',)); t.start(); t.join()\n" +
		"import ctypes; print(ctypes.CDLL(None).shmget(0x5eed, 4096, 0))"
	eachTier(t, func(t *testing.T, s *Sandbox) {
		w := newWarm(t, s)
		if s.Plan().Tier == TierC { // the parent directory is closed there
			probe = strings.Replace(probe, "sorted(os.listdir('..'))", "0", 1)
		}
		first, err := w.Run(t.Context(), py(probe))
		require.NoError(t, err)
		require.Equal(t, Exited, first.Status, string(first.Stderr))
		for _, src := range poisons {
			cmd := py(src)
			cmd.Limits = Limits{CPU: time.Second}
			_, err := w.Run(t.Context(), cmd)
			require.NoError(t, err, src)
			r, err := w.Run(t.Context(), py(probe))
			require.NoError(t, err, src)
			assert.Equal(t, string(first.Stdout), string(r.Stdout), "after %s: %s", src, r.Stderr)
		}
	})
}

// A run finds nothing in its memory of what earlier runs were told.
func TestWarmForgets(t *testing.T) {
	told := func(n int) Cmd {
		return Cmd{Args: []string{"prog", "of-one-run"}, Env: []string{"K=of-one-run"},
			Files: py("print('hello') # of-one-run" + strings.Repeat(" of-one-run", n)).Files}
	}
	// It counts how often the words above are in its memory: once, its own.
	search := py(`
import sys
want = b"ng,nod,sto".translate(bytes(i ^ 1 for i in range(256)))
try:
    maps = open("/proc/self/maps").readlines()
    mem = open("/proc/self/mem", "rb", 0)
except OSError:  # hidden in tier C
    print(1)
    sys.exit()
found = 0
part = bytearray(1 << 20)
for line in maps:
    where, mode = line.split()[:2]
    low, high = (int(x, 16) for x in where.split("-"))
    if mode[:2] != "rw":
        continue
    mem.seek(low)
    while low < high:
        n = mem.readinto(memoryview(part)[:high - low])
        low += n
        found += part.count(want, 0, n)
        part[:] = bytes(len(part))
print(found)
`)
	eachTier(t, func(t *testing.T, s *Sandbox) {
		w := newWarm(t, s)
		for _, n := range []int{0, 100, 10_000} { // the last does not fit into a packet
			r, err := w.Run(t.Context(), told(n))
			require.NoError(t, err)
			require.Equal(t, "hello\n", string(r.Stdout), string(r.Stderr))
			r, err = w.Run(t.Context(), search)
			require.NoError(t, err)
			assert.Equal(t, "1\n", string(r.Stdout), string(r.Stderr))
		}
	})
}

func TestWarmSetupErrors(t *testing.T) {
	s, err := New(Untrusted)
	require.NoError(t, err)
	defer s.Close()
	for name, setup := range map[string]string{"syntax": "def", "raises": "1/0", "no job_main": "x = 1"} {
		_, err := s.NewWarm(WarmOptions{Args: []string{systemPython(t)}, Setup: setup})
		var cmdErr *CmdError
		require.ErrorAs(t, err, &cmdErr, name)
		assert.Equal(t, "Setup", cmdErr.Field)
		assert.Contains(t, err.Error(), "Error", name)
	}
}

// TestWarmStopsInTime: a run that does nothing but compute is stopped when its
// time is used up, not at some later look. The best of a few tries counts, since
// who looks may have to wait for a core.
func TestWarmStopsInTime(t *testing.T) {
	s, err := New(Untrusted)
	require.NoError(t, err)
	defer s.Close()
	w := newWarm(t, s)
	spin := py("while True: pass")
	spin.Limits = Limits{CPU: time.Second, Wall: 20 * time.Second}
	least := spin.Limits.Wall
	for try := 0; try < 5 && least > 3*spin.Limits.CPU/2; try++ {
		r, err := w.Run(t.Context(), spin)
		require.NoError(t, err)
		require.Equal(t, TimeLimit, r.Status)
		least = min(least, r.CPU)
	}
	assert.LessOrEqual(t, least, 3*spin.Limits.CPU/2)
}

// TestWarmNames: a NUL byte ends a name in the message to the zygote, so no name
// may hold one.
func TestWarmNames(t *testing.T) {
	s, err := New(Untrusted)
	require.NoError(t, err)
	defer s.Close()
	w := newWarm(t, s)
	for field, cmd := range map[string]Cmd{
		"Args":  {Args: []string{"prog", "a\x00b"}},
		"Files": {Files: []File{{Path: "a\x00b"}}},
	} {
		_, err := w.Run(t.Context(), cmd)
		var cmdErr *CmdError
		require.ErrorAs(t, err, &cmdErr, field)
		assert.Equal(t, field, cmdErr.Field)
	}
}

func TestWarmPair(t *testing.T) {
	eachTier(t, func(t *testing.T, s *Sandbox) {
		w := newWarm(t, s)
		for range 5 {
			a, b, err := w.RunPair(t.Context(), py("print(int(input()) + 1)"),
				Cmd{Result: true, Files: py("print(41, flush=True)\nopen(3, 'w').write(input())").Files})
			require.NoError(t, err)
			assert.Equal(t, Exited, a.Status, string(a.Stderr))
			assert.Equal(t, "42", string(b.Channel), string(b.Stderr))
		}
	})
}
