package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/verireward/verireward/internal/clip"
)

// Object is a JSON object taken apart at its top level, in file order. Keys
// are matched exactly: encoding/json would also take "Completion" for
// "completion", and a column of that name must not overwrite the other.
type Object struct {
	fields []Field
}

// Field is one member of an Object. Raw is checked JSON.
type Field struct {
	Key string
	Raw json.RawMessage
}

// ParseObject checks that raw is one JSON object and takes it apart.
func ParseObject(raw []byte) (Object, error) {
	if !json.Valid(raw) {
		return Object{}, syntaxError(raw)
	}
	raw = bytes.TrimSpace(raw)
	if raw[0] != '{' {
		return Object{}, inputError("%s where a JSON object is wanted", kindOf(raw))
	}
	o := Object{fields: make([]Field, 0, 8)}
	for i := skipSpace(raw, 1); raw[i] != '}'; i = skipSpace(raw, i) {
		if raw[i] == ',' {
			i = skipSpace(raw, i+1)
		}
		end := valueEnd(raw, i)
		key, err := decodeString(raw[i:end])
		if err != nil {
			return Object{}, inputError("key %s: %w", raw[i:end], err)
		}
		i = skipSpace(raw, end)
		i = skipSpace(raw, i+1)
		end = valueEnd(raw, i)
		o.fields = append(o.fields, Field{Key: key, Raw: raw[i:end]})
		i = end
	}
	return o, nil
}

// syntaxError says where raw stops being JSON.
func syntaxError(raw []byte) error {
	var v any
	err := json.Unmarshal(raw, &v)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		near := raw[max(0, min(int(e.Offset)-1, len(raw)-1)):]
		for _, word := range []string{"NaN", "Infinity", "None", "True", "False"} {
			if bytes.HasPrefix(near, []byte(word)) {
				return inputError("not JSON: %s at byte %d is Python's, not JSON's", word, e.Offset)
			}
		}
		return inputError("not JSON: %w at byte %d", err, e.Offset)
	}
	return inputError("not JSON: %v", err)
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

// valueEnd returns the end of the JSON value at b[i:], which is known to be
// valid.
func valueEnd(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '"':
			i = stringEnd(b, i) - 1
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ':', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return i
			}
		}
	}
	return i
}

// stringEnd returns the index behind the closing quote of the string at b[i].
func stringEnd(b []byte, i int) int {
	for i++; ; {
		j := bytes.IndexByte(b[i:], '"')
		if j < 0 {
			return len(b)
		}
		end := i + j
		slashes := 0
		for k := end - 1; k >= i && b[k] == '\\'; k-- {
			slashes++
		}
		if slashes%2 == 0 {
			return end + 1
		}
		i = end + 1
	}
}

// decodeString decodes a JSON string that is known to be valid, as
// encoding/json does, without checking it a second time. Half of a surrogate
// pair becomes U+FFFD.
func decodeString(raw []byte) (string, error) {
	if len(raw) < 2 || raw[0] != '"' {
		return "", inputError("%s is no string", clip.Text(string(raw), maxShown))
	}
	raw = raw[1 : len(raw)-1]
	i := bytes.IndexByte(raw, '\\')
	if i < 0 {
		return string(raw), nil
	}
	b := make([]byte, 0, len(raw))
	for i >= 0 && i+1 < len(raw) {
		b = append(b, raw[:i]...)
		c := raw[i+1]
		raw = raw[i+2:]
		switch c {
		case 'u':
			var r rune
			r, raw = escapedRune(raw)
			b = utf8.AppendRune(b, r)
		default:
			b = append(b, unescaped[c])
		}
		i = bytes.IndexByte(raw, '\\')
	}
	return string(append(b, raw...)), nil
}

// unescaped maps the letter behind a backslash to what it stands for.
var unescaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escapedRune reads the digits behind \u, and a second escape where the first
// is half of a pair; it returns what follows.
func escapedRune(raw []byte) (rune, []byte) {
	r, rest := hexRune(raw)
	if !utf16.IsSurrogate(r) {
		return r, rest
	}
	if len(rest) >= 6 && rest[0] == '\\' && rest[1] == 'u' {
		second, behind := hexRune(rest[2:])
		if pair := utf16.DecodeRune(r, second); pair != utf8.RuneError {
			return pair, behind
		}
	}
	return utf8.RuneError, rest
}

