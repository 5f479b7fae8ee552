// Package words reads what answers say in words: numbers, dates, clock times,
// options, yes and no, and the names of things such as the empty set.
//
// Its functions are pure and look at bounded texts only: an answer in words is
// short, and what is longer than MaxBytes is not read.
package words

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// MaxBytes bounds the texts read as words: a paragraph.
const MaxBytes = 1 << 11

// textCommands are the LaTeX commands that set their argument as text.
var textCommands = map[string]bool{
	"text": true, "textbf": true, "textit": true, "textrm": true, "textsf": true, "texttt": true, "textup": true, "textnormal": true, "emph": true,
	"mathrm": true, "mathbf": true, "mathit": true, "mathsf": true, "mathtt": true, "mathnormal": true, "boldsymbol": true, "bm": true,
	"mbox": true, "hbox": true, "operatorname": true, "rm": true, "bf": true, "it": true, "underline": true, "boxed": true, "fbox": true, "displaystyle": true, "textstyle": true,
	"large": true, "Large": true, "bold": true, "left": true, "right": true, "textsc": true, "text*": true, "mathop": true, "ensuremath": true, "Huge": true, "huge": true, "small": true,
}

// Plain takes the dress off words: LaTeX text commands, maths delimiters,
// markdown, LaTeX spaces. Invisible characters go, full-width ones become
// ASCII, white space becomes one blank. What is maths stays as it is.
func Plain(s string) string {
	if len(s) > MaxBytes || undressed(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := true
	space := func() {
		if !blank {
			b.WriteByte(' ')
			blank = true
		}
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\\':
			j := i + 1
			for j < len(s) && (s[j]|0x20 >= 'a' && s[j]|0x20 <= 'z') {
				j++
			}
			switch name := s[i+1 : j]; {
			case textCommands[name]:
				i = j
				continue
			case name == "quad" || name == "qquad":
				space()
				i = j
				continue
			case name == "" && j < len(s) && strings.IndexByte(",;:! ()[]", s[j]) >= 0:
				if s[j] != '!' {
					space()
				}
				i = j + 1
				continue
			case name == "" && j < len(s) && strings.IndexByte("%$&#_{}", s[j]) >= 0:
				b.WriteByte(s[j])
				blank = false
				i = j + 1
				continue
			}
			b.WriteString(s[i:max(j, i+1)])
			blank = false
			i = max(j, i+1)
			continue
		case r == '{' || r == '}' || r == '$' || r == '`' || r == '*' && (i+1 < len(s) && s[i+1] == '*' || i > 0 && s[i-1] == '*'):
		case r == '~' || unicode.IsSpace(r):
			space()
		case invisible(r):
		default:
			b.WriteRune(narrow(r))
			blank = false
		}
		i += size
	}
	return strings.TrimRight(b.String(), " ")
}

// dress are the bytes that Plain may take off or change, letters of other
// alphabets among them.
var dress = func() (t [256]bool) {
	for _, c := range []byte("\\{}$`~*\t\n\v\f\r") {
		t[c] = true
	}
	for c := utf8.RuneSelf; c < len(t); c++ {
		t[c] = true
	}
	return t
}()

// undressed says that s is its own Plain: most answers are.
func undressed(s string) bool {
	blank := true
	for i := 0; i < len(s); i++ {
		if dress[s[i]] || blank && s[i] == ' ' {
			return false
		}
		blank = s[i] == ' '
	}
	return s == "" || !blank
}

func invisible(r rune) bool {
	return r == 0xAD || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x206F || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F
}

// narrow maps full-width forms and typographic quotes and dashes to ASCII.
func narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFF01 + '!'
	case r == '‘' || r == '’' || r == '′':
		return '\''
	case r == '“' || r == '”':
		return '"'
	case r == '‐' || r == '‑' || r == '–' || r == '—':
		return '-'
	}
	return r
}

// Fold is the form in which texts are compared: Plain, in lower case, without
// quotation marks around it, final stop, leading article or "there is". Hyphens
// count as blanks. Accents stay.
func Fold(s string) string {
	return foldPlain(strings.ToLower(Plain(s)))
}

