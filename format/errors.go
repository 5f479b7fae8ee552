package format

import "fmt"

// ErrorCode says what is wrong with a template.
type ErrorCode string

// The codes of template errors.
const (
	ErrTooLong      ErrorCode = "template too long"
	ErrTooDeep      ErrorCode = "groups nested too deeply"
	ErrTooMany      ErrorCode = "too many distinct marks"
	ErrBrace        ErrorCode = "unbalanced brace"
	ErrParen        ErrorCode = "unbalanced parenthesis"
	ErrEscape       ErrorCode = "bad escape"
	ErrName         ErrorCode = "bad hole name"
	ErrDuplicate    ErrorCode = "hole name used twice"
	ErrType         ErrorCode = "bad hole type"
	ErrQuantifier   ErrorCode = "group without ?, + or *"
	ErrEmptyGroup   ErrorCode = "group without a mark"
	ErrAmbiguous    ErrorCode = "ambiguous group"
	ErrAdjacent     ErrorCode = "two holes without a mark between"
	ErrBlank        ErrorCode = "blank beside white space"
	ErrAnchor       ErrorCode = "line start without a mark"
	ErrUnknownName  ErrorCode = "unknown template"
	ErrPrefill      ErrorCode = "prefill does not begin the template"
	ErrStrip        ErrorCode = "bad strip token"
	ErrForbidden    ErrorCode = "bad forbidden mark"
	ErrUnknownValue ErrorCode = "unknown option value"
)

// TemplateError says where and why a template, or an option beside it, cannot
// be used.
type TemplateError struct {
	// Pos is the byte offset in the template; -1 when an option is at fault.
	Pos int
	// Code says what is wrong.
	Code ErrorCode
	// Text is the offending text, with a hint where there is one.
	Text string
}

// Error returns position, code and text on one line.
func (e *TemplateError) Error() string {
	if e.Pos < 0 {
		return fmt.Sprintf("format: %s: %s", e.Code, e.Text)
	}
	return fmt.Sprintf("format: template, byte %d: %s: %s", e.Pos, e.Code, e.Text)
}

// templateErr panics with a TemplateError; Parse recovers it at the door.
func templateErr(pos int, code ErrorCode, text string, args ...any) {
	if len(args) > 0 {
		text = fmt.Sprintf(text, args...)
	}
	panic(&TemplateError{Pos: pos, Code: code, Text: text})
}
