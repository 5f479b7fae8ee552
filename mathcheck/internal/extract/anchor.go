package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/words"
)

// An anchor is a phrase that announces the answer.
type anchorKind uint8

const (
	// noun announces the answer when a colon, a verb from its language or the
	// end of a heading line follows: "answer", "Ответ".
	noun anchorKind = iota
	// direct announces it by itself: 故选, "答案是".
	direct
	// colon announces it only with a colon or equals sign right behind:
	// "答：", "ans =".
	colon
	// near announces it with a colon or a verb right behind, and only where no
	// other anchor does: "the solution is".
	near
)

type anchor struct {
	text string
	kind anchorKind
}

// anchors are the phrases by language, in lower case. A longer phrase comes
// before its own beginning.
var anchors = []anchor{
	// English
	{"answers", noun}, {"answer", noun}, {"the correct option", noun}, {"the correct choice", noun},
	{"correct option", noun}, {"correct choice", noun}, {"final result", noun}, {"final value", near}, {"result", near}, {"solution set", near}, {"solutions", near}, {"solution", near}, {"ans", colon},
	// Chinese
	{"最终答案", noun}, {"正确答案", noun}, {"答案", noun}, {"正确选项", noun}, {"答", colon}, {"故选", direct}, {"应选", direct}, {"因此选", direct}, {"所以选", direct}, {"选择", colon}, {"选", colon}, {"最終答案", noun},
	// Japanese, Korean
	{"答え", noun}, {"解答", colon}, {"正解", noun}, {"정답", noun}, {"최종 답", noun}, {"답변", colon}, {"답", noun},
	// Russian, Ukrainian, Bulgarian
	{"ответ", noun}, {"відповідь", noun}, {"отговор", noun},
	// Romance
	{"réponse finale", noun}, {"réponse", noun}, {"reponse", noun}, {"respuesta final", noun}, {"respuesta", noun}, {"resposta final", noun}, {"resposta", noun}, {"risposta finale", noun}, {"risposta", noun}, {"răspuns", noun}, {"resultado", near}, {"résultat", near},
	// Germanic
	{"antwort", noun}, {"antwoord", noun}, {"svaret", noun}, {"svar", noun}, {"lösung", near}, {"ergebnis", near},
	// Others
	{"odpowiedź", noun}, {"odpověď", noun}, {"válasz", noun}, {"vastaus", noun}, {"cevap", noun}, {"yanıt", noun}, {"απάντηση", noun},
	{"đáp án", noun}, {"đáp số", noun}, {"câu trả lời", noun}, {"jawaban", noun}, {"jibu", noun},
	{"उत्तर", noun}, {"উত্তর", noun}, {"คำตอบ", noun}, {"సమాధానం", noun}, {"விடை", noun}, {"الجواب", noun}, {"الإجابة", noun}, {"جواب", noun}, {"پاسخ", noun}, {"תשובה", noun},
}

// binders tie an anchor to the answer behind it, in lower case with a blank
// around where the language writes one.
var binders = []string{
	" is ", " are ", " was ", " were ", " equals ", " to be ", " would be ", " will be ", " must be ", " should be ", " can be ",
	"是", "为", "應為", "应为", "は", "는", "은", " est ", " sont ", " es ", " son ", " é ", " são ", " è ", " ist ", " lautet ", " lauten ", " sind ", " jest ", " je ", " är ", " este ", " là ", " adalah ", " ni ", " равен ", " равно ", " है", " is:", "คือ",
}

// fillers stand between the binder and the answer and say nothing.
var fillers = []string{
	"the final answer is ", "the answer is ", "that ", "therefore ", "therefore, ", "thus ", "thus, ", "then ", "simply ", "just ", "indeed ", "hence ", "clearly ", "given by ", "equal to ", "exactly ", "actually ", "now ", "found to be ", "calculated to be ",
	"就是", "应该是", "：", ":", "=", "-", "—", "–", ">", "\\colon", "\\;", "\\ ", "\\,", "\\quad", "\\text{ }",
}

