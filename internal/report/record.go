package report

import (
	"errors"
	"math"
	"time"

	"github.com/verireward/verireward/reward"
)

// Record is one scored sample.
type Record struct {
	Line               int
	ID, Source, Group  string
	Prompt, Completion string
	Answers            []string
	Reward             float64
	// Err is nil, matches reward.ErrAbstain, or why there is no reward.
	Err   error
	Parts []reward.Part
	// Filter is the unshaped score, if Filtered.
	Filter   float64
	Filtered bool
	Elapsed  time.Duration
}

// Options say what is gathered.
type Options struct {
	// Spec is the specification's name.
	Spec string
	// Components are the names of the components, in order.
	Components []string
	// Samples keeps samples to open in the HTML.
	Samples bool
}

const (
	// keepPerKind is how many samples of each kind (error, least, greatest,
	// between) can be opened in the report: enough to see a pattern in.
	keepPerKind = 40
	// keepSlow is how many of the slowest are listed.
	keepSlow = 10
	// maxText bounds each text of a kept sample.
	maxText = 8 << 10
	// maxErrors bounds the kinds of error told apart by their message.
	maxErrors = 50
)

// Stats gathers a run. It is not safe for concurrent use.
type Stats struct {
	options            Options
	total, scored      int
	abstained, errors  int
	rewards            *histogram
	moments            moments
	components         []*component
	byName             map[string]*component
	sources            map[string]*moments
	groups             *groups
	slow               []Record
	kinds              map[string]*errorKind
	failed, between    reservoir
	lowest, greatest   reservoir
	minimum, maximum   float64
	elapsed            time.Duration
	sourcesOverflowing bool
}

// errorKind counts the errors of one kind.
type errorKind struct {
	Kind    string
	Count   int
	Example string
}

// component gathers one component.
type component struct {
	Name      string
	Weight    float64
	moments   moments
	zeros     int
	abstained int
	failed    int
	atMax     int
	max       float64
}

// moments are count, mean and deviation by Welford's method.
type moments struct {
	n    int
	mean float64
	m2   float64
}

func (m *moments) add(v float64) {
	m.n++
	d := v - m.mean
	m.mean += d / float64(m.n)
	m.m2 += d * (v - m.mean)
}

func (m *moments) std() float64 {
	if m.n < 2 {
		return 0
	}
	return math.Sqrt(m.m2 / float64(m.n))
}

// New starts to gather.
func New(o Options) *Stats {
	s := &Stats{
		options: o, rewards: newHistogram(), byName: map[string]*component{}, sources: map[string]*moments{},
		groups: newGroups(), kinds: map[string]*errorKind{}, minimum: math.Inf(1), maximum: math.Inf(-1),
	}
	for _, name := range o.Components {
		c := &component{Name: name, max: math.Inf(-1)}
		s.components = append(s.components, c)
		s.byName[name] = c
	}
	return s
}

// Add takes one sample.
func (s *Stats) Add(r Record) {
	s.total++
	s.elapsed += r.Elapsed
	s.addParts(r.Parts)
	s.groups.add(r)
	switch {
	case r.Err == nil:
		s.addScored(r)
	case errors.Is(r.Err, reward.ErrAbstain):
		s.abstained++
	default:
		s.errors++
		s.addError(string(reward.KindOf(r.Err)), r.Err.Error())
		s.keep(&s.failed, r)
	}
	s.addSlow(r)
}

// maxSources bounds the table by source: a field of free text is none.
const maxSources = 100

func (s *Stats) addScored(r Record) {
	s.scored++
	s.rewards.add(r.Reward)
	s.moments.add(r.Reward)
	m, ok := s.sources[r.Source]
	if !ok && len(s.sources) == maxSources {
		s.sourcesOverflowing = true
	} else {
		if !ok {
			m = &moments{}
			s.sources[r.Source] = m
		}
		m.add(r.Reward)
	}
	// The extremes so far start anew when a further one is met.
	if r.Reward < s.minimum {
		s.minimum = r.Reward
		s.lowest.clear()
	}
	if r.Reward > s.maximum {
		s.maximum = r.Reward
		s.greatest.clear()
	}
	switch {
	case r.Reward == s.maximum:
		s.keep(&s.greatest, r)
	case r.Reward == s.minimum:
		s.keep(&s.lowest, r)
	default:
		s.keep(&s.between, r)
	}
}

func (s *Stats) addParts(parts []reward.Part) {
	for i := range parts {
		p := &parts[i]
		c, ok := s.byName[p.Name]
		switch {
		case !ok:
		case p.Abstained():
			c.abstained++
		case p.Err != nil:
			c.failed++
		default:
			c.Weight = p.Weight
			c.moments.add(p.Value)
			if p.Value == 0 {
				c.zeros++
			}
			if p.Value > c.max {
				c.max, c.atMax = p.Value, 0
			}
			if p.Value == c.max {
				c.atMax++
			}
		}
	}
}

func (s *Stats) addError(kind, message string) {
	e, ok := s.kinds[kind]
	if !ok {
		if len(s.kinds) == maxErrors {
			return
		}
		e = &errorKind{Kind: kind, Example: clip(message, 300)}
		s.kinds[kind] = e
	}
	e.Count++
}

func (s *Stats) keep(r *reservoir, rec Record) {
	if s.options.Samples {
		r.add(rec)
	}
}

// addSlow keeps the slowest samples, slowest first.
func (s *Stats) addSlow(r Record) {
	if !s.options.Samples || r.Elapsed == 0 || len(s.slow) == keepSlow && r.Elapsed <= s.slow[keepSlow-1].Elapsed {
		return
	}
	at := len(s.slow)
	for at > 0 && s.slow[at-1].Elapsed < r.Elapsed {
		at--
	}
	s.slow = append(s.slow, Record{})
	copy(s.slow[at+1:], s.slow[at:])
	s.slow[at] = clipped(r)
	if len(s.slow) > keepSlow {
		s.slow = s.slow[:keepSlow]
	}
}

// reservoir is a uniform choice of up to keepPerKind samples. It is the same in
// every run: which sample stays hangs on its place alone.
type reservoir struct {
	kept []Record
	seen int
}

func (r *reservoir) clear() { r.kept, r.seen = nil, 0 }

func (r *reservoir) add(rec Record) {
	r.seen++
	if len(r.kept) < keepPerKind {
		r.kept = append(r.kept, clipped(rec))
		return
	}
	if i := mixed(uint64(r.seen)) % uint64(r.seen); i < keepPerKind {
		r.kept[i] = clipped(rec)
	}
}

// mixed is the finaliser of SplitMix64: consecutive numbers come out
// unrelated.
func mixed(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func clipped(r Record) Record {
	r.Prompt, r.Completion = clip(r.Prompt, maxText), clip(r.Completion, maxText)
	return r
}

// clip shortens a text in its middle: its end is where answers stand.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	half := most / 2
	a, b := half, len(s)-half
	for a > 0 && s[a]&0xc0 == 0x80 {
		a--
	}
	for b < len(s) && s[b]&0xc0 == 0x80 {
		b++
	}
	return s[:a] + "\n[... shortened ...]\n" + s[b:]
}
