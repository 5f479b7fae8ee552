package mathcheck

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/verireward/verireward/mathcheck/internal/expr"
	finder "github.com/verireward/verireward/mathcheck/internal/extract"
	"github.com/verireward/verireward/mathcheck/internal/latex"
	"github.com/verireward/verireward/mathcheck/internal/num"
	"github.com/verireward/verireward/mathcheck/internal/words"
	"github.com/verireward/verireward/reward"
)

// Check decides whether the answer in pred is the gold answer. pred is a whole
// completion or a bare answer.
//
// The decision goes through this list; the first rule that speaks decides, and
// the verdict names it (Stage, Rule):
//
//  1. extract: no answer found, or one begun and not ended.
//  2. boxes: several answers side by side are one list if the gold is a list
//     and commas or "and" join them; else they must all be the same.
//     What the text behind an answer takes back, or answers again with another
//     value, is different even where a later rule says equal.
//  3. text: both are the same once spelling is taken away.
//  4. choice, clock, date, truth, words: golds that are option letters, h:mm,
//     dates, yes or no, or the name of a set or of the lack of an answer.
//  5. structure: lists, sets, tuples, intervals, relations, matrices, ratios,
//     quantities are taken apart as the gold's kind demands; their parts are
//     compared by the rules that follow.
//  6. exact: both are rational numbers; an integer is met only exactly; a
//     decimal meets an exact value it is the rounding of.
//  7. tree: both have the same canonical form.
//  8. poly: both are rational functions over Q, in unknowns or in radicals and
//     functions taken as unknowns; in the latter case only "equal" is said.
//  9. identity: both have the same value modulo primes at points, primes and
//     points chosen by a hash of both texts.
//  10. numeric: balls around both values are disjoint (different), or both
//     agree to many digits at several points (equal).
//
// An error is of kind reward.KindGold (the gold cannot be used, and the answer
// is not the same text), or reward.KindInternal.
func Check(gold, pred string, opts ...Option) (Verdict, error) {
	return checkOne(gold, pred, newConfig(opts))
}

func checkOne(gold, pred string, c *config) (Verdict, error) {
	g, err := parseGold(gold, c)
	if err != nil {
		return sameText(gold, pred, c, err)
	}
	return g.Check(pred)
}

// sameText is the only way to be right about a gold that cannot be read.
func sameText(gold, pred string, c *config, err error) (Verdict, error) {
	if strings.TrimSpace(gold) == "" {
		return Verdict{}, err
	}
	want := plainText(unwrap(gold))
	r := find(pred, c)
	ext := extraction(&r)
	for _, text := range []string{ext.Answer, pred} {
		if strings.TrimSpace(text) != "" && len(text) <= 4*len(gold)+64 && plainText(unwrap(text)) == want {
			return Verdict{Outcome: OutcomeEqual, Stage: "text", Form: FormGold, Answer: ext.Answer, Span: ext.Span, Credit: 1, Reason: "same text as a gold answer that cannot be read"}, nil
		}
	}
	return Verdict{}, err
}

// CheckAny is Check against several gold answers, any of which is right. Empty
// golds are passed over, and so are unusable ones as long as one is left.
func CheckAny(golds []string, pred string, opts ...Option) (Verdict, error) {
	c := newConfig(opts)
	return checkAny(golds, func(gold string) (Verdict, error) { return checkOne(gold, pred, c) })
}

// checkAny is CheckAny with the check of one gold.
func checkAny(golds []string, check func(gold string) (Verdict, error)) (Verdict, error) {
	var best Verdict
	var failed error
	found := false
	for _, text := range golds {
		if strings.TrimSpace(text) == "" {
			continue
		}
		v, err := check(text)
		if err != nil {
			failed = err
			continue
		}
		if v.Outcome == OutcomeEqual {
			return v, nil
		}
		if !found || v.Credit > best.Credit || best.Outcome == OutcomeUnknown {
			best, found = v, true
		}
	}
	switch {
	case failed != nil && !found:
		return Verdict{}, failed
	case !found:
		return Verdict{}, reward.Errorf(reward.KindGold, "no gold answer is left")
	case failed != nil:
		// One gold could not be used, and it might have been the one met.
		return Verdict{}, failed
	}
	return best, nil
}

// Equal compares two bare expressions, neither of them a completion.
func Equal(a, b string, opts ...Option) (Verdict, error) {
	return Check(a, b, append(opts[:len(opts):len(opts)], WithExtract(None))...)
}

