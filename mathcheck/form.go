package mathcheck

import (
	"math"
	"math/big"
	"slices"

	"github.com/verireward/verireward/mathcheck/internal/budget"
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/poly"
)

// form classifies the answer p against the gold.
func (j *judge) form(p expr.Node) Form {
	if j.g.tree != nil && sameForm(j.g.tree, p) {
		return FormGold
	}
	if _, point := j.g.tree.(*expr.Tuple); point {
		if c, ok := p.(*expr.Call); ok {
			if t, ok := labelled(c); ok { // P(1,2) names a point
				return formOf(t)
			}
		}
	}
	if j.g.tree != nil && unknownsLeft(j.g.tree, p) {
		return FormUnevaluated
	}
	return formOf(p)
}

// unknownsLeft says that an answer to a gold without unknowns has some, which
// only drop out when it is computed: \sin^2x+\cos^2x for 1.
func unknownsLeft(g, p expr.Node) bool {
	if r, ok := p.(*expr.Rel); ok && allEq(r) {
		if _, both := g.(*expr.Rel); both {
			return false // y = 6/x for xy = 6
		}
		p = r.Args[len(r.Args)-1]
		if _, named := name(p); named {
			return false // 5 = x
		}
	}
	g = formKey(g)
	if !isScalarNode(p) || !isScalarNode(g) || !constant(g) || constant(p) {
		return false
	}
	return slices.ContainsFunc(expr.Symbols(p, nil), func(s string) bool { return s != "j" || !hasI(g) })
}

// sameForm reports whether p is written as g is, names, spelling and the left
// side of an assignment apart.
func sameForm(g, p expr.Node) bool {
	a, b := formKey(g), formKey(p)
	if !expr.Same(a, b) {
		return false
	}
	var room [2][8]num.Kind
	return slices.Equal(kinds(a, room[0][:0]), kinds(b, room[1][:0]))
}

// kinds appends to out how the numbers of n are written, in order: 6 and 6.0
// are the same number in two forms.
func kinds(n expr.Node, out []num.Kind) []num.Kind {
	switch n := n.(type) {
	case *expr.Num:
		return append(out, n.V.Kind())
	case *expr.Sym, *expr.Const:
		return out
	case *expr.Add:
		for _, t := range n.Terms {
			out = kinds(t, out)
		}
		return out
	case *expr.Div:
		return kinds(n.Den, kinds(n.Num, out))
	}
	return rarerKinds(n, out)
}

// rarerKinds is kinds for the other nodes.
func rarerKinds(n expr.Node, out []num.Kind) []num.Kind {
	expr.Children(n, func(c expr.Node) bool {
		out = kinds(c, out)
		return true
	})
	return out
}

func formKey(n expr.Node) expr.Node {
	switch v := n.(type) {
	case *expr.Rel:
		if len(v.Ops) == 1 && v.Ops[0] == expr.Eq {
			if _, ok := name(v.Args[0]); ok {
				return formKey(v.Args[1])
			}
		}
	case *expr.Quantity:
		return formKey(v.Value)
	}
	return n
}

// formOf classifies an answer: evaluated means that nothing is left to compute.
func formOf(n expr.Node) Form {
	if n == nil || evaluated(&formWork{steps: *budget.New(formSteps)}, n) {
		return FormEvaluated
	}
	return FormUnevaluated
}

