package sandbox

import "fmt"

// Tier says how strong the isolation of runs is.
type Tier int

// The tiers, weakest first. The zero value stands for a default.
const (
	// TierD is no isolation worth the name: resource limits and whatever
	// single layers the host has. It is refused unless asked for by name.
	TierD Tier = iota + 1
	// TierC needs no privilege and no namespaces: landlock (files, signals),
	// seccomp, resource limits, no_new_privs; as root also a user id per run.
	TierC
	// TierB adds user, mount, pid, network, ipc and uts namespaces made by an
	// unprivileged user, with a file system of the run's own.
	TierB
	// TierA is made by root: the namespaces of TierB, a user id per run, and
	// control groups where they can be written.
	TierA
)

// String returns "A", "B", "C" or "D", and "default" for the zero value.
func (t Tier) String() string {
	switch t {
	case TierA:
		return "A"
	case TierB:
		return "B"
	case TierC:
		return "C"
	case TierD:
		return "D"
	case 0:
		return "default"
	}
	return fmt.Sprintf("Tier(%d)", int(t))
}

// Policy says what is wanted of a sandbox. It is a plain value: copy it and
// change the copy. The zero value is [Untrusted].
type Policy struct {
	// Require is the weakest tier that will do; New fails when the host
	// offers less. The zero value means TierC.
	Require Tier
	// Strongest is the strongest tier to use even if the host offers more.
	// The zero value means TierA. It exists for tests and comparisons.
	Strongest Tier
	// Parallel is how many runs may go on at once; more wait for their turn.
	// The zero value means the number of cores this process may use.
	Parallel int
	// Limits fills in the zero fields of every Cmd's limits; its own zero
	// fields are filled from DefaultLimits.
	Limits Limits
	// ReadOnly are host directories or files that every run may read and
	// execute at their own paths, beside the system's (/usr, /bin, /lib).
	ReadOnly []string
	// NoCgroup leaves control groups alone even if they can be written.
	NoCgroup bool
}

// The ready-made policies.
var (
	// Untrusted is for programs written by a model: tier C or better.
	Untrusted = Policy{Require: TierC}
	// BestEffort takes whatever the host offers, down to TierD. The layers in
	// force may then be none at all: read [Result.Layers].
	BestEffort = Policy{Require: TierD}
)
