package sandbox

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/wire"
)

// prepared is a Cmd that was checked, in the spawner's terms.
type prepared struct {
	req    wire.Request
	app    *Bundle
	in     *input
	limits Limits
	argv   []string // of a warm run
}

// defaultCollect bounds the files brought back.
const defaultCollect = 64 << 20

var errNUL = errors.New("NUL byte in an argument or variable")

// hasNUL says that s holds the byte that ends names in messages and calls.
func hasNUL(s string) bool { return strings.IndexByte(s, 0) >= 0 }

// prepare checks a Cmd.
func (s *Sandbox) prepare(cmd Cmd) (*prepared, error) {
	l := cmd.Limits.orElse(s.policy.Limits).orElse(DefaultLimits)
	c := &prepared{app: cmd.App, in: newInput(cmd.Stdin), limits: l}
	r := &c.req
	r.Args, r.Env, r.Limits = cmd.Args, cmd.Env, wireLimits(l)
	if len(cmd.Args) == 0 {
		return nil, &CmdError{"Args", errors.New("empty")}
	}
	if p := cmd.Args[0]; !filepath.IsAbs(p) && !strings.HasPrefix(p, AppDir+"/") && !strings.HasPrefix(p, WorkDir+"/") {
		return nil, &CmdError{"Args", fmt.Errorf("%q is neither absolute nor below %s or %s", p, AppDir, WorkDir)}
	}
	if slices.ContainsFunc(cmd.Args, hasNUL) || slices.ContainsFunc(cmd.Env, hasNUL) {
		return nil, &CmdError{"Args", errNUL}
	}
	var err error
	if r.Files, err = wireFiles("Files", cmd.Files); err != nil {
		return nil, err
	}
	if cmd.App != nil {
		if _, err := wireFiles("App", cmd.App.files); err != nil {
			return nil, err
		}
		r.AppDigest = cmd.App.digest
	}
	if r.ReadOnly, err = readOnly(s.policy.ReadOnly, cmd.ReadOnly); err != nil {
		return nil, err
	}
	for _, name := range cmd.Collect {
		if n := strings.TrimSuffix(name, "/"); n != "." && (!filepath.IsLocal(n) || filepath.Clean(n) != n) {
			return nil, &CmdError{"Collect", fmt.Errorf("%q is not a path inside", name)}
		}
	}
	r.Collect, r.CollectLimit = cmd.Collect, cmd.CollectLimit
	if r.CollectLimit == 0 {
		r.CollectLimit = defaultCollect
	}
	for flag, on := range map[int]bool{wire.FlagChannel: cmd.Result, wire.FlagExecWork: cmd.ExecWork, wire.FlagNetwork: cmd.Network} {
		if on {
			r.Flags |= flag
		}
	}
	return c, nil
}

func wireLimits(l Limits) wire.Limits {
	return wire.Limits{CPU: l.CPU, Wall: l.Wall, Memory: l.Memory, Output: l.Output, Disk: l.Disk,
		Stack: l.Stack, Procs: l.Procs, Files: l.Files, NoAddressSpace: l.NoAddressSpace}
}

func wireFiles(field string, files []File) ([]wire.File, error) {
	out := make([]wire.File, len(files))
	seen := make(map[string]bool, len(files))
	for i, f := range files {
		if !filepath.IsLocal(f.Path) || filepath.Clean(f.Path) != f.Path || f.Path == "." {
			return nil, &CmdError{field, fmt.Errorf("%q is not a path inside", f.Path)}
		}
		if hasNUL(f.Path) {
			return nil, &CmdError{field, fmt.Errorf("NUL byte in %q", f.Path)}
		}
		if seen[f.Path] {
			return nil, &CmdError{field, fmt.Errorf("%q twice", f.Path)}
		}
		seen[f.Path] = true
		mode := uint32(f.Mode.Perm())
		if mode == 0 {
			mode = 0o644
		}
		out[i] = wire.File{Path: f.Path, Data: f.Data, Mode: mode}
	}
	return out, nil
}

