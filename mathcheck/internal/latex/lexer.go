package latex

import (
	"strings"
	"unicode/utf8"

	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// lexer turns text into tokens in one pass. It never looks back further than
// one token and never ahead further than the end of one group, once.
type lexer struct {
	src    string
	pos    int
	toks   []token
	max    int
	space  bool
	tight  bool // a \! stood here: spaces after it do not separate
	opt    Options
	double bool
	words  int  // plain words so far
	begun  bool // an environment was
	open   bool // the last \right has no bracket, as that of a system
	looked bool // open is known
	err    *Error
}

// lex fills l.toks, ending with tEOF.
func (l *lexer) lex() *Error {
	l.double = doubled(l.src)
	for l.pos < len(l.src) && l.err == nil {
		l.next()
		if len(l.toks) > l.max {
			return &Error{Pos: l.pos, Code: ErrTokens, Text: clip.Text(l.src[l.pos:], maxShown)}
		}
	}
	if l.err != nil {
		return l.err
	}
	l.toks = append(l.toks, token{kind: tEOF, pos: int32(len(l.src)), end: int32(len(l.src))})
	return nil
}

// maxShown bounds the text of an Error, in bytes.
const maxShown = 24

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c-'0' <= 9 }

func (l *lexer) emit(k kind, val uint8, text string, start int) {
	l.toks = append(l.toks, token{kind: k, val: val, text: text, pos: int32(start), end: int32(l.pos), space: l.space})
	l.space, l.tight = false, false
}

func (l *lexer) emitMacro(m macro, name string, start int) {
	t := m.text
	if t == "" {
		t = name
	}
	l.emit(m.kind, m.val, t, start)
}

func (l *lexer) fail(code Code, pos int) {
	if l.err == nil {
		l.err = &Error{Pos: pos, Code: code, Text: clip.Text(l.src[pos:], maxShown)}
	}
}

// simple are the ASCII signs that are one token by themselves.
var simple = [128]macro{
	'+': {kind: tPlus}, '-': {kind: tMinus}, '/': {kind: tSlash}, '^': {kind: tCaret}, '_': {kind: tUnder}, '!': {kind: tBang},
	'%': {kind: tPercent}, '\'': {kind: tPrime}, ',': {kind: tComma}, ';': {kind: tSemi}, ':': {kind: tColon}, '=': relMacro(expr.Eq),
	'(': openMacro(expr.Paren), ')': closeMacro(expr.Paren), '[': openMacro(expr.Square), ']': closeMacro(expr.Square),
	'{': {kind: tLBrace}, '}': {kind: tRBrace}, '|': {kind: tBar}, '&': {kind: tAmp}, '~': {kind: tDrop},
}

func (l *lexer) next() {
	start := l.pos
	c := l.src[l.pos]
	switch {
	case isDigit(c) || c == '.' && l.pos+1 < len(l.src) && isDigit(l.src[l.pos+1]):
		l.number()
	case c == '\\':
		l.control()
	case isLetter(c):
		l.letters()
	case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		l.pos++
		l.space = !l.tight
	case c >= utf8.RuneSelf:
		l.unicode()
	default:
		l.pos++
		l.ascii(c, start)
	}
}

func (l *lexer) at(s string) bool { return strings.HasPrefix(l.src[l.pos:], s) }

func (l *lexer) ascii(c byte, start int) {
	two := func(s string, m macro) bool {
		if l.at(s) {
			l.pos += len(s)
			l.emitMacro(m, "", start)
			return true
		}
		return false
	}
	switch c {
	case '*':
		if !two("*", macro{kind: tCaret}) {
			// Markdown emphasis reaches here only around whole answers.
			l.emit(tTimes, 0, "", start)
		}
		return
	case '<':
		if !two("=", relMacro(expr.Le)) && !two(">", relMacro(expr.Ne)) {
			l.emit(tRel, uint8(expr.Lt), "", start)
		}
		return
	case '>':
		if !two("=", relMacro(expr.Ge)) {
			l.emit(tRel, uint8(expr.Gt), "", start)
		}
		return
	case '=':
		if two(">", relMacro(expr.To)) || two("=", relMacro(expr.Eq)) || two("<", relMacro(expr.Le)) {
			return
		}
	case '!':
		if l.at("=") && !l.at("==") {
			l.pos++
			l.emit(tRel, uint8(expr.Ne), "", start)
			return
		}
	case ':':
		if two("=", relMacro(expr.Eq)) {
			return
		}
	case '-':
		if two(">", relMacro(expr.To)) {
			return
		}
	case '+':
		if two("/-", macro{kind: tPM}) || two("-", macro{kind: tPM}) {
			return
		}
	case '.':
		if l.at("\\overline") || l.at("\\dot{") || l.at("\\bar{") || l.at("\\dot ") {
			l.pos--
			l.emit(tNum, 0, "0", start)
			l.pos++
			return
		}
		n := 1
		for l.pos < len(l.src) && l.src[l.pos] == '.' {
			l.pos++
			n++
		}
		if n >= 2 {
			l.emit(tDots, 0, "", start)
		}
		return
	case '|':
		if !l.opt.splitBars && two("|", macro{kind: tDBar}) {
			return
		}
	case '$':
		if l.pos < len(l.src) && l.src[l.pos] == '{' && strings.Count(l.src, "$")%2 == 1 {
			l.fail(ErrUnknown, start) // a template, not mathematics
			return
		}
		l.dropCountry()
		// A delimiter of mathematics, or money: "$5" with no partner.
		if l.opt.Money && l.pos < len(l.src) && (isDigit(l.src[l.pos]) || l.src[l.pos] == '.' || l.src[l.pos] == ' ') {
			l.emit(tMoney, 0, "USD", start)
		}
		l.space = true
		return
	case '"', '`', '#', '@', '\x00', '\x0b', '\x0c', '\x1b':
		l.space = true
		return
	}
	if c == '&' && l.aligning() {
		l.space = true
		return
	}
	if m := simple[c&0x7f]; m.kind == tDrop {
		l.space = true
	} else if m.kind != tEOF {
		l.emitMacro(m, "", start)
	} else {
		l.fail(ErrUnknown, start)
	}
}

