package extract

import (
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// view is a completion with some of its bytes left out, and the way back from
// an offset in what is left to an offset in the completion.
type view struct {
	text string
	// base is the offset of text in the completion before any cut.
	base int
	// cuts are the places where bytes were left out, by rising at: from
	// text[at] on, gone more bytes of the completion are missing.
	cuts []cut
}

type cut struct{ at, gone int }

// newView makes a view of s without invisible characters.
func newView(s string) view {
	if ascii(s) {
		return view{text: s}
	}
	first := strings.IndexFunc(s, Invisible)
	if first < 0 {
		return view{text: s}
	}
	var b strings.Builder
	b.Grow(len(s))
	v := view{}
	gone, from := 0, 0
	for i, r := range s[first:] {
		if !Invisible(r) {
			continue
		}
		i += first
		b.WriteString(s[from:i])
		_, size := utf8.DecodeRuneInString(s[i:])
		gone += size
		from = i + size
		if n := len(v.cuts); n > 0 && v.cuts[n-1].at == b.Len() {
			v.cuts[n-1].gone = gone
		} else {
			v.cuts = append(v.cuts, cut{b.Len(), gone})
		}
	}
	b.WriteString(s[from:])
	v.text = b.String()
	return v
}

// Invisible says that a character has no look of its own and never belongs to
// an answer: zero-width and format characters, the soft hyphen, variation
// selectors, a byte order mark.
func Invisible(r rune) bool {
	switch {
	case r < 0xAD:
		return r == 0
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x115F, r == 0x1160, r == 0x3164:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return false
}

// ascii says that no byte of s is above 0x7F or zero.
func ascii(s string) bool {
	i := 0
	for ; i+32 <= len(s); i += 32 {
		if (odd(word(s, i)) | odd(word(s, i+8)) | odd(word(s, i+16)) | odd(word(s, i+24))) != 0 {
			return false
		}
	}
	for ; i+8 <= len(s); i += 8 {
		if odd(word(s, i)) != 0 {
			return false
		}
	}
	if len(s) >= 8 { // some of the last eight bytes once more
		return odd(word(s, len(s)-8)) == 0
	}
	for ; i < len(s); i++ {
		if s[i]-1 >= utf8.RuneSelf-1 {
			return false
		}
	}
	return true
}

// odd is not zero if one of eight bytes is zero or above 0x7F. Taking one from
// each byte sets the high bit of a zero, and of no other that is ASCII.
func odd(w uint64) uint64 {
	const low, high = 0x0101010101010101, 0x8080808080808080
	return (w | (w - low)) & high
}

// word is eight bytes of s as one integer; the compiler makes it one load.
func word(s string, i int) uint64 {
	_ = s[i+7]
	return uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
		uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
}

// slice is the view of text[i:j].
func (v view) slice(i, j int) view {
	if len(v.cuts) == 0 {
		return view{text: v.text[i:j], base: v.base + i}
	}
	n := sort.Search(len(v.cuts), func(k int) bool { return v.cuts[k].at > i })
	gone := 0
	if n > 0 {
		gone = v.cuts[n-1].gone
	}
	out := view{text: v.text[i:j], base: v.base + i + gone}
	for _, c := range v.cuts[n:] {
		if c.at > j {
			break
		}
		out.cuts = append(out.cuts, cut{c.at - i, c.gone - gone})
	}
	return out
}

// without is the view with the byte ranges drop left out. They are in order
// and do not overlap.
func (v view) without(drop [][2]int) view {
	if len(drop) == 0 {
		return v
	}
	if len(drop) == 1 && drop[0][0] == 0 {
		return v.slice(drop[0][1], len(v.text))
	}
	var b strings.Builder
	out := view{base: v.base}
	gone, from, k := 0, 0, 0
	before := 0 // bytes cuts of v before from had already left out
	mark := func() {
		if n := len(out.cuts); n > 0 && out.cuts[n-1].at == b.Len() {
			out.cuts[n-1].gone = gone + before
		} else {
			out.cuts = append(out.cuts, cut{b.Len(), gone + before})
		}
	}
	keep := func(to int) {
		for ; k < len(v.cuts) && v.cuts[k].at < to; k++ {
			b.WriteString(v.text[from:v.cuts[k].at])
			from, before = v.cuts[k].at, v.cuts[k].gone
			mark()
		}
		b.WriteString(v.text[from:to])
	}
	for _, d := range drop {
		keep(d[0])
		for ; k < len(v.cuts) && v.cuts[k].at <= d[1]; k++ {
			before = v.cuts[k].gone
		}
		from = d[1]
		gone += d[1] - d[0]
		mark()
	}
	keep(len(v.text))
	out.text = b.String()
	return out
}

// start and end map an offset of the view to one of the completion: a cut
// exactly at the offset lies before a start and after an end.
func (v view) start(i int) int {
	n := sort.Search(len(v.cuts), func(k int) bool { return v.cuts[k].at > i })
	if n == 0 {
		return v.base + i
	}
	return v.base + i + v.cuts[n-1].gone
}

func (v view) end(i int) int {
	n := sort.Search(len(v.cuts), func(k int) bool { return v.cuts[k].at >= i })
	if n == 0 {
		return v.base + i
	}
	return v.base + i + v.cuts[n-1].gone
}

// offer reads text[i:j] as an answer.
func (v view) offer(i, j int) Offer {
	for i < j && space(v.text[i]) {
		i++
	}
	for j > i && space(v.text[j-1]) {
		j--
	}
	return Offer{Text: Undress(Unescape(asciiDigits(v.text[i:j]))), Start: v.start(i), End: max(v.start(i), v.end(j))}
}

// digitZeros are the zeros of the decimal digits of other scripts; each is
// followed by its digits one to nine.
var digitZeros = []rune{0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6}

// squareUnits spells the unit signs that are one character.
var squareUnits = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("㎝", "cm", "㎜", "mm", "㎞", "km", "㎏", "kg", "㎎", "mg", "㎡", "m^2", "㎥", "m^3", "㎠", "cm^2", "㎤", "cm^3", "㎖", "mL", "㏄", "cc", "％", "%")
})

// asciiDigits writes the decimal digits of all scripts as 0 to 9.
func asciiDigits(s string) string {
	if ascii(s) {
		return s
	}
	s = squareUnits().Replace(s)
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x660:
			return r
		case r == 0x66B, r == '．':
			return '.'
		case r == 0x66C:
			return ','
		}
		for _, z := range digitZeros {
			if r >= z && r <= z+9 {
				return '0' + r - z
			}
		}
		return r
	}, s)
}

// result is the answer text[i:j], found by a rule.
func (v view) result(rule Rule, i, j int) Result {
	return Result{Found: true, Rule: rule, Offer: v.offer(i, j)}
}

func space(b byte) bool { return b == ' ' || b >= '\t' && b <= '\r' }

// isBlank says that s holds white space only.
func isBlank(s string) bool {
	if s != "" && s[0] > ' ' && s[0] < utf8.RuneSelf {
		return false // nearly always
	}
	for _, r := range s {
		if !unicode.IsSpace(r) && !Invisible(r) {
			return false
		}
	}
	return true
}
