package poly

import (
	"testing"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

func BenchmarkCompare(b *testing.B) {
	for _, c := range []struct {
		name string
		a, b expr.Node
	}{
		{"quadratic", pow(plus(x, n(1)), n(2)), plus(pow(x, n(2)), times(n(2), x), n(1))},
		{"surds", over(n(1), plus(n(1), sqrt(n(2)))), minus(sqrt(n(2)), n(1))},
		{"nested", sqrt(plus(n(5), times(n(2), sqrt(n(6))))), plus(sqrt(n(2)), sqrt(n(3)))},
		{"trig", fn(expr.Sin, over(pi, n(3))), over(sqrt(n(3)), n(2))},
		{"fraction", over(plus(x, y), minus(x, y)), over(plus(pow(x, n(2)), times(x, y)), minus(pow(x, n(2)), times(x, y)))},
		{"twentieth power", pow(plus(x, y), n(20)), pow(plus(y, x), n(20))},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Compare(c.a, c.b, nil)
			}
		})
	}
}
