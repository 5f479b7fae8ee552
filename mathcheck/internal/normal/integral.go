package normal

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// maxParts bounds how often a power of the variable is integrated by parts.
const maxParts = 6

// elementary integrates sums of c·x^p, p(x)·e^{ax+b}, p(x)·sin(ax+b), p(x)·cos(ax+b),
// x^p·ln x and 1/(x²+a²) between bounds. Where the integrand has a power that is
// not defined everywhere, both bounds must be positive; an infinite bound is
// allowed where the antiderivative plainly vanishes.
func (c canon) elementary(n *expr.Bind) (item, bool) {
	body := c.expanded(c.node(n.Body).n)
	terms := []expr.Node{body}
	if a, ok := body.(*expr.Add); ok {
		terms = a.Terms
	}
	if len(terms) > maxSeriesTerms {
		return item{}, false
	}
	lo, hi := c.node(n.Lo).n, c.node(n.Hi).n
	var its []expr.Node
	for _, t := range terms {
		if !c.b.Spend(64) {
			return item{}, false
		}
		f, positive, ok := c.primitive(t, n.Var, maxParts)
		if !ok {
			return item{}, false
		}
		if positive && (!c.aboveZero(lo, c.node(f).n, n.Var) || !expr.IsInf(hi) && !c.aboveZero(hi, nil, "")) {
			return item{}, false
		}
		up, ok := c.at(f, n.Var, hi)
		down, ok2 := c.at(f, n.Var, lo)
		if !ok || !ok2 {
			return item{}, false
		}
		its = append(its, up, &expr.Neg{X: down})
	}
	return c.node(expr.Plus(its...)), true
}

// aboveZero reports whether a bound is positive, or zero where the
// antiderivative f is a positive power of the variable.
func (c canon) aboveZero(n, f expr.Node, v string) bool {
	switch n := n.(type) {
	case *expr.Num:
		if n.V.Sign() > 0 {
			return true
		}
		if f == nil || n.V.Sign() < 0 {
			return false
		}
		if m, ok := f.(*expr.Mul); ok && len(m.Factors) == 2 {
			f = m.Factors[1]
		}
		p, ok := f.(*expr.Pow)
		if !ok {
			return false
		}
		s, isVar := p.Base.(*expr.Sym)
		e, isNum := p.Exp.(*expr.Num)
		return isVar && isNum && s.Name == v && e.V.Sign() > 0
	case *expr.Const:
		return n.C == expr.E || n.C == expr.Pi
	case *expr.Pow:
		_, isNum := n.Exp.(*expr.Num)
		return isNum && c.aboveZero(n.Base, nil, "")
	case *expr.Mul:
		for _, f := range n.Factors {
			if !c.aboveZero(f, nil, "") {
				return false
			}
		}
		return true
	}
	return false
}

// at is the value of an antiderivative at a bound; at infinity only where each
// of its terms holds a negative power of the variable or a falling exponential.
func (c canon) at(f expr.Node, v string, bound expr.Node) (expr.Node, bool) {
	neg, isNeg := bound.(*expr.Mul)
	minusInf := isNeg && len(neg.Factors) == 2 && expr.IsInf(neg.Factors[1])
	if !expr.IsInf(bound) && !minusInf {
		if expr.Any(bound, expr.IsInf) {
			return nil, false
		}
		return c.trivial(c.node(Replace(f, v, bound)).n), true
	}
	f = c.expanded(c.node(f).n)
	terms := []expr.Node{f}
	if a, ok := f.(*expr.Add); ok {
		terms = a.Terms
	}
	for _, t := range terms {
		if !c.vanishes(t, v, minusInf) {
			return nil, false
		}
	}
	return expr.Int(0), true
}

// vanishes reports whether a product tends to 0 with v to infinity.
func (c canon) vanishes(n expr.Node, v string, minus bool) bool {
	factors := []expr.Node{n}
	if m, ok := n.(*expr.Mul); ok {
		factors = m.Factors
	}
	falling, power := false, false
	for _, f := range factors {
		if !Mentions(f, v) {
			continue
		}
		p, ok := f.(*expr.Pow)
		if d, isPoly := Degree(f, v); isPoly {
			power = power || d > 0
			continue
		}
		if !ok {
			return false
		}
		if s, isVar := p.Base.(*expr.Sym); isVar && s.Name == v {
			e, isNum := p.Exp.(*expr.Num)
			if !isNum || e.V.Sign() >= 0 || minus {
				return false
			}
			falling = falling || len(factors) <= 2
			continue
		}
		k, isE := p.Base.(*expr.Const)
		if !isE || k.C != expr.E {
			return false
		}
		slope, ok := c.slope(p.Exp, v)
		x, isNum := slope.(*expr.Num)
		if !ok || !isNum || minus != (x.V.Sign() > 0) {
			return false
		}
		return true // an exponential beats every power
	}
	return falling && !power
}

