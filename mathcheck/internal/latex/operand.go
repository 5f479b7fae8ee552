package latex

import (
	"strconv"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// operand reads one primary expression.
func (p *parser) operand() expr.Node {
	p.enter()
	defer p.leave()
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
	case tFn, tExp, tRoot:
		return p.function()
	case tSqrt:
		p.i++
		var index expr.Node
		if p.kind() == tOpen && p.tok().bracket() == expr.Square && p.src[t.pos] == '\\' {
			p.i++
			index = p.item()
			p.expect(tClose)
		}
		return &expr.Root{X: p.radicand(), Index: index}
	case tFrac:
		p.i++
		return p.fraction()
	case tBinom:
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
		p.i++
		bars, builder := p.bars, p.builder
		p.bars, p.builder = 0, 0
		x := p.sum()
		p.bars, p.builder = bars, builder
		p.expect(tFloorClose)
		return expr.Fun(expr.Fn(t.val), x)
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

func vulgarFraction(s string) expr.Node {
	a, b, _ := strings.Cut(s, "/")
	x, _ := strconv.ParseInt(a, 10, 64)
	y, _ := strconv.ParseInt(b, 10, 64)
	return expr.Rat(x, y)
}

// adjacent reports whether the token n ahead touches the one before it.
func (p *parser) adjacent(n int) bool {
	return p.i+n < len(p.toks) && p.toks[p.i+n].pos == p.toks[p.i+n-1].end
}

// numeral reads a number and what may be glued to it: a base, a repeating
// part, the fraction of a mixed number, "10C3".
func (p *parser) numeral() expr.Node {
	t := *p.tok()
	if n := p.based(); n != nil {
		return n
	}
	if t.val > 1 {
		p.fail(ErrUnexpected)
	}
	if n := p.repeatingDecimal(t); n != nil {
		return n
	}
	p.i++
	if k := p.kind(); k == tDots && p.adjacentDots() {
		if w, f, r, ok := repeating(t.text); ok {
			p.i++
			if v, ok := num.ParseRepeating(w, f, r); ok {
				return expr.Val(v)
			}
		} else if strings.ContainsRune(t.text, '.') {
			p.i++
		}
	}
	v := p.number(t.text)
	whole, isInt := v.Int64()
	if !isInt {
		return expr.Val(v)
	}
	// 10C3, 10P3
	if k := p.tok(); k.kind == tLetter && (k.text == "C" || k.text == "P") && p.adjacent(0) && p.adjacent(1) && p.peek(1) == tNum {
		p.i++
		r := p.numeral()
		if k.text == "C" {
			return expr.Fun(expr.Binom, expr.Val(v), r)
		}
		return expr.Fun(expr.Perm, expr.Val(v), r)
	}
	if n := p.mixed(whole); n != nil {
		return n
	}
	return expr.Val(v)
}

func (p *parser) adjacentDots() bool {
	t := p.tok()
	return !t.space || p.src[t.pos] == '\\'
}

// mixed reads the fraction of a mixed number after the whole part.
func (p *parser) mixed(whole int64) expr.Node {
	if p.i >= 2 && (p.toks[p.i-2].kind == tCaret || p.toks[p.i-2].kind == tUnder) {
		return nil
	}
	frac := func(a, b string, n int) expr.Node {
		x, err := strconv.ParseInt(a, 10, 32)
		y, err2 := strconv.ParseInt(b, 10, 32)
		if err != nil || err2 != nil || x >= y || x == 0 || whole > 1<<40 {
			return nil
		}
		p.i += n
		return expr.Rat(whole*y+x, y)
	}
	switch p.kind() {
	case tVulgar:
		a, b, _ := strings.Cut(p.tok().text, "/")
		return frac(a, b, 1)
	case tNum: // 1 1/2
		if p.tok().space && p.peek(1) == tSlash && p.peek(2) == tNum && p.toks[p.i+1].val == 0 && p.peek(3) != tCaret {
			return frac(p.tok().text, p.toks[p.i+2].text, 3)
		}
	case tSup: // 1 ¹/₂ as raised and lowered digits
		if p.tok().space && p.peek(1) == tSlash && p.peek(2) == tSub {
			return frac(p.tok().text, p.toks[p.i+2].text, 3)
		}
	case tLBrace: // 3{1/2}? not a mixed number anybody writes
	case tFrac:
		if p.peek(1) == tLBrace && p.peek(2) == tNum && p.peek(3) == tRBrace {
			switch {
			case p.peek(4) == tLBrace && p.peek(5) == tNum && p.peek(6) == tRBrace:
				return frac(p.toks[p.i+2].text, p.toks[p.i+5].text, 7)
			case p.peek(4) == tNum && len(p.toks[p.i+4].text) == 1:
				return frac(p.toks[p.i+2].text, p.toks[p.i+4].text, 5)
			}
		}
		if p.peek(1) == tNum {
			d := p.toks[p.i+1].text
			switch {
			case len(d) == 2 && pureDigits(d):
				return frac(d[:1], d[1:], 2)
			case len(d) == 1 && p.peek(2) == tLBrace && p.peek(3) == tNum && p.peek(4) == tRBrace:
				return frac(d, p.toks[p.i+3].text, 5)
			case len(d) == 1 && p.peek(2) == tNum && len(p.toks[p.i+2].text) == 1:
				return frac(d, p.toks[p.i+2].text, 3)
			}
		}
	}
	return nil
}

// repeatingDecimal reads 0.\overline{3}, 0.1\dot{6}, 0.(3), 0.3̅.
func (p *parser) repeatingDecimal(t token) expr.Node {
	next := p.peek(1)
	point := strings.ContainsRune(t.text, '.') || int(t.end) < len(p.src) && p.src[t.end] == '.'
	if !point || next != tAccent && next != tOpen {
		return nil
	}
	whole, fixed, _ := strings.Cut(t.text, ".")
	k := p.i + 1
	at := func(n int) *token {
		if k+n < len(p.toks) {
			return &p.toks[k+n]
		}
		return &p.toks[len(p.toks)-1]
	}
	done := func(fixed, period string, n int) expr.Node {
		v, ok := num.ParseRepeating(whole, fixed, period)
		if !ok {
			return nil
		}
		p.i = k + n
		if p.kind() == tDots {
			p.i++
		}
		return expr.Val(v)
	}
	a := at(0)
	if a.kind == tOpen {
		if a.bracket() == expr.Paren && !a.space && at(1).kind == tNum && pureDigits(at(1).text) && at(2).kind == tClose {
			return done(fixed, at(1).text, 3)
		}
		return nil
	}
	if a.text == "bar" && at(1).kind == tLBrace && at(2).kind == tNum && pureDigits(at(2).text) && at(3).kind == tRBrace {
		return done(fixed, at(2).text, 4)
	}
	if a.text == "bar" && at(1).kind == tNum && pureDigits(at(1).text) {
		return done(fixed, at(1).text, 2)
	}
	if a.text == "dot" {
		// \dot{1}4285\dot{7}: from the first dot to the last.
		period, n := "", 0
		for dotsSeen := 0; dotsSeen < 2; {
			switch {
			case at(n).kind == tAccent && at(n).text == "dot":
				dotsSeen++
				if at(n+1).kind == tLBrace && at(n+2).kind == tNum && at(n+3).kind == tRBrace {
					period += at(n + 2).text
					n += 4
				} else if at(n+1).kind == tNum {
					period += at(n + 1).text
					n += 2
				} else {
					return nil
				}
			case at(n).kind == tNum && dotsSeen == 1 && p.dotAhead(k+n):
				period += at(n).text
				n++
			default:
				dotsSeen = 2
			}
		}
		return done(fixed, period, n)
	}
	if a.val == 1 && fixed != "" { // combining marks: the marked digits
		start := len(fixed) - 1
		n, marks := 1, 1
		for at(n).kind == tNum {
			if at(n+1).kind == tAccent && at(n+1).val == 1 {
				fixed += at(n).text
				n += 2
				marks++
				continue
			}
			break
		}
		return done(fixed[:start], fixed[start:], n)
	}
	return nil
}

// dotAhead reports whether a \dot follows the digits at k.
func (p *parser) dotAhead(k int) bool {
	return k+1 < len(p.toks) && p.toks[k+1].kind == tAccent && p.toks[k+1].text == "dot"
}

// based reads a numeral with its base: 4210_7, 2F_{16}, 1011₂.
func (p *parser) based() expr.Node {
	j := p.i
	for j+1 < len(p.toks) && (p.toks[j].kind == tNum && p.toks[j].val <= 1 || p.toks[j].kind == tLetter && len(p.toks[j].text) == 1 || p.toks[j].kind == tConst && p.toks[j].text == "e") && (j == p.i || p.toks[j].pos == p.toks[j-1].end) {
		j++
	}
	if j == p.i || j >= len(p.toks) {
		return nil
	}
	base, k := p.baseAt(j)
	if base == 0 {
		return nil
	}
	letters := false
	for _, t := range p.toks[p.i:j] {
		letters = letters || t.kind != tNum
	}
	if letters && (base <= 10 || p.toks[p.i].kind != tNum && (j-p.i < 2 || base != 16)) {
		return nil
	}
	digits := p.toks[p.i].text
	if j > p.i+1 {
		digits = p.src[p.toks[p.i].pos:p.toks[j-1].end]
	}
	v, ok := num.ParseBase(digits, base)
	if !ok {
		return nil
	}
	p.i = k
	return &expr.BaseNum{Digits: strings.ToLower(digits), Base: base, V: v}
}

var baseWords = map[string]int{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "sixteen": 16}

// baseAt reads a base written as a subscript at token j; k is the token after.
func (p *parser) baseAt(j int) (base, k int) {
	t := p.toks[j]
	text := ""
	switch t.kind {
	case tSub:
		text, k = t.text, j+1
	case tUnder:
		u := p.toks[min(j+1, len(p.toks)-1)]
		switch u.kind {
		case tNum:
			text, k = u.text, j+2
		case tLBrace:
			q := j + 2
			if p.toks[min(q, len(p.toks)-1)].kind == tOpen { // _{(7)}
				q++
			}
			if q >= len(p.toks) {
				return 0, 0
			}
			w := strings.TrimSpace(strings.ToLower(p.toks[q].text))
			if b, ok := baseWords[w]; ok {
				w = strconv.Itoa(b)
			}
			text = w
			q++
			if q < len(p.toks) && p.toks[q].kind == tClose {
				q++
			}
			if q >= len(p.toks) || p.toks[q].kind != tRBrace {
				return 0, 0
			}
			k = q + 1
		case tOpen:
			if j+3 < len(p.toks) && p.toks[j+2].kind == tNum && p.toks[j+3].kind == tClose {
				text, k = p.toks[j+2].text, j+4
			}
		}
	}
	b, err := strconv.Atoi(text)
	if err != nil || b < 2 || b > 36 {
		return 0, 0
	}
	return b, k
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
	if t := p.tok(); t.kind == tNum {
		v := p.number(t.text)
		p.i++
		return expr.Val(v)
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

// accent reads \vec{v} and its kin. An arrow means nothing here; a bar or hat
// makes another name.
func (p *parser) accent() expr.Node {
	t := p.tok()
	p.i++
	switch t.text {
	case "vec":
		from := p.tok().pos
		x := p.argument()
		raw := foldName(p.since(from))
		if raw == "i" || raw == "imath" {
			return expr.Var("i")
		}
		if m, ok := x.(*expr.Mul); ok && len(m.Factors) == len(raw) && strings.ToUpper(raw) == raw {
			return expr.Var("vec " + raw) // AB and BA are different vectors
		}
		return x
	case "arc", "brace", "combining":
		return p.argument()
	case "overset", "underset":
		p.argument()
		return p.argument()
	}
	from := p.tok().pos
	x := p.argument()
	raw := foldName(p.since(from))
	if t.text == "circled" {
		return expr.Var("circled" + raw)
	}
	if raw == "imath" || raw == "jmath" {
		raw = raw[:1]
	}
	if t.text == "hat" && (raw == "i" || raw == "j" || raw == "k") {
		return expr.Var(raw)
	}
	if _, ok := x.(*expr.Sym); ok {
		return p.named(raw + "_" + t.text)
	}
	if c, ok := x.(*expr.Const); ok && c.C == expr.I {
		return expr.Var("i")
	}
	if t.text == "bar" && !expr.Any(x, func(n expr.Node) bool { _, ok := n.(*expr.Num); return ok }) && len(raw) <= 3 && strings.ToUpper(raw) == raw {
		return x // a segment
	}
	if t.text == "bar" {
		return expr.Fun(expr.Conj, x)
	}
	return x
}

// since is the text from a byte offset to the end of the last token read.
func (p *parser) since(from int32) string {
	return p.src[from:max(from, p.toks[p.i-1].end)]
}

// foldName strips braces, spaces and backslashes from a name.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '{', '}', ' ', '\\', '~', '\t', '\n':
			return -1
		}
		return r
	}, s)
}

