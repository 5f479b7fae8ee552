package main

import (
	"context"
	"encoding/json"

	"github.com/verireward/verireward/internal/dataset"
	"github.com/verireward/verireward/mathcheck"
	"github.com/verireward/verireward/reward"
)

type mathCmd struct {
	Preset  string  `enum:"default,strict,math,gsm8k" default:"default" help:"Conventions: default, strict, math, gsm8k."`
	Extract string  `enum:"auto,boxed,answer,hash,none" default:"auto" help:"Where the answer is looked for: auto, boxed, answer, hash, none."`
	Form    *string `enum:"any,evaluated,gold" placeholder:"FORM" help:"Forms of an answer that are accepted: any, evaluated, gold (default: the preset's)."`
	Order   bool    `help:"Bare lists are ordered."`
	Rename  bool    `help:"Variables may be named otherwise than in the gold."`
	Partial bool    `help:"Credit for the share of a gold's parts that were met, as \"score\"."`
	AbsTol  float64 `placeholder:"X" help:"Accept numbers within X of the gold."`
	RelTol  float64 `placeholder:"X" help:"Accept numbers within X times the gold's size."`
	dataFlags
}

// Help is shown behind the flags.
func (*mathCmd) Help() string {
	return `One line out for each line in:

    In:  {"id", "gold": "..." or [...], "pred": "..."}; pred is a completion or a bare answer.
    Out: {"id", "equal", "verdict", "stage", "form", "parsed", "answer", "reason"}

Examples:
    verireward math answers.jsonl > verdicts.jsonl
    verireward math --preset gsm8k --map gold=answer --map pred=completion rollouts.jsonl.gz
    echo '{"gold":"1/2","pred":"So it is \\boxed{0.5}."}' | verireward math`
}

var mathPresets = map[string]mathcheck.Options{
	"default": mathcheck.Default, "strict": mathcheck.Strict, "math": mathcheck.Math, "gsm8k": mathcheck.GSM8K,
}

var mathPolicies = map[string]mathcheck.Policy{
	"auto": mathcheck.Auto, "boxed": mathcheck.Boxed, "answer": mathcheck.AnswerTag, "hash": mathcheck.Hash, "none": mathcheck.None,
}

var mathForms = map[string]mathcheck.FormRule{
	"any": mathcheck.Any, "evaluated": mathcheck.Evaluated, "gold": mathcheck.GoldForm,
}

func (c *mathCmd) options() []mathcheck.Option {
	opts := []mathcheck.Option{mathPresets[c.Preset], mathcheck.WithExtract(mathPolicies[c.Extract])}
	if c.Form != nil {
		opts = append(opts, mathcheck.WithForm(mathForms[*c.Form]))
	}
	if c.Order {
		opts = append(opts, mathcheck.WithOrder(mathcheck.OrderStrict))
	}
	if c.Rename {
		opts = append(opts, mathcheck.WithRename(true))
	}
	if c.Partial {
		opts = append(opts, mathcheck.WithPartialCredit(true))
	}
	if c.AbsTol > 0 {
		opts = append(opts, mathcheck.WithAbsTolerance(c.AbsTol))
	}
	if c.RelTol > 0 {
		opts = append(opts, mathcheck.WithRelTolerance(c.RelTol))
	}
	return opts
}

// Validate refuses numbers without meaning.
func (c *mathCmd) Validate() error {
	if !(c.AbsTol >= 0) || !(c.RelTol >= 0) {
		return reward.Errorf(reward.KindSpec, "a tolerance must not be negative")
	}
	return nil
}

// Run checks every line.
func (c *mathCmd) Run(a *app) error {
	k := mathcheck.NewChecker(c.options()...)
	return a.runData(&c.dataFlags, func(_ context.Context, _ dataset.Record, o dataset.Object) verdict {
		raw, ok := o.Get("gold")
		if !ok {
			return verdict{err: noColumn(o, "gold", reward.KindGold)}
		}
		golds, err := dataset.Answers(raw)
		if err != nil {
			return verdict{err: err}
		}
		pred, err := answerText(o, "pred")
		if err != nil {
			return verdict{err: err}
		}
		v, err := k.CheckAny(golds, pred)
		if err != nil {
			return verdict{err: err}
		}
		return c.verdict(v)
	}, nil)
}

func (c *mathCmd) verdict(v mathcheck.Verdict) verdict {
	equal := v.Outcome == mathcheck.OutcomeEqual
	b := appendKey(make([]byte, 0, 160+len(v.Answer)), "equal")
	b = appendBool(b, equal)
	if c.Partial {
		b = appendFloat(appendKey(b, "score"), v.Credit)
	}
	b = appendString(appendKey(b, "verdict"), v.Outcome.String())
	b = appendString(appendKey(b, "stage"), v.Stage)
	b = appendString(appendKey(b, "form"), v.Form.String())
	b = appendBool(appendKey(b, "parsed"), v.Parsed)
	b = appendString(appendKey(b, "answer"), v.Answer)
	b = appendString(appendKey(b, "reason"), v.Reason)
	return verdict{body: b, value: v.Credit, valued: true}
}

// answerText reads a column that holds a completion or a bare answer: a
// string, or a number as it stands.
func answerText(o dataset.Object, key string) (string, error) {
	raw, ok := o.Get(key)
	if !ok || string(raw) == "null" {
		return "", noColumn(o, key, reward.KindInput)
	}
	switch raw[0] {
	case '{', '[':
		return "", reward.Errorf(reward.KindInput, "%q is not a string", key)
	case '"':
		s, _, err := o.String(key)
		return s, err
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String(), nil
	}
	return string(raw), nil
}
