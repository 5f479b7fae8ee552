//go:build linux

package spawner

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/launch"
	"github.com/verireward/verireward/sandbox/internal/wire"
)

// A cell is the namespaces that a worker's runs use one after the other, in
// each of which the next finds what it would find in new ones: making them
// anew costs more than everything else that is done for a run.
//
// A sleeping init holds them. The program is a child of the worker itself,
// cloned into the cell's pid namespace, which it finds empty but for the init,
// and where it is process 2. When it has ended, its children are the init's.
// If there is none, and there never was, nothing is left of the run; else the
// init is killed, upon which the kernel kills and waits for all that is in the
// namespace, and the next run gets a new cell. So does one after a run that
// asked for System V IPC, whose numbers tell of objects that are gone, or for a
// message queue, and after one whose sockets have outlived it. A run cannot
// change the other namespaces, for want of privileges and by its filter. What a
// file system tells of its past is made as new, or looked at; see renew.
type cell struct {
	key  cellKey
	init launch.Process
	// child is the init's script, which must stay as long as the init does.
	child *child
	home  home
	// kids lists the init's children. The init sets stirred before it waits
	// for one.
	kids    int
	stirred *int32
	// asked: a run has asked for what is in the IPC namespace; sockets: for a
	// socket.
	asked, sockets bool
	dead           bool
	// inode is the number of the inode made last in home, free what there is
	// room for when it is empty.
	inode uint64
	free  room
}

// room is what a file system has left.
type room struct{ blocks, inodes uint64 }

// cellKey is what runs must have in common to use a cell one after the other.
type cellKey struct {
	tmpl *template
	app  string // digest
	size int64
	exec bool
}

// cellMaker is a thread that starts inits. It lives as long as the spawner:
// its end would be theirs.
type cellMaker struct {
	work chan func()
	// lastPID is the file that says which process number a namespace has given
	// last: that of the process which writes. self is the spawner's pidfd.
	lastPID, self int
}

