//go:build linux

// Package cgroup bounds and counts the memory of runs by control groups, of
// version 1, 2 or a host that mixes both, and counts their processor time.
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
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Place is where groups can be made.
type Place struct {
	Version int
	Dir     string // with the memory controller
	CPU     string // where version 1 counts processor time, if it can be used
}

// Find returns the place in which this process can make groups with a memory
// limit. It tries to make one, and removes it.
func Find(name string) (Place, error) {
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return Place{}, err
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return Place{}, err
	}
	var errs []error
	for _, p := range places(string(own), string(mounts)) {
		if p.Version == 2 {
			enable(p.Dir)
		}
		err := try(p, name)
		if err != nil && p.CPU != "" {
			p.CPU = ""
			err = try(p, name)
		}
		if err == nil {
			return p, nil
		}
		errs = append(errs, err)
	}
	if len(errs) == 0 {
		return Place{}, errors.New("no memory controller is mounted")
	}
	return Place{}, errors.Join(errs...)
}

// try makes a group, and removes it.
func try(p Place, name string) error {
	g, err := Make(p, name)
	if err != nil {
		return err
	}
	return errors.Join(g.Set(64<<20, 16), g.Remove())
}

// enable gives the groups below dir the controllers that we use, where dir was
// delegated to us with them and they were not given yet. The kernel refuses
// where dir has processes of its own.
func enable(dir string) {
	control := filepath.Join(dir, "cgroup.subtree_control")
	has, _ := os.ReadFile(filepath.Join(dir, "cgroup.controllers"))
	given, _ := os.ReadFile(control)
	for _, c := range []string{"memory", "pids"} {
		if slices.Contains(strings.Fields(string(has)), c) && !slices.Contains(strings.Fields(string(given)), c) {
			os.WriteFile(control, []byte("+"+c), 0)
		}
	}
}

