package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words that make another value of the number they stand beside. None of them
// counts or measures, so they are never its unit.
var (
	// altersFirst do so right behind the number: "5 squared", "5 thirds". Later
	// in a phrase they may belong to a unit: "5 meters squared".
	altersFirst = []string{
		"squared", "cubed", "doubled", "tripled", "trebled", "quadrupled", "halved", "factorial", "choose", "permute", "modulo", "mod", "point",
		"halves", "thirds", "fourths", "fifths", "sixths", "sevenths", "eighths", "ninths", "tenths", "hundredths", "thousandths", "millionths",
		"raised", "above", "below", "upwards", "downwards", "past", "ths", "etc",
	}
	// altersAny do so anywhere behind it: "5 more than x", "5 (but could be 6)".
	altersAny = []string{
		"than", "plus", "minus", "itself", "multiplied", "divided", "subtracted", "or", "but", "maybe", "perhaps", "possibly", "probably", "could", "might",
		"vs", "versus", "equivalently", "instead", "unless", "if", "otherwise", "except", "nan", "undefined", "infinity", "followed", "binary", "octal", "hexadecimal",
	}
	// altersTail name further members of a list: "1, 2 and more".
	altersTail = []string{"and more", "and others", "among others", "and so on", "et cetera", "and such"}
	// altersBefore do so before it: "half of 5", "over 5".
	altersBefore = []string{
		"half", "third", "quarter", "fourth", "fifth", "tenth", "twice", "thrice", "double", "triple", "treble", "quadruple",
		"reciprocal", "opposite", "inverse", "negative", "minus", "negation", "complement", "square", "cube", "squared", "cubed", "root", "power", "factorial",
		"log", "logarithm", "ln", "exponential", "sine", "cosine", "tangent", "sin", "cos", "tan", "modulo", "mod",
		"over", "under", "above", "below", "beyond", "beneath", "exceeds", "exceeding", "past", "different", "unequal", "apart", "away", "anything", "everything", "everyone", "nothing", "other",
		"wrong", "incorrect", "false", "untrue", "if", "not", "never", "up", "rather", "instead", "hardly", "scarcely", "barely", "close", "near",
	}
	// glue stands between such a word and the number.
	glue = []string{"of", "the", "a", "an", "to", "than", "from", "but", "by", "is", "equal", "number", "value", "exactly", "just", "be"}

	// hanAny are ideographs that do the same anywhere behind a number, hanFirst
	// right behind it, hanOnly as the whole of what follows, hanBefore before it.
	hanAny    = []string{"的平方", "的立方", "的相反", "的倒数", "的一半", "的两倍", "的绝对", "的阶乘", "的对数", "的补", "的倍数", "的因数", "的约数", "就错", "平方根", "立方根", "阶乘", "次方", "次幂", "进制", "分之", "以上", "以下", "以内", "以外", "之外", "左右", "上下", "或", "可能", "也许", "减去", "乘以", "除以"}
	hanFirst  = []string{"十", "又", "多", "余", "减", "乘", "除", "到", "至", "打", "点几", "加上"}
	hanOnly   = []string{"成", "折", "拾", "佰", "仟"}
	hanBefore = []string{"大于", "小于", "超过", "不足", "不到", "低于", "高于", "多于", "少于", "根号", "分之", "负", "負", "比", "非", "不", "除了", "除以", "乘以", "减", "相反", "倍", "半", "两个", "至少", "最多", "至多", "接近", "如果是", "若是"}
	// signs before a number in running text that are no part of it.
	signsBefore = []string{"√", "∛", "≠", "≤", "≥", "<", ">", "^", "!"}
)

// Alters says that the words behind a number make another value of it, or offer
// another one beside it: "squared", "more than x", "的平方", "(but could be 6)".
func Alters(s string) bool {
	if len(s) > MaxBytes {
		return true
	}
	low := strings.ToLower(s)
	for _, t := range altersTail {
		if strings.HasSuffix(strings.TrimRight(low, " .})"), t) {
			return true
		}
	}
	if strings.Contains(low, "i.e") {
		return true
	}
	first := true
	for len(low) > 0 {
		k := strings.IndexFunc(low, func(r rune) bool { return unicode.IsLetter(r) })
		if k < 0 {
			break
		}
		low = low[k:]
		end := strings.IndexFunc(low, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
		if end < 0 {
			end = len(low)
		}
		w := low[:end]
		low = low[end:]
		if r, _ := utf8.DecodeRuneInString(w); r >= 0x2E80 {
			if altersHan(w, strings.TrimLeft(low, " "), first) {
				return true
			}
		} else if slices.Contains(altersAny, w) || first && slices.Contains(altersFirst, w) {
			return true
		}
		if w == "h" && low != "" && low[0] >= '0' && low[0] <= '9' {
			return true // 5h05
		}
		// "5% of 10" is a share of a number, "5 pairs of 2" a product, "101 (base
		// 2)" another number.
		if rest := strings.TrimLeft(low, " }"); (w == "of" || w == "times" || w == "by" || w == "base") && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			return true
		}
		first = first && w == "and"
	}
	_, numeral := Number(s) // five, six
	return numeral
}

// altersHan is Alters for a run of ideographs; behind is what follows the run.
func altersHan(w, behind string, first bool) bool {
	for _, h := range hanAny {
		if strings.Contains(w, h) {
			return true
		}
	}
	if !first {
		return false
	}
	for _, h := range hanFirst {
		if strings.HasPrefix(w, h) {
			return true
		}
	}
	if slices.Contains(hanOnly, w) {
		return true
	}
	numeral := behind != "" && behind[0] >= '0' && behind[0] <= '9'
	return numeral && (w == "点" || w == "點" || w == "加")
}

// altersBytes bounds the words before a number that are looked at.
const altersBytes = 64

// AltersBefore says that the words at the end of s make another value of a
// number that follows: "half of", "the square root of", "over", "大于", "负".
func AltersBefore(s string) bool {
	s = strings.TrimRight(s, " $(\\{*_")
	if n := len(s) - altersBytes; n > 0 {
		for n < len(s) && !utf8.RuneStart(s[n]) {
			n++
		}
		s = s[n:]
	}
	for _, h := range hanBefore {
		if strings.HasSuffix(s, h) {
			return true
		}
	}
	for _, h := range signsBefore {
		if rest, ok := strings.CutSuffix(s, h); ok && !strings.HasSuffix(rest, "=") && !strings.HasSuffix(rest, "-") {
			return true
		}
	}
	low := strings.ToLower(s)
	for {
		low = strings.TrimRight(low, " ")
		k := strings.LastIndexFunc(low, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
		w := low[k+1:]
		if k >= 0 {
			_, n := utf8.DecodeRuneInString(low[k:])
			w = low[k+n:]
		}
		if w == "" {
			return false
		}
		if slices.Contains(altersBefore, w) {
			return true
		}
		if !slices.Contains(glue, w) {
			return false
		}
		low = low[:len(low)-len(w)]
	}
}
