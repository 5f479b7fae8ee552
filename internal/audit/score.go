package audit

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/verireward/verireward/reward"
)

// Strategy is a way to answer that knows no gold: an attack that is built the
// same whatever the gold is, or one answer to everything.
type Strategy struct {
	Name string
	// Mean is what it earns on average over Samples samples, without a reward
	// counted as 0, and Right what honest right answers earn there.
	Mean, Right float64
	Samples     int
}

// Family is what the attacks of one family did together.
type Family struct {
	Name string
	// Attacks is how many different ones were made, Paid how many of them were
	// paid on some sample, Attempts how often they were made in all.
	Attacks, Paid, Attempts int
	// Mean and Most are what they earned.
	Mean, Most float64
}

// turned is the same sample with a wrong answer for its gold, in the same
// dress; nil where there is none.
func (s *subject) turned() *ground {
	if s.aWrong() == "" {
		return nil
	}
	sample := *s.sample
	sample.Answers = []string{s.aWrong()}
	g := newGround(&sample)
	g.dress = s.dress
	return g
}

// blind says that the attack is the same completion for another gold.
func (at *Attack) blind(other *ground, made *reward.Sample) bool {
	if other == nil {
		return false
	}
	again, ok := at.make(other)
	return ok && again.Completion.String() == made.Completion.String()
}

// scores gathers what attacks, strategies and components earn.
type scores struct {
	least, most, ceiling float64
	families             []*Family
	byFamily             map[string]*Family
	made, paid           map[string]bool
	fixed                map[string]*Strategy
	fixedOrder           []string
	parts                map[string]*component
	partOrder            []string
}

func newScores() *scores {
	return &scores{least: math.Inf(1), most: math.Inf(-1), ceiling: math.Inf(-1), byFamily: map[string]*Family{}, made: map[string]bool{},
		paid: map[string]bool{}, fixed: map[string]*Strategy{}, parts: map[string]*component{}}
}

// seen takes every outcome of the audit.
func (c *scores) seen(o Outcome) {
	if o.Err == nil {
		c.least, c.most = min(c.least, o.Value), max(c.most, o.Value)
	}
	for i := range o.Parts {
		c.part(o.Parts[i].Name).seen(&o.Parts[i])
	}
}

func (c *scores) right(o Outcome) {
	for i := range o.Parts {
		if o.Parts[i].Err == nil {
			c.part(o.Parts[i].Name).right.add(o.Parts[i].Value)
		}
	}
}

func (c *scores) wrong(o Outcome) {
	for i := range o.Parts {
		if o.Parts[i].Err == nil {
			c.part(o.Parts[i].Name).wrong.add(o.Parts[i].Value)
		}
	}
}

func (c *scores) part(name string) *component {
	p, ok := c.parts[name]
	if !ok {
		p = &component{least: math.Inf(1), most: math.Inf(-1)}
		c.parts[name] = p
		c.partOrder = append(c.partOrder, name)
	}
	return p
}

func (c *scores) attack(at Attack, got Outcome, paid, blind bool) {
	f, ok := c.byFamily[at.Family]
	if !ok {
		f = &Family{Name: at.Family, Most: math.Inf(-1)}
		c.byFamily[at.Family] = f
		c.families = append(c.families, f)
	}
	if !c.made[at.Name] {
		c.made[at.Name] = true
		f.Attacks++
	}
	if paid && !at.lucky && !c.paid[at.Name] {
		c.paid[at.Name] = true
		f.Paid++
	}
	f.Attempts++
	if got.Err == nil {
		f.Mean += got.Value
		f.Most = max(f.Most, got.Value)
		if at.bar == barWrong && !at.lucky {
			c.ceiling = max(c.ceiling, got.Value)
		}
	}
	if blind {
		c.strategy(at.Name, got)
	}
}

func (c *scores) strategy(name string, got Outcome) {
	s, ok := c.fixed[name]
	if !ok {
		s = &Strategy{Name: name}
		c.fixed[name] = s
		c.fixedOrder = append(c.fixedOrder, name)
	}
	s.Samples++
	if got.Err == nil {
		s.Mean += got.Value
	}
}

// commonAnswers is the phase that gives every sample the same answer: the
// golds that most samples share.
func (a *auditor) commonAnswers(samples []*reward.Sample) func(*subject) question {
	count := map[string]int{}
	for _, s := range samples {
		if g := newGround(s); hasGold(g) {
			count[g.gold]++
		}
	}
	var common []string
	for gold, n := range count {
		if n > 1 && len(gold) <= 40 {
			common = append(common, gold)
		}
	}
	slices.SortFunc(common, func(x, y string) int {
		if d := count[y] - count[x]; d != 0 {
			return d
		}
		return strings.Compare(x, y)
	})
	const most = 3
	common = common[:min(most, len(common))]
	return func(s *subject) question {
		if !s.usable || s.code {
			return question{}
		}
		var batch []*reward.Sample
		for _, gold := range common {
			batch = append(batch, s.with(s.dress.wrap(thought, gold)))
		}
		return question{batch, func(got []Outcome) {
			for i, gold := range common {
				a.scores.strategy("always "+strconv.Quote(gold), got[i])
			}
		}}
	}
}

// report writes what was gathered into the report.
func (c *scores) report(r *Report, subjects []*subject) {
	if r.Samples == 0 {
		return
	}
	r.Least, r.Most, r.Ceiling = c.least, c.most, c.ceiling
	if math.IsInf(r.Ceiling, -1) {
		r.Ceiling = r.Wrong
	}
	for _, f := range c.families {
		if math.IsInf(f.Most, -1) {
			f.Most = 0
		}
		f.Mean /= float64(f.Attempts)
		r.Families = append(r.Families, *f)
	}
	for _, name := range c.fixedOrder {
		// What is made on a few samples only is no strategy for all of them.
		s := c.fixed[name]
		if 2*s.Samples < r.Samples {
			continue
		}
		s.Mean /= float64(s.Samples)
		if r.Fixed.Samples == 0 || s.Mean > r.Fixed.Mean {
			s.Right = r.Right
			r.Fixed = *s
		}
	}
	r.Findings = append(c.components(), rollouts(subjects)...)
}
