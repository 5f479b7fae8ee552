// Package sandbox runs a stranger's program: code written by a policy in
// training, which must be expected to attack whatever runs it.
//
// A [Sandbox] is made once from a [Policy] and used for many runs:
//
//	func main() {
//		sandbox.Init() // first thing in main; see Init
//		box, err := sandbox.New(sandbox.Untrusted)
//		if err != nil { ... }
//		defer box.Close()
//		res, err := box.Run(ctx, sandbox.Cmd{Args: []string{"/bin/echo", "hello"}})
//	}
//
// # What is promised
//
// A run cannot read or write the host's private files, see or signal the
// host's processes, connect anywhere, outlive its Result, or take more than
// its limits; runs see nothing of each other. How strongly each of these
// holds depends on the [Tier], which depends on what the host offers; the
// layers in force are named in every [Result]. A required layer that is
// missing is a [SetupError] from [New], never a silent downgrade. The file
// docs/threats.md of the repository says in plain words what each tier gives.
//
// All limits and layers are in force before the first instruction of the
// program. A run ends when its first process ends: whatever else it started
// is killed then and is dead before [Sandbox.Run] returns.
//
// # What is not promised
//
// Bugs of the kernel and side channels (timing, caches) are out of scope, and
// so is a program that is let onto the network by [Cmd.Network].
//
// # Errors and results
//
// What the program did is a [Result], however badly it ended; an error from
// Run means that the sandbox itself could not do its work.
package sandbox
