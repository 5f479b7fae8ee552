package poly

import (
	"math/big"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// maxModulusBits bounds the modulus for which powers are reduced on the way.
const maxModulusBits = 512

// mod computes a mod m without building a, for whole numbers a made of sums,
// products, powers and factorials: 2^{10^6} mod 7. The result has the sign of
// m, as in call.
func (r *ring) mod(n *expr.Call) (frac, bool) {
	m, ok := r.exactInt(n.Args[1])
	if !ok || m.Sign() <= 0 || m.BitLen() > maxModulusBits {
		return frac{}, false
	}
	v, ok := r.residue(n.Args[0], m)
	if !ok {
		return frac{}, false
	}
	return whole(constant(coefRat(new(big.Rat).SetInt(v)))), true
}

// exactInt is the value of a constant that is a whole number and fits.
func (r *ring) exactInt(n expr.Node) (*big.Int, bool) {
	c, ok := r.from(n).number()
	if r.failed || !ok || !c.isInt() {
		return nil, false
	}
	return c.rat().Num(), true
}

// residue is n modulo m; false when n is not of the kinds it knows.
func (r *ring) residue(n expr.Node, m *big.Int) (*big.Int, bool) {
	if !r.spend(64) {
		return nil, false
	}
	switch n := n.(type) {
	case *expr.Num:
		v, ok := n.V.BigInt()
		if !ok || !r.spend(v.BitLen()/8) {
			return nil, false
		}
		return new(big.Int).Mod(v, m), true
	case *expr.Neg:
		v, ok := r.residue(n.X, m)
		if !ok {
			return nil, false
		}
		return v.Mod(v.Neg(v), m), true
	case *expr.Add:
		return r.residues(n.Terms, m, (*big.Int).Add)
	case *expr.Mul:
		return r.residues(n.Factors, m, (*big.Int).Mul)
	case *expr.Pow:
		b, ok := r.residue(n.Base, m)
		if !ok {
			return nil, false
		}
		e, ok := r.exactInt(n.Exp)
		if !ok || e.Sign() < 0 || !r.spend(e.BitLen()*(8+m.BitLen()/8)) {
			return nil, false
		}
		return b.Exp(b, e, m), true
	case *expr.Call:
		if n.Fn != expr.Factorial || len(n.Args) != 1 {
			return nil, false
		}
		k, ok := r.exactInt(n.Args[0])
		switch {
		case !ok || k.Sign() < 0:
			return nil, false
		case k.Cmp(m) >= 0:
			return new(big.Int), true
		case !k.IsInt64() || k.Int64() > maxFactorial || !r.spend(int(k.Int64())*16):
			return nil, false
		}
		v := new(big.Int).MulRange(1, k.Int64())
		return v.Mod(v, m), true
	}
	return nil, false
}

func (r *ring) residues(args []expr.Node, m *big.Int, f func(z, x, y *big.Int) *big.Int) (*big.Int, bool) {
	z, ok := r.residue(args[0], m)
	for _, a := range args[1:] {
		if !ok {
			return nil, false
		}
		var v *big.Int
		if v, ok = r.residue(a, m); ok {
			z.Mod(f(z, z, v), m)
		}
	}
	return z, ok
}
