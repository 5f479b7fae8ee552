package dataset

import (
	"encoding/json"
	"strings"

	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/reward"
)

// Sample decodes o as a line of "verireward score". Keys without a meaning of
// their own become Meta when there is no "meta".
func (o Object) Sample() (*reward.Sample, error) {
	s := &reward.Sample{}
	var meta map[string]any
	haveCompletion := false
	for _, f := range o.fields {
		var err error
		null := f.Raw[0] == 'n'
		switch f.Key {
		case "id":
			if !null {
				s.ID = scalarText(f.Raw)
			}
		case "group":
			if !null {
				s.Group = scalarText(f.Raw)
			}
		case "source":
			if !null {
				s.Source, err = textOf(f)
			}
		case "prompt":
			if !null {
				s.Prompt, err = chatText(f)
			}
		case "completion":
			if haveCompletion = !null; !null {
				s.Completion, err = chatText(f)
			}
		case "answer":
			s.Answers, err = Answers(f.Raw)
		case "tests":
			if !null {
				s.Tests = f.Raw
			}
		case "truncated":
			err = decodeInto(f, &s.Truncated, "a boolean")
		case "tokens":
			err = decodeInto(f, &s.Tokens, "an integer")
		case "step":
			err = decodeInto(f, &s.Step, "an integer")
		case "meta":
			if !null {
				meta = nil
				err = decodeInto(f, &meta, "an object")
			}
		}
		if err != nil {
			return nil, err
		}
	}
	if !haveCompletion {
		return nil, o.Missing("completion")
	}
	if meta == nil {
		meta = o.rest()
	}
	s.Meta = meta
	return s, nil
}

// known are the keys of a sample that do not go to Meta.
var known = map[string]bool{
	"id": true, "group": true, "source": true, "prompt": true, "completion": true, "answer": true,
	"tests": true, "truncated": true, "tokens": true, "step": true, "meta": true,
}

func (o Object) rest() map[string]any {
	var meta map[string]any
	for _, f := range o.fields {
		if known[f.Key] {
			continue
		}
		var v any
		if json.Unmarshal(f.Raw, &v) != nil {
			continue
		}
		if meta == nil {
			meta = make(map[string]any)
		}
		meta[f.Key] = v
	}
	return meta
}

// Missing is the error for a column that must be there.
func (o Object) Missing(key string) error {
	if len(o.fields) == 0 {
		return inputError("no %q: the object is empty", key)
	}
	for _, f := range o.fields {
		if f.Key == key { // what is null counts as missing
			return inputError("%q is null", key)
		}
	}
	return inputError("no %q; the columns are %s (--map %s=COLUMN names another)", key, strings.Join(o.Keys(), ", "), key)
}

// scalarText is the text of a string, or the JSON of anything else.
func scalarText(raw json.RawMessage) string {
	if raw[0] == '"' {
		if s, err := decodeString(raw); err == nil {
			return s
		}
	}
	return string(raw)
}

func textOf(f Field) (string, error) {
	if f.Raw[0] != '"' {
		return "", inputError("%q is %s, want a string", f.Key, kindOf(f.Raw))
	}
	return decodeString(f.Raw)
}

// maxShown bounds how much of a field an error quotes, in bytes.
const maxShown = 40

func decodeInto(f Field, v any, want string) error {
	if f.Raw[0] == 'n' {
		return nil
	}
	if err := json.Unmarshal(f.Raw, v); err != nil {
		return inputError("%q is %s, want %s", f.Key, clip.Text(string(f.Raw), maxShown), want)
	}
	return nil
}

// chatText reads a string or chat messages; the content of a message may be a
// string, null (a turn of tool calls only) or a list of parts, of which those
// of type text count.
func chatText(f Field) (reward.Text, error) {
	switch f.Raw[0] {
	case '"':
		s, err := decodeString(f.Raw)
		return reward.Str(s), err
	case '[':
	default:
		return reward.Text{}, inputError("%q is %s, want a string or a list of chat messages", f.Key, kindOf(f.Raw))
	}
	var turns []struct {
		Role    string          `json:"role"`
		Content json.RawMessage `json:"content"`
	}
	if err := json.Unmarshal(f.Raw, &turns); err != nil {
		return reward.Text{}, inputError("%q: want chat messages [{\"role\",\"content\"}]: %w", f.Key, err)
	}
	messages := make([]reward.Message, len(turns))
	for i, t := range turns {
		content, err := messageText(t.Content)
		if err != nil {
			return reward.Text{}, inputError("%q: message %d: %w", f.Key, i+1, err)
		}
		messages[i] = reward.Message{Role: t.Role, Content: content}
	}
	return reward.Text{Messages: messages}, nil
}

func messageText(raw json.RawMessage) (string, error) {
	if len(raw) == 0 || raw[0] == 'n' {
		return "", nil
	}
	if raw[0] == '"' {
		return decodeString(raw)
	}
	var parts []struct{ Type, Text string }
	if raw[0] != '[' || json.Unmarshal(raw, &parts) != nil {
		return "", inputError("content is %s, want a string", kindOf(raw))
	}
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String(), nil
}

// Answers reads gold answers: a string, a number or a list of them. A number
// keeps its written form. Empty strings of a list are passed over unless
// nothing else is left; null is no answer at all.
func Answers(raw json.RawMessage) ([]string, error) {
	switch raw[0] {
	case 'n':
		return nil, nil
	case '{':
		return nil, inputError(`the answer is an object, want a string, a number or a list (--map answer=COLUMN.KEY reaches into it)`)
	case '[':
	default:
		return []string{scalarText(raw)}, nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, inputError("the answers: %w", err)
	}
	var answers []string
	for i, item := range items {
		switch item[0] {
		case 'n':
			continue
		case '{', '[':
			return nil, inputError("answer %d of the list is %s, want a string or a number", i+1, kindOf(item))
		}
		if s := scalarText(item); s != "" {
			answers = append(answers, s)
		}
	}
	if len(answers) == 0 && len(items) > 0 {
		return []string{""}, nil
	}
	return answers, nil
}
