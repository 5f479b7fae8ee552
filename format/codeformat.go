package format

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verireward/verireward/reward"
)

// CodeFormatOptions configure CodeFormat.
type CodeFormatOptions struct {
	// Languages are the tags a block may carry, in any letter case; none
	// means that any tag will do.
	Languages []string `yaml:"languages" json:"languages"`
	// Only asks that the response hold no other fenced block.
	Only bool `yaml:"only" json:"only"`
}

// CodeFormat earns 1 for a response that holds a closed fenced block which is
// not blank and tagged with one of the languages, else 0. Blocks inside a
// think block do not count, and none is seen behind a think block left open.
// Source: open-r1's code_format_reward, whose pattern also accepts an empty
// block and one inside the reasoning.
func CodeFormat(o CodeFormatOptions) (reward.Reward, error) {
	langs := make([]string, len(o.Languages))
	for i, l := range o.Languages {
		if langs[i] = strings.ToLower(trim(l)); langs[i] == "" {
			return nil, specError("code_format: language %d is blank", i+1)
		}
	}
	return scored("code_format", func(s *reward.Sample) (reward.Result, error) {
		return codeFormat(s.Completion.Last(), langs, o.Only), nil
	}), nil
}

func codeFormat(text string, langs []string, only bool) reward.Result {
	rest, start, ok := afterThought(text)
	if !ok {
		return reward.Val(0, "the think block is not closed")
	}
	why := "no fenced block"
	var found []reward.Span
	blocks := 0
	for b := range fencedBlocks(rest) {
		blocks++
		switch {
		case !b.closed:
			why = "the fenced block is not closed" + atByte(start+b.start)
		case !b.filled:
			why = "the fenced block is blank" + atByte(start+b.start)
		case len(langs) > 0 && !slices.Contains(langs, strings.ToLower(b.language)):
			why = fmt.Sprintf("the block is tagged %s%s, want %s", quoteShort(b.language), atByte(start+b.start), strings.Join(langs, " or "))
		case len(langs) == 0 && b.language == "":
			why = "the block has no language" + atByte(start+b.start)
		case len(found) == 0:
			found = []reward.Span{span("code", start+b.start, start+b.end)}
		}
	}
	switch {
	case len(found) == 0:
		return reward.Val(0, why)
	case only && blocks > 1:
		return reward.Val(0, fmt.Sprintf("%d fenced blocks", blocks))
	}
	return reward.Result{Value: 1, Reason: "fenced block in the wanted language", Spans: found}
}

func atByte(offset int) string { return fmt.Sprintf(" at byte %d", offset) }
