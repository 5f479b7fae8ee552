package latex

import (
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// Options changes how a text is read. The zero value is the usual reading.
type Options struct {
	// Commas is how commas between digits are read.
	Commas Commas
	// Money reads a dollar sign before a digit as dollars, where the caller
	// knows that it does not delimit mathematics.
	Money bool
	// IsUnit tells whether a folded text ("km/h") is a known unit; nil: none.
	IsUnit func(string) bool
	// NoUnits reads letters after a number as variables wherever possible.
	NoUnits bool
	// splitBars reads || as two bars.
	splitBars bool
	// MaxTokens and MaxDepth are ceilings; 0 means 40,000 and 5,000. They
	// admit 10,000 digits one token each, 2,000 terms of a dozen tokens, and
	// 500 levels of brackets, radicals and fractions in turn: a level is up to
	// eight rules of the grammar deep.
	MaxTokens, MaxDepth int
}

const (
	defaultMaxTokens = 40_000
	defaultMaxDepth  = 5_000
)

// parser is a precedence-climbing parser over the tokens of one answer.
type parser struct {
	src   string
	toks  []token
	i     int
	depth int
	max   int
	opt   *Options
	// bars counts open |; builder says a set-builder's | may come.
	bars, builder int
	integral      int
	// symbolic says that signs of logic, not words, joined statements.
	symbolic bool
	// boundI says i is an index here, not the imaginary unit.
	boundI int
}

// Parse reads src as one answer.
func Parse(src string, opt *Options) (n expr.Node, perr *Error) {
	if opt == nil {
		opt = &Options{}
	}
	maxTokens := opt.MaxTokens
	if maxTokens == 0 {
		maxTokens = defaultMaxTokens
	}
	l := lexer{src: src, opt: opt, max: maxTokens, toks: make([]token, 0, min(len(src)/2+4, 64))}
	if err := l.lex(); err != nil {
		return nil, err
	}
	toks := unalign(l.toks)
	toks = joinNumbers(src, toks, opt.Commas)
	p := parser{src: src, toks: toks, opt: opt, max: opt.MaxDepth}
	if p.max == 0 {
		p.max = defaultMaxDepth
	}
	n, perr = p.run()
	if perr != nil && !opt.splitBars && !perr.Budget() && strings.Contains(src, "||") {
		again := *opt
		again.splitBars = true // ||x|-1|: two bars, not a norm
		if n2, err2 := Parse(src, &again); err2 == nil {
			return n2, nil
		}
	}
	return n, perr
}

// run parses the tokens; the parser's panics end here.
func (p *parser) run() (n expr.Node, perr *Error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			n, perr = nil, e
		}
	}()
	return p.answer(), nil
}

// unalign replaces the rows of aligned environments by commas, or by nothing
// where a row goes on with a relation.
func unalign(toks []token) []token {
	found := false
	for _, t := range toks {
		if t.kind == tBegin && aligned(t.text) {
			found = true
			break
		}
	}
	if !found {
		return toks
	}
	var stack []bool
	out := make([]token, 0, len(toks))
	for i, t := range toks {
		in := len(stack) > 0 && stack[len(stack)-1]
		switch t.kind {
		case tBegin:
			stack = append(stack, aligned(t.text))
			if aligned(t.text) {
				continue
			}
		case tEnd:
			if len(stack) > 0 {
				stack = stack[:len(stack)-1]
			}
			if aligned(t.text) {
				continue
			}
		case tAmp:
			if in {
				continue
			}
		case tRow:
			if in {
				k := i + 1
				for k < len(toks) && toks[k].kind == tAmp {
					k++
				}
				if toks[k].kind == tRel || toks[k].kind == tEnd || toks[k].kind == tPlus {
					continue
				}
				t.kind, t.val, t.space = tComma, 0, true
			}
		}
		out = append(out, t)
	}
	return out
}

func aligned(name string) bool {
	switch name {
	case "aligned", "align", "alignat", "gather", "gathered", "split", "equation", "multline", "eqnarray", "displaymath", "math", "center":
		return true
	}
	return strings.HasPrefix(name, "alignedat")
}

func (p *parser) tok() *token { return &p.toks[p.i] }
func (p *parser) kind() kind  { return p.toks[p.i].kind }
func (p *parser) peek(n int) kind {
	if p.i+n < len(p.toks) {
		return p.toks[p.i+n].kind
	}
	return tEOF
}

func (p *parser) fail(code Code) {
	t := p.tok()
	panic(&Error{Pos: int(t.pos), Code: code, Text: clip(p.src[t.pos:])})
}

func (p *parser) enter() {
	p.depth++
	if p.depth > p.max {
		p.fail(ErrDepth)
	}
}

func (p *parser) leave() { p.depth-- }

