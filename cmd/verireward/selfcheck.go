package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/verireward/verireward/sandbox"
)

// selfCheck does what a hostile program would, and says whether it got
// anywhere.
type selfCheck struct {
	name string
	// script is run by bash in the sandbox; %s stands for the target.
	script string
	limits sandbox.Limits
	// ok judges the run.
	ok func(r sandbox.Result) bool
}

// selfChecks tries each promise of the sandbox once, against targets of its
// own on this host.
func selfChecks(ctx context.Context, box *sandbox.Sandbox) []checkResult {
	dir, err := os.MkdirTemp("", "verireward-doctor-*")
	if err != nil {
		return []checkResult{{Name: "targets", Detail: err.Error()}}
	}
	defer func() { _ = os.RemoveAll(dir) }()
	// Readable by anyone, so that only the sandbox can be what hides it.
	secret := filepath.Join(dir, "secret")
	err = os.Chmod(dir, 0o777)
	if err == nil {
		err = os.WriteFile(secret, []byte("the expected output"), 0o666)
	}
	if err == nil {
		err = os.Chmod(secret, 0o666)
	}
	if err != nil {
		return []checkResult{{Name: "targets", Detail: err.Error()}}
	}
	victim := exec.Command("sleep", "60")
	if err := victim.Start(); err != nil {
		return []checkResult{{Name: "targets", Detail: err.Error()}}
	}
	defer func() {
		_ = victim.Process.Kill()
		_ = victim.Wait()
	}()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return []checkResult{{Name: "targets", Detail: err.Error()}}
	}
	defer func() { _ = listener.Close() }()

	said := func(word string) func(sandbox.Result) bool {
		return func(r sandbox.Result) bool { return strings.Contains(string(r.Stdout), word) }
	}
	unsaid := func(word string) func(sandbox.Result) bool {
		return func(r sandbox.Result) bool { return !strings.Contains(string(r.Stdout), word) }
	}
	ended := func(want ...sandbox.Status) func(sandbox.Result) bool {
		return func(r sandbox.Result) bool {
			for _, s := range want {
				if r.Status == s {
					return true
				}
			}
			return false
		}
	}
	checks := []selfCheck{
		{"an honest program runs", "echo hello", sandbox.Limits{}, said("hello")},
		{"its directory can be written", "echo x > here && cat here", sandbox.Limits{}, said("x")},
		{"the host's files cannot be read", "cat " + secret, sandbox.Limits{}, unsaid("expected")},
		{"the host's files cannot be written", "echo gone > " + secret + "; true", sandbox.Limits{}, func(sandbox.Result) bool {
			data, err := os.ReadFile(secret)
			return err == nil && string(data) == "the expected output"
		}},
		{"other processes cannot be stopped", fmt.Sprintf("kill -9 %d; sleep 0.1", victim.Process.Pid), sandbox.Limits{}, func(sandbox.Result) bool {
			return victim.Process.Signal(syscall.Signal(0)) == nil && !isZombie(victim.Process.Pid)
		}},
		{"the network cannot be reached", fmt.Sprintf("exec 3<>/dev/tcp/127.0.0.1/%d && echo connected", listener.Addr().(*net.TCPAddr).Port), sandbox.Limits{}, unsaid("connected")},
		{"processor time is bounded", "while :; do :; done", sandbox.Limits{CPU: 200 * time.Millisecond, Wall: 5 * time.Second}, ended(sandbox.TimeLimit)},
		{"wall-clock time is bounded", "sleep 60", sandbox.Limits{Wall: 300 * time.Millisecond}, ended(sandbox.WallLimit, sandbox.TimeLimit)},
		{"memory is bounded", "head -c 300000000 /dev/zero | tail -c 299999999 | wc -c", sandbox.Limits{Memory: 64 << 20}, unsaid("299999999")},
		{"output is bounded", "yes", sandbox.Limits{Output: 1 << 20, CPU: 2 * time.Second}, ended(sandbox.OutputLimit)},
		{"the number of processes is bounded", "for i in $(seq 100); do sleep 5 & done 2>/dev/null; echo started $(jobs -p | wc -l)", sandbox.Limits{Procs: 16, Wall: 3 * time.Second}, unsaid("started 100")},
	}
	results := make([]checkResult, 0, len(checks))
	for _, ch := range checks {
		results = append(results, ch.run(ctx, box))
	}
	return results
}

func (s selfCheck) run(ctx context.Context, box *sandbox.Sandbox) checkResult {
	out := checkResult{Name: s.name}
	r, err := box.Run(ctx, sandbox.Cmd{Args: []string{"/bin/bash", "-c", s.script}, Limits: s.limits})
	if err != nil {
		out.Detail = err.Error()
		return out
	}
	if out.OK = s.ok(r); !out.OK {
		out.Detail = clipText(strings.TrimSpace(fmt.Sprintf("%v %s %s", r.Status, r.Reason, firstOf(string(r.Stdout)+string(r.Stderr)))), 160)
	}
	return out
}

// isZombie says whether a process has ended and waits to be collected.
func isZombie(pid int) bool {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	return strings.HasPrefix(rest, "Z")
}
