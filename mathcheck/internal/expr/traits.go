package expr

// Traits is what a tree holds, as far as one look at it tells. A reader asks
// for many rare things in turn; one walk answers them all.
type Traits struct {
	kinds   Kinds
	letters uint64 // the variables of one letter, see letterBit
}

// Kinds is a set of kinds of nodes.
type Kinds uint16

// The kinds that rules of comparison look for.
const (
	HasPlusMinus Kinds = 1 << iota
	HasImaginary       // the constant i
	HasText
	HasUser // a function nobody defined
	HasMod
	HasQuotient
	HasQuantity // a value with a unit
)

// TraitsOf walks n once.
func TraitsOf(n Node) Traits {
	var t Traits
	t.add(n)
	return t
}

// Has reports whether one of the kinds occurs.
func (t Traits) Has(k Kinds) bool { return t.kinds&k != 0 }

// Letter reports whether the variable of that one letter occurs.
func (t Traits) Letter(c byte) bool { return t.letters&letterBit(c) != 0 }

// letterBit is the bit of an ASCII letter, 0 for any other byte.
func letterBit(c byte) uint64 {
	if low := c | 0x20; low < 'a' || low > 'z' {
		return 0
	}
	return 1 << (c - 'A')
}

func (t *Traits) add(n Node) {
	switch n := n.(type) {
	case nil, *Num, *BaseNum:
	case *Sym:
		if len(n.Name) == 1 {
			t.letters |= letterBit(n.Name[0])
		}
	case *Const:
		if n.C == I {
			t.kinds |= HasImaginary
		}
	case *Text:
		t.kinds |= HasText
	case *Add:
		t.all(n.Terms)
	case *Mul:
		t.all(n.Factors)
	case *Neg:
		t.add(n.X)
	case *Div:
		t.kinds |= HasQuotient
		t.add(n.Num)
		t.add(n.Den)
	case *Pow:
		t.add(n.Base)
		t.add(n.Exp)
	case *Root:
		t.add(n.X)
		t.add(n.Index)
	case *Tuple:
		t.all(n.Elems)
	case *List:
		t.all(n.Elems)
	case *Call:
		switch n.Fn {
		case User:
			t.kinds |= HasUser
		case Mod:
			t.kinds |= HasMod
		}
		t.all(n.Args)
	case *PlusMinus:
		t.kinds |= HasPlusMinus
		t.add(n.X)
	case *Quantity:
		t.kinds |= HasQuantity
		t.add(n.Value)
	default:
		Children(n, func(c Node) bool { t.add(c); return true })
	}
}

func (t *Traits) all(list []Node) {
	for _, n := range list {
		t.add(n)
	}
}

// IsInf reports whether n is ∞ itself, without a sign.
func IsInf(n Node) bool {
	c, ok := n.(*Const)
	return ok && c.C == Inf
}
