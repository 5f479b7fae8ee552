package mathcheck

import (
	"math/big"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/units"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// unitRelation is how the units of two quantities stand to each other.
type unitRelation uint8

const (
	// unitsAgree: the values can be compared as alignUnits returns them.
	unitsAgree unitRelation = iota
	// unitsDiffer: the dimensions or the things counted differ.
	unitsDiffer
)

// alignUnits brings an answer's value to the gold's unit. Where the units are
// of one size the values stay as they were written, and the rules on decimals
// apply to them; where one is converted both become exact, because 89 minutes
// do not round to 1.5 hours.
func alignUnits(gold, pred expr.Node, goldUnit, predUnit string) (expr.Node, expr.Node, unitRelation) {
	if goldUnit == predUnit {
		return gold, pred, unitsAgree
	}
	g, okG := units.Parse(goldUnit)
	p, okP := units.Parse(predUnit)
	switch {
	case !okG && !okP:
		if sameThings(goldUnit, predUnit) {
			return gold, pred, unitsAgree
		}
		return gold, pred, unitsDiffer
	case !okG || !okP:
		if okG && g.Scalar() || okP && p.Scalar() {
			return gold, pred, unitsAgree
		}
		return gold, pred, unitsDiffer
	}
	if g.Scalar() && p.Scalar() {
		return gold, pred, unitsAgree
	}
	g, p, ok := units.Convertible(g, p)
	if !ok {
		return gold, pred, unitsDiffer
	}
	if g.Factor.Cmp(p.Factor) == 0 && sameOffset(g.Offset, p.Offset) && g.PerPi == p.PerPi {
		return gold, pred, unitsAgree
	}
	// pred' = (pred*Fp + Op - Og) / Fg
	v := expr.Times(exactNode(pred), exactRat(new(big.Rat).Quo(p.Factor, g.Factor)))
	if p.PerPi != g.PerPi {
		pi := expr.Cst(expr.Pi)
		if p.PerPi {
			v = expr.Over(v, pi)
		} else {
			v = expr.Times(v, pi)
		}
	}
	if shift := new(big.Rat).Sub(offset(p), offset(g)); shift.Sign() != 0 {
		v = expr.Plus(v, exactRat(shift.Quo(shift, g.Factor)))
	}
	return exactNode(gold), v, unitsAgree
}

func sameOffset(a, b *big.Rat) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Cmp(b) == 0
}

func offset(u units.Unit) *big.Rat {
	if u.Offset == nil {
		return new(big.Rat)
	}
	return u.Offset
}

func exactRat(r *big.Rat) expr.Node { return expr.Val(num.FromRat(r)) }

// exactNode makes a decimal the fraction it is.
func exactNode(n expr.Node) expr.Node {
	if x, ok := n.(*expr.Num); ok && !x.V.IsInt() {
		if r, ok := x.V.Rat(); ok {
			return exactRat(r)
		}
	}
	return n
}

// sameThings compares words that are no units: "apples" and "red apples" count
// the same things, "apples" and "oranges" do not.
func sameThings(a, b string) bool {
	x, y := thingWords(a), thingWords(b)
	if len(x) == 0 || len(y) == 0 {
		return true
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	for _, w := range x {
		found := false
		for _, v := range y {
			found = found || v == w
		}
		if !found {
			return false
		}
	}
	return true
}

// thingWords lists the words of a count in their singular, without those that
// say nothing.
func thingWords(s string) []string {
	var out []string
	for _, w := range strings.Fields(words.Fold(units.Plain(s))) {
		switch w {
		case "of", "in", "the", "total", "more", "left", "altogether", "each", "a", "an", "per", "unit", "units":
			continue
		}
		if len(w) > 3 {
			w = strings.TrimSuffix(w, "s")
		}
		if len(w) > 4 {
			w = strings.TrimSuffix(w, "e")
		}
		out = append(out, w)
	}
	return out
}
