package main

import (
	"bytes"
	"image/png"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/spec"
)

// short is a run of about half a minute on a core.
func short() config {
	c := defaultConfig
	c.steps, c.every, c.heldOut = 100, 100, 200
	return c
}

func programs(t *testing.T) (sound, hackable *spec.Program) {
	t.Helper()
	var err error
	sound, err = build("spec.yaml", soundSpec)
	require.NoError(t, err)
	t.Cleanup(func() { sound.Close() })
	hackable, err = build("hackable.yaml", hackableSpec)
	require.NoError(t, err)
	t.Cleanup(func() { hackable.Close() })
	return sound, hackable
}

func lastOf(t *testing.T, tr *trainer) (first, last progress) {
	t.Helper()
	for p, err := range tr.run(t.Context()) {
		require.NoError(t, err)
		if p.step == 0 {
			first = p
		}
		last = p
	}
	return first, last
}

func TestPolicyLearns(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: trains for some seconds")
	}
	sound, _ := programs(t)
	tr := newTrainer(short(), sound, sound)
	tr.warmStart()
	first, last := lastOf(t, tr)
	require.Less(t, first.solved, 0.15, "the warm start shows the form, not the answers")
	require.Greater(t, last.solved, first.solved+0.1, "held-out instances solved")
}

func TestHackablePolicyFindsTheHack(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: trains for some seconds")
	}
	sound, hackable := programs(t)
	tr := newTrainer(short(), hackable, sound)
	tr.warmStart()
	_, last := lastOf(t, tr)
	require.Greater(t, last.believed, last.solved+0.1, "paid for what is not solved")
}

func TestSameSeedSameWeights(t *testing.T) {
	sound, _ := programs(t)
	c := short()
	c.warmSteps, c.steps, c.every, c.prompts, c.heldOut = 3, 2, 1, 4, 10
	weights := func() []float32 {
		tr := newTrainer(c, sound, sound)
		tr.warmStart()
		lastOf(t, tr)
		return tr.params
	}
	require.Equal(t, weights(), weights())
}

func TestCheckpointGoesOn(t *testing.T) {
	sound, _ := programs(t)
	c := short()
	c.warmSteps, c.steps, c.every, c.prompts, c.heldOut = 3, 4, 2, 4, 10
	whole := newTrainer(c, sound, sound)
	whole.warmStart()
	path := filepath.Join(t.TempDir(), "checkpoint.gob")
	for p, err := range whole.run(t.Context()) {
		require.NoError(t, err)
		if p.step == 2 {
			require.NoError(t, whole.snapshot().save(path))
		}
	}
	saved, err := loadCheckpoint(path)
	require.NoError(t, err)
	resumed := newTrainer(c, sound, sound)
	require.NoError(t, resumed.restore(saved))
	lastOf(t, resumed)
	require.Equal(t, whole.params, resumed.params)

	other := c
	other.seed++
	require.ErrorContains(t, newTrainer(other, sound, sound).restore(saved), "seed")
}

// The gradient of the network is checked against finite differences.
func TestGradient(t *testing.T) {
	l := newLearner(newPolicy(7))
	one := distinctTasks(1, 3)[0]
	r := rollout{task: one, tokens: []token{tokThinkOpen, number(3), tokThinkClose, tokEnd}}
	loss := func() float64 {
		var w workspace
		l.start(&w, one)
		sum := 0.0
		for i, tok := range r.tokens {
			l.next(&w)
			sum -= math.Log(float64(w.prob[tok]))
			l.extend(&w, i, tok)
		}
		return sum
	}
	l.accumulate(&r, l.grads[0], l.spaces[0], imitate(1))
	for _, i := range []int{
		promptFeatures(one, nil)[2] * hidden1,                      // an active prompt row
		prompts*hidden1 + (0*vocabulary+int(tokThinkOpen))*hidden1, // the first token's row
		paramCount - 1 - vocabulary,                                // an output weight
		paramCount - vocabulary + int(tokEnd),                      // an output bias
	} {
		const h = 1e-2
		keep := l.params[i]
		l.params[i] = keep + h
		up := loss()
		l.params[i] = keep - h
		down := loss()
		l.params[i] = keep
		require.InDelta(t, (up-down)/(2*h), float64(l.grads[0].params[i]), 0.02, "parameter %d", i)
	}
}

func TestCharts(t *testing.T) {
	curves := []curve{{name: "a", steps: []int{0, 10, 20}, values: []float64{0, 0.5, 1}}}
	var svg, picture bytes.Buffer
	require.NoError(t, writeSVG(&svg, "title", curves))
	require.Equal(t, 1, strings.Count(svg.String(), "<polyline"))
	require.NoError(t, writePNG(&picture, curves))
	img, err := png.Decode(&picture)
	require.NoError(t, err)
	require.Equal(t, chartWidth, img.Bounds().Dx())
}
