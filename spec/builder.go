package spec

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/verireward/verireward/format"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/formula"
)

// builder makes the rewards of one document.
type builder struct {
	env      *environment
	doc      *document
	template *format.Template
	// built holds the document's components by name, so that one may refer to
	// another.
	built map[string]reward.Reward
	// busy are the components being built, to find circles.
	busy []string
	// shares says that a component was referred to.
	shares bool
}

// unit is a document ready to score.
type unit struct {
	name     string
	template *format.Template
	parts    []part
	formula  *formula.Formula
	how      reward.Aggregation
	// fold is product, min or max; empty for a weighted sum by how.
	fold     string
	ranged   bool
	lo, hi   float64
	filterOn string
	filter   *formula.Formula
	onError  OnError
	// shares says that some component is referred to by another.
	shares bool
}

// part is one component of a unit.
type part struct {
	name   string
	weight float64
	reward reward.Reward
}

func buildUnit(env *environment, doc *document, name string) *unit {
	b := &builder{env: env, doc: doc, built: map[string]reward.Reward{}}
	if doc.format != nil {
		b.template = doc.format.template()
	}
	u := &unit{name: name, template: b.template, ranged: doc.ranged, lo: doc.lo, hi: doc.hi, onError: doc.onError, fold: folds[doc.aggregate]}
	names := doc.componentNames()
	for _, c := range doc.rewards {
		w := 1.0
		if c.weight != nil {
			w = *c.weight
		}
		u.parts = append(u.parts, part{name: c.name, weight: w, reward: b.component(c)})
	}
	u.shares = b.shares
	if doc.totalAt != nil {
		u.formula = compile(doc.totalAt, "total", names)
		used := u.formula.Variables()
		for i := range u.parts {
			u.parts[i].weight = 0
			if slices.Contains(used, u.parts[i].name) {
				u.parts[i].weight = 1
			}
		}
	}
	u.how = aggregations[doc.aggregate]
	u.checkWeights(doc)
	if doc.filterAt != nil {
		u.filterOn = doc.filterOn
		if !slices.Contains(names, doc.filterOn) {
			u.filter = compile(doc.filterAt, "filter_on", names)
		}
	}
	return u
}

var aggregations = map[string]reward.Aggregation{
	"mean": reward.NormalisedMean, "trl": reward.TRL, "nemo-rl": reward.NeMoRL, "verifiers": reward.Verifiers, "gdpo": reward.GDPO,
}

// folds are the aggregates that are no sums.
var folds = map[string]string{"product": "product", "min": "min", "max": "max"}

// checkWeights refuses what could never give a reward.
func (u *unit) checkWeights(doc *document) {
	counted := false
	for i, p := range u.parts {
		counted = counted || p.weight != 0
		if p.weight < 0 && u.how.Renormalise != reward.NoRenormalise {
			doc.rewards[i].at.fail("%s has a negative weight, which a mean cannot have", p.name)
		}
	}
	if u.formula == nil && !counted {
		doc.at.fail("every reward has the weight 0: nothing makes a total")
	}
}

// compile compiles a formula over names; a mistake is a fault at its place.
func compile(at *node, what string, names []string) *formula.Formula {
	f, err := formula.Compile(at.text, names...)
	if err == nil {
		return f
	}
	e, ok := errors.AsType[*formula.Error](err)
	if !ok {
		at.fail("%s: %v", what, err)
	}
	flt := fault{line: at.line, column: at.column, text: what + ": " + e.Text}
	if e.Line == 1 {
		flt.column += e.Column - 1
	}
	if word := wordAt(at.text, e.Line, e.Column); word != "" && !slices.Contains(names, word) {
		flt.suggest = nearest(word, names)
	}
	panic(flt)
}

// wordAt is the word of text that starts at a line and column.
func wordAt(text string, line, column int) string {
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	r := []rune(lines[line-1])
	if column < 1 || column > len(r) {
		return ""
	}
	end := column - 1
	for end < len(r) && (r[end] == '_' || r[end] >= '0' && r[end] <= '9' || r[end]|0x20 >= 'a' && r[end]|0x20 <= 'z') {
		end++
	}
	return string(r[column-1 : end])
}

// component builds one reward with what is wrapped around it: first what it
// judges, then what becomes of its value, then when and how long.
func (b *builder) component(c *component) reward.Reward {
	if r, ok := b.built[c.name]; ok && c.ref == "" && b.top(c) {
		return r
	}
	if c.ref != "" {
		return b.reference(c)
	}
	if slices.Contains(b.busy, c.name) && b.top(c) {
		c.at.fail("the reward %s needs itself: %s", c.name, strings.Join(append(b.busy, c.name), " -> "))
	}
	if b.top(c) {
		b.busy = append(b.busy, c.name)
		defer func() { b.busy = b.busy[:len(b.busy)-1] }()
	}
	r := b.base(c)
	r = b.wrapped(c, r)
	if b.top(c) {
		r = &shared{name: c.name, inner: r}
		b.built[c.name] = r
	}
	return r
}

