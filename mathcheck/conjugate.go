package mathcheck

import (
	"slices"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
)

// barred is the ending of the name that a letter with a bar over it has.
const barred = "_bar"

// conjugates makes the conjugate of a name that is a letter with a bar over it,
// where the letter stands beside it: z\bar z. By itself it is a name, of a mean.
func conjugates(g, p expr.Node) (expr.Node, expr.Node) {
	names := expr.Symbols(p, expr.Symbols(g, nil))
	for _, n := range names {
		base, ok := strings.CutSuffix(n, barred)
		if !ok || !planar(base) || !slices.Contains(names, base) {
			continue
		}
		c := expr.Fun(expr.Conj, expr.Var(base))
		g, p = normal.Replace(g, n, c), normal.Replace(p, n, c)
	}
	return g, p
}

// planar reports whether a name is one that complex numbers usually have.
func planar(name string) bool {
	head, _, _ := strings.Cut(name, "_")
	return head == "z" || head == "w" || head == "omega"
}

// hasBar says that a text may hold a bar over a letter.
func hasBar(s string) bool { return strings.Contains(s, `\bar`) || strings.Contains(s, `\overline`) }

// sameIndices gives the indices of the sums, products and integrals in p the names
// of those in g, one by one in the order in which they stand. An index also names
// the members of a sequence, F_k.
func sameIndices(g, p expr.Node) expr.Node {
	from, to := binders(p), binders(g)
	if len(from) == 0 || len(from) != len(to) {
		return p
	}
	for i, b := range from {
		if b.Op != to[i].Op || b.Var == "" || to[i].Var == "" {
			return p
		}
	}
	k := -1
	return normal.Map(p, func(n expr.Node) (expr.Node, bool) {
		b, ok := n.(*expr.Bind)
		if !ok {
			return nil, false
		}
		k++
		name := to[k].Var
		if b.Var == name || nested(b.Body) || mentionsName(b.Body, name) || b.Op == expr.DerivOp || b.Op == expr.IntOp && b.Lo == nil {
			return nil, false
		}
		m := *b
		m.Var, m.Body = name, withIndex(b.Body, b.Var, name)
		return &m, true
	})
}

// binders are the operators of n with an index, from left to right.
func binders(n expr.Node) []*expr.Bind {
	var out []*expr.Bind
	expr.Any(n, func(n expr.Node) bool {
		if b, ok := n.(*expr.Bind); ok {
			out = append(out, b)
		}
		return false
	})
	return out
}

func nested(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool { _, ok := n.(*expr.Bind); return ok })
}

// mentionsName reports whether a name or a subscript of n is v.
func mentionsName(n expr.Node, v string) bool {
	return expr.Any(n, func(n expr.Node) bool {
		s, ok := n.(*expr.Sym)
		return ok && slices.Contains(parts(s.Name), v)
	})
}

// withIndex gives the index v another name, in subscripts as well.
func withIndex(n expr.Node, v, name string) expr.Node {
	return normal.Map(n, func(n expr.Node) (expr.Node, bool) {
		s, ok := n.(*expr.Sym)
		if !ok {
			return nil, false
		}
		ps := parts(s.Name)
		for i, x := range ps {
			if x == v {
				ps[i] = name
			}
		}
		return expr.Var(strings.Join(ps, "")), true
	})
}

// parts takes a name apart into runs of letters and the signs between them.
func parts(name string) []string {
	var out []string
	from := 0
	for i := 0; i <= len(name); i++ {
		if i == len(name) || !(name[i]|0x20 >= 'a' && name[i]|0x20 <= 'z') {
			if i > from {
				out = append(out, name[from:i])
			}
			if i < len(name) {
				out = append(out, name[i:i+1])
			}
			from = i + 1
		}
	}
	return out
}
