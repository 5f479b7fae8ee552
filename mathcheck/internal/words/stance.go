package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Stance is what a sentence behind an answer says of that answer.
type Stance uint8

const (
	// Neutral says nothing of it: mathematics, a remark, a closing formula.
	Neutral Stance = iota
	// Confirms affirms it: "this matches the condition".
	Confirms
	// Hesitates opens it again, until something affirms it: "wait".
	Hesitates
	// Withdraws takes it back: "the box above is wrong".
	Withdraws
)

// Marks that stand in a sentence for the values in it.
const (
	// TheSame stands for a value written as the answer is, Other for any other.
	TheSame = '\x01'
	Other   = '\x02'
)

// Sentence is a sentence behind an answer, to be read by its grammar: who is
// spoken of (the answer, the one who answers, something else), and what is said.
type Sentence struct {
	// Text has a run of TheSame or Other in the place of each value.
	Text string
	// Goes says that the sentence is the one the answer stands in, and Text what
	// follows the answer.
	Goes bool
	// Aside says that other values were named since the answer, so that "this"
	// may mean one of those.
	Aside bool
	// Asked says that the sentence before was a question, which "no" may answer.
	Asked bool
	// Worded says that the answer is in words, as "no solution" is.
	Worded bool
}

// Said is what a sentence was found to do, and in which of its bytes.
type Said struct {
	Stance Stance
	// Rule names what decided.
	Rule     string
	From, To int
	// Value is where a value stands that the sentence gives for the answer: "it
	// should be 7"; ValueTo is 0 where there is none.
	Value, ValueTo int
}

// piece is a word, a value or a mark of a sentence.
type piece struct {
	word     string // in lower case; a mark is itself, a value one rune
	from, to int
}

// maxPieces bounds the words of a sentence that are read.
const maxPieces = 120

// reach bounds the words of a clause that are read behind its subject.
const reach = 14

// ReadBehind reads a sentence behind an answer.
func ReadBehind(s Sentence) Said {
	var room [48]piece // enough but for long sentences
	list := pieces(s.Text, room[:0])
	if len(list) == 0 {
		return Said{}
	}
	if foreign(list) {
		return readForeign(s, list)
	}
	g := grammar{Sentence: s, list: list}
	return g.read()
}

// pieces appends the words and marks of a sentence to out. Short forms are written out: "isn't" is two
// words.
func pieces(s string, out []piece) []piece {
	add := func(w string, from, to int) { out = append(out, piece{w, from, to}) }
	for i := 0; i < len(s) && len(out) < maxPieces; {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == TheSame || r == Other:
			j := i
			for j < len(s) && s[j] == byte(r) {
				j++
			}
			add(string(r), i, j)
			i = j
			continue
		case unicode.IsLetter(r):
			j := i
			for j < len(s) {
				r, n := utf8.DecodeRuneInString(s[j:])
				if r == '’' || r == '\'' || r == '-' {
					next, _ := utf8.DecodeRuneInString(s[j+n:])
					if !unicode.IsLetter(next) {
						break
					}
				} else if !unicode.IsLetter(r) && !unicode.IsMark(r) {
					break
				}
				j += n
			}
			w := strings.ToLower(s[i:j])
			if strings.IndexByte(w, '\'') < 0 && !strings.Contains(w, "’") && !strings.HasSuffix(w, "not") && !strings.HasSuffix(w, "nt") {
				add(w, i, j)
				i = j
				continue
			}
			for _, part := range shortForm(strings.ReplaceAll(w, "’", "'")) {
				add(part, i, j)
			}
			i = j
			continue
		case strings.ContainsRune(",;:()[]?!.\n—–，；：（）？！。、\"“”+*/=<>^✓✔✅☑", r):
			add(string(r), i, i+size)
		case r == '-' && strings.HasPrefix(s[i:], "- "), strings.HasPrefix(s[i:], "--"):
			add("—", i, i+size)
		}
		i += size
	}
	return out
}

// shortForm writes a short form out.
func shortForm(w string) []string {
	switch w {
	case "cannot", "can't", "cant":
		return []string{"can", "not"}
	case "won't", "wont":
		return []string{"will", "not"}
	case "isnt", "doesnt", "dont", "didnt", "wasnt":
		return []string{w[:len(w)-2], "not"}
	}
	if k := strings.IndexByte(w, '\''); k > 0 {
		head, tail := w[:k], w[k:]
		if tail == "'t" && strings.HasSuffix(head, "n") {
			return []string{head[:len(head)-1], "not"}
		}
		if long := longForms[tail]; long != "" {
			if long == "is" && !contracts[head] {
				return []string{head + "'s"} // Vieta's
			}
			return []string{head, long}
		}
	}
	return []string{w}
}

var longForms = map[string]string{"'s": "is", "'re": "are", "'m": "am", "'ve": "have", "'d": "would", "'ll": "will"}

