package num

import (
	"cmp"
	"math"
	"math/bits"
	"strconv"
)

// The arithmetic of small numbers: fractions p/q of two int64. Each function
// says whether the result fits; where it does not, big.Rat takes over.

// maxTenPower is the largest power of ten in an int64.
const maxTenPower = 18

var tenPowers = func() (t [maxTenPower + 1]int64) {
	t[0] = 1
	for i := 1; i < len(t); i++ {
		t[i] = 10 * t[i-1]
	}
	return t
}()

// Frac is the value as p/q in lowest terms with q > 0, whatever its form, where
// both fit.
func (v Value) Frac() (p, q int64, ok bool) { return v.frac() }

// frac is the value in lowest terms with q > 0, whatever its form.
func (v Value) frac() (p, q int64, ok bool) {
	if v.wide != nil || v.small == math.MinInt64 {
		return 0, 0, false
	}
	switch v.kind {
	case Integer:
		return v.small, 1, true
	case Decimal:
		switch {
		case v.small == 0:
			return 0, 1, true
		case v.den > maxTenPower || v.den < -maxTenPower:
			return 0, 0, false
		case v.den >= 0:
			p, ok = mulOK(v.small, tenPowers[v.den])
			return p, 1, ok
		}
		q = tenPowers[-v.den]
		g := int64(gcd(absU(v.small), uint64(q)))
		return v.small / g, q / g, true
	}
	return v.small, v.den, true
}

// smallFrac is p/q as an Integer or Fraction; false for what is at the rim of
// int64.
func smallFrac(p, q int64) (Value, bool) {
	if q == 0 || p == math.MinInt64 || q == math.MinInt64 {
		return Value{}, false
	}
	if q < 0 {
		p, q = -p, -q
	}
	if q != 1 {
		g := int64(gcd(absU(p), uint64(q)))
		p, q = p/g, q/g
	}
	if q == 1 {
		return FromInt(p), true
	}
	return Value{kind: Fraction, small: p, den: q}, true
}

// mulOK is x*y if it fits, the smallest int64 excluded.
func mulOK(x, y int64) (int64, bool) {
	hi, lo := bits.Mul64(absU(x), absU(y))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (x < 0) != (y < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func absU(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// cmpSmall compares by cross products of 128 bits.
func cmpSmall(a, b Value) (int, bool) {
	p, q, ok := a.frac()
	r, s, ok2 := b.frac()
	if !ok || !ok2 {
		return 0, false
	}
	if x, y := cmp.Compare(p, 0), cmp.Compare(r, 0); x != y || x == 0 {
		return cmp.Compare(x, y), true
	}
	hi, lo := bits.Mul64(absU(p), uint64(s))
	hi2, lo2 := bits.Mul64(absU(r), uint64(q))
	c := cmp.Compare(hi, hi2)
	if c == 0 {
		c = cmp.Compare(lo, lo2)
	}
	if p < 0 {
		c = -c
	}
	return c, true
}

// smallPow raises a small number to a power, factor by factor; whatever fits
// has fewer than 64 of them, but for powers of 0 and 1, which Pow answers
// itself.
func smallPow(a Value, n int64) (Value, bool) {
	p, q, ok := a.frac()
	if !ok || abs64(n) >= 64 || n < 0 && p == 0 || q == 1 && absU(p) <= 1 {
		return Value{}, false
	}
	x, y := int64(1), int64(1)
	for range abs64(n) {
		var ok1, ok2 bool
		x, ok1 = mulOK(x, p)
		y, ok2 = mulOK(y, q)
		if !ok1 || !ok2 {
			return Value{}, false
		}
	}
	if n < 0 {
		x, y = y, x
	}
	return smallFrac(x, y)
}

// appendFrac appends "p" or "p/q".
func appendFrac(b []byte, p, q int64) []byte {
	b = strconv.AppendInt(b, p, 10)
	if q != 1 {
		b = strconv.AppendInt(append(b, '/'), q, 10)
	}
	return b
}