// evaluated reports whether nothing is left to compute in n: a number in
// decimal, fraction, radical, pi or power form, an expression in unknowns
// without arithmetic on plain numbers, or a structure of such.
func evaluated(w *formWork, n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Add:
		nums := 0
		for _, t := range n.Terms {
			if isDots(t) {
				return false
			}
			if w.rational(t) {
				nums++
			}
			if !evaluated(w, t) {
				return false
			}
		}
		if nums > 1 {
			return false
		}
		if tidySum(n) {
			return true
		}
		c, ok := normal.Canon(n, &w.steps)
		a, isSum := c.(*expr.Add) // \sqrt2 + 4\sqrt2 is a sum left to do
		return !ok || isSum && len(a.Terms) >= len(n.Terms)
	case *expr.Neg:
		if _, twice := n.X.(*expr.Neg); twice {
			return false
		}
		return evaluated(w, n.X)
	case *expr.Mul:
		return !slices.ContainsFunc(n.Factors, isDots) && evaluatedProduct(w, n)
	case *expr.Div:
		if p, ok := smallInt(n.Num); ok {
			if q, ok := smallInt(n.Den); ok && q > 0 {
				return q != 1 && p%q != 0
			}
		}
		a, aok := wholeNode(n.Num)
		b, bok := wholeNode(n.Den)
		if aok && bok {
			if b.Sign() == 0 {
				return false
			}
			// 10/2 is a division left to do, 4/6 a fraction.
			return b.CmpAbs(big.NewInt(1)) != 0 && new(big.Int).Rem(a, b).Sign() != 0
		}
		if w.rational(n.Num) && w.rational(n.Den) && (divides(n.Num) || divides(n.Den)) {
			return false // 3/4 divided by 2, 4.5 by 1.5
		}
		if bok && b.CmpAbs(big.NewInt(1)) == 0 && w.constant(n.Num) {
			return false // \frac{\sqrt2}{1}
		}
		return evaluated(w, n.Num) && evaluated(w, n.Den)
	case *expr.Pow:
		return evaluatedPower(w, n)
	case *expr.Root:
		v, ok := wholeNode(n.X)
		if !(ok && n.Index == nil) && comesToNumber(w, n) {
			return false // \sqrt{123^2}
		}
		if ok {
			k := int64(2)
			if n.Index != nil {
				i, ok := wholeNode(n.Index)
				if !ok || !i.IsInt64() {
					return evaluated(w, n.X)
				}
				k = i.Int64()
			}
			return !perfectPower(v, k)
		}
		return evaluated(w, n.X)
	case *expr.Call:
		return evaluatedCall(w, n)
	case *expr.Bind:
		return false
	case *expr.Rel:
		if _, named := name(n.Args[len(n.Args)-1]); named && allEq(n) && len(n.Args) == 2 && w.constant(n.Args[0]) && !w.constant(n.Args[1]) {
			return evaluated(w, n.Args[0]) // 5 = x
		}
		if allEq(n) && len(n.Args) > 1 {
			return evaluated(w, n.Args[len(n.Args)-1])
		}
	case *expr.SetOp:
		for _, a := range n.Args {
			if _, ok := a.(*expr.Set); ok && n.Op != expr.Minus {
				return false
			}
		}
	}
	ok := true
	expr.Children(n, func(c expr.Node) bool {
		ok = evaluated(w, c)
		return ok
	})
	return ok
}

// comesToNumber reports whether a number written as something else is rational.
func comesToNumber(w *formWork, n expr.Node) bool {
	c, ok := normal.Canon(n, &w.steps) // first, since it is charged for
	_, num := c.(*expr.Num)
	return ok && num && w.constant(n)
}

// divides reports whether n is a fraction or a decimal.
func divides(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Div:
		return true
	case *expr.Neg:
		return divides(n.X)
	case *expr.Num:
		return n.V.Kind() != num.Integer
	case *expr.Percent:
		return true
	}
	return false
}

// formWork is the state of one classification.
type formWork struct {
	steps budget.Budget
	asked int
	known map[expr.Node]bool
}

// freeWalks is how often a classification looks whether an expression is a
// number before it remembers the answers: nested functions ask at every level.
const freeWalks = 16

// constant is the function of that name, remembered.
func (w *formWork) constant(n expr.Node) bool {
	if w == nil {
		return constant(n)
	}
	if w.asked++; w.asked <= freeWalks {
		return constant(n)
	}
	if w.known == nil {
		w.known = map[expr.Node]bool{}
	}
	return isScalarNode(n) && w.closed(n)
}

// closed is constant for a part of an expression, whatever its kind.
func (w *formWork) closed(n expr.Node) bool {
	if open(n) {
		return false
	}
	if isBind(n) {
		return constant(n)
	}
	is, ok := w.known[n]
	if ok {
		return is
	}
	is = true
	expr.Children(n, func(c expr.Node) bool {
		is = w.closed(c)
		return is
	})
	w.known[n] = is
	return is
}

