package codecheck

import (
	"cmp"
	"encoding/json"
	"time"
)

// Submission is one program to be judged; its JSON form is an input line of
// the command's code subcommand.
type Submission struct {
	// ID names the submission in reports; may be empty.
	ID string `json:"id,omitempty"`
	// Language is a name or alias of a language. Empty: the language of the
	// completion's fence.
	Language string `json:"language,omitempty"`
	// Completion is what the policy wrote; the program is taken from its
	// fenced blocks. Ignored when Source is not nil.
	Completion string `json:"completion,omitempty"`
	// Source is a program used as it is.
	Source *string `json:"source,omitempty"`
	// Prompt is put before a check_fn completion that is only a body, for
	// tests that carry no prompt of their own.
	Prompt string `json:"prompt,omitempty"`
	// Preamble is put before the code.
	Preamble string `json:"preamble,omitempty"`
	// TestSetup is put before the tests of kind assert, check_fn and
	// append_code.
	TestSetup string `json:"test_setup,omitempty"`
	// Tests are the tests, in any of the forms DecodeTests reads.
	Tests json.RawMessage `json:"tests,omitempty"`
	// Limits bind the program per test, and its compiler.
	Limits Limits `json:"limits,omitzero"`
	// Options change how outcomes are read.
	Options SubmissionOptions `json:"options,omitzero"`
}

// SubmissionOptions change how a run's outcome is read.
type SubmissionOptions struct {
	// IgnoreExitCode judges a stdio test by its output alone when the program
	// ended by itself with an exit code other than 0.
	IgnoreExitCode bool `json:"ignore_exit_code,omitempty"`
}

// Limits bind a program, per test, and its compiler, per build. The zero value
// of a field means the default in brackets.
type Limits struct {
	// CPUMillis is the CPU time in milliseconds [4000].
	CPUMillis int64 `json:"cpu_ms,omitempty"`
	// WallMillis is the wall-clock time in milliseconds [3 x cpu].
	WallMillis int64 `json:"wall_ms,omitempty"`
	// MemoryMB is the memory in MiB [512].
	MemoryMB int64 `json:"memory_mb,omitempty"`
	// Procs is the number of processes and threads [64].
	Procs int `json:"procs,omitempty"`
	// OutputBytes bounds standard output, and standard error, each [16777216].
	OutputBytes int64 `json:"output_bytes,omitempty"`
	// DiskMB bounds what the program writes to disk, in MiB [64].
	DiskMB int64 `json:"disk_mb,omitempty"`
	// Files is the number of open files [256].
	Files int `json:"files,omitempty"`
	// Network lets the program use the network [false].
	Network bool `json:"network,omitempty"`
	// CompileCPUMillis is the compiler's CPU time in milliseconds [30000].
	CompileCPUMillis int64 `json:"compile_cpu_ms,omitempty"`
	// CompileMemoryMB is the compiler's memory in MiB [2048].
	CompileMemoryMB int64 `json:"compile_memory_mb,omitempty"`
	// CompileProcs is the compiler's number of processes and threads [64].
	CompileProcs int `json:"compile_procs,omitempty"`
}

// defaultLimits are the limits that hold where neither the submission nor the
// test says otherwise.
var defaultLimits = Limits{
	CPUMillis: 4000, MemoryMB: 512, Procs: 64, OutputBytes: 16 << 20, DiskMB: 64, Files: 256,
	CompileCPUMillis: 30000, CompileMemoryMB: 2048, CompileProcs: 64,
}

// over returns l with its unset fields taken from base.
func (l Limits) over(base Limits) Limits {
	// A wall limit belongs to the CPU limit it was given with.
	if l.WallMillis == 0 && l.CPUMillis == 0 {
		l.WallMillis = base.WallMillis
	}
	l.CPUMillis = cmp.Or(l.CPUMillis, base.CPUMillis)
	l.MemoryMB = cmp.Or(l.MemoryMB, base.MemoryMB)
	l.Procs = cmp.Or(l.Procs, base.Procs)
	l.OutputBytes = cmp.Or(l.OutputBytes, base.OutputBytes)
	l.DiskMB = cmp.Or(l.DiskMB, base.DiskMB)
	l.Files = cmp.Or(l.Files, base.Files)
	l.CompileCPUMillis = cmp.Or(l.CompileCPUMillis, base.CompileCPUMillis)
	l.CompileMemoryMB = cmp.Or(l.CompileMemoryMB, base.CompileMemoryMB)
	l.CompileProcs = cmp.Or(l.CompileProcs, base.CompileProcs)
	l.Network = l.Network || base.Network
	return l
}

// valid reports the first field that makes no sense.
func (l Limits) valid() (field string, ok bool) {
	for _, f := range []struct {
		name string
		v    int64
	}{
		{"cpu_ms", l.CPUMillis}, {"wall_ms", l.WallMillis}, {"memory_mb", l.MemoryMB}, {"procs", int64(l.Procs)},
		{"output_bytes", l.OutputBytes}, {"disk_mb", l.DiskMB}, {"files", int64(l.Files)},
		{"compile_cpu_ms", l.CompileCPUMillis}, {"compile_memory_mb", l.CompileMemoryMB}, {"compile_procs", int64(l.CompileProcs)},
	} {
		if f.v < 0 || f.v > maxLimit {
			return f.name, false
		}
	}
	return "", true
}

// maxLimit keeps every limit far from overflow when it is scaled to
// nanoseconds or bytes; 10^9 ms is 11 days, 10^9 bytes of output a GB.
const maxLimit = 1_000_000_000

// cpu and wall return the time limits.
func (l Limits) cpu() time.Duration { return time.Duration(l.CPUMillis) * time.Millisecond }

func (l Limits) wall() time.Duration {
	if l.WallMillis > 0 {
		return time.Duration(l.WallMillis) * time.Millisecond
	}
	return 3 * l.cpu()
}
