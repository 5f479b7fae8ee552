package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words beside a formula. A number may stand with any noun, which then is what it
// counts; a formula with words of any kind is another thing: the coefficient of
// x^2, the outside of (1,2). So what may stand beside one is listed here, and with
// any other word the answer is the sentence, not its formula.

// says are the verbs behind which the words before a formula begin anew: what they
// say of the sentence's subject is the formula. Those of toward need "to" behind
// them.
var (
	says = wordSet(`is are was be equals equal becomes become gives give giving yields yield yielding get gets obtain obtains obtained
		obtaining find finds found have has conclude means namely exactly hence thus therefore so then that
		es son est sont ist sind é são è sono равна равен равно равны это является имеем получаем`)
	toward = wordSet(`equal equals simplifies simplify simplified reduces evaluates leads amounts comes converges rearranges
		expands factors factorizes equivalent corresponds works belongs back down out`)
)

// leadsFormula are the words that may stand between such a verb, or the beginning
// of a sentence, and a formula: those that lead to an answer, and the names of what
// formulas stand for.
var leadsFormula = wordSet(`
	the a an our its this that these both all any every each only just simply precisely actually always also again now finally here
	final correct exact complete general simplified required desired requested following corresponding unique single closed open
	half-open infinite finite real ordered explicit standard reduced factored polynomial linear quadratic
	answer answers result results value values solution solutions form number numbers quantity expression formula function functions
	equation equations inequality identity relation polynomial fraction interval intervals set union range region domain
	point points pair pairs triple triples tuple tuples coordinates coordinate vector vectors matrix line lines circle parabola
	ellipse hyperbola plane curve sequence series vertex midpoint integers integer root roots
	we i you it as in by to given lies lie lying belongs belong written expressed describes described
	x y z t n k m u v r s f g
	el la los las le les l der die das il lo o os as un une eine ein una um uma
	intervalo intervalle intervall función fonction funktion funzione função conjunto ensemble menge insieme punto point punkt ponto
	recta droite gerade retta reta vector vecteur vektor vetor ecuación équation gleichung equazione equação conjunto valor valeur wert
	интервал промежуток множество функция точка прямая вектор уравнение значение число
`)

// ofFormula are the nouns of which a formula behind "of" is a value.
var ofFormula = wordSet(`value values form answer result solution total union interval intervals set consists`)

// followsFormula are the words that may begin what is said behind a formula.
var followsFormula = wordSet(`
	for where as because since by only exactly in on here with hence thus therefore so respectively whenever using obtained and
	units unit square cubic real any some is are`)

// hanSays end a clause in Chinese or Japanese that leads to a formula, and hanNames
// are the names of what formulas stand for.
var (
	hanSays  = [...]string{"是", "为", "為", "即", "得", "得到", "等于", "等於", "可得", "有", "答案", "属于", "は", "が"}
	hanNames = [...]string{"区间", "函数", "集合", "解集", "点", "坐标", "向量", "直线", "方程", "抛物线", "圆", "椭圆", "双曲线", "数对", "有序数对", "矩阵", "数列", "通项", "范围", "取值范围", "定义域", "值域", "所以", "因此", "故", "所有"}
)

// hanFollows are the first characters of what may follow a formula there: counters,
// and "in", "on", "these".
const hanFollows = "个元米厘平立度内上中这时で"

// BesideFormula says that the words before and behind a formula leave it what is
// said.
func BesideFormula(before, behind string) bool {
	return leadsToFormula(before) && leavesFormula(behind)
}

// leadsToFormula says that the words before a formula, in one sentence, lead to it.
func leadsToFormula(before string) bool {
	before = before[runeStart(before, len(before)-maxBeside):]
	if k := strings.LastIndexAny(before, ":;="); k >= 0 {
		before = before[k+1:]
	} else if k := strings.LastIndex(before, "："); k >= 0 {
		before = before[k+len("："):]
	}
	list := strings.FieldsFunc(strings.ToLower(before), func(r rune) bool { return !unicode.IsLetter(r) })
	for i := len(list) - 1; i >= 0; i-- {
		w := list[i]
		switch r, _ := utf8.DecodeRuneInString(w); {
		case r >= firstIdeograph:
			return leadsHan(w)
		case says[w]:
			return true
		case w == "to" && i > 0 && toward[list[i-1]]:
			return true
		case w == "of" && i > 0:
			if !ofFormula[list[i-1]] {
				return false
			}
		case !leadsFormula[w]:
			return false
		}
	}
	return true
}

