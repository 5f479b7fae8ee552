// Package budget counts the work of one check. One Budget is made at the door
// and handed down to every stage, so that a completion cannot buy more time by
// spreading its weight over several engines.
package budget

// Steps is the allowance of one whole check. A step is the work of one machine
// word: a limb multiplied, a node visited, a term compared. It costs between
// one and ten nanoseconds, so that the whole allowance stays below the 20 ms a
// hostile input may take.
const Steps = 2_000_000

// Budget is a counter of steps left. It belongs to one check and is not safe
// for concurrent use. A nil Budget never runs out, which tests use.
type Budget struct {
	left int64
	out  bool
}

// New returns a budget of the given number of steps.
func New(steps int64) *Budget { return &Budget{left: steps} }

// Spend takes n steps and reports whether they were there to be taken. Once it
// has said no it says no for ever.
func (b *Budget) Spend(n int) bool {
	if b == nil {
		return true
	}
	if b.out || int64(n) > b.left || n < 0 {
		b.out = true
		return false
	}
	b.left -= int64(n)
	return true
}

// Out reports whether the budget has been exceeded.
func (b *Budget) Out() bool { return b != nil && b.out }

// Left returns the steps still there, 0 once exceeded.
func (b *Budget) Left() int64 {
	if b == nil {
		return Steps
	}
	if b.out {
		return 0
	}
	return b.left
}

// Sub sets aside at most n steps as a budget of its own, for a stage that may
// fail without spending everything. Give what is left back with Return.
func (b *Budget) Sub(n int64) *Budget {
	n = min(n, b.Left())
	if b != nil {
		b.left -= n
	}
	return New(n)
}

// Return gives the unspent part of a budget made by Sub back to b.
func (b *Budget) Return(sub *Budget) {
	if b != nil && sub != nil && !sub.out {
		b.left += sub.left
	}
}
