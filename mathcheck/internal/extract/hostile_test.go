package extract

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// hostile are texts made to cost a careless scanner quadratic time.
func hostile(n int) map[string]string {
	rep := func(s string) string { return strings.Repeat(s, n/len(s)+1) }
	return map[string]string{
		"unclosed boxes":    rep(`\boxed{`),
		"box commands":      rep(`\boxed`),
		"closed boxes":      rep(`\boxed{1}`),
		"parens at a box":   `\boxed{1}` + rep("("),
		"denied boxes":      rep(`not \boxed{1} `),
		"nested boxes":      strings.Repeat(`\boxed{`, n/8) + "1" + strings.Repeat("}", n/8),
		"open braces":       rep("{"),
		"backslashes":       rep(`\`),
		"think marks":       rep("<think></think>"),
		"open thinks":       rep("<think>"),
		"angle brackets":    rep("<"),
		"answer tags":       rep("<answer>"),
		"closed tags":       rep("<answer>1</answer>"),
		"hashes":            rep("#"),
		"hash lines":        rep("#### 1\n"),
		"hash headings":     rep("#### a b\n"),
		"anchors":           rep("answer "),
		"anchors bound":     rep("Answer: 4\n"),
		"anchor is":         rep("the answer is "),
		"displays":          rep(`\[`),
		"parens":            rep(`\(`),
		"dollars":           rep("$"),
		"dollars apart":     rep("$ a"),
		"text groups":       rep(`\text{`),
		"zero-width":        rep("\u200b1"),
		"digits":            rep("7"),
		"words":             rep("word "),
		"one word":          rep("a"),
		"end tokens":        rep("<|im_end|>"),
		"fullwidth":         rep("４"),
		"answers in think":  "<think>" + rep("The answer is 4. ") + "</think>",
		"commas":            "answer is " + rep("1,"),
		"bullets":           "Answer:\n" + rep("- 1\n"),
		"doubled":           rep(`\\`),
		"equations":         rep(`\begin{equation}`),
		"quotes":            rep(`"`),
		"stars":             rep("*"),
		"stops":             rep(". "),
		"answer, no binder": rep("answer of the thing "),
	}
}

// The work must grow with the text, not with its square: on inputs of a few
// megabytes a quadratic scan would not end within the life of the test.
func TestHostile(t *testing.T) {
	n := 5 << 20
	if testing.Short() {
		n = 1 << 20
	}
	for name, s := range hostile(n) {
		t.Run(name, func(t *testing.T) {
			for _, p := range []Policy{Auto, Boxed, Answer, Hash, None} {
				if p != Auto {
					s = s[:len(s)/4] // Auto goes through the same scans
				}
				r := Find(s, Options{Policy: p, Lenient: true})
				if r.Found {
					assert.LessOrEqual(t, r.End, len(s))
					assert.LessOrEqual(t, r.Start, r.End)
				}
			}
			Gold(s)
		})
	}
	assert.Equal(t, "over the size limit", Find(strings.Repeat("1", MaxBytes+1), Options{}).Why)
}

func FuzzFind(f *testing.F) {
	for _, c := range findCases {
		f.Add(c.in)
	}
	for _, s := range hostile(200) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range []Options{{}, {Lenient: true}, {Policy: Boxed}, {Policy: Answer}, {Policy: Hash}, {Policy: None}} {
			r := Find(s, o)
			if r.Start < 0 || r.Start > r.End || r.End > len(s) {
				t.Fatalf("%q: span %d..%d", s, r.Start, r.End)
			}
			if r.Found == (r.Why != "") {
				t.Fatalf("%q: found %v, why %q", s, r.Found, r.Why)
			}
			if r.Found && utf8.ValidString(s) && !utf8.ValidString(r.Text) {
				t.Fatalf("%q: invalid text %q", s, r.Text)
			}
		}
		Gold(s)
	})
}

func BenchmarkFind(b *testing.B) {
	prose := strings.Repeat("Then we add the two numbers and get \\(x^2 + 3 = 12\\), which is < 13 as needed. ", 1300)
	for _, c := range []struct{ name, s string }{
		{"box-100kB", prose[:100_000] + `Therefore \boxed{42}.`},
		{"think-100kB", "<think>" + prose[:100_000] + `</think>Therefore \boxed{42}.`},
		{"anchor-100kB", prose[:100_000] + "The answer is 42."},
		{"tail-100kB", `Therefore \boxed{42}. ` + prose[:100_000]},
		{"tail-anchors-100kB", `Therefore \boxed{42}. ` + strings.Repeat("Wait, the answer is 42. ", 4100)},
		{"tail-500B", prose[:250] + `Therefore $\boxed{42}$.` + "\n\nCheck: 42 is even, as required. Let me know if you would like another explanation!"},
		{"utf8-100kB", strings.Repeat("因此，我们得到 x² 的值。", 3000) + `\boxed{42}`},
		{"box-500B", prose[:500] + `Therefore \boxed{42}.`},
		{"bare", "42"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.s)))
			for b.Loop() {
				Find(c.s, Options{})
			}
		})
	}
}

func ExampleFind() {
	r := Find(`<think>6*7</think> The answer is \boxed{42}.`, Options{})
	fmt.Println(r.Text, r.Rule, r.Start, r.End)
	// Output: 42 boxed 40 42
}
