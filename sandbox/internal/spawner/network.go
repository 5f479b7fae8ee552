//go:build linux

package spawner

import (
	"bytes"

	"golang.org/x/sys/unix"
)

// network is an empty network namespace, of a worker's runs one after the other
// or of a zygote.
type network struct {
	ns      int
	sockets int // lists the unix sockets in it
}

// ownNet sees to it that the worker has a network namespace.
func (w *worker) ownNet() (err error) {
	if w.net != nil {
		return nil
	}
	n := &network{-1, -1}
	apart(func() {
		if err = unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return
		}
		if n.ns, err = unix.Open("/proc/thread-self/ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
			return
		}
		n.sockets, err = unix.Open("/proc/thread-self/net/unix", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		n.close()
		return fail("net", "make namespace", err)
	}
	w.net = n
	return nil
}

// leaveNet has the next run get another.
func (w *worker) leaveNet() {
	if w.net != nil {
		w.net.close()
		w.net = nil
	}
}

func (n *network) close() {
	for _, fd := range []int{n.ns, n.sockets} {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
}

// empty says whether there is no socket in it: every one is listed until it is
// gone, one that holds itself and nobody else can reach too. There are no other
// sockets than those of unix.
func (n *network) empty() bool {
	var buf [256]byte
	k, err := unix.Pread(n.sockets, buf[:], 0)
	return err == nil && k > 0 && k < len(buf) && bytes.Count(buf[:k], []byte("\n")) == 1
}
