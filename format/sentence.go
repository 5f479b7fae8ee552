package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence is what is known of one sentence of a text. Weights are in half
// words: a character of a script without blanks is one, a word two.
type sentence struct {
	weight  int
	scripts [scriptCount]int
	// hits are how many words speak for each language.
	hits [maxLanguages]int
}

// Thresholds of guessing a language. They were set so that ordinary sentences
// of eight words are told apart and a quoted phrase of two is not held against
// its surroundings.
const (
	// minHits is how many words more must speak for a language than for
	// another; words both have in common cancel out.
	minHits = 2
	// minHan is how many Han characters without a kana make a sentence
	// Chinese and not Japanese.
	minHan = 10
)

// sentences goes over the sentences of a text: what stands between full stops,
// question and exclamation marks and line breaks. Code blocks, formulas, tags,
// TeX commands, URLs and words with digits or underscores are left out.
func sentences(text string) func(yield func(sentence) bool) {
	return func(yield func(sentence) bool) {
		for prose := range proseOf(text) {
			for len(prose) > 0 {
				end, next := sentenceEnd(prose)
				if !yield(readSentence(prose[:end])) {
					return
				}
				prose = prose[next:]
			}
		}
	}
}

// sentenceEnd is where the first sentence of s ends and the next begins. A
// full stop ends one before white space only.
func sentenceEnd(s string) (end, next int) {
	for i, r := range s {
		switch r {
		case '.', '!', '?':
			if i+1 < len(s) && s[i+1] > ' ' {
				continue
			}
		case '\n', '\r', '。', '！', '？', '।', '۔', '؟', '\u2028':
		default:
			continue
		}
		return i, i + utf8.RuneLen(r)
	}
	return len(s), len(s)
}

// proseOf goes over what is left of text without its fenced blocks.
func proseOf(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		at := 0
		for b := range fencedBlocks(text) {
			if !yield(text[at:b.start]) {
				return
			}
			at = b.end
		}
		yield(text[at:])
	}
}

// readSentence counts the words of a sentence.
func readSentence(text string) sentence {
	var s sentence
	x := theLexicon()
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRuneInString(text[at:])
		switch {
		case r == '\\':
			at += n + letters(text[at+n:])
		case r == '$' || r == '`':
			at += n + quoted(text[at+n:], byte(r))
		case r == '<':
			at += n + tagLength(text[at+n:])
		case unspaced(r) && unicode.IsLetter(r):
			s.add(scriptOf(r), 1)
			at += n
		case unicode.IsLetter(r) || r == '_' || unicode.IsDigit(r):
			end := at + wordLength(text[at:])
			if !strings.HasPrefix(text[end:], "://") {
				s.word(x, text[at:end])
				at = end
				continue
			}
			for at = end; at < len(text) && text[at] > ' '; at++ {
				continue
			}
		default:
			at += n
		}
	}
	return s
}

func (s *sentence) add(in script, weight int) {
	s.scripts[in] += weight
	s.weight += weight
}

// word counts one word. One Latin letter is a variable, and a name with digits
// or underscores is code.
func (s *sentence) word(x *lexicon, w string) {
	if strings.IndexFunc(w, func(r rune) bool { return r == '_' || unicode.IsDigit(r) }) >= 0 {
		return
	}
	r, n := utf8.DecodeRuneInString(w)
	in := scriptOf(r)
	if n == len(w) && (in == scriptLatin || in == scriptGreek) {
		return
	}
	s.add(in, 2)
	w = strings.ToLower(w)
	letters := -1
	for _, r := range w {
		if r < utf8.RuneSelf {
			continue
		}
		if id, ok := x.letters[r]; ok {
			letters = id
			break
		}
	}
	for _, id := range x.words[w] {
		if x.languages[id].script == in && id != letters {
			s.hits[id]++
		}
	}
	if letters >= 0 {
		s.hits[letters]++
	}
}

// wordLength is how long the word is that s begins with: letters of scripts
// with blanks, combining marks, digits, underscores and apostrophes inside.
func wordLength(s string) int {
	for i, r := range s {
		switch {
		case r == '_' || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\u200c' || r == '\u200d':
		case unicode.IsLetter(r) && !unspaced(r):
		default:
			return i
		}
	}
	return len(s)
}

// letters is how many ASCII letters s begins with.
func letters(s string) int {
	n := 0
	for n < len(s) && isASCIILetter(s[n]) {
		n++
	}
	return n
}

// maxQuoted bounds a formula or code within a sentence, in bytes; a lone
// dollar sign thus costs no more than that.
const maxQuoted = 300

// quoted is the length of what s holds up to the quote that ends it, that
// included, or 0.
func quoted(s string, quote byte) int {
	i := strings.IndexByte(s[:min(len(s), maxQuoted)], quote)
	return i + 1
}

// tagLength is the length of the rest of a tag, or 0 where s is none.
func tagLength(s string) int {
	i := strings.IndexByte(s[:min(len(s), maxQuoted)], '>')
	if i < 0 || strings.IndexByte(s[:i], '<') >= 0 {
		return 0
	}
	return i + 1
}

// mainScript is the script with most words, kana counting with the Han
// characters they stand with.
func (s *sentence) mainScript() (main script, weight int) {
	for i := range scriptCount {
		n := s.scripts[i]
		if i == scriptKana && n > 0 {
			n += s.scripts[scriptHan]
		}
		if n > weight {
			main, weight = i, n
		}
	}
	return main, weight
}

// guess is the language of the script that most words speak for.
func (s *sentence) guess(in script) *language {
	var best *language
	all := theLexicon().languages
	for i := range all {
		l := &all[i]
		if l.script == in && (best == nil || s.hits[i] > s.hits[best.id]) {
			best = l
		}
	}
	return best
}

// speaksFor says whether the words show that the sentence is in language l and
// not in the one wanted.
func (s *sentence) speaksFor(l, wanted *language) bool {
	if !l.worded {
		return l.script != scriptHan || wanted.script != scriptKana || s.scripts[scriptHan] >= minHan
	}
	return s.hits[l.id] >= minHits+s.hits[wanted.id]
}

// leads says whether the words show that the text is in language l and not in
// another one of its script.
func (s *sentence) leads(l *language) bool {
	if !l.worded {
		return true
	}
	for _, other := range theLexicon().languages {
		if other.script == l.script && other.id != l.id && s.hits[other.id] >= s.hits[l.id] {
			return false
		}
	}
	return s.hits[l.id] >= minHits
}
