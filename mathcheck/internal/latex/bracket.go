package latex

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// inside runs f with the state that belongs to one bracket level reset.
func (p *parser) inside(f func()) {
	bars, builder, integral := p.bars, p.builder, p.integral
	p.bars, p.builder, p.integral = 0, 0, 0
	f()
	p.bars, p.builder, p.integral = bars, builder, integral
}

// brackets reads "(" items ")" and returns the items; closed is false if the
// closing bracket is of another kind.
func (p *parser) brackets() (elems []expr.Node, closed bool) {
	open := p.tok().bracket()
	p.enter()
	defer p.leave()
	p.i++
	p.inside(func() { elems, _ = p.items(tClose) })
	if p.kind() != tClose {
		p.expect(tClose)
	}
	closed = p.tok().bracket() == open
	p.i++
	return elems, closed
}

// bracketed reads a bracket: a group of one, a tuple, or an interval.
func (p *parser) bracketed() expr.Node {
	open := p.tok().bracket()
	p.i++
	p.enter()
	defer p.leave()
	var elems []expr.Node
	var sep expr.ListSep
	p.inside(func() { elems, sep = p.items(tClose) })
	var end expr.Bracket
	switch {
	case p.kind() == tClose:
		end = p.tok().bracket()
	case p.kind() == tOpen && open == expr.Square && p.tok().bracket() == expr.Square && len(elems) == 2:
		// [1,2[
		p.i++
		return &expr.Interval{Lo: elems[0], Hi: elems[1], HiOpen: true}
	default:
		p.expect(tClose)
	}
	p.i++
	switch {
	case len(elems) == 0:
		if open == expr.Paren {
			return &expr.Tuple{Open: open, Close: end}
		}
		return &expr.Tuple{Open: open, Close: end}
	case len(elems) == 1 && open == end:
		if v, ok := elems[0].(*expr.Num); ok && v.V.Kind() == num.Integer && (p.kind() == tUnder || p.kind() == tSub) { // (1011)_2
			if base, k := p.baseAt(p.i); base != 0 {
				if b, ok := num.ParseBase(v.V.String(), base); ok {
					p.i = k
					return &expr.BaseNum{Digits: v.V.String(), Base: base, V: b}
				}
			}
		}
		return elems[0]
	case open != end:
		if len(elems) == 2 && open != expr.Angle && end != expr.Angle {
			return &expr.Interval{Lo: elems[0], Hi: elems[1], LoOpen: open == expr.Paren, HiOpen: end == expr.Paren}
		}
		p.i--
		p.fail(ErrUnbalanced)
	}
	if sep == expr.AndWord || sep == expr.OrWord {
		return &expr.List{Elems: elems, Sep: sep}
	}
	return &expr.Tuple{Elems: elems, Open: open, Close: end}
}

// reversed reads ]1,2] and ]1,2[ at the reversed opening bracket.
func (p *parser) reversed() expr.Node {
	p.i++
	p.enter()
	defer p.leave()
	var elems []expr.Node
	p.inside(func() { elems, _ = p.items(tClose) })
	if len(elems) != 2 || p.kind() != tClose && p.kind() != tOpen {
		p.fail(ErrUnbalanced)
	}
	n := &expr.Interval{Lo: elems[0], Hi: elems[1], LoOpen: true}
	switch {
	case p.kind() == tOpen && p.tok().bracket() == expr.Square:
		n.HiOpen = true
	case p.kind() == tClose:
		n.HiOpen = p.tok().bracket() == expr.Paren
	default:
		p.fail(ErrUnbalanced)
	}
	p.i++
	return n
}

// braces reads a TeX group: nothing, one node, or, with commas, a set.
func (p *parser) braces() expr.Node {
	if p.peek(1) == tRBrace {
		switch p.peek(2) {
		case tUnder, tCaret:
			p.i += 2
			return p.prefixed()
		case tEOF:
			p.i += 2
			return expr.Cst(expr.Empty)
		}
		p.i += 2
		return p.operand()
	}
	return p.set(tRBrace)
}

// set reads the rest of a set at its opening brace; a TeX group of one item is
// that item.
func (p *parser) set(end kind) expr.Node {
	p.i++
	p.enter()
	defer p.leave()
	var n expr.Node
	p.inside(func() { n = p.setBody(end) })
	p.expect(end)
	return n
}

func (p *parser) setBody(end kind) expr.Node {
	if p.kind() == end {
		return expr.Cst(expr.Empty)
	}
	p.builder = 1
	if end == tRBrace {
		p.builder = p.builderAhead()
	}
	elems, sep := p.items(end)
	p.builder = 0
	switch p.kind() {
	case tBar, tMid, tColon:
		p.i++
		if len(elems) == 0 {
			p.fail(ErrMissing)
		}
		elem := elems[0]
		if len(elems) > 1 {
			elem = &expr.Tuple{Elems: elems, Open: expr.Paren, Close: expr.Paren}
		}
		b := &expr.Builder{Elem: elem}
		if r, ok := elem.(*expr.Rel); ok && len(r.Ops) == 1 && r.Ops[0] == expr.In {
			b.Elem, b.Domain = r.Args[0], r.Args[1]
		}
		cond := p.list(end)
		switch c := cond.(type) {
		case *expr.List:
			b.Cond = c.Elems
		default:
			b.Cond = []expr.Node{cond}
		}
		return b
	}
	if end == tRBrace {
		if len(elems) == 1 {
			return elems[0]
		}
		if sep == expr.AndWord || sep == expr.OrWord {
			return &expr.List{Elems: elems, Sep: sep}
		}
	}
	return &expr.Set{Elems: elems}
}

// barsAhead bounds the tokens in which the bars of a group are counted.
const barsAhead = 64

// oddBars reports whether the bar at k is the first of an odd number of bars
// in its group, so that it has no partner.
func (p *parser) oddBars(k int) bool {
	depth, bars := 0, 0
	for end := k + barsAhead; k < len(p.toks) && k < end; k++ {
		switch p.toks[k].kind {
		case tOpen, tLBrace, tSetOpen:
			depth++
		case tClose, tRBrace, tSetClose:
			depth--
			if depth < 0 {
				return bars%2 == 1
			}
		case tBar:
			if depth == 0 {
				bars++
			}
		}
	}
	return false
}

// builderAhead is 1 when the plain group at the position holds a bar or colon
// after a first item, as {x | x > 0} does and {|x|} does not.
func (p *parser) builderAhead() int {
	depth := 0
	for k := p.i; k < len(p.toks) && k < p.i+24; k++ {
		switch p.toks[k].kind {
		case tOpen, tLBrace, tSetOpen:
			depth++
		case tClose, tRBrace, tSetClose:
			depth--
			if depth < 0 {
				return 0
			}
		case tBar, tMid, tColon:
			if depth == 0 && k > p.i && p.toks[k].kind != tBar {
				return 1
			}
			if depth == 0 && k > p.i && (p.toks[k].space || p.oddBars(k)) {
				return 1
			}
		}
	}
	return 0
}
