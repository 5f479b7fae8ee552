package expr

import "github.com/verireward/verireward/mathcheck/internal/num"

// Same reports whether two trees are the same, node by node. Numbers are the
// same when their values are, however they were written.
func Same(a, b Node) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	if a == b {
		return true
	}
	switch a := a.(type) {
	case *Num:
		b, ok := b.(*Num)
		return ok && num.Equal(a.V, b.V)
	case *BaseNum:
		b, ok := b.(*BaseNum)
		return ok && a.Base == b.Base && a.Digits == b.Digits
	case *Sym:
		b, ok := b.(*Sym)
		return ok && a.Name == b.Name
	case *Const:
		b, ok := b.(*Const)
		return ok && a.C == b.C
	case *Add:
		b, ok := b.(*Add)
		return ok && all(a.Terms, b.Terms)
	case *Neg:
		b, ok := b.(*Neg)
		return ok && Same(a.X, b.X)
	case *Mul:
		b, ok := b.(*Mul)
		return ok && all(a.Factors, b.Factors)
	case *Div:
		b, ok := b.(*Div)
		return ok && Same(a.Num, b.Num) && Same(a.Den, b.Den)
	case *Pow:
		b, ok := b.(*Pow)
		return ok && Same(a.Base, b.Base) && Same(a.Exp, b.Exp)
	case *Root:
		b, ok := b.(*Root)
		return ok && Same(a.X, b.X) && Same(a.Index, b.Index)
	case *Call:
		b, ok := b.(*Call)
		return ok && a.Fn == b.Fn && a.Name == b.Name && all(a.Args, b.Args)
	case *Bind:
		b, ok := b.(*Bind)
		return ok && a.Op == b.Op && a.Var == b.Var && a.Side == b.Side && Same(a.Lo, b.Lo) && Same(a.Hi, b.Hi) && Same(a.Body, b.Body)
	case *Percent:
		b, ok := b.(*Percent)
		return ok && Same(a.X, b.X)
	case *Degree:
		b, ok := b.(*Degree)
		return ok && Same(a.X, b.X)
	case *PlusMinus:
		b, ok := b.(*PlusMinus)
		return ok && a.Minus == b.Minus && Same(a.X, b.X)
	case *Text:
		b, ok := b.(*Text)
		return ok && a.S == b.S
	}
	return sameShape(a, b)
}

// sameShape is Same for statements, collections and what holds parts.
func sameShape(a, b Node) bool {
	switch a := a.(type) {
	case *Rel:
		b, ok := b.(*Rel)
		if !ok || len(a.Ops) != len(b.Ops) {
			return false
		}
		for i := range a.Ops {
			if a.Ops[i] != b.Ops[i] {
				return false
			}
		}
		return all(a.Args, b.Args)
	case *Logic:
		b, ok := b.(*Logic)
		return ok && a.Op == b.Op && all(a.Args, b.Args)
	case *Set:
		b, ok := b.(*Set)
		return ok && all(a.Elems, b.Elems)
	case *Builder:
		b, ok := b.(*Builder)
		return ok && Same(a.Elem, b.Elem) && Same(a.Domain, b.Domain) && all(a.Cond, b.Cond)
	case *Tuple:
		b, ok := b.(*Tuple)
		return ok && a.Open == b.Open && a.Close == b.Close && all(a.Elems, b.Elems)
	case *Interval:
		b, ok := b.(*Interval)
		return ok && a.LoOpen == b.LoOpen && a.HiOpen == b.HiOpen && Same(a.Lo, b.Lo) && Same(a.Hi, b.Hi)
	case *List:
		b, ok := b.(*List)
		return ok && all(a.Elems, b.Elems)
	case *SetOp:
		b, ok := b.(*SetOp)
		return ok && a.Op == b.Op && all(a.Args, b.Args)
	case *Matrix:
		b, ok := b.(*Matrix)
		if !ok || len(a.Rows) != len(b.Rows) {
			return false
		}
		for i := range a.Rows {
			if !all(a.Rows[i], b.Rows[i]) {
				return false
			}
		}
		return true
	case *Piecewise:
		b, ok := b.(*Piecewise)
		if !ok || len(a.Cases) != len(b.Cases) {
			return false
		}
		for i := range a.Cases {
			if !Same(a.Cases[i].Value, b.Cases[i].Value) || !Same(a.Cases[i].Cond, b.Cases[i].Cond) {
				return false
			}
		}
		return true
	case *Quantity:
		b, ok := b.(*Quantity)
		return ok && a.Unit == b.Unit && Same(a.Value, b.Value)
	case *Ratio:
		b, ok := b.(*Ratio)
		return ok && all(a.Parts, b.Parts)
	}
	return false
}

func all(x, y []Node) bool {
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if !Same(x[i], y[i]) {
			return false
		}
	}
	return true
}
