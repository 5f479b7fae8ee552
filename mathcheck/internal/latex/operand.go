package latex

import (
	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// operand reads one primary expression.
func (p *parser) operand() expr.Node {
	p.enter() // and no defer: a parser that failed is not used again
	n := p.primary()
	p.leave()
	return n
}

// primary is operand at one level more.
func (p *parser) primary() expr.Node {
	t := p.tok()
	switch t.kind {
	case tNum:
		return p.numeral()
	case tVulgar:
		p.i++
		return vulgarFraction(t.text)
	case tLetter, tName:
		return p.letter()
	case tPartial:
		p.i++
		return expr.Var("partial")
	case tConst:
		return p.constant(t)
	case tFn, tExp, tRoot:
		return p.function()
	case tSqrt:
		return p.squareRoot(t)
	case tFrac:
		p.i++
		return p.fraction()
	case tBinom:
		return p.binomial()
	case tBind:
		return p.bind()
	case tBegin:
		return p.environment()
	case tLBrace:
		return p.braces()
	case tSetOpen:
		return p.set(tSetClose)
	case tOpen:
		return p.bracketed()
	case tClose:
		if t.bracket() == expr.Square {
			return p.reversed()
		}
	case tBar:
		if t.val != 2 {
			return p.bar(tBar, expr.Abs)
		}
	case tDBar:
		return p.bar(tDBar, expr.Abs)
	case tFloorOpen:
		return p.rounded(t)
	case tSetOp:
		if k := p.peek(1); expr.SetOperator(t.val) == expr.Union && (k == tUnder || k == tCaret) {
			return p.bind()
		}
	case tAccent:
		return p.accent()
	case tBox:
		p.i++
		return p.argument()
	case tMoney:
		return p.money(t)
	case tUnder, tCaret, tSup, tSub:
		return p.prefixed()
	case tDots:
		p.i++
		return &expr.Text{S: "..."}
	case tText, tWord:
		return p.words()
	case tPlus, tMinus, tPM, tMP:
		return p.signed()
	case tDegree:
		if t.val == 1 {
			p.i++
			return expr.Var("circ")
		}
	}
	if t.kind == tEOF || t.kind == tClose || t.kind == tRBrace || t.kind == tSetClose || t.kind == tComma {
		p.fail(ErrMissing)
	}
	p.fail(ErrUnexpected)
	return nil
}

// constant reads a constant, or the letter where i and e are names.
func (p *parser) constant(t *token) expr.Node {
	p.i++
	c := expr.Constant(t.val)
	if c == expr.I && p.boundI > 0 {
		return p.named("i")
	}
	if c == expr.I && (p.kind() == tUnder || p.kind() == tSub) {
		return p.named("i")
	}
	if c == expr.E && (p.kind() == tUnder || p.kind() == tSub) {
		return p.named("e")
	}
	return expr.Cst(c)
}

// squareRoot reads a root sign with its index and radicand.
func (p *parser) squareRoot(t *token) expr.Node {
	p.i++
	var index expr.Node
	if p.kind() == tOpen && p.tok().bracket() == expr.Square && p.src[t.pos] == '\\' {
		p.i++
		index = p.item()
		p.expect(tClose)
	}
	return &expr.Root{X: p.radicand(), Index: index}
}

// binomial reads the two arguments of a binomial coefficient.
func (p *parser) binomial() expr.Node {
	p.i++
	if p.kind() == tOpen {
		args, _ := p.brackets()
		if len(args) != 2 {
			p.fail(ErrMissing)
		}
		return expr.Fun(expr.Binom, args...)
	}
	a := p.fracArg()
	return expr.Fun(expr.Binom, a, p.fracArg())
}

// rounded reads what stands between the brackets of a floor or ceiling.
func (p *parser) rounded(t *token) expr.Node {
	p.i++
	bars, builder := p.bars, p.builder
	p.bars, p.builder = 0, 0
	x := p.sum()
	p.bars, p.builder = bars, builder
	p.expect(tFloorClose)
	return expr.Fun(expr.Fn(t.val), x)
}

// money reads an amount behind the sign of its currency.
func (p *parser) money(t *token) expr.Node {
	p.i++
	switch p.kind() {
	case tMinus:
		p.i++
		return &expr.Quantity{Value: &expr.Neg{X: p.product()}, Unit: t.text, Money: true}
	}
	x := p.product()
	if q, ok := x.(*expr.Quantity); ok {
		return &expr.Quantity{Value: q.Value, Unit: t.text, Money: true}
	}
	return &expr.Quantity{Value: x, Unit: t.text, Money: true}
}

// radicand is the argument of a root: a group, a bracket, or one operand with
// its power.
func (p *parser) radicand() expr.Node {
	if p.kind() == tOpen && p.tok().bracket() == expr.Paren {
		args, _ := p.brackets()
		if len(args) == 1 {
			return args[0]
		}
		p.fail(ErrUnexpected)
	}
	return p.argument()
}

// argument is what a macro takes: a group or one token; digits stay together.
func (p *parser) argument() expr.Node {
	if p.kind() == tLBrace {
		return p.group()
	}
	return p.operand()
}

// group reads {list} as one node.
func (p *parser) group() expr.Node {
	p.enter()
	defer p.leave()
	p.expect(tLBrace)
	bars, builder, integral := p.bars, p.builder, p.integral
	p.bars, p.builder, p.integral = 0, 0, 0
	n := p.list(tRBrace)
	p.bars, p.builder, p.integral = bars, builder, integral
	p.expect(tRBrace)
	return n
}

// fraction reads the two arguments of \frac: groups, or single tokens, where
// "12" are two.
func (p *parser) fraction() expr.Node {
	if d := p.derivative(); d != nil {
		return d
	}
	if p.kind() == tOpen { // plain frac(1,2)
		args, _ := p.brackets()
		if len(args) == 2 {
			return expr.Over(args[0], args[1])
		}
		p.fail(ErrMissing)
	}
	a := p.fracArg()
	b := p.fracArg()
	return expr.Over(a, b)
}

// fracArg takes a group, or the first digit of a number.
func (p *parser) fracArg() expr.Node {
	if t := p.tok(); t.kind == tNum && len(t.text) > 1 && pureDigits(t.text) {
		d := t.text[:1]
		t.text, t.space = t.text[1:], false
		t.pos++
		v, _ := num.Parse(d)
		return expr.Val(v)
	}
	if p.kind() == tMinus {
		p.i++
		return &expr.Neg{X: p.fracArg()}
	}
	if t := p.tok(); t.kind == tLetter && p.peek(1) == tNum { // \frac n2
		p.i++
		return expr.Var(t.text)
	}
	if t := p.tok(); t.kind == tNum {
		v := p.number(t.text)
		p.i++
		return expr.Val(v)
	}
	if p.kind() == tLetter && p.peek(1) == tNum {
		p.toks[p.i+1].space = true // \frac n2: the digit is no index
	}
	return p.argument()
}

// derivative reads \frac{d}{dx} and \frac{dy}{dx} after the \frac.
func (p *parser) derivative() expr.Node {
	isD := func(n int) bool {
		return p.peek(n) == tLetter && p.toks[p.i+n].text == "d" || p.peek(n) == tPartial
	}
	if p.kind() != tLBrace || !isD(1) {
		return nil
	}
	save := p.i
	give := func() expr.Node { p.i = save; return nil }
	p.i += 2
	var order expr.Node
	if p.kind() == tCaret {
		p.i++
		order = p.argument()
	}
	var body expr.Node
	if p.kind() != tRBrace {
		if p.kind() != tLetter {
			return give()
		}
		body = p.letter()
		if p.kind() != tRBrace {
			return give()
		}
	}
	p.i++
	if p.kind() != tLBrace || !isD(1) || p.peek(2) != tLetter {
		return give()
	}
	p.i += 2
	name := p.tok().text
	p.i++
	if p.kind() == tCaret {
		p.i++
		p.argument()
	}
	if p.kind() != tRBrace {
		return give()
	}
	p.i++
	if body == nil {
		if p.kind() == tRel || p.kind() == tEOF {
			return give()
		}
		body = p.product()
	}
	return &expr.Bind{Op: expr.DerivOp, Var: name, Lo: order, Body: body}
}

// bar reads |x| or ‖x‖.
func (p *parser) bar(k kind, f expr.Fn) expr.Node {
	p.i++
	bars, builder := p.bars, p.builder
	p.bars, p.builder = 1, 0
	x := p.sum()
	p.bars, p.builder = bars, builder
	p.expect(k)
	if m, ok := x.(*expr.Matrix); ok && k == tBar {
		return expr.Fun(expr.Det, m)
	}
	return expr.Fun(f, x)
}

// since is the text from a byte offset to the end of the last token read.
func (p *parser) since(from int32) string {
	return p.src[from:max(from, p.toks[p.i-1].end)]
}
