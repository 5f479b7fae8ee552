package normal

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/latex"
)

func form(t testing.TB, src string) string {
	t.Helper()
	n, err := latex.Parse(src, nil)
	require.Nil(t, err, src)
	c, ok := Canon(n, budget.New(budget.Steps))
	require.True(t, ok, src)
	return expr.String(c)
}

// sameForm lists expressions that must have one canonical form, by family.
var sameForm = []struct {
	family string
	inputs []string
}{
	{"sums", []string{"a-b+c", "c-b+a", "-(b-c-a)", "a+(c-b)"}},
	{"like terms", []string{"5x", "2x+3x", "x+4x", "10x-5x", "5*x"}},
	{"products", []string{"x^3", "x*x^2", "x^2 x", "x x x", "x^4/x"}},
	{"quotients", []string{`\frac{x}{y}`, "x/y", "xy^{-1}", `\frac{1}{y}x`}},
	{"powers of products", []string{"4x^2", "(2x)^2", "(-2x)^2", "4xx"}},
	{"powers of powers", []string{"x^6", "(x^2)^3", "(x^3)^2"}},
	{"numbers", []string{"1/2", "0.5", "2/4", "50\\%", "2^{-1}"}},
	{"square roots", []string{`2\sqrt3`, `\sqrt{12}`, `\frac{6}{\sqrt3}`, `\sqrt3+\sqrt3`}},
	{"roots of fractions", []string{`\frac{\sqrt2}{2}`, `\frac{1}{\sqrt2}`, `\sqrt{\frac12}`, `\sqrt{0.5}`}},
	{"products of roots", []string{`\sqrt6`, `\sqrt2\sqrt3`, `\sqrt{2\cdot3}`}},
	{"higher roots", []string{`\sqrt2`, `\sqrt[4]{4}`, `4^{1/4}`}},
	{"odd roots", []string{"-2", `\sqrt[3]{-8}`, "(-8)^{1/3}"}},
	{"imaginary", []string{"-1", "i^2", `\sqrt{-1}\sqrt{-1}`, "i^6"}},
	{"roots of negatives", []string{"2i", `\sqrt{-4}`}},
	{"degrees", []string{"45°", `\frac{\pi}{4}`}},
	{"factorials", []string{"120", "5!", "5*4!"}},
	{"binomials", []string{`\binom52`, "10", `\binom53`}},
	{"divisors", []string{`\gcd(12,18)`, "6", `\gcd(18,12)`}},
	{"extremes", []string{`\max(3,5)`, `\max(5,3,5)`, "5"}},
	{"logarithms", []string{`\log_2 8`, "3", `\log_{8}512`}},
	{"fractional logarithms", []string{`\log_4 8`, "3/2"}},
	{"finite sums", []string{`\sum_{k=1}^{4}k`, "10", `\sum_{j=1}^4 j`}},
	{"finite products", []string{`\prod_{k=1}^{4}k`, "24"}},
	{"bound names", []string{`\sum_{k=1}^{n}\frac1k`, `\sum_{j=1}^{n}\frac1j`}},
	{"derivatives", []string{`\frac{d}{dx}x^3`, "3x^2"}},
	{"integrals", []string{`\int_0^1 x^2dx`, "1/3"}},
	{"limits", []string{`\lim_{x\to2}x^2`, "4"}},
	{"determinants", []string{`\begin{vmatrix}1&2\\3&4\end{vmatrix}`, "-2"}},
	{"absolute values", []string{"|x-1|", "|1-x|"}},
	{"sets", []string{`\{1,2,2\}`, `\{2,1\}`}},
	{"bases", []string{"1011_2", "11"}},
}

func TestCanonicalForms(t *testing.T) {
	for _, c := range sameForm {
		t.Run(c.family, func(t *testing.T) {
			want := form(t, c.inputs[0])
			for _, in := range c.inputs[1:] {
				require.Equal(t, want, form(t, in), "%q and %q", c.inputs[0], in)
			}
		})
	}
}

func TestDistinctForms(t *testing.T) {
	for _, c := range [][2]string{
		{"x", "-x"}, {"x^2", "x^3"}, {"a-b", "b-a"}, {`\sqrt2`, `\sqrt3`}, {`\sqrt{x^2}`, "x"}, {"|x-1|", "|x+1|"},
		{`\sum_{k=1}^{n}\frac1k`, `\sum_{k=2}^{n}\frac1k`}, {"i", "-i"}, {`\binom52`, `\binom51`}, {"(1,2)", "(2,1)"},
	} {
		require.NotEqual(t, form(t, c[0]), form(t, c[1]), "%q and %q", c[0], c[1])
	}
}

