package normal

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// factor is base to the power exp, both canonical.
type factor struct {
	base, exp item
	// whole is the power itself where it came so and nothing was joined to it;
	// its root need not be taken again.
	whole item
}

func one() item { return numItem(num.FromInt(1)) }

// product multiplies canonical factors: nested products are flattened, numbers
// multiplied, powers of one base collected, a number spread over a sum.
func (c canon) product(its []item) item {
	coef := num.FromInt(1)
	var room [fewParts]factor
	fs := room[:0]
	var spare []item // numbers too large to multiply
	var add func(it item)
	add = func(it item) {
		switch n := it.n.(type) {
		case *expr.Num:
			if p, ok := c.mulV(coef, n.V); ok {
				coef = p
			} else {
				spare = append(spare, it)
			}
		case *expr.Mul:
			for _, f := range n.Factors {
				add(item{f, c.rehash(f)})
			}
		case *expr.Pow:
			fs = append(fs, factor{item{n.Base, c.rehash(n.Base)}, item{n.Exp, c.rehash(n.Exp)}, it})
		default:
			fs = append(fs, factor{base: it, exp: one()})
		}
	}
	for _, it := range its {
		add(it)
	}
	if !c.b.Spend(4 * len(fs)) {
		return item{&expr.Mul{Factors: nodes(its)}, 0}
	}
	if len(fs) == 0 && len(spare) == 0 {
		return numItem(coef)
	}
	if coef.Sign() == 0 && len(spare) == 0 && finite(fs) {
		return numItem(coef)
	}
	if len(fs) > 1 {
		slices.SortStableFunc(fs, func(a, b factor) int { return cmp.Compare(a.base.hash, b.base.hash) })
	}
	changed := false
	out := fs[:0]
	for _, f := range fs {
		if len(out) > 0 {
			last := &out[len(out)-1]
			if last.base.hash == f.base.hash && expr.Same(last.base.n, f.base.n) && (!isNum(f.base.n) || sameDenominator(last.exp.n, f.exp.n)) {
				last.exp, last.whole = c.addExp(last.exp, f.exp), item{}
				changed = true
				continue
			}
		}
		out = append(out, f)
	}
	fs = c.radicals(out, &changed)
	var finalRoom [fewParts]item
	final := finalRoom[:0]
	redo := false
	for _, f := range fs {
		p := c.powerKept(f)
		if isNum(p.n) || isMul(p.n) {
			redo = true
		}
		final = append(final, p)
	}
	if redo && (changed || len(spare) == 0) {
		// A collected power became a number or a product: once more, with
		// fewer factors than before.
		if c.b.Spend(16 * (len(final) + 1)) {
			return c.product(append(final, append(spare, numItem(coef))...))
		}
	}
	if k, ok := coef.Int64(); len(final) == 1 && len(spare) == 0 && !(ok && k == 1) {
		if a, ok := final[0].n.(*expr.Add); ok { // 2(x+1) -> 2x+2
			ts := make([]item, len(a.Terms))
			for i, t := range a.Terms {
				ts[i] = c.product([]item{numItem(coef), {t, c.rehash(t)}})
			}
			return c.sum(ts)
		}
	}
	final = append(final, spare...)
	sortItems(final)
	k, ok := coef.Int64()
	bare := ok && k == 1
	if bare && len(final) == 1 {
		return final[0]
	}
	m := expr.NewMul(len(final) + 1)
	if !bare {
		m.Factors = append(m.Factors, expr.Val(coef))
	}
	for _, f := range final {
		m.Factors = append(m.Factors, f.n)
	}
	return item{m, c.hashOf(m)}
}

// addExp adds two exponents; those of a long run of letters are numbers.
func (c canon) addExp(a, b item) item {
	x, ok := a.n.(*expr.Num)
	y, ok2 := b.n.(*expr.Num)
	if ok && ok2 && c.b.Spend(4) {
		if s, ok := c.addV(x.V, y.V); ok {
			return numItem(s)
		}
	}
	return c.sum([]item{a, b})
}

func finite(fs []factor) bool {
	for _, f := range fs {
		if c, ok := f.base.n.(*expr.Const); ok && (c.C == expr.Inf || c.C == expr.Undefined) {
			return false
		}
		if e, ok := f.exp.n.(*expr.Num); !ok || e.V.Sign() < 0 {
			return false
		}
	}
	return true
}

func isNum(n expr.Node) bool { _, ok := n.(*expr.Num); return ok }
func isMul(n expr.Node) bool { _, ok := n.(*expr.Mul); return ok }

// sameDenominator reports whether both exponents are fractions that may be
// added for a numeric base without losing the canonical radical form.
func sameDenominator(a, b expr.Node) bool {
	_, ok := a.(*expr.Num)
	_, ok2 := b.(*expr.Num)
	return ok && ok2
}

