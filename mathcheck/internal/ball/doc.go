// Package ball computes with real and complex numbers that carry a rigorous
// error bound: a Real is a midpoint and a radius, and every operation returns
// a ball that contains the exact result for every choice of operands inside
// the balls given. Two balls that do not meet are therefore a proof that two
// numbers differ; balls that meet prove nothing by themselves.
//
// Midpoints are big.Float values rounded to nearest, radii are rounded up. A
// ball without information (a pole inside the argument, an overflow, a value
// outside the domain) is the zero Real, and it is infectious.
//
// Real and Complex values are immutable and safe to share. The cost of an
// operation depends on the precision alone, never on the magnitude of its
// operands: adding 1 to 2^(2^30) does not build a number of 2^30 bits.
//
// A ball also says whether it is Faint: whether on the way a summand that is
// not zero became too small to be seen at the precision used, as in
// 1 + exp(-1000). Agreement of such balls must not be taken for equality.
package ball
