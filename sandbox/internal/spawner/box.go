//go:build linux

package spawner

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/wire"
)

// box is where one run lives: a tmpfs that only it sees, or without mounts
// the worker's directory on disk.
type box struct {
	worker *worker
	// work, tmp and app are paths as the run sees them.
	work, tmp, app string
	// root is the tmpfs or the directory, mount the tmpfs if it is this run's
	// alone.
	root, mount int
	home        *home // which the box is in, nil for a tmpfs of its own
	cell        *cell // whose home that is, nil for none
	// dir is the directory's path on the host, empty for a tmpfs.
	dir string
	// appFD is a mount of the app for this run alone, -1 for none.
	appFD  int
	shared *appEntry
	uid    int // of the files; -1: the spawner's
}

// inodesPerMiB bounds the number of files by the size allowed.
const inodesPerMiB = 256

// newBox makes an empty box.
func (w *worker) newBox(req *wire.Request, uid int) (*box, error) {
	b := &box{worker: w, root: -1, mount: -1, appFD: -1, uid: uid}
	dirs := []string{"work", "tmp", "shm"}
	var err error
	switch {
	case !w.cfg.Namespaces:
		if err := w.enterHome(); err != nil {
			return nil, err
		}
		b.home, b.root, b.dir = w.home, w.home.fd, w.home.path
		b.work, b.tmp = b.dir+"/work", b.dir+"/tmp"
		dirs = dirs[:2]
	case w.cell != nil:
		b.cell, b.home, b.root = w.cell, &w.cell.home, w.cell.home.fd
		err = fail("mount", "chown work", b.chown("work")) // see renew
		dirs = dirs[1:]
	default:
		b.root, err = boxTmpfs(req.Limits.Disk, req.Flags&wire.FlagExecWork != 0)
		b.mount = b.root
	}
	if w.cfg.Namespaces {
		b.work, b.tmp, b.app = workPath, tmpPath, appMount
	}
	for _, d := range dirs {
		if err == nil {
			err = fail("mount", "mkdir "+d, b.mkdir(d))
		}
	}
	if err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// boxTmpfs makes a file system for a run, attached nowhere.
func boxTmpfs(size int64, exec bool) (int, error) {
	attrs := unix.MOUNT_ATTR_NOSUID | unix.MOUNT_ATTR_NODEV | unix.MOUNT_ATTR_NODIRATIME
	if !exec {
		attrs |= unix.MOUNT_ATTR_NOEXEC
	}
	inodes := 1024 + size>>20*inodesPerMiB
	return newTmpfs([][2]string{
		{"size", strconv.FormatInt(size, 10)},
		{"nr_inodes", strconv.FormatInt(inodes, 10)}, {"mode", "0755"}}, attrs)
}

// home is where a worker's runs have their directories one after the other:
// a directory on disk, with the rulesets that allow it, which are made once
// for many runs, or a cell's file system.
type home struct {
	path  string // empty where there is none
	fd    int
	rules map[ruleKey]*ruleset
	tmpfs bool
}

// enterHome makes the worker's directory if there is none.
func (w *worker) enterHome() error {
	if w.home.path != "" {
		return nil
	}
	dir := filepath.Join(w.cfg.ScratchDir, "run-"+itoa(w.nr)+"-"+itoa(w.runs))
	if err := os.Mkdir(dir, 0o711); err != nil {
		return fail("scratch", "mkdir", err)
	}
	fd, err := unix.Open(dir, unix.O_DIRECTORY|unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		RemoveTree(w.cfg.ScratchDir, filepath.Base(dir))
		return fail("scratch", "open", err)
	}
	*w.home = home{path: dir, fd: fd, rules: map[ruleKey]*ruleset{}}
	return nil
}

// empty removes what a run has left. It reports false when something stayed.
func (h *home) empty(all bool) bool {
	for _, d := range []string{"work", "tmp", "shm"} {
		if err := unix.Unlinkat(h.fd, d, unix.AT_REMOVEDIR); err != nil && err != unix.ENOENT {
			RemoveTree(h.path, d)
			all = true
		}
	}
	if !all {
		return true
	}
	names, err := h.names()
	for _, n := range names {
		RemoveTree(h.path, n)
	}
	if len(names) > 0 {
		names, err = h.names()
	}
	return err == nil && len(names) == 0
}

func (h *home) names() ([]string, error) {
	fd, err := unix.Openat(h.fd, ".", unix.O_DIRECTORY|unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	d := os.NewFile(uintptr(fd), h.path)
	defer d.Close()
	return d.Readdirnames(-1)
}

func (h *home) dropRules() {
	for _, r := range h.rules {
		r.Close()
	}
	clear(h.rules)
}

// leave gives it up, with all that is in it.
func (h *home) leave() {
	if h.path == "" {
		return
	}
	h.dropRules()
	unix.Close(h.fd)
	if !h.tmpfs {
		RemoveTree(filepath.Dir(h.path), filepath.Base(h.path))
	}
	h.path = ""
}

func (b *box) mkdir(path string) error {
	if err := unix.Mkdirat(b.root, path, 0o700); err != nil {
		return err
	}
	b.counts()
	return b.chown(path)
}

// counts says that a file or directory was made.
func (b *box) counts() {
	if b.cell != nil {
		b.cell.inode++
	}
}

func (b *box) chown(path string) error {
	if b.uid < 0 {
		return nil
	}
	return unix.Fchownat(b.root, path, b.uid, b.uid, unix.AT_SYMLINK_NOFOLLOW)
}

// put writes the run's files into its working directory.
func (b *box) put(files []wire.File) error {
	made := map[string]bool{}
	for _, f := range files {
		path := "work/" + f.Path
		for i := len("work/"); i < len(path); i++ {
			if path[i] == '/' && !made[path[:i]] {
				made[path[:i]] = true
				if err := b.mkdir(path[:i]); err != nil && err != unix.EEXIST {
					return err
				}
			}
		}
		if err := writeAt(b.root, path, f.Data, f.Mode); err != nil {
			return err
		}
		b.counts()
		if err := b.chown(path); err != nil {
			return err
		}
	}
	return nil
}

// collected is what is brought out of a box, within bounds.
type collected struct {
	files   []wire.File
	left    int64
	entries int
	clipped bool
}

// Bounds on a directory that is collected whole.
const (
	collectEntries = 20000
	collectDepth   = 32
)

// collect reads the files asked for. The run has ended, so nothing changes
// meanwhile; links are not followed, and of what belongs to another user
// nothing is read.
func (b *box) collect(names []string, limit int64) collected {
	c := collected{left: limit, entries: collectEntries}
	for _, name := range names {
		if dir, ok := strings.CutSuffix(name, "/"); ok {
			b.collectDir(&c, dir, collectDepth)
		} else {
			b.collectFile(&c, name)
		}
	}
	return c
}

func (b *box) open(name string, flags uint64) (int, error) {
	return unix.Openat2(b.root, filepath.Join("work", name), &unix.OpenHow{
		Flags:   flags | unix.O_RDONLY | unix.O_CLOEXEC | unix.O_NONBLOCK | unix.O_NOFOLLOW,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS | unix.RESOLVE_NO_MAGICLINKS})
}

func (b *box) collectFile(c *collected, name string) {
	if c.entries--; c.entries < 0 {
		c.clipped = true
		return
	}
	fd, err := b.open(name, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
		return
	}
	if b.uid >= 0 && int(st.Uid) != b.uid {
		return
	}
	if st.Size > c.left {
		c.clipped = true
		return
	}
	data := make([]byte, st.Size)
	n := 0
	for n < len(data) {
		k, err := unix.Read(fd, data[n:])
		if err != nil || k == 0 {
			break
		}
		n += k
	}
	c.left -= int64(n)
	c.files = append(c.files, wire.File{Path: name, Data: data[:n], Mode: st.Mode & 0o777})
}

func (b *box) collectDir(c *collected, name string, depth int) {
	if depth == 0 {
		c.clipped = true
		return
	}
	fd, err := b.open(name, unix.O_DIRECTORY)
	if err != nil {
		return
	}
	d := os.NewFile(uintptr(fd), name)
	defer d.Close()
	entries, err := d.ReadDir(collectEntries)
	if err != nil {
		return
	}
	for _, e := range entries {
		at := filepath.Join(name, e.Name())
		switch {
		case e.IsDir():
			b.collectDir(c, at, depth-1)
		case e.Type().IsRegular():
			b.collectFile(c, at)
		}
	}
}

// close drops the box and all that is in it.
func (b *box) close() {
	if b.appFD >= 0 {
		unix.Close(b.appFD)
	}
	if b.shared != nil {
		b.worker.apps.release(b.shared)
	}
	if b.mount >= 0 {
		unix.Close(b.mount)
	}
	switch {
	case b.home == nil:
	case b.cell != nil:
		if b.cell.dead || !b.home.empty(false) {
			b.worker.leaveCell()
		}
	case !b.home.empty(b.uid < 0):
		b.home.leave()
	}
}
