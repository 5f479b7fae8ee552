package codecheck

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/verireward/verireward/sandbox"
)

// cache keeps compiled programs on disk, by the content they were made of. It
// is bounded in size: the entries longest unused go first. Several processes
// may share a directory; an entry that cannot be read is made anew.
type cache struct {
	dir   string
	bound int64
	// added is the bytes written since the directory was last measured.
	added atomic.Int64

	mu      sync.Mutex
	flights map[string]*flight
	sweep   sync.Mutex
}

// flight is one making of an entry that several callers wait for.
type flight struct {
	done   chan struct{}
	bundle *sandbox.Bundle
	err    error
}

// cacheRoot is the directory of everything kept between runs: dir, or
// $VERIREWARD_CACHE, or verireward in the user's cache directory.
func cacheRoot(dir string) (string, error) {
	if dir == "" {
		dir = os.Getenv("VERIREWARD_CACHE")
	}
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(base, "verireward")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return dir, os.MkdirAll(dir, 0o755)
}

func openCache(dir string, bound int64) (*cache, error) {
	root, err := cacheRoot(dir)
	if err != nil {
		return nil, err
	}
	c := &cache{dir: filepath.Join(root, "builds"), bound: bound, flights: map[string]*flight{}}
	// Measured at the first write.
	c.added.Store(bound)
	return c, os.MkdirAll(c.dir, 0o700)
}

// cacheKey is a digest of parts, each with its length.
func cacheKey(parts ...string) string {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		binary.LittleEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		io.WriteString(h, p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// do returns the entry of a key, made by create when it is not there. Callers
// that ask for the same key at the same time share one making; failures are
// not kept.
func (c *cache) do(ctx context.Context, key string, create func() (*sandbox.Bundle, error)) (*sandbox.Bundle, error) {
	for {
		c.mu.Lock()
		f := c.flights[key]
		if f == nil {
			f = &flight{done: make(chan struct{})}
			c.flights[key] = f
			c.mu.Unlock()
			f.bundle, f.err = c.load(key, create)
			c.mu.Lock()
			delete(c.flights, key)
			c.mu.Unlock()
			close(f.done)
			return f.bundle, f.err
		}
		c.mu.Unlock()
		select {
		case <-f.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		// Another caller's deadline is not ours: try again.
		if !errors.Is(f.err, context.Canceled) && !errors.Is(f.err, context.DeadlineExceeded) {
			return f.bundle, f.err
		}
	}
}

func (c *cache) load(key string, create func() (*sandbox.Bundle, error)) (*sandbox.Bundle, error) {
	path := filepath.Join(c.dir, key+".tar")
	if b, err := os.ReadFile(path); err == nil {
		if bundle, err := unpack(b); err == nil {
			now := time.Now()
			// The time of change is the time of last use; failing to set it
			// only makes the entry go earlier.
			_ = os.Chtimes(path, now, now)
			return bundle, nil
		}
	}
	bundle, err := create()
	if err != nil {
		return nil, err
	}
	// A cache that cannot be written is no reason not to judge.
	if err := c.store(path, bundle); err == nil && c.added.Add(bundle.Size()) > c.bound/8 {
		c.clean()
	}
	return bundle, nil
}

func (c *cache) store(path string, bundle *sandbox.Bundle) error {
	if bundle.Size() > c.bound/4 {
		return nil
	}
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range bundle.Files() {
		h := &tar.Header{Name: f.Path, Mode: int64(f.Mode.Perm()), Size: int64(len(f.Data)), Format: tar.FormatPAX}
		if err := w.WriteHeader(h); err != nil {
			return err
		}
		if _, err := w.Write(f.Data); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	tmp, err := os.CreateTemp(c.dir, "new-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(append(sum[:], b.Bytes()...))
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}

// unpack reads an entry; its digest stands before it.
func unpack(b []byte) (*sandbox.Bundle, error) {
	if len(b) < sha256.Size {
		return nil, io.ErrUnexpectedEOF
	}
	if sum := sha256.Sum256(b[sha256.Size:]); !bytes.Equal(sum[:], b[:sha256.Size]) {
		return nil, errors.New("damaged")
	}
	var files []sandbox.File
	for r := tar.NewReader(bytes.NewReader(b[sha256.Size:])); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		files = append(files, sandbox.File{Path: h.Name, Data: data, Mode: fs.FileMode(h.Mode).Perm()})
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("empty entry")
	}
	return sandbox.NewBundle(files), nil
}

// clean removes the entries longest unused until nine tenths of the bound are
// kept.
func (c *cache) clean() {
	if !c.sweep.TryLock() {
		return
	}
	defer c.sweep.Unlock()
	c.added.Store(0)
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	var infos []fs.FileInfo
	total := int64(0)
	for _, e := range entries {
		if i, err := e.Info(); err == nil && i.Mode().IsRegular() {
			infos = append(infos, i)
			total += i.Size()
		}
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, i := range infos {
		if total <= c.bound/10*9 {
			return
		}
		if os.Remove(filepath.Join(c.dir, i.Name())) == nil {
			total -= i.Size()
		}
	}
}
