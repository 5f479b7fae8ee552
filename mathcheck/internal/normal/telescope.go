package normal

import (
	"math/big"
	"slices"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

const (
	// maxPoles bounds the linear factors below the line of a telescoping sum.
	maxPoles = 6
	// maxShift bounds how far apart two of its terms may be that cancel.
	maxShift = 64
)

// telescope sums a proper fraction whose denominator has distinct rational
// roots and whose partial fractions cancel in pairs, 1/(n(n+2)): to infinity or
// to any bound.
func (c canon) telescope(n *expr.Bind) (item, bool) {
	lo, ok := smallArg(c.node(n.Lo).n, 1000)
	endless := expr.IsInf(n.Hi)
	if !ok || !endless && expr.Any(n.Hi, expr.IsInf) {
		return item{}, false
	}
	factors := []expr.Node{c.node(n.Body).n}
	if m, ok := factors[0].(*expr.Mul); ok {
		factors = m.Factors
	}
	var above []expr.Node
	degree := 0
	lead := big.NewRat(1, 1)
	var roots []*big.Rat
	for _, f := range factors {
		if d, ok := Degree(f, n.Var); ok {
			degree += d
			above = append(above, f)
			continue
		}
		p, ok := f.(*expr.Pow)
		if !ok {
			return item{}, false
		}
		if k, ok := smallArg(p.Exp, 1); !ok || k != -1 {
			return item{}, false
		}
		a, rs, ok := c.rationalRoots(p.Base, n.Var)
		if !ok || !c.b.Spend(256) {
			return item{}, false
		}
		lead.Mul(lead, a)
		roots = append(roots, rs...)
	}
	if len(roots) < 2 || len(roots) > maxPoles || degree >= len(roots) {
		return item{}, false
	}
	slices.SortFunc(roots, func(a, b *big.Rat) int { return b.Cmp(a) })
	residues := make([]*big.Rat, len(roots))
	top := expr.Times(append(above, expr.Int(1))...)
	for i, r := range roots {
		if r.IsInt() && r.Cmp(big.NewRat(lo, 1)) >= 0 {
			return item{}, false // a pole among the terms
		}
		v, ok := c.rational(Replace(top, n.Var, expr.Val(num.FromRat(r))))
		if !ok {
			return item{}, false
		}
		v.Quo(v, lead)
		for k, s := range roots {
			if k == i {
				continue
			}
			d := new(big.Rat).Sub(r, s)
			if d.Sign() == 0 {
				return item{}, false
			}
			v.Quo(v, d)
		}
		residues[i] = v
	}
	// Poles a whole number apart cancel against the largest of them.
	done := make([]bool, len(roots))
	var its []expr.Node
	for i, base := range roots {
		if done[i] {
			continue
		}
		left := new(big.Rat).Set(residues[i])
		for k := i + 1; k < len(roots); k++ {
			d := new(big.Rat).Sub(base, roots[k])
			if !d.IsInt() {
				continue
			}
			if !d.Num().IsInt64() || d.Num().Int64() > maxShift {
				return item{}, false
			}
			done[k] = true
			left.Add(left, residues[k])
			for s := range d.Num().Int64() {
				at := new(big.Rat).Sub(big.NewRat(lo+s, 1), base)
				if at.Sign() == 0 {
					return item{}, false
				}
				w := expr.Val(num.FromRat(new(big.Rat).Neg(residues[k])))
				its = append(its, expr.Times(w, expr.Val(num.FromRat(at.Inv(at)))))
				if !endless {
					off := new(big.Rat).Sub(big.NewRat(1+s, 1), base)
					its = append(its, &expr.Neg{X: expr.Over(w, expr.Plus(n.Hi, expr.Val(num.FromRat(off))))})
				}
			}
		}
		if left.Sign() != 0 {
			return item{}, false
		}
	}
	return c.node(expr.Plus(append(its, expr.Int(0))...)), true
}

// rational is the rational value of n.
func (c canon) rational(n expr.Node) (*big.Rat, bool) {
	x, ok := c.node(n).n.(*expr.Num)
	if !ok {
		return nil, false
	}
	r, ok := x.V.Rat()
	if !ok {
		return nil, false
	}
	return new(big.Rat).Set(r), true
}

// rationalRoots are the leading coefficient and the roots of a polynomial of
// degree one or two in v with rational coefficients and roots.
func (c canon) rationalRoots(n expr.Node, v string) (*big.Rat, []*big.Rat, bool) {
	d, ok := Degree(n, v)
	if !ok || d < 1 || d > 2 {
		return nil, nil, false
	}
	var at [3]*big.Rat // at 0, 1, -1
	for i, k := range []int64{0, 1, -1} {
		if at[i], ok = c.rational(Replace(n, v, expr.Int(k))); !ok {
			return nil, nil, false
		}
	}
	half := big.NewRat(1, 2)
	a := new(big.Rat).Add(at[1], at[2])
	a.Sub(a.Mul(a, half), at[0])
	b := new(big.Rat).Sub(at[1], at[2])
	b.Mul(b, half)
	if a.Sign() == 0 {
		if b.Sign() == 0 {
			return nil, nil, false
		}
		r := new(big.Rat).Quo(at[0], b)
		return b, []*big.Rat{r.Neg(r)}, true
	}
	disc := new(big.Rat).Mul(b, b)
	disc.Sub(disc, new(big.Rat).Mul(big.NewRat(4, 1), new(big.Rat).Mul(a, at[0])))
	if disc.Sign() <= 0 {
		return nil, nil, false
	}
	p, q := new(big.Int).Sqrt(disc.Num()), new(big.Int).Sqrt(disc.Denom())
	root := new(big.Rat).SetFrac(p, q)
	if new(big.Rat).Mul(root, root).Cmp(disc) != 0 {
		return nil, nil, false
	}
	twice := new(big.Rat).Add(a, a)
	x := new(big.Rat).Sub(root, b)
	y := new(big.Rat).Add(root, b)
	return a, []*big.Rat{x.Quo(x, twice), y.Neg(y.Quo(y, twice))}, true
}
