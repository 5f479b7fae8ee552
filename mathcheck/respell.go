package mathcheck

import (
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/units"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// respellBytes bounds the texts that respell looks at; answers in words are
// short.
const respellBytes = 200

// respell writes in digits and symbols what an answer says in words: numbers
// ("twenty-one", "三分之二"), amounts in several units ("2 hours 30 minutes"),
// "25 percent", "3 out of 4", "1011 base 2". The second result is false when
// there is nothing of the kind.
func respell(s string) (string, bool) {
	if len(s) > respellBytes || ordinary(s) {
		return "", false
	}
	return respelling(s)
}

// respelling is respell for a text that is not ordinary.
func respelling(s string) (string, bool) {
	if r, ok := respellNumeral(s); ok {
		return r, true
	}
	if r, ok := respellForm(s); ok {
		return r, true
	}
	if r, ok := ledByText(s); ok {
		return r, true
	}
	if r, ok := conditioned(s); ok {
		return r, true
	}
	if s != "" && s[0] == '{' && len(s) > 4 && s[len(s)-1] == '}' && strings.ContainsAny(s, "|:") && strings.ContainsAny(s, "<>=≤≥∈") && !strings.Contains(s, "{x}") {
		return `\{` + s[1:len(s)-1] + `\}`, true // {x|x>2}
	}
	if (strings.Contains(s, `\in`) || strings.Contains(s, "∈")) && strings.ContainsAny(s, "NZ") {
		if m := domainTail.FindStringSubmatchIndex(s); m != nil && m[0] > 0 {
			domain := `\mathbb{Z}`
			if strings.Contains(s[m[0]:], "N") {
				domain = `\mathbb{N}`
			}
			return s[:m[0]] + "," + s[m[2]:m[3]] + `\in` + domain, true
		}
	}
	if !wordy(s) {
		return "", false
	}
	if head, tail, ok := strings.Cut(s, " is equal to "); ok && !wordy(tail) {
		head = strings.TrimPrefix(strings.TrimPrefix(head, "The "), "the ")
		if head = strings.TrimPrefix(head, "value of "); len(head) == 1 && head[0]|0x20 >= 'a' && head[0]|0x20 <= 'z' {
			return head + "=" + tail, true
		}
	}
	t := words.Plain(s)
	if r, ok := letterIs(t); ok {
		return r, true
	}
	if r, ok := bound(t); ok {
		return r, true
	}
	if len(t) > len("all x but x") && strings.IndexByte(t, ' ') > 0 {
		if m := allExcept.FindStringSubmatch(t); m != nil {
			return `\mathbb{R}\setminus\{` + strings.ReplaceAll(m[1], " and ", ", ") + `\}`, true
		}
	}
	if p, ok := pairsOfNames(s); ok {
		return p, true
	}
	if r, ok := words.Number(s); ok {
		return literal(r), true
	}
	if r, ok := hanSymbols(t); ok {
		return r, true
	}
	if r, ok := signedReals[strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(t), "all "), ".")]; ok {
		return r, true
	}
	if h, m, ok := strings.Cut(t, "h"); ok && len(m) == 2 && m[0] < '6' && hasOnlyDigits(h+m) && h != "" && len(h) < 4 {
		return `(60\cdot ` + h + "+" + m + `)\text{ minutes}`, true // 1h30
	}
	if v, unit, ok := units.Compound(t); ok {
		return literal(v) + `\text{ ` + unit + `}`, true
	}
	if p, ok := percentWords(t); ok {
		return p, true
	}
	if p, ok := quotaWords(t); ok {
		return p, true
	}
	if p, ok := baseWords(t); ok {
		return p, true
	}
	if p, ok := unitTail(s); ok {
		return p, true
	}
	if p, ok := nounLed(s); ok {
		return p, true
	}
	return countWords(t)
}

// ordinaryCommands are the commands of most answers, none of which is part of
// a spelling to be written anew.
var ordinaryCommands = [...]string{
	"frac", "sqrt", "dfrac", "pi", "left", "right", "cdot", "displaystyle", "infty", "cup", "cap", "tfrac", "times", "pm", "theta", "sin", "cos", "tan", "ln", "log",
}

// ordinaryMarks are the other bytes of such answers.
var ordinaryMarks = func() (t [256]bool) {
	for _, c := range []byte("+-*/^()[]}=,. <>|!{") {
		t[c] = true
	}
	return t
}()

