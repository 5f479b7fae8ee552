package latex

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// answer = list EOF.
func (p *parser) answer() expr.Node {
	for p.kind() == tRow || p.kind() == tComma || p.kind() == tColon {
		p.i++
	}
	if p.kind() == tEOF {
		p.fail(ErrEmpty)
	}
	n := p.list(tEOF)
	for p.kind() == tRow || p.kind() == tComma || p.kind() == tSemi || p.kind() == tBang && p.tok().space {
		p.i++
	}
	if p.kind() != tEOF {
		if k := p.kind(); k == tRBrace || k == tClose || k == tSetClose || k == tEnd {
			p.fail(ErrUnbalanced)
		}
		p.fail(ErrUnexpected)
	}
	return n
}

// items reads items up to a closing token, and says what separated them.
func (p *parser) items(end kind) (elems []expr.Node, sep expr.ListSep) {
	if p.kind() == end {
		return nil, sep
	}
	first := p.item()
	if p.kind() == end {
		return []expr.Node{first}, sep // nearly always what stands in brackets
	}
	return p.itemsAfter(end, first)
}

// fewItems is how many items most lists and rows have at most.
const fewItems = 3

// itemsAfter is items where the first has been read.
func (p *parser) itemsAfter(end kind, first expr.Node) (elems []expr.Node, sep expr.ListSep) {
	elems = append(make([]expr.Node, 0, fewItems), first)
	for {
		got := false
		for {
			switch p.kind() {
			case tComma:
				sep = max(sep, expr.Comma)
			case tSemi:
				sep = expr.Semicolon
			case tRow:
				sep = max(sep, expr.Comma)
			case tSetOp:
				if expr.SetOperator(p.tok().val) != expr.Union {
					return elems, sep
				}
				sep = expr.OrWord
			case tLogic:
				switch p.tok().text {
				case "land", "lor", "wedge", "vee", "∧", "∨":
					p.symbolic = true
				}
				if expr.LogicOp(p.tok().val) == expr.Or {
					sep = expr.OrWord
				} else if sep != expr.OrWord {
					sep = expr.AndWord
				}
			default:
				if !got {
					return elems, sep
				}
				goto next
			}
			got = true
			p.i++
		}
	next:
		if p.kind() == end || p.kind() == tEOF {
			return elems, sep
		}
		elems = append(elems, p.item())
	}
}

// list = item { sep item }; statements joined by words are one Logic.
func (p *parser) list(end kind) expr.Node {
	if p.kind() == end {
		p.fail(ErrMissing)
	}
	first := p.item()
	switch p.kind() {
	case tComma, tSemi, tRow, tSetOp, tLogic:
	default:
		return first // nearly always, and no list need be made for it
	}
	elems, sep := p.itemsAfter(end, first)
	if len(elems) == 1 {
		return elems[0]
	}
	if sep == expr.AndWord || sep == expr.OrWord {
		all := true
		if p.symbolic {
			op := expr.And
			if sep == expr.OrWord {
				op = expr.Or
			}
			return &expr.Logic{Op: op, Args: elems}
		}
		for _, e := range elems {
			if r, ok := e.(*expr.Rel); !ok || len(r.Ops) == 1 && r.Ops[0] == expr.Eq && sep == expr.AndWord {
				all = false
			}
		}
		if all {
			op := expr.And
			if sep == expr.OrWord {
				op = expr.Or
			}
			return &expr.Logic{Op: op, Args: elems}
		}
	}
	return &expr.List{Elems: elems, Sep: sep}
}

// item = ratio { relop ratio } [ modulus ].
func (p *parser) item() expr.Node {
	p.enter()
	n := p.statement()
	p.leave()
	return n
}

