//go:build linux

// Package spawner is the small process that starts runs.
//
// The caller, a trainer perhaps with a heap of many gigabytes, starts one
// spawner and gives it a socket per worker. A worker is a thread that runs
// one program at a time: it prepares the directories, starts the process,
// watches its time and memory, ends every process of it, and reports. The
// caller's death closes the sockets, upon which workers end their runs.
package spawner

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/landlock"
	"github.com/verireward/verireward/sandbox/internal/launch"
	"github.com/verireward/verireward/sandbox/internal/wire"
)

// ControlFD is the descriptor on which the spawner finds its control socket.
const ControlFD = 3

// spawner is what the workers share.
type spawner struct {
	cfg     wire.Config
	apps    appCache
	tmpl    templates
	paths   hostPaths
	filters filters
	// cells makes the cells of workers, nil where runs have none.
	cells *cellMaker
	// holder keeps the apps attached, nil where that is not needed.
	holder *holder
	// scope is the ruleset of keepers' domains, nil where there are none.
	scope *landlock.Ruleset

	// mainTask is the path that lists the children of the main thread, which
	// are orphans all: it starts nothing itself.
	mainTask string
	orphans  int // that list, open
	workers  sync.WaitGroup
	tasks    tasks
}

// Main is the spawner's whole life. It never returns.
func Main() {
	// The main thread starts nothing, and is never the one that a goroutine
	// restricts and ends.
	runtime.LockOSThread()
	code := 0
	if err := serve(ControlFD); err != nil {
		code = 1
	}
	os.Exit(code)
}

func serve(control int) error {
	// Away from the terminal and its signals; not to be traced or read by
	// processes of the same user; first to go when the host is out of memory;
	// parent of whatever runs leave behind.
	unix.Setsid()
	os.WriteFile("/proc/self/oom_score_adj", []byte("500"), 0)
	unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
	// Modes are meant as they are given; runs set a mask of their own.
	unix.Umask(0)
	// Workers wait for what they started. That a handler of Go's is woken as
	// well for each that ends is of no use.
	defaultAction(unix.SIGCHLD)
	// Small: what the kernel says of a run's peak memory is never below the
	// spawner's own.
	debug.SetGCPercent(50)
	runtime.GOMAXPROCS(runtime.NumCPU() + 2) // a launch holds its P for a moment

	buf := new(wire.Buffer)
	msg, _, err := wire.ReceiveFD(control, buf, 0)
	if err != nil {
		return err
	}
	s := new(spawner)
	if err := json.Unmarshal(msg, &s.cfg); err != nil {
		return err
	}
	s.mainTask = "/proc/self/task/" + itoa(unix.Getpid()) + "/children"
	if s.orphans, err = unix.Open(s.mainTask, unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
		return err
	}
	ready, err := json.Marshal(s.prepare())
	if err != nil {
		return err
	}
	if err := wire.SendFD(control, ready, nil); err != nil {
		return err
	}
	for nr := 0; ; nr++ {
		_, fds, err := wire.ReceiveFD(control, buf, 0)
		if err != nil { // the caller is gone, or has closed the sandbox
			break
		}
		for _, fd := range fds {
			w := &worker{spawner: s, nr: nr, sock: fd}
			s.workers.Go(w.loop)
		}
	}
	s.workers.Wait()
	s.apps.close()
	s.tmpl.close()
	// The caller may have died before it could.
	if d := s.cfg.ScratchDir; d != "" {
		RemoveTree(filepath.Dir(d), filepath.Base(d))
	}
	return nil
}

// defaultAction takes Go's handler from a signal.
func defaultAction(sig unix.Signal) {
	var none [4]uint64 // struct sigaction
	unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&none)), 0, unsafe.Sizeof(none[0]), 0, 0)
}

// prepare makes what every run needs, so that what is impossible shows now.
func (s *spawner) prepare() wire.Ready {
	if !launch.Supported {
		return wire.Ready{Layer: "launch", Step: "architecture", Errno: int(unix.ENOSYS)}
	}
	if err := commonLimits(); err != nil {
		return readyFrom(err)
	}
	if !s.cfg.Namespaces {
		return readyFrom(s.prepareScope())
	}
	_, err := s.template(nil, false)
	if err == nil {
		s.holder, err = newHolder()
	}
	if err == nil {
		s.openCells()
	}
	return readyFrom(err)
}

func readyFrom(err error) wire.Ready {
	if err == nil {
		return wire.Ready{}
	}
	r := wire.Ready{Layer: "launch", Step: "prepare", Text: err.Error(), Errno: int(errnoOf(err))}
	if e, ok := errors.AsType[*stepError](err); ok {
		r.Layer, r.Step = e.layer, e.step
	}
	return r
}

// stepError is a failure of the set-up.
type stepError struct {
	layer, step string
	err         error
}

func (e *stepError) Error() string { return e.layer + ": " + e.step + ": " + e.err.Error() }
func (e *stepError) Unwrap() error { return e.err }

func fail(layer, step string, err error) error {
	if err == nil {
		return nil
	}
	return &stepError{layer, step, err}
}

func errnoOf(err error) unix.Errno {
	if e, ok := errors.AsType[unix.Errno](err); ok {
		return e
	}
	return unix.EIO
}
