package latex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// doubled reports whether every control word of s is written with an even
// number of backslashes, as text that went through a JSON encoder twice is.
func doubled(s string) bool {
	if !strings.Contains(s, `\\`) {
		return false
	}
	found := false
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		j := i
		for j < len(s) && s[j] == '\\' {
			j++
		}
		if j < len(s) && isLetter(s[j]) {
			k := j
			for k < len(s) && isLetter(s[k]) {
				k++
			}
			if _, ok := macros[s[j:k]]; ok && k-j >= 2 {
				if (j-i)%2 == 1 {
					return false
				}
				found = true
			} else if (j-i)%2 == 1 {
				return false
			}
		}
		i = j
	}
	return found
}

// control reads a backslash and what belongs to it.
func (l *lexer) control() {
	start := l.pos
	s := l.src
	n := 1
	if l.double {
		for start+n < len(s) && s[start+n] == '\\' && n < 2 {
			n++
		}
	}
	l.pos = start + n
	if l.pos >= len(s) {
		return // a lone backslash at the end
	}
	c := s[l.pos]
	if isLetter(c) {
		j := l.pos
		for j < len(s) && isLetter(s[j]) {
			j++
		}
		l.word1(s[l.pos:j], start, j)
		return
	}
	l.pos++
	switch c {
	case '\\':
		if !l.double && l.stray() {
			l.control()
			return
		}
		if l.double && l.pos < len(s) && s[l.pos] == '\\' {
			l.pos++
		}
		l.emit(tRow, 0, "", start)
		if l.pos < len(s) && s[l.pos] == '[' {
			// \\[4pt]: vertical space.
			if k := strings.IndexByte(s[l.pos:min(len(s), l.pos+16)], ']'); k > 0 && strings.ContainsAny(s[l.pos:l.pos+k], "pecm") && !strings.Contains(s[l.pos:l.pos+k], ",") {
				l.pos += k + 1
			}
		}
	case '{':
		l.emit(tSetOpen, 0, "", start)
	case '}':
		l.emit(tSetClose, 0, "", start)
	case '|':
		l.emit(tDBar, 0, "", start)
	case '%':
		l.emit(tPercent, 0, "", start)
	case '$':
		if l.pos < len(l.src) && l.src[l.pos] == '{' && strings.Count(l.src, "$")%2 == 1 {
			l.fail(ErrUnknown, start) // a template, not mathematics
			return
		}
		l.dropCountry()
		l.emit(tMoney, 0, "USD", start)
	case '!':
		l.space, l.tight = false, true
	case ',', ';', ':', '>', ' ', '\n', '\t', '/':
		l.space = true
	case '(', ')', '[', ']', '&', '#', '@', '-', '\'', '"', '`', '^', '=', '~', '.':
		l.space = true
	case '_':
		l.emit(tUnder, 0, "", start)
	case '*':
		l.emit(tTimes, 0, "", start)
	default:
		l.pos-- // a stray backslash before something else
	}
}

// stray reports whether the backslash just passed is one too many: a known
// control word follows and no environment has rows that \\ could end.
func (l *lexer) stray() bool {
	j := l.pos
	for j < len(l.src) && isLetter(l.src[j]) {
		j++
	}
	if m, ok := macros[l.src[l.pos:j]]; !ok || j-l.pos < 3 || m.kind == tEnd {
		return false
	}
	if strings.Contains(l.src, `\begin`) {
		return false
	}
	l.pos-- // the second backslash begins the word
	return true
}

// word1 handles the control word name, which ends at end.
func (l *lexer) word1(name string, start, end int) {
	l.pos = end
	m, ok := macros[name]
	if !ok {
		// "\textpi" and unknown macros: the letters may still be a known
		// macro glued to a variable ("\pix", "\cdotx", "\timesx").
		for k := len(name) - 1; k >= 2; k-- {
			if m2, ok2 := macros[name[:k]]; ok2 && m2.kind != tDrop && m2.kind != tText {
				l.pos = end - (len(name) - k)
				l.emitMacro(m2, name[:k], start)
				return
			}
		}
		l.fail(ErrUnknown, start)
		return
	}
	switch m.kind {
	case tDrop:
		l.space = true
		if m.val == 1 {
			l.skipGroup()
		}
		if (name == "angle" || name == "measuredangle") && len(l.toks) > 0 && l.toks[len(l.toks)-1].kind == tLetter && l.toks[len(l.toks)-1].text == "m" {
			l.toks = l.toks[:len(l.toks)-1] // m\angle ABC
		}
		if (name == "left" || name == "right" || name == "middle") && l.pos < len(l.src) && l.src[l.pos] == '.' {
			l.pos++
		}
		if name == "left" {
			l.systemBrace()
		}
		if name == "textcolor" {
			l.skipGroup()
		}
	case tStyle:
	case tText:
		l.textGroup(m, start)
	case tBegin, tEnd:
		l.environment(m.kind, start)
	default:
		l.emitMacro(m, name, start)
	}
}