// letter reads a variable with its subscript and primes, and the application
// of a name that can only be a function.
func (p *parser) letter() expr.Node {
	t := *p.tok()
	if p.toks[p.i].kind == tLetter {
		if n := p.based(); n != nil {
			return n
		}
	}
	p.i++
	if t.text == "d" && p.kind() == tLetter && p.peek(1) == tSlash && p.peek(2) == tLetter && p.toks[p.i+2].text == "d" && p.peek(3) == tLetter {
		n := &expr.Bind{Op: expr.DerivOp, Var: p.toks[p.i+3].text, Body: expr.Var(p.tok().text)}
		p.i += 4
		return n
	}
	if n := p.combination(t.text); n != nil {
		return n
	}
	n := p.named(t.text)
	s, ok := n.(*expr.Sym)
	if !ok {
		return n
	}
	if p.kind() != tOpen || p.tok().bracket() != expr.Paren || p.peek(1) == tMod {
		if p.kind() == tCaret && isFunctionName(s.Name) && p.inverseCall() {
			p.i += 5
			args, _ := p.brackets()
			return &expr.Call{Fn: expr.User, Name: s.Name + "^-1", Args: args}
		}
		return n
	}
	if isFunctionName(s.Name) || t.kind == tName || p.listAhead() && !p.tok().space && s.Name != "x" && s.Name != "y" {
		save := p.i
		args, closed := p.brackets()
		if closed && len(args) > 0 {
			return &expr.Call{Fn: expr.User, Name: s.Name, Args: args}
		}
		p.i = save
	}
	return n
}

