package format

import (
	"slices"
	"strings"
)

// Template is a parsed template. It never changes and may be used by any
// number of goroutines.
type Template struct {
	source  string
	ws      Whitespace
	scoring Scoring
	strip   []string

	root  group
	marks []mark
	holes []hole
	// items is the number of items.
	items int
	// opening: the template begins with a mark, so that the white space
	// before it does not keep it from standing at the start of a line.
	opening bool
	probes  []probe

	// given is the prefix that the prompt always holds; prefixes are those it
	// may hold, longest first.
	given    []*item
	prefixes [][]*item
}

// Parse reads a template; "@name" stands for the built-in template of that
// name, with the options it comes with. A template that begins with the
// character @ is written with \@. Errors are of type *TemplateError.
func Parse(template string, opts ...Option) (t *Template, err error) {
	defer func() {
		if r := recover(); r != nil {
			te, ok := r.(*TemplateError)
			if !ok {
				panic(r)
			}
			t, err = nil, te
		}
	}()
	source := template
	if name, ok := strings.CutPrefix(template, "@"); ok {
		b, ok := builtins[name]
		if !ok {
			templateErr(0, ErrUnknownName, "%s; there are %s", quote(template), strings.Join(Names(), ", "))
		}
		template = b.template
		opts = append(slices.Clone(b.options), opts...)
	}
	c := config{ws: Free, scoring: Strict}
	for _, o := range opts {
		o.apply(&c)
	}
	if len(template) > maxTemplateBytes {
		templateErr(maxTemplateBytes, ErrTooLong, "%d bytes, at most %d", len(template), maxTemplateBytes)
	}
	t = &Template{source: source, ws: c.ws, scoring: c.scoring}
	p := &parser{src: template, exact: c.ws == Exact, t: t, names: map[string]bool{}}
	t.root.items = p.sequence(-1)
	t.freeEnds()
	t.analyse()
	t.forbid(p, c.forbid)
	t.setStrip(c.strip)
	t.opening = t.opensWithMark()
	t.probes = makeProbes(t.marks)
	t.setPrefill(c.prefill)
	return t, nil
}

// freeEnds adds the white space that is free around a template.
func (t *Template) freeEnds() {
	if t.ws == Exact {
		return
	}
	items := t.root.items
	if n := len(items); n > 0 {
		if a := items[0]; a.kind == itemText && skipSpace(a.text, 0, len(a.text)) > 0 {
			return
		}
		if z := items[n-1]; z.kind == itemText && skipSpaceBack(z.text, 0, len(z.text)) < len(z.text) {
			return
		}
	}
	t.root.items = slices.Concat([]item{{kind: itemBlank}}, items, []item{{kind: itemBlank}})
}

// opensWithMark says whether nothing but blanks stands before the first mark.
func (t *Template) opensWithMark() bool {
	if t.ws == Exact {
		return false
	}
	for _, it := range t.root.items {
		if it.kind != itemBlank {
			return it.kind == itemMark
		}
	}
	return false
}

// forbid adds the marks that may not occur.
func (t *Template) forbid(p *parser, marks []string) {
	for _, f := range marks {
		sub := &parser{src: f, exact: true, t: &Template{}, names: p.names}
		items := sub.sequence(-1)
		if len(items) != 1 || items[0].kind != itemMark {
			templateErr(-1, ErrForbidden, "%s is not one mark", quote(f))
		}
		m := sub.t.marks[0]
		before := len(t.marks)
		if i := p.mark(-1, m.pieces, m.lineStart); i < before {
			templateErr(-1, ErrForbidden, "%s is a mark of the template", quote(f))
		}
	}
}

// setStrip takes over the special tokens, longest first.
func (t *Template) setStrip(tokens []string) {
	for _, s := range tokens {
		if isBlank(s) {
			templateErr(-1, ErrStrip, "%s is blank", quote(s))
		}
		for _, m := range t.marks {
			if m.max > 0 && strings.Contains(strings.Join(m.pieces, ""), s) {
				templateErr(-1, ErrStrip, "%s is part of the mark %s", quote(s), quote(m.text))
			}
		}
		t.strip = append(t.strip, s)
	}
	slices.SortStableFunc(t.strip, func(a, b string) int { return len(b) - len(a) })
}

// Named returns the built-in template of the given name, without the @.
func Named(name string) (*Template, bool) {
	if _, ok := builtins[name]; !ok {
		return nil, false
	}
	t, err := Parse("@" + name)
	return t, err == nil
}

// Names returns the names of the built-in templates, with the @, sorted.
func Names() []string {
	names := make([]string, 0, len(builtins))
	for name := range builtins {
		names = append(names, "@"+name)
	}
	slices.Sort(names)
	return names
}

// String returns the template as it was given to [Parse].
func (t *Template) String() string { return t.source }

// Holes returns the names of the captured holes in the order of the template.
func (t *Template) Holes() []string {
	var names []string
	for _, h := range t.holes {
		if h.name != "_" {
			names = append(names, h.name)
		}
	}
	return names
}

// Match matches a completion. The prompt matters for the marks it may end
// with, see [Prefill]; it may be empty.
func (t *Template) Match(prompt, completion string) Match {
	start, end := t.trimTokens(completion)
	w := walker{t: t, s: completion, start: start, end: end}
	w.run(t.prefixFor(prompt))
	return w.finish()
}

// trimTokens returns the part of s without the special tokens at its ends,
// and without the white space beyond these where it is free.
func (t *Template) trimTokens(s string) (start, end int) {
	end = len(s)
	for tok, from := t.tokenAt(s, start); tok != ""; tok, from = t.tokenAt(s, start) {
		start = from + len(tok)
	}
	for tok, to := t.tokenBefore(s, start, end); tok != ""; tok, to = t.tokenBefore(s, start, end) {
		end = to - len(tok)
	}
	return start, end
}

// tokenAt returns the special token that s[start:] begins with, and where.
func (t *Template) tokenAt(s string, start int) (token string, from int) {
	if len(t.strip) > 0 && t.ws == Free {
		start = skipSpace(s, start, len(s))
	}
	for _, tok := range t.strip {
		if strings.HasPrefix(s[start:], tok) {
			return tok, start
		}
	}
	return "", start
}

// tokenBefore returns the special token that s[start:end] ends with, and its
// end.
func (t *Template) tokenBefore(s string, start, end int) (token string, to int) {
	if len(t.strip) > 0 && t.ws == Free {
		end = skipSpaceBack(s, start, end)
	}
	for _, tok := range t.strip {
		if strings.HasSuffix(s[start:end], tok) {
			return tok, end
		}
	}
	return "", end
}
