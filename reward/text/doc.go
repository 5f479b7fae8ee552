// Package text holds rewards on strings: exact and contained answers, F1,
// multiple choice, closeness of numbers, GSM8K's and TinyZero's own checks,
// repetition, reasoning steps and the like.
//
// Every constructor takes a struct of options whose zero value is useful, and
// returns an error for options that cannot be used. The rewards read the whole
// completion, or a part of it through reward.From. Gold answers are
// Sample.Answers: any one that is not blank is right; without one the sample
// is an error of kind gold.
//
// Completions are hostile: every reward is linear in their length, or stops at
// a named budget.
package text
