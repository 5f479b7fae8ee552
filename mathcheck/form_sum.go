package mathcheck

import "github.com/verireward/verireward/mathcheck/internal/expr"

// tidySum says of a short sum that its terms are numbers times powers of one
// variable, no two of them like, so that nothing can be collected. It spares
// polynomials the normal form, which says the same.
func tidySum(n *expr.Add) bool {
	var seen [maxTidy]power
	if len(n.Terms) > maxTidy {
		return false
	}
	for i, t := range n.Terms {
		p, ok := termPower(t)
		if !ok {
			return false
		}
		for _, s := range seen[:i] {
			if s == p {
				return false
			}
		}
		seen[i] = p
	}
	return true
}

// maxTidy bounds the terms that are compared with each other.
const maxTidy = 16

// power is a variable to a whole power; the number 1 has no name.
type power struct {
	name string
	k    int64
}

// termPower is the power of a variable in a term [±][number] x^k.
func termPower(n expr.Node) (power, bool) {
	switch n := n.(type) {
	case *expr.Num:
		return power{}, n.V.Sign() != 0
	case *expr.Neg:
		return termPower(n.X)
	case *expr.Sym:
		return power{n.Name, 1}, true
	case *expr.Pow:
		s, ok := n.Base.(*expr.Sym)
		k, ok2 := wholeSmall(n.Exp)
		if !ok || !ok2 || k < 1 {
			return power{}, false
		}
		return power{s.Name, k}, true
	case *expr.Mul:
		if len(n.Factors) != 2 {
			return power{}, false
		}
		c, ok := n.Factors[0].(*expr.Num)
		if !ok || c.V.Sign() == 0 {
			return power{}, false
		}
		p, ok := termPower(n.Factors[1])
		return p, ok && p.name != ""
	}
	return power{}, false
}

func wholeSmall(n expr.Node) (int64, bool) {
	x, ok := n.(*expr.Num)
	if !ok {
		return 0, false
	}
	return x.V.Int64()
}
