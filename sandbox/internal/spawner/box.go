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
	// root is the tmpfs, attached nowhere, or the directory.
	root int
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
	b := &box{worker: w, root: -1, appFD: -1, uid: uid}
	dirs := []string{"work", "tmp", "shm"}
	if w.cfg.Namespaces {
		b.work, b.tmp, b.app = workPath, tmpPath, appMount
		attrs := unix.MOUNT_ATTR_NOSUID | unix.MOUNT_ATTR_NODEV
		if req.Flags&wire.FlagExecWork == 0 {
			attrs |= unix.MOUNT_ATTR_NOEXEC
		}
		inodes := 1024 + req.Limits.Disk>>20*inodesPerMiB
		fd, err := newTmpfs([][2]string{
			{"size", strconv.FormatInt(req.Limits.Disk, 10)},
			{"nr_inodes", strconv.FormatInt(inodes, 10)}, {"mode", "0755"}}, attrs)
		if err != nil {
			return nil, err
		}
		b.root = fd
	} else {
		if err := w.enterHome(); err != nil {
			return nil, err
		}
		b.dir, b.root = w.home.dir, w.home.fd
		b.work, b.tmp = b.dir+"/work", b.dir+"/tmp"
		dirs = dirs[:2]
	}
	for _, d := range dirs {
		if err := b.mkdir(d); err != nil {
			b.close()
			return nil, fail("mount", "mkdir "+d, err)
		}
	}
	return b, nil
}

// home is a worker's directory on disk, where its runs have theirs one after
// the other. The rulesets that allow it are made once for many runs.
type home struct {
	dir   string
	fd    int
	rules map[ruleKey]*ruleset
}

// enterHome makes the worker's directory if there is none.
func (w *worker) enterHome() error {
	if w.home.dir != "" {
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
	*w.home = home{dir, fd, map[ruleKey]*ruleset{}}
	return nil
}

// empty removes what a run has left. It reports false when something stayed.
func (h *home) empty(all bool) bool {
	for _, d := range []string{"work", "tmp"} {
		if err := unix.Unlinkat(h.fd, d, unix.AT_REMOVEDIR); err != nil && err != unix.ENOENT {
			RemoveTree(h.dir, d)
			all = true
		}
	}
	if !all {
		return true
	}
	names, err := h.names()
	for _, n := range names {
		RemoveTree(h.dir, n)
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
	d := os.NewFile(uintptr(fd), h.dir)
	defer d.Close()
	return d.Readdirnames(-1)
}

func (h *home) dropRules() {
	for _, r := range h.rules {
		r.Close()
	}
	clear(h.rules)
}

// leave gives the directory up.
func (h *home) leave() {
	if h.dir == "" {
		return
	}
	h.dropRules()
	unix.Close(h.fd)
	RemoveTree(filepath.Dir(h.dir), filepath.Base(h.dir))
	h.dir = ""
}

func (b *box) mkdir(path string) error {
	if err := unix.Mkdirat(b.root, path, 0o700); err != nil {
		return err
	}
	return b.chown(path)
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
	switch {
	case b.dir == "":
		unix.Close(b.root)
	case !b.worker.home.empty(b.uid < 0):
		b.worker.home.leave()
	}
}
