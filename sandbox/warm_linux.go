package sandbox

import (
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
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
	if slices.ContainsFunc(argv, hasNUL) {
		return nil, &CmdError{"Args", errNUL}
	}
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
	meter := "unmetered"
	if w.s.cfg.Cgroup.Version != 0 {
		meter = "metered"
	}
	c, err := w.s.prepare(Cmd{
		Args: append(slices.Clone(w.opts.Args), AppDir+"/zygote.py", mode, meter),
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

// noLimit stands for the lack of a limit in a message.
const noLimit = -1

// message makes the message for a run; zygote.py says how it looks.
func (w *Warm) message(c *prepared, st *streams) []byte {
	l := &c.limits
	limits := [4]int64{int64(l.CPU/time.Second) + 2, int64(l.Files), noLimit, noLimit}
	if !l.NoAddressSpace {
		limits[2] = l.Memory + int64(min(max(l.Procs-1, 0), 32))*l.Stack
		limits[3] = limits[2] + 4<<30
	}
	first := 0
	if !st.hasIn {
		first = 1
	}
	names := slices.Concat(c.argv, w.opts.Env, c.req.Env)
	size := 0
	for _, f := range c.req.Files {
		names = append(names, f.Path)
		size += len(f.Data)
	}
	text := 0
	for _, n := range names {
		text += len(n) + 1
	}
	le := binary.LittleEndian
	msg := make([]byte, 0, 2*8+len(limits)*8+5*4+len(c.req.Files)*12+text+size)
	msg = le.AppendUint64(msg, math.Float64bits(l.CPU.Seconds()))
	msg = le.AppendUint64(msg, math.Float64bits(l.Wall.Seconds()))
	for _, v := range limits {
		msg = le.AppendUint64(msg, uint64(v))
	}
	for _, n := range []int{first, len(c.argv), len(w.opts.Env) + len(c.req.Env), len(c.req.Files), text} {
		msg = le.AppendUint32(msg, uint32(n))
	}
	for _, f := range c.req.Files {
		msg = le.AppendUint64(msg, uint64(len(f.Data)))
		msg = le.AppendUint32(msg, f.Mode)
	}
	for _, n := range names {
		msg = append(append(msg, n...), 0)
	}
	for _, f := range c.req.Files {
		msg = append(msg, f.Data...)
	}
	return msg
}

// outcome is what a zygote says of a run.
type outcome struct {
	status    int
	cpu, wall time.Duration
	delay     time.Duration
	peak      int64 // KiB
	stop      int
	clean     bool
}

// question is what a zygote asks that may not look itself, when the wall limit
// of a run is reached: how long has this process waited for a core, and does
// it now?
type question struct {
	pid     int
	elapsed time.Duration // for how long it has run
}

var stops = map[byte]int{'-': wire.StopNone, 'c': wire.StopCPU, 'w': wire.StopWall, 'a': wire.StopAbort}

var errZygote = errors.New("malformed message of a zygote")

// decode reads what a zygote says; it is one of the two.
func decode(msg []byte) (*outcome, *question, error) {
	le := binary.LittleEndian
	float := func(at int) time.Duration {
		return time.Duration(math.Float64frombits(le.Uint64(msg[at:])) * float64(time.Second))
	}
	switch {
	case len(msg) == 39 && msg[0] == 'r':
		stop, ok := stops[msg[37]]
		if !ok {
			return nil, nil, errZygote
		}
		return &outcome{status: int(int32(le.Uint32(msg[1:]))), cpu: float(5), wall: float(13),
			delay: time.Duration(le.Uint64(msg[21:])), peak: int64(le.Uint64(msg[29:])), stop: stop, clean: msg[38] == 1}, nil, nil
	case len(msg) == 13 && msg[0] == 'q':
		return nil, &question{pid: int(le.Uint32(msg[1:])), elapsed: float(5)}, nil
	}
	return nil, nil, errZygote
}

// zygotePatience is how many times its wall limit a zygote lets a run last on
// a busy machine; replyGrace is how long after that it must have answered.
const (
	zygotePatience = 4
	replyGrace     = 5 * time.Second
)

// run is the runner of warm runs.
func (w *Warm) run(ctx context.Context, p *process, c *prepared, st *streams) (Result, error) {
	z, err := w.take(p, keyOf(c.limits))
	if err != nil {
		return Result{}, err
	}
	out, err := z.run(ctx, c, st, w.message(c, st))
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
	resp := &wire.Response{WaitStatus: out.status, CPU: out.cpu, Wall: out.wall,
		Delay: out.delay, Peak: out.peak << 10, Stop: out.stop}
	z.runs++
	killed := out.stop == wire.StopNone && unix.WaitStatus(out.status).Signaled()
	if !out.clean || killed || z.runs >= w.opts.Runs || ctx.Err() != nil {
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

// run has the zygote fork a run, and waits for its end.
func (z *zygote) run(ctx context.Context, c *prepared, st *streams, msg []byte) (*outcome, error) {
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
		out, q, err := decode(got)
		if err != nil {
			return nil, err
		}
		if q == nil {
			ask.over()
			return out, nil
		}
		delay, waits := spawner.Waited(q.pid, q.elapsed)
		now := 0
		if waits {
			now = 1
		}
		if err := wire.SendFD(z.sock, fmt.Appendf(nil, "%d %d", delay, now), nil); err != nil {
			return nil, err
		}
	}
}
