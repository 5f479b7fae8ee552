package expr

import "math"

// Children calls f with each direct child of n, in the order written, until f
// returns false.
func Children(n Node, f func(Node) bool) {
	each := func(list ...Node) bool {
		for _, c := range list {
			if c != nil && !f(c) {
				return false
			}
		}
		return true
	}
	switch n := n.(type) {
	case *Add:
		each(n.Terms...)
	case *Neg:
		each(n.X)
	case *Mul:
		each(n.Factors...)
	case *Div:
		each(n.Num, n.Den)
	case *Pow:
		each(n.Base, n.Exp)
	case *Root:
		each(n.X, n.Index)
	case *Call:
		each(n.Args...)
	case *Bind:
		each(n.Lo, n.Hi, n.Body)
	case *Percent:
		each(n.X)
	case *Degree:
		each(n.X)
	case *PlusMinus:
		each(n.X)
	case *Rel:
		each(n.Args...)
	case *Logic:
		each(n.Args...)
	case *Set:
		each(n.Elems...)
	case *Builder:
		if each(n.Elem, n.Domain) {
			each(n.Cond...)
		}
	case *Tuple:
		each(n.Elems...)
	case *Interval:
		each(n.Lo, n.Hi)
	case *List:
		each(n.Elems...)
	case *SetOp:
		each(n.Args...)
	case *Matrix:
		for _, r := range n.Rows {
			if !each(r...) {
				return
			}
		}
	case *Piecewise:
		for _, c := range n.Cases {
			if !each(c.Value, c.Cond) {
				return
			}
		}
	case *Quantity:
		each(n.Value)
	case *Ratio:
		each(n.Parts...)
	}
}

// Any reports whether f is true of n or of a node below it.
func Any(n Node, f func(Node) bool) bool {
	if n == nil {
		return false
	}
	if f(n) {
		return true
	}
	// The commonest nodes without the detour by Children.
	switch n := n.(type) {
	case *Num, *Sym, *Const, *Text, *BaseNum:
		return false
	case *Add:
		return anyOf(n.Terms, f)
	case *Mul:
		return anyOf(n.Factors, f)
	case *Neg:
		return Any(n.X, f)
	case *Div:
		return Any(n.Num, f) || Any(n.Den, f)
	case *Pow:
		return Any(n.Base, f) || Any(n.Exp, f)
	}
	found := false
	Children(n, func(c Node) bool {
		found = Any(c, f)
		return !found
	})
	return found
}

func anyOf(list []Node, f func(Node) bool) bool {
	for _, n := range list {
		if Any(n, f) {
			return true
		}
	}
	return false
}

// Size counts the nodes of n, giving up above limit.
func Size(n Node, limit int) int {
	count := 0
	Any(n, func(Node) bool { count++; return count > limit })
	return count
}

// Symbols appends to names the free variables of n that are not there yet, in
// the order of their first use.
func Symbols(n Node, names []string) []string {
	return symbols(n, names, nil)
}

func symbols(n Node, names, bound []string) []string {
	add := func(name string) {
		for _, b := range bound {
			if b == name {
				return
			}
		}
		for _, s := range names {
			if s == name {
				return
			}
		}
		names = append(names, name)
	}
	switch n := n.(type) {
	case nil:
		return names
	case *Sym:
		add(n.Name)
		return names
	case *Bind:
		names = symbols(n.Lo, names, bound)
		names = symbols(n.Hi, names, bound)
		if n.Op == DerivOp || n.Op == IntOp && n.Lo == nil {
			add(n.Var)
			return symbols(n.Body, names, bound)
		}
		return symbols(n.Body, names, append(bound[:len(bound):len(bound)], n.Var))
	}
	Children(n, func(c Node) bool {
		names = symbols(c, names, bound)
		return true
	})
	return names
}

// WrittenInt returns n as an integer if it is written as one, its sign apart.
func WrittenInt(n Node) (int64, bool) {
	switch n := n.(type) {
	case *Num:
		return n.V.Int64()
	case *Neg:
		v, ok := WrittenInt(n.X)
		return -v, ok && v != math.MinInt64
	}
	return 0, false
}

// Scalar reports whether n is made of scalar nodes only, so that the engines
// can evaluate it once its variables have values.
func Scalar(n Node) bool {
	return !Any(n, func(n Node) bool {
		switch n := n.(type) {
		case *Rel, *Logic, *Set, *Builder, *Tuple, *Interval, *List, *SetOp, *Matrix,
			*Piecewise, *Quantity, *Ratio, *Text, *PlusMinus:
			return true
		case *Const:
			return n.C == Inf || n.C == Undefined || n.C.IsSet()
		}
		return false
	})
}
