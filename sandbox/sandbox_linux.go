package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/cgroup"
	"github.com/verireward/verireward/sandbox/internal/wire"
)

// Sandbox runs strangers' programs. It is safe for concurrent use.
type Sandbox struct {
	policy Policy
	plan   Plan
	cfg    wire.Config
	lock   *scratch

	// turns admits as many runs at once as the policy says; alone is held
	// for reading by all of them, and for writing by one that is tried again.
	turns chan struct{}
	alone sync.RWMutex

	mu     sync.Mutex
	proc   *process
	closed bool
	warm   []*Warm
}

// New makes a sandbox. It finds out what the host offers, decides on the
// layers, and starts the spawner. Where a layer that the policy requires
// cannot be had, the error is a *SetupError that names it.
func New(policy Policy) (*Sandbox, error) {
	if !initialised.Load() {
		return nil, &SetupError{"launch", "start spawner", ErrNoInit}
	}
	host := Probe()
	for {
		s, err := newOn(policy, host)
		e, ok := errors.AsType[*SetupError](err)
		if !ok || s != nil {
			return s, err
		}
		// What the probe could not see shows when it is done in earnest:
		// then the next tier is tried, if the policy takes it.
		if !host.without(e) {
			return nil, err
		}
		if _, planErr := MakePlan(policy, host); planErr != nil {
			return nil, err
		}
	}
}

// without notes on the host that a layer did not work after all. It reports
// false when that changes nothing.
func (h *Host) without(e *SetupError) bool {
	switch {
	case e.Err == ErrNoInit:
		return false
	case (e.Layer == LayerCgroup1 || e.Layer == LayerCgroup2) && h.Cgroup == nil:
		h.Cgroup = e
	case h.Namespaces == nil && h.SetUID == nil:
		h.Namespaces = e
	case h.UserNS == nil && h.NestedUserNS == nil:
		h.NestedUserNS = e
	case h.UserNS == nil:
		h.UserNS = e
	default:
		return false
	}
	return true
}

