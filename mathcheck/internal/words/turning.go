package words

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// turn is a row of the table of the words that turn an answer: that deny it, take
// it back, offer another beside it, or make another value of it.
type turn struct {
	use   Use
	words entries
}

type entries []string

// Use is a set of columns of that table: the places in which a word is looked for,
// and what it does there. Blanks and commas of an entry belong to it.
type Use uint32

// The columns.
const (
	// Offers opens another answer after the one found: "5 or 6".
	Offers Use = 1 << iota
	// OffersBox stands right before a box that is offered for the one before.
	OffersBox
	// Rephrases follows such an "or" and only says the same again: "or rather".
	Rephrases
	// Retracts begins a sentence in which an answer just given is taken back.
	Retracts
	// NotFirst begins a sentence that says first what the answer is not, and
	// ButRather stands there between that and the answer: "not 6 but 5".
	NotFirst
	ButRather
	// RatherThan goes on to say what the answer is not: "5 rather than 6".
	RatherThan
	// Negates makes the number of a sentence something else than its answer.
	Negates
	// Outright denies in a clause what follows it.
	Outright
	// DeniesBox stands right before a box that holds what is not the answer.
	DeniesBox
	// Misses belongs to a thing that is wrong: "the wrong answer is".
	Misses
	// copula and denier, fault and merit make up a denial: "is wrong", "is not
	// correct". loneFault needs no copula. phraseFault is a denial by itself
	// unless it is part of a phraseMerit.
	copula
	denier
	fault
	merit
	loneFault
	phraseFault
	phraseMerit
	// remark makes a bracketed remark behind an answer one that counts.
	remark
	// before makes another value of the number behind it, "half of 5", and glue
	// may stand between the two. computes does the same to an unknown: "half x is
	// 5".
	before
	computes
	glue
	// behindFirst makes another value of the number right before it; later in a
	// phrase it may belong to a unit: "5 meters squared". behindAny does so in any
	// place: "5 more than x", "5 (but could be 6)". behindLast names further
	// members of a list, behindWhole does so where nothing else follows. None of
	// them counts or measures, so they are never the number's unit.
	behindFirst
	behindAny
	behindLast
	behindWhole
)

