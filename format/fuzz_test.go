package format

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzParse: a template is refused with a TemplateError that points into it,
// or it can be matched.
func FuzzParse(f *testing.F) {
	for _, b := range builtins {
		f.Add(b.template, false)
	}
	for _, s := range []string{`(<a>{x:json(k:string)}(<b>{y?})*</a> )+{z}`, `\lA:\h{x:ident}\n\g`, `{x`, `(((`, `\`, `{a:choice(A-Z)}`, "[a][", "◁◁▷"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, source string, exact bool) {
		ws := Free
		if exact {
			ws = Exact
		}
		tmpl, err := Parse(source, WithWhitespace(ws))
		if err != nil {
			te, ok := errors.AsType[*TemplateError](err)
			require.True(t, ok, "%T", err)
			require.True(t, te.Pos >= -1 && te.Pos <= len(source))
			require.NotEmpty(t, te.Code)
			return
		}
		checkMatch(t, sample{name: source, completion: source}, tmpl.Match("", source))
		checkMatch(t, sample{name: source}, tmpl.Match(source, ""))
	})
}

// FuzzMatch: no completion breaks the matcher, its outcome is consistent, and
// it agrees with a plain reading of the layout where that is short.
func FuzzMatch(f *testing.F) {
	names := Names()
	var templates []*Template
	for i, name := range names {
		tmpl, err := Parse(name)
		require.NoError(f, err)
		templates = append(templates, tmpl)
		paths, err := filepath.Glob(filepath.Join("testdata", "templates", strings.TrimPrefix(name, "@")+".txtar"))
		require.NoError(f, err)
		for _, path := range paths {
			cases := readFuzzSeeds(f, path)
			for _, s := range cases {
				f.Add(uint8(i), s.prompt, s.completion)
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, prompt, completion string) {
		i := int(which) % len(names)
		m := templates[i].Match(prompt, completion)
		checkMatch(t, sample{name: names[i], completion: completion}, m)
		if plain := plainReading[names[i]]; plain != nil && prompt == "" {
			require.Equal(t, plain(completion), m.OK, "%s on %q: %s", names[i], completion, m.Reason())
		}
	})
}

// plainReading are layouts read without the template language.
var plainReading = map[string]func(string) bool{
	"@think-answer": func(s string) bool {
		think, rest, ok := block(s, "<think>", "</think>")
		if !ok {
			return false
		}
		answer, rest, ok := block(rest, "<answer>", "</answer>")
		return ok && trim(rest) == "" && !isBlank(think) && !isBlank(answer) &&
			once(s, "<think>", "</think>", "<answer>", "</answer>")
	},
	"@r1": func(s string) bool {
		think, rest, ok := block(s, "<think>", "</think>")
		return ok && !isBlank(think) && !isBlank(rest) && once(s, "<think>", "</think>")
	},
	"@nemotron": func(s string) bool {
		if !strings.Contains(s, "<think>") && !strings.Contains(s, "</think>") {
			return !isBlank(s)
		}
		think, rest, ok := block(s, "<think>", "</think>")
		return ok && !isBlank(think) && !isBlank(rest) && once(s, "<think>", "</think>")
	},
	"@answer-last": func(s string) bool {
		_, rest, ok := strings.Cut(s, "<answer>")
		answer, rest, closed := strings.Cut(rest, "</answer>")
		return ok && closed && trim(rest) == "" && !isBlank(answer) && once(s, "<answer>", "</answer>")
	},
	"@gsm8k": func(s string) bool {
		var labels int
		last := ""
		for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r", "\n"), "\n") {
			if strings.HasPrefix(line, "####") {
				labels++
			}
			if trim(line) != "" {
				last = line
			}
		}
		number, ok := strings.CutPrefix(last, "#### ")
		return ok && labels == 1 && skipSpace(number, 0, len(number)) == 0 && checkNumber(trim(number)) == ""
	},
}

// block cuts s at the first block, which only white space may precede.
func block(s, open, shut string) (text, rest string, ok bool) {
	before, rest, ok := strings.Cut(s, open)
	if !ok || trim(before) != "" {
		return "", "", false
	}
	return strings.Cut(rest, shut)
}

func once(s string, marks ...string) bool {
	for _, m := range marks {
		if strings.Count(s, m) != 1 {
			return false
		}
	}
	return true
}

func readFuzzSeeds(f *testing.F, path string) []sample {
	f.Helper()
	var out []sample
	c := readCases(f, path)
	for _, file := range c.archive.Files {
		out = append(out, readSample(f, file))
	}
	return out
}
