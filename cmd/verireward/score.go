package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/verireward/verireward/internal/dataset"
	"github.com/verireward/verireward/internal/report"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/spec"
)

// specFlags choose a specification.
type specFlags struct {
	Spec      string  `required:"" short:"s" placeholder:"SPEC" help:"The specification: a YAML or JSON file, FILE#NAME for one of several in it, or preset/NAME."`
	Isolation *string `enum:"strict,best-effort" placeholder:"LEVEL" help:"Isolation of programs: strict, best-effort (default: the specification's own, else strict)."`
}

// given is the word of a flag that may be left out, or "".
func given(word *string) string {
	if word == nil {
		return ""
	}
	return *word
}

// load reads and builds the specification.
func (f *specFlags) load() (*spec.Program, error) {
	s, err := spec.Load(f.Spec)
	if err != nil {
		return nil, err
	}
	p, err := s.Build(spec.Env{Isolation: given(f.Isolation)})
	if err != nil {
		return nil, isolationError(err)
	}
	return p, nil
}

// warn says what isolates programs where less than strict was asked for.
func (f *specFlags) warn(w io.Writer, p *spec.Program) {
	if layers := p.Isolation(); layers != nil && given(f.Isolation) == "best-effort" {
		fmt.Fprintf(w, "verireward: warning: isolation is best effort; the layers in force are: %s\n", layersText(layers))
	}
}

type scoreCmd struct {
	specFlags
	Report  string `placeholder:"FILE" help:"Write a report of the run: one self-contained HTML file."`
	Group   bool   `help:"Print statistics over groups of rollouts on standard error at the end."`
	GroupBy string `default:"group" placeholder:"FIELD" help:"What a group is: group, source, prompt, id, answer or meta.KEY (default: ${default})."`
	dataFlags
}

// Help is shown behind the flags.
func (*scoreCmd) Help() string {
	return `One line out for each line in:

    In:  {"id"?, "group"?, "source"?, "prompt"?, "completion", "answer"?, "tests"?, "truncated"?, "tokens"?, "meta"?}
    Out: {"id", "reward", "components": {NAME: {"value", "weight", "reason"}}} or {"id", "error", "components"}
Other columns are reachable as meta.KEY. --map @verl and --map @trl rename the columns of those trainers.

Examples:
    verireward score --spec r1-math.yaml rollouts.jsonl > rewards.jsonl
    verireward score --spec preset/r1 --map @verl --map completion=output train.parquet
    verireward score --spec r1-mixed.yaml --out rewards.jsonl --report report.html rollouts.jsonl.zst
    verireward score --spec r1-mixed.yaml --out rewards.jsonl --resume rollouts.jsonl.zst`
}

// scored is what the observer learns of one line.
type scored struct {
	sample  *reward.Sample
	outcome spec.Judgement
	elapsed time.Duration
}

// Run scores every line.
func (c *scoreCmd) Run(a *app) (err error) {
	p, err := c.load()
	if err != nil {
		return err
	}
	defer func() { err = closing(err, p) }()
	c.warn(a.stderr, p)
	if err := c.checkGroupBy(); err != nil {
		return err
	}
	if err := notAnInput("--report", c.Report, slices.Concat(c.Files, []string{c.Spec})); err != nil {
		return err
	}
	if info, err := os.Stat(filepath.Dir(c.Report)); c.Report != "" && (err != nil || !info.IsDir()) {
		return fmt.Errorf("--report %s: there is no folder %s", c.Report, filepath.Dir(c.Report)) // before the run, not behind it
	}
	stats := report.New(report.Options{
		Spec: p.Spec().Name(), Components: p.Components(), Samples: c.Report != "",
	})
	observe := func(o dataset.Outcome, replayed bool) error {
		stats.Add(c.record(p, o, replayed))
		return nil
	}
	if c.Report == "" && !c.Group {
		observe = nil
	}
	err = a.runData(&c.dataFlags, scoring(p), observe)
	if code, ok := errors.AsType[*exitError](err); err != nil && (!ok || code.code != exitLineErrors) {
		return err
	}
	if c.Group {
		fmt.Fprint(a.stderr, stats.GroupText())
	}
	if c.Report != "" {
		if werr := writeWhole(c.Report, stats.HTML); werr != nil {
			return fmt.Errorf("--report: %w", werr)
		}
	}
	return err
}