// formSteps bounds the work of seeing whether like terms were collected, for a
// whole answer: a sum of 2,000 terms fits.
const formSteps = 400_000

// rational reports whether n is a plain rational number in any spelling.
func rational(n expr.Node) bool { return (*formWork)(nil).rational(n) }

// rational is the function of that name in the course of one classification.
func (w *formWork) rational(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Num, *expr.Percent, *expr.BaseNum:
		return true
	case *expr.Neg:
		return w.rational(n.X)
	case *expr.Div:
		return w.rational(n.Num) && w.rational(n.Den)
	case *expr.Mul:
		for _, f := range n.Factors {
			if !w.rational(f) {
				return false
			}
		}
		return true
	case *expr.Pow:
		return w.rational(n.Base) && w.rational(n.Exp)
	case *expr.Call:
		return w.constant(n)
	}
	return false
}

func wholeNode(n expr.Node) (*big.Int, bool) {
	switch n := n.(type) {
	case *expr.Num:
		if n.V.Kind() != num.Integer {
			return nil, false
		}
		return n.V.BigInt()
	case *expr.Neg:
		v, ok := wholeNode(n.X)
		if !ok {
			return nil, false
		}
		return new(big.Int).Neg(v), true
	}
	return nil, false
}

// evaluatedProduct allows one plain number among the factors, powers of
// different numbers (2^3 * 5^2), and scientific notation.
func evaluatedProduct(w *formWork, n *expr.Mul) bool {
	plain, powers, radicals, sums := 0, 0, 0, 0
	unit, complexSum := false, false // (2-i)i is a product left to do
	for _, f := range n.Factors {
		switch v := f.(type) {
		case *expr.Num:
			plain++
		case *expr.Pow:
			if _, ok := wholeNode(v.Base); ok {
				if _, ok := wholeNode(v.Exp); ok {
					if !evaluatedPower(w, v) {
						return false // 123^1
					}
					powers++
					continue
				}
			}
			if !evaluated(w, f) {
				return false
			}
		case *expr.Root:
			if _, ok := wholeNode(v.X); ok {
				radicals++
			}
			if !evaluated(w, f) {
				return false
			}
		default:
			if _, ok := f.(*expr.Add); ok && w.constant(f) {
				sums++
				complexSum = complexSum || hasI(f)
			}
			if c, ok := f.(*expr.Const); ok && c.C == expr.I {
				unit = true
			}
			if w.rational(f) {
				plain++
			}
			if !evaluated(w, f) {
				return false
			}
		}
	}
	switch {
	case plain > 1 || radicals > 1 || sums > 1 || unit && complexSum:
		return false
	case plain == 1 && powers > 0:
		return scientific(n) || primePowers(n)
	case powers > 1:
		return primePowers(n) // not 123^2 * 456^2
	}
	return true
}

// scientific recognises a * 10^k.
func scientific(n *expr.Mul) bool {
	if len(n.Factors) != 2 {
		return false
	}
	p, ok := n.Factors[1].(*expr.Pow)
	if !ok {
		return false
	}
	ten, ok := wholeNode(p.Base)
	return ok && ten.Cmp(big.NewInt(10)) == 0
}

// primePowers recognises a factorisation such as 2^3 * 5: different primes.
func primePowers(n *expr.Mul) bool {
	seen := map[int64]bool{}
	for _, f := range n.Factors {
		if p, ok := f.(*expr.Pow); ok {
			f = p.Base
		}
		v, ok := wholeNode(f)
		if !ok || !v.IsInt64() || seen[v.Int64()] || !v.ProbablyPrime(0) {
			return false
		}
		seen[v.Int64()] = true
	}
	return true
}

