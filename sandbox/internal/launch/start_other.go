//go:build linux && !amd64 && !arm64

package launch

import "golang.org/x/sys/unix"

// Supported says whether this architecture has the assembly.
const Supported = false

func start(nr, a0, a1, a2, a3, a4 uintptr, script *step, fail *failure) uintptr {
	return ^uintptr(unix.ENOSYS) + 1
}
