package numeric

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/ball"
	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/proof"
)

// tower is a positive number too large for a big.Float: exp applied level
// times to v. Level 0 is v itself. Numbers are kept at the lowest level at
// which v fits, so that a higher level is a larger number.
type tower struct {
	level int
	v     ball.Real
}

// towerBits is the precision of logarithms. A number at level 1 with a
// logarithm of e bits is known to towerBits-e relative bits.
const towerBits ball.Prec = 320

// topExp is the exponent of v from which on a number moves up a level. It
// must be small enough that everything below can be exponentiated.
const topExp = 24

// towers evaluates positive constants as towers.
type towers struct {
	balls balls
}

// norm brings x to the level it belongs to.
func (x tower) norm() (tower, bool) {
	for x.v.Known() && x.v.Exp2() > topExp {
		x = tower{x.level + 1, towerBits.Log(x.v)}
	}
	for x.level > 0 && x.v.Known() && x.v.Exp2() < 4 {
		x = tower{x.level - 1, towerBits.Exp(x.v)}
	}
	return x, x.v.Known() && (x.level == 0 || x.v.Sign() > 0)
}

// log is the logarithm; at level 0 it may be negative.
func (x tower) log() (tower, bool) {
	if x.level > 0 {
		return tower{x.level - 1, x.v}.norm()
	}
	l := towerBits.Log(x.v)
	return tower{0, l}, l.Known()
}

// exp is e^x.
func (x tower) exp() (tower, bool) {
	if x.level == 0 && x.v.Exp2() < 4 {
		v := towerBits.Exp(x.v)
		return tower{0, v}, v.Known()
	}
	if x.v.Sign() < 0 {
		return tower{}, false
	}
	return tower{x.level + 1, x.v}.norm()
}

// eval returns n as a tower; false when n is not a positive number or not
// built from + * ^ and factorials.
func (t *towers) eval(n expr.Node) (tower, bool) {
	if !t.balls.steps.Spend(64) {
		return tower{}, false
	}
	switch n := n.(type) {
	case *expr.Num:
		if c, e, ok := n.V.Coefficient(); ok && (e > 1<<12 || c.BitLen() > 1<<12) && c.Sign() > 0 {
			// log(c 10^e)
			p := towerBits + 64
			l := p.Add(p.Log(p.FromInt(c)), p.Mul(p.FromInt(big.NewInt(int64(e))), p.Log(ball.FromInt64(10))))
			return tower{1, l}.norm()
		}
	case *expr.Mul:
		return t.fold(n.Factors, t.mul)
	case *expr.Add:
		return t.fold(n.Terms, t.add)
	case *expr.Pow:
		base, ok := t.eval(n.Base)
		if !ok {
			return tower{}, false
		}
		e, ok := t.eval(n.Exp)
		if !ok {
			return tower{}, false
		}
		l, ok := base.log()
		if !ok {
			return tower{}, false
		}
		z, ok := t.mul(l, e)
		if !ok {
			return tower{}, false
		}
		return z.exp()
	case *expr.Call:
		if n.Fn == expr.Factorial && len(n.Args) == 1 {
			return t.factorial(n.Args[0])
		}
	}
	t.balls.p = towerBits
	x := t.balls.eval(n)
	if !x.Known() || !x.IsReal() || x.Re.Sign() <= 0 {
		return tower{}, false
	}
	return tower{0, x.Re}.norm()
}

// factorial is exp(lgamma(x+1)).
func (t *towers) factorial(n expr.Node) (tower, bool) {
	x, ok := t.eval(n)
	switch {
	case !ok || !t.balls.gammaCost():
		return tower{}, false
	case x.level == 0:
		return tower{1, towerBits.LogGamma(towerBits.Add(x.v, ball.FromInt64(1)))}.norm()
	case x.level == 1 && x.v.Exp2() < 12:
		y := towerBits.Exp(x.v)
		return tower{1, towerBits.Add(towerBits.LogGamma(y), towerBits.Log(y))}.norm()
	case x.level == 1:
		// Stirling: log x! = x (log x - 1) + O(log x) for x = e^v, so that
		// log log x! = v + log(v-1) + O(v e^-v), and e^-v is below 2^-2000.
		p := towerBits
		l := p.Add(x.v, p.Log(p.Sub(x.v, ball.FromInt64(1))))
		return tower{2, l}.norm()
	}
	return tower{}, false
}

