package sandbox

// The names of layers as Sandbox.Layers and SetupError.Layer give them.
const (
	// LayerUserNS: a user namespace, for tier B.
	LayerUserNS = "userns"
	// LayerMount: a mount namespace with a root file system of the run's own.
	LayerMount = "mount"
	// LayerPID: a pid namespace; its end is the end of every process in it.
	LayerPID = "pid"
	// LayerNet: a network namespace without a network.
	LayerNet = "net"
	// LayerIPC: a namespace for System V IPC and POSIX message queues.
	LayerIPC = "ipc"
	// LayerUTS: a namespace for the host name.
	LayerUTS = "uts"
	// LayerCgroup1 and LayerCgroup2: memory bounded by a control group.
	LayerCgroup1 = "cgroup-v1"
	LayerCgroup2 = "cgroup-v2"
	// LayerSampler: memory bounded by looking at it every few milliseconds,
	// where no control group does.
	LayerSampler = "memory-sampler"
	// LayerUID: a user id of the run's own.
	LayerUID = "uid"
	// LayerLandlock: landlock rules for files; LayerLandlockScope: landlock
	// keeps signals and abstract sockets within the run.
	LayerLandlock      = "landlock"
	LayerLandlockScope = "landlock-scope"
	// LayerSeccomp: a system call filter.
	LayerSeccomp = "seccomp"
	// LayerProcessGroup: the run cannot leave its process group, by which it
	// is killed in tier D where neither a pid namespace nor a user id is its
	// own and landlock does not scope signals.
	LayerProcessGroup = "pgroup"
	// LayerRlimits: resource limits.
	LayerRlimits = "rlimits"
	// LayerNoNewPrivs: set-user-id programs gain nothing.
	LayerNoNewPrivs = "no_new_privs"
)
