package normal

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// maxFactorial bounds the factorials that are multiplied out here: 1000! has
// 2,568 digits. Larger ones stay symbols.
const maxFactorial = 1000

// call canonicalises the arguments and evaluates what has an exact value.
func (c canon) call(n *expr.Call) item {
	switch n.Fn {
	case expr.Det:
		if m, ok := n.Args[0].(*expr.Matrix); ok {
			if d, ok := c.determinant(m); ok {
				return d
			}
		}
	case expr.Transpose, expr.Trace:
		if m, ok := n.Args[0].(*expr.Matrix); ok && n.Fn == expr.Trace && len(m.Rows) == len(m.Rows[0]) {
			var its []item
			for i := range m.Rows {
				its = append(its, c.node(m.Rows[i][i]))
			}
			return c.sum(its)
		}
	}
	its := make([]item, len(n.Args))
	args := make([]expr.Node, len(n.Args))
	h := uint64(hashSeed)
	nums := true
	for i, a := range n.Args {
		its[i] = c.node(a)
		args[i] = its[i].n
		h = mix(h, its[i].hash)
		nums = nums && isNum(args[i])
	}
	keep := func() item {
		m := &expr.Call{Fn: n.Fn, Name: n.Name, Args: args}
		return item{m, mix(hashString(mix(h, hCall), n.Name), uint64(n.Fn))}
	}
	switch n.Fn {
	case expr.Perm: // n!/(n-k)!
		if nums {
			if v, ok := c.perm(args); ok {
				return v
			}
		}
	case expr.Max, expr.Min, expr.Gcd, expr.Lcm:
		its = c.distinct(its)
		if len(its) == 1 && (n.Fn == expr.Max || n.Fn == expr.Min) {
			return its[0]
		}
		if nums {
			if v, ok := c.fold(n.Fn, args); ok {
				return numItem(v)
			}
		}
		args, h = args[:0], uint64(hashSeed)
		for _, it := range its {
			args = append(args, it.n)
			h = mix(h, it.hash)
		}
		return keep()
	case expr.Abs:
		if len(args) == 1 {
			return c.abs(its[0], keep)
		}
	case expr.Log:
		if len(args) == 2 && nums {
			if v, ok := c.logarithm(args); ok {
				return numItem(v)
			}
		}
		if len(args) == 2 && expr.Same(args[0], args[1]) {
			return one()
		}
	case expr.Ln:
		if k, ok := args[0].(*expr.Const); ok && k.C == expr.E {
			return one()
		}
	}
	if nums {
		if v, ok := c.fold(n.Fn, args); ok {
			return numItem(v)
		}
	}
	return keep()
}

// distinct sorts canonical items and drops doubles.
func (c canon) distinct(its []item) []item {
	s := c.set(&expr.Set{Elems: nodes(its)}).n.(*expr.Set)
	out := make([]item, len(s.Elems))
	for i, e := range s.Elems {
		out[i] = item{e, c.rehash(e)}
	}
	return out
}

func (c canon) abs(x item, keep func() item) item {
	switch n := x.n.(type) {
	case *expr.Num:
		if n.V.Sign() < 0 {
			return numItem(n.V.Neg())
		}
		return x
	case *expr.Const:
		switch n.C {
		case expr.Pi, expr.E:
			return x
		case expr.I:
			return one()
		}
	case *expr.Mul:
		if k, ok := n.Factors[0].(*expr.Num); ok { // |3x| = 3|x|
			rest := expr.Times(n.Factors[1:]...)
			kv := k.V
			if kv.Sign() < 0 {
				kv = kv.Neg()
			}
			return c.product([]item{numItem(kv), c.node(expr.Fun(expr.Abs, rest))})
		}
	case *expr.Add: // |x-1| and |1-x|: the first coefficient is made positive
		if lead, ok := leadSign(n); ok && lead < 0 {
			neg := c.product([]item{numItem(num.FromInt(-1)), x})
			m := &expr.Call{Fn: expr.Abs, Args: []expr.Node{neg.n}}
			h := mix(hashString(mix(mix(hashSeed, neg.hash), hCall), ""), uint64(expr.Abs))
			return item{m, h}
		}
	}
	return keep()
}

// leadSign is the sign of the coefficient of the first term that is no number,
// so that x-1 and 1-x get opposite signs.
func leadSign(a *expr.Add) (int, bool) {
	for _, t := range a.Terms {
		switch n := t.(type) {
		case *expr.Num:
			continue
		case *expr.Mul:
			if k, ok := n.Factors[0].(*expr.Num); ok {
				return k.V.Sign(), true
			}
		}
		return 1, true
	}
	return 0, false
}

