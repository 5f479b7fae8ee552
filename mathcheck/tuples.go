package mathcheck

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/normal"
)

// tuple compares a bracketed list of the gold: a point, a vector, or, with two
// elements, an interval if the answer says so.
func (j *judge) tuple(g *expr.Tuple, p expr.Node) finding {
	switch pn := p.(type) {
	case *expr.Tuple:
		if len(g.Elems) == 2 && len(pn.Elems) == 2 && !sameBrackets(g, pn) {
			return different("interval", "brackets") // (1,2) and [1,2]
		}
		return j.ordered("tuple", g.Elems, pn.Elems)
	case *expr.List:
		if isRegion(pn) && len(g.Elems) == 2 { // x ≥ 1, x ≤ 3
			return j.region(g, p)
		}
		if vs, kind, ok := solutions(pn); ok && (kind == aTuple || len(vs) == len(pn.Elems) && isBare(pn)) {
			return j.ordered("tuple", g.Elems, vs)
		}
		return j.ordered("tuple", g.Elems, pn.Elems)
	case *expr.Logic:
		if isRegion(pn) && len(g.Elems) == 2 {
			return j.region(g, p)
		}
		if vs, kind, ok := solutions(pn); ok && kind == aTuple {
			return j.ordered("tuple", g.Elems, vs)
		}
		return different("tuple", "")
	case *expr.Matrix:
		if v, ok := flatMatrix(pn); ok {
			return j.ordered("tuple", g.Elems, v)
		}
		if rows, ok := tupleRows(g); ok {
			return j.matrix(&expr.Matrix{Rows: rows}, p)
		}
		return different("tuple", "")
	case *expr.Rel:
		if len(pn.Ops) == 1 && pn.Ops[0] == expr.In {
			return j.compare(g, pn.Args[1])
		}
		if isRegion(pn) && len(g.Elems) == 2 {
			return j.region(g, p)
		}
		if vs, ok := shared(pn); ok && len(vs) == len(g.Elems) {
			return j.ordered("tuple", g.Elems, vs)
		}
		if v, f, ok := j.relValue(pn, g); ok && f == nil {
			if len(g.Elems) == 2 && g.Open == expr.Square && constant(v) { // [3,3] is x = 3
				return j.region(g, &expr.Set{Elems: []expr.Node{v}})
			}
			return j.tuple(g, v)
		}
		return different("tuple", "")
	case *expr.Interval, *expr.SetOp, *expr.Builder:
		if len(g.Elems) == 2 {
			return j.region(g, p)
		}
		return different("tuple", "")
	case *expr.Set:
		if len(pn.Elems) == 1 {
			if t, ok := pn.Elems[0].(*expr.Tuple); ok {
				return j.tuple(g, t)
			}
		}
		if len(g.Elems) == 2 && g.Open == expr.Square { // [3,3] is {3}
			return j.region(g, p)
		}
		return different("tuple", "set")
	case *expr.Call:
		if t, ok := labelled(pn); ok {
			return j.tuple(g, t)
		}
	case *expr.Pow:
		if t, ok := transposed(pn); ok {
			return j.tuple(g, t)
		}
	case *expr.Text:
		return j.textAgainst(g, pn)
	case *expr.Const:
		if pn.C.IsSet() {
			return j.region(g, p)
		}
	}
	if t, ok := vector(p, len(g.Elems)); ok {
		return j.ordered("tuple", g.Elems, t.Elems)
	}
	return different("tuple", "")
}

func isBare(l *expr.List) bool {
	for _, e := range l.Elems {
		if _, ok := e.(*expr.Rel); ok {
			return true
		}
	}
	return false
}

func sameBrackets(a, b *expr.Tuple) bool {
	norm := func(t *expr.Tuple) expr.Bracket {
		if t.Open == expr.Angle {
			return expr.Paren
		}
		return t.Open
	}
	return norm(a) == norm(b)
}

// flatMatrix returns the entries of a single row or column.
func flatMatrix(m *expr.Matrix) ([]expr.Node, bool) {
	if len(m.Rows) == 1 {
		return m.Rows[0], true
	}
	if len(m.Rows[0]) != 1 {
		return nil, false
	}
	out := make([]expr.Node, len(m.Rows))
	for i, r := range m.Rows {
		out[i] = r[0]
	}
	return out, true
}

