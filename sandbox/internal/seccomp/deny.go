//go:build linux && (amd64 || arm64)

package seccomp

import "golang.org/x/sys/unix"

// deadly are calls that no honest program makes: trying one is an attack, and
// the process dies of it.
var deadly = []uint32{
	unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV,
	unix.SYS_PIDFD_GETFD, unix.SYS_KCMP,
	unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT,
	unix.SYS_MOVE_MOUNT, unix.SYS_OPEN_TREE, unix.SYS_FSOPEN, unix.SYS_FSCONFIG,
	unix.SYS_FSMOUNT, unix.SYS_FSPICK, unix.SYS_MOUNT_SETATTR,
	unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_OPEN_BY_HANDLE_AT,
	unix.SYS_SWAPON, unix.SYS_SWAPOFF, unix.SYS_REBOOT, unix.SYS_ACCT,
	unix.SYS_KEXEC_LOAD, unix.SYS_KEXEC_FILE_LOAD,
	unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE,
	unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD,
	unix.SYS_FANOTIFY_INIT, unix.SYS_QUOTACTL, unix.SYS_QUOTACTL_FD,
	unix.SYS_SYSLOG, unix.SYS_VHANGUP,
	unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY,
}

// refused are calls that fail with EPERM.
var refused = []uint32{
	unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_ADJTIMEX, unix.SYS_CLOCK_ADJTIME,
	unix.SYS_SETHOSTNAME, unix.SYS_SETDOMAINNAME,
	unix.SYS_LISTMOUNT, unix.SYS_STATMOUNT, unix.SYS_LOOKUP_DCOOKIE,
	unix.SYS_MIGRATE_PAGES, unix.SYS_MOVE_PAGES, unix.SYS_PROCESS_MADVISE,
}

// absent are calls answered as a kernel without them would, so that runtimes
// that know a second way take it. The flags of clone3 lie in memory, where a
// filter cannot read them; clone does as well.
var absent = []uint32{
	unix.SYS_CLONE3, unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER,
	unix.SYS_MEMFD_SECRET, unix.SYS_NFSSERVCTL, unix.SYS_OPEN_TREE_ATTR,
}

// idle are calls that would make the host's disks busy; they pretend.
var idle = []uint32{unix.SYS_SYNC, unix.SYS_SYNCFS}

// badCloneFlags are what clone is refused for: flags for new namespaces, and
// the one that makes the new process a sibling, which would be a child of the
// launcher's, where nobody looks for what a run has left.
const badCloneFlags = namespaceFlags | unix.CLONE_PARENT

// namespaceFlags are the CLONE_NEW flags that clone reads.
const namespaceFlags = unix.CLONE_NEWNS | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC |
	unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWCGROUP

// mfdNoExecSeal is MFD_NOEXEC_SEAL: memory that can never be executed.
const mfdNoExecSeal = 0x8

// ioctls that act on the world outside: input pushed into a terminal, and
// flags of files opened only for reading.
const (
	fsIocSetFlags = 0x40086602
	fsIocSetXattr = 0x401c5820
)

// Commands of fcntl that need a file only to be open for reading: one tells
// what others do in a directory, the other has them wait before they may open
// a file of the run's user, who is the caller where runs have no user of their
// own.
const (
	fNotify   = 1026
	fSetLease = 1024
)

// sharedIPC are ways to leave something behind, or to meet other runs, where
// the IPC namespace is not the run's alone.
var sharedIPC = []uint32{
	unix.SYS_SHMGET, unix.SYS_SEMGET, unix.SYS_MSGGET, unix.SYS_MQ_OPEN, unix.SYS_MQ_UNLINK,
	unix.SYS_SHMCTL, unix.SYS_SEMCTL, unix.SYS_MSGCTL, unix.SYS_SHMAT,
}

// watching tells what others do with files that they see too: the programs
// that the host and other runs start out of /usr, by name.
var watching = []uint32{unix.SYS_INOTIFY_INIT1, unix.SYS_INOTIFY_ADD_WATCH}

