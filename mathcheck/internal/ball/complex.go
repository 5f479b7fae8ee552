package ball

import "math/bits"

// Complex is a rectangle in the plane: a ball for each part.
type Complex struct{ Re, Im Real }

// FromReal returns x as a complex number.
func FromReal(x Real) Complex { return Complex{x, FromInt64(0)} }

// Known reports whether both parts carry information.
func (x Complex) Known() bool { return x.Re.Known() && x.Im.Known() }

// IsReal reports whether the imaginary part is exactly zero.
func (x Complex) IsReal() bool { return x.Im.IsZero() }

// Faint reports whether either part is faint.
func (x Complex) Faint() bool { return x.Re.faint || x.Im.faint }

// IsZero reports whether x is exactly zero.
func (x Complex) IsZero() bool { return x.Re.IsZero() && x.Im.IsZero() }

// DisjointC reports whether two rectangles have no point in common.
func DisjointC(x, y Complex) bool {
	return x.Known() && y.Known() && (Disjoint(x.Re, y.Re) || Disjoint(x.Im, y.Im))
}

// CloseC is Close for complex numbers; accuracy is relative to the modulus, so
// that a part may be known to be small only.
func (p Prec) CloseC(x, y Complex) bool {
	if !x.Known() || !y.Known() || x.Faint() || y.Faint() || DisjointC(x, y) {
		return false
	}
	if x.IsZero() && y.IsZero() {
		return true
	}
	return p.accurateC(x) && p.accurateC(y)
}

func (p Prec) accurateC(x Complex) bool {
	low := lower(x.Re.mid, x.Re.rad).max(lower(x.Im.mid, x.Im.rad))
	if low.isZero() {
		return x.IsZero()
	}
	rad := x.Re.rad.max(x.Im.rad)
	return rad.isZero() || low.exp-1-rad.exp >= p.closeBits()
}

// AddC returns x + y.
func (p Prec) AddC(x, y Complex) Complex { return Complex{p.Add(x.Re, y.Re), p.Add(x.Im, y.Im)} }

// NegC returns -x.
func NegC(x Complex) Complex { return Complex{x.Re.Neg(), x.Im.Neg()} }

// SubC returns x - y.
func (p Prec) SubC(x, y Complex) Complex { return p.AddC(x, NegC(y)) }

// Conj returns the conjugate.
func (x Complex) Conj() Complex { return Complex{x.Re, x.Im.Neg()} }

// MulC returns x * y.
func (p Prec) MulC(x, y Complex) Complex {
	if x.IsReal() {
		return Complex{p.Mul(x.Re, y.Re), p.mulKeep(x.Re, y.Im)}
	}
	if y.IsReal() {
		return Complex{p.Mul(x.Re, y.Re), p.mulKeep(y.Re, x.Im)}
	}
	re := p.Sub(p.Mul(x.Re, y.Re), p.Mul(x.Im, y.Im))
	im := p.Add(p.Mul(x.Re, y.Im), p.Mul(x.Im, y.Re))
	return Complex{re, im}
}

// mulKeep is x*y that keeps an exact zero y exact.
func (p Prec) mulKeep(x, y Real) Real {
	if y.IsZero() && x.Known() {
		return y
	}
	return p.Mul(x, y)
}

// norm is |x|^2.
func (p Prec) norm(x Complex) Real {
	return p.Add(p.square(x.Re), p.square(x.Im))
}

// square is x*x, not below zero when x meets zero.
func (p Prec) square(x Real) Real {
	if x.mid != nil && x.Sign() == 0 && !x.rad.isZero() {
		x = x.Abs()
	}
	return p.Mul(x, x)
}

// QuoC returns x / y.
func (p Prec) QuoC(x, y Complex) Complex {
	if y.IsReal() {
		im := p.Quo(x.Im, y.Re)
		if x.IsReal() && y.Re.Sign() != 0 {
			im = x.Im
		}
		return Complex{p.Quo(x.Re, y.Re), im}
	}
	q := p + 8
	n := q.norm(y)
	z := q.MulC(x, y.Conj())
	return Complex{p.Quo(z.Re, n), p.Quo(z.Im, n)}
}

// AbsC returns the modulus.
func (p Prec) AbsC(x Complex) Real {
	if x.IsReal() {
		return x.Re.Abs()
	}
	if x.Re.IsZero() {
		return x.Im.Abs()
	}
	q := p + 8
	return p.Sqrt(q.norm(x))
}

// ArgC returns the angle in (-pi, pi].
func (p Prec) ArgC(x Complex) Real { return p.Atan2(x.Im, x.Re) }

// ExpC returns e^x.
func (p Prec) ExpC(x Complex) Complex {
	q := p + 8
	r := q.Exp(x.Re)
	if x.IsReal() {
		return FromReal(p.Exp(x.Re))
	}
	s, c := q.sinCos(x.Im)
	return Complex{p.Mul(r, c), p.Mul(r, s)}
}

// LogC returns the principal logarithm; on the cut only for exact negative
// real numbers.
func (p Prec) LogC(x Complex) Complex {
	if x.IsReal() && x.Re.Sign() > 0 {
		return FromReal(p.Log(x.Re))
	}
	return Complex{p.Log((p + 8).AbsC(x)), p.ArgC(x)}
}

