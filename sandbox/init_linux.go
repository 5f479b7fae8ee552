package sandbox

import (
	"os"

	"github.com/verireward/verireward/sandbox/internal/spawner"
)

// Init must be the first thing that main does, and TestMain of packages whose
// tests make sandboxes. A sandbox starts its spawner, a small process that
// starts the runs, from the program's own binary: there, Init becomes the
// spawner and does not return. Everywhere else it returns at once.
func Init() {
	if len(os.Args) == 1 && os.Args[0] == spawnerName {
		spawner.Main()
	}
	initialised.Store(true)
}
