//go:build linux && (amd64 || arm64)

// Package seccomp builds the system call filters of runs.
//
// A filter lets everything pass but what is listed in deny.go, and answers
// ENOSYS to system calls newer than this package knows, as an older kernel
// would: runtimes fall back, and nothing unread is let in.
package seccomp

import (
	"cmp"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// Options choose what a filter denies beyond what every filter does.
type Options struct {
	// Network permits internet sockets.
	Network bool
	// Unix permits unix sockets, which is safe where no socket of the host
	// can be reached: in a file system and a network namespace of its own.
	Unix bool
	// SharedIPC: the run shares the host's System V IPC and message queues,
	// so it may not use them, nor watch the host's files.
	SharedIPC bool
	// SameUser: processes and files of the host belong to the run's user.
	SameUser bool
	// Zygote: the process forks runs one after the other, which share its
	// user and its System V IPC: nothing is to be left for the next, nor done
	// to the process that forks.
	Zygote bool
	// Cell is set for runs that use namespaces one after the other: what makes
	// things in them that may outlive a run is told to the launcher.
	Cell Cell
	// KeepGroup denies leaving the process group.
	KeepGroup bool
}

// Cell are the descriptors by which the thread that starts runs enters
// namespaces that are there already, and makes their /proc as new: numbers that
// are part of its filter. None where they are 0.
type Cell struct{ Enter, Proc int }

// action is what a filter returns for a call.
type action uint32

const (
	allow action = unix.SECCOMP_RET_ALLOW
	kill  action = unix.SECCOMP_RET_KILL_PROCESS
	// tell has the call wait until who holds the filter's listener answers.
	tell action = unix.SECCOMP_RET_USER_NOTIF
)

func errno(e syscall.Errno) action { return action(unix.SECCOMP_RET_ERRNO | uint32(e)) }

// pretend answers success without doing anything.
const pretend = action(unix.SECCOMP_RET_ERRNO)

// cond is a test of the low 32 bits of an argument; all that are tested here
// are ints, of which the kernel itself reads no more.
type cond struct {
	arg  int
	op   uint16 // BPF_JEQ, BPF_JSET
	val  uint32
	want bool
}

// rule gives the action for one system call if all conditions hold.
type rule struct {
	nr    uint32
	conds []cond
	act   action
}

// Offsets in struct seccomp_data, little-endian.
const (
	offNr   = 0
	offArch = 4
	offArgs = 16
)

func stmt(code uint16, k uint32) unix.SockFilter { return unix.SockFilter{Code: code, K: k} }

func jump(op uint16, k uint32, jt, jf uint8) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | op | unix.BPF_K, Jt: jt, Jf: jf, K: k}
}

func load(off uint32) unix.SockFilter { return stmt(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS, off) }

func ret(a action) unix.SockFilter { return stmt(unix.BPF_RET|unix.BPF_K, uint32(a)) }

// Program returns the filter for the options, ready for the kernel.
func Program(o Options) []unix.SockFilter {
	return assemble(rules(o))
}

// Installing a filter costs a run more than anything else that is done for
// it, and the more the longer the filter is. So the thread that starts runs
// has most of it on itself, which its runs inherit; a run adds the rest. Of
// two filters the stricter answer counts.

// Inherited returns the part of the filter for the thread that starts runs:
// all but the rules for calls that the thread itself must make.
func Inherited(o Options) []unix.SockFilter {
	o.Zygote = false
	own := ofLauncher(o)
	list := slices.DeleteFunc(rules(o), func(r rule) bool { return slices.Contains(own, r.nr) })
	if o.Cell != (Cell{}) {
		list = append(list, ofCell(o.Cell)...)
	}
	return assemble(list)
}

// Own returns the part that a run adds to what it inherits, nil if there is
// none. What Inherited checks of every call it leaves out.
func Own(o Options) []unix.SockFilter {
	base := o
	base.Zygote = false
	own := ofLauncher(base)
	if o.Cell != (Cell{}) {
		own = nil // cell says what a run may not do with it
	}
	inherited := rules(base)
	list := slices.DeleteFunc(rules(o), func(r rule) bool {
		return !slices.Contains(own, r.nr) && slices.ContainsFunc(inherited, func(i rule) bool {
			return i.nr == r.nr && i.act == r.act && slices.Equal(i.conds, r.conds)
		})
	})
	if len(list) == 0 {
		return nil
	}
	return append([]unix.SockFilter{load(offNr)}, lookup(list)...)
}

// assemble makes a whole filter.
func assemble(list []rule) []unix.SockFilter {
	prog := []unix.SockFilter{
		load(offArch), jump(unix.BPF_JEQ, auditArch, 1, 0), ret(kill),
		load(offNr),
	}
	if x32Bit != 0 {
		prog = append(prog, jump(unix.BPF_JGE, x32Bit, 0, 1), ret(kill))
	}
	prog = append(prog, jump(unix.BPF_JGT, lastKnown, 0, 1), ret(errno(unix.ENOSYS)))
	return append(prog, lookup(list)...)
}

// lookup makes the program that finds a number's rules.
func lookup(list []rule) []unix.SockFilter {
	slices.SortStableFunc(list, func(a, b rule) int { return cmp.Compare(a.nr, b.nr) })
	return tree(list)
}

// tree makes a program that finds a number's rules by halving. Installing a
// filter has the kernel run it for every number there is, so its length in
// steps is paid at each start of a run.
func tree(list []rule) []unix.SockFilter {
	first, last := list[0].nr, list[len(list)-1].nr
	if first == last {
		return leaf(list)
	}
	// The middle, moved to where a number's rules begin.
	mid := list[len(list)/2].nr
	if mid == first {
		mid++
	}
	at, _ := slices.BinarySearchFunc(list, mid, func(r rule, nr uint32) int { return cmp.Compare(r.nr, nr) })
	mid = list[at].nr
	left, right := tree(list[:at]), tree(list[at:])
	var prog []unix.SockFilter
	if len(left) <= maxJump {
		prog = append(prog, jump(unix.BPF_JGE, mid, uint8(len(left)), 0))
	} else {
		prog = append(prog, jump(unix.BPF_JGE, mid, 0, 1), stmt(unix.BPF_JMP|unix.BPF_JA, uint32(len(left))))
	}
	return append(append(prog, left...), right...)
}

// maxJump is the furthest a conditional jump reaches.
const maxJump = 255

// leaf makes the program for the rules of one number.
func leaf(list []rule) []unix.SockFilter {
	var body []unix.SockFilter
	for _, r := range list {
		for i, c := range r.conds {
			// To behind this rule's return.
			out := uint8(2*(len(r.conds)-i-1) + 1)
			body = append(body, load(offArgs+8*uint32(c.arg)))
			if c.want {
				body = append(body, jump(c.op, c.val, 0, out))
			} else {
				body = append(body, jump(c.op, c.val, out, 0))
			}
		}
		body = append(body, ret(r.act))
	}
	prog := []unix.SockFilter{jump(unix.BPF_JEQ, list[0].nr, 0, uint8(len(body)))}
	return append(append(prog, body...), ret(allow))
}
