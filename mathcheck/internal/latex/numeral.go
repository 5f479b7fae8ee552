package latex

import (
	"strconv"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

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
	if t.val <= 1 && endsNumeral(p.peek(1)) {
		p.i++
		return expr.Val(p.number(t.text))
	}
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

// endsNumeral says that nothing before such a token can be glued to a number.
func endsNumeral(k kind) bool {
	switch k {
	case tEOF, tPlus, tMinus, tTimes, tSlash, tCaret, tComma, tClose, tRBrace, tRel, tAmp, tRow, tEnd, tSetClose, tSetOp:
		return true
	}
	return false
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

// maxDigitTokens bounds the tokens of a numeral whose digits are letters too
// (1A3F is four), so that looking ahead costs each token no more than that.
const maxDigitTokens = 64

// based reads a numeral with its base: 4210_7, 2F_{16}, 1011₂.
func (p *parser) based() expr.Node {
	j := p.i
	for j+1 < len(p.toks) && j < p.i+maxDigitTokens && (p.toks[j].kind == tNum && p.toks[j].val <= 1 || p.toks[j].kind == tLetter && len(p.toks[j].text) == 1 || p.toks[j].kind == tConst && p.toks[j].text == "e") && (j == p.i || p.toks[j].pos == p.toks[j-1].end) {
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
	if text == "" {
		return 0, 0 // without an error that is made to be dropped
	}
	b, err := strconv.Atoi(text)
	if err != nil || b < 2 || b > 36 {
		return 0, 0
	}
	return b, k
}