// tupleRows reads [[1,2],[3,4]] as rows.
func tupleRows(t *expr.Tuple) ([][]expr.Node, bool) {
	if len(t.Elems) == 0 {
		return nil, false
	}
	var rows [][]expr.Node
	for _, e := range t.Elems {
		r, ok := e.(*expr.Tuple)
		if !ok || len(rows) > 0 && len(rows[0]) != len(r.Elems) || len(r.Elems) == 0 {
			return nil, false
		}
		rows = append(rows, r.Elems)
	}
	return rows, true
}

// transposed takes the T off (1,2)^T.
func transposed(n *expr.Pow) (expr.Node, bool) {
	s, ok := n.Exp.(*expr.Sym)
	if !ok || s.Name != "T" && s.Name != "top" {
		return nil, false
	}
	switch b := n.Base.(type) {
	case *expr.Tuple:
		return b, true
	case *expr.Matrix:
		rows := make([][]expr.Node, len(b.Rows[0]))
		for i := range rows {
			for _, r := range b.Rows {
				rows[i] = append(rows[i], r[i])
			}
		}
		return &expr.Matrix{Rows: rows}, true
	}
	return nil, false
}

// matrix compares by entries.
func (j *judge) matrix(g *expr.Matrix, p expr.Node) finding {
	switch pn := p.(type) {
	case *expr.Matrix:
		if len(pn.Rows) != len(g.Rows) || len(pn.Rows[0]) != len(g.Rows[0]) {
			gv, ok := flatMatrix(g)
			pv, ok2 := flatMatrix(pn)
			if ok && ok2 && len(gv) == len(pv) { // a vector as row or column
				return j.ordered("matrix", gv, pv)
			}
			return different("matrix", "size")
		}
		var gs, ps []expr.Node
		for i := range g.Rows {
			gs, ps = append(gs, g.Rows[i]...), append(ps, pn.Rows[i]...)
		}
		return j.ordered("matrix", gs, ps)
	case *expr.Tuple:
		if rows, ok := tupleRows(pn); ok {
			return j.matrix(g, &expr.Matrix{Rows: rows})
		}
		if gv, ok := flatMatrix(g); ok {
			return j.ordered("matrix", gv, pn.Elems)
		}
		return different("matrix", "")
	case *expr.List:
		if vs, _, ok := solutions(pn); ok {
			if gv, ok := flatMatrix(g); ok {
				return j.ordered("matrix", gv, vs)
			}
		}
		return different("matrix", "")
	case *expr.Rel:
		if v, f, ok := j.relValue(pn, g); ok && f == nil {
			return j.matrix(g, v)
		}
	case *expr.Pow:
		if t, ok := transposed(pn); ok {
			return j.matrix(g, t)
		}
	case *expr.Call:
		if t, ok := labelled(pn); ok {
			return j.matrix(g, t)
		}
	}
	// A number times a matrix.
	if m, ok := scaledMatrix(p).(*expr.Matrix); ok && expr.Node(m) != p {
		return j.matrix(g, m)
	}
	if gv, ok := flatMatrix(g); ok {
		if t, ok := vector(p, len(gv)); ok {
			return j.ordered("matrix", gv, t.Elems)
		}
	}
	return different("matrix", "")
}