var (
	contracts = wordSet(`it that this what which here there who he she answer result box value`)
	// openers stand before a clause and say nothing of it.
	openers = wordSet(`so but and however well ok okay also then now oh ah hmm hm actually therefore thus hence indeed in fact clearly
		obviously unfortunately sadly alas though although because since as while whereas that's yet still again finally because
		update note notice observe see realize realise realized realised seems think believe fear afraid found noticed noticing
		of course which means meaning means that honestly frankly sorry wait no nope oops whoops correction instead rather below checking check
		or hold on edit`)
	// turnedBack begin a sentence that opens the answer again.
	turnedBack = byFirst("wait", "hold on", "hmm", "hm", "oops", "whoops", "nope", "scratch that", "sorry", "correction", "erratum", "errata", "corrigendum",
		"never mind", "nevermind", "on second thought", "on second thoughts", "on reflection", "come to think", "my mistake", "my bad", "my error", "my apologies",
		"apologies", "let me reconsider", "let me rethink", "let me redo", "let me recalculate", "let me recompute", "let me recount", "let me start over", "let me try again",
		"let me correct", "let me fix", "let me revise", "no wait", "oh wait", "oh no", "uh oh", "uh", "argh", "damn", "just kidding", "kidding", "jk", "april fools", "not so fast", "strike that",
		"revised", "revision", "corrected", "not really", "not quite", "rechecking", "re-checking", "recounting", "recalculating", "recomputing", "reconsidering", "rereading", "re-reading", "revisiting", "redoing", "on closer inspection", "on closer look", "then again", "alas", "psych", "well no", "actually no")
	// pronouns may stand for the answer where no other value was named.
	pronouns = wordSet(`this that it which these those`)
	// answerNouns name it.
	answerNouns = wordSet(`above answer answers result box boxed solution value number conclusion calculation calculations computation reasoning work working response
		guess choice attempt argument derivation figure total count expression`)
	sureNouns   = wordSet(`answer result box conclusion response`)
	determiners = wordSet(`the my our this that your above previous final boxed first initial given last earlier proposed stated written computed calculated original numerical single same`)
	behindNoun  = wordSet(`want need seek asked required for after looking above here given boxed stated obtained found i we gave got in the box have had wrote just`)
	auxiliaries = wordSet(`is are was were be been being am can could may might must should would will shall do does did has have had seems seem seemed looks look looked
		appears appear appeared turns turned out to sounds feels remains becomes became`)
	negators = wordSet(`not never no neither nor hardly scarcely nowhere nothing none`)
	// faults, said of the answer, take it back.
	faults = wordSet(`wrong incorrect false invalid mistaken erroneous flawed inconsistent impossible absurd nonsense nonsensical untrue inaccurate bogus
		void garbage rubbish unreliable unjustified contradiction contradicts contradict contradicted contradictory contradicting violates violate violated violating
		fails fail failed mistake error miscalculation miscalculated misread misprint typo overcounts undercounts overcounted undercounted
		withdrawn retracted rejected discarded superseded outdated obsolete refuted disproved disproven meaningless unphysical extraneous
		unacceptable inadmissible disagrees conflicts conflict conflicting clashes mismatch unlikely doubtful questionable suspicious dubious
		uncertain unsure incomplete unknown undetermined indeterminate unclear ambiguous wrongly incorrectly absurdity fake fiction made-up hallucinated hallucination broken backwards
		attempt placeholder draft provisional preliminary tentative decoy joke lie bluff filler dummy guesswork guess misconception myth fallacy trap`)
	// merits, denied of the answer, take it back.
	merits = wordSet(`correct right true valid answer solution possible work works satisfy satisfies fit fits match matches hold holds sense
		consistent agree agrees check suitable acceptable allowed sufficient asked wanted final accurate sure certain determined known trusted meet meets equal count counts
		trust trustworthy reliable confident what quite required be add up happen stand reasonable plausible`)
	confirming = wordSet(`yes indeed correct right confirms confirm confirmed confirming verified verifies verify checks consistent matches match works holds hold
		satisfied satisfies satisfy satisfying expected agrees agree required desired qed valid true stands ✓ ✔ ✅ ☑ reasonable sense sound`)
	// deeds are what the one who answers may say of himself.
	deeds = wordSet(`hope can could would will shall used use using have 've had verified verify checked check double-checked doubled-checked cross-checked double think believe am found find got get
		computed compute calculated applied apply chose started began assumed assume first note noted noticed notice see saw obtained obtain solved solve simplified rounded round wrote write
		boxed multiplied added divided subtracted explained explain recommend suggest like enjoyed confirm confirmed included counted count substituted plugged tested thought
		tried try set let know showed show derived derive followed treated took take converted expressed presented present provided provide reached arrived conclude concluded
		want did do leave left skipped split factored expanded observed worked interpreted took kept drew considered listed need thank trust stand may might must still`)
	// denyDeeds take the answer back when the one who answers says them of himself.
	denyDeeds = wordSet(`forgot forgotten overlooked neglected misread miscounted miscalculated misapplied misinterpreted misunderstood mistakenly erroneously erred
		withdraw retract disagree refuse doubt meant apologize apologise misremembered mistyped miswrote mixed confused swapped reject retracted withdrew messed slipped blundered`)
	// orders, given at the beginning of a clause, take back what they speak of.
	orders = wordSet(`ignore disregard discard forget scratch strike delete void retract withdraw cancel skip dismiss erase`)
	bans   = wordSet(`trust use take count grade mark accept consider submit rely believe read write put enter report give pay quote`)
	// targets are what an order may speak of.
	targets    = wordSet(`that this it above box boxed answer previous last everything what earlier first mine value result me`)
	others     = wordSet(`others they someone everyone everybody people he she most some many somebody chatgpt students book textbook teacher key i`)
	early      = wordSet(`before first initially originally had thought would previously once wrongly mistakenly earlier used`)
	sizes      = wordSet(`big small large high low many few much little great good simple easy short`)
	faultVerbs = wordSet(`contradicts contradict violates violate fails fail failed overcounts undercounts overcounted undercounted disagrees conflicts clashes`)
	seeming    = wordSet(`appears seems turns turned out appear seem has have had going ought used proved proves`)
	rights     = wordSet(`correct right true actual real proper genuine corrected revised`)
	copulas    = wordSet(`is was are be equals becomes become`)
)

