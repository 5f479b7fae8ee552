// Package poly decides equality of expressions exactly, as rational functions
// over the rational numbers in a set of generators: variables, radicals of
// primes, the imaginary unit, pi, and atoms for everything else (sin x, 2^n,
// n!), named by their own normal form.
//
// Equal is always a proof: every rewriting is an identity of the functions
// meant, on the common domain of both sides. Different is a proof when the
// generators are known to be independent: variables, roots of distinct primes
// (Besicovitch 1940), the imaginary unit and at most one transcendental
// constant. With any other atom a difference of forms proves nothing and the
// answer is Unknown.
//
// Denominators are never rationalised and fractions never reduced: a/b = c/d
// is decided by ad - bc = 0.
package poly
