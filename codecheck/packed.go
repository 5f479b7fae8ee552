package codecheck

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxPackedBytes bounds compressed tests once they are unpacked. The largest of
// LiveCodeBench are some tens of megabytes.
const maxPackedBytes = 512 << 20

// isPacked says whether a text looks like base64 of a zlib stream: nothing but
// its letters, and the two bytes of one of zlib's four usual headers in front.
func isPacked(s string) bool {
	if len(s) < 16 || len(s)%4 != 0 || s[0] != 'e' || strings.IndexByte("AFJN", s[1]) < 0 {
		return false
	}
	for _, c := range []byte(strings.TrimRight(s, "=")) {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '+' || c == '/') {
			return false
		}
	}
	return true
}

// unpackTests reads LiveCodeBench's private tests: base64 of zlib of a pickled
// string that holds JSON.
func unpackTests(s string) (string, error) {
	zipped, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", err
	}
	z, err := zlib.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(io.LimitReader(z, maxPackedBytes+1))
	if err != nil {
		return "", err
	}
	if len(data) > maxPackedBytes {
		return "", fmt.Errorf("more than %d bytes", maxPackedBytes)
	}
	return pickledString(data)
}

var errPickle = errors.New("the pickle is not that of one string")

// pickledString reads the pickle of one string, protocol 1 and later, and
// nothing else: the opcodes are compared with the few that pickling a string
// writes, in their order. There is no machine that could execute others.
func pickledString(b []byte) (string, error) {
	const (
		proto, frame, memoize, stop = 0x80, 0x95, 0x94, '.'
		short, medium, long         = 0x8c, 'X', 0x8d
		binput, longBinput          = 'q', 'r'
	)
	take := func(n uint64) ([]byte, bool) {
		if uint64(len(b)) < n {
			return nil, false
		}
		out := b[:n]
		b = b[n:]
		return out, true
	}
	if len(b) > 2 && b[0] == proto && b[1] <= 5 {
		b = b[2:]
	}
	skipFrame := func() {
		if len(b) > 9 && b[0] == frame {
			b = b[9:]
		}
	}
	skipFrame()
	op, ok := take(1)
	if !ok {
		return "", errPickle
	}
	width := map[byte]uint64{short: 1, medium: 4, long: 8}[op[0]]
	size, ok := take(width)
	if width == 0 || !ok {
		return "", errPickle
	}
	var n [8]byte
	copy(n[:], size)
	text, ok := take(binary.LittleEndian.Uint64(n[:]))
	if !ok {
		return "", errPickle
	}
	skipFrame()
	switch {
	case len(b) > 0 && b[0] == memoize:
		b = b[1:]
	case len(b) > 1 && b[0] == binput:
		b = b[2:]
	case len(b) > 4 && b[0] == longBinput:
		b = b[5:]
	}
	if len(b) != 1 || b[0] != stop {
		return "", errPickle
	}
	return string(text), nil
}