func evaluatedPower(w *formWork, n *expr.Pow) bool {
	if b, ok := wholeNode(n.Base); ok {
		if e, ok := wholeNode(n.Exp); ok {
			// 2^{10} is a power; 5^1, 5^0 and 1^n are something left to do.
			return e.CmpAbs(big.NewInt(1)) > 0 && b.CmpAbs(big.NewInt(1)) > 0 || e.Sign() < 0
		}
		if d, ok := n.Exp.(*expr.Div); ok { // 9^{1/2} is 3
			if k, ok := wholeNode(d.Den); ok && k.IsInt64() {
				return !perfectPower(b, k.Int64())
			}
		}
	}
	if e, ok := wholeNode(n.Exp); ok && w.constant(n.Base) {
		if e.CmpAbs(big.NewInt(1)) > 0 && compound(n.Base) {
			return false // (2+i)^2, \sqrt{2}^4, i^2
		}
		if e.Sign() == 0 || e.Cmp(big.NewInt(1)) == 0 {
			return false // 0.75^1, \pi^1
		}
	}
	if w.constant(n) && expr.Any(n.Exp, isLogarithm) {
		return false // e^{\ln 17}
	}
	return evaluated(w, n.Base) && evaluated(w, n.Exp)
}

func isLogarithm(n expr.Node) bool {
	c, ok := n.(*expr.Call)
	return ok && (c.Fn == expr.Ln || c.Fn == expr.Log)
}

// compound reports whether a number is a sum, a radical or holds i, so that a
// whole power of it can be multiplied out.
func compound(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.Add, *expr.Root:
			return true
		case *expr.Const:
			return n.C == expr.I
		}
		return false
	})
}

// perfectPower reports whether v is a k-th power of a whole number.
func perfectPower(v *big.Int, k int64) bool {
	if k < 2 || k > 64 || v.BitLen() > 4096 {
		return false
	}
	if k == 2 && v.IsInt64() && v.Int64() > math.MinInt64 && v.CmpAbs(big.NewInt(1<<52)) < 0 {
		i := v.Int64()
		r := int64(math.Sqrt(math.Abs(float64(i)))) // exact below 2^52
		return r*r == max(i, -i)
	}
	a := new(big.Int).Abs(v)
	if a.Cmp(big.NewInt(1)) <= 0 {
		return true
	}
	// Bisection on the root.
	lo, hi := big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), uint(int64(a.BitLen())/k+1))
	kk := big.NewInt(k)
	for lo.Cmp(hi) < 0 {
		mid := new(big.Int).Add(lo, hi)
		mid.Rsh(mid, 1)
		switch new(big.Int).Exp(mid, kk, nil).Cmp(a) {
		case 0:
			return true
		case -1:
			lo.Add(mid, big.NewInt(1))
		default:
			hi.Set(mid)
		}
	}
	return new(big.Int).Exp(lo, kk, nil).Cmp(a) == 0
}

// evaluatedCall: functions of unknowns stay; functions of numbers are left to
// compute unless they have no simpler form (ln 2, arctan 2).
func evaluatedCall(w *formWork, n *expr.Call) bool {
	if _, ok := counting(n); ok && w.rational(n.Args[0]) && w.rational(n.Args[1]) {
		return false // C(9,4)
	}
	if !w.constant(n) {
		switch n.Fn {
		case expr.Det, expr.Trace, expr.Transpose:
			return false
		}
		for _, a := range n.Args {
			if !evaluated(w, a) {
				return false
			}
		}
		return true
	}
	switch n.Fn {
	case expr.Ln:
		return w.rational(n.Args[0]) && evaluated(w, n.Args[0]) && !isOne(n.Args[0]) || !w.rational(n.Args[0]) && !isE(n.Args[0]) && evaluated(w, n.Args[0])
	case expr.Log:
		x, ok := wholeNode(n.Args[0])
		b, ok2 := wholeNode(n.Args[1])
		if ok && ok2 && x.Sign() > 0 && b.Cmp(big.NewInt(1)) > 0 {
			return !powerOf(x, b) && !powerOf(b, x)
		}
		c, ok := normal.Canon(n, &w.steps)
		_, simple := c.(*expr.Num) // \log_2 2^{17}
		return !ok || !simple
	case expr.Asin, expr.Acos, expr.Atan, expr.Acot, expr.Asinh, expr.Acosh, expr.Atanh:
		return !standardRatio(w, n.Args[0])
	case expr.Sin, expr.Cos, expr.Tan, expr.Cot, expr.Sec, expr.Csc:
		return !standardAngle(n.Args[0])
	case expr.Sinh, expr.Cosh, expr.Tanh:
		v, ok := wholeNode(n.Args[0])
		return !(ok && v.Sign() == 0)
	case expr.User:
		return true
	}
	return false
}

