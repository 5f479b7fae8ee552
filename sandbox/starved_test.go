//go:build linux

package sandbox

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A run that gets no core is not stopped at its wall limit for that, even
// while the kernel has not counted its wait yet, which it does when the wait
// is over. The run puts itself behind a process that keeps one core busy for
// longer than the limit. Only a machine so busy that it lasts four times the
// limit may stop it, which this test lets pass.
func TestStarved(t *testing.T) {
	const limit = 300 * time.Millisecond
	var cores unix.CPUSet
	require.NoError(t, unix.SchedGetaffinity(0, &cores))
	core := 0
	for !cores.IsSet(core) {
		core++
	}
	cmd := py(fmt.Sprintf("import os\nos.sched_setaffinity(0, {%d})\n"+
		"os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))\nprint(sum(range(4000000)))", core))
	cmd.Limits = Limits{Wall: limit, CPU: 10 * time.Second}
	eachTier(t, func(t *testing.T, s *Sandbox) {
		w := newWarm(t, s)
		cold := cmd
		cold.Args = []string{systemPython(t), "main.py"}
		for name, start := range map[string]func() (Result, error){
			"cold": func() (Result, error) { return s.Run(t.Context(), cold) },
			"warm": func() (Result, error) { return w.Run(t.Context(), cmd) },
		} {
			t.Run(name, func(t *testing.T) {
				rival := exec.Command("/bin/sh", "-c", "while :; do :; done")
				rival.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
				require.NoError(t, rival.Start())
				// Where the kernel shares cores among sessions, theirs counts, not
				// the policy of a process. An ordinary user cannot set it: then
				// the run waits less.
				os.WriteFile(fmt.Sprintf("/proc/%d/autogroup", rival.Process.Pid), []byte("-20"), 0)
				var one unix.CPUSet
				one.Set(core)
				assert.NoError(t, unix.SchedSetaffinity(rival.Process.Pid, &one))
				end := time.AfterFunc(2*limit, func() { rival.Process.Kill() })
				began := time.Now()
				r, err := start()
				lasted := time.Since(began)
				end.Stop()
				rival.Process.Kill()
				rival.Wait()
				require.NoError(t, err)
				if r.Status == WallLimit || r.Retried {
					assert.GreaterOrEqual(t, lasted, 4*limit, "%v, retried: %v", r.Status, r.Retried)
				} else {
					assert.Equal(t, Exited, r.Status, "%s: %s", r.Reason, r.Stderr)
				}
			})
		}
	})
}
