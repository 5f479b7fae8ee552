// Package numeric evaluates expression trees in ball arithmetic and compares
// them by value: for constants once, for expressions with variables at sample
// points that lie in the domain of both.
//
// Different is a proof: two balls with no common point. Equal is evidence, and
// the caller marks it as numeric: the values agreed at every valid point to
// closeBits of the precision, with nothing on the way too small to be seen.
// Everything else is Unknown: too few valid points, a pole, an exceeded
// budget, a number too large to hold (see tower.go for what is still said of
// those).
//
// The real domain is used unless the caller says otherwise or one side holds
// the imaginary unit. An odd root of a negative real number is real; so is its
// power with an odd denominator, but over the complex numbers, where a power
// is its principal value.
package numeric
