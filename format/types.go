package format

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// holeType checks the trimmed text of a hole. It returns what is wrong with
// it, in a few words, or "".
type holeType func(text string) string

// parseType reads the type of the hole at byte pos of a template.
func parseType(pos int, spec string) holeType {
	name, args, hasArgs := spec, "", false
	if i := strings.IndexByte(spec, '('); i >= 0 {
		var closed bool
		name = spec[:i]
		args, closed = strings.CutSuffix(spec[i+1:], ")")
		hasArgs = true
		if !closed {
			templateErr(pos, ErrType, "%s: ) is missing", quote(spec))
		}
	}
	var list []string
	if hasArgs {
		for a := range strings.SplitSeq(args, ",") {
			a = strings.TrimSpace(a)
			if a == "" {
				templateErr(pos, ErrType, "%s: empty argument", quote(spec))
			}
			list = append(list, a)
		}
	}
	plain := func(check holeType) holeType {
		if hasArgs {
			templateErr(pos, ErrType, "%s takes no arguments", name)
		}
		return check
	}
	switch name {
	case "int":
		return plain(checkInt)
	case "number":
		return plain(checkNumber)
	case "ident":
		return plain(checkIdent)
	case "line":
		return plain(checkLine)
	case "boxed":
		return plain(checkBoxed)
	case "has_boxed":
		return plain(checkHasBoxed)
	case "fence":
		return func(s string) string { return checkFence(s, list, true) }
	case "has_fence":
		return func(s string) string { return checkFence(s, list, false) }
	case "json":
		return jsonType(pos, list)
	case "choice":
		return choiceType(pos, list)
	}
	templateErr(pos, ErrType, "%s is not one of int, number, json, boxed, has_boxed, fence, has_fence, ident, line, choice", quote(name))
	return nil
}

// digits returns the length of the ASCII digits that s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// checkInt: an optional minus and ASCII digits, any number of them.
func checkInt(s string) string {
	d := strings.TrimPrefix(s, "-")
	if d == "" || digits(d) != len(d) {
		return "not an integer"
	}
	return ""
}

// checkNumber: an optional sign, digits either without commas or with one
// after every three from the right, and optional decimals.
func checkNumber(s string) string {
	d := s
	if d != "" && (d[0] == '-' || d[0] == '+') {
		d = d[1:]
	}
	n := digits(d)
	if n == 0 {
		return "not a number"
	}
	rest := d[n:]
	for grouped := n <= 3; grouped && len(rest) > 0 && rest[0] == ','; {
		if digits(rest[1:]) != 3 {
			return "commas not in thousands"
		}
		rest = rest[4:]
	}
	if len(rest) > 1 && rest[0] == '.' && digits(rest[1:]) == len(rest)-1 {
		rest = ""
	}
	if rest != "" {
		return "not a number"
	}
	return ""
}

// checkIdent: letters, digits and underscores.
func checkIdent(s string) string {
	for _, r := range s {
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return "not a name of letters, digits and _"
		}
	}
	return ""
}

// checkLine: no line break inside.
func checkLine(s string) string {
	if strings.IndexFunc(s, isLineBreak) >= 0 {
		return "more than one line"
	}
	return ""
}

// choiceType accepts one of the words in list; A-E is five of them.
func choiceType(pos int, list []string) holeType {
	var words []string
	for _, a := range list {
		from, to, ok := strings.Cut(a, "-")
		f, fn := utf8.DecodeRuneInString(from)
		t, tn := utf8.DecodeRuneInString(to)
		if !ok || from == "" || to == "" || fn != len(from) || tn != len(to) {
			words = append(words, a)
			continue
		}
		if t < f || t-f >= maxChoices {
			templateErr(pos, ErrType, "choice(%s): the range does not ascend or is too long", a)
		}
		for r := f; r <= t; r++ {
			words = append(words, string(r))
		}
	}
	if len(words) == 0 {
		templateErr(pos, ErrType, "choice needs its choices, such as choice(A-E)")
	}
	what := "not one of " + strings.Join(list, ", ")
	return func(s string) string {
		if !slices.Contains(words, s) {
			return what
		}
		return ""
	}
}

// maxChoices bounds a range of choices; alphabets are shorter.
const maxChoices = 128
