package words

import (
	"strings"
	"unicode/utf8"
)

// Reading is a text made ready for the readers of names, days and truth words,
// so that a text asked for all of them is folded once.
type Reading struct {
	text, plain, lower, fold string
	// named is false when the text holds no name of any kind, see hasName.
	named bool
}

// Read makes s ready.
func Read(s string) Reading {
	r := Reading{text: s, plain: Plain(s)}
	r.lower = strings.ToLower(r.plain)
	if r.named = hasName(r.lower); r.named {
		r.fold = foldPlain(r.lower)
	}
	return r
}

// Named says that the text may hold a word: without one, none of the readers
// finds anything but a date or a clock time in figures.
func (r Reading) Named() bool { return r.named }

// Named is that of a text that is read for nothing else. Same is true only of
// a text with words.
func Named(s string) bool {
	return hasName(strings.ToLower(Plain(s)))
}

// nameCommands are the LaTeX commands that names are written with.
var nameCommands = [...]string{"emptyset", "varnothing", "mathbb", "reals", "infty"}

// hasName says that a plain text in lower case may hold a truth word, the name
// of a day, a month or a set, or one of the other phrases of this package: two
// letters side by side outside a LaTeX command, a character outside ASCII, a
// command that names something, a brace or a dot. Folding never brings letters
// together, and a mathematical answer has no such words.
func hasName(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 0x80 || c == '{' || c == '}':
			return true
		case c == '\\':
			k := i + 1
			for k < len(s) && isLetter(s[k]) {
				k++
			}
			for _, name := range nameCommands {
				if strings.HasPrefix(s[i+1:k], name) {
					return true
				}
			}
			i = max(i, k-1)
		case isLetter(c) && i+1 < len(s) && (isLetter(s[i+1]) || s[i+1] == '.' && i+2 < len(s) && isLetter(s[i+2])):
			return true
		}
	}
	return false
}

// Formula says of a text as it stands that it is mathematics: that Read makes
// nothing of it that holds a name, a date or a clock time. It has a bracket, a
// power, a plus or a command, no two letters without a digit or sign between
// them (they might meet once the braces are gone), and none of the commands that
// name something.
func Formula(s string) bool {
	letter, formula := false, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf || c == ':':
			return false
		case c == '(' || c == '[' || c == '^' || c == '+':
			letter, formula = false, true
		case c >= '0' && c <= '9' || c == '-' || c == '/' || c == ',' || c == '=':
			letter = false
		case isLetter(c):
			if letter {
				return false
			}
			letter = true
		case c == '\\':
			k := i + 1
			for k < len(s) && isLetter(s[k]) {
				k++
			}
			name := s[i+1 : k]
			if name == "" || mayName(name) {
				return false
			}
			formula = formula || !textCommands[name] && name != "quad" && name != "qquad"
			i = k - 1
		}
	}
	return formula
}

// mayName says that a command is the beginning of one that names something, or
// the other way round.
func mayName(command string) bool {
	for _, name := range nameCommands {
		if strings.HasPrefix(command, name) || strings.HasPrefix(name, command) {
			return true
		}
	}
	return false
}
