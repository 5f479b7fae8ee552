package latex

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// testUnits stands in for the unit table.
func testUnits(s string) bool {
	switch s {
	case "cm", "km", "km/h", "m", "s", "kg", "cm^2", "m/s", "m/s^2", "minutes", "min", "hours", "feet", "inches", "in", "in^2", "square feet", "miles per hour":
		return true
	}
	return false
}

func read(src string) (string, *Error) {
	n, err := Parse(src, &Options{IsUnit: testUnits, Money: strings.Count(src, "$") == 1})
	if err != nil {
		return "", err
	}
	return expr.String(n), nil
}

// spellings lists inputs that must all give the same tree; the tree is written
// as expr.String prints it.
var spellings = []struct {
	tree   string
	inputs []string
}{
	{"5", []string{"5", "$5$", `\(5\)`, " 5 ", "5.", `{5}`, `\text{5}`, "＝5", `\boxed{5}`, "５", `\left(5\right)`, "5\\\\"}},
	{"1000", []string{"1000", "1,000", "1{,}000", `1\,000`, "1 000", "1'000", `1,\!000`}},
	{"1234567", []string{"1,234,567", "12,34,567", "1.234.567", "1 234 567"}},
	{"1/2", []string{"½", ".5", "0.5", "0.50", "5e-1", "5E-1"}},
	{"(/ 1 2)", []string{`\frac{1}{2}`, `\frac12`, `\dfrac 1 2`, `\tfrac{1}2`, "1/2", "1 / 2", "1÷2", `1 \div 2`, `{1 \over 2}`, `\\frac{1}{2}`}},
	{"3/2", []string{"1.5", "1½", "1 1/2", `1\frac12`, `1\frac{1}{2}`, "1 ½"}},
	{"1/3", []string{`0.\overline{3}`, `0.\bar{3}`, "0.(3)", "0.333...", `0.\dot{3}`, "0.3̅", `0.33\ldots`, `.\overline{3}`}},
	{"1/6", []string{`0.1\overline{6}`, "0.1(6)", "0.1666...", `0.1\dot6`}},
	{"(root 2 _)", []string{`\sqrt{2}`, `\sqrt2`, "√2", "sqrt(2)", "sqrt2", "√(2)", `\sqrt 2`}},
	{"(root 2 3)", []string{`\sqrt[3]{2}`, "∛2", "cbrt(2)"}},
	{"(* 2 (root 3 _))", []string{`2\sqrt3`, "2√3", "2sqrt(3)", `2\cdot\sqrt{3}`, "2*sqrt(3)", "2 × √3"}},
	{"(^ x 2)", []string{"x^2", "x^{2}", "x²", "x**2", "x^(2)"}},
	{"(^ x (- 1))", []string{"x^{-1}", "x^-1", "x⁻¹"}},
	{"(* (/ 1 2) x)", []string{"1/2x", `\frac12x`, `\frac{1}{2} x`, `\frac{1}{2}\cdot x`}},
	{"(sin! (* 2 x))", []string{`\sin 2x`, `\sin(2x)`, "sin(2x)", `\sin{2x}`, `\operatorname{sin}(2x)`, `\mathrm{sin}\,2x`}},
	{"(^ (sin! x) 2)", []string{`\sin^2 x`, `\sin^{2}x`, `(\sin x)^2`, `\sin^2(x)`, `\sin²x`}},
	{"(asin! x)", []string{`\sin^{-1} x`, `\arcsin x`, "asin(x)", "arcsin x", `\sin^{-1}(x)`}},
	{"(* (sin! x) (cos! x))", []string{`\sin x\cos x`, "sinx cosx", `\sin(x)\cos(x)`}},
	{"(log! x 10)", []string{`\log x`, `\lg x`, `\log_{10}x`, "log(x)", `\log_{10}(x)`}},
	{"(ln! x)", []string{`\ln x`, "ln(x)", `\log_e x`}},
	{"(^ @e x)", []string{"e^x", `\exp(x)`, `\exp x`, `\mathrm{e}^{x}`, "exp(x)"}},
	{"(binom! 5 2)", []string{`\binom{5}{2}`, `\binom52`, `{5 \choose 2}`, "C_5^2", "C^2_5", `{}_5C_2`, "5C2", "⁵C₂"}},
	{"(* 2 @pi)", []string{`2\pi`, "2π", "2pi", "2*pi", `2\cdot\pi`}},
	{"@inf", []string{`\infty`, "∞", "infinity", "inf", "oo"}},
	{"(- @inf)", []string{`-\infty`, "−∞", "-inf"}},
	{"x_1", []string{"x_1", "x_{1}", "x₁", "x1"}},
	{"(pm 2)", []string{`\pm 2`, "±2", "+-2", "+/-2"}},
	{"{1, 2}", []string{`\{1,2\}`, `\{1, 2\}`, "{1,2}", `\left\{1,2\right\}`, `\lbrace 1,2\rbrace`}},
	{"(pp 1, 2)", []string{"(1,2)", "(1, 2)", `\left(1,2\right)`, "(1;2)", "（1，2）", `\bigl(1,2\bigr)`}},
	{"(ival [ 1, 2 [)", []string{"[1,2)", "[1,2[", `\left[1,2\right)`}},
	{"(ival ] 1, 2 ])", []string{"(1,2]", "]1,2]"}},
	{"(union (pp 1, 2) (pp 3, 4))", []string{`(1,2)\cup(3,4)`, "(1,2)∪(3,4)", "(1,2) U (3,4)", "(1,2) union (3,4)"}},
	{"(rel x <= 2)", []string{`x\le 2`, `x\leq 2`, "x<=2", "x ≤ 2", `x\leqslant2`}},
	{"(or (rel x < 1) (rel x > 2))", []string{"x<1 or x>2", `x<1\text{ or }x>2`, `x<1 \lor x>2`, "x<1 或 x>2"}},
	{"{x : _ | (rel x > 0)}", []string{`\{x : x>0\}`, `\{x \mid x>0\}`, `\{x|x>0\}`, "{x | x > 0}"}},
	{"(rel x in @R)", []string{`x\in\mathbb{R}`, "x ∈ ℝ", `x \in \Bbb R`}},
	{"(mat [1, 2] [3, 4])", []string{`\begin{pmatrix}1&2\\3&4\end{pmatrix}`, `\begin{bmatrix}1 & 2\\ 3 & 4\\\end{bmatrix}`, `\left(\begin{array}{cc}1&2\\3&4\end{array}\right)`}},
	{"(abs! x)", []string{"|x|", `\left|x\right|`, `\lvert x\rvert`, `\vert x\vert`, "abs(x)"}},
	{"(floor! x)", []string{`\lfloor x\rfloor`, "⌊x⌋", "floor(x)"}},
	{"(% 25)", []string{`25\%`, "25%", "25 %", "25％", "25 percent"}},
	{"(deg 45)", []string{"45^\\circ", "45°", `45^{\circ}`, `45\degree`}},
	{"(qty 5 \"cm\")", []string{`5\text{ cm}`, "5 cm", "5cm", `5\,\mathrm{cm}`, `5~\text{cm}`}},
	{"(qty 5 \"cm^2\")", []string{`5\text{ cm}^2`, "5 cm^2", "5 cm²", `5\,\mathrm{cm}^{2}`}},
	{"(qty 10 \"USD\")", []string{`\$10`, "$10", "US$10", "＄10"}},
	{"(sum0 k 1 n (^ k 2))", []string{`\sum_{k=1}^{n} k^2`, `\sum_{k=1}^n{k^2}`, `\sum\limits_{k=1}^{n}k^2`}},
	{"(lim0 x 0 _ x)", []string{`\lim_{x\to 0} x`, `\lim\limits_{x \rightarrow 0} x`}},
	{"1011_2", []string{"1011_2", "1011_{2}", "1011₂", "(1011)_2", `1011_{\text{two}}`, "0b1011"}},
	{"(rel x == (mod! 3 7))", []string{`x\equiv 3\pmod 7`, `x \equiv 3 \pmod{7}`, `x≡3 (mod 7)`}},
	{"(ratio 2 : 3)", []string{"2:3", `2\colon 3`, "2 : 3", "2∶3"}},
	{"<2 1, 2>", []string{"1 and 2", `1\text{ and }2`, "1, and 2", `\text{1 and 2}`}},
	{"(* 16/5 (^ 10 5))", []string{`3.2\times10^5`, "3.2 x 10^5", "3.2*10^5", "3.2·10⁵"}},
}

