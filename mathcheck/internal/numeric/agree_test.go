package numeric

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/pit"
	"github.com/verireward/verireward/mathcheck/internal/poly"
	"github.com/verireward/verireward/mathcheck/internal/proof"
)

// tree draws an expression of the kinds all engines know something about.
func tree(t *rapid.T, depth int) expr.Node {
	if depth == 0 || rapid.IntRange(0, 5).Draw(t, "leaf") == 0 {
		return rapid.SampledFrom([]expr.Node{n(1), n(2), n(3), n(-1), n(-2), n(6), n(10), q(1, 2), q(-3, 4), x, x, y, pi, e, sqrt(n(2)), sqrt(n(3))}).Draw(t, "atom")
	}
	sub := func() expr.Node { return tree(t, depth-1) }
	switch rapid.IntRange(0, 13).Draw(t, "op") {
	case 0, 1, 2:
		return plus(sub(), sub())
	case 3, 4:
		return times(sub(), sub())
	case 5:
		return minus(sub(), sub())
	case 6:
		return over(sub(), sub())
	case 7:
		return pow(sub(), n(int64(rapid.IntRange(-2, 4).Draw(t, "exponent"))))
	case 8:
		return sqrt(sub())
	case 9:
		return nth(3, sub())
	case 10:
		return fn(rapid.SampledFrom([]expr.Fn{expr.Sin, expr.Cos, expr.Tan}).Draw(t, "trig"), sub())
	case 11:
		return fn(expr.Ln, sub())
	case 12:
		return pow(rapid.SampledFrom([]expr.Node{e, n(2), n(6), q(1, 2)}).Draw(t, "base"), sub())
	}
	return fn(rapid.SampledFrom([]expr.Fn{expr.Abs, expr.Floor, expr.Cosh, expr.Sinh}).Draw(t, "fn"), sub())
}

// rewrite draws an expression equal to a wherever both are defined.
func rewrite(t *rapid.T, a expr.Node) expr.Node {
	c := tree(t, 1)
	switch rapid.IntRange(0, 5).Draw(t, "rewrite") {
	case 0:
		return minus(plus(a, c), c)
	case 1:
		return over(times(c, a), c)
	case 2:
		return neg(minus(c, plus(a, c)))
	case 3:
		return times(a, plus(pow(fn(expr.Sin, x), n(2)), pow(fn(expr.Cos, x), n(2))))
	case 4:
		return nth(3, pow(a, n(3)))
	}
	return over(n(1), over(n(1), a))
}

// TestEnginesAgree: what one engine proves, no other denies. Rewritten copies
// are never called different, and no verdict depends on the order.
func TestEnginesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := tree(t, 3)
		b := tree(t, 3)
		right := rapid.Bool().Draw(t, "right")
		if right {
			b = rewrite(t, a)
		}
		verdicts := map[string]proof.Outcome{}
		budgets := func() *budget.Budget { return budget.New(budget.Steps) }
		verdicts["poly"] = poly.Compare(a, b, budgets())
		verdicts["poly, swapped"] = poly.Compare(b, a, budgets())
		verdicts["pit"], _ = pit.Compare(a, b, 5, budgets())
		verdicts["pit, swapped"], _ = pit.Compare(b, a, 6, budgets())
		verdicts["numeric"] = Compare(a, b, Options{Seed: 7}, budgets())
		verdicts["numeric, swapped"] = Compare(b, a, Options{Seed: 8}, budgets())
		said := proof.Unknown
		for _, o := range verdicts {
			if o == proof.Unknown {
				continue
			}
			if said != proof.Unknown && said != o || right && o == proof.Different {
				t.Fatalf("%v\n%s\n%s", verdicts, expr.String(a), expr.String(b))
			}
			said = o
		}
	})
}