// scaledMatrix multiplies a scalar factor, or divisor, into a matrix or tuple.
func scaledMatrix(n expr.Node) expr.Node {
	scale := func(v expr.Node, f func(expr.Node) expr.Node) expr.Node {
		switch v := v.(type) {
		case *expr.Matrix:
			m := &expr.Matrix{}
			for _, r := range v.Rows {
				row := make([]expr.Node, len(r))
				for i, e := range r {
					row[i] = f(e)
				}
				m.Rows = append(m.Rows, row)
			}
			return m
		case *expr.Tuple:
			es := make([]expr.Node, len(v.Elems))
			for i, e := range v.Elems {
				es[i] = f(e)
			}
			return &expr.Tuple{Elems: es, Open: v.Open, Close: v.Close}
		}
		return nil
	}
	switch n := n.(type) {
	case *expr.Mul:
		at := -1
		for i, f := range n.Factors {
			switch f.(type) {
			case *expr.Matrix, *expr.Tuple:
				if at >= 0 {
					return n
				}
				at = i
			}
		}
		if at < 0 {
			return n
		}
		rest := append(append([]expr.Node(nil), n.Factors[:at]...), n.Factors[at+1:]...)
		k := expr.Times(rest...)
		return scale(n.Factors[at], func(e expr.Node) expr.Node { return expr.Times(k, e) })
	case *expr.Neg:
		if r := scale(n.X, func(e expr.Node) expr.Node { return &expr.Neg{X: e} }); r != nil {
			return r
		}
		if in := scaledMatrix(n.X); in != n.X {
			return scaledMatrix(&expr.Neg{X: in})
		}
	case *expr.Div:
		if r := scale(n.Num, func(e expr.Node) expr.Node { return expr.Over(e, n.Den) }); r != nil {
			return r
		}
	}
	return n
}

// vectorLetters reports whether n is a combination of i, j and k.
func (j *judge) vectorLetters(n expr.Node) bool {
	_, ok := vector(n, 3)
	return ok && normal.Mentions(n, "j")
}

// vector reads a combination of the unit vectors i, j, k, or a scaled tuple,
// as a tuple of size entries.
func vector(n expr.Node, size int) (*expr.Tuple, bool) {
	if t, ok := scaledMatrix(n).(*expr.Tuple); ok && len(t.Elems) == size {
		return t, true
	}
	if m, ok := scaledMatrix(n).(*expr.Matrix); ok && expr.Node(m) != n {
		if v, ok := flatMatrix(m); ok && len(v) == size {
			return asTuple(v), true
		}
	}
	if size < 2 || size > 3 {
		return nil, false
	}
	n = normal.Map(n, func(n expr.Node) (expr.Node, bool) {
		if c, ok := n.(*expr.Const); ok && c.C == expr.I {
			return expr.Var("i"), true
		}
		return nil, false
	})
	terms := []expr.Node{n}
	if a, ok := n.(*expr.Add); ok {
		terms = a.Terms
	}
	parts := make([][]expr.Node, size)
	for _, t := range terms {
		at, coef, ok := unitTerm(t)
		if !ok || at >= size {
			return nil, false
		}
		parts[at] = append(parts[at], coef)
	}
	elems := make([]expr.Node, size)
	for i, p := range parts {
		elems[i] = expr.Plus(p...)
	}
	return asTuple(elems), true
}

// unitTerm splits a term into its unit vector and coefficient.
func unitTerm(n expr.Node) (int, expr.Node, bool) {
	index := func(n expr.Node) int {
		if s, ok := n.(*expr.Sym); ok {
			switch s.Name {
			case "i":
				return 0
			case "j":
				return 1
			case "k":
				return 2
			}
		}
		return -1
	}
	if at := index(n); at >= 0 {
		return at, expr.Int(1), true
	}
	switch n := n.(type) {
	case *expr.Neg:
		at, c, ok := unitTerm(n.X)
		return at, &expr.Neg{X: c}, ok
	case *expr.Div:
		at, c, ok := unitTerm(n.Num)
		return at, expr.Over(c, n.Den), ok
	case *expr.Mul:
		found := -1
		var rest []expr.Node
		for _, f := range n.Factors {
			if at := index(f); at >= 0 {
				if found >= 0 {
					return 0, nil, false
				}
				found = at
				continue
			}
			rest = append(rest, f)
		}
		if found < 0 {
			return 0, nil, false
		}
		return found, expr.Times(rest...), true
	}
	return 0, nil, false
}

// labelled reads A(1,2) as the point (1,2).
func labelled(c *expr.Call) (*expr.Tuple, bool) {
	if c.Fn != expr.User || len(c.Args) < 2 || len(c.Name) != 1 || c.Name[0] < 'A' || c.Name[0] > 'Z' {
		return nil, false
	}
	return asTuple(c.Args), true
}

func asTuple(elems []expr.Node) *expr.Tuple {
	return &expr.Tuple{Elems: elems, Open: expr.Paren, Close: expr.Paren}
}
