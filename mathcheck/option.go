package mathcheck

import "github.com/verireward/verireward/mathcheck/internal/budget"

// Option changes how answers are found and compared. The interface is closed:
// options come from this package. A slice of options (Options) is an option,
// so presets compose; later options win.
type Option interface{ apply(*config) }

// Options is a list of options applied in order.
type Options []Option

func (os Options) apply(c *config) {
	for _, o := range os {
		o.apply(c)
	}
}

// Policy says where in a completion the answer is looked for.
type Policy uint8

// The extraction policies.
const (
	// Auto takes the first that is there: last box, answer tags, "####", an
	// announcing phrase, the whole text if it reads as one answer, the last
	// maths span; and, where the preset is lenient, the last number.
	Auto Policy = iota
	// Boxed takes only the last \boxed{} or \fbox{}.
	Boxed
	// AnswerTag takes only the last <answer> block.
	AnswerTag
	// Hash takes only what follows the last "####".
	Hash
	// None takes the whole text as the answer.
	None
)

// FormRule says which forms of an answer are accepted.
type FormRule uint8

// The form rules.
const (
	// Any form is accepted.
	Any FormRule = iota
	// Evaluated accepts answers with nothing left to compute.
	Evaluated
	// GoldForm accepts answers written as the gold is.
	GoldForm
	// EvaluatedLikeGold requires Evaluated when the gold itself is evaluated.
	EvaluatedLikeGold
)

// UnitRule says what units on an answer mean.
type UnitRule uint8

// The unit rules.
const (
	// UnitsEither converts when both sides carry a unit and tolerates a unit on
	// one side only.
	UnitsEither UnitRule = iota
	// UnitsIgnore compares the numbers alone.
	UnitsIgnore
	// UnitsRequire wants a unit on both sides or on neither.
	UnitsRequire
)

// PercentRule says what a percent sign on one side only means.
type PercentRule uint8

// The percent rules.
const (
	// PercentEither reads 25% as 1/4 and as the bare 25.
	PercentEither PercentRule = iota
	// PercentExact reads 25% as 1/4 only.
	PercentExact
)

// FieldRule says which numbers free variables stand for.
type FieldRule uint8

// The field rules.
const (
	// FieldAuto is real unless one side is complex.
	FieldAuto FieldRule = iota
	// FieldReal is always real.
	FieldReal
	// FieldComplex is always complex.
	FieldComplex
)

// OrderRule says whether bare lists are ordered.
type OrderRule uint8

// The order rules.
const (
	// OrderAuto compares bare lists without order, tuples with.
	OrderAuto OrderRule = iota
	// OrderStrict compares bare lists with order.
	OrderStrict
)

// Locale says which mark separates the decimals where a text leaves it open.
type Locale uint8

// The locales.
const (
	// LocaleAuto reads a comma as a decimal mark only where nothing else makes
	// sense and the other side agrees.
	LocaleAuto Locale = iota
	// LocalePoint reads 1,234 as a thousand and more.
	LocalePoint
	// LocaleComma reads 1,234 as one and a little.
	LocaleComma
)

// Budget bounds the work of one check. Zero fields mean the default.
type Budget struct {
	// Bytes bounds the completion; default 32 MiB.
	Bytes int
	// Steps bounds the counted work of all stages together.
	Steps int
	// Depth bounds the nesting of one answer, in rules of the grammar: a
	// bracket takes four to eight.
	Depth int
	// Tokens bounds the length of one answer.
	Tokens int
}

// config is the sum of the options of one call; it is read-only after newConfig.
type config struct {
	policy   Policy
	lastMath bool // extraction may take the last maths span of a text, or a bold last line
	lenient  bool // and, after that, its last number
	form     FormRule
	units    UnitRule
	percent  PercentRule
	field    FieldRule
	order    OrderRule
	locale   Locale
	choices  string // the option letters
	numbered bool   // some of them are digits
	rename   bool   // variable names are free
	partial  bool
	strict   bool // provably the same object only, see Strict
	exactDec bool // a decimal never meets an exact value it only approximates
	absTol   float64
	relTol   float64
	sigTol   int
	goldTol  bool
	budget   Budget
}

// The default budget. 32 MiB holds any completion a model writes; the others
// are set so that the longest run stays under 20 ms and 10,000 digits, 2,000
// terms and 500 levels still pass.
const (
	defaultBytes  = 32 << 20
	defaultSteps  = budget.Steps / 2
	defaultDepth  = 5_000
	defaultTokens = 40_000
)

func newConfig(opts []Option) *config {
	if len(opts) == 0 {
		return &defaultConfig
	}
	c := baseConfig()
	for _, o := range opts {
		if o != nil {
			o.apply(&c)
		}
	}
	c.numbered = hasDigit(c.choices)
	return &c
}

