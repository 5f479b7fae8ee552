package sandbox

// Host is what a machine offers for isolation, as far as [Probe] can tell
// without running anything of a stranger's. The fields that are errors are
// nil where the thing works.
type Host struct {
	// Kernel is the release, such as "6.18.44".
	Kernel string
	// UID is the effective user of this process.
	UID int
	// Cores is how many processors this process may use.
	Cores int
	// Launch is why no process can be started at all: a wrong platform.
	Launch *SetupError
	// Namespaces is why mount, pid, net, ipc and uts namespaces cannot be
	// made by this process as it is, which takes root.
	Namespaces *SetupError
	// UserNS is why they cannot be made inside a user namespace.
	UserNS *SetupError
	// NestedUserNS is why a run cannot have a further user namespace.
	NestedUserNS *SetupError
	// SetUID is why runs cannot have user ids of their own; UIDBase and
	// UIDCount are the range for them.
	SetUID            *SetupError
	UIDBase, UIDCount int
	// Landlock is the version of the kernel's interface, 0 without it.
	Landlock int
	// Seccomp is why system calls cannot be filtered.
	Seccomp *SetupError
	// Cgroup is why memory cannot be bounded by a control group;
	// CgroupVersion and CgroupDir say how it can. CgroupCPU is where version 1
	// counts processor time, empty if it can't; version 2 does so itself.
	Cgroup        *SetupError
	CgroupVersion int
	CgroupDir     string
	CgroupCPU     string
}

// landlockScope is the version of landlock that keeps signals and abstract
// sockets within a run.
const landlockScope = 6
