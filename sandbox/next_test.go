//go:build linux

package sandbox

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pyKeep puts descriptors into a queue of a socket that lies in its own queue.
// What they hold outlives the run, until the kernel looks for such circles.
const pyKeep = `
import fcntl, os, socket, struct
def keep(fds):
    a, b = socket.socketpair()
    socket.send_fds(a, [b"x"], fds + [a.fileno(), b.fileno()])
    for fd in fds: os.close(fd)
    a.close(); b.close()
home, tmp = os.getcwd(), os.environ["TMPDIR"]
`

// One run cannot take from the next what that may have, nor tell it anything.
func TestNextRunIsNotHarmed(t *testing.T) {
	python := systemPython(t)
	pairs := []struct{ name, leave, find string }{
		{"memory of files", `
fds = [os.memfd_create("x", 8) for i in range(5)]
for fd in fds: os.write(fd, b"x" * (14 << 20))
keep(fds)`, `
b = bytearray(70 << 20)
for i in range(0, len(b), 4096): b[i] = 1
print("filled")`},
		{"memory of pipes", `
fds = []
for i in range(80):
    r, w = os.pipe2(os.O_NONBLOCK)
    try:
        fcntl.fcntl(w, 1031, 1 << 20)
    except OSError:
        pass
    try:
        while True: os.write(w, b"x" * 65536)
    except BlockingIOError:
        pass
    os.close(w)
    fds.append(r)
keep(fds)`, `
b = bytearray(70 << 20)
for i in range(0, len(b), 4096): b[i] = 1
print("filled")`},
		{"room for files", `
fd = os.open("f", os.O_RDWR | os.O_CREAT)
os.posix_fallocate(fd, 0, 12 << 20)
os.unlink("f")
keep([fd])`, `
os.posix_fallocate(os.open("f", os.O_RDWR | os.O_CREAT), 0, 14 << 20)
print("filled")`},
		{"names of sockets", `
s = socket.socket(socket.AF_UNIX)
s.bind("\\0vr-next")
s.listen()
keep([s.detach()])
for i in range(20): keep([])`, `
try:
    s = socket.socket(socket.AF_UNIX)
    print(len(open("/proc/net/unix").readlines()))
    s.bind("\\0vr-next")
    print("bound")
except OSError as e:
    print(e)`},
		{"times of directories", `
for p in (home, tmp, home + "/../shm", home + "/.."):
    try:
        os.utime(p, ns=(4 << 60, 777))
    except OSError:
        pass`, `
print([os.stat(p).st_atime > 1e10 for p in (home, tmp)])`},
		{"flags of directories", `
for p in (home, tmp):
    try:
        fcntl.ioctl(os.open(p, os.O_RDONLY), 0x40086602, struct.pack("l", 0x40 | 0x80))
    except OSError:
        pass`, `
for p in (home, tmp):
    try:
        print(fcntl.ioctl(os.open(p, os.O_RDONLY), 0x80086601, bytes(8)))
    except OSError as e:
        print(e)`},
	}
	limits := Limits{CPU: 20 * time.Second, Wall: time.Minute, Memory: 128 << 20, Disk: 16 << 20, Files: 128}
	eachTier(t, func(t *testing.T, s *Sandbox) {
		one, err := New(Policy{Strongest: s.Plan().Tier, Parallel: 1})
		require.NoError(t, err)
		defer one.Close()
		w := newWarm(t, one)
		for kind, exec := range map[string]func(string) Result{
			"cold": func(src string) Result {
				return run(t, one, Cmd{Args: []string{python, "-c", pyKeep + src}, Limits: limits})
			},
			"warm": func(src string) Result {
				c := py(pyKeep + src)
				c.Limits = limits
				r, err := w.Run(t.Context(), c)
				require.NoError(t, err)
				return r
			},
		} {
			for _, p := range pairs {
				t.Run(kind+" "+p.name, func(t *testing.T) {
					first := exec(p.find)
					require.Equal(t, Exited, first.Status, "%v %s", first.Reason, first.Stderr)
					for range 3 {
						exec(p.leave)
						r := exec(p.find)
						require.Equal(t, Exited, r.Status, "%v %s", r.Reason, r.Stderr)
						assert.Equal(t, string(first.Stdout), string(r.Stdout))
					}
				})
			}
		}
	})
}
