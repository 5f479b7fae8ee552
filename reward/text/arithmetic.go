package text

import (
	"fmt"
	"math/big"
)

// Budgets of one arithmetic expression. Countdown gives at most a few dozen
// numbers, and an expression over them is a few hundred bytes.
const (
	maxExprBytes = 4096
	maxExprDepth = 100
	maxLiteral   = 40
)

// arithmetic is an expression over integers with + - * / and parentheses,
// evaluated exactly while it is read.
type arithmetic struct {
	text  string
	pos   int
	depth int
	used  []*big.Int
}

// arithError says why a text is no expression, and where.
type arithError struct {
	pos int
	why string
}

func (e *arithError) Error() string { return fmt.Sprintf("%s at byte %d", e.why, e.pos) }

// evalArithmetic returns the value of text and the integers it is written with,
// in their order.
func evalArithmetic(text string) (*big.Rat, []*big.Int, error) {
	if len(text) > maxExprBytes {
		return nil, nil, &arithError{maxExprBytes, "too long an expression"}
	}
	a := &arithmetic{text: text}
	v, err := a.sum()
	if err != nil {
		return nil, nil, err
	}
	if c := a.peek(); c != 0 {
		return nil, nil, a.fail(fmt.Sprintf("unexpected %q", c))
	}
	return v, a.used, nil
}

func (a *arithmetic) fail(why string) error { return &arithError{a.pos, why} }

// peek skips blanks and returns the next byte, or 0 at the end.
func (a *arithmetic) peek() byte {
	for a.pos < len(a.text) {
		switch c := a.text[a.pos]; c {
		case ' ', '\t', '\n', '\r':
			a.pos++
		case 0:
			return 0xFF // no expression holds it, and 0 means the end
		default:
			return c
		}
	}
	return 0
}

func (a *arithmetic) sum() (*big.Rat, error) {
	v, err := a.product()
	for err == nil {
		var w *big.Rat
		switch a.peek() {
		case '+':
			a.pos++
			if w, err = a.product(); err == nil {
				v = new(big.Rat).Add(v, w)
			}
		case '-':
			a.pos++
			if w, err = a.product(); err == nil {
				v = new(big.Rat).Sub(v, w)
			}
		default:
			return v, nil
		}
	}
	return nil, err
}

func (a *arithmetic) product() (*big.Rat, error) {
	v, err := a.factor()
	for err == nil {
		var w *big.Rat
		switch a.peek() {
		case '*':
			a.pos++
			if w, err = a.factor(); err == nil {
				v = new(big.Rat).Mul(v, w)
			}
		case '/':
			a.pos++
			if w, err = a.factor(); err == nil {
				if w.Sign() == 0 {
					return nil, a.fail("division by zero")
				}
				v = new(big.Rat).Quo(v, w)
			}
		default:
			return v, nil
		}
	}
	return nil, err
}

// factor is a number, a factor with a sign, or a sum in parentheses.
func (a *arithmetic) factor() (*big.Rat, error) {
	if a.depth++; a.depth > maxExprDepth {
		return nil, a.fail("too deeply nested")
	}
	defer func() { a.depth-- }()
	switch c := a.peek(); {
	case c == '-' || c == '+':
		a.pos++
		v, err := a.factor()
		if err == nil && c == '-' {
			v = new(big.Rat).Neg(v)
		}
		return v, err
	case c == '(':
		a.pos++
		v, err := a.sum()
		if err != nil {
			return nil, err
		}
		if a.peek() != ')' {
			return nil, a.fail("missing )")
		}
		a.pos++
		return v, nil
	case c >= '0' && c <= '9':
		return a.literal()
	case c == 0:
		return nil, a.fail("unexpected end")
	default:
		return nil, a.fail(fmt.Sprintf("unexpected %q", c))
	}
}

func (a *arithmetic) literal() (*big.Rat, error) {
	start := a.pos
	for a.pos < len(a.text) && a.text[a.pos] >= '0' && a.text[a.pos] <= '9' {
		a.pos++
	}
	digits := a.text[start:a.pos]
	if len(digits) > maxLiteral {
		return nil, a.fail("too long a number")
	}
	if len(digits) > 1 && digits[0] == '0' {
		return nil, a.fail("a number begins with 0")
	}
	n, _ := new(big.Int).SetString(digits, 10)
	a.used = append(a.used, n)
	return new(big.Rat).SetInt(n), nil
}
