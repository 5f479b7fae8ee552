//go:build linux

package sandbox

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// soakRuns in the environment says how many runs TestSoak makes; the figure
// promised is 100000.
const soakRuns = "VERIREWARD_SOAK_RUNS"

// Many runs leave the spawner and the caller as they were: descriptors,
// memory, processes, files. Without the environment's word it makes a few.
func TestSoak(t *testing.T) {
	runs := 300
	if v := os.Getenv(soakRuns); v != "" {
		n, err := strconv.Atoi(v)
		require.NoError(t, err)
		runs = n
	} else if testing.Short() {
		t.Skip("short")
	}
	eachTier(t, func(t *testing.T, s *Sandbox) {
		w := newWarm(t, s)
		cycle := func(n int) {
			next := make(chan int)
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					for i := range next {
						soakOne(t, s, w, i)
					}
				})
			}
			for i := range n {
				next <- i
			}
			close(next)
			wg.Wait()
		}
		cycle(max(runs/10, 50))
		w.Close() // its zygotes would count as the spawner's children
		before, slots, rss := takeCensus(t, s), slotsOf(s), spawnerMemory(t, s)
		w = newWarm(t, s)
		cycle(runs)
		w.Close()
		after := takeCensus(t, s)
		// A turn may have needed a slot more than before, with a socket on
		// either side and two descriptors of a control group.
		more := slotsOf(s) - slots
		assert.LessOrEqual(t, slots+more, 4*cap(s.turns))
		assert.LessOrEqual(t, after.FDs, before.FDs+3*more)
		assert.LessOrEqual(t, after.OwnFDs, before.OwnFDs+more)
		after.FDs, after.OwnFDs = before.FDs, before.OwnFDs
		assert.Equal(t, before, after)
		// The heap moves within its collector's bounds; growth by the run
		// would be far more.
		assert.Less(t, spawnerMemory(t, s), rss+16<<20+int64(runs)*64)
	})
}

// soakOne makes one run of several kinds in turn.
func soakOne(t *testing.T, s *Sandbox, w *Warm, i int) {
	var r Result
	var err error
	want := "ok\n"
	switch i % 5 {
	case 0:
		r, err = s.Run(t.Context(), sh("echo ok"))
	case 1:
		r, err = s.Run(t.Context(), Cmd{Args: []string{"/bin/cat", "f"}, Files: []File{{Path: "f", Data: []byte("ok\n")}}})
	case 2:
		r, err = s.Run(t.Context(), sh("(sleep 100 &) ; mkdir -p a/b; echo x >a/b/c; echo ok"))
	case 3:
		r, err = s.Run(t.Context(), Cmd{Args: []string{"/bin/cat"}, Stdin: strings.NewReader("ok\n")})
	case 4:
		r, err = w.Run(t.Context(), py("print('ok')"))
	}
	assert.NoError(t, err)
	assert.Equal(t, want, string(r.Stdout), fmt.Sprint(i%5, " ", r.Status, r.Reason))
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
