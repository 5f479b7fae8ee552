package mathcheck

import (
	"strings"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	finder "github.com/verireward/verireward/mathcheck/internal/extract"
	"github.com/verireward/verireward/mathcheck/internal/latex"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/units"
	"github.com/verireward/verireward/mathcheck/internal/words"
	"github.com/verireward/verireward/reward"
)

// Gold is a known answer made ready to be compared with many completions. It
// is immutable and may be used from any goroutine.
type Gold struct {
	c     *config
	text  string // as given, white space trimmed
	plain string // spelling taken away, see plainText
	// whole says that text is a whole number in plain digits.
	whole bool
	// worded says that text may hold a word.
	worded bool
	// tree is nil when the gold is words, of a kind below or not.
	tree  expr.Node
	evald bool
	*asWords
}

// asWords is what a gold is beside mathematics. The golds that are nothing else
// share one, which is empty.
type asWords struct {
	// prose holds a sentence with mathematics in it, taken apart.
	prose []segment
	// choice is the set of option letters the gold names, or "".
	choice string
	// option is the letter of an option whose text is the rest of the gold, or "".
	option string
	// The other readings, in the order in which they are tried.
	isBool, boolean bool
	clock           *words.Clock
	date            *words.DateReading
	meaning         words.Meaning
	// weekday and month are 1 for Monday and January, 0 for none.
	weekday, month int
	// place and roman are the value of an ordinal and of a Roman numeral, 0 for
	// none.
	place, roman int64
}

// noWords is never written to.
var noWords asWords

// ParseGold reads a gold answer once, for many checks. An answer that cannot
// be used (empty, unbalanced, over the budget by itself) is an error of kind
// reward.KindGold.
func ParseGold(gold string, opts ...Option) (*Gold, error) {
	return parseGold(gold, newConfig(opts))
}

func parseGold(gold string, c *config) (g *Gold, err error) {
	defer func() {
		if r := recover(); r != nil {
			g, err = nil, reward.Errorf(reward.KindInternal, "mathcheck: %v", r)
		}
	}()
	return readGold(gold, c)
}

func readGold(gold string, c *config) (*Gold, error) {
	text := strings.TrimSpace(gold)
	if len(text) > maxAnswerBytes {
		return nil, reward.Errorf(reward.KindGold, "gold answer has %d bytes, over the limit of %d", len(text), maxAnswerBytes)
	}
	g := &Gold{c: c, text: text, asWords: &noWords}
	if _, ok := num.ParsePlain(text); ok && !c.numbered { // it is of no other kind
		g.whole, g.plain, g.evald = true, text, c.form != Any
		g.tree, _ = parse(text, c, latex.CommaGroups, false)
		return g, nil
	}
	inner := unwrap(finder.Gold(text))
	g.plain = plainText(inner)
	if strings.Trim(g.plain, ".$ ") == "" {
		return nil, reward.Errorf(reward.KindGold, "gold answer is empty")
	}
	if letter, rest, ok := keyOption(inner, c.choices); ok {
		if g, err := readGold(rest, c); err == nil {
			marked := *g.asWords
			marked.option = letter
			g.asWords = &marked
			return g, nil
		}
	}
	var w asWords
	if c.choices != "" && len(inner) < 64 {
		if ch, ok := words.Choices(inner, c.choices, true); ok {
			w.choice = ch
		}
	}
	tree, err := parse(inner, c, latex.CommaGroups, false)
	if err == nil {
		g.tree = tree
	}
	if r, ok := respell(inner); ok {
		if n, err2 := parse(r, c, latex.CommaGroups, false); err2 == nil {
			g.tree, err = n, nil
		}
	}
	if err != nil && !err.Budget() {
		if head, ok := withoutRemark(inner); ok {
			if g, err := readGold(head, c); err == nil {
				return g, nil
			}
		}
		if n, ok := loose(inner, c); ok {
			g.tree, err = n, nil
		} else if p, ok := readProse(inner, c); ok {
			w.prose = p
		}
	}
	g.kinds(inner, &w)
	if !w.empty() {
		kept := w
		g.asWords = &kept
	}
	if err != nil {
		if err.Budget() {
			return nil, reward.Errorf(reward.KindGold, "gold answer is over the budget: %w", err)
		}
		if (err.Code == latex.ErrUnbalanced || !balanced(inner)) && g.choice == "" && !g.special() && g.prose == nil {
			return nil, reward.Errorf(reward.KindGold, "gold answer cannot be used: %w", err)
		}
		if err.Code == latex.ErrEmpty {
			return nil, reward.Errorf(reward.KindGold, "gold answer is empty: %w", err)
		}
	}
	g.evald = c.form != Any && formOf(g.tree) == FormEvaluated
	return g, nil
}

