package spec

import (
	"errors"
	"strings"

	"github.com/verireward/verireward/format"
	"github.com/verireward/verireward/reward"
)

// formatOptions are the keys of the format block and of the format reward.
type formatOptions struct {
	// Template is the layout, or @NAME for a built-in one.
	Template string `yaml:"template"`
	// Prefill is auto, always, never or a mark.
	Prefill string `yaml:"prefill"`
	// WS is free or exact; empty is the template's own.
	WS string `yaml:"ws"`
	// Strip lists special tokens taken off both ends before matching.
	Strip []string `yaml:"strip"`
	// Score is strict, marks or checks.
	Score string `yaml:"score"`
	// Forbid lists marks that may not occur at all.
	Forbid []string `yaml:"forbid"`
}

func (o formatOptions) parse() (*format.Template, error) {
	var opts []format.Option
	if o.Score != "" {
		s, err := format.ParseScoring(o.Score)
		if err != nil {
			return nil, err
		}
		opts = append(opts, format.WithScore(s))
	}
	if o.WS != "" {
		ws, err := format.ParseWhitespace(o.WS)
		if err != nil {
			return nil, err
		}
		opts = append(opts, format.WithWhitespace(ws))
	}
	if o.Prefill != "" {
		opts = append(opts, format.WithPrefill(format.ParsePrefill(o.Prefill)))
	}
	opts = append(opts, format.WithStrip(o.Strip...), format.WithForbidden(o.Forbid...))
	return format.Parse(o.Template, opts...)
}

// formatBlock decodes "format": a map, or the template alone.
func (d *decoder) formatBlock(n *node) *formatBlock {
	b := &formatBlock{at: n}
	if n.kind == kindString {
		b.Template = n.text
		return b
	}
	decodeInto(n, &b.formatOptions, "format")
	t := n.get("template")
	if t == nil {
		n.fail("format has no template")
	}
	b.at = t
	return b
}

// template builds the block's template; a mistake in it is a fault at its
// place.
func (b *formatBlock) template() *format.Template {
	t, err := b.parse()
	if err == nil {
		return t
	}
	if e, ok := errors.AsType[*format.TemplateError](err); ok && strings.HasPrefix(b.Template, "@") {
		b.at.failNear(b.Template, format.Names(), "%v", e)
	}
	b.at.fail("%v", err)
	return nil
}

func formatEntries() []*Entry {
	return []*Entry{
		{Name: "format", Doc: "the completion follows a template: its own, or the format block's", options: typeOf[formatOptions](),
			build: func(b *builder, c *component, o any, _ []reward.Component) (reward.Reward, error) {
				opts := o.(formatOptions)
				if opts.Template == "" {
					if b.template == nil {
						return nil, errors.New("there is no format block, and the reward has no template of its own")
					}
					if opts.Score != "" || opts.WS != "" || opts.Prefill != "" || len(opts.Strip)+len(opts.Forbid) > 0 {
						return nil, errors.New("options without a template belong into the format block")
					}
					return b.template.Reward(), nil
				}
				block := &formatBlock{at: c.at, formatOptions: opts}
				return block.template().Reward(), nil
			}},
		plain("code_format", "the code stands in a fence of the wanted language", format.CodeFormat),
		plain("json_match", "the completion is the gold answer, as JSON values", format.JSONMatch),
		plain("json_schema", "the completion is JSON of a schema", format.JSONSchema),
		plain("language", "the share of words of the target language, as in R1", format.Language, "language_consistency"),
		plain("pattern", "a regular expression matches, within a time limit", format.Pattern, "regex", "regexp"),
		plain("tag_count", "open-r1's share of tags that occur exactly once", format.TagCount),
		plain("tool_calls", "the tool calls are those expected", format.ToolCalls),
	}
}
