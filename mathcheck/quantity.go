package mathcheck

import (
	"math/big"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/units"
	"github.com/verireward/verireward/mathcheck/internal/words"
)

// sameUnitText says that the gold has the unit of p, letter for letter.
func sameUnitText(g expr.Node, p *expr.Quantity) bool {
	q, ok := g.(*expr.Quantity)
	return ok && strings.EqualFold(q.Unit, p.Unit)
}

// numberBehind says that another number follows the words of a unit, "apples 6",
// other than the amount a rate is per: 5 per 100 people. With no unit, 5 per 6, it
// is a number of its own.
func numberBehind(unit string) bool {
	for i := 2; i < len(unit); i++ {
		if isDigit(unit[i]) && unit[i-1] == ' ' && !strings.HasSuffix(unit[:i], "per ") || i == len("per ") && hasOnlyDigits(unit[i:]) {
			return true
		}
	}
	return false
}

// isQuantity reports whether n is a value with a unit, or a sum of such.
func isQuantity(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Quantity:
		return true
	case *expr.Neg:
		return isQuantity(n.X)
	case *expr.Add:
		for _, t := range n.Terms {
			if isQuantity(t) {
				return true
			}
		}
	case *expr.List:
		for _, e := range n.Elems {
			if !isQuantity(e) {
				return false
			}
		}
		if n.Sep != expr.AndWord || len(n.Elems) < 2 || oneUnit(n.Elems) {
			return false
		}
		_, ok := total(n.Elems)
		return ok
	}
	return false
}

// oneUnit says that two neighbours have the same unit: 10 cm and 12 cm are two
// lengths, 5 feet and 3 inches are one.
func oneUnit(elems []expr.Node) bool {
	for i := 1; i < len(elems); i++ {
		a, ok := elems[i-1].(*expr.Quantity)
		b, ok2 := elems[i].(*expr.Quantity)
		if !ok || !ok2 {
			continue
		}
		u, known := units.Parse(a.Unit)
		v, known2 := units.Parse(b.Unit)
		if strings.EqualFold(a.Unit, b.Unit) || known && known2 && u.Dim == v.Dim && u.Factor.Cmp(v.Factor) == 0 {
			return true
		}
	}
	return false
}

// measure is a value in one unit.
type measure struct {
	value expr.Node
	text  string // the unit as written
	unit  units.Unit
	known bool
	bare  bool // no unit at all
	// radian says the unit was radians, which is none, and not degrees.
	radian bool
}

// measured reads n as a measure; a sum of quantities (5 feet 3 inches) is
// brought to the base unit.
func measured(n expr.Node) (measure, bool) {
	switch n := n.(type) {
	case *expr.Quantity:
		text := strings.Trim(n.Unit, "()")
		m := measure{value: n.Value, text: text}
		if n.Money {
			text = map[string]string{"USD": "dollars", "EUR": "euros", "GBP": "pounds", "JPY": "¥", "INR": "rupees", "RUB": "rubles"}[n.Unit]
			m.text = text
		}
		switch strings.ToLower(text) {
		case "degrees", "degree", "deg":
			return measure{value: &expr.Degree{X: n.Value}, bare: true}, true
		case "radians", "radian", "rad", "radian measure":
			return measure{value: n.Value, bare: true, radian: true}, true
		}
		m.unit, m.known = units.Parse(text)
		return m, true
	case *expr.Neg:
		m, ok := measured(n.X)
		m.value = &expr.Neg{X: m.value}
		return m, ok
	case *expr.Add:
		return total(n.Terms)
	case *expr.List:
		if n.Sep == expr.OrWord || oneUnit(n.Elems) {
			return measure{}, false
		}
		return total(n.Elems)
	case *expr.Rel:
		if allEq(n) {
			return measured(n.Args[len(n.Args)-1])
		}
	}
	return measure{value: n, bare: true}, isScalarNode(n)
}

// total adds quantities of one dimension.
func total(ns []expr.Node) (measure, bool) {
	var terms []expr.Node
	var first measure
	for i, t := range ns {
		m, ok := measured(t)
		if !ok || !m.known || m.unit.Offset != nil {
			return measure{}, false
		}
		if i == 0 {
			first = m
			terms = append(terms, m.value)
			continue
		}
		a, b, ok := units.Convertible(first.unit, m.unit)
		if !ok || a.PerPi || b.PerPi {
			return measure{}, false
		}
		terms = append(terms, expr.Times(ratNode(new(big.Rat).Quo(b.Factor, a.Factor)), m.value))
	}
	first.value = expr.Plus(terms...)
	return first, true
}

func ratNode(r *big.Rat) expr.Node { return expr.Val(num.FromRat(r)) }