// SqrtC returns the principal square root.
func (p Prec) SqrtC(x Complex) Complex {
	if x.IsReal() {
		if x.Re.Sign() < 0 {
			return Complex{FromInt64(0), p.Sqrt(x.Re.Neg())}
		}
		return FromReal(p.Sqrt(x.Re))
	}
	q := p + 16
	r := q.AbsC(x)
	switch {
	case x.Re.Sign() >= 0 && x.Re.Known():
		// u = sqrt((r+a)/2), v = b/(2u)
		u := q.Sqrt(q.Add(r, x.Re).Shift(-1))
		return Complex{u, p.Quo(x.Im, u.Shift(1))}
	case x.Im.Sign() != 0:
		v := q.Sqrt(q.Sub(r, x.Re).Shift(-1))
		if x.Im.Sign() < 0 {
			v = v.Neg()
		}
		return Complex{p.Quo(x.Im, v.Shift(1)), v}
	}
	return Complex{}
}

// PowIntC returns x^n.
func (p Prec) PowIntC(x Complex, n int64) Complex {
	switch {
	case x.IsReal():
		return FromReal(p.PowInt(x.Re, n))
	case n == 0:
		return FromReal(FromInt64(1))
	case n < 0 && n > -1<<62:
		return p.QuoC(FromReal(FromInt64(1)), (p+8).PowIntC(x, -n))
	case n < 0 || n > maxIntPow:
		q := p + 16 + Prec(bits.Len64(uint64(min(abs64(n), 1<<40))))
		return p.ExpC(q.MulC(q.LogC(x), FromReal(FromInt64(n))))
	}
	return squared(x, n, (p + 16).MulC)
}

// PowC returns the principal value of x^y.
func (p Prec) PowC(x, y Complex) Complex {
	if x.IsReal() && y.IsReal() && x.Re.Sign() > 0 {
		return FromReal(p.Pow(x.Re, y.Re))
	}
	if x.IsZero() && y.Re.Sign() > 0 {
		return FromReal(FromInt64(0))
	}
	q := p + 24
	return p.ExpC(q.MulC(q.LogC(x), y))
}

// SinC returns the sine: sin a cosh b + i cos a sinh b.
func (p Prec) SinC(x Complex) Complex {
	if x.IsReal() {
		return FromReal(p.Sin(x.Re))
	}
	q := p + 8
	s, c := q.sinCos(x.Re)
	return Complex{p.Mul(s, q.Cosh(x.Im)), p.Mul(c, q.Sinh(x.Im))}
}

// CosC returns the cosine: cos a cosh b - i sin a sinh b.
func (p Prec) CosC(x Complex) Complex {
	if x.IsReal() {
		return FromReal(p.Cos(x.Re))
	}
	q := p + 8
	s, c := q.sinCos(x.Re)
	return Complex{p.Mul(c, q.Cosh(x.Im)), p.Mul(s, q.Sinh(x.Im)).Neg()}
}

// timesI is i*x.
func timesI(x Complex) Complex { return Complex{x.Im.Neg(), x.Re} }

// SinhC returns the hyperbolic sine, -i sin(ix).
func (p Prec) SinhC(x Complex) Complex { return NegC(timesI(p.SinC(timesI(x)))) }

// CoshC returns the hyperbolic cosine, cos(ix).
func (p Prec) CoshC(x Complex) Complex { return p.CosC(timesI(x)) }

// AtanC returns the principal arc tangent, (log(1+ix) - log(1-ix)) / 2i.
func (p Prec) AtanC(x Complex) Complex {
	if x.IsReal() {
		return FromReal(p.Atan(x.Re))
	}
	q := p + 16
	one, ix := FromReal(FromInt64(1)), timesI(x)
	d := q.SubC(q.LogC(q.AddC(one, ix)), q.LogC(q.SubC(one, ix)))
	h := NegC(timesI(d)) // divided by i
	return Complex{h.Re.Shift(-1), h.Im.Shift(-1)}
}

// AsinC returns the principal arc sine, -i log(ix + sqrt(1-x^2)).
func (p Prec) AsinC(x Complex) Complex {
	if x.IsReal() {
		if z := p.Asin(x.Re); z.Known() {
			return FromReal(z)
		}
	}
	q := p + 16
	one := FromReal(FromInt64(1))
	r := q.SqrtC(q.SubC(one, q.MulC(x, x)))
	return NegC(timesI(p.LogC(q.AddC(timesI(x), r))))
}

// AcosC returns the principal arc cosine, pi/2 - asin x.
func (p Prec) AcosC(x Complex) Complex {
	if x.IsReal() {
		if z := p.Acos(x.Re); z.Known() {
			return FromReal(z)
		}
	}
	q := p + 8
	return p.SubC(FromReal(q.Pi().Shift(-1)), q.AsinC(x))
}

// SmallC reports whether x is known to be so near zero, without anything
// faint on the way, that it counts as zero at precision p.
func (p Prec) SmallC(x Complex) bool {
	if !x.Known() || x.Faint() {
		return false
	}
	top := upper(x.Re.mid).add(x.Re.rad).max(upper(x.Im.mid).add(x.Im.rad))
	return top.isZero() || top.exp < -p.closeBits()
}
