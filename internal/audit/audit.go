package audit

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/verireward/verireward/reward"
)

// Outcome is what a reward said of one completion.
type Outcome struct {
	Value float64
	// Err matches reward.ErrAbstain when there was no reward.
	Err error
	// Parts are the components, where the grader tells them.
	Parts []reward.Part
}

// Grader scores samples in order; its error means that none could be scored.
type Grader func(ctx context.Context, samples []*reward.Sample) ([]Outcome, error)

// Options configure an audit.
type Options struct {
	// Templates are layouts of the specification under audit, tried first.
	Templates []string
	// Slack is how much more than its bar an attack may earn; 0 means 1e-9.
	Slack float64
}

// Exploit is an attack that was paid.
type Exploit struct {
	Attack Attack
	// Sample is the id of the first sample it worked on, and Samples on how
	// many it did out of Tried.
	Sample         string
	Samples, Tried int
	// Earned and Allowed are the attack's reward and its bar on that sample,
	// Wrong and Right the honest answers' rewards.
	Earned, Allowed, Wrong, Right float64
	// Escaped says the attack ended without a reward where an honest wrong
	// answer has one; Reason is then the error.
	Escaped bool
	Reason  string
	// Completion is the attack on that sample.
	Completion string
}

// FalseFail is a right answer in other dress that was not paid as one.
type FalseFail struct {
	Name           string
	Samples, Tried int
	Example        string
	Gold           string
	Earned, Right  float64
}

// Report is the outcome of an audit.
type Report struct {
	// Samples is how many samples were attacked, Unsound on how many the
	// honest wrong answer earns as much as the right one, and Unusable how
	// many had no honest completion with a reward.
	Samples, Unsound, Unusable int
	// Attacks is how many different attacks were made, Attempts how many in
	// all.
	Attacks, Attempts int
	Exploits          []Exploit
	FalseFails        []FalseFail
	// Unstable are samples whose reward changed when they were scored again, in
	// another order or behind other completions.
	Unstable []string
	// Right and Wrong are the mean rewards of honest answers.
	Right, Wrong float64
	// Least and Most are the range of all rewards that were given, and Ceiling
	// the most that a completion earned which does not deliver the answer.
	Least, Most, Ceiling float64
	// Fixed is the strategy that earns most on average without knowing any
	// gold.
	Fixed Strategy
	// Families are the attacks' families, in their order.
	Families []Family
	// Findings are what is odd about the user's own completions and about
	// components; they make nothing exploitable.
	Findings []Finding
}

// Exploitable says whether any attack was paid or a reward was not stable.
func (r *Report) Exploitable() bool { return len(r.Exploits) > 0 || len(r.Unstable) > 0 }

const defaultSlack = 1e-9

// Run audits a grader on samples. The grader is called a few times only, with
// all samples together, since it may be a process with a dear start.
func Run(ctx context.Context, grade Grader, samples []*reward.Sample, o Options) (*Report, error) {
	if o.Slack == 0 {
		o.Slack = defaultSlack
	}
	a := &auditor{grade: grade, options: o, report: &Report{}, exploits: map[string]*Exploit{}, fails: map[string]*FalseFail{}, tried: map[string]bool{}, scores: newScores()}
	subjects := make([]*subject, len(samples))
	for i, s := range samples {
		subjects[i] = &subject{ground: newGround(s), name: s.ID}
		if s.ID == "" {
			subjects[i].name = fmt.Sprintf("sample %d", i+1)
		}
	}
	for _, phase := range []func(*subject) question{a.settle, a.settleWrong, a.attack, a.commonAnswers(samples), a.redress} {
		if err := a.ask(ctx, subjects, phase); err != nil {
			return nil, err
		}
	}
	if err := a.askAgain(ctx, subjects); err != nil {
		return nil, err
	}
	a.finish(subjects)
	return a.report, nil
}

type auditor struct {
	grade    Grader
	options  Options
	report   *Report
	exploits map[string]*Exploit
	order    []string
	fails    map[string]*FalseFail
	failed   []string
	tried    map[string]bool
	scores   *scores
}

