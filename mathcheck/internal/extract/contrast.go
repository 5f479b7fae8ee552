package extract

import (
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/words"
)

// contrasted is where the answer begins in a sentence that says first what it
// is not, "not 6 but 5", or 0.
func contrasted(s string) int {
	if len(s) > joinerBytes {
		return 0
	}
	for _, w := range [...]string{"not ", "nicht ", "no ", "não ", "pas ", "не "} {
		if !hasFold(s, w) {
			continue
		}
		for _, c := range contrasts {
			if k := indexFold(s, c); k > 0 && digit(s[k-1]) && k+len(c) < len(s) {
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
	for _, w := range [...]string{", not ", "，不是", "，而不是", "，而非", "而不是", " rather than ", " instead of ", ", nicht ", ", et non ", ", no ", ", а не "} {
		if k := indexFold(s, w); k > 0 && (digit(s[k-1]) || strings.IndexByte("$)}", s[k-1]) >= 0) && digit(s[min(len(s)-1, skipSign(s, k+len(w)))]) && !words.TakesBack(s[k+len(w):]) {
			return k
		}
	}
	return 0
}

// skipSign passes what may stand between a word and the digits of a number.
func skipSign(s string, i int) int {
	for i < len(s)-1 && strings.IndexByte("$-\\( ", s[i]) >= 0 {
		i++
	}
	return i
}
