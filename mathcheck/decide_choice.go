package mathcheck

import "github.com/verireward/verireward/mathcheck/internal/words"

// finding is what one of the rules on words says of a gold and an answer.
type finding struct {
	outcome     Outcome
	stage, rule string
	reason      string
}

func found(same bool, stage, rule, equal, different string) finding {
	if same {
		return finding{OutcomeEqual, stage, rule, equal}
	}
	return finding{OutcomeDifferent, stage, rule, different}
}

// decideChoice compares options. A gold that is one option letter, or several
// and nothing else, makes the answer an option too: then letter case, order
// and separators are free, and a letter followed by its option's text is that
// letter. The second result is false when the gold is no option, or when the
// answer is none and may still be the option's text.
func decideChoice(gold, pred, letters string) (finding, bool) {
	g, ok := words.Choices(gold, letters, true)
	if !ok {
		return finding{}, false
	}
	p, ok := words.Choices(pred, letters, false)
	if !ok {
		p, ok = words.Choices(words.DropRemark(pred), letters, false)
	}
	if !ok {
		p, ok = words.ChoiceText(pred, letters)
	}
	if !ok {
		return finding{}, false
	}
	return found(g == p, "choice", "letters", "the same option", "option "+p+", not "+g), true
}
