package sandbox

import (
	"context"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/spawner"
	"github.com/verireward/verireward/sandbox/internal/wire"
)

//go:embed zygote.py
var zygoteSource []byte

// defaultWarmRuns bounds what one run could, unseen, do to a later one.
const defaultWarmRuns = 500

// Warm keeps Python interpreters ready that fork a child per run: a zygote is
// started like any run, behind all layers, and its children inherit them. A
// child has its own limits and streams, empty directories, and cannot signal
// or trace the zygote. A zygote is given up after some number of runs, and at
// once when anything about a run leaves a doubt.
type Warm struct {
	s    *Sandbox
	opts WarmOptions
	app  *Bundle

	mu     sync.Mutex
	idle   []*zygote
	closed bool
}

// zygoteKey is what cannot be changed from run to run.
type zygoteKey struct {
	memory, disk int64
	procs        int
}

// zygote is one interpreter that forks.
type zygote struct {
	key   zygoteKey
	proc  *process
	sock  int // -1 when it is closed
	buf   wire.Buffer
	st    *streams
	stop  context.CancelFunc
	runs  int
	ended chan struct{}
	// When it has ended: what the spawner said of it.
	resp *wire.Response
	err  error
}

// NewWarm starts a zygote to see that it works, and keeps it. Errors of the
// Setup are a *CmdError with the interpreter's words.
func (s *Sandbox) NewWarm(opts WarmOptions) (*Warm, error) {
	if opts.Runs <= 0 {
		opts.Runs = defaultWarmRuns
	}
	w := &Warm{s: s, opts: opts, app: NewBundle([]File{{Path: "zygote.py", Data: slices.Concat([]byte(PythonStandIns()), zygoteSource)}})}
	p, err := s.spawner()
	if err != nil {
		return nil, err
	}
	z, err := w.start(p, keyOf(Limits{}.orElse(s.policy.Limits).orElse(DefaultLimits)))
	if err != nil {
		return nil, err
	}
	w.put(z)
	s.mu.Lock()
	s.warm = append(s.warm, w)
	s.mu.Unlock()
	return w, nil
}

func keyOf(l Limits) zygoteKey { return zygoteKey{l.Memory, l.Disk, l.Procs} }

// Close ends the zygotes.
func (w *Warm) Close() error {
	w.mu.Lock()
	w.closed = true
	idle := w.idle
	w.idle = nil
	w.mu.Unlock()
	for _, z := range idle {
		z.retire()
	}
	return nil
}

// Run runs job_main in a child of a zygote. Of the Cmd the Args become
// sys.argv and Env the whole of os.environ but for the variables that every
// run has; App, ReadOnly, Collect, ExecWork and Network are not possible.
func (w *Warm) Run(ctx context.Context, cmd Cmd) (Result, error) {
	c, err := w.prepare(cmd)
	if err != nil {
		return Result{}, err
	}
	return w.s.admit(ctx, nil, c.in, func(p *process) (Result, error) {
		return attempt(ctx, p, c, w.run)
	})
}

// RunPair is [Sandbox.RunPair] with children of zygotes.
func (w *Warm) RunPair(ctx context.Context, a, b Cmd) (Result, Result, error) {
	ca, err := w.prepare(a)
	if err != nil {
		return Result{}, Result{}, err
	}
	cb, err := w.prepare(b)
	if err != nil {
		return Result{}, Result{}, err
	}
	return w.s.runPair(ctx, nil, ca, cb, w.run)
}

func (w *Warm) prepare(cmd Cmd) (*prepared, error) {
	for field, given := range map[string]bool{"App": cmd.App != nil, "ReadOnly": len(cmd.ReadOnly) > 0,
		"Collect": len(cmd.Collect) > 0, "ExecWork": cmd.ExecWork, "Network": cmd.Network} {
		if given {
			return nil, &CmdError{field, errors.New("not possible in a warm run")}
		}
	}
	// The program is the zygote's; what is checked of it is no matter.
	argv := cmd.Args
	cmd.Args = w.opts.Args
	c, err := w.s.prepare(cmd)
	if err != nil {
		return nil, err
	}
	c.argv = argv
	return c, nil
}

// take returns an idle zygote of p that fits, or starts one.
func (w *Warm) take(p *process, key zygoteKey) (*zygote, error) {
	w.mu.Lock()
	for i := len(w.idle) - 1; i >= 0; i-- {
		z := w.idle[i]
		select {
		case <-z.ended:
			z.close()
			w.idle = slices.Delete(w.idle, i, i+1)
			continue
		default:
		}
		if z.key == key && z.proc == p {
			w.idle = slices.Delete(w.idle, i, i+1)
			w.mu.Unlock()
			return z, nil
		}
	}
	w.mu.Unlock()
	return w.start(p, key)
}

