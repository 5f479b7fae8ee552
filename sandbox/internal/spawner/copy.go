//go:build linux

package spawner

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Small parts of the host's /etc are copied into a fresh root rather than
// mounted: every mount there is costs every run, which gets a copy of them all.

// copied is a file, a directory, or a symbolic link of a tree.
type copied struct {
	path string
	mode fs.FileMode
	data []byte // of a file; where a link leads
}

// Bounds on a tree that is copied; larger ones are mounted.
const (
	maxCopyBytes   = 2 << 20
	maxCopyEntries = 2048
)

var errTooLarge = errors.New("too large to copy")

// readTree reads what is at a path below /etc. It returns nil for what is to
// be mounted instead: large trees, and other kinds of files. What not everyone
// may read is left out.
func readTree(root string) []copied {
	if !strings.HasPrefix(root, "/etc/") {
		return nil
	}
	var list []copied
	left := maxCopyBytes
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		c := copied{path: path, mode: info.Mode()}
		switch {
		case len(list) == maxCopyEntries:
			return errTooLarge
		case c.mode.Type() == fs.ModeSymlink:
			target, err := os.Readlink(path)
			if err != nil {
				return err
			}
			c.data = []byte(target)
		case c.mode.Perm()&4 == 0:
			if c.mode.IsDir() {
				return fs.SkipDir
			}
			return nil
		case c.mode.IsDir():
		case c.mode.IsRegular() && info.Size() <= int64(left):
			if c.data, err = os.ReadFile(path); err != nil {
				return err
			}
		default:
			return errTooLarge
		}
		if left -= len(c.data); left < 0 {
			return errTooLarge
		}
		list = append(list, c)
		return nil
	})
	if err != nil {
		return nil
	}
	return list
}

// writeTree puts a tree at its own path below root.
func writeTree(root int, list []copied) error {
	for i, c := range list {
		at := c.path[1:]
		var err error
		if i == 0 {
			err = mkdirAll(root, filepath.Dir(at))
		}
		switch {
		case err != nil:
		case c.mode.IsDir():
			err = mkdirAll(root, at)
		case c.mode.Type() == fs.ModeSymlink:
			err = unix.Symlinkat(string(c.data), root, at)
		default:
			err = writeAt(root, at, c.data, uint32(c.mode.Perm()&0o555))
		}
		if err != nil && err != unix.EEXIST && err != unix.EROFS {
			return err
		}
	}
	return nil
}
