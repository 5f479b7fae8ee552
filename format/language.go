package format

import (
	_ "embed" // the word lists
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/verireward/verireward/reward"
)

//go:embed languages.txt
var languageData string

// script is a writing system. Kana stands for Japanese as a whole.
type script uint8

const (
	scriptOther script = iota
	scriptLatin
	scriptHan
	scriptCyrillic
	scriptKana
	scriptHangul
	scriptArabic
	scriptDevanagari
	scriptThai
	scriptGreek
	scriptHebrew
	scriptBengali
	scriptTamil
	scriptTelugu
	scriptKannada
	scriptMalayalam
	scriptGujarati
	scriptGurmukhi
	scriptCount
)

// scripts are the names of the scripts and the tables of their letters.
var scripts = [scriptCount]struct {
	name   string
	tables []*unicode.RangeTable
}{
	{"another script", nil},
	{"Latin", []*unicode.RangeTable{unicode.Latin}},
	{"Han", []*unicode.RangeTable{unicode.Han}},
	{"Cyrillic", []*unicode.RangeTable{unicode.Cyrillic}},
	{"Kana", []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana}},
	{"Hangul", []*unicode.RangeTable{unicode.Hangul}},
	{"Arabic", []*unicode.RangeTable{unicode.Arabic}},
	{"Devanagari", []*unicode.RangeTable{unicode.Devanagari}},
	{"Thai", []*unicode.RangeTable{unicode.Thai}},
	{"Greek", []*unicode.RangeTable{unicode.Greek}},
	{"Hebrew", []*unicode.RangeTable{unicode.Hebrew}},
	{"Bengali", []*unicode.RangeTable{unicode.Bengali}},
	{"Tamil", []*unicode.RangeTable{unicode.Tamil}},
	{"Telugu", []*unicode.RangeTable{unicode.Telugu}},
	{"Kannada", []*unicode.RangeTable{unicode.Kannada}},
	{"Malayalam", []*unicode.RangeTable{unicode.Malayalam}},
	{"Gujarati", []*unicode.RangeTable{unicode.Gujarati}},
	{"Gurmukhi", []*unicode.RangeTable{unicode.Gurmukhi}},
}

// scriptOf is the script of a letter.
func scriptOf(r rune) script {
	if r < 0x80 {
		return scriptLatin
	}
	for i := scriptLatin; i < scriptCount; i++ {
		for _, table := range scripts[i].tables {
			if unicode.Is(table, r) {
				return i
			}
		}
	}
	return scriptOther
}

// language is what is known of one language but its words.
type language struct {
	// id is the place in lexicon.languages.
	id     int
	code   string
	script script
	// worded: other languages share the script, so it takes words to tell.
	worded bool
}

// maxLanguages bounds the list of languages.
const maxLanguages = 40

// lexicon is the content of languages.txt.
type lexicon struct {
	languages []language
	// words and letters say which languages a word or a letter speaks for.
	words   map[string][]int
	letters map[rune]int
}

// theLexicon reads the word lists on first use.
var theLexicon = sync.OnceValue(func() *lexicon {
	x := &lexicon{words: map[string][]int{}, letters: map[rune]int{}}
	for line := range strings.Lines(languageData) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		head, words, _ := strings.Cut(line, ":")
		fields := strings.Fields(head)
		l := language{id: len(x.languages), code: fields[0], worded: trim(words) != ""}
		for i := range scripts {
			if scripts[i].name == fields[1] {
				l.script = script(i)
			}
		}
		if len(fields) > 2 {
			for _, r := range fields[2] {
				x.letters[r] = l.id
			}
		}
		for _, w := range strings.Fields(words) {
			x.words[w] = append(x.words[w], l.id)
		}
		x.languages = append(x.languages, l)
	}
	return x
})

// LanguageOptions configure Language.
type LanguageOptions struct {
	// Target is the code of the wanted language, such as "en" or "zh"; see
	// KnownLanguages.
	Target string `yaml:"target" json:"target"`
	// TargetFrom names the field of Sample.Meta, by its dotted path, that
	// holds the code; with it Target must be empty.
	TargetFrom string `yaml:"target_from" json:"target_from"`
	// Part is what is judged: "think" is the think block (or the completion up
	// to its closing tag), "response" what follows it, "" all of it.
	Part string `yaml:"part" json:"part"`
	// Full is the share from which on the value is 1; 0 means 1, so that the
	// value is the share itself.
	Full float64 `yaml:"full" json:"full"`
}