// Extract finds the answer in a completion. An answer that is not there is no
// error; see Extraction.Found.
func Extract(completion string, opts ...Option) (Extraction, error) {
	r := find(completion, newConfig(opts))
	r.ReadBehind()
	e := extraction(&r)
	if e.Found {
		e.Reason = "found by rule " + e.Rule
	}
	return e, nil
}

// Check compares the answer in pred with the gold.
func (g *Gold) Check(pred string) (v Verdict, err error) {
	defer recovered(&v, &err)
	c := g.c
	if v, ok := g.quick(pred); ok {
		return v, nil
	}
	if v, ok := g.identical(pred); ok {
		return v, nil
	}
	r := find(pred, c)
	ext := extraction(&r)
	if !ext.Found {
		v = Verdict{Outcome: OutcomeNoAnswer, Stage: "extract", Reason: ext.Reason}
		if ext.Malformed {
			v.Outcome = OutcomeMalformed
		}
		if v.Reason == "" {
			v.Reason = "no answer found"
		}
		return v, nil
	}
	j := newJudge(g, ext.Answer)
	f := j.answer(ext)
	v = Verdict{
		Outcome: f.out, Stage: f.stage, Rule: f.rule, Reason: f.reason, Parsed: f.parsed,
		Answer: ext.Answer, Span: ext.Span, Form: f.form, Credit: f.credit,
	}
	if v.Outcome == OutcomeUnknown && !j.predFault {
		if j.goldAlone() {
			return Verdict{}, reward.Errorf(reward.KindGold, "gold answer cannot be compared within the budget")
		}
	}
	if v.Outcome == OutcomeEqual && ext.Rule != string(finder.RuleWhole) && ext.Span.End < len(pred) && words.TakenBack(pred[ext.Span.End:]) {
		v.Outcome, v.Rule, v.Reason = OutcomeDifferent, denial, "the answer is taken back in the same breath"
	}
	if v.Outcome == OutcomeEqual {
		r.ReadBehind()
		j.behind(&v, &r)
	}
	j.formRule(&v)
	if v.Outcome == OutcomeEqual {
		v.Credit = 1
	} else if !c.partial || v.Outcome != OutcomeDifferent {
		v.Credit = 0
	}
	if v.Reason == "" {
		v.Reason = v.Outcome.because(cmp.Or(v.Rule, v.Stage))
	}
	return v, nil
}

// recovered turns a panic into an error: a fault of ours is never a score.
func recovered(v *Verdict, err *error) {
	if r := recover(); r != nil {
		*v, *err = Verdict{}, reward.Errorf(reward.KindInternal, "mathcheck: %v", r)
	}
}

// quick answers the commonest case without extraction: pred is the gold, byte
// for byte, and short enough to hold nothing else.
func (g *Gold) quick(pred string) (Verdict, bool) {
	if (g.c.policy == None || g.c.policy == Auto) && len(pred) > 64 && len(pred) == len(g.text) && pred == g.text {
		return Verdict{
			Outcome: OutcomeEqual, Stage: "text", Form: FormGold, Parsed: g.understood(), Answer: pred, Credit: 1,
			Span: reward.Span{Label: "answer", End: len(pred)}, Reason: "equal (text)",
		}, true
	}
	if g.c.policy != None && g.c.policy != Auto || len(pred) > 64 || pred != g.text {
		return Verdict{}, false
	}
	for i := 0; i < len(pred); i++ {
		if c := pred[i]; !(c >= '0' && c <= '9' || c == '-' && i == 0 || c == '.' && i > 0 && i < len(pred)-1) {
			return Verdict{}, false
		}
	}
	return Verdict{
		Outcome: OutcomeEqual, Stage: "text", Form: FormGold, Parsed: true, Answer: pred, Credit: 1,
		Span: reward.Span{Label: "answer", End: len(pred)}, Reason: "equal (text)",
	}, true
}

