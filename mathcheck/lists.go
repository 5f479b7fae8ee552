package mathcheck

import (
	"slices"
	"sort"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// listKind is how a collection of answers is to be compared.
type listKind uint8

const (
	aList  listKind = iota // a bare list: the solutions, in any order
	aSet                   // braces: in any order, doubles dropped
	aTuple                 // assignments to distinct variables: in the order of their names
)

// solutions reads n as a collection of values; false if it is not one.
func solutions(n expr.Node) ([]expr.Node, listKind, bool) {
	switch n := n.(type) {
	case *expr.Set:
		return n.Elems, aSet, true
	case *expr.List:
		elems, kind, ok := assigned(n.Elems)
		if kind == aTuple && n.Sep == expr.OrWord {
			return nil, 0, false // x = 1 or y = 2 is no point
		}
		return elems, kind, ok
	case *expr.Logic:
		for _, a := range n.Args {
			if r, ok := a.(*expr.Rel); !ok || len(r.Ops) != 1 || r.Ops[0] != expr.Eq {
				return nil, 0, false
			}
		}
		elems, kind, ok := assigned(n.Args)
		if kind == aTuple && n.Op == expr.Or {
			return nil, 0, false
		}
		return elems, kind, ok
	case *expr.Rel:
		if len(n.Ops) == 1 {
			switch n.Ops[0] {
			case expr.In, expr.Eq:
				if _, ok := name(n.Args[0]); ok {
					switch v := n.Args[1].(type) {
					case *expr.Set, *expr.List:
						return solutions(v)
					}
				}
			}
		}
	}
	return nil, 0, false
}

// assigned takes the names off a list of assignments: one name for all is a
// list of values, distinct names are a tuple in the order of the names.
func assigned(elems []expr.Node) ([]expr.Node, listKind, bool) {
	type pair struct {
		name  string
		value expr.Node
	}
	var pairs []pair
	names := map[string]int{}
	for i, e := range elems {
		r, ok := e.(*expr.Rel)
		if !ok {
			if i == 0 || len(pairs) == 0 {
				return elems, aList, true
			}
			pairs = append(pairs, pair{pairs[len(pairs)-1].name, e}) // x = 1, 2
			names[pairs[len(pairs)-1].name]++
			continue
		}
		if r.Ops[len(r.Ops)-1] != expr.Eq && r.Ops[len(r.Ops)-1] != expr.Approx {
			return elems, aList, true
		}
		nm, ok := name(r.Args[0])
		if !ok {
			return elems, aList, true
		}
		pairs = append(pairs, pair{nm, r.Args[len(r.Args)-1]})
		names[nm]++
	}
	kind := aList
	if len(names) == len(pairs) && len(pairs) > 1 && !indexed(names) {
		kind = aTuple
		sort.SliceStable(pairs, func(i, j int) bool { return pairs[i].name < pairs[j].name })
	} else if len(names) > 1 && !indexed(names) {
		return elems, aList, true
	}
	out := make([]expr.Node, len(pairs))
	for i, p := range pairs {
		out[i] = p.value
	}
	return out, kind, true
}

// indexed reports whether all names are one letter with different subscripts:
// x_1, x_2 are the solutions for x.
func indexed(names map[string]int) bool {
	base := ""
	for n := range names {
		if len(n) < 3 || n[1] != '_' {
			return false
		}
		if base == "" {
			base = n[:1]
		}
		if n[:1] != base {
			return false
		}
	}
	return true
}

// assignments reads n as assignments by name: a system of name = value.
func assignments(n expr.Node) (map[string]expr.Node, bool) {
	var elems []expr.Node
	switch n := n.(type) {
	case *expr.List:
		if n.Sep == expr.OrWord {
			return nil, false
		}
		elems = n.Elems
	case *expr.Logic:
		if n.Op != expr.And {
			return nil, false
		}
		elems = n.Args
	default:
		return nil, false
	}
	m := map[string]expr.Node{}
	for _, e := range elems {
		r, ok := e.(*expr.Rel)
		if !ok || r.Ops[len(r.Ops)-1] != expr.Eq {
			return nil, false
		}
		nm, ok := name(r.Args[0])
		if !ok || m[nm] != nil {
			return nil, false
		}
		m[nm] = r.Args[len(r.Args)-1]
	}
	return m, len(m) > 1
}

// lists compares a set or list of the gold with an answer.
func (j *judge) lists(g, p expr.Node) finding {
	if ga, ok := assignments(g); ok {
		if pa, ok := assignments(p); ok {
			return j.byName(ga, pa)
		}
	}
	if !isCollection(p) && isRegion(p) && allPoints(g) {
		if f := j.region(g, p); f.out != OutcomeDifferent {
			return f
		}
	}
	gs, gk, ok := solutions(g)
	if !ok {
		gs, gk = []expr.Node{g}, aList
	}
	switch pn := p.(type) {
	case *expr.Tuple:
		// A bracketed answer to a bare list is ordered; to a set it is not one.
		if gk == aSet {
			if len(pn.Elems) == 1 {
				return j.members(gs, pn.Elems, true)
			}
			if len(gs) == 1 { // {(0,0)}
				return j.compare(gs[0], pn)
			}
			return different("set", "brackets")
		}
		return j.ordered("tuple", gs, pn.Elems)
	case *expr.Matrix:
		if v, ok := flatMatrix(pn); ok && gk != aSet {
			return j.ordered("tuple", gs, v)
		}
		return different("set", "")
	case *expr.Interval:
		return different("set", "interval")
	case *expr.Text:
		return j.textAgainst(g, pn)
	}
	if l, isList := p.(*expr.List); isList && len(l.Elems) > 1 && slices.ContainsFunc(l.Elems, isSet) && !slices.ContainsFunc(gs, isSet) {
		return different("set", "sets") // {1}, {2}
	}
	ps, pk, ok := solutions(p)
	if !ok {
		if r, isRel := p.(*expr.Rel); isRel {
			if v, f, ok := j.relValue(r, g); ok {
				if f != nil {
					return *f
				}
				return j.lists(g, v)
			}
		}
		if c, isC := p.(*expr.Const); isC && c.C == expr.Empty {
			if len(gs) == 0 {
				return equal("set", "empty")
			}
			return different("set", "")
		}
		if pw, isPow := p.(*expr.Pow); isPow { // (1,2)^T
			if t, ok := transposed(pw); ok {
				return j.lists(g, t)
			}
		}
		if t, ok := vector(p, len(gs)); ok && len(gs) > 1 {
			return j.ordered("tuple", gs, t.Elems)
		}
		ps, pk = []expr.Node{p}, aList
	}
	if (gk == aTuple || pk == aTuple) && gk != aSet && pk != aSet || j.c.order == OrderStrict && gk != aSet {
		return j.ordered("tuple", gs, ps)
	}
	if gk == aTuple && pk == aSet && len(gs) > 1 {
		return different("set", "brackets") // {2,3} does not say which is x
	}
	if gk == aTuple || pk == aTuple {
		return j.members(gs, ps, true)
	}
	return j.members(gs, ps, gk == aSet || pk == aSet)
}

func isSet(n expr.Node) bool {
	_, ok := n.(*expr.Set)
	return ok
}

func isCollection(n expr.Node) bool {
	switch n.(type) {
	case *expr.Set, *expr.List, *expr.Tuple:
		return true
	}
	return false
}

func allPoints(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Set:
		return true
	case *expr.List:
		for _, e := range n.Elems {
			if isRegion(e) {
				return false
			}
		}
		return true
	}
	return false
}

