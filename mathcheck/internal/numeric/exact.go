package numeric

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// exactBits bounds the fractions exactRat builds: exponents and indices, not
// values.
const exactBits = 256

// exactRat returns the value of a constant built from numbers with + - * /
// and small powers, if it is a fraction of moderate size.
func exactRat(n expr.Node) (*big.Rat, bool) {
	switch n := n.(type) {
	case *expr.Num:
		if v, ok := n.V.Int64(); ok {
			return new(big.Rat).SetInt64(v), true
		}
		if n.V.Digits() > exactBits/4 {
			return nil, false
		}
		if _, e, ok := n.V.Coefficient(); ok && (e > exactBits || e < -exactBits) {
			return nil, false
		}
		r, ok := n.V.Rat()
		return r, ok && fitsExact(r)
	case *expr.BaseNum:
		return exactRat(&expr.Num{V: n.V})
	case *expr.Neg:
		r, ok := exactRat(n.X)
		if !ok {
			return nil, false
		}
		return new(big.Rat).Neg(r), true
	case *expr.Div:
		a, ok := exactRat(n.Num)
		if !ok {
			return nil, false
		}
		b, ok := exactRat(n.Den)
		if !ok || b.Sign() == 0 {
			return nil, false
		}
		z := new(big.Rat).Quo(a, b)
		return z, fitsExact(z)
	case *expr.Add:
		return foldExact(n.Terms, (*big.Rat).Add)
	case *expr.Mul:
		return foldExact(n.Factors, (*big.Rat).Mul)
	case *expr.Pow:
		e, ok := expr.WrittenInt(n.Exp)
		if !ok || e < -64 || e > 64 {
			return nil, false
		}
		b, ok := exactRat(n.Base)
		if !ok || b.Sign() == 0 && e <= 0 {
			return nil, false
		}
		if e < 0 {
			b, e = new(big.Rat).Inv(b), -e
		}
		if int(e)*max(b.Num().BitLen(), b.Denom().BitLen()) > exactBits {
			return nil, false
		}
		k := big.NewInt(e)
		return new(big.Rat).SetFrac(new(big.Int).Exp(b.Num(), k, nil), new(big.Int).Exp(b.Denom(), k, nil)), true
	}
	return nil, false
}

func foldExact(args []expr.Node, f func(z, x, y *big.Rat) *big.Rat) (*big.Rat, bool) {
	z, ok := exactRat(args[0])
	if !ok {
		return nil, false
	}
	z = new(big.Rat).Set(z)
	for _, a := range args[1:] {
		r, ok := exactRat(a)
		if !ok {
			return nil, false
		}
		if f(z, z, r); !fitsExact(z) {
			return nil, false
		}
	}
	return z, true
}

func fitsExact(r *big.Rat) bool {
	return r.Num().BitLen() <= exactBits && r.Denom().BitLen() <= exactBits
}

// smallRat returns n as a/b in lowest terms with both in int64.
func smallRat(n expr.Node) (a, b int64, ok bool) {
	if v, ok := expr.WrittenInt(n); ok {
		return v, 1, true
	}
	r, ok := exactRat(n)
	if !ok || !r.Num().IsInt64() || !r.Denom().IsInt64() {
		return 0, 0, false
	}
	return r.Num().Int64(), r.Denom().Int64(), true
}
