package text

import (
	"context"
	"strings"

	"github.com/verireward/verireward/reward"
)

// golds returns the sample's answers that are not blank.
func golds(s *reward.Sample) ([]string, error) {
	out := make([]string, 0, len(s.Answers))
	for _, a := range s.Answers {
		if strings.TrimSpace(a) != "" {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return nil, reward.Errorf(reward.KindGold, "there is no gold answer")
	}
	return out, nil
}

// scored makes a named reward of a function.
func scored(name string, f func(*reward.Sample) (reward.Result, error)) reward.Reward {
	return reward.Name(name, reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
		return f(s)
	}))
}

func specError(format string, args ...any) error {
	return reward.Errorf(reward.KindSpec, format, args...)
}

// maxQuote bounds how much of a completion a reason quotes, in bytes.
const maxQuote = 60

func quote(text string) string {
	if len(text) <= maxQuote {
		return `"` + text + `"`
	}
	return `"` + strings.ToValidUTF8(text[:maxQuote], "") + `..."`
}
