package codecheck

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/sandbox"
)

// build makes a program's executable form, once for all its tests.
type build struct {
	c    *Checker
	p    *program
	made *built
	ce   *TestResult
	done bool
}

// built is a program ready to run.
type built struct {
	// bundle holds the compiler's artifacts; nil for interpreted languages.
	bundle *sandbox.Bundle
	// files are put into the working directory of each run.
	files []sandbox.File
	// vars are filled into the run command, run replaces the language's.
	vars map[string]string
	run  []string
}

// sources is what a compiler or interpreter is given.
type sources struct {
	// file is the name of the program's file, text its content.
	file, text string
	// more are further files, beside the language's own.
	more map[string]string
	// compile and run replace the language's commands if not nil.
	compile, run []string
	// artifacts are collected beside the language's.
	artifacts []string
	vars      map[string]string
}

// command returns the run of the program; a TestResult when it does not
// compile.
func (b *build) command(ctx context.Context, l Limits) (sandbox.Cmd, *TestResult, error) {
	if b.p.lang.Name == "python" {
		cmd, err := b.p.pythonCmd(pythonJob{Mode: "run", Preamble: b.p.preamble}, b.p.code, l)
		return cmd, nil, err
	}
	if !b.done {
		src := b.p.sources(joinTexts(b.p.preamble, b.p.code))
		made, ce, err := b.c.make(ctx, b.p, src)
		if err != nil {
			return sandbox.Cmd{}, nil, err
		}
		b.made, b.ce, b.done = made, ce, true
	}
	if b.ce != nil {
		return sandbox.Cmd{}, b.ce, nil
	}
	return b.made.command(b.p, l), nil, nil
}

// joinTexts joins parts of a program, each ending its last line.
func joinTexts(parts ...string) string {
	var s strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		s.WriteString(p)
		if !strings.HasSuffix(p, "\n") {
			s.WriteByte('\n')
		}
	}
	return s.String()
}

// sources returns what is compiled or run for a text in the program's language.
func (p *program) sources(text string) sources {
	src := sources{file: p.lang.Source, text: text, vars: map[string]string{}}
	switch p.lang.Name {
	case "java":
		unit := scanJava(text)
		if unit.public != "" {
			src.file = unit.public + ".java"
			src.compile = slices.Clone(p.lang.Compile)
			src.compile[len(src.compile)-1] = src.file
		}
		src.vars["main"] = unit.main
	case "rust":
		src.text = withoutAbsentCrates(text)
	case "javascript":
		if esModule.MatchString(text) {
			src.file = "main.mjs"
			src.run = slices.Clone(p.lang.Run)
			src.run[len(src.run)-1] = src.file
		}
	}
	return src
}

// command is a run of the built program.
func (m *built) command(p *program, l Limits) sandbox.Cmd {
	run := m.run
	if run == nil {
		run = p.lang.Run
	}
	vars := map[string]string{"memory_mb": fmt.Sprint(l.MemoryMB)}
	for k, v := range m.vars {
		vars[k] = v
	}
	for k, v := range p.tc.Tools {
		vars[k] = v
	}
	return sandbox.Cmd{
		Args: expand(run, vars), Env: expand(p.lang.Env, vars), App: m.bundle, Files: m.files,
		ReadOnly: p.tc.ReadOnly, Limits: p.limitsFor(l), Network: l.Network,
	}
}

// compileFailed carries a compiler's verdict through the cache, which keeps no
// failures.
type compileFailed struct{ result TestResult }

func (*compileFailed) Error() string { return "does not compile" }

// make compiles a text, or takes it from the cache; a TestResult when it does
// not compile.
func (c *Checker) make(ctx context.Context, p *program, src sources) (*built, *TestResult, error) {
	m := &built{vars: src.vars, run: src.run}
	if len(p.lang.Compile) == 0 {
		m.files = []sandbox.File{{Path: src.file, Data: []byte(src.text)}}
		for _, name := range sortedNames(src.more) {
			m.files = append(m.files, sandbox.File{Path: name, Data: []byte(src.more[name])})
		}
		return m, nil, nil
	}
	cmd, err := c.compileCmd(ctx, p, src)
	if err != nil {
		return nil, nil, err
	}
	parts := []string{"codecheck-1", p.lang.Name, p.tc.ID, strings.Join(cmd.Args, "\x00"), strings.Join(p.lang.Env, "\x00")}
	for _, f := range cmd.Files {
		parts = append(parts, f.Path, string(f.Data))
	}
	m.bundle, err = c.cache.do(ctx, cacheKey(parts...), func() (*sandbox.Bundle, error) {
		return c.compile(ctx, cmd)
	})
	if ce, ok := errors.AsType[*compileFailed](err); ok {
		return nil, &ce.result, nil
	}
	return m, nil, err
}

