package extract

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/units"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// announced reads the answer that an anchor announces at offset i: a display,
// a list of bullets, or one sentence. It returns where reading ended.
func (v view) announced(i int) (Result, int) {
	s := v.text
	if i >= len(s) {
		return Result{}, i
	}
	if to, ok := displayEnd(s, i); ok {
		end := i + to
		// Text behind the display on the same line belongs to the sentence.
		if stop := sentenceEnd(s, end, lineEnd(s, end)); !isBlank(strings.Trim(s[end:stop], ".。,*_")) {
			return sentence(v, i, stop), stop
		}
		return v.result(RuleAnchor, i, end), end
	}
	if s[i] == '"' {
		if k := strings.IndexByte(s[i+1:lineEnd(s, i)], '"'); k > 0 {
			return v.result(RuleAnchor, i+1, i+1+k), i + k + 2
		}
	}
	if strings.HasPrefix(s[i:], "```") {
		if k := strings.IndexByte(s[i:], '\n'); k >= 0 {
			if e := strings.Index(s[i+k:], "```"); e >= 0 {
				return v.result(RuleAnchor, i+k, i+k+e), i + k + e + 3
			}
		}
	}
	if minus := s[i] == '-' && i > 0 && s[i-1] != '\n' && !strings.HasPrefix(skipLine(s, i), "- "); !minus && bulletLen(s[i:]) > 0 || numbered(s[i:]) {
		return v.bullets(i)
	}
	end := sentenceEnd(s, i, len(s))
	return sentence(v, i, end), end
}

// skipLine is what follows the line of s[i:].
func skipLine(s string, i int) string { return strings.TrimLeft(s[lineEnd(s, i):], " \n") }

// maxBullets bounds the lines of a bullet list that are read as one answer.
const maxBullets = 64

// bullets reads a list of bullets as one comma list.
func (v view) bullets(i int) (Result, int) {
	s := v.text
	var parts []string
	from, to := i, i
	for len(parts) < maxBullets {
		n := bulletLen(s[i:])
		if mark := strconv.Itoa(len(parts)+1) + ". "; strings.HasPrefix(s[i:], mark) {
			n = len(mark)
		}
		if n == 0 {
			break
		}
		end := lineEnd(s, i)
		o := v.offer(i+n, end)
		if o.Text == "" {
			break
		}
		parts = append(parts, strings.TrimRight(o.Text, ",;. "))
		to = end
		i = min(len(s), end+1)
		i = skipSpace(s, i)
	}
	r := v.result(RuleAnchor, from, to)
	r.Text = strings.Join(parts, ", ")
	return r, to
}

// numbered says that s begins with the lines of a numbered list.
func numbered(s string) bool {
	k := lineEnd(s, 0)
	return strings.HasPrefix(s, "1. ") && k < len(s) && strings.HasPrefix(strings.TrimLeft(s[k:], " \n"), "2. ")
}

// bulletLen is the length of the bullet that s begins with, or 0.
func bulletLen(s string) int {
	for _, b := range [...]string{"- ", "* ", "• ", "+ "} {
		if strings.HasPrefix(s, b) {
			return len(b)
		}
	}
	return 0
}

// displays are the maths delimiters that may span lines.
var displays = []struct{ open, shut string }{
	{"$$", "$$"}, {`\[`, `\]`}, {`\begin{equation}`, `\end{equation}`}, {`\begin{equation*}`, `\end{equation*}`}, {`\begin{align*}`, `\end{align*}`}, {`\begin{align}`, `\end{align}`}, {`\(`, `\)`},
}

// displayEnd is the length of the maths display that s[i:] begins with.
func displayEnd(s string, i int) (int, bool) {
	for _, d := range displays {
		if !strings.HasPrefix(s[i:], d.open) {
			continue
		}
		// The next opening bounds the search, so that a text of openings
		// without an end is still read in linear time.
		rest := s[i+len(d.open):]
		if d.open != d.shut {
			if k := strings.Index(rest, d.open); k >= 0 {
				rest = rest[:k]
			}
		}
		if k := strings.Index(rest, d.shut); k >= 0 {
			return k + len(d.open) + len(d.shut), true
		}
	}
	return 0, false
}

