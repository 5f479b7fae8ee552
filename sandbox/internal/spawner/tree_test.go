//go:build linux

package spawner

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// deepen makes a chain of directories too long for any path.
func deepen(t *testing.T, dir string, depth int) {
	t.Helper()
	fd, err := unix.Open(dir, unix.O_DIRECTORY, 0)
	require.NoError(t, err)
	for range depth {
		require.NoError(t, unix.Mkdirat(fd, "deeper-and-deeper", 0o700))
		next, err := unix.Openat(fd, "deeper-and-deeper", unix.O_DIRECTORY, 0)
		require.NoError(t, err)
		unix.Close(fd)
		fd = next
	}
	unix.Close(fd)
}

func TestRemoveTree(t *testing.T) {
	parent := t.TempDir()
	outside := filepath.Join(parent, "outside")
	require.NoError(t, os.WriteFile(outside, []byte("kept"), 0o644))
	run := filepath.Join(parent, "run")
	require.NoError(t, os.MkdirAll(run+"/u/v/w", 0o755))
	deepen(t, run, 2000)
	require.NoError(t, os.WriteFile(run+"/u/v/f\n\xff", nil, 0))
	require.NoError(t, unix.Mkfifo(run+"/u/fifo", 0))
	require.NoError(t, os.Symlink(parent, run+"/u/link"))
	for i := range 5000 {
		require.NoError(t, os.WriteFile(filepath.Join(run, "u", "v", itoa(i)), nil, 0o600))
	}
	require.NoError(t, os.Chmod(run+"/u/v", 0))
	require.NoError(t, os.Chmod(run+"/u", 0))
	RemoveTree(parent, "run")
	left, err := os.ReadDir(parent)
	require.NoError(t, err)
	require.Len(t, left, 1)
	assert.FileExists(t, outside)
	RemoveTree(parent, "absent")
}

func TestUsage(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(dir+"/d", 0o755))
	require.NoError(t, os.WriteFile(dir+"/d/f", make([]byte, 1<<20), 0o644))
	fd, err := unix.Open(dir, unix.O_DIRECTORY, 0)
	require.NoError(t, err)
	defer unix.Close(fd)
	assert.False(t, usage(fd, 2<<20))
	assert.True(t, usage(fd, 1<<19))
	deepen(t, dir, 100)
	assert.True(t, usage(fd, 1<<30), "no honest program goes so deep")
}
