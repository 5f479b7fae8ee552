package dataset

import (
	"bufio"
	"bytes"
	"io"
)

// valueReader reads the elements of one JSON array, or JSON values one after
// another, without holding more than one. It finds where a value ends by
// brackets and quotes alone, so that an element with a fault inside costs that
// element only; the value itself is checked when it is decoded.
type valueReader struct {
	r       *bufio.Reader
	element int
	max     int
	array   bool
	started bool
	done    bool
}

func newValueReader(r *bufio.Reader) *valueReader {
	return &valueReader{r: r, max: MaxRecordBytes}
}

func (v *valueReader) next() (Record, error) {
	if v.done {
		return Record{}, io.EOF
	}
	if !v.started {
		v.started = true
		if b, _ := v.r.Peek(len(utf8BOM)); bytes.Equal(b, utf8BOM) {
			_, _ = v.r.Discard(len(utf8BOM))
		}
		if c, err := v.skipBlank(); err == nil && c == '[' {
			v.array = true
			_, _ = v.r.ReadByte()
		}
	}
	c, err := v.skipBlank()
	if err != nil {
		v.done = true
		if v.array {
			return v.fault("the array is not closed: %w", unexpected(err))
		}
		if err == io.EOF {
			return Record{}, io.EOF
		}
		return v.fault("reading failed: %w", err)
	}
	if v.array && c == ']' {
		_, _ = v.r.ReadByte()
		v.done = true
		if _, err := v.skipBlank(); err == nil {
			return v.fault("text after the end of the array")
		}
		return Record{}, io.EOF
	}
	return v.value()
}

// fault is a record for what can't be read at the place of the next element.
func (v *valueReader) fault(format string, args ...any) (Record, error) {
	v.element++
	return Record{Line: v.element, Err: inputError("element %d: %w", v.element, inputError(format, args...))}, nil
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// skipBlank reads white space and returns the byte behind it without taking it.
func (v *valueReader) skipBlank() (byte, error) {
	for {
		c, err := v.r.ReadByte()
		if err != nil {
			return 0, err
		}
		switch c {
		case ' ', '\t', '\r', '\n':
			continue
		}
		return c, v.r.UnreadByte()
	}
}

// value reads one element up to its comma, the end of the array or, outside an
// array, the end of its outermost bracket.
func (v *valueReader) value() (Record, error) {
	var raw []byte
	depth, size := 0, 0
	inString, escaped := false, false
	for {
		c, err := v.r.ReadByte()
		if err != nil {
			v.done = true
			if depth > 0 || inString || v.array {
				return v.fault("not closed: %w", unexpected(err))
			}
			break
		}
		if depth == 0 && !inString {
			if c == ',' && v.array {
				break
			}
			if c == ']' && v.array {
				_ = v.r.UnreadByte()
				break
			}
		}
		if size++; size <= v.max {
			raw = append(raw, c)
		} else {
			raw = nil
		}
		switch {
		case escaped:
			escaped = false
		case inString:
			inString = c != '"'
			escaped = c == '\\'
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth = max(0, depth-1)
		}
		if depth == 0 && !inString && !v.array && (c == '}' || c == ']' || c == '\n') {
			break
		}
	}
	if size > v.max {
		return v.fault("%d bytes in one element, the limit is %d", size, v.max)
	}
	raw = bytes.TrimSpace(raw)
	if err := checkText(raw); err != nil {
		return v.fault("%w", err)
	}
	v.element++
	return Record{Line: v.element, Raw: raw}, nil
}
