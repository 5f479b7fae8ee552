package mathcheck

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/numeric"
)

// realSet is a subset of the real line that changes at finitely many points:
// pts in increasing order, at[i] says whether pts[i] belongs to it, gap[i]
// whether the open interval before pts[i] does (the last: after all points).
type realSet struct {
	pts []expr.Node
	at  []bool
	gap []bool
}

// maxEnds bounds the points of a set: a union of 250 intervals has 500.
const maxEnds = 512

func wholeLine() realSet { return realSet{gap: []bool{true}} }
func noPoints() realSet  { return realSet{gap: []bool{false}} }

// contains reports whether x is in s.
func (j *judge) contains(s realSet, x expr.Node) (in, ok bool) {
	for i, p := range s.pts {
		o, ok := j.order(x, p)
		switch {
		case !ok:
			return false, false
		case o < 0:
			return s.gap[i], true
		case o == 0:
			return s.at[i], true
		}
	}
	return s.gap[len(s.gap)-1], true
}

// finiteEnd reports whether n is a number the line can be cut at.
func finiteEnd(n expr.Node) bool { return constant(n) && expr.Scalar(n) && !hasI(n) }

// span is the interval from lo to hi.
func (j *judge) span(lo, hi expr.Node, loIn, hiIn bool) (realSet, bool) {
	cl, _ := j.canon(lo)
	ch, ok := j.canon(hi)
	if !ok {
		return realSet{}, false
	}
	sl, il := infinite(cl)
	sh, ih := infinite(ch)
	switch {
	case il && ih:
		if sl < 0 && sh > 0 {
			return wholeLine(), true
		}
		return realSet{}, false
	case il && sl < 0 && finiteEnd(ch):
		return realSet{pts: []expr.Node{ch}, at: []bool{hiIn}, gap: []bool{true, false}}, true
	case ih && sh > 0 && finiteEnd(cl):
		return realSet{pts: []expr.Node{cl}, at: []bool{loIn}, gap: []bool{false, true}}, true
	case il || ih || !finiteEnd(cl) || !finiteEnd(ch):
		return realSet{}, false
	}
	switch o, ok := j.order(cl, ch); {
	case !ok:
		return realSet{}, false
	case o == 0:
		return realSet{pts: []expr.Node{cl}, at: []bool{loIn && hiIn}, gap: []bool{false, false}}, true
	case o > 0:
		return realSet{}, false // a point or vector, not an interval
	}
	return realSet{pts: []expr.Node{cl, ch}, at: []bool{loIn, hiIn}, gap: []bool{false, true, false}}, true
}

// order compares two canonical numbers.
func (j *judge) order(a, b expr.Node) (int, bool) {
	x, ok := a.(*expr.Num)
	y, ok2 := b.(*expr.Num)
	if ok && ok2 {
		return num.Cmp(x.V, y.V)
	}
	if expr.Same(a, b) {
		return 0, true
	}
	return numeric.Order(a, b, j.b)
}

// points is a finite set.
func (j *judge) points(elems []expr.Node) (realSet, bool) {
	if len(elems) > maxEnds {
		return realSet{}, false
	}
	out := noPoints()
	for _, e := range elems {
		c, ok := j.canon(e)
		if !ok || !finiteEnd(c) {
			return realSet{}, false
		}
		one := realSet{pts: []expr.Node{c}, at: []bool{true}, gap: []bool{false, false}}
		if out, ok = j.merge(out, one, func(a, b bool) bool { return a || b }); !ok {
			return realSet{}, false
		}
	}
	return out, true
}

// merge combines two sets point by point.
func (j *judge) merge(a, b realSet, f func(x, y bool) bool) (realSet, bool) {
	if len(a.pts)+len(b.pts) > maxEnds {
		return realSet{}, false
	}
	var out realSet
	i, k := 0, 0
	for i < len(a.pts) || k < len(b.pts) {
		o := 0
		switch {
		case i == len(a.pts):
			o = 1
		case k == len(b.pts):
			o = -1
		default:
			var ok bool
			if o, ok = j.order(a.pts[i], b.pts[k]); !ok {
				return realSet{}, false
			}
		}
		out.gap = append(out.gap, f(a.gap[i], b.gap[k]))
		switch {
		case o < 0:
			out.pts = append(out.pts, a.pts[i])
			out.at = append(out.at, f(a.at[i], b.gap[k]))
			i++
		case o > 0:
			out.pts = append(out.pts, b.pts[k])
			out.at = append(out.at, f(a.gap[i], b.at[k]))
			k++
		default:
			out.pts = append(out.pts, a.pts[i])
			out.at = append(out.at, f(a.at[i], b.at[k]))
			i++
			k++
		}
	}
	out.gap = append(out.gap, f(a.gap[i], b.gap[k]))
	return out.tidy(), true
}

// tidy drops points at which nothing changes.
func (s realSet) tidy() realSet {
	out := realSet{gap: []bool{s.gap[0]}}
	for i, p := range s.pts {
		last := len(out.gap) - 1
		if out.gap[last] == s.at[i] && s.at[i] == s.gap[i+1] {
			continue
		}
		out.pts = append(out.pts, p)
		out.at = append(out.at, s.at[i])
		out.gap = append(out.gap, s.gap[i+1])
	}
	return out
}

// sameSet compares tidy sets.
func (j *judge) sameSet(a, b realSet) (same, known bool) {
	a, b = a.tidy(), b.tidy()
	if len(a.pts) != len(b.pts) || a.gap[0] != b.gap[0] {
		return false, true
	}
	unsure := false
	for i := range a.pts {
		if a.at[i] != b.at[i] || a.gap[i+1] != b.gap[i+1] {
			return false, true
		}
		switch f := j.scalar(a.pts[i], b.pts[i]); f.out {
		case OutcomeDifferent:
			return false, true
		case OutcomeUnknown:
			unsure = true
		}
	}
	return !unsure, !unsure
}
