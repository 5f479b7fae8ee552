package reward

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Case sends samples to a reward by a pattern.
type Case struct {
	// Pattern is compared with the whole text: `*` stands for any text, also
	// none, `?` for one character, everything else for itself.
	Pattern string
	// Reward judges the samples whose text matches.
	Reward Reward
}

// RouteOptions choose a reward by what a sample says of itself.
type RouteOptions struct {
	// By is the name of the text to look at, as Sample.Lookup has it; empty
	// means "source".
	By string
	// Cases are tried in order; the first that matches judges the sample.
	Cases []Case
	// Default judges what matches no case. Nil means an error of KindInput,
	// so that a new data set is not scored by nobody.
	Default Reward
}

// Route judges each sample by the reward of its kind. The result has one part,
// named by the pattern (or "default").
func Route(o RouteOptions) Reward {
	if o.By == "" {
		o.By = "source"
	}
	o.Cases = append([]Case(nil), o.Cases...)
	for _, c := range o.Cases {
		mustReward("Route", c.Reward)
	}
	return &wrapped{name: "route", score: func(ctx context.Context, s *Sample) (Result, error) {
		text, ok := s.Lookup(o.By)
		name, r := "default", o.Default
		if ok {
			for _, c := range o.Cases {
				if Glob(c.Pattern, text) {
					name, r = c.Pattern, c.Reward
					break
				}
			}
		}
		if r == nil {
			if !ok {
				return Result{}, Errorf(KindInput, "the sample has no %s to route by", o.By)
			}
			return Result{}, Errorf(KindInput, "no case for %s %q", o.By, clip(text))
		}
		res, err := Judge(ctx, r, s)
		parts := []Part{NewPart(name, 1, res, err)}
		if err != nil {
			if errors.Is(err, ErrAbstain) {
				return Result{Parts: parts}, err
			}
			return Result{Parts: parts}, under(name, err)
		}
		res.Parts = parts
		return res, nil
	}}
}

// Glob reports whether pattern matches the whole of text; see Case. It takes
// at most len(pattern) x len(text) steps.
func Glob(pattern, text string) bool {
	p, t := []rune(pattern), []rune(text)
	star, mark := -1, 0
	i, j := 0, 0
	for j < len(t) {
		switch {
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == t[j]):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// maxClip bounds how much of a sample's own text an error quotes, in bytes.
const maxClip = 80

func clip(text string) string {
	if len(text) <= maxClip {
		return text
	}
	return fmt.Sprintf("%s... (%d bytes)", strings.ToValidUTF8(text[:maxClip], ""), len(text))
}
