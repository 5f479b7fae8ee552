package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help is shown behind the flags.
func (*completionCmd) Help() string {
	return `Examples:
    source <(verireward completion bash)
    verireward completion zsh > "${fpath[1]}/_verireward"
    verireward completion fish > ~/.config/fish/completions/verireward.fish`
}

// Run prints a script that completes commands, flags and the words flags take.
func (c *completionCmd) Run(a *app) error {
	model, err := commandModel()
	if err != nil {
		return err
	}
	write := map[string]func(io.Writer, []commandInfo) error{"bash": writeBash, "zsh": writeZsh, "fish": writeFish}[c.Shell]
	return write(a.stdout, model)
}

// commandInfo is what completion and the manual need of a command.
type commandInfo struct {
	name, help, detail, usage string
	flags                     []flagInfo
}

type flagInfo struct {
	name, short, help, placeholder string
	words                          []string
	takes                          bool
}

// commandModel reads the commands off the parser's own model, so that nothing
// is written twice.
func commandModel() ([]commandInfo, error) {
	parser, err := newParser(&grammar{}, io.Discard, io.Discard, func(int) {})
	if err != nil {
		return nil, err
	}
	var out []commandInfo
	for _, node := range parser.Model.Leaves(true) {
		c := commandInfo{name: node.Name, help: node.Help, detail: node.Detail, usage: node.Summary()}
		for _, group := range node.AllFlags(true) {
			for _, f := range group {
				c.flags = append(c.flags, flagOf(f))
			}
		}
		out = append(out, c)
	}
	return out, nil
}

func flagOf(f *kong.Flag) flagInfo {
	info := flagInfo{name: f.Name, help: f.Help, placeholder: f.FormatPlaceHolder(), takes: !f.IsBool()}
	if f.Short != 0 {
		info.short = string(f.Short)
	}
	if f.Enum != "" {
		info.words = strings.Split(f.Enum, ",")
	}
	return info
}

func writeBash(w io.Writer, commands []commandInfo) error {
	var b strings.Builder
	var names []string
	for _, c := range commands {
		names = append(names, c.name)
	}
	b.WriteString("# bash completion for verireward\n_verireward() {\n  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n")
	fmt.Fprintf(&b, "  if ((COMP_CWORD == 1)); then\n    COMPREPLY=($(compgen -W %q -- \"$cur\"))\n    return\n  fi\n", strings.Join(names, " ")+" --help")
	b.WriteString("  case \"${COMP_WORDS[1]} $prev\" in\n")
	for _, c := range commands {
		for _, f := range c.flags {
			if len(f.words) > 0 {
				fmt.Fprintf(&b, "  %q) COMPREPLY=($(compgen -W %q -- \"$cur\")); return ;;\n", c.name+" --"+f.name, strings.Join(f.words, " "))
			}
		}
	}
	b.WriteString("  esac\n  if [[ $cur == -* ]]; then\n    case ${COMP_WORDS[1]} in\n")
	for _, c := range commands {
		var flags []string
		for _, f := range c.flags {
			flags = append(flags, "--"+f.name)
		}
		fmt.Fprintf(&b, "    %s) COMPREPLY=($(compgen -W %q -- \"$cur\")) ;;\n", c.name, strings.Join(flags, " "))
	}
	b.WriteString("    esac\n    return\n  fi\n  COMPREPLY=($(compgen -f -- \"$cur\"))\n}\ncomplete -o filenames -F _verireward verireward\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// zshQuote makes a text fit for a description between brackets.
var zshQuote = strings.NewReplacer("'", "'\\''", "[", "(", "]", ")", ":", " -")

func writeZsh(w io.Writer, commands []commandInfo) error {
	var b strings.Builder
	b.WriteString("#compdef verireward\n_verireward() {\n  if ((CURRENT == 2)); then\n    local -a commands=(\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "      '%s:%s'\n", c.name, zshQuote.Replace(c.help))
	}
	b.WriteString("    )\n    _describe command commands\n    return\n  fi\n  case $words[2] in\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  %s) _arguments \\\n", c.name)
		for _, f := range c.flags {
			arg := ""
			switch {
			case len(f.words) > 0:
				arg = "=:word:(" + strings.Join(f.words, " ") + ")"
			case f.takes:
				arg = "=:" + strings.ToLower(zshQuote.Replace(f.placeholder)) + ":_files"
			}
			name := "--" + f.name
			if arg != "" {
				name, arg = name+"=", strings.TrimPrefix(arg, "=")
			}
			fmt.Fprintf(&b, "    '%s[%s]%s' \\\n", name, zshQuote.Replace(f.help), arg)
		}
		b.WriteString("    '*:file:_files' ;;\n")
	}
	b.WriteString("  esac\n}\n_verireward \"$@\"\n")
	_, err := io.WriteString(w, b.String())
	return err
}

var fishQuote = strings.NewReplacer("\\", "\\\\", "'", "\\'")

func writeFish(w io.Writer, commands []commandInfo) error {
	var b strings.Builder
	b.WriteString("# fish completion for verireward\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "complete -c verireward -f -n __fish_use_subcommand -a %s -d '%s'\n", c.name, fishQuote.Replace(c.help))
		for _, f := range c.flags {
			fmt.Fprintf(&b, "complete -c verireward -n '__fish_seen_subcommand_from %s' -l %s", c.name, f.name)
			if f.short != "" {
				fmt.Fprintf(&b, " -s %s", f.short)
			}
			if f.takes {
				b.WriteString(" -r")
			}
			if len(f.words) > 0 {
				fmt.Fprintf(&b, " -f -a '%s'", strings.Join(f.words, " "))
			}
			fmt.Fprintf(&b, " -d '%s'\n", fishQuote.Replace(f.help))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
