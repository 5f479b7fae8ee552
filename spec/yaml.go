package spec

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Bounds of one file. A specification is written by people; the largest seen
// have some thousand lines of tests.
const (
	// maxFileBytes bounds the text.
	maxFileBytes = 2 << 20
	// maxNodes bounds the values after aliases are expanded, so that a few
	// lines of anchors that name each other cannot fill memory.
	maxNodes = 200_000
	// maxDepth bounds nesting. It keeps the recursion of the YAML parser and
	// of our own decoder far from the end of the stack.
	maxDepth = 64
	// maxEntries bounds the keys of one map, which are looked up one by one.
	maxEntries = 4096
)

func checkEntries(n *node) {
	if len(n.entries) == maxEntries {
		n.fail("more than %d keys in one map", maxEntries)
	}
}

// parseYAML returns the documents of a file.
func parseYAML(data []byte) []*node {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		line, column := placeOf(data, i)
		panic(fault{line: line, column: column, text: "NUL byte: not text"})
	}
	if !utf8.Valid(data) {
		i := len(bytes.ToValidUTF8(data[:firstInvalid(data)], nil))
		line, column := placeOf(data, i)
		panic(fault{line: line, column: column, text: "invalid UTF-8"})
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	tokens := lexer.Tokenize(string(data))
	checkNesting(tokens)
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		panic(syntaxFault(err))
	}
	c := &yamlConverter{anchors: map[string]ast.Node{}}
	var docs []*node
	for _, d := range file.Docs {
		if d.Body == nil {
			continue
		}
		n := c.convert(d.Body, 0)
		if n.kind != kindNull {
			docs = append(docs, n)
		}
		clear(c.anchors)
	}
	return docs
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

// placeOf is the line and column of a byte offset.
func placeOf(data []byte, offset int) (line, column int) {
	before := data[:min(offset, len(data))]
	line = 1 + bytes.Count(before, []byte("\n"))
	return line, 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
}

// checkNesting refuses depth before the recursive parser sees it.
func checkNesting(tokens token.Tokens) {
	flow, run := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType, token.TagType, token.AnchorType:
			run++
		default:
			run = 0
		}
		if flow > maxDepth || run > maxDepth {
			panic(fault{line: t.Position.Line, column: t.Position.Column, text: fmt.Sprintf("nested deeper than %d levels", maxDepth)})
		}
	}
}

func syntaxFault(err error) fault {
	f := fault{line: 1, column: 1, text: "not YAML: " + err.Error()}
	if e, ok := errors.AsType[yaml.Error](err); ok {
		f.text = "not YAML: " + e.GetMessage()
		if t := e.GetToken(); t != nil && t.Position != nil {
			f.line, f.column = t.Position.Line, t.Position.Column
		}
	}
	return f
}

// yamlConverter makes nodes of the parser's tree and resolves aliases.
type yamlConverter struct {
	anchors map[string]ast.Node
	nodes   int
}

func (c *yamlConverter) at(a ast.Node) *node {
	n := &node{line: 1, column: 1}
	if t := a.GetToken(); t != nil && t.Position != nil {
		n.line, n.column = t.Position.Line, t.Position.Column
	}
	return n
}

