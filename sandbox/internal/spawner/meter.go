//go:build linux

package spawner

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// meter is what was seen of a run's use of the machine.
type meter struct {
	cpu    time.Duration // processor time of all processes
	delay  time.Duration // time spent waiting for a core
	now    int64         // bytes of memory at the last look
	peak   int64         // the most of it
	single bool          // there was never more than one process
	// seen is the own processor time of each process at the last look, and
	// past that of all that were seen before and are gone.
	seen map[processID]time.Duration
	past time.Duration
	// discards: processes have gone whose time nobody was given, as happens
	// when their parent ignores SIGCHLD. doubts counts the looks in a row at
	// which it seemed so.
	discards bool
	doubts   int
}

// processID is a process for good: numbers come again.
type processID struct {
	pid   int
	start string // in ticks since the machine started
}

// maxTree bounds the processes counted: beyond it the run is a fork bomb,
// which its process limit deals with.
const maxTree = 512

// descendants adds to a list of processes those that descend from them.
func descendants(list []int) []int {
	for i := 0; i < len(list) && len(list) < maxTree; i++ {
		task := "/proc/" + itoa(list[i]) + "/task/"
		threads, err := os.ReadDir(task)
		if err != nil {
			continue
		}
		for _, t := range threads {
			kids, err := os.ReadFile(task + t.Name() + "/children")
			if err != nil {
				continue
			}
			for _, f := range bytes.Fields(kids) {
				if pid, err := strconv.Atoi(string(f)); err == nil {
					list = append(list, pid)
				}
			}
		}
	}
	return list
}

// measure looks at the processes of a run; of its init, which comes first if
// there is one, only the times of those it waited for count. Memory is counted
// only if asked for.
//
// Processor time is the greater of two numbers that never exceed the truth.
// One is what the processes used and were given when they waited for others:
// it is all there is, unless a parent has the kernel throw its children's
// times away. The other is what each process ever seen had used by itself
// when it was last seen.
func (m *meter) measure(list []int, init, memory bool) {
	var given, alone time.Duration
	if init {
		u, _ := processUse(list[0])
		given += u.waited
		list = list[1:]
	}
	if len(list) > 1 {
		m.single = false
	}
	var sum int64
	seen := make(map[processID]time.Duration, len(list))
	count := func(pid int) {
		u, ok := processUse(pid)
		if !ok {
			return
		}
		given += u.own + u.waited
		alone += u.own
		sum += u.rss
		id := processID{pid, u.start}
		seen[id] = max(u.own, m.seen[id])
		delete(m.seen, id)
	}
	for _, pid := range list {
		count(pid)
	}
	for id, own := range m.seen { // a list made while processes end has gaps
		if u, ok := processUse(id.pid); ok && u.start == id.start {
			count(id.pid)
		} else {
			m.past += own
		}
	}
	m.seen = seen
	alone += m.past
	if alone <= given+time.Duration(len(seen)+1)*ticksLost {
		m.doubts = 0
	} else if m.doubts++; m.doubts > 1 { // once may be a process that ended between two readings
		m.discards = true
	}
	m.cpu = max(m.cpu, given, alone)
	if !memory {
		return
	}
	// Forked processes share what they have not written to: it counts once.
	if len(list) > 1 && sum > m.peak {
		sum = 0
		for _, pid := range list {
			sum += proportional(pid)
		}
	}
	m.now = sum
	m.peak = max(m.peak, sum)
}

// tick is the unit of times in /proc, which the kernel fixes for user space.
const tick = 10 * time.Millisecond

// ticksLost is by how much the time that a process was given for its children
// may be too low, its two parts being in whole ticks.
const ticksLost = 2 * tick

// use is what a process uses.
type use struct {
	own    time.Duration // processor time of its own
	waited time.Duration // that of its children that ended and were waited for
	rss    int64         // resident memory in bytes
	start  string        // in ticks since the machine started
}

