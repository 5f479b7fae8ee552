package mathcheck

import (
	finder "github.com/verireward/verireward/mathcheck/internal/extract"
	"github.com/verireward/verireward/reward"
)

// extractPolicies maps the policies of the options to those of the extractor.
var extractPolicies = [...]finder.Policy{
	Auto: finder.Auto, Boxed: finder.Boxed, AnswerTag: finder.Answer, Hash: finder.Hash, None: finder.None,
}

// find finds the answer in a completion.
func find(completion string, c *config) finder.Result {
	if len(completion) > c.budget.Bytes {
		return finder.Result{Why: "over the size limit"}
	}
	return finder.Find(completion, finder.Options{Policy: extractPolicies[c.policy], NoSpan: !c.lastMath, Lenient: c.lenient})
}

// extraction is what was found, in the words of this package.
func extraction(r *finder.Result) Extraction {
	if !r.Found {
		return Extraction{Malformed: r.Malformed, Reason: r.Why}
	}
	e := Extraction{
		Found:  true,
		Answer: r.Text,
		Span:   reward.Span{Label: "answer", Start: r.Start, End: r.End},
		Rule:   string(r.Rule),
		Number: r.Number,
		Joined: r.Joined,
	}
	for _, o := range r.Rivals {
		e.Rivals = append(e.Rivals, Offer{Text: o.Text, Span: reward.Span{Label: "rival", Start: o.Start, End: o.End}})
	}
	if r.Doubt.Rule != "" {
		e.TakenBack, e.TakenBackAt = r.Doubt.Rule, reward.Span{Label: "taken back", Start: r.Doubt.Start, End: r.Doubt.End}
	}
	if len(r.Also) > 0 {
		e.Parts = make([]string, 0, len(r.Also)+1)
		for _, o := range r.Also {
			if o.Start < r.Start {
				e.Parts = append(e.Parts, o.Text)
			}
		}
		e.Parts = append(e.Parts, r.Text)
		for _, o := range r.Also {
			if o.Start >= r.Start {
				e.Parts = append(e.Parts, o.Text)
			}
		}
	}
	return e
}
