package sandbox

import (
	"cmp"
	"time"
)

// Limits bound one run. A zero field means the policy's value.
type Limits struct {
	// CPU is processor time, user and system, of all processes together.
	CPU time.Duration
	// Wall is elapsed time, a backstop for programs that sleep.
	Wall time.Duration
	// Memory is bytes of resident memory of all processes together.
	Memory int64
	// Output is bytes of standard output; standard error and the result
	// channel are each bounded by the same number.
	Output int64
	// Disk is bytes of files that may exist at one time in the directories the
	// run can write to, the Files of its Cmd included.
	Disk int64
	// Procs is how many processes and threads may exist at one time.
	Procs int
	// Files is how many descriptors a process may have open.
	Files int
	// Stack is bytes of the main thread's stack, and what a new thread
	// reserves unless the program says otherwise.
	Stack int64
	// NoAddressSpace leaves address space unlimited, for runtimes that
	// reserve much more than they use (JVM, Go, Node.js). Memory then kills
	// a program that passes it instead of failing its allocation.
	NoAddressSpace bool
}

// DefaultLimits are used where neither the Cmd nor the Policy says anything.
var DefaultLimits = Limits{
	CPU:    4 * time.Second,
	Wall:   12 * time.Second,
	Memory: 512 << 20,
	Output: 16 << 20,
	Disk:   64 << 20,
	Procs:  64,
	Files:  256,
	Stack:  8 << 20,
}

// CompileLimits suit a compiler: they are meant for Cmd.Limits of build runs.
var CompileLimits = Limits{
	CPU:            30 * time.Second,
	Wall:           90 * time.Second,
	Memory:         2048 << 20,
	Output:         4 << 20,
	Disk:           512 << 20,
	Procs:          64,
	Files:          1024,
	Stack:          64 << 20,
	NoAddressSpace: true,
}

// orElse returns l with its zero fields taken from d. A CPU limit given
// without a wall limit has a wall limit of three times that.
func (l Limits) orElse(d Limits) Limits {
	if l.Wall == 0 && l.CPU != 0 {
		l.Wall = 3 * l.CPU
	}
	l.CPU = cmp.Or(l.CPU, d.CPU)
	l.Wall = cmp.Or(l.Wall, d.Wall)
	l.Memory = cmp.Or(l.Memory, d.Memory)
	l.Output = cmp.Or(l.Output, d.Output)
	l.Disk = cmp.Or(l.Disk, d.Disk)
	l.Procs = cmp.Or(l.Procs, d.Procs)
	l.Files = cmp.Or(l.Files, d.Files)
	l.Stack = cmp.Or(l.Stack, d.Stack)
	l.NoAddressSpace = l.NoAddressSpace || d.NoAddressSpace
	return l
}
