package sandbox

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/spawner"
)

// scratch is a directory on disk for runs that have no file system of their
// own. A lock held on it as long as this process lives tells others that it
// is in use.
type scratch struct {
	dir  string
	lock *os.File
}

const scratchPrefix = "verireward-scratch-"

// roomyShm is the free space from which on /dev/shm serves for scratch: small
// ones, as containers have, would be filled by a few runs.
const roomyShm = 4 << 30

// scratchBase is where scratch directories are made: $TMPDIR; in memory, if
// there is room and programs may be executed there; or /tmp. With passable it
// must be a place that any user can get to.
func scratchBase(passable bool) string {
	if d := os.Getenv("TMPDIR"); filepath.IsAbs(d) && (!passable || reachable(d)) {
		return d
	}
	const shm = "/dev/shm"
	var st unix.Statfs_t
	if unix.Statfs(shm, &st) == nil && st.Type == unix.TMPFS_MAGIC && st.Flags&unix.ST_NOEXEC == 0 &&
		st.Bavail*uint64(st.Bsize) >= roomyShm && unix.Access(shm, unix.W_OK) == nil {
		return shm
	}
	return "/tmp"
}

// reachable says whether every user can pass through dir and all above it.
func reachable(dir string) bool {
	for {
		st, err := os.Stat(dir)
		if err != nil || st.Mode()&1 == 0 {
			return false
		}
		if dir == "/" {
			return true
		}
		dir = filepath.Dir(dir)
	}
}

// newScratch makes a scratch directory, and removes those of processes that
// died before they could. Runs that have user ids of their own must be able
// to pass through it.
func newScratch(passable bool) (*scratch, error) {
	base := scratchBase(passable)
	old, err := filepath.Glob(filepath.Join(base, scratchPrefix+"*"))
	if err == nil {
		for _, d := range old {
			removeStale(d)
		}
	}
	dir, err := os.MkdirTemp(base, scratchPrefix)
	if err != nil {
		return nil, err
	}
	s := &scratch{dir: dir}
	if passable {
		err = os.Chmod(dir, 0o711)
	}
	if err == nil {
		s.lock, err = os.Open(dir)
	}
	if err == nil {
		err = unix.Flock(int(s.lock.Fd()), unix.LOCK_EX)
	}
	if err != nil {
		s.remove()
		return nil, err
	}
	return s, nil
}

// removeStale removes a scratch directory of ours that nobody holds.
func removeStale(dir string) {
	var st unix.Stat_t
	if unix.Lstat(dir, &st) != nil || int(st.Uid) != os.Geteuid() || st.Mode&unix.S_IFMT != unix.S_IFDIR {
		return
	}
	fd, err := unix.Open(dir, unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd)
	if unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB) == nil {
		spawner.RemoveTree(filepath.Dir(dir), filepath.Base(dir))
	}
}

func (s *scratch) remove() {
	spawner.RemoveTree(filepath.Dir(s.dir), filepath.Base(s.dir))
	if s.lock != nil {
		s.lock.Close()
	}
}
