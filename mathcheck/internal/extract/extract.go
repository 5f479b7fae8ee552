// Package extract finds the answer in a completion.
//
// The rules are tried in a fixed order and the first that finds something
// wins: boxes, answer tags, ####, a sentence after an anchor such as "the
// answer is", the whole text, the last maths span, a bold last line, the last number. Find says
// which rule spoke and at which bytes, and it reports the other answers a
// completion offers beside the one it found, so that a caller can refuse to
// pay for guessing. It also reads what stands behind the answer, sentence by
// sentence, and reports where the answer is taken back there.
//
// Completions are hostile: every rule is linear in the length of the text, and
// those that read prose look at a window of bounded size at its end.
package extract

import "strings"

// Policy says where an answer may be looked for.
type Policy uint8

// The policies. Auto tries every rule in turn; the others allow one only.
const (
	Auto   Policy = iota
	Boxed         // \boxed{} and \fbox{}
	Answer        // <answer></answer> and the like
	Hash          // ####
	None          // the text itself is the answer
)

// Options choose the rules Find may use.
type Options struct {
	// Policy restricts Find to one kind of mark.
	Policy Policy
	// NoSpan forbids the last maths span, and a bold last line, of a text in which no earlier rule
	// finds an answer. It applies to Auto only.
	NoSpan bool
	// Lenient allows the last number of a text in which no other rule finds
	// an answer. It applies to Auto only.
	Lenient bool
}

// Rule names the rule that found an answer.
type Rule string

// The rules, in the order Auto tries them.
const (
	RuleBoxed  Rule = "boxed"
	RuleTag    Rule = "answer-tag"
	RuleHash   Rule = "hash"
	RuleAnchor Rule = "anchor"
	RuleWhole  Rule = "whole"
	RuleSpan   Rule = "last-math"
	RuleBold   Rule = "last-bold"
	RuleLast   Rule = "last-number"
)

// Offer is one answer a completion offers.
type Offer struct {
	// Text is the answer without invisible characters, outer maths
	// delimiters and markdown, and with a JSON escape's doubled backslashes
	// made single.
	Text string
	// Start and End are the bytes of the completion it was read from.
	Start, End int
}

// Result is what Find found.
type Result struct {
	Offer
	// Found is false when the completion holds no answer; Why then says why.
	Found bool
	// Malformed says that a box was begun and not ended, and nothing else in
	// the completion announces an answer.
	Malformed bool
	// Why is "", "no answer found", "unclosed think block", "unclosed box",
	// "empty completion", "blank answer" or "over the size limit".
	Why string
	// Rule is the rule that found the answer.
	Rule Rule
	// Number is the only number of the answer when that is a sentence with
	// exactly one, its unit with it ("42 miles"), or else the sentence's only
	// maths span; it is the answer where the sentence can't be read as one.
	Number string
	// Also are answers offered beside the chosen one, in the order of the
	// text: other boxes next to it, or what follows an "or". A caller whose
	// gold is a single answer takes any of them that differs as a hedge.
	Also []Offer
	// Joined says that Also and the answer are boxes joined by commas or
	// "and", which is how the members of a list may be written.
	Joined bool

	// Rivals are values that the text behind the answer names where only an answer
	// stands: "it should be 7". One that is known to differ from the answer makes
	// it a hedge. Nil before ReadBehind.
	Rivals []Offer
	// Doubt is where the text behind the answer takes it back, or its own sentence
	// does; before ReadBehind only the latter.
	Doubt Doubt

	// in is the text that the answer was found in, where what stands behind it
	// counts; else it is empty.
	in view

	// silenced is where the last sentence ends that an anchor stands in which
	// announces nothing: "I doubt the answer is 5". No later rule reads it.
	silenced int
}

// Merged is the boxes of a Joined result as one comma list, in their order.
func (r Result) Merged() string {
	parts := make([]string, 0, len(r.Also)+1)
	for _, o := range r.Also {
		parts = append(parts, o.Text)
	}
	return strings.Join(append(parts, r.Text), ", ")
}

// MaxBytes bounds what Find reads at all. A completion of a million tokens is
// some 4 MB; what is longer is noise and is refused in constant time.
const MaxBytes = 32 << 20

