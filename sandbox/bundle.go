package sandbox

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io/fs"
	"slices"
	"strings"
)

// Bundle is an unchanging set of files with a digest: a build's artifacts.
type Bundle struct {
	files  []File
	digest string
	size   int64
}

// NewBundle makes a Bundle of files, which must not be changed afterwards.
// Executable files need their Mode set.
func NewBundle(files []File) *Bundle {
	b := &Bundle{files: slices.Clone(files)}
	slices.SortStableFunc(b.files, func(x, y File) int { return strings.Compare(x.Path, y.Path) })
	h := sha256.New()
	var n [8]byte
	text := func(p []byte) {
		binary.LittleEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write(p)
	}
	for i := range b.files {
		f := &b.files[i]
		if f.Mode == 0 {
			f.Mode = 0o644
		}
		f.Mode &= fs.ModePerm
		text([]byte(f.Path))
		binary.LittleEndian.PutUint64(n[:], uint64(f.Mode))
		h.Write(n[:])
		text(f.Data)
		b.size += int64(len(f.Data))
	}
	b.digest = hex.EncodeToString(h.Sum(nil))
	return b
}

// Files returns the files, sorted by path. They must not be changed.
func (b *Bundle) Files() []File { return b.files }

// Digest identifies the content: hexadecimal SHA-256.
func (b *Bundle) Digest() string { return b.digest }

// Size is the bytes of all files together.
func (b *Bundle) Size() int64 { return b.size }
