//go:build linux && (amd64 || arm64)

package seccomp

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// eval runs a filter as the kernel would.
func eval(t *testing.T, prog []unix.SockFilter, arch, nr uint32, args ...uint64) action {
	t.Helper()
	var a uint32
	for pc := 0; pc < len(prog); {
		in := prog[pc]
		pc++
		switch in.Code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			switch {
			case in.K == offNr:
				a = nr
			case in.K == offArch:
				a = arch
			default:
				a = 0
				if i := int(in.K-offArgs) / 8; i < len(args) {
					a = uint32(args[i])
				}
			}
		case unix.BPF_RET | unix.BPF_K:
			return action(in.K)
		case unix.BPF_JMP | unix.BPF_JA:
			pc += int(in.K)
		default:
			var yes bool
			switch in.Code &^ (unix.BPF_JMP | unix.BPF_K) {
			case unix.BPF_JEQ:
				yes = a == in.K
			case unix.BPF_JGT:
				yes = a > in.K
			case unix.BPF_JGE:
				yes = a >= in.K
			case unix.BPF_JSET:
				yes = a&in.K != 0
			default:
				t.Fatalf("instruction %v", in)
			}
			if yes {
				pc += int(in.Jt)
			} else {
				pc += int(in.Jf)
			}
		}
	}
	t.Fatal("ran off the end")
	return 0
}

// plain decides by the list of rules alone.
func plain(list []rule, nr uint32, args ...uint64) action {
	if nr > lastKnown {
		return errno(unix.ENOSYS)
	}
next:
	for _, r := range list {
		if r.nr != nr {
			continue
		}
		for _, c := range r.conds {
			var v uint32
			if c.arg < len(args) {
				v = uint32(args[c.arg])
			}
			hit := v == c.val
			if c.op == unix.BPF_JSET {
				hit = v&c.val != 0
			}
			if hit != c.want {
				continue next
			}
		}
		return r.act
	}
	return allow
}

func TestProgramFollowsTheRules(t *testing.T) {
	values := []uint64{0, 1, 2, 3, 8, 16, unix.AF_NETLINK, unix.CLONE_NEWUSER, unix.CLONE_NEWNS | uint64(unix.SIGCHLD), unix.TIOCSTI, fsIocSetFlags, 1<<32 | unix.AF_INET}
	for bits := range 64 {
		o := Options{Network: bits&1 != 0, Unix: bits&2 != 0, SharedIPC: bits&4 != 0, SameUser: bits&8 != 0, KeepGroup: bits&16 != 0, Zygote: bits&32 != 0}
		prog, list := Program(o), rules(o)
		assert.Less(t, len(prog), 4096)
		for nr := range uint32(lastKnown + 10) {
			for _, x := range values {
				for _, y := range []uint64{0, 1, unix.TIOCSTI, fsIocSetXattr, fNotify, fSetLease} {
					if got, want := eval(t, prog, auditArch, nr, x, y), plain(list, nr, x, y); got != want {
						t.Fatalf("%+v: call %d (%d, %d): %#x, want %#x", o, nr, x, y, got, want)
					}
				}
			}
		}
	}
}

func TestProgramOfOtherArchitectures(t *testing.T) {
	prog := Program(Options{})
	assert.Equal(t, kill, eval(t, prog, unix.AUDIT_ARCH_I386, 20))
	if x32Bit != 0 {
		assert.Equal(t, kill, eval(t, prog, auditArch, x32Bit|39))
	}
	assert.Equal(t, errno(unix.ENOSYS), eval(t, prog, auditArch, lastKnown+1))
	assert.Equal(t, allow, eval(t, prog, auditArch, unix.SYS_READ))
	assert.Equal(t, kill, eval(t, prog, auditArch, unix.SYS_PTRACE))
	assert.Equal(t, errno(unix.EPERM), eval(t, prog, auditArch, unix.SYS_CLONE, unix.CLONE_PARENT|uint64(unix.SIGCHLD)))
	assert.Equal(t, allow, eval(t, prog, auditArch, unix.SYS_CLONE, unix.CLONE_VM|unix.CLONE_VFORK|uint64(unix.SIGCHLD)))
	assert.Equal(t, errno(unix.EACCES), eval(t, prog, auditArch, unix.SYS_SOCKET, unix.AF_INET))
	assert.Equal(t, errno(unix.EACCES), eval(t, prog, auditArch, unix.SYS_SOCKET, unix.AF_UNIX))
	assert.Equal(t, allow, eval(t, Program(Options{Unix: true}), auditArch, unix.SYS_SOCKET, unix.AF_UNIX))
}

// The two parts of a filter together answer as the whole does.
func TestPartsMakeTheWhole(t *testing.T) {
	strict := map[action]int{allow: 0, kill: 2} // errors lie between
	for bits := range 1 << 6 {
		o := Options{Network: bits&1 != 0, Unix: bits&2 != 0, SharedIPC: bits&4 != 0,
			SameUser: bits&8 != 0, Zygote: bits&16 != 0, KeepGroup: bits&32 != 0}
		whole, inherited, own := Program(o), Inherited(o), Own(o)
		for nr := range uint32(lastKnown + 2) {
			for _, a0 := range []uint64{0, 1, 16, unix.CLONE_NEWUSER} {
				for _, a1 := range []uint64{0, 9, unix.TIOCSTI, fsIocSetFlags} {
					got := eval(t, inherited, auditArch, nr, a0, a1)
					if own != nil {
						second := eval(t, own, auditArch, nr, a0, a1)
						rank := func(a action) int {
							if n, ok := strict[a]; ok {
								return n
							}
							return 1
						}
						if rank(second) > rank(got) {
							got = second
						}
					}
					if want := eval(t, whole, auditArch, nr, a0, a1); got != want {
						t.Fatalf("%+v: call %d(%d, %d): %x, the whole says %x", o, nr, a0, a1, got, want)
					}
				}
			}
		}
	}
	assert.Nil(t, Own(Options{SharedIPC: true}))
}

// A thread whose runs use the same namespaces one after the other has the
// whole filter on itself, but for what it enters them by.
func TestFilterOfACell(t *testing.T) {
	const fd, proc = 77, 78
	for bits := range 4 {
		o := Options{Unix: bits&1 != 0, Zygote: bits&2 != 0}
		whole := Program(o)
		o.Cell = Cell{Enter: fd, Proc: proc}
		inherited, own := Inherited(o), Own(o)
		if !o.Zygote {
			require.Nil(t, own)
		}
		for nr := range uint32(lastKnown + 2) {
			for _, a0 := range []uint64{0, unix.AF_UNIX, unix.AF_INET, fd, proc, proc + 1, 1<<32 - 1, unix.CLONE_NEWUSER} {
				got, want := eval(t, inherited, auditArch, nr, a0, 0), eval(t, whole, auditArch, nr, a0, 0)
				switch {
				case nr == unix.SYS_SETNS && a0 == fd, nr == unix.SYS_FSCONFIG && a0 == proc:
					want = allow
				case want == allow && (nr == unix.SYS_SOCKET || nr == unix.SYS_SOCKETPAIR):
					want = tell
				case nr == unix.SYS_SHMGET, nr == unix.SYS_SEMGET, nr == unix.SYS_MSGGET, nr == unix.SYS_MQ_OPEN:
					want = tell
				}
				if own != nil && got == allow {
					got = eval(t, own, auditArch, nr, a0, 0)
				}
				if got != want {
					t.Fatalf("%+v: call %d(%d): %x, not %x", o, nr, a0, got, want)
				}
			}
		}
	}
}
