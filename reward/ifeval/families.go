package ifeval

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// check reports whether a text that is not blank follows, and says why.
type check = func(text string) (bool, string)

// family is one kind of instruction.
type family struct {
	id    string
	build func(a *args) check
}

func familyOf(id string) (family, bool) {
	i := slices.IndexFunc(families, func(f family) bool { return f.id == id })
	if i < 0 {
		return family{}, false
	}
	return families[i], true
}

// families are the published families, in the order of IFEval's registry.
var families = []family{
	{"keywords:existence", keywordsExistence},
	{"keywords:frequency", keywordsFrequency},
	{"keywords:forbidden_words", forbiddenWords},
	{"keywords:letter_frequency", letterFrequency},
	{"language:response_language", responseLanguage},
	{"length_constraints:number_sentences", numberSentences},
	{"length_constraints:number_paragraphs", numberParagraphs},
	{"length_constraints:number_words", numberWords},
	{"length_constraints:nth_paragraph_first_word", nthParagraphFirstWord},
	{"detectable_content:number_placeholders", numberPlaceholders},
	{"detectable_content:postscript", postscript},
	{"detectable_format:number_bullet_lists", numberBulletLists},
	{"detectable_format:constrained_response", constrainedResponse},
	{"detectable_format:number_highlighted_sections", numberHighlights},
	{"detectable_format:multiple_sections", multipleSections},
	{"detectable_format:json_format", jsonFormat},
	{"detectable_format:title", title},
	{"combination:two_responses", twoResponses},
	{"combination:repeat_prompt", repeatPrompt},
	{"startend:end_checker", endChecker},
	{"change_case:capital_word_frequency", capitalWordFrequency},
	{"change_case:english_capital", englishCapital},
	{"change_case:english_lowercase", englishLowercase},
	{"punctuation:no_comma", noComma},
	{"startend:quotation", quotation},
}

func counted(n int, what string) string { return fmt.Sprintf("%d %s", n, what) }

func keywordsExistence(a *args) check {
	keywords := a.texts("keywords")
	return func(text string) (bool, string) {
		lower := strings.ToLower(text)
		for _, k := range keywords {
			if countWhole(lower, strings.ToLower(k), 1) == 0 {
				return false, fmt.Sprintf("%q does not occur", k)
			}
		}
		return true, "all keywords occur"
	}
}

func keywordsFrequency(a *args) check {
	keyword := a.text("keyword")
	holds := a.relation("relation", a.count("frequency"))
	return func(text string) (bool, string) {
		n := countWhole(strings.ToLower(text), strings.ToLower(keyword), len(text))
		return holds(n), fmt.Sprintf("%q occurs %d times", keyword, n)
	}
}

func forbiddenWords(a *args) check {
	words := a.texts("forbidden_words")
	return func(text string) (bool, string) {
		lower := strings.ToLower(text)
		for _, w := range words {
			if countWhole(lower, strings.ToLower(w), 1) > 0 {
				return false, fmt.Sprintf("%q occurs", w)
			}
		}
		return true, "no forbidden word occurs"
	}
}

func letterFrequency(a *args) check {
	letter := strings.ToLower(strings.TrimSpace(a.text("letter")))
	holds := a.relation("let_relation", a.count("let_frequency"))
	if utf8.RuneCountInString(letter) > 1 {
		a.fail("the argument letter is %q", letter)
	}
	return func(text string) (bool, string) {
		n := strings.Count(strings.ToLower(text), letter)
		return holds(n), fmt.Sprintf("%q occurs %d times", letter, n)
	}
}

func responseLanguage(a *args) check {
	want, _, _ := strings.Cut(strings.ToLower(a.text("language")), "-")
	if a.language == nil {
		a.fail("no language detector is set")
	}
	return func(text string) (bool, string) {
		code, ok := a.language(text)
		if !ok {
			return false, "the language cannot be told"
		}
		code, _, _ = strings.Cut(strings.ToLower(code), "-")
		return code == want, fmt.Sprintf("the language is %s, asked for was %s", code, want)
	}
}

