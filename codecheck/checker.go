package codecheck

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/verireward/verireward/codecheck/lang"
	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/sandbox"
)

// Options configure a Checker. The zero value judges in the strongest tier the
// host offers, at least tier C, and scores all or nothing.
type Options struct {
	// Sandbox runs the programs; nil: New makes one from Policy, and Close
	// closes it.
	Sandbox *sandbox.Sandbox
	// Policy is used when Sandbox is nil.
	Policy sandbox.Policy
	// Scoring says how tests make a score; the zero value is All.
	Scoring Scoring
	// Extract says which of several fences is the program.
	Extract Policy
	// Limits replace the defaults where a submission says nothing.
	Limits Limits
	// Languages are added to the ones of package lang and come before them.
	Languages []*lang.Language
	// CacheDir holds compiled programs; empty: $VERIREWARD_CACHE, or
	// verireward in the user's cache directory.
	CacheDir string
	// CacheBytes bounds the cache; 0 is 2 GiB.
	CacheBytes int64
	// Cold starts a fresh interpreter for every Python run instead of forking
	// a warm one.
	Cold bool
}

// Checker judges submissions. It is safe for concurrent use.
type Checker struct {
	opts  Options
	box   boxes
	own   *sandbox.Sandbox
	cache *cache

	mu    sync.Mutex
	tools map[string]*toolEntry
	warm  map[string]*warmEntry
	// headers are the directories of precompiled headers by key, "" for none.
	headers map[string]string
	closed  bool
}

// boxes is what a Checker needs of a sandbox.
type boxes interface {
	Run(ctx context.Context, c sandbox.Cmd) (sandbox.Result, error)
	RunPair(ctx context.Context, a, b sandbox.Cmd) (sandbox.Result, sandbox.Result, error)
	Layers() []string
}

type toolEntry struct {
	once sync.Once
	tc   *lang.Toolchain
	err  error
}

// defaultCacheBytes holds some thousands of compiled programs.
const defaultCacheBytes = 2 << 30

// New makes a Checker. It fails when the sandbox cannot be set up, also where
// main did not call [sandbox.Init] first thing.
func New(opts Options) (*Checker, error) {
	if err := opts.Scoring.valid(); err != nil {
		return nil, err
	}
	c := &Checker{opts: opts, tools: map[string]*toolEntry{}, warm: map[string]*warmEntry{}, headers: map[string]string{}}
	if opts.CacheBytes == 0 {
		opts.CacheBytes = defaultCacheBytes
	}
	builds, err := openCache(opts.CacheDir, opts.CacheBytes)
	if err != nil {
		return nil, reward.Errorf(reward.KindSandbox, "build cache: %w", err)
	}
	c.cache = builds
	if opts.Sandbox == nil {
		if c.own, err = sandbox.New(opts.Policy); err != nil {
			return nil, reward.Errorf(reward.KindSandbox, "%w", err)
		}
		opts.Sandbox = c.own
	}
	c.opts = opts
	c.box = opts.Sandbox
	return c, nil
}

// Close ends the warm interpreters, and the sandbox if New made it.
func (c *Checker) Close() error {
	c.mu.Lock()
	c.closed = true
	warm := slices.Collect(maps.Values(c.warm))
	c.mu.Unlock()
	var errs []error
	for _, w := range warm {
		errs = append(errs, w.close())
	}
	if c.own != nil {
		errs = append(errs, c.own.Close())
	}
	return errors.Join(errs...)
}

// Layers names the isolation layers in force.
func (c *Checker) Layers() []string { return c.box.Layers() }

// language finds a language among the user's own and the package's.
func (c *Checker) language(name string) (*lang.Language, bool) {
	low := strings.ToLower(strings.TrimSpace(name))
	for _, l := range c.opts.Languages {
		if low != "" && l.Named(low) {
			return l, true
		}
	}
	return lang.ByName(name)
}

// toolchain resolves a language's tools, once.
func (c *Checker) toolchain(ctx context.Context, l *lang.Language) (*lang.Toolchain, error) {
	c.mu.Lock()
	e := c.tools[l.Name]
	if e == nil {
		e = &toolEntry{}
		c.tools[l.Name] = e
	}
	c.mu.Unlock()
	e.once.Do(func() {
		// The outcome is shared: one caller's deadline must not decide it.
		e.tc, e.err = l.Resolve(context.WithoutCancel(ctx))
	})
	if e.err != nil {
		return nil, reward.Errorf(reward.KindToolchain, "%w", e.err)
	}
	return e.tc, nil
}

// program is a submission made ready for its tests.
type program struct {
	lang     *lang.Language
	tc       *lang.Toolchain
	code     string
	preamble string
	setup    string
	prompt   string
	limits   Limits
	options  SubmissionOptions
}

// Check judges a submission. With an error the report carries no score; the
// error's kind says whose fault it was. Errors of kind input with verdict
// NO_TESTS in the report mean that there was nothing to judge by.
func (c *Checker) Check(ctx context.Context, s Submission) (Report, error) {
	return c.check(ctx, s, c.opts.Scoring)
}

func (c *Checker) check(ctx context.Context, s Submission, scoring Scoring) (Report, error) {
	rep := Report{ID: s.ID, Isolation: c.box.Layers(), Tests: []TestResult{}}
	tests, err := DecodeTests(s.Tests)
	if err != nil {
		return rep, &reward.Error{Kind: reward.KindInput, Err: err}
	}
	if len(tests) == 0 {
		rep.Verdict = NoTests
		return rep, reward.Errorf(reward.KindInput, "no tests")
	}
	rep.Total = len(tests)
	if f, ok := s.Limits.valid(); !ok {
		return rep, reward.Errorf(reward.KindInput, "limits.%s is out of range", f)
	}
	p, why, err := c.prepare(ctx, s, tests)
	if err != nil {
		return rep, err
	}
	if p == nil {
		rep.Verdict, rep.Reason = NoCode, why
		return rep, nil
	}
	rep.Language = p.lang.Name
	if err := c.runAll(ctx, p, tests, scoring, &rep); err != nil {
		return rep, err
	}
	scoring.apply(&rep, tests)
	return rep, nil
}