// passing are ways to send descriptors, by which a pair of sockets can be made
// to hold itself, and memory with it, beyond the end of the run. Without other
// sockets than pairs there is little else they are for.
var passing = []uint32{unix.SYS_SENDMSG, unix.SYS_SENDMMSG}

// ownerOnly are changes to files that their owner may make and landlock does
// not cover. Where the host's files belong to the run's user they pretend:
// compilers and copying libraries set modes and times as a matter of course,
// and refusing would break them.
var ownerOnly = []uint32{
	unix.SYS_FCHMOD, unix.SYS_FCHMODAT, unix.SYS_FCHMODAT2,
	unix.SYS_FCHOWN, unix.SYS_FCHOWNAT, unix.SYS_UTIMENSAT,
}

// ownerOnlyRefused are such changes that are rare enough to refuse.
var ownerOnlyRefused = []uint32{
	unix.SYS_SETXATTR, unix.SYS_LSETXATTR, unix.SYS_FSETXATTR,
	unix.SYS_REMOVEXATTR, unix.SYS_LREMOVEXATTR, unix.SYS_FREMOVEXATTR,
	unix.SYS_SETXATTRAT, unix.SYS_REMOVEXATTRAT, unix.SYS_FILE_SETATTR,
}

// others are calls on a process given by argument 0, which must be 0, the
// caller itself, where other processes belong to the run's user.
var others = []uint32{
	unix.SYS_PRLIMIT64, unix.SYS_SCHED_SETAFFINITY, unix.SYS_SCHED_SETSCHEDULER,
	unix.SYS_SCHED_SETPARAM, unix.SYS_SCHED_SETATTR,
}

func each(act func(nr uint32) rule, lists ...[]uint32) []rule {
	var out []rule
	for _, list := range lists {
		for _, nr := range list {
			out = append(out, act(nr))
		}
	}
	return out
}

func does(a action) func(uint32) rule {
	return func(nr uint32) rule { return rule{nr: nr, act: a} }
}

// rules lists what the options deny. The first that matches counts.
func rules(o Options) []rule {
	eperm, enosys := errno(unix.EPERM), errno(unix.ENOSYS)
	out := each(does(kill), deadly, archDeadly)
	out = append(out, each(does(eperm), refused)...)
	out = append(out, each(does(enosys), absent, archAbsent, watching, archWatching)...)
	out = append(out, each(does(pretend), idle)...)
	out = append(out,
		rule{unix.SYS_CLONE, []cond{{0, unix.BPF_JSET, badCloneFlags, true}}, eperm},
		rule{unix.SYS_MEMFD_CREATE, []cond{{1, unix.BPF_JSET, mfdNoExecSeal, false}}, eperm},
		rule{unix.SYS_IOCTL, []cond{{1, unix.BPF_JEQ, unix.TIOCSTI, true}}, eperm},
		rule{unix.SYS_IOCTL, []cond{{1, unix.BPF_JEQ, unix.TIOCLINUX, true}}, eperm},
		rule{unix.SYS_FCNTL, []cond{{1, unix.BPF_JEQ, fNotify, true}}, eperm},
		rule{unix.SYS_FCNTL, []cond{{1, unix.BPF_JEQ, fSetLease, true}}, eperm},
	)
	out = append(out, sockets(o)...)
	if o.SharedIPC || o.Zygote {
		out = append(out, each(does(enosys), sharedIPC)...)
	}
	if o.SharedIPC {
		if !o.Network {
			out = append(out, each(does(eperm), passing)...)
		}
		// The parent's death must stay deadly: it is what ends the run when
		// the launcher is gone.
		out = append(out, rule{unix.SYS_PRCTL, []cond{{0, unix.BPF_JEQ, unix.PR_SET_PDEATHSIG, true},
			{1, unix.BPF_JEQ, uint32(unix.SIGKILL), false}}, eperm})
	}
	if o.SameUser {
		out = append(out, each(does(pretend), ownerOnly, archOwnerOnly)...)
		out = append(out, each(does(eperm), ownerOnlyRefused)...)
	}
	if o.SameUser || o.Zygote {
		out = append(out, each(func(nr uint32) rule {
			return rule{nr, []cond{{0, unix.BPF_JEQ, 0, false}}, eperm}
		}, others)...)
		out = append(out,
			rule{unix.SYS_SETPRIORITY, []cond{{0, unix.BPF_JEQ, unix.PRIO_PROCESS, false}}, eperm},
			rule{unix.SYS_SETPRIORITY, []cond{{1, unix.BPF_JEQ, 0, false}}, eperm},
			rule{unix.SYS_IOPRIO_SET, []cond{{0, unix.BPF_JEQ, 1, false}}, eperm}, // IOPRIO_WHO_PROCESS
			rule{unix.SYS_IOPRIO_SET, []cond{{1, unix.BPF_JEQ, 0, false}}, eperm},
			rule{unix.SYS_IOCTL, []cond{{1, unix.BPF_JEQ, fsIocSetFlags, true}}, eperm},
			rule{unix.SYS_IOCTL, []cond{{1, unix.BPF_JEQ, fsIocSetXattr, true}}, eperm},
		)
	}
	if o.KeepGroup {
		out = append(out, each(does(eperm), keepGroup)...)
	}
	return out
}

