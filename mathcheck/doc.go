// Package mathcheck decides whether the answer in a model's completion is the
// gold answer.
//
// Guaranteed: the verdict is the same on every machine and at any concurrency;
// it says equal only by a rule that is named and documented; a hostile
// completion costs a bounded number of steps, never a panic; nothing a
// completion says is executed. A gold answer that cannot be used is an error,
// not a reward of 0.
//
// Not guaranteed: equality at the stage named "numeric" is agreement of two
// closed forms to hundreds of bits, not a proof; and two notations in common
// use may contradict each other, in which case the gold's notation decides.
//
// The decision list is the doc comment of Check. What each stage proves is in
// docs/soundness.md; the grammar of answers in internal/latex/grammar.txt.
//
//	v, err := mathcheck.Check(`\frac{1}{2}`, `The answer is $\boxed{0.5}$.`)
//	if err != nil {
//		return err // the gold could not be used
//	}
//	fmt.Println(v.Outcome, v.Stage) // equal exact
//
// For many completions against one gold, ParseGold reads the gold once.
package mathcheck
