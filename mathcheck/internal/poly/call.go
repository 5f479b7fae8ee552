package poly

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// call converts a function application.
func (r *ring) call(n *expr.Call) frac {
	if n.Fn == expr.Mod && len(n.Args) == 2 {
		if z, ok := r.mod(n); ok || r.failed {
			return z
		}
	}
	args := make([]frac, len(n.Args))
	for i, a := range n.Args {
		args[i] = r.from(a)
		if r.failed {
			return integer(0)
		}
	}
	if len(args) == 0 {
		r.fail()
		return integer(0)
	}
	x := args[0]
	switch n.Fn {
	case expr.Sin:
		s, _ := r.sinCos(x)
		return s
	case expr.Cos:
		_, c := r.sinCos(x)
		return c
	case expr.Tan, expr.Cot, expr.Sec, expr.Csc:
		s, c := r.sinCos(x)
		switch n.Fn {
		case expr.Tan:
			return r.mulFrac(s, r.invFrac(c))
		case expr.Cot:
			return r.mulFrac(c, r.invFrac(s))
		case expr.Sec:
			return r.invFrac(c)
		}
		return r.invFrac(s)
	case expr.Sinh, expr.Cosh, expr.Tanh, expr.Coth, expr.Sech, expr.Csch:
		return r.hyperbolic(n.Fn, x)
	case expr.Ln:
		return r.log(x)
	case expr.Log:
		if len(args) == 2 {
			return r.mulFrac(r.log(x), r.invFrac(r.log(args[1])))
		}
	case expr.Factorial:
		return r.factorial(x)
	case expr.Binom, expr.Perm:
		if len(args) == 2 {
			return r.choose(n.Fn, x, args[1])
		}
	case expr.Abs, expr.Floor, expr.Ceil, expr.Sgn, expr.Frac:
		if c, ok := x.number(); ok {
			return whole(constant(roundTo(n.Fn, c)))
		}
	case expr.Gcd, expr.Lcm, expr.Max, expr.Min, expr.Mod:
		if c, ok := r.combine(n.Fn, args); ok {
			return c
		}
	case expr.Conj, expr.Re, expr.Im:
		if z, ok := r.complexPart(n.Fn, x); ok {
			return z
		}
	}
	name := n.Fn.String()
	if n.Fn == expr.User {
		name = "user " + n.Name
	}
	return r.named(name, args...)
}

// sinCos returns generators s and c with s^2 = 1 - c^2, or exact values.
func (r *ring) sinCos(x frac) (sin, cos frac) {
	if r.failed {
		return integer(0), integer(0)
	}
	if q, ok := r.timesPi(x); ok {
		s, ok := r.sinPi(q)
		c, ok2 := r.sinPi(new(big.Rat).Add(q, big.NewRat(1, 2)))
		if ok && ok2 {
			return s, c
		}
	}
	neg := len(x.num) > 0 && x.num[0].c.sign() < 0
	if neg {
		x = negFrac(x)
	}
	c := r.named("cos", x)
	key := string(append(x.key([]byte("fsin(")), 0))
	one := constant(coefInt(1))
	s := whole(r.gen(key, atom, 2, r.add(one, r.mulRaw(c.num, c.num).neg())))
	if neg {
		s = negFrac(s)
	}
	return s, c
}

// timesPi returns q for x = q*pi.
func (r *ring) timesPi(x frac) (*big.Rat, bool) {
	if x.num.isZero() {
		return new(big.Rat), true
	}
	d, ok := x.den.number()
	i := r.find("pi")
	if !ok || i < 0 || len(x.num) != 1 {
		return nil, false
	}
	var m mono
	m[i] = 1
	if x.num[0].m != m {
		return nil, false
	}
	return x.num[0].c.mul(d.inv()).rat(), true
}

