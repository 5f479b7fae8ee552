//go:build linux

package sandbox

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
)

// buildC compiles one of the programs in testdata/hack.
func buildC(t *testing.T, name string) File {
	t.Helper()
	cc, err := exec.LookPath("cc")
	if err != nil {
		need.Skip(t, "cc", "%v", err)
	}
	out := filepath.Join(t.TempDir(), name)
	msg, err := exec.Command(cc, "-O1", "-w", "-pthread", "-o", out, "testdata/hack/"+name+".c", "-lrt").CombinedOutput()
	require.NoError(t, err, string(msg))
	bin, err := os.ReadFile(out)
	require.NoError(t, err)
	return File{Path: "vr-" + name, Data: bin, Mode: 0o755}
}

// runProcs lists the host's processes that have a user number of runs.
func runProcs(s *Sandbox) (list []string) {
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, d := range dirs {
		var st syscall.Stat_t
		if syscall.Stat(d, &st) != nil || int(st.Uid) < s.cfg.UIDBase || int(st.Uid) >= s.cfg.UIDBase+s.cfg.UIDCount {
			continue
		}
		b, _ := os.ReadFile(d + "/cmdline")
		list = append(list, d+" "+string(bytes.ReplaceAll(b, []byte{0}, []byte{' '})))
	}
	return list
}

// Whatever a run starts as it ends, nothing of it is there for the next.
func TestNextRunAfterChaos(t *testing.T) {
	app := NewBundle([]File{buildC(t, "chaos"), buildC(t, "trace")})
	s, err := New(Policy{Parallel: 1})
	require.NoError(t, err)
	defer s.Close()
	if s.Plan().Tier != TierA {
		need.Skip(t, "tier-A", "runs have namespaces of their own in tier B, and see those of the host in tier C")
	}
	limits := Limits{CPU: 2 * time.Second, Wall: 10 * time.Second, Memory: 96 << 20, Disk: 16 << 20, Procs: 48, Files: 128}
	do := func(args ...string) Result {
		return run(t, s, Cmd{Args: args, App: app, Limits: limits})
	}
	rounds := 400
	if testing.Short() {
		rounds = 40
	}
	first := string(do("{app}/vr-trace", "see").Stdout)
	for i := range rounds {
		r := do("{app}/vr-chaos", strconv.Itoa(i))
		require.False(t, r.Retried, "%d: %v %v", i, r.Status, r.Reason)
		require.Empty(t, runProcs(s), "%d: %v %v", i, r.Status, r.Reason)
		require.Equal(t, first, string(do("{app}/vr-trace", "see").Stdout), "%d: %v %v", i, r.Status, r.Reason)
	}
}

// After each attack the next run finds what it would in new namespaces.
func TestNextRunAfterAttacks(t *testing.T) {
	bin, names := buildAttacks(t)
	app := NewBundle([]File{buildC(t, "trace"), {Path: "vr-attack", Data: bin, Mode: 0o755}})
	g := newTarget(t)
	s, err := New(Policy{Parallel: 1})
	require.NoError(t, err)
	defer s.Close()
	if s.Plan().Tier != TierA {
		need.Skip(t, "tier-A", "runs have namespaces of their own in tier B, and see those of the host in tier C")
	}
	do := func(args ...string) Result {
		return run(t, s, Cmd{Args: args, Env: g.env(), App: app, Limits: attackLimits})
	}
	first := string(do("{app}/vr-trace", "see").Stdout)
	for i, name := range names {
		if testing.Short() && i%6 != 0 {
			continue // TestHack does the same
		}
		r := do("{app}/vr-attack", name)
		assert.Equal(t, first, string(do("{app}/vr-trace", "see").Stdout), "%s: %v %v", name, r.Status, r.Reason)
	}
}
