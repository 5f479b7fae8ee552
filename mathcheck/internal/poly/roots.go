package poly

import (
	"math"
	"math/big"
)

var one = big.NewInt(1)

type primePower struct {
	p *big.Int
	k int
}

// maxTrial bounds trial division.
const maxTrial = 2000

// factor splits n > 0 into small primes and the rest.
func factor(n *big.Int) (small []primePower, rest *big.Int) {
	if n.IsUint64() {
		m := n.Uint64()
		for p := uint64(2); p <= maxTrial && p*p <= m; p++ {
			k := 0
			for m%p == 0 {
				m /= p
				k++
			}
			if k > 0 {
				small = append(small, primePower{new(big.Int).SetUint64(p), k})
			}
		}
		if m > 1 && m <= maxTrial*maxTrial {
			small = append(small, primePower{new(big.Int).SetUint64(m), 1})
			m = 1
		}
		return small, new(big.Int).SetUint64(m)
	}
	rest = new(big.Int).Set(n)
	q, m, d := new(big.Int), new(big.Int), new(big.Int)
	for _, p := range [...]int64{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47} {
		d.SetInt64(p)
		k := 0
		for {
			q.QuoRem(rest, d, m)
			if m.Sign() != 0 {
				break
			}
			rest.Set(q)
			k++
		}
		if k > 0 {
			small = append(small, primePower{big.NewInt(p), k})
		}
	}
	return small, rest
}

// isPrime is exact: it says no where it would take a probabilistic test.
func isPrime(n *big.Int) bool { return n.IsUint64() && n.ProbablyPrime(0) }

// perfectRoot returns the n-th root of v >= 0 if it is whole.
func perfectRoot(v *big.Int, n int) (*big.Int, bool) {
	if v.Sign() == 0 || v.Cmp(one) == 0 {
		return v, true
	}
	var x *big.Int
	if n == 2 {
		x = new(big.Int).Sqrt(v)
	} else {
		x = new(big.Int).Lsh(one, uint(v.BitLen()/n+1))
		t, k := new(big.Int), big.NewInt(int64(n))
		m := big.NewInt(int64(n - 1))
		for {
			t.Quo(v, t.Exp(x, m, nil))
			t.Add(t, new(big.Int).Mul(x, m))
			t.Quo(t, k)
			if t.Cmp(x) >= 0 {
				break
			}
			x, t = t, x
		}
	}
	return x, new(big.Int).Exp(x, big.NewInt(int64(n)), nil).Cmp(v) == 0
}

// maxRootBits bounds the numbers whose roots are taken apart.
const maxRootBits = 4096

// rootPositive is c^(1/n) for a rational c > 0, in radicals of primes.
func (r *ring) rootPositive(c coef, n int) frac {
	if c.isOne() {
		return integer(1)
	}
	if c.bits() > maxRootBits || !r.spend(200+c.bits()*c.bits()/64) {
		return r.named("root"+itoa(n), whole(constant(c)))
	}
	z := integer(1)
	q := c.rat()
	for i, v := range [2]*big.Int{q.Num(), q.Denom()} {
		if v.Cmp(one) == 0 {
			continue
		}
		primes, rest := factor(v)
		f := integer(1)
		if rest.Cmp(one) != 0 {
			if s, ok := perfectRoot(rest, n); ok {
				f = whole(constant(coefRat(new(big.Rat).SetInt(s))))
			} else if isPrime(rest) {
				primes = append(primes, primePower{rest, 1})
			} else {
				// The rest may share a prime with another such rest.
				f = r.named("root"+itoa(n), whole(constant(coefRat(new(big.Rat).SetInt(rest)))))
			}
		}
		for _, p := range primes {
			f = r.mulFrac(f, r.primeRoot(p.p, p.k, n))
		}
		if i == 1 {
			f = r.invFrac(f)
		}
		z = r.mulFrac(z, f)
	}
	return z
}