// sinPi is sin(q*pi) for the angles with simple radicals.
func (r *ring) sinPi(q *big.Rat) (frac, bool) {
	if !q.Num().IsInt64() || !q.Denom().IsInt64() {
		return frac{}, false
	}
	d := q.Denom().Int64()
	if d > 12 {
		return frac{}, false
	}
	n := q.Num().Int64() % (2 * d)
	if n < 0 {
		n += 2 * d
	}
	if n >= d {
		z, ok := r.sinPi(big.NewRat(n-d, d))
		return negFrac(z), ok
	}
	if 2*n > d {
		n = d - n
	}
	sqrt := func(p, q int64) frac { return r.rootPositive(coefRat(big.NewRat(p, q)), 2) }
	var z frac
	switch [2]int64{n, d} {
	case [2]int64{0, 1}:
		z = integer(0)
	case [2]int64{1, 2}:
		z = integer(1)
	case [2]int64{1, 3}:
		z = sqrt(3, 4)
	case [2]int64{1, 4}:
		z = sqrt(1, 2)
	case [2]int64{1, 6}:
		z = whole(constant(coef{n: 1, d: 2}))
	case [2]int64{1, 12}:
		z = r.subFrac(sqrt(3, 8), sqrt(1, 8))
	case [2]int64{5, 12}:
		z = r.addFrac(sqrt(3, 8), sqrt(1, 8))
	case [2]int64{1, 10}:
		z = r.subFrac(sqrt(5, 16), whole(constant(coef{n: 1, d: 4})))
	case [2]int64{3, 10}:
		z = r.addFrac(sqrt(5, 16), whole(constant(coef{n: 1, d: 4})))
	case [2]int64{1, 5}, [2]int64{2, 5}:
		c, _ := r.sinPi(big.NewRat(5-2*n, 10)) // the cosine
		z = r.root(r.subFrac(integer(1), r.mulFrac(c, c)), 2)
	case [2]int64{1, 8}, [2]int64{3, 8}:
		half := whole(constant(coef{n: 1, d: 2}))
		c, _ := r.sinPi(big.NewRat(2-n, 4)) // the cosine of the double angle
		z = r.root(r.mulFrac(half, r.subFrac(integer(1), c)), 2)
	default:
		return frac{}, false
	}
	return z, !r.failed
}

// hyperbolic writes the function in e^x.
func (r *ring) hyperbolic(f expr.Fn, x frac) frac {
	var e frac
	if q, ok := x.number(); ok {
		e = r.powE(q.rat())
	} else {
		e = r.exponential("e", integer(0), x)
	}
	i := r.invFrac(e)
	s, c := r.subFrac(e, i), r.addFrac(e, i)
	half := whole(constant(coef{n: 1, d: 2}))
	switch f {
	case expr.Sinh:
		return r.mulFrac(s, half)
	case expr.Cosh:
		return r.mulFrac(c, half)
	case expr.Tanh:
		return r.mulFrac(s, r.invFrac(c))
	case expr.Coth:
		return r.mulFrac(c, r.invFrac(s))
	case expr.Sech:
		return r.mulFrac(integer(2), r.invFrac(c))
	}
	return r.mulFrac(integer(2), r.invFrac(s))
}

// log is the natural logarithm: of a positive number times radicals a sum over
// primes, of e^q the exponent.
func (r *ring) log(x frac) frac {
	if r.failed {
		return integer(0)
	}
	d, ok := x.den.number()
	if !ok || len(x.num) != 1 {
		return r.named("ln", x)
	}
	t := x.num[0]
	c := t.c.mul(d.inv())
	if c.sign() <= 0 || c.bits() > maxRootBits {
		return r.named("ln", x)
	}
	z := integer(0)
	for i, e := range t.m {
		if e == 0 {
			continue
		}
		part := whole(constant(coefRat(big.NewRat(int64(e), int64(r.index)))))
		switch g := r.gens[i]; {
		case g.key == "e":
		case g.key[0] == 'r':
			p, _ := g.value.number()
			part = r.mulFrac(part, r.logInt(p.rat().Num()))
		default:
			return r.named("ln", x)
		}
		z = r.addFrac(z, part)
	}
	q := c.rat()
	z = r.addFrac(z, r.logInt(q.Num()))
	return r.subFrac(z, r.logInt(q.Denom()))
}

