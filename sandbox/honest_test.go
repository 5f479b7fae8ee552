//go:build linux

package sandbox

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What honest programs find, cold and warm. The tiers' notes say what some
// cannot give.
func TestHonest(t *testing.T) {
	tests := []struct {
		name, src, want string
		needsMounts     bool
		needsProc       bool // /proc/self of a child process
	}{
		{"unicode", "print('\u00e9\u4e16\U0001f600', open('\u00e9', 'w').encoding)", "\u00e9\u4e16\U0001f600 UTF-8\n", false, false},
		{"files", "import os, tempfile, pathlib\nopen('a','w').write('x')\nos.rename('a', 'b')\nos.makedirs('d/e')\nos.link('b', 'd/c')\nos.symlink('b', 's')\nprint(open('s').read(), open('d/c').read(), os.access(pathlib.Path.home(), os.W_OK))\nwith tempfile.TemporaryDirectory() as t: open(t + '/f', 'w')\nprint(os.path.exists(t))", "x x True\nFalse\n", false, false},
		{"copying keeps going", "import shutil\nopen('a','w').write('x')\nshutil.copy2('a','b')\nprint(open('b').read())", "x\n", false, false},
		{"devices", "print(len(open('/dev/urandom','rb').read(4)), open('/dev/zero','rb').read(2), open('/dev/null').read() == '', flush=True)\nopen('/dev/null','w').write('x')\nopen('/dev/stdout','w').write('out\\n')\nprint(repr(open('/dev/stdin').read()))", "4 b'\\x00\\x00' True\nout\n''\n", false, false},
		{"subprocess", "import subprocess\nprint(subprocess.run(['/bin/echo', 'hi'], capture_output=True, text=True).stdout, end='')\nprint(subprocess.check_output('echo $((1+2)) | cat', shell=True).decode(), end='')", "hi\n3\n", false, false},
		{"sessions and groups", "import os, signal, subprocess\np = subprocess.Popen(['/bin/sh', '-c', 'sleep 60 & wait'], start_new_session=True)\nprint(os.getpgid(p.pid) == p.pid)\nos.killpg(p.pid, signal.SIGKILL); print(p.wait())\nq = subprocess.Popen(['/bin/true'], process_group=0) if hasattr(os, 'posix_spawn') and __import__('sys').version_info >= (3, 11) else p\nprint(q.wait() in (0, -9))", "True\n-9\nTrue\n", false, false},
		{"fork and wait", "import os\np = os.fork()\nif p == 0: os._exit(7)\nprint(os.waitstatus_to_exitcode(os.waitpid(p, 0)[1]))", "7\n", false, false},
		{"threads", "import threading\nts = [threading.Thread(target=lambda: None) for _ in range(40)]\n[t.start() for t in ts]; [t.join() for t in ts]\nprint('ok')", "ok\n", false, false},
		{"forty threads at once", "import threading\nb = threading.Barrier(41)\nts = [threading.Thread(target=b.wait) for _ in range(40)]\n[t.start() for t in ts]; b.wait(); [t.join() for t in ts]\nprint('ok')", "ok\n", false, false},
		{"thread pool", "from concurrent.futures import ThreadPoolExecutor as P\nwith P(8) as p: print(sum(p.map(lambda x: x * x, range(10))))", "285\n", false, false},
		{"multiprocessing", "import multiprocessing as m\nm.set_start_method('fork')\nwith m.Pool(3) as p: print(p.map(abs, [-1, 2]))\nq = m.Queue(); q.put(5); print(q.get())\nv = m.Value('i', 3)\nwith v.get_lock(): print(v.value)", "[1, 2]\n5\n3\n", true, false},
		{"shared memory", "from multiprocessing import shared_memory as s\nm = s.SharedMemory(create=True, size=100); m.buf[0] = 7; print(m.buf[0]); m.close(); m.unlink()", "7\n", true, false},
		{"asyncio", "import asyncio\nasync def f():\n await asyncio.sleep(0.001)\n return 1\nprint(asyncio.run(f()))", "1\n", false, false},
		{"own process entries", "import os\nprint(any(l.startswith('VmRSS') for l in open('/proc/self/status')), os.path.exists('/proc/self/maps'))", "True True\n", false, true},
		{"the machine", "import os\nprint(os.cpu_count() > 0, len(os.sched_getaffinity(0)) > 0, os.uname().sysname)", "True True Linux\n", false, false},
		{"user", "import getpass, os\nprint(getpass.getuser(), os.path.expanduser('~') == os.environ['HOME'])", "run True\n", false, false},
		{"signals", "import os, signal\nsignal.signal(signal.SIGUSR1, lambda *a: print('got'))\nos.kill(os.getpid(), signal.SIGUSR1)\nsignal.signal(signal.SIGALRM, lambda *a: print('alarm'))\nsignal.setitimer(signal.ITIMER_REAL, .01)\nsignal.pause()", "got\nalarm\n", false, false},
		{"socket pair", "import socket\na, b = socket.socketpair()\na.send(b'x'); print(b.recv(1))", "b'x'\n", false, false},
		{"unix sockets", "import socket\ns = socket.socket(socket.AF_UNIX); s.bind('sock'); s.listen()\nc = socket.socket(socket.AF_UNIX); c.connect('sock'); print('ok')", "ok\n", true, false},
		{"memory map", "import mmap\nm = mmap.mmap(-1, 1 << 20); m[0] = 1; print(m[0])", "1\n", false, false},
		{"memory error", "try: bytearray(4 << 30)\nexcept MemoryError: print('refused')", "refused\n", false, false},
		{"read descriptor 0", "import os\nprint(os.read(0, 10), open(0).read() == '')", "b'' True\n", false, false},
		{"deep recursion", "import sys, threading\nsys.setrecursionlimit(20000)\ndef f(n): return 0 if n == 0 else 1 + f(n - 1)\nprint(f(15000))", "15000\n", false, false},
		{"output by descriptor", "import os\nos.write(1, b'a'); print('b', flush=True); os.write(1, b'c\\n')", "ab\nc\n", false, false},
		{"standard streams replaced", "import io, sys\nsys.stdout = io.StringIO(); print('hidden'); sys.__stdout__.write('seen')", "seen", false, false},
	}
	eachTier(t, func(t *testing.T, s *Sandbox) {
		python := systemPython(t)
		w := newWarm(t, s)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				if tt.needsMounts && s.Plan().Tier == TierC {
					t.Skip("tier C has no mounts for it, which doctor says")
				}
				cmd := py(tt.src)
				warm, err := w.Run(t.Context(), cmd)
				assert.NoError(t, err)
				cmd.Args = []string{python, "main.py"}
				cold := run(t, s, cmd)
				for name, r := range map[string]Result{"warm": warm, "cold": cold} {
					if tt.needsProc && name == "warm" && s.Plan().Tier == TierC {
						continue
					}
					assert.Equal(t, Exited, r.Status, "%s: %s", name, r.Stderr)
					assert.Equal(t, tt.want, string(r.Stdout), "%s: %s", name, r.Stderr)
				}
			})
		}
	})
}
