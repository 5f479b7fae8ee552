package codecheck

import (
	"strings"

	"github.com/verireward/verireward/codecheck/lang"
	"github.com/verireward/verireward/internal/clip"
)

// Policy says which of several suitable fences is the program.
type Policy string

// The policies. All of them look at the fences tagged with the wanted
// language, or, where there is none, at the untagged ones.
const (
	// LastFence is the default, also as the empty Policy.
	LastFence Policy = "last"
	// FirstFence takes the first one.
	FirstFence Policy = "first"
	// LongestFence takes the longest one, of equally long ones the last.
	LongestFence Policy = "longest"
	// OnlyFence takes the only one; several are no program.
	OnlyFence Policy = "only"
	// AllFences joins all of them in order.
	AllFences Policy = "all"
)

// Extraction is a program found in a completion.
type Extraction struct {
	// Code is the program's text.
	Code string
	// Language is the language's name; that of the fence when none was wanted.
	Language string
	// Fenced says that the code stood in a fence; otherwise it is the whole
	// text outside think blocks.
	Fenced bool
	// Start and End are the byte offsets in the completion of the code's
	// lines; of the first and last where fences were joined.
	Start, End int
}

// Extract finds the program in a completion. wanted is a language's name or
// alias, or "" for that of the fence. It reports why there is none. The time
// it takes is linear in the completion's length.
//
// A fence is three or more backticks or tildes; it may be indented (in a list
// or a quotation), and is closed by a line of at least as many of the same
// sign, or by the end of the text. Think blocks are skipped, and an unclosed
// one hides the rest.
func Extract(completion, wanted string, policy Policy) (e Extraction, why string) {
	return extractWith(completion, wanted, policy, lang.ByName)
}

func extractWith(completion, wanted string, policy Policy, byName func(string) (*lang.Language, bool)) (e Extraction, why string) {
	want, known := byName(wanted)
	if wanted != "" && !known {
		return e, "unknown language " + clip.Text(wanted, 40)
	}
	body, base := visible(completion)
	fences := scanFences(body, known && want.Name == "python" || wanted == "")
	if len(fences) == 0 {
		return wholeText(body, base, want, known)
	}
	var tagged, untagged []fence
	for _, f := range fences {
		if f.tag == "" {
			untagged = append(untagged, f)
			continue
		}
		l, ok := byName(f.tag)
		if ok && (wanted == "" || l.Name == want.Name) {
			f.language = l.Name
			tagged = append(tagged, f)
		}
	}
	suitable := tagged
	if len(suitable) == 0 {
		if wanted == "" {
			return e, "no language is given and no fence names one"
		}
		suitable = untagged
	}
	if len(suitable) == 0 {
		return e, "no fence is tagged " + want.Name + " or untagged"
	}
	chosen, ok := choose(suitable, policy)
	if !ok {
		return e, "more than one fence is suitable"
	}
	e = Extraction{Language: chosen[0].language, Fenced: true, Start: base + chosen[0].start, End: base + chosen[len(chosen)-1].end}
	if known {
		e.Language = want.Name
	}
	var b strings.Builder
	for _, f := range chosen {
		f.appendCode(&b, body)
	}
	e.Code = b.String()
	if strings.TrimSpace(e.Code) == "" {
		return Extraction{}, "the fence is empty"
	}
	return e, ""
}

// choose applies a policy to fences, at least one.
func choose(f []fence, policy Policy) ([]fence, bool) {
	switch policy {
	case FirstFence:
		return f[:1], true
	case LongestFence:
		best := 0
		for i := range f {
			if f[i].end-f[i].start >= f[best].end-f[best].start {
				best = i
			}
		}
		return f[best : best+1], true
	case OnlyFence:
		return f, len(f) == 1
	case AllFences:
		return f, true
	}
	return f[len(f)-1:], true
}

func wholeText(body string, base int, want *lang.Language, known bool) (Extraction, string) {
	if !known {
		return Extraction{}, "no language is given and there is no fence"
	}
	if strings.TrimSpace(body) == "" {
		return Extraction{}, "there is no text outside think blocks"
	}
	if !want.LooksLike(body) {
		return Extraction{}, "there is no fence and the text is not a program in " + want.Name
	}
	return Extraction{Code: body, Language: want.Name, Start: base, End: base + len(body)}, ""
}

const (
	thinkOpen  = "<think>"
	thinkClose = "</think>"
)

// finder finds the next occurrence of a mark; asked for rising positions it
// reads the text once.
type finder struct {
	s, mark string
	at      int
}

// from returns the first position of the mark at or after pos, or len(s).
func (f *finder) from(pos int) int {
	if f.at < pos {
		f.at = len(f.s)
		if i := strings.Index(f.s[pos:], f.mark); i >= 0 {
			f.at = pos + i
		}
	}
	return f.at
}

// visible returns a completion's text outside think blocks, and its offset.
// Marks inside a fence that is not in a think block are code. A closing mark
// without an opening one ends a block that the prompt opened.
func visible(s string) (body string, base int) {
	opens, closes, ends := finder{s, thinkOpen, -1}, finder{s, thinkClose, -1}, finder{s, "\n", -1}
	var cut []span
	var inFence fence
	open := -1
	for pos, next := 0, 0; pos < len(s); pos = next {
		end := ends.from(pos)
		next = min(end+1, len(s))
		if open >= 0 {
			j := closes.from(pos)
			if j == len(s) {
				break
			}
			cut = append(cut, span{open, j + len(thinkClose)})
			open, next = -1, j+len(thinkClose)
			continue
		}
		line := s[pos:end]
		if inFence.width > 0 {
			// A closing mark alone on its line ends reasoning that left a
			// fence open.
			if strings.TrimSpace(line) == thinkClose && len(cut) == 0 {
				cut = append(cut, span{0, next})
				inFence = fence{}
			} else if inFence.closedBy(line) {
				inFence = fence{}
			}
			continue
		}
		i, j := opens.from(pos), closes.from(pos)
		if i < end && i < j {
			open, next = i, i+len(thinkOpen)
			continue
		}
		if j < end {
			cut = append(cut[:0], span{0, j + len(thinkClose)})
			next = j + len(thinkClose)
			continue
		}
		if f, ok := openFence(line); ok {
			inFence = f
		}
	}
	if open >= 0 {
		cut = append(cut, span{open, len(s)})
	}
	switch {
	case len(cut) == 0:
		return s, 0
	case len(cut) == 1 && strings.TrimSpace(s[:cut[0].start]) == "":
		return s[cut[0].end:], cut[0].end
	}
	// Several parts are left: blanks in place of the blocks keep offsets true.
	b := []byte(s)
	for _, c := range cut {
		for i := c.start; i < c.end; i++ {
			if b[i] != '\n' {
				b[i] = ' '
			}
		}
	}
	return string(b), 0
}

type span struct{ start, end int }

// lineAt returns the line at pos without its end, and where the next starts.
func lineAt(s string, pos int) (line string, next int) {
	if i := strings.IndexByte(s[pos:], '\n'); i >= 0 {
		return s[pos : pos+i], pos + i + 1
	}
	return s[pos:], len(s)
}
