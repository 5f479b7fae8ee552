//go:build linux

package sandbox

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/internal/need"
)

// What runs of tier A have in common, one after the other, tells nothing of
// the last one.
func TestNextRunFindsNewNamespaces(t *testing.T) {
	app := NewBundle([]File{buildC(t, "trace")})
	s, err := New(Policy{Parallel: 1})
	require.NoError(t, err)
	defer s.Close()
	if s.Plan().Tier != TierA {
		need.Skip(t, "tier-A", "only there do runs share namespaces")
	}
	trace := func(what string) string {
		r := run(t, s, Cmd{Args: []string{"{app}/vr-trace", what}, App: app})
		require.Contains(t, []Status{Exited, Signaled, Violation}, r.Status, r.Reason)
		require.False(t, r.Retried)
		return string(r.Stdout)
	}
	first, ipc := trace("see"), trace("see_ipc")
	require.Contains(t, first, "pid 2 ")
	require.Contains(t, first, "child 5 of 2")
	require.Contains(t, first, "connect -1")
	require.NotContains(t, first, " old")
	require.Contains(t, first, "inode +1")
	require.NotContains(t, ipc, "shm -1")
	for _, c := range []struct {
		what string
		kept bool // the namespaces are used again
	}{
		{"nothing", true}, {"children", true}, {"threads", true}, {"daemon", false}, {"orphan", false},
		{"sibling", true}, {"subreaper", false}, {"socket", false}, {"pair_closed", true}, {"objects", false}, {"objects_gone", false},
		{"objects_of_child", false}, {"cursor", true}, {"enter", true}, {"init", true}, {"look", true},
		{"files", false}, {"made", false}, {"pair", false},
	} {
		t.Run(c.what, func(t *testing.T) {
			before := trace("where")
			assert.NotContains(t, trace(c.what), "BREACH")
			assert.Equal(t, c.kept, before == trace("where"), "the namespaces of the run before")
			trace(c.what)
			assert.Equal(t, first, trace("see"))
			trace(c.what)
			assert.Equal(t, ipc, trace("see_ipc"))
		})
	}
	// What a run may have differs: so does where it runs.
	where := trace("where")
	small := run(t, s, Cmd{Args: []string{"{app}/vr-trace", "where"}, App: app, Limits: Limits{Disk: 1 << 20}})
	assert.NotEqual(t, where, string(small.Stdout))
	none := run(t, s, sh("ls -A /apps/app"))
	assert.Empty(t, none.Stdout)
}

// When the init is killed that holds a run's namespaces, the run has no
// verdict: it is made again.
func TestInitKilled(t *testing.T) {
	s, err := New(Policy{Parallel: 1})
	require.NoError(t, err)
	defer s.Close()
	if s.Plan().Tier != TierA {
		need.Skip(t, "tier-A", "only there do runs share namespaces")
	}
	run(t, s, sh("true"))
	s.mu.Lock()
	spawner := s.proc.pid
	s.mu.Unlock()
	var inits []int
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", spawner))
	require.NoError(t, err)
	for _, f := range tasks {
		kids, err := os.ReadFile(f)
		require.NoError(t, err)
		for _, k := range bytes.Fields(kids) {
			var pid int
			fmt.Sscan(string(k), &pid)
			inits = append(inits, pid)
		}
	}
	if len(inits) == 0 {
		need.Skip(t, "cells", "runs share no namespaces here")
	}
	require.Len(t, inits, 1)
	done := make(chan Result)
	go func() {
		r, err := s.Run(t.Context(), sh("sleep 0.4; echo done"))
		assert.NoError(t, err)
		done <- r
	}()
	time.Sleep(150 * time.Millisecond)
	require.NoError(t, unix.Kill(inits[0], unix.SIGKILL))
	r := <-done
	assert.Equal(t, "done", strings.TrimSpace(string(r.Stdout)))
	assert.Equal(t, Exited, r.Status)
	assert.True(t, r.Retried)
	assert.Equal(t, Exited, run(t, s, sh("true")).Status)
}

// The time of processes that a run has thrown away counts, by a control group
// or by what its init has waited for.
func TestOrphansTimeCounts(t *testing.T) {
	s, err := New(Policy{Parallel: 1})
	require.NoError(t, err)
	defer s.Close()
	r := run(t, s, sh(`(i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo "$i" >end) & while [ ! -s end ]; do sleep 0.02; done`))
	require.Equal(t, Exited, r.Status, r.Reason)
	assert.Greater(t, r.CPU, 20*time.Millisecond)
}