// byName compares two systems of assignments.
func (j *judge) byName(g, p map[string]expr.Node) finding {
	if len(g) != len(p) {
		return different("tuple", "")
	}
	names := make([]string, 0, len(g))
	for n := range g {
		names = append(names, n)
	}
	sort.Strings(names)
	met := 0
	res := equal("tuple", "assignments")
	for _, n := range names {
		pv, ok := p[n]
		if !ok {
			res = different("tuple", "names")
			continue
		}
		if f := j.compare(g[n], pv); f.out == OutcomeEqual {
			met++
		} else if res.out != OutcomeDifferent {
			res = f
		}
	}
	res.credit = float64(met) / float64(len(names))
	return res
}

// ordered compares element by element.
func (j *judge) ordered(stage string, g, p []expr.Node) finding {
	if len(g) != len(p) {
		return different(stage, "length")
	}
	met := 0
	res := equal(stage, "")
	for i := range g {
		f := j.compare(g[i], p[i])
		if f.out == OutcomeEqual {
			met++
			continue
		}
		if res.out != OutcomeDifferent {
			res = finding{out: f.out, stage: stage, rule: f.rule, parsed: true}
		}
		if !j.c.partial && res.out == OutcomeDifferent {
			return res
		}
	}
	if len(g) > 0 {
		res.credit = float64(met) / float64(len(g))
	}
	return res
}

