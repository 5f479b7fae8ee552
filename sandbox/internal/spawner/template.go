//go:build linux

package spawner

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/landlock"
)

// Places in the root of a run. The mount points that change from run to run
// lie one level below a directory with landlock rules: landlock does not look
// at the directory that a mount hides.
const (
	runMount  = "/box/run"
	workPath  = runMount + "/work"
	tmpPath   = runMount + "/tmp"
	shmPath   = runMount + "/shm"
	appParent = "/apps"
	appMount  = appParent + "/app"
)

// systemDirs are seen by every run, read-only.
var systemDirs = []string{"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}

// withoutLinks drops from a list of directories those that are links into
// another of them: every rule is copied and freed again by every run.
func withoutLinks(dirs []string) []string {
	var out []string
	for _, d := range dirs {
		real, err := filepath.EvalSymlinks(d)
		inside := func(other string) bool { return other != d && strings.HasPrefix(real, other+"/") }
		if err != nil || !slices.ContainsFunc(dirs, inside) {
			out = append(out, d)
		}
	}
	return out
}

// systemFiles are the parts of /etc that compilers and runtimes read; none is
// private on any host. Globs are allowed.
var systemFiles = []string{
	"/etc/ld.so.cache", "/etc/alternatives", "/etc/ssl/certs", "/etc/ssl/openssl.cnf",
	"/etc/pki/tls/certs", "/etc/ca-certificates", "/etc/mime.types", "/etc/java*",
	"/etc/python*", "/etc/perl", "/etc/magic", "/etc/inputrc", "/etc/bash.bashrc",
	"/etc/protocols", "/etc/services",
}

// networkFiles are seen too by runs with the network.
var networkFiles = []string{"/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf"}

// writtenFiles are made up in a fresh root.
var writtenFiles = map[string]string{
	"etc/passwd": "root:x:0:0:root:/nonexistent:/usr/sbin/nologin\nrun:x:1000:1000:run:" + workPath + ":/bin/sh\n",
	"etc/group":  "root:x:0:\nrun:x:1000:\n",
}

// devices are the device files of a run.
var devices = []string{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}

// rootLinks are symbolic links in a fresh root.
var rootLinks = map[string]string{
	"dev/fd":     "/proc/self/fd",
	"dev/stdin":  "/proc/self/fd/0",
	"dev/stdout": "/proc/self/fd/1",
	"dev/stderr": "/proc/self/fd/2",
	"dev/shm":    shmPath,
	"tmp":        tmpPath,
	"var/tmp":    tmpPath,
}

// template is a prepared root that runs get a copy of: a descriptor of its
// mount namespace, and landlock rulesets that fit it.
type template struct {
	mount   int
	network bool // runs have the host's
	rules   map[bool]*landlock.Ruleset
}

type templates struct {
	mu sync.Mutex
	m  map[string]*template
}

func (ts *templates) close() {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	for _, t := range ts.m {
		unix.Close(t.mount)
		for _, r := range t.rules {
			r.Close()
		}
	}
	ts.m = nil
}

// templateKey tells sets of visible paths apart.
func templateKey(readOnly []string, network bool) string {
	key := strings.Join(readOnly, "\x00")
	if network {
		key += "\x00\x00net"
	}
	return key
}

// template returns the template for a set of read-only paths, making it the
// first time.
func (s *spawner) template(readOnly []string, network bool) (*template, error) {
	key := templateKey(readOnly, network)
	s.tmpl.mu.Lock()
	defer s.tmpl.mu.Unlock()
	if t := s.tmpl.m[key]; t != nil {
		return t, nil
	}
	t := &template{mount: -1, network: network, rules: map[bool]*landlock.Ruleset{}}
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		// The thread is changed for good, and ends with its goroutine.
		runtime.LockOSThread()
		err = s.build(t, readOnly, network)
	}()
	<-done
	if err != nil {
		return nil, err
	}
	if s.tmpl.m == nil {
		s.tmpl.m = map[string]*template{}
	}
	s.tmpl.m[key] = t
	return t, nil
}

