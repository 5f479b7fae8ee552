package ball

import "math"

// F is a float64 with an absolute error bound: the fast path in front of Real.
// An infinite bound is no information. Its arithmetic is rigorous under
// IEEE-754 rounding to nearest; for the functions of package math it assumes an
// error of at most funcErr relative to the larger of the result and one, some
// sixty times what their authors state, and a property test compares them
// with Real. Fused multiply-adds only make results more accurate.
type F struct{ V, E float64 }

const (
	// unit is one rounding, relative.
	unit = 0x1p-53
	// funcErr bounds the error of a function of package math.
	funcErr = 0x1p-46
	// tiny covers every rounding in the subnormal range.
	tiny = 0x1p-1060
	// inflate covers the roundings of the bound itself.
	inflate = 1 + 0x1p-45
)

// noF carries no information.
var noF = F{0, math.Inf(1)}

// Fl returns v with one rounding of doubt, exact for an integer below 2^53.
func Fl(v float64) F {
	if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
		return F{V: v}
	}
	return mkF(v, 0)
}

// ExactF returns v itself.
func ExactF(v float64) F { return F{V: v} }

func mkF(v, e float64) F {
	if math.IsNaN(v) || math.IsInf(v, 0) || math.IsNaN(e) {
		return noF
	}
	return F{v, (e+math.Abs(v)*unit)*inflate + tiny}
}

// Known reports whether x carries information.
func (x F) Known() bool { return !math.IsInf(x.E, 1) }

// Sign returns the sign of all of x, 0 when it meets zero.
func (x F) Sign() int {
	switch {
	case x.V > x.E:
		return 1
	case x.V < -x.E:
		return -1
	}
	return 0
}

// Neg returns -x.
func (x F) Neg() F { return F{-x.V, x.E} }

// Abs returns |x|.
func (x F) Abs() F {
	if x.V < 0 {
		return x.Neg()
	}
	return x
}

// Add returns x + y.
func (x F) Add(y F) F { return mkF(x.V+y.V, x.E+y.E) }

// Sub returns x - y.
func (x F) Sub(y F) F { return mkF(x.V-y.V, x.E+y.E) }

// Mul returns x * y.
func (x F) Mul(y F) F {
	return mkF(x.V*y.V, math.Abs(x.V)*y.E+(math.Abs(y.V)+y.E)*x.E)
}

// Quo returns x / y.
func (x F) Quo(y F) F {
	low := math.Abs(y.V) - y.E
	if !(low > 0) || low < 0x1p-500 {
		return noF
	}
	q := x.V / y.V
	return mkF(q, (x.E+math.Abs(q)*y.E+tiny)/low) // tiny: the product may underflow
}

// Sqrt returns the square root of x > 0.
func (x F) Sqrt() F {
	low := x.V - x.E
	if x.V == 0 && x.E == 0 {
		return x
	}
	if !(low > 0) {
		return noF
	}
	s := math.Sqrt(x.V)
	return mkF(s, x.E/math.Sqrt(low))
}

// lipschitz returns a function value v whose argument was x, for a function
// with slope at most l around x.
func (x F) lipschitz(v, l float64) F {
	return mkF(v, x.E*l+math.Max(math.Abs(v), 1)*funcErr)
}

// Exp returns e^x.
func (x F) Exp() F {
	if !(math.Abs(x.V) < 600) || x.E > 1 {
		return noF
	}
	v := math.Exp(x.V)
	// e^(x±E) - e^x <= e^x E(1+E), for E <= 1
	return mkF(v, v*(x.E*(1+x.E)+funcErr))
}

// Log returns the logarithm of x > 0.
func (x F) Log() F {
	low := x.V - x.E
	if !(low > 0x1p-900) {
		return noF
	}
	return x.lipschitz(math.Log(x.V), 1/low)
}

// Sin returns the sine.
func (x F) Sin() F { return x.periodic(math.Sin) }

// Cos returns the cosine.
func (x F) Cos() F { return x.periodic(math.Cos) }

// periodic applies sine or cosine to moderate arguments.
func (x F) periodic(f func(float64) float64) F {
	if !(math.Abs(x.V) < 1<<20) || !x.Known() {
		return noF
	}
	// The reduction by parts of pi costs less than 2^-70 |x|.
	return x.lipschitz(f(x.V), 1)
}

// Atan returns the arc tangent.
func (x F) Atan() F {
	if !x.Known() {
		return noF
	}
	return x.lipschitz(math.Atan(x.V), 1)
}

// Asin returns the arc sine inside (-1, 1), away from the ends.
func (x F) Asin() F {
	m := math.Abs(x.V) + x.E
	if !(m < 0.999) {
		return noF
	}
	return x.lipschitz(math.Asin(x.V), 1/math.Sqrt(1-m*m))
}

// PowInt returns x^n.
func (x F) PowInt(n int64) F {
	if n < 0 {
		if n < -1024 {
			return noF
		}
		return F{V: 1}.Quo(x.PowInt(-n))
	}
	if n > 1024 || n == 0 && x.Sign() == 0 {
		return noF
	}
	z := F{V: 1}
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			z = z.Mul(x)
		}
		x = x.Mul(x)
	}
	return z
}

// DisjointF reports whether x and y have no point in common.
func DisjointF(x, y F) bool {
	return x.Known() && y.Known() && math.Abs(x.V-y.V) > (x.E+y.E)*inflate+math.Abs(x.V-y.V)*unit+tiny
}
