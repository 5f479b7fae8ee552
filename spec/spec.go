package spec

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Spec is a file of specifications, read and checked. It is immutable.
type Spec struct {
	file string
	data []byte
	docs []*document
	main *document
}

// Load reads a file: YAML, or JSON by its name. "FILE#NAME" chooses the
// document called NAME, and "preset/NAME" is a shipped one. A mistake in the
// file is an *Error.
func Load(path string) (*Spec, error) {
	if data, ok := presetSource(path); ok {
		return Parse(path, data)
	}
	file, name, chosen := strings.Cut(path, "#")
	if _, err := os.Stat(path); err == nil {
		file, chosen = path, false
	}
	f, err := os.Open(file)
	if err != nil {
		if strings.HasPrefix(path, presetPrefix) {
			return nil, &Error{Text: fmt.Sprintf("no preset is called %q; there are %s", path, strings.Join(presetNames(), ", ")), Suggest: nearest(path, presetNames())}
		}
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := readBounded(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	s, err := Parse(file, data)
	if err != nil || !chosen {
		return s, err
	}
	return s.Select(name)
}

func readBounded(f *os.File) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errors.New("is a directory")
	}
	buf := make([]byte, 0, min(info.Size()+1, maxFileBytes+1))
	for len(buf) <= maxFileBytes {
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, 64<<10)
		}
		n, err := f.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err != nil {
			break
		}
	}
	return buf, nil
}

// Parse reads a specification from data; name stands for it in errors, and
// makes it JSON when it ends in .json.
func Parse(name string, data []byte) (s *Spec, err error) {
	if len(data) > maxFileBytes {
		return nil, &Error{File: name, Text: fmt.Sprintf("larger than %d bytes", maxFileBytes)}
	}
	s = &Spec{file: name, data: data}
	defer s.catch(&err)
	var roots []*node
	if strings.EqualFold(filepath.Ext(name), ".json") {
		roots = parseJSON(data)
	} else {
		roots = parseYAML(data)
	}
	if len(roots) == 0 {
		return nil, &Error{File: name, Text: "holds no specification"}
	}
	d := &decoder{registry: newRegistry()}
	for _, root := range roots {
		if name := root.get("name"); name != nil {
			d.names = append(d.names, name.text)
		}
	}
	for _, root := range roots {
		root.want(kindMap, "a specification")
		doc := d.document(included(root))
		if doc.name != "" && s.find(doc.name) != nil {
			root.get("name").fail("a second specification is called %q", doc.name)
		}
		s.docs = append(s.docs, doc)
	}
	s.choose()
	s.checkRoutes()
	return s, nil
}

// catch turns a fault raised below into an *Error with its excerpt. What the
// YAML library may panic with on damaged text becomes an *Error too.
func (s *Spec) catch(err *error) {
	switch p := recover().(type) {
	case nil:
	case fault:
		*err = s.errorAt(p)
	default:
		*err = &Error{File: s.file, Text: fmt.Sprintf("cannot be read: %v", p)}
	}
}

func (s *Spec) errorAt(f fault) *Error {
	return &Error{File: s.file, Line: f.line, Column: f.column, Text: f.text, Suggest: f.suggest, Excerpt: excerpt(s.data, f.line, f.column)}
}

func (s *Spec) find(name string) *document {
	for _, doc := range s.docs {
		if doc.name == name {
			return doc
		}
	}
	return nil
}

// choose finds the document that scores: the only one, the only one with a
// route, or the first.
func (s *Spec) choose() {
	s.main = s.docs[0]
	routes := 0
	for _, doc := range s.docs {
		if doc.route == nil {
			continue
		}
		if routes++; routes == 1 {
			s.main = doc
		}
	}
	if routes > 1 {
		s.main.at.fail("%d documents have a route: put them in files of their own", routes)
	}
	for _, doc := range s.docs {
		if doc != s.main && doc.name == "" {
			doc.at.fail("this specification has no name, so nothing can choose it: it is not the one that scores, and neither a route nor FILE#NAME leads to it")
		}
	}
}

// checkRoutes makes sure that every target exists and routes no further.
func (s *Spec) checkRoutes() {
	for _, doc := range s.docs {
		if doc.route == nil {
			continue
		}
		for _, c := range doc.route.cases {
			s.target(c.target)
		}
		if f := doc.route.fallback; f != nil && f.text != "error" && f.text != "abstain" {
			s.target(f)
		}
	}
}

// target finds the document a route names, in the file or among the presets.
func (s *Spec) target(n *node) *document {
	if doc := s.find(n.text); doc != nil {
		if doc.route != nil {
			n.fail("%q is itself a route", n.text)
		}
		return doc
	}
	if _, ok := presetSource(n.text); ok {
		preset, err := Load(n.text)
		if err != nil {
			n.fail("%v", err)
		}
		return preset.main
	}
	names := s.Names()
	n.failNear(n.text, append(names, presetNames()...), "no specification in this file is called %q; there are %s", n.text, strings.Join(names, ", "))
	return nil
}

// Names lists the names of the file's documents, in order.
func (s *Spec) Names() []string {
	var names []string
	for _, doc := range s.docs {
		if doc.name != "" {
			names = append(names, doc.name)
		}
	}
	return names
}

// Name is the name of the document that scores, or the file's name.
func (s *Spec) Name() string {
	if s.main.name != "" {
		return s.main.name
	}
	return strings.TrimSuffix(filepath.Base(s.file), filepath.Ext(s.file))
}

// File is the name the specification was given by.
func (s *Spec) File() string { return s.file }

// Description is the main document's own.
func (s *Spec) Description() string { return s.main.description }

// OnError is what the main document does with samples that can't be judged.
func (s *Spec) OnError() OnError { return s.main.onError }

// Select returns the specification with another of its documents as the one
// that scores.
func (s *Spec) Select(name string) (*Spec, error) {
	doc := s.find(name)
	if doc == nil {
		return nil, &Error{File: s.file, Text: fmt.Sprintf("holds no specification called %q; there are %s", name, strings.Join(s.Names(), ", ")), Suggest: nearest(name, s.Names())}
	}
	out := *s
	out.main = doc
	return &out, nil
}