func (c *yamlConverter) convert(a ast.Node, depth int) *node {
	n := c.at(a)
	if c.nodes++; c.nodes > maxNodes {
		n.fail("more than %d values after aliases are expanded", maxNodes)
	}
	if depth > maxDepth {
		n.fail("nested deeper than %d levels", maxDepth)
	}
	switch a := a.(type) {
	case *ast.NullNode:
		n.text = "null"
	case *ast.BoolNode:
		n.kind, n.bool, n.text = kindBool, a.Value, a.GetToken().Value
	case *ast.IntegerNode:
		c.integer(n, a)
	case *ast.FloatNode:
		n.kind, n.number, n.text = kindFloat, a.Value, a.GetToken().Value
	case *ast.InfinityNode:
		n.kind, n.number, n.text = kindFloat, a.Value, a.GetToken().Value
	case *ast.NanNode:
		n.kind, n.number, n.text = kindFloat, math.NaN(), a.GetToken().Value
	case *ast.StringNode:
		n.kind, n.text = kindString, a.Value
	case *ast.LiteralNode:
		n.kind, n.text = kindString, a.Value.Value
	case *ast.SequenceNode:
		n.kind = kindList
		for _, v := range a.Values {
			n.items = append(n.items, c.convert(v, depth+1))
		}
	case *ast.MappingNode:
		n.kind = kindMap
		if !a.IsFlowStyle && len(a.Values) > 0 {
			n = c.at(a.Values[0].Key) // else the place would be a colon
			n.kind = kindMap
		}
		for _, v := range a.Values {
			c.pair(n, v, depth)
		}
	case *ast.MappingValueNode:
		n = c.at(a.Key)
		n.kind = kindMap
		c.pair(n, a, depth)
	case *ast.AnchorNode:
		name := a.Name.GetToken().Value
		c.anchors[name] = a.Value
		return c.convert(a.Value, depth+1)
	case *ast.AliasNode:
		name := a.Value.GetToken().Value
		target, ok := c.anchors[name]
		if !ok {
			n.fail("no anchor &%s before this alias", name)
		}
		// An anchor inside itself would go on for ever; the depth ends it.
		return c.convert(target, depth+1)
	case *ast.TagNode:
		return c.tagged(n, a, depth)
	default:
		n.fail("%s is not part of a specification", a.Type())
	}
	return n
}

func (c *yamlConverter) integer(n *node, a *ast.IntegerNode) {
	n.kind, n.text = kindInt, strings.ReplaceAll(a.GetToken().Value, "_", "")
	switch v := a.Value.(type) {
	case int64:
		n.number = float64(v)
	case uint64:
		n.number = float64(v)
	default:
		n.number, _ = strconv.ParseFloat(n.text, 64)
	}
}

func (c *yamlConverter) tagged(n *node, a *ast.TagNode, depth int) *node {
	inner := c.convert(a.Value, depth+1)
	switch a.Start.Value {
	case "!!str":
		if inner.kind != kindList && inner.kind != kindMap {
			inner.kind = kindString
			return inner
		}
	case "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq":
		return inner
	}
	n.fail("the tag %s is not part of a specification", a.Start.Value)
	return nil
}

// pair adds one entry of a map, or for "<<" those of another map that are not
// there yet.
func (c *yamlConverter) pair(n *node, v *ast.MappingValueNode, depth int) {
	if v.Key.IsMergeKey() {
		for _, e := range c.merged(c.convert(v.Value, depth+1)) {
			if n.get(e.key.text) == nil {
				n.entries = append(n.entries, e)
			}
		}
		return
	}
	key := c.at(v.Key)
	switch k := v.Key.(type) {
	case *ast.StringNode:
		key.text = k.Value
	case *ast.MappingKeyNode:
		key.fail("a key must be a plain word")
	default:
		key.text = v.Key.GetToken().Value
	}
	key.kind = kindString
	value := c.convert(v.Value, depth+1)
	for i := range n.entries {
		if n.entries[i].key.text == key.text {
			// The parser refuses a key written twice, so this one was merged
			// in, and the map's own wins.
			n.entries[i] = entry{key: key, value: value}
			return
		}
	}
	checkEntries(n)
	n.entries = append(n.entries, entry{key: key, value: value})
}

func (c *yamlConverter) merged(n *node) []entry {
	switch n.kind {
	case kindMap:
		return n.entries
	case kindList:
		var out []entry
		for _, item := range n.items {
			item.want(kindMap, "a merged value (<<)")
			out = append(out, item.entries...)
		}
		return out
	}
	n.fail("a merged value (<<) is %s, want a map", n.describe())
	return nil
}
