//go:build linux && arm64

package seccomp

import "golang.org/x/sys/unix"

const (
	auditArch = unix.AUDIT_ARCH_AARCH64
	x32Bit    = 0
	// lastKnown is the newest system call that was read for deny.go.
	lastKnown = unix.SYS_LISTNS
)

// Calls that only this architecture has: none of concern.
var archDeadly, archAbsent, archOwnerOnly, archWatching []uint32
