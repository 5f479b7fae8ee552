package extract

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/units"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// What stands behind an answer is part of it: a writer who goes on to say that
// the answer is wrong, or to give another one, has not given it. The text behind
// is read sentence by sentence; each is mathematics or a remark, affirms the
// answer, opens it again, or takes it back, and may name a value where only an
// answer stands.

// Doubt is the place where the text behind an answer takes it back.
type Doubt struct {
	// Rule names what takes it back, "" if nothing does.
	Rule string
	// Start and End are bytes of the completion.
	Start, End int
}

// tailBytes bounds how much of each end of the text behind an answer is read. A
// verification, a summary and a closing formula together are shorter.
const tailBytes = 2 << 10

// maxSentences bounds the sentences behind an answer that are read.
const maxSentences = 64

// ReadBehind reads the text behind an answer that was found, into Rivals and Doubt.
// It costs more than finding the answer, and only a right one needs it.
func (r *Result) ReadBehind() {
	if r.in.text == "" {
		return
	}
	own := r.Doubt
	if r.Rivals, r.Doubt = r.in.behindFound(r); own.Rule != "" {
		r.Doubt = own
	}
}

// behindFound reads the text behind an answer that a rule found.
func (v view) behindFound(r *Result) ([]Offer, Doubt) {
	if r.End == v.end(len(v.text)) {
		return nil, Doubt{}
	}
	at, to := v.index(r.Start), v.index(r.End)
	switch r.Rule {
	case RuleBoxed:
		// The answer ends with its box and the boxes around it.
		for k := skipSpace(v.text, to); k < len(v.text) && v.text[k] == '}' && strings.Contains(v.text[max(0, at-joinerBytes):at], "box"); k = skipSpace(v.text, to) {
			to = k + 1
		}
	case RuleAnchor:
		if at < to {
			to = at + valueEnd(v.text[at:to], r.Number)
		}
	}
	return v.behind(r.Text, at, to)
}

// index is the offset in the view of an offset in the completion.
func (v view) index(at int) int {
	if len(v.cuts) == 0 {
		return max(0, min(at-v.base, len(v.text)))
	}
	return sort.Search(len(v.text), func(i int) bool { return v.end(i) >= at })
}

// valueEnd is where the value ends that the sentence s announces.
func valueEnd(s, number string) int {
	if number != "" {
		if k := strings.LastIndex(s, number); k >= 0 {
			return k + len(number)
		}
	}
	if digit(s[0]) {
		if _, to := numberAt(s, 0); to+1 < len(s) && (s[to] == ' ' && strings.IndexByte("([-", s[to+1]) >= 0 || s[to] == ';') {
			return to
		}
	}
	if _, to, ok := nextSpan(s, 0); ok && s[0] == '$' {
		return to
	}
	return len(s)
}

// behind reads the text behind an answer that ends at offset to; at is where its
// command or its value begins, and value what it is.
func (v view) behind(value string, at, to int) ([]Offer, Doubt) {
	s := v.text
	doubt := Doubt{}
	if to >= len(s) {
		return nil, doubt
	}
	if asked := strings.TrimLeft(s[to:], " $()}]*_\\"); strings.HasPrefix(asked, "?") {
		doubt = Doubt{Rule: "a question", Start: v.start(to), End: v.end(len(s) - len(asked) + 1)}
	}
	if !wordy(s[to:]) || closed(s[to:]) {
		return nil, doubt
	}
	t := tail{v: v, value: bareValue(value), worded: !hasDigit(value), open: doubt}
	t.letter = optionLetter(t.value)
	beside := " " + strings.TrimLeft(s[to:min(len(s), runeStart(s, to+joinerBytes))], "$ }*)\\")
	t.unit = strings.TrimSpace(beside[:units.Prefix(beside)])
	t.supposed = supposed(sentenceLead(s, at))
	inMaths := openMaths(s[runeStart(s, at-tailBytes):at])
	mid := len(s)
	if len(s)-to > 2*tailBytes {
		mid = to + strings.LastIndexAny(s[to:runeStart(s, to+tailBytes)], "\n. ") + 1
	}
	t.read(to, mid, true, inMaths)
	if mid < len(s) {
		from := runeStart(s, len(s)-tailBytes)
		if k := strings.IndexByte(s[from:], '\n'); k >= 0 {
			t.far = true
			t.read(from+k, len(s), false, "")
		}
	}
	if t.gone.Rule != "" {
		return t.rivals, t.gone
	}
	return t.rivals, t.open
}

