package mathcheck

import "github.com/verireward/verireward/reward"

// Outcome is what a check found out. Only OutcomeEqual earns a reward.
type Outcome uint8

// The outcomes.
const (
	// OutcomeUnknown: neither equal nor different could be shown within the
	// budget.
	OutcomeUnknown Outcome = iota
	// OutcomeEqual: the answer is the gold answer, shown by the stage named.
	OutcomeEqual
	// OutcomeDifferent: the answer is not the gold answer, shown by the stage
	// named.
	OutcomeDifferent
	// OutcomeNoAnswer: no answer was found in the completion.
	OutcomeNoAnswer
	// OutcomeMalformed: an answer was found and cannot be read.
	OutcomeMalformed
)

var outcomeNames = [...]string{"unknown", "equal", "different", "no_answer", "malformed"}

// String returns "unknown", "equal", "different", "no_answer" or "malformed".
func (o Outcome) String() string { return outcomeNames[o] }

// because is the outcome with the word for what decided it, "different (exact)".
func (o Outcome) because(word string) string {
	name := o.String()
	if word == "" {
		return name
	}
	for _, r := range commonReasons[o] {
		if r[len(name)+len(" ("):len(r)-len(")")] == word {
			return r
		}
	}
	return name + " (" + word + ")"
}

// commonReasons are made once, the commonest first; nearly every verdict has one
// of them.
var commonReasons = [len(outcomeNames)][]string{
	OutcomeEqual:     {"equal (text)", "equal (tree)", "equal (exact)", "equal (poly)"},
	OutcomeDifferent: {"different (exact)", "different (poly)", "different (set)", "different (tuple)"},
}

// Form is the state an answer stands in.
type Form uint8

// The forms.
const (
	// FormUnevaluated: something is left to compute, as in 123\cdot 456.
	FormUnevaluated Form = iota
	// FormEvaluated: a number in decimal, fraction, radical, pi or power form,
	// or whatever else has nothing left to compute.
	FormEvaluated
	// FormGold: written as the gold is, spelling apart.
	FormGold
)

var formNames = [...]string{"unevaluated", "evaluated", "gold"}

// String returns "unevaluated", "evaluated" or "gold".
func (f Form) String() string { return formNames[f] }

// Verdict is the result of one check.
type Verdict struct {
	// Outcome is the finding.
	Outcome Outcome
	// Stage is the decision stage that spoke: text, exact, tree, poly,
	// identity, numeric, set, tuple, interval, relation, matrix, unit, ...
	Stage string
	// Rule is the rule within the stage, or "".
	Rule string
	// Form is the form the answer stands in.
	Form Form
	// Parsed says gold and answer were both understood as mathematics or as
	// one of the other kinds known here, not only compared as text.
	Parsed bool
	// Answer is the text judged and Span its place in the completion, in bytes.
	Answer string
	Span   reward.Span
	// Reason says why in a few words.
	Reason string
	// Credit is the reward: 1 when equal, else 0, or with WithPartialCredit
	// the share of the gold's parts that were met.
	Credit float64
}

// Offer is a value beside an answer, and where it stands.
type Offer struct {
	Text string
	Span reward.Span
}

// Extraction is the answer found in a completion.
type Extraction struct {
	// Found says an answer was found.
	Found bool
	// Malformed says an answer was begun and not ended, as in "\boxed{1".
	Malformed bool
	// Answer is the text of the answer, markup of the place it stood in
	// removed (box, tags, dollar signs), and Span where it stood.
	Answer string
	Span   reward.Span
	// Rule names the rule that found it: "boxed", "answer-tag", "hash",
	// "anchor", "whole", "last-math", "last-bold", "last-number".
	Rule string
	// Number is set when the answer is a sentence that holds exactly one
	// number: that number with the words after it ("5 apples"), to be judged
	// when Answer as a whole cannot be read.
	Number string
	// Parts are the contents of several boxes that stand side by side at the
	// end, in order; nil when there is only one. Answer is the last of them.
	Parts []string
	// Joined says Parts were joined by nothing but commas and "and", so that
	// they make one list if the gold is one; otherwise they are alternatives,
	// which is hedging unless they are all the same.
	Joined bool
	// Rivals are values that the text behind the answer names where only an
	// answer stands: "it should be 7". One that is known to differ from the gold
	// makes the sample a hedge.
	Rivals []Offer
	// TakenBack names what takes the answer back in the text behind it, "" if
	// nothing does, and TakenBackAt is where that stands.
	TakenBack   string
	TakenBackAt reward.Span
	// Reason says in a few words what was found or missed.
	Reason string
}