func numberSentences(a *args) check {
	holds := a.relation("relation", a.count("num_sentences"))
	return func(text string) (bool, string) {
		n := countSentences(text)
		return holds(n), counted(n, "sentences")
	}
}

func numberParagraphs(a *args) check {
	want := a.count("num_paragraphs")
	return func(text string) (bool, string) {
		ps := strings.Split(text, "***")
		n := 0
		for i, p := range ps {
			switch {
			case strings.TrimSpace(p) != "":
				n++
			case i > 0 && i < len(ps)-1:
				return false, "a blank paragraph between two dividers"
			}
		}
		return n == want, counted(n, "paragraphs")
	}
}

func numberWords(a *args) check {
	holds := a.relation("relation", a.count("num_words"))
	return func(text string) (bool, string) {
		n := 0
		for range strings.FieldsFuncSeq(text, func(r rune) bool { return !isWord(r) }) {
			n++
		}
		return holds(n), counted(n, "words")
	}
}

func nthParagraphFirstWord(a *args) check {
	want, nth := a.count("num_paragraphs"), a.count("nth_paragraph")
	word := strings.ToLower(strings.TrimSpace(a.text("first_word")))
	if nth < 1 || nth > want {
		a.fail("paragraph %d of %d", nth, want)
	}
	return func(text string) (bool, string) {
		var found string
		n := 0
		for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
			if strings.TrimSpace(p) == "" {
				continue
			}
			if n++; n == nth {
				found = firstWord(p)
			}
		}
		if n != want {
			return false, counted(n, "paragraphs")
		}
		return found == word, fmt.Sprintf("paragraph %d begins with %q", nth, found)
	}
}

func firstWord(paragraph string) string {
	word := strings.TrimLeftFunc(strings.Fields(paragraph)[0], func(r rune) bool { return !isWord(r) })
	if i := strings.IndexFunc(word, func(r rune) bool { return strings.ContainsRune(".,?!:;'\"*_)’”", r) }); i >= 0 {
		word = word[:i]
	}
	return strings.ToLower(word)
}

func numberPlaceholders(a *args) check {
	least := a.count("num_placeholders")
	return func(text string) (bool, string) {
		n := 0
		for rest := text; ; {
			_, after, ok := strings.Cut(rest, "[")
			if !ok {
				break
			}
			end := strings.IndexAny(after, "[]\n")
			if end >= 0 && after[end] == ']' && hasWord(after[:end]) {
				n++
			}
			rest = after
			if end > 0 {
				rest = after[end:]
			}
		}
		return n >= least, counted(n, "placeholders")
	}
}

func postscript(a *args) check {
	marker := strings.ToLower(strings.TrimSpace(a.text("postscript_marker")))
	tight := strings.Join(strings.Fields(marker), "")
	return func(text string) (bool, string) {
		for line := range strings.SplitSeq(strings.ToLower(text), "\n") {
			if postscriptIn(line, tight) {
				return true, "a postscript"
			}
		}
		return false, fmt.Sprintf("%q does not open a line or follow a sentence and say something", marker)
	}
}

// postscriptIn reports whether line holds the marker, at its start or behind the
// end of a sentence, and something after it.
func postscriptIn(line, tight string) bool {
	line = strings.TrimLeft(line, " \t*_>#")
	free := true
	for i := 0; i < len(line); i++ {
		if line[i] == ' ' || line[i] == '\t' {
			continue
		}
		if free && line[i] == tight[0] {
			if rest, ok := cutTight(line[i:], tight); ok && hasWord(rest) {
				return true
			}
		}
		free = strings.IndexByte(".!?)]\"*_", line[i]) >= 0 && i+1 < len(line) && line[i+1] == ' '
	}
	return false
}