// For languages without a grammar here: nays begin a sentence that takes back
// what was said, points name the answer or point at it, and further says that a
// denial is of other ones, as eastOthers do. eastNays are nays in ideographs, kana and hangul.
var (
	nays = wordSet(`nein halt moment korrektur non attendez correction no espera corrección perdón não espere correção aspetta correzione
		нет стоп подождите исправление nee nej nie hayır tidak không`)
	points = wordSet(`das dies diese dieses ergebnis antwort lösung oben obige c'est ce cela ceci cette résultat réponse eso esto esta este resultado respuesta
		isso isto essa resposta questo questa risultato risposta это этот результат ответ dit dat`)
	further = wordSet(`weitere weiteren andere anderen mehr autre autres plus más otra otras otro otros mais outra outras outro altri altre più
		других другие больше nur seulement sólo solo только`)
	eastOthers = [...]string{"常见", "避免", "注意", "其他", "其它", "其余", "别的", "另外", "他の", "다른"}
	eastNays   = [...]string{"不对", "不", "等等", "等一下", "更正", "抱歉", "いや", "いいえ", "訂正", "아니", "아니요", "아닙니다", "정정", "잠깐"}
)

// byFirst orders phrases, as lists of words, by their first words.
func byFirst(list ...string) map[string][][]string {
	m := map[string][][]string{}
	for _, p := range list {
		w := strings.Fields(p)
		m[w[0]] = append(m[w[0]], w)
	}
	return m
}

// foreign says that a sentence is not written in English.
func foreign(list []piece) bool {
	known, words := 0, 0
	for _, p := range list {
		r, _ := utf8.DecodeRuneInString(p.word)
		if !unicode.IsLetter(r) {
			continue
		}
		words++
		if english[p.word] {
			known++
		}
	}
	if known > 0 {
		return known == 1 && words > 6 && !latinOnly(list)
	}
	return words > 0 && (words > 1 || !latinOnly(list) || nays[list[0].word])
}

// latinOnly says that no word of a sentence has a letter beyond ASCII.
func latinOnly(list []piece) bool {
	for _, p := range list {
		for i := 0; i < len(p.word); i++ {
			if p.word[i] >= utf8.RuneSelf && unicode.IsLetter([]rune(p.word)[0]) {
				return false
			}
		}
	}
	return true
}

// english are words by which an English sentence is known.
var english = wordSet(`the is are of to and that this it we i you not a an be with for can do does did should would answer wait hold sorry correction was were has have
	value result so by from or as on at my our your if but its these scratch ignore disregard yes oops nope hmm number units each per which what where when hence thus therefore
	let check note actually kidding means meant make makes wrong incorrect false edit update`)

// grammar reads one English sentence.
type grammar struct {
	Sentence
	list []piece
}

func (g *grammar) word(i int) string {
	if i < 0 || i >= len(g.list) {
		return ""
	}
	return g.list[i].word
}

// found is a reading of the words i to j.
func (g *grammar) found(s Stance, rule string, i, j int) Said {
	j = min(max(j, i+1), len(g.list))
	return Said{Stance: s, Rule: rule, From: g.list[i].from, To: g.list[j-1].to}
}

func mark(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return w == "" || !unicode.IsLetter(r) && r != TheSame && r != Other
}

// read goes through the clauses of a sentence.
func (g *grammar) read() Said {
	best := Said{}
	take := func(r Said) {
		if r.ValueTo > 0 && best.ValueTo == 0 {
			best.Value, best.ValueTo = r.Value, r.ValueTo
		}
		if r.Stance > best.Stance || r.Stance == best.Stance && best.Rule == "" {
			r.Value, r.ValueTo = best.Value, best.ValueTo
			best = r
		}
	}
	question := g.word(len(g.list)-1) == "?"
	start := true // a clause may begin here
	if g.Goes {
		start = false
		if !question {
			take(g.predicate(0, true, "the answer"))
			take(g.given(0))
		}
	}
	for i := 0; i < len(g.list); i++ {
		w := g.word(i)
		if mark(w) {
			if confirming[w] {
				take(g.found(Confirms, "confirmed", i, i+1))
			}
			start = strings.ContainsAny(w, ",;:()[]—–!?.\n\"“”，；：。")
			continue
		}
		if w == string(TheSame) && !start && !question && i > 0 && !mark(g.word(i-1)) && g.word(i-1) != "not" && g.word(i-1) != "than" && g.word(i-1) != string(Other) && (auxiliaries[g.word(i+1)] || faultVerbs[g.word(i+1)]) {
			take(g.predicate(i+1, true, "the answer's value"))
		}
		if start || joins[w] {
			if r := g.clause(i, question); r.Stance != Neutral || r.ValueTo > 0 {
				take(r)
			}
		}
		start = start && openers[w] || joins[w]
	}
	if best.Stance == Neutral && !question {
		for i, p := range g.list {
			if confirming[p.word] && !g.negatedBefore(i) {
				return g.merge(g.found(Confirms, "confirmed", i, i+1), best)
			}
		}
	}
	return best
}

