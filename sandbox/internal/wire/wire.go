//go:build linux

// Package wire is what the caller and the spawner say to each other, over
// sequenced-packet sockets that also carry descriptors.
package wire

import (
	"encoding/binary"
	"errors"
	"math"
	"time"
)

// File is a file to place or one that was collected.
type File struct {
	Path string
	Data []byte
	Mode uint32
}

// Limits are the limits of one run, none of them zero.
type Limits struct {
	CPU, Wall                   time.Duration
	Memory, Output, Disk, Stack int64
	Procs, Files                int
	NoAddressSpace              bool
}

// Flags of a request.
const (
	FlagChannel  = 1 << iota // descriptor 3 comes with the request
	FlagExecWork             // files in the working directory may be executed
	FlagNetwork              // the host's network may be used
	FlagStdinFD              // a descriptor for standard input comes first
	FlagZygote               // the run forks others, one after the other
)

// Request asks for one run. With it come the descriptors for standard input
// (if FlagStdinFD), output, error, and the channel (if FlagChannel).
type Request struct {
	Args, Env, ReadOnly []string
	Files               []File
	AppDigest           string
	App                 []File // empty unless the spawner has asked for it
	Limits              Limits
	Flags               int
	Collect             []string
	CollectLimit        int64
}

// Why a run was stopped from outside.
const (
	StopNone = iota
	StopCPU
	StopWall
	StopMemory
	StopDisk
	StopAbort
)

// Response is what became of a request.
type Response struct {
	// NeedApp: the spawner does not hold the request's App; send it.
	NeedApp bool
	// Layer, Step and Errno tell a failure of the set-up; Layer is empty if
	// there was none. Field is set instead when the request is at fault.
	Layer, Step, Field string
	Errno              int
	// WaitStatus is the first process's, as wait4 gives it.
	WaitStatus int
	Stop       int
	CPU, Wall  time.Duration
	// Delay is how long the run's processes waited for a core.
	Delay time.Duration
	Peak  int64
	// OOM: the kernel killed a process of the run for its memory.
	OOM bool
	// Collected are the files that were asked for; Clipped: some are missing
	// because of the limit.
	Collected []File
	Clipped   bool
}

type encoder struct{ b []byte }

func (e *encoder) int(v int64) { e.b = binary.AppendVarint(e.b, v) }
func (e *encoder) bool(v bool) {
	n := int64(0)
	if v {
		n = 1
	}
	e.int(n)
}
func (e *encoder) bytes(v []byte)  { e.int(int64(len(v))); e.b = append(e.b, v...) }
func (e *encoder) string(v string) { e.int(int64(len(v))); e.b = append(e.b, v...) }
func (e *encoder) strings(v []string) {
	e.int(int64(len(v)))
	for _, s := range v {
		e.string(s)
	}
}
func (e *encoder) files(v []File) {
	e.int(int64(len(v)))
	for _, f := range v {
		e.string(f.Path)
		e.int(int64(f.Mode))
		e.bytes(f.Data)
	}
}

var errMessage = errors.New("malformed message")

type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) int() int64 {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.bad = true
		d.b = nil
		return 0
	}
	d.b = d.b[n:]
	return v
}
func (d *decoder) bool() bool { return d.int() != 0 }

// bytes returns a part of the message itself.
func (d *decoder) bytes() []byte {
	n := d.int()
	if n < 0 || n > int64(len(d.b)) {
		d.bad = true
		d.b = nil
		return nil
	}
	v := d.b[:n:n]
	d.b = d.b[n:]
	return v
}
func (d *decoder) string() string { return string(d.bytes()) }

// count reads a length, which cannot be more than the bytes left.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > int64(len(d.b)) || n > math.MaxInt32 {
		d.bad = true
		return 0
	}
	return int(n)
}
func (d *decoder) strings() []string {
	return list(d, d.string)
}
func (d *decoder) files() []File {
	return list(d, func() File {
		return File{Path: d.string(), Mode: uint32(d.int()), Data: d.bytes()}
	})
}

// list reads a length and so many items; nil when there are none.
func list[T any](d *decoder, item func() T) []T {
	n := d.count()
	if n == 0 {
		return nil
	}
	v := make([]T, 0, n)
	for range n {
		v = append(v, item())
	}
	return v
}
func (d *decoder) err() error {
	if d.bad {
		return errMessage
	}
	return nil
}

// Encode returns the request's bytes.
func (r *Request) Encode() []byte {
	var e encoder
	e.strings(r.Args)
	e.strings(r.Env)
	e.strings(r.ReadOnly)
	e.files(r.Files)
	e.string(r.AppDigest)
	e.files(r.App)
	l := &r.Limits
	for _, v := range []int64{int64(l.CPU), int64(l.Wall), l.Memory, l.Output, l.Disk, l.Stack, int64(l.Procs), int64(l.Files)} {
		e.int(v)
	}
	e.bool(l.NoAddressSpace)
	e.int(int64(r.Flags))
	e.strings(r.Collect)
	e.int(r.CollectLimit)
	return e.b
}

// DecodeRequest reads what Encode wrote; the Files share b's memory.
func DecodeRequest(b []byte) (*Request, error) {
	d := decoder{b: b}
	r := &Request{Args: d.strings(), Env: d.strings(), ReadOnly: d.strings(),
		Files: d.files(), AppDigest: d.string(), App: d.files()}
	l := &r.Limits
	l.CPU, l.Wall = time.Duration(d.int()), time.Duration(d.int())
	l.Memory, l.Output, l.Disk, l.Stack = d.int(), d.int(), d.int(), d.int()
	l.Procs, l.Files = int(d.int()), int(d.int())
	l.NoAddressSpace = d.bool()
	r.Flags = int(d.int())
	r.Collect = d.strings()
	r.CollectLimit = d.int()
	return r, d.err()
}

// Encode returns the response's bytes.
func (r *Response) Encode() []byte {
	var e encoder
	e.bool(r.NeedApp)
	e.string(r.Layer)
	e.string(r.Step)
	e.string(r.Field)
	for _, v := range []int64{int64(r.Errno), int64(r.WaitStatus), int64(r.Stop), int64(r.CPU), int64(r.Wall), int64(r.Delay), r.Peak} {
		e.int(v)
	}
	e.bool(r.OOM)
	e.files(r.Collected)
	e.bool(r.Clipped)
	return e.b
}

// DecodeResponse reads what Encode wrote; Collected shares b's memory.
func DecodeResponse(b []byte) (*Response, error) {
	d := decoder{b: b}
	r := &Response{NeedApp: d.bool(), Layer: d.string(), Step: d.string(), Field: d.string(),
		Errno: int(d.int()), WaitStatus: int(d.int()), Stop: int(d.int()),
		CPU: time.Duration(d.int()), Wall: time.Duration(d.int()), Delay: time.Duration(d.int()),
		Peak: d.int(), OOM: d.bool(), Collected: d.files(), Clipped: d.bool()}
	return r, d.err()
}
