// Package expr is the syntax tree of mathcheck: a closed set of node types
// that the parser builds, the normaliser rewrites and the engines evaluate.
//
// A tree is immutable once built: every pass returns new nodes and may share
// old ones, so trees can be read from any goroutine.
package expr

import "github.com/verireward/verireward/mathcheck/internal/num"

// Node is one of the pointer types of this package. The unexported method
// closes the set: a switch over it can be complete.
type Node interface{ node() }

// The scalar nodes: what a number or a function of numbers is made of. The
// evaluators (identity testing, balls, polynomials) know these and refuse the
// rest.
type (
	// Num is an exact number as it was written.
	Num struct{ V num.Value }

	// Sym is a variable. Names are canonical: "x", "x_1", "alpha", "v_max".
	Sym struct{ Name string }

	// Const is a named constant.
	Const struct{ C Constant }

	// Add is a sum of two or more terms; a difference holds a Neg.
	Add struct{ Terms []Node }

	// Neg is the additive inverse.
	Neg struct{ X Node }

	// Mul is a product of two or more factors.
	Mul struct {
		Factors []Node
		// Shown says an operator sign was written (x \cdot y), so that the
		// product is something still to be worked out, not a monomial.
		Shown bool
	}

	// Div is a quotient.
	Div struct {
		Num, Den Node
		// Slash says it was written a/b or a÷b rather than with \frac.
		Slash bool
	}

	// Pow is a power.
	Pow struct{ Base, Exp Node }

	// Root is the Index-th root of X; a nil Index is the square root. Over
	// the reals an odd root of a negative number is real.
	Root struct{ X, Index Node }

	// Call is a function applied to arguments. For Log the second argument is
	// the base, always present. For User the name is in Name.
	Call struct {
		Fn   Fn
		Name string
		Args []Node
	}

	// Bind is an operator with a bound variable: a sum, product, integral,
	// limit or derivative, kept as syntax.
	Bind struct {
		Op  BindOp
		Var string
		// Lo and Hi are the bounds of a sum, product or integral (nil:
		// indefinite); of a limit Lo is the point; of a derivative Lo is the
		// order (nil: one).
		Lo, Hi Node
		// Side is -1 or +1 for a one-sided limit, else 0.
		Side int8
		Body Node
	}

	// Percent is X per cent.
	Percent struct{ X Node }

	// Degree is X degrees of arc, that is X*pi/180. Written as a unit of
	// temperature it is a Quantity instead.
	Degree struct{ X Node }

	// PlusMinus is a term with two signs: ± X, or ∓ X when Minus is set. All
	// of one expression take their upper signs together.
	PlusMinus struct {
		X     Node
		Minus bool
	}

	// BaseNum is a numeral in a base other than ten, digits as written.
	BaseNum struct {
		Digits string
		Base   int
		V      num.Value
	}
)

// The structured nodes: collections, relations and what is not a number.
type (
	// Rel is a chain of relations: Args[0] Ops[0] Args[1] Ops[1] ...
	Rel struct {
		Ops  []RelOp
		Args []Node
	}

	// Logic joins statements.
	Logic struct {
		Op   LogicOp
		Args []Node
	}

	// Set is a set written by its elements.
	Set struct{ Elems []Node }

	// Builder is {Elem : Cond}; Domain is the set after \in, or nil.
	Builder struct {
		Elem   Node
		Domain Node
		Cond   []Node
	}

	// Tuple is a bracketed list: a point, vector, or, with two elements, maybe
	// an interval; the other side of a comparison says which.
	Tuple struct {
		Elems       []Node
		Open, Close Bracket
	}

	// Interval is one that cannot be read as a tuple: [1,2), ]1,2].
	Interval struct {
		Lo, Hi         Node
		LoOpen, HiOpen bool
	}

	// List is two or more items without outer brackets.
	List struct {
		Elems []Node
		Sep   ListSep
	}

	// SetOp is a union, intersection, difference or product of sets, or the
	// complement of one.
	SetOp struct {
		Op   SetOperator
		Args []Node
	}

	// Matrix holds entries by rows, all of the same length.
	Matrix struct{ Rows [][]Node }

	// Piecewise is a function by cases; a nil Cond is "otherwise".
	Piecewise struct{ Cases []Case }

	// Quantity is a value with a unit, the unit as folded text ("km/h").
	Quantity struct {
		Value Node
		Unit  string
		// Money says the unit stood before the number ($5).
		Money bool
	}

	// Ratio is a : b : c.
	Ratio struct{ Parts []Node }

	// Text is words.
	Text struct{ S string }
)

// Case is one branch of a Piecewise.
type Case struct{ Value, Cond Node }

func (*Num) node()       {}
func (*Sym) node()       {}
func (*Const) node()     {}
func (*Add) node()       {}
func (*Neg) node()       {}
func (*Mul) node()       {}
func (*Div) node()       {}
func (*Pow) node()       {}
func (*Root) node()      {}
func (*Call) node()      {}
func (*Bind) node()      {}
func (*Percent) node()   {}
func (*Degree) node()    {}
func (*PlusMinus) node() {}
func (*BaseNum) node()   {}
func (*Rel) node()       {}
func (*Logic) node()     {}
func (*Set) node()       {}
func (*Builder) node()   {}
func (*Tuple) node()     {}
func (*Interval) node()  {}
func (*List) node()      {}
func (*SetOp) node()     {}
func (*Matrix) node()    {}
func (*Piecewise) node() {}
func (*Quantity) node()  {}
func (*Ratio) node()     {}
func (*Text) node()      {}