// logInt is the logarithm of n >= 1 as a sum of logarithms of primes.
func (r *ring) logInt(n *big.Int) frac {
	z := integer(0)
	if n.Cmp(one) == 0 || !r.spend(200+n.BitLen()*4) {
		return z
	}
	primes, rest := factor(n)
	if rest.Cmp(one) != 0 {
		primes = append(primes, primePower{rest, 1})
	}
	for _, p := range primes {
		key := "ln" + p.p.String()
		// The logarithm of one integer is transcendental; those of composite
		// rests may depend on others.
		k := transcendental
		if p.p == rest && !isPrime(rest) {
			k = atom
		}
		z = r.addFrac(z, r.mulFrac(integer(int64(p.k)), whole(r.gen(key, k, 0, nil))))
	}
	return z
}

// maxFactorial bounds the factorials written out: 3249! is the last below
// 10,000 digits.
const maxFactorial = 3249

// maxShift bounds the distance over which n! is expressed by another n!.
const maxShift = 30

// factorial is x!, for symbolic x in terms of (x-k)! with the constant term
// of x-k in [0, 1).
func (r *ring) factorial(x frac) frac {
	if c, ok := x.number(); ok {
		if c.r != nil || c.d != 1 || c.n < 0 || c.n > maxFactorial || !r.spend(int(c.n)*(4+int(c.n)/64)) {
			return r.named("factorial", x)
		}
		return whole(constant(coefRat(new(big.Rat).SetInt(new(big.Int).MulRange(1, c.n)))))
	}
	k, base, ok := r.splitShift(x)
	if !ok {
		return r.named("factorial", x)
	}
	z := r.named("factorial", base)
	for i := int64(1); i <= k; i++ {
		z = r.mulFrac(z, r.addFrac(base, integer(i)))
	}
	for i := int64(0); i > k; i-- {
		z = r.mulFrac(z, r.invFrac(r.addFrac(base, integer(i))))
	}
	return z
}

// splitShift writes x = base + k with the whole part of the constant term as k.
func (r *ring) splitShift(x frac) (k int64, base frac, ok bool) {
	if !x.den.isOne() || len(x.num) == 0 {
		return 0, x, false
	}
	last := x.num[len(x.num)-1]
	if (last.m != mono{}) {
		return 0, x, true
	}
	c := roundTo(expr.Floor, last.c)
	if c.r != nil || c.n > maxShift || c.n < -maxShift {
		return 0, x, false
	}
	return c.n, r.subFrac(x, whole(constant(c))), true
}

// choose is the binomial coefficient or the falling factorial.
func (r *ring) choose(f expr.Fn, n, k frac) frac {
	if c, ok := k.number(); ok && c.r == nil && c.d == 1 && c.n >= 0 && c.n <= maxShift {
		z := integer(1)
		for i := range c.n {
			z = r.mulFrac(z, r.subFrac(n, integer(i)))
			if f == expr.Binom {
				z = r.mulFrac(z, whole(constant(coef{n: 1, d: i + 1})))
			}
		}
		return z
	}
	a, ok := n.number()
	b, ok2 := k.number()
	if ok && ok2 {
		if a.r != nil || b.r != nil || a.d != 1 || b.d != 1 || a.n < 0 || b.n < 0 || a.n > maxFactorial {
			return r.named(f.String(), n, k)
		}
		if b.n > a.n {
			return integer(0)
		}
		if !r.spend(int(b.n) * (4 + int(b.n)/64)) {
			return integer(0)
		}
		z := new(big.Int).MulRange(a.n-b.n+1, a.n)
		if f == expr.Binom {
			z.Binomial(a.n, b.n)
		}
		return whole(constant(coefRat(new(big.Rat).SetInt(z))))
	}
	z := r.mulFrac(r.factorial(n), r.invFrac(r.factorial(r.subFrac(n, k))))
	if f == expr.Binom {
		z = r.mulFrac(z, r.invFrac(r.factorial(k)))
	}
	return z
}

