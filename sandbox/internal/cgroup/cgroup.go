//go:build linux

// Package cgroup bounds and counts the memory of runs by control groups, of
// version 1, 2 or a host that mixes both.
//
// A group is made once per worker and used for one run after another: making
// and removing one costs more than a run.
package cgroup

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Find returns the version and the directory under which this process can
// make groups with a memory limit. It tries to make one, and removes it.
func Find(name string) (version int, dir string, err error) {
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return 0, "", err
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return 0, "", err
	}
	var errs []error
	for _, p := range places(string(own), string(mounts)) {
		g, err := Make(p.version, p.dir, name)
		if err == nil {
			err = g.Set(64<<20, 16)
			err = errors.Join(err, g.Remove())
		}
		if err == nil {
			return p.version, p.dir, nil
		}
		errs = append(errs, err)
	}
	if len(errs) == 0 {
		return 0, "", errors.New("no memory controller is mounted")
	}
	return 0, "", errors.Join(errs...)
}

// place is a directory that may do, best first.
type place struct {
	version int
	dir     string
}

// places reads /proc/self/cgroup and /proc/self/mountinfo: where groups might
// be made. In version 2 a group with processes of its own cannot give its
// children controllers, so its parent comes after it.
func places(own, mountinfo string) []place {
	paths := map[string]string{} // controller, "" for version 2 -> our group
	for line := range strings.Lines(own) {
		f := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(f) == 3 {
			for c := range strings.SplitSeq(f[1], ",") {
				paths[c] = f[2]
			}
		}
	}
	var v1, v2 []place
	sc := bufio.NewScanner(strings.NewReader(mountinfo))
	for sc.Scan() {
		f := strings.Fields(sc.Text())
		sep := -1
		for i, w := range f {
			if w == "-" {
				sep = i
			}
		}
		if sep < 6 || len(f) < sep+4 {
			continue
		}
		root, point, typ, super := f[3], f[4], f[sep+1], f[sep+3]
		switch typ {
		case "cgroup2":
			if p, ok := paths[""]; ok {
				dir := under(point, root, p)
				v2 = append(v2, place{2, dir})
				if dir != path.Clean(point) {
					v2 = append(v2, place{2, path.Dir(dir)})
				}
			}
		case "cgroup":
			for o := range strings.SplitSeq(super, ",") {
				if p, ok := paths["memory"]; ok && o == "memory" {
					v1 = append(v1, place{1, under(point, root, p)})
				}
			}
		}
	}
	return append(v2, v1...)
}

// under is where the group p lies, given that root is mounted at point.
func under(point, root, p string) string {
	if root != "/" {
		if p == root {
			p = "/"
		} else if rest, ok := strings.CutPrefix(p, root+"/"); ok {
			p = "/" + rest
		}
	}
	return path.Join(point, p)
}

// Group is a control group of ours. The descriptors that every run needs stay
// open.
type Group struct {
	version int
	dir     string
	join    int
	peak    int // -1 if the kernel does not say
	events  int // where kills for memory are counted
	memory  int64
	count   int
	kills   int64
}

