package audit

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"github.com/verireward/verireward/reward"
)

// Hygiene looks at rows, without a reward: golds that are missing or stand in
// their prompt, prompts that come twice, with other golds, or in the data kept
// for evaluation, and one gold for nearly everything. It keeps a few numbers for
// each row.
type Hygiene struct {
	rows, tasks int
	checks      map[string]*Finding
	order       []string
	exact       map[uint64]prompt
	near        map[uint64]uint64
	golds       map[uint64]*share
	commonest   *share
	eval        map[uint64]struct{}
}

// prompt is where a prompt stood first, and with which gold and group.
type prompt struct{ gold, group, row uint64 }

type share struct {
	gold string
	n    int
}

// NewHygiene begins a look at rows.
func NewHygiene() *Hygiene {
	return &Hygiene{checks: map[string]*Finding{}, exact: map[uint64]prompt{}, near: map[uint64]uint64{}, golds: map[uint64]*share{}, eval: map[uint64]struct{}{}}
}

// AddEval takes a row of data kept for evaluation. All of them come before the
// first Add.
func (h *Hygiene) AddEval(s *reward.Sample) {
	if words := normalised(s.Prompt.String()); words != "" {
		h.eval[hashed(words)] = struct{}{}
	}
}

// Add takes a row; name is what a finding calls it.
func (h *Hygiene) Add(s *reward.Sample, name string) {
	h.rows++
	gold, text := newGround(s).gold, s.Prompt.String()
	code := len(s.Tests) > 0 && string(s.Tests) != "null" && string(s.Tests) != "[]"
	words := normalised(text)
	if gold == "" && !code {
		h.found("no gold", "rows without a gold answer or tests", name)
	}
	if words == "" {
		h.found("no prompt", "rows without a prompt", name)
	}
	if gold != "" {
		h.tasks++
		h.countGold(gold)
		if telling(gold) && strings.Contains(" "+words+" ", " "+normalised(gold)+" ") {
			h.found("gold in prompt", "rows whose gold stands in their prompt", name)
		}
	}
	if words != "" {
		h.addPrompt(s, text, words, gold, name)
	}
}

func (h *Hygiene) addPrompt(s *reward.Sample, text, words, gold, name string) {
	if _, ok := h.eval[hashed(words)]; ok {
		h.found("in the evaluation data", "rows whose prompt is in the evaluation data", name)
	}
	here := prompt{gold: hashed(strings.Join(s.Answers, "\x00") + "\x01" + string(s.Tests)), group: hashed(s.Group), row: hashed(s.Completion.String())}
	key := hashed(text)
	first, known := h.exact[key]
	switch {
	case !known:
		h.exact[key] = here
		if other, ok := h.near[hashed(words)]; ok && other != key {
			h.found("nearly the same prompt", "rows whose prompt differs from another's in letter case, blanks or marks only", name)
		} else {
			h.near[hashed(words)] = key
		}
	case first.gold != here.gold:
		h.found("conflicting golds", "rows with the prompt of another row and another gold", name)
	case s.Group != "" && first.group != here.group:
		h.found("same prompt", "rows with the prompt of another group", name)
	case s.Group == "" && first.row == here.row:
		h.found("same row", "rows with prompt, completion and gold of another row", name)
	}
}

func (h *Hygiene) countGold(gold string) {
	key := hashed(gold)
	c, ok := h.golds[key]
	if !ok {
		c = &share{}
		h.golds[key] = c
	}
	c.n++
	if h.commonest == nil || c.n > h.commonest.n {
		c.gold = gold
		h.commonest = c
	}
}

func (h *Hygiene) found(check, text, name string) {
	f, ok := h.checks[check]
	if !ok {
		f = &Finding{Area: "data", Check: check, Text: text}
		h.checks[check] = f
		h.order = append(h.order, check)
	}
	f.Count++
	if f.Samples = append(f.Samples, name); len(f.Samples) > 5 {
		f.Samples = firstFew(f.Samples)
	}
}

// Findings are what is odd about the rows taken so far.
func (h *Hygiene) Findings() (list []Finding) {
	order := slices.Clone(h.order)
	slices.Sort(order)
	for _, check := range order {
		f := *h.checks[check]
		f.Of = h.rows
		list = append(list, f)
	}
	if c := h.commonest; c != nil && h.tasks >= fewRollouts && len(h.exact) > 1 && 2*c.n > h.tasks {
		list = append(list, Finding{Area: "data", Check: "one gold", Count: c.n, Of: h.tasks, Text: fmt.Sprintf("rows with the same gold, %q: always answering it is right there", c.gold)})
	}
	return list
}

// telling says that finding the gold in the prompt is no chance: a long number,
// or a text of two words or eight letters.
func telling(gold string) bool {
	words := normalised(gold)
	letters := len([]rune(strings.ReplaceAll(words, " ", "")))
	if strings.IndexFunc(words, unicode.IsLetter) < 0 {
		return letters >= 4
	}
	return letters >= 8 || strings.Contains(words, " ") && letters >= 5
}

// normalised is the text's words and numbers in small letters, a blank between
// them.
func normalised(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

func hashed(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s)) // a hash.Hash never fails
	return h.Sum64()
}
