package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/words"
)

// wholeWords bounds the words of a text that may be one answer in words.
const wholeWords = 25

// whole takes the whole text when it reads as one answer: maths without prose,
// or one short sentence without maths spans.
func whole(v view) Result {
	s := v.text
	i, j := trimSentence(s, 0, len(s))
	i = skipOpening(s, i, j)
	if i >= j {
		return Result{}
	}
	t := s[i:j]
	if len(t) > proseWindow {
		// A bare answer of this size is a number or a formula on one line.
		if strings.IndexByte(t, '\n') >= 0 || strings.IndexByte(t, ' ') >= 0 && prose(t[:proseWindow]) {
			return Result{}
		}
		return v.result(RuleWhole, i, j)
	}
	if !oneLine(t) {
		if k := explained(t); k > 0 {
			return v.result(RuleWhole, i, i+k)
		}
		return v.equations(i, j)
	}
	if lead, _ := utf8.DecodeRuneInString(t); ideographic(lead) && !negated(t) && len(t) < sentenceBytes {
		r := v.result(RuleWhole, i, j)
		if a, b, ok := soleNumber(t); ok {
			r.Number = v.offer(i+a, i+b).Text // 共25人
		}
		if a, b, ok := nextSpan(t, 0); ok && strings.IndexByte(t[a:b], '=') >= 0 {
			if _, _, more := nextSpan(t, b); !more {
				r.Number = v.offer(i+a, i+b).Text // 直线方程为$y=x+1$
			}
		}
		return r
	}
	if !prose(t) {
		return v.result(RuleWhole, i, j)
	}
	if truth(t) {
		return v.result(RuleWhole, i, j)
	}
	if stop := sentenceEnd(t, 0, len(t)); !isBlank(strings.Trim(t[stop:], ".。!?")) || len(strings.Fields(t)) > wholeWords {
		return Result{}
	}
	if _, _, ok := nextSpan(t, 0); ok {
		return Result{}
	}
	r := v.result(RuleWhole, i, j)
	if k := predicate(t); k > 0 {
		r.Number = v.offer(i+k, j).Text
	}
	return r
}

var (
	misses   = words.Listed(words.Misses)
	outright = words.Listed(words.Outright)
)

