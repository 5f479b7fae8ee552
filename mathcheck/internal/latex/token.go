// Package latex reads mathematics the way people and models write it: LaTeX,
// Unicode signs and plain ASCII, freely mixed, into the tree of package expr.
//
// The grammar is in grammar.txt. Reading is linear in the input and bounded in
// bytes, tokens and depth; nothing is evaluated.
package latex

import "github.com/verireward/verireward/mathcheck/internal/expr"

type kind uint8

const (
	tEOF    kind = iota
	tNum         // text: digits with point and exponent
	tLetter      // text: one variable, or a Greek name
	tWord        // text: a run of letters that is not mathematics
	tText        // text: the content of \text{} and its kin
	tFn          // val: expr.Fn
	tConst       // val: expr.Constant
	tPlus
	tMinus
	tTimes // an explicit product; val 1 for \times, which may join sets
	tSlash
	tPM
	tMP
	tCaret
	tUnder
	tBang
	tPercent
	tPrime
	tDegree
	tComma
	tSemi
	tColon
	tRel   // val: expr.RelOp
	tSetOp // val: expr.SetOperator
	tLogic // val: expr.LogicOp
	tOpen  // val: expr.Bracket
	tClose // val: expr.Bracket
	tSetOpen
	tSetClose
	tLBrace
	tRBrace
	tBar
	tDBar
	tMid
	tFloorOpen // val: expr.Fn, floor or ceil
	tFloorClose
	tFrac
	tSqrt
	tBinom
	tChoose
	tBind  // val: expr.BindOp
	tBegin // text: environment
	tEnd
	tAmp
	tRow
	tDots   // val 1: centred
	tMoney  // text: unit name
	tAccent // text: accent name
	tStyle  // font changes that wrap a group and mean nothing
	tSup    // text: digits raised by Unicode superscripts, as plain ASCII
	tSub    // text: the same lowered
	tVulgar // text: "1/2", a vulgar fraction sign
	tMod
	tBox // \boxed around an answer: transparent
	tPartial
	tExp  // exp as a function: a power of e
	tRoot // cbrt: text is the index
	tPct100
	tDrop
	tName // text: operatorname content not known as a function
)

// token is one lexical element. Text is a slice of the input wherever
// possible.
type token struct {
	kind  kind
	val   uint8
	space bool // white space stood before it
	pos   int32
	end   int32
	text  string
}

func (t token) fn() expr.Fn           { return expr.Fn(t.val) }
func (t token) rel() expr.RelOp       { return expr.RelOp(t.val) }
func (t token) bracket() expr.Bracket { return expr.Bracket(t.val) }
