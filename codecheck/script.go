package codecheck

import (
	"context"
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/sandbox"
)

//go:embed harness/node.js
var nodeJS string

// nodeJob is what the JavaScript harness reads.
type nodeJob struct {
	// Mode is "call", "serve" (the program's side) or "judge" (the tests').
	Mode     string `json:"mode"`
	Preamble string `json:"preamble,omitempty"`
	Setup    string `json:"setup,omitempty"`
	Code     string `json:"code"`
	callJob
}

const nodeHarnessFile = ".harness.js"

// nodeCmd is a run of the JavaScript harness. The two sides of a pair talk over
// descriptors of their own, so that what the program prints goes elsewhere.
func (p *program) nodeCmd(job nodeJob, l Limits) (sandbox.Cmd, error) {
	b, err := json.Marshal(job)
	if err != nil {
		return sandbox.Cmd{}, reward.Errorf(reward.KindInput, "%w", err)
	}
	m := &built{}
	cmd := m.command(p, l)
	cmd.Args[len(cmd.Args)-1] = nodeHarnessFile
	if job.Mode != "call" {
		cmd.Args = append([]string{"/bin/sh", "-c", `exec 8<&0 9>&1 </dev/null >&2; exec "$@"`, "sh"}, cmd.Args...)
	}
	cmd.Files = []sandbox.File{{Path: jobFile, Data: b}, {Path: nodeHarnessFile, Data: []byte(nodeJS)}}
	if job.Mode != "judge" {
		cmd.Files = append(cmd.Files, sandbox.File{Path: "main.js", Data: []byte(job.Code)})
	}
	return cmd, nil
}

// script returns a text as JavaScript: TypeScript without its types.
func (c *Checker) script(ctx context.Context, p *program, text string) (string, *TestResult, error) {
	if p.lang.Name != "typescript" || text == "" {
		return text, nil, nil
	}
	made, ce, err := c.make(ctx, p, p.sources(text))
	if err != nil || ce != nil {
		return "", ce, err
	}
	return esModuleMark.ReplaceAllString(string(made.bundle.Files()[0].Data), ""), nil, nil
}

// esModuleMark is what the type stripper adds to files with imports.
var esModuleMark = regexp.MustCompile(`(?m)^(Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);|export \{\};)$`)

// scriptCall calls a JavaScript or TypeScript function.
func (c *Checker) scriptCall(ctx context.Context, b *build, t *Test, l Limits) (TestResult, error) {
	code, ce, err := c.script(ctx, b.p, joinTexts(b.p.preamble, b.p.code))
	if err != nil || ce != nil {
		return orCE(ce), err
	}
	cmd, err := b.p.nodeCmd(nodeJob{Mode: "call", Code: code, callJob: callOf(t)}, l)
	if err != nil {
		return TestResult{}, err
	}
	cmd.Result = true
	r, err := c.box.Run(ctx, cmd)
	if err != nil {
		return TestResult{}, runError(ctx, err)
	}
	return judgeCall(&r, t)
}

// scriptJudge runs JavaScript or TypeScript test code in a box of its own.
func (c *Checker) scriptJudge(ctx context.Context, b *build, t *Test, l Limits) (TestResult, error) {
	p := b.p
	code, ce, err := c.script(ctx, p, joinTexts(p.preamble, p.code))
	if err != nil || ce != nil {
		return orCE(ce), err
	}
	texts := []string{p.setup, t.Code}
	for i := range texts {
		var bad *TestResult
		// Types of the tests may name those of the program: they go anyway.
		if texts[i], bad, err = c.script(ctx, p, texts[i]); err != nil {
			return TestResult{}, err
		} else if bad != nil {
			return TestResult{}, reward.Errorf(reward.KindInput, "the test code does not compile: %s", bad.Reason)
		}
	}
	a, err := p.nodeCmd(nodeJob{Mode: "serve", Code: code}, l)
	if err != nil {
		return TestResult{}, err
	}
	j, err := p.nodeCmd(nodeJob{Mode: "judge", Setup: texts[0], Code: texts[1]}, l)
	if err != nil {
		return TestResult{}, err
	}
	judging(&j)
	ra, rj, err := c.box.RunPair(ctx, a, j)
	if err != nil {
		return TestResult{}, runError(ctx, err)
	}
	return judgedPair(&ra, &rj)
}

// isScript says whether a language is judged by the JavaScript harness.
func (p *program) isScript() bool {
	return slices.Contains([]string{"javascript", "typescript"}, p.lang.Name)
}
