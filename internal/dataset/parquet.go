package dataset

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// parquetBatch is how many rows are read at once; rows of rollouts are some
// kilobytes to a few megabytes, so a small batch keeps memory flat.
const parquetBatch = 8

// parquetReader reads the rows of a parquet file as JSON objects: groups
// become objects, lists arrays, maps objects.
type parquetReader struct {
	file   *os.File
	reader *parquet.GenericReader[any]
	buffer []any
	ready  []any
	row    int
	err    error
}

// newParquetReader reads the footer. The library panics on some damaged files;
// such a panic is that file's error.
func newParquetReader(f *os.File) (p *parquetReader, err error) {
	defer recoverTo(&err, "not a readable parquet file")
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("not a readable parquet file: %w", err)
	}
	return &parquetReader{file: f, reader: parquet.NewGenericReader[any](file), buffer: make([]any, parquetBatch)}, nil
}

func recoverTo(err *error, what string) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%s: %v", what, p)
	}
}

func (p *parquetReader) next() (Record, error) {
	if len(p.ready) == 0 && p.err == nil {
		p.err = p.fill()
	}
	if len(p.ready) == 0 {
		if p.err == io.EOF {
			return Record{}, io.EOF
		}
		err := p.err
		p.err = io.EOF
		p.row++
		return Record{Line: p.row, Err: inputError("row %d: %w", p.row, err)}, nil
	}
	p.row++
	raw, err := json.Marshal(plain(p.ready[0]))
	p.ready = p.ready[1:]
	if err != nil {
		return Record{Line: p.row, Err: inputError("row %d: %w", p.row, err)}, nil
	}
	return Record{Line: p.row, Raw: raw}, nil
}

func (p *parquetReader) fill() (err error) {
	defer recoverTo(&err, "damaged parquet data")
	if p.reader.NumRows() == 0 {
		return io.EOF // a file without row groups has no place to read from
	}
	clear(p.buffer)
	n, err := p.reader.Read(p.buffer)
	p.ready = p.buffer[:n]
	if n == 0 && err == nil {
		err = io.EOF
	}
	return err
}

// plain maps what the parquet library yields to what JSON can hold: bytes that
// are text become strings, NaN and infinities null.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			v[k] = plain(e)
		}
		return v
	case map[any]any:
		m := make(map[string]any, len(v))
		for k, e := range v {
			m[fmt.Sprint(plain(k))] = plain(e)
		}
		return m
	case []any:
		for i, e := range v {
			v[i] = plain(e)
		}
		return v
	case []byte:
		if utf8.Valid(v) {
			return string(v)
		}
		return v
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	case float32:
		if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
			return nil
		}
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	}
	return v
}

func (p *parquetReader) position() (read, total int64) {
	return int64(p.row), p.reader.NumRows()
}

func (p *parquetReader) close() error {
	_ = p.reader.Close()
	return p.file.Close()
}
