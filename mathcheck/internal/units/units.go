// Package units knows units of measurement: their spellings, what they
// measure, and the exact factor of each to the base unit of its dimension.
//
// The table (table.go) is data. Everything that combines units (prefixes,
// powers, products, "per") is worked out by Parse.
package units

import (
	"math/big"
	"unicode/utf8"
)

// Dim is what a unit measures, as exponents of base quantities. Units of the
// same Dim can be converted into each other.
type Dim struct {
	// Length (metre), Mass (gram), Time (second), Temperature (kelvin),
	// Current (ampere), Amount (mole), Light (candela), Data (bit), Angle
	// (degree), Calendar (month: months and years are no fixed time).
	Length, Mass, Time, Temperature, Current, Amount, Light, Data, Angle, Calendar int8
	// Money is the exponent of the currency named by Currency.
	Money    int8
	Currency string
	// Count is set for words that only say what was counted: 个, people.
	// Things is the exponent above one with which they were: square units.
	Count  bool
	Things int8
}

// Unit is a unit or a product of powers of units.
type Unit struct {
	// Name is the canonical spelling of what was parsed.
	Name string
	Dim  Dim
	// Factor is the size in base units.
	Factor *big.Rat
	// Offset is nil but for temperatures: a value x of the unit is
	// x*Factor + Offset base units.
	Offset *big.Rat
	// PerPi says the factor is to be divided by pi: the radian, in degrees.
	PerPi bool
	// Also is another reading of the same word (pound: mass or money), or nil.
	Also *Unit
}

// Convertible says that values of a and b can be compared, and returns the
// readings of both under which they can.
func Convertible(a, b Unit) (Unit, Unit, bool) {
	for x := &a; x != nil; x = x.Also {
		for y := &b; y != nil; y = y.Also {
			if x.Dim == y.Dim {
				return *x, *y, true
			}
		}
	}
	return a, b, false
}

// Scalar says that the unit counts things and has no dimension.
func (u Unit) Scalar() bool { return u.Dim == Dim{} || u.Dim == Dim{Count: true} }

// Base converts a value of the unit to base units. For PerPi units the result
// is still to be divided by pi.
func (u Unit) Base(x *big.Rat) *big.Rat {
	z := new(big.Rat).Mul(x, u.Factor)
	if u.Offset != nil {
		z.Add(z, u.Offset)
	}
	return z
}

// maxExponent bounds the exponents of a unit; more is noise.
const maxExponent = 12

// times multiplies a by b to the power n. A unit without a factor is none yet.
func times(a, b Unit, n int) (Unit, bool) {
	if n == 0 || n > maxExponent || n < -maxExponent || a.PerPi || b.PerPi && n != 1 {
		return Unit{}, false
	}
	out := Unit{Dim: a.Dim, PerPi: b.PerPi}
	fine := true
	add := func(x *int8, y int8) {
		v := int(*x) + n*int(y)
		if v > maxExponent || v < -maxExponent {
			fine = false
		}
		*x = int8(v)
	}
	d, e := &out.Dim, b.Dim
	add(&d.Length, e.Length)
	add(&d.Mass, e.Mass)
	add(&d.Time, e.Time)
	add(&d.Temperature, e.Temperature)
	add(&d.Current, e.Current)
	add(&d.Amount, e.Amount)
	add(&d.Light, e.Light)
	add(&d.Data, e.Data)
	add(&d.Angle, e.Angle)
	add(&d.Calendar, e.Calendar)
	add(&d.Money, e.Money)
	if e.Currency != "" {
		if d.Currency != "" && d.Currency != e.Currency {
			return Unit{}, false
		}
		d.Currency = e.Currency
	}
	d.Count = d.Count || e.Count
	if e.Count && n > 1 {
		d.Things = int8(n)
	}
	f := b.Factor
	if n < 0 {
		f = new(big.Rat).Inv(f)
		n = -n
	}
	out.Factor = a.Factor
	if out.Factor == nil {
		out.Factor, n = f, n-1
	}
	if !isOne(f) { // as that of most units that answers have
		for range n {
			out.Factor = new(big.Rat).Mul(out.Factor, f)
		}
	}
	return out, fine
}

func isOne(r *big.Rat) bool { return r.IsInt() && r.Num().IsInt64() && r.Num().Int64() == 1 }

// Is says that a text is a unit known here, as Parse does.
func Is(s string) bool {
	if len(s) == 1 && s[0] < utf8.RuneSelf { // a letter of a formula, nearly always
		return theIndex().letters[s[0]]
	}
	_, ok := Parse(s)
	return ok
}
