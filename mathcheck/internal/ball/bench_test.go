package ball

import "testing"

func BenchmarkFunctions(b *testing.B) {
	for _, p := range []Prec{192, 768, 3072} {
		x := p.Sqrt(FromInt64(2))
		for _, c := range []struct {
			name string
			f    func(Prec, Real) Real
		}{
			{"mul", func(p Prec, x Real) Real { return p.Mul(x, x) }},
			{"sqrt", Prec.Sqrt}, {"exp", Prec.Exp}, {"log", Prec.Log}, {"sin", Prec.Sin}, {"atan", Prec.Atan}, {"gamma", Prec.Gamma},
		} {
			b.Run(c.name+"/"+itoa(int(p)), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					c.f(p, x)
				}
			})
		}
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}
