package expr

import (
	"strconv"
	"strings"
)

// String prints n canonically: fully bracketed, so that two trees are the same
// exactly when their strings are. It is not meant to be read back.
func String(n Node) string {
	var b strings.Builder
	Print(&b, n)
	return b.String()
}

// Print writes String(n) to b.
func Print(b *strings.Builder, n Node) {
	list := func(open, sep, end string, ns []Node) {
		b.WriteString(open)
		for i, c := range ns {
			if i > 0 {
				b.WriteString(sep)
			}
			Print(b, c)
		}
		b.WriteString(end)
	}
	switch n := n.(type) {
	case nil:
		b.WriteByte('_')
	case *Num:
		b.WriteString(n.V.String())
	case *Sym:
		b.WriteString(n.Name)
	case *Const:
		b.WriteByte('@')
		b.WriteString(n.C.String())
	case *Add:
		list("(+ ", " ", ")", n.Terms)
	case *Neg:
		list("(- ", "", ")", []Node{n.X})
	case *Mul:
		list("(* ", " ", ")", n.Factors)
	case *Div:
		list("(/ ", " ", ")", []Node{n.Num, n.Den})
	case *Pow:
		list("(^ ", " ", ")", []Node{n.Base, n.Exp})
	case *Root:
		list("(root ", " ", ")", []Node{n.X, n.Index})
	case *Call:
		list("("+n.Fn.String()+n.Name+"! ", " ", ")", n.Args)
	case *Bind:
		list("("+n.Op.String()+strconv.Itoa(int(n.Side))+" "+n.Var+" ", " ", ")", []Node{n.Lo, n.Hi, n.Body})
	case *Percent:
		list("(% ", "", ")", []Node{n.X})
	case *Degree:
		list("(deg ", "", ")", []Node{n.X})
	case *PlusMinus:
		open := "(pm "
		if n.Minus {
			open = "(mp "
		}
		list(open, "", ")", []Node{n.X})
	case *BaseNum:
		b.WriteString(n.Digits + "_" + strconv.Itoa(n.Base))
	case *Rel:
		b.WriteString("(rel ")
		Print(b, n.Args[0])
		for i, op := range n.Ops {
			b.WriteString(" " + op.String() + " ")
			Print(b, n.Args[i+1])
		}
		b.WriteByte(')')
	case *Logic:
		list("("+n.Op.String()+" ", " ", ")", n.Args)
	case *Set:
		list("{", ", ", "}", n.Elems)
	case *Builder:
		list("{", " : ", " | ", []Node{n.Elem, n.Domain})
		list("", ", ", "}", n.Cond)
	case *Tuple:
		list("("+brackets[n.Open]+brackets[n.Close]+" ", ", ", ")", n.Elems)
	case *Interval:
		open, end := "[", "]"
		if n.LoOpen {
			open = "]"
		}
		if n.HiOpen {
			end = "["
		}
		list("(ival "+open+" ", ", ", " "+end+")", []Node{n.Lo, n.Hi})
	case *List:
		list("<"+strconv.Itoa(int(n.Sep))+" ", ", ", ">", n.Elems)
	case *SetOp:
		list("("+n.Op.String()+" ", " ", ")", n.Args)
	case *Matrix:
		b.WriteString("(mat")
		for _, r := range n.Rows {
			list(" [", ", ", "]", r)
		}
		b.WriteByte(')')
	case *Piecewise:
		b.WriteString("(cases")
		for _, c := range n.Cases {
			list(" [", " if ", "]", []Node{c.Value, c.Cond})
		}
		b.WriteByte(')')
	case *Quantity:
		list("(qty ", "", " "+strconv.Quote(n.Unit)+")", []Node{n.Value})
	case *Ratio:
		list("(ratio ", " : ", ")", n.Parts)
	case *Text:
		b.WriteString(strconv.Quote(n.S))
	}
}

var brackets = [...]string{Paren: "p", Square: "s", Angle: "a"}
