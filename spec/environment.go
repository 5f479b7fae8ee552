package spec

import (
	"errors"
	"regexp"
	"slices"

	"github.com/verireward/verireward/codecheck"
	"github.com/verireward/verireward/codecheck/lang"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/sandbox"
)

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
	// Parallel is how many programs may run at once; 0 is the number of cores.
	Parallel int `yaml:"parallel"`
	// Limits hold where neither a test nor a reward says otherwise.
	Limits codecheck.Limits `yaml:"limits"`
	// Cold starts a fresh interpreter for every Python run.
	Cold bool `yaml:"cold"`
}

func sandboxSettings(n *node) SandboxSettings {
	var s SandboxSettings
	decodeInto(n, &s, "sandbox")
	if s.Parallel < 0 {
		n.get("parallel").fail("parallel is negative")
	}
	return s
}

// environment holds what the rewards of a program share. It is used while one
// goroutine builds, and closed afterwards.
type environment struct {
	settings  SandboxSettings
	languages []*lang.Language
	box       *sandbox.Sandbox
	checkers  map[codecheck.Policy]*codecheck.Checker
}

func newEnvironment(env Env, s SandboxSettings) *environment {
	if env.Isolation != "" {
		s.Isolation = env.Isolation
	}
	return &environment{settings: s, checkers: map[codecheck.Policy]*codecheck.Checker{}}
}

// environmentFault marks an error of this machine, not of the file.
type environmentFault struct{ err error }

func (e *environmentFault) Error() string { return e.err.Error() }
func (e *environmentFault) Unwrap() error { return e.err }

// environmentError carries such an error up from a builder.
type environmentError struct{ err error }

// checker returns the judge of programs that takes the program from a
// completion by policy. The first one starts the sandbox.
func (e *environment) checker(policy codecheck.Policy) (*codecheck.Checker, error) {
	if c, ok := e.checkers[policy]; ok {
		return c, nil
	}
	if e.box == nil {
		p := sandbox.Untrusted
		if e.settings.Isolation == "best-effort" {
			p = sandbox.BestEffort
		}
		p.Parallel = e.settings.Parallel
		box, err := sandbox.New(p)
		if err != nil {
			return nil, &environmentFault{reward.Errorf(reward.KindSandbox, "%w", err)}
		}
		e.box = box
	}
	c, err := codecheck.New(codecheck.Options{
		Sandbox: e.box, Extract: policy, Limits: e.settings.Limits, Languages: e.languages, Cold: e.settings.Cold,
	})
	if err != nil {
		return nil, &environmentFault{err}
	}
	e.checkers[policy] = c
	return c, nil
}

// addLanguages decodes the languages that the documents of a file define.
func (e *environment) addLanguages(s *Spec) error {
	for _, doc := range s.docs {
		if doc.languages == nil {
			continue
		}
		doc.languages.want(kindMap, "languages")
		for _, entry := range doc.languages.entries {
			l, err := userLanguage(entry.key, entry.value)
			if err != nil {
				return err
			}
			e.languages = append(e.languages, l)
		}
	}
	return nil
}

func userLanguage(key, n *node) (*lang.Language, error) {
	l := &lang.Language{}
	decodeInto(n, l, "the language "+key.text)
	if l.Name == "" {
		l.Name = key.text
	}
	if l.Name != key.text {
		n.get("name").fail("the language %s calls itself %s", key.text, l.Name)
	}
	for what, missing := range map[string]bool{"source": l.Source == "", "run": len(l.Run) == 0} {
		if missing {
			n.fail("the language %s has no %s", key.text, what)
		}
	}
	for i, m := range l.Marks {
		if _, err := regexp.Compile(m); err != nil {
			n.get("marks").fail("mark %d: %v", i+1, err)
		}
	}
	return l, nil
}

func (e *environment) isolation() []string {
	if e.box == nil {
		return nil
	}
	return e.box.Layers()
}

// Close ends what was started.
func (e *environment) Close() error {
	var errs []error
	for _, c := range e.checkers {
		errs = append(errs, c.Close())
	}
	if e.box != nil {
		errs = append(errs, e.box.Close())
	}
	return errors.Join(errs...)
}

// codeOptions are the keys of the code reward.
type codeOptions struct {
	// Score is how tests make a value, in another word for Formula: all tests
	// or nothing, the weighted share, the worst test of each subtask.
	Score string `yaml:"score" enum:"all,fraction,subtasks"`
	// Formula is how tests make a value: accuracy (all or nothing), fraction
	// (weighted share), subtasks (the worst test of each), runtime (a factor
	// for time), codeforces (a tenth of the share, and fines).
	Formula string `yaml:"formula" enum:"accuracy,fraction,subtasks,runtime,codeforces"`
	// Language is that of every sample; empty is the sample's own.
	Language string `yaml:"language"`
	// Extract says which of several fences is the program.
	Extract string `yaml:"extract" enum:"last,first,longest,only"`
	// Threshold is the pass rate from which formula: runtime pays.
	Threshold float64 `yaml:"threshold"`
	// First lets only the first tests of a sample count.
	First int `yaml:"first"`
	// Limits hold for every test that has none of its own.
	Limits codecheck.Limits `yaml:"limits"`
	// Preamble is code that stands in front of every program.
	Preamble string `yaml:"preamble"`
	// TestSetup is code that stands in front of the code of every test.
	TestSetup string `yaml:"test_setup"`
}

func codeEntries() []*Entry {
	return []*Entry{{Name: "code", Doc: "the program in the completion passes its tests, run in the sandbox", options: typeOf[codeOptions](),
		build: func(b *builder, _ *component, options any, _ []reward.Component) (reward.Reward, error) {
			o := options.(codeOptions)
			if o.Score != "" && o.Formula != "" {
				return nil, errors.New("score and formula say the same thing: give one")
			}
			formula := codecheck.Formula(o.Formula)
			if slices.Contains([]string{"fraction", "subtasks"}, o.Score) {
				formula = codecheck.Formula(o.Score)
			}
			c, err := b.env.checker(codecheck.Policy(o.Extract))
			if err != nil {
				return nil, err
			}
			r, err := c.Reward(codecheck.RewardOptions{
				Formula: formula, Language: o.Language, Threshold: o.Threshold, First: o.First, Limits: o.Limits,
				Preamble: o.Preamble, TestSetup: o.TestSetup,
			})
			if err != nil {
				return nil, err
			}
			return r, nil
		}}}
}
