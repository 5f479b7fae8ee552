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

// restated judges an answer that is said a second time in another form, "1/2,
// i.e. 0.5", or in numbered parts, "(a) 1, (b) 2". It says equal or nothing.
func (j *judge) restated(s string) (finding, bool) {
	if len(s) > maxWordsBytes {
		return finding{}, false
	}
	if head, tail, ok := secondForm(s); ok {
		f := j.text(head)
		if f.out != OutcomeEqual || j.text(tail).out != OutcomeEqual {
			return finding{}, false
		}
		f.rule = "said twice"
		return f, true
	}
	if parts := numberedParts(s); len(parts) > 1 && j.goldIsList() {
		f := j.text(strings.Join(parts, ", "))
		if f.out == OutcomeEqual {
			f.rule = "numbered parts"
			return f, true
		}
	}
	return finding{}, false
}

// sameWord are the words that lead in another form of the same value, the
// longer first.
var sameWord = [...]string{"or equivalently", "equivalently", "that is", "i.e.", "也就是", "即"}

// secondForm parts an answer at such a word, which must occur only once.
func secondForm(s string) (head, tail string, ok bool) {
	low := strings.ToLower(s)
	for _, w := range sameWord {
		k := strings.Index(low, w)
		if k <= 0 || len(low) != len(s) || strings.Contains(low[k+len(w):], w) {
			continue
		}
		head, tail = s[:k], s[k+len(w):]
		if h, in := strings.CutSuffix(strings.TrimRight(head, " "), `\text{`); in { // \text{ or equivalently }
			tail, in = strings.CutPrefix(strings.TrimLeft(tail, " ,"), "}")
			if !in {
				return "", "", false
			}
			head = h
		} else if !strings.HasSuffix(head, " ") && !strings.HasSuffix(head, ",") && !strings.HasSuffix(head, " (") && !strings.HasSuffix(head, "，") {
			return "", "", false
		}
		head, tail = strings.TrimRight(head, " ,;，"), strings.TrimLeft(tail, " ,")
		if h, in := strings.CutSuffix(head, " ("); in { // 1/2 (equivalently, 0.5)
			if tail, in = strings.CutSuffix(tail, ")"); !in {
				return "", "", false
			}
			head = h
		}
		return head, tail, head != "" && tail != ""
	}
	return "", "", false
}

// partMark is the number of a part: (1), (b), (ii).
var partMark = regexp.MustCompile(`\((?:[1-9]|[a-h]|i{1,3}|iv|v)\)`)

// partMarks are the marks in order, by the first of them.
var partMarks = map[string][]string{
	"(1)": {"(1)", "(2)", "(3)", "(4)", "(5)"}, "(a)": {"(a)", "(b)", "(c)", "(d)", "(e)"}, "(i)": {"(i)", "(ii)", "(iii)", "(iv)", "(v)"},
}

// numberedParts takes an answer in numbered parts apart, which must be numbered
// in order from the first; nil if it is none.
func numberedParts(s string) []string {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, "(") {
		return nil
	}
	at := partMark.FindAllStringIndex(s, len(partMarks["(1)"])+1)
	if len(at) < 2 || at[0][0] != 0 {
		return nil
	}
	marks := partMarks[s[:at[0][1]]]
	if len(at) > len(marks) {
		return nil
	}
	var parts []string
	for i, m := range at {
		end := len(s)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		part := strings.Trim(strings.ReplaceAll(s[m[1]:end], `\quad`, " "), " ,;，；、")
		part = strings.TrimSpace(strings.TrimPrefix(part, `\ `))
		if s[m[0]:m[1]] != marks[i] || part == "" {
			return nil
		}
		parts = append(parts, unwrap(part))
	}
	return parts
}
