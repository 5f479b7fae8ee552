package mathcheck

import (
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/latex"

	"github.com/verireward/verireward/mathcheck/internal/words"
)

// goldIsList reports whether several boxes can make up the gold together.
func (j *judge) goldIsList() bool {
	switch n := j.g.tree.(type) {
	case *expr.List, *expr.Set:
		return true
	case *expr.Tuple:
		return true
	case *expr.Rel:
		return hasPM(n)
	case *expr.Logic:
		return true
	case nil:
		return len(j.g.choice) > 1
	default:
		return hasPM(n)
	}
}

// digitComma reports whether a comma stands between two digits.
func digitComma(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if s[i] == ',' && s[i-1]-'0' <= 9 && s[i+1]-'0' <= 9 {
			return true
		}
	}
	return strings.Contains(s, "{,}")
}

// groupedComma says that every comma of s that stands between digits is one of
// a well-formed thousands group.
func groupedComma(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if s[i] != ',' || !isDigit(s[i-1]) || !isDigit(s[i+1]) {
			continue
		}
		n := 1
		for i+n < len(s) && isDigit(s[i+n]) {
			n++
		}
		if n != 4 {
			return false
		}
	}
	return true
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// valueRemark splits "3/8 (37.5%)" into the value and the one in brackets, which
// says the same again or else is another answer.
func valueRemark(s string) (head, remark string, ok bool) {
	if len(s) > maxWordsBytes || !strings.HasSuffix(s, ")") {
		return "", "", false
	}
	k := strings.LastIndex(s, " (")
	if k <= 0 {
		return "", "", false
	}
	return unwrap(s[:k]), s[k+2 : len(s)-1], true
}

// otherReadings tries the readings of an ambiguous spelling that the gold
// speaks for: commas between digits as separators or decimal marks, letters
// after a number as variables or as a unit.
func (j *judge) otherReadings(s string, p expr.Node) (finding, bool) {
	g := j.g
	try := func(gn, pn expr.Node, rule string) (finding, bool) {
		f := j.compare(gn, pn)
		if f.out != OutcomeEqual {
			return f, false
		}
		if f.rule == "" {
			f.rule = rule
		}
		f.form, f.parsed = j.form(pn), true
		return f, true
	}
	gList := isCollection(g.tree)
	if digitComma(s) && j.c.locale == LocaleAuto {
		mode, rule := latex.CommaDecimal, "decimal comma"
		if gList {
			mode, rule = latex.CommaList, "commas separate"
		}
		if !gList && groupedComma(s) {
			mode = latex.CommaGroups // 17,000 is no way to write 17
		}
		if mode == latex.CommaDecimal && zeroComma(s) && !strings.Contains(g.text, ",") {
			mode = latex.CommaGroups // 3,0 may as well offer both 3 and 0
		}
		if pn, err := parse(s, j.c, mode, false); err == nil && !expr.Same(pn, p) {
			if f, ok := try(g.tree, pn, rule); ok {
				return f, true
			}
		}
	}
	if digitComma(g.text) && j.c.locale == LocaleAuto {
		if _, ok := p.(*expr.List); ok && !strings.Contains(g.text, ",0") {
			if gn, err := parse(unwrap(g.text), j.c, latex.CommaList, false); err == nil {
				if f, ok := try(gn, p, "commas separate"); ok {
					return f, true
				}
			}
		}
		if gl, ok := g.tree.(*expr.List); ok && len(gl.Elems) == 2 && isScalarNode(p) && !shortComma(g.text) {
			if gn, err := parse(unwrap(g.text), j.c, latex.CommaDecimal, false); err == nil {
				if f, ok := try(gn, p, "decimal comma"); ok {
					return f, true
				}
			}
		}
	}
	gq, pq := hasUnit(g.tree), hasUnit(p)
	if gq != pq || gq && pq {
		gn, err := parse(unwrap(g.text), j.c, latex.CommaGroups, true)
		pn, err2 := parse(s, j.c, latex.CommaGroups, true)
		if err == nil && err2 == nil && !(expr.Same(gn, g.tree) && expr.Same(pn, p)) && !hasUnit(gn) && !hasUnit(pn) {
			if f, ok := try(gn, pn, "letters as variables"); ok {
				return f, true
			}
		}
	}
	if rest, ok := optionText(s, j.c.choices); ok {
		if pn, err := parse(rest, j.c, latex.CommaGroups, false); err == nil {
			if f, ok := try(g.tree, pn, "option's text"); ok {
				return f, true
			}
		}
	}
	if len(s) <= maxWordsBytes {
		if d := words.DropRemark(s); d != s && strings.TrimSpace(d) != "" && !isUnit(strings.Trim(s[len(d):], " ()")) {
			if pn, err := parse(d, j.c, latex.CommaGroups, false); err == nil {
				if f, ok := try(g.tree, pn, "remark dropped"); ok {
					return f, true
				}
			}
		}
	}
	if head, remark, ok := valueRemark(s); ok {
		a, err := parse(head, j.c, latex.CommaGroups, false)
		b, err2 := parse(remark, j.c, latex.CommaGroups, false)
		if err == nil && err2 == nil && j.compare(g.tree, b).out == OutcomeEqual {
			if f, ok := try(g.tree, a, "remark of the same value"); ok {
				return f, true
			}
		}
	}
	return finding{}, false
}

// optionText takes the letter off "(B) 12", where the gold is the option's
// text and not its letter.
func optionText(s, letters string) (string, bool) {
	if len(s) > maxWordsBytes {
		return "", false
	}
	t := strings.TrimSpace(s)
	if t == "" || t[0] != '(' && t[0] != '\\' {
		return "", false
	}
	for _, m := range [...]string{`\text{`, `\textbf{`, `\mathrm{`, `\mathbf{`} {
		if rest, ok := strings.CutPrefix(t, m); ok {
			if i := strings.IndexByte(rest, '}'); i >= 3 && i < 12 && rest[0] == '(' {
				t = rest[:i] + rest[i+1:]
			}
		}
	}
	if len(t) < 5 || t[0] != '(' || t[2] != ')' || !strings.Contains(letters, t[1:2]) {
		return "", false
	}
	rest := strings.TrimLeft(t[3:], " ~")
	if rest == "" || rest == t[3:] && !strings.HasPrefix(rest, `\ `) && !strings.HasPrefix(rest, `\quad`) {
		return "", false // (B)12 may be a product
	}
	return rest, true
}

// shortComma recognises "1,2": two single digits are a list, not a number.
func shortComma(s string) bool {
	t := strings.ReplaceAll(unwrap(s), " ", "")
	return len(t) == 3 && isDigit(t[0]) && t[0] != '0' && t[1] == ',' && isDigit(t[2])
}

// zeroComma says that a comma in s is followed by a 0 alone.
func zeroComma(s string) bool {
	for i := strings.Index(s, ",0"); i >= 0; {
		if i+2 == len(s) || !isDigit(s[i+2]) {
			return true
		}
		k := strings.Index(s[i+2:], ",0")
		if k < 0 {
			break
		}
		i += 2 + k
	}
	return false
}

func hasUnit(n expr.Node) bool {
	return expr.TraitsOf(n).Has(expr.HasQuantity)
}
