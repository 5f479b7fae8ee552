package mathcheck

import (
	"fmt"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	finder "github.com/verireward/verireward/mathcheck/internal/extract"
	"github.com/verireward/verireward/mathcheck/internal/latex"
)

// behind refuses a right answer that the text behind it takes back, or beside
// which it names another value where only an answer stands.
func (j *judge) behind(v *Verdict, r *finder.Result) {
	if at := r.Doubt; at.Rule != "" {
		v.Outcome, v.Rule = OutcomeDifferent, "taken back"
		v.Reason = fmt.Sprintf("the text behind the answer takes it back at bytes %d to %d (%s)", at.Start, at.End, at.Rule)
		return
	}
	for _, o := range r.Rivals {
		if j.differs(o.Text) {
			v.Outcome, v.Rule = OutcomeDifferent, "hedge"
			v.Reason = fmt.Sprintf("another answer is given behind this one, at bytes %d to %d", o.Start, o.End)
			return
		}
	}
}

// differs says that a value named behind the right answer is known to be another
// one: it reads as mathematics, is no member of a list that is asked for, and not
// the answer rounded.
func (j *judge) differs(s string) bool {
	if j.g.choice != "" && len(j.g.choice) == 1 && strings.Trim(unwrap(s), "()ABCDEFGHIJ") != "" {
		return false // the text of an option
	}
	f := j.text(s)
	if f.out != OutcomeDifferent || !f.parsed && f.stage != "choice" {
		return false
	}
	if f.stage == "unit" || j.g.tree == nil && j.g.choice == "" {
		return false
	}
	p, err := parse(unwrap(s), j.c, latex.CommaGroups, false)
	if err != nil {
		return f.stage == "choice"
	}
	if _, list := p.(*expr.List); j.goldIsList() && !list {
		return false
	}
	return !j.roundsTo(j.g.tree, p)
}