// kinds reads the gold as one of the kinds that are not mathematics.
func (g *Gold) kinds(s string, w *asWords) {
	if len(s) > maxWordsBytes {
		g.worded = words.Named(g.text)
		return
	}
	if words.Formula(s) {
		g.worded = s != g.text && words.Named(g.text)
		return
	}
	r := words.Read(s)
	g.worded = r.Named() || s != g.text && words.Named(g.text)
	if r.Named() { // ordinals and Roman numerals are words as well
		if _, number := words.Number(s); !number { // "a third" is a fraction
			w.place, _ = words.Ordinal(s)
		}
	}
	if _, plainNumber := g.tree.(*expr.Num); plainNumber {
		return
	}
	w.boolean, w.isBool = r.Bool()
	if r.IsClock() {
		if t, ok := words.ReadClock(s); ok {
			kept := t
			w.clock = &kept
		}
	}
	if d, ok := r.Date(); ok {
		kept := d
		w.date = &kept
	}
	if m, ok := r.Name(); ok && (g.tree == nil || isText(g.tree)) {
		w.meaning = m
	}
	w.weekday, _ = r.Weekday()
	w.month, _ = r.Month()
	if r.Named() {
		w.roman, _ = words.Roman(s)
	}
}

// understood reports whether the gold was read as more than text.
func (g *Gold) understood() bool {
	return g.tree != nil || g.choice != "" || g.prose != nil || g.special()
}

// special reports whether one of those kinds was found.
func (w *asWords) special() bool {
	return w.isBool || w.clock != nil || w.date != nil || w.meaning != words.NoMeaning || w.weekday != 0 || w.month != 0
}

// empty says that the gold is mathematics and nothing else.
func (w *asWords) empty() bool {
	return !w.special() && w.prose == nil && w.choice == "" && w.option == "" && w.place == 0 && w.roman == 0
}

// maxWordsBytes bounds the texts that are looked at as words, dates, times or
// choices: a sentence, not a page.
const maxWordsBytes = 400

// balanced reports whether brackets and braces of s match in number.
func balanced(s string) bool {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}

// parse reads s with the configuration's ceilings.
func parse(s string, c *config, commas latex.Commas, noUnits bool) (expr.Node, *latex.Error) {
	if commas == latex.CommaGroups {
		switch c.locale {
		case LocaleComma:
			commas = latex.CommaDecimal
		}
	}
	o := latex.Options{
		Commas: commas, IsUnit: isUnit, NoUnits: noUnits, MaxTokens: c.budget.Tokens, MaxDepth: c.budget.Depth,
		Money: strings.Count(s, "$") == 1 && !strings.Contains(s, "\\$"),
	}
	n, err := latex.Parse(s, &o)
	if err != nil {
		return nil, err
	}
	if q, ok := n.(*expr.Quantity); ok && !q.Money {
		// "A function that ..." is a sentence, not A of something.
		if _, letter := q.Value.(*expr.Sym); letter && strings.Contains(q.Unit, " ") && !isUnit(q.Unit) {
			return &expr.Text{S: words.Plain(s)}, nil
		}
	}
	return n, nil
}

func isUnit(s string) bool { return units.Is(s) }

