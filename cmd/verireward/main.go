// Command verireward scores what language models write, by rewards that can be
// verified: mathematics, code, format, and specifications that compose them.
//
// Run "verireward --help" for the commands and "verireward COMMAND --help" for
// the flags and examples of one.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/verireward/verireward/sandbox"
)

// The exit codes.
const (
	exitOK          = 0
	exitUsage       = 1
	exitExploitable = 2
	exitLineErrors  = 3
	exitInterrupted = 130
)

// grammar is the command line.
type grammar struct {
	Score      scoreCmd      `cmd:"" help:"Score samples by a specification."`
	Test       testCmd       `cmd:"" help:"Run the tests that specifications carry."`
	Explain    explainCmd    `cmd:"" help:"Show how each reward came about."`
	Diff       diffCmd       `cmd:"" help:"Show which samples' rewards change between two specifications, and why."`
	Audit      auditCmd      `cmd:"" help:"Attack a specification, or any reward program, with known hacks."`
	Math       mathCmd       `cmd:"" help:"Check answers against gold answers."`
	Code       codeCmd       `cmd:"" help:"Run programs against their tests in a sandbox."`
	Format     formatCmd     `cmd:"" help:"Match completions against a template."`
	Doctor     doctorCmd     `cmd:"" help:"Show which isolation and languages this machine offers, and check them."`
	Schema     schemaCmd     `cmd:"" help:"Print the JSON Schema of specifications."`
	Completion completionCmd `cmd:"" help:"Print a completion script for a shell."`
	Man        manCmd        `cmd:"" help:"Print the manual page."`
	Version    versionCmd    `cmd:"" help:"Print the version."`
}

// app is what every command works with.
type app struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
}

// exitError ends the program with a code; a nil err prints nothing.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// exit makes an error that ends the program with code and prints nothing.
func exit(code int) error { return &exitError{code: code} }

func main() {
	sandbox.Init()
	// Lines are short-lived garbage over a few megabytes that stay: collecting
	// at five times the live heap saves a seventh of the processor time and
	// costs some ten megabytes.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program; it returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	// After the first signal the default comes back: a second one ends the
	// program at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	done := -1
	parser, err := newParser(&grammar{}, stdout, stderr, func(code int) { done = code })
	if err != nil {
		fmt.Fprintln(stderr, "verireward:", err)
		return exitUsage
	}
	command, err := parser.Parse(args)
	if done >= 0 { // --help
		return done
	}
	if err != nil {
		fmt.Fprintf(stderr, "verireward: %v\n", err)
		if e, ok := errors.AsType[*kong.ParseError](err); ok && e.Context.Command() != "" {
			fmt.Fprintf(stderr, "Run \"verireward %s --help\" for usage.\n", commandName(e.Context))
		} else {
			fmt.Fprintln(stderr, `Run "verireward --help" for usage.`)
		}
		return exitUsage
	}
	err = command.Run(&app{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr})
	if err == nil {
		return exitOK
	}
	e, ok := errors.AsType[*exitError](err)
	if !ok {
		e = &exitError{code: exitUsage, err: err}
	}
	if e.err != nil {
		fmt.Fprintf(stderr, "verireward %s: %v\n", commandName(command), e.err)
	}
	return e.code
}

// newParser builds the command line parser; onExit is called by --help.
func newParser(g *grammar, stdout, stderr io.Writer, onExit func(int)) (*kong.Kong, error) {
	return kong.New(g,
		kong.Name("verireward"),
		kong.Description("Verifiable rewards for training language models: scores, reasons, or an honest error."),
		kong.Writers(stdout, stderr),
		kong.Exit(onExit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
}

// commandName is the name of the command without its arguments.
func commandName(c *kong.Context) string {
	if node := c.Selected(); node != nil {
		return node.Name
	}
	return ""
}
