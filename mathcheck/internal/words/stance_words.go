package words

import (
	"strings"
)

// What follows are closed classes as far as English has them, and else the words
// by which current models and their readers were seen to take an answer back.

var (
	// contracts are the words behind which "'s" is "is".
	contracts = wordSet(`it that this what which here there who he she answer result box value`)
	// openers stand before a clause and say nothing of it.
	openers = wordSet(`so but and however well ok okay also then now oh ah hmm hm actually therefore thus hence indeed in fact clearly
		obviously unfortunately sadly alas though although because since as while whereas that's yet still again finally because
		update note notice observe see realize realise realized realised seems think believe fear afraid found noticed noticing
		of course which means meaning means that honestly frankly sorry wait no nope oops whoops correction instead rather below checking check
		or hold on edit except`)
	// turnedBack begin a sentence that opens the answer again.
	turnedBack = byFirst("wait", "hold on", "hmm", "hm", "oops", "whoops", "nope", "scratch that", "sorry", "correction", "erratum", "errata", "corrigendum",
		"never mind", "nevermind", "on second thought", "on second thoughts", "on reflection", "come to think", "my mistake", "my bad", "my error", "my apologies",
		"apologies", "let me reconsider", "let me rethink", "let me redo", "let me recalculate", "let me recompute", "let me recount", "let me start over", "let me try again",
		"let me correct", "let me fix", "let me revise", "no wait", "oh wait", "oh no", "uh oh", "uh", "argh", "damn", "just kidding", "kidding", "jk", "april fools", "not so fast", "strike that",
		"revised", "revision", "corrected", "not really", "not quite", "rechecking", "re-checking", "recounting", "recalculating", "recomputing", "reconsidering", "rereading", "re-reading", "revisiting", "redoing", "on closer inspection", "on closer look", "then again", "alas", "psych", "well no", "actually no")
	// pronouns may stand for the answer where no other value was named.
	pronouns = wordSet(`this that it which these those`)
	// answerNouns name it.
	answerNouns = wordSet(`sign above answer answers result box boxed solution value number conclusion calculation calculations computation reasoning work working response
		guess choice attempt argument derivation figure total count expression`)
	// sureNouns name nothing else, determiners stand before and behindNoun behind
	// such a noun.
	sureNouns   = wordSet(`sign answer result box conclusion response`)
	determiners = wordSet(`the my our this that your above previous final boxed first initial given last earlier proposed stated written computed calculated original numerical single same`)
	behindNoun  = wordSet(`want need seek asked required for after looking above here given boxed stated obtained found i we gave got in the box have had wrote just`)
	// auxiliaries and copulas make a noun or pronoun before them a subject.
	auxiliaries = wordSet(`needs need is are was were be been being am can could may might must should would will shall do does did has have had seems seem seemed looks look looked
		appears appear appeared turns turned out to sounds feels remains becomes became`)
	// negators turn a predicate around.
	negators = wordSet(`not never no neither nor hardly scarcely nowhere nothing none`)
	// faults, said of the answer, take it back.
	faults = wordSet(`wrong incorrect false invalid mistaken erroneous flawed inconsistent impossible absurd nonsense nonsensical untrue inaccurate bogus
		void garbage rubbish unreliable unjustified contradiction contradicts contradict contradicted contradictory contradicting violates violate violated violating
		fails fail failed mistake error miscalculation miscalculated misread misprint typo overcounts undercounts overcounted undercounted
		withdrawn retracted rejected discarded superseded outdated obsolete refuted disproved disproven meaningless unphysical extraneous
		unacceptable inadmissible disagrees conflicts conflict conflicting clashes mismatch unlikely doubtful questionable suspicious dubious
		uncertain unsure incomplete unknown undetermined indeterminate unclear ambiguous wrongly incorrectly absurdity fake fiction made-up hallucinated hallucination broken backwards
		attempt placeholder draft intermediate partial provisional preliminary tentative decoy joke lie bluff filler dummy guesswork guess misconception myth fallacy trap`)
	// merits, denied of the answer, take it back.
	merits = wordSet(`correct right true valid answer solution possible work works satisfy satisfies fit fits match matches hold holds sense
		consistent agree agrees check suitable acceptable allowed sufficient asked wanted final accurate sure certain determined known trusted meet meets equal count counts
		trust trustworthy reliable confident what quite required be add up happen stand reasonable plausible`)
	// confirming words affirm the answer.
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
		withdraw retract disagree refuse doubt meant apologize apologise torn hesitated misremembered mistyped miswrote mixed confused swapped reject retracted withdrew messed slipped blundered`)
	// orders, given at the beginning of a clause, take back what they speak of.
	// bans do so behind "do not".
	orders = wordSet(`ignore disregard discard forget scratch strike delete void retract withdraw cancel skip dismiss erase`)
	bans   = wordSet(`trust use take count grade mark accept consider submit rely believe read write put enter report give pay quote`)
	// targets are what an order may speak of.
	targets = wordSet(`that this it above box boxed answer previous last everything what earlier first mine value result me`)
	// others have their answers too, and early is when the writer had another.
	others = wordSet(`others they someone everyone everybody people he she most some many somebody chatgpt students book textbook teacher key i`)
	early  = wordSet(`before first initially originally had thought would previously once wrongly mistakenly earlier used`)
	// sizes make a fault behind "too".
	sizes = wordSet(`big small large high low many few much little great good simple easy short`)
	// faultVerbs are the faults that need no copula.
	faultVerbs = wordSet(`contradicts contradict violates violate fails fail failed overcounts undercounts overcounted undercounted disagrees conflicts clashes`)
	// seeming verbs have their predicate behind "to".
	seeming = wordSet(`appears seems turns turned out appear seem has have had going ought used proved proves`)
	// rights call a value the answer.
	rights  = wordSet(`correct right true actual real proper genuine corrected revised`)
	copulas = wordSet(`is was are be equals becomes become`)
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

// OpensAgain says that s begins with words that open an answer again: "on second
// thought".
func OpensAgain(s string) bool {
	var room [8]piece
	list := pieces(s[:min(len(s), altersBytes)], room[:0])
	g := grammar{Sentence: Sentence{Text: s}, list: list}
	return g.interjection(0).Stance == Hesitates
}

// byFirst orders phrases, as lists of words, by their first words.
func byFirst(list ...string) map[string][][]string {
	m := map[string][][]string{}
	for _, p := range list {
		w := strings.Fields(p)
		m[w[0]] = append(m[w[0]], w)
	}
	return m
}

// english are words by which an English sentence is known.
var english = wordSet(`the is are of to and that this it we i you not a an be with for can do does did should would answer wait hold sorry correction was were has have
	value result so by from or as on at my our your if but its these scratch ignore disregard yes oops nope hmm number units each per which what where when hence thus therefore
	let check note actually kidding let's say says needs multiply divide add subtract means meant make makes wrong incorrect false edit update`)

var (
	// adversative openers set a clause against what was said.
	adversative = wordSet(`but however unfortunately sadly alas yet though although except`)
	// harmless are what may be denied of an answer even so.
	harmless = wordSet(`problem necessary needed need matter issue important required surprising difficult hard easy coincidence obvious immediate immediately depend
		affected affect change changed include included unique enough trivial only just all always so too very far`)
	// settles are verbs for choosing an answer.
	settles = wordSet(`say go settle answer pick call`)
	// arithmetic done to the answer makes another one of it, and undone is what is
	// still to be done to it; comparatives say what it should be and is not.
	arithmetic   = wordSet(`multiply divide double halve triple square add subtract negate`)
	undone       = wordSet(`divided multiplied doubled halved tripled squared added subtracted adjusted corrected increased decreased rounded negated reduced revised redone recomputed recalculated changed replaced rejected discarded ignored disregarded`)
	comparatives = wordSet(`negative larger smaller greater bigger less higher lower fewer more twice half double`)
)

// joins begin a clause inside a sentence.
var joins = wordSet(`so but and because since thus hence therefore although though while whereas which`)

// unsure are what the writer is not.
var unsure = wordSet(`sure certain confident convinced positive correct right final valid`)

// amends are the openers behind which a bare value amends the answer.
var amends = wordSet(`edit update actually rather instead no oops correction sorry wait whoops`)

var (
	// adverbs, helpers and modals stand between a subject and its verb.
	adverbs = wordSet(`also just then now hereby really actually still only even always first happily gladly again definitely probably quite so very all
`)
	helpers = wordSet(`am was were have had do did must should to be been need`)
	modals  = wordSet(`can could will would may might`)
	// feelings of the writer say nothing against the answer, and slips do.
	slips    = wordSet(`mistake mistakes error errors slip blunder typo`)
	feelings = wordSet(`happy glad able free sure confident pleased certain convinced positive here going`)
)

var (
	// cannots, denied, say that the writer does not stand by the answer.
	cannots = wordSet(`know trust agree accept endorse stand verify confirm justify prove support defend decide determine guarantee vouch understand remember finish finished solve solved mean
		recommend claim tell conclude choose settle say`)
	// harmlessLack is what the writer may have none of.
	harmlessLack = wordSet(`doubt doubts objection objections reason trouble problem problems questions more further other need choice`)
	// redoes are what a writer who must do so has not done.
	redoes = wordSet(`redo recheck reconsider correct fix change revise retract recompute recalculate rethink`)
)

// pinsDown are the words behind "the value" that make it the answer.
var pinsDown = wordSet(`box above boxed want need seek asked required looking`)

// rivals call a value another answer.
var rivals = wordSet(`other another alternative alternate second next backup new updated fallback different`)

// toValue are the words between a subject and the value it is given.
var toValue = wordSet(`should must might may could been read instead rather to therefore thus in fact ought say said then likely perhaps maybe now just
	indeed remains stays remain still out to`)

// rightNouns may be called right like answerNouns.
var rightNouns = wordSet(`possibility candidate possible one option letter total sum amount probability area length price number`)