// primeRoot is p^(k/n).
func (r *ring) primeRoot(p *big.Int, k, n int) frac {
	c := coefRat(new(big.Rat).SetInt(p))
	if k%n == 0 {
		return r.powFrac(whole(constant(c)), k/n)
	}
	if k*r.index%n != 0 {
		return r.named("root"+itoa(n), whole(r.pow(constant(c), k)))
	}
	g := r.gen("r"+p.String(), radical, r.index, constant(c))
	return whole(r.pow(g, k*r.index/n))
}

// root is the n-th root of f: real for an odd n, i times a real number for the
// square root of a negative number.
func (r *ring) root(f frac, n int) frac {
	if r.failed || f.num.isZero() {
		return integer(0)
	}
	if c, ok := f.number(); ok {
		switch {
		case c.sign() > 0:
			return r.rootPositive(c, n)
		case n&1 == 1:
			return negFrac(r.rootPositive(c.neg(), n))
		case n == 2:
			return r.mulFrac(whole(r.imaginary()), r.rootPositive(c.neg(), n))
		}
		r.fail()
		return integer(0)
	}
	f = r.rationalise(f)
	if _, ok := f.den.number(); !ok || r.failed {
		return r.named("root"+itoa(n), f)
	}
	if z, ok := r.rootMonomial(f, n); ok {
		return z
	}
	if z, ok := r.denest(f, n); ok {
		return z
	}
	// f = c P with a positive rational content c.
	p := f.num
	c := content(p)
	p = p.scale(c.inv())
	if r.failed {
		return integer(0)
	}
	k := atom
	if p.isVariable(r) {
		k = radical
	}
	if r.index%n != 0 {
		return r.mulFrac(r.rootPositive(c, n), r.named("root"+itoa(n), whole(p)))
	}
	key := string(p.key([]byte("R")))
	g := r.gen(key, k, r.index, p)
	return r.mulFrac(r.rootPositive(c, n), whole(r.pow(g, r.index/n)))
}

// isVariable reports whether p is one variable.
func (p poly) isVariable(r *ring) bool {
	if len(p) != 1 || !p[0].c.isOne() {
		return false
	}
	sum := 0
	for i, e := range p[0].m {
		if e > 0 && r.gens[i].kind != variable {
			return false
		}
		sum += int(e)
	}
	return sum == 1
}

// content is the positive rational c for which p/c has whole coefficients
// without a common divisor.
func content(p poly) coef {
	num, den := new(big.Int), big.NewInt(1)
	for _, t := range p {
		q := t.c.rat()
		num.GCD(nil, nil, num, new(big.Int).Abs(q.Num()))
		g := new(big.Int).GCD(nil, nil, den, q.Denom())
		den.Mul(den, new(big.Int).Quo(q.Denom(), g))
	}
	return coefRat(new(big.Rat).SetFrac(num, den))
}

// rootMonomial takes the root of a number times radicals of primes.
func (r *ring) rootMonomial(f frac, n int) (frac, bool) {
	d, ok := f.den.number()
	if !ok || len(f.num) != 1 {
		return frac{}, false
	}
	t := f.num[0]
	for i, e := range t.m {
		if g := r.gens; e > 0 && (g[i].key[0] != 'r' && g[i].key != "e" || int(e)%n != 0) {
			return frac{}, false
		}
	}
	c := t.c.mul(d.inv())
	if c.sign() < 0 && n&1 == 0 && n != 2 {
		return frac{}, false
	}
	var m mono
	for i, e := range t.m {
		m[i] = e / uint16(n)
	}
	return r.mulFrac(r.root(whole(constant(c)), n), whole(poly{{m, coefInt(1)}})), true
}

// rationalise multiplies a denominator of two terms by its conjugate.
func (r *ring) rationalise(f frac) frac {
	if len(f.den) != 2 {
		return f
	}
	conj := poly{f.den[0], {f.den[1].m, f.den[1].c.neg()}}
	d := r.mul(f.den, conj)
	if c, ok := d.number(); ok && c.sign() != 0 {
		return r.tidy(frac{r.mul(f.num, conj), d})
	}
	return f
}