// faulted says that s, the subject of a sentence, is something that is wrong.
func faulted(s string) bool {
	s = lower(s)
	for _, w := range misses {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// predicate is where the value starts in a sentence that only gives one, "The
// probability is 3/8", or 0.
func predicate(t string) int {
	at, subject := 0, ""
	for _, verb := range [...]string{" is ", " are ", " equals ", " = "} {
		k := strings.Index(t, verb)
		if k < 0 {
			continue
		}
		if at > 0 || strings.Contains(t[k+len(verb):], verb) {
			return 0
		}
		at, subject = k+len(verb), t[:k]
	}
	if at == 0 || words.Computed(subject) || prose(t[at:]) || negated(t) || faulted(t[:at]) || strings.ContainsAny(t[:at], "0123456789?") {
		return 0
	}
	return at
}

// explained is the length of the first line of t where that is an answer and
// the rest says that it explains it, or 0.
func explained(t string) int {
	k := lineEnd(t, 0)
	if prose(t[:k]) && !(len(t) > 2 && t[0] >= 'A' && t[0] <= 'Z' && strings.IndexByte(".):", t[1]) >= 0) {
		return 0
	}
	rest := strings.TrimLeft(t[k:], " \n\r*#_")
	for _, w := range [...]string{"because", "explanation", "reason", "since", "here's why", "here is why", "解析", "解释", "理由", "因为"} {
		if hasFold(rest, w) {
			return k
		}
	}
	return 0
}

// maxLines bounds the lines of a system that are read as one answer.
const maxLines = 8

// equations reads lines that each give a value to another name as one list.
func (v view) equations(i, j int) Result {
	lines := strings.Split(v.text[i:j], "\n")
	if len(lines) > maxLines {
		return Result{}
	}
	var parts []string
	seen := map[string]bool{}
	for _, line := range lines {
		line = Undress(strings.TrimRight(strings.TrimSpace(line), ",;\\"))
		if line == "" {
			continue
		}
		name, _, ok := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		if !ok || name == "" || len(name) > 4 || !letter(name[0]) || seen[name] || prose(line) {
			return Result{}
		}
		seen[name] = true
		parts = append(parts, line)
	}
	if len(parts) < 2 {
		return Result{}
	}
	r := v.result(RuleWhole, i, j)
	r.Text = strings.Join(parts, ", ")
	return r
}

// truth says that t is a truth word with its reasons behind it, in words only.
func truth(t string) bool {
	if len(t) > sentenceBytes || strings.ContainsAny(t, `0123456789\$`) {
		return false
	}
	for _, w := range [...]string{"yes", "no", "true", "false"} {
		if hasFold(t, w) && len(t) > len(w) && strings.IndexByte(".,!;:", t[len(w)]) >= 0 {
			return true
		}
	}
	return false
}

// skipOpening passes a word that opens a conclusion.
func skipOpening(s string, i, j int) int {
	for _, w := range [...]string{"therefore", "thus", "hence", "so", "finally", "因此", "所以"} {
		if !hasFold(s[i:j], w) {
			continue
		}
		k := i + len(w)
		if k < j && (s[k] == ',' || s[k] == ':') {
			k++
		} else if k >= j || s[k] != ' ' && letter(w[0]) {
			continue
		}
		if k = skipSpace(s, k); k < j {
			return k
		}
	}
	return i
}

// oneLine says that t is one line, or one display or environment over several.
func oneLine(t string) bool {
	k := strings.IndexByte(t, '\n')
	if k < 0 || strings.Contains(t, `\begin{`) {
		return true
	}
	if n, ok := displayEnd(t, 0); ok {
		return isBlank(strings.Trim(t[n:], ".,"))
	}
	if n := dollarSpan(t, 0); n > 0 && strings.HasPrefix(t, "$$") {
		return isBlank(strings.Trim(t[n:], ".,"))
	}
	return false
}

// nextSpan is the next maths span of s at or after i.
func nextSpan(s string, i int) (from, to int, ok bool) {
	for i < len(s) {
		k := 0
		switch s[i] {
		case '$':
			k = dollarSpan(s, i)
		case '\\':
			var display bool
			if k, display = displayEnd(s, i); !display {
				k = 0
			}
		}
		if k > 0 {
			return i, i + k, true
		}
		if s[i] == '\\' {
			i++
		}
		i++
	}
	return 0, 0, false
}

// lastSpan takes the last maths span of the text, with those before it that
// are joined to it by commas or "and". A sentence that says what the answer is
// not gives none.
func lastSpan(v view) Result {
	base := max(0, len(v.text)-proseWindow)
	for base < len(v.text) && !utf8.RuneStart(v.text[base]) {
		base++
	}
	s := v.text[base:]
	from, to, end := -1, -1, 0
	last := 0                  // where the last of the spans begins
	lastFrom, lastTo := -1, -1 // the spans before those
	for {
		a, b, ok := nextSpan(s, end)
		if !ok {
			break
		}
		if from < 0 || joiner(s[to:a]) == apart {
			lastFrom, lastTo, from = from, to, a
		}
		last, to, end = a, b, b
	}
	if from < 0 {
		return Result{}
	}
	if k := ratherThanAtEnd(s[:from]); k >= 0 {
		if lastTo < 0 || k != lastTo {
			return Result{} // what is meant stands outside maths
		}
		from, to, last = lastFrom, lastTo, lastFrom
	}
	start := strings.LastIndexAny(s[:from], ".\n") + 1
	if negatedOutright(s[start:from]) || formula(s[last:to]) && !words.BesideFormula(s[start:from], s[to:lineEnd(s, to)]) {
		return Result{}
	}
	return v.result(RuleSpan, base+from, base+to)
}

// lastBold takes the last line where that is bold as a whole and one answer, "**B**",
// and no other line is. A line before it that denies or offers it leaves none.
func lastBold(v view) Result {
	s := strings.TrimRight(v.text, " \t\r\n")
	at := strings.LastIndexByte(s, '\n') + 1
	in, ok := boldLine(s[at:])
	if at == 0 || !ok || at < len(s)-joinerBytes || prose(in) && !optionWithText(in) {
		return Result{}
	}
	before := s[max(0, at-proseWindow):at]
	for line := range strings.Lines(before) {
		if _, again := boldLine(strings.TrimRight(line, "\r\n")); again {
			return Result{} // a heading, or one of several
		}
	}
	before = strings.TrimRight(before, " \r\n")
	clause := before[strings.LastIndexAny(before, ".。\n")+1:]
	if negatedOutright(clause) || faulted(clause) || offeredBefore.MatchString(before[runeStart(before, len(before)-deniedBytes):]) {
		return Result{}
	}
	return v.result(RuleBold, at, len(s))
}

// boldLine is what a line holds that is bold as a whole.
func boldLine(line string) (string, bool) {
	line = strings.TrimSpace(line)
	in, ok := strings.CutPrefix(line, "**")
	in, ok2 := strings.CutSuffix(strings.TrimSuffix(in, "."), "**")
	return in, ok && ok2 && in != "" && !strings.Contains(in, "**")
}

// optionWithText says that s is an option's letter with its text: "B. Paris".
func optionWithText(s string) bool {
	s = strings.TrimPrefix(s, "(")
	return len(s) > 2 && s[0] >= 'A' && s[0] <= 'J' && strings.IndexByte(".):", s[1]) >= 0
}

// negatedOutright says that a clause denies what follows it.
func negatedOutright(s string) bool {
	low := " " + strings.ToLower(strings.ReplaceAll(s, "不同", "")) // 不同 is "different"
	for _, w := range outright {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// lastNumber takes the last number of the text.
func lastNumber(v view) Result {
	s := v.text
	for i := len(s) - 1; i >= 0; i-- {
		if !digit(s[i]) {
			continue
		}
		from := i
		for from > 0 && (digit(s[from-1]) || (s[from-1] == ',' || s[from-1] == '.') && from > 1 && digit(s[from-2])) {
			from--
		}
		from = firstGroup(s, from)
		a, b := numberAt(s, from)
		return v.result(RuleLast, a, max(b, from+blankGroups(s[from:])))
	}
	return Result{}
}

// firstGroup is where the numeral begins whose digits at s[i:] may be one of
// several groups, 1 250 000; it is i where they are not.
func firstGroup(s string, i int) int {
	at := i
	for _, sep := range groupBlanks {
		from := i
		for from >= len(sep)+1 && strings.HasSuffix(s[:from], sep) && digit(s[from-len(sep)-1]) && i-from < joinerBytes {
			k := from - len(sep)
			for k > 0 && digit(s[k-1]) && from-len(sep)-k < 4 {
				k--
			}
			from = k
			if blankGroups(s[from:]) > i-from && (from == 0 || !letter(s[from-1]) && strings.IndexByte("/^_.,", s[from-1]) < 0) {
				at = from
			}
		}
	}
	return at
}

// Undress takes the markdown, quotation marks, maths delimiters and closing
// stop off an answer.
func Undress(s string) string {
	if undressed(s) {
		return s
	}
	for range maxDressing {
		t := strings.TrimFunc(s, unicode.IsSpace)
		for _, d := range dressings {
			if t == "" || d.open != "" && t[0] != d.open[0] {
				continue
			}
			if len(t) > len(d.open)+len(d.shut) && strings.HasPrefix(t, d.open) && strings.HasSuffix(t, d.shut) {
				in := t[len(d.open) : len(t)-len(d.shut)]
				if !strings.Contains(in, d.open) && !strings.Contains(in, d.shut) {
					t = in
				}
			}
		}
		if n := len(t); n > 1 {
			if r, size := utf8.DecodeLastRuneInString(t); r == '.' && t[n-2] != '.' && t[n-2] != '\\' || r == '。' || r == '．' || r == ';' || r == ',' && t[n-2] != '\\' {
				if !(strings.HasSuffix(t, `\;`) || strings.HasSuffix(t, `\right.`)) {
					t = t[:n-size]
				}
			}
		}
		if t == s {
			break
		}
		s = t
	}
	return s
}

// undressed says that Undress finds nothing to take off s, by its ends: a
// letter, a digit, or a brace that ends no environment.
func undressed(s string) bool {
	if s == "" || s[0] <= ' ' || s[0] >= utf8.RuneSelf || s[0] == '*' {
		return false
	}
	last := s[len(s)-1]
	return letter(last) || digit(last) || last == '}' && !strings.HasPrefix(s, `\begin{`)
}

// maxDressing bounds the layers Undress takes off.
const maxDressing = 8

var dressings = []struct{ open, shut string }{
	{"$$", "$$"}, {"$", "$"}, {`\(`, `\)`}, {`\[`, `\]`}, {"**", "**"}, {"__", "__"}, {"*", "*"}, {"_", "_"}, {"```", "```"}, {"`", "`"},
	{`"`, `"`}, {"“", "”"}, {"'", "'"}, {"‘", "’"}, {"「", "」"}, {"『", "』"}, {"«", "»"}, {"**", ""}, {"", "**"},
	{`\begin{equation}`, `\end{equation}`}, {`\begin{equation*}`, `\end{equation*}`},
}

// Unescape makes the doubled backslashes of a JSON escape single. In an
// environment opened with a single backslash a doubled one ends a row and
// stays.
func Unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 || !strings.Contains(s, `\\`) {
		return s
	}
	if strings.Contains(s, `\\begin`) {
		return strings.ReplaceAll(s, `\\`, `\`)
	}
	if strings.Contains(s, `\begin`) || strings.Contains(s, `\substack`) {
		return s
	}
	var b strings.Builder
	from := 0
	for i := 0; i+2 < len(s); i++ {
		if s[i] == '\\' && s[i+1] == '\\' && escapable(s[i+2:]) {
			b.WriteString(s[from:i])
			from = i + 1
		}
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

// escapable says that a backslash before s makes a LaTeX command. Names of one
// letter are none: x=2\\\\y=3 is a line break between two equations.
func escapable(s string) bool {
	if letter(s[0]) {
		return len(s) > 1 && letter(s[1])
	}
	return escapedSign[s[0]]
}

// escapedSign are the signs that follow a backslash in LaTeX.
var escapedSign = func() (t [256]bool) {
	for _, c := range []byte(`{}()%$,;!:|&#_`) {
		t[c] = true
	}
	return t
}()
