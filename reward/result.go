package reward

// Result is what a reward says of one sample it could judge.
type Result struct {
	// Value is the reward. It is finite whenever the error beside it is nil.
	Value float64
	// Reason says in a few words why the value is what it is, for a person
	// reading one sample: "equal (rational)", "text_after at byte 71".
	Reason string
	// Parts are the components the value was made of, in a fixed order.
	Parts []Part
	// Spans point at the bytes of the completion the value rests on.
	Spans []Span
}

// Part is one named component of a Result.
type Part struct {
	// Name is unique among its siblings and the same for every sample.
	Name string
	// Value is the component's own value before weighting; meaningless when
	// Err is set.
	Value float64
	// Weight is what the value was multiplied by; 0 marks a metric, which is
	// recorded and never counts.
	Weight float64
	// Reason is the component's reason.
	Reason string
	// Err is nil, an error matching ErrAbstain, or why the component could
	// not be judged.
	Err error
	// Parts are the component's own components.
	Parts []Part
	// Spans are the component's own spans.
	Spans []Span
}

// Span is a half-open range of bytes of the completion's text.
type Span struct {
	// Label says what was found there, for example a mark or "answer".
	Label string
	// Start and End are byte offsets, Start <= End.
	Start, End int
}

// Val is a Result with a value and a reason and nothing else.
func Val(v float64, reason string) Result { return Result{Value: v, Reason: reason} }
