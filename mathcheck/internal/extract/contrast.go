package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/words"
)

var (
	notFirst   = words.Listed(words.NotFirst)
	ratherThan = words.Listed(words.RatherThan)
)

// contrasted is where the answer begins in a sentence that says first what it
// is not, "not 6 but 5", or 0.
func contrasted(s string) int {
	if len(s) > joinerBytes {
		return 0
	}
	for _, w := range notFirst {
		if !hasFold(s, w) {
			continue
		}
		for _, c := range contrasts {
			if k := indexFold(s, c); k > 0 && k+len(c) < len(s) && (digit(s[k-1]) || (s[k-1] == '$' || s[k-1] == ')') && (s[k+len(c)] == '$' || s[k+len(c)] == '\\')) {
				return k + len(c)
			}
		}
	}
	return 0
}

// contrast is where a sentence goes on to say what the answer is not, "30, not
// 60", or 0.
func contrast(s string) int {
	if len(s) > joinerBytes {
		return 0
	}
	for _, comma := range [...]string{"，", ", "} { // B，C是错误的
		if head, rest, ok := strings.Cut(s, comma); ok && optionLetter(head) && len(rest) > 1 && optionLetter(rest[:1]) && ideographAt(rest, 1) && words.TakesBack(rest[1:]) {
			return len(head)
		}
	}
	for _, w := range ratherThan {
		k := indexFold(s, w)
		if k <= 0 || words.TakesBack(s[k+len(w):]) {
			continue
		}
		behind := s[k+len(w):]
		if strings.Trim(s[:k], bareMarks) == strings.Trim(behind, bareMarks) {
			continue // 5, not 5
		}
		if optionLetter(s[:k]) && optionLetter(behind) {
			return k
		}
		if (digit(s[k-1]) || strings.IndexByte("$)}", s[k-1]) >= 0) && (digit(s[min(len(s)-1, skipSign(s, k+len(w)))]) || strings.HasPrefix(behind, "$") || strings.HasPrefix(behind, `\(`)) {
			return k
		}
	}
	return 0
}

// ratherThanAtEnd is where the words begin by which s ends in saying that what
// follows is not the answer, "6 rather than", or -1.
func ratherThanAtEnd(s string) int {
	for _, w := range ratherThan {
		if w = strings.TrimRight(w, " "); len(s) > len(w) && strings.HasSuffix(lower(strings.TrimRight(s[max(0, len(s)-joinerBytes):], " ")), w) {
			return len(strings.TrimRight(s, " ")) - len(w)
		}
	}
	return -1
}

func ideographAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return ideographic(r) && unicode.IsLetter(r)
}

// bareMarks stand around a value and mean nothing.
const bareMarks = " ().$*_"

// optionLetter says that s is the letter of an option: B, (B).
func optionLetter(s string) bool {
	s = strings.Trim(s, " ().*_")
	return len(s) == 1 && s[0] >= 'A' && s[0] <= 'J'
}

// skipSign passes what may stand between a word and the digits of a number.
func skipSign(s string, i int) int {
	for i < len(s)-1 && strings.IndexByte("$-\\( ", s[i]) >= 0 {
		i++
	}
	return i
}
