package words

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// modifiersBefore are the words of other languages that may stand right before the
// number an announcement gives. Any other word there, as a bound or a share, makes
// another value of it: "Die Antwort ist mindestens 15".
var modifiersBefore = wordSet(`
	ist sind lautet lauten beträgt betragen also daher somit folglich genau exakt gleich insgesamt nämlich hat haben hatte kostet zahlt bekommt erhält verdient macht gibt es
	dass eine einen der die das ein von zu rund etwa ungefähr circa ca zahl wert lösung schließlich dann nun einfach wieder sie er wir noch
	est sont donc vaut valent alors ainsi exactement égale égal égale à de total coûte coûtent gagne paie reçoit possède fait font environ approximativement que il elle y la le les un une
	nombre valeur finalement simplement bien soit d c'est reste
	es son entonces igual a exactamente total cuesta cuestan gana paga recibe tiene tienen hay que unos aproximadamente el los las una número valor por tanto lo finalmente simplemente da resulta quedan
	é são então portanto exatamente custa ganha recebe tem há o os as um uma número aproximadamente cerca igual fica restam
	è sono quindi dunque esattamente pari uguale costa guadagna paga riceve ha il lo la gli un una numero valore circa
	равен равна равно равны это составляет составит всего ровно итого получаем получится будет стоит имеет число значение примерно около приблизительно есть осталось
	дорівнює становить рівно всього це приблизно
	is zijn dus precies gelijk aan totaal het een er kost heeft ongeveer är alltså exakt lika med totalt ungefär det er derfor nøyagtig lig cirka
	jest to są więc wynosi równa równy dokładnie razem około je to tedy tedy přesně rovna celkem asi
	adalah sebesar yaitu total sama dengan sekitar là bằng tổng cộng khoảng eşittir toplam yaklaşık tam olarak este sunt deci egal cu exact total
	x y z n m k a b c d r s t p q`)

// bounds are words by which a longer sentence of another language makes a bound of
// its number.
var boundsBefore = wordSet(`
	mindestens höchstens wenigstens weniger mehr als unter über fast beinahe knapp kaum maximal minimal zwischen höher kleiner größer nicht kein doppelte hälfte drittel quadrat
	inférieur inférieure inférieurs inférieures supérieure supérieurs supérieures multiple divisible moins plus presque quasiment supérieur inférieur jusqu maximum minimum entre pas moitié double carré sous
	casi menos más mayor menor máximo mínimo hasta entre mitad doble cuadrado sobre bajo
	quase mais maior metade dobro até almeno più meno quasi maggiore minore oltre fino metà doppio
	больше меньше почти более менее минимум максимум свыше половина половине вдвое между до от не
	minst mer än mindre nästan meer dan bijna ongeveer ponad niemal mniej więcej niż lebih kurang hampir daha fazla az en hơn ít nhiều gần`)

// LeadsToIn says that the words between a verb of another language and a number
// leave it the number that is announced.
func LeadsToIn(lead string) bool {
	list := strings.FieldsFunc(strings.ToLower(lead), func(r rune) bool { return !unicode.IsLetter(r) })
	if len(list) == 0 {
		return true
	}
	last := list[len(list)-1]
	if len(list) > 3 {
		return !boundsBefore[last] && (len(list) < 2 || !boundsBefore[list[len(list)-2]] || modifiersBefore[last] && !boundsBefore[last])
	}
	for _, w := range list {
		if boundsBefore[w] {
			return false
		}
	}
	return modifiersBefore[last]
}

// supposing are words of other languages for what somebody takes to be the answer.
var supposing = [...]string{"以为", "以為", "误认为", "有人认为", "有人说", "据说", "听说", "他认为", "她认为", "他们认为", "他说", "她说", "と思った", "と思って", "줄 알았",
	"pensais que", "croyais que", "pensait que", "pensaba que", "creía que", "dachte", "glaubte", "pensavo che", "credevo che", "achava que", "pensava que", "думал", "казалось", "считал"}

