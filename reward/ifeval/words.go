package ifeval

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_'
}

func hasWord(text string) bool { return strings.IndexFunc(text, isWord) >= 0 }

// countWhole counts the places where part stands in text as whole words, up to
// limit. Places do not overlap.
func countWhole(text, part string, limit int) int {
	part = strings.TrimSpace(part)
	first, size := utf8.DecodeRuneInString(part)
	last, _ := utf8.DecodeLastRuneInString(part)
	n := 0
	for at := 0; n < limit; {
		i := strings.Index(text[at:], part)
		if i < 0 {
			break
		}
		i += at
		end := i + len(part)
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if splits(before, first) && splits(last, after) {
			n++
			at = end
		} else {
			at = i + size
		}
	}
	return n
}

// splits reports whether a word may end between a and b. Scripts that put no
// blanks between words split anywhere.
func splits(a, b rune) bool { return !isWord(a) || !isWord(b) || unspaced(a) || unspaced(b) }

func unspaced(r rune) bool {
	return r > 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// abbreviations end in a stop and not their sentence.
var abbreviations = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "st": true, "vs": true, "e.g": true, "i.e": true, "cf": true,
	"fig": true, "eq": true, "vol": true, "approx": true, "jr": true, "sr": true, "gen": true, "rev": true, "hon": true,
}

// continued are abbreviations that may end a sentence: they do not when the
// text goes on in lower case.
var continued = map[string]bool{"etc": true, "al": true, "inc": true, "ltd": true, "co": true, "p.m": true, "a.m": true, "u.s": true}

// countSentences counts sentences. A sentence ends with a run of stops, the
// stop of an abbreviation, an initial or a list's number apart, before white
// space or the end; or with a stop of a script without blanks. Text left over at
// the end is a sentence if it has a letter or digit.
func countSentences(text string) int {
	text = strings.TrimSpace(text)
	n, letters, wordStart, lineStart := 0, 0, 0, 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
			if r == '\n' || lineStart == i {
				lineStart = i + size
			}
			wordStart = i + size
		case r == '。' || r == '！' || r == '？':
			if letters > 0 {
				n, letters = n+1, 0
			}
		case r == '.' || r == '!' || r == '?':
			end := i
			for end < len(text) && strings.IndexByte(".!?", text[end]) >= 0 {
				end++
			}
			run := text[i:end]
			closed := end + closers(text[end:])
			if letters > 0 && endsSentence(text[wordStart:i], wordStart == lineStart, run, text[closed:]) {
				n, letters = n+1, 0
			}
			i = closed
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			letters++
		}
		i += size
	}
	if letters > 0 {
		n++
	}
	return n
}

// closers is the length of the quotes and brackets that text begins with.
func closers(text string) int {
	return len(text) - len(strings.TrimLeft(text, `"')]*_”’`))
}

// endsSentence reports whether run, a run of stops after word, ends a sentence
// before rest.
func endsSentence(word string, firstOfLine bool, run, rest string) bool {
	if rest == "" {
		return true
	}
	if next, _ := utf8.DecodeRuneInString(rest); !unicode.IsSpace(next) {
		return false
	}
	if run != "." {
		return true
	}
	word = strings.ToLower(strings.TrimLeft(word, `"'([*_“‘`))
	initial := utf8.RuneCountInString(word) == 1 && word != "i" && strings.IndexFunc(word, unicode.IsLetter) == 0
	listItem := firstOfLine && word != "" && strings.Trim(word, "0123456789") == ""
	if abbreviations[word] || initial || listItem {
		return false
	}
	if !continued[word] {
		return true
	}
	after, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(rest, unicode.IsSpace))
	return !unicode.IsLower(after)
}
