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
)

// preparing is held while a directory of prepared files is looked for or made:
// making one takes many seconds of both processors' time.
var preparing sync.Mutex

// keptPrepared is how many directories of one sort are kept: those of the
// toolchains last used, since a cache directory may be shared by several.
const keptPrepared = 3

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
		_, err := os.Stat(filepath.Join(dir, marker))
		return err == nil && (valid == nil || valid(dir))
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

// dropPrepared removes the directories of a sort that are too many, the oldest
// first.
func dropPrepared(root, sort string) {
	dirs, _ := filepath.Glob(filepath.Join(root, sort+"-"+strings.Repeat("[0-9a-f]", 24)))
	made := func(dir string) int64 {
		info, err := os.Stat(dir)
		if err != nil {
			return 0
		}
		return info.ModTime().UnixNano()
	}
	slices.SortFunc(dirs, func(a, b string) int { return int(min(1, max(-1, made(b)-made(a)))) })
	for _, dir := range dirs[min(len(dirs), keptPrepared):] {
		// A directory that stays only takes room.
		_ = os.RemoveAll(dir)
	}
}

// output runs a command of ours on the host and returns what it prints.
func output(cmd *exec.Cmd) (string, error) {
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%w: %s", err, clip(strings.TrimSpace(errs.String()), 400))
	}
	return out.String(), nil
}
