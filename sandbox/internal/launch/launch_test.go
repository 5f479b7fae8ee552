//go:build linux && (amd64 || arm64)

package launch

import (
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// onThread runs f on a thread of its own with all signals blocked.
func onThread(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends
		if BlockSignals() == nil {
			f()
		}
	}()
	<-done
}

func wait(t *testing.T, p Process) syscall.WaitStatus {
	t.Helper()
	var ws unix.WaitStatus
	_, err := unix.Wait4(p.PID, &ws, unix.WALL, nil)
	require.NoError(t, err)
	unix.Close(p.FD)
	return syscall.WaitStatus(ws)
}

func TestExec(t *testing.T) {
	var s Script
	s.Call("execve", unix.SYS_EXECVE, s.String("/bin/sh"),
		s.Strings([]string{"sh", "-c", "exit $CODE"}), s.Strings([]string{"CODE=41"}))
	onThread(func() {
		for range 50 { // a script can be run again
			p, err := s.Start(unix.CLONE_VFORK)
			require.NoError(t, err)
			require.Equal(t, 41, wait(t, p).ExitStatus())
			require.Nil(t, s.Failure())
		}
	})
}

func TestFailureNamesTheStep(t *testing.T) {
	var s Script
	s.Try("close nothing", unix.SYS_CLOSE, 12345)
	s.Call("getpid", unix.SYS_GETPID)
	bad := s.Call("chdir to nowhere", unix.SYS_CHDIR, s.String("/no/such/directory"))
	s.Call("exit_group", unix.SYS_EXIT_GROUP, 3)
	onThread(func() {
		p, err := s.Start(unix.CLONE_VFORK)
		require.NoError(t, err)
		require.Equal(t, 127, wait(t, p).ExitStatus())
	})
	require.Equal(t, &Error{Step: "chdir to nowhere", Index: bad, Errno: syscall.ENOENT}, s.Failure())
}

// An init that forks, waits for its child among others, and ends: the shape
// of a run in a pid namespace.
func TestForkJoinWaitStore(t *testing.T) {
	var s Script
	status, usage, pid := new(int32), new(unix.Rusage), new(int32)
	fork := s.Fork("clone", unix.SYS_CLONE, unix.CLONE_VM|unix.CLONE_VFORK|uintptr(unix.SIGCHLD))
	s.CallStore("getpid", pid, unix.SYS_GETPID)
	s.Call("exit_group", unix.SYS_EXIT_GROUP, 7)
	s.Join(fork)
	s.WaitSaved(status, usage)
	s.Call("exit_group", unix.SYS_EXIT_GROUP, 9)
	onThread(func() {
		for range 20 {
			*status, *pid = 0, 0
			p, err := s.Start(0)
			require.NoError(t, err)
			require.Equal(t, 9, wait(t, p).ExitStatus())
			require.Nil(t, s.Failure())
			require.Equal(t, 7, syscall.WaitStatus(*status).ExitStatus())
			require.NotZero(t, *pid)
			require.NotEqual(t, p.PID, int(*pid))
		}
	})
}

func TestSavedResult(t *testing.T) {
	var s Script
	fds := make([]int, 2)
	require.NoError(t, unix.Pipe2(fds, unix.O_CLOEXEC))
	defer unix.Close(fds[0])
	s.CallSave("dup", unix.SYS_DUP, uintptr(fds[1]))
	msg := s.String("hello")
	s.CallSaved("write", unix.SYS_WRITE, 0, msg, 5)
	s.Call("exit_group", unix.SYS_EXIT_GROUP, 0)
	onThread(func() {
		p, err := s.Start(unix.CLONE_VFORK)
		require.NoError(t, err)
		require.Zero(t, wait(t, p).ExitStatus())
	})
	unix.Close(fds[1])
	buf := make([]byte, 16)
	n, err := unix.Read(fds[0], buf)
	require.NoError(t, err)
	require.Equal(t, "hello", string(buf[:n]))
}

// Garbage collections and goroutines beside launches must not harm either.
func TestUnderCollection(t *testing.T) {
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	}()
	onThread(func() {
		for i := range 200 {
			var s Script
			path := "/bin/true"
			if i%5 == 0 {
				path = "/no/such/program"
			}
			s.Call("execve", unix.SYS_EXECVE, s.String(path), s.Strings([]string{"true"}), s.Strings(nil))
			p, err := s.Start(unix.CLONE_VFORK)
			require.NoError(t, err)
			code := wait(t, p).ExitStatus()
			if i%5 == 0 {
				require.Equal(t, 127, code)
				require.Equal(t, syscall.ENOENT, s.Failure().Errno)
			} else {
				require.Zero(t, code)
			}
		}
	})
}
