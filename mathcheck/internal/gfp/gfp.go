// Package gfp computes modulo word-sized primes that are chosen by a seed.
//
// No prime is fixed: whoever writes an answer must not know the prime it will
// be tested with, or gold + p would pass for gold. Primes are drawn from the
// odd numbers between 2^60 and 2^61 that are 1 modulo 4, so that -1 has a
// square root; there are more than 10^16 of them.
package gfp

import (
	"math/big"
	"math/bits"
)

// Field is arithmetic modulo a prime P below 2^62. Elements are 0 <= x < P.
type Field struct {
	P uint64
	// I is a square root of -1.
	I uint64
}

// New returns a field whose prime depends on every bit of seed.
func New(seed uint64) Field {
	p := 1<<60 | Mix(seed)>>4 | 1
	p &^= 2 // 1 modulo 4
	for !Prime(p) {
		p += 4
	}
	f := Field{P: p}
	for g := uint64(2); ; g++ {
		// A non-residue g has g^((p-1)/2) = -1.
		if i := f.Pow(g, (p-1)/4); f.Mul(i, i) == p-1 {
			f.I = i
			return f
		}
	}
}

// Mix spreads every bit of x over the word: the finaliser of splitmix64.
func Mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Add returns x + y.
func (f Field) Add(x, y uint64) uint64 {
	if s := x + y; s < f.P {
		return s
	}
	return x + y - f.P
}

// Neg returns -x.
func (f Field) Neg(x uint64) uint64 {
	if x == 0 {
		return 0
	}
	return f.P - x
}

// Sub returns x - y.
func (f Field) Sub(x, y uint64) uint64 { return f.Add(x, f.Neg(y)) }

// Mul returns x * y.
func (f Field) Mul(x, y uint64) uint64 { return MulMod(x, y, f.P) }

// Pow returns x^n.
func (f Field) Pow(x, n uint64) uint64 { return PowMod(x, n, f.P) }

// Inv returns 1/x; false for 0.
func (f Field) Inv(x uint64) (uint64, bool) {
	if x == 0 {
		return 0, false
	}
	return f.Pow(x, f.P-2), true
}

// Int returns n modulo P.
func (f Field) Int(n *big.Int) uint64 { return Reduce(n, f.P) }

// Reduce returns n modulo m, not negative.
func Reduce(n *big.Int, m uint64) uint64 {
	if n.IsInt64() {
		return ReduceInt(n.Int64(), m)
	}
	r := new(big.Int).Mod(n, new(big.Int).SetUint64(m))
	return r.Uint64()
}

// ReduceInt returns n modulo m, not negative.
func ReduceInt(n int64, m uint64) uint64 {
	if n >= 0 {
		return uint64(n) % m
	}
	if r := uint64(-n) % m; r != 0 {
		return m - r
	}
	return 0
}

// MulMod returns x*y modulo m, for x, y < m.
func MulMod(x, y, m uint64) uint64 {
	hi, lo := bits.Mul64(x, y)
	_, r := bits.Div64(hi, lo, m)
	return r
}

// PowMod returns x^n modulo m, for x < m.
func PowMod(x, n, m uint64) uint64 {
	z := uint64(1) % m
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			z = MulMod(z, x, m)
		}
		x = MulMod(x, x, m)
	}
	return z
}

// witnesses make the Miller-Rabin test exact for 64-bit numbers (Sinclair).
var witnesses = [...]uint64{2, 325, 9375, 28178, 450775, 9780504, 1795265022}

// Prime reports whether the odd number n > 2^32 is prime.
func Prime(n uint64) bool {
	for _, p := range [...]uint64{3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53} {
		if n%p == 0 {
			return false
		}
	}
	s := bits.TrailingZeros64(n - 1)
	d := (n - 1) >> s
	for _, a := range witnesses {
		x := PowMod(a%n, d, n)
		if x == 1 || x == n-1 {
			continue
		}
		composite := true
		for range s - 1 {
			if x = MulMod(x, x, n); x == n-1 {
				composite = false
				break
			}
		}
		if composite {
			return false
		}
	}
	return true
}