// cutTight cuts the prefix tight off text, whatever blanks text has inside it
// ("p. s." for "p.s.").
func cutTight(text, tight string) (rest string, ok bool) {
	for tight != "" {
		if text == "" {
			return "", false
		}
		if text[0] == ' ' {
			text = text[1:]
			continue
		}
		if text[0] != tight[0] {
			return "", false
		}
		text, tight = text[1:], tight[1:]
	}
	return text, true
}

func numberBulletLists(a *args) check {
	want := a.count("num_bullets")
	return func(text string) (bool, string) {
		n := 0
		for line := range strings.SplitSeq(text, "\n") {
			if isBullet(strings.TrimLeft(line, " \t")) {
				n++
			}
		}
		return n == want, counted(n, "bullets")
	}
}

// isBullet reports whether line is a bullet that says something. The blank
// after its mark may be missing, as long as the line is no number, rule or
// highlight.
func isBullet(line string) bool {
	if len(line) < 2 || line[0] != '*' && line[0] != '-' || !hasWord(line[1:]) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(line[1:])
	switch {
	case next == ' ' || next == '\t':
		return true
	case line[0] == '*':
		return next != '*' && !strings.Contains(line[1:], "*")
	}
	return unicode.IsLetter(next)
}

// constrainedOptions are the answers IFEval allows.
var constrainedOptions = []string{"my answer is yes.", "my answer is no.", "my answer is maybe."}

func constrainedResponse(*args) check {
	return func(text string) (bool, string) {
		lower, found := strings.ToLower(text), 0
		for _, o := range constrainedOptions {
			if strings.Contains(lower, o) {
				found++
			}
		}
		return found == 1, counted(found, "of the allowed answers given")
	}
}

func numberHighlights(a *args) check {
	least := a.count("num_highlights")
	return func(text string) (bool, string) {
		n := 0
		for line := range strings.SplitSeq(text, "\n") {
			n += countHighlights(line)
		}
		return n >= least, counted(n, "highlights")
	}
}

// countHighlights counts *texts* and **texts** in a line; a bullet's asterisk
// opens none.
func countHighlights(line string) int {
	n, open := 0, -1
	for i := 0; i < len(line); {
		if line[i] != '*' {
			i++
			continue
		}
		start := i
		for i < len(line) && line[i] == '*' {
			i++
		}
		switch {
		case open >= 0 && strings.TrimSpace(line[open:start]) != "":
			n++
			open = -1
		case i < len(line) && line[i] != ' ':
			open = i
		}
	}
	return n
}

func multipleSections(a *args) check {
	splitter, least := strings.ToLower(strings.TrimSpace(a.text("section_spliter"))), a.count("num_sections")
	return func(text string) (bool, string) {
		seen := map[string]bool{}
		open := "" // the section whose content has not begun
		for line := range strings.SplitSeq(text, "\n") {
			number, rest, ok := sectionHead(line, splitter)
			switch {
			case ok && hasWord(rest):
				seen[number], open = true, ""
			case ok:
				open = number
			case open != "" && hasWord(line):
				seen[open], open = true, ""
			}
		}
		return len(seen) >= least, counted(len(seen), "sections")
	}
}

// sectionHead reads a line such as "**Section 2:** text".
func sectionHead(line, splitter string) (number, rest string, ok bool) {
	line = strings.ToLower(strings.TrimLeft(line, " \t*_#>"))
	rest, ok = strings.CutPrefix(line, splitter)
	if !ok {
		return "", "", false
	}
	rest = strings.TrimLeft(rest, " \t")
	n := 0
	for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
		n++
	}
	return rest[:n], rest[n:], n > 0
}

