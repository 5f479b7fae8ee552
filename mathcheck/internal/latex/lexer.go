package latex

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	opt    *Options
	envs   int // matrix-like environments now open: rows end at \\
	double bool
	words  int // plain words so far
	err    *Error
}

// lex fills l.toks, ending with tEOF.
func (l *lexer) lex() *Error {
	l.double = doubled(l.src)
	for l.pos < len(l.src) && l.err == nil {
		l.next()
		if len(l.toks) > l.max {
			return &Error{Pos: l.pos, Code: ErrTokens, Text: clip(l.src[l.pos:])}
		}
	}
	if l.err != nil {
		return l.err
	}
	l.toks = append(l.toks, token{kind: tEOF, pos: int32(len(l.src)), end: int32(len(l.src))})
	return nil
}

func clip(s string) string {
	if len(s) <= 24 {
		return s
	}
	n := 24
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "..."
}

// doubled reports whether every control word of s is written with an even
// number of backslashes, as text that went through a JSON encoder twice is.
func doubled(s string) bool {
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
		l.err = &Error{Pos: pos, Code: code, Text: clip(l.src[pos:])}
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
	case '"', '`', '#', '@', '?', '\x00', '\x0b', '\x0c', '\x1b':
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

// letters reads a run of ASCII letters outside a control word.
func (l *lexer) letters() {
	start := l.pos
	s := l.src
	for l.pos < len(s) && isLetter(s[l.pos]) {
		l.pos++
	}
	end := l.pos
	run := s[start:end]
	if len(run) == 1 {
		l.oneLetter(run, start)
		return
	}
	// Words of other scripts and hyphenated words are one word.
	if end < len(s) && s[end] >= utf8.RuneSelf {
		if r, _ := utf8.DecodeRuneInString(s[end:]); unicode.Is(unicode.Latin, r) && !isSuper(r) {
			l.word(start)
			return
		}
	}
	if m, ok := words[run]; ok && ((run != "cup" && run != "cap") || l.afterClose()) && !(run == "in" && l.inches()) {
		l.emitMacro(m, run, start)
		return
	}
	for _, f := range plainFns {
		if f == run {
			l.emitMacro(macros[run], run, start)
			return
		}
	}
	if l.opt.IsUnit != nil && len(l.toks) > 0 && l.opt.IsUnit(run) {
		if k := l.toks[len(l.toks)-1].kind; k == tSlash || k == tMoney || l.afterNumber() {
			l.emit(tWord, 0, run, start)
			return
		}
	}
	if l.splitRun(run, start) {
		return
	}
	l.pos = end
	l.word(start)
}

// inches reports whether "in" here is a unit: behind a number, and before
// nothing that a set could begin with.
func (l *lexer) inches() bool {
	if len(l.toks) == 0 {
		return false
	}
	rest := strings.TrimLeft(l.src[l.pos:], " ")
	if rest == "" {
		return true
	}
	if !l.afterNumber() {
		return false
	}
	return strings.IndexByte("^,.;)}$/", rest[0]) >= 0 || strings.HasPrefix(rest, "²") || strings.HasPrefix(rest, "³") || strings.HasPrefix(rest, "\\)")
}

// afterClose reports whether the last token closes a bracket.
func (l *lexer) afterClose() bool {
	if len(l.toks) == 0 {
		return false
	}
	switch l.toks[len(l.toks)-1].kind {
	case tClose, tSetClose, tRBrace:
		return true
	}
	return false
}

func isSuper(r rune) bool {
	_, ok := superscripts[r]
	_, ok2 := subscripts[r]
	return ok || ok2
}

// word emits the run at start, with hyphens, apostrophes and letters of any
// script that belong to it.
func (l *lexer) word(start int) {
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		if isLetter(c) {
			l.pos++
			continue
		}
		if (c == '-' || c == '\'') && l.pos+1 < len(l.src) && isLetter(l.src[l.pos+1]) && isLetter(l.src[l.pos-1]) {
			l.pos++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(l.src[l.pos:])
			_, known := runes[r]
			if unicode.IsLetter(r) && !known && !isSuper(r) && !unicode.Is(unicode.Han, r) {
				l.pos += n
				continue
			}
		}
		break
	}
	l.emit(tWord, 0, l.src[start:l.pos], start)
	if l.words++; l.words > maxWords {
		l.fail(ErrProse, start)
	}
}

