package format

import (
	"context"

	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/reward"
)

// scored makes a named reward of a function.
func scored(name string, f func(*reward.Sample) (reward.Result, error)) reward.Reward {
	return reward.Name(name, reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
		return f(s)
	}))
}

// specError is the error of options that cannot be used.
func specError(format string, args ...any) error {
	return reward.Errorf(reward.KindSpec, format, args...)
}

// maxQuote bounds how much of a completion a reason quotes, in bytes.
const maxQuote = 60

// quoteShort writes the beginning of s for a reason.
func quoteShort(s string) string { return quote(clip.Text(s, maxQuote)) }