// denial is why an answer that is taken back, or made another one, in the same
// breath is none.
const denial = "denial"

// quantities compares where at least one side has a unit.
func (j *judge) quantities(g, p expr.Node) finding {
	if q, ok := p.(*expr.Quantity); ok && (words.TakesBack(q.Unit) || words.OnlyDescribes(q.Unit) || words.Alters(q.Unit) && !sameUnitText(g, q)) {
		return different("unit", denial)
	}
	if q, ok := p.(*expr.Quantity); ok && numberBehind(q.Unit) && !sameUnitText(g, q) {
		return different("unit", "another number")
	}
	if q, ok := p.(*expr.Quantity); ok && !q.Money && !sameUnitText(g, q) && !isUnit(q.Unit) && !words.Counts(q.Unit, isScalarNode(q.Value)) {
		return different("unit", "another thing")
	}
	if r, ok := p.(*expr.Rel); ok && allEq(r) {
		if v, bad, ok := j.relValue(r, g); ok {
			if bad != nil {
				return *bad
			}
			return j.compare(g, v)
		}
	}
	if r, ok := g.(*expr.Rel); ok && allEq(r) {
		return j.compare(r.Args[len(r.Args)-1], p)
	}
	gm, ok := measured(g)
	pm, ok2 := measured(p)
	if !ok || !ok2 {
		// A structure with one unit behind it: (1,2) cm.
		if q, isQ := g.(*expr.Quantity); isQ && !isScalarNode(q.Value) {
			return j.compare(q.Value, p)
		}
		if q, isQ := p.(*expr.Quantity); isQ && !isScalarNode(g) {
			return j.compare(g, q.Value)
		}
		if q, isQ := g.(*expr.Quantity); isQ {
			if l, isList := p.(*expr.List); isList {
				return j.lists(q, l)
			}
			return j.compare(q.Value, p)
		}
		return different("unit", "")
	}
	if signed(g) && inDegrees(pm) { // 45度 for 45°
		return j.compare(g, &expr.Degree{X: pm.value})
	}
	if signed(p) && inDegrees(gm) {
		return j.compare(&expr.Degree{X: gm.value}, p)
	}
	if j.c.units != UnitsIgnore && (signed(g) && pm.text != "" && !signed(p) || signed(p) && gm.text != "" && !signed(g)) {
		return different("unit", "sign") // an angle or share is no length, time or count
	}
	if j.c.units == UnitsIgnore || gm.bare || pm.bare {
		if j.c.units == UnitsRequire && gm.bare != pm.bare {
			return different("unit", "missing unit")
		}
		if gm.radian != pm.radian && isScalarNode(gm.value) && isScalarNode(pm.value) {
			return j.value(gm.value, pm.value)
		}
		f := j.compare(gm.value, pm.value)
		if f.out == OutcomeEqual && gm.bare != pm.bare && f.rule == "" {
			f.rule = "unit on one side"
		}
		return f
	}
	if gm.text == pm.text || strings.EqualFold(gm.text, pm.text) && !gm.known && !pm.known {
		return j.sameUnit(gm.value, pm.value)
	}
	counting := (!gm.known || gm.unit.Scalar()) && (!pm.known || pm.unit.Scalar())
	if !gm.known || !pm.known || counting {
		if counting && gm.known && pm.known || sharesWord(gm.text, pm.text) {
			return j.sameUnit(gm.value, pm.value)
		}
		return different("unit", "other unit")
	}
	a, b, ok := units.Convertible(gm.unit, pm.unit)
	if !ok {
		return different("unit", "dimension")
	}
	f := j.convert(gm.value, pm.value, a, b)
	f.stage = "unit"
	return f
}

func (j *judge) sameUnit(g, p expr.Node) finding {
	f := j.compare(g, p)
	if f.out == OutcomeEqual {
		f.stage = "unit"
	}
	return f
}

// inDegrees says that m is a plain number with a word for degrees as its unit.
func inDegrees(m measure) bool {
	return m.known && m.unit.Dim == (units.Dim{Angle: 1}) && !m.unit.PerPi && m.unit.Factor.Cmp(big.NewRat(1, 1)) == 0 && m.unit.Offset == nil && isScalarNode(m.value)
}

// signed says that n is in degrees of arc or in per cent, by sign or word.
func signed(n expr.Node) bool {
	m, ok := measured(n)
	if !ok {
		return false
	}
	switch m.value.(type) {
	case *expr.Degree, *expr.Percent:
		return true
	}
	return false
}