func (t *towers) fold(args []expr.Node, f func(x, y tower) (tower, bool)) (tower, bool) {
	z, ok := t.eval(args[0])
	for _, a := range args[1:] {
		if !ok {
			return tower{}, false
		}
		var x tower
		if x, ok = t.eval(a); ok {
			z, ok = f(z, x)
		}
	}
	return z, ok
}

// mul is x*y = exp(log x + log y).
func (t *towers) mul(x, y tower) (tower, bool) {
	if x.level == 0 && y.level == 0 {
		return tower{0, towerBits.Mul(x.v, y.v)}.norm()
	}
	lx, ok := x.log()
	ly, ok2 := y.log()
	if !ok || !ok2 {
		return tower{}, false
	}
	if lx.level == 0 && ly.level == 0 {
		z := tower{0, towerBits.Add(lx.v, ly.v)}
		return z.exp()
	}
	if lx.level == 0 && lx.v.Sign() <= 0 || ly.level == 0 && ly.v.Sign() <= 0 {
		return tower{}, false
	}
	z, ok := t.add(lx, ly)
	if !ok {
		return tower{}, false
	}
	return z.exp()
}

// maxLevel bounds the height of the towers that are added and multiplied.
const maxLevel = 64

// add is x+y = exp(log x + log(1+y/x)) for x >= y.
func (t *towers) add(x, y tower) (tower, bool) {
	if x.level == 0 && y.level == 0 {
		return tower{0, towerBits.Add(x.v, y.v)}.norm()
	}
	if x.level < y.level || x.level == y.level && ball.Less(x.v, y.v) {
		x, y = y, x
	}
	if x.level > maxLevel || !t.balls.steps.Spend(2000) {
		return tower{}, false
	}
	if x.level == y.level+1 {
		if y.v.Sign() <= 0 {
			return tower{}, false
		}
		y = tower{x.level, towerBits.Log(y.v)}
	}
	one := ball.FromInt64(1)
	if x.level == 1 && y.level == 1 {
		q := towerBits.Exp(towerBits.Sub(y.v, x.v))
		return tower{1, towerBits.Add(x.v, towerBits.Log(towerBits.Add(one, q)))}.norm()
	}
	// From level 2 on a visible gap between the logarithms puts y/x below
	// e^-4000, and two levels apart always do: the sum is x with something
	// faint in it. 1 plus a number that small says so.
	if x.level == y.level && !ball.Less(towerBits.Add(y.v, ball.FromFloat(0x1p-10)), x.v) {
		return tower{}, false
	}
	h := towerBits.Exp(ball.FromInt64(-4000))
	x.v = towerBits.Mul(x.v, towerBits.Add(one, h))
	return x, x.v.Known()
}

// compareTowers compares positive constants whose values do not fit. Different
// is proven by logarithms that do not meet. Equal is said only where the
// logarithms themselves can be held, so that their closeness makes the values
// close.
func compareTowers(a, b expr.Node, steps *budget.Budget) proof.Outcome {
	t := towers{balls{p: towerBits, steps: steps}}
	x, ok := t.eval(a)
	if !ok {
		return proof.Unknown
	}
	y, ok := t.eval(b)
	if !ok {
		return proof.Unknown
	}
	if x.level != y.level {
		// Levels overlap a little at their border; compare one level up.
		for x.level < y.level {
			x = tower{x.level + 1, towerBits.Log(x.v)}
		}
		for y.level < x.level {
			y = tower{y.level + 1, towerBits.Log(y.v)}
		}
	}
	switch {
	case ball.Disjoint(x.v, y.v):
		return proof.Different
	case x.v.Faint() || y.v.Faint():
		return proof.Unknown
	case x.level == 1 && towerBits.Near(x.v, y.v):
		return proof.Equal
	case x.level == 2 && x.v.Exp2() <= 7 && towerBits.Near(towerBits.Exp(x.v), towerBits.Exp(y.v)):
		return proof.Equal
	}
	return proof.Unknown
}
