package spec

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Updated returns the file with the wants of failing cases replaced by what
// was got, and how many were. Everything else, comments too, stays as it is.
// Comparisons ("< 0.5"), ranges and reasons say more than a number and are
// left alone, and so is what a case got as an error if it wanted a value: that
// is no outcome to settle for unseen.
func (s *Spec) Updated(results []CaseResult) (data []byte, changed int, err error) {
	var edits []edit
	for i := range results {
		r := &results[i]
		if r.Passed() {
			continue
		}
		if w := r.Case.want; w != nil && !w.meets(r.Got.Result.Value, r.Got.Err) {
			edits = appendEdit(edits, w, r.Got.Result.Value, r.Got.Err)
		}
		for _, c := range r.Case.components {
			if p, ok := r.Got.Result.Find(c.name); ok && c.value != nil && !c.value.meets(p.Value, p.Err) {
				edits = appendEdit(edits, c.value, p.Value, p.Err)
			}
		}
	}
	slices.SortFunc(edits, func(a, b edit) int {
		if a.line != b.line {
			return b.line - a.line
		}
		return b.column - a.column
	})
	lines := bytes.SplitAfter(s.data, []byte("\n"))
	for _, e := range edits {
		if e.line > len(lines) {
			continue
		}
		if line, ok := e.apply(lines[e.line-1]); ok {
			lines[e.line-1] = line
			changed++
		}
	}
	return bytes.Join(lines, nil), changed, nil
}

// edit replaces the scalar at a place.
type edit struct {
	line, column int
	old, new     string
}

func appendEdit(edits []edit, e *expectation, v float64, err error) []edit {
	plain := e.wantError || e.wantNull || e.lo == e.hi && !math.IsInf(e.lo, 0)
	if e.at == nil || e.at.kind == kindList || !plain {
		return edits
	}
	text := strconv.FormatFloat(v, 'g', -1, 64)
	switch {
	case err == nil:
	case isAbstain(err):
		text = "null"
	default:
		return edits
	}
	return append(edits, edit{e.at.line, e.at.column, e.at.text, text})
}

// apply replaces the scalar in its line; it does nothing where the line does
// not hold what the decoder read there.
func (e edit) apply(line []byte) ([]byte, bool) {
	runes := []rune(string(line))
	if e.column < 1 || e.column > len(runes) {
		return line, false
	}
	head, rest := string(runes[:e.column-1]), string(runes[e.column-1:])
	old := e.old
	for _, quote := range []string{"'", `"`} {
		if strings.HasPrefix(rest, quote+old+quote) {
			old = quote + old + quote
		}
	}
	tail, ok := strings.CutPrefix(rest, old)
	if !ok {
		return line, false
	}
	return []byte(head + e.new + tail), true
}
