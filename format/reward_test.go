package format

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

// show is a reward that tells what it sees.
var show = reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
	return reward.Val(float64(len(s.Completion.Last())), s.Completion.Last()), nil
})

func score(t *testing.T, r reward.Reward, s *reward.Sample) reward.Result {
	t.Helper()
	res, err := reward.Judge(t.Context(), r, s)
	require.NoError(t, err)
	return res
}

func said(completion string) *reward.Sample {
	return &reward.Sample{Completion: reward.Str(completion)}
}

func TestTemplateReward(t *testing.T) {
	tmpl, _ := Named("think-answer")
	r := tmpl.Reward()
	res := score(t, r, said("<think>a</think><answer>42</answer>"))
	assert.Equal(t, 1.0, res.Value)
	assert.Equal(t, "matches", res.Reason)
	assert.Equal(t, []reward.Span{{Label: "think", Start: 7, End: 8}, {Label: "answer", Start: 24, End: 26}}, res.Spans)

	res = score(t, r, said("<think>a</think><answer>42</answer> ok"))
	assert.Equal(t, 0.0, res.Value)
	assert.Equal(t, "text_after at byte 36", res.Reason)
	assert.Contains(t, res.Spans, reward.Span{Label: "text_after", Start: 36, End: 36})
}

func TestTemplateRewardAndChats(t *testing.T) {
	tmpl, _ := Named("think-answer")
	chat := func(role, content string) reward.Text {
		return reward.Text{Messages: []reward.Message{{Role: "user", Content: "6*7?"}, {Role: role, Content: content}}}
	}
	const begun = "a</think><answer>42</answer>"
	s := said(begun)
	s.Prompt = chat("assistant", "<think>\n")
	assert.Equal(t, 1.0, score(t, tmpl.Reward(), s).Value, "the assistant's last message is continued")
	s.Prompt = chat("user", "begin with <think>")
	assert.Equal(t, 0.0, score(t, tmpl.Reward(), s).Value, "a user's message is no prefill")
	s.Prompt = reward.Str("begin: <think>")
	assert.Equal(t, 1.0, score(t, tmpl.Reward(), s).Value)
	s.Completion = chat("assistant", begun)
	assert.Equal(t, 1.0, score(t, tmpl.Reward(), s).Value, "the last assistant message is judged")
}

func TestCapture(t *testing.T) {
	tmpl, _ := Named("think-answer")
	r := Capture(tmpl, reward.From("answer", show))
	s := said("<think>a</think><answer>42</answer>")
	res := score(t, r, s)
	assert.Equal(t, "42", res.Reason)
	assert.Nil(t, s.Fields, "the sample itself stays as it is")

	filled := tmpl.Fill(s)
	assert.Equal(t, map[string]string{"think": "a", "answer": "42"}, filled.Fields)
	assert.Equal(t, reward.Span{Label: "answer", Start: 24, End: 26}, filled.FieldSpans["answer"])

	for _, hack := range []string{
		"<think>a</think><answer>42</answer> ok",
		"<answer>42</answer>",
		"<think>a</think><answer>41</answer><answer>42</answer>",
	} {
		s := said(hack)
		s.Fields = map[string]string{"answer": "left over", "other": "kept"}
		res := score(t, r, s)
		assert.Equal(t, 0.0, res.Value, hack)
		assert.Equal(t, `no field "answer": no format check captured it`, res.Reason)
		assert.Equal(t, map[string]string{"other": "kept"}, tmpl.Fill(s).Fields)
	}
}