func TestSymbolicSums(t *testing.T) {
	b := budget.New(budget.Steps)
	for _, c := range [][2]string{
		{`\sum_{k=1}^{n} k`, "n(n+1)/2"}, {`\sum_{k=0}^{n-1}(2k+1)`, "n^2"}, {`\sum_{k=1}^{n}k^3`, `\frac{n^2(n+1)^2}{4}`},
	} {
		s, err := latex.Parse(c[0], nil)
		require.Nil(t, err)
		p, err := latex.Parse(c[1], nil)
		require.Nil(t, err)
		for k := int64(1); k < 8; k++ { // the closed forms agree at more points than their degree
			x, _ := Canon(Replace(s, "n", expr.Int(k)), b)
			closed, _ := Canon(s, b)
			y, _ := Canon(Replace(closed, "n", expr.Int(k)), b)
			z, _ := Canon(Replace(p, "n", expr.Int(k)), b)
			require.Equal(t, expr.String(x), expr.String(y))
			require.Equal(t, expr.String(x), expr.String(z))
		}
	}
}

// anyExpr generates expressions of elementary shape.
func anyExpr(depth int) *rapid.Generator[expr.Node] {
	leaf := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) expr.Node { return expr.Int(rapid.Int64Range(-9, 9).Draw(t, "int")) }),
		rapid.Custom(func(t *rapid.T) expr.Node { return expr.Var(rapid.SampledFrom([]string{"x", "y"}).Draw(t, "var")) }),
		rapid.SampledFrom([]expr.Node{expr.Cst(expr.Pi), expr.Cst(expr.I)}),
	)
	if depth == 0 {
		return leaf
	}
	sub := rapid.Deferred(func() *rapid.Generator[expr.Node] { return anyExpr(depth - 1) })
	return rapid.OneOf(leaf,
		rapid.Custom(func(t *rapid.T) expr.Node {
			return expr.Plus(rapid.SliceOfN(sub, 2, 3).Draw(t, "terms")...)
		}),
		rapid.Custom(func(t *rapid.T) expr.Node {
			return expr.Times(rapid.SliceOfN(sub, 2, 3).Draw(t, "factors")...)
		}),
		rapid.Custom(func(t *rapid.T) expr.Node {
			return expr.Power(sub.Draw(t, "base"), expr.Int(rapid.Int64Range(-3, 4).Draw(t, "exp")))
		}),
		rapid.Custom(func(t *rapid.T) expr.Node { return expr.Sqrt(sub.Draw(t, "radicand")) }),
		rapid.Custom(func(t *rapid.T) expr.Node { return expr.Over(sub.Draw(t, "num"), sub.Draw(t, "den")) }),
		rapid.Custom(func(t *rapid.T) expr.Node { return expr.Fun(expr.Abs, sub.Draw(t, "abs")) }),
		rapid.Custom(func(t *rapid.T) expr.Node { return expr.Fun(expr.Sin, sub.Draw(t, "sin")) }),
	)
}

func TestCanonIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := anyExpr(3).Draw(t, "expr")
		once, ok := Canon(n, budget.New(budget.Steps))
		if !ok {
			t.Skip("the expression is over the budget")
		}
		twice, ok := Canon(once, budget.New(budget.Steps))
		if !ok {
			t.Skip("the expression is over the budget")
		}
		if !expr.Same(once, twice) {
			t.Fatalf("%s\nonce  %s\ntwice %s", expr.String(n), expr.String(once), expr.String(twice))
		}
	})
}

func TestCanonOfSumsCommutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyExpr(2).Draw(t, "a"), anyExpr(2).Draw(t, "b")
		for _, pair := range [][2]expr.Node{{expr.Plus(a, b), expr.Plus(b, a)}, {expr.Times(a, b), expr.Times(b, a)}} {
			x, ok := Canon(pair[0], budget.New(budget.Steps))
			y, ok2 := Canon(pair[1], budget.New(budget.Steps))
			if ok && ok2 && !expr.Same(x, y) {
				t.Fatalf("%s\n%s", expr.String(x), expr.String(y))
			}
		}
	})
}

// TestPartsAreCanonicalForms: each part of a tree has the form it has alone,
// whichever was asked first, and the whole costs no more than a few times one.
func TestPartsAreCanonicalForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := anyExpr(4).Draw(t, "n")
		unconditional := rapid.Bool().Draw(t, "unconditional")
		one := budget.New(budget.Steps)
		whole := Canon
		if unconditional {
			whole = Unconditional
		}
		if _, ok := whole(n, one); !ok {
			return
		}
		all := budget.New(budget.Steps)
		p := NewParts(all, unconditional)
		expr.Any(n, func(part expr.Node) bool {
			got, ok := p.Canon(part)
			want, ok2 := whole(part, budget.New(budget.Steps))
			require.Equal(t, ok2, ok)
			require.Equal(t, expr.String(want), expr.String(got), "%s of %s", expr.String(part), expr.String(n))
			return false
		})
		spent := budget.Steps - all.Left()
		require.LessOrEqual(t, spent, budget.Steps-one.Left()+16*int64(expr.Size(n, 10_000)))
	})
}

func BenchmarkCanon(b *testing.B) {
	for _, src := range []string{"x^2+2x+1", `\frac{3\sqrt{12}}{4}`, `\sum_{k=1}^{n}k^2`} {
		n, err := latex.Parse(src, nil)
		require.Nil(b, err)
		b.Run(src, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Canon(n, budget.New(budget.Steps))
			}
		})
	}
}
