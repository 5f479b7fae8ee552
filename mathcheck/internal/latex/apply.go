package latex

import (
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	"github.com/verireward/verireward/mathcheck/internal/num"
)

// function reads a known function: its subscript and power in any order, then
// its argument.
func (p *parser) function() expr.Node {
	t := *p.tok()
	p.i++
	f := t.fn()
	var sub, power expr.Node
	for {
		if p.kind() == tUnder && sub == nil {
			p.i++
			sub = p.scriptArg()
			continue
		}
		if p.kind() == tSub && sub == nil {
			s := p.tok()
			p.i++
			sub = p.small(s)
			continue
		}
		if p.kind() == tCaret && power == nil && p.peek(1) != tDegree {
			p.i++
			if p.kind() == tMinus {
				p.i++
				power = &expr.Neg{X: p.argument()}
			} else {
				power = p.argument()
			}
			continue
		}
		if p.kind() == tSup && power == nil {
			s := p.tok()
			p.i++
			power = p.small(s)
			continue
		}
		break
	}
	if power != nil && isMinusOne(power) {
		if g, ok := f.Inverse(); ok && t.kind == tFn {
			f, power = g, nil
		}
	}
	if k := p.kind(); (f == expr.Max || f == expr.Min) && (k == tEOF || k == tWord || k == tText || k == tRel || k == tComma) {
		return &expr.Text{S: f.String()} // "max at 3"
	}
	args := p.arguments(f, t)
	n := p.apply(t, f, sub, args)
	if power != nil {
		n = expr.Power(n, power)
	}
	return n
}

func isMinusOne(n expr.Node) bool {
	neg, ok := n.(*expr.Neg)
	if !ok {
		return false
	}
	x, ok := neg.X.(*expr.Num)
	return ok && num.Equal(x.V, num.FromInt(1))
}

func (p *parser) apply(t token, f expr.Fn, sub expr.Node, args []expr.Node) expr.Node {
	if len(args) == 0 {
		p.fail(ErrMissing)
	}
	switch t.kind {
	case tExp:
		if len(args) != 1 {
			p.fail(ErrUnexpected)
		}
		if t.val == 1 { // cis
			return expr.Power(expr.Cst(expr.E), expr.Times(expr.Cst(expr.I), args[0]))
		}
		return expr.Power(expr.Cst(expr.E), args[0])
	case tRoot:
		if len(args) != 1 {
			p.fail(ErrUnexpected)
		}
		v, _ := num.Parse(t.text)
		return &expr.Root{X: args[0], Index: expr.Val(v)}
	}
	switch f {
	case expr.Log:
		switch {
		case len(args) == 2 && sub == nil: // log(x, base)
			return expr.Fun(f, args...)
		case sub == nil:
			sub = expr.Int(10)
		}
		if c, ok := sub.(*expr.Const); ok && c.C == expr.E {
			return expr.Fun(expr.Ln, args[0])
		}
		return expr.Fun(f, args[0], sub)
	case expr.Max, expr.Min, expr.Gcd, expr.Lcm:
		if len(args) == 1 {
			if s, ok := args[0].(*expr.Set); ok {
				return expr.Fun(f, s.Elems...)
			}
		}
		return expr.Fun(f, args...)
	case expr.Gamma:
		if sub != nil {
			p.fail(ErrUnexpected)
		}
	}
	if len(args) != 1 {
		return &expr.Call{Fn: expr.User, Name: f.String(), Args: args}
	}
	return expr.Fun(f, args[0])
}

// arguments reads what a function is applied to: a bracket, a group, or the
// implied product that follows.
func (p *parser) arguments(f expr.Fn, t token) []expr.Node {
	p.enter()
	defer p.leave()
	switch p.kind() {
	case tOpen:
		if b := p.tok().bracket(); b == expr.Paren || b == expr.Square {
			args, _ := p.brackets()
			return args
		}
	case tSetOpen:
		if s, ok := p.set(tSetClose).(*expr.Set); ok {
			return s.Elems
		}
		p.fail(ErrMissing)
	case tLBrace:
		n := p.braces()
		switch s := n.(type) {
		case *expr.Set:
			return s.Elems
		case *expr.List:
			return s.Elems
		}
		if p.kind() == tCaret { // \sin{x}^2: the power is the function's
			return []expr.Node{n}
		}
		return []expr.Node{n}
	}
	trig := f >= expr.Sin && f <= expr.Csc || f >= expr.Sinh && f <= expr.Csch
	switch p.kind() {
	case tMinus, tPlus:
		k := p.kind()
		p.i++
		return []expr.Node{sign(k, p.impliedArgument(trig))}
	case tEOF, tClose, tRBrace, tRel, tComma, tTimes, tSlash, tSetClose:
		p.fail(ErrMissing)
	}
	return []expr.Node{p.impliedArgument(trig)}
}