// proseWindow bounds how much of the end of a text the rules for prose
// (anchors, maths spans, numbers) look at: far more than a final paragraph
// holds, little enough to be read in well under a millisecond.
const proseWindow = 1 << 16

// Find looks for the answer in a completion.
func Find(completion string, o Options) Result {
	if len(completion) > MaxBytes {
		return Result{Why: "over the size limit"}
	}
	v := newView(completion)
	if isBlank(v.text) {
		return Result{Why: "empty completion"}
	}
	v, closed := v.afterThought()
	if !closed {
		return Result{Why: "unclosed think block"}
	}
	if o.Policy != None {
		v = v.withoutStruck() // a bare expression may hold LaTeX's ~ for a blank
	}
	v = v.withoutEndTokens()
	if isBlank(v.text) {
		return Result{Why: "no answer found"}
	}
	r := find(v, o)
	if r.Found && isBlank(r.Text) {
		return Result{Why: "blank answer"}
	}
	if !r.Found && r.Why == "" {
		r.Why = "no answer found"
	}
	return r
}

// find applies the rules of a policy to a cleaned text.
func find(v view, o Options) Result {
	switch o.Policy {
	case Boxed:
		return boxed(v)
	case Answer:
		return tagged(v)
	case Hash:
		return hashed(v, true)
	case None:
		return v.result(RuleWhole, 0, len(v.text))
	}
	box := boxed(v)
	if box.Found {
		box.in = v
		return box
	}
	silenced := 0
	for _, rule := range []func(view) Result{
		tagged,
		func(v view) Result { return hashed(v, false) },
		anchored,
	} {
		r := rule(v)
		if r.Found {
			if box.Malformed && lastBoxCommand(r.Text) >= 0 {
				return box
			}
			r.in = v
			return r
		}
		silenced = max(silenced, r.silenced)
	}
	if box.Malformed {
		return box
	}
	v = v.slice(silenced, len(v.text))
	r := whole(v)
	if !r.Found && !o.NoSpan {
		r = lastLetterA(v)
	}
	if !r.Found && !o.NoSpan {
		r = lastSpan(v)
	}
	if !r.Found && !o.NoSpan {
		r = lastBold(v)
	}
	if !r.Found && o.Lenient {
		r = lastNumber(v)
	}
	if r.Rule == RuleWhole && o.Lenient && prose(r.Text) && !negatedOutright(r.Text) && !faulted(r.Text) {
		if a, b, ok := soleNumber(r.Text); ok {
			r.Number = r.Text[a:b]
		} else if a, b, ok := closingNumber(r.Text); ok && r.Number == "" {
			r.Number = r.Text[a:b]
		}
	}
	return r
}

// Gold unwraps a reference answer given as data sets give it: a solution that
// ends in a box or in "#### 18", or an answer inside tags. Anything else comes
// back cleaned and otherwise as it is.
func Gold(gold string) string {
	v := newView(gold)
	if t := v.text; strings.IndexByte(t, '<') < 0 && strings.IndexByte(t, '#') < 0 && !strings.Contains(t, "box") && !strings.Contains(t, "nswer") && !strings.Contains(t, "olution") {
		return Undress(Unescape(t)) // no mark any rule looks for
	}
	for _, rule := range []func(view) Result{
		boxed,
		tagged,
		func(v view) Result { return hashed(v, true) },
		announcedGold,
	} {
		r := rule(v)
		switch {
		case !r.Found || isBlank(r.Text):
		case r.Joined:
			return r.Merged()
		default:
			return r.Text
		}
	}
	if strings.Contains(v.text, "box") && isBlank(emptyBoxes.Replace(v.text)) {
		return ""
	}
	return Undress(Unescape(v.text))
}

// emptyBoxes are what a reference without an answer may hold.
var emptyBoxes = strings.NewReplacer(`\boxed{}`, "", `\fbox{}`, "", "$", "")

// announcedGold finds the answer of a reference that is a sentence, "The
// answer is 5."
func announcedGold(v view) Result {
	if len(v.text) > sentenceBytes || !strings.Contains(v.text, "nswer") && !strings.Contains(v.text, "olution") {
		return Result{}
	}
	return anchored(v)
}