// sentenceEnd is where the sentence at s[i:limit] ends: before a full stop that
// is followed by white space or nothing, before a line end, before an
// ideographic stop. Full stops inside maths are passed over.
func sentenceEnd(s string, i, limit int) int {
	for j := i; j < limit; j++ {
		switch s[j] {
		case '\n':
			return j
		case '!':
			if j > i && (j+1 == len(s) || space(s[j+1])) && !digit(s[j-1]) && !letter(s[j-1]) && s[j-1] != ')' {
				return j
			}
		case '?':
			if j+1 == len(s) || space(s[j+1]) {
				return j
			}
		case '.':
			if fullStop(s, i, j) {
				return j
			}
		case '\\':
			// \( ... \) and \[ ... \] on one line
			if n, ok := displayEnd(s[:limit], j); ok {
				if k := strings.IndexByte(s[j:j+n], '\n'); k < 0 || s[j+1] == '[' {
					j += n - 1
				}
			} else if j+1 < limit && (s[j+1] == '!' || s[j+1] == '.') {
				j++ // a command, no stop
			}
		case '$':
			if k := dollarSpan(s[:limit], j); k > 0 {
				j += k - 1
			}
		case 0xE3: // 。
			if strings.HasPrefix(s[j:], "。") {
				return j
			}
		case 0xE0: // the danda ends a sentence in Hindi and Bengali
			if strings.HasPrefix(s[j:], "।") {
				return j
			}
		case 0xEF: // ．
			if strings.HasPrefix(s[j:], "．") && (j+3 == len(s) || space(s[j+3])) {
				return j
			}
		}
	}
	return limit
}

// abbreviations end in a full stop that ends no sentence.
var abbreviations = []string{"approx", "i.e", "e.g", "sq", "cu", "ft", "in", "no", "p.m", "a.m", "ca", "vs", "hr", "hrs", "min", "sec", "lb", "lbs", "oz", "u.s", "dr", "mr", "mrs", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}

// retractions are the words that begin a sentence in which an answer just given
// is taken back.
var retractions = words.Listed(words.Retracts)

// retraction is the length of the retraction that s begins with, or 0.
func retraction(s string) int {
	for _, w := range retractions {
		if hasFold(s, w) && (len(s) == len(w) || !letter(s[len(w)])) {
			return len(w)
		}
	}
	return 0
}

// fullStop says that the stop at s[j] ends the sentence that began at i.
func fullStop(s string, i, j int) bool {
	k := j + 1
	for k < len(s) && (s[k] == '*' || s[k] == '"' || s[k] == ')' || s[k] == '_') {
		k++
	}
	if k < len(s) && !space(s[k]) {
		return false
	}
	if hasFold(s[max(i, j-3):], "i.e") {
		return false
	}
	rest := skipSpace(s, k)
	if rest >= len(s) || s[rest] >= 'A' && s[rest] <= 'Z' || s[rest] == '\\' || s[rest] == '*' || s[rest] == '#' {
		// A stop before a capital ends the sentence unless it is an option's
		// letter and its text: "B. Paris".
		return !(j == i+1 && s[i] >= 'A' && s[i] <= 'Z' && rest < len(s) && lineEnd(s, j) > rest) || retraction(s[rest:]) > 0 || words.OpensAgain(s[rest:])
	}
	w := j
	for w > i && (letter(s[w-1]) || s[w-1] == '.') {
		w--
	}
	for _, a := range abbreviations {
		if strings.EqualFold(s[w:j], a) {
			return false
		}
	}
	return true
}

// dollarBytes bounds a maths span between single dollar signs.
const dollarBytes = 1 << 14

// dollarSpan is the length of the maths span $...$ that s[i:] begins with, or
// 0 when the sign is a currency's: the content must not begin or end with a
// blank on one side only, and holds no words outside commands.
func dollarSpan(s string, i int) int {
	if i > 0 && s[i-1] == '\\' {
		return 0
	}
	open := 1
	if strings.HasPrefix(s[i:], "$$") {
		open = 2
	}
	from := i + open
	limit := min(len(s), from+dollarBytes)
	for j := from; j < limit; j++ {
		switch s[j] {
		case '\\':
			j++
		case '\n':
			if open == 1 && j+1 < limit && s[j+1] == '\n' {
				return 0
			}
		case '$':
			if j == from {
				return 0
			}
			if open == 2 && !strings.HasPrefix(s[j:], "$$") {
				return 0
			}
			in := s[from:j]
			if open == 1 && (space(in[0]) != space(in[len(in)-1]) || plainWords(in) > 0) {
				return 0
			}
			return j + open - i
		}
	}
	return 0
}

// plainWords counts the words of three letters or more in s that stand outside
// LaTeX commands and their text arguments.
func plainWords(s string) int {
	n := 0
	for i := 0; i < len(s); {
		switch {
		case s[i] == '\\':
			j := i + 1
			for j < len(s) && letter(s[j]) {
				j++
			}
			name := s[i+1 : j]
			if textCommand(name) && j < len(s) && s[j] == '{' {
				if end := groupEnd(s, j); end > 0 {
					j = end
				}
			}
			i = max(j, i+2)
		case letter(s[i]):
			j := i
			for j < len(s) && letter(s[j]) {
				j++
			}
			if j-i >= 3 && !functionName(s[i:j]) {
				n++
			}
			i = j
		default:
			i++
		}
	}
	return n
}

