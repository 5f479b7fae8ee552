package text

import (
	"context"
	"strings"
	"unicode"

	"github.com/verireward/verireward/reward"
)

// transforms change the text a reward judges. Each is linear.
var transforms = map[string]func(string) string{
	"trim":           strings.TrimSpace,
	"lower":          strings.ToLower,
	"upper":          strings.ToUpper,
	"collapse_space": NormalSpace.Apply,
	"squad":          NormalSQuAD.Apply,
	"strip_think":    func(s string) string { rest, ok := afterThink(s); return keepIf(rest, ok) },
	"answer_tag":     func(s string) string { inner, ok := answerTag(s); return keepIf(inner, ok) },
	"boxed":          func(s string) string { inner, ok := lastBoxed(s); return keepIf(inner, ok) },
	"first_line": func(s string) string {
		line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
		return strings.TrimSpace(line)
	},
	"last_line":        lastLine,
	"strip_markdown":   func(s string) string { return strings.Map(dropMarkdown, s) },
	"strip_invisible":  func(s string) string { return strings.Map(dropInvisible, s) },
	"strip_final_stop": func(s string) string { return strings.TrimRight(s, ".。 \t\r\n") },
}

// Transform changes the completion's text by the named steps, in their order,
// before r judges it:
//
//	trim, lower, upper, collapse_space, squad, first_line, last_line,
//	strip_think     what follows the last closed think block; "" if one is open
//	answer_tag      what the last answer block holds, "" without one
//	boxed           what the last balanced \boxed{} holds, "" without one
//	strip_markdown  without * _ ` and #
//	strip_invisible without format characters and zero-width characters
//	strip_final_stop without closing stops
//
// Spans of r would point into a text nobody has; they are dropped, and the
// length in tokens is not known.
func Transform(steps []string, r reward.Reward) (reward.Reward, error) {
	if r == nil || len(steps) == 0 {
		return nil, specError("transform: needs steps and a reward")
	}
	var fs []func(string) string
	for _, name := range steps {
		f, ok := transforms[name]
		if !ok {
			return nil, specError("transform: unknown step %q", name)
		}
		fs = append(fs, f)
	}
	return reward.Name("transform", reward.Func(func(ctx context.Context, s *reward.Sample) (reward.Result, error) {
		text := s.Completion.Last()
		for _, f := range fs {
			text = f(text)
		}
		inner := *s
		inner.Completion, inner.Tokens = reward.Str(text), 0
		res, err := reward.Judge(ctx, r, &inner)
		res.Spans = nil
		return res, err
	})), nil
}

func keepIf(text string, ok bool) string {
	if !ok {
		return ""
	}
	return text
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return strings.TrimSpace(s[strings.LastIndexByte(s, '\n')+1:])
}

func dropMarkdown(r rune) rune {
	switch r {
	case '*', '_', '`', '#':
		return -1
	}
	return r
}

func dropInvisible(r rune) rune {
	if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) {
		return -1
	}
	return r
}
