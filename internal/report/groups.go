package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/verireward/verireward/reward/group"
)

// maxOpenGroups bounds the groups that are being gathered. Rollouts of one
// prompt stand together or a batch apart; a group closed too early counts as
// two.
const maxOpenGroups = 20_000

// passKs are the k of pass@k.
var passKs = []int{1, 2, 4, 8, 16, 32, 64}

// noSignal is the spread below which a group gives no gradient.
const noSignal = 1e-6

// groups gathers statistics over the rollouts of one prompt.
type groups struct {
	open  map[string]*openGroup
	order []string

	count, singles int
	rollouts       int
	flat           int
	allRight, none int
	size           moments
	spread         moments
	pass           map[int]*moments
	early          int
}

type openGroup struct {
	values moments
	passed int
}

func newGroups() *groups {
	g := &groups{open: map[string]*openGroup{}, pass: map[int]*moments{}}
	for _, k := range passKs {
		g.pass[k] = &moments{}
	}
	return g
}

// add takes a sample: by its unshaped score where there is one. A sample
// without a reward belongs to no group.
func (g *groups) add(r Record) {
	if r.Group == "" || r.Err != nil {
		return
	}
	o, ok := g.open[r.Group]
	if !ok {
		if len(g.open) == maxOpenGroups {
			g.close(g.order[0])
			g.order = g.order[1:]
			g.early++
		}
		o = &openGroup{}
		g.open[r.Group] = o
		g.order = append(g.order, r.Group)
	}
	score := r.Reward
	passed := score > 0
	if r.Filtered {
		score = r.Filter
		passed = score >= 1
	}
	o.values.add(score)
	if passed {
		o.passed++
	}
}

func (g *groups) close(name string) {
	o := g.open[name]
	delete(g.open, name)
	g.fold(o)
}

func (g *groups) fold(o *openGroup) {
	n := o.values.n
	g.count++
	g.rollouts += n
	g.size.add(float64(n))
	g.spread.add(o.values.std())
	if n == 1 {
		g.singles++
	}
	if o.values.std() <= noSignal {
		g.flat++
	}
	switch o.passed {
	case n:
		g.allRight++
	case 0:
		g.none++
	}
	for _, k := range passKs {
		if k <= n {
			g.pass[k].add(group.PassAtK(n, o.passed, k))
		}
	}
}

// summary closes what is open, without ending the gathering.
func (g *groups) summary() groups {
	out := *g
	out.pass = map[int]*moments{}
	for k, m := range g.pass {
		c := *m
		out.pass[k] = &c
	}
	for _, name := range g.order {
		if o, ok := g.open[name]; ok {
			out.fold(o)
		}
	}
	return out
}

// GroupText is the statistics over groups in words, for a terminal.
func (s *Stats) GroupText() string {
	g := s.groups.summary()
	var b strings.Builder
	if g.count == 0 {
		return "no groups: no sample names one and has a reward\n"
	}
	fmt.Fprintf(&b, "groups      %d, %.1f rollouts each\n", g.count, g.size.mean)
	for _, k := range passKs {
		if m := g.pass[k]; m.n > 0 {
			fmt.Fprintf(&b, "pass@%-6d %.4f  (%d groups)\n", k, m.mean, m.n)
		}
	}
	fmt.Fprintf(&b, "no signal   %.1f %% of the groups (all pass %.1f %%, none passes %.1f %%)\n",
		percent(g.flat, g.count), percent(g.allRight, g.count), percent(g.none, g.count))
	fmt.Fprintf(&b, "spread      %.4f mean standard deviation within a group\n", g.spread.mean)
	if g.early > 0 {
		fmt.Fprintf(&b, "note        %d groups were closed early: their rollouts lie far apart in the file\n", g.early)
	}
	return b.String()
}

func percent(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return math.Round(1000*float64(n)/float64(of)) / 10
}