// systemBrace passes the brace of \left\{\begin{array} ... \right., which has
// no partner.
func (l *lexer) systemBrace() {
	rest, ok := strings.CutPrefix(strings.TrimLeft(l.src[l.pos:], " \n"), `\{`)
	if !ok || !strings.HasPrefix(strings.TrimLeft(rest[:min(len(rest), 16)], " \n"), `\begin`) {
		return
	}
	if !l.looked {
		if k := strings.LastIndex(rest, `\right`); k >= 0 {
			end := strings.TrimLeft(rest[k+len(`\right`):], " \n")
			l.open = end == "" || end[0] == '.'
		}
		l.looked = true
	}
	if l.open {
		l.pos = len(l.src) - len(rest)
	}
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.src) && (l.src[l.pos] == ' ' || l.src[l.pos] == '\n') {
		l.pos++
	}
}

// group returns the content of the {...} at the position and moves past it.
func (l *lexer) group() (string, int, bool) {
	l.skipSpace()
	if l.pos >= len(l.src) || l.src[l.pos] != '{' {
		return "", 0, false
	}
	depth := 0
	from := l.pos + 1
	for i := l.pos; i < len(l.src); i++ {
		switch l.src[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth--
			if depth == 0 {
				l.pos = i + 1
				return l.src[from:i], from, true
			}
		}
	}
	l.fail(ErrUnbalanced, l.pos)
	return "", 0, false
}

func (l *lexer) skipGroup() {
	save := l.pos
	if _, _, ok := l.group(); !ok && l.err == nil {
		l.pos = save
	}
}

// textGroup reads \text{...} and its kin. Content that is mathematics is read
// as mathematics: the group is opened like a plain one.
func (l *lexer) textGroup(m macro, start int) {
	name := m
	save := l.pos
	content, _, ok := l.group()
	if !ok {
		if l.err == nil {
			l.pos = save
			l.skipSpace()
			if m.val == 3 && l.pos < len(l.src) { // \mathbb R
				if c, ok := blackboard[l.src[l.pos:l.pos+1]]; ok {
					l.pos++
					l.emit(tConst, uint8(c), "", start)
				}
			}
		}
		return
	}
	trim := strings.TrimSpace(strings.Trim(content, "~$ "))
	switch {
	case name.val == 3:
		if c, ok := blackboard[trim]; ok {
			l.emit(tConst, uint8(c), trim, start)
			return
		}
		if len(trim) > 64 {
			break // a quadratic number of looks ahead otherwise
		}
		l.reopen(save)
		return
	case name.val == 2 && len(trim) == 1 && strings.Contains("ijk", trim):
		l.emit(tLetter, 0, trim, start) // unit vectors are set bold
		return
	case name.val == 4:
		if w := strings.TrimSuffix(trim, "*"); w != "" {
			if mm, ok := macros[strings.TrimLeft(w, "\\")]; ok && mm.kind != tDrop {
				l.emitMacro(mm, w, start)
				return
			}
			l.emit(tName, 0, w, start)
			return
		}
	case trim == "":
		l.space = true
		return
	}
	if m, ok := words[strings.ToLower(trim)]; ok && m.kind != tWord && !(strings.EqualFold(trim, "in") && l.inches()) {
		l.space = true
		l.emitMacro(m, trim, start)
		return
	}
	if l.afterNumber() && l.opt.IsUnit != nil && len(trim) > 1 && l.opt.IsUnit(trim) {
		l.emit(tText, name.val, content, start)
		return
	}
	if mm, ok := macros[trim]; ok && trim != "th" && trim != "sh" && trim != "ch" && (mm.kind == tFn || mm.kind == tExp || mm.kind == tMod || mm.kind == tConst && len(trim) > 1) {
		l.emitMacro(mm, trim, start)
		return
	}
	if len(trim) == 1 && isLetter(trim[0]) {
		if l.afterNumber() && l.opt.IsUnit != nil && !l.opt.NoUnits && l.opt.IsUnit(trim) {
			l.emit(tText, name.val, content, start)
			return
		}
		if name.val == 2 {
			if c, ok := blackboard[trim]; ok && trim != "P" {
				l.emit(tConst, uint8(c), trim, start)
				return
			}
		}
		l.oneLetter(trim, start)
		return
	}
	if mathLike(trim) || name.val == 2 && !l.afterNumber() && formula(trim) {
		l.reopen(save)
		return
	}
	if name.val == 0 && listLike(trim) {
		sub := lexer{src: l.src[:save+strings.IndexByte(l.src[save:], '{')+1+len(content)], pos: save + strings.IndexByte(l.src[save:], '{') + 1, max: l.max, opt: l.opt}
		for sub.pos < len(sub.src) && sub.err == nil {
			sub.next()
		}
		if sub.err == nil {
			l.toks = append(l.toks, sub.toks...)
			l.space = true
			return
		}
	}
	if head, word := joinedUnit(content); word != "" && name.val == 0 && l.afterNumber() && l.numberNext() {
		end := int32(l.pos - 1)
		l.emit(tText, name.val, head, start)
		last := &l.toks[len(l.toks)-1]
		last.pos, last.end = end-int32(len(content)), end-int32(len(content)-len(head))
		l.emitMacro(words[word], word, int(end)-len(content)+len(head))
		l.space = true
		return
	}
	if n := leadingScale(content); n > 0 && l.afterNumber() {
		from := l.pos - 1 - len(content)
		l.emit(tText, name.val, content[:n], start)
		l.toks[len(l.toks)-1].end = int32(from + n)
		content, start = content[n:], from+n
	}
	l.emit(tText, name.val, content, start)
}