// aligning reports whether the & just passed stands beside an equals sign: it
// sets x &= 1 below its like and parts no cells.
func (l *lexer) aligning() bool {
	rest := strings.TrimLeft(l.src[l.pos:min(len(l.src), l.pos+8)], " ")
	return strings.HasPrefix(rest, "=") || len(l.toks) > 0 && l.toks[len(l.toks)-1].kind == tRel && l.toks[len(l.toks)-1].val == uint8(expr.Eq)
}

// dropCountry takes back the letters of US$ and its like.
func (l *lexer) dropCountry() {
	n := len(l.toks)
	if n >= 2 && l.toks[n-1].kind == tLetter && l.toks[n-1].text == "S" && l.toks[n-2].text == "U" && !l.space {
		l.toks = l.toks[:n-2]
	}
}

// number reads digits with a decimal point and an exponent, and Unicode digits
// that follow.
func (l *lexer) number() {
	start := l.pos
	dots := 0
	s := l.src
	for l.pos < len(s) {
		c := s[l.pos]
		if isDigit(c) {
			l.pos++
		} else if c == '.' && l.pos+1 < len(s) && isDigit(s[l.pos+1]) {
			dots++
			l.pos++
		} else {
			break
		}
	}
	if l.pos < len(s) && (s[l.pos] == 'x' || s[l.pos] == 'b' || s[l.pos] == 'o') && s[start:l.pos] == "0" && l.pos+1 < len(s) {
		if l.radix(start) {
			return
		}
	}
	if l.pos < len(s) && s[l.pos] == '.' && (l.pos+1 == len(s) || s[l.pos+1] == ' ' || s[l.pos+1] == '$' || s[l.pos+1] == '}' || s[l.pos+1] == '\\') {
		// "5." ends a sentence.
		l.emit(tNum, uint8(dots), s[start:l.pos], start)
		l.pos++
		if l.pos < len(s) && s[l.pos] == '.' {
			l.pos--
		}
		return
	}
	if dots <= 1 && l.pos+1 < len(s) && s[l.pos]|0x20 == 'e' {
		j := l.pos + 1
		if s[j] == '-' || s[j] == '+' {
			j++
		}
		k := j
		for k < len(s) && isDigit(s[k]) {
			k++
		}
		if k > j && (k == len(s) || s[k] != '.' && !isLetter(s[k])) {
			l.pos = k
			text := s[start:k]
			l.emit(tNum, uint8(dots), text, start)
			return
		}
	}
	l.emit(tNum, uint8(dots), s[start:l.pos], start)
}

// radix reads 0x1F, 0b101, 0o17.
func (l *lexer) radix(start int) bool {
	base := map[byte]string{'x': "16", 'b': "2", 'o': "8"}[l.src[l.pos]]
	limit := map[byte]byte{'x': 'f', 'b': '1', 'o': '7'}[l.src[l.pos]]
	k := l.pos + 1
	for k < len(l.src) {
		c := l.src[k]
		if isLetter(c) {
			c |= 0x20
		}
		if !(isDigit(c) || c >= 'a' && c <= 'f') || c > limit {
			break
		}
		k++
	}
	if k == l.pos+1 || k < len(l.src) && (isLetter(l.src[k]) || isDigit(l.src[k])) {
		return false
	}
	digits := l.src[l.pos+1 : k]
	l.pos = k
	l.emit(tNum, 0, digits, start)
	l.toks = append(l.toks, token{kind: tSub, text: base, pos: int32(k), end: int32(k)})
	return true
}
