package spec

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error says where a specification is wrong.
type Error struct {
	// File is the name the specification was given by.
	File string
	// Line and Column count from 1; Line is 0 when there is no place.
	Line, Column int
	// Text says what is wrong.
	Text string
	// Suggest is the nearest valid word, or "".
	Suggest string
	// Excerpt is the line with a mark under the place, or "".
	Excerpt string
}

// Error gives the place, the fault, a suggestion and the excerpt.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File)
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", e.Line, e.Column)
		}
		b.WriteString(": ")
	}
	text, list := e.Text, ""
	if e.Suggest != "" {
		// The suggestion stands before the list of all words, which may be long.
		for _, begins := range []string{"; there are ", "; the keys are "} {
			if i := strings.Index(e.Text, begins); i >= 0 {
				text, list = e.Text[:i], e.Text[i:]
			}
		}
		text += fmt.Sprintf(" (did you mean %q?)", e.Suggest)
	}
	b.WriteString(text + list)
	if e.Excerpt != "" {
		b.WriteString("\n")
		b.WriteString(e.Excerpt)
	}
	return b.String()
}

// maxExcerpt is how many characters of a line an error shows.
const maxExcerpt = 100

// excerpt shows the line of data with a mark under column.
func excerpt(data []byte, line, column int) string {
	if line < 1 {
		return ""
	}
	lines := strings.SplitN(string(data), "\n", line+1)
	if line > len(lines) {
		return ""
	}
	text := []rune(strings.TrimRight(lines[line-1], "\r"))
	from := 0
	if column > maxExcerpt*3/4 {
		from = column - maxExcerpt/2
	}
	from = min(from, len(text))
	shown := text[from:min(from+maxExcerpt, len(text))]
	pad := make([]rune, 0, column)
	for i := range max(0, min(column-1-from, len(shown))) {
		if shown[i] == '\t' {
			pad = append(pad, '\t')
			continue
		}
		pad = append(pad, ' ')
	}
	head := fmt.Sprintf("%5d | ", line)
	return head + string(shown) + "\n" + strings.Repeat(" ", len(head)-2) + "| " + string(pad) + "^"
}

// nearest returns the word of words closest to s, or "" when none is close.
func nearest(s string, words []string) string {
	best, least := "", max(2, utf8.RuneCountInString(s)/3)+1
	if n := utf8.RuneCountInString(s); n < 3 {
		least = n // any two letters are near to any other two
	}
	for _, w := range words {
		a, b := strings.ToLower(s), strings.ToLower(w)
		d := distance(a, b)
		if short := min(len(a), len(b)); short >= 3 && a[:short] == b[:short] {
			d = min(d, 2) // cut off or written out: max and maximum
		}
		if d < least {
			best, least = w, d
		}
	}
	return best
}

// maxWord bounds the words that distance compares: longer ones are no typos.
const maxWord = 40

// distance is the number of insertions, deletions, substitutions and swaps of
// neighbours between a and b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > maxWord || len(y) > maxWord {
		return maxWord
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, last[j]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
