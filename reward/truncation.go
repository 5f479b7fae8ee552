package reward

import (
	"context"
)

// TruncationOptions say what a completion that was cut off at the length limit
// is worth.
type TruncationOptions struct {
	// Mode is what happens to it.
	Mode TruncationMode `yaml:"mode" json:"mode"`
	// Value is the value of TruncationOverride and the factor of
	// TruncationScale.
	Value float64 `yaml:"value" json:"value"`
}

// TruncationMode is one of the field's ways with a truncated completion.
type TruncationMode string

// The modes.
const (
	// TruncationOverride gives Value whatever else was earned (OpenRLHF with
	// stop_properly_penalty_coef below 0; open-instruct's non-stop penalty).
	TruncationOverride TruncationMode = "override"
	// TruncationScale multiplies what was earned by Value (OpenRLHF with a
	// stop_properly_penalty_coef in [0, 1]). A negative reward is left as it
	// is: scaled, the fine would shrink.
	TruncationScale TruncationMode = "scale"
	// TruncationMask abstains: the sample is left out (open-instruct's
	// mask_truncated_completions, the overlong filter of DAPO).
	TruncationMask TruncationMode = "mask"
)

// Truncation judges by r, but a sample marked as truncated as the options say.
// The zero Mode is TruncationOverride: a truncated completion is worth Value,
// 0 unless set.
func Truncation(o TruncationOptions, r Reward) (Reward, error) {
	if o.Mode == "" {
		o.Mode = TruncationOverride
	}
	switch o.Mode {
	case TruncationOverride, TruncationMask:
	case TruncationScale:
		if o.Value < 0 || o.Value > 1 {
			return nil, Errorf(KindSpec, "truncation: the factor %v is outside [0, 1]", o.Value)
		}
	default:
		return nil, Errorf(KindSpec, "truncation: unknown mode %q (override, scale or mask)", string(o.Mode))
	}
	if err := allFinite("truncation", o.Value); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, Errorf(KindSpec, "truncation: needs the reward of samples that were not cut off")
	}
	return &wrapped{name: "truncation", score: func(ctx context.Context, s *Sample) (Result, error) {
		if s.Truncated {
			switch o.Mode {
			case TruncationOverride:
				return Val(o.Value, "truncated"), nil
			case TruncationMask:
				return Result{}, Abstain("truncated")
			}
		}
		res, err := Judge(ctx, r, s)
		if err == nil && s.Truncated {
			if res.Value > 0 {
				res.Value *= o.Value
			}
			res.Reason = "truncated; " + res.Reason
		}
		return res, err
	}}, nil
}