// identical answers a completion that is the gold's own text, in which no rule
// of extraction need find a smaller answer.
func (g *Gold) identical(pred string) (Verdict, bool) {
	if g.c.policy != Auto && g.c.policy != None || len(pred) > 2*len(g.text)+16 || !digitsAgree(pred, g.text) {
		return Verdict{}, false
	}
	if p, t := unwrap(pred), unwrap(g.text); p == "" || t == "" || p[0] != t[0] && plainMarks[p[0]] && plainMarks[t[0]] {
		return Verdict{}, false // plainText keeps such beginnings
	}
	if strings.Contains(pred, "~~") && !strings.Contains(g.text, "~~") && g.c.policy == Auto || plainText(unwrap(pred)) != plainText(unwrap(g.text)) {
		return Verdict{}, false
	}
	return Verdict{
		Outcome: OutcomeEqual, Stage: "text", Form: FormGold, Parsed: g.tree != nil || g.choice != "" || g.special(), Answer: strings.TrimSpace(pred), Credit: 1,
		Span: reward.Span{Label: "answer", End: len(pred)}, Reason: "equal (text)",
	}, true
}

// digitsAgree says that both texts hold the same digits in the same order: no
// two spellings of one text differ in them.
func digitsAgree(a, b string) bool {
	for {
		a, b = fromDigit(a), fromDigit(b)
		if a == "" || b == "" {
			return a == b
		}
		if a[0] != b[0] {
			return false
		}
		a, b = a[1:], b[1:]
	}
}

// fromDigit is s from its first digit on, or "".
func fromDigit(s string) string {
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			return s[i:]
		}
	}
	return ""
}

// finding is what the comparison of two answers came to.
type finding struct {
	out    Outcome
	stage  string
	rule   string
	reason string
	parsed bool
	form   Form
	credit float64
}

// answer judges an extraction.
func (j *judge) answer(ext Extraction) finding {
	if len(ext.Parts) > 1 {
		return j.boxes(ext)
	}
	f := j.text(ext.Answer)
	if f.out != OutcomeEqual {
		if again, ok := j.restated(ext.Answer); ok {
			return again
		}
	}
	if f.out == OutcomeEqual || ext.Number == "" || ext.Number == ext.Answer {
		return f
	}
	// The answer is a sentence and its number says more than the sentence read
	// as mathematics could.
	if k := strings.LastIndex(ext.Answer, ext.Number); k >= 0 && words.TakenBack(ext.Answer[k+len(ext.Number):]) {
		return f
	}
	if n := j.text(ext.Number); f.rule != denial && (n.out == OutcomeEqual || f.out != OutcomeDifferent) {
		return n
	}
	return f
}

// boxes judges several boxes that stand side by side.
func (j *judge) boxes(ext Extraction) finding {
	if ext.Joined && j.goldIsList() {
		if f := j.text(strings.Join(ext.Parts, ", ")); f.out == OutcomeEqual {
			f.rule = "joined boxes"
			return f
		}
	}
	last := j.text(ext.Answer)
	if last.out != OutcomeEqual {
		return last
	}
	for _, p := range ext.Parts {
		if f := j.text(p); f.out != OutcomeEqual {
			return finding{out: OutcomeDifferent, stage: "boxes", rule: "hedge", parsed: true, reason: "several different answers offered side by side"}
		}
	}
	return last
}

// maxAnswerBytes bounds one answer: 10,000 digits or 2,000 terms take a tenth
// of it.
const maxAnswerBytes = 1 << 20

// text judges one answer text.
func (j *judge) text(answer string) finding {
	g := j.g
	if len(answer) > maxAnswerBytes {
		j.predFault = true
		return finding{out: OutcomeUnknown, stage: "extract", reason: "answer is over the size limit"}
	}
	inner := unwrap(answer)
	if inner == "" {
		return finding{out: OutcomeNoAnswer, stage: "extract", reason: "the answer is empty"}
	}
	if plainText(inner) == g.plain {
		return finding{out: OutcomeEqual, stage: "text", parsed: g.understood(), form: FormGold}
	}
	if g.whole && !j.c.tolerant() {
		if _, ok := num.ParsePlain(inner); ok {
			// Written in one way, two such numbers are the same only as text.
			f := different("exact", "")
			f.form = FormEvaluated
			return f
		}
	}
	if f, ok := j.option(inner); ok {
		return f
	}
	if f, ok := j.kinds(inner); ok {
		return f
	}
	if g.worded && words.Same(g.text, inner) {
		return finding{out: OutcomeEqual, stage: "text", rule: "folded", parsed: true, form: FormGold}
	}
	return j.maths(inner)
}

