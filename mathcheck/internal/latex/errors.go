package latex

import "fmt"

// Code says what kind of error stopped the reading.
type Code string

// The codes.
const (
	// ErrEmpty: there is nothing to read.
	ErrEmpty Code = "empty"
	// ErrUnbalanced: a bracket, brace or environment is not closed, or was
	// never opened.
	ErrUnbalanced Code = "unbalanced"
	// ErrUnexpected: a sign stands where none may.
	ErrUnexpected Code = "unexpected"
	// ErrMissing: an operand or argument is missing.
	ErrMissing Code = "missing"
	// ErrUnknown: a macro or character is not known.
	ErrUnknown Code = "unknown"
	// ErrTokens: more than the allowed number of tokens.
	ErrTokens Code = "too many tokens"
	// ErrDepth: nested deeper than allowed.
	ErrDepth Code = "too deep"
	// ErrDigits: a number has more digits than allowed.
	ErrDigits Code = "too many digits"
	// ErrProse: the text is words, not mathematics.
	ErrProse Code = "prose"
)

// Error is why an input could not be read.
type Error struct {
	// Pos is the byte offset.
	Pos int
	// Code is the kind of error.
	Code Code
	// Text is the offending text.
	Text string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s at byte %d: %q", e.Code, e.Pos, e.Text)
}

// Budget reports whether the error is a ceiling, not a fault of syntax.
func (e *Error) Budget() bool {
	return e.Code == ErrTokens || e.Code == ErrDepth || e.Code == ErrDigits
}
