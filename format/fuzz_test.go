package format

import (
	"errors"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
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
	"@qwen3": func(s string) bool {
		_, rest, ok := block(s, "<think>", "</think>")
		return ok && !isBlank(rest) && once(s, "<think>", "</think>")
	},
	"@kimi": func(s string) bool {
		think, rest, ok := block(s, "◁think▷", "◁/think▷")
		return ok && !isBlank(think) && !isBlank(rest) && once(s, "◁think▷", "◁/think▷")
	},
	"@r1-prefilled": func(s string) bool {
		think, rest, ok := strings.Cut(s, "</think>")
		return ok && !isBlank(think) && !isBlank(rest) && !strings.Contains(s, "<think>") && once(s, "</think>")
	},
	"@unsloth": func(s string) bool {
		work, rest, ok := block(s, "<start_working_out>", "<end_working_out>")
		if !ok {
			return false
		}
		solution, rest, ok := block(rest, "<SOLUTION>", "</SOLUTION>")
		return ok && trim(rest) == "" && !isBlank(work) && !isBlank(solution) &&
			once(s, "<start_working_out>", "<end_working_out>", "<SOLUTION>", "</SOLUTION>")
	},
	"@think-int": func(s string) bool {
		think, rest, ok := block(s, "<think>", "</think>")
		if !ok {
			return false
		}
		answer, rest, ok := block(rest, "<answer>", "</answer>")
		digits := strings.TrimPrefix(trim(answer), "-")
		return ok && trim(rest) == "" && !isBlank(think) && digits != "" && strings.Trim(digits, "0123456789") == "" &&
			once(s, "<think>", "</think>", "<answer>", "</answer>")
	},
	"@open-r1": func(s string) bool {
		rest, ok := strings.CutPrefix(s, "<think>\n")
		rest, closed := strings.CutSuffix(rest, "\n</answer>")
		think, answer, cut := strings.Cut(rest, "\n</think>\n<answer>\n")
		return ok && closed && cut && !isBlank(think) && !isBlank(answer) &&
			!strings.HasSuffix(think, "\r") && !strings.HasSuffix(answer, "\r") &&
			once(s, "<think>", "</think>", "<answer>", "</answer>")
	},
	"@harmony": func(s string) bool {
		rest, ok := strings.CutPrefix(s, "<|channel|>analysis<|message|>")
		rest = strings.TrimSuffix(rest, "<|return|>")
		analysis, final, cut := strings.Cut(rest, "<|end|><|start|>assistant<|channel|>final<|message|>")
		for _, token := range []string{"start", "end", "message", "channel", "constrain", "return", "call", "refusal", "untrusted", "end_untrusted", "startoftext", "endoftext"} {
			if strings.Contains(analysis+"\n"+final, "<|"+token+"|>") {
				return false
			}
		}
		return ok && cut && !isBlank(analysis) && !isBlank(final)
	},
	"@think-steps": func(s string) bool {
		think, rest, ok := block(s, "<think>", "</think>")
		if !ok {
			return false
		}
		answer, rest, ok := block(rest, "<answer>", "</answer>")
		if !ok || trim(rest) != "" || isBlank(answer) || !once(s, "<think>", "</think>", "<answer>", "</answer>") ||
			strings.Contains(answer, "step>") && (strings.Contains(answer, "<step>") || strings.Contains(answer, "</step>")) {
			return false
		}
		for steps := 0; ; steps++ {
			if trim(think) == "" {
				return steps > 0
			}
			step, after, ok := block(think, "<step>", "</step>")
			if !ok || isBlank(step) || strings.Contains(step, "<step>") {
				return false
			}
			think = after
		}
	},
	"@react": func(s string) bool {
		s = strings.TrimLeftFunc(s, isSpace)
		lines := strings.Split(strings.ReplaceAll(s, "\r", "\n"), "\n")
		var at []int
		var labels []string
		for i, line := range lines {
			for _, label := range []string{"Thought:", "Action:", "Action Input:", "Observation:"} {
				if strings.HasPrefix(line, label) {
					at, labels = append(at, i), append(labels, label)
				}
			}
		}
		if len(at) != 3 || at[0] != 0 || strings.Join(labels, "") != "Thought:Action:Action Input:" {
			return false
		}
		thought := strings.TrimPrefix(strings.Join(lines[:at[1]], "\n"), "Thought:")
		action := trim(strings.TrimPrefix(lines[at[1]], "Action:"))
		input := trim(strings.TrimPrefix(strings.Join(lines[at[2]:], "\n"), "Action Input:"))
		return !isBlank(thought) && action != "" && checkIdent(action) == "" &&
			trim(strings.Join(lines[at[1]+1:at[2]], "")) == "" && jsonType(0, nil)(input) == ""
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

// FuzzComponents: no completion breaks the rewards beside templates; their
// values stay within their range and do not change.
func FuzzComponents(f *testing.F) {
	made := func(r reward.Reward, err error) reward.Reward {
		require.NoError(f, err)
		return r
	}
	rewards := []reward.Reward{
		made(TagCount(TagCountOptions{})),
		made(CodeFormat(CodeFormatOptions{Languages: []string{"python"}})),
		made(JSONSchema(JSONSchemaOptions{Schema: `{"type":"object","properties":{"a":{"type":"array","uniqueItems":true}}}`, Fenced: true})),
		made(ToolCalls(ToolCallsOptions{AnyOrder: true, Share: true})),
		made(Language(LanguageOptions{Target: "en"})),
		made(Language(LanguageOptions{Target: "ja", Part: "response"})),
		made(Pattern(PatternOptions{Pattern: `a+b`})),
	}
	for _, s := range []string{
		"<think>\na\n</think>\n<answer>\nb\n</answer>", "```python\nx\n```", `{"a":[1,{"b":2}]}`, "```json\n{}\n```",
		`<tool_call>{"name":"f","arguments":{"x":1}}</tool_call>`, "The answer is 12. 答えは十二です。$x^2$ `code` <b> https://x.y", "\xff\x00<", "aab",
	} {
		f.Add(s)
	}
	const gold = `[{"name":"f","arguments":{"x":1}},{"name":"g","arguments":{}}]`
	f.Fuzz(func(t *testing.T, completion string) {
		s := toolSample(gold, completion)
		for i, r := range rewards {
			res, err := reward.Judge(t.Context(), r, s)
			require.NoError(t, err)
			require.True(t, res.Value >= -1 && res.Value <= 1, "reward %d: %v", i, res.Value)
			require.NotEmpty(t, res.Reason)
			for _, sp := range res.Spans {
				require.True(t, 0 <= sp.Start && sp.Start <= sp.End && sp.End <= len(completion), "reward %d: %v", i, sp)
			}
			again, err := reward.Judge(t.Context(), r, s)
			require.NoError(t, err)
			require.Equal(t, res, again)
		}
		DetectLanguage(completion)
	})
}

// TestMutationsAgree changes the cases of every template at random, by the
// pieces that layouts are made of, and holds the matcher against the plain
// reading.
func TestMutationsAgree(t *testing.T) {
	n := 60_000
	if testing.Short() {
		n = 12_000
	}
	for name, plain := range plainReading {
		t.Run(name, func(t *testing.T) {
			tmpl, err := Parse(name)
			require.NoError(t, err)
			c := readCases(t, filepath.Join("testdata", "templates", strings.TrimPrefix(name, "@")+".txtar"))
			var seeds []string
			pieces := []string{"", " ", "\n", "\r\n", "\u200b", "a", "\x00", "<", ">", "/", "4", "####", "{}"}
			for _, file := range c.archive.Files {
				s := readSample(t, file)
				if s.prompt == "" && s.right {
					seeds = append(seeds, s.completion)
				}
			}
			for _, m := range tmpl.marks {
				pieces = append(pieces, m.text, m.text[:len(m.text)-1], m.text+"\n", "\n"+m.text)
			}
			rng := rand.New(rand.NewPCG(1, uint64(len(name))))
			matches := 0
			for range n / len(plainReading) {
				s := seeds[rng.IntN(len(seeds))]
				for range 1 + rng.IntN(3) {
					i, j := rng.IntN(len(s)+1), rng.IntN(len(s)+1)
					if rng.IntN(2) == 0 {
						// At a mark or a line, where layouts break.
						i = max(0, strings.IndexAny(s[i:], "<>#\n◁▷:")+i)
					}
					switch rng.IntN(4) {
					case 0:
						s = s[:i] + pieces[rng.IntN(len(pieces))] + s[i:]
					case 1:
						s = s[:min(i, j)] + s[max(i, j):]
					case 2:
						s = s[:i] + s[min(i, j):max(i, j)] + s[i:]
					default:
						p := pieces[rng.IntN(len(pieces))]
						s = strings.Replace(s, p, pieces[rng.IntN(len(pieces))], 1)
					}
				}
				m := tmpl.Match("", s)
				require.Equal(t, plain(s), m.OK, "%q: %s", s, m.Reason())
				if m.OK {
					matches++
				}
			}
			require.Positive(t, matches, "no mutation left a match, so the test shows half of what it should")
		})
	}
}
