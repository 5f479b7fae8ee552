package sandbox

import (
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// capture reads a pipe up to a limit.
type capture struct {
	fd      int // -1 when it is closed
	limit   int64
	data    []byte
	clipped bool
	ended   bool // no more is to be read
}

// chunks are what pipes are read into; most runs need but one for a moment.
var chunks = sync.Pool{New: func() any { b := make([]byte, 16<<10); return &b }}

// read reads once, which does not block where poll has said that something is
// there. It reports whether there was less than would have fitted.
func (c *capture) read() (short bool) {
	buf := chunks.Get().(*[]byte)
	defer chunks.Put(buf)
	n, err := unix.Read(c.fd, *buf)
	if err == unix.EINTR {
		return false
	}
	if err != nil || n == 0 {
		c.ended = true
		return true
	}
	short = n < len(*buf)
	if room := c.limit - int64(len(c.data)); int64(n) > room {
		n = int(room)
		c.clipped, c.ended = true, true
	}
	c.data = append(c.data, (*buf)[:n]...)
	return short
}

func (c *capture) close() {
	if c != nil && c.fd >= 0 {
		unix.Close(c.fd)
		c.fd, c.ended = -1, true
	}
}

// result returns what was read, of nothing if there is no such stream.
func (c *capture) result() ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	return c.data, c.clipped
}

// open lists what is still to be read.
func (st *streams) open() []*capture {
	var out []*capture
	for _, c := range []*capture{st.stdout, st.stderr, st.channel} {
		if c != nil && !c.ended {
			out = append(out, c)
		}
	}
	return out
}

// drain reads to the end of every stream. All who wrote are dead, so that the
// ends are there, or will be in a moment.
func (st *streams) drain(until time.Time) {
	for {
		open := st.open()
		if len(open) == 0 {
			return
		}
		fds := make([]unix.PollFd, len(open))
		for i, c := range open {
			fds[i] = unix.PollFd{Fd: int32(c.fd), Events: unix.POLLIN}
		}
		left := unix.NsecToTimespec(int64(max(time.Until(until), 0)))
		n, err := unix.Ppoll(fds, &left, nil)
		if n == 0 || err != nil && err != unix.EINTR {
			return
		}
		for i, c := range open {
			switch got := fds[i].Revents; {
			case got&unix.POLLIN != 0:
				if c.read() && got&unix.POLLHUP != 0 {
					c.ended = true // nobody is left to write more
				}
			case got != 0:
				c.ended = true
			}
		}
	}
}

// brief is how long an answer is waited for by a thread that sleeps in the
// kernel: it is woken at once, and by nothing but the answer. What the run
// writes meanwhile fits into its pipes, or makes it wait for this long. Runs
// that take longer are left to Go's poller, so that they hold no thread.
const brief = 2 * time.Millisecond

// await waits until a socket can be read, reading meanwhile what the run
// writes; stop is called when that is over its limit. The error is that of a
// deadline passed; a deadline of zero is none.
func (st *streams) await(sock int, deadline time.Time, stop func()) error {
	fds := []unix.PollFd{{Fd: int32(sock), Events: unix.POLLIN}}
	timeout := unix.NsecToTimespec(int64(brief))
	if n, err := unix.Ppoll(fds, &timeout, nil); n > 0 || err != nil && err != unix.EINTR {
		return err
	}
	poll, err := newPoller()
	if err != nil {
		return err
	}
	defer poll.Close()
	if err := poll.add(sock); err != nil {
		return err
	}
	streams := map[int32]*capture{}
	for _, c := range st.open() {
		if err := poll.add(c.fd); err != nil {
			return err
		}
		streams[int32(c.fd)] = c
	}
	poll.SetReadDeadline(deadline)
	for {
		ready, err := poll.wait()
		if err != nil {
			return err
		}
		answered := false
		for _, fd := range ready {
			c := streams[fd]
			if c == nil {
				answered = true
				continue
			}
			c.read()
			if c.clipped {
				stop()
			}
			if c.ended {
				poll.remove(fd)
			}
		}
		if answered {
			return nil
		}
	}
}

// poller waits for several descriptors by Go's own poller: a set of them is
// itself a descriptor that can be polled.
type poller struct {
	*os.File
	events [4]unix.EpollEvent
}

func newPoller() (*poller, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return nil, err
	}
	return &poller{File: os.NewFile(uintptr(fd), "poller")}, nil
}

func (p *poller) control(op, fd int, events uint32) error {
	raw, err := p.SyscallConn()
	if err != nil {
		return err
	}
	cerr := raw.Control(func(ep uintptr) {
		err = unix.EpollCtl(int(ep), op, fd, &unix.EpollEvent{Events: events, Fd: int32(fd)})
	})
	if cerr != nil {
		return cerr
	}
	return err
}

func (p *poller) add(fd int) error { return p.control(unix.EPOLL_CTL_ADD, fd, unix.EPOLLIN) }

func (p *poller) remove(fd int32) { p.control(unix.EPOLL_CTL_DEL, int(fd), 0) }

// wait returns the descriptors that can be read.
func (p *poller) wait() ([]int32, error) {
	raw, err := p.SyscallConn()
	if err != nil {
		return nil, err
	}
	n := 0
	rerr := raw.Read(func(ep uintptr) bool {
		n, err = unix.EpollWait(int(ep), p.events[:], 0)
		return n > 0 || err != nil && err != unix.EINTR
	})
	if rerr != nil {
		return nil, rerr
	}
	if n < 0 {
		return nil, err
	}
	ready := make([]int32, 0, n)
	for _, e := range p.events[:n] {
		ready = append(ready, e.Fd)
	}
	return ready, nil
}
