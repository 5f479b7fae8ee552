package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/verireward/verireward/format"
	"github.com/verireward/verireward/internal/dataset"
)

type formatCmd struct {
	Template string   `required:"" placeholder:"TEMPLATE" help:"The template, or a built-in one: @NAME."`
	WS       *string  `name:"ws" enum:"free,exact" placeholder:"RULE" help:"White space in the template: free (any length, also none) or exact (default: free, or the built-in template's own)."`
	Prefill  string   `default:"auto" placeholder:"auto|always|never|MARK" help:"Whether the prompt holds the first mark(s) already; MARK is the text it ends with."`
	Strip    []string `placeholder:"TOKEN" help:"Special tokens taken off both ends before matching."`
	Score    string   `enum:"strict,marks,checks" default:"strict" help:"What the score is: strict (0 or 1), the share of marks right, the share of checks passed."`
	dataFlags
}

// Help is shown behind the flags.
func (*formatCmd) Help() string {
	return `One line out for each line in:

    In:  {"id", "completion", "prompt"?}
    Out: {"id", "match", "score", "fields", "violations": [{"kind", "offset", "mark"?}]}

Built-in templates: ` + strings.Join(format.Names(), " ") + `

Examples:
  verireward format --template '<think>{reasoning}</think> <answer>{answer:int}</answer>' rollouts.jsonl
  verireward format --template @r1 --strip '<|im_end|>' rollouts.jsonl.zst --out formats.jsonl`
}

func (c *formatCmd) options() ([]format.Option, error) {
	scoring, err := format.ParseScoring(c.Score)
	if err != nil {
		return nil, err
	}
	opts := []format.Option{format.WithScore(scoring), format.WithStrip(c.Strip...)}
	// Left out when not asked for: built-in templates bring their own.
	if c.WS != nil {
		ws, err := format.ParseWhitespace(*c.WS)
		if err != nil {
			return nil, err
		}
		opts = append(opts, format.WithWhitespace(ws))
	}
	return append(opts, format.WithPrefill(format.ParsePrefill(c.Prefill))), nil
}

// Run matches every line.
func (c *formatCmd) Run(a *app) error {
	if strings.TrimSpace(c.Template) == "" {
		// Most likely an unset variable; it would match empty completions only.
		return errors.New("--template is empty: it needs a mark or a hole")
	}
	opts, err := c.options()
	if err != nil {
		return err
	}
	template, err := format.Parse(c.Template, opts...)
	if err != nil {
		return fmt.Errorf("--template: %w", err)
	}
	return a.runData(&c.dataFlags, func(_ context.Context, _ dataset.Record, o dataset.Object) verdict {
		s, err := o.Sample()
		if err != nil {
			return verdict{err: err}
		}
		m := template.Match(prefillOf(s.Prompt), s.Completion.Last())
		body, err := formatBody(m)
		return verdict{body: body, err: err, value: m.Score, valued: true}
	}, nil)
}

func formatBody(m format.Match) ([]byte, error) {
	b := appendBool(appendKey(nil, "match"), m.OK)
	b = appendFloat(appendKey(b, "score"), m.Score)
	b = append(appendKey(b, "fields"), '{')
	for i, f := range m.Fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, f.Name), ':')
		if !f.Repeated && len(f.Texts) > 0 {
			b = appendString(b, f.Texts[0])
			continue
		}
		b = appendStrings(b, f.Texts)
	}
	b = append(appendKey(append(b, '}'), "violations"), '[')
	for i, v := range m.Violations {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(b, v); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}