// ordinary says that s has no spelling that respell or its helpers look for:
// it is made of digits, signs, single letters, groups and ordinary commands.
func ordinary(s string) bool {
	if s == "" || s[0] == '{' {
		return false
	}
	cells := false // of a matrix
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			if c == '1' && strings.HasPrefix(s[i:], "10^") {
				return false
			}
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			if c == 'R' || i+1 < len(s) && (s[i+1]|0x20 >= 'a' && s[i+1]|0x20 <= 'z' || s[i+1] >= utf8.RuneSelf || isDigit(s[i+1]) && i > 0 && isDigit(s[i-1])) {
				return false // a word, R without 0, 3h30
			}
		case c == '\\':
			k := i + 1
			for k < len(s) && s[k]|0x20 >= 'a' && s[k]|0x20 <= 'z' {
				k++
			}
			switch name := s[i+1 : k]; {
			case name == "begin":
				// An environment: its name in braces, and what stands in it has cells
				// and rows.
				end := strings.IndexByte(s[k:], '}')
				if end < 0 || !strings.HasSuffix(s[:k+end], "matrix") {
					return false
				}
				k, cells = k+end+1, true
			case name == "end" && cells:
				k += max(strings.IndexByte(s[k:], '}'), 0)
			case name == "" && cells && strings.HasPrefix(s[k:], `\`):
				k++
			case !slices.Contains(ordinaryCommands[:], name):
				return false
			}
			i = k - 1
		case c == '&' && cells:
		case !ordinaryMarks[c] || c == '{' && strings.HasPrefix(s[i:], "{,}"):
			return false
		}
	}
	return true
}

// wordy says that s holds a word that could be one of a number or a unit: two
// letters in a row outside a LaTeX command, or an ideograph.
func wordy(s string) bool {
	run, command := 0, false
	for i, r := range s {
		if run == 1 && !command && i > 1 && r >= '0' && r <= '9' && s[i-2] >= '0' && s[i-2] <= '9' {
			return true // 3h30
		}
		switch {
		case r == '\\':
			run, command = 0, true
		case r >= 0x2E80 && r < 0xFF00:
			return true
		case r == '\'' || r == '"' || r == '′' || r == '″':
			return true
		case unicode.IsLetter(r):
			if run++; run > 1 && !command {
				return true
			}
		default:
			if command && r == '{' {
				return strings.Contains(s, `\text`) || strings.Contains(s, `\mathrm`) || strings.Contains(s, `\mbox`) || strings.Contains(s, `\rm`)
			}
			run, command = 0, false
		}
	}
	return false
}

func literal(r *big.Rat) string {
	if r.IsInt() {
		return r.RatString()
	}
	sign := ""
	if r.Sign() < 0 {
		sign, r = "-", new(big.Rat).Neg(r)
	}
	return sign + `\frac{` + r.Num().String() + `}{` + r.Denom().String() + `}`
}

// domainTail is a remark such as (k ∈ Z) behind an answer with a parameter.
var domainTail = regexp.MustCompile(`[\s,，;；]*(?:\\quad|\\[ ,;])?\s*[(（]?\s*([kmn])\s*(?:\\in|∈)\s*(?:\\(?:mathbb|mathbf|mathrm|bf|rm))?\s*\{?\s*[ZN]\s*\}?(?:[_^]\{?\s*(?:\*|\+|\\ast)\s*\}?)?\s*[)）]?\s*$`)

// orWord parts the solutions of a system.
var orWord = regexp.MustCompile(`\s*[,;]?\s*(?:\\text\{\s*or\s*\}|\bor\b|或)\s*`)

// assignment is x = 1 with a value that holds no further sign.
var assignment = regexp.MustCompile(`^\s*([a-z])\s*=\s*([^=,;<>()]+?)\s*$`)

// pairsOfNames writes the solutions of a system, "x=1, y=2 or x=3, y=4", as
// tuples in the order of their names.
func pairsOfNames(s string) (string, bool) {
	if strings.Count(s, "=") < 4 || !strings.Contains(s, "or") && !strings.Contains(s, "或") {
		return "", false
	}
	var out []string
	first := ""
	for _, part := range orWord.Split(s, -1) {
		values := map[string]string{}
		for _, a := range strings.Split(part, ",") {
			m := assignment.FindStringSubmatch(a)
			if m == nil || values[m[1]] != "" {
				return "", false
			}
			values[m[1]] = m[2]
		}
		names := slices.Sorted(maps.Keys(values))
		if key := strings.Join(names, ""); first == "" {
			first = key
		} else if key != first {
			return "", false
		}
		if len(names) < 2 {
			return "", false
		}
		for i, n := range names {
			names[i] = values[n]
		}
		out = append(out, "("+strings.Join(names, ",")+")")
	}
	return strings.Join(out, ","), len(out) > 1
}

// allExcept is "all real numbers except 2".
var allExcept = regexp.MustCompile(`(?i)^(?:the )?(?:set of )?all (?:reals?|real numbers|real values of x|values of x|real x|x)(?: x)?,? (?:except|excluding|except for|other than|but)(?: for)? (?:x ?(?:=|≠) ?)?([-0-9a-z/., √π\\{}]+?)\.?$`)

// hanSigns are the Chinese words for signs, a longer one before its beginning.
var hanSigns = [...][2]string{
	{"大于等于", "≥"}, {"大于或等于", "≥"}, {"小于等于", "≤"}, {"小于或等于", "≤"}, {"不等于", "≠"}, {"大于", ">"}, {"小于", "<"}, {"等于", "="}, {"比", ":"}, {"派", "π"}, {"乘以", "×"}, {"除以", "÷"}, {"加上", "+"}, {"减去", "-"},
}

// hanSymbols reads the Chinese words for signs: x大于2, 3比5, 根号3.
func hanSymbols(t string) (string, bool) {
	if !strings.ContainsAny(t, "大小于比派根乘除加减") || len(t) > 60 {
		return "", false
	}
	r := t
	for _, sign := range hanSigns {
		r = strings.ReplaceAll(r, sign[0], sign[1])
	}
	if head, rest, ok := strings.Cut(r, "根号"); ok {
		n := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if v, ok := words.Number(rest); ok {
			return head + `\sqrt{` + literal(v) + `}`, true
		} else if n > 0 {
			r = head + `\sqrt{` + rest[:n] + `}` + rest[n:]
		}
	}
	if r == t || strings.IndexFunc(r, func(r rune) bool { return r >= 0x4E00 && r < 0xA000 }) >= 0 {
		return "", false
	}
	return r, true
}

// letterIs reads "x is 5%".
func letterIs(t string) (string, bool) {
	if len(t) < 6 || t[0]|0x20 < 'a' || t[0]|0x20 > 'z' || t[1] != ' ' {
		return "", false
	}
	tail, ok := strings.CutPrefix(t[1:], " is ")
	if !ok {
		tail, ok = strings.CutPrefix(t[1:], " = ")
	}
	if !ok || !hasDigit(tail) || strings.Trim(tail, "0123456789.,/-+%\\ ") != "" {
		return "", false
	}
	return t[:1] + "=" + strings.ReplaceAll(strings.ReplaceAll(tail, `\%`, "%"), "%", `\%`), true
}

// bounds are the words that make a bound of the number behind them.
var bounds = [...]struct{ words, sign string }{
	{"at least ", `\ge `}, {"no less than ", `\ge `}, {"at most ", `\le `}, {"no more than ", `\le `},
	{"more than ", ">"}, {"greater than ", ">"}, {"less than ", "<"}, {"fewer than ", "<"},
	{"至少", `\ge `}, {"不小于", `\ge `}, {"至多", `\le `}, {"最多", `\le `}, {"不大于", `\le `}, {"大于", ">"}, {"小于", "<"},
}

// bound reads "at least 5", an inequality whose name is left out.
func bound(t string) (string, bool) {
	if !hasDigit(t) {
		return "", false
	}
	low := strings.ToLower(t)
	for _, b := range bounds {
		if tail, ok := strings.CutPrefix(low, b.words); ok && !wordy(tail) {
			return b.sign + strings.TrimRight(t[len(b.words):], ". "), true
		}
	}
	return "", false
}

// percentWords reads "25 percent" and "twenty-five per cent".
func percentWords(t string) (string, bool) {
	low := strings.ToLower(strings.TrimRight(t, " ."))
	for _, w := range [...]string{" percent", " per cent", " pct", "percent"} {
		head, ok := strings.CutSuffix(low, w)
		if !ok {
			continue
		}
		head = strings.TrimSpace(head)
		if r, ok := words.Number(head); ok {
			return literal(r) + `\%`, true
		}
		if head != "" && strings.Trim(head, "0123456789.,/-+ ") == "" {
			return head + `\%`, true
		}
	}
	return "", false
}

// quotaWords reads "3 out of 4", "1 in 6" and "2 to 3".
func quotaWords(t string) (string, bool) {
	low := strings.ToLower(strings.TrimRight(t, " ."))
	for _, w := range [...]struct{ text, open, mid, shut string }{
		{" out of ", `\frac{`, `}{`, `}`}, {" in ", `\frac{`, `}{`, `}`}, {" to ", "", ":", ""},
	} {
		a, b, ok := strings.Cut(low, w.text)
		if !ok {
			continue
		}
		x, okA := countOf(a)
		y, okB := countOf(b)
		if okA && okB {
			return w.open + x + w.mid + y + w.shut, true
		}
	}
	return "", false
}

func countOf(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if s != "" && len(s) < 20 && strings.Trim(s, "0123456789") == "" {
		return s, true
	}
	if r, ok := words.Number(s); ok && r.IsInt() {
		return r.RatString(), true
	}
	return "", false
}

// bases are the names of bases.
var bases = map[string]string{"binary": "2", "octal": "8", "decimal": "10", "hexadecimal": "16", "hex": "16", "ternary": "3"}

// baseWords reads "1011 base 2", "1011 (base two)", "1011 in binary", "0x1F".
func baseWords(t string) (string, bool) {
	low := strings.ToLower(strings.Trim(t, " ."))
	for _, p := range [...][2]string{{"0x", "16"}, {"0b", "2"}, {"0o", "8"}} {
		if rest, ok := strings.CutPrefix(low, p[0]); ok && rest != "" && strings.Trim(rest, "0123456789abcdef") == "" {
			return strings.ToUpper(rest) + "_{" + p[1] + "}", true
		}
	}
	fields := strings.FieldsFunc(low, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == ')' || r == '-' })
	if len(fields) < 2 || len(fields) > 4 {
		return "", false
	}
	digits, rest := fields[0], fields[1:]
	if strings.Trim(digits, "0123456789abcdef") != "" {
		return "", false
	}
	if rest[0] == "in" {
		rest = rest[1:]
	}
	switch {
	case len(rest) == 1 && bases[rest[0]] != "":
		return strings.ToUpper(digits) + "_{" + bases[rest[0]] + "}", true
	case len(rest) == 2 && rest[0] == "base":
		if b, ok := countOf(rest[1]); ok {
			return strings.ToUpper(digits) + "_{" + b + "}", true
		}
	}
	return "", false
}

// nouns may stand before the thing itself: "the point (2,-3)".
var nouns = []string{"ordered pair", "ordered triple", "point", "points", "interval", "intervals", "set", "number", "vector", "line", "function", "expression", "coordinates", "equation", "value", "values", "numbers", "pair", "pairs", "matrix", "fraction", "integers", "integer"}

// ledByText takes a text group off the front of a formula that it only leads to,
// \text{the interval }(1,2).
func ledByText(s string) (string, bool) {
	if len(s) < len(`\text{a}1`) || s[0] != '\\' {
		return "", false
	}
	for _, c := range [...]string{`\text{`, `\textrm{`, `\mbox{`, `\mathrm{`} {
		in, ok := strings.CutPrefix(s, c)
		if !ok {
			continue
		}
		if lead, rest, ok := strings.Cut(in, "}"); ok && words.LeadsToFormula(lead) {
			rest = strings.TrimLeft(rest, " ~:")
			return rest, rest != "" && strings.IndexByte("=<>+*/^_,.)", rest[0]) < 0 && rest[0] < utf8.RuneSelf
		}
	}
	return "", false
}

// hanNouns are such nouns in Chinese.
var hanNouns = [...]string{"区间", "点", "集合", "解集", "坐标", "向量", "有序数对", "数对"}

// conditionWords stand between an expression and what its letters are, \text{ for }.
var conditionWords = regexp.MustCompile(`^(.+?)\s*,?\s*(?:\\(?:quad|qquad|[,;: ])\s*)*\\text\s*\{\s*(?:for|where|with)\s*\}\s*([^{}]+)$`)

// conditioned writes such a condition behind a comma, as one without words stands:
// 2^k-1 \text{ for } k\ge1.
func conditioned(s string) (string, bool) {
	if !strings.Contains(s, `\text`) {
		return "", false
	}
	m := conditionWords.FindStringSubmatch(s)
	if m == nil || strings.Contains(m[1], `\text`) || strings.ContainsAny(m[1], "=<>,") || !conditionSign(m[2]) {
		return "", false
	}
	return m[1] + ", " + m[2], true
}

// conditionSign says that s is an inequality or says what set something is in.
func conditionSign(s string) bool {
	if strings.ContainsAny(s, "<>≤≥∈") {
		return true
	}
	for _, c := range [...]string{`\ge`, `\le`, `\geq`, `\leq`, `\in `, `\in\`, `\neq`, `\ne`} {
		if strings.Contains(s, c) {
			return true
		}
	}
	return false
}

// nounLed takes "the point" and its like off the front of maths.
func nounLed(s string) (string, bool) {
	for _, w := range hanNouns {
		if rest, ok := strings.CutPrefix(s, w); ok && rest != "" && strings.IndexByte("([$", rest[0]) >= 0 && !wordy(rest) {
			return strings.Trim(rest, "$"), true
		}
	}
	low := strings.ToLower(s)
	start := 0
	if strings.HasPrefix(low, "the ") {
		start = 4
	}
	for _, w := range nouns {
		rest, ok := strings.CutPrefix(low[start:], w+" ")
		if !ok {
			continue
		}
		rest = strings.TrimLeft(s[len(s)-len(rest):], " ")
		if rest != "" && (strings.IndexByte(`([{\$-`, rest[0]) >= 0 || rest[0] >= '0' && rest[0] <= '9' || strings.Contains(rest, "=")) && !wordy(strings.ReplaceAll(rest, " and ", ",")) {
			return rest, true
		}
	}
	return "", false
}

// countWords reads a number in words before a unit or the things it counts:
// "twenty-one miles", "a dozen eggs".
func countWords(t string) (string, bool) {
	if p, ok := hanCount(t); ok {
		return p, true
	}
	fields := strings.Fields(t)
	if len(fields) < 2 || len(fields) > 10 {
		return "", false
	}
	for k := len(fields) - 1; k >= 1 && len(fields)-k <= maxCountWords; k-- {
		head := strings.Join(fields[:k], " ")
		tail := strings.TrimRight(strings.Join(fields[k:], " "), ".")
		r, ok := words.Number(head)
		if !ok {
			continue
		}
		if strings.IndexFunc(tail, func(r rune) bool {
			return !unicode.IsLetter(r) && r != ' ' && r != '/' && r != '^' && r != '-' && r != '2' && r != '3'
		}) >= 0 {
			return "", false
		}
		for _, f := range fields[k:] {
			switch strings.ToLower(f) {
			case "or", "and", "to", "plus", "minus", "times", "over", "point", "of", "out", "in", "is", "equals", "not":
				return "", false
			}
		}
		return literal(r) + `\text{ ` + tail + `}`, true
	}
	return "", false
}

// maxCountWords bounds the words after a number: "dollars per square foot".
const maxCountWords = 4

// signedReals are the names of the half lines, without "all".
var signedReals = map[string]string{
	"nonnegative": `[0,\infty)`, "non-negative": `[0,\infty)`, "nonnegative real numbers": `[0,\infty)`, "non-negative real numbers": `[0,\infty)`, "nonnegative reals": `[0,\infty)`, "non-negative reals": `[0,\infty)`, "nonnegative numbers": `[0,\infty)`, "non-negative numbers": `[0,\infty)`, "非负数": `[0,\infty)`, "非负实数": `[0,\infty)`,
	"positive real numbers": `(0,\infty)`, "positive reals": `(0,\infty)`, "正实数": `(0,\infty)`, "negative real numbers": `(-\infty,0)`, "negative reals": `(-\infty,0)`, "负实数": `(-\infty,0)`,
	"nonpositive real numbers": `(-\infty,0]`, "non-positive real numbers": `(-\infty,0]`, "nonpositive reals": `(-\infty,0]`, "non-positive reals": `(-\infty,0]`, "非正实数": `(-\infty,0]`,
}

func hasOnlyDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }
