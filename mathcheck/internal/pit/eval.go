package pit

import (
	"math"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/gfp"
)

// eval evaluates at one point modulo one prime.
//
// The point is an integer for every variable, known modulo p and modulo p-1.
// The two are independent, and by Fermat the second is what a power with the
// variable in its exponent needs.
type eval struct {
	f     gfp.Field
	seed  uint64
	steps *budget.Budget
	// opaque says an atom was met.
	opaque bool
	// powers says a variable was met in an exponent.
	powers bool
	// constants counts the transcendental constants met, each a bit.
	constants uint8
	// hopeless says that another point will not help.
	hopeless bool
	bound    []binding
}

type binding struct {
	name  string
	value int64
}

// hash of a name, the same in every process.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// draw is a random number that depends on the seed and x.
func (e *eval) draw(x uint64) uint64 { return gfp.Mix(e.seed ^ gfp.Mix(x)) }

func (e *eval) give() (uint64, bool) {
	e.hopeless = true
	return 0, false
}

// value returns n modulo p; false when it has none there.
func (e *eval) value(n expr.Node) (uint64, bool) {
	if !e.steps.Spend(20) {
		return e.give()
	}
	f := e.f
	switch n := n.(type) {
	case *expr.Num:
		return e.number(n)
	case *expr.BaseNum:
		return e.number(&expr.Num{V: n.V})
	case *expr.Sym:
		for i := len(e.bound) - 1; i >= 0; i-- {
			if e.bound[i].name == n.Name {
				return gfp.ReduceInt(e.bound[i].value, f.P), true
			}
		}
		return e.draw(hash(n.Name)) % f.P, true
	case *expr.Const:
		switch n.C {
		case expr.I:
			return f.I, true
		case expr.Pi, expr.E:
			if bit := uint8(1) << n.C; e.constants&bit == 0 {
				e.constants |= bit
				e.opaque = e.opaque || e.constants != bit
			}
			return e.draw(uint64(n.C)) % f.P, true
		}
	case *expr.Add:
		z := uint64(0)
		for _, t := range n.Terms {
			x, ok := e.value(t)
			if !ok {
				return 0, false
			}
			z = f.Add(z, x)
		}
		return z, true
	case *expr.Neg:
		x, ok := e.value(n.X)
		return f.Neg(x), ok
	case *expr.Mul:
		z := uint64(1)
		for _, t := range n.Factors {
			x, ok := e.value(t)
			if !ok {
				return 0, false
			}
			z = f.Mul(z, x)
		}
		return z, true
	case *expr.Div:
		x, ok := e.value(n.Num)
		if !ok {
			return 0, false
		}
		y, ok := e.value(n.Den)
		if !ok {
			return 0, false
		}
		return e.quo(x, y)
	case *expr.Percent:
		x, ok := e.value(n.X)
		if !ok {
			return 0, false
		}
		return e.quo(x, 100)
	case *expr.Degree:
		x, ok := e.value(&expr.Mul{Factors: []expr.Node{n.X, &expr.Const{C: expr.Pi}}})
		if !ok {
			return 0, false
		}
		return e.quo(x, 180)
	case *expr.Pow:
		return e.power(n)
	case *expr.Root:
		x, ok := e.value(n.X)
		if !ok {
			return 0, false
		}
		k := uint64(2)
		if n.Index != nil {
			if k, ok = e.value(n.Index); !ok {
				return 0, false
			}
		}
		return e.atom("root", x, k)
	case *expr.Call:
		return e.call(n)
	case *expr.Bind:
		return e.bind(n)
	}
	return e.give()
}

func (e *eval) quo(x, y uint64) (uint64, bool) {
	if !e.steps.Spend(400) {
		return e.give()
	}
	i, ok := e.f.Inv(y)
	return e.f.Mul(x, i), ok
}

// atom is an element that depends on the name and the arguments only.
func (e *eval) atom(name string, args ...uint64) (uint64, bool) {
	e.opaque = true
	h := hash(name)
	for _, a := range args {
		h = gfp.Mix(h ^ a)
	}
	return e.draw(h) % e.f.P, true
}

// number reduces a numeral without building its power of ten.
func (e *eval) number(n *expr.Num) (uint64, bool) {
	f := e.f
	if v, ok := n.V.Int64(); ok {
		return gfp.ReduceInt(v, f.P), true
	}
	if c, k, ok := n.V.Coefficient(); ok {
		if !e.steps.Spend(c.BitLen() / 8) {
			return e.give()
		}
		x := f.Int(c)
		switch {
		case k > 0:
			return f.Mul(x, f.Pow(10, uint64(k))), true
		case k < 0:
			return e.quo(x, f.Pow(10, uint64(-int64(k))))
		}
		return x, true
	}
	q, ok := n.V.Rat()
	if !ok || !e.steps.Spend(q.Num().BitLen()/8+q.Denom().BitLen()/8) {
		return e.give()
	}
	return e.quo(f.Int(q.Num()), f.Int(q.Denom()))
}

