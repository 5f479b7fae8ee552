package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/verireward/verireward/internal/dataset"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/spec"
)

type diffCmd struct {
	Old       string   `arg:"" name:"old" help:"The specification as it was."`
	New       string   `arg:"" name:"new" help:"The specification as it is to be."`
	Files     []string `arg:"" optional:"" name:"file" help:"Samples, as for score."`
	JSON      bool     `name:"json" help:"One JSON line per changed sample and one with the summary."`
	Limit     int      `default:"50" placeholder:"N" help:"Changed samples to print; 0 for all. The summary counts all (default: ${default})."`
	Tolerance float64  `default:"1e-9" placeholder:"X" help:"Differences up to X are none (default: ${default})."`
	Map       []string `placeholder:"TO=FROM" sep:"none" help:"Read column FROM, a dotted path, as TO."`
	Workers   int      `short:"j" placeholder:"N" help:"Samples judged at once (default: the number of cores)."`
	Isolation *string  `enum:"strict,best-effort" placeholder:"LEVEL" help:"Isolation of programs: strict, best-effort (default: each specification's own, else strict)."`
}

// Help is shown behind the flags.
func (*diffCmd) Help() string {
	return `Exit 0, whether samples changed or not.

Examples:
    verireward diff r1-math.yaml r1-math-v2.yaml rollouts.jsonl
    verireward diff --json preset/r1 my.yaml rollouts.jsonl | tail -1`
}

// change is what became of one sample's reward.
type change struct {
	id, source string
	old, new   spec.Judgement
	err        error
}

func (c *change) moved(tolerance float64) bool {
	return outcomeText(c.old) != outcomeText(c.new) &&
		(c.old.Err != nil || c.new.Err != nil || math.Abs(c.old.Result.Value-c.new.Result.Value) > tolerance)
}

// outcomeText is a total in words: a number, null or the kind of the error.
func outcomeText(j spec.Judgement) string {
	switch {
	case j.Err == nil:
		return number(j.Result.Value)
	case errors.Is(j.Err, reward.ErrAbstain):
		return "null"
	}
	return "error (" + string(reward.KindOf(j.Err)) + ")"
}

// Run compares the two specifications sample by sample.
func (c *diffCmd) Run(a *app) (err error) {
	var programs [2]*spec.Program
	for i, name := range []string{c.Old, c.New} {
		f := specFlags{Spec: name, Isolation: c.Isolation}
		p, err := f.load()
		if err != nil {
			return err
		}
		defer func() { err = closing(err, p) }()
		programs[i] = p
	}
	source, mappings, err := a.openSamples(c.Files, c.Map)
	if err != nil {
		return err
	}
	work := func(ctx context.Context, rec dataset.Record) dataset.Outcome {
		s, id, err := readSample(rec, mappings)
		ch := &change{id: id, err: err}
		if err == nil {
			ch.source = s.Source
			ch.old, ch.new = programs[0].Judge(ctx, s), programs[1].Judge(ctx, s)
		}
		return dataset.Outcome{Detail: ch}
	}
	fail := func(rec dataset.Record, err error) dataset.Outcome {
		return dataset.Outcome{Detail: &change{id: fmt.Sprint(rec.Line), err: err}}
	}
	sum := &diffSummary{tolerance: c.Tolerance, components: map[string]int{}, sources: map[string]*sourceDiff{}}
	err = dataset.Run(a.ctx, source, c.Workers, work, fail, func(o dataset.Outcome) error {
		ch := o.Detail.(*change)
		if !sum.add(ch) || c.Limit > 0 && sum.changed > c.Limit && !c.JSON {
			return nil
		}
		if c.JSON {
			return ch.writeJSON(a.stdout, c.Tolerance)
		}
		return ch.write(a.stdout, c.Tolerance)
	}, nil)
	if a.ctx.Err() != nil {
		return exit(exitInterrupted)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return sum.writeJSON(a.stdout)
	}
	return sum.write(a.stdout, c.Limit)
}

// partChanges lists the components whose value, error or reason differ.
func (c *change) partChanges(tolerance float64) []partChange {
	var out []partChange
	names := partNames(c.old.Result.Parts, c.new.Result.Parts)
	for _, name := range names {
		a, _ := c.old.Result.Find(name)
		b, _ := c.new.Result.Find(name)
		p := partChange{name: name, old: partText(a), new: partText(b), oldReason: reasonText(a), newReason: reasonText(b)}
		same := p.old == p.new
		if a != nil && b != nil && a.Err == nil && b.Err == nil {
			same = math.Abs(a.Value-b.Value) <= tolerance && a.Weight == b.Weight
		}
		if !same {
			out = append(out, p)
		}
	}
	return out
}

type partChange struct{ name, old, new, oldReason, newReason string }

func partNames(lists ...[]reward.Part) []string {
	var names []string
	for _, list := range lists {
		for i := range list {
			if !slices.Contains(names, list[i].Name) {
				names = append(names, list[i].Name)
			}
		}
	}
	return names
}

func partText(p *reward.Part) string {
	switch {
	case p == nil:
		return "none"
	case p.Abstained():
		return "null"
	case p.Err != nil:
		return "error (" + string(reward.KindOf(p.Err)) + ")"
	case p.Weight != 1:
		return number(p.Value) + " x " + number(p.Weight)
	}
	return number(p.Value)
}