// slope is the a of a linear ax+b.
func (c canon) slope(n expr.Node, v string) (expr.Node, bool) {
	if d, ok := Degree(n, v); !ok || d != 1 {
		return nil, false
	}
	a := c.node(expr.Sub(Replace(n, v, expr.Int(1)), Replace(n, v, expr.Int(0)))).n
	return a, !isZeroNode(a)
}

// primitive is an antiderivative of a canonical product; positive says that it
// is one for positive v only.
func (c canon) primitive(n expr.Node, v string, parts int) (f expr.Node, positive, ok bool) {
	factors := []expr.Node{n}
	if m, isMul := n.(*expr.Mul); isMul {
		factors = m.Factors
	}
	var free, poly []expr.Node
	var rest expr.Node
	for _, t := range factors {
		_, isPoly := Degree(t, v)
		switch {
		case !Mentions(t, v):
			free = append(free, t)
		case isPoly:
			poly = append(poly, t)
		case rest == nil:
			rest = t
		default:
			return nil, false, false
		}
	}
	times := func(fs ...expr.Node) expr.Node { return expr.Times(append(fs, free...)...) }
	p := expr.Times(append(poly, expr.Int(1))...)
	if len(poly) == 0 {
		p = expr.Int(1)
	}
	switch r := rest.(type) {
	case nil:
		s, isPow := c.powerOf(p, v)
		if !isPow {
			return nil, false, false
		}
		e := expr.Plus(s, expr.Int(1))
		return times(expr.Over(expr.Power(expr.Var(v), e), e)), false, true
	case *expr.Pow:
		f, positive, ok = c.primitiveOfPower(p, r, v, parts)
	case *expr.Call:
		f, positive, ok = c.primitiveOfCall(p, r, v, parts)
	}
	if !ok {
		return nil, false, false
	}
	return times(f), positive, true
}

// primitiveOfPower is primitive for p times a power r that is no polynomial.
func (c canon) primitiveOfPower(p expr.Node, r *expr.Pow, v string, parts int) (f expr.Node, positive, ok bool) {
	k, isConst := r.Base.(*expr.Const)
	if isE := isConst && k.C == expr.E; isE || !Mentions(r.Base, v) {
		a, ok := c.slope(r.Exp, v)
		if !ok {
			return nil, false, false
		}
		if !isE {
			a = expr.Times(a, expr.Fun(expr.Ln, r.Base))
		}
		f, ok := c.byParts(p, v, parts, func(k int) expr.Node { return expr.Over(r, expr.Power(a, expr.Int(int64(k)))) })
		return f, false, ok
	}
	e, isNum := r.Exp.(*expr.Num)
	if !isNum {
		return nil, false, false
	}
	x := expr.Var(v)
	if s, isVar := r.Base.(*expr.Sym); isVar && s.Name == v {
		k, isPow := c.powerOf(p, v)
		if !isPow {
			return nil, false, false
		}
		total := c.node(expr.Plus(k, e, expr.Int(1))).n
		if isZeroNode(total) {
			return expr.Fun(expr.Ln, x), true, true
		}
		return expr.Over(expr.Power(x, total), total), true, true
	}
	// 1/(x²+b) with b > 0
	if m, ok := smallArg(e, 1); ok && m == -1 && isOneNode(p) {
		if b, ok := c.squarePlus(r.Base, v); ok {
			root := expr.Sqrt(b)
			return expr.Over(expr.Fun(expr.Atan, expr.Over(x, root)), root), false, true
		}
	}
	return nil, false, false
}