// closing ends the answers of the few-shot prompt for MATH that most evaluations
// use, and so those of the models that learned from it.
const closing = "I hope it is correct."

// closed says that s is that sentence behind the end of a formula: the reader
// finds nothing in it.
func closed(s string) bool {
	head, ok := strings.CutSuffix(s, closing)
	return ok && len(head) <= len("$$. ") && strings.Trim(head, "$. ") == ""
}

// tail is the state of reading the text behind an answer.
type tail struct {
	v        view
	rivals   []Offer
	value    string
	worded   bool
	letter   bool   // the answer is an option's letter
	unit     string // the unit behind the answer
	supposed bool   // the answer is given for a case
	far      bool   // what is read stands far behind the answer
	asked    bool   // the last sentence was a question
	aside    bool   // another value was named
	open     Doubt  // the answer was opened again, and not affirmed since
	gone     Doubt  // it was taken back
}

// read reads text[i:j].
func (t *tail) read(i, j int, goes bool, inMaths string) {
	text := t.masked(i, j, inMaths)
	n := 0
	for k := 0; k < len(text) && n < maxSentences; n++ {
		end := sentenceStop(text, k)
		if wordy(text[k:end]) || strings.ContainsAny(text[k:end], "\x01\x02✓✔✅") {
			item := end < len(text) && text[end-1] == '.' && text[end] == ' ' && end-k <= 4 // of a numbered list
			t.sentence(text[k:end], i+k, goes, item)
			goes = false
		}
		goes = goes && !strings.ContainsAny(text[k:end], ".\n!?") && !strings.Contains(text[k:end], "。")
		k = end
	}
	t.announcements(i, j)
}

// sentence takes in one sentence, which stands at offset at; goes says that the
// answer stands in it, and item that it may be the number of an item.
func (t *tail) sentence(text string, at int, goes, item bool) {
	said := words.ReadBehind(words.Sentence{Text: text, Goes: goes, Aside: t.aside, Asked: t.asked, Worded: t.worded})
	t.asked = strings.HasSuffix(strings.TrimRight(text, " \n"), "?")
	switch said.Stance {
	case words.Confirms:
		t.open = Doubt{}
	case words.Hesitates:
		t.open = t.doubt(said.Rule, at+said.From, at+said.To)
	case words.Withdraws:
		if t.gone.Rule == "" {
			t.gone = t.doubt(said.Rule, at+said.From, at+said.To)
		}
	}
	if said.ValueTo > 0 {
		t.rival(at+said.Value, at+said.ValueTo, false)
	} else if a, b, ok := loneValue(text); ok && !goes && !item && !t.far {
		t.rival(at+a, at+b, true)
	}
	t.aside = t.aside || strings.IndexByte(text, words.Other) >= 0
}

func (t *tail) doubt(rule string, i, j int) Doubt {
	return Doubt{Rule: rule, Start: t.v.start(i), End: t.v.end(min(j, len(t.v.text)))}
}

// rival adds the value text[i:j] to those that are offered for the answer. One
// with a relation in it is a step of a calculation, and one said to be near is
// the same answer, rounded. lone says that it is
// all there is of its sentence.
func (t *tail) rival(i, j int, lone bool) {
	s := t.v.text
	j += magnitude(s[j:])
	if k := units.Prefix(s[j:]); k > 0 {
		if unit := strings.TrimSpace(s[j : j+k]); t.unit != "" && t.unit != unit && !strings.HasPrefix(unit, t.unit) && !strings.HasPrefix(t.unit, unit) {
			return // the same amount in another unit
		}
		j += k
	}
	o := t.v.offer(i, j)
	if k := strings.IndexByte(o.Text, '='); k > 0 && !lone && len(strings.TrimSpace(o.Text[:k])) == 1 && letter(o.Text[0]) {
		o.Text = strings.TrimSpace(o.Text[k+1:]) // x = 8
	}
	if len(t.rivals) == maxAlso || o.Text == "" || strings.ContainsAny(o.Text, "=<>≈≤≥~") || hasRelation(o.Text) || prose(o.Text) {
		return
	}
	t.rivals = append(t.rivals, o)
}