// put keeps a zygote for the next run. As many are kept as can be of use at
// once, a pair in each turn.
func (w *Warm) put(z *zygote) {
	w.mu.Lock()
	var old *zygote
	if w.closed {
		old = z
	} else {
		w.idle = append(w.idle, z)
		if len(w.idle) > 2*cap(w.s.turns) {
			old, w.idle = w.idle[0], slices.Delete(w.idle, 0, 1)
		}
	}
	w.mu.Unlock()
	if old != nil {
		old.retire()
	}
}

// zygoteLife is longer than any zygote lives; its children's limits are kept
// by itself, and by the caller.
const zygoteLife = 1000 * time.Hour

// start starts a zygote and waits until it is ready.
func (w *Warm) start(p *process, key zygoteKey) (*zygote, error) {
	mode := "kill-all"
	if w.s.plan.has(LayerProcessGroup) {
		mode = "keep-group"
	}
	c, err := w.s.prepare(Cmd{
		Args: append(slices.Clone(w.opts.Args), AppDir+"/zygote.py", mode),
		Env:  w.opts.Env, ReadOnly: w.opts.ReadOnly, App: w.app, Result: true,
		Limits: Limits{CPU: zygoteLife, Wall: zygoteLife, Memory: key.memory, Disk: key.disk,
			Procs: key.procs + 1, Files: 1024, Output: 64 << 10, NoAddressSpace: true},
	})
	if err != nil {
		return nil, err
	}
	c.req.Flags |= wire.FlagZygote
	own, other, err := socketPair()
	if err != nil {
		return nil, &SetupError{"launch", "socketpair", err}
	}
	z := &zygote{key: key, proc: p, sock: own, st: &streams{}, ended: make(chan struct{})}
	if z.st.stdout, err = z.st.output(c); err == nil {
		z.st.stderr, err = z.st.output(c)
	}
	z.st.child = append(z.st.child, other)
	if err != nil {
		z.st.finish()
		z.close()
		return nil, &SetupError{"launch", "pipe", err}
	}
	z.st.halt, z.stop = context.WithCancel(context.Background())
	go z.live(c)
	if err := z.handshake(w.opts.Setup); err != nil {
		z.retire()
		if z.err != nil {
			return nil, z.err
		}
		if _, err := w.s.result(c, z.st, z.resp); err != nil {
			return nil, err
		}
		text, _ := z.st.stderr.result()
		return nil, &CmdError{"Setup", fmt.Errorf("%w: %s", err, strings.TrimSpace(string(text)))}
	}
	return z, nil
}

// live is the zygote's run, as the spawner sees it.
func (z *zygote) live(c *prepared) {
	defer close(z.ended)
	slot, err := z.proc.acquire()
	if err == nil {
		if z.resp, err = slot.run(context.Background(), c, z.st); err == nil {
			z.proc.release(slot)
			return
		}
		slot.close()
	}
	z.st.finish()
	z.err = err
}

func (z *zygote) handshake(setup string) error {
	if err := wire.SendFD(z.sock, []byte(setup), nil); err != nil {
		return err
	}
	// What it writes is read by live.
	if err := new(streams).await(z.sock, time.Now().Add(startTimeout), nil); err != nil {
		return err
	}
	_, _, err := wire.ReceiveFD(z.sock, &z.buf, 0)
	return err
}

func (z *zygote) close() {
	if z.sock >= 0 {
		unix.Close(z.sock)
		z.sock = -1
	}
}

// retire ends a zygote and everything of it, and waits for that.
func (z *zygote) retire() {
	z.stop()
	z.close()
	<-z.ended
}

// job is the head of what a zygote is told; the files' content follows it.
type job struct {
	Args   []string          `json:"args"`
	Env    map[string]string `json:"env"`
	Files  [][3]any          `json:"files"`
	Limits map[string]int64  `json:"limits"`
	CPU    float64           `json:"cpu"`
	Wall   float64           `json:"wall"`
	First  int               `json:"first"`
}

// reply is what a zygote says of a run.
type reply struct {
	Status int     `json:"status"`
	CPU    float64 `json:"cpu"`
	Wall   float64 `json:"wall"`
	Delay  int64   `json:"delay"`
	Peak   int64   `json:"peak"`
	Stop   string  `json:"stop"`
	Clean  bool    `json:"clean"`
	// Late is no outcome but a question: how long has this process waited for
	// a core, and does it now? It is asked when the wall limit is reached, by
	// a zygote that may not look itself.
	Late int `json:"late"`
	// Elapsed is for how long it has run then, in seconds.
	Elapsed float64 `json:"elapsed"`
}

