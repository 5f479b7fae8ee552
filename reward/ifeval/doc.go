// Package ifeval checks whether a completion follows verifiable instructions:
// the 25 families of IFEval ("Instruction-Following Evaluation for Large
// Language Models", 2023) under their published names and arguments, as data
// sets for training carry them.
//
// The checks are written anew from the instructions' own words. Where the
// published checker accepts what does not follow the instruction, this one does
// not; the differences are:
//
//   - keywords are literal whole words, not regular expressions inside words;
//   - sentences are counted by stops, with abbreviations, decimals and initials
//     known, without a trained model;
//   - [] is no placeholder, --- no bullet, and a title, a highlight, a section, a
//     postscript or an answer after the repeated prompt must hold something;
//   - of the three constrained responses exactly one is given;
//   - JSON is one object or array, not a bare number or string;
//   - the n-th paragraph is the n-th that is not blank;
//   - a comma is one in any script.
//
// An empty completion follows nothing.
package ifeval
