package spec

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parseJSON returns the documents of a JSON file: its one value, or the
// elements of its outermost list.
func parseJSON(data []byte) []*node {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	d := &jsonReader{data: data, dec: json.NewDecoder(bytes.NewReader(data))}
	d.dec.UseNumber()
	root := d.value(0)
	if _, err := d.dec.Token(); err != io.EOF {
		d.fail("text after the end of the value")
	}
	if root.kind == kindList {
		return root.items
	}
	return []*node{root}
}

type jsonReader struct {
	data  []byte
	dec   *json.Decoder
	nodes int
	// line is the line of the byte lineStart, where the last place was found.
	line, lineStart int
}

// place is where the next token starts.
func (d *jsonReader) place() (line, column int) {
	i := int(d.dec.InputOffset())
	for i < len(d.data) && strings.IndexByte(" \t\r\n,:", d.data[i]) >= 0 {
		i++
	}
	// Places only go forward, so that all of them together cost one scan.
	for {
		j := bytes.IndexByte(d.data[d.lineStart:i], '\n')
		if j < 0 {
			break
		}
		d.line++
		d.lineStart += j + 1
	}
	return d.line + 1, 1 + utf8.RuneCount(d.data[d.lineStart:i])
}

func (d *jsonReader) fail(text string) {
	line, column := d.place()
	panic(fault{line: line, column: column, text: text})
}

func (d *jsonReader) token() json.Token {
	t, err := d.dec.Token()
	if err != nil {
		d.fail("not JSON: " + err.Error())
	}
	return t
}

func (d *jsonReader) value(depth int) *node {
	n := &node{}
	n.line, n.column = d.place()
	if d.nodes++; d.nodes > maxNodes {
		n.fail("more than %d values", maxNodes)
	}
	if depth > maxDepth {
		n.fail("nested deeper than %d levels", maxDepth)
	}
	switch t := d.token().(type) {
	case nil:
		n.text = "null"
	case bool:
		n.kind, n.bool, n.text = kindBool, t, strconv.FormatBool(t)
	case json.Number:
		n.kind, n.text = kindInt, t.String()
		if strings.ContainsAny(n.text, ".eE") {
			n.kind = kindFloat
		}
		n.number, _ = t.Float64()
	case string:
		n.kind, n.text = kindString, t
	case json.Delim:
		if t == '[' {
			n.kind = kindList
			for d.dec.More() {
				n.items = append(n.items, d.value(depth+1))
			}
		} else {
			n.kind = kindMap
			for d.dec.More() {
				key := d.value(depth + 1)
				if n.get(key.text) != nil {
					key.fail("the key %q is there twice", key.text)
				}
				checkEntries(n)
				n.entries = append(n.entries, entry{key: key, value: d.value(depth + 1)})
			}
		}
		d.token()
	}
	return n
}
