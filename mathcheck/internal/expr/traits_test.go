package expr_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

func TestTraits(t *testing.T) {
	x, i := expr.Var("x"), expr.Cst(expr.I)
	deep := func(n expr.Node) []expr.Node { // n in each kind of place
		return []expr.Node{
			n, expr.Plus(x, n), expr.Times(x, n), &expr.Neg{X: n}, expr.Over(x, n), expr.Power(x, n), &expr.Root{X: x, Index: n}, expr.Fun(expr.Sin, n),
			&expr.PlusMinus{X: n}, &expr.Percent{X: n}, &expr.Tuple{Elems: []expr.Node{n}}, &expr.List{Elems: []expr.Node{x, n}}, &expr.Set{Elems: []expr.Node{n}},
			&expr.Interval{Lo: x, Hi: n}, &expr.Matrix{Rows: [][]expr.Node{{x}, {n}}}, &expr.Piecewise{Cases: []expr.Case{{Value: x, Cond: n}}},
			&expr.Quantity{Value: n}, &expr.Rel{Ops: []expr.RelOp{expr.Eq}, Args: []expr.Node{x, n}}, &expr.Bind{Op: expr.SumOp, Var: "k", Lo: x, Body: n},
			&expr.Builder{Elem: x, Cond: []expr.Node{n}},
		}
	}
	for _, c := range []struct {
		kind expr.Kinds
		n    expr.Node
	}{
		{expr.HasImaginary, i},
		{expr.HasText, &expr.Text{S: "..."}},
		{expr.HasUser, &expr.Call{Fn: expr.User, Name: "f", Args: []expr.Node{x}}},
		{expr.HasMod, expr.Fun(expr.Mod, x, expr.Int(7))},
		{expr.HasQuotient, expr.Over(x, expr.Int(2))},
		{expr.HasPlusMinus, &expr.PlusMinus{X: x}},
	} {
		for _, n := range deep(c.n) {
			assert.True(t, expr.TraitsOf(n).Has(c.kind), expr.String(n))
		}
	}
	for _, n := range deep(expr.Var("k")) {
		tr := expr.TraitsOf(n)
		assert.True(t, tr.Letter('k'), expr.String(n))
		assert.False(t, tr.Letter('K') || tr.Letter('i'), expr.String(n))
		assert.False(t, tr.Has(expr.HasImaginary|expr.HasText|expr.HasUser|expr.HasMod), expr.String(n))
	}
	assert.False(t, expr.TraitsOf(expr.Var("k_1")).Letter('k'))
	assert.False(t, expr.TraitsOf(nil).Letter('_'))
}
