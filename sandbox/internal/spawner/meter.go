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
func (m *meter) measure(list []int, init, memory bool) {
	var cpu time.Duration
	if init {
		_, cpu, _ = processUse(list[0])
		list = list[1:]
	}
	if len(list) > 1 {
		m.single = false
	}
	var sum int64
	for _, pid := range list {
		own, waited, rss := processUse(pid)
		cpu += own + waited
		sum += rss
	}
	m.cpu = max(m.cpu, cpu)
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

// processUse returns a process's own processor time, that of its children
// that ended, and its resident memory in bytes. What is gone has none.
func processUse(pid int) (own, waited time.Duration, rss int64) {
	b, err := os.ReadFile("/proc/" + itoa(pid) + "/stat")
	if err != nil {
		return 0, 0, 0
	}
	// The name in parentheses may hold anything; fields are counted after it.
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	if len(f) < 22 {
		return 0, 0, 0
	}
	num := func(i int) int64 {
		v, _ := strconv.ParseInt(f[i], 10, 64)
		return v
	}
	own = time.Duration(num(11)+num(12)) * tick
	waited = time.Duration(num(13)+num(14)) * tick
	// The process's own clock is finer; its number is made from the pid.
	var ts unix.Timespec
	if unix.ClockGettime(int32(^pid<<3|2), &ts) == nil {
		own = time.Duration(ts.Nano())
	}
	return own, waited, num(21) * int64(os.Getpagesize())
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
		own, children, _ := processUse(pid)
		cpu += own + children
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