// KnownLanguages returns the codes of the languages that Language and
// DetectLanguage know.
func KnownLanguages() []string {
	var codes []string
	for _, l := range theLexicon().languages {
		codes = append(codes, l.code)
	}
	return codes
}

// Language is R1's language consistency: the share of words that are of the
// target language, divided by Full and at most 1. Code blocks, formulas, tags,
// URLs and names with digits or underscores are no words; in scripts without
// blanks two characters are one word.
//
// A word is of another language when its script is, and, among languages that
// share a script, when it stands in a sentence whose frequent words are those
// of another language. Nothing more is looked at: made-up words in the right
// script count as the target's. A text without a single word scores 0.
// Source: the DeepSeek-R1 paper, section 2.3.2.
func Language(o LanguageOptions) (reward.Reward, error) {
	if o.Full == 0 {
		o.Full = 1
	}
	if (o.Target == "") == (o.TargetFrom == "") || !(o.Full > 0 && o.Full <= 1) {
		return nil, specError("language: set one of target and target_from, and full between 0 and 1")
	}
	if o.Part != "" && o.Part != "think" && o.Part != "response" {
		return nil, specError("language: part is %s, want think or response", quote(o.Part))
	}
	if o.Target != "" && findLanguage(o.Target) == nil {
		return nil, specError("language: %s is not known; known are %s", quote(o.Target), strings.Join(KnownLanguages(), ", "))
	}
	return scored("language", func(s *reward.Sample) (reward.Result, error) {
		code := o.Target
		if code == "" {
			code, _ = s.Lookup("meta." + o.TargetFrom)
		}
		target := findLanguage(code)
		if target == nil {
			return reward.Result{}, reward.Errorf(reward.KindInput, "meta field %q: language %s is not known", o.TargetFrom, quoteShort(code))
		}
		c := countWords(partOf(s.Completion.Last(), o.Part), target)
		if c.all == 0 {
			return reward.Val(0, "no words"), nil
		}
		share := float64(c.target) / float64(c.all)
		reason := fmt.Sprintf("%.0f%% of the words are %s", 100*share, code)
		if c.other != "" {
			reason += ", others look " + c.other
		}
		return reward.Val(min(1, share/o.Full), reason), nil
	}), nil
}

// findLanguage finds a language by its code; a region behind it, as in zh-CN,
// does not matter.
func findLanguage(code string) *language {
	code, _, _ = strings.Cut(strings.ToLower(code), "-")
	all := theLexicon().languages
	for i := range all {
		if all[i].code == code {
			return &all[i]
		}
	}
	return nil
}

// partOf cuts out the part of a completion that is judged.
func partOf(text, part string) string {
	_, start, _ := afterThought(text)
	switch part {
	case "think":
		if start == 0 {
			return text
		}
		return strings.Replace(text[:start], "<think>", "", 1)
	case "response":
		return text[start:]
	}
	return text
}

// tally is what countWords counts, in half words.
type tally struct {
	target, all int
	// other is the language, or the script, that most of the rest looks like.
	other string
}

// countWords counts the words of text, and those of the target language.
func countWords(text string, target *language) tally {
	var t tally
	var languages [maxLanguages]int
	var foreign [scriptCount]int
	for s := range sentences(text) {
		if s.weight == 0 {
			continue
		}
		t.all += s.weight
		here := s.scripts[target.script]
		if target.script == scriptKana || target.script == scriptHangul {
			here += s.scripts[scriptHan]
		}
		main, most := s.mainScript()
		if guess := s.guess(main); guess != nil && guess.id != target.id && s.speaksFor(guess, target) {
			languages[guess.id] += most
			if guess.script == target.script || guess.script == scriptHan || guess.script == scriptKana {
				here = 0
			}
		} else if main != target.script {
			foreign[main] += most
		}
		t.target += here
	}
	best := 0
	for i, l := range theLexicon().languages {
		if languages[i] > best {
			t.other, best = l.code, languages[i]
		}
	}
	for i, n := range foreign {
		if n > best {
			t.other, best = scripts[i].name, n
		}
	}
	return t
}

// DetectLanguage says which language most of text is written in, and whether
// that is sure: the script decides, then frequent words. Short texts and
// languages it does not know are often not sure.
func DetectLanguage(text string) (code string, ok bool) {
	var whole sentence
	for s := range sentences(text) {
		whole.weight += s.weight
		for i, n := range s.scripts {
			whole.scripts[i] += n
		}
		for i, n := range s.hits {
			whole.hits[i] += n
		}
	}
	main, most := whole.mainScript()
	l := whole.guess(main)
	if l == nil || 2*most <= whole.weight {
		return "", false
	}
	return l.code, whole.leads(l)
}
