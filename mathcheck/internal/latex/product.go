package latex

import (
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// product = power { [*|/|mod] power }, all from left to right.
func (p *parser) product() expr.Node { return p.productOf(p.power()) }

// productOf is product where the first factor has been read.
func (p *parser) productOf(n expr.Node) expr.Node {
	var mul *expr.Mul // n and what follows, once it is a product
	flush := func() expr.Node {
		if mul != nil {
			n, mul = mul, nil
		}
		return n
	}
	push := func(x expr.Node, shown bool) {
		if mul == nil {
			mul = expr.NewMul(2)
			mul.Factors = append(mul.Factors, n)
		}
		mul.Factors, mul.Shown = append(mul.Factors, x), mul.Shown || shown
	}
	for {
		switch t := p.tok(); t.kind {
		case tTimes:
			p.i++
			if t.val == 1 && setLike(n) && mul == nil && (startsSet(*p.tok())) {
				n = &expr.SetOp{Op: expr.Cross, Args: []expr.Node{n, p.power()}}
				continue
			}
			if p.kind() == tEOF {
				return flush()
			}
			if p.unitTail(flush, &n) {
				return n
			}
			push(p.operandSigned(), true)
		case tSlash:
			if t.val == 2 {
				return flush()
			}
			p.i++
			left := flush()
			n = &expr.Div{Num: left, Den: p.operandSigned(), Slash: true}
		case tMod:
			return flush() // takes the whole sum
		default:
			if p.integral > 0 && p.differential() {
				return flush()
			}
			if p.remark() {
				return p.quantity(flush())
			}
			if p.unitTail(flush, &n) {
				return n
			}
			if !p.startsFactor(n, mul == nil) {
				return flush()
			}
			push(p.power(), false)
		}
	}
}

// operandSigned reads a factor that may carry its own sign: 2*-3.
func (p *parser) operandSigned() expr.Node {
	switch p.kind() {
	case tMinus, tPlus, tPM, tMP:
		k := p.kind()
		p.i++
		p.enter()
		defer p.leave()
		return sign(k, p.operandSigned())
	}
	return p.power()
}

// startsFactor reports whether the next token begins a factor of an implied
// product after n; alone says n is the only factor so far.
func (p *parser) startsFactor(n expr.Node, alone bool) bool {
	t := p.tok()
	switch t.kind {
	case tNum, tVulgar:
		last := p.toks[p.i-1]
		if last.kind == tDots {
			return last.val == 1
		}
		if last.kind == tNum {
			return p.i >= 2 && p.toks[p.i-2].kind == tCaret // 2^6 3^5
		}
		return last.kind != tPercent
	case tLetter:
		if t.text == "U" && setLike(n) && startsSet(p.toks[p.i+1]) {
			return false
		}
		return true
	case tConst:
		return true
	case tFn, tExp, tRoot, tFrac, tSqrt, tBinom, tBind, tFloorOpen, tLBrace, tAccent, tBox, tName, tPartial, tMoney, tBegin:
		return t.kind != tMoney
	case tOpen:
		return p.peek(1) != tMod && (t.bracket() != expr.Square || !p.closesReversed())
	case tSetOpen:
		return false
	case tBar:
		return p.bars == 0 && p.builder == 0 && t.val != 2 || t.val == 1
	case tDBar:
		return t.val == 1
	case tDots: // 1\cdot 2\cdots n
		switch p.peek(1) {
		case tNum, tLetter, tConst, tOpen, tFrac, tLBrace, tTimes:
			return t.val == 1
		}
		return false
	case tUnder, tCaret:
		return false
	}
	return false
}

// closesReversed reports whether the [ at the position closes an interval, as
// in ]1,2[, rather than opening something.
func (p *parser) closesReversed() bool {
	switch p.peek(1) {
	case tEOF, tSetOp, tComma, tClose, tRBrace, tSetClose, tLogic, tRel, tWord, tText, tSemi:
		return true
	case tLetter:
		return p.toks[p.i+1].text == "U" && startsSet(p.toks[min(p.i+2, len(p.toks)-1)]) || p.toks[p.i+1].text == "U" && p.peek(2) == tClose
	}
	return false
}

// power = operand { postfix }.
func (p *parser) power() expr.Node {
	n := p.operand()
	return p.postfix(n)
}

// postfix reads powers, factorials, per cent and degree signs after n.
func (p *parser) postfix(n expr.Node) expr.Node {
	for {
		switch t := p.tok(); t.kind {
		case tCaret:
			p.i++
			n = p.exponent(n)
		case tSup:
			p.i++
			n = expr.Power(n, p.small(t))
		case tBang:
			if t.space && p.peek(1) == tEOF || p.builder < 0 {
				return n
			}
			p.i++
			if p.kind() == tBang && !p.tok().space {
				p.i++
				n = expr.Fun(expr.DoubleFactorial, n)
			} else {
				n = expr.Fun(expr.Factorial, n)
			}
		case tPercent:
			p.i++
			n = &expr.Percent{X: n}
		case tUnder, tSub: // [x]_B
			if k := p.toks[p.i-1].kind; k != tClose {
				return n
			}
			from := p.toks[min(p.i+1, len(p.toks)-1)].pos
			name := t.text
			p.i++
			if t.kind == tUnder {
				p.subscript()
				name = foldSub(p.since(from))
			}
			n = &expr.Call{Fn: expr.User, Name: "_" + name, Args: []expr.Node{n}}
		case tPct100:
			p.i++
			n = &expr.Percent{X: expr.Over(n, expr.Int(10))}
		case tDegree:
			p.i++
			n = p.degree(n)
		case tPrime:
			if _, ok := n.(*expr.Num); ok {
				return n
			}
			p.i++
			n = expr.Fun(expr.User, n)
			n.(*expr.Call).Name = "'"
		default:
			return n
		}
	}
}

// degree makes n degrees of arc, or of temperature when C or F follows.
func (p *parser) degree(n expr.Node) expr.Node {
	if k := p.kind(); k == tLetter || k == tText {
		switch s := strings.TrimSpace(p.tok().text); s {
		case "C", "F", "K":
			if k2 := p.peek(1); k2 == tEOF || k2 == tRBrace || k2 == tClose || k2 == tComma {
				p.i++
				return &expr.Quantity{Value: n, Unit: "°" + s}
			}
		}
	}
	if p.kind() == tWord || p.kind() == tText {
		switch strings.ToLower(strings.TrimSpace(p.tok().text)) {
		case "celsius":
			p.i++
			return &expr.Quantity{Value: n, Unit: "°C"}
		case "fahrenheit":
			p.i++
			return &expr.Quantity{Value: n, Unit: "°F"}
		}
	}
	return &expr.Degree{X: n}
}

// exponent reads what follows a caret.
func (p *parser) exponent(base expr.Node) expr.Node {
	p.enter()
	n := p.raised(base)
	p.leave()
	return n
}

// raised is exponent at one level more.
func (p *parser) raised(base expr.Node) expr.Node {
	t := p.tok()
	switch t.kind {
	case tDegree:
		p.i++
		return p.degree(base)
	case tPrime:
		return p.postfix(base)
	case tPlus, tMinus:
		if p.endsOperand(1) {
			p.i++
			return expr.Power(base, expr.Var(map[kind]string{tPlus: "+", tMinus: "-"}[t.kind]))
		}
		p.i++
		return expr.Power(base, sign(t.kind, p.exponentOperand()))
	case tTimes:
		p.i++
		return expr.Power(base, expr.Var("*"))
	case tLBrace:
		switch p.peek(1) {
		case tDegree:
			if p.peek(2) == tRBrace {
				p.i += 3
				return p.degree(base)
			}
		case tPrime:
			p.i++
			n := base
			for p.kind() == tPrime {
				p.i++
				n = &expr.Call{Fn: expr.User, Name: "'", Args: []expr.Node{n}}
			}
			p.expect(tRBrace)
			return n
		case tText, tWord, tLetter:
			if p.peek(2) == tRBrace {
				switch strings.TrimSpace(p.toks[p.i+1].text) {
				case "th", "st", "nd", "rd":
					p.i += 3
					return base
				case "o":
					if _, ok := base.(*expr.Num); ok {
						p.i += 3
						return p.degree(base)
					}
				}
			}
		case tRBrace:
			p.i += 2
			return base
		}
	}
	return expr.Power(base, p.exponentOperand())
}

// exponentOperand is one operand, with further powers to its right.
func (p *parser) exponentOperand() expr.Node {
	n := p.operandTight()
	for {
		switch p.kind() {
		case tCaret:
			p.i++
			return p.exponent(n)
		case tSup:
			t := p.tok()
			p.i++
			n = expr.Power(n, p.small(t))
		case tBang:
			if p.tok().space {
				return n
			}
			p.i++
			n = expr.Fun(expr.Factorial, n)
		default:
			return n
		}
	}
}

// operandTight is an operand as TeX takes an argument, save that digits stay
// together and a function takes its own argument.
func (p *parser) operandTight() expr.Node { return p.operand() }

// small reads the text of raised or lowered characters.
func (p *parser) small(t *token) expr.Node {
	sub, err := Parse(t.text, &Options{MaxTokens: 256, MaxDepth: 32})
	if err != nil {
		panic(&Error{Pos: int(t.pos), Code: err.Code, Text: t.text})
	}
	return sub
}
