package text

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verireward/verireward/reward"
)

// ChoiceOptions configure Choice.
type ChoiceOptions struct {
	// Letters are the letters of the options, in their order; empty means
	// A to J.
	Letters string `yaml:"letters" json:"letters"`
	// ChoicesField names the member of Sample.Meta that lists the options'
	// texts; empty means "choices". It may be missing.
	ChoicesField string `yaml:"choices_field" json:"choices_field"`
}

// Choice is 1 where the completion chooses the gold option, and else 0. The
// choice is what the last \boxed{}, else the last answer block, else what
// follows the last "answer is", "answer:" or the like on its line, else the
// whole text says, after any closed think block. It must be one letter of the
// alphabet, bare or bracketed, or a letter with its option's text, or an
// option's whole text where the sample lists them. Two letters are hedging and
// choose nothing; a letter inside a sentence is a word ("A good idea").
func Choice(o ChoiceOptions) (reward.Reward, error) {
	if o.Letters == "" {
		o.Letters = "ABCDEFGHIJ"
	}
	letters := []rune(strings.ToUpper(o.Letters))
	for i, r := range letters {
		if !unicode.IsLetter(r) || slices.Contains(letters[:i], r) {
			return nil, specError("choice: the letters %q are not an alphabet", o.Letters)
		}
	}
	return scored("choice", func(s *reward.Sample) (reward.Result, error) {
		answers, err := golds(s)
		if err != nil {
			return reward.Result{}, err
		}
		c := chooser{letters: letters, texts: choiceTexts(s, o.ChoicesField)}
		var right []rune
		for _, a := range answers {
			if r, ok := c.read(a); ok {
				right = append(right, r)
			}
		}
		if len(right) == 0 {
			return reward.Result{}, reward.OtherGold("the gold answer %s is none of the options", quote(answers[0]))
		}
		got, ok := c.find(s.Completion.Last())
		switch {
		case !ok:
			return reward.Val(0, "chooses no option"), nil
		case slices.Contains(right, got):
			return reward.Val(1, fmt.Sprintf("chooses %c", got)), nil
		}
		return reward.Val(0, fmt.Sprintf("chooses %c, not %c", got, right[0])), nil
	}), nil
}

// chooser reads options of one sample.
type chooser struct {
	letters []rune
	texts   []string
}

func choiceTexts(s *reward.Sample, field string) []string {
	list, ok := listOf(metaValue(s, field, "choices"))
	if !ok {
		return nil
	}
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = NormalSQuAD.Apply(plain(v))
	}
	return out
}

// answerAnchors are followed by an answer on the same line.
var answerAnchors = []string{"answer is", "answer:", "choice is", "option is", "答案是", "答案为", "答案：", "答案:", "选择", "故选"}

func (c chooser) find(completion string) (rune, bool) {
	text, ok := afterThink(completion)
	if !ok {
		return 0, false
	}
	if inner, ok := lastBoxed(text); ok {
		return c.read(inner)
	}
	if inner, ok := answerTag(text); ok {
		return c.read(inner)
	}
	if rest, ok := afterAnchor(text); ok {
		return c.read(rest)
	}
	return c.read(text)
}

// afterAnchor returns the rest of the line behind the last anchor.
func afterAnchor(text string) (string, bool) {
	lower := asciiLower(text)
	at := -1
	for _, anchor := range answerAnchors {
		if i := strings.LastIndex(lower, anchor); i >= 0 {
			at = max(at, i+len(anchor))
		}
	}
	if at < 0 {
		return "", false
	}
	line, _, _ := strings.Cut(strings.TrimLeft(text[at:], " \t\r\n*_:："), "\n")
	return line, true
}

// asciiLower keeps byte offsets, which strings.ToLower does not.
func asciiLower(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}, text)
}

// maxChoiceBytes bounds the text of one choice, the option's own text included.
const maxChoiceBytes = 4096

// read returns the one option text stands for.
func (c chooser) read(text string) (rune, bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxChoiceBytes {
		return 0, false
	}
	for _, wrapper := range []string{`\text{`, `\textbf{`, `\mathrm{`, `\mathbf{`} {
		if inner, ok := strings.CutPrefix(text, wrapper); ok {
			text = strings.TrimSuffix(inner, "}")
		}
	}
	if i := slices.Index(c.texts, NormalSQuAD.Apply(text)); i >= 0 && i < len(c.letters) {
		return c.letters[i], true
	}
	text = withoutGrounds(withoutLead(text))
	first, size := utf8.DecodeRuneInString(text)
	letter := unicode.ToUpper(first)
	place := slices.Index(c.letters, letter)
	if place < 0 {
		return 0, false
	}
	rest := text[size:]
	label := strings.TrimLeft(rest, "*_`$)]}）】.,:;\"'：。、 \t")
	if label == "" {
		return letter, true
	}
	if place < len(c.texts) && c.texts[place] == NormalSQuAD.Apply(label) {
		return letter, true
	}
	next, _ := utf8.DecodeRuneInString(rest)
	separated := strings.ContainsRune(")].:）】：。、", next) || strings.HasPrefix(rest, "*")
	if !separated || first != letter || len(c.texts) > place || c.another(label) {
		return 0, false
	}
	return letter, true
}

// choiceWrappers open a letter and carry no meaning.
const choiceWrappers = "*_`$([{（【\"' "

// withoutLead drops what may stand before the letter: brackets and a word for
// option.
func withoutLead(text string) string {
	text = strings.TrimLeft(text, choiceWrappers)
	for _, word := range []string{"option ", "choice ", "answer ", "选项"} {
		if len(text) > len(word) && strings.EqualFold(text[:len(word)], word) {
			text = strings.TrimLeft(text[len(word):], choiceWrappers)
		}
	}
	return text
}

// withoutGrounds drops the reasons that follow a choice, where other options
// may be named.
func withoutGrounds(text string) string {
	for _, word := range []string{" because ", " since ", " as ", ", because ", ", since ", ", as "} {
		text, _, _ = strings.Cut(text, word)
	}
	return text
}

// another reports whether text names an option: a letter of the alphabet that
// stands alone. The English article A does not.
func (c chooser) another(text string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		r, size := utf8.DecodeRuneInString(w)
		if size != len(w) || !slices.Contains(c.letters, r) {
			continue
		}
		if r != 'A' && r != 'I' || i == len(words)-1 {
			return true
		}
	}
	return false
}
