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

// byIndex makes a function of the index of what is named by it within a sum, a
// product or an integral: a_k is a(k). So an index may have any name there, and
// none that is free outside.
func byIndex(n expr.Node) expr.Node {
	return normal.Map(n, func(n expr.Node) (expr.Node, bool) {
		b, ok := n.(*expr.Bind)
		if !ok || b.Var == "" || b.Op == expr.DerivOp || b.Op == expr.IntOp && b.Lo == nil {
			return nil, false
		}
		body := normal.Map(byIndex(b.Body), func(n expr.Node) (expr.Node, bool) {
			s, ok := n.(*expr.Sym)
			if !ok || strings.IndexByte(s.Name, '_') < 1 {
				return nil, false
			}
			name, ok := withoutIndex(s.Name, b.Var)
			if !ok {
				return nil, false
			}
			return &expr.Call{Fn: expr.User, Name: name, Args: []expr.Node{expr.Var(b.Var)}}, true
		})
		if body == b.Body {
			return n, true
		}
		m := *b
		m.Body = body
		return &m, true
	})
}

// withoutIndex is a name whose subscript holds v, with a sign in its place.
func withoutIndex(name, v string) (string, bool) {
	head, sub, _ := strings.Cut(name, "_")
	found := false
	var out strings.Builder
	for i := 0; i < len(sub); {
		k := i
		for k < len(sub) && (sub[k]|0x20 >= 'a' && sub[k]|0x20 <= 'z') {
			k++
		}
		if sub[i:k] == v {
			found = true
			out.WriteByte('#')
		} else if k > i {
			out.WriteString(sub[i:k])
		}
		if k < len(sub) {
			out.WriteByte(sub[k])
			k++
		}
		i = k
	}
	return head + "_" + out.String(), found
}
