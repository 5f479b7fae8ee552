package format

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// model is a random template together with the means to write texts that
// follow it.
type model struct {
	source string
	parts  []modelPart
}

// modelPart is a block <tN>hole</tN>, alone or as a group with a quantifier.
type modelPart struct {
	tag      int
	quant    string
	typ      string
	optional bool
	blank    bool
}

var holeSamples = map[string][]string{
	"":                 {"a", "some text", "x < y\n\n> z", "1", "\ufeff", "a\x00b", "\xff", "<T0>", "{}", "</ t0>", "<t0", "t0>"},
	"int":              {"0", "-12", " 42\n", "9999999999999999999999"},
	"number":           {"1,000.5", "+3", "\t-0.25"},
	"line":             {"a b", "\none line\n"},
	"ident":            {"go_1", " x "},
	"json(k:string)":   {`{"k":"v"}`, "\n{\"k\":\"<T1>\",\"z\":[1]}\n"},
	"boxed":            {`\boxed{4}`, ` \boxed{\frac{1}{2}} `},
	"has_boxed":        {`so \boxed{x} it is`},
	"fence(py)":        {"```py\nx\n```", "\n```py\nx\n\ny\n```\n"},
	"choice(A-D, yes)": {"A", " D ", "yes"},
}

var holeTypes = []string{"", "", "", "int", "number", "line", "ident", "json(k:string)", "boxed", "has_boxed", "fence(py)", "choice(A-D, yes)"}

func drawModel(t *rapid.T) model {
	var m model
	n := rapid.IntRange(1, 6).Draw(t, "parts")
	var b strings.Builder
	for i := range n {
		p := modelPart{
			tag:      i,
			quant:    rapid.SampledFrom([]string{"", "", "?", "+", "*"}).Draw(t, "quantifier"),
			typ:      rapid.SampledFrom(holeTypes).Draw(t, "type"),
			optional: rapid.Bool().Draw(t, "optional"),
			blank:    rapid.Bool().Draw(t, "blank"),
		}
		if p.quant != "" {
			b.WriteString("(")
		}
		fmt.Fprintf(&b, "<t%d>{h%d", i, i)
		if p.optional {
			b.WriteString("?")
		}
		if p.typ != "" {
			b.WriteString(":" + p.typ)
		}
		fmt.Fprintf(&b, "}</t%d>", i)
		if p.blank {
			b.WriteString(" ")
		}
		if p.quant != "" {
			b.WriteString(")" + p.quant)
		}
		m.parts = append(m.parts, p)
	}
	m.source = b.String()
	return m
}

// render writes a text that follows the template, in pieces; the odd ones of
// each block are its hole's text, and marks holds the indices of the marks.
func (m model) render(t *rapid.T) (pieces []string, marks []int, fields map[string][]string) {
	fields = map[string][]string{}
	for _, p := range m.parts {
		times := 1
		switch p.quant {
		case "?":
			times = rapid.IntRange(0, 1).Draw(t, "times")
		case "*":
			times = rapid.IntRange(0, 3).Draw(t, "times")
		case "+":
			times = rapid.IntRange(1, 3).Draw(t, "times")
		}
		for range times {
			text := rapid.SampledFrom(holeSamples[p.typ]).Draw(t, "text")
			if p.optional && rapid.Bool().Draw(t, "left blank") {
				text = rapid.SampledFrom([]string{"", " ", "\n\u200b"}).Draw(t, "blank text")
			}
			name := fmt.Sprintf("h%d", p.tag)
			want := text
			if p.typ != "" {
				want = trim(text)
			}
			fields[name] = append(fields[name], want)
			marks = append(marks, len(pieces), len(pieces)+2)
			pieces = append(pieces, fmt.Sprintf("<t%d>", p.tag), text, fmt.Sprintf("</t%d>", p.tag))
			if p.blank {
				pieces = append(pieces, rapid.SampledFrom([]string{"", " ", "\n\n", "\r\n\t", "\u00a0"}).Draw(t, "blank"))
			}
		}
	}
	return pieces, marks, fields
}

// TestRenderedMatches: what is written from a template's own holes matches
// it, with the holes' texts as its fields.
func TestRenderedMatches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		tmpl, err := Parse(m.source)
		require.NoError(t, err, m.source)
		pieces, _, fields := m.render(t)
		s := strings.Join(pieces, "")
		got := tmpl.Match("", s)
		require.True(t, got.OK, "%q does not match %q: %s", s, m.source, got.Reason())
		found := map[string][]string{}
		for _, f := range got.Fields {
			found[f.Name] = f.Texts
		}
		require.Equal(t, fields, found)
	})
}

