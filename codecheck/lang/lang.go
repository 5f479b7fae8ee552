// Package lang holds the programming languages that codecheck can judge, as
// data: what their names are, how they are compiled and run, and what they
// need to see. Adding one touches one file.
package lang

import (
	"regexp"
	"slices"
	"strings"
)

// Language describes one language. Commands are argument lists in which
// {NAME} stands for the resolved path of the tool NAME, {work} for the
// writable directory of the run and {app} for the directory of the compiled
// program.
type Language struct {
	// Name is the canonical name, in lower case.
	Name string `json:"name" yaml:"name"`
	// Aliases are other names, as fences write them.
	Aliases []string `json:"aliases,omitempty" yaml:"aliases,omitempty"`
	// Source is the file the program is put in.
	Source string `json:"source" yaml:"source"`
	// Tools are the programs of the host that the language needs.
	Tools []Tool `json:"tools" yaml:"tools"`
	// Compile is run in the directory of the source; empty for languages
	// without a compiler.
	Compile []string `json:"compile,omitempty" yaml:"compile,omitempty"`
	// CompileFiles are files the compiler needs beside the source.
	CompileFiles map[string]string `json:"compile_files,omitempty" yaml:"compile_files,omitempty"`
	// Artifacts are the files the compiler leaves, relative to its directory;
	// a name ending in "/" takes everything below it.
	Artifacts []string `json:"artifacts,omitempty" yaml:"artifacts,omitempty"`
	// Run starts the program.
	Run []string `json:"run" yaml:"run"`
	// Env is added to the environment of both.
	Env []string `json:"env,omitempty" yaml:"env,omitempty"`
	// ReadOnly are further host paths that must be visible; a path that does
	// not exist is left out, "*" matches within a name.
	ReadOnly []string `json:"read_only,omitempty" yaml:"read_only,omitempty"`
	// Reserves says that the runtime reserves much more address space than it
	// uses, so that memory cannot be bounded by address space.
	Reserves bool `json:"reserves,omitempty" yaml:"reserves,omitempty"`
	// StackMB is the stack of the main thread in MiB; 0 is the sandbox's.
	StackMB int64 `json:"stack_mb,omitempty" yaml:"stack_mb,omitempty"`
	// ExtraProcs is how many threads the runtime itself needs beside the
	// program's.
	ExtraProcs int `json:"extra_procs,omitempty" yaml:"extra_procs,omitempty"`
	// ExtraMemoryMB is what the runtime itself takes, not counted against the
	// program's limit.
	ExtraMemoryMB int64 `json:"extra_memory_mb,omitempty" yaml:"extra_memory_mb,omitempty"`
	// Marks are regular expressions for lines that only a program in this
	// language has; they tell a bare program from prose.
	Marks []string `json:"marks,omitempty" yaml:"marks,omitempty"`
}

// Tool is a program of the host.
type Tool struct {
	// Name is how commands refer to it.
	Name string `json:"name" yaml:"name"`
	// Look are the names to look for on PATH, in order; empty: Name.
	Look []string `json:"look,omitempty" yaml:"look,omitempty"`
	// Probe is run on the host, {} standing for the path found. Its first
	// output line is the real program, the following ones are directories
	// that must be visible. Without it the path with symbolic links resolved
	// is the program, and the directory above its bin must be visible.
	Probe []string `json:"probe,omitempty" yaml:"probe,omitempty"`
	// Hint says how to install the tool, for the error when it is missing.
	Hint string `json:"hint,omitempty" yaml:"hint,omitempty"`
}

// all are the languages that come with the package, in the order of names.
var all = []*Language{&bash, &c, &cpp, &golang, &java, &javascript, &python, &rust, &typescript}

// All returns the languages that come with the package.
func All() []*Language { return slices.Clone(all) }

// ByName finds a language by its name or an alias, in any letter case.
func ByName(name string) (*Language, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" {
		return nil, false
	}
	for _, l := range all {
		if l.Named(name) {
			return l, true
		}
	}
	return nil, false
}

// Named says whether name, in lower case, is the language's name or alias.
func (l *Language) Named(name string) bool { return l.Name == name || slices.Contains(l.Aliases, name) }

// maxLooked bounds the lines looked at to tell a program from prose.
const maxLooked = 20000

// LooksLike says whether a text without fences is a program in the language:
// it has a line that only programs have, and neither begins nor ends in prose.
func (l *Language) LooksLike(text string) bool {
	var marks []*regexp.Regexp
	for _, m := range l.Marks {
		marks = append(marks, regexp.MustCompile(m))
	}
	found := false
	first, last := "", ""
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		if n++; n > maxLooked {
			break
		}
		line = strings.TrimRight(line, " \t\r")
		if line == "" {
			continue
		}
		if first == "" {
			first = line
		}
		last = line
		if len(line) > 1000 {
			line = line[:1000]
		}
		for _, m := range marks {
			if !found && m.MatchString(line) {
				found = true
			}
		}
	}
	return found && !prose.MatchString(first) && !prose.MatchString(last)
}

// prose matches a line that is a sentence: it starts with a capital letter,
// goes on in words and ends in a stop, a colon or a word.
var prose = regexp.MustCompile(`^[A-Z][A-Za-z'’]*,?( [A-Za-z0-9'’,()\x60*_-]+){2,}[.:!?]?$`)
