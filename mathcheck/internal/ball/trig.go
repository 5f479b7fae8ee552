package ball

import "math/big"

// maxReduce bounds the exponent of an argument of a periodic function: beyond
// it nothing is known of the value but that it lies in [-1, 1].
const maxReduce = 12000

// linear reports whether an odd function with f(x) = x + O(x^3) cannot be told
// from x itself at precision p, for |x| < 2^e.
func (p Prec) linear(e int) bool { return 2*int64(e) < -p.faintBits() }

// unitBall is [-1, 1].
func unitBall(faint bool) Real {
	return Real{mid: new(big.Float), rad: pow2(0), faint: faint}
}

// sinCos returns sine and cosine of x.
func (p Prec) sinCos(x Real) (sin, cos Real) {
	if x.mid == nil {
		return x, x
	}
	if x.IsZero() {
		return FromInt64(0), FromInt64(1)
	}
	e := 0
	if x.mid.Sign() != 0 {
		e = x.mid.MantExp(nil)
	}
	if e > maxReduce || x.rad.exp > 2 {
		return unitBall(x.faint), unitBall(x.faint)
	}
	faint := x.faint || p.linear(e)
	if e < -int(p)-8 { // |sin x - x| <= |x|^3, |cos x - 1| <= x^2
		u := upper(x.mid).add(x.rad)
		s := Real{mid: x.mid, rad: x.rad.add(u.mul(u).mul(u)), faint: faint}
		one := FromInt64(1)
		one.faint = faint
		return s, one.widen(u.mul(u))
	}
	w := uint(p) + 16 + uint(max(0, -e))
	x = p.shorten(x, w+uint(max(e, 0)))
	v := w + uint(max(e, 0)) + 2
	f, _ := toFixed(x.mid, v)
	half := piConst.at(v)
	half.Rsh(half, 1)
	// x = k pi/2 + r with |r| <= pi/4
	k, r := new(big.Int), new(big.Int)
	quarter := new(big.Int).Rsh(half, 1)
	k.DivMod(f.Add(f, quarter), half, r)
	r.Sub(r, quarter)
	r.Rsh(r, v-w)
	s, c, err := fixSinCos(r, w)
	err += 4 // the cut of x and k times that of pi/2
	switch k.Bit(0) | k.Bit(1)<<1 {
	case 1:
		s, c = c, s.Neg(s)
	case 2:
		s, c = s.Neg(s), c.Neg(c)
	case 3:
		s, c = c.Neg(c), s
	}
	move := x.rad.min(pow2(1))
	return p.fromFixed(s, w, err, faint).widen(move), p.fromFixed(c, w, err, faint).widen(move)
}

// Sin returns the sine of x in radians.
func (p Prec) Sin(x Real) Real { s, _ := p.sinCos(x); return s }

// Cos returns the cosine of x in radians.
func (p Prec) Cos(x Real) Real { _, c := p.sinCos(x); return c }

// Tan returns the tangent of x in radians.
func (p Prec) Tan(x Real) Real { s, c := p.sinCos(x); return p.Quo(s, c) }

// Cot returns the cotangent of x in radians.
func (p Prec) Cot(x Real) Real { s, c := p.sinCos(x); return p.Quo(c, s) }

// Sec returns the secant of x in radians.
func (p Prec) Sec(x Real) Real { return p.Quo(FromInt64(1), p.Cos(x)) }

// Csc returns the cosecant of x in radians.
func (p Prec) Csc(x Real) Real { return p.Quo(FromInt64(1), p.Sin(x)) }

