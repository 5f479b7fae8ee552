package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/cgroup"
	"github.com/verireward/verireward/sandbox/internal/launch"
	"github.com/verireward/verireward/sandbox/internal/spawner"
	"github.com/verireward/verireward/sandbox/internal/wire"
)

// process is a spawner, seen from the caller.
type process struct {
	pid, pidfd int
	cfg        wire.Config
	control    *net.UnixConn

	mu    sync.Mutex
	idle  []*slot
	slots int
	dead  bool
	gone  chan struct{} // closed when the process was waited for
}

// slot is the caller's end of one worker of the spawner. It serves one run at
// a time.
type slot struct {
	sock int
	buf  wire.Buffer
}

func (s *slot) close() { unix.Close(s.sock) }

// socketPair returns the two ends of a connection.
func socketPair() (own, other int, err error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	return fds[0], fds[1], err
}

// connection makes a socket one that Go polls.
func connection(sock int) (*net.UnixConn, error) {
	f := os.NewFile(uintptr(sock), "spawner")
	defer f.Close()
	c, err := net.FileConn(f)
	if err != nil {
		return nil, err
	}
	return c.(*net.UnixConn), nil
}

// startTimeout bounds the wait for a spawner to say that it is ready. Programs
// with heavy initialisation on a loaded machine need their time.
const startTimeout = 30 * time.Second

