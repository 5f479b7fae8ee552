package spec

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// document is one specification of a file, decoded and not yet built.
type document struct {
	at          *node
	name        string
	description string
	format      *formatBlock
	rewards     []*component
	weights     *node
	total       string
	totalAt     *node
	aggregate   string
	ranged      bool
	lo, hi      float64
	filterOn    string
	filterAt    *node
	onError     OnError
	route       *routeBlock
	sandbox     SandboxSettings
	languages   *node
	cases       []*Case
}

// OnError says what becomes of a sample that could not be judged.
type OnError string

// The ways with errors.
const (
	// Drop gives the sample no reward: its line carries the error.
	Drop OnError = "drop"
	// Fail ends the run.
	Fail OnError = "fail"
	// Zero gives it the reward 0. It makes a fault of the judge a verdict
	// about the policy and has to be written out.
	Zero OnError = "zero"
)

// formatBlock is the layout a completion must have.
type formatBlock struct {
	at *node
	formatOptions
}

// routeBlock sends samples to other documents.
type routeBlock struct {
	at       *node
	by       string
	cases    []routeCase
	fallback *node
}

type routeCase struct {
	pattern string
	target  *node
}

// component is one reward of a document.
type component struct {
	name string
	at   *node
	// entry is the reward's kind; base is the preset it includes instead.
	entry   *Entry
	base    string
	options any
	of      []*component
	// ref names another component of the document in place of all the rest.
	ref string

	from     string
	fromAt   *node
	weight   *float64
	timeout  time.Duration
	scale    *float64
	clamp    *[2]float64
	remember int
	when     []condition
}

// condition makes a component abstain on samples whose field does not match.
type condition struct{ field, pattern string }

// documentKeys are the keys of a document, componentKeys those that every
// component takes besides its own options.
var (
	documentKeys = []string{
		"name", "description", "use", "format", "rewards", "weights", "total", "aggregate", "range",
		"filter_on", "on_error", "route", "sandbox", "languages", "tests",
	}
	componentKeys = []string{"use", "from", "weight", "timeout", "scale", "clamp", "remember", "when", "of"}
	aggregates    = []string{"sum", "mean", "product", "min", "max", "trl", "nemo-rl", "verifiers", "gdpo"}
)

// decoder decodes the documents of one file.
type decoder struct {
	registry *registry
	// names are the names of the file's specifications.
	names []string
}

// sampleFields are what route.by and when may read, besides meta.KEY.
var sampleFields = []string{"id", "group", "source", "prompt", "completion", "answer", "step"}

func (d *decoder) document(n *node) *document {
	n.keys("the specification", documentKeys)
	doc := &document{at: n, onError: Drop}
	if v := n.get("name"); v != nil {
		doc.name = v.str("name")
		if doc.name == "" {
			v.fail("name is empty")
		}
	}
	if v := n.get("description"); v != nil {
		doc.description = v.str("description")
	}
	if v := n.get("format"); v != nil {
		doc.format = d.formatBlock(v)
	}
	if v := n.get("on_error"); v != nil {
		doc.onError = OnError(v.oneOf("on_error", string(Drop), string(Fail), string(Zero)))
	}
	if v := n.get("sandbox"); v != nil {
		doc.sandbox = sandboxSettings(v)
	}
	doc.languages = n.get("languages")
	if v := n.get("route"); v != nil {
		for _, key := range []string{"rewards", "weights", "total", "aggregate", "format", "range", "filter_on"} {
			if other := n.get(key); other != nil {
				other.fail("%s has no place beside route: the documents routed to have their own", key)
			}
		}
		doc.route = d.route(v)
	} else {
		d.body(doc, n)
	}
	if v := n.get("tests"); v != nil {
		doc.cases = d.cases(v)
	}
	return doc
}

