package latex

import (
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// scales are the words that multiply the number before them.
var scales = map[string]int64{
	"hundred": 100, "thousand": 1000, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12,
	"millions": 1e6, "billions": 1e9, "thousands": 1000, "dozens": 12, "千": 1000, "百": 100, "万": 1e4, "亿": 1e8, "萬": 1e4, "億": 1e8, "mil": 0, "lakh": 1e5, "crore": 1e7,
}

// scaleOf is what a word, or several, multiply the number before them by: thousand,
// hundred thousand.
func scaleOf(s string) (int64, bool) {
	product := int64(1)
	for _, w := range strings.Fields(strings.ToLower(s)) {
		n := scales[w]
		if n == 0 || product > maxScale/n {
			return 0, false
		}
		product *= n
	}
	return product, product > 1
}

// maxScale bounds the product of such words.
const maxScale = 1e15

// unitTail tries to read what follows a value as a unit or as words that go
// with it; on success *n is the quantity.
func (p *parser) unitTail(flush func() expr.Node, n *expr.Node) bool {
	t := p.tok()
	switch t.kind {
	case tWord, tText, tLetter, tFn, tMoney, tConst, tPrime, tSlash, tOpen, tName, tDegree, tTimes, tFrac:
	default:
		return false
	}
	if t.kind == tWord || t.kind == tText {
		if s, ok := scaleOf(t.text); ok {
			p.i++
			v := flush()
			*n = scaled(v, s)
			return false || p.unitTailAfterScale(n)
		}
	}
	_, pure := (*n).(*expr.Num)
	end, ok := p.tailEnd(pure && p.toks[p.i-1].kind == tNum)
	if !ok {
		return false
	}
	v := flush()
	if _, isText := v.(*expr.Text); isText {
		return false
	}
	unit := foldUnit(p.src[t.pos:p.toks[end-1].end])
	if _, symbols := v.(*expr.Mul); symbols && beginsWithVerb(unit) {
		return false // "This is a subspace" is a sentence, no product of letters
	}
	p.i = end
	*n = &expr.Quantity{Value: v, Unit: unit}
	return true
}

// beginsWithVerb says that words go on as a sentence does.
func beginsWithVerb(s string) bool {
	w, _, more := strings.Cut(s, " ")
	switch w {
	case "is", "are", "was", "were", "isn't", "aren't":
		return more
	}
	return false
}

func (p *parser) unitTailAfterScale(n *expr.Node) bool {
	return p.unitTail(func() expr.Node { return *n }, n)
}

func scaled(v expr.Node, s int64) expr.Node {
	if x, ok := v.(*expr.Num); ok {
		if r, ok := num.Mul(x.V, num.FromInt(s)); ok {
			return expr.Val(r)
		}
	}
	return expr.Times(v, expr.Int(s))
}

// unitAhead reports whether a unit tail starts here.
func (p *parser) unitAhead() bool {
	switch p.kind() {
	case tWord, tText, tLetter, tName:
		_, ok := p.tailEnd(false)
		return ok
	}
	return false
}

// tailEnd finds the end of the item from here and says whether the tokens up
// to it are a unit: one that is known, or words that cannot be mathematics.
// pure says the value is a bare numeral. The look ahead is bounded, so that a hostile input costs no more than a
// constant for each token.
func (p *parser) tailEnd(pure bool) (int, bool) {
	t := p.tok()
	switch {
	case t.kind == tConst, t.kind == tTimes, t.kind == tFn && (!pure || p.src[t.pos] == '\\'):
		return 0, false // e, i, a product sign and a function begin no unit
	case t.kind == tLetter && p.peek(1) == tCaret && p.opt.IsUnit != nil && !p.opt.IsUnit(t.text):
		return 0, false // x^2 is no unit if x is none
	}
	const longest = 24
	k := p.i
	depth := 0
scan:
	for ; k < len(p.toks) && k < p.i+longest; k++ {
		u := p.toks[k]
		switch u.kind {
		case tOpen, tLBrace:
			depth++
		case tClose, tRBrace:
			depth--
			if depth < 0 {
				break scan
			}
		case tEOF, tComma, tSemi, tLogic, tRel, tAmp, tRow, tEnd, tSetClose, tBar, tMid, tColon, tSetOp, tBegin, tFrac:
			if u.kind == tFrac && k == p.i {
				if p.peek(1) != tLBrace || p.peek(2) != tText && !strings.HasPrefix(p.src[p.toks[p.i+2].pos:], `\text`) && !strings.HasPrefix(p.src[p.toks[p.i+2].pos:], `\mathrm`) {
					return 0, false
				}
			}
			if depth == 0 && u.kind != tFrac {
				break scan
			}
		case tPlus, tMinus, tPM:
			if depth == 0 && (k == p.i || p.toks[k-1].kind != tCaret) {
				break scan
			}
		case tNum:
			if depth == 0 && k > p.i && p.toks[k-1].kind != tCaret && !(u.pos == p.toks[k-1].end) {
				break scan
			}
		}
	}
	if k == p.i || depth > 0 {
		return 0, false
	}
	if k == p.i+longest && (t.kind == tLetter || t.kind == tOpen || t.kind == tSlash) {
		return 0, false // a product: its first part names no unit
	}
	if k == p.i+1 && t.kind == tLetter && len(t.text) == 1 && (!pure || !t.space || p.opt.NoUnits) {
		return 0, false // a variable, whatever unit has that letter
	}
	prev := p.toks[max(p.i-1, 0)]
	folded := foldUnit(p.src[t.pos:p.toks[k-1].end])
	wordy := t.kind == tWord || t.kind == tText && t.val == 0 || t.kind == tText && len(strings.TrimSpace(t.text)) > 1
	if p.opt.IsUnit != nil && p.opt.IsUnit(folded) {
		if t.kind == tText || t.kind == tWord || t.kind == tDegree || t.kind == tFrac || t.kind == tFn && pure && p.src[t.pos] != '\\' {
			return k, true
		}
		// Letters that could be variables: they are a unit after a plain number
		// and a space, or when they are more than one letter.
		if !p.opt.NoUnits && (pure && t.space || len(folded) > 1 && (prev.kind == tNum && !strings.Contains(folded, "*") || t.space && len(folded) > 2)) && t.kind != tConst && t.kind != tTimes && t.kind != tFn {
			return k, true
		}
		return 0, false
	}
	if t.kind == tTimes || t.kind == tSlash || t.kind == tOpen || t.kind == tFrac {
		return 0, false
	}
	if !wordy {
		return 0, false
	}
	// Words that are no known unit: all of the tail must be words.
	for _, u := range p.toks[p.i:k] {
		switch u.kind {
		case tWord, tText, tLetter, tOpen, tClose, tSlash, tMoney, tFn, tConst, tPrime, tDots, tPercent, tLBrace, tRBrace, tCaret, tNum, tDegree, tName, tBind, tBang, tTimes:
		default:
			return 0, false
		}
	}
	return k, true
}

// remark reports whether a bracket with words follows, as in "25 (pieces)",
// and skips it.
func (p *parser) remark() bool {
	return p.kind() == tOpen && (p.peek(1) == tWord && !isScale(p.toks[p.i+1].text) || p.peek(1) == tText && len(p.toks[p.i+1].text) > 1) && p.closesItem()
}

func isScale(s string) bool { _, ok := scales[s]; return ok }

// closesItem reports whether the bracket at the position ends the whole text.
func (p *parser) closesItem() bool {
	depth := 0
	for k := p.i; k < len(p.toks); k++ {
		switch p.toks[k].kind {
		case tOpen:
			depth++
		case tClose:
			depth--
			if depth == 0 {
				return p.toks[k+1].kind == tEOF
			}
		}
	}
	return false
}

// quantity makes v a quantity with the bracketed remark as its unit.
func (p *parser) quantity(v expr.Node) expr.Node {
	from := p.tok().pos
	last := len(p.toks) - 1
	unit := foldUnit(strings.Trim(p.src[from:p.toks[last-1].end], "()（） "))
	p.i = last
	if _, ok := v.(*expr.Quantity); ok {
		return v
	}
	if p.opt.IsUnit == nil || !p.opt.IsUnit(unit) {
		unit = "(" + unit + ")"
	}
	return &expr.Quantity{Value: v, Unit: unit}
}

// words reads a run of words as one Text; mathematics after it is an error of
// kind prose unless a relation comes first.
func (p *parser) words() expr.Node {
	t := p.tok()
	from := p.i
	if k := p.peek(1); t.kind == tText && (k == tUnder || k == tSub) { // \text{FF}_{16}
		if base, end := p.baseAt(p.i + 1); base > 10 {
			digits := strings.TrimSpace(t.text)
			if v, ok := num.ParseBase(digits, base); ok {
				p.i = end
				return &expr.BaseNum{Digits: strings.ToLower(digits), Base: base, V: v}
			}
		}
	}
	for {
		switch p.kind() {
		case tWord, tText, tLetter, tPrime, tDots, tFn, tName, tBang:
			p.i++
			continue
		case tConst:
			if p.i > from {
				p.i++
				continue
			}
		}
		break
	}
	if p.kind() == tNum && p.peek(1) == tEOF { // Vendor 2
		p.i++
	}
	switch p.kind() {
	case tEOF, tComma, tSemi, tLogic, tRel, tAmp, tRow, tEnd, tClose, tRBrace, tSetClose, tColon, tMid, tBar:
		return &expr.Text{S: foldUnit(p.src[t.pos:p.toks[p.i-1].end])}
	case tOpen, tLBrace:
		if p.i == from+1 {
			if p.kind() == tOpen {
				args, _ := p.brackets()
				return &expr.Call{Fn: expr.User, Name: foldUnit(t.text), Args: args}
			}
		}
	case tUnder, tSub, tCaret, tSup:
		if p.i == from+1 {
			if p.kind() == tCaret || p.kind() == tSup {
				return expr.Var(foldUnit(t.text))
			}
			return p.named(foldUnit(t.text))
		}
	case tTimes, tSlash, tPlus, tMinus:
		if p.i == from+1 {
			return expr.Var(foldUnit(t.text))
		}
	}
	p.i = from
	p.fail(ErrProse)
	return nil
}

var unitMacros = strings.NewReplacer("\\textrm", "", "\\textbf", "", "\\textit", "", "\\texttt", "", "\\textsf", "", "\\textnormal", "", "\\emph", "", "\\text", "", "\\mathrm", "", "}{", "/", "\\mbox", "", "\\rm", "", "\\mathbf", "", "\\mathit", "", "\\operatorname", "",
	"\\cdot", "*", "\\times", "*", "·", "*", "⋅", "*", "×", "*", "\\,", " ", "\\;", " ", "\\!", "", "\\:", " ", "\\ ", " ", "~", " ", "\\%", "%", "\\$", "$", "^\\circ", "°", "^{\\circ}", "°", "\\circ", "°", "\\degree", "°", "\\mu", "μ", "\\Omega", "Ω", "\\left", "", "\\right", "", "\\quad", " ", "$", "",
	"²", "^2", "³", "^3", "⁻¹", "^-1", "⁻²", "^-2", "⁻³", "^-3", "\\hspace", "", "\\frac", "", "\\ell", "l", "\\pi", "pi")

// foldUnit writes a unit or words plainly: no macros, braces or doubled
// spaces; ^{2} is ^2.
func foldUnit(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isLetter(c) && c != ' ' {
			plain = false
			break
		}
	}
	if !plain {
		s = unitMacros.Replace(s)
		s = strings.Map(func(r rune) rune {
			switch r {
			case '{', '}', '\\':
				return -1
			}
			return r
		}, s)
		s = strings.TrimRight(s, ".,;: ")
	}
	return strings.Join(strings.Fields(s), " ")
}
