//go:build !linux

package sandbox

import "context"

// Sandbox runs strangers' programs. There is none on this platform.
type Sandbox struct{}

// Warm keeps Python interpreters ready. There are none on this platform.
type Warm struct{}

var errPlatform = &SetupError{Layer: "launch", Step: "operating system", Err: ErrUnsupported}

// Probe finds out what this machine offers, which is nothing.
func Probe() Host { return Host{Launch: errPlatform} }

// New fails: there is no sandbox on this platform.
func New(Policy) (*Sandbox, error) { return nil, errPlatform }

// Doctor says that there is no sandbox on this platform.
func Doctor(context.Context) Report { return Report{Err: errPlatform} }

// Layers names no layer.
func (s *Sandbox) Layers() []string { return nil }

// Plan is empty.
func (s *Sandbox) Plan() Plan { return Plan{} }

// Close does nothing.
func (s *Sandbox) Close() error { return nil }

// Run fails.
func (s *Sandbox) Run(context.Context, Cmd) (Result, error) { return Result{}, errPlatform }

// RunPair fails.
func (s *Sandbox) RunPair(_ context.Context, _, _ Cmd) (Result, Result, error) {
	return Result{}, Result{}, errPlatform
}

// NewWarm fails.
func (s *Sandbox) NewWarm(WarmOptions) (*Warm, error) { return nil, errPlatform }

// Close does nothing.
func (w *Warm) Close() error { return nil }

// Run fails.
func (w *Warm) Run(context.Context, Cmd) (Result, error) { return Result{}, errPlatform }

// RunPair fails.
func (w *Warm) RunPair(_ context.Context, _, _ Cmd) (Result, Result, error) {
	return Result{}, Result{}, errPlatform
}
