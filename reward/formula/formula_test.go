package formula_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/formula"
)

var errBroken = reward.Errorf(reward.KindGold, "no gold")

func component(name string, v float64, err error) reward.Component {
	return reward.Component{Name: name, Reward: reward.Func(func(context.Context, *reward.Sample) (reward.Result, error) {
		return reward.Val(v, "given"), err
	})}
}

func TestValues(t *testing.T) {
	vars := map[string]float64{"a": 2, "b": 0.5, "z": 0, "format": 1, "correct": 1, "overlong": -0.25}
	tests := []struct {
		source string
		want   float64
	}{
		{"format == 1 ? correct + 0.1 + overlong : overlong", 0.85},
		{"1", 1}, {"1/2", 0.5}, {"7/2*2", 7}, {"2**10", 1024}, {"-a**2", -4}, {"a - b - 1", 0.5},
		{"9223372036854775807 * 2", 18446744073709551614}, {"min(a, b, 3)", 0.5}, {"max(a, b)", 2},
		{"abs(-a)", 2}, {"round(a+b)", 3}, {"floor(2.7)", 2}, {"ceil(2.1)", 3}, {"clamp(a, 0, 1)", 1}, {"clamp(9, 0, 1)", 1},
		{"sqrt(a*a)", 2}, {"exp(z)", 1}, {"log(1)", 0}, {"missing ?? 3", 3}, {"a ?? 3", 2}, {"(missing ?? 1) + (missing ?? 2)", 3},
		{"let x = a * 2; x + x", 8}, {"if a > 1 { b } else { z }", 0.5}, {"a > 1 and not (b > 1) ? 1 : 0", 1},
		{"!(a > 1) || b < 1 ? 1 : 0", 1}, {"a != 2 ? 1 : a >= 2 && a <= 2 ? 5 : 6", 5},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			f, err := formula.Compile(tt.source, "a", "b", "z", "format", "correct", "overlong", "missing")
			require.NoError(t, err)
			require.Equal(t, tt.source, f.String())
			got, err := f.Eval(func(name string) (float64, bool) { v, ok := vars[name]; return v, ok })
			require.NoError(t, err)
			require.InDelta(t, tt.want, got, 1e-12)
		})
	}
}

func TestErrorsPoint(t *testing.T) {
	tests := []struct {
		source       string
		line, column int
		text         string
	}{
		{"corect + 1", 1, 1, `no component is called "corect" (there are: correct, format)`},
		{"correct +\n  frmat", 2, 3, `no component is called "frmat"`},
		{"correct +", 1, 9, "unexpected token"},
		{"", 1, 1, "unexpected token"},
		{"correct == 1", 1, 1, "expected float64, but got bool"},
		{"correct + (format == 1)", 1, 9, "mismatched types"},
		{"correct ? 1 : 0", 1, 1, "non-bool"},
		{`"a"`, 1, 1, "not part of the language"},
		{"[1, 2][0]", 1, 7, "not part of the language"},
		{"1..9", 1, 2, "the operator .."},
		{"correct % 2", 1, 9, "the operator %"},
		{"correct in 3", 1, 9, "the operator in"},
		{"len(correct)", 1, 1, "the function len"},
		{"map(1..9, #)", 1, 1, "not part"},
		{"now()", 1, 1, "the function now"},
		{"correct()", 1, 1, "the call of correct"},
		{"correct.x", 1, 9, "not part"},
		{"min", 1, 1, "min is a function"},
		{"1 ?? 2", 1, 1, "left side of ?? must be a component"},
		{"let x = 1; x ?? 2", 1, 12, "left side of ?? must be a component"},
		{"nil", 1, 1, "not part of the language"},
		{strings.Repeat("1+", 9000) + "1", 1, 1, "too long"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%.30s", tt.source), func(t *testing.T) {
			_, err := formula.Compile(tt.source, "correct", "format")
			var fe *formula.Error
			require.ErrorAs(t, err, &fe)
			require.Contains(t, fe.Text, tt.text)
			require.Equal(t, [2]int{tt.line, tt.column}, [2]int{fe.Line, fe.Column}, fe.Error())
		})
	}
}

func TestErrorShowsTheLine(t *testing.T) {
	_, err := formula.Compile("format +\n  corect", "correct", "format")
	require.EqualError(t, err, "formula: line 2, column 3: no component is called \"corect\" (there are: correct, format)\n |   corect\n |   ^")
}

func TestManyNodesAreRefused(t *testing.T) {
	_, err := formula.Compile(strings.Repeat("1+", 3000) + "1")
	require.ErrorContains(t, err, "exceeds")
}

