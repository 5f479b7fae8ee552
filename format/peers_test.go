package format

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPeers puts the situations of the peers' own format tests to the
// templates that stand for them. There is the value of the peer; where ours is
// another one, why says the reason.
func TestPeers(t *testing.T) {
	tests := []struct {
		peer, template, situation, completion string
		there                                 float64
		why                                   string
	}{
		{"TRL think_format_reward", "@r1", "one line", "<think>I add them.</think>It is 4.", 1, ""},
		{"TRL think_format_reward", "@r1", "lines", "<think>\nI add them.\n</think>\nIt is 4.", 1, ""},
		{"TRL think_format_reward", "@r1", "more lines", "<think>\nI add\nthem.\n</think>\nIt is 4.", 1, ""},
		{"TRL think_format_reward", "@r1", "another tag in the reasoning", "<think>\nI add <any tag> them.</think>\nIt is 4.", 1, ""},
		{"TRL think_format_reward", "@r1", "empty reasoning", "<think></think>\nIt is 4.", 1, "a blank field is the hack to stop"},
		{"TRL think_format_reward", "@r1", "not closed", "<think>\nI add them.\nIt is 4.", 0, ""},
		{"TRL think_format_reward", "@r1", "not closed, one line", "<think>I add them. It is 4.", 0, ""},
		{"TRL think_format_reward", "@r1", "no tags", "I add them.\nIt is 4.", 0, ""},
		{"TRL think_format_reward", "@r1", "not opened", "I add them.</think>\nIt is 4.", 0, ""},
		{"TRL think_format_reward", "@r1", "opened in the middle", "I<think>add them.</think>\nIt is 4.", 0, ""},
		{"TRL think_format_reward", "@r1", "nested", "<think>I<think>add them.</think></think>It is 4.", 0, ""},
		{"TRL think_format_reward", "@r1", "two blocks", "<think>I add</think>\nthem\n<think>both.</think>\nIt is 4.", 0, ""},
		{"TRL think_format_reward", "@r1", "closed twice", "<think>I add</think> them.</think>It is 4.", 1, "one closing tag, as one opening tag"},
		{"TRL think_format_reward", "@r1", "no response", "<think>I add them.</think>", 1, "there is nothing to judge"},

		{"open-r1 format_reward", "@open-r1", "lines", "<think>\nI add them.\n</think>\n<answer>\n4\n</answer>", 1, ""},
		{"open-r1 format_reward", "@open-r1", "reasoning only", "<think>I add them.</think>", 0, ""},
		{"open-r1 format_reward", "@open-r1", "answer only", "<answer>4</answer>", 0, ""},
		{"open-r1 format_reward", "@open-r1", "no tags", "It is 4.", 0, ""},
		{"open-r1 format_reward", "@open-r1", "answer not closed", "<think>I add</think><answer>4", 0, ""},
		{"open-r1 format_reward", "@open-r1", "closing tags swapped", "<think>I add</answer><answer>4</think>", 0, ""},
		{"open-r1 format_reward", "@open-r1", "line after the end", "<think>\na\n</think>\n<answer>\n4\n</answer>\nok", 1, "with MULTILINE its $ is the end of a line"},
		{"open-r1 format_reward", "@open-r1", "second answer", "<think>\na\n</think>\n<answer>\n4\n</answer>\n<answer>\n5\n</answer>", 1, "the dot takes tags, too"},

		// Its tests are older than its pattern: they have no line feeds
		// between the tags. @think-answer agrees with them.
		{"open-r1 tests", "@think-answer", "one line", "<think>I add them.</think><answer>4</answer>", 1, ""},
		{"open-r1 tests", "@think-answer", "reasoning in lines", "<think>\n1. a\n2. b\n\nThat makes 2.\n</think>\n<answer>2</answer>", 1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.peer+"/"+tt.situation, func(t *testing.T) {
			tmpl, err := Parse(tt.template)
			require.NoError(t, err)
			m := tmpl.Match("", tt.completion)
			if tt.why == "" {
				assert.Equal(t, tt.there, m.Score, m.Reason())
			} else {
				assert.NotEqual(t, tt.there, m.Score, tt.why)
			}
		})
	}
}
