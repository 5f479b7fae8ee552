package sandbox

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/wire"
)

func fileMode(m uint32) fs.FileMode { return fs.FileMode(m) & fs.ModePerm }

// pipeRoom is what surely fits into an empty pipe: input up to that size is
// written before the start, without a goroutine.
const pipeRoom = 48 << 10

// replayLimit bounds what is kept of an input that cannot seek, in case that
// the run is tried again.
const replayLimit = 16 << 20

// input is a run's standard input; it can be read again for a second attempt.
type input struct {
	src    io.Reader
	seek   io.Seeker
	start  int64
	small  []byte // the whole of it, where that is known and little
	kept   []byte
	at     int
	missed bool // more was read than is kept
}

// newInput returns nil for no input.
func newInput(r io.Reader) *input {
	if r == nil {
		return nil
	}
	in := &input{src: r}
	switch r.(type) {
	case *bytes.Reader, *strings.Reader:
		in.seek = r.(io.Seeker)
		in.start, _ = in.seek.Seek(0, io.SeekCurrent)
		if r.(interface{ Len() int }).Len() <= pipeRoom {
			in.small, _ = io.ReadAll(r)
			in.seek = nil
			in.src = nil
			if in.small == nil {
				in.small = []byte{}
			}
		}
	}
	return in
}

// Read reads on, keeping what cannot be read again.
func (in *input) Read(p []byte) (int, error) {
	if in.at < len(in.kept) {
		n := copy(p, in.kept[in.at:])
		in.at += n
		return n, nil
	}
	n, err := in.src.Read(p)
	if in.seek == nil && !in.missed {
		if len(in.kept)+n > replayLimit {
			in.missed = true
		} else {
			in.kept = append(in.kept, p[:n]...)
			in.at = len(in.kept)
		}
	}
	return n, err
}

// rewind makes the input ready to be read again, if that is possible.
func (in *input) rewind() bool {
	switch {
	case in == nil || in.small != nil:
		return true
	case in.seek != nil:
		_, err := in.seek.Seek(in.start, io.SeekStart)
		return err == nil
	}
	in.at = 0
	return !in.missed
}

// streams are the pipes of one run.
type streams struct {
	in    *os.File // our end of standard input, nil if it is written already
	feed  *input
	child []int // the run's ends: input if there is one, output, error, channel
	hasIn bool
	// What is read; stdout is nil where another run reads it, channel where
	// there is none.
	stdout, stderr, channel *capture
	wg                      sync.WaitGroup
	// halt, if there is one, stops the run when it is done.
	halt context.Context
}

// newStreams makes the pipes of a run that stands alone.
func newStreams(c *prepared, in *input) (_ *streams, err error) {
	st := &streams{}
	defer st.undo(&err)
	if in != nil {
		if err := st.input(in); err != nil {
			return nil, err
		}
	}
	if st.stdout, err = st.output(c); err != nil {
		return nil, err
	}
	return st, st.rest(c)
}

// newPair makes the pipes of two runs that talk to each other.
func newPair(a, b *prepared) (sa, sb *streams, err error) {
	sa, sb = &streams{hasIn: true}, &streams{hasIn: true}
	defer sa.undo(&err)
	defer sb.undo(&err)
	var ab, ba [2]int
	if err = openPipe(&ab); err != nil {
		return nil, nil, err
	}
	sa.child, sb.child = []int{ab[1]}, []int{ab[0]}
	if err = openPipe(&ba); err != nil {
		return nil, nil, err
	}
	sa.child, sb.child = []int{ba[0], ab[1]}, []int{ab[0], ba[1]}
	if err = sa.rest(a); err == nil {
		err = sb.rest(b)
	}
	return sa, sb, err
}

// undo closes everything if making the streams has failed.
func (st *streams) undo(err *error) {
	if *err != nil {
		st.finish()
	}
}

// rest makes the pipes for standard error and the channel.
func (st *streams) rest(c *prepared) (err error) {
	if st.stderr, err = st.output(c); err != nil {
		return err
	}
	if c.req.Flags&wire.FlagChannel != 0 {
		st.channel, err = st.output(c)
	}
	return err
}

// openPipe makes a pipe that the run's user, whoever that is, can open anew by
// /dev/stdin or /dev/stdout. Only who has it already can name it so.
func openPipe(p *[2]int) error {
	if err := unix.Pipe2(p[:], unix.O_CLOEXEC); err != nil {
		return err
	}
	if err := unix.Fchmod(p[0], 0o666); err != nil {
		wire.CloseAll(p[:])
		return err
	}
	return nil
}

func (st *streams) output(c *prepared) (*capture, error) {
	var p [2]int
	if err := openPipe(&p); err != nil {
		return nil, err
	}
	st.child = append(st.child, p[1])
	return &capture{fd: p[0], limit: c.req.Limits.Output}, nil
}

func (st *streams) input(in *input) error {
	var p [2]int
	if err := openPipe(&p); err != nil {
		return err
	}
	st.child = append(st.child, p[0])
	st.hasIn = true
	if in.small != nil {
		var err error
		if len(in.small) > 0 {
			_, err = unix.Write(p[1], in.small)
		}
		unix.Close(p[1])
		return err
	}
	unix.SetNonblock(p[1], true)
	st.in, st.feed = os.NewFile(uintptr(p[1]), "input"), in
	return nil
}

// start feeds the run its input, where that is not done already.
func (st *streams) start() {
	if st.in != nil {
		st.wg.Go(func() {
			// The program need not read its input: a broken pipe is no fault.
			io.CopyBuffer(struct{ io.Writer }{st.in}, struct{ io.Reader }{st.feed}, make([]byte, 32<<10))
			st.in.Close()
		})
	}
}

// collect puts what was read into a result.
func (st *streams) collect(r *Result) {
	r.Stdout, r.StdoutClipped = st.stdout.result()
	r.Stderr, r.StderrClipped = st.stderr.result()
	r.Channel, r.ChannelClipped = st.channel.result()
}

// closeChild closes the run's ends of the pipes on our side.
func (st *streams) closeChild() {
	wire.CloseAll(st.child)
	st.child = nil
}

// finish waits until everything the run wrote has been read, and closes all.
func (st *streams) finish() {
	st.closeChild()
	if st.in != nil {
		st.in.SetWriteDeadline(time.Now())
	}
	st.drain(time.Now().Add(drainGrace))
	st.wg.Wait()
	if st.in != nil {
		st.in.Close()
	}
	for _, c := range []*capture{st.stdout, st.stderr, st.channel} {
		c.close()
	}
}
