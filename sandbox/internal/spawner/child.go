//go:build linux

package spawner

import (
	"math"
	"strconv"
	"strings"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/landlock"
	"github.com/verireward/verireward/sandbox/internal/launch"
	"github.com/verireward/verireward/sandbox/internal/seccomp"
	"github.com/verireward/verireward/sandbox/internal/wire"
)

func itoa(n int) string { return strconv.Itoa(n) }

// child is the script of one run and what it reports into.
type child struct {
	script launch.Script
	exec   launch.Step
	// layers names the layer of the steps from its key on.
	layers []layerMark
	// status and usage are the first process's, written by the init of a pid
	// namespace or the keeper, nil where there is neither; status is noStatus
	// until then.
	status *int32
	// second is the step that fails if the process is not its namespace's
	// second.
	second launch.Step
	usage  *unix.Rusage
}

type layerMark struct {
	from launch.Step
	name string
}

// noStatus is no status that wait4 gives.
const noStatus = math.MinInt32

func (c *child) layer(name string) {
	c.layers = append(c.layers, layerMark{c.script.Len(), name})
}

// layerOf names the layer of a step.
func (c *child) layerOf(step launch.Step) string {
	name := "launch"
	for _, m := range c.layers {
		if step >= m.from {
			name = m.name
		}
	}
	return name
}

// pidNamespaceFlags make the namespaces that are new for every run; mount and
// network come from the template.
const pidNamespaceFlags = unix.CLONE_NEWPID | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS

// newChild writes the script for a run: first what an init does in the new
// namespaces, or a keeper, if there is one; then what the program's own process
// does.
func (w *worker) newChild(req *wire.Request, b *box, t *template, fds []int) (*child, error) {
	if b.cell != nil || t == nil && !w.keeps() {
		// The last run's script is done with when the process has exec'd.
		c := &w.spare
		c.script.Reset()
		c.layers = c.layers[:0]
		return c, w.programSteps(c, req, b, t, fds)
	}
	c := new(child)
	s := &c.script
	c.status, c.usage = new(int32), new(unix.Rusage)
	*c.status = noStatus
	flags := uintptr(unix.CLONE_VM | unix.CLONE_VFORK | int(unix.SIGCHLD))
	nested := t != nil && w.cfg.NestedUserNS
	if t != nil {
		w.initSteps(c, b.mount, b.appFD, t)
		if nested {
			flags |= unix.CLONE_NEWUSER
		}
		c.layer("userns")
	} else {
		w.keeperSteps(c)
	}
	fork := s.Fork("clone the program's process", unix.SYS_CLONE, flags)
	if nested {
		mapIDs(s)
	}
	if err := w.programSteps(c, req, b, t, fds); err != nil {
		return nil, err
	}
	s.Join(fork)
	if t == nil {
		w.keepSteps(c)
		return c, nil
	}
	c.layer("pid")
	// The init holds copies of every descriptor of the spawner's, pipes of
	// other runs among them, whose ends must not stay open.
	s.Call("close_range", unix.SYS_CLOSE_RANGE, 0, math.MaxUint32, 0)
	s.WaitSaved(c.status, c.usage)
	// The end of a namespace's init kills everything in it.
	s.Call("exit_group", unix.SYS_EXIT_GROUP, 0)
	return c, nil
}

// initSteps are those of the first process in a run's namespaces: box and app
// are mounts, app may be -1.
func (w *worker) initSteps(c *child, box, app int, t *template) {
	s := &c.script
	c.layer("pid")
	s.Call("prctl PDEATHSIG", unix.SYS_PRCTL, unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL))
	if !t.network {
		c.layer("net")
		s.Call("setns", unix.SYS_SETNS, uintptr(w.net.ns), unix.CLONE_NEWNET)
	}
	c.layer("uts")
	s.Call("sethostname", unix.SYS_SETHOSTNAME, s.String("box"), 3)
	c.layer("mount")
	s.Call("setns", unix.SYS_SETNS, uintptr(t.mount), unix.CLONE_NEWNS)
	s.Call("unshare", unix.SYS_UNSHARE, unix.CLONE_NEWNS)
	empty := s.String("")
	at := unix.AT_FDCWD
	s.Call("move_mount run", unix.SYS_MOVE_MOUNT, uintptr(box), empty, uintptr(at), s.String(runMount), unix.MOVE_MOUNT_F_EMPTY_PATH)
	if app >= 0 {
		s.Call("move_mount app", unix.SYS_MOVE_MOUNT, uintptr(app), empty, uintptr(at), s.String(appMount), unix.MOVE_MOUNT_F_EMPTY_PATH)
	}
	proc := s.String("proc")
	// A run with a user id of its own does not see the init, whose memory is
	// the spawner's.
	s.Call("mount /proc", unix.SYS_MOUNT, proc, s.String("/proc"), proc, unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, s.String("hidepid=2"))
}

