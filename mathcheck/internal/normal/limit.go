package normal

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// maxHospital bounds how often numerator and denominator are differentiated.
const maxHospital = 4

// limitSteps is charged for each look at an infinite limit, so that the budget
// bounds how deep they nest.
const limitSteps = 1 << 13

// limit finds the limit of an expression that is continuous at the point, of a
// quotient by l'Hôpital's rule where both sides vanish, and at infinity that of
// a quotient of polynomials and of powers (1+a/x)^(bx). A limit may be infinite.
func (c canon) limit(n *expr.Bind) (item, bool) {
	if n.Var == "" || n.Lo == nil {
		return item{}, false
	}
	point, body, side := n.Lo, n.Body, n.Side
	if _, ok := Degree(body, n.Var); ok && !expr.Any(point, expr.IsInf) {
		return c.node(Replace(body, n.Var, point)), true
	}
	if neg, ok := point.(*expr.Neg); ok && expr.IsInf(neg.X) {
		body, side = Replace(body, n.Var, &expr.Neg{X: expr.Over(expr.Int(1), expr.Var("#0"))}), 1
	} else if expr.IsInf(point) {
		body, side = Replace(body, n.Var, expr.Over(expr.Int(1), expr.Var("#0"))), 1
	} else if expr.Any(point, expr.IsInf) {
		return item{}, false
	} else {
		body = Replace(body, n.Var, expr.Plus(point, expr.Var("#0")))
	}
	if it, ok := c.limitAt0(body); ok {
		return it, true
	}
	if p, ok := c.node(body).n.(*expr.Pow); ok && isAboveOne(p.Base) && c.infiniteAt0(p.Exp, side) < 0 {
		return numItem(num.FromInt(0)), true
	}
	if sign := c.infiniteAt0(body, side); sign != 0 {
		return c.node(expr.Times(expr.Int(int64(sign)), expr.Cst(expr.Inf))), true
	}
	return c.leadingLimit(body, side)
}

// infiniteAt0 is the sign of an infinite limit at #0 = 0, from above (side 1),
// from below (-1) or from both sides (0); 0 where none is plain. It knows quotients
// whose denominator alone vanishes, and exponentials and logarithms of what goes
// to infinity or, for a logarithm, to zero from above.
func (c canon) infiniteAt0(body expr.Node, side int8) int {
	if !c.b.Spend(limitSteps) {
		return 0
	}
	canonical := c.node(body).n
	switch n := canonical.(type) {
	case *expr.Pow:
		if isAboveOne(n.Base) && c.infiniteAt0(n.Exp, side) > 0 {
			return 1
		}
	case *expr.Call:
		if n.Fn == expr.Ln && len(n.Args) == 1 {
			if c.infiniteAt0(n.Args[0], side) > 0 {
				return 1
			}
			if sign, _ := c.nearZero(n.Args[0], side); sign > 0 {
				return -1
			}
		}
	}
	top, bottom, ok := c.fraction(canonical)
	if !ok {
		return 0
	}
	below, ok := c.nearZero(c.node(bottom).n, side)
	if !ok {
		return 0
	}
	// What stands above a denominator that vanishes has none of its own, so that
	// this goes one level down.
	above := 0
	if at, ok := c.valueAt0(top); !ok {
		above = c.infiniteAt0(top, side)
	} else if x, isNum := at.(*expr.Num); isNum {
		above = x.V.Sign()
	}
	return below * above
}

func isAboveOne(n expr.Node) bool {
	if k, ok := n.(*expr.Const); ok {
		return k.C == expr.E || k.C == expr.Pi
	}
	k, ok := n.(*expr.Num)
	if !ok {
		return false
	}
	c, ok := num.Cmp(k.V, num.FromInt(1))
	return ok && c > 0
}

