//go:build linux

package spawner

import (
	"math"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/landlock"
)

// The keeper of a run is to a run in the host's pid namespace what an init is
// to one in its own: the parent of its first process and of all its orphans,
// and what ends them all. It executes nothing, only steps of the script.
//
// It stands in a landlock domain of its own, in which the run has a further
// one: a signal to every process there is reaches those of the run and no
// others, at one instant, and no signal of the run's reaches the keeper.

// control is the pipe by which a worker has its keeper end a run. The worker
// holds both ends; its death is the end of the pipe.
type control [2]int

// newControl makes the pipe.
func newControl() (control, error) {
	var p [2]int
	err := unix.Pipe2(p[:], unix.O_CLOEXEC|unix.O_NONBLOCK)
	return p, err
}

// end asks the keeper to end the run.
func (c control) end() { unix.Write(c[1], []byte{0}) }

// drain takes back what a keeper did not read.
func (c control) drain() {
	var b [8]byte
	for {
		if n, err := unix.Read(c[0], b[:]); n <= 0 && err != unix.EINTR {
			return
		}
	}
}

func (c control) close() {
	unix.Close(c[0])
	unix.Close(c[1])
}

// keeps says whether runs have a keeper: where they have the caller's user and
// processes, and landlock scopes signals. A user id of the run's own does as
// well, and costs less.
func (s *spawner) keeps() bool { return s.scope != nil }

// keeperSteps are what the keeper does before it starts the program.
func (w *worker) keeperSteps(c *child) {
	s := &c.script
	c.layer("launch")
	s.Call("prctl CHILD_SUBREAPER", unix.SYS_PRCTL, unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
	s.Call("prctl NO_NEW_PRIVS", unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
	c.layer("landlock-scope")
	s.Call("landlock_restrict_self", unix.SYS_LANDLOCK_RESTRICT_SELF, uintptr(w.scope.FD), 0)
	c.layer("launch")
}

// keepSteps are what the keeper does while the program runs, and after.
func (w *worker) keepSteps(c *child) {
	s := &c.script
	c.layer("launch")
	fds := new([2]unix.PollFd)
	fds[0] = unix.PollFd{Fd: -1, Events: unix.POLLIN}
	fds[1] = unix.PollFd{Fd: 0, Events: unix.POLLIN}
	s.Keep(fds)
	// It holds copies of every descriptor of the spawner's, pipes of other
	// runs among them, whose ends must not stay open.
	s.Call("dup3", unix.SYS_DUP3, uintptr(w.ctl[0]), 0, 0)
	s.Call("close_range", unix.SYS_CLOSE_RANGE, 1, math.MaxUint32, 0)
	s.CallSavedStore("pidfd_open", &fds[0].Fd, unix.SYS_PIDFD_OPEN, 0, 0)
	s.Call("ppoll", unix.SYS_PPOLL, uintptr(unsafe.Pointer(fds)), uintptr(len(fds)), 0, 0, 0)
	all := -1
	s.Try("kill", unix.SYS_KILL, uintptr(all), uintptr(unix.SIGKILL))
	s.WaitSaved(c.status, c.usage)
	s.WaitAll(0)
	s.Call("exit_group", unix.SYS_EXIT_GROUP, 0)
}

// prepareScope makes the ruleset of the keepers' domains.
func (s *spawner) prepareScope() error {
	if s.cfg.Namespaces || s.cfg.UIDCount > 0 || s.cfg.Landlock < landlock.ABIScope {
		return nil
	}
	r, err := landlock.NewScope()
	s.scope = r
	return fail("landlock-scope", "ruleset", err)
}

// strayPatience bounds the chase after what a killed keeper has left.
const strayPatience = 2 * time.Second

// killStrays ends the orphans that came to the spawner because their keeper
// was killed, which only the host can do. No other process is ever a child of
// the main thread.
func (s *spawner) killStrays() {
	for end := time.Now().Add(strayPatience); time.Now().Before(end); {
		pids := s.orphanList()
		if len(pids) == 0 {
			return
		}
		for _, pid := range pids {
			unix.Kill(pid, unix.SIGKILL)
		}
		for _, pid := range pids {
			unix.Wait4(pid, nil, unix.WALL, nil)
		}
	}
}
