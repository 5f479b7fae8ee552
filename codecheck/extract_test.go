package codecheck

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExtractPolicies(t *testing.T) {
	text := "```python\na\n```\n```python\nlonger\n```\n```python\nc\n```\n"
	for p, want := range map[Policy]string{"": "c\n", LastFence: "c\n", FirstFence: "a\n", LongestFence: "longer\n", AllFences: "a\nlonger\nc\n"} {
		e, why := Extract(text, "python", p)
		require.Empty(t, why)
		require.Equal(t, want, e.Code, p)
		require.True(t, e.Fenced)
	}
	_, why := Extract(text, "python", OnlyFence)
	require.NotEmpty(t, why)
	e, why := Extract("x\n```python\na\n```", "python", OnlyFence)
	require.Empty(t, why)
	require.Equal(t, "a\n", "x\n```python\na\n```"[e.Start:e.End])
}

func TestExtractReasons(t *testing.T) {
	for _, tc := range []struct{ text, lang, why string }{
		{"```ruby\nx\n```", "python", "no fence is tagged python or untagged"},
		{"```\nx\n```", "", "no fence names one"},
		{"x", "", "no language"},
		{"x", "klingon", "unknown language"},
		{"hello there", "python", "not a program"},
		{"```python\n\n```", "python", "empty"},
		{"<think>```python\nx\n```", "python", "no text outside think"},
	} {
		_, why := Extract(tc.text, tc.lang, "")
		require.Contains(t, why, tc.why, tc.text)
	}
	e, _ := Extract("```js\nx\n```", "", "")
	require.Equal(t, "javascript", e.Language)
}

// hostile are texts that make naive scanners quadratic.
func hostile(n int) map[string]string {
	widths := &strings.Builder{}
	for w := 1500; w > 3 && widths.Len() < n; w-- {
		widths.WriteString(strings.Repeat("`", w) + "\n'''\n" + strings.Repeat("`", w) + "\n")
	}
	return map[string]string{
		"thinks":       strings.Repeat("<think></think>", n/15),
		"closes":       strings.Repeat("</think>", n/8),
		"opens":        strings.Repeat("<think>", n/7),
		"fences":       strings.Repeat("```python\n", n/10),
		"tags":         strings.Repeat("```python\n'''\n```\n", n/18),
		"ticks":        strings.Repeat("`", n),
		"tick lines":   strings.Repeat("`\n", n/2),
		"tildes":       strings.Repeat("~~~\n```\n'''\n", n/12),
		"quotes":       "```python\n" + strings.Repeat("'''\"\"\"", n/6),
		"wide then":    strings.Repeat("`", n/2) + "\n" + strings.Repeat("x\n", n/4),
		"widths":       widths.String() + strings.Repeat("y\n", max(0, n-widths.Len())/2),
		"blanks":       strings.Repeat(" ", n),
		"quoted marks": strings.Repeat("> ```\n", n/6),
	}
}

// TestExtractIsLinear: hostile text of 5 MB is looked at a bounded number of
// times.
func TestExtractIsLinear(t *testing.T) {
	for name, text := range hostile(5 << 20) {
		body, _ := visible(text)
		_, looked := scanCounted(body, true)
		require.LessOrEqual(t, looked, (maxHeld+2)*(len(body)+1), name)
		Extract(text, "python", "")
	}
}

func BenchmarkExtractHostile(b *testing.B) {
	for name, text := range hostile(5 << 20) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Extract(text, "python", "")
			}
		})
	}
}

func FuzzExtract(f *testing.F) {
	for _, s := range hostile(200) {
		f.Add(s)
	}
	f.Add("a\n```python\nprint(1)\n```\nb")
	f.Add("<think>x</think>~~~py\n'''\n~~~\n'''\n~~~")
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range []Policy{LastFence, FirstFence, LongestFence, AllFences} {
			e, why := Extract(s, "python", p)
			if why != "" {
				require.Empty(t, e.Code)
				continue
			}
			require.NotEmpty(t, strings.TrimSpace(e.Code))
			require.LessOrEqual(t, e.Start, e.End)
			require.LessOrEqual(t, e.End, len(s))
			require.LessOrEqual(t, len(e.Code), len(s)+1)
		}
	})
}

func BenchmarkExtract(b *testing.B) {
	text := strings.Repeat("Some words about the problem at hand.\n", 2000) + "```python\n" + strings.Repeat("x = x + 1\n", 500) + "```\n"
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Extract(text, "python", "")
	}
}
