package codecheck

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/verireward/verireward/internal/clip"
)

// valueKind is what a value is in the language that made it.
type valueKind byte

const (
	nullValue valueKind = iota
	boolValue
	intValue
	floatValue
	ratValue
	complexValue
	stringValue
	bytesValue
	listValue
	tupleValue
	setValue
	mapValue
	opaqueValue
)

// value is a result, or an expected result, with its type.
type value struct {
	kind valueKind
	b    bool
	i    *big.Int
	f    float64
	im   float64
	r    *big.Rat
	// s is a string's or bytes' content, or an opaque value's type.
	s string
	// l are the elements; of a map, keys and values by turns.
	l []value
	// seq marks what another language's equality keeps apart from a list
	// although it has the same elements, such as a deque; JSON has no form
	// for it.
	seq string
}

// errTooDeep is returned for values nested deeper than maxValueDepth.
var errTooDeep = errors.New("nested too deeply")

// maxValueDepth is the nesting encoding/json itself allows.
const maxValueDepth = 10_000

// decodeJSON reads a JSON value, numbers exactly.
func decodeJSON(raw []byte) (value, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return value{}, err
	}
	return fromJSON(v)
}

func fromJSON(v any) (value, error) {
	switch v := v.(type) {
	case nil:
		return value{kind: nullValue}, nil
	case bool:
		return value{kind: boolValue, b: v}, nil
	case string:
		return value{kind: stringValue, s: v}, nil
	case json.Number:
		return numberValue(string(v))
	case []any:
		out := value{kind: listValue, l: make([]value, len(v))}
		for i, e := range v {
			var err error
			if out.l[i], err = fromJSON(e); err != nil {
				return out, err
			}
		}
		return out, nil
	case map[string]any:
		out := value{kind: mapValue, l: make([]value, 0, 2*len(v))}
		for k, e := range v {
			ev, err := fromJSON(e)
			if err != nil {
				return out, err
			}
			out.l = append(out.l, value{kind: stringValue, s: k}, ev)
		}
		return out, nil
	}
	return value{}, fmt.Errorf("unexpected %T", v)
}

func numberValue(s string) (value, error) {
	if !strings.ContainsAny(s, ".eE") {
		i, ok := new(big.Int).SetString(s, 10)
		if !ok {
			return value{}, fmt.Errorf("bad number %s", clip.Text(s, 40))
		}
		return value{kind: intValue, i: i}, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return value{}, err
	}
	return value{kind: floatValue, f: f}, nil
}

// decodeWire reads a result as the harnesses write it: JSON in which an object
// has one key, the type's tag. It is hostile input. The tags: i hexadecimal
// integer, f float (hexadecimal, or nan, inf, -inf), c complex, y bytes as
// hex, t tuple, s set, d map as list of pairs, q a sequence with its type's
// name first, r rational "num/den", o opaque with its type's name.
func decodeWire(raw []byte) (value, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return value{}, err
	}
	if d.More() {
		return value{}, errors.New("more than one value")
	}
	return fromWire(v, 0)
}

func fromWire(v any, depth int) (value, error) {
	if depth > maxValueDepth {
		return value{}, errTooDeep
	}
	switch v := v.(type) {
	case []any:
		l, err := wireList(v, depth)
		return value{kind: listValue, l: l}, err
	case map[string]any:
		if len(v) != 1 {
			return value{}, errors.New("not a typed value")
		}
		for tag, e := range v {
			return fromTag(tag, e, depth)
		}
	}
	return fromJSON(v)
}