// binderBytes bounds the text between an anchor and its binder.
const binderBytes = 120

var anchorsByFirst = func() map[rune][]anchor {
	m := map[rune][]anchor{}
	for _, a := range anchors {
		r, _ := utf8.DecodeRuneInString(a.text)
		m[r] = append(m[r], a)
	}
	return m
}()

// anchored finds the last anchor that has an answer behind it.
func anchored(v view) Result {
	base := runeStart(v.text, len(v.text)-proseWindow)
	v = v.slice(base, len(v.text))
	r := v.lastAnchor(false)
	if !r.Found {
		silenced := r.silenced
		r = v.lastAnchor(true)
		r.silenced = max(r.silenced, silenced)
	}
	if r.silenced > 0 {
		r.silenced += base
	}
	return r
}

// lastAnchor is anchored for the anchors that are near ones or for the others.
func (v view) lastAnchor(weak bool) Result {
	s := v.text
	var r Result
	prevEnd := -1
	read := 0  // what lies before belongs to an anchor already read
	mute := -1 // behind the last anchor that announces nothing
	for _, p := range anchorPlaces(s, weak) {
		at := p.at
		if at < read {
			continue
		}
		from := bound(s, p.end, p.anchor)
		if from < 0 {
			continue
		}
		if disowned(s[:at]) || quoted(s[:at]) || speech(s, at) || words.SupposedIn(clause(s[:at])) || !words.Announces(clause(s[:at])) || !p.head(s, from) || contrary(s[:at]) {
			mute = from
			continue
		}
		got, to := v.announced(from)
		if got.Found && !englishAnchors[p.anchor.text] && !ideographAt(p.anchor.text, 0) && !words.LeadsToIn(leadOf(got.Text)) {
			got.Doubt = Doubt{Rule: "a word before the number", Start: v.start(from), End: v.end(to)}
		}
		if again(s, from, to) && (negated(s[p.end:min(to, from+joinerBytes)]) || !valued(Result{Offer: Offer{Text: s[from:to]}})) {
			continue // "The answer is not 8; the answer is 7."
		}
		read = from
		if !got.Found {
			continue
		}
		if r.Found && valued(r) && (!valued(got) || supposed(sentenceLead(s, at)) || supposed(s[p.end:from])) {
			continue // "The answer is reasonable, because ..."
		}
		if r.Found && prevEnd <= at && adjacent(s[prevEnd:at]) && !negated(r.Text) && (r.Number != "" || !prose(r.Text)) {
			if len(r.Also) < maxAlso {
				got.Also = append(append(got.Also, r.Also...), r.Offer)
			}
		}
		if o, ok := v.alternative(skipStop(s, to)); ok && len(got.Also) < maxAlso {
			got.Also = append(got.Also, o)
		} else if o, ok := v.correction(to); ok && len(got.Also) < maxAlso {
			got.Also = append(got.Also, o)
		}
		r, prevEnd = got, to
		read = max(from, to)
	}
	if mute >= 0 {
		r.silenced = sentenceEnd(s, mute, len(s))
	}
	return r
}

// again says that another anchor stands in s[from:to], so that what is denied
// there need not be the answer that the sentence gives in the end.
func again(s string, from, to int) bool {
	if to-from > sentenceBytes {
		return false
	}
	for _, p := range anchorPlaces(s[from:to], false) {
		if bound(s[from:to], p.end, p.anchor) >= 0 {
			return true
		}
	}
	return false
}

// valued says that an announcement holds a value or an option's letter.
func valued(r Result) bool {
	if r.Number != "" || optionWithText(r.Text) || !prose(r.Text) {
		return true
	}
	lead := r.Text
	if k := strings.IndexByte(lead, ' '); k >= 0 {
		lead = lead[:k]
	}
	return hasValue(lead)
}