// roundTo applies a function of one rational number.
func roundTo(f expr.Fn, c coef) coef {
	floor := func(q *big.Rat) *big.Rat {
		n := new(big.Int)
		n.DivMod(q.Num(), q.Denom(), new(big.Int))
		return new(big.Rat).SetInt(n)
	}
	switch f {
	case expr.Abs:
		return c.abs()
	case expr.Sgn:
		return coefInt(int64(c.sign()))
	case expr.Ceil:
		return coefRat(floor(c.neg().rat())).neg()
	case expr.Frac:
		return c.add(coefRat(floor(c.rat())).neg())
	}
	if c.r == nil && c.d == 1 {
		return c
	}
	return coefRat(floor(c.rat()))
}

// combine applies a function of several rational numbers.
func (r *ring) combine(f expr.Fn, args []frac) (frac, bool) {
	z, ok := args[0].number()
	if !ok {
		return frac{}, false
	}
	q := z.rat()
	for _, a := range args[1:] {
		c, ok := a.number()
		if !ok || !r.spend(16+c.bits()+z.bits()) {
			return frac{}, false
		}
		x := c.rat()
		switch f {
		case expr.Max, expr.Min:
			if (x.Cmp(q) > 0) == (f == expr.Max) {
				q = x
			}
			continue
		}
		if !q.IsInt() || !x.IsInt() {
			return frac{}, false
		}
		v := new(big.Int)
		switch f {
		case expr.Gcd:
			v.GCD(nil, nil, new(big.Int).Abs(q.Num()), new(big.Int).Abs(x.Num()))
		case expr.Lcm:
			v.GCD(nil, nil, new(big.Int).Abs(q.Num()), new(big.Int).Abs(x.Num()))
			if v.Sign() != 0 {
				v.Quo(new(big.Int).Abs(new(big.Int).Mul(q.Num(), x.Num())), v)
			}
		case expr.Mod:
			if x.Sign() == 0 {
				return frac{}, false
			}
			v.Mod(q.Num(), x.Num())
			if x.Sign() < 0 && v.Sign() != 0 {
				v.Add(v, x.Num())
			}
		}
		if v.BitLen() > maxCoefBits {
			return frac{}, false
		}
		q = new(big.Rat).SetInt(v)
	}
	return whole(constant(coefRat(new(big.Rat).Set(q)))), true
}

// complexPart is the conjugate or a part of a constant whose generators are
// all real but i.
func (r *ring) complexPart(f expr.Fn, x frac) (frac, bool) {
	if _, ok := x.den.number(); !ok {
		x = r.rationalise(x)
	}
	if _, ok := x.den.number(); !ok {
		return frac{}, false
	}
	at := r.find("i")
	var re, im poly
	for _, t := range x.num {
		isI := false
		for i, e := range t.m {
			switch {
			case e == 0:
			case i == at:
				isI = true
			case r.gens[i].kind != radical && r.gens[i].kind != transcendental || r.gens[i].key[0] == 'R':
				return frac{}, false
			}
		}
		if isI {
			t.m[at] = 0
			im = append(im, t)
		} else {
			re = append(re, t)
		}
	}
	// Removing one generator keeps the order of the rest among themselves only
	// if it is first in it; sort again.
	re, im = r.collect(re), r.collect(im)
	switch f {
	case expr.Re:
		return frac{re, x.den}, true
	case expr.Im:
		return frac{im, x.den}, true
	}
	return r.subFrac(frac{re, x.den}, r.mulFrac(whole(r.imaginary()), frac{im, x.den})), true
}
