package format

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the expected violations in testdata")

// A case file is a txtar archive. Its comment is prose, then lines
// "template: ..." and, as wanted, "strip: ...", "prefill: ..." and "ws: ...".
// Each file in it is one completion, named
//
//	right: NAME
//	wrong: NAME [kind kind]
//
// where the kinds are those of the violations, each once, in order. The line
// feed that ends the file does not belong to the completion. A body that is a
// Go string literal stands for its value; a first line `prompt: "..."` is the
// prompt.
type caseFile struct {
	path     string
	archive  *txtar.Archive
	template string
	options  []Option
}

func readCases(t testing.TB, path string) caseFile {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	f := caseFile{path: path, archive: txtar.Parse(data)}
	for line := range strings.Lines(string(f.archive.Comment)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "template":
			f.template = value
		case "strip":
			f.options = append(f.options, WithStrip(strings.Split(value, ",")...))
		case "prefill":
			f.options = append(f.options, WithPrefill(ParsePrefill(value)))
		case "ws":
			ws, err := ParseWhitespace(value)
			require.NoError(t, err)
			f.options = append(f.options, WithWhitespace(ws))
		}
	}
	require.NotEmpty(t, f.template, path)
	return f
}

// sample is one case of a file.
type sample struct {
	name, prompt, completion string
	right                    bool
	kinds                    []string
}

func readSample(t testing.TB, file txtar.File) sample {
	t.Helper()
	label, name, ok := strings.Cut(file.Name, ": ")
	require.True(t, ok && (label == "right" || label == "wrong"), "case name %q", file.Name)
	s := sample{name: name, right: label == "right"}
	if i := strings.LastIndex(name, " ["); i >= 0 && !s.right {
		s.name = name[:i]
		s.kinds = strings.Fields(strings.Trim(name[i:], " []"))
	}
	body := string(file.Data)
	if rest, ok := strings.CutPrefix(body, "prompt: "); ok {
		line, tail, _ := strings.Cut(rest, "\n")
		var err error
		s.prompt, err = strconv.Unquote(line)
		require.NoError(t, err, file.Name)
		body = tail
	}
	body = strings.TrimSuffix(body, "\n")
	if strings.HasPrefix(body, `"`) {
		if value, err := strconv.Unquote(body); err == nil {
			body = value
		}
	}
	s.completion = body
	return s
}

func TestCases(t *testing.T) {
	for _, dir := range []string{"templates", "hack"} {
		paths, err := filepath.Glob(filepath.Join("testdata", dir, "*.txtar"))
		require.NoError(t, err)
		require.NotEmpty(t, paths)
		for _, path := range paths {
			t.Run(dir+"/"+strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
				runCases(t, readCases(t, path))
			})
		}
	}
}

func runCases(t *testing.T, f caseFile) {
	tmpl, err := Parse(f.template, f.options...)
	require.NoError(t, err)
	seen := map[string]bool{}
	for i, file := range f.archive.Files {
		s := readSample(t, file)
		if seen[s.name] {
			t.Errorf("%s: two cases named %q", f.path, s.name)
		}
		seen[s.name] = true
		m := tmpl.Match(s.prompt, s.completion)
		kinds := kindsOf(m)
		if m.OK != s.right {
			t.Errorf("%s: %q: match is %v: %s", f.path, s.name, m.OK, m.Reason())
			continue
		}
		checkMatch(t, s, m)
		if !slices.Equal(kinds, s.kinds) {
			if *update {
				f.archive.Files[i].Name = fmt.Sprintf("wrong: %s [%s]", s.name, strings.Join(kinds, " "))
				continue
			}
			t.Errorf("%s: %q: violations %v, want %v: %s", f.path, s.name, kinds, s.kinds, m.Reason())
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(f.path, txtar.Format(f.archive), 0o644))
	}
}

// checkMatch checks what holds for every outcome.
func checkMatch(t testing.TB, s sample, m Match) {
	t.Helper()
	require.Equal(t, m.OK, len(m.Violations) == 0, s.name)
	require.Equal(t, m.OK, m.Score == 1, s.name)
	for _, v := range m.Violations {
		require.True(t, v.Offset >= 0 && v.Offset <= len(s.completion), "%s: %v", s.name, v)
	}
	for _, f := range m.Fields {
		require.Len(t, f.Spans, len(f.Texts), s.name)
		for i, sp := range f.Spans {
			require.Equal(t, f.Texts[i], s.completion[sp.Start:sp.End], s.name)
		}
	}
}

func kindsOf(m Match) []string {
	var kinds []string
	for _, v := range m.Violations {
		if k := string(v.Kind); !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}
