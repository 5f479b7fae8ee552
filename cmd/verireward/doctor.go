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
	Require string `enum:",strict,best-effort" default:"" help:"Exit 1 unless this isolation is met: strict (tier C or better, every self-check passed) or best-effort."`
	Quick   bool   `help:"Do not compile and run a program in each language."`
	JSON    bool   `name:"json" help:"The findings as one JSON object."`
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
	Layers    []string       `json:"layers"`
	Missing   []missing      `json:"missing"`
	Checks    []checkResult  `json:"checks"`
	Languages []languageInfo `json:"languages"`
	Error     string         `json:"error,omitempty"`
}

// missing is a layer that is not in force, and why.
type missing struct {
	Layer string `json:"layer"`
	Why   string `json:"why"`
}

// checkResult is one self-check.
type checkResult struct {
	Name   string `json:"name"`
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
	d := diagnosis{Kernel: host.Kernel, User: host.UID, Cores: host.Cores, Layers: []string{}, Missing: []missing{}, Checks: []checkResult{}, Languages: []languageInfo{}}
	policy := sandbox.Untrusted
	box, err := sandbox.New(policy)
	if d.Strict = err == nil; !d.Strict {
		d.Error = err.Error()
		policy = sandbox.BestEffort
		box, err = sandbox.New(policy)
	}
	if err == nil {
		c.examine(a.ctx, box, &d)
		err = box.Close()
	}
	plan, planErr := sandbox.MakePlan(policy, host)
	if planErr == nil {
		d.Tier = plan.Tier.String()
		for _, m := range plan.Missing {
			d.Missing = append(d.Missing, missing{m.Layer, m.Error()})
		}
	}
	if a.ctx.Err() != nil {
		return exit(exitInterrupted)
	}
	if perr := c.print(a, &d); perr != nil {
		return perr
	}
	if err != nil {
		return err
	}
	return c.verdict(&d)
}

func (c *doctorCmd) examine(ctx context.Context, box *sandbox.Sandbox, d *diagnosis) {
	d.Layers = box.Layers()
	d.Checks = selfChecks(ctx, box)
	checker, err := codecheck.New(codecheck.Options{Sandbox: box})
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
	fmt.Fprintf(&b, "isolation  tier %s: %s\n", d.Tier, layersText(d.Layers))
	for _, m := range d.Missing {
		fmt.Fprintf(&b, "  without %-14s %s\n", m.Layer, firstOf(m.Why))
	}
	if d.Error != "" {
		fmt.Fprintf(&b, "  strict isolation is not met: %s\n", d.Error)
	}
	b.WriteString("self-checks\n")
	for _, ch := range d.Checks {
		fmt.Fprintf(&b, "  %-4s %-38s %s\n", okText(ch.OK), ch.Name, ch.Detail)
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

// verdict is the exit: a missing language is none of isolation's business.
func (c *doctorCmd) verdict(d *diagnosis) error {
	if c.Require == "" {
		return nil
	}
	if c.Require == "strict" && !d.Strict {
		return &exitError{code: exitUsage, err: fmt.Errorf("strict isolation is not met: %s", d.Error)}
	}
	for _, ch := range d.Checks {
		if c.Require == "strict" && !ch.OK {
			return &exitError{code: exitUsage, err: fmt.Errorf("strict isolation is not met: the self-check %q failed", ch.Name)}
		}
	}
	return nil
}
