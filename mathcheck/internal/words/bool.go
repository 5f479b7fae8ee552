package words

import "strings"

var truths = map[string]bool{
	"yes": true, "true": true, "correct": true, "是": true, "是的": true, "对": true, "正确": true, "真": true, "да": true, "верно": true, "oui": true, "vrai": true, "ja": true, "sí": true, "verdadero": true, "sim": true, "はい": true, "예": true, "네": true, "√": true, "✓": true, "yep": true, "yeah": true,
	"no": false, "false": false, "incorrect": false, "否": false, "不是": false, "不": false, "错": false, "错误": false, "假": false, "нет": false, "неверно": false, "non": false, "faux": false, "nein": false, "falso": false, "não": false, "いいえ": false, "아니오": false, "×": false, "✗": false, "nope": false,
}

// Bool reads yes, no, true and false and their like in some languages. The
// word may be followed by a comma or stop and an explanation.
func Bool(s string) (v, ok bool) {
	return Read(s).Bool()
}

// Bool is the function of that name.
func (r Reading) Bool() (v, ok bool) {
	if !r.named || len(r.text) > MaxBytes {
		return false, false
	}
	if v, ok = truths[r.fold]; ok {
		return v, ok
	}
	p := r.lower
	k := strings.IndexAny(p, ",.;:!")
	if j := strings.Index(p, "，"); j >= 0 && (k < 0 || j < k) {
		k = j
	}
	if k <= 0 {
		return false, false
	}
	head, rest := strings.Trim(p[:k], " \"'"), p[k:]
	switch head {
	case "yes", "no", "true", "false", "是", "不是", "да", "нет", "是的":
		if v, ok = truths[head]; ok && !contradicts(rest, v) {
			return v, true
		}
	}
	return false, false
}

// conditions are the words after a truth word, at the beginning of a clause, that
// make it hold only for a part.
var conditions = wordSet(`if when whenever provided assuming unless except only for`)

// conditional says that a clause behind a truth word, or behind its reason, states
// when it holds: "yes, unless n is even". A reason may hold an if of its own.
func conditional(rest string) bool {
	for k, clause := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(",.;:!，", r) }) {
		list := strings.Fields(clause)
		for i, w := range list {
			if w == "unless" || w == "except" || w == "otherwise" || i == 0 && k == 0 && conditions[w] && !(w == "for" && len(list) > 1 && (list[1] == "all" || list[1] == "every" || list[1] == "any" || list[1] == "each")) || w == "case" && i > 0 && list[i-1] == "which" {
				return true
			}
		}
	}
	return false
}

// contradicts says that the text after a truth word names its opposite as
// another possible answer.
func contradicts(rest string, v bool) bool {
	if conditional(rest) {
		return true
	}
	for _, w := range strings.FieldsFunc(rest, func(r rune) bool { return r < 'a' || r > 'z' }) {
		if u, ok := truths[w]; ok && u != v && w != "no" {
			return true
		}
		if w == "or" || w == "maybe" || w == "but" {
			return true
		}
	}
	return strings.Contains(rest, ", no") && v
}

// BoolLetter reads the first letter of yes or no where the gold is one of these
// words, and of true or false where it is one of those.
func BoolLetter(s, gold string) (v, ok bool) {
	s, gold = Plain(s), Fold(gold)
	switch {
	case gold == "yes" || gold == "no":
		return s == "Y" || s == "y", s == "Y" || s == "y" || s == "N" || s == "n"
	case gold == "true" || gold == "false":
		return s == "T" || s == "t", s == "T" || s == "t" || s == "F" || s == "f"
	}
	return false, false
}
