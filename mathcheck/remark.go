package mathcheck

import (
	"regexp"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/latex"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// splitRemark is a remark whose bracket opens in one text group and closes in
// another or outside: x^2 \text{ (for all } x\text{)}.
var splitRemark = regexp.MustCompile(`^([^()]*[^()\s])\s*\\text\{\s*\(([^(){}]*)\}([^()]*?)(?:\\text\{([^(){}]*)\)\s*\}|\))$`)

// joinRemark writes such a remark without its groups: x^2 (for all x).
func joinRemark(s string) (string, bool) {
	if len(s) > maxWordsBytes {
		return "", false
	}
	m := splitRemark.FindStringSubmatch(s)
	if m == nil || !balanced(m[1]) || !balanced(m[3]) {
		return "", false
	}
	return m[1] + " (" + m[2] + m[3] + m[4] + ")", true
}

// withoutRemark is s without a remark of that kind that says nothing of the
// value.
func withoutRemark(s string) (string, bool) {
	t, ok := joinRemark(s)
	if !ok {
		return "", false
	}
	head := words.DropRemark(t)
	return head, head != t
}

// sameAgain is an answer that is said a second time in brackets: 64 (or 2^6).
var sameAgain = regexp.MustCompile(`^(.*?\S)\s*(?:\(|\\text\{\s*\()\s*or\s+([^()]*[^()\s}]|[^()]*\{[^(){}]*\})\s*(?:\)|\)\s*\})$`)

// again judges an answer that is said a second time: both must be right.
func (j *judge) again(s string) (finding, bool) {
	if t, ok := joinRemark(s); ok {
		s = t
	}
	if len(s) > maxWordsBytes || j.g.tree == nil {
		return finding{}, false
	}
	m := sameAgain.FindStringSubmatch(s)
	if m == nil {
		return finding{}, false
	}
	a, err := parse(m[1], j.c, latex.CommaGroups, false)
	b, err2 := parse(strings.TrimSpace(m[2]), j.c, latex.CommaGroups, false)
	if err != nil || err2 != nil {
		return finding{}, false
	}
	f := j.compare(j.g.tree, a)
	if f.out == OutcomeEqual {
		if second := j.compare(j.g.tree, b); second.out != OutcomeEqual {
			f = second
		}
	}
	f.form, f.parsed = j.form(a), true
	return f, true
}