// drawMarked draws a template and a text with marks that follows it.
func drawMarked(t *rapid.T) (m model, tmpl *Template, pieces []string, marks []int) {
	m = drawModel(t)
	tmpl, err := Parse(m.source)
	require.NoError(t, err)
	pieces, marks, _ = m.render(t)
	if len(marks) == 0 {
		t.Skip("nothing rendered")
	}
	return m, tmpl, pieces, marks
}

// TestMutatedDoesNotMatch: one change to one mark and the text does not match
// any more.
func TestMutatedDoesNotMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, tmpl, pieces, marks := drawMarked(t)
		i := rapid.SampledFrom(marks).Draw(t, "mark")
		mark := pieces[i]
		at := rapid.IntRange(0, len(mark)-1).Draw(t, "byte")
		switch rapid.SampledFrom([]string{"drop", "double", "letter case", "delete byte", "insert", "change"}).Draw(t, "mutation") {
		case "drop":
			pieces[i] = ""
		case "double":
			pieces[i] = mark + mark
		case "letter case":
			pieces[i] = strings.ToUpper(mark)
		case "delete byte":
			pieces[i] = mark[:at] + mark[at+1:]
		case "insert":
			at = max(at, 1)
			pieces[i] = mark[:at] + rapid.SampledFrom([]string{" ", "\u200b", "x", "\x00", "/"}).Draw(t, "inserted") + mark[at:]
		case "change":
			pieces[i] = mark[:at] + "#" + mark[at+1:]
		}
		s := strings.Join(pieces, "")
		got := tmpl.Match("", s)
		require.False(t, got.OK, "%q matches %q", s, m.source)
		require.NotEmpty(t, got.Violations)
		for _, scoring := range []Scoring{Marks, Checks} {
			partial, err := Parse(m.source, WithScore(scoring))
			require.NoError(t, err)
			value := partial.Match("", s).Score
			require.True(t, value >= 0 && value <= partialCap, "%q earns %v", s, value)
		}
	})
}

// TestForeignTextDoesNotMatch: a visible character outside of the blocks and
// the text does not match any more.
func TestForeignTextDoesNotMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, tmpl, pieces, marks := drawMarked(t)
		foreign := rapid.SampledFrom([]string{"x", "\u200b", "\x00", "<b>", "\xff", "."}).Draw(t, "foreign")
		block := rapid.IntRange(0, len(marks)/2-1).Draw(t, "block")
		if rapid.Bool().Draw(t, "behind") {
			pieces[marks[2*block+1]] += foreign
		} else {
			pieces[marks[2*block]] = foreign + pieces[marks[2*block]]
		}
		s := strings.Join(pieces, "")
		require.False(t, tmpl.Match("", s).OK, "%q matches %q", s, m.source)
	})
}

// TestMutatedBuiltins does the same to every mark of every right case of the
// built-in templates. Harmony's last token is left alone: it may be missing,
// and a misspelt one is text.
func TestMutatedBuiltins(t *testing.T) {
	for _, name := range Names() {
		tmpl, err := Parse(name)
		require.NoError(t, err)
		c := readCases(t, filepath.Join("testdata", "templates", strings.TrimPrefix(name, "@")+".txtar"))
		mutations := 0
		for _, file := range c.archive.Files {
			s := readSample(t, file)
			if !s.right {
				continue
			}
			text := s.completion
			sc := scanner{t: tmpl, s: text, end: len(text)}
			if tmpl.opening {
				sc.lead = skipSpace(text, 0, len(text))
			}
			for _, tok := range sc.scan(nil, make([]int, len(tmpl.marks))) {
				mark := text[tok.start:tok.end]
				if mark == "<|return|>" {
					continue
				}
				if tok.start > 0 && text[tok.start-1] == mark[0] {
					continue // without its first byte the mark would still be whole
				}
				changes := []string{mark + "\n" + mark, "", swapCase(mark), mark[:1] + "\u200b" + mark[1:], mark[1:], mark[:len(mark)-1]}
				if !tmpl.marks[tok.mark].lineStart {
					// Behind a label on its line, the same label is text.
					changes = append(changes, mark+mark)
				}
				for _, changed := range changes {
					if changed == mark {
						continue
					}
					mutations++
					mutated := text[:tok.start] + changed + text[tok.end:]
					require.False(t, tmpl.Match(s.prompt, mutated).OK, "%s: %q: %q", name, s.name, mutated)
				}
			}
		}
		require.Greater(t, mutations, 50, name)
	}
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, s)
}
