package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// jsonKinds are the types a json(key:type) hole can ask for.
var jsonKinds = []string{"string", "number", "integer", "boolean", "object", "array", "null", "any"}

// jsonKey is a key that an object must have.
type jsonKey struct{ name, kind string }

// jsonType accepts exactly one JSON object that has the keys in list.
func jsonType(pos int, list []string) holeType {
	var keys []jsonKey
	for _, a := range list {
		name, kind, ok := strings.Cut(a, ":")
		k := jsonKey{strings.TrimSpace(name), strings.TrimSpace(kind)}
		if !ok {
			k.kind = "any"
		}
		if k.name == "" || !slices.Contains(jsonKinds, k.kind) {
			templateErr(pos, ErrType, "json(%s): write key:type with one of %s", a, strings.Join(jsonKinds, ", "))
		}
		keys = append(keys, k)
	}
	return func(s string) string {
		fields, err := jsonObject(s)
		if err != nil {
			return err.Error()
		}
		for _, k := range keys {
			raw, ok := fields[k.name]
			if !ok {
				return fmt.Sprintf("key %q is missing", k.name)
			}
			if why := jsonIs(raw, k.kind); why != "" {
				return fmt.Sprintf("key %q: %s", k.name, why)
			}
		}
		return ""
	}
}

// jsonIs says what keeps a value from being of the kind, or "".
func jsonIs(raw json.RawMessage, kind string) string {
	got := "number"
	switch raw[0] {
	case '"':
		got = "string"
	case '{':
		got = "object"
	case '[':
		got = "array"
	case 't', 'f':
		got = "boolean"
	case 'n':
		got = "null"
	}
	switch {
	case kind == "any":
		return ""
	case kind == "integer" && got == "number":
		if d := strings.TrimPrefix(string(raw), "-"); digits(d) != len(d) {
			return "not an integer"
		}
		return ""
	case kind != got:
		return "a " + got + ", not of type " + kind
	case kind == "string":
		var text string
		if json.Unmarshal(raw, &text) != nil || isBlank(text) {
			return "an empty string"
		}
	}
	return ""
}

// errJSON are the ways in which a text is not one JSON object.
var (
	errNotObject  = errors.New("not one JSON object")
	errNotUTF8    = errors.New("JSON that is not UTF-8")
	errSecondText = errors.New("text behind the JSON object")
)

// maxJSONDepth is how deep objects and arrays may nest; encoding/json refuses
// 10,000 levels by itself, honest arguments stay below ten.
const maxJSONDepth = 512

// jsonObject reads s as exactly one JSON object and returns its values. A key
// that occurs twice in one object, at any depth, is refused: readers disagree
// about which value counts.
func jsonObject(s string) (map[string]json.RawMessage, error) {
	if !strings.HasPrefix(s, "{") {
		return nil, errNotObject
	}
	if !utf8.ValidString(s) {
		return nil, errNotUTF8
	}
	if err := uniqueKeys(s); err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal([]byte(s), &fields) != nil {
		return nil, errNotObject
	}
	for k, v := range fields {
		fields[k] = bytes.TrimSpace(v)
	}
	return fields, nil
}

// uniqueKeys walks over the JSON value that s is and refuses an object that
// has a key twice.
func uniqueKeys(s string) error {
	type frame struct {
		keys  map[string]bool
		value bool
	}
	dec := json.NewDecoder(strings.NewReader(s))
	dec.UseNumber()
	var stack []frame
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errNotObject
		}
		if d, ok := tok.(json.Delim); ok && (d == '}' || d == ']') {
			stack = stack[:len(stack)-1]
			if len(stack) == 0 {
				if trim(s[dec.InputOffset():]) != "" {
					return errSecondText
				}
				return nil
			}
			continue
		}
		if n := len(stack); n > 0 && stack[n-1].keys != nil {
			top := &stack[n-1]
			if !top.value {
				key, _ := tok.(string) // the decoder takes nothing else for a key
				if top.keys[key] {
					return fmt.Errorf("key %q occurs twice", key)
				}
				top.keys[key] = true
				top.value = true
				continue
			}
			top.value = false
		}
		if d, ok := tok.(json.Delim); ok {
			if len(stack) == maxJSONDepth {
				return fmt.Errorf("JSON nested more than %d deep", maxJSONDepth)
			}
			f := frame{}
			if d == '{' {
				f.keys = map[string]bool{}
			}
			stack = append(stack, f)
		}
	}
}
