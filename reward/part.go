package reward

import "errors"

// Abstained reports whether the component did not apply to the sample.
func (p *Part) Abstained() bool { return errors.Is(p.Err, ErrAbstain) }

// Failed reports whether the component could not be judged.
func (p *Part) Failed() bool { return p.Err != nil && !errors.Is(p.Err, ErrAbstain) }

// Find returns the part with the given name among the direct parts of r.
func (r *Result) Find(name string) (*Part, bool) {
	for i := range r.Parts {
		if r.Parts[i].Name == name {
			return &r.Parts[i], true
		}
	}
	return nil, false
}

// NewPart makes a Part of what Judge returned. The part's reason is the
// result's, or the error's text.
func NewPart(name string, weight float64, res Result, err error) Part {
	p := Part{Name: name, Value: res.Value, Weight: weight, Reason: res.Reason, Parts: res.Parts, Spans: res.Spans, Err: err}
	if err != nil {
		p.Value, p.Reason = 0, err.Error()
	}
	return p
}