// message makes the message for a run.
func (w *Warm) message(c *prepared, st *streams) ([]byte, error) {
	l := &c.limits
	data := l.Memory + int64(min(max(l.Procs-1, 0), 32))*l.Stack
	j := job{Args: c.argv, Env: map[string]string{}, Files: [][3]any{}, CPU: l.CPU.Seconds(), Wall: l.Wall.Seconds(),
		Limits: map[string]int64{"RLIMIT_CPU": int64(l.CPU/time.Second) + 2, "RLIMIT_NOFILE": int64(l.Files)}}
	if !l.NoAddressSpace {
		j.Limits["RLIMIT_DATA"] = data
		j.Limits["RLIMIT_AS"] = data + 4<<30
	}
	for _, list := range [][]string{w.opts.Env, c.req.Env} {
		for _, kv := range list {
			if k, v, ok := strings.Cut(kv, "="); ok {
				j.Env[k] = v
			}
		}
	}
	if !st.hasIn {
		j.First = 1
	}
	if j.Args == nil {
		j.Args = []string{}
	}
	size := 0
	for _, f := range c.req.Files {
		j.Files = append(j.Files, [3]any{f.Path, len(f.Data), f.Mode})
		size += len(f.Data)
	}
	head, err := json.Marshal(j)
	if err != nil {
		return nil, err
	}
	msg := make([]byte, 0, 4+len(head)+size)
	msg = binary.LittleEndian.AppendUint32(msg, uint32(len(head)))
	msg = append(msg, head...)
	for _, f := range c.req.Files {
		msg = append(msg, f.Data...)
	}
	return msg, nil
}

// zygotePatience is how many times its wall limit a zygote lets a run last on
// a busy machine; replyGrace is how long after that it must have answered.
const (
	zygotePatience = 4
	replyGrace     = 5 * time.Second
)

// run is the runner of warm runs.
func (w *Warm) run(ctx context.Context, p *process, c *prepared, st *streams) (Result, error) {
	msg, err := w.message(c, st)
	if err != nil {
		return Result{}, &CmdError{"Args", err}
	}
	z, err := w.take(p, keyOf(c.limits))
	if err != nil {
		return Result{}, err
	}
	rep, err := z.run(ctx, c, st, msg)
	if err != nil {
		// It died, or does not answer. If it was for the run's memory, that
		// is an outcome.
		z.retire()
		if cerr := ctx.Err(); cerr != nil {
			return Result{}, cerr
		}
		if z.err == nil && z.resp != nil && (z.resp.OOM || z.resp.Stop == wire.StopMemory || z.resp.Stop == wire.StopDisk) {
			st.finish()
			return w.s.result(c, st, z.resp)
		}
		return Result{}, errBroken
	}
	resp := &wire.Response{WaitStatus: rep.Status, CPU: seconds(rep.CPU), Wall: seconds(rep.Wall),
		Delay: time.Duration(rep.Delay), Peak: rep.Peak << 10,
		Stop: map[string]int{"cpu": wire.StopCPU, "wall": wire.StopWall, "abort": wire.StopAbort}[rep.Stop]}
	z.runs++
	killed := rep.Stop == "" && unix.WaitStatus(rep.Status).Signaled()
	if !rep.Clean || killed || z.runs >= w.opts.Runs || ctx.Err() != nil {
		z.retire()
		if z.resp != nil {
			resp.OOM = z.resp.OOM
		}
	} else {
		w.put(z)
	}
	st.finish()
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	return w.s.result(c, st, resp)
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// run has the zygote fork a run, and waits for its end.
func (z *zygote) run(ctx context.Context, c *prepared, st *streams, msg []byte) (*reply, error) {
	if err := wire.SendFD(z.sock, msg, st.child); err != nil {
		return nil, err
	}
	st.closeChild()
	st.start()
	ask := asker{sock: z.sock}
	defer ask.over()
	defer context.AfterFunc(ctx, ask.stop)()
	if st.halt != nil {
		defer context.AfterFunc(st.halt, ask.stop)()
	}
	deadline := time.Now().Add(zygotePatience*c.limits.Wall + replyGrace)
	for {
		if err := st.await(z.sock, deadline, ask.stop); err != nil {
			return nil, err
		}
		got, fds, err := wire.ReceiveFD(z.sock, &z.buf, 0)
		wire.CloseAll(fds)
		if err != nil {
			return nil, err
		}
		var rep reply
		if err := json.Unmarshal(got, &rep); err != nil {
			return nil, err
		}
		if rep.Late == 0 {
			ask.over()
			return &rep, nil
		}
		delay, waits := spawner.Waited(rep.Late, seconds(rep.Elapsed))
		now := 0
		if waits {
			now = 1
		}
		if err := wire.SendFD(z.sock, fmt.Appendf(nil, "%d %d", delay, now), nil); err != nil {
			return nil, err
		}
	}
}