// maxBeside bounds the words beside a formula that are looked at: a clause.
const maxBeside = 96

// runeStart is the first place at or behind i where a character begins.
func runeStart(s string, i int) int {
	for i = max(i, 0); i < len(s) && !utf8.RuneStart(s[i]); i++ {
	}
	return i
}

func leadsHan(w string) bool {
	ends := func(end string) bool { return strings.HasSuffix(w, end) }
	return slices.ContainsFunc(hanSays[:], ends) || slices.ContainsFunc(hanNames[:], ends)
}

// leavesFormula says that the words behind a formula leave it as it is.
func leavesFormula(behind string) bool {
	behind = strings.ToLower(behind[:runeStart(behind, min(len(behind), maxBeside))])
	if k := strings.IndexAny(behind, ",.;:"); k >= 0 {
		behind = behind[:k]
	}
	behind = strings.TrimLeft(behind, " $*_")
	if behind == "" {
		return true
	}
	switch r, _ := utf8.DecodeRuneInString(behind); {
	case strings.ContainsRune("'’-", r):
		return false // 6's, x-axis
	case !unicode.IsLetter(r):
		return true
	case r >= firstIdeograph:
		return strings.ContainsRune(hanFollows, r)
	}
	list := strings.FieldsFunc(behind, func(r rune) bool { return !unicode.IsLetter(r) })
	w := list[0]
	if w == "is" || w == "are" {
		return slices.ContainsFunc(list, func(w string) bool { return is(w, merit) })
	}
	return followsFormula[w]
}

// remain are the words behind "is" or "are" with which a number of things is the
// answer: "5 apples are left".
var remain = wordSet(`left needed required possible enough sufficient remaining necessary there available used sold bought given
	still total all`)

// Counts says that words behind a value name what it counts or measures. Behind a
// number or an expression any noun may, but nothing that is written together with
// it, 5th or 6's; behind a set or a tuple only what may follow any formula.
func Counts(s string, scalar bool) bool {
	if s == "" || len(s) > MaxBytes {
		return true
	}
	low := strings.ToLower(s)
	switch r, _ := utf8.DecodeRuneInString(low); {
	case strings.ContainsRune("'’-", r):
		return false
	case r == '(' || r >= firstIdeograph:
		return true
	}
	list := strings.FieldsFunc(low, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(list) == 0 {
		return true
	}
	switch w := list[0]; {
	case w == "th" || w == "st" || w == "nd" || w == "rd":
		return false
	case w == "is" || w == "are":
		return slices.ContainsFunc(list, func(w string) bool { return is(w, merit) || remain[w] })
	case !scalar:
		return followsFormula[w]
	case w == "percent" && len(list) > 2 && list[1] == "of":
		return len(list[2]) > 1 || list[2] == "a" // 5 percent of x
	}
	return true
}

// namesFormula are the words of such a phrase.
var namesFormula = wordSet(`
	the a an exactly only just precisely simply final correct exact single ordered open closed
	answer result value values solution solutions number numbers expression function interval intervals set union fraction
	point points pair pairs triple triples tuple vector vectors matrix integer polynomial coordinates is are`)

// LeadsToFormula says that a phrase right before a formula, set as text within it,
// names what the formula is: "the interval", "exactly".
func LeadsToFormula(s string) bool {
	list := strings.FieldsFunc(strings.ToLower(Plain(s)), func(r rune) bool { return !unicode.IsLetter(r) })
	if len(list) == 0 || len(s) > maxBeside {
		return false
	}
	for _, w := range list {
		if !namesFormula[w] {
			return false
		}
	}
	return true
}
