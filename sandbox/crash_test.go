//go:build linux

package sandbox

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// eventually waits until f holds, for as long as a busy machine may need.
func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	require.Eventually(t, f, 30*time.Second, 5*time.Millisecond, what)
}

// withArgument lists processes that have an argument.
func withArgument(arg string) []string {
	var found []string
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range files {
		cmd, err := os.ReadFile(f)
		if err == nil && bytes.Contains(append([]byte{0}, cmd...), []byte("\x00"+arg+"\x00")) {
			found = append(found, f)
		}
	}
	return found
}

// A spawner that is killed costs its runs a second attempt, not their verdict.
func TestSpawnerKilled(t *testing.T) {
	eachTier(t, func(t *testing.T, s *Sandbox) {
		marker := fmt.Sprintf("vr-marker-%d-%s", os.Getpid(), s.Plan().Tier)
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				r, err := s.Run(t.Context(), Cmd{Args: []string{"/bin/sh", "-c", "sleep 3; (sleep 0.1; setsid sleep 50) & echo done", marker}})
				assert.NoError(t, err)
				assert.Equal(t, Exited, r.Status, r.Reason)
				assert.Equal(t, "done\n", string(r.Stdout))
				assert.True(t, r.Retried)
			})
		}
		eventually(t, "the runs go on", func() bool { return len(withArgument(marker)) >= min(2, cap(s.turns)) })
		s.mu.Lock()
		pid := s.proc.pid
		s.mu.Unlock()
		require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
		wg.Wait()
		assert.Empty(t, withArgument(marker))
		r := run(t, s, sh("echo alive"))
		assert.Equal(t, "alive\n", string(r.Stdout))
	})
}

// A program under which the box breaks again and again is to blame.
func TestBreakingTwiceIsAViolation(t *testing.T) {
	s, err := New(Untrusted)
	require.NoError(t, err)
	defer s.Close()
	r, err := s.admit(t.Context(), nil, nil, func(*process) (Result, error) { return Result{}, errBroken })
	require.NoError(t, err)
	assert.Equal(t, Violation, r.Status)
	assert.True(t, r.Retried)
}

// What cannot be set up for a harmless program in the same box either is our
// failure, not the program's.
func TestFailureToSetUpIsAnError(t *testing.T) {
	eachTier(t, func(t *testing.T, s *Sandbox) {
		app := NewBundle([]File{{Path: "a", Data: []byte("x")}, {Path: "a/b", Data: []byte("x")}})
		_, err := s.Run(t.Context(), Cmd{Args: []string{"/bin/true"}, App: app})
		var setup *SetupError
		require.ErrorAs(t, err, &setup)
		assert.ErrorIs(t, err, ErrBroken)
		assert.Equal(t, "ok\n", string(run(t, s, sh("echo ok")).Stdout))
	})
}

// A zygote that is killed is replaced, and its run tried again.
func TestZygoteKilled(t *testing.T) {
	eachTier(t, func(t *testing.T, s *Sandbox) {
		w := newWarm(t, s)
		var wg sync.WaitGroup
		wg.Go(func() {
			r, err := w.Run(t.Context(), py("import time; time.sleep(0.3); print('done')"))
			assert.NoError(t, err)
			assert.Equal(t, "done\n", string(r.Stdout))
		})
		var z []string
		eventually(t, "a zygote", func() bool { z = zygotes(s); return len(z) > 0 })
		time.Sleep(100 * time.Millisecond)
		for _, pid := range z {
			var n int
			fmt.Sscan(pid, &n)
			syscall.Kill(n, syscall.SIGKILL)
		}
		wg.Wait()
	})
}

// zygotes lists the host's process numbers of a sandbox's zygotes.
func zygotes(s *Sandbox) []string {
	var pids []string
	s.mu.Lock()
	spawner := s.proc.pid
	s.mu.Unlock()
	var walk func(pid string)
	walk = func(pid string) {
		files, _ := filepath.Glob("/proc/" + pid + "/task/*/children")
		for _, f := range files {
			b, _ := os.ReadFile(f)
			for _, kid := range strings.Fields(string(b)) {
				if cmd, _ := os.ReadFile("/proc/" + kid + "/cmdline"); bytes.Contains(cmd, []byte("zygote.py")) {
					pids = append(pids, kid)
				}
				walk(kid)
			}
		}
	}
	walk(fmt.Sprint(spawner))
	return pids
}

