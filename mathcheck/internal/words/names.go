package words

import "strings"

// Meaning is what a phrase names.
type Meaning uint8

// The meanings.
const (
	NoMeaning Meaning = iota
	EmptySet
	NoSolution
	AllReals
	AllIntegers
	AllNaturals
	PositiveIntegers
	AllRationals
	AllComplex
	InfinitelyMany
	Infinity
	NegativeInfinity
	Undefined
)

// phrases are the folded spellings of each meaning.
var phrases = map[string]Meaning{
	"empty set": EmptySet, "null set": EmptySet, "void set": EmptySet, "∅": EmptySet, "\\emptyset": EmptySet, "\\varnothing": EmptySet, "空集": EmptySet, "empty": EmptySet, "пустое множество": EmptySet, "{}": EmptySet, "{ }": EmptySet, "ø": EmptySet,
	"no solution": NoSolution, "no solutions": NoSolution, "no real solution": NoSolution, "no real solutions": NoSolution, "no such number": NoSolution, "no solution exists": NoSolution, "no solutions exist": NoSolution,
	"has no solution": NoSolution, "has no solutions": NoSolution, "equation has no solution": NoSolution, "equation has no solutions": NoSolution, "equation has no real solutions": NoSolution, "system has no solution": NoSolution, "no real roots": NoSolution, "no real root": NoSolution, "no roots": NoSolution,
	"none": NoSolution, "no such x": NoSolution, "no solution in reals": NoSolution, "inconsistent": NoSolution, "无解": NoSolution, "方程无解": NoSolution, "无实数解": NoSolution, "无实根": NoSolution, "没有解": NoSolution, "解なし": NoSolution, "нет решений": NoSolution, "keine lösung": NoSolution, "pas de solution": NoSolution, "aucune solution": NoSolution, "sin solución": NoSolution, "no value": NoSolution, "no values": NoSolution, "no such value": NoSolution, "no integer solutions": NoSolution, "no x": NoSolution, "no valid solution": NoSolution, "no valid solutions": NoSolution, "no possible value": NoSolution, "no possible values": NoSolution,
	"all real numbers": AllReals, "all reals": AllReals, "real numbers": AllReals, "any real number": AllReals, "every real number": AllReals, "set of real numbers": AllReals, "set of all real numbers": AllReals, "reals": AllReals, "all x": AllReals, "all real x": AllReals, "all real values": AllReals, "all values of x": AllReals, "all real values of x": AllReals, "all real numbers x": AllReals, "real line": AllReals, "x is any real number": AllReals, "x can be any real number": AllReals,
	"ℝ": AllReals, "\\mathbb r": AllReals, "\\mathbbr": AllReals, "\\reals": AllReals, "全体实数": AllReals, "实数集": AllReals, "所有实数": AllReals, "一切实数": AllReals, "任意实数": AllReals, "все действительные числа": AllReals, "true for all x": AllReals,
	"all integers": AllIntegers, "integers": AllIntegers, "set of integers": AllIntegers, "set of all integers": AllIntegers, "any integer": AllIntegers, "every integer": AllIntegers, "ℤ": AllIntegers, "\\mathbb z": AllIntegers, "\\mathbbz": AllIntegers, "全体整数": AllIntegers, "整数集": AllIntegers, "所有整数": AllIntegers,
	"natural numbers": AllNaturals, "all natural numbers": AllNaturals, "set of natural numbers": AllNaturals, "any natural number": AllNaturals, "set of all natural numbers": AllNaturals, "ℕ": AllNaturals, "\\mathbb n": AllNaturals, "\\mathbbn": AllNaturals, "自然数集": AllNaturals,
	"positive integers": PositiveIntegers, "all positive integers": PositiveIntegers, "any positive integer": PositiveIntegers, "set of positive integers": PositiveIntegers, "set of all positive integers": PositiveIntegers, "\\mathbb z^+": PositiveIntegers, "\\mathbbz^+": PositiveIntegers, "\\mathbbz_+": PositiveIntegers, "所有正整数": PositiveIntegers, "正整数集": PositiveIntegers,
	"rational numbers": AllRationals, "all rational numbers": AllRationals, "set of rational numbers": AllRationals, "rationals": AllRationals, "set of all rational numbers": AllRationals, "any rational number": AllRationals, "ℚ": AllRationals, "\\mathbb q": AllRationals, "\\mathbbq": AllRationals, "有理数集": AllRationals,
	"complex numbers": AllComplex, "all complex numbers": AllComplex, "set of complex numbers": AllComplex, "set of all complex numbers": AllComplex, "any complex number": AllComplex, "ℂ": AllComplex, "\\mathbb c": AllComplex, "\\mathbbc": AllComplex, "复数集": AllComplex,
	"infinitely many": InfinitelyMany, "infinitely many solutions": InfinitelyMany, "infinite solutions": InfinitelyMany, "infinite number of solutions": InfinitelyMany, "infinite number": InfinitelyMany, "infinitely many real solutions": InfinitelyMany, "infinite many": InfinitelyMany, "infinitely": InfinitelyMany, "无数个": InfinitelyMany, "无穷多": InfinitelyMany, "无穷多个": InfinitelyMany, "无数": InfinitelyMany, "有无数个解": InfinitelyMany, "无穷多解": InfinitelyMany, "infinitely many values": InfinitelyMany, "бесконечно много": InfinitelyMany, "has infinitely many solutions": InfinitelyMany, "infinite number of values": InfinitelyMany, "infinitely many of them": InfinitelyMany, "infinitely many such numbers": InfinitelyMany,
	"infinity": Infinity, "positive infinity": Infinity, "plus infinity": Infinity, "infinite": Infinity, "unbounded": Infinity, "∞": Infinity, "+∞": Infinity, "\\infty": Infinity, "+\\infty": Infinity, "inf": Infinity, "无穷大": Infinity, "正无穷": Infinity, "oo": Infinity, "正无穷大": Infinity, "diverges to infinity": Infinity, "бесконечность": Infinity,
	"negative infinity": NegativeInfinity, "minus infinity": NegativeInfinity, "-∞": NegativeInfinity, "−∞": NegativeInfinity, "-\\infty": NegativeInfinity, "-oo": NegativeInfinity, "-infinity": NegativeInfinity, "-inf": NegativeInfinity, "负无穷": NegativeInfinity, "负无穷大": NegativeInfinity, "diverges to negative infinity": NegativeInfinity,
	"undefined": Undefined, "not defined": Undefined, "is undefined": Undefined, "does not exist": Undefined, "dne": Undefined, "d.n.e": Undefined, "doesn't exist": Undefined, "limit does not exist": Undefined, "不存在": Undefined, "极限不存在": Undefined, "无定义": Undefined, "no limit": Undefined, "nonexistent": Undefined, "не существует": Undefined, "не определено": Undefined, "не определён": Undefined, "无意义": Undefined, "none exists": Undefined, "indeterminate": Undefined, "value does not exist": Undefined, "value is undefined": Undefined, "answer is undefined": Undefined, "expression is undefined": Undefined, "slope is undefined": Undefined, "limit dne": Undefined,
}

