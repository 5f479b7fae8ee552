//go:build linux

package spawner

import (
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/wire"
)

// Bounds on the apps held ready: the tests of one submission come close
// together, so a few dozen serve all workers.
const (
	maxApps     = 64
	maxAppBytes = 256 << 20
)

// appEntry is an app held ready: a read-only tmpfs attached nowhere, or a
// directory on disk.
type appEntry struct {
	digest string
	fd     int
	dir    string
	size   int64
	refs   int
	used   uint64
	gone   bool
	held   *holder // where fd is attached, nil for nowhere
}

type appCache struct {
	mu    sync.Mutex
	m     map[string]*appEntry
	clock uint64
	size  int64
}

// acquire returns the app with the digest, or nil. It must be released.
func (c *appCache) acquire(digest string) *appEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.m[digest]
	if e != nil {
		c.clock++
		e.used = c.clock
		e.refs++
	}
	return e
}

func (c *appCache) release(e *appEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e.refs--
	if e.gone && e.refs == 0 {
		e.drop()
	}
}

func (e *appEntry) drop() {
	if e.fd >= 0 {
		if e.held != nil {
			e.held.drop(e.fd)
		}
		unix.Close(e.fd)
	}
	if e.dir != "" {
		RemoveTree(filepath.Dir(e.dir), filepath.Base(e.dir))
	}
}

// add puts an entry in, pushing others out, and acquires it.
func (c *appCache) add(e *appEntry) *appEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	e.used, e.refs = c.clock, 1
	if old := c.m[e.digest]; old != nil { // another worker was as quick
		e.gone = true // ours serves this run alone
		return e
	}
	if c.m == nil {
		c.m = map[string]*appEntry{}
	}
	c.m[e.digest] = e
	c.size += e.size
	for len(c.m) > 1 && (len(c.m) > maxApps || c.size > maxAppBytes) {
		var oldest *appEntry
		for _, o := range c.m {
			if o != e && (oldest == nil || o.used < oldest.used) {
				oldest = o
			}
		}
		delete(c.m, oldest.digest)
		c.size -= oldest.size
		oldest.gone = true
		if oldest.refs == 0 {
			oldest.drop()
		}
	}
	return e
}

func (c *appCache) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.m {
		e.drop()
	}
	c.m = nil
}

// useApp gives the box the request's app. It reports false when the spawner
// does not hold it and the request does not bring it.
func (b *box) useApp(req *wire.Request, name string) (bool, error) {
	if req.AppDigest == "" {
		return true, nil
	}
	e := b.worker.apps.acquire(req.AppDigest)
	if e == nil {
		if len(req.App) == 0 {
			return false, nil
		}
		made, err := b.worker.makeApp(req, name)
		if err != nil {
			return false, err
		}
		e = b.worker.apps.add(made)
	}
	b.shared = e
	if e.dir != "" {
		b.app = e.dir
		return true, nil
	}
	fd, err := e.held.clone(e.fd)
	if err != nil {
		return false, fail("mount", "open_tree app", err)
	}
	b.appFD = fd
	return true, nil
}

func (s *spawner) makeApp(req *wire.Request, name string) (*appEntry, error) {
	e := &appEntry{digest: req.AppDigest, fd: -1}
	for _, f := range req.App {
		e.size += int64(len(f.Data))
	}
	var root int
	var err error
	if s.cfg.Namespaces {
		root, err = newTmpfs([][2]string{{"mode", "0755"}}, unix.MOUNT_ATTR_NOSUID|unix.MOUNT_ATTR_NODEV)
		e.fd = root
	} else {
		e.dir = filepath.Join(s.cfg.ScratchDir, "app-"+name)
		if err = os.Mkdir(e.dir, 0o755); err == nil {
			root, err = unix.Open(e.dir, unix.O_DIRECTORY|unix.O_RDONLY|unix.O_CLOEXEC, 0)
			defer unix.Close(root)
		}
	}
	for _, f := range req.App {
		if err != nil {
			break
		}
		if dir := filepath.Dir(f.Path); dir != "." {
			err = mkdirAll(root, dir)
		}
		if err == nil {
			err = writeAt(root, f.Path, f.Data, f.Mode|0o444)
		}
	}
	if err == nil && e.dir == "" {
		err = unix.MountSetattr(root, "", unix.AT_EMPTY_PATH, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
	}
	if err == nil && e.dir == "" && s.holder != nil {
		if err = s.holder.attach(root); err == nil {
			e.held = s.holder
		}
	}
	if err != nil {
		e.drop()
		return nil, fail("mount", "app", err)
	}
	return e, nil
}
