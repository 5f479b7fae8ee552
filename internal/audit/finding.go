package audit

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/verireward/verireward/reward"
)

// Finding is something odd that is no exploit: about the data, about the
// user's own completions, or about a component.
type Finding struct {
	// Area is "data", "rollouts" or "component", Check the short constant name
	// of what was looked for.
	Area, Check string
	// Text says what was found.
	Text string
	// Count is how many rows it concerns out of Of; both are 0 where it
	// concerns no rows.
	Count, Of int
	// Samples are the first few of them.
	Samples []string
}

// moments are a running mean and variance.
type moments struct {
	n        int
	mean, m2 float64
}

func (m *moments) add(v float64) {
	m.n++
	d := v - m.mean
	m.mean += d / float64(m.n)
	m.m2 += d * (v - m.mean)
}

// component gathers what one component said over the whole audit.
type component struct {
	weight       float64
	least, most  float64
	judged       int
	failed       int
	reason       string
	right, wrong moments
}

func (c *component) seen(p *reward.Part) {
	switch {
	case p.Err == nil:
		c.judged++
		c.weight = p.Weight
		c.least, c.most = min(c.least, p.Value), max(c.most, p.Value)
	case !p.Abstained():
		c.failed++
		if c.reason == "" {
			c.reason = p.Err.Error()
		}
	}
}

// components says what is odd about components that count.
func (c *scores) components() (list []Finding) {
	found := func(check, format string, args ...any) {
		list = append(list, Finding{Area: "component", Check: check, Text: fmt.Sprintf(format, args...)})
	}
	const few = 1e-9
	for _, name := range c.partOrder {
		p := c.parts[name]
		if p.failed > 0 && p.judged == 0 {
			found("always fails", "%s fails on every completion: %s", name, p.reason)
			continue
		}
		if p.judged == 0 || p.weight == 0 {
			continue
		}
		if p.most-p.least <= few {
			found("constant", "%s is %.4g whatever the completion is", name, p.most)
			continue
		}
		if p.right.n > 0 && p.wrong.n > 0 && p.weight*(p.right.mean-p.wrong.mean) < -alike {
			found("wrong sign", "%s earns %.4g on honest right answers and %.4g on wrong ones, with weight %.4g", name, p.right.mean, p.wrong.mean, p.weight)
		}
	}
	return append(list, c.dominated()...)
}

// dominated finds a component whose range outweighs all that right answers
// bring: with it, a wrong answer is worth more than a right one.
func (c *scores) dominated() (list []Finding) {
	answers := 0.0
	for _, name := range c.partOrder {
		p := c.parts[name]
		if d := p.weight * (p.right.mean - p.wrong.mean); p.right.n > 0 && p.wrong.n > 0 && d > 0 {
			answers += d
		}
	}
	if answers <= alike {
		return nil
	}
	for _, name := range c.partOrder {
		p := c.parts[name]
		if p.judged == 0 || p.weight*(p.right.mean-p.wrong.mean) > alike {
			continue // it is part of what right answers bring
		}
		if spread := math.Abs(p.weight) * (p.most - p.least); spread > answers*(1+alike) {
			list = append(list, Finding{Area: "component", Check: "dominates", Text: fmt.Sprintf(
				"%s moves the total by up to %.4g, a right answer by %.4g", name, spread, answers)})
		}
	}
	return list
}

const (
	// fewRollouts is how many completions a share or a correlation needs to
	// mean something.
	fewRollouts = 8
	// nearlyAll is the share from which rewards are called at their floor or
	// ceiling, and correlated the size of a rank correlation that is told.
	nearlyAll  = 0.95
	correlated = 0.5
)

// rollouts looks at what the user's own completions earn.
func rollouts(subjects []*subject) (list []Finding) {
	var values, lengths []float64
	var names []string
	groups := map[string][]float64{}
	var order []string
	for _, s := range subjects {
		if s.theirs.Err != nil {
			continue
		}
		values = append(values, s.theirs.Value)
		lengths = append(lengths, float64(len(s.sample.Completion.Last())))
		names = append(names, s.name)
		if g := s.sample.Group; g != "" {
			if _, ok := groups[g]; !ok {
				order = append(order, g)
			}
			groups[g] = append(groups[g], s.theirs.Value)
		}
	}
	if len(values) >= fewRollouts {
		list = append(list, extremes(values, names)...)
		if r := rankCorrelation(values, lengths); math.Abs(r) >= correlated {
			list = append(list, Finding{Area: "rollouts", Check: "length", Text: fmt.Sprintf(
				"the reward of your completions goes with their length (rank correlation %.2f)", r)})
		}
	}
	flat, several := []string{}, 0
	for _, g := range order {
		if v := groups[g]; len(v) > 1 {
			several++
			if slices.Max(v)-slices.Min(v) <= 1e-6 {
				flat = append(flat, g)
			}
		}
	}
	if len(flat) > 0 {
		list = append(list, Finding{Area: "rollouts", Check: "flat groups", Count: len(flat), Of: several, Samples: firstFew(flat),
			Text: "groups whose completions all earn the same give no gradient"})
	}
	return list
}

// extremes finds rewards that are all the same, or nearly all at one end.
func extremes(values []float64, names []string) []Finding {
	low, high := slices.Min(values), slices.Max(values)
	if high-low <= 1e-9 {
		return []Finding{{Area: "rollouts", Check: "constant", Count: len(values), Of: len(values), Samples: firstFew(names),
			Text: fmt.Sprintf("every completion of yours earns %.4g", high)}}
	}
	at := func(check, text string, end float64) []Finding {
		var there []string
		for i, v := range values {
			if v == end {
				there = append(there, names[i])
			}
		}
		if float64(len(there)) < nearlyAll*float64(len(values)) {
			return nil
		}
		return []Finding{{Area: "rollouts", Check: check, Count: len(there), Of: len(values), Samples: firstFew(there), Text: text}}
	}
	return append(at("floor", "completions of yours that earn the least of all", low), at("ceiling", "completions of yours that earn the most of all", high)...)
}

func firstFew(names []string) []string {
	const few = 5
	return names[:min(few, len(names))]
}

// rankCorrelation is Spearman's: 0 where one side does not vary.
func rankCorrelation(x, y []float64) float64 {
	rx, ry := ranks(x), ranks(y)
	var mx, my moments
	for i := range rx {
		mx.add(rx[i])
		my.add(ry[i])
	}
	sum := 0.0
	for i := range rx {
		sum += (rx[i] - mx.mean) * (ry[i] - my.mean)
	}
	if mx.m2 == 0 || my.m2 == 0 {
		return 0
	}
	return sum / math.Sqrt(mx.m2*my.m2)
}

// ranks are the places of the values in their order, equal ones sharing the
// mean of theirs.
func ranks(v []float64) []float64 {
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(v[a], v[b]) })
	out := make([]float64, len(v))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && v[order[j]] == v[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			out[k] = float64(i+j-1) / 2
		}
		i = j
	}
	return out
}
