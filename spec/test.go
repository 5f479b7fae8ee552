package spec

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/verireward/verireward/reward"
)

func isAbstain(err error) bool { return errors.Is(err, reward.ErrAbstain) }

// TestOptions say how the cases of a specification are run.
type TestOptions struct {
	// Env is what the specifications are built in.
	Env Env
	// Workers is how many cases are scored at once; 0 means the number of
	// cores.
	Workers int
	// Repeats is how often every case is scored, every other time one after
	// the other: the outcomes must be the same. 0 means 2.
	Repeats int
	// Run, when not nil, chooses the cases by "SPEC/CASE".
	Run func(name string) bool
}

// CaseResult is how one case went.
type CaseResult struct {
	// Spec is the name of the document the case belongs to, and Case the case.
	Spec string
	Case *Case
	// Problems say what was not as wanted, one line each; none is a pass.
	Problems []string
	// Got is what the case was scored.
	Got Judgement
	// GotText is the total in words: a number, "null" or "error (KIND)".
	GotText string
}

// Passed says whether everything was as wanted.
func (r *CaseResult) Passed() bool { return len(r.Problems) == 0 }

// Test runs the cases of every document of the file. A document that cannot
// be built is an error.
func (s *Spec) Test(ctx context.Context, o TestOptions) ([]CaseResult, error) {
	var all []CaseResult
	for i, doc := range s.docs {
		if len(doc.cases) == 0 {
			// A document without cases must still be one that can be built.
			if err := s.tryBuild(doc, o.Env); err != nil {
				return all, err
			}
			continue
		}
		results, err := s.testDocument(ctx, doc, s.label(i), o)
		all = append(all, results...)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

// label names a document in results: by its name, or the file's.
func (s *Spec) label(i int) string {
	if name := s.docs[i].name; name != "" {
		return name
	}
	base := strings.TrimSuffix(filepath.Base(s.file), filepath.Ext(s.file))
	if len(s.docs) == 1 {
		return base
	}
	return fmt.Sprintf("%s#%d", base, i+1)
}

func (s *Spec) tryBuild(doc *document, env Env) error {
	one := *s
	one.main = doc
	p, err := one.Build(env)
	if err != nil {
		return err
	}
	return p.Close()
}

func (s *Spec) testDocument(ctx context.Context, doc *document, label string, o TestOptions) (results []CaseResult, err error) {
	one := *s
	one.main = doc
	p, err := one.Build(o.Env)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if err := one.checkNames(p); err != nil {
		return nil, err
	}
	var samples []*reward.Sample
	for _, c := range doc.cases {
		if o.Run == nil || o.Run(label+"/"+c.Name) {
			results = append(results, CaseResult{Spec: label, Case: c})
			samples = append(samples, c.Sample)
		}
	}
	repeats := o.Repeats
	if repeats <= 0 {
		repeats = 2
	}
	var first []string
	for round := range repeats {
		workers := o.Workers
		if round%2 == 1 {
			workers = 1
		}
		got := p.judgeAll(ctx, samples, workers)
		if err := ctx.Err(); err != nil {
			return results, err
		}
		for i := range results {
			if round == 0 {
				results[i].check(got[i])
				first = append(first, fingerprint(got[i]))
				continue
			}
			if f := fingerprint(got[i]); f != first[i] {
				results[i].Problems = append(results[i].Problems, fmt.Sprintf("not the same when scored again: %s, then %s", first[i], f))
			}
		}
	}
	return results, nil
}

func (s *Spec) checkNames(p *Program) (err error) {
	defer s.catch(&err)
	checkCases(s.main.cases, p.names)
	return nil
}

func (p *Program) judgeAll(ctx context.Context, samples []*reward.Sample, workers int) []Judgement {
	out := make([]Judgement, len(samples))
	o := reward.ParallelOptions{Workers: workers}
	for i, j := range reward.Parallel(ctx, each(samples), o, func(ctx context.Context, s *reward.Sample) Judgement { return p.Judge(ctx, s) }) {
		out[i] = j
	}
	return out
}

func each(samples []*reward.Sample) func(func(*reward.Sample) bool) {
	return func(yield func(*reward.Sample) bool) {
		for _, s := range samples {
			if !yield(s) {
				return
			}
		}
	}
}

// totalText is the outcome in words.
func totalText(v float64, err error) string {
	switch {
	case err == nil:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case isAbstain(err):
		return "null"
	}
	return fmt.Sprintf("error (%s)", reward.KindOf(err))
}

// fingerprint is everything of an outcome that must not change between runs.
func fingerprint(j Judgement) string {
	var b strings.Builder
	b.WriteString(totalText(j.Result.Value, j.Err))
	for i := range j.Result.Parts {
		p := &j.Result.Parts[i]
		fmt.Fprintf(&b, " %s=%s", p.Name, totalText(p.Value, p.Err))
	}
	return b.String()
}

// check compares an outcome with what the case wants.
func (r *CaseResult) check(j Judgement) {
	c := r.Case
	r.Got, r.GotText = j, totalText(j.Result.Value, j.Err)
	if c.want != nil && !c.want.meets(j.Result.Value, j.Err) {
		got := r.GotText
		if j.Err != nil && !isAbstain(j.Err) {
			got += ": " + firstLine(j.Err.Error())
		}
		r.problem("want %s, got %s", c.want.text, got)
	}
	if c.errorKind != "" && j.Err != nil && !isAbstain(j.Err) && reward.KindOf(j.Err) != c.errorKind {
		r.problem("want an error of kind %s, got %s: %s", c.errorKind, reward.KindOf(j.Err), firstLine(j.Err.Error()))
	}
	if c.filter != nil {
		var err error
		if !j.Filtered {
			err = errAllAbstained
		}
		if !c.filter.meets(j.Filter, err) {
			r.problem("filter: want %s, got %s", c.filter.text, totalText(j.Filter, err))
		}
	}
	if c.route != "" && c.route != j.Route {
		r.problem("route: want %s, got %s", c.route, j.Route)
	}
	r.checkComponents(j)
	if c.reason != "" && !hasReason(j, c.reason) {
		r.problem("no reason contains %q", c.reason)
	}
	if !r.Passed() {
		r.listComponents(j)
	}
}

func (r *CaseResult) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

func (r *CaseResult) checkComponents(j Judgement) {
	for _, w := range r.Case.components {
		part, ok := j.Result.Find(w.name)
		if !ok {
			r.problem("%s: no such component", w.name)
			continue
		}
		if w.value != nil && !w.value.meets(part.Value, part.Err) {
			r.problem("%s: want %s, got %s", w.name, w.value.text, totalText(part.Value, part.Err))
		}
		if w.reason != "" && !strings.Contains(reasonOf(part), w.reason) {
			r.problem("%s: want a reason with %q, got %q", w.name, w.reason, reasonOf(part))
		}
	}
}

// listComponents adds the components of a failing case, so that a reader sees
// where the total came from.
func (r *CaseResult) listComponents(j Judgement) {
	for i := range j.Result.Parts {
		p := &j.Result.Parts[i]
		r.problem("  %s = %s  (%s)", p.Name, totalText(p.Value, p.Err), firstLine(reasonOf(p)))
	}
}

func reasonOf(p *reward.Part) string {
	if p.Err != nil {
		return p.Err.Error()
	}
	return p.Reason
}

// hasReason looks for text in every reason of the tree, and in the error.
func hasReason(j Judgement, text string) bool {
	if strings.Contains(j.Result.Reason, text) || j.Err != nil && strings.Contains(j.Err.Error(), text) {
		return true
	}
	return partsHaveReason(j.Result.Parts, text)
}

func partsHaveReason(parts []reward.Part, text string) bool {
	for i := range parts {
		if strings.Contains(reasonOf(&parts[i]), text) || partsHaveReason(parts[i].Parts, text) {
			return true
		}
	}
	return false
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