func (g *grammar) merge(r, value Said) Said {
	r.Value, r.ValueTo = value.Value, value.ValueTo
	return r
}

// joins begin a clause inside a sentence.
var joins = wordSet(`so but and because since thus hence therefore although though while whereas which`)

func (g *grammar) negatedBefore(i int) bool {
	for k := max(0, i-3); k < i; k++ {
		if negators[g.word(k)] {
			return true
		}
	}
	return false
}

// clause reads the clause that begins at word i.
func (g *grammar) clause(i int, question bool) Said {
	if r := g.interjection(i); r.Stance != Neutral {
		return r
	}
	if question {
		return Said{}
	}
	if g.word(i) == "or" && g.word(i+1) == "so" && (g.word(i+2) == "i" || g.word(i+2) == "we") {
		return g.found(Withdraws, "or so I thought", i, i+3)
	}
	turned := false
	for i < len(g.list) && (openers[g.word(i)] || strings.HasSuffix(g.word(i), "ly") || g.word(i) == "speaking" || mark(g.word(i)) && g.word(i) == ",") && !g.reference(i) {
		turned = turned || amends[g.word(i)]
		i++
	}
	if g.word(i) == ":" && turned {
		i++
	}
	if i >= len(g.list) {
		return Said{}
	}
	if turned {
		if r, ok := g.valueAt(i, i); ok {
			return r
		}
	}
	switch w := g.word(i); {
	case negators[w] && (w == "not") && unsure[g.word(i+1)]:
		return g.found(Withdraws, "not sure", i, i+2)
	case w == "unsure" || w == "uncertain":
		return g.found(Withdraws, "not sure", i, i+1)
	case w == "had" && (g.word(i+1) == "i" || g.word(i+1) == "we"):
		return g.found(Withdraws, "had it been done otherwise", i, i+2)
	case (w == "maybe" || w == "perhaps" || w == "possibly" || w == "probably" || w == "presumably") && (mark(g.word(i+1)) || pronouns[g.word(i+1)] || g.word(i+1) == string(Other) || g.word(i+1) == "the" && answerNouns[g.word(i+2)]):
		return g.found(Hesitates, w, i, i+1)
	case (w == "should" || w == "must") && i == g.begin() || w == "vs" || w == "versus":
		if r := g.given(i); r.ValueTo > 0 {
			return r
		}
		if r, ok := g.valueAt(i+1, i); ok {
			return r
		}
		if r, ok := g.valueAt(i+2, i); ok {
			return r
		}
	case w == "if" && pronouns[g.word(i+1)] && auxiliaries[g.word(i+2)]:
		for k := i + 3; k < i+6; k++ {
			if v := g.word(k); v == "accepted" || v == "right" || v == "correct" || v == "wrong" || v == "incorrect" || v == "rejected" {
				return g.found(Withdraws, "in case it is not accepted", i, k+1)
			}
		}
	case w == "final" && g.word(i+1) == "answer" && (g.word(i+2) == "revised" || g.word(i+2) == "changed" || g.word(i+2) == "corrected"):
		return g.found(Withdraws, "revised", i, i+3)
	}
	if faults[g.word(i)] && mark(g.word(i+1)) {
		return g.found(Withdraws, "faulted", i, i+1)
	}
	if r := g.order(i); r.Stance != Neutral {
		return r
	}
	if w := g.word(i); (w == "make" || w == "change" || w == "replace" || w == "correct") && (g.word(i+1) == "that" || g.word(i+1) == "it" || g.word(i+1) == "this") {
		k := i + 2
		if g.word(k) == "to" || g.word(k) == "by" || g.word(k) == "with" {
			k++
		}
		if r, ok := g.valueAt(k, i); ok {
			return r
		}
	}
	if r := g.self(i); r.Stance != Neutral || r.ValueTo > 0 {
		return r
	}
	if r := g.nothing(i); r.Stance != Neutral {
		return r
	}
	if at, name := g.subject(i); at > 0 {
		r := g.predicate(at, name != "", name)
		if v := g.given(at); v.ValueTo > 0 {
			r.Value, r.ValueTo = v.Value, v.ValueTo
		} else if r.Stance == Neutral {
			r = v
		}
		return r
	}
	return g.rightful(i)
}

// begin is the first word of the sentence.
func (g *grammar) begin() int {
	i := 0
	for i < len(g.list) && mark(g.word(i)) {
		i++
	}
	return i
}

var unsure = wordSet(`sure certain confident convinced positive correct right final valid`)

// amends are the openers behind which a bare value amends the answer.
var amends = wordSet(`edit update actually rather instead no oops correction sorry wait whoops`)

// reference says that a subject begins at word i which an opener might hide:
// "that is wrong".
func (g *grammar) reference(i int) bool {
	return pronouns[g.word(i)] && auxiliaries[g.word(i+1)]
}