// processUse reads what a process uses. It reports false for one that is gone.
func processUse(pid int) (u use, ok bool) {
	b, err := os.ReadFile("/proc/" + itoa(pid) + "/stat")
	if err != nil {
		return u, false
	}
	// The name in parentheses may hold anything; fields are counted after it.
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	if len(f) < 22 {
		return u, false
	}
	num := func(i int) int64 {
		v, _ := strconv.ParseInt(f[i], 10, 64)
		return v
	}
	u.own = time.Duration(num(11)+num(12)) * tick
	u.waited = time.Duration(num(13)+num(14)) * tick
	u.start = f[19]
	u.rss = num(21) * int64(os.Getpagesize())
	// The process's own clock is finer; its number is made from the pid.
	var ts unix.Timespec
	if unix.ClockGettime(int32(^pid<<3|2), &ts) == nil {
		u.own = time.Duration(ts.Nano())
	}
	return u, true
}

// proportional returns a process's memory with shared pages divided among
// those who share them, in bytes.
func proportional(pid int) int64 {
	b, err := os.ReadFile("/proc/" + itoa(pid) + "/smaps_rollup")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if v, ok := strings.CutPrefix(line, "Pss:"); ok {
			kb, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(v), "kB")), 10, 64)
			return kb << 10
		}
	}
	return 0
}

// Waited is how long a process that began as long ago as elapsed says, with
// all that descend from it, has waited for a core; see [waited].
func Waited(pid int, elapsed time.Duration) (delay time.Duration, waits bool) {
	return waited(descendants([]int{pid}), elapsed, 0)
}

// waited is how long processes have waited for a core: that of their threads
// which waited most. The kernel counts a wait only when it is over. While a
// thread is ready to run, and all together had a core for less than half of
// the time, the rest of the time is taken for a wait, which goes on. least is
// the processor time that they are known to have had.
func waited(list []int, elapsed, least time.Duration) (delay time.Duration, waits bool) {
	var cpu time.Duration
	for _, pid := range list {
		u, _ := processUse(pid)
		cpu += u.own + u.waited
		task := "/proc/" + itoa(pid) + "/task/"
		threads, err := os.ReadDir(task)
		if err != nil {
			continue
		}
		for _, t := range threads {
			if b, err := os.ReadFile(task + t.Name() + "/schedstat"); err == nil {
				if f := strings.Fields(string(b)); len(f) > 1 {
					ns, _ := strconv.ParseInt(f[1], 10, 64)
					delay = max(delay, time.Duration(ns))
				}
			}
			if b, err := os.ReadFile(task + t.Name() + "/stat"); err == nil {
				waits = waits || bytes.HasPrefix(b[bytes.LastIndexByte(b, ')')+1:], []byte(" R"))
			}
		}
	}
	cpu = max(cpu, least)
	if waits = waits && cpu < elapsed/2; waits {
		delay = max(delay, elapsed-cpu)
	}
	return delay, waits
}

// Bounds on a look at a directory on disk.
const (
	usageDepth   = 64
	usageEntries = 16384
)

// usage reports whether a directory holds more than limit bytes, or more
// entries or depth than any honest program makes.
func usage(root int, limit int64) bool {
	left, entries := limit, usageEntries
	var walk func(fd, depth int) bool
	walk = func(fd, depth int) bool {
		if depth == 0 {
			unix.Close(fd)
			return true
		}
		d := os.NewFile(uintptr(fd), "")
		defer d.Close()
		for {
			names, err := d.Readdirnames(256)
			for _, n := range names {
				if entries--; entries < 0 {
					return true
				}
				var st unix.Stat_t
				if unix.Fstatat(fd, n, &st, unix.AT_SYMLINK_NOFOLLOW) != nil {
					continue
				}
				if left -= st.Blocks * 512; left < 0 {
					return true
				}
				if st.Mode&unix.S_IFMT == unix.S_IFDIR {
					sub, err := unix.Openat(fd, n, unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
					if err == nil && walk(sub, depth-1) {
						return true
					}
				}
			}
			if err != nil || len(names) == 0 {
				return false
			}
		}
	}
	fd, err := unix.Openat(root, ".", unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	return err == nil && walk(fd, usageDepth)
}