// nearZero is the sign of an expression that vanishes at #0 = 0, beside it: the
// sign of its first derivative that does not vanish, times that of a power.
func (c canon) nearZero(n expr.Node, side int8) (int, bool) {
	if p, ok := n.(*expr.Pow); ok { // a root of what is above zero
		if k, isNum := p.Exp.(*expr.Num); isNum && k.V.Sign() > 0 && !k.V.IsInt() {
			sign, ok := c.nearZero(p.Base, side)
			return sign, ok && sign > 0
		}
	}
	at, ok := c.valueAt0(n)
	if !ok || !isZeroNode(at) {
		return 0, false
	}
	for order := 1; order <= maxOrder; order++ {
		d, ok := c.diff(c.node(n).n, "#0")
		if !ok || !c.b.Spend(64) {
			return 0, false
		}
		n = c.node(d).n
		at, ok := c.valueAt0(n)
		x, isNum := at.(*expr.Num)
		switch {
		case !ok || !isNum:
			return 0, false
		case x.V.Sign() == 0:
			continue
		case order%2 == 0 || side > 0:
			return x.V.Sign(), true
		case side < 0:
			return -x.V.Sign(), true
		}
		return 0, false // of another sign on either side
	}
	return 0, false
}

// limitAt0 is the limit at #0 = 0.
func (c canon) limitAt0(body expr.Node) (item, bool) {
	canonical := c.node(body).n
	if p, ok := canonical.(*expr.Pow); ok && Mentions(p.Base, "#0") && Mentions(p.Exp, "#0") {
		// f^g with f -> 1 is e to the limit of g ln f.
		at, ok := c.valueAt0(p.Base)
		if !ok || !isOneNode(at) {
			return item{}, false
		}
		it, ok := c.limitAt0(expr.Times(p.Exp, expr.Fun(expr.Ln, p.Base)))
		if !ok {
			return item{}, false
		}
		return c.node(expr.Power(expr.Cst(expr.E), it.n)), true
	}
	top, bottom, ok := c.fraction(canonical)
	if !ok {
		return item{}, false
	}
	for range maxHospital {
		a, ok := c.valueAt0(top)
		b, ok2 := c.valueAt0(bottom)
		if !ok || !ok2 || !c.b.Spend(64) {
			return item{}, false
		}
		if !isZeroNode(b) {
			if _, known := b.(*expr.Num); !known {
				return item{}, false // a name may be zero
			}
			return c.node(expr.Over(a, b)), true
		}
		if !isZeroNode(a) {
			return item{}, false
		}
		da, ok := c.diff(c.node(top).n, "#0")
		db, ok2 := c.diff(c.node(bottom).n, "#0")
		if !ok || !ok2 {
			return item{}, false
		}
		if top, bottom, ok = c.fraction(c.node(expr.Over(da, db)).n); !ok {
			return item{}, false
		}
	}
	return item{}, false
}

