package format

import (
	"strings"
	"unicode/utf8"
)

// token is one occurrence of a mark in a completion.
type token struct {
	mark, start, end int
	// given: the mark stands in the prompt.
	given bool
}

// maxTokens bounds the occurrences that are kept of a hostile completion;
// more of them than this are a violation by themselves. Honest ones have a
// handful, long agent traces some thousands.
const maxTokens = 1 << 16

// probe finds the occurrences of some marks by a byte that all of them have
// at the same offset, so that memchr does most of the work.
type probe struct {
	b     byte
	off   int
	marks []int
	// behind are the bytes that may follow b.
	behind [256]bool
}

// byteRank orders bytes by how often text holds them, roughly: 0 is rare.
// A wrong guess costs time, nothing else.
func byteRank(b byte) int {
	switch {
	case b >= 'a' && b <= 'z', b == ' ':
		return 3
	case b >= 'A' && b <= 'Z', b >= '0' && b <= '9', strings.IndexByte(",.\n-()", b) >= 0:
		return 2
	case b >= utf8.RuneSelf:
		return 1
	}
	return 0
}

// makeProbes groups the marks by their rarest byte.
func makeProbes(marks []mark) []probe {
	var probes []probe
next:
	for i, m := range marks {
		piece := m.pieces[0]
		off := 0
		for j := range len(piece) {
			if byteRank(piece[j]) < byteRank(piece[off]) {
				off = j
			}
		}
		for k := range probes {
			if probes[k].b == piece[off] && probes[k].off == off {
				probes[k].add(i, piece)
				continue next
			}
		}
		probes = append(probes, probe{b: piece[off], off: off})
		probes[len(probes)-1].add(i, piece)
	}
	return probes
}

// add adds the mark with index i, whose first piece is given.
func (p *probe) add(i int, piece string) {
	p.marks = append(p.marks, i)
	if p.off+1 < len(piece) {
		p.behind[piece[p.off+1]] = true
		return
	}
	for b := range p.behind {
		p.behind[b] = true
	}
}

// scanner runs over s[start:end].
type scanner struct {
	t          *Template
	s          string
	start, end int
	// lead is the first byte that is not white space, where white space
	// before the first mark is free.
	lead int
}

// scan lists the occurrences of the template's marks from left to right, the
// longest where several begin, none overlapping another, and counts them. The
// list, appended to toks, stops at maxTokens, the counts do not.
func (c *scanner) scan(toks []token, counts []int) []token {
	take := func(tok token) {
		counts[tok.mark]++
		if len(toks) < maxTokens {
			toks = append(toks, tok)
		}
	}
	if len(c.t.probes) == 1 {
		for from := c.start; ; {
			tok, ok := c.next(&c.t.probes[0], from)
			if !ok {
				return toks
			}
			take(tok)
			from = tok.end
		}
	}
	// ahead holds the next occurrence for every probe.
	ahead := make([]token, len(c.t.probes), maxMarks)
	for i := range ahead {
		ahead[i].start = -1
	}
	for from := c.start; ; {
		best := -1
		for i := range ahead {
			a := &ahead[i]
			if a.start < from {
				tok, ok := c.next(&c.t.probes[i], from)
				if !ok {
					tok.start = c.end + 1
				}
				*a = tok
			}
			if a.start <= c.end && (best < 0 || a.start < ahead[best].start || a.start == ahead[best].start && a.end > ahead[best].end) {
				best = i
			}
		}
		if best < 0 {
			return toks
		}
		take(ahead[best])
		from = ahead[best].end
	}
}

// next returns the first occurrence at or after from of a mark of p.
func (c *scanner) next(p *probe, from int) (token, bool) {
	for at := from + p.off; at < c.end; at++ {
		if c.s[at] != p.b {
			n := strings.IndexByte(c.s[at:c.end], p.b)
			if n < 0 {
				break
			}
			at += n
		}
		if at+1 < c.end && !p.behind[c.s[at+1]] {
			continue
		}
		begin := at - p.off
		best := token{end: -1}
		for _, i := range p.marks {
			m := &c.t.marks[i]
			if stop := m.at(c.s, begin, c.end); stop > best.end && (!m.lineStart || c.lineStart(begin)) {
				best = token{mark: i, start: begin, end: stop}
			}
		}
		if best.end >= 0 {
			return best, true
		}
	}
	return token{}, false
}

// at returns where the occurrence of m that begins at byte i ends, or -1.
func (m *mark) at(s string, i, end int) int {
	for k, piece := range m.pieces {
		if k > 0 {
			i = skipSpace(s, i, end)
		}
		if !strings.HasPrefix(s[i:end], piece) {
			return -1
		}
		i += len(piece)
	}
	return i
}

// lineStart says whether a line begins at byte i.
func (c *scanner) lineStart(i int) bool {
	return i == c.start || i == c.lead || c.s[i-1] == '\n' || c.s[i-1] == '\r'
}
