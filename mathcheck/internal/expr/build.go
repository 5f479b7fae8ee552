package expr

import (
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/num"
)

// The integers most often met are made once; trees are immutable, so all
// share them.
const (
	firstShared = -64
	lastShared  = 1023
)

var shared = func() (t [lastShared - firstShared + 1]Num) {
	for i := range t {
		t[i].V = num.FromInt(int64(i) + firstShared)
	}
	return t
}()

// Int returns the integer v.
func Int(v int64) *Num {
	if v >= firstShared && v <= lastShared {
		return &shared[v-firstShared]
	}
	return &Num{V: num.FromInt(v)}
}

// Rat returns the fraction p/q; q must not be 0.
func Rat(p, q int64) *Num { return &Num{V: num.FromFrac(p, q)} }

// Val returns the number v.
func Val(v num.Value) *Num {
	if i, ok := v.Int64(); ok {
		return Int(i)
	}
	return &Num{V: v}
}

// Var returns the variable called name.
func Var(name string) *Sym {
	if len(name) == 1 && name[0] < utf8.RuneSelf {
		return &letters[name[0]]
	}
	return &Sym{Name: name}
}

// letters are the variables of one ASCII character, nearly all there are; they
// are made once, as the integers are.
var letters = func() (t [utf8.RuneSelf]Sym) {
	for i := range t {
		t[i].Name = string(rune(i))
	}
	return t
}()

// Cst returns the constant c.
func Cst(c Constant) *Const { return &constants[c] }

// constants are made once, as trees are immutable.
var constants = func() (t [Undefined + 1]Const) {
	for i := range t {
		t[i].C = Constant(i)
	}
	return t
}()

// Plus returns the sum of terms; one term is itself, none is 0.
func Plus(terms ...Node) Node {
	switch len(terms) {
	case 0:
		return Int(0)
	case 1:
		return terms[0]
	}
	return &Add{Terms: terms}
}

// Sub returns a - b.
func Sub(a, b Node) Node { return &Add{Terms: []Node{a, &Neg{X: b}}} }

// Times returns the product of factors; one factor is itself, none is 1.
func Times(factors ...Node) Node {
	switch len(factors) {
	case 0:
		return Int(1)
	case 1:
		return factors[0]
	}
	return &Mul{Factors: factors}
}

// fewParts is how many terms and factors most sums and products have at most.
const fewParts = 3

// NewAdd returns a sum with room for n terms, which are appended before the node is
// used. A sum of a few and its terms are made in one piece.
func NewAdd(n int) *Add {
	if n > fewParts {
		return &Add{Terms: make([]Node, 0, n)}
	}
	one := new(struct {
		Add
		room [fewParts]Node
	})
	one.Terms = one.room[:0]
	return &one.Add
}

// NewMul is NewAdd for products.
func NewMul(n int) *Mul {
	if n > fewParts {
		return &Mul{Factors: make([]Node, 0, n)}
	}
	one := new(struct {
		Mul
		room [fewParts]Node
	})
	one.Factors = one.room[:0]
	return &one.Mul
}

// Over returns a/b.
func Over(a, b Node) Node { return &Div{Num: a, Den: b} }

// Power returns base^exp.
func Power(base, exp Node) Node { return &Pow{Base: base, Exp: exp} }

// Sqrt returns the square root of x.
func Sqrt(x Node) Node { return &Root{X: x} }

// Fun returns f applied to args.
func Fun(f Fn, args ...Node) Node { return &Call{Fn: f, Args: args} }
