package codecheck

// Verdict is a judge's word for how a test or a whole submission ended.
type Verdict string

// The verdicts.
const (
	// Accepted: the test passed.
	Accepted Verdict = "AC"
	// WrongAnswer: the program ended well with another answer.
	WrongAnswer Verdict = "WA"
	// PresentationError: a checker found the answer's form unreadable.
	PresentationError Verdict = "PE"
	// TimeLimit: the program used more time than allowed.
	TimeLimit Verdict = "TLE"
	// MemoryLimit: the program needed more memory than allowed.
	MemoryLimit Verdict = "MLE"
	// OutputLimit: the program wrote more than allowed.
	OutputLimit Verdict = "OLE"
	// RuntimeError: the program failed, or ended without delivering a result.
	RuntimeError Verdict = "RE"
	// CompileError: the program does not compile, or compiling it went over
	// the compiler's limits.
	CompileError Verdict = "CE"
	// SecurityViolation: the program tried what the sandbox forbids and died
	// of it, or broke its box twice.
	SecurityViolation Verdict = "SV"
	// NoCode: the completion holds no program in the wanted language.
	NoCode Verdict = "NO_CODE"
	// NoTests: the submission carries no tests; it comes with an error.
	NoTests Verdict = "NO_TESTS"
)
