package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/spec"
)

// TestAppendString: a string comes back as it was, but for bytes that are no
// UTF-8, on one line, with the marks of tags readable.
func TestAppendString(t *testing.T) {
	for in, want := range map[string]string{
		"": `""`, "<a>&</a>": `"<a>&</a>"`, "a\"\\\n\r\t": `"a\"\\\n\r\t"`, "\x00\x1f\x7f": `"\u0000\u001f\u007f"`,
		"\u2028\u2029": `"\u2028\u2029"`, "é\U0001F600": "\"é\U0001F600\"", "a\xffb": `"a\ufffdb"`, "\ufffd": "\"\ufffd\"", "\xe2\x80": `"\ufffd\ufffd"`,
	} {
		require.Equal(t, want, string(appendString(nil, in)), "%q", in)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "s")
		b := appendString([]byte("x"), s)
		var back string
		require.NoError(t, json.Unmarshal(b[1:], &back))
		require.Equal(t, string([]rune(s)), back)
		require.NotContains(t, string(b), "\n")
	})
}

func TestCompact(t *testing.T) {
	for in, want := range map[string]string{`{ "a" : [1, 2] }`: `{"a":[1,2]}`, "[1,\n2]": "[1,2]", `"a  b"`: `"a  b"`, "12": "12", "": "", "[1": "[1"} {
		require.Equal(t, want, string(compact(json.RawMessage(in))))
	}
}

// TestParseOutcome: what a grader from outside may print for a sample.
func TestParseOutcome(t *testing.T) {
	got, err := parseOutcome([]byte(`{"reward": 0.5, "components": {"b": {"value": 1}, "a": {"value": 0, "weight": 0.25}, "none": {"value": null}}}`))
	require.NoError(t, err)
	require.Equal(t, 0.5, got.Value)
	require.Equal(t, []reward.Part{{Name: "a", Value: 0, Weight: 0.25}, {Name: "b", Value: 1, Weight: 1}}, got.Parts)
	for text, value := range map[string]float64{"0.25": 0.25, `{"score": 1}`: 1, `{"reward": "0.5"}`: 0.5} {
		got, err = parseOutcome([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, value, got.Value, text)
	}
	got, err = parseOutcome([]byte(`{"error": {"kind": "gold"}}`))
	require.NoError(t, err)
	require.Error(t, got.Err)
	got, err = parseOutcome([]byte(`{}`))
	require.NoError(t, err)
	require.ErrorIs(t, got.Err, reward.ErrAbstain)
	_, err = parseOutcome([]byte(strings.Repeat("word ", 20)))
	require.ErrorContains(t, err, "neither a number nor an object")
}

// TestDiffCounts: a change is up, down, or of another kind when one side has
// no value; one within the tolerance is none.
func TestDiffCounts(t *testing.T) {
	value := func(v float64) spec.Judgement { return spec.Judgement{Result: reward.Val(v, "")} }
	none := spec.Judgement{Err: reward.Abstain("no")}
	failed := spec.Judgement{Err: reward.Errorf(reward.KindGold, "no")}
	s := diffSummary{tolerance: 0.01, components: map[string]int{}, sources: map[string]*sourceDiff{}}
	for _, c := range []change{{old: value(0), new: value(1)}, {old: value(1), new: value(0)}, {old: value(1), new: value(0.5)}, {old: value(1), new: value(0.995)}, {old: value(1), new: none}, {old: failed, new: value(1)}, {old: failed, new: failed}} {
		s.add(&c)
	}
	require.Equal(t, []int{7, 5, 1, 2}, []int{s.total, s.changed, s.up, s.down})
	require.Equal(t, []int{2, 1}, []int{s.errorsOld, s.errorsNew})
	var b strings.Builder
	require.NoError(t, s.write(&b, 3))
	require.Contains(t, b.String(), "... and 2 more (--limit 0 prints all)\n5 of 7 samples change: 1 up, 2 down, 2 otherwise\n")
	b.Reset()
	require.NoError(t, s.write(&b, 5))
	require.True(t, strings.HasPrefix(b.String(), "5 of 7"), "none is left out")
}