// Make makes the group name under dir, or takes it over if it is there.
func Make(version int, dir, name string) (*Group, error) {
	g := &Group{version: version, dir: filepath.Join(dir, name), join: -1, peak: -1, events: -1}
	if err := os.Mkdir(g.dir, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	// A process that moves only itself, by the file for threads, need not wait
	// for every fork and exit under way. In version 2 that file moves nothing
	// into a group with a memory limit.
	var err error
	if g.join, err = g.open(g.file("tasks", "cgroup.procs"), unix.O_WRONLY); err == nil {
		_, err = os.Stat(filepath.Join(g.dir, g.file("memory.limit_in_bytes", "memory.max")))
	}
	if err == nil {
		// Writing sets the peak back; version 2 does so per open file, and
		// only since Linux 6.12.
		g.peak, err = g.open(g.file("memory.max_usage_in_bytes", "memory.peak"), unix.O_RDWR)
		if errors.Is(err, os.ErrPermission) || errors.Is(err, os.ErrNotExist) {
			err = nil
		}
	}
	if err == nil {
		g.events, err = g.open(g.file("memory.oom_control", "memory.events"), unix.O_RDONLY)
	}
	if err == nil {
		g.kills, err = g.oomKills()
	}
	if err != nil {
		g.Remove()
		return nil, err
	}
	return g, nil
}

func (g *Group) open(name string, flags int) (int, error) {
	return unix.Open(filepath.Join(g.dir, name), flags|unix.O_CLOEXEC, 0)
}

func (g *Group) file(v1, v2 string) string {
	if g.version == 1 {
		return v1
	}
	return v2
}

func (g *Group) write(name, text string) error {
	return os.WriteFile(filepath.Join(g.dir, name), []byte(text), 0)
}

// Set sets the limits of the next run and starts its count.
func (g *Group) Set(memory int64, procs int) error {
	if memory != g.memory {
		if err := g.write(g.file("memory.limit_in_bytes", "memory.max"), strconv.FormatInt(memory, 10)); err != nil {
			return err
		}
		// Without swap the limit is on memory alone, which is what is meant.
		// Hosts that count no swap do not have these files.
		if g.version == 2 {
			g.write("memory.swap.max", "0")
		} else {
			g.write("memory.swappiness", "0")
		}
		g.memory = memory
	}
	if g.version == 2 && procs != g.count {
		// The pids controller may not be given; the count is then kept by
		// the resource limit alone.
		g.write("pids.max", strconv.Itoa(procs))
		g.count = procs
	}
	if g.peak >= 0 {
		unix.Pwrite(g.peak, []byte("0"), 0)
	}
	return nil
}

// JoinFD is the descriptor to which a process of one thread writes "0" to
// join.
func (g *Group) JoinFD() int { return g.join }

// Killed says whether the kernel has killed for memory since it was last
// asked.
func (g *Group) Killed() bool {
	n, err := g.oomKills()
	if err != nil {
		return false
	}
	was := g.kills
	g.kills = n
	return n > was
}

// Peak is the most memory charged since Set, 0 if the kernel does not say.
func (g *Group) Peak() int64 {
	if g.peak < 0 {
		return 0
	}
	var buf [32]byte
	n, _ := unix.Pread(g.peak, buf[:], 0)
	v, _ := strconv.ParseInt(strings.TrimSpace(string(buf[:max(n, 0)])), 10, 64)
	return v
}

func (g *Group) oomKills() (int64, error) {
	var buf [512]byte
	n, err := unix.Pread(g.events, buf[:], 0)
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(buf[:n])) {
		if v, ok := strings.CutPrefix(line, "oom_kill "); ok {
			return strconv.ParseInt(strings.TrimSpace(v), 10, 64)
		}
	}
	return 0, nil
}

// Remove removes the group, which must be empty.
func (g *Group) Remove() error {
	for _, fd := range []int{g.join, g.peak, g.events} {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
	err := unix.Rmdir(g.dir)
	if err != nil && err != unix.ENOENT {
		return fmt.Errorf("rmdir %s: %w", g.dir, err)
	}
	return nil
}

// Prefix starts the names of all groups of ours; the number of the process
// that made the group follows it.
const Prefix = "verireward-"

// Sweep removes the groups under dir that processes left behind which were
// killed before they could remove them.
func Sweep(dir string) {
	names, err := filepath.Glob(filepath.Join(dir, Prefix+"*"))
	if err != nil {
		return
	}
	for _, n := range names {
		pid, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(n), Prefix), "-")
		if _, err := strconv.Atoi(pid); err != nil {
			continue
		}
		if _, err := os.Stat("/proc/" + pid); errors.Is(err, os.ErrNotExist) {
			unix.Rmdir(n)
		}
	}
}
