package spec

import (
	"github.com/verireward/verireward/mathcheck"
	"github.com/verireward/verireward/reward"
)

// mathOptions are the keys of the math reward.
type mathOptions struct {
	// Preset is a set of conventions, which the other options change: strict
	// takes what is provably the same object, math has those of the MATH data.
	Preset string `yaml:"preset" enum:"default,strict,math,gsm8k"`
	// Extract is where the answer is looked for; none takes the whole text.
	Extract string `yaml:"extract" enum:"auto,boxed,answer,hash,none"`
	// Form is the form an answer must have: evaluated leaves nothing to
	// compute, gold is as the gold is written.
	Form string `yaml:"form" enum:"any,evaluated,gold"`
	// Units says what of units: either side may leave them off, they are not
	// looked at, both sides must agree.
	Units string `yaml:"units" enum:"either,ignore,require"`
	// Percent says whether 25 may stand for 25 % (either) or not (exact).
	Percent string `yaml:"percent" enum:"either,exact"`
	// Order says whether bare lists are ordered (strict) or not (auto).
	Order string `yaml:"order" enum:"auto,strict"`
	// Field is where variables take their values; auto is real unless one side
	// is complex.
	Field string `yaml:"field" enum:"auto,real,complex"`
	// Locale is the decimal mark, which auto tells where there is no doubt.
	Locale string `yaml:"locale" enum:"auto,point,comma"`
	// Choices are the letters that may name an option.
	Choices *string `yaml:"choices"`
	// Rename lets variables be named otherwise than in the gold.
	Rename bool `yaml:"rename"`
	// Partial pays the share of the gold's parts that were met.
	Partial bool `yaml:"partial"`
	// AbsTol is how far a number may be off.
	AbsTol float64 `yaml:"abs_tol"`
	// RelTol is how far a number may be off as a share of the gold.
	RelTol float64 `yaml:"rel_tol"`
	// Digits is how many significant digits of a number must be right.
	Digits int `yaml:"digits"`
	// GoldPrecision accepts decimals that round to a decimal gold's digits.
	GoldPrecision bool `yaml:"gold_precision"`
	// LastResort allows the last maths span and the last number of a text
	// that announces no answer.
	LastResort *bool `yaml:"last_resort"`
}

// MathOptions turns the words of a specification into options of mathcheck:
// preset, extract, form and the rest, each empty for the preset's own.
func (o mathOptions) list() ([]mathcheck.Option, error) {
	opts := []mathcheck.Option{map[string]mathcheck.Options{
		"strict": mathcheck.Strict, "math": mathcheck.Math, "gsm8k": mathcheck.GSM8K,
	}[o.Preset]}
	if o.Extract != "" {
		opts = append(opts, mathcheck.WithExtract(map[string]mathcheck.Policy{
			"auto": mathcheck.Auto, "boxed": mathcheck.Boxed, "answer": mathcheck.AnswerTag, "hash": mathcheck.Hash, "none": mathcheck.None}[o.Extract]))
	}
	if o.Form != "" {
		opts = append(opts, mathcheck.WithForm(map[string]mathcheck.FormRule{
			"any": mathcheck.Any, "evaluated": mathcheck.Evaluated, "gold": mathcheck.GoldForm}[o.Form]))
	}
	if o.Units != "" {
		opts = append(opts, mathcheck.WithUnits(map[string]mathcheck.UnitRule{
			"either": mathcheck.UnitsEither, "ignore": mathcheck.UnitsIgnore, "require": mathcheck.UnitsRequire}[o.Units]))
	}
	if o.Percent != "" {
		opts = append(opts, mathcheck.WithPercent(map[string]mathcheck.PercentRule{
			"either": mathcheck.PercentEither, "exact": mathcheck.PercentExact}[o.Percent]))
	}
	if o.Order != "" {
		opts = append(opts, mathcheck.WithOrder(map[string]mathcheck.OrderRule{
			"auto": mathcheck.OrderAuto, "strict": mathcheck.OrderStrict}[o.Order]))
	}
	if o.Field != "" {
		opts = append(opts, mathcheck.WithField(map[string]mathcheck.FieldRule{
			"auto": mathcheck.FieldAuto, "real": mathcheck.FieldReal, "complex": mathcheck.FieldComplex}[o.Field]))
	}
	if o.Locale != "" {
		opts = append(opts, mathcheck.WithLocale(map[string]mathcheck.Locale{
			"auto": mathcheck.LocaleAuto, "point": mathcheck.LocalePoint, "comma": mathcheck.LocaleComma}[o.Locale]))
	}
	if o.AbsTol < 0 || o.RelTol < 0 || o.Digits < 0 {
		return nil, reward.Errorf(reward.KindSpec, "a tolerance is negative")
	}
	for _, on := range []struct {
		set bool
		opt func() mathcheck.Option
	}{
		{o.Choices != nil, func() mathcheck.Option { return mathcheck.WithChoices(*o.Choices) }},
		{o.Rename, func() mathcheck.Option { return mathcheck.WithRename(true) }},
		{o.Partial, func() mathcheck.Option { return mathcheck.WithPartialCredit(true) }},
		{o.AbsTol > 0, func() mathcheck.Option { return mathcheck.WithAbsTolerance(o.AbsTol) }},
		{o.RelTol > 0, func() mathcheck.Option { return mathcheck.WithRelTolerance(o.RelTol) }},
		{o.Digits > 0, func() mathcheck.Option { return mathcheck.WithSignificantDigits(o.Digits) }},
		{o.GoldPrecision, func() mathcheck.Option { return mathcheck.WithGoldPrecision(true) }},
		{o.LastResort != nil, func() mathcheck.Option { return mathcheck.WithLastResort(*o.LastResort) }},
	} {
		if on.set {
			opts = append(opts, on.opt())
		}
	}
	return opts, nil
}

func mathEntries() []*Entry {
	return []*Entry{
		plain("math", "the answer is the gold answer, as mathematics", func(o mathOptions) (reward.Reward, error) {
			opts, err := o.list()
			if err != nil {
				return nil, err
			}
			return mathcheck.Reward(opts...), nil
		}, "math_verify"),
	}
}
