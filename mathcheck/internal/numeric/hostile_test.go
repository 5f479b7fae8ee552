package numeric

import (
	"testing"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// nested wraps x in f depth times.
func nested(depth int, x expr.Node, f func(expr.Node) expr.Node) expr.Node {
	for range depth {
		x = f(x)
	}
	return x
}

// hostile are expressions that try to buy time. Each must end within the
// budget; what is said of them does not matter here.
var hostile = map[string]expr.Node{
	"double loop":       sum("i", n(1), n(2000), sum("j", n(1), n(2000), times(v("i"), v("j")))),
	"loop of sines":     sum("i", n(1), n(2000), fn(expr.Sin, pow(v("i"), q(1, 3)))),
	"gamma chain":       nested(40, q(7, 3), func(x expr.Node) expr.Node { return fn(expr.Gamma, x) }),
	"factorial chain":   nested(40, n(3), fact),
	"power chain":       nested(60, n(3), func(x expr.Node) expr.Node { return pow(n(3), x) }),
	"root chain":        nested(500, x, sqrt),
	"sine chain":        nested(500, x, func(x expr.Node) expr.Node { return fn(expr.Sin, x) }),
	"cancelling":        minus(pow(plus(x, pow(n(10), n(-300))), n(4096)), pow(x, n(4096))),
	"huge argument":     fn(expr.Sin, pow(n(10), n(3000))),
	"huge exponent":     pow(fn(expr.Cos, x), n(1<<62)),
	"zero at any size":  fn(expr.Sin, times(pi, n(1<<40))),
	"wide binomial":     fn(expr.Binom, n(1<<40), n(1<<39)),
	"hidden deep":       plus(x, pow(e, neg(pow(n(10), n(9))))),
	"e at the end":      fn(expr.Ln, plus(n(1), pow(n(10), n(-900)))),
	"prod of gammas":    &expr.Bind{Op: expr.ProdOp, Var: "k", Lo: n(1), Hi: n(2000), Body: fn(expr.Gamma, plus(v("k"), q(1, 3)))},
	"sum of factorials": sum("k", n(1), n(2000), fact(v("k"))),
	"long numeral":      fn(expr.Sin, dec("0."+string(make3(12000)))),
}

func make3(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = '3'
	}
	return b
}

func TestHostileStaysInBudget(t *testing.T) {
	for name, h := range hostile {
		t.Run(name, func(t *testing.T) {
			for _, other := range []expr.Node{n(5), h, plus(h, sqrt(n(2)))} {
				b := budget.New(budget.Steps)
				Compare(h, other, Options{Seed: 3}, b)
				Compare(h, other, Options{Seed: 3, Complex: true}, b)
			}
		})
	}
}

// BenchmarkHostile is the time a hostile pair takes under the budget of one check.
func BenchmarkHostile(b *testing.B) {
	for name, h := range hostile {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Compare(h, plus(h, sqrt(n(2))), Options{Seed: 3}, budget.New(budget.Steps))
			}
		})
	}
}
