package words

import (
	"strings"
	"unicode"
)

// The words that stand before an answer are an open class, those that turn it
// into another statement too. What follows takes the closed classes of English:
// of prepositions, conjunctions, degrees and pronouns only those listed here lead
// to a value, and every other one keeps the number behind it from being read.

// leadIns are all the words of a clause that announces an answer: "so we can
// conclude that the final answer is".
var leadIns = wordSet(`
	so thus hence therefore then and but also now finally overall consequently accordingly ultimately altogether
	again indeed clearly obviously evidently certainly simply just surely here there still
	the a an our my your its correct right best required desired exact final numerical complete single only unique
	this that it these which above we i us me to be is are was as for of in from with by on at both all each
	can could may must should will would shall have has had get got gets obtain obtained obtains find found finds
	see seen know conclude concludes concluded concluding conclusion deduce infer follow follows following means
	mean implies imply implying gives give giving yields yield yielding shows show shown showing tells makes
	making leaves leaving results resulting believe confirm confirms confirmed verify check say state report
	box write choose select think problem question exercise task part equation calculation solution solutions answer
	result results value number option choice letter one two three first second third last sum total
	using given since because after when step summary short other words all together putting everything
	compute computed calculate calculated solve solved solving determine determined evaluate simplify simplified
	per being going let give provide provided present conclude let's that's it's here's
	x y z n k m a b c d e p q r s t
`)

// strangers are pronouns and nouns for others than the one who answers, and the
// words of doubt and supposition: in a clause with one of them nothing is announced.
var strangers = wordSet(`
	he she they him her them his their you someone somebody anyone anybody everyone everybody nobody noone none people
	person friend friends teacher student students classmate classmates author authors book books textbook others other
	user
	if suppose supposing supposed assume assuming assumed assumes pretend imagine say were had unless whether
	doubt doubts doubted doubtful deny denies denied dispute disputed reject rejected refuse unlikely impossible improbable
	hope wish guess guessed wonder maybe perhaps possibly might unsure uncertain never not cannot neither nor hardly
	false wrong incorrect invalid untrue mistaken claim claims claimed claiming allegedly supposedly thought thinks initially
	way chance denying rumored rumoured told tempted tempting mistake temptation premature naive
`)

// Announces says that the clause before an anchor only leads to it: "so the
// final". A clause that begins with a circumstance may say anything but what
// others hold, doubts and suppositions: "Adding these together the".
func Announces(clause string) bool {
	list := strings.FieldsFunc(strings.ToLower(clause), notWordRune)
	known := true
	for _, w := range list {
		known = known && leadIns[w]
	}
	if known {
		return true
	}
	for i, w := range list {
		if w == "think" && i > 1 && list[i-1] == "to" && list[i-2] == "used" {
			return false
		}
		if strangers[w] || strings.HasSuffix(w, "n't") {
			return w == "doubt" && i > 0 && list[i-1] == "no"
		}
		if w == "no" && i+1 < len(list) && (list[i+1] == "means" || list[i+1] == "reason" || list[i+1] == "evidence" || list[i+1] == "proof" || list[i+1] == "guarantee" || list[i+1] == "one") {
			return false
		}
	}
	return true
}

// Heads says that the noun behind these words is the head of its phrase: it is not
// in the genitive ("the digits of the answer", "the number of steps to reach the
// answer"), and nothing is computed from it ("half the answer"). A colon ends a
// sentence that leads to it: "this brings us to the answer:".
func Heads(lead string, colon bool) bool {
	list := strings.FieldsFunc(strings.ToLower(lead), notWordRune)
	rest := strings.ToLower(lead) // of another length than lead in some scripts
	at := len(list) - 1
	for at >= 0 && qualifies[list[at]] {
		at--
	}
	if at < 0 {
		return true
	}
	if w := list[at]; w == "previous" || w == "earlier" || w == "former" || w == "old" || w == "preliminary" || w == "tentative" {
		return false
	}
	if k := strings.LastIndex(rest, list[at]); k >= 0 && strings.ContainsAny(rest[k+len(list[at]):], ".,;:!?()") {
		return true // another clause
	}
	w := list[at]
	switch {
	case strings.HasSuffix(w, "'s") && sayers[w[:len(w)-2]]:
		return false
	case w == "of" || w == "in" || w == "behind" || w == "than" || w == "between":
		return false
	case genitives[w]:
		return colon
	case at > 0 && list[at-1] == "to" && reaches[w]:
		return colon
	case is(w, computes):
		return false
	case w == "that" && at > 0:
		return !misleads[list[at-1]]
	}
	return true
}