// Atan returns the arc tangent of x, in (-pi/2, pi/2).
func (p Prec) Atan(x Real) Real {
	if x.mid == nil || x.IsZero() {
		return x
	}
	one := FromInt64(1)
	if x.mid.Sign() != 0 && x.mid.MantExp(nil) > 1 && x.Sign() != 0 {
		// |x| >= 2: atan x = sign pi/2 - atan(1/x)
		q := p + 8
		h := q.Pi().Shift(-1)
		if x.Sign() < 0 {
			h = h.Neg()
		}
		inv := q.Quo(one, x)
		z := p.Sub(h, q.Atan(inv))
		z.faint = z.faint || x.faint
		return z
	}
	if x.mid.Sign() == 0 || x.mid.MantExp(nil) > 1 {
		// A wide ball around zero: |atan x - atan mid| <= rad.
		z := p.Atan(Real{mid: x.mid, faint: x.faint})
		return z.widen(x.rad)
	}
	e := x.mid.MantExp(nil)
	if e < -int(p) { // |atan x - x| <= |x|^3
		u := upper(x.mid)
		return Real{mid: x.mid, rad: x.rad.add(u.mul(u).mul(u)), faint: true}
	}
	w := uint(p) + 16 + uint(max(0, -e))
	r := x.rad
	x = p.shorten(x, w)
	f, _ := toFixed(x.mid, w)
	y, err := fixAtan(f, w)
	z := p.fromFixed(y, w, err+2, x.faint || p.linear(e))
	if x.rad.cmp(r) > 0 {
		r = x.rad
	}
	return z.widen(r)
}

// Acot returns the arc cotangent of x in (0, pi), the branch continuous on
// the real line.
func (p Prec) Acot(x Real) Real {
	q := p + 8
	if x.Sign() > 0 {
		return p.Atan(q.Quo(FromInt64(1), x))
	}
	return p.Sub(q.Pi().Shift(-1), q.Atan(x))
}

// Asin returns the arc sine of x for |x| <= 1; without information when the
// ball leaves [-1, 1] or meets an end without being it.
func (p Prec) Asin(x Real) Real {
	if x.mid == nil || x.IsZero() {
		return x
	}
	one := FromInt64(1)
	q := p + 16
	if x.Exact() && x.mid.IsInt() {
		switch {
		case x.mid.Cmp(one.mid) == 0:
			return p.Pi().Shift(-1)
		case x.mid.Cmp(one.Neg().mid) == 0:
			return p.Pi().Shift(-1).Neg()
		}
	}
	// asin x = atan(x / sqrt((1-x)(1+x)))
	c := q.Mul(q.Sub(one, x), q.Add(one, x))
	if c.Sign() <= 0 {
		return Real{}
	}
	z := p.Atan(q.Quo(x, q.Sqrt(c)))
	z.faint = x.faint || p.linear(x.mid.MantExp(nil))
	return z
}

// Acos returns the arc cosine of x for |x| <= 1; see Asin.
func (p Prec) Acos(x Real) Real {
	one := FromInt64(1)
	if x.Exact() && x.mid.Cmp(one.mid) == 0 {
		return FromInt64(0)
	}
	q := p + 16
	return p.Sub(q.Pi().Shift(-1), q.Asin(x))
}

// Asec returns the arc secant of x for |x| >= 1, in [0, pi].
func (p Prec) Asec(x Real) Real { return p.Acos((p + 16).Quo(FromInt64(1), x)) }

// Acsc returns the arc cosecant of x for |x| >= 1, in [-pi/2, pi/2].
func (p Prec) Acsc(x Real) Real { return p.Asin((p + 16).Quo(FromInt64(1), x)) }

// Atan2 returns the angle of the point (x, y) in (-pi, pi]; without
// information when the ball touches the cut or the origin.
func (p Prec) Atan2(y, x Real) Real {
	q := p + 8
	switch {
	case x.Sign() > 0:
		return p.Atan(q.Quo(y, x))
	case y.Sign() > 0:
		return p.Sub(q.Pi().Shift(-1), q.Atan(q.Quo(x, y)))
	case y.Sign() < 0:
		return p.Sub(q.Pi().Shift(-1).Neg(), q.Atan(q.Quo(x, y)))
	case y.IsZero() && x.Sign() < 0:
		return p.Pi()
	}
	return Real{}
}
