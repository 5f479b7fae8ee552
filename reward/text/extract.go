package text

import (
	"strings"
)

// afterThink returns what follows the last closed think block. A block that is
// opened and not closed leaves nothing: the answer was never given.
func afterThink(text string) (string, bool) {
	if i := strings.LastIndex(text, "</think>"); i >= 0 {
		text = text[i+len("</think>"):]
	}
	return text, !strings.Contains(text, "<think>")
}

// lastBetween returns the text of the last pair of marks, the closing mark
// being the first after the opening one.
func lastBetween(text, open, closing string) (string, bool) {
	end := strings.LastIndex(text, closing)
	if end < 0 {
		return "", false
	}
	start := strings.LastIndex(text[:end], open)
	if start < 0 {
		return "", false
	}
	inner := text[start+len(open) : end]
	if i := strings.Index(inner, closing); i >= 0 {
		inner = inner[:i]
	}
	return inner, true
}

// answerTag returns the text of the last answer block.
func answerTag(text string) (string, bool) { return lastBetween(text, "<answer>", "</answer>") }

// lastBoxed returns the text in the last balanced \boxed{}.
func lastBoxed(text string) (string, bool) {
	const open = `\boxed{`
	i := strings.LastIndex(text, open)
	if i < 0 {
		return "", false
	}
	depth := 1
	rest := text[i+len(open):]
	for j := 0; j < len(rest); j++ {
		switch rest[j] {
		case '\\':
			j++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return rest[:j], true
			}
		}
	}
	return "", false
}
