package format

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/verireward/verireward/reward"
)

// matchSample matches the text a reward judges in s.
func (t *Template) matchSample(s *reward.Sample) Match {
	return t.Match(promptTail(s.Prompt), s.Completion.Last())
}

// Reward returns the template as a reward: the value is [Match.Score], the
// reason names the violations with their byte offsets, the spans are the
// fields found. It never abstains and never fails.
func (t *Template) Reward() reward.Reward {
	return reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
		m := t.matchSample(s)
		return reward.Result{Value: m.Score, Reason: m.Reason(), Spans: m.spans()}, nil
	})
}

// spans are the fields' spans and, of zero length, the violations'.
func (m Match) spans() []reward.Span {
	var spans []reward.Span
	for _, f := range m.Fields {
		spans = append(spans, f.Spans...)
	}
	for _, v := range m.Violations {
		spans = append(spans, span(string(v.Kind), v.Offset, v.Offset))
	}
	slices.SortStableFunc(spans, func(a, b reward.Span) int { return a.Start - b.Start })
	return spans
}

// Capture runs inner on a copy of the sample in which [reward.Sample.Fields]
// also holds the template's fields. A completion that does not match brings no
// fields, so that a reward that reads one, see [reward.From], gives 0 for it:
// nothing is earned with an answer taken out of a broken layout. The text of a
// repeated hole is all its texts, joined by line feeds.
func Capture(t *Template, inner reward.Reward) reward.Reward {
	return reward.Func(func(ctx context.Context, s *reward.Sample) (reward.Result, error) {
		return reward.Judge(ctx, inner, t.Fill(s))
	})
}

// Fill returns a copy of s with the template's fields in it, see [Capture].
// Fields of the template that were in s are replaced or, without a match,
// taken out.
func (t *Template) Fill(s *reward.Sample) *reward.Sample {
	m := t.matchSample(s)
	filled := *s
	filled.Fields = maps.Clone(s.Fields)
	filled.FieldSpans = maps.Clone(s.FieldSpans)
	for _, name := range t.Holes() {
		delete(filled.Fields, name)
		delete(filled.FieldSpans, name)
	}
	if !m.OK {
		return &filled
	}
	if filled.Fields == nil {
		filled.Fields = map[string]string{}
	}
	if filled.FieldSpans == nil {
		filled.FieldSpans = map[string]reward.Span{}
	}
	for _, f := range m.Fields {
		filled.Fields[f.Name] = strings.Join(f.Texts, "\n")
		if len(f.Spans) == 1 {
			filled.FieldSpans[f.Name] = f.Spans[0]
		}
	}
	return &filled
}

// span makes a span of the completion.
func span(label string, start, end int) reward.Span {
	return reward.Span{Label: label, Start: start, End: end}
}