// convert brings the answer into the gold's unit and compares there.
func (j *judge) convert(g, p expr.Node, a, b units.Unit) finding {
	if a.Factor.Cmp(b.Factor) == 0 && a.Offset == nil && b.Offset == nil && a.PerPi == b.PerPi {
		return j.compare(g, p)
	}
	// The product with 1 is no decimal, which other units' values would round to.
	f := j.value(expr.Times(expr.Int(1), g), inUnit(p, b, a))
	if f.out == OutcomeEqual || a.PerPi || b.PerPi || j.c.exactDec {
		return f
	}
	// A decimal answer may be the rounding of the gold's value; 89 minutes are
	// not 1.5 hours.
	if a.Offset == nil && b.Offset == nil {
		k := new(big.Rat).Quo(b.Factor, a.Factor)
		gd, gDec := decimalOf(g)
		pd, pDec := decimalOf(p)
		if pDec && !gDec && pd.digits >= digitsRational {
			return j.rounded(expr.Times(ratNode(new(big.Rat).Inv(k)), g), pd, f)
		}
		if gDec && !pDec && gd.digits >= digitsRational {
			return j.rounded(expr.Times(ratNode(k), p), gd, f)
		}
	}
	return f
}

// inUnit is a value of unit from in unit to, so that a tolerance is one of the
// gold's unit.
func inUnit(n expr.Node, from, to units.Unit) expr.Node {
	v := expr.Times(ratNode(new(big.Rat).Quo(from.Factor, to.Factor)), n)
	switch {
	case from.PerPi && !to.PerPi:
		v = expr.Over(v, expr.Cst(expr.Pi))
	case to.PerPi && !from.PerPi:
		v = expr.Times(v, expr.Cst(expr.Pi))
	}
	shift := new(big.Rat)
	if from.Offset != nil {
		shift.Add(shift, from.Offset)
	}
	if to.Offset != nil {
		shift.Sub(shift, to.Offset)
	}
	if shift.Sign() != 0 {
		v = expr.Plus(v, ratNode(shift.Quo(shift, to.Factor)))
	}
	return v
}

func (j *judge) rounded(n expr.Node, d decimal, f finding) finding {
	if c, ok := j.canon(n); ok && j.near(c, d, false) {
		return equal("unit", "rounded")
	}
	return f
}

// sharesWord reports whether two phrases have a word in common, plural or not,
// that is not told apart by the word before it: red balls are no blue balls.
func sharesWord(a, b string) bool {
	as, bs := strings.FieldsFunc(words.Fold(a), notWord), strings.FieldsFunc(words.Fold(b), notWord)
	shared := false
	for i, x := range as {
		if len(x) < 2 || minor[x] {
			continue
		}
		for k, y := range bs {
			if stem(x) != stem(y) {
				continue
			}
			if p, q := qualifier(as, i), qualifier(bs, k); p != "" && q != "" && stem(p) != stem(q) {
				return false
			}
			shared = shared || !qualifies(as, i, bs, k)
		}
	}
	return shared
}

// qualifies says that the same word stands before two other nouns: red balls, red
// cars. A plural is a noun itself.
func qualifies(as []string, i int, bs []string, k int) bool {
	if i+1 == len(as) || k+1 == len(bs) || strings.HasSuffix(as[i], "s") || strings.HasSuffix(bs[k], "s") {
		return false
	}
	x, y := as[i+1], bs[k+1]
	return !minor[x] && !minor[y] && stem(x) != stem(y)
}

// qualifier is the word before the one at i that says which of the things are
// counted, or "".
func qualifier(list []string, i int) string {
	if i == 0 || minor[list[i-1]] || unqualified[list[i-1]] {
		return ""
	}
	return list[i-1]
}

// unqualified words before a noun do not say which things are counted.
var unqualified = map[string]bool{"different": true, "distinct": true, "possible": true, "such": true, "unique": true, "whole": true, "full": true, "additional": true, "extra": true, "other": true, "all": true, "these": true, "those": true, "his": true, "her": true, "its": true, "their": true, "a": true, "an": true, "valid": true, "remaining": true, "overall": true, "same": true, "separate": true, "individual": true, "many": true, "square": true, "cubic": true}

func notWord(r rune) bool {
	return r == ' ' || r == ',' || r == '/' || r == '(' || r == ')' || r == '-'
}

// minor words do not say what is counted.
var minor = map[string]bool{"of": true, "the": true, "in": true, "more": true, "each": true, "per": true, "total": true, "left": true, "to": true, "and": true, "for": true, "with": true, "is": true, "are": true, "was": true, "were": true, "he": true, "she": true, "they": true, "new": true}

func stem(s string) string {
	for _, end := range []string{"ies", "es", "s", "y"} {
		if strings.HasSuffix(s, end) && len(s) > len(end)+2 {
			return s[:len(s)-len(end)]
		}
	}
	return s
}
