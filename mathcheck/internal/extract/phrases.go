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
	// second has bit b&31 of entry a set where a phrase may begin with the bytes
	// a and b: nearly no place of a text is looked at twice.
	second [256]uint32
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
				p.second[b] |= secondBytes(w)
			}
			r = unicode.SimpleFold(r)
		}
	}
	return p
}

// secondBytes has the bits that the second byte of a phrase may set: one that is
// ASCII sets the same in both letter cases.
func secondBytes(w string) uint32 {
	if len(w) > 1 && w[0] < utf8.RuneSelf && w[1] < utf8.RuneSelf {
		return 1 << (w[1] & 31)
	}
	return 1<<32 - 1
}

// mayOpen says that a phrase may begin with this byte.
func (p *phrases) mayOpen(b byte) bool { return p.at[b] != nil }

// in says that s holds one of the phrases.
func (p *phrases) in(s string) bool {
	for i := 0; i < len(s); i++ {
		if i+1 < len(s) && p.second[s[i]]>>(s[i+1]&31)&1 == 0 {
			continue
		}
		for _, w := range p.at[s[i]] {
			if hasFold(s[i:], w) {
				return true
			}
		}
	}
	return false
}
