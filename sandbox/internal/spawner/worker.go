//go:build linux

package spawner

import (
	"errors"
	"os"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/cgroup"
	"github.com/verireward/verireward/sandbox/internal/launch"
	"github.com/verireward/verireward/sandbox/internal/wire"
)

// worker runs one program at a time, on a thread of its own that never ends:
// its end would be the death of what it started.
type worker struct {
	*spawner
	nr    int
	sock  int
	runs  int
	group *cgroup.Group
	home  *home
	// filtered: the thread has on it what runs inherit of their system call
	// filter. What the filter denies is done by other threads.
	filtered bool
	ctl      control // of the keepers, where runs have them
	spare    child   // used by runs without an init or keeper
	// cell is what runs use one after the other, nil for none. The thread
	// enters it by the descriptor enter and makes its /proc as new by proc, 0
	// where runs have no cells. notices tells of runs that ask for what makes a
	// cell good for one run only.
	cell                 *cell
	enter, proc, notices int
	net                  *network // nil for none yet
}

// loop serves requests until the caller is gone.
func (w *worker) loop() {
	runtime.LockOSThread()
	defer unix.Close(w.sock)
	if blockSignals() != nil {
		return
	}
	if w.cfg.Cgroup.Version != 0 {
		g, err := cgroup.Make(w.cfg.Cgroup, w.groupName())
		if err != nil {
			wire.SendFD(w.sock, w.failure(fail(w.groupLayer(), "make group", err)).Encode(), nil)
			return
		}
		w.group = g
		defer g.Remove()
	}
	if w.keeps() {
		var err error
		if w.ctl, err = newControl(); err != nil {
			wire.SendFD(w.sock, w.failure(fail("launch", "pipe", err)).Encode(), nil)
			return
		}
		defer w.ctl.close()
	}
	w.home = new(home)
	defer w.home.leave()
	defer w.leaveNet()
	if w.cells != nil {
		defer w.closeCells()
		if err := w.readyCells(); err != nil {
			wire.SendFD(w.sock, w.failure(err).Encode(), nil)
			return
		}
	}
	if w.cfg.Seccomp {
		if err := w.filterThread(); err != nil {
			wire.SendFD(w.sock, w.failure(err).Encode(), nil)
			return
		}
	}
	// A request lies in the buffer until its run is over.
	buf := new(wire.Buffer)
	for {
		msg, fds, err := wire.ReceiveFD(w.sock, buf, 0)
		if errors.Is(err, wire.ErrAbort) { // came after its run had ended
			continue
		}
		if err != nil {
			return
		}
		resp := w.dispatch(msg, fds)
		if resp == nil {
			return
		}
		answer := resp.Encode()
		send := func() { err = wire.SendFD(w.sock, answer, nil) }
		if len(answer) > wire.Inline { // in memory of a kind that the filter denies
			apart(send)
		} else {
			send()
		}
		if err != nil {
			return
		}
	}
}

// dispatch does one run on this thread, unless its filter must let more pass
// than the thread's.
func (w *worker) dispatch(msg []byte, fds []int) (resp *wire.Response) {
	req, err := wire.DecodeRequest(msg)
	switch {
	case err != nil:
		wire.CloseAll(fds)
		return w.failure(fail("launch", "decode", err))
	case req.Flags&wire.FlagZygote != 0:
		// Its network namespace is its own: it lasts long, and its sockets
		// may last longer.
		w.leaveNet()
		defer w.leaveNet()
	}
	if w.filtered && req.Flags&wire.FlagNetwork != 0 || w.enter > 0 && req.Flags&wire.FlagZygote != 0 {
		other := *w
		other.filtered, other.cell, other.enter, other.proc, other.notices, other.net = false, nil, 0, 0, 0, nil
		apart(func() { resp = other.serve(req, fds) })
		other.leaveNet()
		w.runs = other.runs
		return resp
	}
	return w.serve(req, fds)
}

// apart calls f on a thread that has nothing on it, and that ends with f.
func apart(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		if blockSignals() == nil {
			f()
		}
	}()
	<-done
}