// tolerant says that numbers within a distance of the gold are right.
func (c *config) tolerant() bool { return c.absTol != 0 || c.relTol != 0 || c.sigTol != 0 }

// defaultConfig is read-only.
var defaultConfig = baseConfig()

func baseConfig() config {
	return config{
		lastMath: true, choices: "ABCDEFGHIJ",
		budget: Budget{Bytes: defaultBytes, Steps: defaultSteps, Depth: defaultDepth, Tokens: defaultTokens},
	}
}

type optionFunc func(*config)

func (f optionFunc) apply(c *config) { f(c) }

// WithExtract selects where the answer is looked for.
func WithExtract(p Policy) Option { return optionFunc(func(c *config) { c.policy = p }) }

// WithLastResort allows or forbids the last two rules of Auto: the last maths
// span and the last number of a text that announces no answer. By default the
// first is allowed; the preset GSM8K allows both and Strict none.
func WithLastResort(on bool) Option {
	return optionFunc(func(c *config) { c.lastMath, c.lenient = on, on })
}

// WithForm selects which forms of an answer are accepted.
func WithForm(f FormRule) Option { return optionFunc(func(c *config) { c.form = f }) }

// WithUnits selects what units mean.
func WithUnits(u UnitRule) Option { return optionFunc(func(c *config) { c.units = u }) }

// WithPercent selects what a percent sign on one side only means.
func WithPercent(p PercentRule) Option { return optionFunc(func(c *config) { c.percent = p }) }

// WithField selects real or complex variables.
func WithField(f FieldRule) Option { return optionFunc(func(c *config) { c.field = f }) }

// WithOrder selects whether bare lists are ordered.
func WithOrder(o OrderRule) Option { return optionFunc(func(c *config) { c.order = o }) }

// WithLocale selects the decimal mark.
func WithLocale(l Locale) Option { return optionFunc(func(c *config) { c.locale = l }) }

// WithChoices sets the letters that may name an option; default "ABCDEFGHIJ".
// The empty string turns choices off.
func WithChoices(letters string) Option { return optionFunc(func(c *config) { c.choices = letters }) }

// WithRename lets the answer use other variable names than the gold.
func WithRename(on bool) Option { return optionFunc(func(c *config) { c.rename = on }) }

// WithPartialCredit pays the share of the gold's parts that were met.
func WithPartialCredit(on bool) Option { return optionFunc(func(c *config) { c.partial = on }) }

// WithAbsTolerance accepts numbers within t of the gold. It panics on a
// negative t.
func WithAbsTolerance(t float64) Option {
	mustTolerance(t)
	return optionFunc(func(c *config) { c.absTol = t })
}

// WithRelTolerance accepts numbers within t times the gold's size. It panics
// on a negative t.
func WithRelTolerance(t float64) Option {
	mustTolerance(t)
	return optionFunc(func(c *config) { c.relTol = t })
}

// WithSignificantDigits accepts numbers that agree with the gold when both are
// rounded to n significant digits. It panics on a negative n.
func WithSignificantDigits(n int) Option {
	mustTolerance(float64(n))
	return optionFunc(func(c *config) { c.sigTol = n })
}

// WithGoldPrecision accepts decimals that round to a decimal gold's digits.
func WithGoldPrecision(on bool) Option { return optionFunc(func(c *config) { c.goldTol = on }) }

// WithBudget bounds the work of one check.
func WithBudget(b Budget) Option {
	return optionFunc(func(c *config) {
		if b.Bytes > 0 {
			c.budget.Bytes = b.Bytes
		}
		if b.Steps > 0 {
			c.budget.Steps = b.Steps
		}
		if b.Depth > 0 {
			c.budget.Depth = b.Depth
		}
		if b.Tokens > 0 {
			c.budget.Tokens = b.Tokens
		}
	})
}

func mustTolerance(t float64) {
	if !(t >= 0) {
		panic("mathcheck: a tolerance must not be negative")
	}
}

// The presets. They are values to be passed like any option.
var (
	// Default is what no option at all gives.
	Default = Options{}
	// Strict accepts what is provably the same object: no conventions on
	// percent, decimals, missing units or convergence, no equality by the agreement
	// of numbers alone (stage "numeric"), no guessing where the answer stands, and
	// an evaluated answer where the gold is one.
	Strict = Options{optionFunc(func(c *config) {
		c.lastMath, c.strict, c.exactDec = false, true, true
		c.percent, c.units, c.form = PercentExact, UnitsRequire, EvaluatedLikeGold
	})}
	// Math holds the conventions of the MATH data: the last box, percent and
	// units free, an evaluated answer where the gold is one.
	Math = Options{optionFunc(func(c *config) { c.form = EvaluatedLikeGold })}
	// GSM8K is for golds that are one number: "####" or an announced answer,
	// else the last number of the text.
	GSM8K = Options{optionFunc(func(c *config) { c.lenient, c.units = true, UnitsIgnore })}
)
