package rewardtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/verireward/verireward/reward"
)

// Rule is one clause of the contract of reward.Reward.
type Rule struct {
	// Name is short: "deterministic".
	Name string
	// Why explains what a violation breaks.
	Why string
	// check returns what is wrong for one sample.
	check func(r reward.Reward, s *reward.Sample) error
}

// Rules returns the clauses Conform checks, in their order.
func Rules() []Rule {
	return []Rule{
		// First, since a change is seen only by who looks before anybody asks.
		{"read-only", "samples are shared between goroutines; a reward that changes one races with all others", readOnly},
		{"returns", "a panic must be contained by every caller; a reward should return an error of kind internal instead", returns},
		{"finite", "a NaN or infinite reward poisons the gradient of a whole batch", isFinite},
		{"explains", "a reward nobody can account for cannot be debugged: give a reason, or parts with reasons", explains},
		{"error kind", "the kind of an error decides whether the sample is dropped, retried or reported; a bare error counts as internal", errorKind},
		{"parts", "trainers turn parts into columns: names must be set and unique among siblings, values finite", parts},
		{"spans", "a report highlights the completion by spans; offsets outside it point nowhere", spans},
		{"deterministic", "the same sample must earn the same reward every time, or training cannot be repeated", deterministic},
		{"concurrent", "one reward is called from many goroutines at once", concurrent},
		{"context", "after the context has ended a reward must return soon; a batch that is cancelled waits for it", heedsContext},
	}
}

// Violation is a rule that a reward broke on a sample.
type Violation struct {
	Rule   Rule
	Sample *reward.Sample
	// Err says what was seen.
	Err error
}

// Error names the rule, the sample and what was seen, and explains the rule.
func (v *Violation) Error() string {
	return fmt.Sprintf("%s: sample %q: %v\n\t(%s)", v.Rule.Name, v.Sample.ID, v.Err, v.Rule.Why)
}

// Check returns every violation of r on the samples, and on a set of hostile
// samples that every reward must survive.
func Check(r reward.Reward, samples ...*reward.Sample) []*Violation {
	var out []*Violation
	all := append(append([]*reward.Sample(nil), samples...), Hostile()...)
	for _, s := range all {
		for _, rule := range Rules() {
			if err := guarded(rule, r, s); err != nil {
				out = append(out, &Violation{rule, s, err})
				if rule.Name == "returns" || rule.Name == "read-only" {
					break // the other rules would panic, or race, too
				}
			}
		}
	}
	return out
}

// Conform reports every violation that Check finds as an error of t. Give it
// samples on which r takes each of its ways: right, wrong, not applicable,
// impossible to judge.
func Conform(t testing.TB, r reward.Reward, samples ...*reward.Sample) {
	t.Helper()
	for _, v := range Check(r, samples...) {
		t.Error(v)
	}
}

// Hostile returns samples that nobody would write and a policy might.
func Hostile() []*reward.Sample {
	texts := [][2]string{
		{"empty", ""},
		{"blank", " \n\t "},
		{"NUL", "a\x00b"},
		{"invalid UTF-8", "\xff\xfe\xc3("},
		{"zero width", "\u200b\u200d\ufeff"},
		{"right to left", "\u202e42\u202c"},
		{"open brackets", strings.Repeat("(", 10000)},
		{"open tags", strings.Repeat("<think>", 2000)},
		{"one long word", strings.Repeat("a", 50000)},
		{"many short ones", strings.Repeat("a ", 25000)},
		{"digits", strings.Repeat("9", 20000)},
		{"braces", strings.Repeat(`\boxed{`, 3000)},
		{"fences", strings.Repeat("```\n", 3000)},
	}
	var out []*reward.Sample
	for _, t := range texts {
		out = append(out, &reward.Sample{ID: "hostile: " + t[0], Completion: reward.Str(t[1]), Answers: []string{"42"}})
	}
	return append(out, &reward.Sample{ID: "hostile: nothing at all"},
		&reward.Sample{ID: "hostile: no messages", Completion: reward.Text{Messages: []reward.Message{}}, Answers: []string{"42"}})
}

// guarded turns the panic of a rule's own call into its violation.
func guarded(rule Rule, r reward.Reward, s *reward.Sample) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return rule.check(r, s)
}

func returns(r reward.Reward, s *reward.Sample) error {
	_, _ = r.Score(context.Background(), s)
	return nil
}

func isFinite(r reward.Reward, s *reward.Sample) error {
	res, err := r.Score(context.Background(), s)
	if err == nil && (math.IsNaN(res.Value) || math.IsInf(res.Value, 0)) {
		return fmt.Errorf("the value is %v", res.Value)
	}
	return nil
}

func explains(r reward.Reward, s *reward.Sample) error {
	res, err := r.Score(context.Background(), s)
	switch {
	case err != nil && err.Error() == "":
		return errors.New("the error has no text")
	case err == nil && res.Reason == "" && !explained(res.Parts):
		return fmt.Errorf("the value %v has no reason", res.Value)
	}
	return nil
}

func explained(ps []reward.Part) bool {
	for _, p := range ps {
		if p.Reason == "" && !explained(p.Parts) {
			return false
		}
	}
	return len(ps) > 0
}