// members compares without order; with set, doubles count once.
func (j *judge) members(g, p []expr.Node, set bool) finding {
	stage := "list"
	if set {
		stage = "set"
	}
	gk, pk := j.keys(g), j.keys(p)
	if set {
		g, gk = dropDoubles(g, gk)
		p, pk = dropDoubles(p, pk)
	}
	if !set && len(g) != len(p) {
		return different(stage, "length")
	}
	if distinctNumbers(gk) > len(p) || distinctNumbers(pk) > len(g) {
		return different(stage, "length") // more numbers than the other side has elements
	}
	// First by canonical form, which is linear; then pair by pair.
	index := map[string][]int{}
	for i, k := range pk {
		index[k] = append(index[k], i)
	}
	usedP := make([]bool, len(p))
	usedG := make([]bool, len(g))
	met := 0
	for i, k := range gk {
		if is := index[k]; len(is) > 0 {
			usedG[i], usedP[is[0]] = true, true
			index[k] = is[1:]
			met++
		}
	}
	unsure := false
	for i := range g {
		if usedG[i] {
			continue
		}
		for k := range p {
			if usedP[k] && !set {
				continue
			}
			if !j.b.Spend(32) {
				return unknown(stage, "budget")
			}
			if isSet(g[i]) != isSet(p[k]) {
				continue // {a, {b}} is not {a, b}
			}
			f := j.compare(g[i], p[k])
			if f.out == OutcomeEqual {
				usedG[i], usedP[k] = true, true
				met++
				break
			}
			unsure = unsure || f.out == OutcomeUnknown
		}
	}
	res := equal(stage, "")
	for i := range g {
		if !usedG[i] {
			res = different(stage, "missing")
		}
	}
	for k := range p {
		if usedP[k] {
			continue
		}
		double := false
		if set {
			for i := range g {
				if isSet(g[i]) == isSet(p[k]) && j.compare(g[i], p[k]).out == OutcomeEqual {
					double = true
					break
				}
			}
		}
		if !double {
			res = different(stage, "extra")
		}
	}
	if res.out == OutcomeDifferent && unsure {
		res = unknown(stage, "")
	}
	if n := max(len(g), len(p)); n > 0 {
		res.credit = float64(met) / float64(n)
	}
	return res
}

// distinctNumbers counts the different canonical numerals among keys.
func distinctNumbers(keys []string) int {
	seen := map[string]bool{}
	for _, k := range keys {
		if strings.Trim(k, "-0123456789/") == "" {
			seen[k] = true
		}
	}
	return len(seen)
}

// keys prints the canonical forms of the elements.
func (j *judge) keys(ns []expr.Node) []string {
	out := make([]string, len(ns))
	for i, n := range ns {
		c, _ := j.canon(n)
		out[i] = expr.String(c)
	}
	return out
}

func dropDoubles(ns []expr.Node, keys []string) ([]expr.Node, []string) {
	seen := map[string]bool{}
	var on []expr.Node
	var ok []string
	for i, k := range keys {
		if !seen[k] {
			seen[k] = true
			on, ok = append(on, ns[i]), append(ok, k)
		}
	}
	return on, ok
}
