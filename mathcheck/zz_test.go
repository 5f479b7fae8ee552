package mathcheck

import (
	"strings"
	"testing"
)

func BenchmarkZZ(b *testing.B) {
	for n, c := range map[string][2]string{
		"cf":  {"x", strings.Repeat(`\frac{1}{1+`, 400) + "x" + strings.Repeat("}", 400)},
		"pw":  {"2", strings.Repeat(`2^{`, 500) + "2" + strings.Repeat("}", 500)},
	} {
		b.Run(n, func(b *testing.B) {
			for b.Loop() {
				Check(c[0], c[1])
			}
		})
	}
}
