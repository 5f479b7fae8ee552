package reward

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Unit is what a length is counted in.
type Unit string

// The units of length.
const (
	// UnitAuto counts tokens where Sample.Tokens is known and characters
	// where it is not.
	UnitAuto Unit = ""
	// UnitTokens counts tokens; a sample without a token count is an error.
	UnitTokens Unit = "tokens"
	// UnitChars counts Unicode code points.
	UnitChars Unit = "chars"
	// UnitWords counts runs of characters between white space.
	UnitWords Unit = "words"
)

func (u Unit) check() error {
	switch u {
	case UnitAuto, UnitTokens, UnitChars, UnitWords:
		return nil
	}
	return Errorf(KindSpec, "unknown unit %q (tokens, chars or words)", string(u))
}

// Length is the length of the sample's completion in u, and the unit it was
// really counted in.
func Length(s *Sample, u Unit) (int, Unit, error) {
	switch {
	case u == UnitTokens && s.Tokens == 0 && s.Completion.Last() != "":
		return 0, u, Errorf(KindInput, "the completion's length in tokens is not known")
	case u == UnitTokens, u == UnitAuto && s.Tokens > 0:
		return s.Tokens, UnitTokens, nil
	case u == UnitWords:
		return len(strings.Fields(s.Completion.Last())), UnitWords, nil
	}
	return utf8.RuneCountInString(s.Completion.Last()), UnitChars, nil
}

// CosineLengthOptions configure CosineLength. A nil or zero option has the
// value of open-r1.
type CosineLengthOptions struct {
	// Max is the length at which the cosine has run its half turn; longer
	// completions score as that one does. 0 means 1000.
	Max int `yaml:"max" json:"max"`
	// Unit is what Max counts.
	Unit Unit `yaml:"unit" json:"unit"`
	// Correct are the values of right completions; nil means 1 to 0.5.
	Correct *Ends `yaml:"correct" json:"correct"`
	// Wrong are the values of wrong completions; nil means -1 to -0.5: who is
	// wrong may think longer.
	Wrong *Ends `yaml:"wrong" json:"wrong"`
	// At is the value of the inner reward from which a completion is right;
	// 0 means 1.
	At float64 `yaml:"at" json:"at"`
}

// Ends are the values at both ends of a curve over length.
type Ends struct {
	// Short is the value of an empty completion.
	Short float64 `yaml:"short" json:"short"`
	// Long is the value from Max on.
	Long float64 `yaml:"long" json:"long"`
}

// cosineMax is max_len of open-r1's get_cosine_scaled_reward.
const cosineMax = 1000

// CosineLength grades correct by the length n of the completion:
//
//	value = long + (short - long)/2 x (1 + cos(pi x min(n/max, 1)))
//
// with the ends chosen by whether correct is reached. Source: "Demystifying
// Long Chain-of-Thought Reasoning in LLMs" (2025) as in open-r1's
// cosine_scaled_reward. Not repeated from there: without the clamp a completion
// of twice the length scores like an empty one, and characters are counted
// though tokens are known.
func CosineLength(o CosineLengthOptions, correct Reward) (Reward, error) {
	if o.Max == 0 {
		o.Max = cosineMax
	}
	if o.Correct == nil {
		o.Correct = &Ends{Short: 1, Long: 0.5}
	}
	if o.Wrong == nil {
		o.Wrong = &Ends{Short: -1, Long: -0.5}
	}
	if o.At == 0 {
		o.At = 1
	}
	right, wrong := *o.Correct, *o.Wrong
	if correct == nil {
		return nil, Errorf(KindSpec, "cosine_length: needs the reward that says what is correct")
	}
	if o.Max < 0 {
		return nil, Errorf(KindSpec, "cosine_length: max is %d", o.Max)
	}
	if err := allFinite("cosine_length", right.Short, right.Long, wrong.Short, wrong.Long, o.At); err != nil {
		return nil, err
	}
	if err := o.Unit.check(); err != nil {
		return nil, err
	}
	return &wrapped{name: "cosine_length", score: func(ctx context.Context, s *Sample) (Result, error) {
		res, err := Judge(ctx, correct, s)
		parts := []Part{NewPart("correct", 1, res, err)}
		if err != nil {
			return Result{Parts: parts}, err
		}
		n, unit, err := Length(s, o.Unit)
		if err != nil {
			return Result{Parts: parts}, err
		}
		ends, word := wrong, "wrong"
		if res.Value >= o.At {
			ends, word = right, "correct"
		}
		turn := math.Cos(math.Pi * min(float64(n)/float64(o.Max), 1))
		return Result{
			Value:  ends.Long + (ends.Short-ends.Long)/2*(1+turn),
			Reason: fmt.Sprintf("%s, %d of %d %s", word, n, o.Max, unit),
			Parts:  parts,
		}, nil
	}}, nil
}

