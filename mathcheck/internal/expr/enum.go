package expr

// Constant names a symbolic constant.
type Constant uint8

// The constants. The number sets and the empty set are values of set type.
const (
	Pi Constant = iota + 1
	E
	I
	Inf
	Empty
	Naturals
	Integers
	Rationals
	Reals
	Complexes
	Primes
	// Undefined is "does not exist".
	Undefined
)

var constNames = [...]string{
	Pi: "pi", E: "e", I: "i", Inf: "inf", Empty: "{}", Naturals: "N", Integers: "Z",
	Rationals: "Q", Reals: "R", Complexes: "C", Primes: "P", Undefined: "undefined",
}

// String returns the constant's canonical name.
func (c Constant) String() string { return constNames[c] }

// IsSet reports whether the constant is a set.
func (c Constant) IsSet() bool { return c >= Empty && c <= Primes }

// Fn names a function.
type Fn uint8

// The functions. exp is written as a power of e, logarithms without a base as
// Log with base ten, square roots as Root.
const (
	User Fn = iota
	Sin
	Cos
	Tan
	Cot
	Sec
	Csc
	Asin
	Acos
	Atan
	Acot
	Asec
	Acsc
	Sinh
	Cosh
	Tanh
	Coth
	Sech
	Csch
	Asinh
	Acosh
	Atanh
	Acoth
	Asech
	Acsch
	Ln
	// Log has two arguments: the number, then the base.
	Log
	Abs
	Floor
	Ceil
	Sgn
	Max
	Min
	Gcd
	Lcm
	Factorial
	DoubleFactorial
	Gamma
	// Binom is n over k; Perm is n!/(n-k)!.
	Binom
	Perm
	// Mod is the remainder with the sign of the divisor.
	Mod
	Re
	Im
	Conj
	Arg
	Det
	Trace
	Transpose
	// Frac is the fractional part.
	Frac
	fnCount
)

var fnNames = [fnCount]string{
	User: "", Sin: "sin", Cos: "cos", Tan: "tan", Cot: "cot", Sec: "sec", Csc: "csc",
	Asin: "asin", Acos: "acos", Atan: "atan", Acot: "acot", Asec: "asec", Acsc: "acsc",
	Sinh: "sinh", Cosh: "cosh", Tanh: "tanh", Coth: "coth", Sech: "sech", Csch: "csch",
	Asinh: "asinh", Acosh: "acosh", Atanh: "atanh", Acoth: "acoth", Asech: "asech", Acsch: "acsch",
	Ln: "ln", Log: "log", Abs: "abs", Floor: "floor", Ceil: "ceil", Sgn: "sgn",
	Max: "max", Min: "min", Gcd: "gcd", Lcm: "lcm",
	Factorial: "factorial", DoubleFactorial: "factorial2", Gamma: "gamma", Binom: "binom", Perm: "perm",
	Mod: "mod", Re: "re", Im: "im", Conj: "conj", Arg: "arg", Det: "det", Trace: "tr",
	Transpose: "transpose", Frac: "frac",
}

// String returns the function's canonical name.
func (f Fn) String() string { return fnNames[f] }

// Inverse returns the inverse of a trigonometric or hyperbolic function.
func (f Fn) Inverse() (Fn, bool) {
	switch {
	case f >= Sin && f <= Csc:
		return f + (Asin - Sin), true
	case f >= Sinh && f <= Csch:
		return f + (Asinh - Sinh), true
	}
	return 0, false
}

// BindOp names an operator with a bound variable.
type BindOp uint8

// The binding operators.
const (
	SumOp BindOp = iota + 1
	ProdOp
	IntOp
	LimOp
	DerivOp
	// UnionOp is a union over an index.
	UnionOp
)

var bindNames = [...]string{SumOp: "sum", ProdOp: "prod", IntOp: "int", LimOp: "lim", DerivOp: "d", UnionOp: "bigcup"}

// String returns the operator's canonical name.
func (b BindOp) String() string { return bindNames[b] }

// RelOp names a relation.
type RelOp uint8

// The relations.
const (
	Eq RelOp = iota + 1
	Ne
	Lt
	Le
	Gt
	Ge
	Approx
	In
	NotIn
	Subset
	SubsetEq
	// Equiv is congruence; a modulus stands as the second argument of Mod.
	Equiv
	// To is an arrow: f: x -> y, x -> 0.
	To
	Parallel
	Perp
	Similar
	Divides
	Propto
)

var relNames = [...]string{
	Eq: "=", Ne: "!=", Lt: "<", Le: "<=", Gt: ">", Ge: ">=", Approx: "~", In: "in", NotIn: "notin",
	Subset: "subset", SubsetEq: "subseteq", Equiv: "==", To: "->", Parallel: "||", Perp: "perp",
	Similar: "sim", Divides: "|", Propto: "propto",
}

// String returns the relation's canonical sign.
func (r RelOp) String() string { return relNames[r] }

// Flip returns the relation with its sides exchanged; it is r itself where
// that has no name.
func (r RelOp) Flip() RelOp {
	switch r {
	case Lt:
		return Gt
	case Le:
		return Ge
	case Gt:
		return Lt
	case Ge:
		return Le
	}
	return r
}

// Order reports whether r is one of < <= > >=.
func (r RelOp) Order() bool { return r >= Lt && r <= Ge }

// LogicOp joins statements.
type LogicOp uint8

// The logical operators.
const (
	And LogicOp = iota + 1
	Or
	Not
)

var logicNames = [...]string{And: "and", Or: "or", Not: "not"}

// String returns the operator's canonical name.
func (l LogicOp) String() string { return logicNames[l] }

// SetOperator names an operation on sets.
type SetOperator uint8

// The set operations.
const (
	Union SetOperator = iota + 1
	Intersect
	Minus
	Cross
)

var setOpNames = [...]string{Union: "union", Intersect: "intersect", Minus: "minus", Cross: "cross"}

// String returns the operation's canonical name.
func (s SetOperator) String() string { return setOpNames[s] }

// Bracket is the kind of a tuple's delimiter.
type Bracket uint8

// The brackets.
const (
	Paren Bracket = iota + 1
	Square
	Angle
)

// ListSep is what stood between the items of a bare list.
type ListSep uint8

// The separators; a list with several kinds takes the weakest of And, Or, Comma.
const (
	Comma ListSep = iota + 1
	AndWord
	OrWord
	Semicolon
)