// turns is the table.
var turns = [...]turn{
	// English
	{Offers | OffersBox, entries{"or maybe", "or perhaps", "or possibly", "or else"}},
	{Offers | OffersBox | Negates | remark | behindAny, entries{"or"}},
	{Offers | Negates | remark | behindAny, entries{"maybe", "perhaps"}},
	{Offers | OffersBox | remark, entries{"alternatively"}},
	{OffersBox, entries{"else"}},
	{OffersBox | remark | behindAny, entries{"otherwise"}},
	{Rephrases | behindAny, entries{"equivalently"}},
	{Rephrases, entries{"simply", "approximately", "about", "roughly", "in other words", "written", "expressed", "more precisely"}},
	{Rephrases, entries{"more simply"}},
	{Rephrases | glue, entries{"just", "exactly"}},
	{Rephrases | Retracts | before, entries{"rather"}},
	{Retracts | Negates, entries{"no"}},
	{Retracts, entries{"wait", "sorry", "correction", "oops", "hmm", "scratch that", "i mean"}},
	{Retracts | remark, entries{"actually"}},
	{ButRather, entries{" but rather ", " but "}},
	{NotFirst, entries{"not "}},
	{RatherThan, entries{", not ", " rather than ", " instead of "}},
	{Negates | DeniesBox | denier | remark | before, entries{"not"}},
	{Negates | Outright | DeniesBox, entries{"n't", "cannot"}},
	{Negates | Outright | DeniesBox | before, entries{"never"}},
	{Negates | DeniesBox, entries{"neither"}},
	{Negates, entries{"nor", "without", "least", "most", "between", "unknown", "unclear", "either"}},
	{Negates | behindAny, entries{"except", "unless"}},
	{Negates | glue | behindAny, entries{"than"}},
	{Negates | remark | behindAny, entries{"possibly"}},
	{Outright, entries{" not"}},
	{Misses | fault | before, entries{"wrong", "incorrect", "false"}},
	{Misses | fault, entries{"invalid"}},
	{copula | glue, entries{"is"}},
	{copula, entries{"was"}},
	{copula | denier, entries{"isn", "wasn", "isnt", "wasnt"}},
	{fault, entries{"mistaken"}},
	{fault | before, entries{"untrue"}},
	{merit, entries{"answer", "correct", "right", "true", "solution", "valid"}},
	{remark | before | computes | behindFirst, entries{"mod"}},
	{remark, entries{"base"}},
	{remark | glue | behindAny, entries{"but"}},
	{remark | behindAny, entries{"could", "might"}},
	{remark | before | behindAny, entries{"instead"}},
	{before | computes, entries{"half", "third", "quarter", "fourth", "fifth", "tenth", "twice", "thrice", "double", "triple", "treble", "quadruple"}},
	{before | computes, entries{"reciprocal", "opposite", "inverse", "negative", "negation", "complement", "square", "cube", "root", "power", "log"}},
	{before | computes, entries{"logarithm", "ln", "exponential", "sine", "cosine", "tangent", "sin", "cos", "tan"}},
	{before, entries{"over", "under", "beyond"}},
	{before, entries{"beneath", "exceeds", "exceeding", "different", "unequal", "apart", "away", "anything", "everything", "everyone"}},
	{before, entries{"nothing", "other", "up", "hardly", "scarcely", "barely", "close", "near"}},
	{before | computes | behindAny, entries{"minus"}},
	{before | behindAny, entries{"if"}},
	{before | computes | behindFirst, entries{"squared", "cubed", "factorial", "modulo"}},
	{before | behindFirst, entries{"above", "below", "past"}},
	{glue, entries{"of", "the", "a", "an", "to", "from", "by", "equal", "number", "value", "be"}},
	{behindFirst, entries{"doubled", "tripled", "trebled", "quadrupled", "halved", "choose", "permute", "point", "halves", "thirds", "fourths"}},
	{behindFirst, entries{"fifths", "sixths", "sevenths", "eighths", "ninths", "tenths", "hundredths", "thousandths", "millionths", "raised"}},
	{behindFirst, entries{"upwards", "downwards", "ths", "etc", "ish", "something"}},
	{behindAny, entries{"plus", "itself", "multiplied", "divided", "subtracted", "probably", "vs", "versus", "nan", "undefined", "infinity"}},
	{behindAny, entries{"followed", "binary", "octal", "hexadecimal"}},
	{behindLast, entries{"and more", "and others", "among others", "and so on", "et cetera", "and such"}},
	// Spanish, French, German, Portuguese and Italian
	{Offers | Negates | remark, entries{"oder", "ou"}},
	{ButRather, entries{" sino ", " sondern ", " mais ", " mas sim ", " bensì "}},
	{NotFirst, entries{"nicht ", "no ", "não ", "pas "}},
	{RatherThan, entries{", nicht ", ", et non ", ", no "}},
	{Negates | denier, entries{"nicht", "kein", "keine", "pas", "não", "nao", "non"}},
	{Negates, entries{"no es", "o", "tampoco"}},
	{copula, entries{"es", "está", "era", "est", "était", "ist", "war", "é", "è"}},
	{fault, entries{"incorrecto", "incorrecta", "falso", "falsa", "erróneo", "errónea", "equivocado", "equivocada", "faux", "fausse"}},
	{fault, entries{"incorrecte", "erroné", "erronée", "falsch", "unrichtig", "inkorrekt", "errado", "errada", "incorreto", "incorreta"}},
	{fault, entries{"sbagliato", "sbagliata", "errato", "errata", "scorretto"}},
	{merit, entries{"respuesta", "correcto", "correcta", "cierto", "cierta", "solución", "verdadero", "réponse", "correcte", "juste"}},
	{merit, entries{"bon", "bonne", "vrai", "antwort", "richtig", "richtige", "korrekt", "lösung", "wahr", "resposta", "correto"}},
	{merit, entries{"correta", "certo", "solução", "risposta", "corretto", "corretta", "giusto", "giusta", "soluzione"}},
	// Russian
	{Offers | Negates | remark, entries{"или"}},
	{NotFirst, entries{"не "}},
	{RatherThan, entries{", а не "}},
	{Negates | denier, entries{"не"}},
	{Negates, entries{"нет", "нельзя"}},
	{copula, entries{"это", "является"}},
	{merit, entries{"ответ", "ответом", "верно", "верный", "правильно", "правильный", "решение", "решением"}},
	{loneFault, entries{"неверно", "неверный", "неправильно", "неправильный", "ошибочно", "ошибочный", "ошибка"}},
	// Chinese, and what Japanese writes with the same characters
	{Offers | OffersBox, entries{"或者"}},
	{Offers | OffersBox | Negates | behindAny, entries{"或"}},
	{Offers | OffersBox, entries{"或是"}},
	{OffersBox, entries{"否则"}},
	{ButRather, entries{"而是", "，是", ",是"}},
	{RatherThan, entries{"，不是", "，而不是", "，而非", "而不是"}},
	{Negates | Outright | before, entries{"不"}},
	{Negates, entries{"没"}},
	{Negates | before, entries{"非"}},
	{DeniesBox, entries{"不是", "并非", "不等于", "不选", "不应选", "不为"}},
	{phraseFault, entries{"不对", "不正确", "是错", "为错", "错误", "错的", "有误", "不是答案", "不是正确", "不是解", "不是本题", "不是所求", "不成立", "間違", "不正解"}},
	{phraseMerit, entries{"没错", "没有错", "不错"}},
	{before, entries{"大于", "小于", "超过", "不足", "不到", "低于", "高于", "多于", "少于", "根号", "负", "負", "比", "除了", "相反", "倍", "半", "两个", "至少", "最多"}},
	{before, entries{"至多", "接近", "如果是", "若是"}},
	{before | behindAny, entries{"分之", "除以", "乘以"}},
	{before | behindFirst, entries{"减"}},
	{behindFirst, entries{"十", "又", "多", "余", "乘", "除", "到", "至", "打", "点几", "加上"}},
	{behindAny, entries{"이상", "이하", "미만", "초과", "以降", "未満"}},
	{behindAny, entries{"的平方", "的立方", "的相反", "的倒数", "的一半", "的两倍", "的绝对", "的阶乘", "的对数", "的补", "的倍数", "的因数", "的约数", "就错", "平方根", "立方根", "阶乘"}},
	{behindAny, entries{"次方", "次幂", "进制", "以上", "以下", "以内", "以外", "之外", "左右", "上下", "可能", "也许", "减去"}},
	{behindWhole, entries{"成", "折", "拾", "佰", "仟"}},
	// Japanese
	{Offers | OffersBox | Negates | behindAny, entries{"または", "もしくは", "あるいは", "또는", "혹은", "아니면"}},
	{phraseFault, entries{"ではない", "ではありません", "じゃない", "誤り", "違います"}},
	// Korean
	{phraseFault, entries{"아니", "아닙", "틀렸", "틀립", "오답"}},
	{phraseMerit, entries{"없"}},
	// Others of Europe, Turkish, Indonesian, Vietnamese, Greek, Arabic, Hebrew, Hindi and Thai
	{Offers | Negates | remark, entries{"lub", "albo", "nebo", "eller", "vagy", "tai", "або", "чи", "veya", "atau", "hoặc", "ή", "أو", "או", "या", "หรือ"}},
	{Negates | denier, entries{"niet", "geen", "nie", "není", "inte", "ikke", "nem", "değil", "bukan", "không", "δεν", "ليس", "ليست", "לא", "नहीं", "ไม่"}},
	// Signs
	{Rephrases, entries{"\\approx", "≈", "~"}},
	{before, entries{"√", "∛", "≠", "≤", "≥", "<", ">", "^", "!"}},
}

// uses are the columns each entry of the table stands in.
var uses = func() map[string]Use {
	m := map[string]Use{}
	for _, t := range turns {
		for _, w := range t.words {
			m[w] |= t.use
		}
	}
	return m
}()

// is reports whether w stands in one of the columns.
func is(w string, u Use) bool { return uses[w]&u != 0 }

// Listed are the entries of a column, in the order of the table.
func Listed(u Use) []string {
	var out []string
	for _, t := range turns {
		if t.use&u != 0 {
			out = append(out, t.words...)
		}
	}
	return slices.Clip(out)
}

// script is what an entry is written in.
type script uint8

const (
	letters script = iota
	ideographs
	signs
)

// firstIdeograph begins the part of Unicode that holds ideographs, kana and hangul.
const firstIdeograph = 0x2E80

// listedIn are the entries of a column in one script.
func listedIn(u Use, want script) []string {
	return slices.DeleteFunc(Listed(u), func(w string) bool {
		got := signs
		if r, _ := utf8.DecodeRuneInString(w); r >= firstIdeograph {
			got = ideographs
		} else if unicode.IsLetter(r) {
			got = letters
		}
		return got != want
	})
}
