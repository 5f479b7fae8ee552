//go:build unix

package dataset

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOutputKeepsLinksAndDevices(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	require.NoError(t, os.WriteFile(target, []byte("old"), 0o600))
	require.NoError(t, os.Symlink(target, link))
	o, err := CreateOutput(link, false, nil)
	require.NoError(t, err)
	require.Equal(t, target+PartialSuffix, PartialName(link))
	require.NoError(t, o.WriteLine([]byte("new")))
	require.NoError(t, o.Commit())
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.Equal(t, os.ModeSymlink, info.Mode().Type(), "the link stays a link")
	data, err := os.ReadFile(target)
	require.NoError(t, err)
	require.Equal(t, "new\n", string(data))

	pipe := filepath.Join(dir, "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	got := make(chan string, 1)
	go func() {
		data, _ := os.ReadFile(pipe)
		got <- string(data)
	}()
	o, err = CreateOutput(pipe, false, nil)
	require.NoError(t, err)
	require.False(t, o.Resumable())
	require.NoError(t, o.WriteLine([]byte("line")))
	require.NoError(t, o.Commit())
	require.Equal(t, "line\n", <-got)
	info, err = os.Lstat(pipe)
	require.NoError(t, err)
	require.Equal(t, os.ModeNamedPipe, info.Mode().Type(), "a rename would have replaced it")
	_, err = CreateOutput(pipe, true, nil)
	require.ErrorContains(t, err, "nothing to resume")
}
