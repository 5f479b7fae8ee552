//go:build linux

package spawner

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// RemoveTree removes parent/name and everything below it, whatever a run has
// made of it: unreadable directories, names of any bytes, trees deeper than a
// path may be long. Directories met are moved up to the top first, so that
// neither recursion nor path length grows with depth.
func RemoveTree(parent, name string) {
	dir, err := unix.Open(parent, unix.O_DIRECTORY|unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	defer unix.Close(dir)
	queue := []string{name}
	for moved := 0; len(queue) > 0; {
		next := queue[len(queue)-1]
		again, subs := emptyDir(dir, next, name, &moved)
		queue = queue[:len(queue)-1]
		if again {
			queue = append(queue, next)
		}
		queue = append(queue, subs...)
	}
}

// emptyDir removes the files of a directory, moves its directories to top
// under new names, which it returns, and removes it. It reports whether some
// entries were left for another pass.
func emptyDir(top int, name, prefix string, moved *int) (again bool, subs []string) {
	if err := unix.Unlinkat(top, name, unix.AT_REMOVEDIR); err == nil || err == unix.ENOENT {
		return false, nil
	} else if err == unix.ENOTDIR {
		unix.Unlinkat(top, name, 0)
		return false, nil
	}
	unix.Fchmodat(top, name, 0o700, 0)
	fd, err := unix.Openat(top, name, unix.O_DIRECTORY|unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return false, nil
	}
	d := os.NewFile(uintptr(fd), name)
	defer d.Close()
	names, _ := d.Readdirnames(4096)
	progress := false
	for _, n := range names {
		err := unix.Unlinkat(fd, n, 0)
		if err == unix.EISDIR || err == unix.EPERM {
			err = unix.Unlinkat(fd, n, unix.AT_REMOVEDIR)
		}
		if err == unix.ENOTEMPTY || err == unix.EACCES {
			*moved++
			// Moving a directory changes its "..", for which it must be writable.
			unix.Fchmodat(fd, n, 0o700, 0)
			to := prefix + ".rm" + strconv.Itoa(*moved)
			if err = unix.Renameat(fd, n, top, to); err == nil {
				subs = append(subs, to)
			}
		}
		progress = progress || err == nil
	}
	if unix.Unlinkat(top, name, unix.AT_REMOVEDIR) == nil {
		return false, subs
	}
	return progress, subs
}