// kinds compares golds that are choices, times, dates, truth values or names.
func (j *judge) kinds(s string) (finding, bool) {
	g := j.g
	short := len(s) <= maxWordsBytes
	if g.choice != "" {
		return j.choice(s, short)
	}
	if !short {
		return finding{}, false
	}
	if g.clock != nil {
		if t, ok := words.ReadClock(s); ok {
			return say(words.SameClock(*g.clock, t), "clock")
		}
		if t, ok := words.ReadClock(words.DropRemark(s)); ok {
			return say(words.SameClock(*g.clock, t), "clock")
		}
		return say(false, "clock") // not a ratio of the same value
	}
	if g.date != nil {
		if d, ok := words.ReadDate(s); ok {
			return say(words.SameDate(*g.date, d), "date")
		}
		if d, ok := words.ReadDate(words.DropRemark(s)); ok {
			return say(words.SameDate(*g.date, d), "date")
		}
	}
	if g.weekday != 0 {
		if d, ok := words.Weekday(s); ok {
			return say(d == g.weekday, "date")
		}
	}
	if g.month != 0 {
		if m, ok := words.Month(s); ok {
			return say(m == g.month, "date")
		}
	}
	if g.place != 0 {
		if v, ok := words.Ordinal(s); ok {
			return say(v == g.place, "ordinal")
		}
		if v, err := strconv.ParseInt(words.Plain(s), 10, 64); err == nil {
			return say(v == g.place, "ordinal")
		}
	}
	if g.roman != 0 {
		if v, ok := words.Roman(s); ok {
			return say(v == g.roman, "numeral")
		}
		if v, err := strconv.ParseInt(words.Plain(s), 10, 64); err == nil {
			return say(v == g.roman, "numeral")
		}
		if words.RomanLetters(words.Plain(s)) {
			return say(false, "numeral") // XVI is no product with the value of XIV
		}
	}
	if g.isBool {
		if b, ok := words.Bool(s); ok {
			return say(b == g.boolean, "truth")
		}
		if b, ok := words.BoolLetter(s, g.text); ok {
			return say(b == g.boolean, "truth")
		}
	}
	if g.meaning != words.NoMeaning {
		if m, ok := words.Name(s); ok {
			if m == g.meaning {
				return say(true, "words")
			}
			if sameMeaning(m, g.meaning) {
				return say(true, "words")
			}
			// Names of different things; a set or infinity in symbols may still
			// be compared as mathematics.
			if g.tree == nil || m != words.EmptySet && m != words.Infinity {
				return say(false, "words")
			}
		}
	}
	return finding{}, false
}

// say is a finding on answers of a kind.
func say(same bool, stage string) (finding, bool) {
	f := finding{out: OutcomeDifferent, stage: stage, parsed: true, form: FormEvaluated}
	if same {
		f.out = OutcomeEqual
	}
	return f, true
}

// choice compares a gold that is a choice, or several; a single letter that is
// met by no choice may still be a variable.
func (j *judge) choice(s string, short bool) (finding, bool) {
	g := j.g
	if !short {
		return say(false, "choice")
	}
	got, ok := words.ChoiceRather(s, j.c.choices)
	if !ok {
		got, ok = words.Choices(s, j.c.choices, false)
	}
	if !ok && len(g.choice) > 1 {
		if in := inBraces(s); in != "" {
			got, ok = words.Choices(in, j.c.choices, true)
		}
	}
	if !ok {
		got, ok = words.ChoiceText(s, j.c.choices)
	}
	if ok {
		return say(got == g.choice, "choice")
	}
	if len(g.choice) > 1 || g.tree == nil {
		return say(false, "choice")
	}
	return finding{}, false
}

var leftRight = strings.NewReplacer(`\left`, "", `\right`, "")

// inBraces is what stands between the braces of a set, or "".
func inBraces(s string) string {
	t := leftRight.Replace(s)
	in, ok := strings.CutPrefix(t, `\{`)
	in, ok2 := strings.CutSuffix(in, `\}`)
	if !ok || !ok2 {
		return ""
	}
	return in
}

// sameMeaning lists the names that stand for each other.
func sameMeaning(a, b words.Meaning) bool {
	if a > b {
		a, b = b, a
	}
	return a == words.EmptySet && b == words.NoSolution
}