// sockets denies every family but the ones permitted. A pair of connected
// unix sockets is always allowed: it leads nowhere.
func sockets(o Options) []rule {
	var but []cond
	family := func(f uint32) { but = append(but, cond{0, unix.BPF_JEQ, f, false}) }
	if o.Unix {
		family(unix.AF_UNIX)
	}
	if o.Network {
		family(unix.AF_INET)
		family(unix.AF_INET6)
		family(unix.AF_NETLINK) // resolvers ask it for addresses
	}
	return []rule{
		{unix.SYS_SOCKET, but, errno(unix.EACCES)},
		{unix.SYS_SOCKETPAIR, []cond{{0, unix.BPF_JEQ, unix.AF_UNIX, false}}, errno(unix.EACCES)},
	}
}

// ofLauncher lists calls that are made by the thread that starts runs, and by
// what it starts before the program's own process.
func ofLauncher(o Options) []uint32 {
	var out []uint32
	switch {
	case o.Cell != (Cell{}):
		out = append(out, unix.SYS_SETNS, unix.SYS_FSCONFIG)
	case !o.SharedIPC:
		out = append(out, unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_OPEN_TREE,
			unix.SYS_MOUNT_SETATTR, unix.SYS_MOVE_MOUNT, unix.SYS_MOUNT, unix.SYS_SETNS,
			unix.SYS_UNSHARE, unix.SYS_CLONE, unix.SYS_SETHOSTNAME)
	}
	if o.SameUser {
		out = append(out, unix.SYS_FCHMODAT)
	}
	if o.KeepGroup {
		out = append(out, unix.SYS_SETSID)
	}
	return out
}

// ofCell lists the rules for a thread whose runs use the same namespaces one
// after the other. A run that has made a descriptor of one of the two numbers
// lacks the privilege for setns, and cannot have one of the kind that fsconfig
// takes. Sockets come after the rules that deny most of them.
func ofCell(c Cell) []rule {
	out := each(does(tell), []uint32{unix.SYS_SHMGET, unix.SYS_SEMGET, unix.SYS_MSGGET, unix.SYS_MQ_OPEN,
		unix.SYS_SOCKET, unix.SYS_SOCKETPAIR})
	but := func(nr uint32, fd int) rule {
		return rule{nr, []cond{{0, unix.BPF_JEQ, uint32(fd), false}}, kill}
	}
	return append(out, but(unix.SYS_SETNS, c.Enter), but(unix.SYS_FSCONFIG, c.Proc))
}

// keepGroup are the calls by which a process leaves its process group.
var keepGroup = []uint32{unix.SYS_SETSID, unix.SYS_SETPGID}