func (c *scoreCmd) checkGroupBy() error {
	switch c.GroupBy {
	case "group", "source", "prompt", "id", "answer":
		return nil
	}
	if len(c.GroupBy) > 5 && c.GroupBy[:5] == "meta." {
		return nil
	}
	return fmt.Errorf("--group-by %s: want group, source, prompt, id, answer or meta.KEY", c.GroupBy)
}

// closing closes what a command holds; its error counts when there is no
// other.
func closing(err error, c io.Closer) error {
	if cerr := c.Close(); cerr != nil && err == nil {
		return cerr
	}
	return err
}

// scoring is the judge of a specification.
func scoring(p *spec.Program) judge {
	// A sample whose fields cannot be used has the keys of all the others.
	var unscored []reward.Part
	for _, name := range p.Components() {
		unscored = append(unscored, reward.Part{Name: name, Err: reward.Abstain("the sample could not be read")})
	}
	return func(ctx context.Context, _ dataset.Record, o dataset.Object) verdict {
		s, err := o.Sample()
		if err != nil {
			return verdict{err: err, body: appendComponents(appendKey(nil, "components"), unscored)}
		}
		began := time.Now()
		j := p.Judge(ctx, s)
		v := verdict{detail: scored{s, j, time.Since(began)}}
		v.value, v.valued = j.Result.Value, j.Err == nil
		if j.Err != nil && !errors.Is(j.Err, reward.ErrAbstain) {
			v.err = j.Err
			v.body = appendComponents(appendKey(nil, "components"), j.Result.Parts)
			if j.Fail {
				v.stop = fmt.Errorf("on_error: fail: %w", j.Err)
			}
			return v
		}
		v.body = appendScore(nil, j)
		return v
	}
}

// appendScore appends the reward, the components and what else the
// specification says of a sample that was judged.
func appendScore(b []byte, j spec.Judgement) []byte {
	b = appendKey(b, "reward")
	if j.Err != nil {
		b = append(b, "null"...)
		b = appendString(appendKey(b, "reason"), j.Err.Error())
	} else {
		b = appendFloat(b, j.Result.Value)
	}
	if j.Filtered {
		b = appendFloat(appendKey(b, "filter"), j.Filter)
	}
	if j.Route != "" {
		b = appendString(appendKey(b, "route"), j.Route)
	}
	if j.Zeroed {
		b = appendString(appendKey(b, "zeroed"), j.Cause.Error())
	}
	b = appendComponents(appendKey(b, "components"), j.Result.Parts)
	return b
}

func appendComponents(b []byte, parts []reward.Part) []byte {
	b = append(b, '{')
	for i := range parts {
		p := &parts[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, p.Name), `:{"value":`...)
		switch {
		case p.Err == nil:
			b = appendFloat(b, p.Value)
			b = appendFloat(appendKey(b, "weight"), p.Weight)
			b = appendString(appendKey(b, "reason"), p.Reason)
		case p.Abstained():
			b = append(b, "null"...)
			b = appendString(appendKey(b, "reason"), p.Err.Error())
		default:
			b = append(b, "null"...)
			b = appendFloat(appendKey(b, "weight"), p.Weight)
			b = appendString(appendKey(b, "reason"), p.Err.Error())
			b = appendString(appendKey(b, "error"), string(reward.KindOf(p.Err)))
		}
		b = append(b, '}')
	}
	return append(b, '}')
}

// record is what the report keeps of a line. A line that was replayed from an
// interrupted run is read back from its JSON.
func (c *scoreCmd) record(p *spec.Program, o dataset.Outcome, replayed bool) report.Record {
	r := report.Record{Line: o.Record.Line}
	d, ok := o.Detail.(scored)
	if !ok || replayed {
		return c.reread(r, o)
	}
	r.ID, r.Source = d.sample.ID, d.sample.Source
	r.Group, _ = d.sample.Lookup(c.GroupBy)
	r.Prompt, r.Completion = d.sample.Prompt.String(), d.sample.Completion.Last()
	r.Answers = d.sample.Answers
	r.Reward, r.Err = d.outcome.Result.Value, d.outcome.Err
	r.Parts, r.Elapsed = d.outcome.Result.Parts, d.elapsed
	r.Filter, r.Filtered = d.outcome.Filter, d.outcome.Filtered
	return r
}
