package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/verireward/verireward/internal/audit"
	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/spec"
)

type auditCmd struct {
	Spec      string        `short:"s" placeholder:"SPEC" xor:"what" help:"The specification to attack."`
	Exec      string        `placeholder:"CMD" xor:"what" help:"Attack any program instead: CMD reads samples as JSONL and writes one line each, a number or an object with reward or score."`
	Isolation *string       `enum:"strict,best-effort" placeholder:"LEVEL" help:"Isolation of programs: strict, best-effort (default: the specification's own, else strict)."`
	Samples   int           `default:"50" placeholder:"N" help:"Samples to build attacks from, spread over the first thousand; code samples cost a run for each attack (default: ${default})."`
	Timeout   time.Duration `default:"10m" placeholder:"TIME" help:"With --exec: how long one call of CMD may take (default: ${default})."`
	JSON      bool          `name:"json" help:"The findings as one JSON object."`
	List      bool          `help:"List the attacks and exit."`
	Eval      []string      `placeholder:"FILE" sep:"none" help:"Data kept for evaluation: rows whose prompt is in it are told. Repeatable."`
	Map       []string      `placeholder:"TO=FROM" sep:"none" help:"Read column FROM, a dotted path, as TO."`
	Workers   int           `short:"j" placeholder:"N" help:"Samples judged at once (default: the number of cores)."`
	Files     []string      `arg:"" optional:"" name:"file" help:"Samples, as for score."`
}

// Help is shown behind the flags.
func (*auditCmd) Help() string {
	return `Builds hacks from your own samples and reports each that earns more than an honest wrong
answer. Exit 0 clean, 2 exploitable. It also looks at the data (missing golds, golds in the prompt,
prompts that come twice, with other golds, or in the --eval file), at what your own completions earn,
and at the components; what is odd there is told and does not change the exit code.

Examples:
    verireward audit --spec r1-math.yaml rollouts.jsonl
    verireward audit --exec 'python my_reward.py' rollouts.jsonl
    verireward audit --spec r1-math.yaml --eval benchmark.jsonl train.parquet
    verireward audit --json --spec preset/open-r1 rollouts.jsonl`
}

// Run attacks the specification or program.
func (c *auditCmd) Run(a *app) (err error) {
	if c.List {
		return c.list(a.stdout)
	}
	if c.Spec == "" && c.Exec == "" {
		return errors.New("want --spec SPEC, or --exec CMD")
	}
	if c.Samples < 1 {
		return fmt.Errorf("--samples %d: want 1 or more", c.Samples)
	}
	if c.Timeout <= 0 {
		return fmt.Errorf("--timeout %v: want more than 0", c.Timeout)
	}
	samples, data, err := c.read(a)
	if err != nil {
		return err
	}
	grade, options := c.execGrader(), audit.Options{}
	what := c.Exec
	if c.Spec != "" {
		f := specFlags{Spec: c.Spec, Isolation: c.Isolation}
		p, err := f.load()
		if err != nil {
			return err
		}
		defer func() { err = closing(err, p) }()
		grade, options.Templates, what = c.specGrader(p), p.Templates(), c.Spec
	}
	report, err := audit.Run(a.ctx, grade, samples, options)
	if a.ctx.Err() != nil {
		return exit(exitInterrupted)
	}
	if err != nil {
		return err
	}
	report.Findings = append(data.Findings(), report.Findings...)
	if c.JSON {
		err = writeAuditJSON(a.stdout, what, report)
	} else {
		err = writeAudit(a.stdout, what, report)
	}
	if err != nil {
		return err
	}
	if report.Samples == 0 {
		return errors.New("no sample could be used: no honest completion has a reward")
	}
	if report.Exploitable() {
		return exit(exitExploitable)
	}
	return nil
}

// list prints every attack.
func (c *auditCmd) list(w io.Writer) error {
	for _, at := range audit.Attacks() {
		if _, err := fmt.Fprintf(w, "%-14s %-32s %s\n", at.Family, at.Name, at.Story); err != nil {
			return err
		}
	}
	return nil
}

