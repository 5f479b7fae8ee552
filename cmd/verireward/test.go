package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/spec"
)

type testCmd struct {
	Specs     []string `arg:"" name:"spec" help:"Specifications; of a directory every *.yaml, *.yml and *.json below it."`
	JSON      bool     `name:"json" xor:"form" help:"One JSON line per case and one with the sums."`
	JUnit     bool     `name:"junit" xor:"form" help:"JUnit XML, for build servers."`
	Update    bool     `help:"Rewrite the wants of failing cases in place, keeping comments."`
	Run_      string   `name:"run" placeholder:"PATTERN" help:"Only cases whose SPEC/CASE matches: * stands for any text."`
	Repeat    int      `default:"2" help:"How often each case is scored, at different numbers of workers; the outcomes must be the same."`
	Workers   int      `short:"j" placeholder:"N" help:"Cases scored at once (default: the number of cores)."`
	Isolation *string  `enum:"strict,best-effort" placeholder:"LEVEL" help:"Isolation of programs: strict, best-effort (default: the specification's own, else strict)."`
	Verbose   bool     `short:"v" help:"Print passing cases as well."`
}

// Help is shown behind the flags.
func (*testCmd) Help() string {
	return `Exit 0 when every case passed, else 1.

Examples:
    verireward test rewards/
    verireward test --run '*/right*' -v r1-math.yaml
    verireward test --junit rewards/ > results.xml
    verireward test --update r1-math.yaml`
}

// suite is the outcome of one file.
type suite struct {
	file    string
	err     error
	results []spec.CaseResult
}

func (s *suite) count() (passed, failed int) {
	for i := range s.results {
		if s.results[i].Passed() {
			passed++
		} else {
			failed++
		}
	}
	if s.err != nil {
		failed++
	}
	return passed, failed
}

// Run runs the cases of every file.
func (c *testCmd) Run(a *app) error {
	files, err := specFiles(c.Specs)
	if err != nil {
		return err
	}
	suites := make([]suite, len(files))
	passed, failed := 0, 0
	for i, file := range files {
		suites[i] = c.runFile(a, file)
		if errors.Is(suites[i].err, a.ctx.Err()) && a.ctx.Err() != nil {
			return &exitError{code: exitInterrupted, err: errors.New("interrupted")}
		}
		p, f := suites[i].count()
		passed, failed = passed+p, failed+f
		if !c.JSON && !c.JUnit {
			c.print(a.stdout, &suites[i])
		}
	}
	switch {
	case c.JUnit:
		err = writeJUnit(a.stdout, suites)
	case c.JSON:
		err = writeTestJSON(a.stdout, suites, passed, failed)
	default:
		_, err = fmt.Fprintf(a.stdout, "%d passed, %d failed\n", passed, failed)
	}
	if err != nil {
		return err
	}
	if failed > 0 {
		return exit(exitUsage)
	}
	if passed == 0 && c.Run_ != "" {
		return fmt.Errorf("--run %s matches no case", c.Run_)
	}
	if passed == 0 {
		fmt.Fprintln(a.stderr, "verireward test: there are no cases to run")
	}
	return nil
}

func (c *testCmd) runFile(a *app, file string) suite {
	out := suite{file: file}
	s, err := spec.Load(file)
	if err != nil {
		out.err = err
		return out
	}
	o := spec.TestOptions{Env: spec.Env{Isolation: given(c.Isolation)}, Workers: c.Workers, Repeats: c.Repeat}
	if c.Run_ != "" {
		o.Run = func(name string) bool { return reward.Glob(c.Run_, name) }
	}
	out.results, out.err = s.Test(a.ctx, o)
	if out.err == nil && c.Update {
		out.results, out.err = c.update(a, s, out.results)
	}
	return out
}

// update rewrites the wants of failing cases and runs the file again.
func (c *testCmd) update(a *app, s *spec.Spec, results []spec.CaseResult) ([]spec.CaseResult, error) {
	data, changed, err := s.Updated(results)
	if err != nil || changed == 0 {
		return results, err
	}
	if err := writeWhole(s.File(), func(f io.Writer) error {
		_, err := f.Write(data)
		return err
	}); err != nil {
		return results, err
	}
	fmt.Fprintf(a.stderr, "%s: %d wants updated\n", s.File(), changed)
	c.Update = false
	defer func() { c.Update = true }()
	again := c.runFile(a, s.File())
	return again.results, again.err
}

func (c *testCmd) print(w io.Writer, s *suite) {
	for i := range s.results {
		r := &s.results[i]
		if r.Passed() {
			if c.Verbose {
				fmt.Fprintf(w, "ok    %s/%s: %s\n", r.Spec, r.Case.Name, r.GotText)
			}
			continue
		}
		fmt.Fprintf(w, "FAIL  %s/%s (%s:%d): %s\n", r.Spec, r.Case.Name, s.file, r.Case.Line, r.Problems[0])
		for _, p := range r.Problems[1:] {
			fmt.Fprintf(w, "      %s\n", p)
		}
	}
	if s.err != nil {
		fmt.Fprintf(w, "FAIL  %s\n", strings.ReplaceAll(s.err.Error(), "\n", "\n      "))
	}
}

// specFiles expands directories.
func specFiles(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			files = append(files, arg) // Load names what is wrong with it
			continue
		}
		before := len(files)
		err = filepath.WalkDir(arg, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if ext := strings.ToLower(filepath.Ext(path)); !d.IsDir() && slices.Contains([]string{".yaml", ".yml", ".json"}, ext) {
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(files) == before {
			return nil, fmt.Errorf("%s: holds no *.yaml", arg)
		}
	}
	return files, nil
}
