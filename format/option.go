package format

import "slices"

// Whitespace says how blanks in a template are read.
type Whitespace uint8

// The readings of blanks.
const (
	// Free: a blank stands for any white space, also none, and white space
	// around the whole template is free. The default.
	Free Whitespace = iota + 1
	// Exact: a blank stands for itself, and nothing is free.
	Exact
)

// Scoring says what a completion earns that does not match. A match earns 1
// under each of them.
//
// Partial credit pays a policy for near misses, and a policy that is paid for
// near misses can stop there. [Marks] and [Checks] are therefore off by
// default, never pay more than partialCap, and count every place of the
// template once however often a completion fills it.
type Scoring uint8

// The scorings.
const (
	// Strict: 0. The default.
	Strict Scoring = iota + 1
	// Marks: the share of the template's marks that occur as often as they
	// should and where they should, with a right hole before them.
	Marks
	// Checks: the share of checks passed: every mark as above, every hole of
	// its type, no text outside, no mark too many, none out of order. Where no
	// mark and no hole is right the share is 0: an empty text breaks no order.
	Checks
)

// partialCap is the most a completion earns that does not match.
const partialCap = 0.75

// Prefill says which part of the template the prompt already holds, so that
// the completion starts behind it. The zero value is [PrefillAuto].
type Prefill struct {
	mode prefillMode
	text string
}

type prefillMode uint8

const (
	prefillAuto prefillMode = iota
	prefillAlways
	prefillNever
	prefillText
)

var (
	// PrefillAuto looks at the prompt: where it ends with the first mark, or
	// the first marks with nothing between, the completion starts behind
	// them. A built-in template that is always prefilled stays so.
	PrefillAuto = Prefill{}
	// PrefillAlways takes the template's first literal, up to the first hole,
	// blank or group, as given whatever the prompt says.
	PrefillAlways = Prefill{mode: prefillAlways}
	// PrefillNever does not look at the prompt.
	PrefillNever = Prefill{mode: prefillNever}
)

// PrefillMark takes text, which must begin the template and end with a mark
// of it (white space behind the mark is free), as given whatever the prompt
// says. As in a template, \n is a line feed.
func PrefillMark(text string) Prefill { return Prefill{mode: prefillText, text: text} }

// Option changes how a template is read; see the With functions.
type Option interface{ apply(*config) }

type optionFunc func(*config)

func (f optionFunc) apply(c *config) { f(c) }

type config struct {
	ws      Whitespace
	scoring Scoring
	prefill Prefill
	strip   []string
	forbid  []string
}

// WithWhitespace sets how blanks are read.
func WithWhitespace(w Whitespace) Option { return optionFunc(func(c *config) { c.ws = w }) }

// WithScore sets what a completion earns that does not match.
func WithScore(s Scoring) Option { return optionFunc(func(c *config) { c.scoring = s }) }

// WithPrefill sets which part of the template the prompt holds.
func WithPrefill(p Prefill) Option {
	return optionFunc(func(c *config) {
		if p != PrefillAuto {
			c.prefill = p
		}
	})
}

// WithStrip names special tokens, such as <|im_end|>, that are taken off both
// ends of a completion, as often as they occur there, before it is matched.
// Inside the completion they are text.
func WithStrip(tokens ...string) Option {
	return optionFunc(func(c *config) { c.strip = append(slices.Clone(c.strip), tokens...) })
}

// WithForbidden names marks that may not occur at all, written as a template
// writes its literals.
func WithForbidden(marks ...string) Option {
	return optionFunc(func(c *config) { c.forbid = append(slices.Clone(c.forbid), marks...) })
}

// ParseWhitespace reads "free" or "exact".
func ParseWhitespace(s string) (Whitespace, error) {
	switch s {
	case "free":
		return Free, nil
	case "exact":
		return Exact, nil
	}
	return 0, &TemplateError{Pos: -1, Code: ErrUnknownValue, Text: "white space " + quote(s) + ": free or exact"}
}

// ParseScoring reads "strict", "marks" or "checks".
func ParseScoring(s string) (Scoring, error) {
	switch s {
	case "strict":
		return Strict, nil
	case "marks":
		return Marks, nil
	case "checks":
		return Checks, nil
	}
	return 0, &TemplateError{Pos: -1, Code: ErrUnknownValue, Text: "score " + quote(s) + ": strict, marks or checks"}
}

// ParsePrefill reads "auto", "always", "never"; any other text is a mark.
func ParsePrefill(s string) Prefill {
	switch s {
	case "auto":
		return PrefillAuto
	case "always":
		return PrefillAlways
	case "never":
		return PrefillNever
	}
	return PrefillMark(s)
}
