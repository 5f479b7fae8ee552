package main

import (
	"fmt"
	"io"
	"strings"
)

type manCmd struct{}

// Help is shown behind the flags.
func (manCmd) Help() string {
	return `Examples:
    verireward man | man -l -
    verireward man > /usr/local/share/man/man1/verireward.1`
}

// Run prints the manual page, made of the help of the commands.
func (manCmd) Run(a *app) error {
	model, err := commandModel()
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(".TH VERIREWARD 1\n.SH NAME\nverireward \\- verifiable rewards for training language models\n")
	b.WriteString(".SH SYNOPSIS\n.B verireward\n.I COMMAND\n[flags] [FILE ...]\n")
	b.WriteString(".SH DESCRIPTION\n" + roff("Scores what language models write: mathematics, code, format, and specifications that compose them. Input and output are JSONL, one line out for each line in, in order. What could not be judged carries an error and never a reward of 0. Diagnostics go to standard error.") + "\n")
	b.WriteString(".SH COMMANDS\n")
	for _, c := range model {
		fmt.Fprintf(&b, ".SS verireward %s\n%s\n", roff(c.usage), roff(c.help))
		for _, f := range c.flags {
			name := `\-\-` + roff(f.name)
			if f.short != "" {
				name = `\-` + f.short + ", " + name
			}
			if f.takes {
				name += "=" + roff(f.placeholder)
			}
			fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", name, roff(f.help))
		}
		if c.detail != "" {
			b.WriteString(".PP\n.nf\n" + roff(c.detail) + "\n.fi\n")
		}
	}
	b.WriteString(".SH EXIT STATUS\n")
	for _, e := range []struct {
		code int
		text string
	}{
		{exitOK, "all lines were judged, all tests passed, nothing was found exploitable"},
		{exitUsage, "usage, or a file that can't be opened; a test failed"},
		{exitExploitable, "audit: exploitable"},
		{exitLineErrors, "finished, but some lines carry an error"},
		{exitInterrupted, "interrupted: what was judged is flushed, and --resume continues it"},
	} {
		fmt.Fprintf(&b, ".TP\n.B %d\n%s\n", e.code, roff(e.text))
	}
	b.WriteString(".SH ENVIRONMENT\n.TP\n.B VERIREWARD_CACHE\n" + roff("where compiled programs are kept, instead of the user's cache directory") + "\n.TP\n.B NO_COLOR\nno colours\n")
	_, err = io.WriteString(a.stdout, b.String())
	return err
}

// roff escapes what the formatter would take for its own.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