// radicals multiplies numeric radicals of the same root: 2^(1/2)*3^(1/2) is
// 6^(1/2). Both bases are positive integers by construction.
func (c canon) radicals(fs []factor, changed *bool) []factor {
	for i := 0; i < len(fs); i++ {
		a, ok := fs[i].base.n.(*expr.Num)
		e, ok2 := fs[i].exp.n.(*expr.Num)
		if !ok || !ok2 || a.V.Sign() <= 0 || e.V.IsInt() {
			continue
		}
		for j := i + 1; j < len(fs); j++ {
			b, ok := fs[j].base.n.(*expr.Num)
			f, ok2 := fs[j].exp.n.(*expr.Num)
			if !ok || !ok2 || b.V.Sign() <= 0 || !num.Equal(e.V, f.V) {
				continue
			}
			p, ok := c.mulV(a.V, b.V)
			if !ok {
				continue
			}
			fs[i].base, fs[i].whole = numItem(p), item{}
			a = fs[i].base.n.(*expr.Num)
			fs = append(fs[:j], fs[j+1:]...)
			*changed = true
			j--
		}
	}
	return fs
}

// powerKept is power for a factor whose base and exponent are canonical.
func (c canon) powerKept(f factor) item {
	if f.whole.n != nil {
		return f.whole
	}
	if e, ok := f.exp.n.(*expr.Num); ok {
		if i, ok := e.V.Int64(); ok && i == 1 {
			return f.base
		}
	}
	return c.power(f.base, f.exp)
}

func rawPow(b, e item) item {
	return item{&expr.Pow{Base: b.n, Exp: e.n}, mix(mix(b.hash, e.hash), hPow)}
}

// power raises a canonical base to a canonical exponent.
func (c canon) power(b, e item) item {
	if !c.b.Spend(8) {
		return rawPow(b, e)
	}
	en, ok := e.n.(*expr.Num)
	if !ok {
		if bn, isOne := b.n.(*expr.Num); isOne {
			if i, ok := bn.V.Int64(); ok && i == 1 {
				return b
			}
		}
		return rawPow(b, e)
	}
	k, isInt := en.V.Int64()
	if isInt && k == 1 {
		return b
	}
	switch x := b.n.(type) {
	case *expr.Num:
		return c.numPower(x.V, en.V, b, e)
	case *expr.Const:
		if x.C == expr.I && isInt {
			switch ((k % 4) + 4) % 4 {
			case 0:
				return one()
			case 1:
				return b
			case 2:
				return numItem(num.FromInt(-1))
			}
			return c.product([]item{numItem(num.FromInt(-1)), b})
		}
	case *expr.Pow:
		if isInt { // (x^a)^n = x^(a*n)
			base := item{x.Base, c.rehash(x.Base)}
			return c.power(base, c.product([]item{{x.Exp, c.rehash(x.Exp)}, e}))
		}
	case *expr.Mul:
		if isInt { // (xy)^n = x^n y^n
			its := make([]item, len(x.Factors))
			for i, f := range x.Factors {
				its[i] = c.power(item{f, c.rehash(f)}, e)
			}
			return c.product(its)
		}
		if k, ok := x.Factors[0].(*expr.Num); ok && k.V.Sign() > 0 { // (4x)^(1/2) = 2 x^(1/2)
			rest := expr.Times(x.Factors[1:]...)
			return c.product([]item{c.power(numItem(k.V), e), rawPow(item{rest, c.rehash(rest)}, e)})
		}
	}
	if isInt && k == 0 {
		return one()
	}
	return rawPow(b, e)
}

