package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// byteOrderMark is a format character that nevertheless counts as text.
const byteOrderMark = '\uFEFF'

// brailleBlank has a width but no ink; it is the usual stand-in for an empty
// field where white space is refused.
const brailleBlank = '\u2800'

// isSpace says whether r has Unicode's White_Space property.
func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	return unicode.Is(unicode.White_Space, r)
}

// isVisible says whether r is neither white space nor invisible. An invalid
// byte is visible.
func isVisible(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r > ' ' && r != 0x7f
	case r == byteOrderMark:
		return true
	case r == brailleBlank:
		return false
	}
	return !unicode.In(r, unicode.White_Space, unicode.Cc, unicode.Cf,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// isBlank says whether s holds no visible character.
func isBlank(s string) bool {
	return strings.IndexFunc(s, isVisible) < 0
}

// isLineBreak says whether r ends a line: the breaks of Unicode's rule for
// mandatory breaks.
func isLineBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// skipSpace returns the first offset in s[from:to] that is not white space,
// or to.
func skipSpace(s string, from, to int) int {
	for from < to {
		if c := s[from]; c < utf8.RuneSelf {
			if !isSpace(rune(c)) {
				return from
			}
			from++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[from:to])
		if !isSpace(r) {
			return from
		}
		from += n
	}
	return to
}

// skipSpaceBack returns the end of s[from:to] without the white space it ends
// with, or from.
func skipSpaceBack(s string, from, to int) int {
	return from + len(strings.TrimRightFunc(s[from:to], isSpace))
}

// trim takes the white space off both ends of s.
func trim(s string) string { return strings.TrimFunc(s, isSpace) }
