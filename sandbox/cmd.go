package sandbox

import (
	"io"
	"io/fs"
)

// Places that mean the same in every tier. Their paths differ from run to run,
// so Args and the values of Env name them by these words, which are replaced
// wherever they occur.
const (
	// WorkDir is the directory the program starts in; it may write there, and
	// Files are put there.
	WorkDir = "{work}"
	// AppDir holds the files of Cmd.App: readable and executable, never
	// writable.
	AppDir = "{app}"
)

// Cmd describes one run.
type Cmd struct {
	// Args is the argument list; Args[0] is the absolute path of the program,
	// or starts with AppDir, and must be visible inside: under the system's
	// directories, a ReadOnly path, or the App.
	Args []string
	// Env is the whole environment as "KEY=value". HOME and TMPDIR (writable
	// directories of the run), PATH and LANG=C.UTF-8 are added where missing.
	Env []string
	// Stdin is what the program reads from standard input, of any size; nil
	// means empty. It is read only as far as the program does, about.
	Stdin io.Reader
	// Files are put into the working directory before the start.
	Files []File
	// App is made visible read-only at AppDir: compiled programs, class
	// files. It may be shared by any number of runs.
	App *Bundle
	// ReadOnly are host paths visible for reading and executing at their own
	// paths: the prefix of a toolchain that lives outside /usr. They must be
	// absolute. Each distinct set costs some milliseconds once.
	ReadOnly []string
	// Limits bound the run; zero fields mean the policy's.
	Limits Limits
	// Result gives the program descriptor 3, the writing end of a pipe whose
	// content comes back in Result.Channel.
	Result bool
	// Collect names files, by path relative to the working directory, that
	// are brought back in Result.Collected if the run leaves them as regular
	// files. A name ending in "/" takes every regular file below it.
	Collect []string
	// CollectLimit bounds the bytes brought back; zero means 64 MiB.
	CollectLimit int64
	// ExecWork lets the run execute files that it wrote itself, which
	// compilers and build tools need.
	ExecWork bool
	// Network lets the run connect out. It is the only way to do so, and no
	// promise about the network holds then.
	Network bool
}

// File is a file to put into a run, or one brought back.
type File struct {
	// Path is relative, slash-separated, without ".." elements; directories
	// on the way are made.
	Path string
	// Data is the content.
	Data []byte
	// Mode holds the permission bits; zero means 0644.
	Mode fs.FileMode
}
