//go:build linux

package spawner

import (
	"bytes"
	"os"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/launch"
	"github.com/verireward/verireward/sandbox/internal/wire"
)

// killGroup ends every process of a run that could not leave its process
// group. It is called while the first process, a zombie by now, still holds
// the group's number. A fork under way fails: the kernel sends a group's
// signal and links a new process under one lock.
func (r *run) killGroup() {
	if r.keepGroup() {
		unix.Kill(-r.proc.PID, unix.SIGKILL)
	}
}

// reap sees to it that nothing of the run is left, not even a zombie, which
// would count towards the user's processes. It returns the processor time of
// what it waited for, as far as that is known.
func (r *run) reap() (cpu time.Duration) {
	switch {
	case r.box.cell != nil:
		c := r.box.cell
		if !c.quiet() {
			cpu = c.end()
		}
		// A socket that lies in its own queue is left to the kernel's
		// collector, with the files and names that it holds.
		if c.sockets && !r.net.empty() {
			c.end()
			r.leaveNet()
		}
		c.sockets = false
	case r.tmpl != nil: // the namespace's end has done it
		if !r.tmpl.network && !r.net.empty() {
			r.leaveNet()
		}
	case r.keepGroup():
		for {
			if err := unix.Waitid(unix.P_PGID, r.proc.PID, nil, unix.WEXITED|unix.WALL, nil); err != nil && err != unix.EINTR {
				return 0
			}
		}
	case r.box.uid >= 0:
		// What a run leaves behind becomes a child of the main thread.
		if r.hasOrphans() {
			r.killUser(r.box.uid)
		}
	case r.child.status != nil && *r.child.status == noStatus:
		r.killStrays() // else the keeper has done it
	}
	return cpu
}

func (s *spawner) hasOrphans() bool {
	var buf [1]byte
	n, err := unix.Pread(s.orphans, buf[:], 0)
	return err != nil || n > 0
}

// orphanList lists the children of the main thread.
func (s *spawner) orphanList() []int {
	b, err := os.ReadFile(s.mainTask)
	if err != nil {
		return nil
	}
	var pids []int
	for _, f := range bytes.Fields(b) {
		if pid, err := strconv.Atoi(string(f)); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// killUser ends every process of a user id that belongs to one run: one
// process of that user signals all the others at once. A process that is
// forking sees the signal before its child is linked, so none escapes.
//
// What dies becomes a child of the main thread before it can be waited for,
// and so do its children: when none of that user is listed, none is left.
func (w *worker) killUser(uid int) {
	for {
		var s launch.Script
		killAll(&s, uid)
		if p, err := s.Start(unix.CLONE_VFORK); err == nil {
			unix.Wait4(p.PID, nil, unix.WALL, nil)
			unix.Close(p.FD)
		}
		if !w.reapUser(uid) {
			return
		}
	}
}

// killAll makes a script that kills every process of a user.
func killAll(s *launch.Script, uid int) {
	id := uintptr(uid)
	s.Call("setresuid", unix.SYS_SETRESUID, id, id, id)
	all := -1
	s.Try("kill", unix.SYS_KILL, uintptr(all), uintptr(unix.SIGKILL))
	s.Call("exit_group", unix.SYS_EXIT_GROUP, 0)
}

// ownedBy says whether a process has a user id. Its directory in /proc belongs
// to its user whatever else.
func ownedBy(pid, uid int) bool {
	var st unix.Stat_t
	return unix.Stat("/proc/"+itoa(pid), &st) == nil && int(st.Uid) == uid
}

// reapUser waits for the orphans of a user, which have been killed. It
// reports whether there were any.
func (s *spawner) reapUser(uid int) (any bool) {
	for _, pid := range s.orphanList() {
		if !ownedBy(pid, uid) {
			continue
		}
		any = true
		for {
			if _, err := unix.Wait4(pid, nil, unix.WALL, nil); err != unix.EINTR {
				break
			}
		}
	}
	return any
}

// tasks counts the threads of the spawner's own user on the host, now and
// then.
type tasks struct {
	mu    sync.Mutex
	at    time.Time
	count int64
}

const tasksFresh = time.Second

// othersOfUser is how many threads of the run's user are not the run's: the
// kernel's limit counts them all, where runs do not have a user of their own.
func (w *worker) othersOfUser() int64 {
	if w.cfg.UIDCount > 0 || w.cfg.NestedUserNS {
		return 0
	}
	t := &w.tasks
	t.mu.Lock()
	defer t.mu.Unlock()
	if time.Since(t.at) < tasksFresh {
		return t.count
	}
	t.count, t.at = 0, time.Now()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0
	}
	uid := uint32(os.Getuid())
	for _, e := range entries {
		if _, err := strconv.Atoi(e.Name()); err != nil {
			continue
		}
		var st unix.Stat_t
		if unix.Stat("/proc/"+e.Name()+"/task", &st) != nil || st.Uid != uid {
			continue
		}
		t.count += max(int64(st.Nlink)-2, 1)
	}
	return t.count
}

// KillUsers ends the processes of every user id that a spawner's workers may
// have used. It is for the caller of a spawner that was killed; the calling
// goroutine must be locked to a thread with signals blocked.
func KillUsers(cfg wire.Config, workers int) {
	n := min(workers*uidsPerWorker, cfg.UIDCount)
	for i := range n {
		var s launch.Script
		killAll(&s, cfg.UIDBase+i)
		if p, err := s.Start(unix.CLONE_VFORK); err == nil {
			unix.Wait4(p.PID, nil, unix.WALL, nil)
			unix.Close(p.FD)
		}
	}
}
