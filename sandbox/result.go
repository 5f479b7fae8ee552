package sandbox

import (
	"fmt"
	"syscall"
	"time"
)

// Status says how a run ended. Of several that apply the first one listed
// here is given, Violation before OutputLimit before TimeLimit and so on.
type Status int

// The ways a run can end.
const (
	// Exited: the first process exited with status 0, within all limits.
	Exited Status = iota
	// Violation: the program tried what the sandbox forbids and died of it,
	// or broke the sandbox around itself twice.
	Violation
	// OutputLimit: more was written than Limits.Output.
	OutputLimit
	// MemoryLimit: the run passed, or was killed at, its memory limit.
	MemoryLimit
	// TimeLimit: more processor time was used than Limits.CPU.
	TimeLimit
	// WallLimit: the run lasted longer than Limits.Wall.
	WallLimit
	// Signaled: the first process died of a signal that was not ours.
	Signaled
	// NonZero: the first process exited with a status other than 0.
	NonZero
)

var statusWords = [...]string{
	"exited", "violation", "output limit", "memory limit",
	"time limit", "wall limit", "signaled", "non-zero exit",
}

// String returns the status in words.
func (s Status) String() string {
	if s < 0 || int(s) >= len(statusWords) {
		return fmt.Sprintf("Status(%d)", int(s))
	}
	return statusWords[s]
}

// Result is what came of a run.
type Result struct {
	// Status says how it ended.
	Status Status
	// Reason says in words what Status alone does not; it may be empty.
	Reason string
	// ExitCode is the exit status of the first process, -1 when a signal
	// ended it.
	ExitCode int
	// Signal is what ended the first process, 0 when it exited.
	Signal syscall.Signal
	// CPU is processor time of all processes, user and system.
	CPU time.Duration
	// Wall is the time from the start of the program to the end of its first
	// process.
	Wall time.Duration
	// PeakMemory is bytes of memory at the highest: of all processes together
	// where a control group counts, else of the largest process or the
	// largest sum sampled, whichever is more, and never below the few
	// megabytes that the launcher itself has.
	PeakMemory int64
	// Stdout and Stderr are what was written, up to Limits.Output.
	Stdout, Stderr []byte
	// Channel is what was written to descriptor 3 when Cmd.Result was set.
	Channel []byte
	// StdoutClipped, StderrClipped and ChannelClipped: more was written than
	// is kept.
	StdoutClipped, StderrClipped, ChannelClipped bool
	// Collected holds the files asked for that were there.
	Collected []File
	// CollectClipped: some file was left out because of Cmd.CollectLimit.
	CollectClipped bool
	// Layers names the layers that were in force, as Sandbox.Layers does.
	Layers []string
	// Retried: the first attempt was set aside because the sandbox broke or
	// the host was too busy; this is the outcome of the second, run alone.
	Retried bool

	// busy: the wall limit was reached because the machine was slow.
	busy bool
}