// prepare finds language, code and tools. A nil program without an error means
// that the completion holds no code.
func (c *Checker) prepare(ctx context.Context, s Submission, tests []Test) (*program, string, error) {
	var l *lang.Language
	if s.Language != "" {
		var ok bool
		if l, ok = c.language(s.Language); !ok {
			return nil, "", reward.Errorf(reward.KindInput, "unknown language %q", clip.Text(s.Language, 60))
		}
	}
	p := &program{lang: l, preamble: s.Preamble, setup: s.TestSetup, prompt: s.Prompt, options: s.Options}
	p.limits = s.Limits.over(c.opts.Limits).over(defaultLimits)
	switch {
	case s.Source != nil && l == nil:
		return nil, "", reward.Errorf(reward.KindInput, "source without a language")
	case s.Source != nil:
		p.code = *s.Source
	default:
		code, found, why := c.extract(s, l, tests)
		if why != "" {
			return nil, why, nil
		}
		p.code, p.lang = code, found
	}
	if err := p.supports(tests); err != nil {
		return nil, "", err
	}
	var err error
	p.tc, err = c.toolchain(ctx, p.lang)
	return p, "", err
}

func (c *Checker) extract(s Submission, l *lang.Language, tests []Test) (string, *lang.Language, string) {
	if strings.TrimSpace(s.Completion) == "" {
		return "", nil, "the completion is empty"
	}
	wanted := ""
	if l != nil {
		wanted = l.Name
	}
	e, why := extractWith(s.Completion, wanted, c.opts.Extract, c.language)
	if why == "" {
		found, _ := c.language(e.Language)
		return e.Code, found, ""
	}
	// A completion that goes on where the prompt stops is only a body.
	if l != nil && l.Name == "python" && joinable(s, tests) && !strings.Contains(s.Completion, "```") {
		body, _ := visible(s.Completion)
		if looksLikeBody(body) {
			return body, l, ""
		}
	}
	return "", nil, why
}

// joinable says whether some test can put a prompt before the code.
func joinable(s Submission, tests []Test) bool {
	return s.Prompt != "" || slices.ContainsFunc(tests, func(t Test) bool { return t.Prompt != "" })
}

// looksLikeBody says whether a text starts like the inside of a function.
func looksLikeBody(s string) bool {
	for line := range strings.SplitSeq(s, "\n") {
		if t := strings.TrimSpace(line); t != "" {
			return line[0] == ' ' || line[0] == '\t' || strings.HasPrefix(t, "return ")
		}
	}
	return false
}

// supports says whether the language can be tested in the ways asked for.
func (p *program) supports(tests []Test) error {
	for i, t := range tests {
		switch t.Kind {
		case Call, Assert:
			switch p.lang.Name {
			case "python", "javascript", "typescript":
				continue
			}
		case CheckFn:
			if p.lang.Name == "python" {
				continue
			}
		default:
			continue
		}
		err := &InputError{i, fmt.Sprintf("tests of kind %s are not there for %s", t.Kind, p.lang.Name)}
		return &reward.Error{Kind: reward.KindInput, Err: err}
	}
	return nil
}

// runAll runs the tests in order until the score is decided.
func (c *Checker) runAll(ctx context.Context, p *program, tests []Test, scoring Scoring, rep *Report) error {
	b := &build{c: c, p: p}
	for i := range tests {
		if scoring.skips(i, tests[i], rep.Tests) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		t := &tests[i]
		limits := t.Limits.over(p.limits)
		r, err := c.runTest(ctx, b, t, limits)
		if err != nil {
			return fmt.Errorf("tests[%d]: %w", i, err)
		}
		r.Kind, r.Weight, r.index, r.subtask = string(t.Kind), t.weight(), i, t.Subtask
		r.limitMillis = limits.CPUMillis
		if r.Verdict == Accepted && r.Points == 0 {
			r.Points = 1
		}
		rep.Tests = append(rep.Tests, r)
		if r.Verdict == CompileError && t.Kind != AppendCode {
			// No other test would fare better.
			rep.Reason = r.Reason
			break
		}
	}
	return nil
}

func (c *Checker) runTest(ctx context.Context, b *build, t *Test, l Limits) (TestResult, error) {
	python, script := b.p.lang.Name == "python", b.p.isScript()
	switch t.Kind {
	case Stdio:
		return c.stdio(ctx, b, t, l)
	case CheckerKind:
		return c.special(ctx, b, t, l)
	case Interactive:
		return c.interactive(ctx, b, t, l)
	case Call:
		if python {
			return c.pythonCall(ctx, b.p, t, l)
		}
		return c.scriptCall(ctx, b, t, l)
	case Assert:
		if python {
			return c.pythonAssert(ctx, b.p, t, l)
		}
		return c.scriptJudge(ctx, b, t, l)
	case CheckFn:
		return c.pythonJudge(ctx, b.p, t, l)
	case AppendCode:
		if python {
			return c.pythonJudge(ctx, b.p, t, l)
		} else if script {
			return c.scriptJudge(ctx, b, t, l)
		}
	}
	return c.appended(ctx, b, t, l)
}
