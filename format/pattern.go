package format

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/dlclark/regexp2"

	"github.com/verireward/verireward/reward"
)

// PatternOptions configure Pattern.
type PatternOptions struct {
	// Pattern is a regular expression in the syntax of .NET and Perl 5, with
	// look-around and back-references; (?s), (?m) and (?i) set its modes.
	Pattern string `yaml:"pattern" json:"pattern"`
	// Full asks that the pattern match the whole completion; otherwise it is
	// enough that it matches somewhere.
	Full bool `yaml:"full" json:"full"`
	// Forbid turns the reward around: a match earns 0.
	Forbid bool `yaml:"forbid" json:"forbid"`
	// Timeout bounds one match; 0 means one second.
	Timeout time.Duration `yaml:"timeout" json:"timeout"`
	// MaxBytes is the longest completion that is tried; 0 means 1 MiB. A
	// longer one scores 0.
	MaxBytes int `yaml:"max_bytes" json:"max_bytes"`
}

const (
	// defaultPatternTimeout is far more than an honest completion needs and
	// little enough that a batch of hostile ones still ends.
	defaultPatternTimeout = time.Second
	// defaultPatternBytes: the engine holds four bytes for every character.
	defaultPatternBytes = 1 << 20
	// timeoutClock is how exactly a timeout is kept. The engine's own 100 ms
	// let a limit of 50 ms take 200.
	timeoutClock = 5 * time.Millisecond
	// secondTry is how much more time a pattern gets that ran out of it, alone.
	secondTry = 4
)

// setTimeoutClock sets the engine's clock, which is one for the process and
// may not change while patterns run.
var setTimeoutClock = sync.OnceFunc(func() { regexp2.SetTimeoutCheckPeriod(timeoutClock) })

// patternAlone lets one pattern have its second try at a time.
var patternAlone sync.Mutex

// Pattern rewards a completion that a regular expression matches with 1,
// another with 0. Prefer a template where one will do: a pattern that
// backtracks can be made to run for ever by the completion, and the usual ones
// for tags accept blank, repeated and trailing text.
//
// A match that exceeds the timeout is tried once more, alone and with four
// times the time, so that a busy machine does not decide; then the completion
// scores 0, with Forbid too: a policy cannot buy its way out of being judged.
func Pattern(o PatternOptions) (reward.Reward, error) {
	if o.Timeout == 0 {
		o.Timeout = defaultPatternTimeout
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultPatternBytes
	}
	if o.Pattern == "" || o.Timeout < 0 || o.MaxBytes < 0 {
		return nil, specError("pattern: pattern must be set, timeout and max_bytes not be negative")
	}
	setTimeoutClock()
	quick, err := compilePattern(o, o.Timeout)
	if err != nil {
		return nil, err
	}
	patient, err := compilePattern(o, secondTry*o.Timeout)
	if err != nil {
		return nil, err
	}
	p := &pattern{options: o, quick: quick, patient: patient}
	return scored("pattern", func(s *reward.Sample) (reward.Result, error) { return p.score(s.Completion.Last()) }), nil
}

type pattern struct {
	options        PatternOptions
	quick, patient *regexp2.Regexp
}

func compilePattern(o PatternOptions, timeout time.Duration) (*regexp2.Regexp, error) {
	source := o.Pattern
	if o.Full {
		source = `\A(?:` + source + `)\z`
	}
	re, err := regexp2.Compile(source, regexp2.None)
	if err != nil {
		return nil, specError("pattern %s: %v", quote(o.Pattern), err)
	}
	re.MatchTimeout = timeout
	return re, nil
}

func (p *pattern) score(text string) (reward.Result, error) {
	if len(text) > p.options.MaxBytes {
		return reward.Val(0, fmt.Sprintf("longer than %d bytes", p.options.MaxBytes)), nil
	}
	m, err := p.quick.FindStringMatch(text)
	if err != nil {
		m, err = p.tryAlone(text)
	}
	if err != nil {
		return reward.Val(0, fmt.Sprintf("the pattern did not end within %v", secondTry*p.options.Timeout)), nil
	}
	good := 1.0
	if p.options.Forbid {
		good = 0
	}
	if m == nil {
		return reward.Val(1-good, "the pattern does not match"), nil
	}
	start, end := byteOffsets(text, m.Index, m.Index+m.Length)
	return reward.Result{
		Value:  good,
		Reason: fmt.Sprintf("the pattern matches at byte %d", start),
		Spans:  []reward.Span{span("pattern", start, end)},
	}, nil
}

func (p *pattern) tryAlone(text string) (*regexp2.Match, error) {
	patternAlone.Lock()
	defer patternAlone.Unlock()
	return p.patient.FindStringMatch(text)
}

// byteOffsets turns offsets in characters into offsets in bytes.
func byteOffsets(text string, from, to int) (start, end int) {
	start, end = len(text), len(text)
	n := 0
	for i := range text {
		if n == from {
			start = i
		}
		if n == to {
			end = i
			break
		}
		n++
	}
	return min(start, end), end
}

// afterThought returns what follows the last closed think block of text and
// where it begins; ok is false where a block is left open, so that there is no
// response yet.
func afterThought(text string) (rest string, start int, ok bool) {
	const open, shut = "<think>", "</think>"
	if i := strings.LastIndex(text, shut); i >= 0 {
		start = i + len(shut)
	}
	rest = text[start:]
	return rest, start, !strings.Contains(rest, open)
}