// build makes the root on the calling thread, which must be thrown away.
func (s *spawner) build(t *template, readOnly []string, network bool) error {
	if err := unix.Unshare(unix.CLONE_FS | unix.CLONE_NEWNS); err != nil {
		return fail("mount", "unshare", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fail("mount", "make private", err)
	}
	var err error
	if t.mount, err = unix.Open("/proc/thread-self/ns/mnt", unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
		return fail("mount", "open namespace", err)
	}
	if err := buildRoot(visible(readOnly, network), network); err != nil {
		return err
	}
	return s.templateRules(t, readOnly, network)
}

// visible lists the host's paths to be seen read-only, parents before what
// lies below them.
func visible(readOnly []string, network bool) []string {
	list := slices.Clone(systemDirs)
	for _, pattern := range systemFiles {
		if m, err := filepath.Glob(pattern); err == nil {
			list = append(list, m...)
		}
	}
	if network {
		list = append(list, networkFiles...)
	}
	list = append(list, readOnly...)
	slices.Sort(list)
	return slices.Compact(list)
}

// source is a part of the host's tree, detached, or a symbolic link.
type source struct {
	path, link string
	fd         int
	dir        bool
}

// detach clones the mounts at path, read-only. Nothing there is not an error.
func detach(path string, writable bool) (source, error) {
	src := source{path: path, fd: -1}
	var st unix.Stat_t
	if err := unix.Lstat(path, &st); err != nil {
		return src, nil
	}
	if st.Mode&unix.S_IFMT == unix.S_IFLNK {
		target, err := os.Readlink(path)
		src.link = target
		return src, fail("mount", "readlink "+path, err)
	}
	src.dir = st.Mode&unix.S_IFMT == unix.S_IFDIR
	fd, err := unix.OpenTree(unix.AT_FDCWD, path, unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC|unix.AT_RECURSIVE)
	if err != nil {
		return src, fail("mount", "open_tree "+path, err)
	}
	attr := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_NOSUID}
	if !writable {
		attr.Attr_set |= unix.MOUNT_ATTR_RDONLY | unix.MOUNT_ATTR_NODEV
	}
	if err := unix.MountSetattr(fd, "", unix.AT_EMPTY_PATH|unix.AT_RECURSIVE, &attr); err != nil {
		unix.Close(fd)
		return src, fail("mount", "mount_setattr "+path, err)
	}
	src.fd = fd
	return src, nil
}

