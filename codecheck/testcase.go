package codecheck

import (
	"encoding/json"
	"fmt"
)

// Kind is a way of testing a program.
type Kind string

// The kinds of test.
const (
	// Stdio runs the program on an input and compares what it prints.
	Stdio Kind = "stdio"
	// Call calls a function and compares its result.
	Call Kind = "call"
	// Assert is an assert statement about the program.
	Assert Kind = "assert"
	// CheckFn is a function that takes the one under test (HumanEval).
	CheckFn Kind = "check_fn"
	// AppendCode is test code put behind the program.
	AppendCode Kind = "append_code"
	// CheckerKind runs the program on an input and a special judge on its output.
	CheckerKind Kind = "checker"
	// Interactive joins the program and a judge by pipes.
	Interactive Kind = "interactive"
)

// Test is one test. Which fields count depends on the kind.
type Test struct {
	Kind Kind `json:"kind"`
	// Weight is the test's weight in the score; nil is 1.
	Weight *float64 `json:"weight,omitempty"`
	// Subtask groups tests for subtask scoring; may be empty.
	Subtask string `json:"subtask,omitempty"`
	// Limits override the submission's.
	Limits Limits `json:"limits,omitzero"`

	// Stdin is the program's standard input (stdio, checker) or the judge's
	// input file (interactive).
	Stdin string `json:"stdin,omitempty"`
	// Stdout is the expected output (stdio) or the answer file (checker).
	Stdout string `json:"stdout"`
	// Compare names the comparison (stdio, call).
	Compare string `json:"compare,omitempty"`

	// Fn is the function to call; Class the class it is a method of, if any.
	Fn    string `json:"fn,omitempty"`
	Class string `json:"class,omitempty"`
	// Args and Kwargs are the arguments, JSON values.
	Args   json.RawMessage `json:"args,omitempty"`
	Kwargs json.RawMessage `json:"kwargs,omitempty"`
	// Expected is the expected result, a JSON value.
	Expected json.RawMessage `json:"expected,omitempty"`
	// Result says what the result is: "return" (default), "arg0" or "stdout".
	Result string `json:"result,omitempty"`
	// Materialize drains an iterator into an array first.
	Materialize bool `json:"materialize,omitempty"`
	// unwrapExpected also accepts Expected's only element: APPS wraps the
	// expected result in a list of one in some of its problems.
	unwrapExpected bool

	// Code is the text of an assert, a check function or appended code.
	Code string `json:"code,omitempty"`
	// EntryPoint is the function a check function is given.
	EntryPoint string `json:"entry_point,omitempty"`
	// Prompt is put before a completion that is only a body (check_fn).
	Prompt string `json:"prompt,omitempty"`

	// Language is the checker's or judge's: "python" or "cpp".
	Language string `json:"language,omitempty"`
	// Checker and Judge are sources of special judges. Builtin names a
	// built-in checker in place of a source, for example "wcmp".
	Checker string `json:"checker,omitempty"`
	Judge   string `json:"judge,omitempty"`
	Builtin string `json:"builtin,omitempty"`
	// Files are supporting files for the checker or judge, for example
	// testlib.h; keys are file names.
	Files map[string]string `json:"files,omitempty"`
}

// InputError says that tests cannot be read or used.
type InputError struct {
	// Index is the test's place in the list, or -1 for the list as a whole.
	Index int
	// Text says what is wrong.
	Text string
}

// Error gives the place and what is wrong.
func (e *InputError) Error() string {
	if e.Index < 0 {
		return "tests: " + e.Text
	}
	return fmt.Sprintf("tests[%d]: %s", e.Index, e.Text)
}

func (t *Test) weight() float64 {
	if t.Weight == nil {
		return 1
	}
	return *t.Weight
}