func bigArg(n expr.Node) (*big.Int, bool) {
	v, ok := n.(*expr.Num)
	if !ok {
		return nil, false
	}
	return v.V.BigInt()
}

func smallArg(n expr.Node, limit int64) (int64, bool) {
	b, ok := bigArg(n)
	if !ok || !b.IsInt64() || b.Int64() > limit || b.Int64() < -limit {
		return 0, false
	}
	return b.Int64(), true
}

// fold evaluates a function of numbers whose value is rational.
func (c canon) fold(f expr.Fn, args []expr.Node) (num.Value, bool) {
	none := num.Value{}
	val := func(i int) num.Value { return args[i].(*expr.Num).V }
	if !c.b.Spend(32) {
		return none, false
	}
	switch f {
	case expr.Factorial, expr.Gamma:
		k, ok := smallArg(args[0], maxFactorial)
		if f == expr.Gamma {
			k--
		}
		if !ok || k < 0 || !c.b.Spend(int(k)*8) {
			return none, false
		}
		return num.FromBig(new(big.Int).MulRange(1, k)), true
	case expr.DoubleFactorial:
		k, ok := smallArg(args[0], maxFactorial)
		if !ok || k < -1 || !c.b.Spend(int(k+1)*8) {
			return none, false
		}
		p := big.NewInt(1)
		for ; k > 1; k -= 2 {
			p.Mul(p, big.NewInt(k))
		}
		return num.FromBig(p), true
	case expr.Binom:
		a, ok := smallArg(args[0], 1_000_000)
		b, ok2 := smallArg(args[1], 1_000_000)
		if !ok || !ok2 || a < 0 {
			return none, false
		}
		if b < 0 || b > a {
			return num.FromInt(0), true
		}
		if m := min(b, a-b); m > maxFactorial || !c.b.Spend(int(m)*16) {
			return none, false
		}
		return num.FromBig(new(big.Int).Binomial(a, b)), true
	case expr.Floor, expr.Ceil, expr.Frac:
		r, ok := val(0).Rat()
		if !ok {
			return none, false
		}
		q := new(big.Int).Div(r.Num(), r.Denom()) // Euclidean: floor for a positive denominator
		if f == expr.Ceil && !r.IsInt() {
			q.Add(q, big.NewInt(1))
		}
		if f == expr.Frac {
			return num.FromRat(new(big.Rat).Sub(r, new(big.Rat).SetInt(q))), true
		}
		return num.FromBig(q), true
	case expr.Sgn:
		return num.FromInt(int64(val(0).Sign())), true
	case expr.Max, expr.Min:
		best := val(0)
		for i := range args {
			k, ok := num.Cmp(val(i), best)
			if !ok {
				return none, false
			}
			if f == expr.Max && k > 0 || f == expr.Min && k < 0 {
				best = val(i)
			}
		}
		return best, true
	case expr.Gcd, expr.Lcm:
		return c.gcd(f, args)
	case expr.Mod:
		a, ok := val(0).Rat()
		b, ok2 := val(1).Rat()
		if !ok || !ok2 || b.Sign() == 0 {
			return none, false
		}
		q := new(big.Rat).Quo(a, b)
		fl := new(big.Int).Div(q.Num(), q.Denom())
		return num.FromRat(q.Sub(a, q.Mul(b, q.SetInt(fl)))), true
	case expr.Re, expr.Conj:
		return val(0), true
	case expr.Im:
		return num.FromInt(0), true
	}
	return none, false
}

// gcd works on rationals too: gcd(p/q, r/s) = gcd(ps, rq)/(qs).
func (c canon) gcd(f expr.Fn, args []expr.Node) (num.Value, bool) {
	none := num.Value{}
	var acc *big.Rat
	for _, a := range args {
		r, ok := a.(*expr.Num).V.Rat()
		if !ok {
			return none, false
		}
		r = new(big.Rat).Abs(r)
		if acc == nil {
			acc = r
			continue
		}
		w := (acc.Num().BitLen()+acc.Denom().BitLen()+r.Num().BitLen()+r.Denom().BitLen())/64 + 1
		if !c.b.Spend(w*w + 8) {
			return none, false
		}
		if acc.Sign() == 0 || r.Sign() == 0 {
			if f == expr.Lcm {
				return num.FromInt(0), true
			}
			acc.Add(acc, r)
			continue
		}
		x := new(big.Int).Mul(acc.Num(), r.Denom())
		y := new(big.Int).Mul(r.Num(), acc.Denom())
		d := new(big.Int).Mul(acc.Denom(), r.Denom())
		g := new(big.Int).GCD(nil, nil, x, y)
		if f == expr.Lcm {
			g.Quo(x.Mul(x, y), g)
		}
		acc = new(big.Rat).SetFrac(g, d)
	}
	return num.FromRat(acc), true
}