// interjection reads "wait", "scratch that" and the like at word i.
func (g *grammar) interjection(i int) Said {
	if g.word(i) == "no" && !g.Asked {
		k := i + 1
		if g.word(k) == "," {
			k++
		}
		if next := g.word(k); mark(next) || pronouns[next] || next == "i" || next == "wait" || next == string(Other) || next == string(TheSame) || next == "the" || next == "scratch" || next == "sorry" || next == "actually" {
			return g.found(Hesitates, "no", i, i+1)
		}
	}
	for _, t := range turnedBack[g.word(i)] {
		n := 0
		for k, w := range t {
			if g.word(i+k) != w {
				n = 0
				break
			}
			n = k + 1
		}
		if n == 0 {
			continue
		}
		next := g.word(i + n)
		first := t[0]
		if n == 1 && !mark(next) && !pronouns[next] && n == 1 && first != "wait" && first != "hmm" && !strings.HasPrefix(first, "re") && first != "nevermind" && next != "i" && next != "my" && !answerNouns[next] {
			continue // "wait" and "hmm" need no mark behind them
		}
		if (first == "sorry" || first == "apologies") && (next == "for" || next == "about") && g.word(i+n+2) != "error" && g.word(i+n+2) != "mistake" && g.word(i+n+2) != "confusion" {
			continue
		}
		return g.found(Hesitates, strings.Join(t, " "), i, i+n)
	}
	return Said{}
}

// order reads "ignore the box above" and "do not trust this".
func (g *grammar) order(i int) Said {
	k := i
	if g.word(k) == "please" || g.word(k) == "just" {
		k++
	}
	if g.word(k) == "do" && g.word(k+1) == "not" && bans[g.word(k+2)] || g.word(k) == "never" && bans[g.word(k+1)] {
		k++
	} else if !orders[g.word(k)] {
		return Said{}
	}
	for j := k + 1; j < min(len(g.list), k+8); j++ {
		if mark(g.word(j)) {
			break
		}
		if targets[g.word(j)] || g.word(j) == string(TheSame) {
			return g.found(Withdraws, "an order to ignore it", i, j+1)
		}
	}
	return Said{}
}

// self reads what the one who answers says of himself.
func (g *grammar) self(i int) Said {
	who := g.word(i)
	if who != "we" && (who != "i" || g.Text[g.list[i].from] != 'I') {
		return Said{}
	}
	k, denied, done, modal, sure := i+1, false, false, false, false
	for k < len(g.list) && k < i+6 {
		w := g.word(k)
		switch {
		case w == "no":
			if next := g.word(k + 1); (g.word(k-1) == "have" || g.word(k-1) == "had") && !harmlessLack[next] {
				return g.found(Withdraws, "said of the writer", i, k+2)
			}
			return Said{}
		case negators[w]:
			denied = true
		case w == "should" && g.word(k+1) == "have":
			return g.found(Withdraws, "should have been another", i, k+2)
		case w == "can" || w == "could" || w == "will" || w == "would" || w == "may" || w == "might":
			modal = true
		case feelings[w]:
			sure = true
		case w == "am" || w == "was" || w == "were" || w == "have" || w == "had" || w == "do" || w == "did" || w == "must" || w == "should" || w == "to" || w == "be" || w == "been" || w == "need" || adverbs[w] || strings.HasSuffix(w, "ly") && !denyDeeds[w]:
		default:
			done = true
		}
		if done {
			break
		}
		k++
	}
	verb := g.word(k)
	if sure && !denied {
		return Said{}
	}
	if verb == "take" || verb == "took" || verb == "taking" {
		for j := k + 1; j < k+4; j++ {
			if g.word(j) == "back" {
				return g.found(Withdraws, "said of the writer", i, j+1)
			}
		}
	}
	if mark(verb) {
		if denied && who == "i" {
			return g.found(Withdraws, "said of the writer", i, k)
		}
		return Said{}
	}
	if verb == "meant" || verb == "mean" || verb == "intended" {
		if r, ok := g.valueAt(k+1, i); ok && g.word(k+1) == string(Other) {
			return r
		}
	}
	switch {
	case denyDeeds[verb]:
		if verb == "doubt" && denied || strings.HasPrefix(verb, "reject") && !targets[g.word(k+1)] && g.word(k+1) != string(TheSame) {
			return Said{}
		}
		return g.found(Withdraws, "said of the writer", i, k+1)
	case faults[verb] && !denied && verb != "rejected" && verb != "discarded":
		return g.found(Withdraws, "said of the writer", i, k+1)
	case verb == "made" || verb == "make":
		for j := k + 1; j < min(len(g.list), k+6); j++ {
			if w := g.word(j); w == "mistake" || w == "error" || w == "slip" || w == "blunder" || w == "typo" || w == "mistakes" || w == "errors" {
				if denied || g.word(j-1) == "no" {
					return Said{}
				}
				return g.found(Withdraws, "said of the writer", i, j+1)
			}
		}
		return Said{}
	}
	if verb == "changed" && g.word(k+1) == "my" {
		return g.found(Withdraws, "said of the writer", i, k+3)
	}
	if denied {
		if cannots[verb] && (who == "i" || verb != "know") {
			return g.found(Withdraws, "said of the writer", i, k+1)
		}
		if next := g.word(k + 1); (verb == "think" || verb == "believe") && (pronouns[next] || next == "so" || next == string(TheSame) || g.word(k+2) == "answer") {
			return g.found(Withdraws, "said of the writer", i, k+1)
		}
		return Said{}
	}
	if verb == "think" || verb == "believe" || verb == "say" || verb == "got" || verb == "get" {
		if r, ok := g.valueAt(k+1, k); ok && who == "i" && g.word(k+1) == string(Other) {
			return r
		}
		for j := k + 1; j < k+4; j++ {
			if at, _ := g.subject(j); at > 0 {
				return g.given(at)
			}
			if g.word(j) != "that" {
				break
			}
		}
	}
	if who == "i" && !deeds[verb] && !strings.HasSuffix(verb, "ed") && !auxiliaries[g.word(k-1)] && !modal && verb != string(TheSame) && verb != string(Other) {
		return g.found(Withdraws, "said of the writer", i, k+1)
	}
	if who == "i" && redoes[verb] && (g.word(k-1) == "should" || g.word(k-1) == "must" || g.word(k-1) == "to") {
		return g.found(Withdraws, "said of the writer", i, k+1)
	}
	return Said{}
}

