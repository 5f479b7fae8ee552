package sandbox

import "sync/atomic"

// initialised is set by Init.
var initialised atomic.Bool

// spawnerName is the program name under which this very binary is started
// again to become the spawner; nobody types it by accident.
const spawnerName = "verireward-sandbox-spawner"
