package sandbox

import (
	_ "embed"
	"strconv"
)

//go:embed standins.py
var standIns string

// PythonStandIns returns a piece of Python to be run before a program, in a file
// sitecustomize.py that PYTHONPATH leads to, say. Where the run has no /dev/shm
// (tier C) it gives multiprocessing and multiprocessing.shared_memory stand-ins
// in the run's own memory and temporary directory: locks, queues, pools, values,
// arrays and shared memory work by fork and by spawn, and forkserver spawns.
// Managers and listeners need sockets and do not work. Elsewhere it does nothing.
// [Warm] interpreters run it by themselves.
//
// It needs no __future__ import, and leaves no name behind.
func PythonStandIns() string {
	return `def _standins():
    import os
    try:
        os.close(os.open("/dev/shm", os.O_TMPFILE | os.O_RDWR, 0o600))
        return
    except OSError:
        pass
    source = ` + strconv.QuoteToASCII(standIns) + `
    exec(compile(source, "<stand-ins>", "exec"), {"SOURCE": source})
_standins()
del _standins
`
}
