package latex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

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
	switch run {
	case "st", "nd", "rd", "th": // 17th
		if n := len(l.toks); n > 0 && l.toks[n-1].kind == tNum && !l.space && pureDigits(l.toks[n-1].text) && strings.Trim(l.src[l.pos:], " .,)}$") == "" {
			return
		}
	}
	if m, ok := words[run]; ok && ((run != "cup" && run != "cap") || l.afterClose()) && !(run == "in" && l.inches()) {
		l.emitMacro(m, run, start)
		return
	}
	switch rest := s[end:]; {
	case (run == "nCr" || run == "nPr") && strings.HasPrefix(rest, "("):
		l.emit(tName, 0, run, start)
		return
	case run == "log" && (strings.HasPrefix(rest, "2(") || strings.HasPrefix(rest, "10(")):
		// log2(x) is the name of a function in most programming languages.
		l.emitMacro(macros[run], run, start)
		l.emit(tUnder, 0, "", end)
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
		if stopWord(run) && !((run == "am" || run == "pm") && !l.afterNumber()) {
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