func textCommand(name string) bool {
	switch name {
	case "text", "textbf", "textit", "textrm", "mathrm", "mathbf", "mbox", "operatorname", "textsf", "texttt", "mathit", "mathsf", "begin", "end", "color", "textcolor":
		return true
	}
	return false
}

func functionName(w string) bool {
	switch strings.ToLower(w) {
	case "sin", "cos", "tan", "cot", "sec", "csc", "log", "exp", "sqrt", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "gcd", "lcm", "max", "min", "mod", "abs", "det", "lim", "inf", "sup", "deg", "asin", "acos", "atan", "floor", "ceil", "frac", "cis", "binom", "sum", "int", "infty", "oo", "union", "pmod", "matrix", "theta", "alpha", "beta", "sgn", "ln", "arg", "dx", "dy", "dt", "dz", "du", "dr", "ds":
		return true
	}
	return false
}

// negations are the words of a sentence that make its number something else
// than the answer.
var negations = words.Listed(words.Negates)

// sentenceBytes bounds a sentence that is searched for its only number; one
// that is longer is not prose but an answer of many digits, or noise.
const sentenceBytes = 1 << 12

// sentence reads the answer out of text[i:j]. When it is prose with exactly one
// number, or exactly one maths span and no number outside, that is the answer;
// a unit behind a number goes with it.
func sentence(v view, i, j int) Result {
	i, j = trimSentence(v.text, i, j)
	if i >= j {
		return Result{}
	}
	s := v.text[i:j]
	if k := contrasted(s); k > 0 {
		return sentence(v, i+k, j)
	}
	if k := strings.Index(s, "; "); k > 0 && len(s) < sentenceBytes && !prose(s[:k]) && hasValue(s[:k]) && prose(s[k:]) {
		return sentence(v, i, i+k) // what follows is read as the text behind
	}
	if k := setApart(s); k > 0 {
		r := sentence(v, i, i+k)
		if r.Found && approximated(s[k:]) {
			if a := strings.IndexAny(s[k:], "0123456789"); a >= 0 {
				_, b := numberAt(s, k+a)
				r.Rivals = append(r.Rivals, v.offer(i+k+a, i+b))
			}
		}
		return r
	}
	if k := contrast(s); k > 0 {
		return sentence(v, i, i+k)
	}
	if len(s) > sentenceBytes || !prose(s) {
		r := v.result(RuleAnchor, i, j)
		if lead, _ := utf8.DecodeRuneInString(s); ideographic(lead) && !negated(s) {
			// 一共有72个: too few characters to be prose.
			if a, b, ok := soleNumber(s); ok {
				r.Number = v.offer(i+a, i+b).Text
			}
		}
		return r
	}
	if k := explanation(s); k > 0 {
		a, b := trimSentence(v.text, i, i+k)
		if a < b && !prose(v.text[a:b]) {
			return v.result(RuleAnchor, a, b)
		}
		if a < b && !negated(v.text[a:b]) && digit(v.text[a]) {
			if x, y, ok := soleNumber(v.text[a:b]); ok {
				r := v.result(RuleAnchor, i, j)
				r.Number = v.offer(a+x, a+y).Text
				return r
			}
		}
	}
	if negated(s) {
		return v.result(RuleAnchor, i, j)
	}
	r := v.result(RuleAnchor, i, j)
	if a, b, ok := soleSpan(s); ok {
		r.Number = v.offer(i+a, i+b).Text
	} else if a, b, ok := soleNumber(s); ok {
		r.Number = v.offer(i+a, i+b).Text
	}
	return r
}

// setApart is where a bracket at the end of a sentence begins that only says what the
// answer is not, or what it is nearly, or 0: "7 (and not 8)", "9π cm (≈ 28.27)".
func setApart(s string) int {
	if len(s) > 2*joinerBytes || !strings.HasSuffix(s, ")") && !strings.HasSuffix(s, "）") {
		return 0
	}
	k := strings.LastIndexAny(s, "(（")
	if k <= 0 {
		return 0
	}
	in := strings.TrimLeft(s[k:], "(（ $\\")
	for _, w := range [...]string{"and not ", "not ", "≈", "approx", "about ", "roughly ", "around ", "约", "大约", "environ ", "etwa ", "ungefähr ", "ca. ", "aprox", "≃"} {
		if hasFold(in, w) && strings.ContainsAny(in, "0123456789") {
			return k
		}
	}
	return 0
}