func newOn(policy Policy, host Host) (*Sandbox, error) {
	plan, err := MakePlan(policy, host)
	if err != nil {
		return nil, err
	}
	s := &Sandbox{policy: policy, plan: plan, cfg: config(plan, host)}
	n := policy.Parallel
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	s.turns = make(chan struct{}, n)
	if !s.cfg.Namespaces {
		if s.lock, err = newScratch(s.cfg.UIDCount > 0); err != nil {
			return nil, &SetupError{"scratch", "make directory", err}
		}
		s.cfg.ScratchDir = s.lock.dir
	}
	if s.cfg.Cgroup.Version != 0 {
		cgroup.Sweep(s.cfg.Cgroup)
	}
	if s.proc, err = startProcess(s.cfg); err == nil {
		err = s.canary()
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// config says the plan in the spawner's terms.
func config(p Plan, h Host) wire.Config {
	cfg := wire.Config{
		Namespaces:   p.has(LayerMount),
		UserNS:       p.has(LayerUserNS),
		NestedUserNS: p.has(LayerUserNS) && h.NestedUserNS == nil,
		Seccomp:      p.has(LayerSeccomp),
	}
	if p.has(LayerLandlock) {
		cfg.Landlock = h.Landlock
	}
	if p.has(LayerUID) {
		cfg.UIDBase, cfg.UIDCount = h.UIDBase, h.UIDCount
	}
	if p.has(LayerCgroup1) || p.has(LayerCgroup2) {
		cfg.Cgroup = cgroup.Place{Version: h.CgroupVersion, Dir: h.CgroupDir, CPU: h.CgroupCPU}
	}
	return cfg
}

// canary runs a harmless program, which must succeed.
func (s *Sandbox) canary() error {
	res, err := attempt(context.Background(), s.proc, canaryCmd(), s.cold)
	if err != nil {
		return err
	}
	if res.Status != Exited {
		return &SetupError{"launch", fmt.Sprintf("run /bin/true: %v (%s; exit %d, signal %d, %d bytes, %v)", res.Status, res.Reason, res.ExitCode, res.Signal, res.PeakMemory, res.CPU), unix.EIO}
	}
	return nil
}

func canaryCmd() *prepared {
	return &prepared{limits: DefaultLimits, req: wire.Request{Args: []string{"/bin/true"}, Limits: wireLimits(DefaultLimits)}}
}

// harmless is a harmless program in the same box as c's: where it cannot be
// set up either, the program of c is not to blame. Without c it is the canary.
func harmless(c *prepared) *prepared {
	if c == nil {
		return canaryCmd()
	}
	h := &prepared{limits: c.limits, app: c.app, req: c.req}
	h.req.Args, h.req.Env, h.req.Collect = []string{"/bin/true"}, nil, nil
	h.req.Flags &^= wire.FlagChannel | wire.FlagZygote
	return h
}

// Layers names the layers that are in force in every run.
func (s *Sandbox) Layers() []string { return slices.Clone(s.plan.Layers) }

// Plan is what the sandbox decided to do on this host.
func (s *Sandbox) Plan() Plan { return s.plan }

// Close ends all runs and the spawner. Every process, mount, control group
// and directory of the sandbox is gone when it returns.
func (s *Sandbox) Close() error {
	s.mu.Lock()
	s.closed = true
	p := s.proc
	s.proc = nil
	warm := s.warm
	s.warm = nil
	s.mu.Unlock()
	for _, w := range warm {
		w.Close()
	}
	if p != nil {
		p.close()
	}
	if s.lock != nil {
		s.lock.remove()
	}
	return nil
}

// spawner returns the spawner, starting another if it has died.
func (s *Sandbox) spawner() (*process, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	p := s.proc
	p.mu.Lock()
	dead := p.dead
	p.mu.Unlock()
	if !dead {
		return p, nil
	}
	p.close()
	if s.lock != nil {
		// A spawner that ended in order took the directory with it.
		if _, err := os.Stat(s.lock.dir); err != nil {
			s.lock.remove()
			if s.lock, err = newScratch(s.cfg.UIDCount > 0); err != nil {
				return nil, &SetupError{"scratch", "make directory", err}
			}
			s.cfg.ScratchDir = s.lock.dir
		}
	}
	p, err := startProcess(s.cfg)
	if err != nil {
		return nil, err
	}
	s.proc = p
	return p, nil
}

// Run runs a program to its end. What the program did is in the Result; an
// error means that it could not be judged: ctx was done, the Cmd cannot be
// run (*CmdError), or the sandbox is broken (*SetupError, ErrBroken).
func (s *Sandbox) Run(ctx context.Context, cmd Cmd) (Result, error) {
	c, err := s.prepare(cmd)
	if err != nil {
		return Result{}, err
	}
	return s.admit(ctx, c, c.in, func(p *process) (Result, error) {
		return attempt(ctx, p, c, s.cold)
	})
}

// admit waits for a turn, and tries a run a second time, alone, where the
// first attempt says nothing about the program: the spawner died or could not
// set up, or the machine was too busy. c is what is run, nil for a warm run.
func (s *Sandbox) admit(ctx context.Context, c *prepared, in *input, body func(*process) (Result, error)) (Result, error) {
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
	p, err := s.spawner()
	if err != nil {
		return Result{}, err
	}
	s.alone.RLock()
	res, err := body(p)
	s.alone.RUnlock()
	if err == nil && !res.busy || err != nil && !isBroken(err) {
		return res, err
	}
	if cerr := ctx.Err(); cerr != nil {
		return Result{}, cerr
	}
	if !in.rewind() {
		return res, err
	}
	first := err
	s.alone.Lock()
	defer s.alone.Unlock()
	if first != nil {
		p.kill()
	}
	if p, err = s.spawner(); err != nil {
		return Result{}, err
	}
	res, err = body(p)
	res.Retried = true
	if err == nil || !isBroken(err) {
		return res, err
	}
	// Twice. If a harmless program runs in a fresh box of the same kind, it
	// was this one's doing; if not, it is ours.
	p.kill()
	if p, perr := s.spawner(); perr != nil {
		return Result{}, errors.Join(ErrBroken, err, perr)
	} else if _, cerr := attempt(context.Background(), p, harmless(c), s.cold); cerr != nil {
		return Result{}, errors.Join(ErrBroken, err, cerr)
	}
	return Result{Status: Violation, Reason: "the sandbox broke under it twice: " + err.Error(),
		ExitCode: -1, Layers: s.Layers(), Retried: true}, nil
}

// isBroken says whether an error is a box that broke, or could not be set up.
func isBroken(err error) bool {
	_, setup := errors.AsType[*SetupError](err)
	return setup || errors.Is(err, errBroken)
}

// kill ends a spawner that is in doubt.
func (p *process) kill() {
	p.mu.Lock()
	dead := p.dead
	p.mu.Unlock()
	if !dead {
		unix.PidfdSendSignal(p.pidfd, unix.SIGKILL, nil, 0)
	}
	<-p.gone
}
