package codecheck

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/verireward/verireward/internal/clip"
)

// preparing is held while a directory of prepared files is looked for or made:
// making one takes many seconds of both processors' time.
var preparing sync.Mutex

const (
	// keptPrepared is how many directories of one sort are kept: those of the
	// toolchains last used, since a cache directory may be shared by several.
	keptPrepared = 3
	// preparedRest is how long a directory was not used before it may go: a
	// compiler that reads it now, in another process too, would fail without it,
	// and the program be blamed.
	preparedRest = 10 * time.Minute
)

// prepared returns a directory of the cache that holds what a toolchain needs
// prepared once: what create put there. It is named sort-KEY; marker is the
// file whose being there says that it is whole. create works in tmp, which
// becomes dir.
func prepared(ctx context.Context, cacheDir, sort, key, marker string, valid func(dir string) bool, create func(ctx context.Context, tmp, dir string) error) (string, error) {
	preparing.Lock()
	defer preparing.Unlock()
	root, err := cacheRoot(cacheDir)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, sort+"-"+key[:24])
	whole := func() bool {
		return usable(dir, marker) && (valid == nil || valid(dir))
	}
	if whole() {
		return dir, nil
	}
	// What is there is not whole or no longer right.
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(root, sort+"-tmp-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	if err := os.Chmod(tmp, 0o755); err != nil {
		return "", err
	}
	// Others wait for the outcome: one caller's deadline must not decide it.
	if err := create(context.WithoutCancel(ctx), tmp, dir); err != nil {
		return "", err
	}
	// Where the renaming fails another process may have been faster.
	if err := os.Rename(tmp, dir); err != nil && !whole() {
		return "", err
	}
	dropPrepared(root, sort)
	return dir, nil
}

// usable says whether a prepared directory is whole, and notes that it is used.
func usable(dir, marker string) bool {
	if _, err := os.Stat(filepath.Join(dir, marker)); err != nil {
		return false
	}
	// Where that fails the directory only seems older than it is.
	now := time.Now()
	_ = os.Chtimes(dir, now, now)
	return true
}

// dropPrepared removes the directories of a sort that are too many, those first
// that were not used for longest.
func dropPrepared(root, sort string) {
	dirs, _ := filepath.Glob(filepath.Join(root, sort+"-"+strings.Repeat("[0-9a-f]", 24)))
	used := map[string]time.Time{}
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err == nil {
			used[dir] = info.ModTime()
		}
	}
	slices.SortFunc(dirs, func(a, b string) int { return used[b].Compare(used[a]) })
	for _, dir := range dirs[min(len(dirs), keptPrepared):] {
		if time.Since(used[dir]) > preparedRest {
			// A directory that stays only takes room.
			_ = os.RemoveAll(dir)
		}
	}
}

// output runs a command of ours on the host and returns what it prints.
func output(cmd *exec.Cmd) (string, error) {
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%w: %s", err, clip.Text(strings.TrimSpace(errs.String()), 400))
	}
	return out.String(), nil
}