var (
	adverbs = wordSet(`also just then now hereby really actually still only even always first happily gladly again definitely probably quite so very all
`)
	feelings = wordSet(`happy glad able free sure confident pleased certain convinced positive here going`)
)

var (
	// cannots, denied, say that the writer does not stand by the answer.
	cannots = wordSet(`know trust agree accept endorse stand decide determine guarantee vouch understand remember finish finished solve solved mean
		recommend claim tell conclude choose settle say`)
	// harmlessLack is what the writer may have none of.
	harmlessLack = wordSet(`doubt doubts objection objections reason trouble problem problems questions more further other need choice`)
	redoes       = wordSet(`redo recheck reconsider correct fix change revise retract recompute recalculate rethink`)
)

// nothing reads "there is no solution", and nothing behind it.
func (g *grammar) nothing(i int) Said {
	if g.Worded {
		return Said{}
	}
	k := i
	switch {
	case g.word(i) == "there" && auxiliaries[g.word(i+1)] && g.word(i+2) == "no":
		k = i + 3
	case g.word(i) == "there" && auxiliaries[g.word(i+1)]:
		for j := i + 2; j < i+7; j++ {
			switch w := g.word(j); w {
			case "common", "frequent", "typical", "no", "not":
				return Said{}
			case "error", "mistake", "errors", "mistakes", "slip", "typo", "contradiction":
				return g.found(Withdraws, "a mistake in it", i, j+1)
			}
		}
		return Said{}
	case g.word(i) == "no":
		k = i + 1
	default:
		for j := i; j < i+3; j++ {
			if (g.word(j) == "problem" || g.word(j) == "question") && (g.word(j+1) == "has" || g.word(j+1) == "have") && g.word(j+2) == "no" {
				k = j + 3
			}
		}
		if k == i {
			return Said{}
		}
	}
	for g.word(k) == "valid" || g.word(k) == "such" || g.word(k) == "correct" || g.word(k) == "real" || g.word(k) == "possible" {
		k++
	}
	if (g.word(k) == "solution" || g.word(k) == "answer" || g.word(k) == "solutions") && (mark(g.word(k+1)) || g.word(k+1) == "exists" || g.word(k+1) == "exist" || g.word(k+1) == "at") {
		return g.found(Withdraws, "there is none", i, k+1)
	}
	return Said{}
}

// subject is behind the words from i that stand for the answer, and what they
// are, or 0.
func (g *grammar) subject(i int) (int, string) {
	w := g.word(i)
	if w == string(TheSame) {
		if mark(g.word(i+1)) && !strings.ContainsAny(g.word(i+1), "(—") {
			return 0, "" // part of a formula
		}
		return i + 1, "the answer's value"
	}
	if pronouns[w] && (auxiliaries[g.word(i+1)] || faults[g.word(i+1)]) {
		if g.Aside || g.namedBefore(i) {
			return 0, ""
		}
		return i + 1, w
	}
	k := i
	for k < i+5 && (determiners[g.word(k)] || g.word(k) == "so-called") {
		k++
	}
	if last := g.word(k - 1); k > i+1 && (last == "above" || last == "previous" || last == "boxed") && auxiliaries[g.word(k)] {
		return k, "what stands above"
	}
	if k == i && w != "answer" && w != "answers" || !answerNouns[g.word(k)] {
		return 0, ""
	}
	name, vague := g.word(k), !sureNouns[g.word(k)] && (k == i+1 && w == "the" || g.Aside)
	for k++; k < i+10 && behindNoun[g.word(k)]; k++ {
		vague = vague && (behindNoun[g.word(k)] && !pinsDown[g.word(k)])
	}
	if vague {
		return 0, "" // "the number" need not be the answer
	}
	return k, "the " + name
}

// pinsDown are the words behind "the value" that make it the answer.
var pinsDown = wordSet(`box above boxed want need seek asked required looking`)

// namedBefore says that another value stands before word i.
func (g *grammar) namedBefore(i int) bool {
	return slices.ContainsFunc(g.list[:i], func(p piece) bool { return p.word == string(Other) })
}

