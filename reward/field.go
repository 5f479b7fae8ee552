package reward

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// From judges the named field of the sample in place of the completion, for
// example the answer that a format check has captured. A sample without that
// field has the value 0: the policy did not write it where it was asked to. A
// layout that does not match captures nothing, also where an answer can be
// seen in it. That needs a sample which can be judged at all, so r is asked
// about an empty completion first, and its error (a gold answer that cannot be
// used) or abstention stands.
//
// The inner reward sees a plain completion of the field's text, of unknown
// length in tokens. Its spans are moved to where the field stands in the
// completion, and dropped where that is not known.
func From(field string, r Reward) Reward {
	mustReward("From", r)
	if field == "" {
		panic("reward: From: the field's name is empty")
	}
	missing := Val(0, fmt.Sprintf("no field %q: no format check captured it", field))
	return &wrapped{name: nameOf(r), score: func(ctx context.Context, s *Sample) (Result, error) {
		text, ok := s.Fields[field]
		inner := *s
		inner.Completion = Str(text)
		inner.Tokens = 0
		if !ok {
			if res, err := Judge(ctx, r, &inner); err != nil {
				return Result{Parts: movedParts(res.Parts, 0, false)}, err
			}
			return missing, nil
		}
		at, known := s.FieldSpans[field]
		res, err := r.Score(ctx, &inner)
		res.Spans = moved(res.Spans, at.Start, known)
		res.Parts = movedParts(res.Parts, at.Start, known)
		return res, err
	}}
}

func moved(spans []Span, by int, known bool) []Span {
	if !known || len(spans) == 0 {
		return nil
	}
	out := make([]Span, len(spans))
	for i, sp := range spans {
		out[i] = Span{Label: sp.Label, Start: sp.Start + by, End: sp.End + by}
	}
	return out
}

func movedParts(parts []Part, by int, known bool) []Part {
	if len(parts) == 0 {
		return nil
	}
	out := make([]Part, len(parts))
	for i, p := range parts {
		p.Spans = moved(p.Spans, by, known)
		p.Parts = movedParts(p.Parts, by, known)
		out[i] = p
	}
	return out
}

// Lookup finds a text of the sample by name: id, group, source, prompt,
// completion, answer (the first), step, fields.NAME for a captured field, and
// meta.PATH for metadata, where the path's members are separated by dots and a
// key that holds dots itself comes first. Numbers and booleans are written as
// JSON writes them; anything else is its JSON text.
func (s *Sample) Lookup(name string) (string, bool) {
	switch name {
	case "id":
		return s.ID, s.ID != ""
	case "group":
		return s.Group, s.Group != ""
	case "source":
		return s.Source, s.Source != ""
	case "prompt":
		return s.Prompt.String(), true
	case "completion":
		return s.Completion.Last(), true
	case "answer":
		if len(s.Answers) == 0 {
			return "", false
		}
		return s.Answers[0], true
	case "step":
		return strconv.Itoa(s.Step), true
	}
	if field, ok := strings.CutPrefix(name, "fields."); ok {
		text, found := s.Fields[field]
		return text, found
	}
	if path, ok := strings.CutPrefix(name, "meta."); ok {
		v, found := s.MetaValue(path)
		if !found || v == nil {
			return "", false
		}
		return textOf(v), true
	}
	return "", false
}

// MetaValue finds a value in Meta by a dotted path.
func (s *Sample) MetaValue(path string) (any, bool) {
	if v, ok := s.Meta[path]; ok {
		return v, true
	}
	m := s.Meta
	for {
		key, rest, more := strings.Cut(path, ".")
		v, ok := m[key]
		if !ok || !more {
			return v, ok
		}
		if m, ok = v.(map[string]any); !ok {
			return nil, false
		}
		if v, ok := m[rest]; ok {
			return v, true
		}
		path = rest
	}
}

func textOf(v any) string {
	if text, ok := v.(string); ok {
		return text
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}
