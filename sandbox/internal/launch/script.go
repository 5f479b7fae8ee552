//go:build linux

package launch

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// What a step does besides its system call. The assembly knows these bits.
const (
	opIgnore   = 1 << iota // a failure is passed over
	opUseSaved             // argument 0 is the saved result
	opSave                 // the result is saved
	opStore                // the result is stored, 32 bits, at address x
	opBranch               // a result other than 0 continues at the step at x
	opUntil                // repeated until the result is the saved one
)

// step is laid out for the assembly: nine words.
type step struct {
	nr, op, x uintptr
	args      [6]uintptr
}

// Script is a list of system calls for a new process. It may be run many
// times, one run at a time. The zero value is empty and ready.
type Script struct {
	steps []step
	names []string
	// keep holds what the steps point to, in memory that does not move.
	keep []any
	// block is where strings and words are put, from its end to its capacity.
	block []byte
	pidfd *int32
	// fail is written by the process when a step fails.
	fail *failure
}

// failure is laid out for the assembly.
type failure struct {
	offset int32 // of the failed step, in bytes
	errno  int32
}

const stepSize = unsafe.Sizeof(step{})

// Reset empties the script, keeping its memory.
func (s *Script) Reset() {
	s.steps = s.steps[:0]
	s.names = s.names[:0]
	clear(s.keep)
	s.keep = s.keep[:0]
	s.block = s.block[:0]
}

// blockSize is how much memory for strings and words is taken at once: more
// than most scripts need.
const blockSize = 2 << 10

// take returns n bytes of memory that is held and does not move, and their
// address, a multiple of 8.
func (s *Script) take(n int) ([]byte, uintptr) {
	at := (len(s.block) + 7) &^ 7
	if at+n > cap(s.block) {
		if s.block != nil {
			s.keep = append(s.keep, s.block)
		}
		s.block, at = make([]byte, 0, max(blockSize, n)), 0
	}
	s.block = s.block[:at+n]
	b := s.block[at : at+n : at+n]
	return b, uintptr(unsafe.Pointer(unsafe.SliceData(b)))
}

// Words adds numbers to the memory held and returns the address of the first.
func (s *Script) Words(v ...uint64) uintptr {
	b, at := s.take(8 * len(v))
	for i, x := range v {
		binary.NativeEndian.PutUint64(b[8*i:], x)
	}
	return at
}

// Step is a place in a script whose arguments may be changed between runs.
type Step int

// Call adds a system call that must succeed. The name is for error messages.
func (s *Script) Call(name string, nr uintptr, args ...uintptr) Step {
	return s.add(name, 0, nr, args)
}

// Try adds a system call whose failure does not matter.
func (s *Script) Try(name string, nr uintptr, args ...uintptr) Step {
	return s.add(name, opIgnore, nr, args)
}

// CallSave adds a system call whose result CallSaved will use.
func (s *Script) CallSave(name string, nr uintptr, args ...uintptr) Step {
	return s.add(name, opSave, nr, args)
}

// CallSaved adds a system call that takes the saved result as argument 0.
func (s *Script) CallSaved(name string, nr uintptr, args ...uintptr) Step {
	return s.add(name, opUseSaved, nr, args)
}

// TrySaved is Try with the saved result as argument 0.
func (s *Script) TrySaved(name string, nr uintptr, args ...uintptr) Step {
	return s.add(name, opIgnore|opUseSaved, nr, args)
}

// CallSavedStore adds a system call that takes the saved result as argument 0
// and whose own result is written to *dst, in memory held by Keep.
func (s *Script) CallSavedStore(name string, dst *int32, nr uintptr, args ...uintptr) Step {
	n := s.CallStore(name, dst, nr, args...)
	s.steps[n].op |= opUseSaved
	return n
}

// CallStore adds a system call whose result is written to *dst, which must
// be in memory held by Keep.
func (s *Script) CallStore(name string, dst *int32, nr uintptr, args ...uintptr) Step {
	n := s.add(name, opStore, nr, args)
	s.steps[n].x = uintptr(unsafe.Pointer(dst))
	s.keep = append(s.keep, dst)
	return n
}

// Fork adds a clone whose child continues with the next step while the parent
// continues where Join is called with the returned step.
func (s *Script) Fork(name string, nr uintptr, args ...uintptr) Step {
	return s.add(name, opSave|opBranch, nr, args)
}

// Join makes the next step added the one where the parent of the given Fork
// continues. The steps must not be added to after the first run.
func (s *Script) Join(fork Step) {
	s.steps[fork].x = uintptr(len(s.steps)) // made an address in seal
}

// WaitSaved adds a wait4 for any child, repeated until it is the one whose
// number was saved by Fork: init's work in a pid namespace.
func (s *Script) WaitSaved(status *int32, usage *unix.Rusage) Step {
	s.keep = append(s.keep, status, usage)
	any := -1
	return s.add("wait4", opUntil, unix.SYS_WAIT4, []uintptr{uintptr(any),
		uintptr(unsafe.Pointer(status)), unix.WALL, uintptr(unsafe.Pointer(usage))})
}

// TryStore is CallStore for a system call whose failure does not matter; then
// nothing is written.
func (s *Script) TryStore(name string, dst *int32, nr uintptr, args ...uintptr) Step {
	n := s.CallStore(name, dst, nr, args...)
	s.steps[n].op |= opIgnore
	return n
}