// SupposedIn says that a clause of another language tells what somebody takes, or
// took, to be the answer: "一开始我以为".
func SupposedIn(clause string) bool {
	low := strings.ToLower(clause)
	for _, w := range supposing {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// sayers are who else may give an answer, and sayings how.
var (
	sayers  = wordSet(`some many most he she they someone somebody anyone everyone people person friend friends teacher student students classmate classmates author authors book books textbook solver reader others beginner beginners chatgpt gpt`)
	sayings = wordSet(`answer answers answered say says said claim claims claimed think thinks thought believe believes believed guess guessed guesses write wrote writes suggest suggests suggested argue argues argued insist insists report reported conclude concluded`)
	disowns = wordSet(`withdraw retract reject refuse disown ignore disregard discard dismiss dispute deny doubt unlikely forget`)
)

// disownments are words without any of which Disowns finds nothing, by their first
// letters, with the bits of their second ones: hardly any text before an answer has
// one.
var disownments = func() (t [1 << 5]struct {
	words  []string
	second uint32
}) {
	for _, w := range slices.Concat(slices.Sorted(maps.Keys(sayers)), slices.Sorted(maps.Keys(disowns)), []string{"don't", "never", "not", "tempted", "rejecting", "ignoring", "discarding", "dismissing", "denying"}) {
		at := &t[w[0]&31]
		at.words, at.second = append(at.words, w), at.second|1<<(w[1]&31)
	}
	return t
}()

// MayDisown is false only where Disowns is, and asks less of the text.
func MayDisown(lead string) bool {
	begins := true
	for i := 0; i < len(lead); i++ {
		c := lead[i]
		if c >= utf8.RuneSelf {
			return true
		}
		if begins && isLetter(c) && i+1 < len(lead) && disownments[c&31].second>>(lead[i+1]&31)&1 != 0 {
			for _, w := range disownments[c&31].words {
				if len(lead)-i >= len(w) && strings.EqualFold(lead[i:i+len(w)], w) {
					return true
				}
			}
		}
		begins = !isLetter(c)
	}
	return false
}

// Disowns says that the end of a sentence in front of an answer gives it as another's,
// or takes it back beforehand: "a careless student would answer", "I withdraw the
// following:", "do not write".
func Disowns(lead string) bool {
	list := strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(lead, "’", "'")), notWordRune)
	n := len(list)
	if n == 0 {
		return false
	}
	for k := max(0, n-3); k < n; k++ {
		if (list[k] == "got" || list[k] == "gets") && k == n-1 && k > 0 && sayers[list[k-1]] && k > 1 && (list[k-2] == "my" || list[k-2] == "other") || list[k] == "tempted" && n-k <= 4 {
			return true
		}
		if own, ok := strings.CutSuffix(list[k], "'s"); ok && sayers[own] && k+1 < n && (list[k+1] == "answer" || list[k+1] == "solution" || list[k+1] == "result") {
			return true
		}
		if k == n-1 && (list[k] == "rejecting" || list[k] == "ignoring" || list[k] == "discarding" || list[k] == "dismissing" || list[k] == "denying") {
			return true
		}
		if sayings[list[k]] && k >= n-2 {
			for _, w := range list[max(0, k-4):k] {
				if sayers[w] {
					return true
				}
			}
		}
	}
	for k := max(0, n-8); k < n; k++ {
		w := list[k]
		if (w == "i" || w == "please" || w == "hereby") && k+1 < n && (disowns[list[k+1]] || k+2 < n && disowns[list[k+2]]) {
			return true
		}
		if k == 0 && disowns[w] {
			return true
		}
		if (k == 0 || list[k-1] == "please" || list[k-1] == "so") && k+1 < n && (w == "don't" || w == "never" || w == "do" && list[k+1] == "not") && k >= n-5 {
			return true
		}
	}
	return false
}