// maxWords bounds the words of one answer that is read as mathematics: more is
// a page of prose.
const maxWords = 200

// oneLetter emits a variable, or e and i as constants.
func (l *lexer) oneLetter(run string, start int) {
	switch run {
	case "e":
		l.emit(tConst, uint8(expr.E), run, start)
	case "i":
		l.emit(tConst, uint8(expr.I), run, start)
	default:
		l.emit(tLetter, 0, run, start)
	}
}

// maxProduct is the longest run of plain letters read as a product: four
// sides of a figure are common, words of four letters are words.
const maxProduct = 3

// splitRun reads a run of letters as a product of variables, with functions
// glued in ("xsinx"); false when it looks like a word.
func (l *lexer) splitRun(run string, start int) bool {
	if len(run) > 12 {
		return false
	}
	type piece struct {
		from, to int
		fn       bool
	}
	var pieces [14]piece
	n, plain, fns := 0, 0, 0
	for i := 0; i < len(run); {
		matched := false
		for _, g := range glued {
			if strings.HasPrefix(run[i:], g) {
				pieces[n] = piece{i, i + len(g), true}
				i += len(g)
				matched = true
				fns++
				break
			}
		}
		if !matched {
			pieces[n] = piece{i, i + 1, false}
			i++
			plain++
		}
		n++
	}
	afterDigit := len(l.toks) > 0 && !l.space && (l.toks[len(l.toks)-1].kind == tNum || l.toks[len(l.toks)-1].kind == tRBrace)
	switch {
	case fns > 0 && plain <= 2*fns && plain <= 3:
	case fns > 0:
		return false
	case len(run) <= maxProduct:
		if stopWord(run) {
			return false
		}
	case len(run) == 4 && (afterDigit || ascending(run)):
	default:
		if strings.ContainsAny(run, "aeiouAEIOUy") || len(run) > 6 {
			return false
		}
	}
	for _, p := range pieces[:n] {
		l.pos = start + p.to
		part := run[p.from:p.to]
		if p.fn {
			m := macros[part]
			l.emitMacro(m, part, start+p.from)
		} else {
			l.oneLetter(part, start+p.from)
		}
	}
	return true
}

func ascending(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] <= s[i-1] {
			return false
		}
	}
	return true
}

// stopWord reports whether a run of two or three letters is an English word
// that stands beside answers, or an abbreviation, rather than a product.
func stopWord(s string) bool {
	if len(s) == 3 || len(s) == 2 {
		switch s {
		case "is", "as", "at", "it", "of", "on", "by", "if", "no", "we", "so", "to", "be", "an", "do", "us", "am", "pm",
			"the", "for", "per", "are", "was", "all", "any", "not", "has", "yes", "one", "two", "six", "ten", "odd", "red", "day", "hat", "cat", "dog", "sum", "ans", "but", "can", "its", "may", "now", "our", "out", "set", "she", "his", "her", "him", "who", "how", "DNE", "AM", "PM", "No", "Yes", "NO", "YES", "The", "yen", "own", "old", "new", "men", "pen", "box", "cup", "bus", "car", "egg", "pie", "win", "won", "lost", "with":
			return true
		}
	}
	return false
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
	if mm, ok := macros[trim]; ok && (mm.kind == tFn || mm.kind == tExp || mm.kind == tMod || mm.kind == tConst && len(trim) > 1) {
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
	if mathLike(trim) {
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
	l.emit(tText, name.val, content, start)
}

// afterNumber reports whether the last token ends a value.
func (l *lexer) afterNumber() bool {
	if len(l.toks) == 0 {
		return false
	}
	switch l.toks[len(l.toks)-1].kind {
	case tNum, tRBrace, tClose, tVulgar, tText, tWord, tSup, tTimes, tSlash:
		return true
	case tConst:
		return true
	}
	return false
}

// listLike reports whether a text group holds numbers joined by "and" or "or".
func listLike(s string) bool {
	if len(s) > 200 || !strings.ContainsAny(s, "0123456789") {
		return false
	}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if w != "and" && w != "or" {
			return false
		}
	}
	return !strings.ContainsAny(s, "\\{}")
}

// reopen goes back to read a group's content as mathematics.
func (l *lexer) reopen(save int) { l.pos = save }

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
	l.emit(k, 0, name, start)
}

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