// runUID is the user number that a run sees in a user namespace of its own.
const runUID = 1000

// mapIDs makes the process an ordinary user in its new user namespace.
func mapIDs(s *launch.Script) {
	write := func(file, text string) {
		s.CallSave("open "+file, unix.SYS_OPENAT, 0, s.String("/proc/self/"+file), unix.O_WRONLY|unix.O_CLOEXEC)
		s.CallSaved("write "+file, unix.SYS_WRITE, 0, s.String(text), uintptr(len(text)))
		s.CallSaved("close "+file, unix.SYS_CLOSE)
	}
	write("setgroups", "deny")
	write("uid_map", itoa(runUID)+" 0 1")
	write("gid_map", itoa(runUID)+" 0 1")
}

// programSteps are those of the process that becomes the program.
func (w *worker) programSteps(c *child, req *wire.Request, b *box, t *template, fds []int) error {
	s := &c.script
	if b.cell != nil {
		w.cellSteps(c)
	}
	if w.group != nil {
		c.layer(w.groupLayer())
		for _, fd := range w.group.JoinFDs() {
			s.Call("join", unix.SYS_WRITE, uintptr(fd), s.String("0"), 1)
		}
	}
	if b.uid >= 0 {
		c.layer("uid")
		id := uintptr(b.uid)
		if !w.filtered { // else the thread has none
			s.Call("setgroups", unix.SYS_SETGROUPS, 0, 0)
		}
		s.Call("setresgid", unix.SYS_SETRESGID, id, id, id)
		s.Call("setresuid", unix.SYS_SETRESUID, id, id, id)
	}
	c.layer("launch")
	s.Call("setsid", unix.SYS_SETSID)
	s.Call("umask", unix.SYS_UMASK, 0o022)
	if t == nil {
		// The death of the keeper or else of this worker's thread, which
		// never ends while the spawner lives, is the death of the program.
		s.Call("prctl PDEATHSIG", unix.SYS_PRCTL, unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL))
	}
	s.Call("chdir", unix.SYS_CHDIR, s.String(b.work))
	if !w.filtered { // else the thread has it
		c.layer("no_new_privs")
		s.Call("prctl", unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
	}
	if w.cfg.UserNS && !w.cfg.NestedUserNS {
		dropCapabilities(s)
	}
	if w.cfg.Landlock > 0 {
		c.layer("landlock")
		if err := w.landlockSteps(c, req, b, t); err != nil {
			return err
		}
	}
	c.layer("rlimits")
	w.limitSteps(s, &req.Limits)
	c.layer("launch")
	for i, fd := range fds {
		if fd == i { // the spawner's own /dev/null, which execve leaves open
			continue
		}
		s.Call("dup3", unix.SYS_DUP3, uintptr(fd), uintptr(i), 0)
	}
	s.Call("close_range", unix.SYS_CLOSE_RANGE, uintptr(len(fds)), math.MaxUint32, 0)
	s.Call("rt_sigprocmask", unix.SYS_RT_SIGPROCMASK, unix.SIG_SETMASK, s.Words(0), 0, 8)
	if w.cfg.Seccomp {
		c.layer("seccomp")
		part := wholeFilter
		if w.filtered {
			part = ownFilter
		}
		if fprog := w.filters.get(w.filter(req), part); fprog != nil {
			s.Keep(fprog)
			s.Call("seccomp", unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(fprog)))
		}
	}
	c.layer("exec")
	args, env := expand(req.Args, b), expand(environment(req.Env, b), b)
	c.exec = s.Call("execve", unix.SYS_EXECVE, s.String(args[0]), s.Strings(args), s.Strings(env))
	return nil
}