func hexRune(raw []byte) (rune, []byte) {
	if len(raw) < 4 {
		return utf8.RuneError, nil
	}
	v, err := strconv.ParseUint(string(raw[:4]), 16, 32)
	if err != nil {
		return utf8.RuneError, raw[4:]
	}
	return rune(v), raw[4:]
}

// kindOf names the JSON type of a valid value.
func kindOf(raw []byte) string {
	switch raw[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

// Get returns the member named key, the last one where a key is repeated.
func (o Object) Get(key string) (json.RawMessage, bool) {
	for _, f := range slices.Backward(o.fields) {
		if f.Key == key {
			return f.Raw, true
		}
	}
	return nil, false
}

// Fields returns the members in file order.
func (o Object) Fields() []Field { return o.fields }

// Keys returns the names of the members in file order.
func (o Object) Keys() []string {
	keys := make([]string, len(o.fields))
	for i, f := range o.fields {
		keys[i] = f.Key
	}
	return keys
}

// Path follows a dotted path through nested objects; a string that holds a
// JSON object is looked into, as parquet columns often keep one. A key that
// itself contains the dots is found first.
func (o Object) Path(path string) (json.RawMessage, bool) {
	if raw, ok := o.Get(path); ok {
		return raw, true
	}
	head, rest, nested := strings.Cut(path, ".")
	if !nested {
		return nil, false
	}
	raw, ok := o.Get(head)
	if !ok {
		return nil, false
	}
	if raw[0] == '"' {
		s, err := decodeString(raw)
		if err != nil || !strings.HasPrefix(strings.TrimSpace(s), "{") {
			return nil, false
		}
		raw = json.RawMessage(s)
	}
	inner, err := ParseObject(raw)
	if err != nil {
		return nil, false
	}
	return inner.Path(rest)
}

// String returns the member named key as a string. A missing member is "" and
// false; null counts as missing.
func (o Object) String(key string) (string, bool, error) {
	raw, ok := o.Get(key)
	if !ok || raw[0] == 'n' {
		return "", false, nil
	}
	if raw[0] != '"' {
		return "", false, inputError("%q is %s, want a string", key, kindOf(raw))
	}
	s, err := decodeString(raw)
	return s, err == nil, err
}

// ID returns the member "id" as it stands, or nil when there is none.
func (o Object) ID() json.RawMessage {
	raw, ok := o.Get("id")
	if !ok || raw[0] == 'n' {
		return nil
	}
	return raw
}

// Mapping renames columns: To is the name the command reads, From a dotted
// path into the record.
type Mapping struct {
	To, From string
	// Optional mappings pass over records that lack the column.
	Optional bool
}

// ParseMapping reads "answer=reward_model.ground_truth"; a "?" at the end
// makes it optional.
func ParseMapping(s string) (Mapping, error) {
	to, from, ok := strings.Cut(s, "=")
	to, from = strings.TrimSpace(to), strings.TrimSpace(from)
	optional := strings.HasSuffix(from, "?")
	from = strings.TrimSuffix(from, "?")
	if !ok || to == "" || from == "" {
		return Mapping{}, fmt.Errorf("mapping %q: want TO=FROM, for example answer=reward_model.ground_truth", s)
	}
	return Mapping{To: to, From: from, Optional: optional}, nil
}

// Map returns o with the mapped columns set. The original columns stay.
func (o Object) Map(mappings []Mapping) (Object, error) {
	if len(mappings) == 0 {
		return o, nil
	}
	out := Object{fields: slices.Clone(o.fields)}
	for _, m := range mappings {
		raw, ok := o.Path(m.From)
		if !ok {
			if m.Optional {
				continue
			}
			return o, inputError("no column %q (mapped to %q); the columns are %s", m.From, m.To, strings.Join(o.Keys(), ", "))
		}
		out.fields = append(out.fields, Field{Key: m.To, Raw: raw})
	}
	return out, nil
}