// impliedArgument reads the factors that belong to a function written without
// brackets: \sin 2x, \ln 2x; not a further function, nor a bracket after a
// variable.
func (p *parser) impliedArgument(trig bool) expr.Node {
	n := p.power()
	factors := []expr.Node{n}
	literal := func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.Num:
			return true
		case *expr.Const:
			return n.C == expr.Pi
		}
		return false
	}
	all := literal(n)
	for {
		switch p.kind() {
		case tFn, tExp, tRoot, tBind, tBegin, tName, tWord, tText, tMoney, tBar, tDBar:
			return expr.Times(factors...)
		case tOpen, tLBrace:
			if !all {
				return expr.Times(factors...)
			}
		case tSlash: // \cos \pi/7, \sin 2\pi/3
			if trig && p.tok().val == 0 && all && p.peek(1) == tNum && hasPi(factors) {
				p.i++
				return expr.Over(expr.Times(factors...), p.power())
			}
			return expr.Times(factors...)
		}
		if p.integral > 0 && p.differential() || p.builder == 0 && p.kind() == tNum && p.toks[p.i-1].kind == tNum {
			return expr.Times(factors...)
		}
		if p.unitAhead() || !p.startsFactor(n, true) {
			return expr.Times(factors...)
		}
		n = p.power()
		all = all && literal(n)
		factors = append(factors, n)
	}
}

func hasPi(ns []expr.Node) bool {
	for _, n := range ns {
		if c, ok := n.(*expr.Const); ok && c.C == expr.Pi {
			return true
		}
	}
	return false
}

// differential reports whether "d" and a variable come next.
func (p *parser) differential() bool {
	t := p.tok()
	return (t.kind == tLetter && t.text == "d" || t.kind == tText && strings.TrimSpace(t.text) == "d") && p.peek(1) == tLetter
}

// bind reads \sum, \prod, \int or \lim with its bounds and body.
func (p *parser) bind() expr.Node {
	t := p.tok()
	p.i++
	b := &expr.Bind{Op: expr.BindOp(t.val)}
	if t.kind == tSetOp {
		b.Op = expr.UnionOp
	}
	var lo, hi expr.Node
	index := p.boundI
	for {
		if p.kind() == tUnder {
			p.i++
			p.boundI++ // i is an index in its own bounds
			lo = p.argument()
			p.boundI--
			continue
		}
		if p.kind() == tCaret {
			p.i++
			hi = p.scriptArg()
			continue
		}
		if p.kind() == tSup {
			s := p.tok()
			p.i++
			hi = p.small(s)
			continue
		}
		break
	}
	b.Lo, b.Hi = lo, hi
	if r, ok := lo.(*expr.Rel); ok && len(r.Args) == 2 && (r.Ops[0] == expr.Eq || r.Ops[0] == expr.To) {
		if s, ok := r.Args[0].(*expr.Sym); ok {
			b.Var, b.Lo = s.Name, r.Args[1]
		}
	} else if s, ok := lo.(*expr.Sym); ok && b.Op != expr.IntOp && b.Op != expr.LimOp {
		b.Var, b.Lo = s.Name, nil
	}
	if pw, ok := b.Lo.(*expr.Pow); ok && b.Op == expr.LimOp {
		if s, ok := pw.Exp.(*expr.Sym); ok && (s.Name == "+" || s.Name == "-") {
			b.Lo, b.Side = pw.Base, 1
			if s.Name == "-" {
				b.Side = -1
			}
		}
	}
	if b.Var == "i" {
		p.boundI = index + 1
	}
	defer func() { p.boundI = index }()
	if b.Op == expr.IntOp {
		p.integralBody(b)
		return b
	}
	switch p.kind() {
	case tMinus, tPlus:
		b.Body = p.signed()
	default:
		b.Body = p.product()
	}
	return b
}

func (p *parser) integralBody(b *expr.Bind) {
	save := p.integral
	p.integral = 1
	defer func() { p.integral = save }()
	if p.differential() {
		b.Body = expr.Int(1)
	} else {
		b.Body = p.sum()
	}
	if p.differential() {
		b.Var = p.toks[p.i+1].text
		p.i += 2
	} else if d, ok := b.Body.(*expr.Div); ok && b.Var == "" {
		if v, rest, ok := numeratorDifferential(d.Num); ok {
			b.Var, b.Body = v, &expr.Div{Num: rest, Den: d.Den, Slash: d.Slash}
		}
	}
}

// numeratorDifferential takes the dx off the numerator of \int \frac{dx}{x}.
func numeratorDifferential(n expr.Node) (v string, rest expr.Node, ok bool) {
	m, ok := n.(*expr.Mul)
	if !ok || len(m.Factors) < 2 {
		return "", nil, false
	}
	k := len(m.Factors) - 2
	d, ok := m.Factors[k].(*expr.Sym)
	x, ok2 := m.Factors[k+1].(*expr.Sym)
	if !ok || !ok2 || d.Name != "d" {
		return "", nil, false
	}
	return x.Name, expr.Times(append([]expr.Node{expr.Int(1)}, m.Factors[:k]...)...), true
}

