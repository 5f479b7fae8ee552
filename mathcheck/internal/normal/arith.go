package normal

import (
	"math/bits"

	"github.com/verireward/verireward/mathcheck/internal/num"
)

// charge spends what arithmetic on numbers of that many bits together costs:
// fractions are brought to lowest terms, which is quadratic in their words.
func (c canon) charge(a, b num.Value) bool {
	if _, small := a.Int64(); small {
		if _, small := b.Int64(); small {
			return c.b.Spend(1)
		}
	}
	w := (a.Bits() + b.Bits()) / 64
	if a.Kind() == num.Integer && b.Kind() == num.Integer {
		return c.b.Spend(w*w/16 + w + 8)
	}
	return c.b.Spend(w*w + 4*w + 16)
}

// bits64 is how many of the 64 bits lead unused.
func bits64(i int64) int {
	if i < 0 {
		i = -i
	}
	return bits.LeadingZeros64(uint64(i))
}

func (c canon) addV(a, b num.Value) (num.Value, bool) {
	if !c.charge(a, b) {
		return num.Value{}, false
	}
	return num.Add(a, b)
}

func (c canon) mulV(a, b num.Value) (num.Value, bool) {
	if !c.charge(a, b) {
		return num.Value{}, false
	}
	return num.Mul(a, b)
}

func (c canon) quoV(a, b num.Value) (num.Value, bool) {
	if !c.charge(a, b) {
		return num.Value{}, false
	}
	return num.Quo(a, b)
}

// maxPowerSteps keeps powers symbolic that would take a good part of a budget
// to multiply out; the engines compare them without building them.
const maxPowerSteps = 100_000

// powV charges for the result's size before it is built.
func (c canon) powV(a num.Value, n int64) (num.Value, bool) {
	k := max(n, -n)
	size := a.Bits()
	if i, ok := a.Int64(); ok {
		size = 64 - bits64(i)
	}
	if k > 1<<20 || size > 1<<20 {
		return num.Value{}, false
	}
	w := size * int(k) / 64
	cost := 8 + w + w*w/64 // long products are not quadratic
	if cost > maxPowerSteps || !c.b.Spend(cost) {
		return num.Value{}, false // stays a power
	}
	return num.Pow(a, n)
}
