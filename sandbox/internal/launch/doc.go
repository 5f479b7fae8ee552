// Package launch starts a process that runs a prepared list of system calls,
// the last of them execve, without a second exec and without copying the
// caller's memory.
//
// The new process shares the caller's address space until it execs (or for
// its whole life, if it never does), so nothing of Go may run in it: no
// stack, no allocation, no scheduler. It runs a few lines of assembly that
// walk the list. Each system call sets up one thing: a namespace, a limit, a
// filter. The first that fails is reported by its place in the list.
package launch
