package codecheck

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestScoring(t *testing.T) {
	w := func(x float64) *float64 { return &x }
	tests := []Test{{Weight: w(1), Subtask: "a"}, {Weight: w(3), Subtask: "a"}, {Weight: w(4)}}
	run := func(s Scoring, points ...float64) Report {
		r := Report{Total: len(tests)}
		for i := range tests {
			if s.skips(i, tests[i], r.Tests) {
				continue
			}
			v := WrongAnswer
			if points[i] == 1 {
				v = Accepted
			}
			r.Tests = append(r.Tests, TestResult{Verdict: v, Points: points[i], index: i, subtask: tests[i].Subtask})
		}
		s.apply(&r, tests)
		return r
	}
	require.Equal(t, 1.0, run(Scoring{}, 1, 1, 1).Score)
	r := run(Scoring{}, 1, 0, 1)
	require.Zero(t, r.Score)
	require.Len(t, r.Tests, 2, "judging stops at the first failure")
	require.Equal(t, 3, r.Total)
	require.Len(t, run(Scoring{RunAll: true}, 1, 0, 1).Tests, 3)
	require.Equal(t, 5.0/8, run(Scoring{Mode: Fraction}, 1, 0, 1).Score)
	require.Equal(t, 6.5/8, run(Scoring{Mode: Fraction}, 1, 0.5, 1).Score)
	require.Equal(t, 0.5, run(Scoring{Mode: Subtasks}, 1, 0, 1).Score)
	require.Equal(t, 0.75, run(Scoring{Mode: Subtasks}, 1, 0.5, 1).Score)
	require.Equal(t, 1.0, run(Scoring{First: 1}, 1, 0, 0).Score)
	require.Error(t, Scoring{Mode: "x"}.valid())
	require.Error(t, Scoring{First: -1}.valid())
}
