package budget

import (
	"math"
	"testing"
)

func TestSpend(t *testing.T) {
	b := New(10)
	if !b.Spend(4) || !b.Spend(6) || b.Out() {
		t.Fatal("ten steps must be there")
	}
	if b.Spend(1) || !b.Out() || b.Left() != 0 {
		t.Fatal("the eleventh must not")
	}
	if b.Spend(0) {
		t.Fatal("an exceeded budget stays exceeded")
	}
}

func TestNegativeIsOut(t *testing.T) {
	if b := New(10); b.Spend(-1) {
		t.Fatal("a count that overflowed must not give steps back")
	}
}

func TestSub(t *testing.T) {
	b := New(100)
	s := b.Sub(30)
	if b.Left() != 70 || s.Left() != 30 {
		t.Fatal(b.Left(), s.Left())
	}
	s.Spend(10)
	b.Return(s)
	if b.Left() != 90 {
		t.Fatal(b.Left())
	}
	s = b.Sub(1000)
	s.Spend(91)
	b.Return(s)
	if b.Left() != 0 || b.Out() {
		t.Fatal("an overdrawn part is lost, the rest is not exceeded")
	}
}

func TestNil(t *testing.T) {
	var b *Budget
	if !b.Spend(math.MaxInt) || b.Out() || b.Left() != Steps {
		t.Fatal("nil never runs out")
	}
}
