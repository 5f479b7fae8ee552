package spec

// Env is what a specification is built in. The zero value is the default.
type Env struct {
	// Isolation overrides the specification's own: "strict" (the default) or
	// "best-effort".
	Isolation string
}

// SandboxSettings are the "sandbox" block of a document.
type SandboxSettings struct {
	// Isolation is "strict" or "best-effort"; empty means strict.
	Isolation string `yaml:"isolation" enum:"strict,best-effort"`
}

func sandboxSettings(n *node) SandboxSettings {
	var s SandboxSettings
	decodeInto(n, &s, "sandbox")
	return s
}

// environment holds what the rewards of a program share.
type environment struct {
	settings SandboxSettings
}

func newEnvironment(env Env, s SandboxSettings) *environment {
	if env.Isolation != "" {
		s.Isolation = env.Isolation
	}
	return &environment{settings: s}
}

// environmentFault marks an error of this machine, not of the file.
type environmentFault struct{ err error }

func (e *environmentFault) Error() string { return e.err.Error() }
func (e *environmentFault) Unwrap() error { return e.err }

// environmentError carries such an error up from a builder.
type environmentError struct{ err error }

func (e *environment) addLanguages(*Spec) error { return nil }
func (e *environment) isolation() []string      { return nil }

// Close ends what was started.
func (e *environment) Close() error { return nil }

func codeEntries() []*Entry { return nil }