// relations are the commands of LaTeX that make a statement of a formula.
var relations = [...]string{`\approx`, `\le`, `\ge`, `\ne`, `\in`, `\equiv`, `\sim`, `\to`, `\implies`, `\Rightarrow`, `\dots`, `\ldots`, `\cdots`}

func hasRelation(s string) bool {
	for _, w := range relations {
		for from := 0; ; {
			k := strings.Index(s[from:], w)
			if k < 0 {
				break
			}
			from += k + len(w)
			if from >= len(s) || !letter(s[from]) || w == `\le` || w == `\ge` || w == `\ne` {
				if rest := s[from:]; !strings.HasPrefix(rest, "ft") && !strings.HasPrefix(rest, "g") {
					return true
				}
			}
		}
	}
	return false
}

// announcements takes in the answers that text[i:j] announces by tags, ####, and
// anchors.
func (t *tail) announcements(i, j int) {
	in := t.v.slice(i, j)
	if r := hashed(in, false); r.Found && hasDigit(r.Text) {
		t.add(r)
	}
	if r := tagged(in); r.Found {
		t.add(r)
	}
	if !ascii(in.text) || hasDigit(in.text) {
		for _, r := range in.anchors(t.supposed) {
			t.add(r)
		}
	}
}

// add adds what an announcement gives to the rivals.
func (t *tail) add(r Result) {
	o := r.Offer
	if r.Number != "" {
		o.Text = r.Number
	}
	if len(t.rivals) == maxAlso || !hasValue(o.Text) || prose(o.Text) || strings.ContainsAny(o.Text, "≈~") || hasRelation(o.Text) {
		return
	}
	if t.open.Rule != "" && o.Start > t.open.Start && t.value != "" && bareValue(o.Text) == t.value {
		t.open = Doubt{} // the same answer again
	}
	t.rivals = append(t.rivals, o)
}

// supposals are the words of a sentence in which an answer is not announced for
// the case in question.
var supposals = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`if had suppose supposing assuming assume when unless would were for general generally similarly likewise analogously example
		part case variant other another there original without where previous mistaken mistake common often many some people student students try exercise practice
		about approximately roughly around nearly approx decimal form rounded`) {
		m[w] = true
	}
	return m
}()

// anchors are the answers that anchors announce in the text; those for other cases
// are left out unless cases are asked for.
func (v view) anchors(cases bool) []Result {
	s := v.text
	var out []Result
	read := 0
	places := anchorPlaces(s, false)
	if near := anchorPlaces(s, true); len(near) > 0 {
		places = append(places, near...)
		sort.Slice(places, func(i, j int) bool { return places[i].at < places[j].at })
	}
	for _, p := range places {
		if p.at < read || len(out) == maxAlso {
			continue
		}
		from := bound(s, p.end, p.anchor)
		if from < 0 {
			continue
		}
		if disowned(s[:p.at]) || quoted(s[:p.at]) || words.SupposedIn(clause(s[:p.at])) || !cases && !words.Announces(clause(s[:p.at])) || !cases && supposed(sentenceLead(s, p.at)) || contrary(s[:p.at]) || !p.head(s, from) || supposed(s[p.end:from]) {
			continue
		}
		if p.anchor.kind == near && !words.Merit(lastWord(s[:p.at])) {
			continue
		}
		got, to := v.announced(from)
		read = max(from, to)
		if got.Found && !negated(s[from:to]) && (to >= len(s) || s[to] != '?') && !approximated(s[from:to]) {
			out = append(out, got)
		}
	}
	return out
}

// supposed says that the words about an anchor put a case that need not be the
// one in question.
func supposed(s string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if supposals[w] {
			return true
		}
	}
	return false
}

// lastWord is the last word of s in lower case.
func lastWord(s string) string {
	s = strings.TrimRight(s[runeStart(s, len(s)-joinerBytes):], " *_")
	return strings.ToLower(s[strings.LastIndexAny(s, " *_\n")+1:])
}