// environment reads a matrix or a cases environment.
func (p *parser) environment() expr.Node {
	name := p.tok().text
	p.i++
	p.enter()
	defer p.leave()
	var rows [][]expr.Node
	p.inside(func() { rows = p.rows(name) })
	p.expect(tEnd)
	if len(rows) == 0 {
		p.fail(ErrMissing)
	}
	if name == "cases" || name == "rcases" || name == "dcases" {
		return p.cases(rows)
	}
	if isBranches(name, rows) {
		return p.cases(rows)
	}
	for _, r := range rows {
		if len(r) != len(rows[0]) {
			p.i--
			p.fail(ErrUnbalanced)
		}
	}
	m := &expr.Matrix{Rows: rows}
	switch name {
	case "vmatrix":
		return expr.Fun(expr.Det, m)
	case "Vmatrix":
		return expr.Fun(expr.Abs, m)
	}
	return m
}

// isBranches reports whether an array holds values and their conditions, as
// \left\{\begin{array}{ll} x, & x > 0 \\ ... does.
func isBranches(name string, rows [][]expr.Node) bool {
	if !strings.HasPrefix(name, "array") && !strings.HasPrefix(name, "align") || len(rows) < 2 {
		return false
	}
	for _, r := range rows {
		if len(r) != 2 || r[0] == nil {
			return false
		}
		if _, ok := r[0].(*expr.Rel); ok {
			return false
		}
		switch c := r[1].(type) {
		case nil, *expr.Logic:
		case *expr.Rel:
			if c.Ops[0] == expr.Eq && len(c.Args) < 2 {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// rows reads cells up to \end. A cell may be a statement or hold words.
func (p *parser) rows(name string) [][]expr.Node {
	rows := make([][]expr.Node, 0, fewItems)
	var row []expr.Node
	for {
		switch p.kind() {
		case tEOF:
			p.fail(ErrUnbalanced)
		case tEnd:
			if len(row) > 0 {
				rows = append(rows, row)
			}
			return rows
		case tAmp:
			p.i++
		case tRow:
			p.i++
			if len(row) > 0 {
				rows = append(rows, row)
			}
			row = nil
		case tComma, tSemi:
			p.i++ // the comma after a case's value
		default:
			if p.kind() == tText || p.kind() == tWord {
				w := strings.ToLower(strings.Trim(p.tok().text, " ,.:"))
				switch w {
				case "if", "for", "when", "where", "falls", "若", "当", "si":
					p.i++
					continue
				case "otherwise", "else", "其他", "其它", "other":
					p.i++
					row = append(row, nil)
					continue
				}
				if strings.HasSuffix(w, " if") || strings.HasPrefix(w, "if ") || strings.HasPrefix(w, "for ") {
					p.i++
					continue
				}
			}
			before := p.i
			if row == nil {
				row = make([]expr.Node, 0, fewItems)
			}
			row = append(row, p.item())
			if k := p.kind(); p.i == before || k != tAmp && k != tRow && k != tEnd && k != tComma && k != tText && k != tWord && k != tSemi && k != tLogic {
				p.fail(ErrUnexpected)
			}
			if p.kind() == tLogic { // x < 0 or x > 1
				op := expr.LogicOp(p.tok().val)
				p.i++
				last := len(row) - 1
				row[last] = &expr.Logic{Op: op, Args: []expr.Node{row[last], p.item()}}
			}
		}
	}
}

// cases makes a Piecewise of rows of value and condition, or a system of
// equations of rows of one.
func (p *parser) cases(rows [][]expr.Node) expr.Node {
	system := true
	for _, r := range rows {
		system = system && len(r) == 1 && r[0] != nil
	}
	if system {
		var elems []expr.Node
		for _, r := range rows {
			elems = append(elems, r[0])
		}
		return &expr.List{Elems: elems, Sep: expr.Comma}
	}
	pw := &expr.Piecewise{}
	for _, r := range rows {
		switch {
		case len(r) == 1 && r[0] != nil:
			pw.Cases = append(pw.Cases, expr.Case{Value: r[0]})
		case len(r) == 2 && r[0] != nil:
			pw.Cases = append(pw.Cases, expr.Case{Value: r[0], Cond: r[1]})
		case len(r) == 3 && r[0] != nil && r[1] != nil && r[2] != nil:
			pw.Cases = append(pw.Cases, expr.Case{Value: r[0], Cond: &expr.Logic{Op: expr.And, Args: r[1:]}})
		default:
			p.i--
			p.fail(ErrUnexpected)
		}
	}
	return pw
}