func (d *decoder) body(doc *document, n *node) {
	rewards := n.get("rewards")
	if rewards == nil {
		n.fail("a specification needs rewards, a route, or a preset under use")
	}
	rewards.want(kindMap, "rewards")
	for _, e := range rewards.entries {
		doc.rewards = append(doc.rewards, d.component(e.key.text, e.key, e.value))
	}
	if len(doc.rewards) == 0 {
		rewards.fail("rewards is empty")
	}
	doc.weights, doc.totalAt = n.get("weights"), n.get("total")
	if doc.weights != nil && doc.totalAt != nil {
		doc.weights.fail("weights and total exclude each other: a formula has its own factors")
	}
	if doc.totalAt != nil {
		doc.total = doc.totalAt.scalarText("total")
	}
	if doc.weights != nil {
		d.weights(doc)
	}
	if v := n.get("aggregate"); v != nil {
		if doc.totalAt != nil {
			v.fail("aggregate and total exclude each other")
		}
		doc.aggregate = v.oneOf("aggregate", aggregates...)
	}
	if v := n.get("range"); v != nil {
		doc.lo, doc.hi = v.interval("range")
		doc.ranged = true
	}
	if v := n.get("filter_on"); v != nil {
		doc.filterOn, doc.filterAt = v.scalarText("filter_on"), v
	}
	if doc.totalAt != nil {
		for _, c := range doc.rewards {
			if c.weight != nil && *c.weight != 0 {
				c.at.fail("%s has a weight, but the total is a formula: write the factor there (weight: 0 marks a metric)", c.name)
			}
		}
	}
}

func (d *decoder) weights(doc *document) {
	doc.weights.want(kindMap, "weights")
	names := doc.componentNames()
	for _, e := range doc.weights.entries {
		i := slices.Index(names, e.key.text)
		if i < 0 {
			e.key.failNear(e.key.text, names, "weights names %q, which is none of the rewards (%s)", e.key.text, strings.Join(names, ", "))
		}
		w := e.value.float("the weight of " + e.key.text)
		if doc.rewards[i].weight != nil {
			e.key.fail("%s has a weight of its own already", e.key.text)
		}
		doc.rewards[i].weight = &w
	}
	zero := 0.0
	for _, c := range doc.rewards {
		if c.weight == nil {
			// What weights leaves out is a metric: recorded, not counted.
			c.weight = &zero
		}
	}
}

func (doc *document) componentNames() []string {
	names := make([]string, len(doc.rewards))
	for i, c := range doc.rewards {
		names[i] = c.name
	}
	return names
}

func (n *node) interval(what string) (lo, hi float64) {
	n.want(kindList, what)
	if len(n.items) != 2 {
		n.fail("%s has %d members, want [least, greatest]", what, len(n.items))
	}
	lo, hi = n.items[0].float(what), n.items[1].float(what)
	if lo > hi {
		n.fail("%s is [%g, %g]: the first is the greater one", what, lo, hi)
	}
	return lo, hi
}

// component decodes one reward. A string in place of a map is its kind alone.
func (d *decoder) component(name string, at, n *node) *component {
	c := &component{name: name, at: at}
	if n.kind == kindString {
		n = &node{kind: kindMap, line: n.line, column: n.column, entries: []entry{{key: &node{kind: kindString, text: "use", line: n.line, column: n.column}, value: n}}}
	}
	n.want(kindMap, fmt.Sprintf("the reward %q", name))
	use := n.get("use")
	if use == nil {
		d.kindMissing(name, n)
	}
	d.kindOf(c, use)
	if c.entry != nil && c.entry.Inner == InnerNone {
		if of := n.get("of"); of != nil && !slices.Contains(c.entry.OptionKeys(), "of") {
			of.fail("%s takes no other reward under \"of\"", c.entry.Name)
		}
	}
	d.common(c, n)
	d.own(c, n)
	return c
}

func (d *decoder) kindMissing(name string, n *node) {
	if _, ok := d.registry.byName[name]; ok {
		n.fail("the reward %q does not say what it is: add use: %s", name, name)
	}
	n.fail("the reward %q does not say what it is: use is missing", name)
}

func (d *decoder) kindOf(c *component, use *node) {
	word := use.str("use")
	if strings.HasPrefix(word, presetPrefix) {
		if _, ok := presetSource(word); !ok {
			use.failNear(word, presetNames(), "no preset is called %q; there are %s", word, strings.Join(presetNames(), ", "))
		}
		c.base = word
		return
	}
	entry, ok := d.registry.byName[word]
	if !ok {
		words := slices.Clone(d.registry.names)
		for alias := range d.registry.byName {
			words = append(words, alias)
		}
		slices.Sort(words)
		switch {
		case slices.Contains(d.names, word):
			use.fail("%q is a specification of this file, and no reward: route leads to it, use does not", word)
		case strings.ContainsAny(word, "/.\\"):
			use.fail("%q is no reward, and files can't be used by others: put the specifications into one file, with --- between them and a route", word)
		}
		use.failNear(word, words, "no reward is called %q; there are %s, and %s", word, strings.Join(d.registry.names, ", "), strings.Join(presetNames(), ", "))
	}
	c.entry = entry
}

