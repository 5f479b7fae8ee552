package latex

import (
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

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
		if v, number := x.(*expr.Num); number && v.V.Sign() != 0 {
			return &expr.Call{Fn: expr.User, Name: t.text, Args: []expr.Node{x}}
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
	if t.text == "bar" && !complexLike(x) {
		return &expr.Call{Fn: expr.User, Name: "bar", Args: []expr.Node{x}} // a period without its number, a negation
	}
	if t.text == "bar" {
		return expr.Fun(expr.Conj, x)
	}
	if _, number := x.(*expr.Num); number && (t.text == "dot" || t.text == "ddot" || t.text == "hat" || t.text == "tilde") {
		return &expr.Call{Fn: expr.User, Name: t.text, Args: []expr.Node{x}}
	}
	return x
}

// complexLike reports whether n may be a complex number, so that a bar over it
// conjugates: it holds i, or one of the usual names.
func complexLike(n expr.Node) bool {
	return expr.Any(n, func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.Const:
			return n.C == expr.I
		case *expr.Sym:
			return n.Name[0] == 'z' || n.Name[0] == 'w' || n.Name == "omega"
		}
		return false
	})
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
	if isFunctionName(s.Name) || t.kind == tName || p.definesFunction() || p.listAhead() && !p.tok().space && s.Name != "x" && s.Name != "y" {
		save := p.i
		args, closed := p.brackets()
		if closed && len(args) > 0 {
			if s.Name == "zeta" && len(args) == 1 {
				return zeta(args[0])
			}
			return &expr.Call{Fn: expr.User, Name: s.Name, Args: args}
		}
		p.i = save
	}
	return n
}

// zeta is Riemann's function as the series that it is at 2, 3, ...
func zeta(s expr.Node) expr.Node {
	if k, ok := s.(*expr.Num); ok {
		v, ok := k.V.Int64()
		if ok && v == 1 {
			return &expr.Div{Num: s, Den: expr.Int(0)} // the pole
		}
		if ok && v > 1 {
			body := expr.Over(expr.Int(1), expr.Power(expr.Var("n"), s))
			return &expr.Bind{Op: expr.SumOp, Var: "n", Lo: expr.Int(1), Hi: expr.Cst(expr.Inf), Body: body}
		}
	}
	return &expr.Call{Fn: expr.User, Name: "zeta", Args: []expr.Node{s}}
}

// inverseCall reports whether ^{-1}( follows.
func (p *parser) inverseCall() bool {
	return p.peek(1) == tLBrace && p.peek(2) == tMinus && p.peek(3) == tNum && p.toks[p.i+3].text == "1" && p.peek(4) == tRBrace && p.peek(5) == tOpen
}

func isFunctionName(s string) bool {
	base, _, _ := strings.Cut(strings.TrimRight(s, "'"), "_")
	switch base {
	case "f", "g", "h", "F", "G", "H", "phi", "psi", "zeta":
		return true
	}
	return false
}

// definesFunction reports whether (x) or (t) and an equals sign follow a name
// at the beginning: y(x) = ...
func (p *parser) definesFunction() bool {
	if p.i != 1 || p.peek(1) != tLetter || p.peek(2) != tClose || p.peek(3) != tRel || expr.RelOp(p.toks[p.i+3].val) != expr.Eq {
		return false
	}
	arg := p.toks[p.i+1].text
	return arg == "x" || arg == "t"
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

// maxSubscripts bounds the subscripts on a name, each of which copies it.
const maxSubscripts = 64

// named reads the subscript and primes that follow a name.
func (p *parser) named(name string) expr.Node {
	subscripts := 0
	for {
		t := p.tok()
		switch t.kind {
		case tUnder:
			if subscripts++; subscripts > maxSubscripts {
				p.fail(ErrUnexpected)
			}
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
			if !t.space && p.adjacent(0) && len(t.text) <= 2 && pureDigits(t.text) && isLetter(p.src[t.pos-1]) && len(name) == 1 && !p.powerInUnknowns() {
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

// powerInUnknowns reports whether the number here has an exponent that is more
// than a number: n2^{n-1} is a product, x1^2 the square of x_1.
func (p *parser) powerInUnknowns() bool {
	if p.peek(1) != tCaret {
		return false
	}
	if p.peek(2) == tLBrace {
		return p.peek(3) != tNum || p.peek(4) != tRBrace
	}
	return p.peek(2) == tLetter
}

// subFonts takes the font commands off a subscript.
var subFonts = strings.NewReplacer("\\text", "", "\\mathrm", "", "\\rm", "", "\\mathit", "")

func foldSub(s string) string { return foldName(subFonts.Replace(s)) }

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
