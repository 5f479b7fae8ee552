//go:build linux

package sandbox

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Python programs that need /dev/shm, in every tier: with the stand-ins they
// find what they need in tier C too.
func TestPythonStandIns(t *testing.T) {
	const head = "import multiprocessing as m, os, sys\n"
	tests := []struct{ name, src, want string }{
		{"pool", `
def f(x): return x * x
if __name__ == '__main__':
    with m.Pool(2) as p: print(p.map(f, range(5)))`, "[0, 1, 4, 9, 16]\n"},
		{"lock and value", `
def f(l, v):
    for _ in range(100):
        with l: v.value += 1
if __name__ == '__main__':
    l, v = m.Lock(), m.Value('i', 0, lock=False)
    ps = [m.Process(target=f, args=(l, v)) for _ in range(2)]
    [p.start() for p in ps]; [p.join() for p in ps]
    print(v.value, l.acquire(), l.acquire(False), l.release())`, "200 True False None\n"},
		{"queue, event, array", `
def f(q, e, a):
    e.wait()
    for i in range(len(a)): a[i] *= 2
    q.put([1, 'a'])
if __name__ == '__main__':
    q, e, a = m.Queue(), m.Event(), m.Array('d', [1, 2])
    p = m.Process(target=f, args=(q, e, a)); p.start(); e.set()
    print(q.get()); p.join(); print(a[:])`, "[1, 'a']\n[2.0, 4.0]\n"},
		{"shared memory", `
from multiprocessing import shared_memory
def f(n):
    s = shared_memory.SharedMemory(name=n); s.buf[1] = 9; s.close()
if __name__ == '__main__':
    s = shared_memory.SharedMemory(create=True, size=100); s.buf[0] = 7
    p = m.Process(target=f, args=(s.name,)); p.start(); p.join()
    print(s.buf[0], s.buf[1]); s.close(); s.unlink()`, "7 9\n"},
		{"names lead nowhere else", `
from multiprocessing import shared_memory
if __name__ == '__main__':
    for n in '../x', '':
        try: print(shared_memory._posixshmem.shm_open(n, os.O_CREAT | os.O_RDWR))
        except OSError as e: print(type(e).__name__)`, "OSError\nOSError\n"},
	}
	eachTier(t, func(t *testing.T, s *Sandbox) {
		python := systemPython(t)
		app := NewBundle([]File{{Path: "sitecustomize.py", Data: []byte(PythonStandIns())}})
		for _, method := range []string{"fork", "spawn", "forkserver"} {
			if method == "forkserver" && s.Plan().Tier != TierC {
				continue // the interpreter's own
			}
			for _, tt := range tests {
				if tt.name == "names lead nowhere else" && s.Plan().Tier != TierC {
					continue
				}
				t.Run(method+"/"+tt.name, func(t *testing.T) {
					cmd := py(head + "m.set_start_method('" + method + "', force=True)\n" + tt.src)
					cmd.Args, cmd.App = []string{python, "main.py"}, app
					cmd.Env = []string{"PYTHONPATH={app}"}
					r := run(t, s, cmd)
					assert.Equal(t, Exited, r.Status, "%s: %s", r.Reason, r.Stderr)
					assert.Equal(t, tt.want, string(r.Stdout))
					assert.Empty(t, string(r.Stderr))
				})
			}
		}
		t.Run("warm", func(t *testing.T) {
			r, err := newWarm(t, s).Run(t.Context(), py("import multiprocessing as m\nm.set_start_method('fork')\n"+
				"q = m.Queue(); m.Process(target=q.put, args=(5,)).start(); print(q.get(), m.Lock().acquire())\n"+
				"p = m.get_context('spawn').Pool(1); print(p.map(abs, [-3])); p.close(); p.join()"))
			require.NoError(t, err)
			assert.Equal(t, "5 True\n[3]\n", string(r.Stdout), "%v %s", r.Status, r.Stderr)
		})
	})
}
