package mathcheck

import (
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/latex"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// segment is a piece of a sentence: words, or mathematics between delimiters.
type segment struct {
	words string // folded
	node  expr.Node
}

// maxSegments bounds the sentences that are taken apart.
const maxSegments = 64

// readProse takes a sentence with mathematics between $ signs apart; false if
// it holds none, or some that cannot be read.
func readProse(s string, c *config) ([]segment, bool) {
	if strings.Count(s, "$")%2 != 0 {
		return nil, false
	}
	s = strings.ReplaceAll(s, "$$", "$")
	parts := strings.Split(s, "$")
	if len(parts) < 2 || len(parts) > 2*maxSegments {
		return nil, false
	}
	var out []segment
	maths := false
	for i, p := range parts {
		t := strings.TrimSpace(p)
		if i%2 == 0 {
			if f := words.Fold(strings.Trim(t, ".,;: ")); f != "" {
				out = append(out, segment{words: f})
			}
			continue
		}
		t = strings.TrimRight(t, ".,; ")
		if t == "" {
			continue
		}
		n, err := parse(t, c, latex.CommaGroups, false)
		if err != nil {
			return nil, false
		}
		maths = true
		out = append(out, segment{node: n})
	}
	return out, maths
}

// sentence compares an answer with a gold that is a sentence: the same words
// and equal mathematics, or, where the gold holds one piece of mathematics,
// that piece alone. p is the answer as mathematics, or nil.
func (j *judge) sentence(s string, p expr.Node) (finding, bool) {
	g := j.g.prose
	if g == nil {
		return finding{}, false
	}
	if a, ok := readProse(s, j.c); ok && len(a) == len(g) {
		same := true
		for i := range g {
			if (g[i].node == nil) != (a[i].node == nil) || g[i].words != a[i].words {
				same = false
				break
			}
			if g[i].node != nil && j.compare(g[i].node, a[i].node).out != OutcomeEqual {
				same = false
				break
			}
		}
		if same {
			return equal("text", "sentence"), true
		}
	}
	var only expr.Node
	for _, x := range g {
		if x.node == nil {
			continue
		}
		if only != nil {
			return finding{}, false
		}
		only = x.node
	}
	if p == nil || only == nil {
		return finding{}, false
	}
	if _, name := only.(*expr.Sym); name {
		return finding{}, false
	}
	f := j.compare(only, p)
	f.form = formOf(p)
	return f, true
}

// hedges are the words before a number that only say it is rounded.
var hedges = []string{"about ", "approximately ", "roughly ", "around ", "exactly ", "approx. ", "approx "}

// loose reads what the grammar does not: a number with "about" before it, and
// numbers side by side.
func loose(s string, c *config) (expr.Node, bool) {
	if len(s) > maxWordsBytes {
		return nil, false
	}
	low := strings.ToLower(s)
	for _, h := range hedges {
		if strings.HasPrefix(low, h) {
			n, err := parse(s[len(h):], c, latex.CommaGroups, false)
			return n, err == nil
		}
	}
	fields := strings.Fields(s)
	if len(fields) < 2 {
		return nil, false
	}
	elems := make([]expr.Node, 0, len(fields))
	for _, f := range fields {
		if strings.Trim(f, "-.0123456789/") != "" {
			return nil, false
		}
		n, err := parse(f, c, latex.CommaGroups, false)
		if err != nil || !constant(n) {
			return nil, false
		}
		elems = append(elems, n)
	}
	return asTuple(elems), true
}
