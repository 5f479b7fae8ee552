//go:build linux

package wire

import "github.com/verireward/verireward/sandbox/internal/cgroup"

// Config tells a spawner once what every run gets: the plan, in its terms.
type Config struct {
	// Namespaces: every run has namespaces of its own and a fresh root.
	Namespaces bool
	// UserNS: the spawner lives in a user namespace of its own.
	UserNS bool
	// NestedUserNS: every run has a further user namespace, which gives it an
	// ordinary user's number and a process count of its own.
	NestedUserNS bool
	// UIDBase and UIDCount are the user ids that runs may have; a count of 0
	// means that runs keep the spawner's.
	UIDBase, UIDCount int
	// Landlock is the version of the kernel's interface to use, 0 for none.
	Landlock int
	// Seccomp: a system call filter is in force.
	Seccomp bool
	// Cgroup is where each of the spawner's workers makes a group, of version
	// 0 for none.
	Cgroup cgroup.Place
	// ScratchDir is where runs without a mount namespace have their
	// directories.
	ScratchDir string
}

// Ready is a spawner's answer to its Config.
type Ready struct {
	// Layer, Step and Errno tell what could not be set up; Layer is empty if
	// all was.
	Layer, Step string
	Errno       int
	Text        string
}
