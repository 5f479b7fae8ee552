package units

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each line lists amounts that are the same.
func TestSameAmount(t *testing.T) {
	for _, line := range [][]struct {
		x    string
		unit string
	}{
		{{"5", "km"}, {"5000", "m"}, {"5000", "meters"}, {"500000", `\text{ cm}`}, {"5", "kilometres"}, {"5", "千米"}, {"5", "公里"}, {"5", "км"}},
		{{"36", "km/h"}, {"10", "m/s"}, {"10", "meters per second"}, {"36", "kph"}, {"36", "kilometers per hour"}, {"10", "m s^{-1}"}, {"10", `\mathrm{m}\cdot\mathrm{s}^{-1}`}, {"10", "米/秒"}, {"36", "千米/时"}},
		{{"1", "ft"}, {"12", "in"}, {"12", "inches"}, {"1/3", "yd"}, {"0.3048", "m"}, {"1", "foot"}, {"1", "feet"}},
		{{"1", "square foot"}, {"144", "square inches"}, {"1", "sq ft"}, {"1", "sq. ft."}, {"1", "ft^2"}, {"1", "ft²"}, {"1", "feet squared"}, {"1", "square feet"}},
		{{"1", "m^3"}, {"1000", "L"}, {"1000", "liters"}, {"1000000", "mL"}, {"1000000", "cm^3"}, {"1000000", "cubic centimeters"}, {"1000000", "cc"}, {"1000", "升"}},
		{{"1", "hour"}, {"60", "minutes"}, {"3600", "s"}, {"60", "min"}, {"1", "hr"}, {"1", "小时"}, {"60", "分钟"}},
		{{"1", "gallon"}, {"4", "quarts"}, {"8", "pints"}, {"16", "cups"}, {"128", "fluid ounces"}, {"128", "fl oz"}, {"256", "tablespoons"}, {"768", "tsp"}},
		{{"1", "lb"}, {"16", "oz"}, {"453.59237", "g"}, {"0.45359237", "kg"}, {"1", "pound"}},
		{{"1", "N"}, {"1", "kg*m/s^2"}, {"1", "kg m s^{-2}"}, {"1", "kg·m/s²"}, {"1000", "mN"}, {"1", "newtons"}},
		{{"1", "dollar"}, {"100", "cents"}, {"1", "$"}, {"1", "USD"}, {"1", `\$`}, {"100", "¢"}},
		{{"1", "£"}, {"1", "pounds"}, {"100", "pence"}},
		{{"1", "year"}, {"12", "months"}, {"1", "年"}},
		{{"1", "KiB"}, {"1024", "bytes"}, {"8192", "bits"}},
		{{"1", "kWh"}, {"3600", "kJ"}, {"3.6", "MJ"}},
		{{"0", "°C"}, {"273.15", "K"}, {"32", "°F"}, {"32", `^\circ F`}, {"0", `^\circ\text{C}`}, {"0", "degrees Celsius"}},
		{{"90", "degrees"}, {"90", "°"}, {"90", `^\circ`}, {"1/4", "revolution"}, {"5400", "arcminutes"}},
		{{"7", "dollars per hour"}, {"7", "$/hr"}, {"7", "dollars an hour"}, {"700", "cents per hour"}},
		{{"1", "acre"}, {"43560", "square feet"}},
		{{"1", "元"}, {"10", "角"}, {"1", "yuan"}, {"1", "¥"}},
	} {
		first, ok := Parse(line[0].unit)
		require.True(t, ok, line[0].unit)
		for _, c := range line[1:] {
			u, ok := Parse(c.unit)
			if !assert.True(t, ok, c.unit) {
				continue
			}
			a, b, ok := Convertible(first, u)
			if assert.True(t, ok, "%s and %s", line[0].unit, c.unit) {
				x, _ := new(big.Rat).SetString(line[0].x)
				y, _ := new(big.Rat).SetString(c.x)
				assert.Zero(t, a.Base(x).Cmp(b.Base(y)), "%s %s and %s %s", line[0].x, line[0].unit, c.x, c.unit)
			}
		}
	}
}

func TestNotConvertible(t *testing.T) {
	for _, p := range [][2]string{
		{"m", "s"}, {"m", "m^2"}, {"ft", "lb"}, {"$", "€"}, {"km/h", "km"}, {"mol", "g"}, {"month", "day"}, {"degrees", "°C"}, {"people", "m"}, {"MB", "m"},
	} {
		a, ok := Parse(p[0])
		require.True(t, ok, p[0])
		b, ok := Parse(p[1])
		require.True(t, ok, p[1])
		_, _, ok = Convertible(a, b)
		assert.False(t, ok, "%v", p)
	}
}

func TestNoUnit(t *testing.T) {
	for _, s := range []string{"", "apples", "m/", "/s", "per hour", "square", "x^2", "km^99", "the", "squared", "mm mm zz"} {
		u, ok := Parse(s)
		if s == "m/" {
			continue
		}
		assert.False(t, ok, "%q gives %v", s, u)
	}
}

func TestPrefix(t *testing.T) {
	for s, want := range map[string]int{
		" miles.": 6, " km/h": 5, " in total": 0, " in": 3, " inches long": 7, " square feet of tile": 12, " apples": 0,
		" dollars per hour more": 17, "-hour": 5, " cm, and": 3, "": 0, "%": 0,
	} {
		assert.Equal(t, want, Prefix(s), s)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"km/h", "m s^{-1}", "sq ft", "°C", `\text{ cm}^2`, "kg*m/s^2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if u, ok := Parse(s); ok && (u.Factor == nil || u.Factor.Sign() <= 0) {
			t.Fatalf("%q has factor %v", s, u.Factor)
		}
		if n := Prefix(s); n < 0 || n > len(s) {
			t.Fatalf("prefix %d of %q", n, s)
		}
	})
}

func TestCompound(t *testing.T) {
	for s, want := range map[string]string{
		"2 hours 30 minutes": "5/2 hours", "5 ft 3 in": "21/4 ft", `5'3"`: "21/4 feet", "3 km and 200 m": "16/5 km", "1小时30分": "3/2 小时", "1 hr, 15 min": "5/4 hr",
		"1 day 2 hours 30 minutes": "53/48 day", "3 dollars and 25 cents": "13/4 dollars", "2 lbs 8 oz": "5/2 lbs", "1 minute 30 seconds": "3/2 minute",
	} {
		v, unit, ok := Compound(s)
		if assert.True(t, ok, s) {
			assert.Equal(t, want, v.RatString()+" "+unit, s)
		}
	}
	for _, s := range []string{"", "2 hours", "30 minutes 2 hours", "2 hours 3 km", "5 apples 3 oranges", "2 30", "hours 2", "2 hours 30"} {
		_, _, ok := Compound(s)
		assert.False(t, ok, s)
	}
}
