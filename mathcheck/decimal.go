package mathcheck

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/numeric"
	"github.com/verireward/verireward/mathcheck/internal/proof"
)

// decimal is a decimal numeral, c times ten to the power e, with that many
// significant digits written. One unit of its last digit is 10^e.
type decimal struct {
	c      *big.Int
	e      int64
	digits int
}

// decimalOf recognises a decimal numeral: signed, in per cent, or times a power
// of ten.
func decimalOf(n expr.Node) (decimal, bool) {
	switch n := n.(type) {
	case *expr.Num:
		if n.V.Kind() != num.Decimal {
			return decimal{}, false
		}
		c, e, ok := n.V.Coefficient()
		return decimal{c, int64(e), n.V.Digits()}, ok && num.Writable(int64(e))
	case *expr.Neg:
		d, ok := decimalOf(n.X)
		if !ok {
			return decimal{}, false
		}
		d.c = new(big.Int).Neg(d.c)
		return d, true
	case *expr.Percent:
		d, ok := decimalOf(n.X)
		d.e -= 2
		return d, ok
	case *expr.Mul:
		if len(n.Factors) != 2 {
			return decimal{}, false
		}
		p, isPow := n.Factors[1].(*expr.Pow)
		if !isPow {
			return decimal{}, false
		}
		ten, ok := smallInt(p.Base)
		e, ok2 := smallInt(p.Exp)
		if !ok || !ok2 || ten != 10 || e > 1000 || e < -1000 {
			return decimal{}, false
		}
		d, ok := decimalOf(n.Factors[0])
		d.e += e
		return d, ok
	}
	return decimal{}, false
}

// near reports whether n rounds to d; with cut, whether it may also have been
// cut off there.
func (j *judge) near(n expr.Node, d decimal, cut bool) bool {
	if !num.Writable(d.e - 1) {
		return false
	}
	beside := func(k int64) *big.Rat { // d and k tenths of its last unit
		c := new(big.Int).Mul(d.c, big.NewInt(10))
		return num.Scaled(c.Add(c, big.NewInt(k)), d.e-1)
	}
	lo, hi := int64(-5), int64(5)
	if cut && d.c.Sign() < 0 {
		lo = -10
	} else if cut {
		hi = 10
	}
	if x, ok := n.(*expr.Num); ok {
		r, ok := x.V.Rat()
		if !ok {
			return false
		}
		below, above := r.Cmp(beside(lo)), r.Cmp(beside(hi))
		if cut {
			// The cut end is open: 0.1999 is not 0.2 cut off.
			if d.c.Sign() < 0 {
				return below > 0 && above <= 0
			}
			return below >= 0 && above < 0
		}
		return below >= 0 && above <= 0
	}
	if !expr.Scalar(n) || len(expr.Symbols(n, nil)) > 0 {
		return false
	}
	return numeric.Within(n, beside(lo), beside(hi), j.b) == proof.Equal
}