func TestManySpellingsOneTree(t *testing.T) {
	for _, c := range spellings {
		for _, in := range c.inputs {
			got, err := read(in)
			if err != nil {
				t.Errorf("%q: %v", in, err)
				continue
			}
			if got != c.tree {
				t.Errorf("%q: got %s, want %s", in, got, c.tree)
			}
		}
	}
}

// TestNotTheSame lists pairs that look alike and are not.
func TestNotTheSame(t *testing.T) {
	for _, c := range [][2]string{
		{"1/2x", `\frac{1}{2x}`}, {"-x^2", "(-x)^2"}, {"(3,200)", "3200"}, {"[1,2]", "(1,2)"}, {"x_1", "x_2"},
		{"e", "E"}, {"2^{10}", "2^{1}0"}, {"ab", "AB"}, {`\sin^{-1}x`, `(\sin x)^{-1}`}, {"5 m", "5 n"}, {"1011_2", "1011_3"},
		{`\log x`, `\ln x`}, {"1,2,3", "123"}, {"(1,234, 5)", "(1,234,5)"},
	} {
		a, err := read(c[0])
		require.Nil(t, err, c[0])
		b, err := read(c[1])
		require.Nil(t, err, c[1])
		require.NotEqual(t, a, b, "%q and %q", c[0], c[1])
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		in   string
		code Code
	}{
		{"", ErrEmpty}, {"$$", ErrEmpty}, {`\frac{1}{2`, ErrUnbalanced}, {"(1,2", ErrUnbalanced}, {"1)", ErrUnbalanced},
		{`\frac{1}`, ErrMissing}, {"2+", ErrUnexpected}, {`\foo{1}`, ErrUnknown}, {`\begin{pmatrix}1&2\\3\end{pmatrix}`, ErrUnbalanced},
		{strings.Repeat("(", 5000) + "1" + strings.Repeat(")", 5000), ErrDepth},
		{strings.Repeat("1+", 50000) + "1", ErrTokens},
		{strings.Repeat("9", 30000), ErrDigits},
		{strings.Repeat("some words here ", 100), ErrProse},
	} {
		_, err := read(c.in)
		require.NotNil(t, err, "%.40q", c.in)
		require.Equal(t, c.code, err.Code, "%.40q: %v", c.in, err)
	}
}

