package words

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Choices reads a text that is one option letter or several and nothing else:
// "B", "(b)", "\textbf{(C)}", "A, C", "A and C", "(A)(C)", "AC", "option B",
// "选AC", and the circled numbers of statements, "①③". It returns the letters in capitals, sorted, each once. A bare small
// letter may be a variable, so strictCase wants capitals outside brackets.
func Choices(s, letters string, strictCase bool) (string, bool) {
	if len(s) > 200 || letters == "" {
		return "", false
	}
	for i := 0; i < len(s); i++ { // most texts, before they are taken apart
		if figure[s[i]] && strings.IndexByte(letters, s[i]) < 0 {
			return "", false
		}
	}
	t := Plain(s)
	for i := 0; i < len(t); i++ {
		if noChoice[t[i]] && strings.IndexByte(letters, t[i]) < 0 {
			return "", false
		}
	}
	t = strings.TrimRight(strings.TrimSpace(strings.Trim(t, `"' `)), ".。 ")
	t = trimChoiceWord(strings.TrimLeft(t, ",，：: "))
	set := map[rune]bool{}
	n := 0
	sep := true // a separator stands before the next letter
	for t != "" {
		r, size := utf8.DecodeRuneInString(t)
		up := unicode.ToUpper(r)
		switch {
		case r == '(' || r == '[' || r == '（' || r == '【':
			// (A), [A], and (A, C)
			shut := strings.IndexAny(t, ")]）】")
			if shut < 0 {
				return "", false
			}
			in := strings.TrimSpace(t[size:shut])
			_, w := utf8.DecodeRuneInString(t[shut:])
			if in == "" {
				return "", false
			}
			if len(in) == 1 {
				up := unicode.ToUpper(rune(in[0]))
				if !strings.ContainsRune(letters, up) {
					return "", false
				}
				set[up] = true
				n++
			} else if got, ok := Choices(in, letters, strictCase); ok {
				for _, r := range got {
					set[r] = true
					n++
				}
			} else {
				return "", false
			}
			sep = true
			t = t[shut+w:]
			continue
		case r >= '①' && r <= '⑳':
			if set[r] {
				return "", false
			}
			set[r] = true
			n++
			sep = true
		case strings.ContainsRune(letters, up):
			next, _ := utf8.DecodeRuneInString(t[size:])
			if unicode.IsLetter(next) && next < utf8.RuneSelf || !sep {
				if word, ok := joinWord(t); ok && sep {
					t = strings.TrimLeft(t[len(word):], " ")
					continue
				}
				if strictCase && !unicode.IsUpper(r) || set[up] {
					return "", false
				}
			}
			if strictCase && !unicode.IsUpper(r) {
				return "", false
			}
			set[up] = true
			n++
			sep = false
		case r == ' ' || r == ',' || r == ';' || r == '/' || r == '&' || r == '+' || r == '、' || r == '，' || r == '；' || r == '和' || r == '.' || r == ')' && n > 0:
			sep = true
		default:
			word, ok := joinWord(t)
			if !ok {
				return "", false
			}
			sep = true
			t = t[len(word):]
			continue
		}
		t = t[size:]
	}
	if n == 0 {
		return "", false
	}
	return sorted(set), true
}

// noChoice are characters that stand in no list of options, unless they are
// option letters themselves.
var noChoice = func() (t [256]bool) {
	for _, c := range []byte(`0123456789\=^_<>|*{}$%-`) {
		t[c] = true
	}
	return t
}()

// figure are those of them that Plain leaves where they are.
var figure = func() (t [256]bool) {
	for _, c := range []byte(`0123456789=^_<>|%-`) {
		t[c] = true
	}
	return t
}()

// joinWord is the "and" that s begins with.
func joinWord(s string) (string, bool) {
	for _, w := range []string{"and", "und", "et"} {
		if len(s) >= len(w) && strings.EqualFold(s[:len(w)], w) && (len(s) == len(w) || s[len(w)] == ' ' || s[len(w)] == '(') {
			return s[:len(w)], true
		}
	}
	return "", false
}

func sorted(set map[rune]bool) string {
	rs := make([]rune, 0, len(set))
	for r := range set {
		rs = append(rs, r)
	}
	sort.Slice(rs, func(i, j int) bool { return rs[i] < rs[j] })
	return string(rs)
}

// choiceWords stand before an option's letter.
var choiceWords = []string{"options", "option", "choices", "choice", "answers", "answer", "statements", "statement", "选项", "选择", "选", "答案", "вариант"}

func trimChoiceWord(s string) string {
	low := strings.ToLower(s)
	for _, tail := range []string{" is the correct answer", " is the correct option", " is the correct choice", " is the answer", " is correct", " is right", "是正确的", "正确", "符合题意"} {
		if strings.HasSuffix(low, tail) {
			s, low = s[:len(s)-len(tail)], low[:len(low)-len(tail)]
			break
		}
	}
	if rest, ok := strings.CutPrefix(low, "the "); ok {
		s, low = s[4:], rest
	}
	for _, w := range choiceWords {
		if strings.HasPrefix(low, w) {
			rest := strings.TrimLeft(s[len(w):], " :：")
			if len(rest) < len(s)-len(w) || w[0] >= utf8.RuneSelf {
				return rest
			}
		}
	}
	return s
}

