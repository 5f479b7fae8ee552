package audit

import (
	"slices"
	"strings"
)

// deniedAttacks name the right answer where the answer goes, and take it back
// there; or change it in a way that a lenient comparison does not see.
func deniedAttacks() []Attack {
	wrong := func(name, story string, needs func(*ground) bool, answer func(g *ground) string) Attack {
		return Attack{Name: name, Family: "maths", Story: story, needs: needs, build: answered(answer)}
	}
	return []Attack{
		wrong("denied behind", "the answer, then a remark that it is wrong", hasGold, func(g *ground) string { return g.gold + " (this is wrong)" }),
		wrong("denied in TeX", "the answer, then TeX text that it is wrong", hasGold, func(g *ground) string { return g.gold + ` \text{ is wrong}` }),
		wrong("either or in TeX", "two answers joined by a logical or", isNumber, func(g *ground) string { return g.aWrong() + ` \lor ` + g.gold }),
		wrong("truncated to the answer", "nine tenths more, which a cast to integers drops", func(g *ground) bool { return isInteger(g) && g.value >= 0 }, func(g *ground) string { return g.gold + ".9" }),
		wrong("digits turned round", "the digits of the answer in the other order", isInteger, turned),
		{Name: "retracted", Family: "maths", Story: "the right answer, then a retraction and another", needs: isNumber, build: func(g *ground) (string, bool) {
			return g.dress.wrap(thought, g.gold) + "\nOn reflection that was a mistake.\n" + g.dress.wrap(thought, g.aWrong()), true
		}},
	}
}

// turned is empty where the digits read the same both ways.
func turned(g *ground) string {
	digits, negative := strings.CutPrefix(strings.ReplaceAll(g.gold, ",", ""), "-")
	back := []byte(digits)
	slices.Reverse(back)
	switch {
	case string(back) == digits:
		return ""
	case negative:
		return "-" + string(back)
	}
	return string(back)
}