// denest writes the root of a + b, with a and b^2 rational, as a sum of two
// simple radicals where there is one.
func (r *ring) denest(f frac, n int) (frac, bool) {
	d, ok := f.den.number()
	if !ok || len(f.num) != 2 {
		return frac{}, false
	}
	s, t := f.num[0], f.num[1]
	if (s.m == mono{}) {
		s, t = t, s
	}
	if (t.m != mono{}) {
		return frac{}, false
	}
	for i, e := range s.m {
		if e > 0 && r.gens[i].key[0] != 'r' {
			return frac{}, false
		}
	}
	inv := d.inv()
	a, b := t.c.mul(inv), term{s.m, s.c.mul(inv)}
	sq, ok := r.mul(poly{b}, poly{b}).number()
	if !ok || r.failed {
		return frac{}, false
	}
	norm := a.mul(a).add(sq.neg())
	sign := int64(b.c.sign())
	if n == 2 {
		e, ok := rationalRoot(norm, 2)
		if !ok || a.sign() <= 0 {
			return frac{}, false
		}
		half := coef{n: 1, d: 2}
		u, w := a.add(e).mul(half), a.add(e.neg()).mul(half)
		z := r.addFrac(r.root(whole(constant(u)), 2), r.mulFrac(integer(sign), r.root(whole(constant(w)), 2)))
		return z, !r.failed
	}
	if n&1 == 0 {
		return frac{}, false
	}
	// (p+q)^n = a+b with p, q^2 rational has the conjugate (p-q)^n = a-b, so
	// that (p+q)(p-q) is the root of the norm. Guess p, then check.
	e, ok := rationalRoot(norm, n)
	if !ok {
		return frac{}, false
	}
	af, _ := a.rat().Float64()
	sf, _ := sq.rat().Float64()
	ef, _ := e.rat().Float64()
	x := signedRoot(af+float64(sign)*math.Sqrt(sf), n)
	p := (x + ef/x) / 2
	if x == 0 || math.Abs(p) > 1e9 || math.IsNaN(p) {
		return frac{}, false
	}
	for _, den := range [...]int64{2, 3, 5} {
		pc := coefRat(big.NewRat(int64(math.Round(p*float64(den))), den))
		q2 := pc.mul(pc).add(e.neg())
		if q2.sign() < 0 {
			continue
		}
		root := r.root(whole(constant(q2)), 2)
		for _, s := range [...]int64{1, -1} {
			z := r.addFrac(whole(constant(pc)), r.mulFrac(integer(s), root))
			w := r.powFrac(z, n)
			if r.failed {
				return frac{}, false
			}
			if r.sameFrac(w, f) {
				return z, true
			}
		}
	}
	return frac{}, false
}

// rationalRoot is the n-th root of c if it is rational; real for odd n.
func rationalRoot(c coef, n int) (coef, bool) {
	if c.bits() > maxRootBits {
		return coef{}, false
	}
	neg := c.sign() < 0
	if neg && n&1 == 0 {
		return coef{}, false
	}
	q := c.abs().rat()
	p, ok := perfectRoot(q.Num(), n)
	if !ok {
		return coef{}, false
	}
	d, ok := perfectRoot(q.Denom(), n)
	if !ok {
		return coef{}, false
	}
	z := coefRat(new(big.Rat).SetFrac(p, d))
	if neg {
		z = z.neg()
	}
	return z, true
}

func signedRoot(x float64, n int) float64 {
	return math.Copysign(math.Pow(math.Abs(x), 1/float64(n)), x)
}

// sameFrac reports whether f and g are equal by forms.
func (r *ring) sameFrac(f, g frac) bool {
	d := r.add(r.mul(f.num, g.den), r.mul(g.num, f.den).neg())
	return !r.failed && d.isZero()
}
