package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/verireward/verireward/codecheck"
	"github.com/verireward/verireward/internal/dataset"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/sandbox"
)

type codeCmd struct {
	Score     string `enum:"all,fraction" default:"all" help:"The score: all tests or nothing, or the share of tests passed (all, fraction)."`
	Isolation string `enum:"strict,best-effort" default:"strict" help:"strict: the strongest tier this host offers, and no run below tier C. best-effort: weaker tiers too, with a warning."`
	Language  string `placeholder:"NAME" help:"The language of lines that name none (default: the fence's)."`
	dataFlags
}

// Help is shown behind the flags.
func (*codeCmd) Help() string {
	return `One line out for each line in:

    In:  {"id", "language", "completion" or "source", "tests": [...], "limits"?, "options"?}
    Out: {"id", "score", "passed", "total", "verdict", "tests": [...], "isolation": [...]}

Verdicts: AC WA PE TLE MLE OLE RE CE SV NO_CODE NO_TESTS.

Examples:
    verireward code submissions.jsonl > verdicts.jsonl
    verireward code --score fraction --out verdicts.jsonl --workers 8 submissions.jsonl.zst
    verireward code --map completion=response --map tests=meta.tests rollouts.jsonl`
}

// Run judges every line.
func (c *codeCmd) Run(a *app) (err error) {
	opts := codecheck.Options{Policy: sandbox.Untrusted, Scoring: codecheck.Scoring{Mode: codecheck.All}}
	if c.Score == "fraction" {
		opts.Scoring.Mode = codecheck.Fraction
	}
	if c.Isolation == "best-effort" {
		opts.Policy = sandbox.BestEffort
	}
	checker, err := codecheck.New(opts)
	if err != nil {
		return isolationError(err)
	}
	defer func() { err = closing(err, checker) }()
	if c.Isolation == "best-effort" {
		fmt.Fprintf(a.stderr, "verireward code: warning: isolation is best effort; the layers in force are: %s\n", layersText(checker.Layers()))
	}
	return a.runData(&c.dataFlags, func(ctx context.Context, _ dataset.Record, o dataset.Object) verdict {
		return c.judge(ctx, checker, o)
	}, nil)
}

func layersText(layers []string) string {
	if len(layers) == 0 {
		return "none"
	}
	return strings.Join(layers, " ")
}

// isolationError says what to do about a sandbox that cannot be had.
func isolationError(err error) error {
	if _, ok := errors.AsType[*sandbox.SetupError](err); ok {
		return fmt.Errorf("%w\n\"verireward doctor\" shows what this host offers; --isolation best-effort runs with less", err)
	}
	return err
}

func (c *codeCmd) judge(ctx context.Context, checker *codecheck.Checker, o dataset.Object) verdict {
	s, err := c.submission(o)
	if err != nil {
		return verdict{err: err}
	}
	rep, err := checker.Check(ctx, s)
	if err != nil {
		v := verdict{err: err}
		if rep.Verdict == codecheck.NoTests {
			v.body = appendString(appendKey(nil, "verdict"), string(rep.Verdict))
		}
		return v
	}
	rep.ID = ""
	b, err := appendValue(nil, rep)
	if err != nil {
		return verdict{err: err}
	}
	// The object's members behind the id.
	b[0] = ','
	return verdict{body: b[:len(b)-1], value: rep.Score, valued: true}
}

// submission decodes a line.
func (c *codeCmd) submission(o dataset.Object) (s codecheck.Submission, err error) {
	texts := map[string]*string{
		"language": &s.Language, "completion": &s.Completion, "prompt": &s.Prompt, "preamble": &s.Preamble, "test_setup": &s.TestSetup,
	}
	// Data sets call their provenance "source" too: beside a completion it is
	// the program only when a mapping says so.
	_, completed := o.Get("completion")
	useSource := !completed || c.mapsSource()
	have := false
	for _, f := range o.Fields() {
		if string(f.Raw) == "null" {
			continue
		}
		switch f.Key {
		case "completion", "prompt":
			*texts[f.Key], err = chatColumn(o, f)
			have = have || f.Key == "completion"
		case "source":
			if !useSource {
				continue
			}
			var text string
			text, _, err = o.String(f.Key)
			s.Source, have = &text, true
		case "language", "preamble", "test_setup":
			*texts[f.Key], _, err = o.String(f.Key)
		case "tests":
			s.Tests = f.Raw
		case "limits":
			err = strictly(f, &s.Limits)
		case "options":
			err = strictly(f, &s.Options)
		}
		if err != nil {
			return s, err
		}
	}
	if !have {
		return s, noColumn(o, "completion", reward.KindInput)
	}
	if s.Language == "" {
		s.Language = c.Language
	}
	return s, nil
}

func (c *codeCmd) mapsSource() bool {
	return slices.ContainsFunc(c.Map, func(m string) bool { return strings.HasPrefix(m, "source=") })
}

// chatColumn reads a column that is a string or chat messages.
func chatColumn(o dataset.Object, f dataset.Field) (string, error) {
	if f.Raw[0] == '"' {
		text, _, err := o.String(f.Key)
		return text, err
	}
	var t reward.Text
	if err := json.Unmarshal(f.Raw, &t); err != nil {
		return "", reward.Errorf(reward.KindInput, "%q: want a string or chat messages", f.Key)
	}
	return t.Last(), nil
}

// strictly decodes an object and refuses unknown members.
func strictly(f dataset.Field, v any) error {
	d := json.NewDecoder(bytes.NewReader(f.Raw))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return reward.Errorf(reward.KindInput, "%q: %w", f.Key, err)
	}
	return nil
}
