// Package mathcheck decides whether the answer in a model's completion is the
// gold answer.
package mathcheck
