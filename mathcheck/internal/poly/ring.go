package poly

import (
	"github.com/verireward/verireward/mathcheck/internal/budget"
)

// kind says what a generator stands for.
type kind uint8

const (
	variable kind = iota
	// transcendental is pi, e or another constant known to be so; two of them
	// are not known to be independent.
	transcendental
	// radical is a root of a prime, or the imaginary unit.
	radical
	// atom is anything else.
	atom
)

// gen is a generator.
type gen struct {
	key  string
	kind kind
	// degree and value are the relation gen^degree = value; degree 0: none.
	degree uint16
	value  poly
}

// ring holds the generators of one comparison.
type ring struct {
	gens  []gen
	steps *budget.Budget
	// index is the common index of all roots: radicals are kept as powers of
	// p^(1/index).
	index int
	// complex says that powers of negative numbers are principal values.
	complex bool
	// failed is set once a limit was exceeded; results are then meaningless.
	failed bool
	// loose says that some generators may depend on each other.
	loose bool
	// bound holds the values of bound variables.
	bound []binding
}

type binding struct {
	name  string
	value frac
}

func (r *ring) fail() { r.failed = true }

func (r *ring) spend(n int) bool {
	if r.failed || !r.steps.Spend(n) {
		r.failed = true
	}
	return !r.failed
}

// gen returns the generator with the given key as a polynomial, creating it.
func (r *ring) gen(key string, k kind, degree int, value poly) poly {
	i := r.find(key)
	if i < 0 {
		if len(r.gens) == maxGens {
			r.fail()
			return nil
		}
		i = len(r.gens)
		if k == atom {
			r.loose = true
		}
		if k == transcendental {
			for _, g := range r.gens {
				r.loose = r.loose || g.kind == transcendental
			}
		}
		r.gens = append(r.gens, gen{key, k, uint16(degree), value})
	}
	var m mono
	m[i] = 1
	return poly{{m, coefInt(1)}}
}

func (r *ring) find(key string) int {
	for i := range r.gens {
		if r.gens[i].key == key {
			return i
		}
	}
	return -1
}

// frac is a rational function.
type frac struct{ num, den poly }

func whole(p poly) frac { return frac{p, onePoly} }

func integer(n int64) frac { return whole(constant(coefInt(n))) }

// number returns the value of a rational constant.
func (f frac) number() (coef, bool) {
	n, ok := f.num.number()
	d, ok2 := f.den.number()
	if !ok || !ok2 || d.sign() == 0 {
		return coef{}, false
	}
	return n.mul(d.inv()), true
}

func (r *ring) addFrac(f, g frac) frac {
	if f.den.equal(g.den) {
		return r.tidy(frac{r.add(f.num, g.num), f.den})
	}
	return r.tidy(frac{r.add(r.mul(f.num, g.den), r.mul(g.num, f.den)), r.mul(f.den, g.den)})
}

func negFrac(f frac) frac { return frac{f.num.neg(), f.den} }

func (r *ring) subFrac(f, g frac) frac { return r.addFrac(f, negFrac(g)) }

func (r *ring) mulFrac(f, g frac) frac {
	return r.tidy(frac{r.mul(f.num, g.num), r.mul(f.den, g.den)})
}

func (r *ring) invFrac(f frac) frac {
	if f.num.isZero() {
		r.fail()
		return integer(0)
	}
	return r.tidy(frac{f.den, f.num})
}

func (r *ring) powFrac(f frac, k int) frac {
	if k < 0 {
		f, k = r.invFrac(f), -k
	}
	return r.tidy(frac{r.pow(f.num, k), r.pow(f.den, k)})
}

// tidy divides by a constant denominator, makes any other monic, cancels
// common powers of free generators, and drops equal numerator and denominator.
func (r *ring) tidy(f frac) frac {
	switch {
	case r.failed:
		return integer(0)
	case len(f.den) == 0:
		r.fail()
		return integer(0)
	case f.den.isOne():
		return f
	case len(f.num) == 0:
		return integer(0)
	case f.num.equal(f.den):
		return integer(1)
	}
	if c := f.den[0].c; !c.isOne() {
		c = c.inv()
		f = frac{f.num.scale(c), f.den.scale(c)}
	}
	if f.den.isOne() {
		return f
	}
	var common mono
	some := false
	for i := range r.gens {
		e := uint16(maxDegree)
		for _, t := range f.den {
			e = min(e, t.m[i])
		}
		for _, t := range f.num {
			e = min(e, t.m[i])
		}
		common[i] = e
		some = some || e > 0
	}
	if some {
		f = frac{f.num.divMono(common), f.den.divMono(common)}
	}
	// A single radical below the line goes above it: 1/sqrt2 = sqrt2/2.
	if len(f.den) == 1 {
		for i, e := range f.den[0].m {
			if g := e > 0 && i < len(r.gens) && r.gens[i].degree > 0; !g || len(r.gens[i].value) != 1 {
				continue
			}
			var up mono
			up[i] = r.gens[i].degree - e
			return r.tidy(frac{r.mul(f.num, poly{{up, coefInt(1)}}), r.mul(f.den, poly{{up, coefInt(1)}})})
		}
	}
	return f
}

func (p poly) divMono(m mono) poly {
	q := make(poly, len(p))
	for i, t := range p {
		for j := range m {
			t.m[j] -= m[j]
		}
		q[i] = t
	}
	return q
}

// key writes f as bytes; equal keys mean equal functions.
func (f frac) key(b []byte) []byte { return f.den.key(f.num.key(b)) }