// primitiveOfCall is primitive for p times a function.
func (c canon) primitiveOfCall(p expr.Node, r *expr.Call, v string, parts int) (f expr.Node, positive, ok bool) {
	if len(r.Args) != 1 {
		return nil, false, false
	}
	switch r.Fn {
	case expr.Sin, expr.Cos:
		a, ok := c.slope(r.Args[0], v)
		if !ok {
			return nil, false, false
		}
		// The k-th antiderivatives go round in a circle of four.
		circle := [4]expr.Node{r, nil, &expr.Neg{X: r}, nil}
		if r.Fn == expr.Sin {
			circle[1] = &expr.Neg{X: expr.Fun(expr.Cos, r.Args[0])}
			circle[3] = expr.Fun(expr.Cos, r.Args[0])
		} else {
			circle[1] = expr.Fun(expr.Sin, r.Args[0])
			circle[3] = &expr.Neg{X: expr.Fun(expr.Sin, r.Args[0])}
		}
		f, ok := c.byParts(p, v, parts, func(k int) expr.Node {
			return expr.Over(circle[k%4], expr.Power(a, expr.Int(int64(k))))
		})
		return f, false, ok
	case expr.Ln:
		s, isVar := r.Args[0].(*expr.Sym)
		k, isPow := c.powerOf(p, v)
		if !isVar || s.Name != v || !isPow {
			return nil, false, false
		}
		x, e := expr.Var(v), c.node(expr.Plus(k, expr.Int(1))).n
		return expr.Sub(expr.Over(expr.Times(expr.Power(x, e), r), e), expr.Over(expr.Power(x, e), expr.Power(e, expr.Int(2)))), true, true
	}
	return nil, false, false
}

// powerOf is the k of a canonical v^k, 0 for one.
func (c canon) powerOf(n expr.Node, v string) (expr.Node, bool) {
	switch n := c.node(n).n.(type) {
	case *expr.Num:
		return expr.Int(0), isOneNode(n)
	case *expr.Sym:
		return expr.Int(1), n.Name == v
	case *expr.Pow:
		s, ok := n.Base.(*expr.Sym)
		_, isNum := n.Exp.(*expr.Num)
		return n.Exp, ok && isNum && s.Name == v
	}
	return nil, false
}

// squarePlus is the b of v²+b, a positive rational.
func (c canon) squarePlus(n expr.Node, v string) (expr.Node, bool) {
	b := c.node(expr.Sub(n, expr.Power(expr.Var(v), expr.Int(2)))).n
	x, ok := b.(*expr.Num)
	return b, ok && x.V.Sign() > 0
}

// byParts integrates p·f, p a polynomial, with the k-th antiderivatives of f:
// p F1 - p' F2 + p” F3 - ...
func (c canon) byParts(p expr.Node, v string, parts int, anti func(k int) expr.Node) (expr.Node, bool) {
	p = c.node(p).n
	var its []expr.Node
	for k := 1; k <= parts+1; k++ {
		t := expr.Times(p, anti(k))
		if k%2 == 0 {
			t = &expr.Neg{X: t}
		}
		its = append(its, t)
		if !Mentions(p, v) {
			return expr.Plus(append(its, expr.Int(0))...), true
		}
		d, ok := c.diff(p, v)
		if !ok {
			return nil, false
		}
		p = c.node(d).n
	}
	return nil, false
}

// trivial works out functions at the arguments that limits and integrals lead
// to: sin 0, cos 0, ln 1, and sine and cosine of multiples of π/2.
func (c canon) trivial(n expr.Node) expr.Node {
	m := Map(n, func(n expr.Node) (expr.Node, bool) {
		call, ok := n.(*expr.Call)
		if !ok || len(call.Args) != 1 {
			return nil, false
		}
		x := c.node(call.Args[0]).n
		switch call.Fn {
		case expr.Ln:
			if isOneNode(x) {
				return expr.Int(0), true
			}
		case expr.Sin, expr.Tan, expr.Atan, expr.Asin, expr.Sinh:
			if isZeroNode(x) {
				return expr.Int(0), true
			}
		case expr.Cos, expr.Cosh:
			if isZeroNode(x) {
				return expr.Int(1), true
			}
		}
		if call.Fn == expr.Sin || call.Fn == expr.Cos {
			q, ok := c.node(expr.Over(x, expr.Over(expr.Cst(expr.Pi), expr.Int(2)))).n.(*expr.Num)
			if ok && q.V.IsInt() {
				k, small := q.V.Int64()
				if call.Fn == expr.Cos {
					k++
				}
				if small {
					return expr.Int([4]int64{0, 1, 0, -1}[((k%4)+4)%4]), true
				}
			}
		}
		return nil, false
	})
	return c.node(m).n
}