// top says whether c is a component of the document itself.
func (b *builder) top(c *component) bool { return slices.Contains(b.doc.rewards, c) }

func (b *builder) reference(c *component) reward.Reward {
	for _, other := range b.doc.rewards {
		if other.name == c.ref {
			b.shares = true
			return b.component(other)
		}
	}
	names := b.doc.componentNames()
	c.at.failNear(c.ref, names, "no reward of this specification is called %q; there are %s", c.ref, strings.Join(names, ", "))
	return nil
}

// base builds the reward itself. Constructors refuse options with an error or,
// where a program would be at fault, a panic; both are the file's fault here.
func (b *builder) base(c *component) (r reward.Reward) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case fault:
			panic(p)
		case environmentError:
			panic(p)
		default:
			c.at.fail("%s: %v", c.name, p)
		}
	}()
	if c.base != "" {
		return b.preset(c)
	}
	inner := make([]reward.Component, len(c.of))
	for i, o := range c.of {
		w := 1.0
		if o.weight != nil {
			w = *o.weight
		}
		inner[i] = reward.Component{Name: o.name, Weight: w, Reward: b.component(o)}
	}
	r, err := c.entry.build(b, c, c.options, inner)
	if err != nil {
		if _, ok := errors.AsType[*environmentFault](err); ok {
			panic(environmentError{err})
		}
		c.at.fail("%s: %v", c.name, err)
	}
	return r
}

// preset builds a shipped specification as one component.
func (b *builder) preset(c *component) reward.Reward {
	s, err := Load(c.base)
	if err != nil {
		c.at.fail("%v", err)
	}
	p, err := s.build(b.env)
	if err != nil {
		c.at.fail("%v", err)
	}
	return p
}

func (b *builder) wrapped(c *component, r reward.Reward) reward.Reward {
	if c.from != "" && c.from != "completion" {
		if b.template == nil {
			c.fromAt.fail("from: %s needs a format block that captures it", c.from)
		}
		if holes := b.template.Holes(); !slices.Contains(holes, c.from) {
			c.fromAt.failNear(c.from, holes, "the format captures no field %q; there are %s", c.from, strings.Join(holes, ", "))
		}
		r = reward.From(c.from, r)
	}
	if c.scale != nil {
		r = reward.Scale(*c.scale, r)
	}
	if c.clamp != nil {
		r = reward.Clamp(c.clamp[0], c.clamp[1], r)
	}
	if c.timeout > 0 {
		r = reward.Timeout(c.timeout, r)
	}
	if c.remember > 0 {
		r = reward.Cache(c.remember, r)
	}
	if len(c.when) > 0 {
		r = conditional(c.when, r)
	}
	return r
}

// conditional abstains unless every field matches its pattern.
func conditional(when []condition, r reward.Reward) reward.Reward {
	return reward.Func(func(ctx context.Context, s *reward.Sample) (reward.Result, error) {
		for _, w := range when {
			text, ok := s.Lookup(w.field)
			if !ok {
				return reward.Result{}, reward.Abstain(fmt.Sprintf("no %s", w.field))
			}
			if !reward.Glob(w.pattern, text) {
				return reward.Result{}, reward.Abstain(fmt.Sprintf("%s is not %s", w.field, w.pattern))
			}
		}
		return r.Score(ctx, s)
	})
}

// shared is a component that others may refer to: it is judged once per
// sample, whoever asks first.
type shared struct {
	name  string
	inner reward.Reward
}

// memo holds the outcomes of one sample's shared components. Rewards that hand
// on a changed sample (a field of it, a turn) get past it.
type memo struct {
	sample *reward.Sample
	mu     sync.Mutex
	done   map[*shared]reward.Outcome
}

type memoKey struct{}

func (s *shared) Score(ctx context.Context, sample *reward.Sample) (reward.Result, error) {
	m, ok := ctx.Value(memoKey{}).(*memo)
	if !ok || m.sample != sample {
		return s.inner.Score(ctx, sample)
	}
	m.mu.Lock()
	out, ok := m.done[s]
	m.mu.Unlock()
	if ok {
		return out.Result, out.Err
	}
	res, err := reward.Judge(ctx, s.inner, sample)
	// What a caller's own deadline cut short is not the component's outcome.
	if ctx.Err() == nil {
		m.mu.Lock()
		m.done[s] = reward.Outcome{Result: res, Err: err}
		m.mu.Unlock()
	}
	return res, err
}
