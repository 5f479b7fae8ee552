package format

import (
	"regexp"
	"strings"
	"testing"

	"github.com/dlclark/regexp2"

	"github.com/verireward/verireward/reward"
)

// prose is text as a policy writes it, of about n bytes.
func prose(n int) string {
	const paragraph = "Let me think about this step by step. If x > 3 and y = 2x - 1, then the sum (x + y) is 3x - 1; " +
		"for x = 5 that makes 14, which we check: 5 + 9 = 14. So far, so good.\n\n"
	return strings.Repeat(paragraph, n/len(paragraph)+1)[:n]
}

func benchMatch(b *testing.B, name, completion string, want bool) {
	b.Helper()
	t, ok := Named(name)
	if !ok {
		b.Fatal(name)
	}
	b.SetBytes(int64(len(completion)))
	b.ReportAllocs()
	for b.Loop() {
		if t.Match("", completion).OK != want {
			b.Fatal("another verdict")
		}
	}
}

// BenchmarkMatch matches completions of 100 kB, and of some hundred bytes.
func BenchmarkMatch(b *testing.B) {
	const n = 100_000
	text := prose(n)
	b.Run("think-answer", func(b *testing.B) {
		benchMatch(b, "think-answer", "<think>"+text+"</think><answer>42</answer>", true)
	})
	b.Run("r1", func(b *testing.B) {
		benchMatch(b, "r1", "<think>"+text[:n/2]+"</think>"+text[n/2:], true)
	})
	b.Run("react", func(b *testing.B) {
		benchMatch(b, "react", "Thought: "+text+"\nAction: f\nAction Input: {}", true)
	})
	b.Run("gsm8k", func(b *testing.B) {
		benchMatch(b, "gsm8k", text+"\n#### 42", true)
	})
	b.Run("harmony", func(b *testing.B) {
		benchMatch(b, "harmony", "<|channel|>analysis<|message|>"+text+"<|end|><|start|>assistant<|channel|>final<|message|>42", true)
	})
	b.Run("think-steps", func(b *testing.B) {
		benchMatch(b, "think-steps", "<think>"+strings.Repeat("<step>"+text[:1000]+"</step>\n", n/1000)+"</think><answer>42</answer>", true)
	})
	b.Run("short", func(b *testing.B) {
		benchMatch(b, "think-answer", "<think>"+text[:200]+"</think><answer>42</answer>", true)
	})
}

// BenchmarkHostile matches 10 MB meant to be slow; compare the bytes per
// second with a tenth of the size to see that the cost is linear.
func BenchmarkHostile(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"1MB", 1_000_000}, {"10MB", 10_000_000}} {
		for _, h := range []struct{ name, template, unit string }{
			{"brackets", "think-answer", "<"},
			{"near-tags", "think-answer", "<think"},
			{"slashes", "think-answer", "</"},
			{"opening-tags", "think-answer", "<think>"},
			{"steps", "think-steps", "<step>a</step>"},
			{"white-space", "think-answer", " "},
			{"zero-width", "think-answer", "\u200b"},
			{"invalid", "think-answer", "\xff<\x00"},
			{"hashes", "gsm8k", "\n###"},
			{"labels", "react", "\nAction\n"},
			{"boxes", "think-boxed", `\boxed{`},
			{"fences", "think-code", "```\n"},
			{"json", "tool-calls", `{"a":[`},
		} {
			s := strings.Repeat(h.unit, size.n/len(h.unit))
			switch h.name {
			case "boxes":
				s = "<think>a</think>" + s
			case "fences":
				s = "<think>a</think><answer>" + s + "</answer>"
			case "json":
				s = "<think>a</think><tool_call>" + s + "</tool_call>"
			}
			b.Run(h.name+"/"+size.name, func(b *testing.B) { benchMatch(b, h.template, s, false) })
		}
	}
}

// BenchmarkComponents runs the rewards beside templates on 100 kB.
func BenchmarkComponents(b *testing.B) {
	text := "<think>\n" + prose(100_000) + "\n</think>\n"
	for _, c := range []struct {
		name       string
		make       func() (reward.Reward, error)
		completion string
	}{
		{"tag-count", func() (reward.Reward, error) { return TagCount(TagCountOptions{}) }, text + "<answer>\n42\n</answer>"},
		{"code-format", func() (reward.Reward, error) { return CodeFormat(CodeFormatOptions{Languages: []string{"python"}}) }, text + "```python\nprint(42)\n```"},
		{"language", func() (reward.Reward, error) { return Language(LanguageOptions{Target: "en"}) }, text},
		{"pattern", func() (reward.Reward, error) { return Pattern(PatternOptions{Pattern: `(?s)^<think>.*</think>`}) }, text},
		{"tool-calls", func() (reward.Reward, error) { return ToolCalls(ToolCallsOptions{}) }, text + `<tool_call>{"name":"f","arguments":{}}</tool_call>`},
	} {
		b.Run(c.name, func(b *testing.B) {
			r, err := c.make()
			if err != nil {
				b.Fatal(err)
			}
			s := toolSample(`{"name":"f","arguments":{}}`, c.completion)
			b.SetBytes(int64(len(c.completion)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Score(b.Context(), s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAgainstPatterns sets @open-r1 beside the pattern it stands for, on
// both regular expression engines: on an honest completion of 100 kB, and on
// one that is made of beginnings.
func BenchmarkAgainstPatterns(b *testing.B) {
	const pattern = `^<think>\n.*?\n</think>\n<answer>\n.*?\n</answer>$`
	linear := regexp.MustCompile("(?s)" + pattern)
	backtracking := regexp2.MustCompile(pattern, regexp2.Singleline)
	tmpl, _ := Named("open-r1")
	for _, c := range []struct {
		name, completion string
		want             bool
	}{
		{"honest", "<think>\n" + prose(100_000) + "\n</think>\n<answer>\n42\n</answer>", true},
		{"hostile-5kB", "<think>\n" + strings.Repeat("\n</think>\n<answer>\n", 5_000/20), false},
		{"hostile-20kB", "<think>\n" + strings.Repeat("\n</think>\n<answer>\n", 20_000/20), false},
	} {
		for _, engine := range []struct {
			name  string
			match func(string) bool
		}{
			{"template", func(s string) bool { return tmpl.Match("", s).OK }},
			{"regexp", linear.MatchString},
			{"regexp2", func(s string) bool { ok, _ := backtracking.MatchString(s); return ok }},
		} {
			b.Run(c.name+"/"+engine.name, func(b *testing.B) {
				b.SetBytes(int64(len(c.completion)))
				for b.Loop() {
					if engine.match(c.completion) != c.want {
						b.Fatal("another verdict")
					}
				}
			})
		}
	}
}