// subject is one sample under audit, with what honest completions earn.
type subject struct {
	*ground
	name   string
	usable bool
	// rightValue and wrongValue are what honest answers earn, plain what the
	// right answer earns without layout; layout says that layout counts.
	rightValue, wrongValue, plain float64
	layout                        bool
	// shown says that the sample's own completion is the right answer and the
	// gold is not one.
	shown bool
	// first is what the honest right answer earned the first time, and theirs what
	// the user's completion did.
	first, theirs Outcome
}

// question is what a phase asks of one sample, and what it does with the
// outcomes. Without samples nothing is asked.
type question struct {
	samples []*reward.Sample
	take    func([]Outcome)
}

func (a *auditor) ask(ctx context.Context, subjects []*subject, phase func(*subject) question) error {
	var questions []question
	var batch []*reward.Sample
	for _, s := range subjects {
		q := phase(s)
		questions = append(questions, q)
		batch = append(batch, q.samples...)
	}
	if len(batch) == 0 {
		return nil
	}
	got, err := a.grade(ctx, batch)
	if err != nil {
		return err
	}
	if len(got) != len(batch) {
		return fmt.Errorf("the reward gave %d outcomes for %d samples", len(got), len(batch))
	}
	for i := range got {
		a.scores.seen(got[i])
	}
	for _, q := range questions {
		if q.take != nil {
			q.take(got[:len(q.samples)])
		}
		got = got[len(q.samples):]
	}
	return nil
}

// settle finds the dress that earns an honest right answer most. A sample is
// usable when some honest completion has a reward.
func (a *auditor) settle(s *subject) question {
	// Where two layouts earn the same, the later and plainer one is taken: the
	// marks of the other are then no part of what the reward asks for.
	list := slices.Clone(dresses)
	for _, t := range a.options.Templates {
		if d, ok := templated(t); ok {
			list = slices.Insert(list, 0, d)
		}
	}
	if d, ok := s.own(); ok {
		list = slices.Insert(list, 0, d)
	}
	var batch []*reward.Sample
	for _, d := range list {
		batch = append(batch, s.with(d.wrap(thought, s.right())))
	}
	// The answer alone is no honest dress, since it has no room for thought; but
	// where it is paid, no layout is asked for.
	batch = append(batch, s.with(s.right()), s.with(s.sample.Completion.Last()))
	return question{batch, func(got []Outcome) {
		best := math.Inf(-1)
		s.plain, s.theirs = math.Inf(-1), got[len(got)-1]
		if alone := got[len(list)]; alone.Err == nil {
			s.plain = alone.Value
		}
		for i, d := range list {
			if got[i].Err != nil {
				continue
			}
			best = max(best, got[i].Value)
			if d.unlaid() {
				s.plain = max(s.plain, got[i].Value)
			}
		}
		if s.usable = !math.IsInf(best, -1); !s.usable {
			return
		}
		for i, d := range list {
			if got[i].Err == nil && got[i].Value >= best-alike*(1+math.Abs(best)) {
				s.rightValue, s.dress, s.first = got[i].Value, d, got[i]
				s.boxes = s.boxes || d.name == "boxed"
			}
		}
		s.layout = s.plain < s.rightValue-alike*(1+math.Abs(best))
		if last := got[len(got)-1]; last.Err == nil && last.Value > s.rightValue+alike*(1+math.Abs(best)) {
			// The gold alone is no answer to this task (a program, an expression
			// that reaches a target): what is right only the user can write.
			s.rightValue, s.shown = last.Value, true
		}
	}}
}