// fraction writes n over a common denominator: the factors with a negative
// power below the line. Of a sum, every term is brought there.
func (c canon) fraction(n expr.Node) (top, bottom expr.Node, ok bool) {
	switch n := n.(type) {
	case *expr.Add:
		if len(n.Terms) > 8 {
			return nil, nil, false
		}
		bottom = expr.Int(1)
		var tops, bottoms []expr.Node
		for _, t := range n.Terms {
			a, b, ok := c.fraction(t)
			if !ok {
				return nil, nil, false
			}
			tops, bottoms = append(tops, a), append(bottoms, b)
		}
		// Powers of #0 alone share one denominator; others multiply.
		for i := range tops {
			fs := []expr.Node{tops[i]}
			for k := range bottoms {
				if k != i && !isOneNode(bottoms[k]) {
					fs = append(fs, bottoms[k])
				}
			}
			tops[i] = expr.Times(append(fs, expr.Int(1))...)
		}
		return expr.Plus(tops...), c.node(expr.Times(append(bottoms, expr.Int(1))...)).n, true
	case *expr.Mul:
		var up, down []expr.Node
		for _, f := range n.Factors {
			a, b, ok := c.fraction(f)
			if !ok {
				return nil, nil, false
			}
			up, down = append(up, a), append(down, b)
		}
		return expr.Times(append(up, expr.Int(1))...), c.node(expr.Times(append(down, expr.Int(1))...)).n, true
	case *expr.Pow:
		k, isNum := n.Exp.(*expr.Num)
		if !isNum || !Mentions(n.Base, "#0") {
			return n, expr.Int(1), true
		}
		if !k.V.IsInt() { // a root
			if k.V.Sign() < 0 {
				return expr.Int(1), expr.Power(n.Base, c.node(&expr.Neg{X: k}).n), true
			}
			return n, expr.Int(1), true
		}
		e, ok := smallArg(k, maxSumDegree)
		if !ok {
			return nil, nil, false
		}
		a, b, ok := c.fraction(n.Base)
		if !ok {
			return nil, nil, false
		}
		if e < 0 {
			a, b, e = b, a, -e
		}
		return c.node(expr.Power(a, expr.Int(e))).n, c.node(expr.Power(b, expr.Int(e))).n, true
	case *expr.Call:
		if n.Fn == expr.Tan && len(n.Args) == 1 {
			return expr.Fun(expr.Sin, n.Args[0]), expr.Fun(expr.Cos, n.Args[0]), true
		}
	}
	return n, expr.Int(1), true
}

// valueAt0 is the value at #0 = 0 of an expression that is continuous there.
func (c canon) valueAt0(n expr.Node) (expr.Node, bool) {
	if !c.continuousAt0(n) {
		return nil, false
	}
	return c.trivial(c.node(Replace(n, "#0", expr.Int(0))).n), true
}

// continuousAt0 knows polynomials, exponentials, sine and cosine, and
// logarithms and roots of what is positive at the point.
func (c canon) continuousAt0(n expr.Node) bool {
	if !Mentions(n, "#0") {
		return expr.Scalar(n)
	}
	switch n := n.(type) {
	case *expr.Sym:
		return true
	case *expr.Neg:
		return c.continuousAt0(n.X)
	case *expr.Add:
		return c.allContinuous(n.Terms)
	case *expr.Mul:
		return c.allContinuous(n.Factors)
	case *expr.Pow:
		if !c.continuousAt0(n.Base) || !c.continuousAt0(n.Exp) {
			return false
		}
		if k, ok := n.Exp.(*expr.Num); ok && k.V.IsInt() && k.V.Sign() > 0 {
			return true
		}
		if k, ok := n.Base.(*expr.Const); ok {
			return k.C == expr.E || k.C == expr.Pi
		}
		return c.positiveAt0(n.Base)
	case *expr.Call:
		switch n.Fn {
		case expr.Sin, expr.Cos, expr.Atan, expr.Sinh, expr.Cosh:
			return c.continuousAt0(n.Args[0])
		case expr.Ln:
			return c.positiveAt0(n.Args[0])
		case expr.Asin:
			at, ok := c.valueAt0(n.Args[0])
			return ok && isZeroNode(at)
		}
	}
	return false
}

func (c canon) allContinuous(ns []expr.Node) bool {
	for _, n := range ns {
		if !c.continuousAt0(n) {
			return false
		}
	}
	return true
}

func (c canon) positiveAt0(n expr.Node) bool {
	if !c.continuousAt0(n) {
		return false
	}
	x, ok := c.trivial(Replace(n, "#0", expr.Int(0))).(*expr.Num)
	return ok && x.V.Sign() > 0
}

func isZeroNode(n expr.Node) bool {
	x, ok := n.(*expr.Num)
	return ok && x.V.Sign() == 0
}

func isOneNode(n expr.Node) bool {
	x, ok := n.(*expr.Num)
	return ok && num.Equal(x.V, num.FromInt(1))
}