// filters are the programs made so far: there are few kinds.
type filters struct {
	mu sync.Mutex
	m  map[filterKey]*unix.SockFprog
}

type filterKey struct {
	options seccomp.Options
	part    filterPart
}

type filterPart int

const (
	wholeFilter filterPart = iota
	inheritedFilter
	ownFilter
)

// get returns a filter or a part of one, nil where there is nothing in it.
func (f *filters) get(o seccomp.Options, part filterPart) *unix.SockFprog {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := filterKey{o, part}
	p, ok := f.m[key]
	if !ok {
		var prog []unix.SockFilter
		switch part {
		case wholeFilter:
			prog = seccomp.Program(o)
		case inheritedFilter:
			prog = seccomp.Inherited(o)
		case ownFilter:
			prog = seccomp.Own(o)
		}
		if prog != nil {
			p = &unix.SockFprog{Len: uint16(len(prog)), Filter: &prog[0]}
		}
		if f.m == nil {
			f.m = map[filterKey]*unix.SockFprog{}
		}
		f.m[key] = p
	}
	return p
}

// filterThread puts on the calling thread what runs inherit of their filter.
// The thread never has the network.
func (w *worker) filterThread() error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fail("no_new_privs", "prctl", err)
	}
	if w.cfg.UIDCount > 0 {
		// Of this thread alone.
		if _, _, e := unix.RawSyscall(unix.SYS_SETGROUPS, 0, 0, 0); e != 0 {
			return fail("uid", "setgroups", e)
		}
	}
	fprog := w.filters.get(w.filter(new(wire.Request)), inheritedFilter)
	flags := 0
	if w.enter > 0 {
		// Since Linux 5.19 no signal makes a call fail that we know of.
		flags = unix.SECCOMP_FILTER_FLAG_NEW_LISTENER | unix.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
	}
	set := func() (uintptr, unix.Errno) {
		r, _, e := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, uintptr(flags), uintptr(unsafe.Pointer(fprog)))
		return r, e
	}
	r, e := set()
	if e == unix.EINVAL && flags != 0 {
		flags = unix.SECCOMP_FILTER_FLAG_NEW_LISTENER
		r, e = set()
	}
	if e != 0 {
		return fail("seccomp", "filter the launching thread", e)
	}
	w.notices = int(r)
	w.filtered = true
	return nil
}

// filter says what the system call filter of a run must deny.
func (w *worker) filter(req *wire.Request) seccomp.Options {
	network := req.Flags&wire.FlagNetwork != 0
	return seccomp.Options{
		Network: network,
		// In a network namespace of several runs, landlock keeps abstract
		// sockets apart.
		Unix:      w.cfg.Namespaces && !network && w.cfg.Landlock >= landlock.ABIScope,
		SharedIPC: !w.cfg.Namespaces,
		SameUser:  w.sameUser(),
		KeepGroup: w.keepGroup(),
		Zygote:    req.Flags&wire.FlagZygote != 0,
		Cell:      seccomp.Cell{Enter: w.enter, Proc: w.proc},
	}
}

// sameUser: runs have the user of processes and files of the host, and see
// them.
func (w *worker) sameUser() bool { return !w.cfg.Namespaces && w.cfg.UIDCount == 0 }

// keepGroup: the process group is what a run is killed by, where there is
// neither a namespace nor a user nor a scope of signals to do it by.
func (w *worker) keepGroup() bool { return w.sameUser() && w.cfg.Landlock < landlock.ABIScope }

// landlockSteps enforce the template's ruleset, or one for the worker's
// directory, to which the process adds a rule for its own entry in /proc.
func (w *worker) landlockSteps(c *child, req *wire.Request, b *box, t *template) error {
	s := &c.script
	if t != nil {
		exec := req.Flags&wire.FlagExecWork != 0
		s.Call("landlock_restrict_self", unix.SYS_LANDLOCK_RESTRICT_SELF, uintptr(t.rules[exec].FD), 0)
		return nil
	}
	r, err := w.hostRules(req, b)
	if err != nil {
		return fail("landlock", "rules", err)
	}
	own := r.Rule(landlock.Read)
	s.Keep(own)
	at := unix.AT_FDCWD
	s.CallStore("open /proc/self", own.ParentFD(), unix.SYS_OPENAT, uintptr(at), s.String("/proc/self"), unix.O_PATH|unix.O_CLOEXEC)
	s.Call("landlock_add_rule", unix.SYS_LANDLOCK_ADD_RULE, uintptr(r.FD), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(own)), 0)
	s.Call("landlock_restrict_self", unix.SYS_LANDLOCK_RESTRICT_SELF, uintptr(r.FD), 0)
	return nil
}