// inverseCall reports whether ^{-1}( follows.
func (p *parser) inverseCall() bool {
	return p.peek(1) == tLBrace && p.peek(2) == tMinus && p.peek(3) == tNum && p.toks[p.i+3].text == "1" && p.peek(4) == tRBrace && p.peek(5) == tOpen
}

func isFunctionName(s string) bool {
	base, _, _ := strings.Cut(strings.TrimRight(s, "'"), "_")
	switch base {
	case "f", "g", "h", "F", "G", "H", "phi", "psi":
		return true
	}
	return false
}

// listAhead reports whether the bracket at the position directly holds a comma
// before it closes; it looks at most a few tokens ahead.
func (p *parser) listAhead() bool {
	depth := 0
	for k := p.i; k < len(p.toks) && k < p.i+40; k++ {
		switch p.toks[k].kind {
		case tOpen, tLBrace, tSetOpen:
			depth++
		case tClose, tRBrace, tSetClose:
			depth--
			if depth == 0 {
				return false
			}
		case tComma:
			if depth == 1 {
				return true
			}
		}
	}
	return false
}

// maxPrimes bounds the primes on a name; the tenth derivative is rare already.
const maxPrimes = 32

// named reads the subscript and primes that follow a name.
func (p *parser) named(name string) expr.Node {
	for {
		t := p.tok()
		switch t.kind {
		case tUnder:
			from := p.toks[min(p.i+1, len(p.toks)-1)].pos
			p.i++
			p.subscript()
			name += "_" + foldSub(p.since(from))
			continue
		case tSub:
			p.i++
			name += "_" + t.text
			continue
		case tNum:
			if !t.space && p.adjacent(0) && len(t.text) <= 2 && pureDigits(t.text) && isLetter(p.src[t.pos-1]) && len(name) == 1 {
				p.i++
				name += "_" + t.text
				continue
			}
		case tPrime:
			from := p.i
			for p.kind() == tPrime {
				p.i++
			}
			if p.i-from > maxPrimes {
				p.fail(ErrUnexpected)
			}
			for _, q := range p.toks[from:p.i] {
				name += "'"
				if q.val == 2 {
					name += "'"
				}
			}
			continue
		}
		return expr.Var(name)
	}
}

