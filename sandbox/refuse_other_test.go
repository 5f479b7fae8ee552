//go:build !linux

package sandbox

// refuseNamespaces has nothing to refuse here.
func refuseNamespaces() {}

// runAndDie has nothing to run here.
func runAndDie() {}
