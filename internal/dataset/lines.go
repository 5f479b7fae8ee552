package dataset

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// utf8BOM is what some editors put before the first line.
var utf8BOM = []byte("\xef\xbb\xbf")

// lineReader reads JSONL: one record a line, blank lines skipped, LF or CRLF.
type lineReader struct {
	r    *bufio.Reader
	line int
	max  int
	done bool
}

func newLineReader(r *bufio.Reader) *lineReader {
	return &lineReader{r: r, max: MaxRecordBytes}
}

// next returns the next line that is not blank. A read error ends the input
// with one record that carries it.
func (l *lineReader) next() (Record, error) {
	for !l.done {
		raw, tooLong, err := l.readLine()
		if err != nil {
			l.done = true
			if err != io.EOF {
				return Record{Line: l.line, Err: inputError("line %d: reading failed: %w", l.line, err)}, nil
			}
		}
		if tooLong > 0 {
			return Record{Line: l.line, Err: inputError("line %d: %d bytes in one line, the limit is %d", l.line, tooLong, l.max)}, nil
		}
		if l.line == 1 {
			raw = bytes.TrimPrefix(raw, utf8BOM)
		}
		raw = bytes.TrimSpace(raw)
		if len(raw) == 0 {
			continue
		}
		if err := checkText(raw); err != nil {
			return Record{Line: l.line, Err: inputError("line %d: %w", l.line, err)}, nil
		}
		return Record{Line: l.line, Raw: raw}, nil
	}
	return Record{}, io.EOF
}

// readLine returns the next line in memory of its own. A line beyond max is
// read to its end and dropped; tooLong is then its length.
func (l *lineReader) readLine() (line []byte, tooLong int, err error) {
	l.line++
	size := 0
	for {
		chunk, err := l.r.ReadSlice('\n')
		size += len(chunk)
		if size <= l.max {
			line = append(line, chunk...)
		} else {
			line = nil
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if size > l.max {
			return nil, size, err
		}
		return line, 0, err
	}
}

// checkText refuses what no JSON text can hold, with the place.
func checkText(raw []byte) error {
	if i := bytes.IndexByte(raw, 0); i >= 0 {
		return inputError("NUL byte at byte %d: not text (a UTF-16 file, or a damaged one)", i+1)
	}
	if utf8.Valid(raw) {
		return nil
	}
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			return inputError("invalid UTF-8 at byte %d (0x%02x)", i+1, raw[i])
		}
		i += n
	}
	return nil
}