// startProcess starts a spawner and hands it its configuration.
func startProcess(cfg wire.Config) (*process, error) {
	if !initialised.Load() {
		return nil, &SetupError{"launch", "start spawner", ErrNoInit}
	}
	own, other, err := socketPair()
	if err != nil {
		return nil, &SetupError{"launch", "socketpair", err}
	}
	control, err := connection(own)
	if err != nil {
		unix.Close(other)
		return nil, &SetupError{"launch", "socketpair", err}
	}
	p := &process{cfg: cfg, control: control, gone: make(chan struct{})}
	err = p.exec(other)
	unix.Close(other)
	if err != nil {
		control.Close()
		return nil, err
	}
	go p.wait()
	if err := p.handshake(); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// exec starts this program again as a spawner whose control socket is fd.
func (p *process) exec(fd int) error {
	null, err := unix.Open("/dev/null", unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return &SetupError{"launch", "open /dev/null", err}
	}
	defer unix.Close(null)
	// The numbers given must not be among those taken.
	const above = 16
	high := make([]int, 0, 2)
	defer func() { wire.CloseAll(high) }()
	for _, f := range []int{null, fd} {
		n, err := unix.FcntlInt(uintptr(f), unix.F_DUPFD_CLOEXEC, above)
		if err != nil {
			return &SetupError{"launch", "dup", err}
		}
		high = append(high, n)
	}
	var s launch.Script
	var flags uintptr
	if p.cfg.UserNS {
		flags = unix.CLONE_NEWUSER | unix.CLONE_NEWNS
		mapSelf(&s, 0)
	}
	s.Call("setsid", unix.SYS_SETSID)
	for i := range spawner.ControlFD {
		s.Call("dup3", unix.SYS_DUP3, uintptr(high[0]), uintptr(i), 0)
	}
	s.Call("dup3", unix.SYS_DUP3, uintptr(high[1]), spawner.ControlFD, 0)
	s.Call("close_range", unix.SYS_CLOSE_RANGE, spawner.ControlFD+1, uintptr(^uint32(0)), 0)
	s.Call("rt_sigprocmask", unix.SYS_RT_SIGPROCMASK, unix.SIG_SETMASK, s.Words(0), 0, 8)
	s.Call("execve", unix.SYS_EXECVE, s.String("/proc/self/exe"),
		s.Strings([]string{spawnerName}), s.Strings([]string{"GOTRACEBACK=none"}))
	onThread(func() {
		var started launch.Process
		started, err = s.Start(flags | unix.CLONE_VFORK)
		p.pid, p.pidfd = started.PID, started.FD
	})
	if err == nil {
		if f := s.Failure(); f != nil {
			unix.Wait4(p.pid, nil, unix.WALL, nil)
			unix.Close(p.pidfd)
			err = f
		}
	}
	if e, ok := errors.AsType[*launch.Error](err); ok {
		return &SetupError{"launch", e.Step, e.Errno}
	}
	return err
}

func (p *process) handshake() error {
	cfg, err := json.Marshal(p.cfg)
	if err != nil {
		return &SetupError{"launch", "configure", err}
	}
	p.control.SetDeadline(time.Now().Add(startTimeout))
	defer p.control.SetDeadline(time.Time{})
	err = wire.Send(p.control, cfg, nil)
	var msg []byte
	if err == nil {
		msg, _, err = wire.Receive(p.control, new(wire.Buffer))
	}
	if err == io.EOF {
		err = ErrNoInit // the binary ran as itself, and ended
	}
	if err != nil {
		return &SetupError{"launch", "start spawner", err}
	}
	var ready wire.Ready
	if err := json.Unmarshal(msg, &ready); err != nil {
		return &SetupError{"launch", "start spawner", err}
	}
	if ready.Layer != "" {
		return &SetupError{ready.Layer, ready.Step, errnoError(ready.Errno)}
	}
	return nil
}

// wait reaps the spawner when it has died, however it did, and removes what
// it could not.
func (p *process) wait() {
	defer close(p.gone)
	for {
		fds := []unix.PollFd{{Fd: int32(p.pidfd), Events: unix.POLLIN}}
		if _, err := unix.Poll(fds, -1); err != unix.EINTR {
			break
		}
	}
	// Who embeds us may wait for all children; then there is none left.
	unix.Wait4(p.pid, nil, unix.WALL, nil)
	unix.Close(p.pidfd)
	p.mu.Lock()
	p.dead = true
	n := p.slots
	p.mu.Unlock()
	p.sweep(n)
}

// sweep ends what a killed spawner may have left behind: its runs die with
// their parent, but their groups stay, and where runs only have user ids of
// their own, so do processes they started.
func (p *process) sweep(slots int) {
	if p.cfg.UIDCount > 0 && !p.cfg.Namespaces && slots > 0 {
		onThread(func() { spawner.KillUsers(p.cfg, slots) })
	}
	if p.cfg.Cgroup.Version != 0 {
		groups := cgroup.Prefix + strconv.Itoa(p.pid) + "-*"
		for pause := time.Millisecond; pause < time.Second; pause *= 2 {
			left, _ := filepath.Glob(filepath.Join(p.cfg.Cgroup.Dir, groups))
			if p.cfg.Cgroup.CPU != "" {
				more, _ := filepath.Glob(filepath.Join(p.cfg.Cgroup.CPU, groups))
				left = append(left, more...)
			}
			for _, d := range left {
				unix.Rmdir(d)
			}
			if len(left) == 0 {
				break
			}
			time.Sleep(pause)
		}
	}
	if p.cfg.ScratchDir != "" {
		names, err := os.ReadDir(p.cfg.ScratchDir)
		if err != nil {
			return
		}
		for _, n := range names {
			if strings.HasPrefix(n.Name(), "run-") || strings.HasPrefix(n.Name(), "app-") {
				spawner.RemoveTree(p.cfg.ScratchDir, n.Name())
			}
		}
	}
}

// acquire returns an idle slot, or a new one.
func (p *process) acquire() (*slot, error) {
	p.mu.Lock()
	if p.dead {
		p.mu.Unlock()
		return nil, errBroken
	}
	if n := len(p.idle); n > 0 {
		s := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return s, nil
	}
	p.slots++
	p.mu.Unlock()
	own, other, err := socketPair()
	if err != nil {
		return nil, &SetupError{"launch", "socketpair", err}
	}
	err = wire.Send(p.control, []byte{0}, []int{other})
	unix.Close(other)
	if err != nil {
		unix.Close(own)
		return nil, errBroken
	}
	return &slot{sock: own}, nil
}

// release takes a slot back whose run has ended in order.
func (p *process) release(s *slot) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dead {
		s.close()
		return
	}
	p.idle = append(p.idle, s)
}

// close ends the spawner and everything it runs, and waits for its end.
func (p *process) close() {
	p.mu.Lock()
	p.dead = true
	idle := p.idle
	p.idle = nil
	p.mu.Unlock()
	for _, s := range idle {
		s.close()
	}
	p.control.Close()
	select {
	case <-p.gone:
	case <-time.After(closeTimeout):
		unix.PidfdSendSignal(p.pidfd, unix.SIGKILL, nil, 0)
		<-p.gone
	}
}

// closeTimeout bounds the wait for a spawner to end its runs.
const closeTimeout = 10 * time.Second

// errBroken: the spawner died under a run.
var errBroken = errors.New("the spawner died")