// approximated says that s gives a value that is only near.
func approximated(s string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch w {
		case "about", "approximately", "roughly", "around", "nearly", "approx", "circa", "ungefähr", "environ", "aproximadamente", "примерно":
			return true
		}
	}
	return strings.Contains(s, "≈") || strings.Contains(s, `\approx`) || strings.Contains(s, "约")
}

// wordy says that s holds a letter that is no part of a command.
func wordy(s string) bool {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			for i+1 < len(s) && letter(s[i+1]) {
				i++
			}
		case letter(s[i]) || s[i] >= utf8.RuneSelf || digit(s[i]):
			return true
		}
	}
	return false
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// bareValue is a value without what may stand around it.
func bareValue(s string) string {
	if len(s) > joinerBytes {
		return ""
	}
	return bareMaths.Replace(s)
}

// bareMaths drops what may stand around a value or within it and says nothing.
var bareMaths = strings.NewReplacer(`\dfrac`, "frac", `\tfrac`, "frac", `\text`, "", `\left`, "", `\right`, "",
	`\(`, "", `\)`, "", `\[`, "", `\]`, "", `\`, "", "$", "", " ", "", "{", "", "}", "", "(", "", ")", "", "*", "")

// openMaths is the mark that closes the mathematics which s ends in, or "".
func openMaths(s string) string {
	if k := strings.LastIndex(s, "\n\n"); k >= 0 && !strings.Contains(s[k:], "$") && !strings.Contains(s[k:], `\(`) && !strings.Contains(s[k:], `\[`) && !strings.Contains(s, `\begin{a`) {
		s = s[k:]
	}
	shut := ""
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if i+1 < len(s) {
				switch s[i+1] {
				case '(':
					shut = `\)`
				case '[':
					shut = `\]`
				case ')', ']':
					shut = ""
				case 'b':
					if rest := s[i:]; strings.HasPrefix(rest, `\begin{`) && shut == "" {
						if k := strings.IndexByte(rest, '}'); k > 0 {
							shut = `\end` + rest[len(`\begin`):k+1]
						}
					}
				case 'e':
					if strings.HasPrefix(shut, `\end`) && strings.HasPrefix(s[i:], shut) {
						shut = ""
					}
				}
			}
			i++
		case '$':
			double := strings.HasPrefix(s[i:], "$$")
			switch {
			case shut == "$$" && double:
				shut = ""
				i++
			case shut == "$":
				shut = ""
			case shut == "" && double:
				shut = "$$"
				i++
			case shut == "":
				shut = "$"
			}
		case '\n':
			if shut == "$" && i+1 < len(s) && s[i+1] == '\n' {
				shut = "" // a sign of money
			}
		}
	}
	return shut
}

// masked is text[i:j] with its values marked and the rest of its mathematics and
// its drawings blanked, byte for byte.
func (t *tail) masked(i, j int, inMaths string) string {
	s := t.v.text[i:j]
	b := []byte(s)
	blank := func(from, to int) {
		for k := from; k < to; k++ {
			b[k] = ' '
		}
	}
	mark := func(from, to int) {
		m := byte(words.Other)
		if t.value != "" && bareValue(s[from:to]) == t.value {
			m = words.TheSame
		}
		for k := from; k < to; k++ {
			b[k] = m
		}
	}
	k := 0
	if inMaths != "" {
		end := strings.Index(s, inMaths)
		if end >= 0 && (inMaths != "$" || end <= dollarBytes) {
			blank(0, end+len(inMaths))
			copyText(b, s[:end])
			k = end + len(inMaths)
		}
	}
	for k < len(s) {
		n := 0
		switch c := s[k]; {
		case c == '$':
			if n = dollarSpan(s, k); n == 0 {
				blank(k, k+1)
			}
		case c == '\\':
			if d, ok := displayEnd(s, k); ok {
				n = d
			} else if e := strings.Index(s[k:min(len(s), k+joinerBytes)], `\}`); strings.HasPrefix(s[k:], `\{`) && e > 0 {
				n = e + len(`\}`) // a set
			} else if strings.HasPrefix(s[k:], `\text{`) || strings.HasPrefix(s[k:], `\textbf{`) {
				e := strings.IndexByte(s[k:], '{') + 1
				blank(k, k+e)
				k += e
				continue
			} else {
				n = max(token(s, k)-k, 1)
				for k+n < len(s) && (s[k+n] == '^' || s[k+n] == '_') {
					e := token(s, k+n+1)
					if e == k+n+1 && s[k+n+1:] != "" && s[k+n+1] == '{' {
						e = max(groupEnd(s, k+n+1), k+n+2)
					}
					n = max(e-k, n+1)
				}
			}
		case digit(c):
			from, to := numberAt(s, k)
			from = max(from, 0)
			if from < k && (b[from] == words.Other || b[from] == words.TheSame) {
				from = k
			}
			if to < len(s) && (letter(s[to]) && to+1 < len(s) && !letter(s[to+1]) || s[to] == '^') {
				to++
			}
			mark(from, to)
			k = to
			continue
		case t.letter && c >= 'A' && c <= 'J' && standsAlone(s, k):
			n = 1
		case c == '[' && strings.HasPrefix(s[k:], "[asy]"):
			if e := strings.Index(s[k:], "[/asy]"); e > 0 {
				blank(k, k+e+len("[/asy]"))
				k += e + len("[/asy]")
				continue
			}
			blank(k, len(s))
			k = len(s)
			continue
		case c == '`' && strings.HasPrefix(s[k:], "```"):
			if e := strings.Index(s[k+3:], "```"); e > 0 {
				blank(k, k+e+6)
				k += e + 6
				continue
			}
		case c == '*' || c == '_' || c == '#' || c == '|' || c == '>' || c == '`' || c == 0 || c == 1 || c == 2:
			blank(k, k+1)
		}
		if n > 0 {
			mark(k, k+n)
			k += n
			continue
		}
		k++
	}
	return string(b)
}

// standsAlone says that the capital s[k] is an option's letter and no word.
func standsAlone(s string, k int) bool {
	if k > 0 && (letter(s[k-1]) || s[k-1] == '\'') || k+1 < len(s) && (letter(s[k+1]) || s[k+1] == '\'' || digit(s[k+1])) {
		return false
	}
	if s[k] != 'A' && s[k] != 'I' || k+2 >= len(s) || s[k+1] != ' ' {
		return s[k] != 'I' || k+1 < len(s) && s[k+1] == ')'
	}
	for _, w := range [...]string{"is ", "was ", "and ", "or ", "but ", "because ", "since "} {
		if strings.HasPrefix(s[k+2:], w) {
			return true
		}
	}
	return s[k] == 'A' && !letter(s[k+2])
}

// copyText puts the words of \text{...} groups of s back into b.
func copyText(b []byte, s string) {
	for i := 0; ; {
		k := strings.Index(s[i:], `\text{`)
		if k < 0 {
			return
		}
		from := i + k + len(`\text{`)
		n := strings.IndexByte(s[from:], '}')
		if n < 0 {
			return
		}
		copy(b[from:from+n], s[from:from+n])
		i = from + n
	}
}

// sentenceStop is behind the sentence that begins at s[i:].
func sentenceStop(s string, i int) int {
	for j := i; j < len(s); j++ {
		switch c := s[j]; {
		case c == '\n':
			return j + 1
		case c == '!' || c == '?':
			if j+1 == len(s) || s[j+1] != '!' && s[j+1] != '?' {
				return j + 1
			}
		case c == '.':
			if j+1 == len(s) || space(s[j+1]) || s[j+1] == ')' || s[j+1] == '"' {
				if fullStop(s, i, j) {
					return j + 1
				}
			}
		case c == 0xE3 && strings.HasPrefix(s[j:], "。"):
			return j + len("。")
		case c == 0xEF && (strings.HasPrefix(s[j:], "！") || strings.HasPrefix(s[j:], "？")):
			return j + len("！")
		}
	}
	return len(s)
}

// loneValue is the only thing in a sentence, if that is a value.
func loneValue(s string) (int, int, bool) {
	i, j := 0, len(s)
	for i < j && strings.IndexByte(" .\n\t", s[i]) >= 0 {
		i++
	}
	for j > i && strings.IndexByte(" .!\n\t", s[j-1]) >= 0 {
		j--
	}
	for k := i; k < j; k++ {
		if s[k] != words.Other {
			return 0, 0, false
		}
	}
	return i, j, i < j
}
