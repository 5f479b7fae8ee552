package mathcheck

import (
	"math/big"
	"slices"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
)

// progression is base + k*step for all integers k.
type progression struct{ base, step expr.Node }

// family is a union of progressions: the solutions of a congruence or of a
// trigonometric equation.
type family struct {
	name string // of what takes these values, or ""
	of   []progression
	// declared says that the parameter is said to be an integer, or that a
	// modulus stands for it.
	declared bool
	// turns says that a step is a multiple of π or of a degree, so that its
	// parameter can only be an integer.
	turns bool
	bare  bool   // no name, no declaration: an expression like any other
	index string // the parameter's letter
}

const (
	// indexLetters are the names a parameter has.
	indexLetters = "klmnt"
	// maxFamily bounds the progressions of a family.
	maxFamily = 16
	// maxClasses bounds the residues a family is split into.
	maxClasses = 128
)

// families compares the solutions of congruences and periodic equations, which
// are one set in many forms: x ≡ 3 (mod 7) and x = 7k-4, π/4+kπ and -3π/4+nπ.
// It says equal or nothing.
func (j *judge) families(g, p expr.Node) bool {
	a, ok := j.family(g)
	if !ok {
		return false
	}
	b, ok := j.family(p)
	if !ok || a.name != "" && b.name != "" && a.name != b.name && !j.c.rename {
		return false
	}
	if a.bare && !a.turns || !a.declared && !b.declared && !(a.turns && b.turns) && !j.integral(a, b) {
		return false // 7k+3 is an expression in k
	}
	return j.sameFamily(a.of, b.of)
}

// integral says that by convention both families are those of integers: x = 7k+3,
// of a letter that is no index, with whole numbers, and k or m as the parameter of
// one of them.
func (j *judge) integral(a, b family) bool {
	if a.name != b.name || len(a.name) != 1 || !strings.Contains("abnpqrxyzN", a.name) || a.index == a.name || !strings.Contains("km", a.index) && !strings.Contains("km", b.index) {
		return false
	}
	for _, q := range append(slices.Clone(a.of), b.of...) {
		base, ok := j.canonNum(q.base)
		step, ok2 := j.canonNum(q.step)
		if !ok || !ok2 || !base.V.IsInt() || !step.V.IsInt() {
			return false
		}
	}
	return true
}

// mayIndex reports whether a tree may hold a parameter: a letter of the usual
// ones or a modulus.
func mayIndex(t expr.Traits) bool {
	for _, c := range []byte(indexLetters) {
		if t.Letter(c) {
			return true
		}
	}
	return t.Has(expr.HasMod)
}

// family reads n as a union of progressions.
func (j *judge) family(n expr.Node) (family, bool) {
	f := family{}
	elems := []expr.Node{n}
	switch l := n.(type) {
	case *expr.List:
		elems = l.Elems
	case *expr.Set:
		elems = l.Elems
	case *expr.Logic:
		if l.Op != expr.Or {
			return f, false
		}
		elems = l.Args
	case *expr.Builder:
		// {2kπ : k ∈ Z}, {x : x = 2kπ, k ∈ Z}
		if l.Domain != nil {
			return f, false
		}
		elems = slices.Clone(l.Cond)
		if s, ok := l.Elem.(*expr.Sym); !ok || !slices.ContainsFunc(l.Cond, func(c expr.Node) bool { return assigns(c, s.Name) }) {
			elems = append(elems, l.Elem)
		}
	}
	if len(elems) == 0 || len(elems) > maxFamily {
		return f, false
	}
	index := ""
	modulus := modulusOf(elems)
	var values []expr.Node
	for _, e := range elems {
		if r, ok := e.(*expr.Rel); ok && len(r.Ops) == 1 && r.Ops[0] == expr.In {
			s, isSym := r.Args[0].(*expr.Sym)
			c, isSet := r.Args[1].(*expr.Const)
			if !isSym || !isSet || c.C != expr.Integers {
				return f, false
			}
			index, f.declared = s.Name, true
			continue
		}
		if r, ok := e.(*expr.Rel); ok {
			last := len(r.Ops) - 1
			nm, named := name(r.Args[0])
			if !named || last != 0 || r.Ops[0] != expr.Eq && r.Ops[0] != expr.Equiv || f.name != "" && f.name != nm {
				return f, false
			}
			f.name, e = nm, r.Args[1]
			if r.Ops[0] == expr.Equiv && modulus == nil {
				return f, false
			}
		}
		if modulus != nil && isScalarNode(e) { // x ≡ 1, 2 (mod 7)
			if c, ok := e.(*expr.Call); !ok || c.Fn != expr.Mod {
				e = expr.Fun(expr.Mod, e, modulus)
			}
		}
		values = append(values, e)
	}
	f.bare = f.name == "" && !f.declared
	for _, e := range values {
		if c, ok := e.(*expr.Call); ok && c.Fn == expr.Mod && len(c.Args) == 2 {
			f.declared, f.bare = true, false
			base, ok := j.canon(c.Args[0])
			step, ok2 := j.canon(c.Args[1])
			if !ok || !ok2 || !constant(base) || !constant(step) {
				return f, false
			}
			f.of = append(f.of, progression{base, step})
			continue
		}
		signs := []expr.Node{e}
		if hasPM(e) {
			l, ok := expandPM(e).(*expr.List)
			if !ok {
				return f, false
			}
			signs = l.Elems
		}
		for _, v := range signs {
			q, ok := j.progression(v, index, f.name)
			if !ok {
				return f, false
			}
			f.of = append(f.of, q)
			f.index = expr.Symbols(v, nil)[0]
			f.turns = f.turns || expr.Any(q.step, func(n expr.Node) bool {
				c, ok := n.(*expr.Const)
				return ok && c.C == expr.Pi
			})
		}
	}
	return f, len(f.of) > 0 && len(f.of) <= maxFamily
}