// predicate reads what is said of the answer from word k on.
func (g *grammar) predicate(k int, about bool, name string) Said {
	if !about {
		return Said{}
	}
	from := max(0, k-1)
	denied, linked, apart, would := false, false, false, false
	for n := 0; n < reach && k < len(g.list); n++ {
		w := g.word(k)
		if mark(w) && !strings.ContainsAny(w, "\"“”") {
			if n == 0 && g.Goes && (w == "," || w == "(" || w == "—" || w == "–") && k == 0 {
				k++
				apart = true
				if pronouns[g.word(k)] {
					k++
				}
				if !auxiliaries[g.word(k)] && !faults[g.word(k)] && !negators[g.word(k)] {
					return Said{}
				}
				continue
			}
			return Said{}
		}
		switch {
		case w == "to" && linked && !seeming[g.word(k-1)]:
			return Said{} // "it is easy to make an error"
		case w == "be" && denied && mark(g.word(k+1)):
			return g.found(Withdraws, name+" denied", from, k+1)
		case w == "what" && linked:
			return g.whose(from, k+1, denied)
		case copulas[w] || w == "been" || w == "contains" || w == "contained" || w == "has" || w == "had" || w == "involves":
			linked = true
		case w == "would":
			would = true
		case (w == "only" || w == "just" || w == "merely") && linked:
			for j := k + 1; j < k+5; j++ {
				if v := g.word(j); v == "bound" || v == "estimate" || v == "guess" || v == "part" && g.word(j+1) == "of" {
					return g.found(Withdraws, name+" only a bound", from, j+1)
				}
			}
		case w == "no" && g.word(k+1) == "longer":
			denied = !denied
			k++
		case negators[w]:
			if w == "no" && !linked {
				return Said{}
			}
			denied = !denied
		case w == string(TheSame):
			if denied {
				return g.found(Withdraws, name+" denied", from, k+1)
			}
			return Said{}
		case w == string(Other):
			return Said{}
		case faults[w]:
			if next := g.word(k + 1); next == "to" && !faultVerbs[w] || next == "of" || next == "bound" || next == "term" || (w == "error" || w == "mistake") && !linked && !denied {
				return Said{}
			}
			if denied {
				return g.found(Confirms, "no fault", from, k+1)
			}
			for j := k + 1; j < k+4; j++ {
				if w := g.word(j); w == "intuition" || w == "expectation" || w == "expectations" || w == "belief" {
					return Said{}
				}
			}
			if !linked && !apart && !faultVerbs[w] {
				return Said{} // "5 wrong answers"
			}
			return g.found(Withdraws, name+" faulted", from, k+1)
		case merits[w] && w != "be" && w != "what":
			if denied {
				return g.found(Withdraws, name+" denied", from, k+1)
			}
			if would && (w == "answer" || w == "correct" || w == "right" || w == "valid") {
				return g.found(Withdraws, name+" only supposed", from, k+1)
			}
			if w == "answer" && g.word(k+1) == "to" && (g.word(k+2) == "a" || g.word(k+2) == "another" || g.word(k+3) == "previous" || g.word(k+3) == "different" || g.word(k+3) == "other") {
				return g.found(Withdraws, name+" to another question", from, k+2)
			}
			if w == "be" || w == "what" || w == "count" || w == "work" || w == "required" || w == "final" || w == "first" {
				break
			}
			return g.found(Confirms, "confirmed", k, k+1)
		case w == "too" && sizes[g.word(k+1)], w == "off" && linked && (g.word(k+1) == "by" || mark(g.word(k+1))):
			if denied {
				return Said{}
			}
			return g.found(Withdraws, name+" faulted", from, k+2)
		case w == "should" && g.word(k+1) == "have":
			return g.found(Withdraws, name+" should have been another", from, k+2)
		case joins[w]:
			return Said{}
		}
		k++
	}
	return Said{}
}

// whose reads "is what the others got" and "is what I had first".
func (g *grammar) whose(from, k int, denied bool) Said {
	if denied {
		return g.found(Withdraws, "denied", from, k)
	}
	who := ""
	for j := k; j < min(len(g.list), k+6); j++ {
		w := g.word(j)
		if mark(w) {
			break
		}
		if others[w] {
			who = w
		}
		if who != "" && (who != "i" || early[w] || g.word(k-2) == "was") {
			return g.found(Withdraws, "another's answer", from, j+1)
		}
	}
	return Said{}
}

// given reads a value that a clause gives for the answer behind its subject, "it
// should be 7", "this is 7".
func (g *grammar) given(k int) Said {
	for n := 0; n < 6 && k < len(g.list); n++ {
		w := g.word(k)
		if w == string(Other) || w == string(TheSame) {
			r, ok := g.valueAt(k, k)
			switch {
			case n == 0 || !ok:
				return Said{}
			case w == string(TheSame):
				return g.found(Confirms, "the same again", k, k+1)
			}
			return r
		}
		if (w == "has" || w == "have") && (g.word(k+1) == "to" || g.word(k+1) == "been") {
			k++
			continue
		}
		if !copulas[w] && !toValue[w] && (!strings.HasSuffix(w, "ly") || w == "only") {
			return Said{}
		}
		k++
	}
	return Said{}
}