// sentenceLead is the part before at of the sentence that at lies in.
func sentenceLead(s string, at int) string {
	lead := s[runeStart(s, at-sentenceBytes/4):at]
	return lead[strings.LastIndexAny(lead, ".;\n!?")+1:]
}

// leadOf are the words of an announcement before its value.
func leadOf(s string) string {
	k := strings.IndexAny(s, "0123456789$\\")
	if k < 1 || !digit(s[k]) || s[k-1] != ' ' || nameLast(s[:k]) || strings.IndexFunc(s[:k], ideographic) >= 0 {
		return "" // words beside a formula, and ideographs, are looked at elsewhere
	}
	return s[:k]
}

// nameLast says that a capital begins the last word of s, which is not its first.
func nameLast(s string) bool {
	s = strings.TrimRight(s, " ")
	k := strings.LastIndexByte(s, ' ')
	r, _ := utf8.DecodeRuneInString(s[k+1:])
	return k > 0 && unicode.IsUpper(r)
}

// englishAnchors are the anchors whose sentences are read by English grammar.
var englishAnchors = map[string]bool{
	"answers": true, "answer": true, "the correct option": true, "the correct choice": true, "correct option": true, "correct choice": true,
	"final result": true, "final value": true, "result": true, "solution set": true, "solutions": true, "solution": true, "ans": true,
}

// speech says that an anchor stands in quotation marks and the sentence goes on
// behind them, to say whose words they are.
func speech(s string, at int) bool {
	from := runeStart(s, at-sentenceBytes/4)
	from += strings.LastIndexByte(s[from:at], '\n') + 1
	if strings.Count(s[from:at], `"`)%2 == 0 {
		return false
	}
	line := s[at:min(len(s), at+sentenceBytes/4)]
	line = line[:lineEnd(line, 0)]
	k := strings.IndexByte(line, '"')
	if k < 0 {
		return false
	}
	rest := strings.TrimLeft(line[k+1:], " ,")
	return rest != line[k+1:] && rest != "" && letter(rest[0])
}

// contrary says that the sentence s ends in begins with a case that is not so:
// "Had we used the other formula, ".
func contrary(s string) bool {
	for _, lead := range [...]string{sentenceLead(s, len(s)), clause(s)} {
		lead = strings.TrimLeft(lead, " *_#>")
		if hasFold(lead, "had ") || hasFold(lead, "were ") {
			return true
		}
	}
	return false
}

// head says that an anchor is the head of its phrase, not part of another one as in
// "the digits of the answer" or "the answer squared"; from is where its answer
// begins.
func (p place) head(s string, from int) bool {
	lead := s[runeStart(s, p.at-binderBytes):p.at]
	lead = lead[strings.LastIndexByte(lead, '\n')+1:]
	if between := strings.TrimRight(s[p.end:from], "是为は는은 ：:="); words.AltersBefore(between) && !ascii(between) {
		return false
	}
	if !englishAnchors[p.anchor.text] {
		return true
	}
	for _, w := range strings.Fields(lower(s[p.end:min(from, p.end+binderBytes)])) {
		switch w {
		case "previous", "other", "another", "different", "earlier", "similar":
			return false // the answer to another question
		}
	}
	colon := strings.ContainsAny(s[p.end:from], ":=")
	return words.Heads(lead, colon) && !words.Alters(firstWords(s[p.end:from])) && !genitive(s[p.end:])
}

// genitive says that s goes on with a genitive's ending.
func genitive(s string) bool {
	return strings.HasPrefix(s, "'s ") && !strings.HasPrefix(s, "'s $") || strings.HasPrefix(s, "’s ")
}

// firstWords is the first two words of s.
func firstWords(s string) string {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' && i > 0 {
			if n++; n == 2 {
				return s[:i]
			}
		}
		if s[i] == ',' || s[i] == '(' || s[i] == ':' || s[i] == '\n' {
			return s[:i]
		}
	}
	return s
}

