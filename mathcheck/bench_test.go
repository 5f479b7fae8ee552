package mathcheck

import (
	"strings"
	"testing"
)

// benchPairs are one comparison for each stage that can end one.
var benchPairs = []struct{ name, gold, pred string }{
	{"text", "42", "42"},
	{"exact", "42", "43"},
	{"fraction", `\frac{1}{2}`, "0.5"},
	{"tree", "x^2+2x+1", "1 + 2x + x^2"},
	{"poly", "(x+1)^2", "x^2+2x+1"},
	{"radical", `\frac{1}{\sqrt{2}+1}`, `\sqrt{2}-1`},
	{"numeric", `\ln 6`, `\ln 2 + \ln 3`},
	{"trigonometry", `\sin^2 x`, `1-\cos^2 x`},
	{"set", `\{1,2,3\}`, "3, 2, 1"},
	{"interval", `(-2,2)`, `x^2<4`},
	{"unit", `1.5\text{ km}`, "1500 m"},
	{"matrix", `\begin{pmatrix}1&2\\3&4\end{pmatrix}`, `\begin{bmatrix}1&2\\3&4\end{bmatrix}`},
	{"boxed", "42", `Adding both numbers gives $20 + 22 = 42$. The answer is $\boxed{42}$.`},
}

func BenchmarkCheck(b *testing.B) {
	for _, p := range benchPairs {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Check(p.gold, p.pred); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkGroup is the case of training: one gold, many completions.
func BenchmarkGroup(b *testing.B) {
	g, err := ParseGold(`\frac{3\sqrt{2}}{4}`)
	if err != nil {
		b.Fatal(err)
	}
	pred := strings.Repeat("We compute the next step of the derivation. ", 40) + `Hence the result is $\boxed{\dfrac{3}{4}\sqrt{2}}$.`
	b.ReportAllocs()
	b.SetBytes(int64(len(pred)))
	for b.Loop() {
		if _, err := g.Check(pred); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkShared runs whole files of the shared data; the time per check is
// the figure to compare with other graders.
func BenchmarkShared(b *testing.B) {
	benchShared(b, func(gold, pred string) (Verdict, error) { return Check(gold, pred) })
}

// BenchmarkChecker is BenchmarkShared by a Checker, which reads a gold once for
// the cases that share it.
func BenchmarkChecker(b *testing.B) {
	benchShared(b, NewChecker().Check)
}

func benchShared(b *testing.B, check func(gold, pred string) (Verdict, error)) {
	for _, name := range []string{"mutations.jsonl", "gsm8k_completions.jsonl", "solutions.jsonl"} {
		b.Run(name, func(b *testing.B) {
			cases := sharedFile(b, name)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				c := cases[i%len(cases)]
				i++
				if _, err := check(c.Gold, c.Pred); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
