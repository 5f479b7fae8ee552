package latex

import (
	"cmp"
	"strings"
	"sync"

	"github.com/verireward/verireward/internal/clip"
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
	opt   Options
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
	if v, ok := num.ParsePlain(src); ok {
		return plainNumber(v), nil
	}
	if opt == nil {
		opt = &Options{}
	}
	n, err := parse(src, opt)
	if err != nil && !opt.splitBars && !err.Budget() && strings.Contains(src, "||") {
		again := *opt
		again.splitBars = true // ||x|-1|: two bars, not a norm
		if n2, err2 := parse(src, &again); err2 == nil {
			return n2, nil
		}
	}
	return n, err
}

// parse is Parse by the grammar alone.
func parse(src string, opt *Options) (expr.Node, *Error) {
	room := tokenRooms.Get().(*tokenRoom)
	l := lexer{src: src, opt: *opt, max: cmp.Or(opt.MaxTokens, defaultMaxTokens), toks: room.toks[:0]}
	err := l.lex()
	room.toks = l.toks
	var n expr.Node
	if err == nil {
		toks := l.toks
		if l.begun {
			toks = unalign(toks)
		}
		p := parser{src: src, toks: joinNumbers(src, toks, opt.Commas), opt: *opt, max: cmp.Or(opt.MaxDepth, defaultMaxDepth)}
		n, err = p.run()
	}
	room.release()
	return n, err
}

// plainNumber is the tree of a whole number, as the grammar makes it.
func plainNumber(v int64) expr.Node {
	if v < 0 {
		return &expr.Neg{X: expr.Int(-v)}
	}
	return expr.Int(v)
}

// tokenRoom is room for the tokens of one text, of which a tree keeps nothing.
type tokenRoom struct{ toks []token }

var tokenRooms = sync.Pool{New: func() any { return new(tokenRoom) }}

// keptTokens bounds the tokens that room is kept for; a longer answer is rare,
// and its room is left to the collector.
const keptTokens = 256

// release hands the room on. The tokens in it hold on to their text until they
// are written over, or the collector empties the pool.
func (r *tokenRoom) release() {
	if cap(r.toks) <= keptTokens {
		tokenRooms.Put(r)
	}
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
	for i := range toks {
		if t := &toks[i]; t.kind == tBegin && aligned(t.text) {
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
	panic(&Error{Pos: int(t.pos), Code: code, Text: clip.Text(p.src[t.pos:], maxShown)})
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

// sum = product { (+|-|±|∓) product }.
func (p *parser) sum() expr.Node {
	p.enter()
	n := p.terms()
	p.leave()
	return n
}

// terms is sum at one level more.
func (p *parser) terms() expr.Node {
	var first expr.Node
	switch p.kind() {
	case tMinus, tPlus, tPM, tMP:
		first = p.signed()
	default:
		first = p.product()
	}
	n := first
	var sum *expr.Add // what precedes n, if anything does
	for {
		switch p.kind() {
		case tPlus, tMinus, tPM, tMP:
			if p.kind() == tPlus && p.endsOperand(1) || p.kind() == tMinus && p.endsOperand(1) {
				return n // a one-sided limit: 0^+
			}
			if sum == nil {
				sum = expr.NewAdd(2)
				sum.Terms = append(sum.Terms, n)
			}
			sum.Terms = append(sum.Terms, p.signed())
			n = nil
		case tMod:
			if p.tok().val == 1 {
				return p.total(n, sum)
			}
			p.i++
			// It takes the whole sum, and may be a factor itself: 141 mod 9 / 3.
			n = p.productOf(expr.Fun(expr.Mod, p.total(n, sum), p.operandSigned()))
			sum = nil
		case tSlash, tChoose:
			if p.kind() == tSlash && p.tok().val != 2 {
				return p.total(n, sum)
			}
			left := p.total(n, sum)
			choose := p.kind() == tChoose
			p.i++
			right := p.sum()
			if choose {
				return expr.Fun(expr.Binom, left, right)
			}
			return expr.Over(left, right)
		case tNum:
			if q, ok := n.(*expr.Quantity); ok && sum == nil && !q.Money { // 5 feet 3 inches
				sum = expr.NewAdd(2)
				sum.Terms = append(sum.Terms, n, p.product())
				n = nil
				continue
			}
			return p.total(n, sum)
		default:
			return p.total(n, sum)
		}
	}
}

func (p *parser) total(n expr.Node, sum *expr.Add) expr.Node {
	if sum == nil {
		return n
	}
	if terms := sum.Terms; len(terms) == 2 && setLike(terms[0]) { // R - {2}
		if neg, ok := terms[1].(*expr.Neg); ok && setLike(neg.X) {
			if _, tuple := neg.X.(*expr.Tuple); !tuple {
				return &expr.SetOp{Op: expr.Minus, Args: []expr.Node{terms[0], neg.X}}
			}
		}
	}
	return sum
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
