package formula

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"github.com/verireward/verireward/reward"
)

// Budgets of one formula. A formula is written by a person in a line or two;
// these are far above that and far below what could be felt.
const (
	maxBytes  = 16 << 10
	maxNodes  = 2000
	maxMemory = 10000
)

// Error says where a formula is wrong.
type Error struct {
	// Source is the whole formula.
	Source string
	// Line and Column are counted from 1; columns are characters.
	Line, Column int
	// Text says what is wrong there.
	Text string
}

// Error names the place and shows the line with a mark under it.
func (e *Error) Error() string {
	line := strings.Split(e.Source, "\n")[e.Line-1]
	return fmt.Sprintf("formula: line %d, column %d: %s\n | %s\n | %s^", e.Line, e.Column, e.Text, line, strings.Repeat(" ", e.Column-1))
}

// Formula is a compiled formula. It is immutable and safe for concurrent use.
type Formula struct {
	source   string
	program  *vm.Program
	required []string
	optional []string
	runs     sync.Pool
}

// run is what one evaluation needs and the next can use again.
type run struct {
	vm  vm.VM
	env map[string]any
}

// Compile compiles source, in which the names of vars may stand. A mistake is
// an *Error that points at its place.
func Compile(source string, vars ...string) (*Formula, error) {
	if len(source) > maxBytes {
		return nil, at(source[:0], 0, fmt.Sprintf("%d bytes are too long for a formula", len(source)))
	}
	tree, err := parser.Parse(source)
	if err != nil {
		return nil, fromExpr(source, err)
	}
	check := &checker{source: source, vars: vars}
	if err := check.walk(tree.Node); err != nil {
		return nil, err
	}
	env := map[string]any{}
	for _, name := range vars {
		env[name] = 0.0
		env[presence(name)] = false
	}
	program, err := expr.Compile(source, append(functions(),
		expr.Env(env), expr.AsFloat64(), expr.MaxNodes(maxNodes), expr.Patch(&patcher{}))...)
	if err != nil {
		return nil, fromExpr(source, err)
	}
	f := &Formula{source: source, program: program, required: check.required, optional: check.optional}
	f.runs.New = func() any {
		return &run{vm: vm.VM{MemoryBudget: maxMemory}, env: make(map[string]any, 2*len(vars))}
	}
	return f, nil
}

// String returns the formula's source.
func (f *Formula) String() string { return f.source }

// Variables returns the variables the formula reads, in order of their first
// use.
func (f *Formula) Variables() []string {
	return append(slices.Clone(f.required), f.optional...)
}

// Eval computes the formula. Value returns the value of a variable and whether
// it has one; the error matches reward.ErrAbstain when a variable without a
// value is used other than as x ?? d.
func (f *Formula) Eval(value func(name string) (float64, bool)) (float64, error) {
	r := f.runs.Get().(*run)
	defer f.runs.Put(r)
	for _, name := range f.required {
		v, ok := value(name)
		if !ok {
			return 0, reward.Abstain("the formula needs " + name + ", which does not apply")
		}
		r.env[name], r.env[presence(name)] = v, true
	}
	for _, name := range f.optional {
		v, ok := value(name)
		r.env[name], r.env[presence(name)] = v, ok
	}
	out, err := r.vm.Run(f.program, r.env)
	if err != nil {
		return 0, reward.Errorf(reward.KindSpec, "formula: %w", err)
	}
	v, ok := out.(float64)
	if !ok || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, reward.Errorf(reward.KindSpec, "formula: the total is %v, not a finite number", out)
	}
	return v, nil
}

// presence names the variable that says whether another has a value; the blank
// keeps it out of reach of a formula's text.
func presence(name string) string { return name + " applies" }

// patcher makes every number a float64, so that nothing wraps around, and
// spells x ?? d out.
type patcher struct{}

// Visit implements ast.Visitor.
func (*patcher) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IntegerNode:
		ast.Patch(node, &ast.FloatNode{Value: float64(n.Value)})
	case *ast.BinaryNode:
		if n.Operator == "??" {
			x := n.Left.(*ast.IdentifierNode)
			ast.Patch(node, &ast.ConditionalNode{
				Cond: &ast.IdentifierNode{Value: presence(x.Value)}, Exp1: x, Exp2: n.Right,
			})
		}
	}
}

func fromExpr(source string, err error) error {
	if fe, ok := err.(*file.Error); ok {
		return at(source, fe.From, fe.Message)
	}
	return at(source, 0, err.Error())
}

// at makes an Error for the character with the given index.
func at(source string, index int, text string) *Error {
	e := &Error{Source: source, Line: 1, Column: 1, Text: text}
	for i, r := range []rune(source) {
		if i == index {
			break
		}
		if r == '\n' {
			e.Line++
			e.Column = 1
		} else {
			e.Column++
		}
	}
	return e
}