// foldPlain is the rest of Fold for a text that is plain and in lower case.
func foldPlain(s string) string {
	s = SingleBlanks(unhyphen(compose(s)))
	for {
		t := strings.ReplaceAll(strings.ReplaceAll(s, ", ", " "), "; ", " ")
		t = SingleBlanks(trimQuotes(t))
		t = trimStops(t)
		if head, ok := strings.CutSuffix(t, "条件"); ok && (strings.HasSuffix(head, "必要") || strings.HasSuffix(head, "充分") || strings.HasSuffix(head, "充要")) {
			t = head // 充分不必要条件
		}
		for _, lead := range leads {
			if t == "" || t[0] != lead[0] {
				continue
			}
			if rest, ok := strings.CutPrefix(t, lead); ok && rest != "" && (lead != "是" || utf8.RuneCountInString(rest) > 2) {
				t = rest
				break
			}
		}
		if t == s {
			return s
		}
		s = t
	}
}

// SingleBlanks is s with every run of white space made one blank, and none at
// its ends.
func SingleBlanks(s string) string {
	blank := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf || c >= '\t' && c <= '\r' || blank && c == ' ' {
			return strings.Join(strings.Fields(s), " ")
		}
		blank = c == ' '
	}
	if blank && s != "" {
		return s[:len(s)-1]
	}
	return s
}

// trimQuotes and trimStops look at the ends first: the sets hold characters
// outside ASCII, for which strings decodes every character it compares.
func trimQuotes(s string) string {
	if s == "" || plainEnd(s[0]) && plainEnd(s[len(s)-1]) {
		return s
	}
	return strings.Trim(s, " \"'«»“”")
}

func trimStops(s string) string {
	if s == "" || plainEnd(s[len(s)-1]) {
		return s
	}
	return strings.TrimRight(s, ".!。．,;: ")
}

// plainEnd says that c is a letter or digit of ASCII.
func plainEnd(c byte) bool { return isLetter(c) || c >= '0' && c <= '9' }

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// unhyphen makes blanks of the hyphens and underscores inside words; a minus
// sign stays.
func unhyphen(s string) string {
	if strings.IndexByte(s, '-') < 0 && strings.IndexByte(s, '_') < 0 {
		return s
	}
	if ascii(s) && !hyphened(s) {
		return s
	}
	rs := []rune(s)
	for i := 1; i+1 < len(rs); i++ {
		if (rs[i] == '-' || rs[i] == '_') && unicode.IsLetter(rs[i-1]) && unicode.IsLetter(rs[i+1]) {
			rs[i] = ' '
		}
	}
	return string(rs)
}

// hyphened says that a hyphen or underscore of a text in ASCII stands between
// letters.
func hyphened(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if (s[i] == '-' || s[i] == '_') && isLetter(s[i-1]) && isLetter(s[i+1]) {
			return true
		}
	}
	return false
}

// leads are the beginnings of a text that say nothing.
var leads = []string{"the ", "a ", "an ", "there is ", "there are ", "there's ", "there exists ", "there exist ", "it is ", "it's ", "they are ", "it has ", "this is ", "是"}

// compose joins a letter and the combining accent after it where Unicode has
// one character for both; the accents of Western alphabets are enough here.
func compose(s string) string {
	if ascii(s) || strings.IndexFunc(s, func(r rune) bool { return r >= 0x300 && r <= 0x36F }) < 0 {
		return s
	}
	pairs := composed()
	rs := []rune(s)
	out := rs[:0]
	for _, r := range rs {
		if n := len(out); n > 0 {
			if c, ok := pairs[[2]rune{out[n-1], r}]; ok {
				out[n-1] = c
				continue
			}
		}
		out = append(out, r)
	}
	return string(out)
}

var composed = sync.OnceValue(func() map[[2]rune]rune {
	m := map[[2]rune]rune{}
	for mark, pairs := range map[rune]string{
		0x300: "aàeèiìoòuù", 0x301: "aáeéiíoóuúyýnńcćsśzź", 0x302: "aâeêiîoôuû", 0x303: "aãnñoõ", 0x308: "aäeëiïoöuüyÿ", 0x327: "cçsş", 0x30A: "aåuů", 0x30C: "cčsšzžeěrř", 0x306: "aăgğ", 0x328: "aąeę",
	} {
		rs := []rune(pairs)
		for i := 0; i < len(rs); i += 2 {
			m[[2]rune{rs[i], mark}] = rs[i+1]
		}
	}
	return m
})

