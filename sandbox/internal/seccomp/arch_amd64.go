//go:build linux && amd64

package seccomp

import "golang.org/x/sys/unix"

const (
	auditArch = unix.AUDIT_ARCH_X86_64
	// x32Bit marks calls of the x32 ABI, which share the architecture.
	x32Bit = 0x40000000
	// lastKnown is the newest system call that was read for deny.go.
	lastKnown = unix.SYS_LISTNS
)

// Calls that only this architecture has.
var (
	archDeadly    = []uint32{unix.SYS_IOPL, unix.SYS_IOPERM}
	archAbsent    = []uint32{unix.SYS_MODIFY_LDT, unix.SYS_USELIB, unix.SYS_USTAT, unix.SYS_SYSFS, unix.SYS__SYSCTL}
	archOwnerOnly = []uint32{unix.SYS_CHMOD, unix.SYS_CHOWN, unix.SYS_LCHOWN, unix.SYS_UTIME, unix.SYS_UTIMES, unix.SYS_FUTIMESAT}
	archWatching  = []uint32{unix.SYS_INOTIFY_INIT}
)
