package codecheck

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/sandbox"
)

// Honest programs that need /dev/shm, in every tier: in tier C there is none,
// and the harness has stand-ins.
func TestSharedMemory(t *testing.T) {
	t.Setenv("PATH", "/usr/bin:/bin") // an interpreter that every tier may use
	tests := []struct{ name, code, want string }{
		{"pool", "from multiprocessing import Pool\ndef f(x): return x * x\nif __name__ == '__main__':\n with Pool(2) as p: print(p.map(f, range(5)))", "[0, 1, 4, 9, 16]"},
		{"spawned pool", "from multiprocessing import get_context\ndef f(x): return x * x\nif __name__ == '__main__':\n with get_context('spawn').Pool(2) as p: print(p.map(f, range(5)))", "[0, 1, 4, 9, 16]"},
		{"executor", "from concurrent.futures import ProcessPoolExecutor as P\nwith P(2) as p: print(list(p.map(abs, [-1, -2, 3])))", "[1, 2, 3]"},
		{"lock", `from multiprocessing import Process, Lock, Value
def f(l, v):
    for _ in range(300):
        with l: v.value += 1
l, v = Lock(), Value('i', 0, lock=False)
ps = [Process(target=f, args=(l, v)) for _ in range(3)]
[p.start() for p in ps]; [p.join() for p in ps]
print(v.value, l.acquire(), l.acquire(False), l.acquire(timeout=.01), l.release())
try: l.release()
except ValueError as e: print(e)`, "900 True False False None\nsemaphore or lock released too many times"},
		{"recursive lock", `from multiprocessing import RLock
l = RLock()
print(l.acquire(), l.acquire(), l.release(), l.release())
try: l.release()
except AssertionError as e: print(e)`, "True True None None\nattempt to release recursive lock not owned by thread"},
		{"queue", "from multiprocessing import Process, Queue\nq = Queue()\np = Process(target=q.put, args=([1, 'a'],)); p.start(); print(q.get()); p.join()", "[1, 'a']"},
		{"condition, event, barrier", `from multiprocessing import Process, Condition, Event, Barrier, Value
c, e, b, v = Condition(), Event(), Barrier(2), Value('i', 0)
def f():
    b.wait(); e.wait()
    with c: v.value = 7; c.notify_all()
p = Process(target=f); p.start(); b.wait()
with c:
    e.set()
    c.wait_for(lambda: v.value == 7)
p.join(); print(v.value, e.is_set())`, "7 True"},
		{"semaphore", "from multiprocessing import Semaphore, BoundedSemaphore\ns = Semaphore(2); s.acquire(); print(s.get_value()); s.release(); s.release(); print(s.get_value())\nb = BoundedSemaphore(1)\ntry: b.release()\nexcept ValueError: print('bounded')", "1\n3\nbounded"},
		{"array", "from multiprocessing import Process, Array\ndef f(a):\n for i in range(4): a[i] *= 2\na = Array('d', [1, 2, 3, 4])\np = Process(target=f, args=(a,)); p.start(); p.join(); print(a[:])", "[2.0, 4.0, 6.0, 8.0]"},
		{"shared memory", `from multiprocessing import Process, shared_memory
def f(n):
    m = shared_memory.SharedMemory(name=n); m.buf[1] = 9; m.close()
m = shared_memory.SharedMemory(create=True, size=100); m.buf[0] = 7
p = Process(target=f, args=(m.name,)); p.start(); p.join()
print(m.buf[0], m.buf[1]); m.close(); m.unlink()
try: shared_memory.SharedMemory(name=m.name)
except FileNotFoundError: print('gone')
l = shared_memory.ShareableList([1, 'b']); print(l[1]); l.shm.close(); l.shm.unlink()`, "7 9\ngone\nb"},
		{"signals while waiting", `import signal
from multiprocessing import Lock
l = Lock(); l.acquire()
signal.signal(signal.SIGALRM, lambda *a: l.release())
signal.setitimer(signal.ITIMER_REAL, .02); print(l.acquire())`, "True"},
	}
	for _, tier := range []sandbox.Tier{sandbox.TierA, sandbox.TierC} {
		for _, cold := range []bool{false, true} {
			name := "tier " + tier.String() + " warm"
			if cold {
				name = "tier " + tier.String() + " cold"
			}
			t.Run(name, func(t *testing.T) {
				c := newChecker(t, Options{Cold: cold, Policy: sandbox.Policy{Strongest: tier}})
				for _, tt := range tests {
					want, err := json.Marshal(tt.want + "\n")
					require.NoError(t, err)
					r, err := c.Check(t.Context(), Submission{Language: "python", Source: &tt.code,
						Tests: json.RawMessage(`[{"kind":"stdio","stdin":"","stdout":` + string(want) + `}]`)})
					require.NoError(t, err)
					assert.Equal(t, Accepted, r.Verdict, "%s: %s", tt.name, lastReason(r))
				}
			})
		}
	}
}
