//go:build linux

package sandbox

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// soakRuns in the environment says how many runs TestSoak makes on each tier,
// soakMinutes how long it keeps the machine at full load in all. The figures
// promised are 100000 and 10.
const (
	soakRuns    = "VERIREWARD_SOAK_RUNS"
	soakMinutes = "VERIREWARD_SOAK_MINUTES"
)

// soakSlack is how many descriptors may come and go with what is cached.
const soakSlack = 16

// soakLooks is how often a soak says how things stand.
const soakLooks = 20

// Many runs leave the spawner and the caller as they were: descriptors,
// memory, processes, files. Without the environment's word it makes a few.
func TestSoak(t *testing.T) {
	runs := 300
	if v := os.Getenv(soakRuns); v != "" {
		n, err := strconv.Atoi(v)
		require.NoError(t, err)
		runs = n
	} else if testing.Short() {
		t.Skip("-short: starts some hundred programs a tier")
	}
	eachTier(t, func(t *testing.T, s *Sandbox) {
		soak(t, s, 4, func(i int) (ok bool, share float64) { return i < runs, float64(i) / float64(runs) })
	})
}

// The same by the clock, with more runs wanted than there are cores.
func TestSoakFullLoad(t *testing.T) {
	v := os.Getenv(soakMinutes)
	if v == "" {
		t.Skip("on demand: " + soakMinutes + " says for how many minutes")
	}
	minutes, err := strconv.ParseFloat(v, 64)
	require.NoError(t, err)
	const tiers = 3
	long := time.Duration(minutes * float64(time.Minute) / tiers)
	for _, strongest := range []Tier{TierA, TierB, TierC} {
		s, err := New(Policy{Strongest: strongest, Parallel: 8})
		require.NoError(t, err)
		t.Run("tier "+s.Plan().Tier.String(), func(t *testing.T) {
			began := time.Now()
			soak(t, s, 8, func(int) (ok bool, share float64) {
				share = float64(time.Since(began)) / float64(long)
				return share < 1, share
			})
		})
		require.NoError(t, s.Close())
	}
}

