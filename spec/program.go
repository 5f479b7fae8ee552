package spec

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/verireward/verireward/reward"
)

// Program is a specification ready to score. It is a [reward.Reward] whose
// parts are the components in file order, the same ones for every sample. It
// is safe for concurrent use until Close.
type Program struct {
	spec  *Spec
	units []*unit
	route *router
	names []string
	env   *environment
	owned bool
}

// router sends samples to units.
type router struct {
	by       string
	patterns []string
	units    []*unit
	fallback *unit
	abstain  bool
}

// Build makes the rewards of the specification. What the file asks wrongly is
// an *Error; what this machine lacks for it (a sandbox, a toolchain) is an
// error of its own kind.
func (s *Spec) Build(env Env) (*Program, error) {
	e := newEnvironment(env, s.main.sandbox)
	p, err := s.build(e)
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	p.owned = true
	return p, nil
}

func (s *Spec) build(e *environment) (p *Program, err error) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case environmentError:
			err = v.err
		case fault:
			err = s.errorAt(v)
		default:
			panic(v)
		}
	}()
	if err := e.addLanguages(s); err != nil {
		return nil, err
	}
	p = &Program{spec: s, env: e}
	if s.main.route == nil {
		p.units = []*unit{buildUnit(e, s.main, s.main.name)}
	} else {
		p.buildRoute(s)
	}
	for _, u := range p.units {
		for _, part := range u.parts {
			if !slices.Contains(p.names, part.name) {
				p.names = append(p.names, part.name)
			}
		}
	}
	return p, nil
}

func (p *Program) buildRoute(s *Spec) {
	r := &router{by: s.main.route.by}
	made := map[string]*unit{}
	unitOf := func(n *node) *unit {
		if u, ok := made[n.text]; ok {
			return u
		}
		u := buildUnit(p.env, s.target(n), n.text)
		made[n.text] = u
		p.units = append(p.units, u)
		return u
	}
	for _, c := range s.main.route.cases {
		r.patterns = append(r.patterns, c.pattern)
		r.units = append(r.units, unitOf(c.target))
	}
	switch f := s.main.route.fallback; {
	case f == nil || f.text == "error":
	case f.text == "abstain":
		r.abstain = true
	default:
		r.fallback = unitOf(f)
	}
	p.route = r
}

// Components are the names of the parts of every result, in order.
func (p *Program) Components() []string { return slices.Clone(p.names) }

// Spec is the specification the program was built from.
func (p *Program) Spec() *Spec { return p.spec }

// Isolation names the layers the sandbox runs programs under; nil when nothing
// in the specification runs code.
func (p *Program) Isolation() []string { return p.env.isolation() }

// Close ends the sandbox, if one was started.
func (p *Program) Close() error {
	if !p.owned {
		return nil
	}
	return p.env.Close()
}

var _ io.Closer = (*Program)(nil)

// Judgement is what a specification says of one sample.
type Judgement struct {
	// Result has the total and, in every case, one part per component.
	Result reward.Result
	// Err is nil, matches reward.ErrAbstain when there is no reward because
	// nothing applied, or says why the sample could not be judged.
	Err error
	// Route names the document that judged, where the file routes.
	Route string
	// Filter is the value of filter_on, for dynamic sampling; Filtered says
	// whether there is one.
	Filter   float64
	Filtered bool
	// Zeroed says the reward is 0 in place of an error, as on_error: zero
	// asks. Cause is that error.
	Zeroed bool
	Cause  error
	// Fail says that on_error: fail asks to end the run at this error.
	Fail bool
}

// Score implements reward.Reward.
func (p *Program) Score(ctx context.Context, s *reward.Sample) (reward.Result, error) {
	j := p.Judge(ctx, s)
	return j.Result, j.Err
}

// Judge scores a sample and says all that is known about the outcome.
func (p *Program) Judge(ctx context.Context, s *reward.Sample) Judgement {
	u, err := p.pick(s)
	if err != nil {
		return Judgement{Result: reward.Result{Parts: p.complete(nil, "")}, Err: err}
	}
	j := u.judge(ctx, s)
	if p.route != nil {
		j.Route = u.name
	}
	j.Result.Parts = p.complete(j.Result.Parts, j.Route)
	if j.Err == nil || errors.Is(j.Err, reward.ErrAbstain) {
		return j
	}
	switch u.onError {
	case Fail:
		j.Fail = true
	case Zero:
		if ctx.Err() == nil {
			j.Zeroed, j.Cause = true, j.Err
			j.Result.Value, j.Result.Reason = 0, "could not be judged: "+j.Err.Error()
			j.Err = nil
		}
	}
	return j
}

// pick chooses the unit that judges s.
func (p *Program) pick(s *reward.Sample) (*unit, error) {
	if p.route == nil {
		return p.units[0], nil
	}
	text, ok := s.Lookup(p.route.by)
	for i, pattern := range p.route.patterns {
		if ok && reward.Glob(pattern, text) {
			return p.route.units[i], nil
		}
	}
	switch {
	case p.route.fallback != nil:
		return p.route.fallback, nil
	case p.route.abstain:
		return nil, reward.Abstain(fmt.Sprintf("no route for %s %q", p.route.by, text))
	case !ok:
		return nil, reward.Errorf(reward.KindInput, "no %q to route by; the routes are %s", p.route.by, strings.Join(p.route.patterns, ", "))
	}
	return nil, reward.Errorf(reward.KindInput, "no route for %s %q; the routes are %s", p.route.by, text, strings.Join(p.route.patterns, ", "))
}