func readOnly(lists ...[]string) ([]string, error) {
	all := slices.Concat(lists...)
	for _, p := range all {
		if !filepath.IsAbs(p) || filepath.Clean(p) != p || p == "/" {
			return nil, &CmdError{"ReadOnly", fmt.Errorf("%q is not a clean absolute path", p)}
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// runner makes one run whose streams are ready.
type runner func(ctx context.Context, p *process, c *prepared, st *streams) (Result, error)

// attempt makes one run that stands alone.
func attempt(ctx context.Context, p *process, c *prepared, run runner) (Result, error) {
	st, err := newStreams(c, c.in)
	if err != nil {
		return Result{}, &SetupError{"launch", "pipe", err}
	}
	defer st.finish()
	return run(ctx, p, c, st)
}

// cold makes a run in a process of its own.
func (s *Sandbox) cold(ctx context.Context, p *process, c *prepared, st *streams) (Result, error) {
	slot, err := p.acquire()
	if err != nil {
		return Result{}, err
	}
	resp, err := slot.run(ctx, c, st)
	if err != nil {
		slot.close()
		return Result{}, err
	}
	p.release(slot)
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	return s.result(c, st, resp)
}

// run sends a request and waits for the response; the streams are served
// meanwhile and have ended when it returns.
func (sl *slot) run(ctx context.Context, c *prepared, st *streams) (*wire.Response, error) {
	ask := asker{sock: sl.sock}
	defer ask.over()
	st.start()
	defer context.AfterFunc(ctx, ask.stop)()
	if st.halt != nil {
		defer context.AfterFunc(st.halt, ask.stop)()
	}
	req := c.req
	if st.hasIn {
		req.Flags |= wire.FlagStdinFD
	}
	for {
		err := wire.SendFD(sl.sock, req.Encode(), st.child)
		if err == nil {
			err = st.await(sl.sock, time.Time{}, ask.stop)
		}
		if err != nil {
			return nil, errBroken
		}
		msg, fds, err := wire.ReceiveFD(sl.sock, &sl.buf, 0)
		wire.CloseAll(fds)
		if err != nil {
			return nil, errBroken
		}
		resp, err := wire.DecodeResponse(slices.Clone(msg))
		if err != nil {
			return nil, errBroken
		}
		if resp.NeedApp && c.app != nil && len(req.App) == 0 {
			req.App, _ = wireFiles("App", c.app.files)
			continue
		}
		ask.over()
		st.finish()
		return resp, nil
	}
}

// asker asks for the end of a run over the socket that its answer comes from.
// One packet is enough, and none must come after the answer: the mutex sees
// to it.
type asker struct {
	sock int
	mu   sync.Mutex
	done bool
}

func (a *asker) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.done {
		a.done = true
		unix.SendmsgN(a.sock, []byte{wire.TagAbort}, nil, nil, unix.MSG_NOSIGNAL|unix.MSG_DONTWAIT)
	}
}

// over says that the answer has come.
func (a *asker) over() {
	a.mu.Lock()
	a.done = true
	a.mu.Unlock()
}

// nearLimit is the part of the memory limit at which a program that then died
// is taken to have died of it: an allocation that fails leaves it below.
const nearLimit = 0.9

// busyShare is the part of its wall time that a run must have waited for a
// core before the machine, not the program, is taken to have been slow.
const busyShare = 0.1

// result turns a response into a Result.
func (s *Sandbox) result(c *prepared, st *streams, resp *wire.Response) (Result, error) {
	if resp.Layer != "" {
		return Result{}, &SetupError{resp.Layer, resp.Step, errnoError(resp.Errno)}
	}
	if resp.Field != "" {
		err := errnoError(resp.Errno)
		if resp.Field == "Args" {
			err = fmt.Errorf("%s: %w", c.req.Args[0], err)
		}
		return Result{}, &CmdError{resp.Field, err}
	}
	ws := syscall.WaitStatus(resp.WaitStatus)
	r := Result{ExitCode: ws.ExitStatus(), CPU: resp.CPU, Wall: resp.Wall, PeakMemory: resp.Peak,
		Layers: s.Layers(), CollectClipped: resp.Clipped}
	if ws.Signaled() {
		r.Signal = ws.Signal()
	}
	for _, f := range resp.Collected {
		r.Collected = append(r.Collected, File{Path: f.Path, Data: f.Data, Mode: fileMode(f.Mode)})
	}
	st.collect(&r)
	r.Status, r.Reason = c.status(&r, resp)
	r.busy = r.Status == WallLimit && resp.CPU < c.limits.CPU/2 &&
		float64(resp.Delay) > busyShare*float64(resp.Wall)
	return r, nil
}

// status says how a run ended, the first that applies.
func (c *prepared) status(r *Result, resp *wire.Response) (Status, string) {
	l := &c.limits
	died := r.Signal != 0 || r.ExitCode != 0
	switch {
	case r.Signal == unix.SIGSYS:
		return Violation, "forbidden system call"
	case r.StdoutClipped || r.StderrClipped || r.ChannelClipped:
		return OutputLimit, ""
	case resp.Stop == wire.StopDisk:
		return OutputLimit, "too much written to disk"
	case resp.OOM:
		return MemoryLimit, "killed by the kernel at the memory limit"
	case resp.Stop == wire.StopMemory || r.PeakMemory > l.Memory:
		return MemoryLimit, ""
	case died && resp.Stop == wire.StopNone && float64(r.PeakMemory) >= nearLimit*float64(l.Memory):
		return MemoryLimit, "died close to the memory limit"
	case resp.Stop == wire.StopCPU || r.CPU > l.CPU:
		return TimeLimit, ""
	case resp.Stop == wire.StopWall:
		return WallLimit, ""
	case resp.Stop == wire.StopAbort:
		return Signaled, "stopped"
	case r.Signal != 0:
		return Signaled, r.Signal.String()
	case r.ExitCode != 0:
		return NonZero, fmt.Sprintf("exit status %d", r.ExitCode)
	}
	return Exited, ""
}

// drainGrace bounds the wait for a pipe's end after the run's: every process
// of it is dead, and what it wrote lies in the pipe.
const drainGrace = 2 * time.Second
