package dataset

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

func TestParseObject(t *testing.T) {
	o, err := ParseObject([]byte(" { \"a\" : 1 ,\"b\\u0041\":\"x\\\\\\\"}\", \"c\":{\"d\":[1,{}]}, \"a\":true,\"e\":null } "))
	require.NoError(t, err)
	require.Equal(t, []string{"a", "bA", "c", "a", "e"}, o.Keys())
	raw, ok := o.Get("a")
	require.True(t, ok)
	require.Equal(t, "true", string(raw), "the last of a repeated key")
	raw, _ = o.Get("bA")
	require.Equal(t, `"x\\\"}"`, string(raw))
	raw, _ = o.Path("c.d")
	require.Equal(t, `[1,{}]`, string(raw))
	_, ok = o.Get("A")
	require.False(t, ok, "keys are matched exactly")

	o, err = ParseObject([]byte(`{"s":"{\"k\": 5}","a.b":1}`))
	require.NoError(t, err)
	raw, _ = o.Path("s.k")
	require.Equal(t, "5", string(raw), "a string that holds an object")
	raw, _ = o.Path("a.b")
	require.Equal(t, "1", string(raw), "a key with a dot")
}

func TestParseObjectErrors(t *testing.T) {
	for in, want := range map[string]string{
		`[1]`:            "a list where a JSON object is wanted",
		`7`:              "a number where a JSON object is wanted",
		`{"a":NaN}`:      "NaN at byte 6 is Python's",
		`{'a':1}`:        "not JSON: invalid character '\\''",
		`{"a":1`:         "not JSON: unexpected end of JSON input",
		`{"a":None}`:     "None at byte 6 is Python's",
		`{"a":1} {}`:     "not JSON: invalid character '{' after top-level value",
		"{\"a\":\"\t\"}": "not JSON: invalid character '\\t' in string literal",
	} {
		_, err := ParseObject([]byte(in))
		require.ErrorContains(t, err, want, in)
		require.Equal(t, reward.KindInput, reward.KindOf(err), in)
	}
}

func TestSample(t *testing.T) {
	o, err := ParseObject([]byte(`{"id":7,"group":"g","source":"gsm8k","prompt":[{"role":"user","content":[{"type":"text","text":"hi"}]}],
		"completion":[{"role":"assistant","content":null},{"role":"assistant","content":"42"}],"answer":["", 42, "x"],
		"tests":[{"kind":"stdio"}],"truncated":true,"tokens":12,"level":{"n":5}}`))
	require.NoError(t, err)
	s, err := o.Sample()
	require.NoError(t, err)
	require.Equal(t, "7", s.ID)
	require.Equal(t, []string{"42", "x"}, s.Answers)
	require.Equal(t, "42", s.Completion.Last())
	require.Equal(t, "hi", s.Prompt.String())
	require.True(t, s.Truncated)
	require.Equal(t, 12, s.Tokens)
	require.Equal(t, map[string]any{"level": map[string]any{"n": 5.0}}, s.Meta)

	o, _ = ParseObject([]byte(`{"completion":"x","meta":{"a":1},"other":2}`))
	s, err = o.Sample()
	require.NoError(t, err)
	require.Equal(t, map[string]any{"a": 1.0}, s.Meta, "other keys only where there is no meta")
	require.Nil(t, s.Answers)
}

func TestSampleErrors(t *testing.T) {
	for in, want := range map[string]string{
		`{"id":"a","response":"x"}`: `no "completion"; the columns are id, response (--map completion=COLUMN names another)`,
		`{}`:                        `no "completion": the object is empty`,
		`{"completion":null}`:       `"completion" is null`,
		`{"completion":5}`:          `"completion" is a number, want a string or a list of chat messages`,
		`{"completion":[1]}`:        `"completion": want chat messages`,
		`{"completion":[{"role":"assistant","content":5}]}`: `"completion": message 1: content is a number`,
		`{"completion":"","answer":{"a":1}}`:                "the answer is an object",
		`{"completion":"","answer":[[1]]}`:                  "answer 1 of the list is a list",
		`{"completion":"","tokens":"many"}`:                 `"tokens" is "many", want an integer`,
		`{"completion":"","source":5}`:                      `"source" is a number, want a string`,
	} {
		o, err := ParseObject([]byte(in))
		require.NoError(t, err)
		_, err = o.Sample()
		require.ErrorContains(t, err, want, in)
		require.Equal(t, reward.KindInput, reward.KindOf(err), in)
	}
}

func TestAnswers(t *testing.T) {
	for in, want := range map[string][]string{
		`"4"`: {"4"}, `0.50`: {"0.50"}, `["a",2]`: {"a", "2"}, `["",""]`: {""}, `""`: {""}, `null`: nil, `[]`: nil, `true`: {"true"},
	} {
		got, err := Answers(json.RawMessage(in))
		require.NoError(t, err)
		require.Equal(t, want, got, in)
	}
}

// Strings are decoded as encoding/json decodes them.
func TestDecodeString(t *testing.T) {
	for _, raw := range []string{
		`""`, `"plain"`, `"a\nb\t\"\\\/\b\f\r"`, `"\u0041\u00e9\u4e2d"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ud83dx"`, `"\ud83d\u0041"`, `"\ude00\ud83d"`,
		`"\u0000"`, `"é中😀"`, `"end\\"`, `"\uD83D\uDE00!"`,
	} {
		var want string
		require.NoError(t, json.Unmarshal([]byte(raw), &want))
		got, err := decodeString([]byte(raw))
		require.NoError(t, err)
		require.Equal(t, want, got, raw)
	}
}

func FuzzDecodeString(f *testing.F) {
	f.Add(`a\u0041\ud83d\ude00\n`)
	f.Fuzz(func(t *testing.T, text string) {
		raw := []byte(`"` + text + `"`)
		var want string
		if json.Unmarshal(raw, &want) != nil || checkText(raw) != nil {
			return
		}
		got, err := decodeString(raw)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

func TestMapping(t *testing.T) {
	m, err := ParseMapping("answer=reward_model.ground_truth")
	require.NoError(t, err)
	require.Equal(t, Mapping{To: "answer", From: "reward_model.ground_truth"}, m)
	m, err = ParseMapping("answer=gt?")
	require.NoError(t, err)
	require.True(t, m.Optional)
	for _, bad := range []string{"answer", "=x", "x="} {
		_, err = ParseMapping(bad)
		require.ErrorContains(t, err, "want TO=FROM", bad)
	}
	o, _ := ParseObject([]byte(`{"a":1}`))
	_, err = o.Map([]Mapping{{To: "answer", From: "truth"}})
	require.ErrorContains(t, err, `no column "truth" (mapped to "answer"); the columns are a`)
	_, err = o.Map([]Mapping{{To: "answer", From: "truth", Optional: true}})
	require.NoError(t, err)
}
