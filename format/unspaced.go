package format

import "unicode"

// unspaced says whether r belongs to a script written without blanks, or is
// its punctuation.
func unspaced(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	if r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF {
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
