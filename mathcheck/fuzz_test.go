package mathcheck

import (
	"testing"
	"unicode/utf8"

	"github.com/verireward/verireward/reward"
)

// checkSeeds are pairs that reach every kind of gold.
var checkSeeds = [][2]string{
	{"42", `The answer is \boxed{42}.`}, {`\frac{1}{2}`, "0.5"}, {`\{1,2\}`, "2, 1"}, {"(1,2]", `1<x\le2`}, {"x=5", "5"},
	{"5 km", "5000 m"}, {"25\\%", "0.25"}, {"A", "(A)"}, {"3:30", "3:30 PM"}, {"July 4, 1776", "1776-07-04"}, {"yes", "Yes."},
	{`\begin{pmatrix}1&2\\3&4\end{pmatrix}`, "[[1,2],[3,4]]"}, {"2:3", "4:6"}, {`x^2+y^2=1`, `2x^2+2y^2=2`}, {`\pm 2`, "2, -2"},
	{"no solution", `\emptyset`}, {"10^{10^{10}}", "(10^7)!"}, {`\sum_{k=1}^n k`, `\frac{n(n+1)}2`}, {"1011_2", "11_{10}"}, {"二十一", "21"},
	{`\begin{cases}x&x>0\\-x&x\le 0\end{cases}`, "|x|"}, {"3i-4j", "(3,-4)"}, {"The mode is $3$.", "3"},
}

// FuzzCheck holds Check to its promises on any input: no panic, a verdict or
// an error of a known kind, the same one every time, and a usable gold is
// equal to itself.
func FuzzCheck(f *testing.F) {
	for _, s := range checkSeeds {
		f.Add(s[0], s[1])
		f.Add(s[1], s[0])
	}
	f.Fuzz(func(t *testing.T, gold, pred string) {
		if len(gold) > 2000 || len(pred) > 4000 || !utf8.ValidString(gold) || !utf8.ValidString(pred) {
			t.Skip("too long, or not UTF-8")
		}
		small := WithBudget(Budget{Steps: 200_000})
		v, err := Check(gold, pred, small)
		if err != nil {
			if k := reward.KindOf(err); k != reward.KindGold {
				t.Fatalf("error of kind %s: %v", k, err)
			}
			return
		}
		again, err := Check(gold, pred, small)
		if err != nil || again != v {
			t.Fatalf("two verdicts: %+v and %+v (%v)", v, again, err)
		}
		if (v.Outcome == OutcomeEqual) != (v.Credit == 1) {
			t.Fatalf("credit %v for %v", v.Credit, v.Outcome)
		}
		if same, err := Check(gold, gold, small, WithExtract(None)); err != nil || same.Outcome != OutcomeEqual {
			t.Fatalf("gold is not itself: %+v, %v", same, err)
		}
	})
}
