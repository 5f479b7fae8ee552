//go:build linux

package sandbox

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// refuseNamespaces puts a filter on the whole process that refuses to make
// namespaces, if the environment asks for it.
func refuseNamespaces() {
	if os.Getenv("VERIREWARD_TEST_DENY_NAMESPACES") == "" {
		return
	}
	const nr, arg0 = 0, 16
	ld := func(off uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: off}
	}
	eq := func(k uint32, jt, jf uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: k, Jt: jt, Jf: jf}
	}
	ret := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	eperm := unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	flags := uint32(unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS)
	prog := []unix.SockFilter{
		ld(nr),
		eq(unix.SYS_UNSHARE, 0, 1), ret(eperm),
		eq(unix.SYS_SETNS, 0, 1), ret(eperm),
		eq(unix.SYS_CLONE3, 0, 1), ret(unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)),
		eq(unix.SYS_CLONE, 0, 3), ld(arg0),
		{Code: unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K, K: flags, Jt: 0, Jf: 1}, ret(eperm),
		ret(unix.SECCOMP_RET_ALLOW),
	}
	fprog := unix.SockFprog{Len: uint16(len(prog)), Filter: &prog[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		panic(err)
	}
	if _, _, e := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&fprog))); e != 0 {
		panic(e)
	}
}