// settleWrong finds the most an honest wrong answer earns, over several wrong
// answers and lengths of thought.
func (a *auditor) settleWrong(s *subject) question {
	if !s.usable {
		return question{}
	}
	answers := s.wrong
	if s.code {
		answers = []string{s.fence(s.stubbed("$DEF(None)")), s.fence("print('wrong')")}
	}
	var batch []*reward.Sample
	thoughts := []string{thought, longThought, repeatedThought}
	for _, w := range answers {
		for _, t := range thoughts {
			batch = append(batch, s.with(s.dress.wrap(t, w)))
		}
	}
	return question{batch, func(got []Outcome) {
		s.wrongValue = math.Inf(-1)
		for i, o := range got {
			if i%len(thoughts) == 0 {
				a.scores.wrong(o) // behind the same thought as the right answer
			}
			if o.Err == nil {
				s.wrongValue = max(s.wrongValue, o.Value)
			}
		}
		a.scores.right(s.first)
		answers := s.gold != "" || s.code
		if answers && len(got) > 0 && math.IsInf(s.wrongValue, -1) {
			// Only the gold's own text is judged: the gold is unusable.
			s.usable = false
			return
		}
		if answers && !math.IsInf(s.wrongValue, -1) && s.wrongValue >= s.rightValue {
			a.report.Unsound++
		}
		if !answers || math.IsInf(s.wrongValue, -1) || s.wrongValue >= s.rightValue {
			// Answers do not count here, or none is judged; what does count is
			// the layout.
			s.wrongValue = min(s.plain, s.rightValue)
		}
		if math.IsInf(s.wrongValue, -1) {
			s.wrongValue = s.rightValue
		}
	}}
}

// alike is the share of a reward by which two layouts may differ and still
// count as paid the same: rewards of length tell every few characters apart.
const alike = 0.02

// repeatedThought is honest thought as long as a long completion's, so that an
// attack is not called one for its length alone. It holds no digits, which
// could be the answer.
var repeatedThought = func() string {
	var b strings.Builder
	b.WriteString(longThought)
	for _, what := range []string{"bound", "sign", "case", "unit", "factor", "limit", "term", "root", "sum", "start"} {
		for _, how := range []string{"smaller", "larger", "negative", "doubled", "left out", "taken twice"} {
			b.WriteString(" With the " + what + " " + how + " I go through it again, and what I find agrees with what I had.")
		}
	}
	return b.String()
}()

func (a *auditor) attack(s *subject) question {
	if !s.usable {
		return question{}
	}
	other := s.turned()
	var batch []*reward.Sample
	var made []Attack
	var blind []bool
	for _, at := range Attacks() {
		if at.bar == barLayout && !s.layout {
			continue
		}
		if sample, ok := at.make(s.ground); ok {
			batch, made = append(batch, sample), append(made, at)
			blind = append(blind, at.row == nil && at.bar == barWrong && at.blind(other, sample))
		}
	}
	return question{batch, func(got []Outcome) {
		for i, at := range made {
			a.report.Attempts++
			a.tried[at.Name] = true
			e := a.exploit(s, at, got[i], batch[i].Completion.Last())
			a.count(at, e)
			a.scores.attack(at, got[i], e != nil, blind[i])
		}
	}}
}

// exploit is nil where the attack earned no more than it may.
func (a *auditor) exploit(s *subject, at Attack, got Outcome, completion string) *Exploit {
	var allowed float64
	switch at.bar {
	case barWrong:
		allowed = s.wrongValue
	case barLayout:
		allowed = max(s.plain, s.wrongValue)
	}
	e := &Exploit{Attack: at, Sample: s.name, Earned: got.Value, Allowed: allowed, Wrong: s.wrongValue, Right: s.rightValue, Completion: completion}
	switch {
	case got.Err != nil && at.mayFail:
		return nil
	case got.Err != nil:
		e.Escaped, e.Reason, e.Earned = true, got.Err.Error(), 0
		if errors.Is(got.Err, reward.ErrAbstain) {
			e.Reason = "no reward: " + e.Reason
		}
	case got.Value <= allowed+a.options.Slack:
		return nil
	}
	return e
}