// soak makes runs, so many at a time, as long as more says so, which also says
// what share of the soak is over.
func soak(t *testing.T, s *Sandbox, workers int, more func(i int) (bool, float64)) {
	cycle := func(w *Warm, more func(i int) (bool, float64), look func(i int)) {
		var count atomic.Int64
		var mu sync.Mutex
		looked := 0
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				for !t.Failed() {
					i := int(count.Add(1) - 1)
					ok, share := more(i)
					if !ok {
						return
					}
					soakOne(t, s, w, i)
					mu.Lock()
					if n := int(share * soakLooks); n > looked {
						looked = n
						look(i + 1)
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
	}
	w := newWarm(t, s)
	cycle(w, func(i int) (bool, float64) { return i < 2*len(soakKinds)*workers, 0 }, nil)
	w.Close() // its zygotes would count as the spawner's children
	before, slots, rss := takeCensus(t, s), slotsOf(s), spawnerMemory(t, s)
	made := 0
	w = newWarm(t, s)
	cycle(w, more, func(i int) {
		made = i
		c := takeCensus(t, s)
		t.Logf("%d runs: spawner %d descriptors, %d MiB; own descriptors %d; children %d; directories %d; mounts %d",
			i, c.FDs, spawnerMemory(t, s)>>20, c.OwnFDs, c.Children, len(c.Tmp), c.Mounts)
	})
	w.Close()
	after := takeCensus(t, s)
	// A turn may have needed a slot more than before, with a socket on either
	// side and a few descriptors that a worker keeps.
	extra := slotsOf(s) - slots
	assert.LessOrEqual(t, slots+extra, 4*cap(s.turns))
	assert.LessOrEqual(t, after.FDs, before.FDs+8*extra+soakSlack)
	assert.LessOrEqual(t, after.OwnFDs, before.OwnFDs+extra+soakSlack)
	after.FDs, after.OwnFDs = before.FDs, before.OwnFDs
	after.Processes = before.Processes // of attacks, which are not made here
	// A worker keeps its directory, empty.
	assert.LessOrEqual(t, len(after.Tmp), slots+extra)
	after.Tmp = before.Tmp
	if s.Plan().Tier == TierA {
		// Nor has every worker namespaces at the moment, held by an init.
		assert.LessOrEqual(t, after.Children, slots+extra)
		after.Children = before.Children
	}
	assert.Equal(t, before, after)
	// The heap moves within its collector's bounds; growth by the run would be
	// far more.
	assert.Less(t, spawnerMemory(t, s), rss+16<<20+int64(made)*64)
}

// soakKind is one kind of run, and what must come of it.
type soakKind struct {
	name   string
	cmd    func() Cmd
	warm   bool
	want   Status
	stdout string // "" for any
	// every: one in so many of its turns, because it is dear; 0 is each.
	every int
}

var soakKinds = []soakKind{
	{name: "true", cmd: func() Cmd { return Cmd{Args: []string{"/bin/true"}} }},
	{name: "shell", cmd: func() Cmd { return sh("echo ok") }, stdout: "ok\n"},
	{name: "file", cmd: func() Cmd {
		return Cmd{Args: []string{"/bin/cat", "f"}, Files: []File{{Path: "f", Data: []byte("ok\n")}}}
	}, stdout: "ok\n"},
	{name: "leftovers", cmd: func() Cmd { return sh("(sleep 100 &) ; mkdir -p a/b; echo x >a/b/c; echo ok") }, stdout: "ok\n"},
	{name: "input", cmd: func() Cmd { return Cmd{Args: []string{"/bin/cat"}, Stdin: strings.NewReader("ok\n")} }, stdout: "ok\n"},
	{name: "warm", cmd: func() Cmd { return py("print('ok')") }, warm: true, stdout: "ok\n"},
	{name: "crash", cmd: func() Cmd { return sh("kill -SEGV $$") }, want: Signaled},
	{name: "failure", cmd: func() Cmd { return sh("exit 3") }, want: NonZero},
	{name: "flood", cmd: func() Cmd {
		return Cmd{Args: []string{"/bin/cat", "/dev/zero"}, Limits: Limits{Output: 64 << 10}}
	}, want: OutputLimit},
	{name: "timeout", cmd: func() Cmd {
		return Cmd{Args: []string{"/bin/sleep", "100"}, Limits: Limits{Wall: 30 * time.Millisecond}}
	}, want: WallLimit, every: 5},
	{name: "busy", cmd: func() Cmd {
		c := sh("while :; do :; done")
		c.Limits = Limits{CPU: 20 * time.Millisecond, Wall: time.Minute}
		return c
	}, want: TimeLimit, every: 10},
	{name: "warm timeout", cmd: func() Cmd {
		c := py("import time; time.sleep(100)")
		c.Limits = Limits{Wall: 30 * time.Millisecond}
		return c
	}, warm: true, want: WallLimit, every: 20},
	{name: "warm crash", cmd: func() Cmd { return py("import os; os.abort()") }, warm: true, want: Signaled, every: 50},
}

// soakOne makes one run of the kinds in turn.
func soakOne(t *testing.T, s *Sandbox, w *Warm, i int) {
	k := soakKinds[i%len(soakKinds)]
	if turn := i / len(soakKinds); k.every > 0 && turn%k.every != 0 {
		k = soakKinds[0]
	}
	do := s.Run
	if k.warm {
		do = w.Run
	}
	r, err := do(t.Context(), k.cmd())
	assert.NoError(t, err, k.name)
	assert.Equal(t, k.want, r.Status, fmt.Sprint(k.name, " ", r.Reason))
	if k.stdout != "" {
		assert.Equal(t, k.stdout, string(r.Stdout), k.name)
	}
}

// slotsOf counts the workers that the spawner was asked for.
func slotsOf(s *Sandbox) int {
	s.proc.mu.Lock()
	defer s.proc.mu.Unlock()
	return s.proc.slots
}

// spawnerMemory is the resident memory of the spawner in bytes.
func spawnerMemory(t *testing.T, s *Sandbox) int64 {
	t.Helper()
	s.mu.Lock()
	pid := s.proc.pid
	s.mu.Unlock()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	require.NoError(t, err)
	pages, err := strconv.ParseInt(strings.Fields(string(b))[1], 10, 64)
	require.NoError(t, err)
	return pages * int64(os.Getpagesize())
}