// skipStop passes the mark that ends a sentence.
func skipStop(s string, i int) int {
	if i < len(s) && (s[i] == '.' || s[i] == '?' || s[i] == '!') {
		return i + 1
	}
	return i
}

// disowned says that the words before an anchor make it announce what is not
// the answer: "the wrong answer is", 不选.
func disowned(before string) bool {
	before = strings.TrimRight(before, " *_")
	for _, w := range [...]string{"不", "不应", "不能", "不可", "不要", "别", "非", "错误", "错误的"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	low := lower(before[max(0, len(before)-joinerBytes):])
	claim := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(low, " correct"), " final"), " the")
	for _, w := range [...]string{"false that", "not true that", "untrue that", "incorrect that", "wrong that", "wrong to say that", "not the case that"} {
		if strings.HasSuffix(claim, w) {
			return true
		}
	}
	for _, w := range [...]string{"wrong", "incorrect", "false", "invalid", "not an", "not the", "isn't the", "isn't an"} {
		if rest, ok := strings.CutSuffix(low, w); ok && (rest == "" || !letter(rest[len(rest)-1])) {
			return true
		}
	}
	return false
}

// clause is the end of s from the last mark that parts clauses on; of a long one
// only the end.
func clause(s string) string {
	s = s[runeStart(s, len(s)-binderBytes):]
	if k := strings.LastIndexAny(s, ".,;:!?\n()[]{}<>=$*_#|`\"，。；：！？（）\u2014\u2013\u201c\u201d"); k >= 0 {
		_, n := utf8.DecodeRuneInString(s[k:])
		s = s[k+n:]
	}
	return s
}

// quoted says that s ends inside the words of somebody else: behind an opening
// quotation mark within the line, and not at once behind it, as a key is.
func quoted(s string) bool {
	line := s[runeStart(s, len(s)-sentenceBytes):]
	line = line[strings.LastIndexByte(line, '\n')+1:]
	if k := strings.LastIndexAny(line, "\u201c\u201d"); k >= 0 && strings.HasPrefix(line[k:], "\u201c") {
		return k > 0
	}
	if strings.Count(line, `"`)%2 == 0 {
		return false
	}
	k := strings.LastIndexByte(line, '"')
	lead := strings.TrimSuffix(line[:k], " ")
	if len(lead) < 2 || len(lead) == k || !strings.Contains(line[k:], " ") {
		return false
	}
	last := lead[len(lead)-1]
	return letter(last) || last == ':' && letter(lead[len(lead)-2]) // no member of a JSON object
}

// adjacent says that the text between one announced answer and the next anchor
// holds no reasoning, so that the two answers stand side by side. A word of
// correction makes the second the only one.
func adjacent(s string) bool {
	if len(s) > joinerBytes {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		switch w {
		case "the", "final", "so", "thus", "therefore", "hence", "and", "or", "correct", "also", "another", "possible", "my", "our":
		default:
			return false
		}
	}
	return true
}

// maxAnchors bounds the anchors of a text that are looked at, from the last
// one back: the answer stands at one of the last.
const maxAnchors = 64

// place is where an anchor of a text stands.
type place struct {
	at, end int
	anchor  anchor
}

// anchorPlaces lists the last anchors of s, bound to something or not.
func anchorPlaces(s string, weak bool) []place {
	var out []place
	inWord := false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		isLetter := r < utf8.RuneSelf && letter(byte(r)) || r >= utf8.RuneSelf && unicode.IsLetter(r)
		if isLetter && (!inWord || ideographic(r)) {
			for _, a := range anchorsByFirst[unicode.ToLower(r)] {
				if weak != (a.kind == near) {
					continue
				}
				n := foldPrefix(s[i:], a.text)
				if n == 0 {
					continue
				}
				if len(out) == 2*maxAnchors {
					out = append(out[:0], out[maxAnchors:]...)
				}
				out = append(out, place{i, i + n, a})
			}
		}
		inWord = isLetter
		i += size
	}
	return out[max(0, len(out)-maxAnchors):]
}

