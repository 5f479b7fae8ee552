// Package formula totals the components of a reward by a formula:
//
//	format == 1 ? correct + 0.1 + overlong : overlong
//
// The variables are the values of named components. A formula is compiled and
// typed when it is built, by expr-lang, of which it allows this part:
//
//   - numbers (all of them float64), true and false;
//   - + - * / ** and unary minus, == != < <= > >=, and or not (also && || !);
//   - condition ? a : b, if c { a } else { b }, and let x = a; b;
//   - abs, ceil, floor, round, min, max, clamp(x, lo, hi), sqrt, exp, log;
//   - x ?? d: the value of component x, or d where x does not apply.
//
// There are no strings, arrays, loops, nor functions with effects, so a formula
// takes time and memory bounded by its own length.
//
// A referenced component that could not be judged makes the total an error,
// and one that does not apply makes the total abstain, whichever branch the
// formula would have taken: which samples are dropped must not hang on what
// the policy wrote elsewhere. Only x ?? d gives an abstaining component a
// value. A total that is not finite, such as log(0), is an error.
package formula