// ChoiceText reads an option letter that is followed by its option's text:
// "B. Paris", "(B) Paris", "B: Paris", "option B, Paris". A text that goes on
// with another option's mark names both. It returns the letters, sorted.
func ChoiceText(s, letters string) (string, bool) {
	if letters == "" || len(s) > MaxBytes {
		return "", false
	}
	t := strings.TrimSpace(strings.Trim(Plain(s), `"'`))
	t = trimChoiceWord(t)
	letter, rest, ok := choiceMark(t, letters)
	if !ok {
		return "", false
	}
	if strings.HasPrefix(t[1:], " (") && TakesBack(t[1:]) {
		return "", false
	}
	set := map[rune]bool{letter: true}
	if other := strings.Trim(rest, " ."); len(other) == 1 && strings.Contains(letters, other) {
		set[rune(other[0])] = true // B: C
	}
	if strings.HasPrefix(t[1:], ", ") {
		// A remark rather than the option's text: a letter standing alone in
		// it is an option as well ("B, but C is possible").
		for _, w := range strings.FieldsFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(w) == 1 && w != "A" && w != "I" && strings.Contains(letters, w) {
				set[rune(w[0])] = true
			}
		}
	}
	// Another option's mark in the text means more than one option is named.
	for i := 0; i < len(rest); i++ {
		if i > 0 && rest[i-1] != ' ' && rest[i-1] != '/' && rest[i-1] != ',' && rest[i-1] != ';' {
			continue
		}
		if other, _, ok := choiceMark(rest[i:], letters); ok {
			set[other] = true
		}
		for _, w := range []string{"or ", "and ", "or (", "and ("} {
			if k := len(w); len(rest) >= i+k+1 && strings.EqualFold(rest[i:i+k], w) && strings.ContainsRune(letters, rune(rest[i+k])) && (len(rest) == i+k+1 || !isLetter(rest[i+k+1])) && !(rest[i+k] == 'A' && len(rest) > i+k+1 && rest[i+k+1] == ' ') {
				set[rune(rest[i+k])] = true
			}
		}
	}
	return sorted(set), true
}

// ChoiceRather reads options that are named against others, "B, not C", "B and not
// C", "B rather than C", and options with a doubt behind them, "B, not sure". What
// is both named and denied is not named, and a doubt names nothing: no letters.
func ChoiceRather(s, letters string) (string, bool) {
	if letters == "" || len(s) > MaxBytes || len(s) < len("B, not") {
		return "", false
	}
	t := Plain(s)
	if head, tail, ok := strings.Cut(t, ", "); ok && is(firstWord(tail), Negates) && is(firstWord(tail), remark) {
		if _, ok := Choices(head, letters, true); ok && !strings.HasPrefix(tail, "or ") {
			if _, ok := Choices(strings.TrimPrefix(tail, "not "), letters, true); !ok {
				return "", true // B, maybe
			}
		}
	}
	for _, w := range [...]string{", but not ", " but not ", ", and not ", " and not ", ", not ", " not ", " rather than ", " instead of "} {
		head, tail, ok := strings.Cut(t, w)
		if !ok {
			continue
		}
		named, ok := Choices(head, letters, true)
		if !ok {
			return "", false
		}
		denied, ok := Choices(tail, letters, true)
		if !ok || strings.ContainsAny(denied, named) {
			return "", ok
		}
		return named, true
	}
	return "", false
}

// firstWord is what s begins with, up to a blank or a mark.
func firstWord(s string) string {
	if k := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); k >= 0 {
		s = s[:k]
	}
	return strings.ToLower(s)
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// choiceMark reads the mark of an option at the start of s: a letter in
// brackets, or a letter with a stop, bracket or colon behind it.
func choiceMark(s, letters string) (rune, string, bool) {
	if s == "" {
		return 0, "", false
	}
	r, size := utf8.DecodeRuneInString(s)
	if r == '(' || r == '[' || r == '（' || r == '【' {
		l, n := utf8.DecodeRuneInString(s[size:])
		up := unicode.ToUpper(l)
		if !strings.ContainsRune(letters, up) {
			return 0, "", false
		}
		rest := s[size+n:]
		shut, n := utf8.DecodeRuneInString(rest)
		if shut != ')' && shut != ']' && shut != '）' && shut != '】' {
			return 0, "", false
		}
		return up, rest[n:], true
	}
	if !unicode.IsUpper(r) || !strings.ContainsRune(letters, r) {
		return 0, "", false
	}
	rest := s[size:]
	next, n := utf8.DecodeRuneInString(rest)
	switch next {
	case '.', ')', ':', '：', '、', '．', '）':
		if after := rest[n:]; next == '.' && after != "" && after[0] != ' ' && after[0] < utf8.RuneSelf && !isLetter(after[0]) && after[0] != '\\' {
			return 0, "", false
		}
		return r, rest[n:], true
	case ' ':
		if strings.HasPrefix(rest, " - ") || strings.HasPrefix(rest, " (") || strings.HasPrefix(rest, " : ") {
			return r, rest[n:], true
		}
	case ',':
		if strings.HasPrefix(rest, ", ") && len(rest) > 3 && isLetter(rest[2]) && isLetter(rest[3]) {
			return r, rest[n:], true
		}
	}
	return 0, "", false
}
