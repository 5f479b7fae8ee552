package reward

import (
	"encoding/json"
	"strings"
)

// Sample is one completion together with what is known about its task. A
// Reward reads it and never changes it: samples are shared between goroutines.
type Sample struct {
	// ID names the sample in reports; may be empty.
	ID string
	// Group is shared by the rollouts of one prompt; may be empty.
	Group string
	// Source is the data set the task came from; routing reads it.
	Source string
	// Prompt is what the policy was given, as far as known.
	Prompt Text
	// Completion is what the policy wrote. It is hostile input.
	Completion Text
	// Answers are the gold answers; any one of them is right.
	Answers []string
	// Tests are the tests of a code task, as JSON; package codecheck reads them.
	Tests json.RawMessage
	// Tokens is the completion's length in tokens; 0 means not known.
	Tokens int
	// Truncated says the completion was cut off at the length limit.
	Truncated bool
	// Step is the training step, for schedules; 0 when not known.
	Step int
	// Meta holds every other field of the input, decoded from JSON.
	Meta map[string]any
	// Fields are named parts of the completion found by an earlier format
	// check; see From.
	Fields map[string]string
	// FieldSpans say where those parts stand in Completion.Last(), as far as
	// known.
	FieldSpans map[string]Span
}

// Text is a plain string or a list of chat messages.
type Text struct {
	// Plain is the text when Messages is nil.
	Plain string
	// Messages are the turns of a chat.
	Messages []Message
}

// Message is one turn of a chat.
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Str makes a Text of a plain string.
func Str(s string) Text { return Text{Plain: s} }

// Last returns the text a reward judges in a completion: the plain text, or
// the content of the last assistant message. When none is an assistant's it is
// the content of the last message, unless that is a turn the policy does not
// write: the user's, a tool's, the system's; then there is nothing to judge.
func (t Text) Last() string {
	if t.Messages == nil {
		return t.Plain
	}
	for i := len(t.Messages) - 1; i >= 0; i-- {
		if t.Messages[i].Role == "assistant" {
			return t.Messages[i].Content
		}
	}
	if n := len(t.Messages); n > 0 {
		switch last := t.Messages[n-1]; last.Role {
		case "user", "human", "system", "developer", "tool", "function", "ipython", "observation", "environment":
		default:
			return last.Content
		}
	}
	return ""
}

// String returns the plain text, or the contents of all messages joined by
// line feeds.
func (t Text) String() string {
	if t.Messages == nil {
		return t.Plain
	}
	parts := make([]string, len(t.Messages))
	for i, m := range t.Messages {
		parts[i] = m.Content
	}
	return strings.Join(parts, "\n")
}

// UnmarshalJSON reads a string or an array of chat messages.
func (t *Text) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		t.Plain = ""
		return json.Unmarshal(b, &t.Messages)
	}
	t.Messages = nil
	return json.Unmarshal(b, &t.Plain)
}

// MarshalJSON writes the form that UnmarshalJSON reads.
func (t Text) MarshalJSON() ([]byte, error) {
	if t.Messages != nil {
		return json.Marshal(t.Messages)
	}
	return json.Marshal(t.Plain)
}