func wireList(l []any, depth int) ([]value, error) {
	out := make([]value, len(l))
	for i, e := range l {
		var err error
		if out[i], err = fromWire(e, depth+1); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func fromTag(tag string, v any, depth int) (value, error) {
	bad := fmt.Errorf("bad value of tag %q", clip.Text(tag, 10))
	if s, ok := v.(string); ok {
		switch tag {
		case "i":
			if i, ok := new(big.Int).SetString(s, 0); ok {
				return value{kind: intValue, i: i}, nil
			}
		case "f":
			if f, err := strconv.ParseFloat(s, 64); err == nil {
				return value{kind: floatValue, f: f}, nil
			}
		case "y":
			return value{kind: bytesValue, s: s}, nil
		case "r":
			// Bounded by the length: a rational written num/den has no exponent.
			if !strings.ContainsAny(s, "eEpP.") {
				if r, ok := new(big.Rat).SetString(s); ok {
					return value{kind: ratValue, r: r}, nil
				}
			}
		case "o":
			return value{kind: opaqueValue, s: s}, nil
		}
		return value{}, bad
	}
	l, ok := v.([]any)
	if !ok {
		return value{}, bad
	}
	switch tag {
	case "t", "s":
		e, err := wireList(l, depth)
		kind := tupleValue
		if tag == "s" {
			kind = setValue
		}
		return value{kind: kind, l: e}, err
	case "q":
		if len(l) == 2 {
			name, ok1 := l[0].(string)
			items, ok2 := l[1].([]any)
			if ok1 && ok2 {
				e, err := wireList(items, depth)
				return value{kind: listValue, seq: name, l: e}, err
			}
		}
	case "c":
		if len(l) == 2 {
			re, err1 := fromWire(l[0], depth+1)
			im, err2 := fromWire(l[1], depth+1)
			if err1 == nil && err2 == nil && re.kind == floatValue && im.kind == floatValue {
				return value{kind: complexValue, f: re.f, im: im.f}, nil
			}
		}
	case "d":
		out := value{kind: mapValue, l: make([]value, 0, 2*len(l))}
		for _, e := range l {
			pair, ok := e.([]any)
			if !ok || len(pair) != 2 {
				return value{}, bad
			}
			kv, err := wireList(pair, depth)
			if err != nil {
				return value{}, err
			}
			out.l = append(out.l, kv...)
		}
		return out, nil
	}
	return value{}, bad
}

// canonMode is the equality a canonical text stands for.
type canonMode byte

const (
	// jsonEquality: tuples are arrays, keys strings, booleans never numbers.
	jsonEquality canonMode = iota
	// pythonEquality: Python's ==.
	pythonEquality
)

// canon appends a text that two values share exactly when they are equal; ok
// is false for a value that equals nothing (NaN, opaque values, and in JSON
// what has no JSON form).
func (v *value) canon(b []byte, mode canonMode) (out []byte, ok bool) {
	switch v.kind {
	case nullValue:
		return append(b, 'N'), true
	case boolValue:
		if mode == pythonEquality {
			return append(b, 'i', '0'+b2i(v.b), ';'), true
		}
		return append(b, 'b', '0'+b2i(v.b)), true
	case intValue:
		return append(v.i.Append(append(b, 'i'), 16), ';'), true
	case floatValue:
		return canonFloat(b, v.f)
	case ratValue:
		return canonRat(b, v.r), true
	case complexValue:
		if mode == jsonEquality {
			return b, false
		}
		if v.im == 0 {
			return canonFloat(b, v.f)
		}
		b, ok1 := canonFloat(append(b, 'c'), v.f)
		b, ok2 := canonFloat(b, v.im)
		return b, ok1 && ok2
	case stringValue:
		return append(strconv.AppendInt(append(b, 's'), int64(len(v.s)), 10), ":"+v.s...), true
	case bytesValue:
		if mode == jsonEquality {
			return b, false
		}
		return append(append(append(b, 'y'), v.s...), ';'), true
	case listValue, tupleValue:
		return v.canonList(b, mode)
	case setValue, mapValue:
		return v.canonSorted(b, mode)
	}
	return b, false
}

func b2i(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func (v *value) canonList(b []byte, mode canonMode) ([]byte, bool) {
	open := byte('[')
	if mode == pythonEquality && v.kind == tupleValue {
		open = '('
	}
	if v.seq != "" {
		if mode == jsonEquality {
			return b, false
		}
		b = append(append(append(b, 'q'), v.seq...), ' ')
	}
	b = append(b, open)
	for i := range v.l {
		var ok bool
		if b, ok = v.l[i].canon(b, mode); !ok {
			return b, false
		}
	}
	return append(b, ']'), true
}

// canonSorted writes sets and maps: elements in the order of their texts,
// duplicates once; of equal keys the last one counts.
func (v *value) canonSorted(b []byte, mode canonMode) ([]byte, bool) {
	type entry struct{ key, val string }
	var entries []entry
	step := 1
	if v.kind == mapValue {
		step = 2
		b = append(b, '{')
	} else {
		if mode == jsonEquality {
			return b, false
		}
		b = append(b, '<')
	}
	for i := 0; i+step <= len(v.l); i += step {
		key := v.l[i]
		if step == 2 && mode == jsonEquality {
			var ok bool
			if key, ok = jsonKey(key); !ok {
				return b, false
			}
		}
		k, ok := key.canon(nil, mode)
		if !ok {
			return b, false
		}
		e := entry{key: string(k)}
		if step == 2 {
			x, ok := v.l[i+1].canon(nil, mode)
			if !ok {
				return b, false
			}
			e.val = string(x)
		}
		entries = append(entries, e)
	}
	slices.SortStableFunc(entries, func(x, y entry) int { return strings.Compare(x.key, y.key) })
	for i, e := range entries {
		if i+1 < len(entries) && entries[i+1].key == e.key {
			continue
		}
		b = append(append(b, e.key...), e.val...)
	}
	return append(b, '}'), true
}

// jsonKey turns a key into the string JSON writes for it.
func jsonKey(k value) (value, bool) {
	switch k.kind {
	case stringValue:
		return k, true
	case boolValue:
		return value{kind: stringValue, s: strconv.FormatBool(k.b)}, true
	case nullValue:
		return value{kind: stringValue, s: "null"}, true
	case intValue:
		return value{kind: stringValue, s: k.i.String()}, true
	case floatValue:
		return value{kind: stringValue, s: pythonFloat(k.f)}, true
	}
	return k, false
}

// pythonFloat writes a float as Python's repr does.
func pythonFloat(f float64) string {
	if a := math.Abs(f); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.ContainsAny(s, ".IN") {
		s += ".0"
	}
	return s
}

func canonFloat(b []byte, f float64) ([]byte, bool) {
	switch {
	case math.IsNaN(f):
		return b, false
	case f == math.Trunc(f) && !math.IsInf(f, 0):
		i, _ := big.NewFloat(f).Int(nil)
		return append(i.Append(append(b, 'i'), 16), ';'), true
	}
	return append(strconv.AppendUint(append(b, 'f'), math.Float64bits(f), 16), ';'), true
}

func canonRat(b []byte, r *big.Rat) []byte {
	if r.IsInt() {
		return append(r.Num().Append(append(b, 'i'), 16), ';')
	}
	if f, exact := r.Float64(); exact {
		b, _ = canonFloat(b, f)
		return b
	}
	b = append(r.Num().Append(append(b, 'r'), 16), '/')
	return append(r.Denom().Append(b, 16), ';')
}

// equal compares two values by a mode's equality.
func (v *value) equal(w *value, mode canonMode) bool {
	a, ok := v.canon(nil, mode)
	if !ok {
		return false
	}
	b, ok := w.canon(nil, mode)
	return ok && bytes.Equal(a, b)
}

// close compares like JSON equality, but numbers within a tolerance, absolute
// or relative to w; two integers exactly.
func (v *value) close(w *value, eps float64) bool {
	if v.isNumber() && w.isNumber() {
		if v.kind == intValue && w.kind == intValue {
			return v.i.Cmp(w.i) == 0
		}
		return closeNumbers(v, w, eps)
	}
	isList := func(x *value) bool { return (x.kind == listValue || x.kind == tupleValue) && x.seq == "" }
	switch {
	case isList(v) && isList(w):
		if len(v.l) != len(w.l) {
			return false
		}
		for i := range v.l {
			if !v.l[i].close(&w.l[i], eps) {
				return false
			}
		}
		return true
	case v.kind == mapValue && w.kind == mapValue:
		vm, ok1 := v.byKey()
		wm, ok2 := w.byKey()
		if !ok1 || !ok2 || len(vm) != len(wm) {
			return false
		}
		for k, x := range vm {
			if y, ok := wm[k]; !ok || !x.close(y, eps) {
				return false
			}
		}
		return true
	}
	return v.equal(w, jsonEquality)
}

func (v *value) byKey() (map[string]*value, bool) {
	m := make(map[string]*value, len(v.l)/2)
	for i := 0; i+1 < len(v.l); i += 2 {
		k, ok := jsonKey(v.l[i])
		if !ok {
			return nil, false
		}
		m[k.s] = &v.l[i+1]
	}
	return m, true
}

func (v *value) isNumber() bool {
	return v.kind == intValue || v.kind == floatValue || v.kind == ratValue
}

// closeNumbers is exact: the difference of two numbers is never rounded.
func closeNumbers(v, w *value, eps float64) bool {
	for _, x := range []*value{v, w} {
		if x.kind == floatValue && math.IsNaN(x.f) {
			return false
		}
		if x.kind == floatValue && math.IsInf(x.f, 0) {
			return v.kind == w.kind && v.f == w.f
		}
	}
	if v.kind == floatValue && w.kind == floatValue {
		diff, tol := math.Abs(v.f-w.f), eps*math.Max(1, math.Abs(w.f))
		if diff < tol*(1-borderline)-borderULP*math.Abs(w.f) {
			return true
		}
	}
	g, w2 := v.decimal(), w.decimal()
	return closeRats(g, w2, eps)
}

// decimal returns a finite number as the shortest decimal that denotes it.
func (v *value) decimal() *big.Rat {
	switch v.kind {
	case intValue:
		return new(big.Rat).SetInt(v.i)
	case floatValue:
		r, _ := new(big.Rat).SetString(strconv.FormatFloat(v.f, 'g', -1, 64))
		return r
	}
	return v.r
}

// String writes the value for reasons, JSON-like and clipped by the caller.
func (v *value) String() string { return string(v.show(nil)) }

// maxShown bounds the bytes of a value written into a reason.
const maxShown = 160

func (v *value) show(b []byte) []byte {
	if len(b) > maxShown {
		return b
	}
	switch v.kind {
	case nullValue:
		return append(b, "null"...)
	case boolValue:
		return strconv.AppendBool(b, v.b)
	case intValue:
		if v.i.BitLen() > 8*maxShown {
			return append(b, fmt.Sprintf("an integer of %d bits", v.i.BitLen())...)
		}
		return v.i.Append(b, 10)
	case floatValue:
		return append(b, pythonFloat(v.f)...)
	case ratValue:
		return append(b, clip.Text(v.r.RatString(), 40)...)
	case complexValue:
		return append(b, fmt.Sprintf("(%g%+gj)", v.f, v.im)...)
	case stringValue:
		return strconv.AppendQuote(b, clip.Text(v.s, maxShown))
	case bytesValue:
		return append(append(b, "bytes "...), clip.Text(v.s, 40)...)
	case opaqueValue:
		return append(append(b, "an object of type "...), clip.Text(v.s, 60)...)
	}
	open, end := "[", "]"
	switch v.kind {
	case tupleValue:
		open, end = "(", ")"
	case setValue, mapValue:
		open, end = "{", "}"
	}
	b = append(append(b, v.seq...), open...)
	for i := range v.l {
		if len(b) > maxShown {
			return append(b, "..."...)
		}
		if i > 0 {
			if v.kind == mapValue && i%2 == 1 {
				b = append(b, ": "...)
			} else {
				b = append(b, ", "...)
			}
		}
		b = v.l[i].show(b)
	}
	return append(b, end...)
}