func TestTotalOutcomes(t *testing.T) {
	away := reward.Abstain("n/a")
	tests := []struct {
		name, source string
		components   []reward.Component
		want         float64
		err          error
		parts        int
	}{
		{"value", "a + b", []reward.Component{component("a", 1, nil), component("b", 2, nil)}, 3, nil, 2},
		{"error of a referenced component", "a + b", []reward.Component{component("a", 1, errBroken), component("b", 2, nil)}, 0, errBroken, 1},
		{"error in the branch not taken", "a > 0 ? 1 : b", []reward.Component{component("a", 1, nil), component("b", 0, errBroken)}, 0, errBroken, 2},
		{"error behind ?? is still an error", "b ?? 1", []reward.Component{component("b", 0, errBroken)}, 0, errBroken, 1},
		{"error of a metric", "a", []reward.Component{component("m", 0, errBroken), component("a", 1, nil)}, 1, nil, 2},
		{"abstaining", "a + b", []reward.Component{component("a", 1, nil), component("b", 0, away)}, 0, reward.ErrAbstain, 2},
		{"abstaining with a default", "a + (b ?? 5)", []reward.Component{component("a", 1, nil), component("b", 0, away)}, 6, nil, 2},
		{"abstaining, once without a default", "a + (b ?? 5) + b", []reward.Component{component("a", 1, nil), component("b", 0, away)}, 0, reward.ErrAbstain, 2},
		{"abstaining metric", "a", []reward.Component{component("m", 0, away), component("a", 1, nil)}, 1, nil, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := formula.Total(tt.source, tt.components...)
			require.NoError(t, err)
			res, err := reward.Judge(t.Context(), r, &reward.Sample{})
			require.Len(t, res.Parts, tt.parts)
			if tt.err != nil {
				require.ErrorIs(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want, res.Value)
		})
	}
}

func TestTotalMarksMetrics(t *testing.T) {
	r, err := formula.Total("a", component("a", 1, nil), component("m", 5, nil))
	require.NoError(t, err)
	res, err := r.Score(t.Context(), &reward.Sample{})
	require.NoError(t, err)
	require.Equal(t, 1.0, res.Parts[0].Weight)
	require.Zero(t, res.Parts[1].Weight)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = r.Score(ctx, &reward.Sample{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestTotalRefusesBadComponents(t *testing.T) {
	_, err := formula.Total("1", component("a", 1, nil), component("a", 1, nil))
	require.ErrorContains(t, err, "name of its own")
	_, err = formula.Total("1", reward.Component{Name: "a"})
	require.ErrorContains(t, err, "no reward")
}

func TestTotalsThatAreNotFiniteAreErrors(t *testing.T) {
	for _, source := range []string{"1/a", "log(a)", "sqrt(a-1)", "exp(1000)", "10**400", "0*log(a)"} {
		r, err := formula.Total(source, component("a", 0, nil))
		require.NoError(t, err)
		_, err = reward.Judge(t.Context(), r, &reward.Sample{})
		require.Equal(t, reward.KindSpec, reward.KindOf(err), source)
		require.ErrorContains(t, err, "finite", source)
	}
}

// TestArithmeticIsThatOfFloats compares random sums of products with Go's own.
func TestArithmeticIsThatOfFloats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(-1e6, 1e6).Draw(t, "a"), rapid.Float64Range(-1e6, 1e6).Draw(t, "b")
		k := rapid.IntRange(-1000, 1000).Draw(t, "k")
		f, err := formula.Compile(fmt.Sprintf("a * %d + b / 3 - min(a, b)", k), "a", "b")
		require.NoError(t, err)
		got, err := f.Eval(func(name string) (float64, bool) { return map[string]float64{"a": a, "b": b}[name], true })
		require.NoError(t, err)
		require.InDelta(t, a*float64(k)+b/3-math.Min(a, b), got, 1e-6)
	})
}

// FuzzCompile: no text panics, hangs, or evaluates to anything but a finite
// number or an error.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{"a + b", "format == 1 ? a : b", "let x = 1; x", "a ?? 2", "((((", "1..2", "min(a, 1)", "-a ** 2", "if a > 1 {b} else {1}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		c, err := formula.Compile(source, "a", "b", "format")
		if err != nil {
			var fe *formula.Error
			if !errors.As(err, &fe) || fe.Line < 1 || fe.Column < 1 {
				t.Fatalf("%q: %v does not point", source, err)
			}
			_ = err.Error()
			return
		}
		v, err := c.Eval(func(string) (float64, bool) { return 1.5, true })
		if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
			t.Fatalf("%q = %v", source, v)
		}
	})
}

func BenchmarkTotal(b *testing.B) {
	r, err := formula.Total("format == 1 ? correct + 0.1 + overlong : overlong",
		component("format", 1, nil), component("correct", 1, nil), component("overlong", -0.5, nil))
	if err != nil {
		b.Fatal(err)
	}
	ctx, s := context.Background(), &reward.Sample{}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Score(ctx, s); err != nil {
			b.Fatal(err)
		}
	}
}

func Example() {
	r, err := formula.Total("format == 1 ? correct + 0.1 : 0",
		component("format", 1, nil), component("correct", 1, nil))
	if err != nil {
		panic(err)
	}
	res, _ := r.Score(context.Background(), &reward.Sample{})
	fmt.Println(res.Value)
	// Output: 1.1
}
