package codecheck

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/verireward/verireward/reward"
)

// Formula is a way of making a reward of a report.
type Formula string

// The formulas.
const (
	// Accuracy is 1 when every test passed, else 0; also the empty Formula.
	Accuracy Formula = "accuracy"
	// PassRate is the weighted share of the tests that passed.
	PassRate Formula = "fraction"
	// IOI is the weighted sum over subtasks of each one's worst test.
	IOI Formula = "subtasks"
	// RuntimeFactor is open-instruct's: the mean over tests of
	// (limit - time)/limit for those that passed, 0 for the others, and 0
	// altogether when the pass rate is below Threshold. Time is CPU time, so
	// that the value hardly depends on the load of the host; it is still a
	// measurement.
	RuntimeFactor Formula = "runtime"
	// Codeforces is open-r1's for its Codeforces tasks: 1 for all tests
	// passed, else a tenth of the pass rate; -0.1 for code that does not
	// compile and -1 for no code.
	Codeforces Formula = "codeforces"
)

// RewardOptions choose and configure a reward. The zero value is Accuracy in
// the language that the sample's meta field "language" or else the fence names.
type RewardOptions struct {
	// Formula is the way of making the value.
	Formula Formula `json:"formula,omitempty" yaml:"formula,omitempty"`
	// Language is the language of every sample; empty: the sample's own.
	Language string `json:"language,omitempty" yaml:"language,omitempty"`
	// Threshold is the pass rate from which RuntimeFactor pays [0].
	Threshold float64 `json:"threshold,omitempty" yaml:"threshold,omitempty"`
	// First lets only the first tests of a sample count [all].
	First int `json:"first,omitempty" yaml:"first,omitempty"`
	// Limits replace the Checker's.
	Limits Limits `json:"limits,omitzero" yaml:"limits,omitempty"`
	// Preamble and TestSetup are put before every sample's code and tests; a
	// sample's own meta fields "preamble" and "test_setup" come after them.
	Preamble  string `json:"preamble,omitempty" yaml:"preamble,omitempty"`
	TestSetup string `json:"test_setup,omitempty" yaml:"test_setup,omitempty"`
}

// Reward makes a reward that judges a sample's completion by its tests. The
// parts of its result are the metrics pass_rate, compiled and has_code, and
// tests, which holds one part for each test that was run.
//
// A sample without tests is an error of kind input. The sample's meta fields
// language, preamble, test_setup, limits and options are read as in a
// Submission.
func (c *Checker) Reward(o RewardOptions) (reward.Reward, error) {
	s := Scoring{Mode: Fraction, First: o.First}
	switch o.Formula {
	case "", Accuracy:
		s.Mode = All
	case PassRate, RuntimeFactor, Codeforces:
	case IOI:
		s.Mode = Subtasks
	default:
		return nil, reward.Errorf(reward.KindSpec, "code: unknown formula %q", o.Formula)
	}
	if err := s.valid(); err != nil {
		return nil, reward.Errorf(reward.KindSpec, "%w", err)
	}
	if f, ok := o.Limits.valid(); !ok {
		return nil, reward.Errorf(reward.KindSpec, "code: limits.%s is out of range", f)
	}
	if o.Language != "" {
		if _, ok := c.language(o.Language); !ok {
			return nil, reward.Errorf(reward.KindSpec, "code: unknown language %q", o.Language)
		}
	}
	return reward.Func(func(ctx context.Context, sample *reward.Sample) (reward.Result, error) {
		sub, err := o.submission(sample)
		if err != nil {
			return reward.Result{}, err
		}
		rep, err := c.check(ctx, sub, s)
		if err != nil {
			return reward.Result{}, err
		}
		return o.result(&rep), nil
	}), nil
}

// submission is what a sample says about a submission.
func (o RewardOptions) submission(s *reward.Sample) (Submission, error) {
	sub := Submission{ID: s.ID, Language: o.Language, Completion: s.Completion.Last(), Prompt: s.Prompt.Last(), Tests: s.Tests}
	if len(sub.Tests) == 0 {
		if raw, ok := s.MetaValue("tests"); ok {
			b, err := json.Marshal(raw)
			if err != nil {
				return sub, reward.Errorf(reward.KindInput, "tests: %w", err)
			}
			sub.Tests = b
		}
	}
	// The remaining fields have the names of a Submission's.
	fields := map[string]any{}
	for _, k := range []string{"language", "preamble", "test_setup", "limits", "options"} {
		if v, ok := s.MetaValue(k); ok && v != nil && (k != "language" || o.Language == "") {
			fields[k] = v
		}
	}
	b, err := json.Marshal(fields)
	if err == nil {
		err = json.Unmarshal(b, &sub)
	}
	if err != nil {
		return sub, reward.Errorf(reward.KindInput, "meta: %w", err)
	}
	sub.Preamble = joinTexts(o.Preamble, sub.Preamble)
	sub.TestSetup = joinTexts(o.TestSetup, sub.TestSetup)
	sub.Limits = sub.Limits.over(o.Limits)
	return sub, nil
}

func (o RewardOptions) result(r *Report) reward.Result {
	rate := 0.0
	if r.Total > 0 {
		rate = float64(r.Passed) / float64(r.Total)
	}
	out := reward.Result{Value: r.Score, Reason: fmt.Sprintf("%s: %d of %d tests passed", r.Verdict, r.Passed, r.Total)}
	if r.Reason != "" {
		out.Reason += "; " + r.Reason
	}
	switch o.Formula {
	case RuntimeFactor:
		out.Value = runtimeFactor(r, o.Threshold, rate)
	case Codeforces:
		switch {
		case r.Verdict == NoCode:
			out.Value = -1
		case r.Verdict == CompileError:
			out.Value = -0.1
		case r.Verdict != Accepted:
			out.Value = 0.1 * r.Score
		}
	}
	tests := reward.Part{Name: "tests", Value: rate, Reason: fmt.Sprintf("%d of %d", r.Passed, r.Total)}
	for _, t := range r.Tests {
		tests.Parts = append(tests.Parts, reward.Part{
			Name: fmt.Sprint(t.index), Value: t.Points, Weight: t.Weight, Reason: string(t.Verdict) + ": " + t.Reason,
		})
	}
	out.Parts = []reward.Part{
		{Name: "pass_rate", Value: rate, Reason: tests.Reason},
		metric("compiled", r.Verdict != CompileError && r.Verdict != NoCode),
		metric("has_code", r.Verdict != NoCode),
		tests,
	}
	return out
}

func metric(name string, ok bool) reward.Part {
	if ok {
		return reward.Part{Name: name, Value: 1, Reason: "yes"}
	}
	return reward.Part{Name: name, Reason: "no"}
}

// runtimeFactor is the mean over all tests of the unused share of the time
// limit.
func runtimeFactor(r *Report, threshold, rate float64) float64 {
	if rate < threshold || r.Total == 0 {
		return 0
	}
	sum := 0.0
	for _, t := range r.Tests {
		if t.Verdict == Accepted && t.limitMillis > 0 {
			sum += max(0, float64(t.limitMillis-t.CPUMillis)/float64(t.limitMillis))
		}
	}
	return sum / float64(r.Total)
}
