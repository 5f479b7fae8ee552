//go:build linux

package spawner

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// holder is a thread with a mount namespace of its own, in which apps are kept
// attached. Before Linux 6.15 a mount that is attached nowhere cannot be
// cloned, and one that is only by a thread of its namespace.
type holder struct{ work chan func() }

// holdingPoint is where apps are attached, one above the other.
const holdingPoint = "/usr"

// newHolder starts a holder, if the kernel makes it necessary.
func newHolder() (*holder, error) {
	fd, err := newTmpfs(nil, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	if clone, err := cloneTree(fd); err == nil {
		unix.Close(clone)
		return nil, nil
	}
	h := &holder{work: make(chan func())}
	ready := make(chan error)
	go func() {
		// The thread is changed for good, and lives as long as the spawner.
		runtime.LockOSThread()
		err := unix.Unshare(unix.CLONE_FS | unix.CLONE_NEWNS)
		if err == nil {
			err = unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
		}
		ready <- err
		for f := range h.work {
			f()
		}
	}()
	return h, fail("mount", "hold apps", <-ready)
}

// do has the thread do something.
func (h *holder) do(f func() error) error {
	done := make(chan error)
	h.work <- func() { done <- f() }
	return <-done
}

// attach keeps a mount that is attached nowhere.
func (h *holder) attach(fd int) error {
	return h.do(func() error {
		return unix.MoveMount(fd, "", unix.AT_FDCWD, holdingPoint, unix.MOVE_MOUNT_F_EMPTY_PATH)
	})
}

// drop lets a mount go that was kept.
func (h *holder) drop(fd int) {
	h.do(func() error { return unix.Unmount("/proc/thread-self/fd/"+itoa(fd), unix.MNT_DETACH) })
}

// cloneTree makes a further mount of what is mounted at fd.
func cloneTree(fd int) (int, error) {
	return unix.OpenTree(fd, "", unix.AT_EMPTY_PATH|unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC)
}

// clone is cloneTree by the holder, if there is one.
func (h *holder) clone(fd int) (clone int, err error) {
	if h == nil {
		return cloneTree(fd)
	}
	err = h.do(func() (err error) {
		clone, err = cloneTree(fd)
		return err
	})
	return clone, err
}
