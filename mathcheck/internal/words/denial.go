package words

import (
	"slices"
	"strings"
	"unicode"
)

var (
	faults  = []string{"wrong", "incorrect", "false", "mistaken", "invalid", "untrue"}
	merits  = []string{"answer", "correct", "right", "true", "solution", "valid"}
	copulas = []string{"is", "was", "isn", "wasn", "isnt", "wasnt"}
)

// TakesBack says that the words behind a value deny it: "is wrong", "(this is
// incorrect)", "is not the answer", "(wrong)". Words that merely count what is
// wrong do not: "3 wrong answers".
func TakesBack(s string) bool {
	s = strings.ToLower(s)
	bracketed := strings.ContainsAny(s, "(（[")
	list := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(list) == 0 {
		return false
	}
	last := list[len(list)-1]
	if last == "not" || bracketed && len(list) <= 2 && (last == "no" || slices.Contains(faults, last)) {
		return true
	}
	copula, denied := false, false
	for _, w := range list {
		switch {
		case slices.Contains(copulas, w):
			copula = true
			denied = denied || w != "is" && w != "was" // isn't
		case w == "not":
			denied = true
		case copula && slices.Contains(faults, w):
			return !denied // "is not wrong" affirms
		case denied && slices.Contains(merits, w):
			return true
		}
	}
	return false
}