// numPower raises a number to a rational power: whole powers are multiplied
// out within the ceiling, roots taken out of the radical as far as small
// factors go.
func (c canon) numPower(b, e num.Value, bi, ei item) item {
	if k, ok := e.Int64(); ok {
		c.b.Spend(64)
		if p, ok := c.powV(b, k); ok && smallEnough(p) {
			return numItem(p)
		}
		return rawPow(bi, ei)
	}
	if it, ok := c.smallRoot(b, e, bi, ei); ok {
		return it
	}
	er, ok := e.Rat()
	if !ok || !er.Denom().IsInt64() {
		return rawPow(bi, ei)
	}
	n := er.Denom().Int64()
	br, ok := b.Rat()
	if !ok || n == 1 || n > 64 {
		return rawPow(bi, ei)
	}
	switch br.Sign() {
	case 0:
		if e.Sign() > 0 {
			return bi
		}
		return rawPow(bi, ei)
	case -1:
		pos := numItem(num.FromRat(new(big.Rat).Neg(br)))
		switch {
		case n%2 == 1 && er.Num().IsInt64(): // a real odd root
			r := c.power(pos, ei)
			if er.Num().Int64()%2 != 0 {
				return c.product([]item{numItem(num.FromInt(-1)), r})
			}
			return r
		case n == 2 && er.Num().IsInt64():
			m := ((er.Num().Int64() % 4) + 4) % 4 // i^m
			return c.product([]item{c.power(pos, ei), c.power(constItem(expr.I), numItem(num.FromInt(m)))})
		}
		return rawPow(bi, ei)
	}
	// b^(m/n) with 0 < m < n after taking whole powers out; p/q under the root
	// becomes (p*q^(n-1))^(1/n)/q.
	m := new(big.Int)
	whole := new(big.Int)
	whole.DivMod(er.Num(), er.Denom(), m)
	if !whole.IsInt64() || !m.IsInt64() || br.Num().BitLen() > maxRootBits || br.Denom().BitLen() > maxRootBits || n*int64(br.Denom().BitLen()) > 8*maxRootBits {
		return rawPow(bi, ei)
	}
	out, ok := c.powV(b, whole.Int64())
	if !ok {
		return rawPow(bi, ei)
	}
	rad := new(big.Int).Exp(br.Num(), m, nil)
	if br.Denom().Cmp(big.NewInt(1)) != 0 {
		q := new(big.Int).Exp(br.Denom(), m, nil)
		rad.Mul(rad, new(big.Int).Exp(q, big.NewInt(n-1), nil))
		v, ok := c.quoV(out, num.FromBig(q))
		if !ok {
			return rawPow(bi, ei)
		}
		out = v
	}
	outside, inside, root := c.extract(rad, n)
	o, ok := c.mulV(out, num.FromBig(outside))
	if !ok {
		return rawPow(bi, ei)
	}
	if inside.Cmp(big.NewInt(1)) == 0 {
		return numItem(o)
	}
	r := rawPow(numItem(num.FromBig(inside)), numItem(num.FromFrac(1, root)))
	if i, ok := o.Int64(); ok && i == 1 {
		return r
	}
	mul := &expr.Mul{Factors: []expr.Node{expr.Val(o), r.n}}
	return item{mul, c.hashOf(mul)}
}

// maxRootBits bounds the numbers whose factors are sought: beyond it a radical
// stays as it is and the numeric stage decides.
const maxRootBits = 512

// smallEnough keeps huge powers symbolic: 10^20000 is left as a power.
func smallEnough(v num.Value) bool {
	if _, _, ok := v.Frac(); ok {
		return true
	}
	r, ok := v.Rat()
	return ok && r.Num().BitLen() <= 1<<16 && r.Denom().BitLen() <= 1<<16
}

// trialLimit bounds the trial division under a root.
const trialLimit = 1000

// extract writes v^(1/n) as outside * inside^(1/root) with inside free of n-th
// powers of primes below the trial limit and not itself a perfect power that
// would lower the root.
func (c canon) extract(v *big.Int, n int64) (outside, inside *big.Int, root int64) {
	outside, inside = big.NewInt(1), big.NewInt(1)
	rest := new(big.Int).Set(v)
	q, r, d := new(big.Int), new(big.Int), new(big.Int)
	for p := int64(2); p <= trialLimit && rest.BitLen() > 1; p++ {
		if p > 2 && p%2 == 0 {
			continue
		}
		if rest.IsInt64() && p*p > rest.Int64() {
			break
		}
		if p&31 == 3 && !c.b.Spend(32) {
			break
		}
		count := int64(0)
		d.SetInt64(p)
		for {
			q.QuoRem(rest, d, r)
			if r.Sign() != 0 {
				break
			}
			rest, q = q, rest
			count++
		}
		if count > 0 {
			outside.Mul(outside, new(big.Int).Exp(d, big.NewInt(count/n), nil))
			inside.Mul(inside, new(big.Int).Exp(d, big.NewInt(count%n), nil))
		}
	}
	if s, ok := exactRoot(rest, n); ok {
		outside.Mul(outside, s)
	} else {
		inside.Mul(inside, rest)
	}
	root = n
	for k := int64(2); k <= n; k++ { // 4^(1/4) is 2^(1/2)
		for root%k == 0 && root > k {
			s, ok := exactRoot(inside, k)
			if !ok {
				break
			}
			inside, root = s, root/k
		}
	}
	return outside, inside, root
}

// exactRoot returns the n-th root of v if it is whole.
func exactRoot(v *big.Int, n int64) (*big.Int, bool) {
	if v.BitLen() <= 1 {
		return v, true
	}
	if int64(v.BitLen()) <= n {
		return nil, false
	}
	var s *big.Int
	if n == 2 {
		s = new(big.Int).Sqrt(v)
	} else {
		// Newton from above.
		s = new(big.Int).Lsh(big.NewInt(1), uint(int64(v.BitLen())/n+1))
		nn, n1 := big.NewInt(n), big.NewInt(n-1)
		for {
			t := new(big.Int).Exp(s, n1, nil)
			t.Quo(v, t)
			t.Add(t, new(big.Int).Mul(s, n1))
			t.Quo(t, nn)
			if t.Cmp(s) >= 0 {
				break
			}
			s = t
		}
	}
	return s, new(big.Int).Exp(s, big.NewInt(n), nil).Cmp(v) == 0
}
