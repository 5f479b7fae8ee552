package spec

import (
	"github.com/verireward/verireward/format"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/ifeval"
	"github.com/verireward/verireward/reward/text"
)

// sure makes a constructor that cannot fail fit the table.
func sure[O any](make func(O) reward.Reward) func(O) (reward.Reward, error) {
	return func(o O) (reward.Reward, error) { return make(o), nil }
}

type transformOptions struct {
	// Steps are the changes made to the text, one after the other, before the
	// inner reward sees it.
	Steps []string `yaml:"steps"`
}

func textEntries() []*Entry {
	return []*Entry{
		plain("choice", "the letter of a multiple-choice answer", text.Choice, "multiple_choice"),
		plain("contains", "the answer stands in the completion as words of its own", text.Contains),
		plain("countdown", "TinyZero's task: every given number once, + - * / and parentheses, the target reached exactly", sure(text.Countdown)),
		plain("exact", "the completion is the answer, after normalisation", text.Exact, "exact_match"),
		plain("f1", "word overlap with the answer, as in SQuAD", func(none) (reward.Reward, error) { return text.F1(), nil }, "string_f1"),
		plain("gsm8k", "the number behind ####, or with flexible the last number, is the gold's", sure(text.GSM8K)),
		plain("ifeval", "IFEval's verifiable instructions, of the file or of each sample", func(o ifeval.Options) (reward.Reward, error) {
			o.Language = format.DetectLanguage
			return ifeval.New(o)
		}),
		plain("long_block", "a penalty for a block without white space", text.LongBlock),
		plain("multiply", "TinyZero's multiplication task", sure(text.Multiply)),
		plain("near_miss", "Unsloth's credit for numbers close to the answer", text.NearMiss),
		plain("numeric", "closeness of a number to the answer", text.Numeric),
		plain("oracle_share", "the answer's share of the completion that contains it", func(none) (reward.Reward, error) { return text.OracleShare(), nil }),
		plain("reasoning_steps", "steps that say they are steps, up to full", text.ReasoningSteps),
		plain("repetition", "a penalty for repeated n-grams", text.Repetition, "ngram_repetition"),
		around("transform", "its reward on the completion after transforming it", func(o transformOptions, r reward.Reward) (reward.Reward, error) {
			return text.Transform(o.Steps, r)
		}),
	}
}
