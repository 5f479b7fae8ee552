package formula

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
)

// operators are the operators a formula may use. Left out are those of
// strings, arrays and integers.
var operators = []string{
	"+", "-", "*", "/", "**", "^", "==", "!=", "<", "<=", ">", ">=", "and", "or", "not", "&&", "||", "!", "??",
}

// builtins are the functions taken over from expr-lang.
var builtins = []string{"abs", "ceil", "floor", "round", "min", "max"}

// ours are the functions of floats that expr-lang lacks.
var ours = map[string]any{
	"clamp": func(x, lo, hi float64) float64 { return math.Min(math.Max(x, lo), hi) },
	"sqrt":  math.Sqrt,
	"exp":   math.Exp,
	"log":   math.Log,
}

// functions are the options that leave a formula exactly these functions.
func functions() []expr.Option {
	out := []expr.Option{expr.DisableAllBuiltins()}
	for _, name := range builtins {
		out = append(out, expr.EnableBuiltin(name))
	}
	for name, fn := range ours {
		call := reflect.ValueOf(fn)
		out = append(out, expr.Function(name, func(args ...any) (any, error) {
			in := make([]reflect.Value, len(args))
			for i, a := range args {
				in[i] = reflect.ValueOf(a)
			}
			return call.Call(in)[0].Float(), nil
		}, fn))
	}
	return out
}

func isFunction(name string) bool {
	_, own := ours[name]
	return own || slices.Contains(builtins, name)
}

// checker walks a formula before it is typed: it refuses what formulas leave
// out of the language and collects the variables.
type checker struct {
	source             string
	vars               []string
	locals             []string
	required, optional []string
}

func (c *checker) walk(node ast.Node) error {
	switch n := node.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return nil
	case *ast.IdentifierNode:
		return c.use(n, false)
	case *ast.UnaryNode:
		if !slices.Contains(operators, n.Operator) {
			return c.refuse(n, fmt.Sprintf("the operator %s", n.Operator))
		}
		return c.walk(n.Node)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		return c.walkAll(n.Cond, n.Exp1, n.Exp2)
	case *ast.VariableDeclaratorNode:
		if err := c.walk(n.Value); err != nil {
			return err
		}
		c.locals = append(c.locals, n.Name)
		err := c.walk(n.Expr)
		c.locals = c.locals[:len(c.locals)-1]
		return err
	case *ast.BuiltinNode:
		if !isFunction(n.Name) {
			return c.refuse(n, "the function "+n.Name)
		}
		return c.walkAll(n.Arguments...)
	case *ast.CallNode:
		name, ok := n.Callee.(*ast.IdentifierNode)
		if !ok || !isFunction(name.Value) {
			return c.refuse(n, fmt.Sprintf("the call of %s", n.Callee))
		}
		return c.walkAll(n.Arguments...)
	}
	return c.refuse(node, node.String())
}

func (c *checker) walkAll(nodes ...ast.Node) error {
	for _, n := range nodes {
		if err := c.walk(n); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) binary(n *ast.BinaryNode) error {
	if !slices.Contains(operators, n.Operator) {
		return c.refuse(n, fmt.Sprintf("the operator %s", n.Operator))
	}
	if n.Operator != "??" {
		return c.walkAll(n.Left, n.Right)
	}
	x, ok := n.Left.(*ast.IdentifierNode)
	if !ok || slices.Contains(c.locals, x.Value) {
		return at(c.source, n.Left.Location().From, "the left side of ?? must be a component")
	}
	if err := c.use(x, true); err != nil {
		return err
	}
	return c.walk(n.Right)
}

// use records a variable. One that is used anywhere without ?? is required.
func (c *checker) use(n *ast.IdentifierNode, optional bool) error {
	name := n.Value
	switch {
	case slices.Contains(c.locals, name):
	case isFunction(name):
		return at(c.source, n.Location().From, name+" is a function, not a component")
	case !slices.Contains(c.vars, name):
		return at(c.source, n.Location().From, fmt.Sprintf("no component is called %q (there are: %s)", name, strings.Join(c.vars, ", ")))
	case slices.Contains(c.required, name):
	case !optional:
		c.required = append(c.required, name)
		if i := slices.Index(c.optional, name); i >= 0 {
			c.optional = slices.Delete(c.optional, i, i+1)
		}
	case !slices.Contains(c.optional, name):
		c.optional = append(c.optional, name)
	}
	return nil
}

func (c *checker) refuse(n ast.Node, what string) error {
	return at(c.source, n.Location().From, what+" is not part of the language of formulas")
}
