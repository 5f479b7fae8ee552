package format_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/format"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/rewardtest"
)

// TestConform: every reward of the package keeps the contract of
// reward.Reward.
func TestConform(t *testing.T) {
	tmpl, ok := format.Named("think-answer")
	require.True(t, ok)
	rewards := map[string]reward.Reward{
		"template":    tmpl.Reward(),
		"capture":     format.Capture(tmpl, reward.From("answer", tmpl.Reward())),
		"tag_count":   reward.Must(format.TagCount(format.TagCountOptions{})),
		"pattern":     reward.Must(format.Pattern(format.PatternOptions{Pattern: `\d+`})),
		"json_schema": reward.Must(format.JSONSchema(format.JSONSchemaOptions{Schema: `{"type":"object"}`})),
		"json_match":  reward.Must(format.JSONMatch(format.JSONMatchOptions{Share: true})),
		"tool_calls":  reward.Must(format.ToolCalls(format.ToolCallsOptions{})),
		"language":    reward.Must(format.Language(format.LanguageOptions{Target: "en"})),
		"code_format": reward.Must(format.CodeFormat(format.CodeFormatOptions{})),
	}
	samples := []*reward.Sample{
		{Completion: reward.Str("<think>a</think><answer>42</answer>"), Answers: []string{`{"name":"f","arguments":{}}`}},
		{Completion: reward.Str(`<tool_call>{"name":"f","arguments":{}}</tool_call>`), Answers: []string{`{"name":"f","arguments":{}}`}},
		{Completion: reward.Str(`{"a":1}`), Tests: json.RawMessage(`[]`), Answers: []string{`[]`}},
	}
	for name, r := range rewards {
		t.Run(name, func(t *testing.T) { rewardtest.Conform(t, r, samples...) })
	}
}
