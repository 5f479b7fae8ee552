package extract

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/words"
)

var (
	// deniedBefore ends the text before a box that holds what is not the answer.
	deniedBefore = regexp.MustCompile(`(?i)(?:` + oneOf(words.DeniesBox) + `|\b(?:the|an?|this|one) (?:` + oneOf(words.Misses) + `) (?:answer|option|choice|result|value|solution) (?:is|was|would be|:))(?: (?:be|equal|equal to|equals|the answer|the value))?(?:[\s:$*_({]|\\[(\[])*$`)
	// offeredBefore ends the text before a box that is offered for another one:
	// "... (or \boxed{5}", "Otherwise \boxed{5}".
	offeredBefore = regexp.MustCompile(`(?i)(?:` + oneOf(words.OffersBox) + `|\b(?:(?:it|this|that|which) (?:could|might|may)(?: also)? be)|(?:second|third|next|other|backup|fallback|alternative) (?:guess|choice|option|try|possibility)(?: is)?|backup|fallback|guess ?[0-9]|if (?:(?:that|it|this)(?: is|'s) )?(?:wrong|incorrect|not))(?:[\s:,，：$*_({]|\\[(\[])*$`)
	// onCondition is the text between two boxes of which one is meant for a case.
	onCondition = regexp.MustCompile(`(?i)^(?:[\s$*_)}]|\\[)\]])*(?:if|when|for|in case)\b[^.。\n]*(?:,|;|\band|\bor)(?:[\s$*_({]|\\[(\[])*$`)
	// nextItem is the text between two boxes that stand in an enumeration.
	nextItem = regexp.MustCompile(`(?i)^(?:[\s$*_)}.,;]|\\[)\]])*[\n ](?:[-•*](?: \[[ x]?\])?|(?:(?:option|answer|choice|candidate|possibility|guess|possible answer) ?)?\(?(?:[0-9]{1,2}|[a-z])[.):]|(?:option|answer|choice|candidate|possibility|guess) ?(?:[0-9]{1,2}|[a-z])?:)(?:[\s:$*_({]|\\[(\[])*$`)
)

// deniedBytes bounds the text beside a box in which a denial is looked for.
const deniedBytes = 80

// oneOf is a regular expression for the entries of a column as whole words; "n't"
// ends one.
func oneOf(u words.Use) string {
	var b strings.Builder
	for _, w := range words.Listed(u) {
		if b.Len() > 0 {
			b.WriteByte('|')
		}
		if letter(w[0]) && w != "n't" {
			b.WriteString(`\b`)
		}
		b.WriteString(regexp.QuoteMeta(w))
	}
	return b.String()
}

// denials are what deniedBefore can't match without.
var (
	deniedWords = words.Listed(words.DeniesBox | words.Misses)
	denials     = newPhrases(deniedWords)
)

// affirmed is the list of boxes without those at its end that a negation right
// before them says are not the answer. More of them than anyone writes leave
// none, so that the work is bounded.
func affirmed(s string, boxes []box) []box {
	for n := len(boxes); n > max(0, len(boxes)-maxAlso); n-- {
		from := boxes[n-1].from
		before := s[runeStart(s, from-deniedBytes):from]
		if (!denials.in(before) || !deniedBefore.MatchString(before)) && !disownedBox(s, from) {
			return boxes[:n]
		}
	}
	return nil
}

// disownedBox says that the sentence a box stands in gives it for another's answer,
// for that of a case that is not so, or takes it back beforehand.
func disownedBox(s string, from int) bool {
	lead := sentenceLead(s, from)
	if len(lead) < 4 {
		return false
	}
	return words.MayDisown(lead) && words.Disowns(maskMaths(lead)) || strings.Contains(lead, " would ") && contrary(s[:from])
}

// maskMaths is s with its digits and marks of mathematics as blanks; a value ends
// what is said before it.
func maskMaths(s string) string {
	if k := strings.LastIndexAny(s, "0123456789="); k >= 0 {
		s = s[k+1:]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`$\()[]{}`, r) {
			return ' '
		}
		return r
	}, s)
}

// runeStart is i, or the start of the rune that i lies in; never less than 0.
func runeStart(s string, i int) int {
	i = max(0, i)
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}

// offered reads the text between two boxes that joiner holds for reasoning: it
// is rival when the text ends by offering the second for the first.
func offered(s string) join {
	if len(s) > joinerBytes {
		return apart
	}
	if offeredBefore.MatchString(s) || onCondition.MatchString(s) || nextItem.MatchString(s) {
		return rival
	}
	return apart
}

// correction is the answer that stands behind a word of correction right after
// an announced one ("5. Actually, 6."), when nothing else is in its sentence. An
// option's letter counts as an answer.
func (v view) correction(i int) (Offer, bool) {
	s := v.text
	for i < len(s) && (space(s[i]) || s[i] == '.' || s[i] == '?' || s[i] == ',' || s[i] == ';' || s[i] == '!') && s[i] != '\n' {
		i++
	}
	if i >= len(s) {
		return Offer{}, false
	}
	n := retraction(s[i:])
	if n == 0 {
		n = orWord(s[i:])
	}
	if n == 0 {
		return Offer{}, false
	}
	for i += n; i < len(s) && (space(s[i]) || s[i] == ',' || s[i] == ':'); {
		i++
	}
	end := sentenceEnd(s, i, min(len(s), i+joinerBytes))
	from, to := trimSentence(s, i, end)
	if from >= to || prose(s[from:to]) {
		return Offer{}, false
	}
	letterAlone := to-from == 1 && s[from] >= 'A' && s[from] <= 'J'
	if !letterAlone && !hasValue(s[from:to]) {
		return Offer{}, false
	}
	return v.offer(from, to), true
}

// overruled is the answer announced behind a box that is part of a program: what
// the program prints is not said.
func (v view) overruled(b box) (Offer, bool) {
	s := v.text
	if rest := s[b.to:]; ascii(rest) && !hasValue(rest) {
		return Offer{}, false // nothing is announced there
	}
	if strings.Count(s[:b.from], "```")%2 == 0 {
		return Offer{}, false
	}
	r := v.slice(max(b.to, runeStart(s, len(s)-proseWindow)), len(s)).lastAnchor(false)
	o := r.Offer
	if r.Number != "" {
		o.Text = r.Number
	}
	return o, r.Found && hasValue(o.Text) && !prose(o.Text)
}

// hasValue says that s holds a digit or mathematics.
func hasValue(s string) bool {
	for i := 0; i < len(s); i++ {
		if digit(s[i]) || s[i] == '\\' || s[i] == '$' || s[i] == '^' || s[i] == '+' {
			return true
		}
	}
	return false
}