// DropRemark cuts a bracketed remark off the end of an answer in words: "Paris
// (the capital)". A remark that offers another answer or takes this one back
// stays.
func DropRemark(s string) string {
	t := strings.TrimRight(s, " .。")
	if t == "" {
		return s
	}
	last, size := utf8.DecodeLastRuneInString(t)
	var open string
	switch last {
	case ')':
		open = "("
	case '）':
		open = "（"
	case ']':
		open = "["
	default:
		return s
	}
	k := strings.LastIndex(t, open)
	if k <= 0 {
		return s
	}
	head := strings.TrimRight(t[:k], " ")
	in := strings.TrimSpace(strings.ToLower(t[k+len(open) : len(t)-size]))
	if head == "" || len(head) == k && last != '）' || strings.HasSuffix(head, `\left`) {
		return s // f(x): no blank, no remark
	}
	words := 0
	for _, w := range strings.FieldsFunc(in, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if is(w, remark) {
			return s
		}
		if utf8.RuneCountInString(w) > 2 {
			words++
		}
	}
	if strings.ContainsAny(in, "或不") || TakesBack("("+in+")") {
		return s
	}
	if words == 0 && last != '）' {
		return s
	}
	return head
}

// Same says that two texts are the same words in the sense of Fold. It wants
// plain words on both sides: text that could be symbols, whose letter case
// means something, is never the same but for itself.
func Same(a, b string) bool {
	if len(a) > MaxBytes || len(b) > MaxBytes {
		return false
	}
	if !prose(a) {
		return false
	}
	x, y := Fold(a), Fold(b)
	if x != y {
		c, d := Fold(DropRemark(a)), Fold(DropRemark(b))
		// Only one side may lose its remark: 10 (cards) is not 10 (dogs).
		if c != y && d != x {
			p, ok := predicate(b)
			return ok && Same(a, p)
		}
	}
	return prose(b) && sameLetters(a, b)
}

// predicateWords bounds the words of a sentence whose predicate is an answer.
const predicateWords = 8

// predicate is what a short sentence says of its subject: "The color is blue".
// A sentence that denies or weighs something has none.
func predicate(s string) (string, bool) {
	fields := strings.Fields(Plain(s))
	if len(fields) > predicateWords {
		return "", false
	}
	at := -1
	for i, w := range fields {
		switch strings.ToLower(strings.Trim(w, ",.")) {
		case "is", "are":
			if at >= 0 {
				return "", false
			}
			at = i
		case "not", "or", "never", "neither", "either", "maybe", "perhaps", "if", "unless", "no", "but", "possibly", "wrong", "incorrect", "false", "other":
			return "", false
		}
	}
	if at < 1 || at+1 >= len(fields) {
		return "", false
	}
	return strings.Join(fields[at+1:], " "), true
}

// functions are words that are maths.
var functions = map[string]bool{
	"sin": true, "cos": true, "tan": true, "cot": true, "sec": true, "csc": true, "log": true, "exp": true, "arcsin": true, "arccos": true, "arctan": true, "sinh": true, "cosh": true, "tanh": true, "sqrt": true, "lim": true, "max": true, "min": true, "mod": true, "gcd": true, "lcm": true, "det": true, "frac": true,
}

// prose says that s is words: letters, digits and the marks of running text,
// braces in balance, with a word of three letters or an ideograph among them.
func prose(s string) bool {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	t := Plain(s)
	if depth != 0 || strings.ContainsAny(t, `\^_=+<>|{}[]*/`) {
		return false
	}
	word := false
	for _, w := range strings.FieldsFunc(t, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) }) {
		if functions[strings.ToLower(w)] {
			return false
		}
		r, _ := utf8.DecodeRuneInString(w)
		word = word || utf8.RuneCountInString(w) >= 3 || r >= firstIdeograph
	}
	return word
}

// sameLetters says that words of one letter, which may be names of points or
// sets, are in the same letter case.
func sameLetters(a, b string) bool {
	single := func(s string) string {
		var out strings.Builder
		for _, w := range strings.FieldsFunc(Plain(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if utf8.RuneCountInString(w) == 1 && w != "a" && w != "A" && w != "I" {
				out.WriteString(w)
			}
		}
		return out.String()
	}
	x, y := single(a), single(b)
	return x == y || len(x) != len(y)
}
