//go:build linux

package wire

import (
	"errors"
	"fmt"
	"io"
	"net"

	"golang.org/x/sys/unix"
)

// Inline is the longest message that travels in the packet itself. A longer
// one is put into a memory file, whose descriptor is sent first: a socket's
// buffer would not take it.
const Inline = 64 << 10

// MaxFDs is the most descriptors a message carries.
const MaxFDs = 8

// The first byte of a packet.
const (
	tagInline = 'i'
	tagMemory = 'm'
	// TagAbort is a packet of this byte alone: stop the run that goes on.
	TagAbort = 'a'
)

// ErrAbort is returned by Receive for a packet that asks to stop.
var ErrAbort = errors.New("asked to stop")

// pack returns the packet and the descriptor to send before others, -1 for
// none, which the caller closes.
func pack(msg []byte) ([]byte, int, error) {
	if len(msg) <= Inline {
		p := make([]byte, 0, len(msg)+1)
		return append(append(p, tagInline), msg...), -1, nil
	}
	fd, err := unix.MemfdCreate("verireward-message", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, -1, err
	}
	for rest := msg; len(rest) > 0; {
		n, err := unix.Write(fd, rest)
		if err != nil {
			unix.Close(fd)
			return nil, -1, err
		}
		rest = rest[n:]
	}
	return []byte{tagMemory}, fd, nil
}

// unpack returns the message of a packet and the descriptors that are left.
func unpack(p []byte, fds []int) ([]byte, []int, error) {
	if len(p) == 0 {
		CloseAll(fds)
		return nil, nil, io.EOF
	}
	switch {
	case p[0] == tagInline:
		return p[1:], fds, nil
	case p[0] == TagAbort:
		CloseAll(fds)
		return nil, nil, ErrAbort
	case p[0] != tagMemory || len(fds) == 0:
		CloseAll(fds)
		return nil, nil, errMessage
	}
	msg, err := readAll(fds[0])
	unix.Close(fds[0])
	if err != nil {
		CloseAll(fds[1:])
		return nil, nil, err
	}
	return msg, fds[1:], nil
}

func readAll(fd int) ([]byte, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return nil, err
	}
	msg := make([]byte, st.Size)
	for n := 0; n < len(msg); {
		k, err := unix.Pread(fd, msg[n:], int64(n))
		if err != nil {
			return nil, err
		}
		if k == 0 {
			return nil, io.ErrUnexpectedEOF
		}
		n += k
	}
	return msg, nil
}

// CloseAll closes descriptors.
func CloseAll(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}

func rights(first int, fds []int) []byte {
	all := fds
	if first >= 0 {
		all = append([]int{first}, fds...)
	}
	if len(all) == 0 {
		return nil
	}
	return unix.UnixRights(all...)
}

func parseRights(oob []byte) ([]int, error) {
	if len(oob) == 0 {
		return nil, nil
	}
	msgs, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return nil, err
	}
	var fds []int
	for i := range msgs {
		got, err := unix.ParseUnixRights(&msgs[i])
		if err != nil {
			CloseAll(fds)
			return nil, err
		}
		fds = append(fds, got...)
	}
	return fds, nil
}

// SendFD sends a message over a blocking socket.
func SendFD(sock int, msg []byte, fds []int) error {
	p, mem, err := pack(msg)
	if err != nil {
		return err
	}
	if mem >= 0 {
		defer unix.Close(mem)
	}
	oob := rights(mem, fds)
	for {
		if oob == nil { // sendmsg is denied to threads that start runs in tier C
			err = unix.Sendto(sock, p, unix.MSG_NOSIGNAL, nil)
		} else {
			err = unix.Sendmsg(sock, p, oob, nil, unix.MSG_NOSIGNAL)
		}
		if err != unix.EINTR {
			return err
		}
	}
}

// Buffer is what a receiver reads into; it may be used again when the message
// read last is done with.
type Buffer struct {
	data [Inline + 1]byte
	oob  [256]byte
}

// ReceiveFD receives a message from a blocking socket; the message lies in
// buf. It returns io.EOF when the other side is gone.
func ReceiveFD(sock int, buf *Buffer, flags int) ([]byte, []int, error) {
	for {
		n, oobn, _, _, err := unix.Recvmsg(sock, buf.data[:], buf.oob[:], flags|unix.MSG_CMSG_CLOEXEC)
		if err == unix.EINTR {
			continue
		}
		if err == unix.ECONNRESET {
			return nil, nil, io.EOF
		}
		if err != nil {
			return nil, nil, err
		}
		fds, err := parseRights(buf.oob[:oobn])
		if err != nil {
			return nil, nil, err
		}
		return unpack(buf.data[:n], fds)
	}
}

// Send sends a message over a connection.
func Send(c *net.UnixConn, msg []byte, fds []int) error {
	p, mem, err := pack(msg)
	if err != nil {
		return err
	}
	if mem >= 0 {
		defer unix.Close(mem)
	}
	n, _, err := c.WriteMsgUnix(p, rights(mem, fds), nil)
	if err == nil && n != len(p) {
		err = io.ErrShortWrite
	}
	return err
}

// Receive receives a message from a connection; it lies in buf.
func Receive(c *net.UnixConn, buf *Buffer) ([]byte, []int, error) {
	n, oobn, _, _, err := c.ReadMsgUnix(buf.data[:], buf.oob[:])
	if err != nil {
		if errors.Is(err, unix.ECONNRESET) {
			err = io.EOF
		}
		return nil, nil, err
	}
	fds, err := parseRights(buf.oob[:oobn])
	if err != nil {
		return nil, nil, fmt.Errorf("descriptors: %w", err)
	}
	return unpack(buf.data[:n], fds)
}