// statement is item at one level more.
func (p *parser) statement() expr.Node {
	if p.kind() == tLogic && expr.LogicOp(p.tok().val) == expr.Not {
		p.i++
		return &expr.Logic{Op: expr.Not, Args: []expr.Node{p.item()}}
	}
	for p.kind() == tRel && (p.tok().rel() == expr.Eq || p.tok().rel() == expr.Approx) {
		p.i++ // "= 5"
	}
	if p.kind() == tRel && p.tok().rel() == expr.Lt && p.angles() {
		return p.angleTuple()
	}
	if p.kind() == tRel && p.tok().rel().Order() {
		// "> 5": the variable is left out.
		op := p.tok().rel()
		p.i++
		return &expr.Rel{Ops: []expr.RelOp{op}, Args: []expr.Node{expr.Var("?"), p.ratio()}}
	}
	first := p.ratio()
	if p.kind() != tRel && p.kind() != tMid {
		return p.modulus(first)
	}
	if p.kind() == tMid && p.builder > 0 {
		return first
	}
	r := &expr.Rel{Args: []expr.Node{first}}
	for p.kind() == tRel || p.kind() == tMid && p.builder == 0 {
		op := p.tok().rel()
		if p.kind() == tMid {
			op = expr.Divides
		}
		p.i++
		if k := p.kind(); k == tRel && p.tok().rel() == op { // "= \\ &="
			p.i++
		}
		if k := p.kind(); k == tEOF || k == tComma {
			if op != expr.Eq {
				p.fail(ErrMissing) // "5 >" says less than 5
			}
			if len(r.Ops) == 0 {
				return first // a trailing "="
			}
			return r
		}
		r.Ops = append(r.Ops, op)
		r.Args = append(r.Args, p.ratio())
	}
	if last := len(r.Args) - 1; true {
		r.Args[last] = p.modulus(r.Args[last])
	}
	return r
}

// angles reports whether < begins a list that > ends, as in <1, 2, 3>.
func (p *parser) angles() bool {
	commas := 0
	for k := p.i + 1; k < len(p.toks) && k < p.i+200; k++ {
		switch t := p.toks[k]; t.kind {
		case tComma:
			commas++
		case tRel:
			end := kind(tEOF)
			if k+1 < len(p.toks) {
				end = p.toks[k+1].kind
			}
			return t.rel() == expr.Gt && commas > 0 && (end == tEOF || end == tComma || end == tClose || end == tRBrace)
		}
	}
	return false
}

func (p *parser) angleTuple() expr.Node {
	p.i++
	t := &expr.Tuple{Open: expr.Angle, Close: expr.Angle}
	for {
		t.Elems = append(t.Elems, p.sum())
		if p.kind() != tComma {
			break
		}
		p.i++
	}
	p.expect(tRel)
	return t
}

// modulus reads "(mod 7)" or "\pmod 7" after n.
func (p *parser) modulus(n expr.Node) expr.Node {
	switch {
	case p.kind() == tMod && p.tok().val == 1:
		p.i++
		return expr.Fun(expr.Mod, n, p.operand())
	case p.kind() == tOpen && p.peek(1) == tMod:
		p.i += 2
		m := p.sum()
		p.expect(tClose)
		return expr.Fun(expr.Mod, n, m)
	}
	return n
}

// ratio = sets { ":" sets }.
func (p *parser) ratio() expr.Node {
	first := p.sets()
	if p.kind() != tColon || p.builder > 0 {
		return first
	}
	parts := []expr.Node{first}
	for p.kind() == tColon {
		p.i++
		parts = append(parts, p.sets())
	}
	return &expr.Ratio{Parts: parts}
}

// sets = sum { setop sum }, from left to right.
func (p *parser) sets() expr.Node {
	n := p.sum()
	for {
		var op expr.SetOperator
		switch {
		case p.kind() == tSetOp:
			op = expr.SetOperator(p.tok().val)
			if _, num := n.(*expr.Num); op == expr.Union && (num || isNeg(n)) {
				return n // x < -1 ∪ x > 1: "or" between statements
			}
		case p.kind() == tLetter && p.tok().text == "U" && setLike(n) && startsSet(p.toks[p.i+1]):
			op = expr.Union
		default:
			return n
		}
		p.i++
		r := p.sum()
		if s, ok := n.(*expr.SetOp); ok && s.Op == op && op != expr.Minus {
			n = &expr.SetOp{Op: op, Args: append(s.Args[:len(s.Args):len(s.Args)], r)}
		} else {
			n = &expr.SetOp{Op: op, Args: []expr.Node{n, r}}
		}
	}
}

func isNeg(n expr.Node) bool { _, ok := n.(*expr.Neg); return ok }

func setLike(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Tuple, *expr.Interval, *expr.Set, *expr.SetOp, *expr.Builder:
		return true
	case *expr.Const:
		return n.C.IsSet()
	}
	return false
}

func startsSet(t token) bool {
	return t.kind == tOpen || t.kind == tSetOpen || t.kind == tLBrace || t.kind == tConst && expr.Constant(t.val).IsSet()
}