// maxName bounds the texts that may be names.
const maxName = 120

// Name reads the name of a set, of infinity, or of the lack of an answer.
func Name(s string) (Meaning, bool) {
	if len(s) > maxName {
		return NoMeaning, false
	}
	return Read(s).Name()
}

// nameLeads and nameTails may stand before and behind a name.
var (
	nameLeads = [...]string{"x is ", "x ∈ ", "x \\in ", "x \\in", "x∈", "solution set is ", "the ", "limit is ", "answer is "}
	nameTails = [...]string{" exist", " exists", " to the equation", " to this equation", " for x"}
)

// Name is the function of that name.
func (r Reading) Name() (Meaning, bool) {
	if !r.named || len(r.text) > maxName {
		return NoMeaning, false
	}
	f := strings.TrimSpace(r.fold)
	whole := false // f itself was looked up
	for _, lead := range nameLeads {
		t, led := strings.CutPrefix(f, lead)
		if !led && whole {
			continue
		}
		whole = whole || !led
		if m, ok := phrases[t]; ok {
			return m, true
		}
		for _, tail := range nameTails {
			if head, ok := strings.CutSuffix(t, tail); ok {
				if m, ok := phrases[head]; ok {
					return m, true
				}
			}
		}
	}
	return NoMeaning, false
}