// dropCapabilities leaves the root of a user namespace without power in it.
func dropCapabilities(s *launch.Script) {
	hdr := &unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	data := new([2]unix.CapUserData)
	s.Keep(hdr)
	s.Keep(data)
	s.Call("capset", unix.SYS_CAPSET, uintptr(unsafe.Pointer(hdr)), uintptr(unsafe.Pointer(data)))
}

const (
	// threadStacks is how many threads' stacks may be reserved beyond the
	// memory limit: they are reserved whole and used little.
	threadStacks = 32
	// mapRoom is address space for what is not memory of the program's own:
	// shared libraries, and what an allocator reserves per thread.
	mapRoom = 4 << 30
	// lockedMemory is what a run may lock: enough for a key, useless as a
	// weapon.
	lockedMemory = 64 << 10
)

// commonLimits sets the limits that are the same for every run, which inherits
// them, on the spawner itself.
func commonLimits() error {
	for _, l := range [][2]uint64{{unix.RLIMIT_CORE, 0}, {unix.RLIMIT_MEMLOCK, lockedMemory}, {unix.RLIMIT_MSGQUEUE, 0}} {
		if err := unix.Setrlimit(int(l[0]), &unix.Rlimit{Cur: l[1], Max: l[1]}); err != nil {
			return fail("rlimits", "setrlimit", err)
		}
	}
	return nil
}

// limitSteps set the other resource limits.
func (w *worker) limitSteps(s *launch.Script, l *wire.Limits) {
	set := func(name string, resource int, v int64) {
		s.Call(name, unix.SYS_PRLIMIT64, 0, uintptr(resource), s.Words(uint64(v), uint64(v)), 0)
	}
	// A second granted above the limit, which the watcher keeps finely, leaves
	// the verdict to it. Soft and hard are the same: a handler for the soft
	// one's signal would be the program's.
	set("prlimit64 CPU", unix.RLIMIT_CPU, int64(l.CPU/time.Second)+2)
	set("prlimit64 FSIZE", unix.RLIMIT_FSIZE, l.Disk)
	set("prlimit64 NOFILE", unix.RLIMIT_NOFILE, int64(l.Files))
	set("prlimit64 STACK", unix.RLIMIT_STACK, l.Stack)
	if !l.NoAddressSpace {
		data := l.Memory + int64(min(max(l.Procs-1, 0), threadStacks))*l.Stack
		set("prlimit64 DATA", unix.RLIMIT_DATA, data)
		set("prlimit64 AS", unix.RLIMIT_AS, data+mapRoom)
	}
	procs := int64(l.Procs) + w.othersOfUser()
	if w.keeps() {
		procs++ // the keeper
	}
	set("prlimit64 NPROC", unix.RLIMIT_NPROC, procs)
}

// environment adds what an honest program expects.
func environment(env []string, b *box) []string {
	out := append(make([]string, 0, len(env)+6), env...)
	for _, d := range [][2]string{
		{"PATH", "/usr/local/bin:/usr/bin:/bin"}, {"HOME", b.work}, {"TMPDIR", b.tmp},
		{"LANG", "C.UTF-8"}, {"USER", "run"}, {"LOGNAME", "run"},
	} {
		found := false
		for _, e := range env {
			found = found || strings.HasPrefix(e, d[0]+"=")
		}
		if !found {
			out = append(out, d[0]+"="+d[1])
		}
	}
	return out
}

// expand replaces the words for a run's directories.
func expand(list []string, b *box) []string {
	out := make([]string, len(list))
	for i, v := range list {
		if strings.Contains(v, "{") {
			v = strings.ReplaceAll(v, "{work}", b.work)
			v = strings.ReplaceAll(v, "{app}", b.app)
		}
		out[i] = v
	}
	return out
}