// unwrap takes off what stands around a whole answer and means nothing: maths
// delimiters, boxes, markdown, quotation marks.
func unwrap(s string) string {
	if undressed(s) {
		return s
	}
	for range 64 {
		t := strings.TrimSpace(s)
		t = strings.TrimRight(t, " \t\n。")
		switch {
		case len(t) > 4 && strings.HasPrefix(t, "$$") && strings.HasSuffix(t, "$$") && !strings.Contains(t[2:len(t)-2], "$"):
			t = t[2 : len(t)-2]
		case len(t) > 2 && t[0] == '$' && t[len(t)-1] == '$' && !strings.Contains(t[1:len(t)-1], "$"):
			t = t[1 : len(t)-1]
		case len(t) >= 4 && (strings.HasPrefix(t, `\(`) && strings.HasSuffix(t, `\)`) || strings.HasPrefix(t, `\[`) && strings.HasSuffix(t, `\]`)) && strings.Count(t, t[:2]) == 1:
			t = t[2 : len(t)-2]
		case len(t) > 4 && strings.HasPrefix(t, "**") && strings.HasSuffix(t, "**") && !strings.Contains(t[2:len(t)-2], "**"):
			t = t[2 : len(t)-2]
		case len(t) > 2 && (t[0] == '`' && t[len(t)-1] == '`' || t[0] == '"' && t[len(t)-1] == '"'):
			t = t[1 : len(t)-1]
		case len(t) > 8 && t[len(t)-1] == '}' && t[0] == '\\' && amountInText(t):
			t = t[strings.IndexByte(t, '{')+1 : len(t)-1]
		case len(t) > len(textStop) && strings.HasSuffix(t, textStop):
			t = t[:len(t)-len(textStop)]
		case len(t) > 1 && t[len(t)-1] == '.' && t[len(t)-2] != '.' && t[len(t)-2] != '\\' && !strings.HasSuffix(t, `\right.`):
			t = t[:len(t)-1]
		}
		if t == s {
			break
		}
		s = t
	}
	return s
}

// undressed says that unwrap finds nothing to take off s, by its ends: a letter,
// a digit, or a brace that closes no text.
func undressed(s string) bool {
	if s == "" || s[0] <= ' ' || s[0] >= utf8.RuneSelf {
		return false
	}
	last := s[len(s)-1]
	if last == '}' {
		return len(s) > 1 && s[len(s)-2] != '.' && !(s[0] == '\\' && (s[1] == 't' || s[1] == 'm'))
	}
	return isDigit(last) || last|0x20 >= 'a' && last|0x20 <= 'z'
}

// amountInText says that t is one text group that holds an amount with its unit,
// \text{5 apples}: no braces inside, a digit in front.
func amountInText(t string) bool {
	for _, m := range [...]string{`\text{`, `\textbf{`, `\textrm{`, `\mathrm{`, `\mbox{`} {
		in, ok := strings.CutPrefix(t, m)
		if !ok {
			continue
		}
		in = in[:len(in)-1]
		lead := in
		if name, value, ok := strings.Cut(in, "="); ok && len(strings.TrimSpace(name)) == 1 { // x = 5
			lead = value
		}
		lead = strings.TrimLeft(lead, " -$")
		return !strings.ContainsAny(in, "{}_\\") && lead != "" && isDigit(lead[0])
	}
	return false
}

// textStop is a full stop behind a formula.
const textStop = `\text{.}`

// plainText is the form in which spellings are compared as text: no spaces, no
// \left and \right, \dfrac as \frac. It is only ever compared for equality.
func plainText(s string) string {
	i := 0
	for i < len(s) && plainMarks[s[i]] {
		i++
	}
	if i == len(s) {
		return s
	}
	if respelled(s) {
		s = spellings.Replace(s)
	}
	if strings.IndexByte(s, '"') < 0 {
		return words.SingleBlanks(s)
	}
	return strings.TrimSpace(s)
}

// plainMarks are the bytes that plainText leaves alone wherever they stand.
var plainMarks = func() (t [256]bool) {
	for _, c := range []byte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-/+^(),=") {
		t[c] = true
	}
	return t
}()

// respelled says that s may hold one of the spellings replaced below; it looks
// at the first letters of commands only.
func respelled(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '~' || c >= utf8.RuneSelf:
			return true
		case c == '\\' && i+2 < len(s):
			switch s[i+1] {
			case '!', ',', ';', ':', '$', '%':
				return true
			case 'l', 'r':
				if s[i+2] == 'e' || s[i+2] == 'i' {
					return true
				}
			case 'd', 't':
				if s[i+2] == 'f' {
					return true
				}
			}
		case c == '\\' && i+1 < len(s) && strings.IndexByte("!,;:$%", s[i+1]) >= 0:
			return true
		}
	}
	return false
}

var spellings = strings.NewReplacer(`\left`, "", `\right`, "", `\dfrac`, `\frac`, `\tfrac`, `\frac`, `\!`, "", `\,`, " ", `\;`, " ", `\:`, " ", "~", " ", `\$`, "$", `\%`, "%", "−", "-", "\u00a0", " ", "\u200b", "", "\ufeff", "",
	`\leftarrow`, `\leftarrow`, `\rightarrow`, `\rightarrow`, `\leftrightarrow`, `\leftrightarrow`)
