package ball

import (
	"math"
	"math/big"
)

// Pi returns the circle constant.
func (p Prec) Pi() Real { return p.fromFixed(piConst.at(uint(p)+8), uint(p)+8, 2, false) }

// Ln2 returns the natural logarithm of 2.
func (p Prec) Ln2() Real { return p.fromFixed(ln2Const.at(uint(p)+8), uint(p)+8, 2, false) }

// E returns the base of the natural logarithm.
func (p Prec) E() Real { return p.Exp(FromInt64(1)) }

// shorten rounds a midpoint far longer than the precision, so that the cost of
// a function does not depend on how its argument was written.
func (p Prec) shorten(x Real, bits uint) Real {
	if x.mid.Prec() <= bits+64 {
		return x
	}
	z := new(big.Float).SetPrec(bits).Set(x.mid)
	return p.rounded(z, x.rad, x.faint)
}

// maxExpArg is the exponent of the largest argument of exp whose value big.Float
// can hold.
const maxExpArg = 30

// Exp returns e^x.
func (p Prec) Exp(x Real) Real {
	if x.mid == nil {
		return x
	}
	if x.IsZero() {
		return FromInt64(1)
	}
	w := uint(p) + 16
	e := x.mid.MantExp(nil)
	if x.mid.Sign() == 0 {
		e = math.MinInt32
	}
	if e > maxExpArg {
		if x.mid.Sign() < 0 && x.Sign() < 0 { // 0 < e^x <= 2^-2^29
			h := pow2(-1 << 29)
			return Real{mid: h.bigFloat(), rad: h, faint: true}
		}
		return Real{}
	}
	if x.rad.exp > maxExpArg {
		return Real{}
	}
	faint := x.faint || int64(e) < -p.faintBits()
	if e < -int(p)-16 { // |e^x - 1| <= e^|x| - 1
		one := FromInt64(1)
		one.faint = faint
		return one.widen(expm1Bound(upper(x.mid).add(x.rad)))
	}
	x = p.shorten(x, w+uint(max(e, 0)))
	// x = k ln 2 + r with 0 <= r < 1
	v := w + uint(max(e, 0)) + 2
	f, _ := toFixed(x.mid, v)
	ln2 := ln2Const.at(v)
	k := new(big.Int)
	r := new(big.Int)
	k.DivMod(f, ln2, r)
	// r is off by 1 + 2|k| ulps of 2^-v, at most 2 ulps of 2^-w.
	r.Rsh(r, v-w)
	y, err := fixExp(r, w)
	z := p.fromFixed(y, w, err+9, faint)
	if z.mid == nil {
		return z
	}
	z = z.Shift(int(k.Int64()))
	if z.mid == nil || x.rad.isZero() {
		return z
	}
	return z.widen(upper(z.mid).add(z.rad).mul(expm1Bound(x.rad)))
}

// expm1Bound bounds e^r - 1.
func expm1Bound(r mag) mag {
	if r.exp <= -1 { // r <= 1/2: e^r-1 <= r + r^2
		return r.add(r.mul(r))
	}
	f := r.float() * 1.45 // log2(e) rounded up
	return pow2(int64(f) + 1)
}

// Log returns the natural logarithm of x > 0; without information when the
// ball reaches zero or below.
func (p Prec) Log(x Real) Real {
	if x.Sign() <= 0 {
		return Real{}
	}
	x = p.shorten(x, uint(p)*2+32)
	low := lower(x.mid, x.rad)
	var m big.Float
	e := x.mid.MantExp(&m) // m in [0.5, 1)
	if g, _ := m.Float64(); g < math.Sqrt2/2 {
		m.SetMantExp(&m, 1)
		e--
	}
	w := uint(p) + 24
	var d big.Float
	d.SetPrec(m.Prec()+2).Sub(&m, big.NewFloat(1))
	faint := x.faint
	if e == 0 {
		if d.Sign() == 0 {
			z := Real{mid: new(big.Float), faint: faint}
			if x.rad.isZero() {
				return z
			}
			return z.widen(x.rad.div(low))
		}
		w += uint(max(0, -d.MantExp(nil)))
		faint = faint || int64(d.MantExp(nil)) < -p.faintBits()
	}
	f, _ := toFixed(&m, w)
	y, err := fixLog(f, w)
	err += 2 // the cut of m
	if e != 0 {
		l := ln2Const.at(w + 32)
		l.Mul(l, big.NewInt(int64(e)))
		y.Add(y, l.Rsh(l, 32))
		err += 2
	}
	z := p.fromFixed(y, w, err, faint)
	if x.rad.isZero() {
		return z
	}
	return z.widen(x.rad.div(low))
}
