//go:build linux && (amd64 || arm64)

package launch

// Supported says whether this architecture has the assembly.
const Supported = true

// start makes the clone system call nr. In the parent it returns the result;
// the child runs the script and never returns.
//
//go:noescape
func start(nr, a0, a1, a2, a3, a4 uintptr, script *step, fail *failure) uintptr
