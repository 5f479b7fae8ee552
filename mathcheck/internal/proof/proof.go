// Package proof holds the three outcomes every engine of mathcheck can come to.
package proof

// Outcome is what an engine has shown about two expressions. The zero value
// is Unknown: nothing shown.
type Outcome uint8

// The outcomes.
const (
	Unknown Outcome = iota
	Equal
	Different
)

// String returns the outcome in lower case.
func (o Outcome) String() string {
	switch o {
	case Equal:
		return "equal"
	case Different:
		return "different"
	}
	return "unknown"
}
