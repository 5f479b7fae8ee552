package mathcheck

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// approached is the 5 of x → 5, said of a limit.
func approached(r *expr.Rel) (expr.Node, bool) {
	if len(r.Ops) != 1 || r.Ops[0] != expr.To {
		return nil, false
	}
	// A word before "to" is prose: "not equal to 5", "up to 5".
	v, ok := r.Args[0].(*expr.Sym)
	if !ok {
		return nil, false
	}
	variable, _, _ := strings.Cut(v.Name, "_")
	return r.Args[1], (utf8.RuneCountInString(variable) == 1 || slices.Contains(greek[:], variable)) && constant(r.Args[1])
}

// greek are the letters that a variable is named by, besides the Latin ones.
var greek = [...]string{"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega"}

// indices drops "k ∈ Z" beside an expression on either side, and gives an
// index so declared the gold's name.
func (j *judge) indices(g, p expr.Node) (expr.Node, expr.Node) {
	if a, b := declaredSet(g), declaredSet(p); a != b && a != 0 && b != 0 {
		return g, p // k ∈ Z and k ∈ N
	}
	g2, p2 := stripConditions(g), stripConditions(p)
	if expr.Same(g2, g) && expr.Same(p2, p) {
		return g, p
	}
	gs, ps := expr.Symbols(g2, nil), expr.Symbols(p2, nil)
	if len(gs) != len(ps) {
		return g2, p2
	}
	odd := func(a, b []string) string {
		only := ""
		for _, x := range a {
			if !slices.Contains(b, x) {
				if only != "" {
					return ""
				}
				only = x
			}
		}
		return only
	}
	gk, pk := odd(gs, ps), odd(ps, gs)
	if gk != "" && pk != "" && strings.Contains("klmnt", gk) && strings.Contains("klmnt", pk) {
		p2 = normal.Replace(p2, pk, expr.Var(gk))
	}
	return g2, p2
}

// declaredSet is the set an index is said to be of beside an expression, or 0.
func declaredSet(n expr.Node) expr.Constant {
	if l, ok := n.(*expr.List); ok {
		for _, e := range l.Elems {
			if r, ok := e.(*expr.Rel); ok && len(r.Ops) == 1 && r.Ops[0] == expr.In {
				if c, ok := r.Args[1].(*expr.Const); ok {
					return c.C
				}
			}
		}
	}
	return 0
}

// stripConditions drops "k ∈ Z" and the like beside an expression, where the
// list holds one thing else.
func stripConditions(n expr.Node) expr.Node {
	l, ok := n.(*expr.List)
	if !ok || len(l.Elems) < 2 {
		return n
	}
	var rest []expr.Node
	for _, e := range l.Elems {
		if r, ok := e.(*expr.Rel); ok && len(r.Ops) == 1 && r.Ops[0] == expr.In {
			if c, ok := r.Args[1].(*expr.Const); ok && (c.C == expr.Integers || c.C == expr.Naturals) {
				continue
			}
		}
		rest = append(rest, e)
	}
	switch {
	case len(rest) == len(l.Elems) || len(rest) == 0:
		return n
	case len(rest) == 1:
		return rest[0]
	}
	return &expr.List{Elems: rest, Sep: l.Sep}
}

// renamed gives the variables of p the names of g's, in the order of their
// first use.
func renamed(g, p expr.Node) (expr.Node, bool) {
	gs, ps := expr.Symbols(g, nil), expr.Symbols(p, nil)
	if len(gs) != len(ps) || len(gs) == 0 {
		return nil, false
	}
	for i, s := range ps {
		p = normal.Replace(p, s, expr.Var("\x00"+gs[i]))
	}
	for _, s := range gs {
		p = normal.Replace(p, "\x00"+s, expr.Var(s))
	}
	return p, true
}

// name is the name an assignment gives a value to: x, y_1, f(x), AB, |AB|, P(A).
func name(n expr.Node) (string, bool) {
	switch n := n.(type) {
	case *expr.Sym:
		return n.Name, true
	case *expr.Text:
		if _, truth := words.Bool(n.S); truth {
			return "", false
		}
		return words.Fold(n.S), true
	case *expr.Tuple:
		for _, e := range n.Elems {
			if _, ok := e.(*expr.Sym); !ok {
				return "", false
			}
		}
		return expr.String(n), len(n.Elems) > 0
	case *expr.Const:
		return n.C.String(), n.C == expr.I || n.C == expr.E
	case *expr.Call:
		if n.Fn == expr.User || n.Fn == expr.Abs {
			var b strings.Builder
			expr.Print(&b, n)
			return b.String(), !expr.Any(n, func(n expr.Node) bool { _, ok := n.(*expr.Add); return ok })
		}
	case *expr.Mul:
		for _, f := range n.Factors {
			switch f.(type) {
			case *expr.Sym, *expr.Const:
			default:
				return "", false
			}
		}
		if n.Shown {
			return "", false
		}
		if s := expr.String(n); strings.ToLower(s) != s {
			return s, true // AB and BA are segments or vectors
		}
		fs := slices.Clone(n.Factors)
		slices.SortStableFunc(fs, func(a, b expr.Node) int { return strings.Compare(expr.String(a), expr.String(b)) })
		return expr.String(expr.Times(fs...)), true
	case *expr.Bind:
		if s, ok := n.Body.(*expr.Sym); ok && n.Op == expr.DerivOp && n.Lo == nil && n.Var == "x" {
			return s.Name + "'", true // other variables are told apart
		}
		if n.Op == expr.DerivOp {
			return expr.String(n), true
		}
	}
	return "", false
}
