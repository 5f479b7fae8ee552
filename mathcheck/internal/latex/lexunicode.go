package latex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

// unicode reads one character outside ASCII.
func (l *lexer) unicode() {
	start := l.pos
	r, n := utf8.DecodeRuneInString(l.src[l.pos:])
	l.pos += n
	if m, ok := runes[r]; ok {
		if m.kind == tDrop {
			l.space = true
			return
		}
		if r == '、' || r == '，' {
			l.space = true
		}
		l.emitMacro(m, string(r), start)
		if r == '，' || r == '、' {
			l.space = true
		}
		return
	}
	if _, ok := superscripts[r]; ok {
		l.script(tSup, superscripts, start)
		return
	}
	if _, ok := subscripts[r]; ok {
		l.script(tSub, subscripts, start)
		return
	}
	switch {
	case r >= '０' && r <= '９':
		l.fullDigits(start)
	case r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ':
		l.oneLetter(string(r-0xFEE0), start)
	case r >= 0x1D400 && r <= 0x1D6A3: // mathematical alphabets, A-Z a-z in turn
		i := (r - 0x1D400) % 52
		if i < 26 {
			l.oneLetter(string('A'+i), start)
		} else {
			l.oneLetter(string('a'+i-26), start)
		}
	case r >= 0x1D7CE && r <= 0x1D7FF:
		l.emit(tNum, 0, string('0'+(r-0x1D7CE)%10), start)
		l.joinDigits()
	case unicode.IsSpace(r) || r == 0x2061 || r == 0x2062 || r == 0x2063 || r == 0x2064 || unicode.Is(unicode.Cf, r) || r == 0xFE0F:
		if unicode.IsSpace(r) {
			l.space = true
		}
	case r == 0x0305 || r == 0x0304 || r == 0x0307 || r == 0x0332: // overline or dot over the digit before
		l.emit(tAccent, 1, "combining", start)
	case r == '“' || r == '”' || r == '‘' || r == '"' || r == '。' || r == '「' || r == '」' || r == '．' || r == utf8.RuneError:
		l.space = true
	case unicode.IsLetter(r):
		if unicode.Is(unicode.Han, r) {
			l.han(start)
			return
		}
		l.word(start)
	default:
		l.fail(ErrUnknown, start)
	}
}

// han reads a run of Chinese characters as one word.
func (l *lexer) han(start int) {
	for l.pos < len(l.src) {
		r, n := utf8.DecodeRuneInString(l.src[l.pos:])
		if !unicode.Is(unicode.Han, r) {
			break
		}
		l.pos += n
	}
	switch w := l.src[start:l.pos]; w {
	case "或", "或者":
		l.emit(tLogic, uint8(expr.Or), w, start)
	case "和", "且", "与", "及":
		l.emit(tLogic, uint8(expr.And), w, start)
	default:
		l.emit(tWord, 0, w, start)
	}
}

func (l *lexer) fullDigits(start int) {
	l.pos = start
	var b strings.Builder
	for l.pos < len(l.src) {
		r, n := utf8.DecodeRuneInString(l.src[l.pos:])
		switch {
		case r >= '０' && r <= '９':
			b.WriteByte(byte(r - '０' + '0'))
		case r < utf8.RuneSelf && isDigit(byte(r)):
			b.WriteByte(byte(r))
		case (r == '．' || r == '.') && b.Len() > 0:
			if r2, _ := utf8.DecodeRuneInString(l.src[l.pos+n:]); !(r2 >= '０' && r2 <= '９' || r2 >= '0' && r2 <= '9') {
				l.emit(tNum, 0, b.String(), start)
				return
			}
			b.WriteByte('.')
		default:
			l.emit(tNum, 0, b.String(), start)
			return
		}
		l.pos += n
	}
	l.emit(tNum, 0, b.String(), start)
}

// joinDigits merges the last two tokens when both are digits side by side.
func (l *lexer) joinDigits() {
	n := len(l.toks)
	if n >= 2 && l.toks[n-2].kind == tNum && l.toks[n-2].end == l.toks[n-1].pos {
		l.toks[n-2].text += l.toks[n-1].text
		l.toks[n-2].end = l.toks[n-1].end
		l.toks = l.toks[:n-1]
	}
}

// script reads a run of raised or lowered characters.
func (l *lexer) script(k kind, table map[rune]byte, start int) {
	l.pos = start
	var b []byte
	for l.pos < len(l.src) {
		r, n := utf8.DecodeRuneInString(l.src[l.pos:])
		c, ok := table[r]
		if !ok {
			break
		}
		b = append(b, c)
		l.pos += n
	}
	l.emit(k, 0, string(b), start)
}
