package spec

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// kind is the kind of a node.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindInt
	kindFloat
	kindString
	kindList
	kindMap
)

var kindNames = [...]string{"null", "a boolean", "an integer", "a number", "a string", "a list", "a map"}

func (k kind) String() string { return kindNames[k] }

// node is a value of a specification, whichever syntax it was written in,
// with its place.
type node struct {
	kind kind
	// text is a scalar as it is written, without its quotes.
	text    string
	bool    bool
	number  float64
	items   []*node
	entries []entry
	// line and column count from 1.
	line, column int
}

type entry struct {
	key   *node
	value *node
}

// get returns the value of key, or nil.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for i := range n.entries {
		if n.entries[i].key.text == key {
			return n.entries[i].value
		}
	}
	return nil
}

// plain is the node as encoding/json would decode it, with integers kept.
func (n *node) plain() any {
	switch n.kind {
	case kindBool:
		return n.bool
	case kindInt:
		if v, err := strconv.ParseInt(n.text, 0, 64); err == nil {
			return v
		}
		return n.number
	case kindFloat:
		if math.IsInf(n.number, 0) || math.IsNaN(n.number) {
			return n.text
		}
		return n.number
	case kindString:
		return n.text
	case kindList:
		list := make([]any, len(n.items))
		for i, item := range n.items {
			list[i] = item.plain()
		}
		return list
	case kindMap:
		m := make(map[string]any, len(n.entries))
		for _, e := range n.entries {
			m[e.key.text] = e.value.plain()
		}
		return m
	}
	return nil
}

// fault is an error at a place, raised by panic inside the package and caught
// at its doors: a decoder of nested structures reads better without a check
// behind each line.
type fault struct {
	line, column int
	text         string
	suggest      string
}

func (n *node) fail(format string, args ...any) {
	panic(fault{line: n.line, column: n.column, text: fmt.Sprintf(format, args...)})
}

func (n *node) failNear(word string, words []string, format string, args ...any) {
	panic(fault{line: n.line, column: n.column, text: fmt.Sprintf(format, args...), suggest: nearest(word, words)})
}

// keys refuses keys that are not allowed.
func (n *node) keys(what string, allowed []string) {
	n.want(kindMap, what)
	for _, e := range n.entries {
		ok := false
		for _, a := range allowed {
			ok = ok || e.key.text == a
		}
		if !ok {
			e.key.failNear(e.key.text, allowed, "unknown key %q in %s; the keys are %s", e.key.text, what, strings.Join(allowed, ", "))
		}
	}
}

func (n *node) want(k kind, what string) {
	if n.kind != k {
		n.fail("%s is %s, want %s", what, n.describe(), k)
	}
}

// describe names the node for an error.
func (n *node) describe() string {
	switch n.kind {
	case kindList, kindMap, kindNull:
		return n.kind.String()
	}
	text := n.text
	const most = 40
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "..."
	}
	if n.kind == kindString && len(n.text) > 18 && strings.Trim(n.text, "0123456789") == "" {
		return fmt.Sprintf("a number too large (%s)", text)
	}
	return fmt.Sprintf("%s (%q)", n.kind, text)
}

func (n *node) str(what string) string {
	n.want(kindString, what)
	return n.text
}

// scalarText is a string, number or boolean as it is written.
func (n *node) scalarText(what string) string {
	switch n.kind {
	case kindString, kindInt, kindFloat, kindBool:
		return n.text
	}
	n.fail("%s is %s, want a string or a number", what, n.describe())
	return ""
}

func (n *node) float(what string) float64 {
	if n.kind != kindInt && n.kind != kindFloat || math.IsNaN(n.number) || math.IsInf(n.number, 0) {
		n.fail("%s is %s, want a finite number", what, n.describe())
	}
	return n.number
}

func (n *node) int(what string) int {
	v, err := strconv.ParseInt(n.text, 0, 64)
	if n.kind != kindInt || err != nil {
		n.fail("%s is %s, want an integer", what, n.describe())
	}
	return int(v)
}

func (n *node) boolean(what string) bool {
	n.want(kindBool, what)
	return n.bool
}

// oneOf reads a string that is one of words.
func (n *node) oneOf(what string, words ...string) string {
	s := n.str(what)
	for _, w := range words {
		if s == w {
			return s
		}
	}
	n.failNear(s, words, "%s is %q, want one of %s", what, s, strings.Join(words, ", "))
	return ""
}
