package extract

import (
	"unicode"
	"unicode/utf8"
)

// phrases is a list of phrases made ready to be looked for in a text, in any
// letter case, in one pass.
type phrases struct {
	// at lists by the first byte of their beginnings in each letter case.
	at [256][]string
}

// newPhrases makes a list ready. No phrase is empty.
func newPhrases(list []string) *phrases {
	p := new(phrases)
	for _, w := range list {
		first, _ := utf8.DecodeRuneInString(w)
		var entered [256]bool
		for r, again := first, true; again; again = r != first {
			b := string(r)[0]
			if !entered[b] {
				entered[b] = true
				p.at[b] = append(p.at[b], w)
			}
			r = unicode.SimpleFold(r)
		}
	}
	return p
}

// mayOpen says that a phrase may begin with this byte.
func (p *phrases) mayOpen(b byte) bool { return p.at[b] != nil }

// in says that s holds one of the phrases.
func (p *phrases) in(s string) bool {
	for i := 0; i < len(s); i++ {
		for _, w := range p.at[s[i]] {
			if hasFold(s[i:], w) {
				return true
			}
		}
	}
	return false
}
