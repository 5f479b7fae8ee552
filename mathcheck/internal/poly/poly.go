package poly

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// maxGens is how many generators a comparison may have. More are left to the
// engines that do not expand.
const maxGens = 16

// maxDegree bounds every exponent; it must stay below 1<<15 so that a sum of
// two does not overflow.
const maxDegree = 4096

// maxTerms bounds the terms of a polynomial: 2,000 must fit, and their
// difference.
const maxTerms = 6000

// mono is a power product: the exponents of the generators.
type mono [maxGens]uint16

func (m mono) cmp(n mono) int {
	for i := range m {
		if m[i] != n[i] {
			return cmp.Compare(n[i], m[i])
		}
	}
	return 0
}

type term struct {
	m mono
	c coef
}

// poly is a sum of terms with distinct monomials and coefficients other than
// zero, in a fixed order. Polynomials are immutable.
type poly []term

func constant(c coef) poly {
	if c.sign() == 0 {
		return nil
	}
	return poly{{c: c}}
}

var onePoly = constant(coefInt(1))

func (p poly) isZero() bool { return len(p) == 0 }

// isOne reports whether p is the number one.
func (p poly) isOne() bool { return len(p) == 1 && p[0].m == mono{} && p[0].c.isOne() }

// number returns the value of a constant polynomial without generators.
func (p poly) number() (coef, bool) {
	switch {
	case len(p) == 0:
		return coefInt(0), true
	case len(p) == 1 && p[0].m == mono{}:
		return p[0].c, true
	}
	return coef{}, false
}

func (p poly) scale(c coef) poly {
	if c.isOne() {
		return p
	}
	if c.sign() == 0 {
		return nil
	}
	q := make(poly, len(p))
	for i, t := range p {
		q[i] = term{t.m, t.c.mul(c)}
	}
	return q
}

func (p poly) neg() poly { return p.scale(coefInt(-1)) }

func (p poly) equal(q poly) bool {
	return slices.EqualFunc(p, q, func(a, b term) bool { return a.m == b.m && a.c.equal(b.c) })
}

// key writes p as bytes that are the same for equal polynomials only.
func (p poly) key(b []byte) []byte {
	for _, t := range p {
		b = append(b, '+')
		if t.c.r != nil {
			b = append(b, t.c.r.String()...)
		} else {
			b = binary.AppendVarint(b, t.c.n)
			b = binary.AppendVarint(b, t.c.d)
		}
		for i, e := range t.m {
			if e != 0 {
				b = append(b, '*', byte('a'+i))
				b = binary.AppendUvarint(b, uint64(e))
			}
		}
	}
	return append(b, ';')
}

// add merges two sums.
func (r *ring) add(p, q poly) poly {
	switch {
	case len(p) == 0:
		return q
	case len(q) == 0:
		return p
	}
	if !r.spend(4 * (len(p) + len(q))) {
		return nil
	}
	z := make(poly, 0, len(p)+len(q))
	i, j := 0, 0
	for i < len(p) && j < len(q) {
		switch c := p[i].m.cmp(q[j].m); {
		case c < 0:
			z = append(z, p[i])
			i++
		case c > 0:
			z = append(z, q[j])
			j++
		default:
			if s := r.sum(p[i].c, q[j].c); s.sign() != 0 {
				z = append(z, term{p[i].m, s})
			}
			i++
			j++
		}
	}
	z = append(append(z, p[i:]...), q[j:]...)
	if len(z) > maxTerms {
		r.fail()
		return nil
	}
	return z
}

// sum and product of coefficients charge for large ones.
func (r *ring) sum(a, b coef) coef {
	if a.r != nil || b.r != nil {
		if n := a.bits() + b.bits(); n > 2*maxCoefBits || !r.spend(8+n/8) {
			r.fail()
			return coefInt(0)
		}
	}
	return a.add(b)
}

