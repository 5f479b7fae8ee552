//go:build linux

package sandbox

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// eachTierUncounted is eachTier without control groups, so that nobody counts
// what processes use but we.
func eachTierUncounted(t *testing.T, f func(*testing.T, *Sandbox)) {
	t.Helper()
	for _, strongest := range []Tier{TierA, TierB, TierC} {
		s, err := New(Policy{Strongest: strongest, NoCgroup: true})
		require.NoError(t, err)
		if s.Plan().Tier == strongest {
			t.Run("tier "+strongest.String(), func(t *testing.T) { f(t, s) })
		}
		require.NoError(t, s.Close())
	}
}

// burn is a Python program whose children each keep a core busy for the given
// milliseconds, several at once.
func burn(before string, ms, width, turns int) string {
	return fmt.Sprintf(`import os, signal, time
%s
for _ in range(%d):
    kids = []
    for _ in range(%d):
        p = os.fork()
        if p == 0:
            end = time.monotonic() + %d / 1000
            while time.monotonic() < end:
                pass
            os._exit(0)
        kids.append(p)
    for p in kids:
        try:
            os.waitpid(p, 0)
        except ChildProcessError:
            pass
print("done")
`, before, turns, width, ms)
}

// Time of children that their parent has the kernel throw away counts, with no
// control group to do it.
func TestDiscardedTimeCounts(t *testing.T) {
	const ignore = "signal.signal(signal.SIGCHLD, signal.SIG_IGN)"
	eachTierUncounted(t, func(t *testing.T, s *Sandbox) {
		for _, ms := range []int{4, 20, 150} {
			t.Run(fmt.Sprintf("children of %d ms", ms), func(t *testing.T) {
				cmd := py(burn(ignore, ms, 2, 1<<30))
				cmd.Args = []string{systemPython(t), "main.py"}
				cmd.Limits = Limits{CPU: 400 * time.Millisecond, Wall: time.Minute}
				r := run(t, s, cmd)
				assert.Equal(t, TimeLimit, r.Status, "%s %s", r.Reason, r.Stderr)
			})
		}
	})
}

// What is seen of honest programs' time never exceeds what they used, whether
// they wait for their children or, using little, do not.
func TestWaitedTimeCountsOnce(t *testing.T) {
	eachTierUncounted(t, func(t *testing.T, s *Sandbox) {
		for name, before := range map[string]string{"waited for": "", "ignored": "signal.signal(signal.SIGCHLD, signal.SIG_IGN)"} {
			t.Run(name, func(t *testing.T) {
				const used = 2 * 20 * 20 * time.Millisecond
				cmd := py(burn(before, 20, 2, 20))
				cmd.Args = []string{systemPython(t), "main.py"}
				cmd.Limits = Limits{CPU: 10 * time.Second, Wall: time.Minute}
				r := run(t, s, cmd)
				assert.Equal(t, Exited, r.Status, "%s %s", r.Reason, r.Stderr)
				assert.Equal(t, "done\n", string(r.Stdout))
				// Forty children, and as much again for the interpreter.
				assert.Less(t, r.CPU, 2*used)
			})
		}
	})
}