// named reads "8 is the answer" and "8, not 6" at word i.
func (g *grammar) named(i int) Said {
	k := i
	for k < i+4 && g.word(k) != string(Other) && (g.word(k) == "=" || len(g.word(k)) == 1) {
		k++
	}
	if g.word(k) != string(Other) {
		return Said{}
	}
	value := Said{Value: g.list[k].from, ValueTo: g.list[k].to}
	if g.word(k+1) == "," && g.word(k+2) == "not" && g.word(k+3) == string(TheSame) {
		return value
	}
	if !auxiliaries[g.word(k+1)] {
		return Said{}
	}
	for j := k + 2; j < k+7; j++ {
		switch w := g.word(j); {
		case negators[w] || mark(w) || faults[w]:
			return Said{}
		case w == "answer" || w == "possible" || w == "plausible" || w == "correct" || w == "right":
			if next := g.word(j + 1); mark(next) || next == "instead" || next == "though" || next == "one" || next == "answer" || next == "value" {
				return value
			}
			return Said{}
		case w == "what":
			if g.word(j+1) == "i" || g.word(j+1) == "it" {
				return value
			}
			return Said{}
		}
	}
	return Said{}
}

// rivals call a value another answer.
var rivals = wordSet(`other another alternative alternate second next backup new updated fallback different`)

// toValue are the words between a subject and the value it is given.
var toValue = wordSet(`should must might may could been read instead rather to therefore thus in fact ought say said then likely perhaps maybe now just
	indeed remains stays remain still out to`)

// rightful reads "the correct value is 7" and "instead the count is 5" at word i:
// what is called right is the answer.
func (g *grammar) rightful(i int) Said {
	if r := g.named(i); r.ValueTo > 0 {
		return r
	}
	right := i > 0 && (g.word(i-1) == "instead" || g.word(i-1) == "rather")
	for k := i; k < min(len(g.list), i+8); k++ {
		w := g.word(k)
		switch {
		case mark(w) && w != ":" && w != "=":
			return Said{}
		case (rights[w] || rivals[w]) && k < i+4 && (answerNouns[g.word(k+1)] || rightNouns[g.word(k+1)]):
			right = true
		case right && (copulas[w] || w == ":" || w == "="):
			if r := g.given(k); r.ValueTo > 0 {
				return r
			}
			if r, ok := g.valueAt(k+1, k); ok && (w == ":" || w == "=") {
				return r
			}
			return Said{}
		case w == string(Other) || w == string(TheSame):
			return Said{}
		}
	}
	return Said{}
}

var rightNouns = wordSet(`possibility candidate possible one option letter total sum amount probability area length price number`)

// valueAt reads a value at word k that ends its clause, a unit behind it allowed.
func (g *grammar) valueAt(k, from int) (Said, bool) {
	if w := g.word(k); w != string(Other) && w != string(TheSame) {
		return Said{}, false
	}
	for j := k + 1; j <= k+2; j++ {
		w := g.word(j)
		if w == "" || strings.ContainsAny(w, ",;.!\n)—") || w == "not" || w == "instead" || w == "though" || w == "then" || w == "too" || w == "rather" || w == "as" {
			return Said{Value: g.list[k].from, ValueTo: g.list[k].to, From: g.list[k].from, To: g.list[k].to}, true
		}
		if mark(w) || j > k+1 || w == "of" || w == "times" || w == "more" || w == "less" || w == "and" || w == "or" || w == "if" || w == "when" {
			return Said{}, false
		}
	}
	return Said{}, false
}

// readForeign reads a sentence in a language we have no grammar of: by the words
// that deny, fault and turn back, which must concern the answer.
func readForeign(s Sentence, list []piece) Said {
	named := slices.ContainsFunc(list, func(p piece) bool { return p.word == string(Other) })
	if list[len(list)-1].word == "?" || list[len(list)-1].word == "？" {
		return Said{}
	}
	found := func(r string, i int) Said {
		return Said{Stance: Withdraws, Rule: r, From: list[i].from, To: list[i].to}
	}
	i := 0
	for i < len(list) && mark(list[i].word) {
		i++
	}
	if i < len(list) && nays[list[i].word] && (i+1 == len(list) || mark(list[i+1].word)) {
		return found("turned back", i)
	}
	spoken, denied := false, -1
	for i, p := range list {
		w := p.word
		if r, _ := utf8.DecodeRuneInString(w); r >= firstIdeograph {
			if eastTurned(w, list, i, named) {
				return found("faulted", i)
			}
			continue
		}
		switch {
		case points[w]:
			spoken = true
		case further[w]:
			return Said{} // "no other solutions"
		case is(w, loneFault), is(w, fault) && (spoken || i == 0):
			if denied < 0 && !named {
				return found("faulted", i)
			}
			if denied >= 0 {
				return Said{Stance: Confirms, Rule: "no fault", From: p.from, To: p.to}
			}
		case is(w, denier), w == "no", w == "ne", w == "n'est", w == "ni":
			denied = i
		case is(w, merit) && denied >= 0 && !named:
			return found("denied", denied)
		}
	}
	if denied >= 0 && spoken && !named && len(list) <= reach {
		return found("denied", denied)
	}
	return Said{}
}

// eastTurned says that a run of ideographs, kana or hangul takes the answer back.
func eastTurned(w string, list []piece, i int, named bool) bool {
	before := ""
	if i > 0 {
		before = list[i-1].word
	}
	for _, t := range eastNays {
		if strings.HasPrefix(w, t) && (before == "" || mark(before)) && (w == t || strings.HasPrefix(t, "不对") || strings.HasPrefix(t, "更正") || strings.HasPrefix(t, "等")) {
			return true
		}
	}
	if before == string(Other) {
		return false // that other value is denied
	}
	return !named && eastDenial(w) && !slices.ContainsFunc(eastOthers[:], func(o string) bool { return strings.Contains(w, o) })
}