func (r *ring) product(a, b coef) coef {
	if a.r != nil || b.r != nil {
		x, y := a.bits(), b.bits()
		if x+y > maxCoefBits || !r.spend(8+(x/64)*(y/64)+(x+y)/8) {
			r.fail()
			return coefInt(0)
		}
	}
	return a.mul(b)
}

// mul multiplies and reduces by the relations of the generators.
func (r *ring) mul(p, q poly) poly {
	switch {
	case len(p) == 0 || len(q) == 0:
		return nil
	case p.isOne():
		return q
	case q.isOne():
		return p
	}
	return r.reduce(r.mulRaw(p, q))
}

func (r *ring) mulRaw(p, q poly) poly {
	n := len(p) * len(q)
	if n > maxTerms*64 || !r.spend(16*n) {
		r.fail()
		return nil
	}
	z := make(poly, 0, n)
	for _, a := range p {
		for _, b := range q {
			m := a.m
			for i, e := range b.m {
				if m[i] += e; m[i] > maxDegree {
					r.fail()
					return nil
				}
			}
			z = append(z, term{m, r.product(a.c, b.c)})
		}
		if r.failed {
			return nil
		}
	}
	return r.collect(z)
}

// collect sorts terms and adds up equal monomials.
func (r *ring) collect(z poly) poly {
	if len(z) < 2 {
		return z
	}
	slices.SortFunc(z, func(a, b term) int { return a.m.cmp(b.m) })
	w := 0
	for i := 0; i < len(z); {
		t := z[i]
		for i++; i < len(z) && z[i].m == t.m; i++ {
			t.c = r.sum(t.c, z[i].c)
		}
		if t.c.sign() != 0 {
			z[w] = t
			w++
		}
	}
	if w > maxTerms {
		r.fail()
		return nil
	}
	return z[:w]
}

// reduce replaces powers of algebraic generators by their values until none
// is left. A relation refers to earlier generators only, so this ends.
func (r *ring) reduce(p poly) poly {
	for i := len(r.gens) - 1; i >= 0; i-- {
		g := &r.gens[i]
		if g.degree == 0 {
			continue
		}
		over := false
		for _, t := range p {
			if t.m[i] >= g.degree {
				over = true
				break
			}
		}
		if !over {
			continue
		}
		var kept, rest poly
		for _, t := range p {
			k := t.m[i] / g.degree
			if k == 0 {
				kept = append(kept, t)
				continue
			}
			t.m[i] %= g.degree
			rest = r.add(rest, r.mulRaw(poly{t}, r.powRaw(g.value, int(k))))
			if r.failed {
				return nil
			}
		}
		p = r.add(kept, rest)
	}
	return p
}

// powRaw is p^k without reducing.
func (r *ring) powRaw(p poly, k int) poly {
	return r.powBy(p, k, r.mulRaw)
}

// pow is p^k, reduced.
func (r *ring) pow(p poly, k int) poly {
	if len(p) == 1 {
		return r.reduce(r.powTerm(p[0], k))
	}
	return r.powBy(p, k, r.mul)
}

// powBy is p^k by squaring with the given product.
func (r *ring) powBy(p poly, k int, mul func(a, b poly) poly) poly {
	z := onePoly
	for ; k > 0 && !r.failed; k >>= 1 {
		if k&1 == 1 {
			z = mul(z, p)
		}
		if k > 1 {
			p = mul(p, p)
		}
	}
	return z
}

// powTerm is the power of a single term.
func (r *ring) powTerm(t term, k int) poly {
	z := term{c: coefInt(1)}
	for i, e := range t.m {
		if int(e)*k > maxDegree {
			r.fail()
			return nil
		}
		z.m[i] = e * uint16(k)
	}
	if size := t.c.bits(); !(t.c.isOne() || t.c.isInt() && absU(t.c.n) == 1) && t.c.r != nil && size*k > maxCoefBits {
		r.fail()
		return nil
	}
	for c := t.c; k > 0 && !r.failed; k >>= 1 {
		if k&1 == 1 {
			z.c = r.product(z.c, c)
		}
		if k > 1 {
			c = r.product(c, c)
		}
	}
	return poly{z}
}
