package codecheck

// Report says how a submission did; its JSON form is an output line of the
// command's code subcommand.
type Report struct {
	// ID is the submission's.
	ID string `json:"id,omitempty"`
	// Score is in [0, 1].
	Score float64 `json:"score"`
	// Passed is the number of tests that passed among those that were run.
	Passed int `json:"passed"`
	// Total is the number of tests, run or not.
	Total int `json:"total"`
	// Verdict is the first test's that was not accepted, or AC.
	Verdict Verdict `json:"verdict"`
	// Reason says why there is no more to say than the verdict, for CE and
	// NO_CODE: the compiler's words, or what the extraction missed.
	Reason string `json:"reason,omitempty"`
	// Tests are the tests that were run, in order.
	Tests []TestResult `json:"tests"`
	// Language is the language the program was judged as.
	Language string `json:"language,omitempty"`
	// Isolation names the layers that were in force.
	Isolation []string `json:"isolation"`
}

// TestResult says how one test went.
type TestResult struct {
	// Verdict is the test's own.
	Verdict Verdict `json:"verdict"`
	// Reason says why, in a few words.
	Reason string `json:"reason"`
	// Kind is the kind of test that was run, for example "stdio".
	Kind string `json:"kind,omitempty"`
	// Weak marks a test that ran in one process with the code under test.
	Weak bool `json:"weak,omitempty"`
	// Points is the test's share of its weight in [0, 1]: 1 for AC, what the
	// checker gave for partial answers, else 0.
	Points float64 `json:"points"`
	// Weight is the test's weight in the score.
	Weight float64 `json:"weight"`
	// CPUMillis, WallMillis and MemoryKB are what the program used.
	CPUMillis  int64 `json:"cpu_ms"`
	WallMillis int64 `json:"wall_ms"`
	MemoryKB   int64 `json:"memory_kb"`
	// Exit is the exit code; -1 when a signal ended the program.
	Exit int `json:"exit"`
	// Signal is the number of the signal that ended the program, or 0.
	Signal int `json:"signal"`
	// Stdout and Stderr are the beginnings of what the program wrote.
	Stdout string `json:"stdout,omitempty"`
	Stderr string `json:"stderr,omitempty"`
	// limitMillis is the test's CPU limit, for the runtime factor.
	limitMillis int64
	// subtask is the group the test belongs to.
	subtask string
	// index is the test's place in the submission.
	index int
}