func reasonText(p *reward.Part) string {
	switch {
	case p == nil:
		return ""
	case p.Err != nil:
		return p.Err.Error()
	}
	return p.Reason
}

func (c *change) write(w io.Writer, tolerance float64) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s -> %s\n", c.id, outcomeText(c.old), outcomeText(c.new))
	parts := c.partChanges(tolerance)
	for _, p := range parts {
		fmt.Fprintf(&b, "    %s: %s -> %s", p.name, p.old, p.new)
		switch {
		case p.oldReason == p.newReason && p.newReason != "":
			fmt.Fprintf(&b, "  (%s)", visible(p.newReason))
		case p.oldReason != p.newReason:
			fmt.Fprintf(&b, "  (%s -> %s)", visible(p.oldReason), visible(p.newReason))
		}
		b.WriteByte('\n')
	}
	if len(parts) == 0 {
		b.WriteString("    the total is made otherwise of the same components\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *change) writeJSON(w io.Writer, tolerance float64) error {
	b := appendString([]byte(`{"id":`), c.id)
	b = appendString(appendKey(b, "old"), outcomeText(c.old))
	b = appendString(appendKey(b, "new"), outcomeText(c.new))
	b = append(appendKey(b, "components"), '{')
	for i, p := range c.partChanges(tolerance) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, p.name), ":{\"old\":"...)
		b = appendString(appendKey(appendString(b, p.old), "new"), p.new)
		b = appendString(appendKey(b, "old_reason"), p.oldReason)
		b = append(appendString(appendKey(b, "new_reason"), p.newReason), '}')
	}
	_, err := w.Write(append(b, "}}\n"...))
	return err
}

// diffSummary counts over all samples.
type diffSummary struct {
	tolerance                   float64
	total, changed, up, down    int
	errorsOld, errorsNew, input int
	sumOld, sumNew              float64
	nOld, nNew                  int
	components                  map[string]int
	sources                     map[string]*sourceDiff
}

type sourceDiff struct {
	Total   int `json:"total"`
	Changed int `json:"changed"`
}

// maxDiffSources bounds the table by source.
const maxDiffSources = 200

// add counts a sample and says whether its reward changed.
func (s *diffSummary) add(c *change) bool {
	s.total++
	if c.err != nil {
		s.input++
		return false
	}
	src, ok := s.sources[c.source]
	if !ok && len(s.sources) < maxDiffSources {
		src = &sourceDiff{}
		s.sources[c.source] = src
	}
	if src != nil {
		src.Total++
	}
	s.side(c.old, &s.nOld, &s.sumOld, &s.errorsOld)
	s.side(c.new, &s.nNew, &s.sumNew, &s.errorsNew)
	if !c.moved(s.tolerance) {
		return false
	}
	s.changed++
	if src != nil {
		src.Changed++
	}
	if c.old.Err == nil && c.new.Err == nil {
		if c.new.Result.Value > c.old.Result.Value {
			s.up++
		} else {
			s.down++
		}
	}
	for _, p := range c.partChanges(s.tolerance) {
		s.components[p.name]++
	}
	return true
}

func (s *diffSummary) side(j spec.Judgement, n *int, sum *float64, errs *int) {
	switch {
	case j.Err == nil:
		*n++
		*sum += j.Result.Value
	case !errors.Is(j.Err, reward.ErrAbstain):
		*errs++
	}
}

func mean(sum float64, n int) float64 {
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

func (s *diffSummary) write(w io.Writer, limit int) error {
	var b strings.Builder
	if limit > 0 && s.changed > limit {
		fmt.Fprintf(&b, "... and %d more (--limit 0 prints all)\n", s.changed-limit)
	}
	fmt.Fprintf(&b, "%d of %d samples change: %d up, %d down, %d otherwise\n", s.changed, s.total, s.up, s.down, s.changed-s.up-s.down)
	fmt.Fprintf(&b, "mean reward %s -> %s, errors %d -> %d\n", number(mean(s.sumOld, s.nOld)), number(mean(s.sumNew, s.nNew)), s.errorsOld, s.errorsNew)
	if s.input > 0 {
		fmt.Fprintf(&b, "%d lines could not be read\n", s.input)
	}
	for _, name := range sortedKeys(s.components) {
		fmt.Fprintf(&b, "  by component %s: %d\n", name, s.components[name])
	}
	if len(s.sources) > 1 {
		for _, name := range sortedKeys(s.sources) {
			fmt.Fprintf(&b, "  by source %s: %d of %d\n", name, s.sources[name].Changed, s.sources[name].Total)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *diffSummary) writeJSON(w io.Writer) error {
	return json.NewEncoder(w).Encode(map[string]any{
		"total": s.total, "changed": s.changed, "up": s.up, "down": s.down, "unreadable": s.input,
		"mean_old": mean(s.sumOld, s.nOld), "mean_new": mean(s.sumNew, s.nNew),
		"errors_old": s.errorsOld, "errors_new": s.errorsNew, "components": s.components, "sources": s.sources,
	})
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