// places, best first, reads /proc/self/cgroup and /proc/self/mountinfo: where groups might
// be made. In version 2 a group with processes of its own cannot give its
// children controllers, so its parent comes after it.
func places(own, mountinfo string) []Place {
	paths := map[string]string{} // controller, "" for version 2 -> our group
	for line := range strings.Lines(own) {
		f := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(f) == 3 {
			for c := range strings.SplitSeq(f[1], ",") {
				paths[c] = f[2]
			}
		}
	}
	var v1, v2 []Place
	cpu := ""
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
				v2 = append(v2, Place{Version: 2, Dir: dir})
				if dir != path.Clean(point) {
					v2 = append(v2, Place{Version: 2, Dir: path.Dir(dir)})
				}
			}
		case "cgroup":
			for o := range strings.SplitSeq(super, ",") {
				p, ok := paths[o]
				switch {
				case !ok:
				case o == "memory":
					v1 = append(v1, Place{Version: 1, Dir: under(point, root, p)})
				case o == "cpuacct":
					cpu = under(point, root, p)
				}
			}
		}
	}
	for i := range v1 {
		if v1[i].Dir != cpu {
			v1[i].CPU = cpu
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
	place   Place
	name    string
	version int
	dir     string
	cpuDir  string // of version 1's second group, if there is one
	join    []int
	peak    int // -1 if the kernel does not say
	events  int // where kills for memory are counted
	usage   int // of processor time, -1 if it is not counted
	charged int // memory in use
	stat    int // what it is used for
	memory  int64
	count   int
	kills   int64
	used    time.Duration // before the run
}

// Make makes the group name, or takes it over if it is there.
func Make(p Place, name string) (*Group, error) {
	g := &Group{place: p, name: name, version: p.Version, dir: filepath.Join(p.Dir, name),
		peak: -1, events: -1, usage: -1, charged: -1, stat: -1}
	if err := os.Mkdir(g.dir, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	err := g.joinBy(g.dir)
	if err == nil && p.CPU != "" {
		g.cpuDir = filepath.Join(p.CPU, name)
		if err = os.Mkdir(g.cpuDir, 0o755); errors.Is(err, os.ErrExist) {
			err = nil
		}
		if err == nil {
			err = g.joinBy(g.cpuDir)
		}
		if err == nil {
			g.usage, err = unix.Open(filepath.Join(g.cpuDir, "cpuacct.usage"), unix.O_RDONLY|unix.O_CLOEXEC, 0)
		}
	}
	if err == nil && p.Version == 2 {
		// Every group has this file, whatever its controllers.
		g.usage, err = g.open("cpu.stat", unix.O_RDONLY)
	}
	if err == nil {
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
		g.charged, err = g.open(g.file("memory.usage_in_bytes", "memory.current"), unix.O_RDONLY)
	}
	if err == nil {
		g.stat, err = g.open("memory.stat", unix.O_RDONLY)
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

// joinBy adds a descriptor by which a process joins. One that moves only
// itself, by the file for threads, need not wait for every fork and exit under
// way; in version 2 that file moves nothing into a group with a memory limit.
func (g *Group) joinBy(dir string) error {
	fd, err := unix.Open(filepath.Join(dir, g.file("tasks", "cgroup.procs")), unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err == nil {
		g.join = append(g.join, fd)
	}
	return err
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

// leftBehind is how much memory a run may leave to the next: what the kernel
// gives back late, and what it keeps of directories looked into.
const leftBehind = 2 << 20

// settle sees to it that no memory of the last run counts against the next.
// What a socket holds that is sent through itself is freed when the kernel gets
// round to it: then the next run gets a group of its own. Cached files may
// stay, which give way as soon as memory is needed.
func (g *Group) settle() error {
	used := number(g.charged)
	if used <= leftBehind || used-g.cached() <= leftBehind {
		return nil
	}
	name, odd := strings.CutSuffix(g.name, otherName)
	if !odd {
		name += otherName
	}
	fresh, err := Make(g.place, name)
	if err != nil {
		return err
	}
	g.Remove() // what cannot be removed now is swept when the spawner is gone
	*g = *fresh
	return nil
}

// otherName ends the name of every second group that a worker uses.
const otherName = "-b"

// cached is how much of the memory is files of the host's disks.
func (g *Group) cached() (bytes int64) {
	buf := make([]byte, 8<<10)
	n, _ := unix.Pread(g.stat, buf, 0)
	for line := range strings.Lines(string(buf[:max(n, 0)])) {
		name, v, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "active_file" || name == "inactive_file" {
			n, _ := strconv.ParseInt(v, 10, 64)
			bytes += n
		}
	}
	return bytes
}

// number reads the number in a file, 0 if there is none.
func number(fd int) int64 {
	var buf [32]byte
	n, _ := unix.Pread(fd, buf[:], 0)
	v, _ := strconv.ParseInt(strings.TrimSpace(string(buf[:max(n, 0)])), 10, 64)
	return v
}

// Set sets the limits of the next run and starts its count.
func (g *Group) Set(memory int64, procs int) error {
	if err := g.settle(); err != nil {
		return err
	}
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
	g.used = g.time()
	return nil
}

// JoinFDs are the descriptors to which a process of one thread writes "0" to
// join.
func (g *Group) JoinFDs() []int { return g.join }

// CPU is the processor time of all processes that were in the group since
// Set, whoever waited for them or did not; 0 if it is not counted.
func (g *Group) CPU() time.Duration { return max(g.time()-g.used, 0) }

// CountsCPU says whether processor time is counted.
func (g *Group) CountsCPU() bool { return g.usage >= 0 }

// time is all of the group's processor time.
func (g *Group) time() time.Duration {
	if g.usage < 0 {
		return 0
	}
	var buf [64]byte
	n, _ := unix.Pread(g.usage, buf[:], 0)
	text, _, _ := strings.Cut(string(buf[:max(n, 0)]), "\n")
	unit := time.Nanosecond
	if micros, ok := strings.CutPrefix(text, "usage_usec "); ok {
		text, unit = micros, time.Microsecond
	}
	v, _ := strconv.ParseInt(text, 10, 64)
	return time.Duration(v) * unit
}

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

// MeterFDs are descriptors that tell how much memory is charged, and for what.
func (g *Group) MeterFDs() []int { return []int{g.charged, g.stat} }

// Peak is the most memory charged since Set, 0 if the kernel does not say.
func (g *Group) Peak() int64 {
	if g.peak < 0 {
		return 0
	}
	return number(g.peak)
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
	for _, fd := range append(g.join, g.peak, g.events, g.usage, g.charged, g.stat) {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
	var errs []error
	for _, dir := range []string{g.dir, g.cpuDir} {
		if dir == "" {
			continue
		}
		if err := unix.Rmdir(dir); err != nil && err != unix.ENOENT {
			errs = append(errs, fmt.Errorf("rmdir %s: %w", dir, err))
		}
	}
	return errors.Join(errs...)
}

// Prefix starts the names of all groups of ours; the number of the process
// that made the group follows it.
const Prefix = "verireward-"

// Sweep removes the groups that processes left behind which were killed before
// they could remove them.
func Sweep(p Place) {
	sweep(p.Dir)
	if p.CPU != "" {
		sweep(p.CPU)
	}
}

func sweep(dir string) {
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
