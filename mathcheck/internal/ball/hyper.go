package ball

// small reports how many bits cancel in e^x - e^-x: zero for |x| >= 1/2.
func (p Prec) small(x Real) Prec {
	if x.mid == nil || x.mid.Sign() == 0 {
		return 0
	}
	return Prec(min(max(0, -x.mid.MantExp(nil)), int(p)+64))
}

// Sinh returns the hyperbolic sine of x.
func (p Prec) Sinh(x Real) Real {
	if x.mid == nil || x.IsZero() {
		return x
	}
	if u := upper(x.mid).add(x.rad); u.exp < -int64(p) { // |sinh x - x| <= |x|^3
		return p.fadeHyper(x.widen(u.mul(u).mul(u)), x)
	}
	q := p + p.small(x) + 8
	e := q.Exp(x)
	z := p.Sub(e, q.Quo(FromInt64(1), e)).Shift(-1)
	return p.fadeHyper(z, x)
}

// Cosh returns the hyperbolic cosine of x.
func (p Prec) Cosh(x Real) Real {
	if x.mid == nil || x.IsZero() {
		return faintInt(1, x)
	}
	q := p + 8
	e := q.Exp(x)
	return p.fadeHyper(p.Add(e, q.Quo(FromInt64(1), e)).Shift(-1), x)
}

// Tanh returns the hyperbolic tangent of x.
func (p Prec) Tanh(x Real) Real {
	if x.mid == nil || x.IsZero() {
		return x
	}
	if u := upper(x.mid).add(x.rad); u.exp < -int64(p) {
		return p.fadeHyper(x.widen(u.mul(u).mul(u)), x)
	}
	// tanh x = (1 - t)/(1 + t), t = e^-2x, for x > 0
	if x.Sign() < 0 {
		return p.Tanh(x.Neg()).Neg()
	}
	q := p + p.small(x) + 8
	t := q.Exp(x.Shift(1).Neg())
	one := FromInt64(1)
	z := p.Quo(q.Sub(one, t), q.Add(one, t))
	return p.fadeHyper(z, x)
}

// fadeHyper marks z faint when e^-2|x|, or for a small x its square, could not
// be seen in it.
func (p Prec) fadeHyper(z, x Real) Real {
	if z.mid == nil {
		return z
	}
	e := x.mid.MantExp(nil)
	if e > 0 && 1<<min(e, 40) > p.faintBits()/4 || x.mid.Sign() != 0 && p.linear(e) {
		z.faint = true
	}
	return z
}

// faintInt is n with the faintness of x.
func faintInt(n int64, x Real) Real {
	z := FromInt64(n)
	if x.mid == nil {
		return x
	}
	z.faint = x.faint
	return z
}

// Coth returns the hyperbolic cotangent of x.
func (p Prec) Coth(x Real) Real { return p.Quo(FromInt64(1), (p + 8).Tanh(x)) }

// Sech returns the hyperbolic secant of x.
func (p Prec) Sech(x Real) Real { return p.Quo(FromInt64(1), (p + 8).Cosh(x)) }

// Csch returns the hyperbolic cosecant of x.
func (p Prec) Csch(x Real) Real { return p.Quo(FromInt64(1), (p + 8).Sinh(x)) }

// Asinh returns the inverse hyperbolic sine of x.
func (p Prec) Asinh(x Real) Real {
	if x.mid == nil || x.IsZero() {
		return x
	}
	if u := upper(x.mid).add(x.rad); u.exp < -int64(p) {
		return p.fadeHyper(x.widen(u.mul(u).mul(u)), x)
	}
	if x.Sign() < 0 {
		return p.Asinh(x.Neg()).Neg()
	}
	q := p + p.small(x) + 16
	return p.fadeInverse(p.Log(q.Add(x, q.Sqrt(q.Add(q.Mul(x, x), FromInt64(1))))), x)
}

// fadeInverse marks z faint when the square of a small x could not be seen.
func (p Prec) fadeInverse(z, x Real) Real {
	if z.mid != nil {
		z.faint = z.faint || p.linear(x.mid.MantExp(nil))
	}
	return z
}

// Acosh returns the inverse hyperbolic cosine of x >= 1.
func (p Prec) Acosh(x Real) Real {
	one := FromInt64(1)
	if x.Exact() && x.mid.Cmp(one.mid) == 0 {
		return faintInt(0, x)
	}
	q := 2*p + 16
	if x.Sign() <= 0 {
		return Real{}
	}
	return p.Log(q.Add(x, q.Sqrt(q.Sub(q.Mul(x, x), one))))
}

// Atanh returns the inverse hyperbolic tangent of x in (-1, 1).
func (p Prec) Atanh(x Real) Real {
	if x.mid == nil || x.IsZero() {
		return x
	}
	if u := upper(x.mid).add(x.rad); u.exp < -int64(p) {
		return p.fadeHyper(x.widen(u.mul(u).mul(u)), x)
	}
	q := p + p.small(x) + 16
	one := FromInt64(1)
	return p.fadeInverse(p.Log(q.Quo(q.Add(one, x), q.Sub(one, x))).Shift(-1), x)
}

// Acoth returns the inverse hyperbolic cotangent of |x| > 1.
func (p Prec) Acoth(x Real) Real { return p.Atanh((p + 16).Quo(FromInt64(1), x)) }

// Asech returns the inverse hyperbolic secant of x in (0, 1].
func (p Prec) Asech(x Real) Real { return p.Acosh((2*p + 16).Quo(FromInt64(1), x)) }

// Acsch returns the inverse hyperbolic cosecant of x.
func (p Prec) Acsch(x Real) Real { return p.Asinh((p + 16).Quo(FromInt64(1), x)) }
