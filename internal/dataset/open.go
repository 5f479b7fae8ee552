package dataset

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// readBuffer is large enough that most lines need no second read.
const readBuffer = 256 << 10

// zstdWindow bounds what a zstd frame may ask for: 128 MiB is the largest
// window the zstd command makes without --ultra --long.
const zstdWindow = 128 << 20

// Open returns one source over files, read one after another. "-" is standard
// input, taken from stdin; no files means standard input alone. The kind of a
// file follows from its name (.jsonl, .json, .parquet; .gz and .zst behind the
// JSON forms) and compression from its first bytes as well. Every regular file
// is opened once before Open returns, so that a missing or unreadable one is
// an error before any output.
func Open(files []string, stdin io.Reader) (Source, error) {
	if len(files) == 0 {
		files = []string{"-"}
	}
	m := &multi{files: files, stdin: stdin}
	seenStdin := false
	for _, name := range files {
		if name == "-" {
			if seenStdin {
				return nil, errors.New("standard input (-) is named twice")
			}
			seenStdin = true
			m.unknown = true
			continue
		}
		if err := m.probe(name); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// reader is one opened file.
type reader interface {
	next() (Record, error)
	position() (read, total int64)
	close() error
}

// multi reads files in turn.
type multi struct {
	files   []string
	stdin   io.Reader
	current reader
	name    string
	size    int64
	// readBefore and total are in bytes; parquet files count by their size.
	readBefore, total int64
	unknown           bool
	// at is what Position reports; Next keeps it.
	mu sync.Mutex
	at Position
}

// probe opens a regular file as far as its header and closes it again.
func (m *multi) probe(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return fmt.Errorf("%s: is a directory", name)
	}
	if !info.Mode().IsRegular() {
		m.unknown = true
		return nil
	}
	m.total += info.Size()
	r, err := openFile(name, nil)
	if err != nil {
		return err
	}
	return r.close()
}

// Next implements Source.
func (m *multi) Next() (Record, error) {
	for {
		if m.current == nil {
			if len(m.files) == 0 {
				m.mu.Lock()
				m.at.Ended = true
				m.mu.Unlock()
				return Record{}, io.EOF
			}
			m.name, m.files = m.files[0], m.files[1:]
			r, err := openFile(m.name, m.stdin)
			if err != nil {
				return Record{File: m.name, Line: 1, Err: inputError("%w", err)}, nil
			}
			m.current = r
			m.size = 0
			if info, err := os.Stat(m.name); err == nil && m.name != "-" {
				m.size = info.Size()
			}
		}
		rec, err := m.current.next()
		if err == nil {
			rec.File = m.name
			m.note()
			return rec, nil
		}
		m.advance()
	}
}

func (m *multi) advance() {
	m.readBefore += m.size
	_ = m.current.close()
	m.current = nil
}

// note keeps the position for Position, in bytes of the files as they lie on
// disk.
func (m *multi) note() {
	n, of := m.current.position()
	if _, ok := m.current.(*parquetReader); ok && of > 0 {
		n = m.size * n / of
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at.Records++
	m.at.Read = m.readBefore + n
}

// Position implements Source.
func (m *multi) Position() Position {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := m.at
	if !m.unknown {
		at.Total = m.total
	}
	return at
}

// Close implements Source.
func (m *multi) Close() error {
	m.files = nil
	if m.current == nil {
		return nil
	}
	err := m.current.close()
	m.current = nil
	return err
}

// stream is a file of one of the JSON forms.
type stream struct {
	records interface{ next() (Record, error) }
	// bytes counts what was read of the file, buffered what of that, or of
	// what it unpacked to, waits to be parsed.
	bytes    *counter
	buffered *bufio.Reader
	// unpacked counts behind the decompressor; nil without one.
	unpacked *counter
	closers  []io.Closer
}

func (s *stream) next() (Record, error) { return s.records.next() }

// position does not count what only lies in a buffer: a small file would be
// read whole with its first record.
func (s *stream) position() (read, size int64) {
	waiting := int64(s.buffered.Buffered())
	if s.unpacked == nil {
		return s.bytes.n - waiting, 0
	}
	if s.unpacked.n == 0 {
		return 0, 0
	}
	return int64(float64(s.bytes.n) * float64(s.unpacked.n-waiting) / float64(s.unpacked.n)), 0
}

func (s *stream) close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i].Close())
	}
	return errors.Join(errs...)
}

