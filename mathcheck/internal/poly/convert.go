package poly

import (
	"math/big"
	"strconv"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// maxIndex bounds the common index of the roots of a comparison.
const maxIndex = 60

// rootIndex multiplies up the indices of roots along each path and returns
// their least common multiple, at least 2; false beyond maxIndex.
func rootIndex(n expr.Node, nested, lcm int) (int, bool) {
	ok := true
	enter := func(k int64) {
		if k < 2 {
			return
		}
		if k > maxIndex || nested*int(k) > maxIndex {
			ok = false
			return
		}
		nested *= int(k)
		lcm = lcm / int(gcd64(uint64(lcm), uint64(nested))) * nested
		ok = ok && lcm <= maxIndex
	}
	outer := nested
	switch n := n.(type) {
	case *expr.Root:
		k := int64(2)
		if n.Index != nil {
			k, _ = expr.WrittenInt(n.Index)
		}
		enter(k)
	case *expr.Pow:
		d := int64(1)
		denominators(n.Exp, &d)
		enter(d)
	}
	if !ok {
		return 0, false
	}
	inner := nested
	expr.Children(n, func(c expr.Node) bool {
		lcm, ok = rootIndex(c, inner, lcm)
		return ok
	})
	nested = outer
	return lcm, ok
}

// denominators multiplies into d the denominators written in an exponent.
func denominators(n expr.Node, d *int64) {
	var k int64 = 1
	switch n := n.(type) {
	case *expr.Num:
		if _, ok := n.V.Int64(); ok {
			return
		}
		if _, q, ok := n.V.Frac(); ok {
			k = q
		} else if r, ok := n.V.Rat(); ok && r.Denom().IsInt64() {
			k = r.Denom().Int64()
		}
	case *expr.Div:
		if v, ok := expr.WrittenInt(n.Den); ok {
			k = max(v, -v)
		}
		denominators(n.Num, d)
	case *expr.Add, *expr.Mul, *expr.Neg:
		expr.Children(n, func(c expr.Node) bool {
			denominators(c, d)
			return true
		})
	}
	if k > 0 && k <= maxIndex && *d <= maxIndex {
		*d = *d / int64(gcd64(uint64(*d), uint64(k))) * k
	}
}

// from converts a tree.
func (r *ring) from(n expr.Node) frac {
	if !r.spend(8) {
		return integer(0)
	}
	switch n := n.(type) {
	case *expr.Num:
		if v, ok := n.V.Int64(); ok {
			return integer(v)
		}
		if p, q, ok := n.V.Frac(); ok && p != 0 {
			return whole(poly{{c: coef{n: p, d: q}}})
		}
		if q, ok := n.V.Rat(); ok && r.spend(q.Num().BitLen()/8+q.Denom().BitLen()/8) {
			return whole(constant(coefRat(q)))
		}
	case *expr.BaseNum:
		return r.from(&expr.Num{V: n.V})
	case *expr.Sym:
		for i := len(r.bound) - 1; i >= 0; i-- {
			if r.bound[i].name == n.Name {
				return r.bound[i].value
			}
		}
		return whole(r.gen("v"+n.Name, variable, 0, nil))
	case *expr.Const:
		switch n.C {
		case expr.Pi:
			return whole(r.gen("pi", transcendental, 0, nil))
		case expr.E:
			return r.powE(big.NewRat(1, 1))
		case expr.I:
			return whole(r.imaginary())
		}
	case *expr.Add:
		return r.sumOf(n.Terms)
	case *expr.Neg:
		return negFrac(r.from(n.X))
	case *expr.Mul:
		if len(r.bound) == 0 && isMonomial(n) {
			t := term{c: coefInt(1)}
			r.monomial(n, &t)
			return whole(poly{t})
		}
		z := r.from(n.Factors[0])
		for _, t := range n.Factors[1:] {
			if r.failed {
				break
			}
			z = r.mulFrac(z, r.from(t))
		}
		return z
	case *expr.Div:
		a := r.from(n.Num)
		return r.mulFrac(a, r.invFrac(r.from(n.Den)))
	case *expr.Pow:
		return r.power(n)
	case *expr.Root:
		k := int64(2)
		if n.Index != nil {
			var ok bool
			if k, ok = expr.WrittenInt(n.Index); !ok || k < 2 || k > maxIndex {
				break
			}
		}
		return r.root(r.from(n.X), int(k))
	case *expr.Percent:
		return r.mulFrac(r.from(n.X), whole(constant(coef{n: 1, d: 100})))
	case *expr.Degree:
		f := r.mulFrac(r.from(n.X), whole(r.gen("pi", transcendental, 0, nil)))
		return r.mulFrac(f, whole(constant(coef{n: 1, d: 180})))
	case *expr.Call:
		return r.call(n)
	case *expr.Bind:
		return r.bind(n)
	}
	r.fail()
	return integer(0)
}

// sumOf adds polynomials all at once, so that a long sum costs no more than
// sorting it, and fractions one by one.
func (r *ring) sumOf(terms []expr.Node) frac {
	var flat poly
	z := integer(0)
	for _, t := range terms {
		if len(r.bound) == 0 && isMonomial(t) {
			if len(flat) > 2*maxTerms || r.failed {
				r.fail()
				return integer(0)
			}
			if flat == nil {
				flat = make(poly, 0, len(terms))
			}
			flat = append(flat, term{c: coefInt(1)})
			r.monomial(t, &flat[len(flat)-1])
			continue
		}
		f := r.from(t)
		switch {
		case r.failed || len(flat) > 2*maxTerms || !r.spend(4*len(f.num)):
			r.fail()
			return integer(0)
		case f.den.isOne():
			flat = append(flat, f.num...)
		default:
			z = r.addFrac(z, f)
		}
	}
	p := whole(r.collect(flat))
	if z.num.isZero() && !r.failed {
		return p
	}
	return r.addFrac(z, p)
}

// imaginary is the generator i with i^2 = -1.
func (r *ring) imaginary() poly { return r.gen("i", radical, 2, constant(coefInt(-1))) }

// named is an atom: a function of arguments in normal form.
func (r *ring) named(name string, args ...frac) frac {
	b := append([]byte("f"), name...)
	b = append(b, '(')
	for _, a := range args {
		b = a.key(b)
	}
	return whole(r.gen(string(b), atom, 0, nil))
}

// powE is e^q.
func (r *ring) powE(q *big.Rat) frac {
	g := r.gen("e", transcendental, 0, nil)
	// The generator is e^(1/index).
	k := new(big.Rat).Mul(q, big.NewRat(int64(r.index), 1))
	if !k.IsInt() || !k.Num().IsInt64() || k.Num().Int64() > maxDegree || k.Num().Int64() < -maxDegree {
		return r.named("exp", whole(constant(coefRat(q))))
	}
	return r.powFrac(whole(g), int(k.Num().Int64()))
}

// power converts base^exp.
func (r *ring) power(n *expr.Pow) frac {
	e := r.from(n.Exp)
	if r.failed {
		return integer(0)
	}
	isE := false
	if c, ok := n.Base.(*expr.Const); ok && c.C == expr.E {
		isE = true
	}
	if q, ok := e.number(); ok {
		if isE {
			return r.powE(q.rat())
		}
		return r.powNumber(r.from(n.Base), q)
	}
	if isE {
		return r.exponential("e", integer(0), e)
	}
	base := r.from(n.Base)
	if r.failed {
		return integer(0)
	}
	c, ok := base.number()
	if !ok {
		return r.exponential("", base, e)
	}
	if c.sign() == 0 {
		r.fail()
		return integer(0)
	}
	z := integer(1)
	if c.sign() < 0 {
		z = r.exponential("-1", integer(-1), e)
		c = c.neg()
	}
	value := c.rat()
	for i, half := range [2]*big.Int{value.Num(), value.Denom()} {
		primes, rest := factor(half)
		if rest.Cmp(one) != 0 && !isPrime(rest) {
			return r.named("pow", base, e)
		}
		f := e
		if i == 1 {
			f = negFrac(e)
		}
		if rest.Cmp(one) != 0 {
			primes = append(primes, primePower{rest, 1})
		}
		for _, p := range primes {
			g := frac{f.num.scale(coefInt(int64(p.k))), f.den}
			z = r.mulFrac(z, r.exponential(p.p.String(), whole(constant(coefRat(new(big.Rat).SetInt(p.p)))), g))
		}
		if c.isInt() {
			break
		}
	}
	return z
}

// powNumber is base^q for a rational exponent.
func (r *ring) powNumber(base frac, q coef) frac {
	if q.r != nil || q.d > maxIndex {
		return r.named("pow", base, whole(constant(q)))
	}
	if q.n > maxDegree || q.n < -maxDegree {
		c, ok := base.number()
		small := ok && c.r == nil && absU(c.n) == 1 && c.d == 1 && q.d == 1
		if !ok || !small && (absU(q.n) > maxCoefBits || c.bits() > 64) {
			return r.named("pow", base, whole(constant(q)))
		}
		if small {
			return whole(constant(coefInt(1 - (1-c.n)*(q.n&1)))) // (±1)^n
		}
	}
	if q.d != 1 {
		if c, ok := base.number(); r.complex && q.d > 2 && (!ok || c.sign() < 0) {
			return r.named("pow", base, whole(constant(q)))
		}
		base = r.root(base, int(q.d))
	}
	if r.failed {
		return integer(0)
	}
	if n, ok := base.number(); ok && q.n == 0 && n.sign() == 0 {
		r.fail()
		return integer(0)
	}
	return r.powFrac(base, int(q.n))
}

// exponential is b^e for an exponent with variables or irrational numbers in
// it: b^(x+y) = b^x b^y term by term, each b^(m/index) a generator.
func (r *ring) exponential(name string, base, e frac) frac {
	d, ok := e.den.number()
	if !ok || r.failed {
		if name == "e" {
			return r.named("exp", e)
		}
		return r.named("pow", base, e)
	}
	z := integer(1)
	for _, t := range e.num {
		c := t.c.mul(d.inv())
		if (t.m == mono{}) {
			if name == "e" {
				z = r.mulFrac(z, r.powE(c.rat()))
			} else {
				z = r.mulFrac(z, r.powNumber(base, c))
			}
			continue
		}
		if name == "e" && r.isTimes(t.m, "i", "pi") {
			if s, ok := r.sinPi(c.rat()); ok {
				half := new(big.Rat).Add(c.rat(), big.NewRat(1, 2))
				if co, ok := r.sinPi(half); ok {
					z = r.mulFrac(z, r.addFrac(co, r.mulFrac(whole(r.imaginary()), s)))
					continue
				}
			}
		}
		m := poly{{t.m, coefInt(1)}}
		key := append([]byte("x"+name), '(')
		if name == "" {
			key = base.key(key)
		}
		key = append(m.key(key), byte(r.index))
		k := c.rat()
		k = new(big.Rat).Mul(k, big.NewRat(int64(r.index), 1))
		if !k.IsInt() {
			key = append(key, k.Denom().String()...)
		}
		if !k.Num().IsInt64() || k.Num().Int64() > maxDegree || k.Num().Int64() < -maxDegree {
			return r.named("pow"+name, base, e)
		}
		degree := 0
		if name == "-1" {
			degree = 2 * r.index // (-1)^(2n) = 1 for the integers n it is defined at
		}
		g := r.gen(string(key), atom, degree, onePoly)
		z = r.mulFrac(z, r.powFrac(whole(g), int(k.Num().Int64())))
	}
	return z
}

// isTimes reports whether m is exactly the product of the two generators.
func (r *ring) isTimes(m mono, a, b string) bool {
	i, j := r.find(a), r.find(b)
	if i < 0 || j < 0 {
		return false
	}
	var want mono
	want[i]++
	want[j]++
	return m == want
}

// itoa is strconv.Itoa for the keys of generators.
func itoa(n int) string { return strconv.Itoa(n) }