// maths compares as mathematics, and as words where that fails.
func (j *judge) maths(s string) finding {
	g := j.g
	if r, ok := respell(s); ok && g.tree != nil {
		if p, err := parse(r, j.c, latex.CommaGroups, false); err == nil {
			f := j.compare(g.tree, p)
			if f.out == OutcomeEqual || !hasDigit(s) {
				f.form, f.parsed = j.form(p), true
				return f
			}
		}
	}
	if (g.tree == nil || isText(g.tree)) && len(s) <= maxWordsBytes && len(g.text) <= maxWordsBytes && sameWords(s, g.text) {
		return finding{out: OutcomeEqual, stage: "text", rule: "folded", form: FormGold}
	}
	p, err := parse(s, j.c, latex.CommaGroups, false)
	if err != nil && err.Budget() {
		j.predFault = true
		return finding{out: OutcomeUnknown, stage: "parse", reason: "the answer is over the budget: " + err.Error()}
	}
	if err != nil {
		if isQuantity(g.tree) {
			if r, ok := tightUnit(s); ok && r != s {
				return j.maths(r)
			}
		}
		return j.unread(s, err)
	}
	if g.tree == nil {
		return j.unlike(s, p)
	}
	if _, point := p.(*expr.Tuple); point && (g.meaning == words.EmptySet || g.meaning == words.NoSolution) {
		f := different("set", "point") // (1,1) is a point before it is an empty interval
		f.form = j.form(p)
		return f
	}
	f := j.compare(g.tree, p)
	if f.out == OutcomeEqual {
		f.form = j.form(p)
		f.parsed = true
		return f
	}
	if isQuantity(g.tree) && !isQuantity(p) {
		if alt, ok := j.withTightUnit(s); ok {
			return alt
		}
	}
	if alt, ok := j.otherReadings(s, p); ok {
		return alt
	}
	f.form = j.form(p)
	f.parsed = true
	return f
}

// withTightUnit compares a numeral with a unit's symbol right behind it.
func (j *judge) withTightUnit(s string) (finding, bool) {
	r, ok := tightUnit(s)
	if !ok {
		return finding{}, false
	}
	q, err := parse(r, j.c, latex.CommaGroups, false)
	if err != nil {
		return finding{}, false
	}
	f := j.compare(j.g.tree, q)
	f.form, f.parsed = j.form(q), true
	return f, f.out == OutcomeEqual
}

// isText reports whether n is words, or a list of words.
func isText(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Text:
		return true
	case *expr.List:
		for _, e := range n.Elems {
			if !isText(e) {
				return false
			}
		}
		return true
	}
	return false
}

// sameWords compares texts folded, commas apart.
func sameWords(a, b string) bool {
	fold := func(s string) string {
		return strings.Join(strings.FieldsFunc(words.Fold(s), func(r rune) bool { return r == ' ' || r == ',' }), " ")
	}
	f := fold(a)
	return f != "" && f == fold(b)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// unlike compares a gold that is no mathematics with an answer that is.
func (j *judge) unlike(s string, p expr.Node) finding {
	if f, ok := j.sentence(s, p); ok {
		return f
	}
	return finding{out: OutcomeDifferent, stage: "text", reason: "the gold answer is a text and this is another"}
}

// unread handles an answer that is no mathematics.
func (j *judge) unread(s string, err *latex.Error) finding {
	g := j.g
	if n, ok := loose(s, j.c); ok && g.tree != nil {
		f := j.compare(g.tree, n)
		f.form, f.parsed = j.form(n), true
		return f
	}
	if head, ok := withoutRemark(s); ok {
		return j.text(head)
	}
	if f, ok := j.again(s); ok {
		return f
	}
	if g.prose != nil {
		if f, ok := j.sentence(s, nil); ok {
			return f
		}
	}
	if len(s) <= maxWordsBytes {
		if f := words.Fold(s); f != "" && (err.Code == latex.ErrProse || g.tree == nil || isText(g.tree)) && (f == words.Fold(g.text) || words.Fold(words.DropRemark(s)) == words.Fold(words.DropRemark(g.text))) {
			return finding{out: OutcomeEqual, stage: "text", rule: "folded", form: FormGold}
		}
		if d := words.DropRemark(s); d != s && d != "" {
			return j.text(d)
		}
	}
	if g.tree == nil {
		return finding{out: OutcomeDifferent, stage: "text"}
	}
	if err.Code == latex.ErrProse {
		return finding{out: OutcomeDifferent, stage: "text", reason: "the answer is words, the gold answer is not"}
	}
	return finding{out: OutcomeMalformed, stage: "parse", reason: err.Error()}
}
