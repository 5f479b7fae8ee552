package sandbox

import (
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/cgroup"
	"github.com/verireward/verireward/sandbox/internal/landlock"
	"github.com/verireward/verireward/sandbox/internal/launch"
)

// Probe finds out what this machine offers, mostly by trying it in throwaway
// processes of its own.
func Probe() Host {
	h := Host{UID: os.Geteuid(), Cores: runtime.NumCPU()}
	var uts unix.Utsname
	if unix.Uname(&uts) == nil {
		h.Kernel = unix.ByteSliceToString(uts.Release[:])
	}
	if !launch.Supported {
		h.Launch = &SetupError{"launch", "architecture " + runtime.GOARCH, ErrUnsupported}
		return h
	}
	onThread(func() {
		h.Launch = try("launch", 0, func(*launch.Script) {})
		if h.Launch != nil {
			return
		}
		h.Namespaces = try(LayerMount, newNamespaces, namespaceSteps)
		h.UserNS = try(LayerUserNS, newNamespaces|unix.CLONE_NEWUSER|unix.CLONE_NEWNS|unix.CLONE_NEWNET, func(s *launch.Script) {
			mapSelf(s, 0)
			namespaceSteps(s)
		})
		if h.UserNS == nil {
			h.NestedUserNS = try(LayerUserNS, unix.CLONE_NEWUSER, func(s *launch.Script) {
				mapSelf(s, 0)
				fork := s.Fork("clone a nested user namespace", unix.SYS_CLONE, uintptr(unix.CLONE_VM|unix.CLONE_VFORK|unix.CLONE_NEWUSER|int(unix.SIGCHLD)))
				s.Call("exit_group", unix.SYS_EXIT_GROUP, 0)
				s.Join(fork)
			})
		}
		base, count := userRange()
		id := uintptr(base)
		h.SetUID = try(LayerUID, 0, func(s *launch.Script) {
			s.Call("setgroups", unix.SYS_SETGROUPS, 0, 0)
			s.Call("setresgid", unix.SYS_SETRESGID, id, id, id)
			s.Call("setresuid", unix.SYS_SETRESUID, id, id, id)
		})
		if h.SetUID == nil {
			h.UIDBase, h.UIDCount = base, count
		}
	})
	h.Landlock = landlock.ABI()
	h.Seccomp = probeSeccomp()
	place, err := cgroup.Find(cgroup.Prefix + strconv.Itoa(os.Getpid()) + "-probe")
	if err != nil {
		h.Cgroup = &SetupError{"cgroup", "make a group", err}
	} else {
		h.CgroupVersion, h.CgroupDir, h.CgroupCPU = place.Version, place.Dir, place.CPU
	}
	return h
}

// newNamespaces are those that each run gets anew.
const newNamespaces = unix.CLONE_NEWPID | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS

// onThread runs f on a thread of its own, with signals blocked, that ends
// with f.
func onThread(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		// The main thread cannot end: it would stay blocked for ever. A
		// goroutine beside it gets another.
		if unix.Gettid() == unix.Getpid() {
			defer runtime.UnlockOSThread()
			inner := make(chan struct{})
			go func() {
				defer close(inner)
				runtime.LockOSThread()
				if launch.BlockSignals() == nil {
					f()
				}
			}()
			<-inner
			return
		}
		if launch.BlockSignals() == nil {
			f()
		}
	}()
	<-done
}

// try runs the steps in a process made with the flags. The error is that of
// the first step to fail.
func try(layer string, flags uintptr, steps func(*launch.Script)) *SetupError {
	var s launch.Script
	steps(&s)
	s.Call("exit_group", unix.SYS_EXIT_GROUP, 0)
	p, err := s.Start(flags | unix.CLONE_VFORK)
	if err != nil {
		e := err.(*launch.Error)
		return &SetupError{layer, e.Step, e.Errno}
	}
	unix.Wait4(p.PID, nil, unix.WALL, nil)
	unix.Close(p.FD)
	if f := s.Failure(); f != nil {
		return &SetupError{layer, f.Step, f.Errno}
	}
	return nil
}

// mapSelf makes a process in a new user namespace the given user of it.
func mapSelf(s *launch.Script, id int) {
	write := func(file, text string) {
		s.CallSave("open "+file, unix.SYS_OPENAT, 0, s.String("/proc/self/"+file), unix.O_WRONLY|unix.O_CLOEXEC)
		s.CallSaved("write "+file, unix.SYS_WRITE, 0, s.String(text), uintptr(len(text)))
		s.CallSaved("close "+file, unix.SYS_CLOSE)
	}
	in := strconv.Itoa(id)
	write("setgroups", "deny")
	write("uid_map", in+" "+strconv.Itoa(os.Geteuid())+" 1")
	write("gid_map", in+" "+strconv.Itoa(os.Getegid())+" 1")
}

// namespaceSteps try what a run's namespaces need.
func namespaceSteps(s *launch.Script) {
	s.Call("unshare", unix.SYS_UNSHARE, unix.CLONE_NEWNS|unix.CLONE_NEWNET)
	root, tmpfs, proc := s.String("/"), s.String("tmpfs"), s.String("proc")
	s.Call("make mounts private", unix.SYS_MOUNT, 0, root, 0, unix.MS_REC|unix.MS_PRIVATE, 0)
	s.CallSave("fsopen", unix.SYS_FSOPEN, tmpfs, unix.FSOPEN_CLOEXEC)
	s.CallSaved("fsconfig", unix.SYS_FSCONFIG, 0, unix.FSCONFIG_CMD_CREATE, 0, 0, 0)
	s.CallSaved("fsmount", unix.SYS_FSMOUNT, 0, unix.FSMOUNT_CLOEXEC, 0)
	s.Call("mount /proc", unix.SYS_MOUNT, proc, s.String("/proc"), proc, unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, 0)
}

func probeSeccomp() *SetupError {
	kill := uint32(unix.SECCOMP_RET_KILL_PROCESS)
	_, _, e := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_GET_ACTION_AVAIL, 0, uintptr(unsafe.Pointer(&kill)))
	if e != 0 {
		return &SetupError{LayerSeccomp, "seccomp", e}
	}
	return nil
}

const (
	// uidsPerProcess is how many user ids one sandbox's runs take turns at.
	uidsPerProcess = 1024
	// uidFloor lies far above the ids that people and services have.
	uidFloor = 1 << 30
)

// userRange chooses user ids that nobody has. Processes differ, so that two
// sandboxes on a host do not share them.
func userRange() (base, count int) {
	// 2^30 + 2^22 pids * 2^8 is the top of 31 bits.
	base, count = uidFloor+(os.Getpid()&(1<<20-1))*uidsPerProcess, uidsPerProcess
	b, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		return base, count
	}
	var low, high int64
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) != 3 {
			continue
		}
		from, _ := strconv.ParseInt(f[0], 10, 64)
		n, _ := strconv.ParseInt(f[2], 10, 64)
		if from <= int64(base) && int64(base+count) <= min(from+n, math.MaxUint32) {
			return base, count
		}
		if n > high-low {
			low, high = from, from+n
		}
	}
	// A container with few ids: the highest of them, below the last, which
	// is nobody.
	room := min(high-low, 16384) - 64
	if room < uidsPerProcess {
		return int(high) - 64, 1
	}
	slots := room / uidsPerProcess
	return int(high-64-room) + os.Getpid()%int(slots)*uidsPerProcess, uidsPerProcess
}

// errnoError makes an error of a number that came over the wire.
func errnoError(n int) error { return syscall.Errno(n) }
