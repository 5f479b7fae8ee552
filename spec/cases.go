package spec

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/verireward/verireward/reward"
)

// Case is one test of a specification: a sample and what it must get.
type Case struct {
	// Name names the case; without one it is "test N".
	Name string
	// Kind is "right", "wrong", "attack" or "". An attack without a want must
	// earn nothing: at most 0.
	Kind string
	// Line is where the case begins.
	Line int
	// Sample is what is scored.
	Sample *reward.Sample

	want       *expectation
	components []componentWant
	reason     string
	errorKind  reward.Kind
	route      string
	filter     *expectation
	at, wantAt *node
}

// Attack says whether the case is an attack.
func (c *Case) Attack() bool { return c.Kind == "attack" }

// componentWant is what one component must be.
type componentWant struct {
	name   string
	value  *expectation
	reason string
}

// expectation is what a value must be: a number, a range, an error, or no
// value at all.
type expectation struct {
	// wantError and wantNull expect no value.
	wantError, wantNull bool
	lo, hi              float64
	// openLo and openHi leave the ends out.
	openLo, openHi bool
	tolerance      float64
	text           string
	// at is where it is written, nil for what was not.
	at *node
}

// caseTolerance is how far a total may be off the wanted one: rounding of
// sums of decimal weights, nothing that a trainer could feel.
const caseTolerance = 1e-9

var caseKeys = []string{
	"name", "kind", "prompt", "completion", "answer", "tests", "truncated", "tokens", "source", "group", "id", "step", "meta",
	"want", "components", "reason", "error", "route", "filter", "tolerance",
}

func (d *decoder) cases(n *node) []*Case {
	n.want(kindList, "tests")
	var cases []*Case
	for i, item := range n.items {
		item.keys(fmt.Sprintf("test %d", i+1), caseKeys)
		c := &Case{Name: fmt.Sprintf("test %d", i+1), Line: item.line, Sample: &reward.Sample{}, at: item}
		if v := item.get("name"); v != nil {
			c.Name = v.scalarText("name")
		}
		if v := item.get("kind"); v != nil {
			c.Kind = v.oneOf("kind", "right", "wrong", "attack")
		}
		decodeSample(item, c.Sample)
		d.wants(c, item)
		cases = append(cases, c)
	}
	return cases
}

func (d *decoder) wants(c *Case, n *node) {
	tolerance := caseTolerance
	if v := n.get("tolerance"); v != nil {
		if tolerance = v.float("tolerance"); tolerance < 0 {
			v.fail("tolerance is negative")
		}
	}
	if v := n.get("want"); v != nil {
		c.want, c.wantAt = v.expectation("want", tolerance), v
	}
	if v := n.get("filter"); v != nil {
		c.filter = v.expectation("filter", tolerance)
	}
	if v := n.get("reason"); v != nil {
		c.reason = v.str("reason")
	}
	if v := n.get("route"); v != nil {
		c.route = v.str("route")
	}
	if v := n.get("error"); v != nil {
		c.errorKind = reward.Kind(v.oneOf("error", "input", "gold", "sandbox", "toolchain", "timeout", "internal", "spec"))
		if c.want == nil {
			c.want = &expectation{wantError: true, text: "error"}
		} else if !c.want.wantError {
			v.fail("error has no place beside want: %s", c.want.text)
		}
	}
	if v := n.get("components"); v != nil {
		c.components = componentWants(v, tolerance)
	}
	if c.want == nil && c.Attack() {
		c.want = &expectation{lo: math.Inf(-1), hi: 0, tolerance: tolerance, text: "at most 0"}
	}
	if c.want == nil && len(c.components) == 0 && c.reason == "" && c.route == "" && c.filter == nil {
		n.fail("the test %q expects nothing: give it a want (a number, error or null), components or a reason", c.Name)
	}
}

func componentWants(n *node, tolerance float64) []componentWant {
	n.want(kindMap, "components")
	var out []componentWant
	for _, e := range n.entries {
		w := componentWant{name: e.key.text}
		what := "components." + w.name
		if e.value.kind == kindMap {
			e.value.keys(what, []string{"value", "reason"})
			if v := e.value.get("value"); v != nil {
				w.value = v.expectation(what, tolerance)
			}
			if v := e.value.get("reason"); v != nil {
				w.reason = v.str(what + ".reason")
			}
		} else {
			w.value = e.value.expectation(what, tolerance)
		}
		out = append(out, w)
	}
	return out
}