// power reduces the exponent modulo p-1 when it is whole, else it is an atom.
func (e *eval) power(n *expr.Pow) (uint64, bool) {
	x, ok := e.value(n.Base)
	if !ok {
		return 0, false
	}
	k, ok := e.exponent(n.Exp)
	if !ok {
		if e.hopeless {
			return 0, false
		}
		y, ok := e.value(n.Exp)
		if !ok {
			return 0, false
		}
		return e.atom("pow", x, y)
	}
	if x == 0 {
		return 0, false // 0^k depends on k itself, not on k modulo p-1
	}
	if !e.steps.Spend(400) {
		return e.give()
	}
	return e.f.Pow(x, k), true
}

// exponent returns n modulo p-1 for whole numbers, variables, and sums,
// products and small powers of them.
func (e *eval) exponent(n expr.Node) (uint64, bool) {
	if !e.steps.Spend(20) {
		return e.give()
	}
	m := e.f.P - 1
	switch n := n.(type) {
	case *expr.Num:
		if v, ok := n.V.Int64(); ok {
			return gfp.ReduceInt(v, m), true
		}
		if c, k, ok := n.V.Coefficient(); ok && k >= 0 && e.steps.Spend(c.BitLen()/8) {
			return gfp.MulMod(gfp.Reduce(c, m), gfp.PowMod(10, uint64(k), m), m), true
		}
	case *expr.Sym:
		for i := len(e.bound) - 1; i >= 0; i-- {
			if e.bound[i].name == n.Name {
				return gfp.ReduceInt(e.bound[i].value, m), true
			}
		}
		e.powers = true
		return e.draw(hash(n.Name)^1<<63) % m, true
	case *expr.Neg:
		x, ok := e.exponent(n.X)
		if ok && x != 0 {
			x = m - x
		}
		return x, ok
	case *expr.Add:
		z := uint64(0)
		for _, t := range n.Terms {
			x, ok := e.exponent(t)
			if !ok {
				return 0, false
			}
			z = (z + x) % m
		}
		return z, true
	case *expr.Mul:
		z := uint64(1)
		for _, t := range n.Factors {
			x, ok := e.exponent(t)
			if !ok {
				return 0, false
			}
			z = gfp.MulMod(z, x, m)
		}
		return z, true
	case *expr.Pow:
		x, ok := e.exponent(n.Base)
		if !ok {
			return 0, false
		}
		// The exponent of an exponent must be known itself.
		k, ok := wholeExponent(n.Exp)
		if !ok || k < 0 || k >= 1<<53 || k != math.Trunc(k) || !e.steps.Spend(400) {
			return 0, false
		}
		return gfp.PowMod(x, uint64(k), m), true
	}
	return 0, false
}

func (e *eval) call(n *expr.Call) (uint64, bool) {
	if len(n.Args) == 0 || len(n.Args) > 8 {
		return e.give()
	}
	if n.Fn == expr.Factorial {
		if k, ok := wholeExponent(n.Args[0]); ok && k >= 0 && k <= maxFactorial && k == math.Trunc(k) {
			if !e.steps.Spend(4 * int(k)) {
				return e.give()
			}
			z := uint64(1)
			for i := uint64(2); i <= uint64(k); i++ {
				z = e.f.Mul(z, i)
			}
			return z, true
		}
	}
	var args [8]uint64
	for i, a := range n.Args {
		x, ok := e.value(a)
		if !ok {
			return 0, false
		}
		args[i] = x
	}
	return e.atom(n.Fn.String()+" "+n.Name, args[:len(n.Args)]...)
}

// bind works out a sum or product between whole numbers.
func (e *eval) bind(n *expr.Bind) (uint64, bool) {
	if n.Op != expr.SumOp && n.Op != expr.ProdOp || n.Lo == nil || n.Hi == nil {
		return e.give()
	}
	lo, ok := expr.WrittenInt(n.Lo)
	hi, ok2 := expr.WrittenInt(n.Hi)
	if !ok || !ok2 || hi-lo > maxLoop || hi < lo-1 || lo < -1<<40 || hi > 1<<40 {
		return e.give()
	}
	z := uint64(0)
	if n.Op == expr.ProdOp {
		z = 1
	}
	e.bound = append(e.bound, binding{name: n.Var})
	defer func() { e.bound = e.bound[:len(e.bound)-1] }()
	for k := lo; k <= hi; k++ {
		e.bound[len(e.bound)-1].value = k
		x, ok := e.value(n.Body)
		if !ok {
			return 0, false
		}
		if n.Op == expr.SumOp {
			z = e.f.Add(z, x)
		} else {
			z = e.f.Mul(z, x)
		}
	}
	return z, true
}