// SoftOverlongOptions configure SoftOverlong.
type SoftOverlongOptions struct {
	// Max is the length from which the punishment is whole; required.
	Max int `yaml:"max" json:"max"`
	// Cache is the width of the slope below Max; 0 means a fifth of Max, the
	// proportion of DAPO (4096 of 20480).
	Cache int `yaml:"cache" json:"cache"`
	// Unit is what both count.
	Unit Unit `yaml:"unit" json:"unit"`
}

// dapoSlope is what part of the greatest length DAPO's slope takes.
const dapoSlope = 5

// SoftOverlong punishes length n:
//
//	0                        for n <= max - cache
//	(max - cache - n)/cache  up to max
//	-1                       beyond
//
// Source: DAPO (2025), equation 13. Not repeated from verl and ms-swift: the
// slope there has no lower bound, so a completion far too long scores -6.
func SoftOverlong(o SoftOverlongOptions) (Reward, error) {
	if o.Cache == 0 {
		o.Cache = max(o.Max/dapoSlope, 1)
	}
	if o.Max <= 0 || o.Cache < 0 || o.Cache > o.Max {
		return nil, Errorf(KindSpec, "soft_overlong: want 0 < cache <= max, have max %d and cache %d", o.Max, o.Cache)
	}
	if err := o.Unit.check(); err != nil {
		return nil, err
	}
	return &wrapped{name: "soft_overlong", score: func(_ context.Context, s *Sample) (Result, error) {
		n, unit, err := Length(s, o.Unit)
		if err != nil {
			return Result{}, err
		}
		free := o.Max - o.Cache
		v := 0.0
		switch {
		case n > o.Max:
			v = -1
		case n > free:
			v = float64(free-n) / float64(o.Cache)
		}
		return Val(v, strconv.Itoa(n)+" of "+strconv.Itoa(o.Max)+" "+string(unit)), nil
	}}, nil
}

// LengthTargetOptions configure LengthTarget.
type LengthTargetOptions struct {
	// Target is the length asked for; 0 means the number in TargetField.
	Target int `yaml:"target" json:"target"`
	// TargetField is where a sample says its own target, as Sample.Lookup has
	// it; empty means "answer".
	TargetField string `yaml:"target_field" json:"target_field"`
	// Slack is how far the length may be off at no cost.
	Slack int `yaml:"slack" json:"slack"`
	// Width is how much further off the value has sunk to 0; 0 means as much
	// as the target itself.
	Width int `yaml:"width" json:"width"`
	// UpTo makes every length up to the target as good as the target.
	UpTo bool `yaml:"up_to" json:"up_to"`
	// Unit is what all of them count.
	Unit Unit `yaml:"unit" json:"unit"`
}

// LengthTarget is closeness to a length asked for:
//
//	value = max(0, 1 - max(0, |n - target| - slack)/width)
//
// Source: the max-length verifiers of open-instruct, where the same line has a
// fixed width of 8192 and no lower bound, against what its comment says.
func LengthTarget(o LengthTargetOptions) (Reward, error) {
	if o.TargetField == "" {
		o.TargetField = "answer"
	}
	if o.Target < 0 || o.Slack < 0 || o.Width < 0 {
		return nil, Errorf(KindSpec, "length_target: negative target, slack or width")
	}
	if err := o.Unit.check(); err != nil {
		return nil, err
	}
	return &wrapped{name: "length_target", score: func(_ context.Context, s *Sample) (Result, error) {
		target := o.Target
		if target == 0 {
			text, _ := s.Lookup(o.TargetField)
			t, err := strconv.Atoi(strings.TrimSpace(text))
			if err != nil || t <= 0 {
				return Result{}, Errorf(KindGold, "%s %q is no length", o.TargetField, clip(text))
			}
			target = t
		}
		n, unit, err := Length(s, o.Unit)
		if err != nil {
			return Result{}, err
		}
		width := o.Width
		if width == 0 {
			width = target
		}
		off := n - target
		if off < 0 {
			off = -off
			if o.UpTo {
				off = 0
			}
		}
		v := max(0, 1-float64(max(0, off-o.Slack))/float64(width))
		return Val(v, fmt.Sprintf("%d %s, %d asked for", n, unit, target)), nil
	}}, nil
}

func allFinite(who string, xs ...float64) error {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return Errorf(KindSpec, "%s: %v is not a finite number", who, x)
		}
	}
	return nil
}
