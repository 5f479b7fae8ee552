package numeric

import (
	"testing"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

func BenchmarkCompare(b *testing.B) {
	for _, c := range []struct {
		name string
		a, b expr.Node
	}{
		{"different constants", times(pi, sqrt(n(2))), times(pi, sqrt(n(3)))},
		{"equal constants", fn(expr.Sin, deg(n(36))), over(sqrt(minus(n(10), times(n(2), sqrt(n(5))))), n(4))},
		{"zero", fn(expr.Cos, over(pi, n(2))), n(0)},
		{"different functions", fn(expr.Sin, times(n(2), x)), times(n(2), fn(expr.Sin, x))},
		{"equal functions", fn(expr.Sin, times(n(2), x)), times(n(2), fn(expr.Sin, x), fn(expr.Cos, x))},
		{"kinked", sqrt(pow(x, n(2))), fn(expr.Abs, x)},
		{"tower", pow(n(10), pow(n(10), n(10))), pow(n(10), pow(n(10), n(11)))},
		{"hidden", plus(sqrt(n(2)), pow(e, n(-100000))), sqrt(n(2))},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Compare(c.a, c.b, Options{Seed: 1}, nil)
			}
		})
	}
}