// counting is the function that a name such as nCr stands for.
func counting(c *expr.Call) (expr.Fn, bool) {
	if c.Fn != expr.User || len(c.Args) != 2 {
		return 0, false
	}
	switch c.Name {
	case "C", "nCr", "Comb", "comb", "binom":
		return expr.Binom, true
	case "P", "nPr", "A":
		return expr.Perm, true
	}
	return 0, false
}

func isOne(n expr.Node) bool {
	v, ok := wholeNode(n)
	return ok && v.Cmp(big.NewInt(1)) == 0
}

func isE(n expr.Node) bool {
	c, ok := n.(*expr.Const)
	if p, isPow := n.(*expr.Pow); isPow {
		return isE(p.Base)
	}
	return ok && c.C == expr.E
}

// powerOf reports whether x is a whole power of b.
func powerOf(x, b *big.Int) bool {
	if b.Cmp(big.NewInt(1)) <= 0 || x.BitLen() > 4096 {
		return x.Cmp(b) == 0 || x.Cmp(big.NewInt(1)) == 0
	}
	v, r := new(big.Int).Set(x), new(big.Int)
	for v.Cmp(big.NewInt(1)) > 0 {
		v.QuoRem(v, b, r)
		if r.Sign() != 0 {
			return false
		}
	}
	return true
}

// standardRatio reports whether n is 0 or 1 up to sign, or a sine, cosine or
// tangent of a multiple of 30 or 45 degrees: its square is 0, 1/4, 1/3, 1/2, 3/4, 1 or 3.
func standardRatio(w *formWork, n expr.Node) bool {
	if !w.constant(n) || len(expr.Symbols(n, nil)) > 0 {
		return false
	}
	v, ok := poly.Number(expr.Times(n, n), &w.steps)
	if !ok {
		return false
	}
	switch v.RatString() {
	case "0", "1/4", "1/3", "1/2", "3/4", "1", "3":
		return true
	}
	return false
}

// standardAngle reports whether an angle is a multiple of 3 degrees or of
// pi/60, whose sine has a radical form.
func standardAngle(n expr.Node) bool {
	if v, ok := wholeNode(n); ok {
		return v.Sign() == 0
	}
	if d, ok := n.(*expr.Degree); ok {
		v, ok := wholeNode(d.X)
		return ok && new(big.Int).Rem(v, big.NewInt(3)).Sign() == 0
	}
	if !expr.Any(n, func(n expr.Node) bool { c, ok := n.(*expr.Const); return ok && c.C == expr.Pi }) {
		return false
	}
	if d, ok := n.(*expr.Div); ok {
		v, ok := wholeNode(d.Den)
		return ok && v.IsInt64() && v.Int64() != 0 && 60%v.Int64() == 0
	}
	return true
}

// formRule applies the form asked for to a verdict of equal.
func (j *judge) formRule(v *Verdict) {
	if v.Outcome != OutcomeEqual {
		return
	}
	bad := ""
	switch j.c.form {
	case Evaluated:
		if v.Form == FormUnevaluated || v.Form == FormGold && !j.g.evald {
			bad = "the answer is not evaluated"
		}
	case EvaluatedLikeGold:
		if j.g.evald && v.Form == FormUnevaluated {
			bad = "the answer is not evaluated"
		}
	case GoldForm:
		if v.Form != FormGold {
			bad = "the answer is not in the form of the gold"
		}
	}
	if bad != "" {
		v.Outcome, v.Rule, v.Reason = OutcomeDifferent, "form", bad
		v.Stage = "form"
	}
}