// openCells starts the maker, and tries whether runs can use cells here. Where
// they cannot there is none.
func (s *spawner) openCells() {
	if !s.cfg.Namespaces || s.cfg.UIDCount == 0 || !s.cfg.Seccomp {
		return
	}
	fd, err := unix.Open("/proc/sys/kernel/ns_last_pid", unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	self, err := unix.PidfdOpen(os.Getpid(), 0)
	if err != nil {
		unix.Close(fd)
		return
	}
	m := &cellMaker{work: make(chan func()), lastPID: fd, self: self}
	ready := make(chan error)
	go func() {
		runtime.LockOSThread()
		ready <- launch.BlockSignals()
		for f := range m.work {
			f()
		}
	}()
	s.cells = m
	if err = <-ready; err == nil {
		apart(func() { err = s.tryCell() })
	}
	if err != nil {
		s.cells = nil
		close(m.work)
		unix.Close(fd)
		unix.Close(self)
	}
}

// tryCell makes a cell on a thread like a worker's, and a process in it.
func (s *spawner) tryCell() error {
	w := &worker{spawner: s, home: new(home)}
	defer w.leaveNet()
	defer w.closeCells()
	err := w.readyCells()
	if err == nil {
		err = w.filterThread()
	}
	if err != nil {
		return err
	}
	t, err := s.template(nil, false)
	if err != nil {
		return err
	}
	const size = 1 << 20
	if err := w.enterCell(cellKey{tmpl: t, size: size}, -1); err != nil {
		return err
	}
	c := new(child)
	w.cellSteps(c)
	c.script.Call("exit_group", unix.SYS_EXIT_GROUP, 0)
	p, err := w.startInCell(c)
	if err != nil {
		return err
	}
	defer unix.Close(p.FD)
	if _, err := unix.Wait4(p.PID, nil, unix.WALL, nil); err != nil {
		return err
	}
	if f := c.script.Failure(); f != nil {
		return f
	}
	return nil
}

// do has the maker's thread do something.
func (m *cellMaker) do(f func()) {
	done := make(chan struct{})
	m.work <- func() { defer close(done); f() }
	<-done
}

// readyCells readies a worker for cells: numbers of descriptors are part of its
// filter.
func (w *worker) readyCells() error {
	for _, p := range []*int{&w.enter, &w.proc} {
		fd, err := unix.FcntlInt(uintptr(w.cells.lastPID), unix.F_DUPFD_CLOEXEC, 3)
		if err != nil {
			return fail("pid", "dup", err)
		}
		*p = fd
	}
	return nil
}

// closeCells gives up what a worker has for cells, and its cell.
func (w *worker) closeCells() {
	w.leaveCell()
	for _, fd := range []int{w.enter, w.proc, w.notices} {
		if fd > 0 {
			unix.Close(fd)
		}
	}
}

// enterCell makes a cell, with a mount of an app unless that is -1, and has
// what this thread starts begin in its namespaces.
func (w *worker) enterCell(key cellKey, app int) error {
	w.leaveCell()
	if err := w.ownNet(); err != nil {
		return err
	}
	var c *cell
	var proc int
	var err error
	w.cells.do(func() { c, proc, err = w.makeCell(key, app) })
	if err != nil {
		return err
	}
	w.cell = c
	err = unix.Dup3(proc, w.proc, unix.O_CLOEXEC)
	unix.Close(proc)
	if err == nil {
		err = w.enterBy(c.init.FD)
	}
	if err == nil && !c.renew(w.proc) {
		err = unix.ESTALE
	}
	if err != nil {
		w.leaveCell()
	}
	return fail("pid", "enter", err)
}

// enterBy moves the thread into a process's namespaces, but for that of mounts,
// which it shares with others; what it starts begins in the pid namespace.
func (w *worker) enterBy(pidfd int) error {
	if err := unix.Dup3(pidfd, w.enter, unix.O_CLOEXEC); err != nil {
		return err
	}
	return unix.Setns(w.enter, unix.CLONE_NEWPID|unix.CLONE_NEWIPC|unix.CLONE_NEWUTS|unix.CLONE_NEWNET)
}

// renew makes the cell's file systems ready for the next run. It reports false
// when they are not as new ones would be. /proc keeps what was looked up, with
// the time: to configure it anew has it forget. In the tmpfs, which is empty,
// the next run could see by the inodes' numbers that files have been made; and
// room might be taken by one that is still held by something.
func (c *cell) renew(proc int) bool {
	var st unix.Stat_t
	free, err := c.home.room()
	if err == nil && free == c.free {
		err = unix.FsconfigReconfigure(proc)
	}
	if err == nil {
		err = unix.Mkdirat(c.home.fd, "work", 0o700)
	}
	if err == nil {
		err = unix.Fstatat(c.home.fd, "work", &st, unix.AT_SYMLINK_NOFOLLOW)
	}
	c.inode++
	return err == nil && free == c.free && st.Ino == c.inode
}

func (h *home) room() (room, error) {
	var st unix.Statfs_t
	err := unix.Fstatfs(h.fd, &st)
	return room{st.Bfree, st.Ffree}, err
}

// makeCell runs on the maker's thread. It also returns a descriptor by which
// /proc is configured anew.
func (w *worker) makeCell(key cellKey, app int) (_ *cell, proc int, err error) {
	c := &cell{key: key, child: new(child), kids: -1, stirred: new(int32)}
	c.init.FD = -1
	fd, err := boxTmpfs(key.size, key.exec)
	if err != nil {
		return nil, -1, err
	}
	c.home = home{path: "/proc/self/fd/" + itoa(fd), fd: fd, tmpfs: true}
	defer func() {
		if err != nil {
			c.end()
			c.close()
		}
	}()
	var st unix.Stat_t
	if err = unix.Fstat(fd, &st); err == nil {
		c.inode = st.Ino
		c.free, err = c.home.room()
	}
	if err != nil {
		return nil, -1, fail("mount", "stat box", err)
	}
	var ready [2]int
	if err := unix.Pipe2(ready[:], unix.O_CLOEXEC); err != nil {
		return nil, -1, fail("launch", "pipe", err)
	}
	defer wire.CloseAll(ready[:])
	w.initSteps(c.child, fd, app, key.tmpl)
	c.sleepSteps(ready[1])
	if c.init, err = c.child.script.Start(pidNamespaceFlags); err != nil {
		return nil, -1, fail("launch", "clone", err)
	}
	fds := []unix.PollFd{{Fd: int32(ready[0]), Events: unix.POLLIN}, {Fd: int32(c.init.FD), Events: unix.POLLIN}}
	for {
		if _, err = unix.Poll(fds, -1); err != unix.EINTR {
			break
		}
	}
	if err != nil {
		return nil, -1, fail("launch", "poll", err)
	}
	if fds[0].Revents == 0 {
		if f := c.child.script.Failure(); f != nil {
			return nil, -1, fail(c.child.layerOf(f.Index), f.Step, f.Errno)
		}
		return nil, -1, fail("pid", "init killed", unix.ECHILD)
	}
	dir := "/proc/" + itoa(c.init.PID)
	if c.kids, err = unix.Open(dir+"/task/"+itoa(c.init.PID)+"/children", unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
		return nil, -1, fail("pid", "open children", err)
	}
	proc, err = unix.Fspick(unix.AT_FDCWD, dir+"/root/proc", unix.FSPICK_CLOEXEC)
	return c, proc, fail("mount", "fspick /proc", err)
}

// sleepSteps are what the init does when it has made the root: it says so, and
// waits for orphans.
func (c *cell) sleepSteps(ready int) {
	s := &c.child.script
	c.child.layer("pid")
	s.Call("write", unix.SYS_WRITE, uintptr(ready), s.String("+"), 1)
	s.Call("close_range", unix.SYS_CLOSE_RANGE, 0, uintptr(^uint32(0)), 0)
	set := new(unix.Sigset_t)
	set.Val[0] = 1 << (unix.SIGCHLD - 1)
	s.Keep(set)
	sleep := s.TryStore("rt_sigtimedwait", c.stirred, unix.SYS_RT_SIGTIMEDWAIT, uintptr(unsafe.Pointer(set)), 0, 0, unsafe.Sizeof(set.Val[0]))
	s.WaitAll(unix.WNOHANG)
	s.Repeat(sleep)
}

// cellSteps are what a process does first that was started in a worker's cell.
func (w *worker) cellSteps(c *child) {
	s := &c.script
	c.layer("pid")
	// Whatever number this process has, the next is the first that is free:
	// the run's own children are numbered as in a new namespace, and so is
	// the next run. If the last one has had more than one process or thread,
	// this is not number 2, and will be on the second try.
	s.Call("write ns_last_pid", unix.SYS_PWRITE64, uintptr(w.cells.lastPID), s.String("1"), 1, 0)
	c.second = s.Call("be process 2", unix.SYS_KILL, secondPID, 0)
	c.layer("mount")
	s.Call("setns", unix.SYS_SETNS, uintptr(w.enter), unix.CLONE_NEWNS)
}

// secondPID is the number of a run's first process.
const secondPID = 2

// startInCell starts a process that runs the script.
func (w *worker) startInCell(c *child) (launch.Process, error) {
	for again := false; ; again = true {
		p, err := c.script.Start(unix.CLONE_VFORK)
		if err != nil {
			return p, fail("launch", "clone", err)
		}
		f := c.script.Failure()
		if f == nil || f.Index != c.second || again {
			return p, nil
		}
		unix.Wait4(p.PID, nil, unix.WALL, nil)
		unix.Close(p.FD)
	}
}

// quiet says whether a run that has ended left the cell as it was. That its
// first process has ended means that its children are listed as the init's.
// The order counts: the init sets stirred before it waits for one of them.
func (c *cell) quiet() bool {
	var buf [1]byte
	n, err := unix.Pread(c.kids, buf[:], 0)
	return n == 0 && err == nil && !c.asked && atomic.LoadInt32(c.stirred) == 0
}

// orphans lists the init's children.
func (c *cell) orphans() (pids []int) {
	buf := make([]byte, 4096)
	n, _ := unix.Pread(c.kids, buf, 0)
	for _, f := range bytes.Fields(buf[:max(n, 0)]) {
		if pid, err := strconv.Atoi(string(f)); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// exiting is the kernel's flag of a process that has begun to end.
const exiting = 0x4

// broken says whether the init is dead or about to be, which nothing in the
// cell can bring about. It dies last of all, but is marked first.
func (c *cell) broken() bool {
	b, err := os.ReadFile("/proc/" + itoa(c.init.PID) + "/stat")
	if err != nil {
		return true
	}
	f := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(f) < 7 {
		return true
	}
	flags, err := strconv.ParseUint(string(f[6]), 10, 64)
	return err != nil || flags&exiting != 0
}

// end kills the init, and with it everything in the cell. It returns the
// processor time of what the init waited for.
func (c *cell) end() time.Duration {
	if c.dead {
		return 0
	}
	c.dead = true
	if c.init.FD < 0 {
		return 0
	}
	unix.PidfdSendSignal(c.init.FD, unix.SIGKILL, nil, 0)
	var usage unix.Rusage
	for {
		if _, err := unix.Wait4(c.init.PID, nil, unix.WALL, &usage); err != unix.EINTR {
			break
		}
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// close gives up the descriptors of a cell that has ended.
func (c *cell) close() {
	for _, fd := range []int{c.init.FD, c.kids} {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
	c.home.leave()
}

// leaveCell ends the worker's cell, if it has one.
func (w *worker) leaveCell() {
	if w.cell == nil {
		return
	}
	w.cell.end()
	w.cell.close()
	// What is in the namespaces would stay as long as the thread, and its
	// descriptor of the superblock of /proc.
	w.enterBy(w.cells.self)
	unix.Dup3(w.cells.lastPID, w.proc, unix.O_CLOEXEC)
	w.cell = nil
}

// ownCell gives a run the worker's cell, a new one if the last run's was
// another kind or was not left as it was found. It reports false when the
// spawner does not hold the app and the request does not bring it.
func (w *worker) ownCell(req *wire.Request, t *template, name string) (ok bool, err error) {
	key := cellKey{tmpl: t, app: req.AppDigest, size: req.Limits.Disk, exec: req.Flags&wire.FlagExecWork != 0}
	if w.cell != nil && w.cell.key == key && w.cell.renew(w.proc) {
		return true, nil
	}
	b := &box{worker: w, root: -1, mount: -1, appFD: -1}
	defer b.close()
	if req.AppDigest != "" {
		apart(func() { ok, err = b.useApp(req, name) })
		if err != nil || !ok {
			return ok, err
		}
	}
	return true, w.enterCell(key, b.appFD)
}

// notice is struct seccomp_notif, answer struct seccomp_notif_resp.
type notice struct {
	id         uint64
	pid, flags uint32
	nr         int32 // of the system call
	_          [60]byte
}

type answer struct {
	id    uint64
	val   int64
	err   int32
	flags uint32
}

const (
	ioctlNotifRecv = 0xc0502100
	ioctlNotifSend = 0xc0182101
	// goOn has the call made.
	goOn = 1
)

// takeNotice notes that a run asks for something that may outlive it, and lets
// it have it.
func (w *worker) takeNotice() {
	n := new(notice)
	if _, _, e := unix.Syscall(unix.SYS_IOCTL, uintptr(w.notices), ioctlNotifRecv, uintptr(unsafe.Pointer(n))); e != 0 {
		return // it has been killed
	}
	switch n.nr {
	case unix.SYS_SOCKET, unix.SYS_SOCKETPAIR:
		w.cell.sockets = true
	default:
		w.cell.asked = true
	}
	a := &answer{id: n.id, flags: goOn}
	unix.Syscall(unix.SYS_IOCTL, uintptr(w.notices), ioctlNotifSend, uintptr(unsafe.Pointer(a)))
}