// TestCeilings shows that what DESIGN promises to admit is admitted.
func TestCeilings(t *testing.T) {
	for _, in := range []string{
		strings.Repeat("9", 10_000), "0." + strings.Repeat("3", 10_000),
		"1" + strings.Repeat("+x^2", 2_000),
		strings.Repeat("(", 500) + "1" + strings.Repeat(")", 500),
		strings.Repeat(`\sqrt{`, 500) + "2" + strings.Repeat("}", 500),
		strings.Repeat(`\boxed{`, 500) + "2" + strings.Repeat("}", 500),
		strings.Repeat(`\frac{1}{1+`, 500) + "x" + strings.Repeat("}", 500),
	} {
		_, err := read(in)
		require.Nil(t, err, "%.40q", in)
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range spellings {
		for _, in := range c.inputs {
			f.Add(in)
		}
	}
	f.Fuzz(func(t *testing.T, in string) {
		o := Options{IsUnit: testUnits, MaxTokens: 2000, MaxDepth: 200}
		n, err := Parse(in, &o)
		if (n == nil) == (err == nil) {
			t.Fatalf("%q: node %v, error %v", in, n, err)
		}
		if err != nil {
			if err.Code == "" || err.Pos < 0 || err.Pos > len(in) && !strings.ContainsAny(in, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣⁱᵏᵐʸᵗᵃᵇᵈᵖᶻᵉ₀₁₂₃₄₅₆₇₈₉") {
				t.Fatalf("%q: error without place: %#v", in, err)
			}
			return
		}
		m, err := Parse(in, &o)
		if err != nil || expr.String(m) != expr.String(n) {
			t.Fatalf("%q: read twice, two trees", in)
		}
	})
}

func FuzzLexer(f *testing.F) {
	for _, c := range spellings {
		f.Add(c.inputs[0])
	}
	f.Fuzz(func(t *testing.T, in string) {
		l := lexer{src: in, opt: Options{}, max: 5000}
		if err := l.lex(); err != nil {
			return
		}
		last := int32(0)
		for _, k := range l.toks {
			if k.pos < 0 || int(k.end) > len(in) || k.end < last {
				t.Fatalf("%q: token %+v out of place", in, k)
			}
			last = k.pos
		}
		require.Equal(t, tEOF, l.toks[len(l.toks)-1].kind)
	})
}

func BenchmarkParse(b *testing.B) {
	for _, in := range []string{"42", `\frac{3\sqrt{2}}{4}`, "x^2+2x+1", `\begin{pmatrix}1&2\\3&4\end{pmatrix}`} {
		b.Run(in, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(in, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestPlainNumbersParseAsTheGrammarHasThem: a blank before a number keeps it
// from the shortcut and changes nothing.
func TestPlainNumbersParseAsTheGrammarHasThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strconv.FormatInt(rapid.OneOf(rapid.Int64Range(-1100, 1100), rapid.Int64()).Draw(t, "number"), 10)
		short, err := Parse(text, nil)
		require.Nil(t, err)
		long, err := Parse(" "+text, nil)
		require.Nil(t, err)
		require.Equal(t, long, short)
	})
}