// modulusOf is the modulus at the end of a list of residues, or nil.
func modulusOf(elems []expr.Node) expr.Node {
	last := elems[len(elems)-1]
	if r, ok := last.(*expr.Rel); ok {
		last = r.Args[len(r.Args)-1]
	}
	if c, ok := last.(*expr.Call); ok && c.Fn == expr.Mod && len(c.Args) == 2 {
		return c.Args[1]
	}
	return nil
}

// assigns reports whether n says name = something.
func assigns(n expr.Node, name string) bool {
	r, ok := n.(*expr.Rel)
	if !ok || len(r.Ops) != 1 || r.Ops[0] != expr.Eq {
		return false
	}
	s, ok := r.Args[0].(*expr.Sym)
	return ok && s.Name == name
}

// progression reads an expression that is linear in one parameter.
func (j *judge) progression(n expr.Node, index, own string) (progression, bool) {
	if !isScalarNode(n) || isQuantity(n) {
		return progression{}, false
	}
	names := expr.Symbols(n, nil)
	if len(names) != 1 || names[0] == own || index != "" && names[0] != index || len(names[0]) != 1 || !strings.Contains(indexLetters, names[0]) {
		return progression{}, false
	}
	if d, ok := normal.Degree(n, names[0]); !ok || d != 1 {
		return progression{}, false
	}
	base, ok := j.canon(normal.Replace(n, names[0], expr.Int(0)))
	step, ok2 := j.canon(expr.Sub(normal.Replace(n, names[0], expr.Int(1)), base))
	return progression{base, step}, ok && ok2 && expr.Scalar(base) && expr.Scalar(step)
}

// quotient is a/b where that is a rational number; b is not 0.
func (j *judge) quotient(a, b expr.Node) (*big.Rat, bool) {
	a, ok := j.canon(a)
	if !ok {
		return nil, false
	}
	if z, ok := a.(*expr.Num); ok && z.V.Sign() == 0 {
		return new(big.Rat), true // 0/x stays as it is
	}
	q, ok := j.canon(expr.Over(a, b))
	if !ok {
		return nil, false
	}
	x, ok := q.(*expr.Num)
	if !ok {
		return nil, false
	}
	r, ok := x.V.Rat()
	if !ok {
		return nil, false
	}
	return new(big.Rat).Set(r), true
}

// sameFamily compares two unions class by class, modulo a common multiple of
// all steps.
func (j *judge) sameFamily(a, b []progression) bool {
	unit := a[0].step
	all := append(slices.Clone(a), b...)
	steps := make([]*big.Rat, len(all))
	lcm := big.NewInt(1) // of the numerators, over the gcd of the denominators
	den := new(big.Int)
	for i, q := range all {
		r, ok := j.quotient(q.step, unit)
		if !ok || r.Sign() == 0 || r.Num().BitLen() > 20 || r.Denom().BitLen() > 20 {
			return false
		}
		steps[i] = r.Abs(r)
		g := new(big.Int).GCD(nil, nil, lcm, r.Num())
		lcm.Div(lcm.Mul(lcm, r.Num()), g)
		den.GCD(nil, nil, den, r.Denom())
		if lcm.BitLen() > 40 {
			return false
		}
	}
	period := new(big.Rat).SetFrac(lcm, den)
	length, ok := j.canon(expr.Times(ratNode(period), unit))
	if !ok {
		return false
	}
	classes := func(ps []progression, steps []*big.Rat) (map[string]bool, bool) {
		out := map[string]bool{}
		for i, q := range ps {
			offset, ok := j.quotient(expr.Sub(q.base, a[0].base), length)
			n := new(big.Rat).Quo(period, steps[i])
			if !ok || !n.IsInt() || !n.Num().IsInt64() || n.Num().Int64() > maxClasses {
				return nil, false
			}
			part := new(big.Rat).Inv(n)
			for k := int64(0); k < n.Num().Int64(); k++ {
				x := new(big.Rat).Mul(part, big.NewRat(k, 1))
				x.Add(x, offset)
				floor := new(big.Int).Div(x.Num(), x.Denom())
				out[x.Sub(x, new(big.Rat).SetInt(floor)).RatString()] = true
			}
			if len(out) > maxClasses {
				return nil, false
			}
		}
		return out, true
	}
	x, ok := classes(a, steps[:len(a)])
	if !ok {
		return false
	}
	y, ok := classes(b, steps[len(a):])
	if !ok || len(x) != len(y) {
		return false
	}
	for k := range x {
		if !y[k] {
			return false
		}
	}
	return true
}
