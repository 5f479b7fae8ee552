package reward

import (
	"errors"
	"fmt"
)

// ErrAbstain is returned, possibly wrapped, by a reward that does not apply to
// the sample. The combinators leave such a component out; they do not count it
// as 0.
var ErrAbstain = errors.New("does not apply to this sample")

// Abstain returns an error that matches ErrAbstain and says why the reward
// does not apply.
func Abstain(why string) error { return &abstention{why} }

type abstention struct{ why string }

func (a *abstention) Error() string        { return a.why }
func (a *abstention) Is(target error) bool { return target == ErrAbstain }

// Kind sorts errors by whose fault they are and what can be done about them.
// The command writes it as error.kind.
type Kind string

// The kinds of error.
const (
	// KindInput: the sample itself cannot be used (unreadable, no tests).
	KindInput Kind = "input"
	// KindGold: the known answer cannot be used (empty, unbalanced, over budget).
	KindGold Kind = "gold"
	// KindSandbox: the sandbox could not start or broke.
	KindSandbox Kind = "sandbox"
	// KindToolchain: a compiler or interpreter is missing or broken.
	KindToolchain Kind = "toolchain"
	// KindTimeout: a deadline of ours passed before the sample was judged.
	KindTimeout Kind = "timeout"
	// KindInternal: a fault in this library or in a reward built on it.
	KindInternal Kind = "internal"
	// KindSpec: the specification asks for something it cannot have.
	KindSpec Kind = "spec"
)

// Error is an error with a kind: the sample could not be judged.
type Error struct {
	Kind Kind
	// Err is the cause; never nil.
	Err error
}

// Error returns the text of the cause.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an Error of the given kind; the format is that of fmt.Errorf.
func Errorf(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Err: fmt.Errorf(format, args...)}
}

// ErrOtherGold is matched by the error of a reward that judges one kind of gold
// answer (a number, the letter of an option) and was given a usable one of
// another kind. Such an error is of KindGold and fails the sample as any other,
// except within First, which goes on to a reward that can judge it.
var ErrOtherGold = errors.New("the gold answer is of another kind")

// OtherGold returns an error of KindGold that matches ErrOtherGold; the format
// is that of fmt.Errorf.
func OtherGold(format string, args ...any) error {
	return &Error{Kind: KindGold, Err: &otherGold{fmt.Errorf(format, args...)}}
}

type otherGold struct{ error }

func (o *otherGold) Is(target error) bool { return target == ErrOtherGold }
func (o *otherGold) Unwrap() error        { return o.error }
