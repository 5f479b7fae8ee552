package format

import (
	"fmt"
	"strings"

	"github.com/verireward/verireward/reward"
)

// Kind says how a completion departs from its template.
type Kind string

// The kinds of violation.
const (
	// MissingMark: a mark the template demands does not occur.
	MissingMark Kind = "missing_mark"
	// RepeatedMark: a mark occurs more often than the template says.
	RepeatedMark Kind = "repeated_mark"
	// WrongOrder: a mark occurs, but not where the template has it.
	WrongOrder Kind = "wrong_order"
	// TextBefore: there is text before the first mark.
	TextBefore Kind = "text_before"
	// TextBetween: there is text, or white space where none is free, between
	// two marks with no hole between them.
	TextBetween Kind = "text_between"
	// TextAfter: there is text after the end of the template.
	TextAfter Kind = "text_after"
	// BlankField: a hole that must not be blank is.
	BlankField Kind = "blank_field"
	// BadType: the text of a hole is not of the hole's type.
	BadType Kind = "bad_type"
	// PrefillRepeated: the completion repeats a mark that ended the prompt.
	PrefillRepeated Kind = "prefill_repeated"
	// Unclosed: a hole's opening mark is there, the mark that ends the hole
	// is not.
	Unclosed Kind = "unclosed"
)

// Violation is one departure from the template.
type Violation struct {
	Kind Kind `json:"kind"`
	// Offset is where in the completion, in bytes. For a missing mark it is
	// where the mark should have stood at the latest.
	Offset int `json:"offset"`
	// Mark is the mark concerned, if one is.
	Mark string `json:"mark,omitempty"`
	// Field names the hole concerned, if one is.
	Field string `json:"field,omitempty"`
	// Detail says more, for a person.
	Detail string `json:"detail,omitempty"`
}

// String returns the violation in the words of a reason, for example
// "text_after at byte 71".
func (v Violation) String() string {
	var b strings.Builder
	b.WriteString(string(v.Kind))
	if v.Mark != "" {
		fmt.Fprintf(&b, " %q", v.Mark)
	}
	if v.Field != "" {
		fmt.Fprintf(&b, " {%s}", v.Field)
	}
	fmt.Fprintf(&b, " at byte %d", v.Offset)
	if v.Detail != "" {
		b.WriteString(" (" + v.Detail + ")")
	}
	return b.String()
}

// Field is the text found in one hole.
type Field struct {
	// Name is the hole's name.
	Name string
	// Repeated says that the hole stands in a repeated group, so that it may
	// have any number of texts.
	Repeated bool
	// Texts are the texts found, in order; one unless Repeated.
	Texts []string
	// Spans are where they stand in the completion.
	Spans []reward.Span
}

// Match is the outcome of matching a completion against a template.
type Match struct {
	// OK says that the completion follows the template in every point.
	OK bool
	// Score is 1 when OK; otherwise it is what the template's scoring gives,
	// see [Scoring].
	Score float64
	// Fields are the holes' texts in the order of the template. A hole that
	// was not filled rightly is left out. Without OK they serve display only:
	// a reward must not rest on them.
	Fields []Field
	// Violations are the departures found, in the order of the completion; at
	// most maxViolations. Empty exactly when OK.
	Violations []Violation
}

// maxViolations bounds the list of a hostile completion; a reader needs the
// first few, a score only whether there is one.
const maxViolations = 32

// reasonViolations is how many violations a reason spells out.
const reasonViolations = 3

// Reason says in one line why the completion matches or does not.
func (m Match) Reason() string {
	if m.OK {
		return "matches"
	}
	var parts []string
	for i, v := range m.Violations {
		if i == reasonViolations {
			parts = append(parts, fmt.Sprintf("%d more", len(m.Violations)-i))
			break
		}
		parts = append(parts, v.String())
	}
	return strings.Join(parts, "; ")
}

// FieldTexts returns the fields by name for [reward.Sample.Fields]; the texts
// of a repeated hole are joined by line feeds. It is nil unless m is OK, so
// that no other reward is earned with a field out of a broken layout.
func (m Match) FieldTexts() map[string]string {
	if !m.OK {
		return nil
	}
	out := make(map[string]string, len(m.Fields))
	for _, f := range m.Fields {
		out[f.Name] = strings.Join(f.Texts, "\n")
	}
	return out
}
