package num

import "math/big"

// Writable reports whether ten to the power e may be written out.
func Writable(e int64) bool { return abs64(e)*10/3 <= maxBits }

// shortBits is the size from which lowest terms are better found by Scaled
// itself than by big.Rat, whose common divisor is quadratic in the digits.
const shortBits = 1 << 10

// Scaled returns c*10^e in lowest terms, where Writable(e). The only primes that
// c and a power of ten can share are two and five.
func Scaled(c *big.Int, e int64) *big.Rat {
	if e >= 0 {
		p := new(big.Int).Exp(big.NewInt(10), big.NewInt(e), nil)
		return new(big.Rat).SetInt(p.Mul(p, c))
	}
	k := -e
	if int64(c.BitLen())+4*k <= shortBits {
		return new(big.Rat).SetFrac(c, new(big.Int).Exp(big.NewInt(10), big.NewInt(k), nil))
	}
	if c.Sign() == 0 {
		return new(big.Rat)
	}
	twos := min(int64(c.TrailingZeroBits()), k)
	p, fives := withoutFives(new(big.Int).Rsh(c, uint(twos)), k)
	q := new(big.Int).Exp(big.NewInt(5), big.NewInt(k-fives), nil)
	q.Lsh(q, uint(k-twos))
	if q.IsInt64() && q.Int64() == 1 {
		return new(big.Rat).SetInt(p)
	}
	r := big.NewRat(1, 2) // initialised, so that both are parts of it
	r.Num().Set(p)
	r.Denom().Set(q)
	return r
}

// withoutFives divides c, which is not 0, by five as often as it goes, at most
// limit times. The powers it tries double, so that few divisions are made.
func withoutFives(c *big.Int, limit int64) (*big.Int, int64) {
	powers := []*big.Int{big.NewInt(5)}
	taken := int64(0)
	try := func(i int) bool {
		if taken+1<<i > limit || powers[i].BitLen() > c.BitLen() {
			return false
		}
		q, r := new(big.Int).QuoRem(c, powers[i], new(big.Int))
		if r.Sign() != 0 {
			return false
		}
		c, taken = q, taken+1<<i
		return true
	}
	i := 0
	for try(i) {
		powers = append(powers, new(big.Int).Mul(powers[i], powers[i]))
		i++
	}
	for i--; i >= 0; i-- {
		try(i)
	}
	return c, taken
}