// buildRoot makes the fresh root and moves the thread into it.
func buildRoot(paths []string, network bool) error {
	var sources []source
	defer func() {
		for _, s := range sources {
			if s.fd >= 0 {
				unix.Close(s.fd)
			}
		}
	}()
	copies := map[string][]copied{}
	for _, p := range paths {
		if !slices.Contains(networkFiles, p) {
			if list := readTree(p); list != nil {
				copies[p] = list
				continue
			}
		}
		s, err := detach(p, false)
		if err != nil {
			return err
		}
		sources = append(sources, s)
	}
	for _, p := range devices {
		s, err := detach(p, true)
		if err != nil {
			return err
		}
		sources = append(sources, s)
	}
	// The host's /proc stays below each run's own: the kernel lets a user
	// namespace mount a new one only where it can see one. Root needs none,
	// but then nothing changes.
	proc, err := detach("/proc", false)
	if err != nil {
		return err
	}
	sources = append(sources, proc)

	root, err := newTmpfs(rootOptions, unix.MOUNT_ATTR_NOSUID|unix.MOUNT_ATTR_NODEV)
	if err != nil {
		return err
	}
	defer unix.Close(root)
	if err := unix.MoveMount(root, "", unix.AT_FDCWD, "/usr", unix.MOVE_MOUNT_F_EMPTY_PATH); err != nil {
		return fail("mount", "attach root", err)
	}
	if err := furnish(root, sources, network); err != nil {
		return err
	}
	for path, list := range copies {
		if err := writeTree(root, list); err != nil {
			return fail("mount", "copy "+path, err)
		}
	}
	if err := unix.Fchdir(root); err != nil {
		return fail("mount", "enter root", err)
	}
	if err := unix.PivotRoot(".", "."); err != nil {
		return fail("mount", "pivot_root", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fail("mount", "detach the old root", err)
	}
	if err := unix.Chdir("/"); err != nil {
		return fail("mount", "chdir", err)
	}
	ro := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	return fail("mount", "make root read-only", unix.MountSetattr(root, "", unix.AT_EMPTY_PATH, &ro))
}

// rootOptions bound the root itself, which holds directories, links, and
// copies of small parts of /etc.
var rootOptions = [][2]string{{"size", "64m"}, {"nr_inodes", "65536"}, {"mode", "0755"}}

// newTmpfs makes a tmpfs that is attached nowhere yet.
func newTmpfs(options [][2]string, attrs int) (int, error) {
	fs, err := unix.Fsopen("tmpfs", unix.FSOPEN_CLOEXEC)
	if err != nil {
		return -1, fail("mount", "fsopen", err)
	}
	defer unix.Close(fs)
	for _, o := range options {
		if err := unix.FsconfigSetString(fs, o[0], o[1]); err != nil {
			return -1, fail("mount", "tmpfs option "+o[0], err)
		}
	}
	if err := unix.FsconfigCreate(fs); err != nil {
		return -1, fail("mount", "create tmpfs", err)
	}
	fd, err := unix.Fsmount(fs, unix.FSMOUNT_CLOEXEC, attrs)
	return fd, fail("mount", "fsmount", err)
}

// furnish fills the root behind the descriptor.
func furnish(root int, sources []source, network bool) error {
	for _, d := range []string{runMount, appMount, "/proc", "/etc", "/dev", "/var"} {
		if err := mkdirAll(root, d[1:]); err != nil {
			return fail("mount", "mkdir "+d, err)
		}
	}
	for _, src := range sources {
		if err := place(root, src); err != nil {
			return fail("mount", "place "+src.path, err)
		}
	}
	for at, target := range rootLinks {
		if err := unix.Symlinkat(target, root, at); err != nil && err != unix.EEXIST {
			return fail("mount", "symlink "+at, err)
		}
	}
	for at, text := range writtenFiles {
		if err := writeAt(root, at, []byte(text), 0o444); err != nil {
			return fail("mount", "write "+at, err)
		}
	}
	if network {
		return nil
	}
	if err := writeAt(root, "etc/hosts", []byte("127.0.0.1 localhost\n"), 0o444); err != nil {
		return fail("mount", "write etc/hosts", err)
	}
	return fail("mount", "write etc/nsswitch.conf", writeAt(root, "etc/nsswitch.conf", []byte("passwd: files\ngroup: files\nhosts: files\n"), 0o444))
}

// place puts a source at its own path below root.
func place(root int, src source) error {
	at := src.path[1:]
	if src.fd < 0 && src.link == "" {
		return nil // not on this host
	}
	if dir := filepath.Dir(at); dir != "." {
		// A path below one that is seen already exists there.
		if err := mkdirAll(root, dir); err != nil && err != unix.EROFS {
			return err
		}
	}
	if src.link != "" {
		if err := unix.Symlinkat(src.link, root, at); err != nil && err != unix.EEXIST && err != unix.EROFS {
			return err
		}
		return nil
	}
	var err error
	if src.dir {
		err = mkdirAll(root, at)
	} else {
		err = writeAt(root, at, nil, 0o444)
	}
	if err != nil && err != unix.EROFS {
		return err
	}
	return unix.MoveMount(src.fd, "", root, at, unix.MOVE_MOUNT_F_EMPTY_PATH)
}

// mkdirAll makes a directory and those above it, relative to root.
func mkdirAll(root int, path string) error {
	for i := 0; i <= len(path); i++ {
		if i == len(path) || path[i] == '/' {
			if err := unix.Mkdirat(root, path[:i], 0o755); err != nil && err != unix.EEXIST {
				return err
			}
		}
	}
	return nil
}

// writeAt makes a file with the given content.
func writeAt(root int, path string, data []byte, mode uint32) error {
	fd, err := unix.Openat(root, path, unix.O_WRONLY|unix.O_CREAT|unix.O_CLOEXEC|unix.O_NOFOLLOW, mode)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	for len(data) > 0 {
		n, err := unix.Write(fd, data)
		if err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// templateRules makes the rulesets; the thread is inside the root.
func (s *spawner) templateRules(t *template, readOnly []string, network bool) error {
	if s.cfg.Landlock == 0 {
		return nil
	}
	for _, execWork := range []bool{false, true} {
		r, err := landlock.New(s.cfg.Landlock, network)
		if err != nil {
			return fail("landlock", "ruleset", err)
		}
		t.rules[execWork] = r
		box := landlock.Read | landlock.Write | landlock.Manage
		if execWork {
			box |= landlock.Execute
		}
		allow := map[string]landlock.Access{
			"/": landlock.Read, "/box": box, appParent: landlock.Read | landlock.Execute,
		}
		for _, d := range withoutLinks(systemDirs) {
			allow[d] = landlock.Read | landlock.Execute
		}
		for _, d := range readOnly {
			allow[d] = landlock.Read | landlock.Execute
		}
		// Each by itself: standard input may be the host's, elsewhere.
		for _, d := range devices {
			allow[d] = landlock.Read | landlock.Write
		}
		for path, access := range allow {
			if err := r.Allow(path, access); err != nil {
				return fail("landlock", "rule", err)
			}
		}
	}
	return nil
}