// Repeat has the process continue at an earlier step.
func (s *Script) Repeat(from Step) {
	n := s.add("getpid", opBranch, unix.SYS_GETPID, nil) // never 0
	s.steps[n].x = uintptr(from)
}

// WaitAll adds a wait4 for any child, repeated until there is none, or with
// WNOHANG until none has ended.
func (s *Script) WaitAll(flags int) Step {
	any := -1
	n := s.add("wait4", opIgnore|opBranch, unix.SYS_WAIT4, []uintptr{uintptr(any), 0, uintptr(unix.WALL | flags), 0})
	s.Join(n)
	s.steps[n].x-- // a child was waited for: the same step again
	return n
}

func (s *Script) add(name string, op, nr uintptr, args []uintptr) Step {
	st := step{nr: nr, op: op}
	copy(st.args[:], args)
	s.steps = append(s.steps, st)
	s.names = append(s.names, name)
	return Step(len(s.steps) - 1)
}

// SetArg changes argument i of a step for the next run.
func (s *Script) SetArg(n Step, i int, v uintptr) { s.steps[n].args[i] = v }

// Keep holds p so that its address stays valid as long as the script does.
// Memory that a step points to must be held, and must not be on a stack.
func (s *Script) Keep(p any) { s.keep = append(s.keep, p) }

// String adds text, with a terminating NUL, to the memory held and returns its
// address.
func (s *Script) String(text string) uintptr {
	b, at := s.take(len(text) + 1)
	b[copy(b, text)] = 0
	return at
}

// Strings adds a NULL-terminated list of strings and returns its address.
func (s *Script) Strings(list []string) uintptr {
	ptrs, at := s.take(8 * (len(list) + 1))
	for i, t := range list {
		binary.NativeEndian.PutUint64(ptrs[8*i:], uint64(s.String(t)))
	}
	binary.NativeEndian.PutUint64(ptrs[8*len(list):], 0)
	return at
}

// Error says which step of a script failed.
type Error struct {
	// Step is the name given to the step.
	Step string
	// Index is its place in the script.
	Index Step
	// Errno is what the system call returned.
	Errno syscall.Errno
}

// Error names the step and the cause.
func (e *Error) Error() string { return fmt.Sprintf("%s: %v", e.Step, e.Errno) }

// Unwrap returns the system's error number.
func (e *Error) Unwrap() error { return e.Errno }

// Process is a process that was started.
type Process struct {
	// PID is its number in the caller's pid namespace.
	PID int
	// FD is its pidfd, close-on-exec, for the caller to close; -1 when the
	// kernel gave none.
	FD int
}

// Start clones a process with the given CLONE_ flags that runs the script.
// With CLONE_VFORK the call returns when the process has exec'd or died; else
// at once, and the script must be left alone until the process has died.
// The calling goroutine must be locked to its thread.
func (s *Script) Start(flags uintptr) (Process, error) {
	s.seal()
	if s.pidfd == nil {
		s.pidfd = new(int32)
	}
	*s.pidfd = -1
	// The stack is never touched: the assembly only makes system calls. The
	// child gets the parent's, which is what zero means.
	r := start(unix.SYS_CLONE,
		flags|unix.CLONE_VM|unix.CLONE_PIDFD|uintptr(unix.SIGCHLD), 0,
		uintptr(unsafe.Pointer(s.pidfd)), 0, 0,
		&s.steps[0], s.fail)
	runtime.KeepAlive(s)
	if r > ^uintptr(4095) {
		return Process{FD: -1}, &Error{Step: "clone", Index: -1, Errno: syscall.Errno(-r)}
	}
	return Process{PID: int(r), FD: int(*s.pidfd)}, nil
}

// Failure returns what went wrong in the process started last, nil if nothing
// did. It may be called when the process has exec'd or died.
func (s *Script) Failure() *Error {
	if s.fail.errno == 0 {
		return nil
	}
	i := int(s.fail.offset) / int(stepSize)
	return &Error{Step: s.names[i], Index: Step(i), Errno: syscall.Errno(s.fail.errno)}
}

// seal makes the script ready to run: branch targets become addresses.
func (s *Script) seal() {
	if s.fail == nil {
		s.fail = new(failure)
	}
	*s.fail = failure{}
	base := uintptr(unsafe.Pointer(&s.steps[0]))
	limit := uintptr(len(s.steps))
	for i := range s.steps {
		if st := &s.steps[i]; st.op&opBranch != 0 && st.x <= limit {
			st.x = base + st.x*stepSize
		}
	}
}

// BlockSignals blocks every signal for the calling thread, to which the
// goroutine must be locked, and so for the processes it starts: no handler of
// Go's may run in them. A thread that starts processes keeps them blocked, but
// for signals whose action is the default one.
func BlockSignals(but ...unix.Signal) error {
	all := new(unix.Sigset_t)
	for i := range all.Val {
		all.Val[i] = ^all.Val[i]
	}
	for _, sig := range but {
		all.Val[0] &^= 1 << (sig - 1)
	}
	return unix.PthreadSigmask(unix.SIG_SETMASK, all, nil)
}

// Len is the place of the step to be added next.
func (s *Script) Len() Step { return Step(len(s.steps)) }