const (
	// auditWindow is how many samples of a file the attacked ones are spread
	// over.
	auditWindow = 1000
	// hygieneRows is how many rows are looked at for what is wrong with the
	// data: some thirty bytes are kept of each.
	hygieneRows = 200_000
)

// each calls f with the samples of files, at most rows of them.
func (c *auditCmd) each(a *app, files []string, rows int, f func(s *reward.Sample, name string)) error {
	source, mappings, err := a.openSamples(files, c.Map)
	if err != nil {
		return err
	}
	for n := 0; n < rows && a.ctx.Err() == nil; n++ {
		rec, err := source.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		s, id, err := readSample(rec, mappings)
		if err != nil {
			fmt.Fprintf(a.stderr, "verireward audit: %s passed over: %v\n", id, err)
			continue
		}
		f(s, id)
	}
	return source.Close()
}

// read takes samples spread evenly over the beginning of the files, and looks
// at the rows of the data.
func (c *auditCmd) read(a *app) ([]*reward.Sample, *audit.Hygiene, error) {
	data := audit.NewHygiene()
	if len(c.Eval) > 0 {
		err := c.each(a, c.Eval, hygieneRows, func(s *reward.Sample, _ string) { data.AddEval(s) })
		if err != nil {
			return nil, nil, fmt.Errorf("--eval: %w", err)
		}
	}
	var all []*reward.Sample
	err := c.each(a, c.Files, hygieneRows, func(s *reward.Sample, name string) {
		data.Add(s, name)
		if len(all) < max(auditWindow, c.Samples) {
			all = append(all, s)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		return nil, nil, errors.New("there are no samples to build attacks from")
	}
	if len(all) <= c.Samples {
		return all, data, nil
	}
	out := make([]*reward.Sample, c.Samples)
	for i := range out {
		out[i] = all[i*len(all)/c.Samples]
	}
	return out, data, nil
}

func (c *auditCmd) specGrader(p *spec.Program) audit.Grader {
	return func(ctx context.Context, samples []*reward.Sample) ([]audit.Outcome, error) {
		o := reward.BatchOptions{Workers: c.Workers}
		out := make([]audit.Outcome, len(samples))
		for i, r := range reward.Score(ctx, p, samples, o) {
			out[i] = audit.Outcome{Value: r.Result.Value, Err: r.Err, Parts: r.Result.Parts}
		}
		return out, ctx.Err()
	}
}

// execGrader runs the command once per batch.
func (c *auditCmd) execGrader() audit.Grader {
	return func(ctx context.Context, samples []*reward.Sample) ([]audit.Outcome, error) {
		var in bytes.Buffer
		for i, s := range samples {
			line, err := sampleLine(s, i)
			if err != nil {
				return nil, err
			}
			in.Write(append(line, '\n'))
		}
		ctx, cancel := context.WithTimeout(ctx, c.Timeout)
		defer cancel()
		cmd := exec.CommandContext(ctx, "sh", "-c", c.Exec)
		cmd.Stdin = &in
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		cmd.WaitDelay = time.Second
		err := cmd.Run()
		if ctx.Err() != nil {
			return nil, fmt.Errorf("--exec: not done within %v", c.Timeout)
		}
		outcomes, perr := parseOutcomes(&stdout)
		if err != nil && len(outcomes) < len(samples) {
			return nil, fmt.Errorf("--exec: %w\n%s", err, lastLines(stderr.String()))
		}
		if perr != nil {
			return nil, fmt.Errorf("--exec: %w", perr)
		}
		if len(outcomes) != len(samples) {
			return nil, fmt.Errorf("--exec: %d lines for %d samples: want one each, in order", len(outcomes), len(samples))
		}
		return outcomes, nil
	}
}

// sampleLine writes a sample as an input line of score.
func sampleLine(s *reward.Sample, i int) ([]byte, error) {
	line := map[string]any{"id": fmt.Sprintf("%s#%d", s.ID, i), "completion": s.Completion}
	if s.Prompt.Messages != nil || s.Prompt.Plain != "" {
		line["prompt"] = s.Prompt
	}
	switch len(s.Answers) {
	case 0:
	case 1:
		line["answer"] = s.Answers[0]
	default:
		line["answer"] = s.Answers
	}
	if len(s.Tests) > 0 {
		line["tests"] = s.Tests
	}
	for key, v := range map[string]string{"group": s.Group, "source": s.Source} {
		if v != "" {
			line[key] = v
		}
	}
	if s.Tokens > 0 {
		line["tokens"] = s.Tokens
	}
	for k, v := range s.Meta {
		if _, taken := line[k]; !taken {
			line[k] = v
		}
	}
	return json.Marshal(line)
}

// parseOutcomes reads what a reward program wrote: a number, null, or an
// object with "reward" or "score", or with "error".
func parseOutcomes(r io.Reader) ([]audit.Outcome, error) {
	var out []audit.Outcome
	scan := bufio.NewReader(r)
	for {
		line, err := scan.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			o, perr := parseOutcome(line)
			if perr != nil {
				return out, fmt.Errorf("output line %d: %w", len(out)+1, perr)
			}
			out = append(out, o)
		}
		if err != nil {
			return out, nil
		}
	}
}

// outcomeWords are the outcomes that Python writes without quotes, besides numbers.
var outcomeWords = map[string]audit.Outcome{
	"null": {Err: reward.Abstain("no reward")}, "None": {Err: reward.Abstain("no reward")},
	"true": {Value: 1}, "True": {Value: 1}, "false": {}, "False": {},
	"NaN": {Err: notFinite("NaN")}, "nan": {Err: notFinite("NaN")},
	"Infinity": {Err: notFinite("Infinity")}, "inf": {Err: notFinite("Infinity")},
	"-Infinity": {Err: notFinite("-Infinity")}, "-inf": {Err: notFinite("-Infinity")},
}

func notFinite(what string) error {
	return reward.Errorf(reward.KindInternal, "the reward is %s, which is no number", what)
}

// pythonNumber is a value that Python writes in JSON and JSON does not have.
var pythonNumber = regexp.MustCompile(`:\s*(-?Infinity|NaN)\s*([,}])`)

func parseOutcome(line []byte) (audit.Outcome, error) {
	if o, ok := outcomeWords[string(line)]; ok {
		return o, nil
	}
	if line[0] != '{' {
		var v float64
		if err := json.Unmarshal(line, &v); err != nil {
			return audit.Outcome{}, fmt.Errorf("%q is neither a number nor an object", clip.Text(string(line), 60))
		}
		return audit.Outcome{Value: v}, nil
	}
	var o struct {
		Reward, Score json.RawMessage
		Error         json.RawMessage
		Components    map[string]struct {
			Value, Weight *float64
		}
	}
	if err := json.Unmarshal(pythonNumber.ReplaceAll(line, []byte(`:"$1"$2`)), &o); err != nil {
		return audit.Outcome{}, err
	}
	if len(o.Error) > 0 && string(o.Error) != "null" {
		return audit.Outcome{Err: reward.Errorf(reward.KindInternal, "%s", clip.Text(string(o.Error), 200))}, nil
	}
	raw := o.Reward
	if raw == nil {
		raw = o.Score
	}
	if raw == nil {
		return audit.Outcome{Err: reward.Abstain("no reward")}, nil
	}
	out, err := parseOutcome(bytes.Trim(raw, `"`))
	for _, name := range slices.Sorted(maps.Keys(o.Components)) {
		p := reward.Part{Name: name, Weight: 1}
		if c := o.Components[name]; c.Value != nil {
			p.Value = *c.Value
			if c.Weight != nil {
				p.Weight = *c.Weight
			}
			out.Parts = append(out.Parts, p)
		}
	}
	return out, err
}

func lastLines(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	const most = 5
	return strings.Join(lines[max(0, len(lines)-most):], "\n")
}
