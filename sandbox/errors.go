package sandbox

import (
	"errors"
	"fmt"
)

// SetupError says that a layer could not be put in force.
type SetupError struct {
	// Layer is the layer's name, as in Sandbox.Layers, or "launch".
	Layer string
	// Step is what was tried, mostly a system call.
	Step string
	// Err is the cause, mostly a syscall.Errno.
	Err error
}

// Error names layer, step and cause.
func (e *SetupError) Error() string {
	return fmt.Sprintf("sandbox: %s: %s: %v", e.Layer, e.Step, e.Err)
}

// Unwrap returns the cause.
func (e *SetupError) Unwrap() error { return e.Err }

// Errors that callers may want to tell apart.
var (
	// ErrClosed: the sandbox was closed.
	ErrClosed = errors.New("sandbox: closed")
	// ErrNoInit: the program did not call Init first thing in main.
	ErrNoInit = errors.New("sandbox.Init was not called first thing in main")
	// ErrBroken: the sandbox broke under a run and, tried again, under a
	// harmless one too: this machine cannot run programs at the moment.
	ErrBroken = errors.New("sandbox: broken")
	// ErrUnsupported: this operating system or architecture has no sandbox.
	ErrUnsupported = errors.New("sandbox: not supported on this platform")
)

// CmdError says that a Cmd cannot be run as it stands: no such program, a
// path that is not allowed. It is the caller's mistake, not the program's.
type CmdError struct {
	// Field is the field of Cmd.
	Field string
	// Err is the cause.
	Err error
}

// Error names the field and the cause.
func (e *CmdError) Error() string { return fmt.Sprintf("sandbox: Cmd.%s: %v", e.Field, e.Err) }

// Unwrap returns the cause.
func (e *CmdError) Unwrap() error { return e.Err }
