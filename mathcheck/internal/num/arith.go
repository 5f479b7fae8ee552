package num

import "math/big"

// fits reports whether r is small enough to go on computing with.
func fits(r *big.Rat) bool { return r.Num().BitLen() <= maxBits && r.Denom().BitLen() <= maxBits }

// binary applies f to both values as fractions, within the ceiling.
func binary(a, b Value, f func(z, x, y *big.Rat) *big.Rat) (Value, bool) {
	x, ok := a.Rat()
	y, ok2 := b.Rat()
	if !ok || !ok2 {
		return Value{}, false
	}
	z := f(new(big.Rat), x, y)
	if !fits(z) {
		return Value{}, false
	}
	return FromRat(z), true
}

// Add returns a+b; false when it would be too large.
func Add(a, b Value) (Value, bool) {
	if p, q, ok := a.frac(); ok {
		if r, s, ok := b.frac(); ok {
			x, ok1 := mulOK(p, s)
			y, ok2 := mulOK(r, q)
			d, ok3 := mulOK(q, s)
			if z := x + y; ok1 && ok2 && ok3 && (z > x) == (y > 0) {
				if v, ok := smallFrac(z, d); ok {
					return v, true
				}
			}
		}
	}
	return binary(a, b, (*big.Rat).Add)
}

// Mul returns a*b; false when it would be too large.
func Mul(a, b Value) (Value, bool) {
	if p, q, ok := a.frac(); ok {
		if r, s, ok := b.frac(); ok {
			x, ok1 := mulOK(p, r)
			d, ok2 := mulOK(q, s)
			if ok1 && ok2 {
				if v, ok := smallFrac(x, d); ok {
					return v, true
				}
			}
		}
	}
	return binary(a, b, (*big.Rat).Mul)
}

// Quo returns a/b; false when b is 0 or the result would be too large.
func Quo(a, b Value) (Value, bool) {
	if b.Sign() == 0 {
		return Value{}, false
	}
	if p, q, ok := a.frac(); ok {
		if r, s, ok := b.frac(); ok {
			x, ok1 := mulOK(p, s)
			d, ok2 := mulOK(q, r)
			if ok1 && ok2 {
				if v, ok := smallFrac(x, d); ok {
					return v, true
				}
			}
		}
	}
	return binary(a, b, (*big.Rat).Quo)
}

// Pow returns a^n; false when it would be too large, or for 0 to a negative
// power.
func Pow(a Value, n int64) (Value, bool) {
	if v, ok := smallPow(a, n); ok {
		return v, true
	}
	x, ok := a.Rat()
	if !ok || n < 0 && x.Sign() == 0 {
		return Value{}, false
	}
	bits := int64(max(x.Num().BitLen(), x.Denom().BitLen()))
	if bits <= 1 && x.IsInt() {
		if x.Sign() < 0 && n%2 == 0 {
			return FromInt(1), true
		}
		if n == 0 {
			return FromInt(1), true
		}
		return a, true
	}
	if abs64(n) > maxBits || bits*abs64(n) > maxBits {
		return Value{}, false
	}
	e := big.NewInt(abs64(n))
	p := new(big.Int).Exp(x.Num(), e, nil)
	q := new(big.Int).Exp(x.Denom(), e, nil)
	if n < 0 {
		p, q = q, p
	}
	return FromRat(new(big.Rat).SetFrac(p, q)), true
}