// blockSignals readies a thread to start processes. SIGCHLD is not blocked: by
// default it is thrown away where it arrives, but one that is blocked there
// wakes any other thread that may take it, at the end of every run.
func blockSignals() error { return launch.BlockSignals(unix.SIGCHLD) }

func (w *worker) groupName() string { return cgroup.Prefix + itoa(os.Getpid()) + "-" + itoa(w.nr) }

func (w *worker) groupLayer() string {
	if w.cfg.Cgroup.Version == 1 {
		return "cgroup-v1"
	}
	return "cgroup-v2"
}

// failure turns an error of the set-up into a response.
func (w *worker) failure(err error) *wire.Response {
	r := readyFrom(err)
	return &wire.Response{Layer: r.Layer, Step: r.Step, Errno: r.Errno}
}

// serve does one run. It returns nil when the caller has gone meanwhile.
func (w *worker) serve(req *wire.Request, fds []int) *wire.Response {
	defer func() { wire.CloseAll(fds) }()
	r := &run{worker: w, req: req}
	defer r.cleanUp()
	resp, err := r.prepare(fds)
	if err != nil {
		return w.failure(err)
	}
	if resp != nil {
		return resp
	}
	began := time.Now()
	proc, err := r.start()
	if err != nil {
		return w.failure(err)
	}
	r.proc, r.began = proc, began
	// The run has its own copies; the other ends must see it end.
	wire.CloseAll(fds)
	fds = nil
	gone := r.watch()
	resp = r.finish()
	if gone {
		return nil
	}
	return resp
}

// run is one run of a worker.
type run struct {
	*worker
	req   *wire.Request
	box   *box
	tmpl  *template
	child *child
	proc  launch.Process
	began time.Time
	wall  time.Duration
	meter meter
	stop  int
}

func (r *run) prepare(fds []int) (*wire.Response, error) {
	w, req := r.worker, r.req
	name := "run-" + itoa(w.nr) + "-" + itoa(w.runs)
	uid := -1
	if w.cfg.UIDCount > 0 {
		// Workers take turns at disjoint parts of the range.
		uid = w.cfg.UIDBase + (w.nr*uidsPerWorker+w.runs%uidsPerWorker)%w.cfg.UIDCount
	}
	w.runs++
	var err error
	if w.cfg.Namespaces {
		if r.tmpl, err = w.template(req.ReadOnly, req.Flags&wire.FlagNetwork != 0); err != nil {
			return nil, err
		}
	}
	if r.tmpl != nil && !r.tmpl.network {
		if err := w.ownNet(); err != nil {
			return nil, err
		}
	}
	ok := true
	if w.enter > 0 {
		if ok, err = w.ownCell(req, r.tmpl, name); err != nil {
			return nil, err
		}
		if !ok {
			return &wire.Response{NeedApp: true}, nil
		}
	}
	if r.box, err = w.newBox(req, uid); err != nil {
		return nil, err
	}
	if r.box.cell == nil {
		ok, err = r.box.useApp(req, name)
	}
	if err != nil {
		return nil, err
	}
	if !ok {
		return &wire.Response{NeedApp: true}, nil
	}
	if err := r.box.put(req.Files); err != nil {
		return &wire.Response{Field: "Files", Step: "write", Errno: int(errnoOf(err))}, nil
	}
	if w.group != nil {
		if err := w.group.Set(req.Limits.Memory, req.Limits.Procs); err != nil {
			return nil, fail(w.groupLayer(), "set limits", err)
		}
	}
	std, err := r.streams(fds)
	if err != nil {
		return nil, err
	}
	r.child, err = w.newChild(req, r.box, r.tmpl, std)
	return nil, err
}

// uidsPerWorker is how many user ids a worker uses in turn.
const uidsPerWorker = 16