func jsonFormat(*args) check {
	return func(text string) (bool, string) {
		text = strings.TrimSpace(text)
		if rest, ok := strings.CutPrefix(text, "```"); ok {
			tag, body, _ := strings.Cut(rest, "\n")
			if tag = strings.ToLower(strings.TrimSpace(tag)); tag == "" || tag == "json" {
				text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(body), "```"))
			}
		}
		if text == "" || text[0] != '{' && text[0] != '[' {
			return false, "no JSON object or array"
		}
		if !json.Valid([]byte(text)) {
			return false, "not valid JSON"
		}
		return true, "valid JSON"
	}
}

func title(*args) check {
	return func(text string) (bool, string) {
		for line := range strings.SplitSeq(text, "\n") {
			_, after, ok := strings.Cut(line, "<<")
			if end := strings.LastIndex(after, ">>"); ok && end > 0 && hasWord(after[:end]) {
				return true, "a title"
			}
		}
		return false, "no <<title>>"
	}
}

func twoResponses(*args) check {
	return func(text string) (bool, string) {
		parts := strings.Split(text, "******")
		var kept []string
		for i, p := range parts {
			if p = strings.Trim(p, "* \t\r\n"); p != "" {
				kept = append(kept, p)
			} else if i > 0 && i < len(parts)-1 {
				return false, "a blank response between two dividers"
			}
		}
		if len(kept) != 2 {
			return false, counted(len(kept), "responses")
		}
		return kept[0] != kept[1], "two responses"
	}
}

func repeatPrompt(a *args) check {
	prompt := strings.ToLower(strings.TrimSpace(a.text("prompt_to_repeat")))
	return func(text string) (bool, string) {
		rest, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(text)), prompt)
		if !ok {
			return false, "does not begin with the request"
		}
		return hasWord(rest), "begins with the request"
	}
}

func endChecker(a *args) check {
	phrase := strings.ToLower(strings.TrimSpace(a.text("end_phrase")))
	return func(text string) (bool, string) {
		text = strings.ToLower(strings.Trim(strings.TrimSpace(text), `"`))
		return strings.HasSuffix(text, phrase), fmt.Sprintf("ends with %q is asked for", phrase)
	}
}

func capitalWordFrequency(a *args) check {
	holds := a.relation("capital_relation", a.count("capital_frequency"))
	return func(text string) (bool, string) {
		n := 0
		for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isWord(r) && r != '-' && r != '\'' && r != '’' }) {
			if upper, lower := cases(w); upper && !lower {
				n++
			}
		}
		return holds(n), counted(n, "words in capitals")
	}
}

func englishCapital(a *args) check {
	return func(text string) (bool, string) {
		upper, lower := cases(text)
		return upper && !lower && a.mayBe(text, "en"), "English in capital letters only is asked for"
	}
}

func englishLowercase(a *args) check {
	return func(text string) (bool, string) {
		upper, lower := cases(text)
		return lower && !upper && a.mayBe(text, "en"), "English in lower-case letters only is asked for"
	}
}

// mayBe reports whether text is in a language, as far as can be told.
func (a *args) mayBe(text, code string) bool {
	if a.language == nil {
		return true
	}
	got, ok := a.language(strings.ToLower(text))
	return !ok || got == code
}

// cases reports which cases of letters text has.
func cases(text string) (upper, lower bool) {
	for _, r := range text {
		upper = upper || unicode.IsUpper(r)
		lower = lower || unicode.IsLower(r)
		if upper && lower {
			break
		}
	}
	return upper, lower
}

// commas are the commas of all scripts with one.
const commas = ",，،、"

func noComma(*args) check {
	return func(text string) (bool, string) {
		if i := strings.IndexAny(text, commas); i >= 0 {
			return false, fmt.Sprintf("a comma at byte %d", i)
		}
		return true, "no comma"
	}
}

func quotation(*args) check {
	return func(text string) (bool, string) {
		text = strings.TrimSpace(text)
		ok := len(text) > 2 && text[0] == '"' && text[len(text)-1] == '"' && strings.Trim(text, `" `) != ""
		return ok, "the whole response in double quotation marks is asked for"
	}
}
