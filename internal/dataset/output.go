package dataset

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// PartialSuffix ends the name of a file that is not whole yet.
const PartialSuffix = ".partial"

// Output writes lines to a stream, or to a file that appears under its name
// only when whole: it is written as NAME.partial beside it and renamed by
// Commit. It is not safe for concurrent use.
type Output struct {
	w    *bufio.Writer
	file *os.File
	// name is what Commit renames file to; empty where file is a device,
	// a pipe or a socket, which is written as it comes.
	name string
}

// Target is the file that name stands for, behind symbolic links: a rename to
// the link's own name would replace the link. special says that it is there
// and is no regular file: renamed over /dev/null it would be gone.
func Target(name string) (target string, special bool, err error) {
	info, err := os.Stat(name)
	switch {
	case err != nil: // Not there yet; opening it says what else may be wrong.
		return name, false, nil
	case info.IsDir():
		return "", false, fmt.Errorf("%s: is a directory", name)
	case !info.Mode().IsRegular():
		return name, true, nil
	}
	target, err = filepath.EvalSymlinks(name)
	return target, false, err
}

// PartialName is where CreateOutput keeps the lines of a file that is not
// whole yet.
func PartialName(name string) string {
	if target, special, err := Target(name); err == nil && !special {
		name = target
	}
	return name + PartialSuffix
}

// NewOutput writes to w.
func NewOutput(w io.Writer) *Output {
	return &Output{w: bufio.NewWriterSize(w, 64<<10)}
}

// CreateOutput starts the file name. With resume, the whole lines of an
// earlier NAME.partial are kept, handed to each in order, and continued; a
// last line without its line feed is cut off. A device, pipe or socket is
// written directly and cannot be resumed.
func CreateOutput(name string, resume bool, each func(line []byte) error) (*Output, error) {
	target, special, err := Target(name)
	if err != nil {
		return nil, err
	}
	if special {
		return openSpecial(target, resume)
	}
	flags := os.O_RDWR | os.O_CREATE
	if !resume {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(target+PartialSuffix, flags, 0o644)
	if err != nil {
		return nil, err
	}
	o := &Output{file: f, name: target, w: bufio.NewWriterSize(f, 256<<10)}
	if resume {
		if err := o.keep(each); err != nil {
			_ = f.Close()
			return nil, fmt.Errorf("%s: %w", f.Name(), err)
		}
	}
	return o, nil
}

func openSpecial(name string, resume bool) (*Output, error) {
	if resume {
		return nil, fmt.Errorf("%s: not a regular file, so there is nothing to resume", name)
	}
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	o := NewOutput(f)
	o.file = f
	return o, nil
}

// keep reads the whole lines that are there and leaves the file's end behind
// the last of them.
func (o *Output) keep(each func(line []byte) error) error {
	r := bufio.NewReaderSize(o.file, readBuffer)
	var end int64
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return err
			}
			break
		}
		end += int64(len(line))
		if err := each(bytes.TrimSuffix(line, []byte("\n"))); err != nil {
			return err
		}
	}
	if err := o.file.Truncate(end); err != nil {
		return err
	}
	_, err := o.file.Seek(end, io.SeekStart)
	return err
}

// WriteLine appends line and a line feed.
func (o *Output) WriteLine(line []byte) error {
	if _, err := o.w.Write(line); err != nil {
		return err
	}
	return o.w.WriteByte('\n')
}

// Flush hands what was written to the operating system.
func (o *Output) Flush() error { return o.w.Flush() }

// Commit ends the output: a file is synced and takes its name.
func (o *Output) Commit() error {
	if err := o.w.Flush(); err != nil {
		return err
	}
	if o.file == nil {
		return nil
	}
	if o.name == "" {
		return o.file.Close()
	}
	if err := errors.Join(o.file.Sync(), o.file.Close()); err != nil {
		return err
	}
	if err := os.Rename(o.file.Name(), o.name); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(o.name)); err == nil {
		// Not every file system can sync a directory, and the data is safe.
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}

// Resumable says whether an Abandon leaves a file to be resumed.
func (o *Output) Resumable() bool { return o.name != "" }

// Abandon flushes and leaves NAME.partial to be resumed.
func (o *Output) Abandon() error {
	err := o.w.Flush()
	if o.name != "" { // Pipes and most devices cannot be synced.
		err = errors.Join(err, o.file.Sync())
	}
	if o.file != nil {
		err = errors.Join(err, o.file.Close())
	}
	return err
}
