package text

import (
	"strings"
	"unicode"
)

// Normal is how texts are made alike before they are compared.
type Normal string

// The normal forms, each including the one before it.
const (
	// NormalSpace trims white space and joins every run of it to one blank.
	NormalSpace Normal = ""
	// NormalCase also folds upper to lower case.
	NormalCase Normal = "case"
	// NormalSQuAD also drops punctuation and the articles a, an and the, as
	// the evaluation script of SQuAD does.
	NormalSQuAD Normal = "squad"
	// NormalNone compares byte by byte.
	NormalNone Normal = "none"
)

func (n Normal) check() error {
	switch n {
	case NormalSpace, NormalCase, NormalSQuAD, NormalNone:
		return nil
	}
	return specError("unknown normal form %q (none, case or squad)", string(n))
}

// Apply returns the normal form of text.
func (n Normal) Apply(text string) string {
	switch n {
	case NormalNone:
		return text
	case NormalSpace:
		return strings.Join(strings.Fields(text), " ")
	case NormalCase:
		return strings.ToLower(strings.Join(strings.Fields(text), " "))
	}
	return strings.Join(squadWords(text), " ")
}

// squadWords are the words that SQuAD's script compares. Letters of scripts
// without blanks are words of their own, so that F1 means something there.
func squadWords(text string) []string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSymbol(r) && r < unicode.MaxASCII {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
	var out []string
	for _, word := range strings.Fields(text) {
		if word == "a" || word == "an" || word == "the" {
			continue
		}
		out = appendWords(out, word)
	}
	return out
}

// appendWords appends word, split where it holds letters that are written
// without blanks between words.
func appendWords(out []string, word string) []string {
	start := 0
	for i, r := range word {
		if !unspaced(r) {
			continue
		}
		if start < i {
			out = append(out, word[start:i])
		}
		start = i + len(string(r))
		out = append(out, word[i:start])
	}
	if start < len(word) {
		out = append(out, word[start:])
	}
	return out
}

// unspaced reports whether r belongs to a script that puts no blanks between
// words.
func unspaced(r rune) bool {
	return r > 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// joins reports whether r is part of a word that a match may not cut.
func joins(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_') && !unspaced(r)
}