// leadingScale is the length of the words at the beginning of a text that multiply
// the number before it, where others follow: \text{ thousand dollars}. Several of
// them are left together: they are one name, hundred thousand.
func leadingScale(s string) int {
	t := strings.TrimLeft(s, " ~")
	k := strings.IndexByte(t, ' ')
	if k < 0 || !isScale(strings.ToLower(t[:k])) {
		return 0
	}
	n := len(s) - len(t) + k
	if strings.HasPrefix(t[k:], " and ") || strings.HasPrefix(t[k:], " or ") {
		return 0 // a dozen and a half
	}
	if m := leadingScale(s[n:]); m > 0 {
		return n + m
	}
	return n
}

// joinedUnit parts a text that goes on to another number, \text{ cm and }, into
// its unit and the word.
func joinedUnit(content string) (head, word string) {
	t := strings.TrimRight(content, " ")
	for _, w := range [...]string{"and", "or"} {
		if h, ok := strings.CutSuffix(t, " "+w); ok && strings.TrimSpace(h) != "" && !strings.ContainsAny(h, "\\{}0123456789") {
			return h, w
		}
	}
	return "", ""
}

// numberNext says that a numeral follows.
func (l *lexer) numberNext() bool {
	rest := strings.TrimLeft(l.src[l.pos:], " $-")
	return rest != "" && (rest[0] >= '0' && rest[0] <= '9' || strings.HasPrefix(rest, `\frac`) || strings.HasPrefix(rest, `\dfrac`) || strings.HasPrefix(rest, `\$`))
}

// reopen goes back to read a group's content as mathematics.
func (l *lexer) reopen(save int) { l.pos = save }

// formula reports whether the content of a bold group is a formula, with or
// without a unit, rather than a name. No bold group stands in it, so that nothing
// is read more than twice.
func formula(s string) bool {
	return strings.ContainsAny(s, `\^=+-*/0123456789`) && !strings.Contains(s, `\mathbf`) && !strings.Contains(s, `\boldsymbol`) && !strings.Contains(s, `\bm`) && !strings.Contains(s, `\pmb`)
}

// mathLike reports whether the content of a text group is mathematics: digits
// and signs, or one letter.
func mathLike(s string) bool {
	letters := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s) && isLetter(s[i+1]):
			j := i + 1
			for j < len(s) && isLetter(s[j]) {
				j++
			}
			if m, ok := macros[s[i+1:j]]; !ok || m.kind == tText {
				return false
			}
			i = j - 1
		case isLetter(c):
			letters++
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			if _, ok := runes[r]; !ok && !isSuper(r) && !unicode.IsDigit(r) {
				return false
			}
			i += n - 1
		}
	}
	return letters == 0 || letters == 1 && len(s) <= 4
}

// environment emits tBegin or tEnd with the environment's name.
func (l *lexer) environment(k kind, start int) {
	name, _, ok := l.group()
	if !ok {
		l.fail(ErrMissing, start)
		return
	}
	name = strings.TrimSuffix(strings.TrimSpace(name), "*")
	if k == tBegin {
		l.skipSpace()
		if l.pos < len(l.src) && l.src[l.pos] == '[' && name != "cases" {
			if i := strings.IndexByte(l.src[l.pos:min(len(l.src), l.pos+8)], ']'); i > 0 && strings.Trim(l.src[l.pos+1:l.pos+i], "tcblr") == "" {
				l.pos += i + 1
			}
		}
		if name == "array" || name == "tabular" || name == "alignedat" {
			if spec, _, ok := l.group(); ok {
				name += ":" + spec
			}
		}
	}
	l.begun = true
	l.emit(k, 0, name, start)
}
