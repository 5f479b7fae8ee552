package normal

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// leading is a*t^e, what a function of t comes to as t goes to 0 from above: their
// quotient goes to 1. The coefficient is a rational number other than 0.
type leading struct {
	a, e *big.Rat
	// signed says that only the sign of a is known: a root of a number is not
	// worked out.
	signed bool
}

const (
	// maxLeading bounds how deep leading terms are looked for.
	maxLeading = 16
	// maxLeadingBits bounds the numbers of one.
	maxLeadingBits = 256
)

// leadingLimit is the limit of body at #0 = 0 by its leading term, from the side
// asked for; from both where they agree.
func (c canon) leadingLimit(body expr.Node, side int8) (item, bool) {
	below := Replace(body, "#0", &expr.Neg{X: expr.Var("#0")})
	switch {
	case side > 0:
		return c.leadingValue(body)
	case side < 0:
		return c.leadingValue(below)
	}
	a, ok := c.leadingValue(body)
	b, ok2 := c.leadingValue(below)
	return a, ok && ok2 && expr.Same(a.n, b.n)
}

func (c canon) leadingValue(body expr.Node) (item, bool) {
	l, ok := c.leadingTerm(body, 0)
	switch {
	case !ok:
		return item{}, false
	case l.e.Sign() > 0:
		return numItem(num.FromInt(0)), true
	case l.e.Sign() == 0 && l.signed:
		return item{}, false
	case l.e.Sign() == 0:
		return numItem(num.FromRat(l.a)), true
	}
	return c.node(expr.Times(expr.Int(int64(l.a.Sign())), expr.Cst(expr.Inf))), true
}

// leadingTerm knows numbers, sums whose leading terms do not cancel, products,
// rational powers of what is above zero, absolute values, and sine, tangent and
// their inverses of what vanishes.
func (c canon) leadingTerm(n expr.Node, depth int) (leading, bool) {
	none := leading{}
	if depth > maxLeading || !c.b.Spend(256) {
		return none, false
	}
	switch n := n.(type) {
	case *expr.Num:
		r, ok := n.V.Rat()
		if !ok || r.Sign() == 0 || r.Num().BitLen() > maxLeadingBits || r.Denom().BitLen() > maxLeadingBits {
			return none, false
		}
		return leading{a: r, e: new(big.Rat)}, true
	case *expr.Sym:
		return leading{a: big.NewRat(1, 1), e: big.NewRat(1, 1)}, n.Name == "#0"
	case *expr.Neg:
		l, ok := c.leadingTerm(n.X, depth+1)
		if ok {
			l.a = new(big.Rat).Neg(l.a)
		}
		return l, ok
	case *expr.Div:
		a, ok := c.leadingTerm(n.Num, depth+1)
		b, ok2 := c.leadingTerm(n.Den, depth+1)
		if !ok || !ok2 {
			return none, false
		}
		return leading{new(big.Rat).Quo(a.a, b.a), new(big.Rat).Sub(a.e, b.e), a.signed || b.signed}, true
	case *expr.Mul:
		return c.leadingProduct(n.Factors, depth)
	case *expr.Add:
		return c.leadingSum(n.Terms, depth)
	case *expr.Pow:
		l, ok := c.leadingTerm(n.Base, depth+1)
		k, isNum := c.node(n.Exp).n.(*expr.Num)
		if !ok || !isNum {
			return none, false
		}
		e, ok := k.V.Rat()
		if !ok {
			return none, false
		}
		return power(l, e)
	case *expr.Root:
		l, ok := c.leadingTerm(n.X, depth+1)
		if !ok || n.Index != nil {
			return none, false
		}
		return power(l, big.NewRat(1, 2))
	case *expr.Call:
		if len(n.Args) != 1 {
			return none, false
		}
		l, ok := c.leadingTerm(n.Args[0], depth+1)
		if !ok {
			return none, false
		}
		switch n.Fn {
		case expr.Abs:
			l.a = new(big.Rat).Abs(l.a)
			return l, true
		case expr.Sin, expr.Tan, expr.Asin, expr.Atan, expr.Sinh, expr.Tanh:
			return l, l.e.Sign() > 0
		}
	}
	return none, false
}

func (c canon) leadingProduct(factors []expr.Node, depth int) (leading, bool) {
	out := leading{a: big.NewRat(1, 1), e: new(big.Rat)}
	for _, f := range factors {
		l, ok := c.leadingTerm(f, depth+1)
		if !ok || out.a.Num().BitLen() > maxLeadingBits || out.a.Denom().BitLen() > maxLeadingBits {
			return leading{}, false
		}
		out = leading{new(big.Rat).Mul(out.a, l.a), new(big.Rat).Add(out.e, l.e), out.signed || l.signed}
	}
	return out, true
}

func (c canon) leadingSum(terms []expr.Node, depth int) (leading, bool) {
	out := leading{}
	for _, t := range terms {
		if isZeroNode(t) {
			continue
		}
		l, ok := c.leadingTerm(t, depth+1)
		if !ok {
			return leading{}, false
		}
		if out.a == nil || l.e.Cmp(out.e) < 0 {
			out = l
		} else if l.e.Cmp(out.e) == 0 {
			if (out.signed || l.signed) && out.a.Sign() != l.a.Sign() {
				return leading{}, false
			}
			out = leading{new(big.Rat).Add(out.a, l.a), out.e, out.signed || l.signed}
		}
	}
	return out, out.a != nil && out.a.Sign() != 0 // else what follows decides
}

// power is the leading term of a power.
func power(l leading, e *big.Rat) (leading, bool) {
	out := leading{big.NewRat(1, 1), new(big.Rat).Mul(l.e, e), l.signed}
	if !e.IsInt() {
		out.signed = l.signed || l.a.Cmp(out.a) != 0
		return out, l.a.Sign() > 0
	}
	k := e.Num()
	if !k.IsInt64() || max(k.Int64(), -k.Int64()) > maxLeadingBits || l.a.Num().BitLen()*int(max(k.Int64(), -k.Int64())) > 1<<14 || l.a.Denom().BitLen()*int(max(k.Int64(), -k.Int64())) > 1<<14 {
		return leading{}, false
	}
	for range max(k.Int64(), -k.Int64()) {
		out.a.Mul(out.a, l.a)
	}
	if k.Sign() < 0 {
		out.a.Inv(out.a)
	}
	return out, true
}
