//go:build !linux

package sandbox

// Init must be the first thing that main does. On this platform there is no
// sandbox, and it does nothing.
func Init() { initialised.Store(true) }