// streams returns the descriptors that become 0, 1, 2 and perhaps 3; for a
// zygote, with 3, those that tell of its memory follow.
func (r *run) streams(fds []int) ([]int, error) {
	want := 2
	if r.req.Flags&wire.FlagStdinFD != 0 {
		want++
	}
	if r.req.Flags&wire.FlagChannel != 0 {
		want++
	}
	if len(fds) != want {
		return nil, fail("launch", "descriptors", unix.EBADF)
	}
	if r.req.Flags&wire.FlagStdinFD == 0 {
		fds = append([]int{0}, fds...) // the spawner's own is /dev/null
	}
	if r.req.Flags&wire.FlagZygote != 0 && r.group != nil {
		fds = append(slices.Clip(fds), r.group.MeterFDs()...)
	}
	return fds, nil
}

// start starts the run's process.
func (r *run) start() (launch.Process, error) {
	if r.box.cell != nil {
		p, err := r.startInCell(r.child)
		if err != nil {
			r.box.cell.end()
		}
		return p, err
	}
	p, err := r.child.script.Start(r.flags())
	return p, fail("launch", "clone", err)
}

func (r *run) flags() uintptr {
	if r.tmpl != nil {
		return pidNamespaceFlags
	}
	if r.child.status != nil {
		return 0
	}
	return unix.CLONE_VFORK
}

// cleanUp gives back everything.
func (r *run) cleanUp() {
	if r.proc.FD > 0 {
		unix.Close(r.proc.FD)
	}
	if r.box != nil {
		r.box.close()
	}
}

// finish ends what is left of the run, and says what became of it.
func (r *run) finish() *wire.Response {
	if r.keeps() {
		r.ctl.drain()
	}
	r.killGroup()
	var ws unix.WaitStatus
	var usage unix.Rusage
	for {
		_, err := unix.Wait4(r.proc.PID, &ws, unix.WALL, &usage)
		if err != unix.EINTR {
			if err != nil {
				return r.failure(fail("launch", "wait4", err))
			}
			break
		}
	}
	// Only the end of the namespace can have killed the program unseen.
	broken := r.box.cell != nil && ws.Signal() == unix.SIGKILL && r.box.cell.broken()
	orphans := r.reap()
	if f := r.child.script.Failure(); f != nil {
		if f.Index == r.child.exec {
			return &wire.Response{Field: "Args", Step: "execve", Errno: int(f.Errno)}
		}
		if r.box.cell != nil {
			r.box.cell.end()
		}
		return &wire.Response{Layer: r.child.layerOf(f.Index), Step: f.Step, Errno: int(f.Errno)}
	}
	resp := &wire.Response{Stop: r.stop, Wall: r.wall, Delay: r.meter.delay, WaitStatus: int(ws)}
	cpu := time.Duration(usage.Utime.Nano()+usage.Stime.Nano()) + orphans
	peak := int64(usage.Maxrss) << 10
	switch status := r.child.status; {
	case broken && r.stop == wire.StopNone:
		return r.failure(fail("pid", "init killed", unix.ECHILD))
	case status == nil:
	case *status != noStatus:
		resp.WaitStatus = int(*status)
		peak = int64(r.child.usage.Maxrss) << 10
	case r.stop == wire.StopNone:
		// The init or keeper died, and it was not us: somebody broke the box.
		return r.failure(fail("pid", "init killed", unix.ECHILD))
	default:
		resp.WaitStatus = int(unix.SIGKILL)
	}
	resp.CPU = max(cpu, r.meter.cpu)
	resp.Peak = max(peak, r.meter.peak)
	if r.group != nil {
		resp.CPU = max(resp.CPU, r.group.CPU())
		resp.OOM = r.group.Killed()
		// What the group counts holds cached files too, and what the kernel
		// counts for the process holds the spawner's share of before its exec:
		// the truth is at most either.
		if p := r.group.Peak(); p > 0 && r.meter.single {
			resp.Peak = min(resp.Peak, p)
		} else if p > 0 {
			resp.Peak = p
		}
	}
	c := r.box.collect(r.req.Collect, r.req.CollectLimit)
	resp.Collected, resp.Clipped = c.files, c.clipped
	return resp
}