// complete gives every sample the same parts in the same order.
func (p *Program) complete(parts []reward.Part, route string) []reward.Part {
	if slices.EqualFunc(parts, p.names, func(part reward.Part, name string) bool { return part.Name == name }) {
		return parts
	}
	why := "not judged"
	if route != "" && len(parts) > 0 {
		why = "not part of " + route
	}
	out := make([]reward.Part, len(p.names))
next:
	for i, name := range p.names {
		for _, part := range parts {
			if part.Name == name {
				out[i] = part
				continue next
			}
		}
		out[i] = reward.Part{Name: name, Err: reward.Abstain(why)}
	}
	return out
}

// judge scores s by one document. Every component is judged, also behind an
// error, so that the record says all there is to know; the total then is the
// first error of a component that counts.
func (u *unit) judge(ctx context.Context, s *reward.Sample) Judgement {
	s = u.captured(s)
	if u.shares {
		ctx = context.WithValue(ctx, memoKey{}, &memo{sample: s, done: map[*shared]reward.Outcome{}})
	}
	j := Judgement{Result: reward.Result{Parts: make([]reward.Part, len(u.parts))}}
	for i := range u.parts {
		c := &u.parts[i]
		if err := ctx.Err(); err != nil {
			j.Err = reward.Errorf(reward.KindTimeout, "not judged: %w", err)
			j.Result.Parts = j.Result.Parts[:i]
			return j
		}
		res, err := reward.Judge(ctx, c.reward, s)
		j.Result.Parts[i] = reward.NewPart(c.name, c.weight, res, err)
		if err != nil && !errors.Is(err, reward.ErrAbstain) && c.weight != 0 && j.Err == nil && !u.how.ErrorsAsZero {
			j.Err = fmt.Errorf("%s: %w", c.name, err)
		}
	}
	u.filterInto(&j)
	if j.Err != nil {
		return j
	}
	j.Result.Value, j.Err = u.total(j.Result.Parts)
	if j.Err == nil && u.ranged && (j.Result.Value < u.lo-rangeSlack || j.Result.Value > u.hi+rangeSlack) {
		v := j.Result.Value
		j.Result.Value = 0
		j.Err = reward.Errorf(reward.KindSpec, "the total %g is outside the range [%g, %g]", v, u.lo, u.hi)
	}
	return j
}

// rangeSlack is what rounding may add to a sum of decimal weights: 0.1 + 0.2 is
// not outside [0, 0.3].
const rangeSlack = 1e-9

// captured returns s with the fields its format captures.
func (u *unit) captured(s *reward.Sample) *reward.Sample {
	if u.template == nil {
		return s
	}
	return u.template.Fill(s)
}

func valueOf(parts []reward.Part) func(string) (float64, bool) {
	return func(name string) (float64, bool) {
		for i := range parts {
			if parts[i].Name == name {
				return parts[i].Value, parts[i].Err == nil
			}
		}
		return 0, false
	}
}

// total makes one value of the parts.
func (u *unit) total(parts []reward.Part) (float64, error) {
	if u.formula != nil {
		return u.formula.Eval(valueOf(parts))
	}
	if u.fold == "" {
		return u.sum(parts)
	}
	total, counted := 0.0, false
	for i := range parts {
		p := &parts[i]
		if p.Weight == 0 || p.Err != nil {
			continue
		}
		v := p.Weight * p.Value
		switch {
		case !counted:
			total = v
		case u.fold == "product":
			total *= v
		case u.fold == "min":
			total = min(total, v)
		default:
			total = max(total, v)
		}
		counted = true
	}
	if !counted {
		return 0, errAllAbstained
	}
	return total, nil
}

var errAllAbstained = reward.Abstain("every component abstained")

// sum is the weighted sum or mean of the parts that apply, as u.how says.
func (u *unit) sum(parts []reward.Part) (float64, error) {
	var sum, present, all float64
	counted := false
	for i := range parts {
		p := &parts[i]
		if p.Weight == 0 {
			continue
		}
		all += p.Weight
		if p.Abstained() {
			continue
		}
		if p.Err == nil {
			sum += p.Weight * p.Value
		}
		present += p.Weight
		counted = true
	}
	if !counted {
		return 0, errAllAbstained
	}
	switch u.how.Renormalise {
	case reward.OverPresent:
		sum /= present
	case reward.OverAll:
		sum /= all
	}
	return sum, nil
}

// filterInto sets the unshaped score that dynamic sampling filters on.
func (u *unit) filterInto(j *Judgement) {
	switch {
	case u.filterOn == "":
	case u.filter != nil:
		if v, err := u.filter.Eval(valueOf(j.Result.Parts)); err == nil {
			j.Filter, j.Filtered = v, true
		}
	default:
		j.Filter, j.Filtered = valueOf(j.Result.Parts)(u.filterOn)
	}
}

// Templates are the layouts that the documents ask for, as they are written.
func (p *Program) Templates() []string {
	var out []string
	for _, u := range p.units {
		if u.template != nil && !slices.Contains(out, u.template.String()) {
			out = append(out, u.template.String())
		}
	}
	return out
}