func ideographic(r rune) bool { return r >= 0x2E80 && r < 0xA640 || r >= 0xAC00 && r < 0xD7B0 }

// foldPrefix is the length of the beginning of s that is prefix in any letter
// case, or 0. The prefix is in lower case.
func foldPrefix(s, prefix string) int {
	i := 0
	for _, p := range prefix {
		if i >= len(s) {
			return 0
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.ToLower(r) != p {
			return 0
		}
		i += size
	}
	return i
}

// bound is where the answer of an anchor ending at i begins, or -1 when
// nothing binds the two.
func bound(s string, i int, a anchor) int {
	if r, _ := utf8.DecodeRuneInString(s[i:]); i < len(s) && unicode.IsLetter(r) && !ideographic(r) {
		last, _ := utf8.DecodeLastRuneInString(a.text)
		if !ideographic(last) && !unicode.Is(unicode.Thai, last) && !unicode.Is(unicode.Bengali, last) && !unicode.Is(unicode.Devanagari, last) && !unicode.Is(unicode.Telugu, last) {
			// Inflected forms: odpowiedzią, jawabannya, ответом.
			k := i
			for k < len(s) && k < i+12 {
				r, size := utf8.DecodeRuneInString(s[k:])
				if !unicode.IsLetter(r) {
					break
				}
				k += size
			}
			if a.text == "answer" || a.text == "answers" || a.kind == colon || k >= i+12 {
				return -1
			}
			i = k
		}
	}
	j := skipDressing(s, i)
	if j < len(s) {
		switch r, size := utf8.DecodeRuneInString(s[j:]); r {
		case ':', '：', '=', '→', '⇒', '➜':
			return skipFillers(s, j+size)
		case '-', '–', '—':
			if size > 1 || j > i {
				return skipFillers(s, j+size)
			}
		case '】':
			if a.text == "答案" {
				return skipFillers(s, j+size)
			}
		case '【':
			if a.kind == noun {
				return skipFillers(s, j)
			}
		case '\n', '\r':
			if heading(s, i) {
				return skipFillers(s, j)
			}
		}
	}
	switch a.kind {
	case direct:
		return skipFillers(s, j)
	case colon:
		if a.text == "选" && j < len(s) && (s[j] >= 'A' && s[j] <= 'J' || s[j] == '(') {
			return j
		}
		return -1
	}
	if a.kind == noun && bare(s, j) {
		return j
	}
	reach := binderBytes
	if a.kind == near {
		reach = nearBytes
	}
	end := sentenceEnd(s, i, min(len(s), i+reach))
	best, size := -1, 0
	low := lower(s[i:end])
	for _, b := range binders {
		if k := strings.Index(low, b); k >= 0 && (best < 0 || k < best) {
			if b == "为" && (strings.HasSuffix(low[:k], "因") || strings.HasSuffix(low[:k], "认")) {
				continue // because, to hold for
			}
			best, size = k, len(b)
		}
	}
	// A colon before the verb binds first: "Answer (in cm): 5".
	if k := strings.IndexByte(low, ':'); k >= 0 && (best < 0 || k < best) && qualifier(low[:k]) {
		best, size = k, 1
	}
	if best < 0 {
		// The verb may end the line: "The answer is\n42".
		if endsInBinder(low) {
			return skipFillers(s, end)
		}
		return -1
	}
	if negated(low[:best+size]) {
		for _, c := range contrasts {
			if k := strings.Index(low[best:], c); k >= 0 {
				return skipFillers(s, i+best+k+len(c))
			}
		}
		return j // "答案不是42": what follows is not the answer
	}
	return skipFillers(s, i+best+size)
}

// contrasts stand between what is not the answer and what is.
var contrasts = words.Listed(words.ButRather)

// nearBytes bounds the text between a near anchor and its verb: " set is ".
const nearBytes = 12

// bare says that a value stands at s[i:] with nothing else on its line, so
// that it needs no verb: "Final answer 42".
func bare(s string, i int) bool {
	if i >= len(s) || !digit(s[i]) && s[i] != '$' && !strings.HasPrefix(s[i:], `\(`) {
		return false
	}
	end := lineEnd(s, i)
	if end-i > joinerBytes {
		return false
	}
	line := strings.TrimSuffix(strings.TrimRight(s[i:end], " .*।"), " है")
	return !prose(line)
}

// lastLetterA reads a last line "A: 18", the short form of an announcement. The
// letter may be an option's mark as well, so the answer is the line and its
// number is the value; among other options' lines it announces nothing.
func lastLetterA(v view) Result {
	s := strings.TrimRight(v.text, " \t\r\n")
	at := strings.LastIndexByte(s, '\n') + 1
	if at == 0 || at < len(s)-joinerBytes {
		return Result{}
	}
	i := skipDressing(s, at)
	if !strings.HasPrefix(s[i:], "A:") || strings.Contains(s, "\nB:") || strings.HasPrefix(s, "B:") {
		return Result{}
	}
	from := skipDressing(s, i+2)
	if !bare(s, from) {
		return Result{}
	}
	r := v.result(RuleAnchor, i, len(s))
	r.Number = v.offer(from, len(s)).Text
	return r
}

// qualifier says that the text between an anchor and a colon narrows the
// anchor down: "(in cm)", "to part b", "for n = 3".
func qualifier(s string) bool {
	s = strings.TrimLeft(s, " *_")
	return strings.HasPrefix(s, "(") || hasFold(s, "to ") || hasFold(s, "for ") || hasFold(s, "of ") || hasFold(s, "in ") || endsInBinder(s)
}

// endsInBinder says that s ends in the verb of a binder.
func endsInBinder(s string) bool {
	s = strings.TrimRight(s, " \t*_")
	for _, b := range binders {
		if t := strings.TrimRight(b, " "); t != "" && strings.HasSuffix(s, strings.TrimLeft(t, " ")) {
			return true
		}
	}
	return false
}

// lower is s with its ASCII letters in lower case, byte for byte.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// indexFold is strings.Index with ASCII letters of s in either case; sub is in
// lower case.
func indexFold(s, sub string) int {
	for i := 0; i+len(sub) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(sub)], sub) {
			return i
		}
	}
	return -1
}

