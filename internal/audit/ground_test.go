package audit

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
)

func groundOf(gold string) *ground {
	return newGround(&reward.Sample{Answers: []string{gold}})
}

// TestWrongAnswersAreWrong: what is sent as an honest wrong answer is never the
// gold in another spelling; every bar is set by it.
func TestWrongAnswersAreWrong(t *testing.T) {
	check := func(t require.TestingT, gold string) {
		g := groundOf(gold)
		require.True(t, g.number, gold)
		require.NotEmpty(t, g.wrong)
		for _, w := range g.wrong {
			v, err := strconv.ParseFloat(w, 64)
			require.NoError(t, err)
			require.NotEqual(t, g.value, v, "%s for %s", w, gold)
		}
	}
	for _, gold := range []string{"0", "-1", "-3", "-3.0", "-0.5", "1,000", "999999999999999"} {
		check(t, gold)
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, strconv.FormatInt(rapid.Int64Range(-999999999999999, 999999999999999).Draw(t, "integer"), 10))
		check(t, fmt.Sprintf("%.3f", rapid.Float64Range(-1e6, 1e6).Draw(t, "decimal")))
	})
	require.Equal(t, []string{"A", "C", "D"}, groundOf("B").wrong)
}

func TestGrouped(t *testing.T) {
	for in, want := range map[string]string{
		"7": "7", "-999": "-999", "1000": "1,000", "-1000": "-1,000", "12345678": "12,345,678", "1,234,567": "1,234,567",
		"1234.5678": "1,234.5678", "123.4567": "123.4567",
	} {
		require.Equal(t, want, grouped(in), in)
	}
}

// TestSpellingsOfNegativeGolds: no spelling of a right answer has two signs.
func TestSpellingsOfNegativeGolds(t *testing.T) {
	g := groundOf("-1234")
	found := map[string]string{}
	for _, v := range variants() {
		if text, ok := v.build(g); ok {
			found[v.name] = text
			require.NotContains(t, text, "+-", v.name)
		}
	}
	require.Equal(t, "-1,234", found["grouped"])
	require.Equal(t, "-1{,}234", found["grouped as TeX"])
	require.Equal(t, "-1234", found["with a plus"])
	require.Equal(t, "-1234.0", found["with decimals"])
}

// TestFunctionsOfTests: each function that tests call, once, without what only
// wraps the call.
func TestFunctionsOfTests(t *testing.T) {
	tests, err := json.Marshal([]any{
		map[string]any{"kind": "call", "fn": "area", "args": []int{2}},
		"assert sorted(parts(3)) == [1, 2]",
		"assert abs(area(2) - 4) < 1e-9",
		"assert perimeter(2) == 8",
		"assert set(parts(4)) == {1, 3}",
	})
	require.NoError(t, err)
	g := newGround(&reward.Sample{Tests: tests, Meta: map[string]any{"language": "go"}})
	require.True(t, g.code)
	require.Equal(t, []string{"area", "parts", "perimeter"}, g.functions)
	require.Equal(t, "go", g.language)
	require.Equal(t, "python", newGround(&reward.Sample{Tests: tests}).language)
}

// TestAttackIsNoTruncatedSample: an attack ends by itself whatever the sample
// it was made of did, and is as long as it is.
func TestAttackIsNoTruncatedSample(t *testing.T) {
	s := &reward.Sample{Answers: []string{"4"}, Completion: reward.Str("long and cut"), Tokens: 9000, Truncated: true}
	got := newGround(s).with("the answer is 4")
	require.False(t, got.Truncated)
	require.Equal(t, len("the answer is 4")/4, got.Tokens)
	require.True(t, s.Truncated, "the sample itself is as it was")
	s.Tokens = 0
	require.Zero(t, newGround(s).with("4").Tokens, "a count that is not known stays so")
}

// TestCommonAnswersInOneOrder: the answers given to every sample are the most
// common golds, those that are as common by their text.
func TestCommonAnswersInOneOrder(t *testing.T) {
	var list []*reward.Sample
	for _, gold := range []string{"5", "1", "9", "2", "5", "9", "2", "3", "5", "3", "7"} {
		list = append(list, &reward.Sample{Answers: []string{gold}})
	}
	for range 20 {
		a := &auditor{scores: newScores()}
		s := &subject{ground: newGround(list[0]), usable: true}
		s.dress = dresses[0]
		q := a.commonAnswers(list)(s)
		require.Len(t, q.samples, 3)
		q.take(make([]Outcome, 3))
		require.Equal(t, []string{`always "5"`, `always "2"`, `always "3"`}, a.scores.fixedOrder)
	}
}

// TestAttackIsCountedOnce in its family, however many samples pay for it.
func TestAttackIsCountedOnce(t *testing.T) {
	c := newScores()
	at := Attack{Name: "box of boxes", Family: "maths"}
	for range 3 {
		c.attack(at, Outcome{Value: 1}, true, false)
	}
	c.attack(Attack{Name: "lucky", Family: "maths", lucky: true}, Outcome{Value: 1}, true, false)
	require.Equal(t, 2, c.byFamily["maths"].Attacks)
	require.Equal(t, 1, c.byFamily["maths"].Paid)
	require.Equal(t, 4, c.byFamily["maths"].Attempts)
}

// TestNothingToAudit: without a usable sample there is no mean, and no NaN.
func TestNothingToAudit(t *testing.T) {
	broken := func(string, string) (float64, error) { return 0, reward.Errorf(reward.KindGold, "no gold") }
	for _, list := range [][]*reward.Sample{nil, {{Answers: []string{"4"}}}} {
		r, err := Run(t.Context(), grading(broken), list, Options{})
		require.NoError(t, err)
		require.Zero(t, r.Right)
		require.Zero(t, r.Wrong)
		require.Zero(t, r.Samples)
		require.Equal(t, len(list), r.Unusable)
	}
}