// common decodes the keys that every component takes.
func (d *decoder) common(c *component, n *node) {
	own := func(key string) bool { return c.entry != nil && slices.Contains(c.entry.OptionKeys(), key) }
	if v := n.get("from"); v != nil && !own("from") {
		c.from, c.fromAt = v.str("from"), v
	}
	if v := n.get("weight"); v != nil {
		w := v.float("weight")
		c.weight = &w
	}
	if v := n.get("timeout"); v != nil && !own("timeout") {
		c.timeout = v.duration("timeout")
	}
	if v := n.get("scale"); v != nil && !own("scale") {
		k := v.float("scale")
		c.scale = &k
	}
	if v := n.get("clamp"); v != nil && !own("clamp") {
		lo, hi := v.interval("clamp")
		c.clamp = &[2]float64{lo, hi}
	}
	if v := n.get("remember"); v != nil && !own("remember") {
		if c.remember = v.int("remember"); c.remember < 1 {
			v.fail("remember is %d, want how many outcomes to keep", c.remember)
		}
	}
	if v := n.get("when"); v != nil && !own("when") {
		v.want(kindMap, "when")
		for _, e := range v.entries {
			if field := e.key.text; !routable(field) && !strings.HasPrefix(field, "fields.") {
				e.key.failNear(field, sampleFields, "when.%s is no field of a sample; there are %s, meta.KEY and fields.NAME", field, strings.Join(sampleFields, ", "))
			}
			c.when = append(c.when, condition{field: e.key.text, pattern: e.value.scalarText("when." + e.key.text)})
		}
	}
}

// own decodes the rewards under "of" and the entry's options.
func (d *decoder) own(c *component, n *node) {
	what := "the reward " + c.name
	if c.entry == nil {
		n.keys(what, componentKeys)
		return
	}
	what += " (" + c.entry.Name + ")"
	skip := componentKeys
	if c.entry.Inner != InnerNone {
		of := n.get("of")
		if of == nil {
			n.fail("%s needs another reward under \"of\": the name of one, or one written out", what)
		}
		c.of = d.inner(c, of)
	} else {
		skip = slices.DeleteFunc(slices.Clone(componentKeys), func(k string) bool { return k == "of" })
	}
	c.options = decodeEntry(c.entry, n, what, skip)
}

// inner decodes "of": a name, a reward, a list of either or a map that names
// them.
func (d *decoder) inner(c *component, of *node) []*component {
	one := func(name string, at, n *node) *component {
		if n.kind == kindString {
			return &component{name: n.text, at: n, ref: n.text}
		}
		return d.component(name, at, n)
	}
	nameOf := func(i int, n *node) string {
		if use := n.get("use"); n.kind == kindMap && use != nil && use.kind == kindString {
			return fmt.Sprintf("%s_%d", use.text, i+1)
		}
		return fmt.Sprintf("of_%d", i+1)
	}
	var list []*component
	switch {
	case of.kind == kindList:
		for i, item := range of.items {
			list = append(list, one(nameOf(i, item), item, item))
		}
	case of.kind == kindMap && of.get("use") == nil:
		for _, e := range of.entries {
			inner := one(e.key.text, e.key, e.value)
			inner.name = e.key.text
			list = append(list, inner)
		}
	default:
		list = append(list, one(nameOf(0, of), of, of))
	}
	if c.entry.Inner == InnerOne && len(list) != 1 || len(list) == 0 {
		of.fail("%s takes one reward under \"of\", have %d", c.entry.Name, len(list))
	}
	return list
}

func (d *decoder) route(n *node) *routeBlock {
	n.keys("route", []string{"by", "cases", "default"})
	r := &routeBlock{at: n, by: "source", fallback: n.get("default")}
	if v := n.get("by"); v != nil {
		r.by = v.str("route.by")
		if !routable(r.by) {
			v.failNear(r.by, sampleFields, "route.by is %q, want one of %s, or meta.KEY", r.by, strings.Join(sampleFields, ", "))
		}
	}
	cases := n.get("cases")
	if cases == nil {
		n.fail("route needs cases")
	}
	cases.want(kindMap, "route.cases")
	for _, e := range cases.entries {
		e.value.str("the target of " + e.key.text)
		r.cases = append(r.cases, routeCase{pattern: e.key.text, target: e.value})
	}
	if r.fallback != nil {
		r.fallback.str("route.default")
	}
	return r
}

func routable(by string) bool {
	return slices.Contains(sampleFields, by) || strings.HasPrefix(by, "meta.") && len(by) > len("meta.")
}