func (c *Checker) compileCmd(ctx context.Context, p *program, src sources) (sandbox.Cmd, error) {
	args := src.compile
	if args == nil {
		args = p.lang.Compile
	}
	vars := map[string]string{}
	readOnly := slices.Clone(p.tc.ReadOnly)
	for k, v := range p.tc.Tools {
		vars[k] = v
	}
	if p.lang.Name == "go" {
		std, err := c.goStd(ctx, p)
		if err != nil {
			return sandbox.Cmd{}, err
		}
		vars["std"] = std
		readOnly = append(readOnly, std)
	}
	argv := expand(args, vars)
	if p.lang.Name == "cpp" {
		if dir := c.cppHeader(ctx, p, argv, src.text); dir != "" {
			argv = slices.Insert(argv, 1, "-I"+dir)
			readOnly = append(readOnly, dir)
		}
	}
	cmd := sandbox.Cmd{
		Args: argv, Env: expand(p.lang.Env, vars), ReadOnly: readOnly, ExecWork: true,
		Collect: append(slices.Clone(p.lang.Artifacts), src.artifacts...),
		Limits:  p.compileLimits(),
		Files:   []sandbox.File{{Path: src.file, Data: []byte(src.text)}},
	}
	for _, more := range []map[string]string{p.lang.CompileFiles, src.more} {
		for _, name := range sortedNames(more) {
			cmd.Files = append(cmd.Files, sandbox.File{Path: name, Data: []byte(more[name])})
		}
	}
	return cmd, nil
}

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for k := range m {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

func (p *program) compileLimits() sandbox.Limits {
	l := sandbox.CompileLimits
	cpu := Limits{CPUMillis: p.limits.CompileCPUMillis}.cpu()
	l.CPU, l.Wall = cpu, 3*cpu
	l.Memory = p.limits.CompileMemoryMB << 20
	l.Procs = p.limits.CompileProcs
	return l
}

// compile runs a compiler and returns its artifacts, or a *compileFailed.
func (c *Checker) compile(ctx context.Context, cmd sandbox.Cmd) (*sandbox.Bundle, error) {
	r, err := c.box.Run(ctx, cmd)
	if err != nil {
		return nil, runError(ctx, err)
	}
	if r.Status != sandbox.Exited {
		_, reason, _ := ended(&r, false)
		if r.Status == sandbox.NonZero {
			reason = firstError(joinTexts(string(r.Stderr), string(r.Stdout)))
		} else {
			reason = "the compiler: " + reason
		}
		return nil, failed(&r, reason)
	}
	var files []sandbox.File
	for _, f := range r.Collected {
		if path.Base(f.Path) == ".keep" {
			continue
		}
		f.Mode = fs.FileMode(0o755)
		files = append(files, f)
	}
	if len(files) == 0 || r.CollectClipped {
		return nil, failed(&r, "the compiler left no program, or too large a one")
	}
	return sandbox.NewBundle(files), nil
}

func failed(r *sandbox.Result, reason string) error {
	out := usage(r)
	out.Verdict, out.Reason = CompileError, reason
	if out.Stderr == "" {
		out.Stderr, out.Stdout = out.Stdout, ""
	}
	return &compileFailed{out}
}

// firstError is the first line of a compiler's output that speaks of an error.
func firstError(out string) string {
	first := ""
	for line := range strings.SplitSeq(out, "\n") {
		line = strings.TrimSpace(strings.ToValidUTF8(line, "\uFFFD"))
		if first == "" {
			first = line
		}
		if strings.Contains(line, "error") {
			return clip.Text(line, 300)
		}
	}
	return clip.Text(first, 300)
}

// esModule matches a line that only an ECMAScript module has.
var esModule = regexp.MustCompile(`(?m)^(import\s+([\w*{]|["'])|export\s+(default|const|let|var|function|class|async|\{))`)