// perm is n(n-1)...(n-k+1).
func (c canon) perm(args []expr.Node) (item, bool) {
	a, ok := smallArg(args[0], 1_000_000)
	b, ok2 := smallArg(args[1], maxFactorial)
	if !ok || !ok2 || a < 0 || b < 0 || !c.b.Spend(int(b)*8+8) {
		return item{}, false
	}
	if b > a {
		return numItem(num.FromInt(0)), true
	}
	return numItem(num.FromBig(new(big.Int).MulRange(a-b+1, a))), true
}

// logarithm is exact when the argument is a rational power of the base:
// log_8 4 = 2/3.
func (c canon) logarithm(args []expr.Node) (num.Value, bool) {
	x, ok := args[0].(*expr.Num).V.Rat()
	b, ok2 := args[1].(*expr.Num).V.Rat()
	if !ok || !ok2 || x.Sign() <= 0 || b.Sign() <= 0 || b.Cmp(big.NewRat(1, 1)) == 0 || x.Num().BitLen() > 4096 || x.Denom().BitLen() > 4096 || b.Num().BitLen() > 256 || b.Denom().BitLen() > 256 {
		return num.Value{}, false
	}
	// Euclid on the exponents: both are powers of one rational exactly when
	// dividing the larger by the smaller ends at 1.
	p0, q0, p1, q1 := big.NewInt(1), big.NewInt(0), big.NewInt(0), big.NewInt(1)
	u, v := new(big.Rat).Set(x), new(big.Rat).Set(b)
	oneR := big.NewRat(1, 1)
	if v.Cmp(oneR) < 0 {
		v.Inv(v)
		q1.Neg(q1)
	}
	if u.Cmp(oneR) < 0 {
		u.Inv(u)
		p0.Neg(p0)
	}
	// u = x^p0 b^q0, v = x^p1 b^q1; stop when u is 1.
	for steps := 0; u.Cmp(oneR) != 0; steps++ {
		w := u.Num().BitLen() / 64 // the quotient is brought to lowest terms
		if steps > 600 || !c.b.Spend(2*w*w+64) {
			return num.Value{}, false
		}
		if u.Cmp(v) < 0 {
			u, v = v, u
			p0, p1 = p1, p0
			q0, q1 = q1, q0
		}
		u = new(big.Rat).Quo(u, v)
		p0 = new(big.Int).Sub(p0, p1)
		q0 = new(big.Int).Sub(q0, q1)
		if u.Num().BitLen() > 4096 {
			return num.Value{}, false
		}
	}
	// x^p0 * b^q0 = 1, so log_b x = -q0/p0.
	if p0.Sign() == 0 {
		return num.Value{}, false
	}
	return num.FromRat(new(big.Rat).SetFrac(q0.Neg(q0), p0)), true
}

// maxDet bounds the determinants that are expanded: the expansion by minors of
// a 6x6 matrix has 720 terms.
const maxDet = 5

// determinant expands by the first row.
func (c canon) determinant(m *expr.Matrix) (item, bool) {
	n := len(m.Rows)
	if n != len(m.Rows[0]) || n > maxDet {
		return item{}, false
	}
	if n == 1 {
		return c.node(m.Rows[0][0]), true
	}
	var its []item
	for j := range m.Rows[0] {
		minor := &expr.Matrix{}
		for _, r := range m.Rows[1:] {
			row := append(append([]expr.Node(nil), r[:j]...), r[j+1:]...)
			minor.Rows = append(minor.Rows, row)
		}
		d, ok := c.determinant(minor)
		if !ok || !c.b.Spend(32) {
			return item{}, false
		}
		s := int64(1)
		if j%2 == 1 {
			s = -1
		}
		its = append(its, c.product([]item{numItem(num.FromInt(s)), c.node(m.Rows[0][j]), d}))
	}
	return c.sum(its), true
}