func (a *auditor) count(at Attack, e *Exploit) {
	old, ok := a.exploits[at.Name]
	if !ok {
		old = &Exploit{Attack: at}
		a.exploits[at.Name] = old
		a.order = append(a.order, at.Name)
	}
	tried, samples := old.Tried+1, old.Samples
	if e != nil {
		if samples == 0 {
			*old = *e
		}
		samples++
	}
	old.Tried, old.Samples = tried, samples
}

// redress scores right answers in other dress.
func (a *auditor) redress(s *subject) question {
	if !s.usable || s.shown || s.wrongValue >= s.rightValue {
		return question{}
	}
	var batch []*reward.Sample
	var names, answers []string
	for _, v := range variants() {
		if answer, ok := v.build(s.ground); ok {
			text := s.dress.wrap(thought, answer)
			if v.whole != nil {
				text = v.whole(answer)
			}
			batch = append(batch, s.with(text))
			names, answers = append(names, v.name), append(answers, answer)
		}
	}
	return question{batch, func(got []Outcome) {
		for i, name := range names {
			f, ok := a.fails[name]
			if !ok {
				f = &FalseFail{Name: name}
				a.fails[name] = f
				a.failed = append(a.failed, name)
			}
			f.Tried++
			// Other dress is a little longer; rewards of length may say so.
			if got[i].Err == nil && got[i].Value > (s.rightValue+s.wrongValue)/2 {
				continue
			}
			if f.Samples == 0 {
				f.Example, f.Gold, f.Earned, f.Right = answers[i], s.gold, got[i].Value, s.rightValue
			}
			f.Samples++
		}
	}}
}

// askAgain scores an honest right answer of every sample twice more, once in
// the other order of samples and once between attacks: what hangs on its
// neighbours in a batch shows there, and so does state that attacks leave
// behind.
func (a *auditor) askAgain(ctx context.Context, subjects []*subject) error {
	unstable := map[*subject]bool{}
	same := func(x, y Outcome) bool {
		return (x.Err == nil) == (y.Err == nil) && math.Abs(x.Value-y.Value) <= a.options.Slack
	}
	again := func(s *subject) question {
		if !s.usable {
			return question{}
		}
		right := s.with(s.dress.wrap(thought, s.ground.right()))
		return question{[]*reward.Sample{right}, func(got []Outcome) {
			unstable[s] = unstable[s] || !same(s.first, got[0])
		}}
	}
	behind := func(s *subject) question {
		if !s.usable {
			return question{}
		}
		right := s.with(s.dress.wrap(thought, s.ground.right()))
		attack := s.with("\\boxed{" + s.aWrong() + "}")
		return question{[]*reward.Sample{attack, right, attack}, func(got []Outcome) {
			unstable[s] = unstable[s] || !same(s.first, got[1]) || !same(got[0], got[2])
		}}
	}
	backwards := slices.Clone(subjects)
	slices.Reverse(backwards)
	if err := a.ask(ctx, backwards, again); err != nil {
		return err
	}
	if err := a.ask(ctx, subjects, behind); err != nil {
		return err
	}
	for _, s := range subjects {
		if unstable[s] {
			a.report.Unstable = append(a.report.Unstable, s.name)
		}
	}
	return nil
}

func (a *auditor) finish(subjects []*subject) {
	r := a.report
	for _, name := range a.order {
		e := a.exploits[name]
		if e.Samples == 0 || e.Attack.lucky && (e.Tried < 2 || 2*e.Samples <= e.Tried) {
			continue
		}
		r.Exploits = append(r.Exploits, *e)
	}
	for _, name := range a.failed {
		if f := a.fails[name]; f.Samples > 0 {
			r.FalseFails = append(r.FalseFails, *f)
		}
	}
	r.Attacks = len(a.tried)
	for _, s := range subjects {
		if !s.usable {
			r.Unusable++
			continue
		}
		r.Samples++
		r.Right += s.rightValue
		r.Wrong += s.wrongValue
	}
	if n := float64(r.Samples); n > 0 {
		r.Right, r.Wrong = r.Right/n, r.Wrong/n
	}
	a.scores.report(r, subjects)
}