// trimSentence leaves blanks, markdown and closing stops out of text[i:j].
func trimSentence(s string, i, j int) (int, int) {
	for _, tick := range [...]string{"✅", "✓", "✔", "☑", "🎉", "👍"} {
		if t := strings.TrimRight(s[i:j], " *"); strings.HasSuffix(t, tick) {
			j = i + len(t) - len(tick)
		}
	}
	quoted := strings.Count(s[i:j], `"`) > 1 // one alone is a sign of inches
	for i < j && (space(s[i]) || s[i] == '*' && !(i+1 < j && space(s[i+1])) || s[i] == '"' || s[i] == '`') {
		i++
	}
	if i+2 < j && s[i] == '_' && (digit(s[i+1]) || s[i+1] == '$') && strings.HasSuffix(strings.TrimRight(s[i+2:j], " .*\n"), "_") {
		i++ // _42_
	}
	for i < j && (space(s[j-1]) || strings.IndexByte("*`,;", s[j-1]) >= 0 && (j < 2 || s[j-2] != '^') || s[j-1] == '"' && quoted || s[j-1] == '.' && (j < 2 || s[j-2] != '.') || s[j-1] == '_' && (j < 2 || s[j-2] != '_')) {
		j--
	}
	if j-i < sentenceBytes && j > i && s[j-1] == '}' && strings.Count(s[i:j], "}") > strings.Count(s[i:j], "{") {
		j-- // the end of a JSON object
	}
	for _, w := range copulas {
		if k := len(w); j-i > k && s[j-k:j] == w {
			j -= k
			break
		}
	}
	return i, j
}

// copulas end a Japanese or Korean sentence after its answer.
var copulas = []string{" है", "になります", "である", "です", "だ", "입니다", "이다"}

// explanation is where a sentence stops giving the answer and starts to
// explain it, or 0.
func explanation(s string) int {
	best := 0
	for _, w := range [...]string{", because ", " because ", ", since ", " since ", ", as ", ", which ", ", where ", ", so ", ", thus ", ", hence ", ", therefore ", ", for a total", ", given that", ", given ", ", with ", ", when ", ", i.e", " — ", " – ", "，因为", "，所以", ", and this ", ", and it ", " after ", ", obtained ", " by ", ", giving", ", meaning"} {
		if k := indexFold(s, w); k > 0 && (best == 0 || k < best) && !(w == ", i.e" && strings.ContainsAny(s[k:], "0123456789$\\")) {
			best = k
		}
	}
	return best
}

func negated(s string) bool {
	for _, w := range negations {
		k := indexFold(s, w)
		if k < 0 {
			continue
		}
		for k >= 0 {
			end := k + len(w)
			before, _ := utf8.DecodeLastRuneInString(s[:k])
			after, _ := utf8.DecodeRuneInString(s[end:])
			r, _ := utf8.DecodeRuneInString(w)
			if w == "non" && !strings.HasPrefix(s[end:], " ") { // non-negative
				break
			}
			if ideographic(r) || w == "n't" || (k == 0 || !unicode.IsLetter(before)) && (end == len(s) || !unicode.IsLetter(after)) {
				return true
			}
			next := indexFold(s[end:], w)
			if next < 0 {
				break
			}
			k = end + next
		}
	}
	return false
}

// prose says that s holds words that are neither maths nor units nor a bare
// joiner, so that it can't be an answer as it stands.
func prose(s string) bool {
	n := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '$':
			if k := dollarSpan(s, i); k > 0 {
				i += k
				continue
			}
			i++
		case r == '\\':
			if k, ok := displayEnd(s, i); ok {
				i += k
				continue
			}
			j := i + 1
			for j < len(s) && letter(s[j]) {
				j++
			}
			if textCommand(s[i+1:j]) && j < len(s) && s[j] == '{' {
				if end := groupEnd(s, j); end > 0 {
					j = end
				}
			}
			i = max(j, i+2)
		case unicode.IsLetter(r):
			j := i
			for j < len(s) {
				r, size := utf8.DecodeRuneInString(s[j:])
				if !unicode.IsLetter(r) && r != '\'' {
					break
				}
				j += size
			}
			if w := s[i:j]; proseWord(w) {
				n++
			}
			i = j
		default:
			i += size
		}
	}
	return n > 0
}

// proseWord says that a word belongs to prose: two letters or more, no
// function, no unit, no joiner, or a run of ideographs longer than a unit.
func proseWord(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	if ideographic(r) {
		return utf8.RuneCountInString(w) > 4
	}
	if len(w) < 2 || functionName(w) || units.Known(w) {
		return false
	}
	switch strings.ToLower(w) {
	case "and", "or", "pi", "percent", "am", "pm":
		return false
	}
	return true
}
