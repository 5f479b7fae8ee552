package reward_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

func TestLast(t *testing.T) {
	say := func(turns ...string) (m reward.Text) {
		m.Messages = []reward.Message{}
		for i := 0; i < len(turns); i += 2 {
			m.Messages = append(m.Messages, reward.Message{Role: turns[i], Content: turns[i+1]})
		}
		return m
	}
	for _, c := range []struct {
		text reward.Text
		want string
	}{
		{reward.Str("plain"), "plain"},
		{say(), ""},
		{say("assistant", "a", "user", "b", "assistant", "c"), "c"},
		{say("assistant", "a", "tool", "b"), "a"},
		{say("user", "a", "model", "b"), "b"},
		{say("user", "what the user says is no completion"), ""},
		{say("system", "nor this", "tool", "nor that"), ""},
	} {
		require.Equal(t, c.want, c.text.Last())
	}
}