// randomKills in the environment says how often TestKilledAtRandom kills, on
// each tier; the figure promised is 200.
const randomKills = "VERIREWARD_TEST_KILLS"

// The spawner or a zygote killed at any moment costs a second attempt or is an
// error, never a verdict, and the next run is as any other.
func TestKilledAtRandom(t *testing.T) {
	kills := 6
	if v := os.Getenv(randomKills); v != "" {
		n, err := strconv.Atoi(v)
		require.NoError(t, err)
		kills = n
	} else if testing.Short() {
		t.Skip("-short: starts and kills spawners")
	}
	eachTier(t, func(t *testing.T, s *Sandbox) {
		w := newWarm(t, s)
		random := rand.New(rand.NewPCG(1, uint64(s.Plan().Tier)))
		errs, retried := 0, 0
		for i := range kills {
			do, cmd := s.Run, sh("sleep 0.02; echo done")
			if i%2 == 1 {
				do, cmd = w.Run, py("import time; time.sleep(0.02); print('done')")
			}
			var wg sync.WaitGroup
			wg.Go(func() {
				r, err := do(t.Context(), cmd)
				if err != nil {
					errs++
					return
				}
				assert.Equal(t, Exited, r.Status, "%d: %s", i, r.Reason)
				assert.Equal(t, "done\n", string(r.Stdout))
				if r.Retried {
					retried++
				}
			})
			time.Sleep(time.Duration(random.Int64N(int64(40 * time.Millisecond))))
			if i%4 == 3 {
				for _, pid := range zygotes(s) {
					n, err := strconv.Atoi(pid)
					require.NoError(t, err)
					syscall.Kill(n, syscall.SIGKILL)
				}
			} else {
				s.mu.Lock()
				pid := s.proc.pid
				s.mu.Unlock()
				syscall.Kill(pid, syscall.SIGKILL)
			}
			wg.Wait()
			assert.Equal(t, "alive\n", string(run(t, s, sh("echo alive")).Stdout))
		}
		t.Logf("%d kills: %d runs tried again, %d errors", kills, retried, errs)
	})
}

// runThenDie in the environment has TestMain start runs and die.
const runThenDie = "VERIREWARD_TEST_RUN_THEN_DIE"

// The caller's death is the death of its runs, and leaves nothing behind.
func TestCallerDies(t *testing.T) {
	for _, tier := range []string{"A", "C"} {
		t.Run(tier, func(t *testing.T) {
			marker := fmt.Sprintf("vr-dying-%d-%s", os.Getpid(), tier)
			dir, err := os.MkdirTemp("/tmp", "vr-dying-")
			require.NoError(t, err)
			defer os.RemoveAll(dir)
			require.NoError(t, os.Chmod(dir, 0o755))
			cmd := exec.Command("/proc/self/exe")
			cmd.Env = append(os.Environ(), runThenDie+"="+marker, "TMPDIR="+dir)
			err = cmd.Run()
			require.ErrorContains(t, err, "killed")
			eventually(t, "all processes gone", func() bool { return len(withArgument(marker)) == 0 })
			eventually(t, "directories gone", func() bool {
				left, _ := filepath.Glob(dir + "/*")
				return len(left) == 0
			})
		})
	}
}

// runAndDie is the process that TestCallerDies starts.
func runAndDie() {
	marker := os.Getenv(runThenDie)
	if marker == "" {
		return
	}
	p := Policy{}
	if strings.HasSuffix(marker, "C") {
		p.Strongest = TierC
	}
	s, err := New(p)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for range 3 {
		go s.Run(context.Background(), Cmd{Args: []string{"/bin/sh", "-c", "(trap '' TERM HUP; sleep 1000) & sleep 1000", marker}, Limits: Limits{Wall: time.Hour}})
	}
	for len(withArgument(marker)) < 2 {
		time.Sleep(time.Millisecond)
	}
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}