var (
	// qualifies are the words between the beginning of a phrase and its noun.
	qualifies = wordSet(`the a an our my your final correct right best required desired exact numerical complete single only unique actual true
		resulting overall expected simplified proposed this its`)
	genitives = wordSet(`to for from by with at on about`)
	reaches   = wordSet(`reach find get obtain determine compute calculate produce derive`)
	// misleads are nouns and participles that govern a clause which is not so.
	misleads = wordSet(`misconception myth mistake error fallacy rumour rumor lie illusion trap idea notion belief impression opinion assumption
		suggestion temptation pretence pretense feeling suspicion fear worry joke rumored rumoured`)
)

// byWhat are the participles and verbs behind which "by" leads to an amount.
var byWhat = wordSet(`given represented denoted obtained increased increases increase decreased decreases decrease grew grows rose rises fell falls dropped drops
	changed changes reduced reduces raised raises risen grown went up down expressed shown ahead won wins lost beat exceeded lowered cut`)

// ofWhat are the nouns of which a number behind "of" is the amount.
var ofWhat = wordSet(`
	total amount distance area volume length width height depth perimeter circumference radius diameter
	cost costs price profit loss speed velocity rate probability chance weight mass age value score average mean median mode
	balance salary income count population temperature angle measure maximum minimum max min discount tax tip fee
	bill payment difference savings size capacity time period duration interval percentage percent share ratio slope remainder
	change gain increase decrease distances worth budget rent allowance revenue debt interest charge margin
	sale return yield supply stock group collection team answer result solution consists made
	coefficient degree magnitude side edge base thickness acceleration force energy pressure current
	voltage resistance density frequency wavelength momentum
	grade level dose expense expenses earnings wage wages pay fare
`)

// toNumber are the prepositions, conjunctions and degrees that may stand right
// before the number a sentence gives. leave is what "with" may follow.
var (
	toNumber = wordSet(`is are was were be in for to at on after by as that then so exactly precisely only just simply actually
		finally really certainly definitely currently eventually totally fully clearly obviously again also now still and hence thus
		therefore about approximately roughly around approx out up down all another additional extra further altogether`)
	notToNumber = wordSet(`
		with without within than over under above below beneath beyond near until till before past except besides
		minus plus per versus vs against toward towards upto where when if whether while like unlike almost mostly
		partly likely perhaps maybe not never nor neither either between among amid into onto off through throughout across behind
		times factor factors multiple multiples divisor divisors digit digits power powers root roots square squares cube cubes
		wrong incorrect false invalid mistaken what whatever how
		adding subtracting multiplying dividing halving doubling tripling squaring cubing removing taking
		page step equation section chapter line figure table example problem exercise lemma theorem method approach item footnote ref reference
		next prime th mod modulo base log ln sin cos tan choose sqrt`)
	leave = wordSet(`up left out home over down away back ends ended ending end begins starts started left`)
)

// LeadsTo says that the words before a number leave it the number the sentence
// gives: no preposition stands between that makes it a part of another value, "a
// multiple of", "ten times", "nearly".
func LeadsTo(before string) bool {
	if n := len(before) - altersBytes; n > 0 {
		before = before[n:]
		if k := strings.IndexByte(before, ' '); k >= 0 {
			before = before[k:] // not in the middle of a word
		}
	}
	list := strings.FieldsFunc(strings.ToLower(before), notWordRune)
	at := len(list) - 1
	for at >= 0 && (list[at] == "a" || list[at] == "an" || list[at] == "the") {
		at--
	}
	if at < 0 {
		return true
	}
	w := list[at]
	switch {
	case w == "of":
		return at == 0 || ofWhat[list[at-1]]
	case w == "by":
		return at == 0 || byWhat[list[at-1]]
	case w == "with":
		return at > 0 && leave[list[at-1]]
	case toNumber[w]:
		return true
	case notToNumber[w]:
		return false
	case strings.HasSuffix(w, "ly") && len(w) > 4:
		return w == "daily" || w == "weekly" || w == "monthly" || w == "yearly" || w == "hourly" || w == "nightly"
	}
	return true
}

func notWordRune(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
