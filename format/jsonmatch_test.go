package format

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
)

func TestJSONMatch(t *testing.T) {
	const gold = `{"name": "Ann", "age": 31, "pets": [{"name": "Rex"}, {}], "job": null}`
	tests := []struct {
		name, text string
		value      float64 // with Share
		reason     string
	}{
		{"itself", gold, 1, "the gold value"},
		{"other order and spelling", "{\"pets\":[{\"name\":\"R\\u0065x\"},{}],\"job\":null,\"age\":3.1e1,\n\"name\":\"Ann\"}", 1, "the gold value"},
		{"behind a think block", "<think>{\"age\": 1}</think>" + gold, 1, "the gold value"},
		{"fenced", "```json\n" + gold + "\n```", 1, "the gold value"},
		{"one value wrong", strings.Replace(gold, "31", "30", 1), 0.75 * 4 / 5, "4 of 5 values are right; /age is 30, not 31"},
		{"number as text", strings.Replace(gold, "31", `"31"`, 1), 0.75 * 4 / 5, `4 of 5 values are right; /age is "31", not 31`},
		{"null left out", `{"name": "Ann", "age": 31, "pets": [{"name": "Rex"}, {}]}`, 0.75 * 4 / 5, "4 of 5 values are right; /job is missing"},
		{"a key more", strings.Replace(gold, "{", `{"x": [1, 2], `, 1), 0.75 * 5 / 7, "5 of 7 values are right; /x is not asked for"},
		{"an element more", strings.Replace(gold, "{}]", "{}, 7]", 1), 0.75 * 5 / 6, "5 of 6 values are right; /pets/2 is not asked for"},
		{"an element less", strings.Replace(gold, ", {}]", "]", 1), 0.75 * 4 / 5, "4 of 5 values are right; /pets/1 is missing"},
		{"a list for an object", "[1, 2, 3, 4, 5, 6]", 0, "0 of 6 values are right; / is [1,2,3,4,5,6], not "},
		{"key twice", strings.Replace(gold, "{", `{"age": 30, `, 1), 0, "key"},
		{"text beside", "Here: " + gold, 0, "not one JSON value"},
		{"empty", "", 0, "not one JSON value"},
		{"think block open", "<think>" + gold, 0, "not closed"},
		{"NaN", strings.Replace(gold, "31", "NaN", 1), 0, "not one JSON value"},
	}
	share := reward.Must(JSONMatch(JSONMatchOptions{Share: true, Fenced: true}))
	strict := reward.Must(JSONMatch(JSONMatchOptions{Fenced: true}))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &reward.Sample{Completion: reward.Str(tt.text), Answers: []string{"", gold}}
			res, err := share.Score(t.Context(), s)
			require.NoError(t, err)
			assert.InDelta(t, tt.value, res.Value, 1e-12)
			assert.Contains(t, res.Reason, tt.reason)
			res, err = strict.Score(t.Context(), s)
			require.NoError(t, err)
			assert.Equal(t, tt.value == 1, res.Value == 1)
			assert.True(t, res.Value == 0 || res.Value == 1)
		})
	}
}

func TestJSONMatchGold(t *testing.T) {
	r := reward.Must(JSONMatch(JSONMatchOptions{}))
	for _, golds := range [][]string{nil, {" "}, {"{"}, {"Ann"}, {"1", "{'a': 1}"}} {
		_, err := reward.Judge(t.Context(), r, &reward.Sample{Completion: reward.Str("1"), Answers: golds})
		assert.Equal(t, reward.KindGold, reward.KindOf(err), "%q", golds)
	}
	res, err := reward.Judge(t.Context(), r, &reward.Sample{Completion: reward.Str("[2]"), Answers: []string{"[1]", "[2]"}})
	require.NoError(t, err)
	assert.Equal(t, 1.0, res.Value, "any of several answers")

	r = reward.Must(JSONMatch(JSONMatchOptions{Expected: "gold.entities"}))
	meta := map[string]any{"gold": map[string]any{"entities": []any{"Ann", 31.0}}}
	res, err = reward.Judge(t.Context(), r, &reward.Sample{Completion: reward.Str(`["Ann", 31]`), Meta: meta})
	require.NoError(t, err)
	assert.Equal(t, 1.0, res.Value)
	_, err = reward.Judge(t.Context(), r, &reward.Sample{Completion: reward.Str(`1`)})
	assert.Equal(t, reward.KindInput, reward.KindOf(err))

	_, err = JSONMatch(JSONMatchOptions{MaxBytes: -1})
	require.Error(t, err)
}

// TestJSONDiffAgreesWithEquality: all places agree exactly where the values
// are the same, and what is the same does not hang on which side is the gold.
func TestJSONDiffAgreesWithEquality(t *testing.T) {
	value := rapid.Custom(func(t *rapid.T) any { return drawJSON(t, 3) })
	rapid.Check(t, func(t *rapid.T) {
		a, b := value.Draw(t, "a"), value.Draw(t, "b")
		var ab, ba, aa jsonDiff
		ab.walk(a, b)
		ba.walk(b, a)
		aa.walk(a, a)
		assert.Equal(t, sameJSON(a, b), ab.same == ab.all)
		assert.Equal(t, [2]int{ab.same, ab.all}, [2]int{ba.same, ba.all})
		assert.Equal(t, [2]int{leaves(a), leaves(a)}, [2]int{aa.same, aa.all})
		assert.Equal(t, sameJSON(a, b), ab.first == "")
	})
}

func drawJSON(t *rapid.T, depth int) any {
	kind := rapid.IntRange(0, 4).Draw(t, "kind")
	if depth == 0 {
		kind = min(kind, 2)
	}
	switch kind {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "text")
	case 3:
		list := make([]any, rapid.IntRange(0, 3).Draw(t, "length"))
		for i := range list {
			list[i] = drawJSON(t, depth-1)
		}
		return list
	}
	object := map[string]any{}
	for _, k := range rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 3).Draw(t, "keys") {
		object[k] = drawJSON(t, depth-1)
	}
	return object
}