func errorKind(r reward.Reward, s *reward.Sample) error {
	_, err := r.Score(context.Background(), s)
	if err == nil || errors.Is(err, reward.ErrAbstain) {
		return nil
	}
	if _, ok := errors.AsType[*reward.Error](err); !ok {
		return fmt.Errorf("the error %q has no kind", err)
	}
	return nil
}

func parts(r reward.Reward, s *reward.Sample) error {
	res, _ := r.Score(context.Background(), s)
	return checkParts("", res.Parts)
}

func checkParts(path string, ps []reward.Part) error {
	seen := map[string]bool{}
	for _, p := range ps {
		at := path + "/" + p.Name
		switch {
		case p.Name == "" || seen[p.Name]:
			return fmt.Errorf("part %q is nameless or repeated", at)
		case p.Err == nil && (math.IsNaN(p.Value) || math.IsInf(p.Value, 0)):
			return fmt.Errorf("part %s is %v", at, p.Value)
		}
		seen[p.Name] = true
		if err := checkParts(at, p.Parts); err != nil {
			return err
		}
	}
	return nil
}

func spans(r reward.Reward, s *reward.Sample) error {
	res, _ := r.Score(context.Background(), s)
	return checkSpans(len(s.Completion.Last()), res.Spans, res.Parts)
}

func checkSpans(length int, sps []reward.Span, ps []reward.Part) error {
	for _, sp := range sps {
		if sp.Start < 0 || sp.End < sp.Start || sp.End > length {
			return fmt.Errorf("span %q is [%d, %d) of %d bytes", sp.Label, sp.Start, sp.End, length)
		}
	}
	for _, p := range ps {
		if err := checkSpans(length, p.Spans, p.Parts); err != nil {
			return err
		}
	}
	return nil
}

// repeats is how often a reward is asked again; map order alone shows itself
// in this many tries almost surely.
const repeats = 5

func deterministic(r reward.Reward, s *reward.Sample) error {
	want := snapshot(r.Score(context.Background(), s))
	for range repeats {
		if got := snapshot(r.Score(context.Background(), s)); got != want {
			return fmt.Errorf("first %s, then %s", want, got)
		}
	}
	return nil
}

func readOnly(r reward.Reward, s *reward.Sample) error {
	before, err := clone(s)
	if err != nil {
		return err
	}
	func() {
		defer func() { _ = recover() }() // the next rule's business
		_, _ = r.Score(context.Background(), s)
	}()
	if !reflect.DeepEqual(before, s) {
		return errors.New("the sample is not what it was")
	}
	return nil
}

// clone copies all that Score could change. Meta comes from JSON and goes back
// to it.
func clone(s *reward.Sample) (*reward.Sample, error) {
	c := *s
	c.Answers = append([]string(nil), s.Answers...)
	c.Tests = append(json.RawMessage(nil), s.Tests...)
	c.Prompt.Messages = append([]reward.Message(nil), s.Prompt.Messages...)
	c.Completion.Messages = append([]reward.Message(nil), s.Completion.Messages...)
	if s.Completion.Messages != nil && c.Completion.Messages == nil {
		c.Completion.Messages = []reward.Message{}
	}
	if s.Fields != nil {
		c.Fields = map[string]string{}
		for k, v := range s.Fields {
			c.Fields[k] = v
		}
	}
	if s.Meta != nil {
		b, err := json.Marshal(s.Meta)
		if err != nil {
			return nil, fmt.Errorf("the sample's Meta is not JSON: %w", err)
		}
		c.Meta = nil
		if err := json.Unmarshal(b, &c.Meta); err != nil {
			return nil, err
		}
	}
	return &c, nil
}

// goroutines is how many call a reward at once; the race detector does the rest.
const goroutines = 8

func concurrent(r reward.Reward, s *reward.Sample) error {
	want := snapshot(r.Score(context.Background(), s))
	var wg sync.WaitGroup
	got := make([]string, goroutines)
	for i := range got {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					got[i] = fmt.Sprint("panic: ", p)
				}
			}()
			got[i] = snapshot(r.Score(context.Background(), s))
		})
	}
	wg.Wait()
	for _, g := range got {
		if g != want {
			return fmt.Errorf("alone %s, among others %s", want, g)
		}
	}
	return nil
}

// patience is how long a reward may take to notice the end of its context; far
// more than any needs, so that a loaded machine does not fail a good one.
const patience = 30 * time.Second

func heedsContext(r reward.Reward, s *reward.Sample) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	done := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Errorf("panic: %v", p)
			}
		}()
		_, err := r.Score(ctx, s)
		if errors.Is(err, reward.ErrAbstain) || errors.Is(err, context.Canceled) {
			err = nil
		}
		if _, ok := errors.AsType[*reward.Error](err); ok {
			err = nil
		}
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		return fmt.Errorf("still at work %v after the context ended", patience)
	}
}

// snapshot writes an outcome down so that two can be compared.
func snapshot(res reward.Result, err error) string {
	if err != nil {
		return fmt.Sprintf("error %s %v", reward.KindOf(err), err)
	}
	return fmt.Sprintf("%v %q %v %v", res.Value, res.Reason, res.Spans, describe(res.Parts))
}

func describe(ps []reward.Part) []string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = fmt.Sprintf("%s %v %v %q %v %v", p.Name, p.Value, p.Weight, p.Reason, p.Err, describe(p.Parts))
	}
	return out
}