func foldSub(s string) string {
	s = strings.NewReplacer("\\text", "", "\\mathrm", "", "\\rm", "", "\\mathit", "").Replace(s)
	return foldName(s)
}

// subscript skips one subscript argument.
func (p *parser) subscript() {
	if p.kind() != tLBrace {
		switch p.kind() {
		case tEOF, tRBrace, tClose:
			return
		}
		p.i++
		return
	}
	depth := 0
	for {
		switch p.kind() {
		case tLBrace:
			depth++
		case tRBrace:
			depth--
		case tEOF:
			p.fail(ErrUnbalanced)
		}
		p.i++
		if depth == 0 {
			return
		}
	}
}

// combination reads C_n^k and C^k_n, P_n^k, A_n^k after the letter.
func (p *parser) combination(name string) expr.Node {
	if name != "C" && name != "P" && name != "A" {
		return nil
	}
	first := p.kind()
	if first != tUnder && first != tCaret {
		return nil
	}
	save := p.i
	p.i++
	if p.kind() != tLBrace && p.kind() != tNum && p.kind() != tLetter {
		p.i = save
		return nil
	}
	a := p.scriptArg()
	if p.kind() != tUnder && p.kind() != tCaret || p.kind() == first {
		p.i = save
		return nil
	}
	p.i++
	b := p.scriptArg()
	low, high := a, b
	if first == tCaret {
		low, high = b, a
	}
	f := expr.Perm
	if name == "C" {
		f = expr.Binom
	}
	// C_n^k in one tradition, C^n_k in the other: of two numbers the larger is
	// the size of the set.
	if x, ok := low.(*expr.Num); ok {
		if y, ok := high.(*expr.Num); ok {
			if c, ok := num.Cmp(x.V, y.V); ok && c < 0 {
				low, high = high, low
			}
		}
	}
	return expr.Fun(f, low, high)
}

