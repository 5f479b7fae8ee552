package mathcheck

import (
	"regexp"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/words"
)

// A contest's key prints the letter of the right option in front of its text,
// \textbf{(C) }12. Either names the answer; both together must agree.

// boldMark is such a letter, set as text. The letter of a key stands so; in
// front of plain maths, (C)12, it may be a factor.
var boldMark = regexp.MustCompile(`(?s)^\s*\\(?:text|textbf|textrm|mathrm|mathbf|mbox)\s*\{\s*\(([A-Z])\)` + markBlanks + `\}` + markBlanks + `(\S.*)$`)

// plainMark is the letter in front of an answer to a question with options:
// "(C) 12", "C. 12", "C) 12".
var plainMark = regexp.MustCompile(`(?s)^\s*(?:\(([A-Z])\)|([A-Z])[):]|([A-Z])\.\s)` + markBlanks + `(\S.*)$`)

const markBlanks = `(?:\s|~|\\[ ,;:!]|\\q?quad)*`

// keyOption parts a gold that is an option's letter and its text.
func keyOption(s, letters string) (letter, text string, ok bool) {
	if len(s) > maxWordsBytes {
		return "", "", false
	}
	if t := strings.TrimLeft(s, " \t\n\f\r"); t == "" || t[0] != '\\' || strings.IndexByte(t, '(') < 0 {
		return "", "", false // no such mark, without asking the expression
	}
	m := boldMark.FindStringSubmatch(s)
	if m == nil || !strings.Contains(letters, m[1]) {
		return "", "", false
	}
	if _, ok := words.Choices(m[2], letters, true); ok || strings.Contains(m[2], "(") && boldMark.MatchString(m[2]) {
		return "", "", false // several options
	}
	return m[1], m[2], true
}

// option compares an answer with the letter of a gold that has a text as well.
// It is false for an answer that names no option.
func (j *judge) option(s string) (finding, bool) {
	g := j.g
	if g.option == "" || len(s) > maxWordsBytes {
		return finding{}, false
	}
	f := finding{out: OutcomeDifferent, stage: "choice", parsed: true, form: FormEvaluated}
	if got, ok := words.Choices(s, j.c.choices, false); ok && got == g.option {
		f.out = OutcomeEqual
		return f, true
	}
	if _, ok := words.Choices(s, j.c.choices, true); ok {
		return f, true
	}
	letter, text := "", ""
	if m := boldMark.FindStringSubmatch(s); m != nil {
		letter, text = m[1], m[2]
	} else if m := plainMark.FindStringSubmatch(s); m != nil {
		letter, text = m[1]+m[2]+m[3], m[4]
	}
	switch {
	case letter == "" || !strings.Contains(j.c.choices, letter):
		return finding{}, false
	case letter != g.option:
		return f, true
	}
	return j.text(text), true
}
