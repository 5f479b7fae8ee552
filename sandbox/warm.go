package sandbox

// WarmOptions describe the Python interpreters that [Sandbox.NewWarm] keeps.
type WarmOptions struct {
	// Args is the interpreter (an absolute path; Python 3.9 or later) and its
	// flags. What is run comes from Setup.
	Args []string
	// Env and ReadOnly are as in Cmd.
	Env, ReadOnly []string
	// Setup is Python source that is run once in each zygote. It imports what
	// runs will need, and defines job_main(), which each run calls.
	Setup string
	// Runs is after how many runs a zygote is replaced; zero means 500.
	Runs int
}