// expectation reads a number, error, null, a comparison such as "< 0.5", or
// [least, greatest].
func (n *node) expectation(what string, tolerance float64) *expectation {
	e := &expectation{tolerance: tolerance, text: n.text, at: n}
	switch n.kind {
	case kindNull:
		e.wantNull, e.text = true, "null"
	case kindInt, kindFloat:
		e.lo = n.float(what)
		e.hi = e.lo
	case kindList:
		e.lo, e.hi = n.interval(what)
		e.text = fmt.Sprintf("[%g, %g]", e.lo, e.hi)
	case kindString:
		n.words(e, what)
	default:
		n.fail("%s is %s, want a number, error, null, a comparison such as \"< 0.5\", or [least, greatest]", what, n.describe())
	}
	return e
}

func (n *node) words(e *expectation, what string) {
	text := strings.TrimSpace(n.text)
	switch text {
	case "error":
		e.wantError = true
		return
	case "null", "abstain":
		e.wantNull = true
		return
	}
	e.lo, e.hi = math.Inf(-1), math.Inf(1)
	for _, op := range []string{"<=", ">=", "<", ">"} {
		rest, ok := strings.CutPrefix(text, op)
		if !ok {
			continue
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
		if err != nil {
			break
		}
		if op[0] == '<' {
			e.hi, e.openHi = v, op == "<"
		} else {
			e.lo, e.openLo = v, op == ">"
		}
		return
	}
	n.failNear(text, []string{"error", "null", "abstain"}, "%s is %q, want a number, error, null, a comparison such as \"< 0.5\", or [least, greatest]", what, text)
}

// meets says whether a value, or its absence, is what was expected.
func (e *expectation) meets(v float64, err error) bool {
	switch {
	case e.wantNull:
		return isAbstain(err)
	case e.wantError:
		return err != nil && !isAbstain(err)
	case err != nil:
		return false
	}
	lo, hi := e.lo-e.tolerance, e.hi+e.tolerance
	if e.openLo {
		lo = e.lo
	}
	if e.openHi {
		hi = e.hi
	}
	return v >= lo && v <= hi && !(e.openLo && v == lo) && !(e.openHi && v == hi)
}

// decodeSample reads the keys of a sample, as a line of score has them.
func decodeSample(n *node, s *reward.Sample) {
	completion := n.get("completion")
	if completion == nil {
		n.fail("no completion")
	}
	s.Completion = completion.chat("completion")
	if v := n.get("prompt"); v != nil {
		s.Prompt = v.chat("prompt")
	}
	if v := n.get("answer"); v != nil {
		s.Answers = v.answers()
	}
	for key, to := range map[string]*string{"source": &s.Source, "group": &s.Group, "id": &s.ID} {
		if v := n.get(key); v != nil {
			*to = v.scalarText(key)
		}
	}
	if v := n.get("tests"); v != nil {
		raw, err := json.Marshal(v.plain())
		if err != nil {
			v.fail("tests: %v", err)
		}
		s.Tests = raw
	}
	if v := n.get("truncated"); v != nil {
		s.Truncated = v.boolean("truncated")
	}
	if v := n.get("tokens"); v != nil {
		s.Tokens = v.int("tokens")
	}
	if v := n.get("step"); v != nil {
		s.Step = v.int("step")
	}
	if v := n.get("meta"); v != nil {
		v.want(kindMap, "meta")
		meta, err := json.Marshal(v.plain())
		if err == nil {
			err = json.Unmarshal(meta, &s.Meta)
		}
		if err != nil {
			v.fail("meta: %v", err)
		}
	}
}

// chat reads a text or chat messages.
func (n *node) chat(what string) reward.Text {
	if n.kind != kindList {
		if n.kind != kindString {
			return reward.Str(n.scalarText(what))
		}
		return reward.Str(n.text)
	}
	messages := make([]reward.Message, len(n.items))
	for i, item := range n.items {
		item.keys("a message of "+what, []string{"role", "content"})
		for key, to := range map[string]*string{"role": &messages[i].Role, "content": &messages[i].Content} {
			if v := item.get(key); v != nil {
				*to = v.scalarText(what + "." + key)
			}
		}
	}
	return reward.Text{Messages: messages}
}

// answers reads a gold answer or a list of them; empty strings of a list are
// passed over unless nothing else is left.
func (n *node) answers() []string {
	if n.kind == kindNull {
		return nil
	}
	if n.kind != kindList {
		return []string{n.scalarText("answer")}
	}
	var out []string
	for _, item := range n.items {
		if s := item.scalarText("answer"); s != "" {
			out = append(out, s)
		}
	}
	if len(out) == 0 && len(n.items) > 0 {
		return []string{""}
	}
	return out
}

// checkCases makes sure that the cases name components that exist.
func checkCases(cases []*Case, names []string) {
	for _, c := range cases {
		for _, w := range c.components {
			if !slices.Contains(names, w.name) {
				c.at.get("components").failNear(w.name, names, "the test %q expects something of %q, which is none of the rewards (%s)", c.Name, w.name, strings.Join(names, ", "))
			}
		}
	}
}
