package codecheck

import (
	"fmt"
	"math"
)

// Mode is a way of making one score of many tests.
type Mode string

// The modes.
const (
	// All is 1 when every test passed, else 0; also the empty Mode. Judging
	// stops at the first test that did not pass.
	All Mode = "all"
	// Fraction is the share of the weights of the tests that passed, partial
	// points counted.
	Fraction Mode = "fraction"
	// Subtasks groups tests by their subtask, as the IOI does: a group earns
	// its worst test's points, weighted by the sum of its tests' weights; a
	// test without a subtask is a group of its own.
	Subtasks Mode = "subtasks"
)

// Scoring says how tests make a score.
type Scoring struct {
	// Mode is the way; empty is All.
	Mode Mode
	// First, if positive, lets only the first tests count, and no others run.
	First int
	// RunAll runs every test even when the score is already decided.
	RunAll bool
}

func (s Scoring) valid() error {
	switch s.Mode {
	case "", All, Fraction, Subtasks:
	default:
		return fmt.Errorf("codecheck: unknown scoring mode %q", s.Mode)
	}
	if s.First < 0 {
		return fmt.Errorf("codecheck: Scoring.First is negative")
	}
	return nil
}

// skips says whether test i need not be run after what the earlier ones gave.
func (s Scoring) skips(i int, t Test, done []TestResult) bool {
	if s.First > 0 && i >= s.First {
		return true
	}
	if s.RunAll {
		return false
	}
	switch s.Mode {
	case "", All:
		return len(done) > 0 && done[len(done)-1].Verdict != Accepted
	case Subtasks:
		for _, d := range done {
			if t.Subtask != "" && d.subtask == t.Subtask && d.Points == 0 {
				return true
			}
		}
	}
	return false
}

// apply fills in the report's score, count and verdict.
func (s Scoring) apply(rep *Report, tests []Test) {
	if s.First > 0 && s.First < len(tests) {
		tests = tests[:s.First]
	}
	rep.Verdict = Accepted
	points := make([]float64, len(tests))
	for _, r := range rep.Tests {
		if r.Verdict == Accepted {
			rep.Passed++
		} else if rep.Verdict == Accepted {
			rep.Verdict = r.Verdict
			if rep.Reason == "" {
				rep.Reason = r.Reason
			}
		}
		points[r.index] = r.Points
	}
	switch s.Mode {
	case Fraction:
		rep.Score = weighted(points, tests)
	case Subtasks:
		rep.Score = subtasks(points, tests)
	default:
		if rep.Verdict == Accepted && rep.Passed == len(tests) {
			rep.Score = 1
		}
	}
}

// weighted is the weighted mean; tests that all weigh nothing count alike.
func weighted(points []float64, tests []Test) float64 {
	sum, total := 0.0, 0.0
	for i := range tests {
		sum += points[i] * tests[i].weight()
		total += tests[i].weight()
	}
	if total == 0 {
		for _, p := range points {
			sum += p
		}
		total = float64(len(points))
	}
	return math.Min(1, sum/total)
}

func subtasks(points []float64, tests []Test) float64 {
	type group struct{ worst, weight float64 }
	var groups []*group
	byName := map[string]*group{}
	for i := range tests {
		g := byName[tests[i].Subtask]
		if g == nil || tests[i].Subtask == "" {
			g = &group{worst: 1}
			byName[tests[i].Subtask] = g
			groups = append(groups, g)
		}
		g.worst = math.Min(g.worst, points[i])
		g.weight += tests[i].weight()
	}
	sum, total := 0.0, 0.0
	for _, g := range groups {
		sum += g.worst * g.weight
		total += g.weight
	}
	if total == 0 {
		return 0
	}
	return math.Min(1, sum/total)
}
