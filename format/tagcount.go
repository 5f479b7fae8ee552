package format

import (
	"fmt"
	"strings"

	"github.com/verireward/verireward/reward"
)

// TagCountOptions configure TagCount.
type TagCountOptions struct {
	// Tags are counted in this order. White space at the edges of a tag must
	// stand there in the completion but is no part of the tag. None means
	// those of open-r1: "<think>\n", "\n</think>\n", "\n<answer>\n", "\n</answer>".
	Tags []string `yaml:"tags" json:"tags"`
}

// maxTags bounds the list of tags.
const maxTags = 64

// TagCount earns an equal share of 1 for every tag that occurs exactly once,
// with the white space it was given with, and behind the tags before it that
// do so too.
//
// It pays for parts of a layout, and so for tags around nothing; as the only
// format reward it can be satisfied without one word of reasoning. Source:
// open-r1's tag_count_reward. There a tag is counted together with its line
// feeds, so a repeated tag on another line passes; the order does not count;
// and "\n</answer>" may be followed by anything. Repetition and order count
// here; text after the end is a template's business.
func TagCount(o TagCountOptions) (reward.Reward, error) {
	tags := o.Tags
	if len(tags) == 0 {
		tags = []string{"<think>\n", "\n</think>\n", "\n<answer>\n", "\n</answer>"}
	}
	if len(tags) > maxTags {
		return nil, specError("tag_count: more than %d tags", maxTags)
	}
	for i, tag := range tags {
		if trim(tag) == "" {
			return nil, specError("tag_count: tag %d is blank", i+1)
		}
	}
	return scored("tag_count", func(s *reward.Sample) (reward.Result, error) {
		return countTags(s.Completion.Last(), tags), nil
	}), nil
}

func countTags(text string, tags []string) reward.Result {
	var res reward.Result
	var wrong []string
	from := 0
	for _, tag := range tags {
		core := trim(tag)
		lead := strings.Index(tag, core)
		at := strings.Index(text, core)
		switch {
		case at < 0:
			wrong = append(wrong, core+" is missing")
		case strings.Contains(text[at+len(core):], core):
			wrong = append(wrong, core+" is repeated")
		case !strings.HasSuffix(text[:at], tag[:lead]) || !strings.HasPrefix(text[at+len(core):], tag[lead+len(core):]):
			wrong = append(wrong, core+" is not on its own line")
		case at < from:
			wrong = append(wrong, core+" is out of order")
		default:
			from = at + len(core)
			res.Value++
			res.Spans = append(res.Spans, span(core, at, from))
		}
	}
	res.Reason = fmt.Sprintf("%d of %d tags", int(res.Value), len(tags))
	if len(wrong) > 0 {
		res.Reason += ": " + strings.Join(wrong, ", ")
	}
	res.Value /= float64(len(tags))
	return res
}
