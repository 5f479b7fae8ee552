//go:build linux

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// load is the machine's load average of the last minute.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(b), " ")
	return one
}

// tick is the unit of times in /proc.
const tick = 10 * time.Millisecond

// used is the processor time of this process and of its children, those that
// ended and those that live, with what they have waited for.
func used() time.Duration {
	var sum time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if syscall.Getrusage(who, &u) == nil {
			sum += time.Duration(u.Utime.Nano() + u.Stime.Nano())
		}
	}
	return sum + descendants("self")
}

func descendants(pid string) time.Duration {
	var sum time.Duration
	lists, _ := filepath.Glob("/proc/" + pid + "/task/*/children")
	for _, l := range lists {
		b, _ := os.ReadFile(l)
		for _, kid := range strings.Fields(string(b)) {
			stat, err := os.ReadFile("/proc/" + kid + "/stat")
			if err != nil {
				continue
			}
			f := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
			if len(f) < 15 {
				continue
			}
			for _, v := range f[11:15] { // utime, stime, cutime, cstime
				n, _ := strconv.ParseInt(v, 10, 64)
				sum += time.Duration(n) * tick
			}
			sum += descendants(kid)
		}
	}
	return sum
}