// magic bytes of what a stream may be wrapped in.
var (
	magicGzip    = []byte{0x1f, 0x8b}
	magicZstd    = []byte{0x28, 0xb5, 0x2f, 0xfd}
	magicBzip2   = []byte("BZh")
	magicParquet = []byte("PAR1")
)

func openFile(name string, stdin io.Reader) (reader, error) {
	s := &stream{}
	ext := strings.ToLower(filepath.Ext(name))
	if name == "-" {
		s.bytes = &counter{r: stdin}
	} else {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		if ext == ".parquet" {
			p, err := newParquetReader(f)
			if err != nil {
				_ = f.Close()
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			return p, nil
		}
		s.bytes = &counter{r: f}
		s.closers = append(s.closers, f)
	}
	buffered, inner, err := s.unwrap(name, ext)
	if err != nil {
		_ = s.close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s.buffered = buffered
	if isValues(inner, buffered) {
		s.records = newValueReader(buffered)
	} else {
		s.records = newLineReader(buffered)
	}
	return s, nil
}

// unwrap takes compression off and returns the extension below it.
func (s *stream) unwrap(name, ext string) (r *bufio.Reader, inner string, err error) {
	raw := bufio.NewReaderSize(s.bytes, readBuffer)
	// Four bytes only when the first may open a magic number: JSON never does,
	// and a writer may wait for our answer to a line of three bytes.
	head, _ := raw.Peek(1)
	if len(head) == 1 && bytes.IndexByte([]byte{magicGzip[0], magicZstd[0], magicBzip2[0], magicParquet[0]}, head[0]) >= 0 {
		head, _ = raw.Peek(4)
	}
	inner = ext
	if ext == ".gz" || ext == ".zst" || ext == ".bz2" {
		inner = strings.ToLower(filepath.Ext(strings.TrimSuffix(name, filepath.Ext(name))))
	}
	switch {
	case bytes.HasPrefix(head, magicParquet):
		return nil, "", errors.New("parquet needs random access: name it as a .parquet file, not as a stream")
	case bytes.HasPrefix(head, magicGzip):
		z, err := gzip.NewReader(raw)
		if err != nil {
			return nil, "", err
		}
		s.closers = append(s.closers, z)
		return s.unpack(z), inner, nil
	case bytes.HasPrefix(head, magicZstd):
		z, err := zstd.NewReader(raw, zstd.WithDecoderMaxWindow(zstdWindow), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, "", err
		}
		s.closers = append(s.closers, z.IOReadCloser())
		return s.unpack(z), inner, nil
	case bytes.HasPrefix(head, magicBzip2):
		return s.unpack(bzip2.NewReader(raw)), inner, nil
	case (ext == ".gz" || ext == ".zst" || ext == ".bz2") && len(head) > 0:
		return nil, "", fmt.Errorf("named %s but not compressed that way", ext)
	}
	return raw, inner, nil
}

func (s *stream) unpack(z io.Reader) *bufio.Reader {
	s.unpacked = &counter{r: z}
	return bufio.NewReaderSize(s.unpacked, readBuffer)
}

// isValues says whether to read by values, not by lines: a .json file, or a
// stream without a telling name that begins as an array of objects does. A line
// that begins with a bracket in another way, as those of logs do, is one bad
// line, and those behind it are read.
func isValues(ext string, r *bufio.Reader) bool {
	switch ext {
	case ".json":
		return true
	case ".jsonl", ".ndjson":
		return false
	}
	// Two bytes only, which every line has with its end: more could wait for a
	// writer that waits for our answer.
	head, _ := r.Peek(2)
	if len(head) > 0 && head[0] == utf8BOM[0] {
		head, _ = r.Peek(len(utf8BOM) + 2)
		head = bytes.TrimPrefix(head, utf8BOM)
	}
	return len(head) > 1 && head[0] == '[' && bytes.IndexByte([]byte(" \t\r\n{"), head[1]) >= 0
}