func (p *parser) expect(k kind) {
	if p.kind() != k {
		if p.kind() == tEOF {
			p.fail(ErrUnbalanced)
		}
		p.fail(ErrUnexpected)
	}
	p.i++
}

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
	for {
		if p.kind() == end {
			return elems, sep
		}
		elems = append(elems, p.item())
		got := false
		for {
			switch p.kind() {
			case tComma:
				sep = max(sep, expr.Comma)
			case tSemi:
				sep = expr.Semicolon
			case tRow:
				sep = max(sep, expr.Comma)
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
	}
}

// list = item { sep item }; statements joined by words are one Logic.
func (p *parser) list(end kind) expr.Node {
	elems, sep := p.items(end)
	switch len(elems) {
	case 0:
		p.fail(ErrMissing)
	case 1:
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
	defer p.leave()
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

// sum = product { (+|-|±|∓) product }.
func (p *parser) sum() expr.Node {
	p.enter()
	defer p.leave()
	var first expr.Node
	switch p.kind() {
	case tMinus, tPlus, tPM, tMP:
		first = p.signed()
	default:
		first = p.product()
	}
	n := first
	var terms []expr.Node
	for {
		switch p.kind() {
		case tPlus, tMinus, tPM, tMP:
			if p.kind() == tPlus && p.endsOperand(1) || p.kind() == tMinus && p.endsOperand(1) {
				return n // a one-sided limit: 0^+
			}
			if terms == nil {
				terms = append(terms, n)
			}
			terms = append(terms, p.signed())
			n = nil
		case tSlash, tChoose:
			if p.kind() == tSlash && p.tok().val != 2 {
				return p.total(n, terms)
			}
			left := p.total(n, terms)
			choose := p.kind() == tChoose
			p.i++
			right := p.sum()
			if choose {
				return expr.Fun(expr.Binom, left, right)
			}
			return expr.Over(left, right)
		case tNum:
			if q, ok := n.(*expr.Quantity); ok && terms == nil && !q.Money { // 5 feet 3 inches
				terms = append(terms, n, p.product())
				n = nil
				continue
			}
			return p.total(n, terms)
		default:
			return p.total(n, terms)
		}
	}
}

func (p *parser) total(n expr.Node, terms []expr.Node) expr.Node {
	if terms == nil {
		return n
	}
	if len(terms) == 2 && setLike(terms[0]) { // R - {2}
		if neg, ok := terms[1].(*expr.Neg); ok && setLike(neg.X) {
			if _, tuple := neg.X.(*expr.Tuple); !tuple {
				return &expr.SetOp{Op: expr.Minus, Args: []expr.Node{terms[0], neg.X}}
			}
		}
	}
	return &expr.Add{Terms: terms}
}

// endsOperand reports whether the token n ahead closes something.
func (p *parser) endsOperand(n int) bool {
	switch p.peek(n) {
	case tEOF, tRBrace, tClose, tSetClose:
		return true
	}
	return false
}

// signed reads a sign and the product it belongs to.
func (p *parser) signed() expr.Node {
	k := p.kind()
	p.i++
	p.enter()
	defer p.leave()
	var x expr.Node
	switch p.kind() {
	case tMinus, tPlus, tPM, tMP:
		x = p.signed()
	default:
		x = p.product()
	}
	return sign(k, x)
}

func sign(k kind, x expr.Node) expr.Node {
	switch k {
	case tMinus:
		if c, ok := x.(*expr.Call); ok && c.Fn == expr.Mod {
			return expr.Fun(expr.Mod, &expr.Neg{X: c.Args[0]}, c.Args[1])
		}
		if q, ok := x.(*expr.Quantity); ok {
			c := *q
			c.Value = &expr.Neg{X: q.Value}
			return &c
		}
		return &expr.Neg{X: x}
	case tPM:
		return &expr.PlusMinus{X: x}
	case tMP:
		return &expr.PlusMinus{X: x, Minus: true}
	}
	return x
}

// product = power { [*|/|mod] power }, all from left to right.
func (p *parser) product() expr.Node {
	n := p.power()
	shown := false
	var factors []expr.Node
	flush := func() expr.Node {
		if len(factors) == 0 {
			return n
		}
		n = &expr.Mul{Factors: factors, Shown: shown}
		factors, shown = nil, false
		return n
	}
	push := func(x expr.Node) {
		if len(factors) == 0 {
			factors = append(factors, n)
		}
		factors = append(factors, x)
	}
	for {
		switch t := p.tok(); t.kind {
		case tTimes:
			p.i++
			if t.val == 1 && setLike(n) && len(factors) == 0 && (startsSet(*p.tok())) {
				n = &expr.SetOp{Op: expr.Cross, Args: []expr.Node{n, p.power()}}
				continue
			}
			if p.kind() == tEOF {
				return flush()
			}
			if p.unitTail(flush, &n) {
				return n
			}
			x := p.operandSigned()
			push(x)
			shown = true
		case tSlash:
			if t.val == 2 {
				return flush()
			}
			p.i++
			left := flush()
			n = &expr.Div{Num: left, Den: p.operandSigned(), Slash: true}
		case tMod:
			if t.val == 1 {
				return flush()
			}
			p.i++
			left := flush()
			n = expr.Fun(expr.Mod, left, p.operandSigned())
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
			if !p.startsFactor(n, len(factors) == 0) {
				return flush()
			}
			push(p.power())
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
	defer p.leave()
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

// number makes the node of a numeral.
func (p *parser) number(text string) num.Value {
	v, ok := num.Parse(text)
	if !ok {
		if len(text) > num.MaxDigits {
			p.fail(ErrDigits)
		}
		p.fail(ErrUnexpected)
	}
	return v
}
