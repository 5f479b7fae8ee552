package mathcheck

import (
	"slices"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// falseClaim reports whether a chain of equations, given as the answer to a
// question for a value, states what does not hold: 7 = (1,2), x+2 = x+1. The
// left side may be a name, a function of something, or an expression in unknowns
// that the right side does not have: these get their value from the right. An
// expression in the right side's own unknowns claims an identity.
func (j *judge) falseClaim(r *expr.Rel, g expr.Node) bool {
	first, last := r.Args[0], r.Args[len(r.Args)-1]
	if option(g, j.c.choices) && option(first, j.c.choices) && option(last, j.c.choices) {
		return true // B = A: two options
	}
	for i := 1; i < len(r.Args); i++ {
		a, b := r.Args[i-1], r.Args[i]
		if _, named := name(a); named && !constant(a) {
			continue
		}
		if _, named := name(b); named && !constant(b) && isScalarNode(b) && !isText(b) {
			continue // 5 = x
		}
		if hasPM(a) || hasPM(b) || unresolved(a) || unresolved(b) || !covered(a, b) {
			continue
		}
		if r.Ops[i-1] == expr.Approx && (hasDecimal(a) || hasDecimal(b)) {
			continue
		}
		if j.denies(a, b) {
			return true
		}
	}
	return false
}

// option reports whether n is the letter of an option.
func option(n expr.Node, letters string) bool {
	s, ok := n.(*expr.Sym)
	return ok && len(s.Name) == 1 && slices.Contains([]byte(letters), s.Name[0])
}

// unresolved reports whether n holds what is not worked out: functions nobody defined,
// operators kept as syntax, dots.
func unresolved(n expr.Node) bool {
	return syntactic(n) || expr.Any(n, func(n expr.Node) bool { t, ok := n.(*expr.Text); return ok && t.S == "..." })
}

// covered reports whether all unknowns of a occur in b.
func covered(a, b expr.Node) bool {
	of := expr.Symbols(b, nil)
	for _, s := range expr.Symbols(a, nil) {
		if !slices.Contains(of, s) {
			return false
		}
	}
	return true
}

// denies reports whether a = b is shown to be false.
func (j *judge) denies(a, b expr.Node) bool {
	switch {
	case expr.Scalar(a) && expr.Scalar(b):
		if constant(a) && constant(b) {
			return false // relValue knows what may be rounded
		}
		f := j.scalar(a, b)
		return f.out == OutcomeDifferent && (f.stage != "numeric" || !branched(a) && !branched(b))
	case rational(a) && !expr.Scalar(b):
		return j.compare(a, b).out == OutcomeDifferent
	}
	if !enumerated(a) || !enumerated(b) || hasDecimal(a) != hasDecimal(b) {
		return false
	}
	return j.compare(a, b).out == OutcomeDifferent
}

// enumerated reports whether n is a tuple, set, interval or matrix written out.
func enumerated(n expr.Node) bool {
	switch n.(type) {
	case *expr.Tuple, *expr.Set, *expr.Interval, *expr.Matrix:
		return true
	}
	return false
}

// branched reports whether n has functions whose identities hold for part of
// the real domain only, where a chain may rest on an assumption: \sqrt{x^2} = x.
func branched(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.Root:
			return true
		case *expr.Pow:
			_, whole := smallInt(n.Exp)
			return !whole
		case *expr.Call:
			return n.Fn > expr.Csc && (n.Fn < expr.Sinh || n.Fn > expr.Csch)
		}
		return false
	})
}