func (p *parser) scriptArg() expr.Node {
	if t := p.tok(); t.kind == tNum && p.src[t.pos-1] != '{' {
		return p.fracArgWhole()
	}
	return p.argument()
}

func (p *parser) fracArgWhole() expr.Node {
	v := p.number(p.tok().text)
	p.i++
	return expr.Val(v)
}

// prefixed reads _nC_k, ^nC_k and {}_nC_k.
func (p *parser) prefixed() expr.Node {
	t := p.tok()
	p.i++
	var n expr.Node
	if t.kind == tSub || t.kind == tSup {
		n = p.small(t)
	} else {
		n = p.scriptArg()
	}
	name := p.tok()
	if name.kind == tLetter || name.kind == tText && (strings.TrimSpace(name.text) == "C" || strings.TrimSpace(name.text) == "P") {
		s := strings.TrimSpace(name.text)
		if (s == "C" || s == "P") && (p.peek(1) == tUnder || p.peek(1) == tSub || p.peek(1) == tCaret) {
			k := p.toks[p.i+1]
			p.i += 2
			var r expr.Node
			if k.kind == tSub {
				r = p.small(&k)
			} else {
				r = p.scriptArg()
			}
			if s == "C" {
				return expr.Fun(expr.Binom, n, r)
			}
			return expr.Fun(expr.Perm, n, r)
		}
	}
	p.i--
	p.fail(ErrUnexpected)
	return nil
}
