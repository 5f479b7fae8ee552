package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/verireward/verireward/codecheck"
	"github.com/verireward/verireward/codecheck/lang"
	"github.com/verireward/verireward/sandbox"
)

type doctorCmd struct {
	Require *string `enum:"strict,best-effort" placeholder:"LEVEL" help:"Exit 1 unless this isolation is met: strict (tier C or better, every self-check passed) or best-effort."`
	Quick   bool    `help:"Do not compile and run a program in each language."`
	JSON    bool    `name:"json" help:"The findings as one JSON object."`
}

// Help is shown behind the flags.
func (*doctorCmd) Help() string {
	return `Examples:
    verireward doctor
    verireward doctor --require strict --quick && verireward code submissions.jsonl`
}

// diagnosis is what doctor finds.
type diagnosis struct {
	Kernel    string         `json:"kernel"`
	User      int            `json:"user"`
	Cores     int            `json:"cores"`
	Tier      string         `json:"tier"`
	Strict    bool           `json:"strict"`
	Layers    []layerInfo    `json:"layers"`
	Notes     []string       `json:"notes"`
	Languages []languageInfo `json:"languages"`
	Error     string         `json:"error,omitempty"`
}

// layerInfo is one layer of isolation: in force or not, and what became of a
// program that tried to get past it.
type layerInfo struct {
	Layer  string `json:"layer"`
	Active bool   `json:"active"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty"`
}

// languageInfo is one language's toolchain.
type languageInfo struct {
	Name   string `json:"name"`
	Found  bool   `json:"found"`
	OK     bool   `json:"ok"`
	Tools  string `json:"tools,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// Run looks, checks and prints.
func (c *doctorCmd) Run(a *app) error {
	host := sandbox.Probe()
	report := sandbox.Doctor(a.ctx)
	d := diagnosis{
		Kernel: host.Kernel, User: host.UID, Cores: host.Cores, Tier: report.Tier.String(), Strict: report.Healthy(sandbox.TierC),
		Layers: []layerInfo{}, Notes: append([]string{}, report.Notes...), Languages: []languageInfo{},
	}
	for _, ch := range report.Checks {
		d.Layers = append(d.Layers, layerInfo(ch))
	}
	if report.Err != nil {
		d.Error = report.Err.Error()
	}
	c.languages(a.ctx, &d)
	if a.ctx.Err() != nil {
		return exit(exitInterrupted)
	}
	if err := c.print(a, &d); err != nil {
		return err
	}
	switch {
	case given(c.Require) == "strict" && !d.Strict:
		return &exitError{code: exitUsage, err: fmt.Errorf("strict isolation is not met: tier %s %s", d.Tier, d.Error)}
	case given(c.Require) == "best-effort" && report.Err != nil:
		return &exitError{code: exitUsage, err: report.Err}
	}
	return nil
}

func (c *doctorCmd) languages(ctx context.Context, d *diagnosis) {
	checker, err := codecheck.New(codecheck.Options{Policy: sandbox.BestEffort})
	if err != nil {
		d.Error = strings.TrimSpace(d.Error + "\n" + err.Error())
		return
	}
	for _, l := range lang.All() {
		d.Languages = append(d.Languages, c.language(ctx, checker, l))
	}
	if err := checker.Close(); err != nil {
		d.Error = strings.TrimSpace(d.Error + "\n" + err.Error())
	}
}

// language resolves a toolchain and lets it greet.
func (c *doctorCmd) language(ctx context.Context, checker *codecheck.Checker, l *lang.Language) languageInfo {
	info := languageInfo{Name: l.Name}
	tools, err := l.Resolve(ctx)
	if err != nil {
		info.Detail = err.Error()
		return info
	}
	info.Found = true
	var paths []string
	for _, name := range sortedKeys(tools.Tools) {
		paths = append(paths, tools.Tools[name])
	}
	info.Tools = strings.Join(paths, " ")
	source, known := greetings[l.Name]
	if c.Quick || !known {
		info.OK = true
		return info
	}
	rep, err := checker.Check(ctx, codecheck.Submission{Language: l.Name, Source: &source, Tests: json.RawMessage(`[{"kind":"stdio","stdin":"","stdout":"hello"}]`)})
	switch {
	case err != nil:
		info.Detail = err.Error()
	case rep.Verdict != codecheck.Accepted:
		info.Detail = fmt.Sprintf("%s: %s", rep.Verdict, firstOf(rep.Reason))
	default:
		info.OK = true
	}
	return info
}

// greetings are the programs of the languages' self-check.
var greetings = map[string]string{
	"bash":       "echo hello",
	"c":          "#include <stdio.h>\nint main(void) { puts(\"hello\"); return 0; }\n",
	"cpp":        "#include <iostream>\nint main() { std::cout << \"hello\\n\"; }\n",
	"go":         "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"hello\") }\n",
	"java":       "public class Main { public static void main(String[] args) { System.out.println(\"hello\"); } }\n",
	"javascript": "console.log('hello');\n",
	"python":     "print('hello')\n",
	"rust":       "fn main() { println!(\"hello\"); }\n",
	"typescript": "const word: string = 'hello';\nconsole.log(word);\n",
}

func (c *doctorCmd) print(a *app, d *diagnosis) error {
	if c.JSON {
		b, err := appendValue(nil, d)
		if err == nil {
			_, err = a.stdout.Write(append(b, '\n'))
		}
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "host       kernel %s, user %d, %d cores\n", d.Kernel, d.User, d.Cores)
	fmt.Fprintf(&b, "isolation  tier %s, strict %s\n", d.Tier, map[bool]string{true: "is met", false: "is NOT met"}[d.Strict])
	if d.Error != "" {
		fmt.Fprintf(&b, "  %s\n", d.Error)
	}
	for _, l := range d.Layers {
		word := okText(l.OK)
		if !l.Active {
			word = "off"
		}
		fmt.Fprintf(&b, "  %-4s %-16s %s\n", word, l.Layer, firstOf(l.Detail))
	}
	for _, note := range d.Notes {
		fmt.Fprintf(&b, "  note %s\n", note)
	}
	b.WriteString("languages\n")
	for _, l := range d.Languages {
		text := l.Tools
		if l.Detail != "" {
			text = strings.TrimSpace(text + "  " + firstOf(l.Detail))
		}
		word := okText(l.OK)
		if !l.Found {
			word = "none"
		}
		fmt.Fprintf(&b, "  %-4s %-12s %s\n", word, l.Name, text)
	}
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

func okText(ok bool) string {
	if ok {
		return "ok"
	}
	return "FAIL"
}