// heading says that the anchor ending at i stands alone on its line.
func heading(s string, i int) bool {
	from := strings.LastIndexByte(s[:i], '\n') + 1
	return len(strings.FieldsFunc(s[from:i], func(r rune) bool { return !unicode.IsLetter(r) })) <= 4
}

// skipDressing passes blanks and markdown, not line ends.
func skipDressing(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '*' || s[i] == '_' || s[i] == '`' || s[i] == '}' || s[i] == '~' || s[i] == '"') {
		i++
	}
	return i
}

// skipFillers passes what may stand between a binder and the answer, line ends
// included.
func skipFillers(s string, i int) int {
again:
	for i < len(s) && (space(s[i]) || s[i] == '*' || s[i] == '`' || s[i] == '}' || s[i] == '_' && i > 0 && s[i-1] == '_') {
		i++
	}
	if strings.HasPrefix(s[i:], "</") || strings.HasPrefix(s[i:], "- ") || strings.HasPrefix(s[i:], "-\n") {
		return i
	}
	for _, f := range fillers {
		if (f == "-" || f == "–") && hasFold(s[i:], f) && i+len(f) < len(s) && !space(s[i+len(f)]) && s[i+len(f)] != '>' {
			continue // the sign of a number
		}
		if hasFold(s[i:], f) {
			i += len(f)
			goto again
		}
	}
	return i
}
