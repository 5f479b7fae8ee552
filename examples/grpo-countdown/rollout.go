package main

import (
	"math"
	"math/rand/v2"
)

// rollout is one completion the policy drew for a task.
type rollout struct {
	task   task
	tokens []token
	// logProb holds the log probability of each token when it was drawn.
	logProb []float32
	// advantage is how much better than its group the rollout was rewarded.
	advantage float32
}

// draw samples a completion; a completion that does not end within maxTokens
// is cut there. With a nil rng it takes the likeliest token each time.
func (p *policy) draw(w *workspace, t task, rng *rand.Rand) rollout {
	r := rollout{task: t}
	p.start(w, t)
	for i := range maxTokens {
		p.next(w)
		next := likeliest(&w.prob)
		if rng != nil {
			next = pick(&w.prob, rng.Float32())
		}
		r.tokens = append(r.tokens, next)
		r.logProb = append(r.logProb, float32(math.Log(float64(w.prob[next]))))
		if next == tokEnd {
			break
		}
		p.extend(w, i, next)
	}
	return r
}

func likeliest(prob *[vocabulary]float32) token {
	best := 0
	for i, v := range prob {
		if v > prob[best] {
			best = i
		}
	}
	return token(best)
}

// pick returns the token at point u, 0 <= u < 1, of the cumulated probabilities.
func pick(prob *[vocabulary]float32, u float32) token {
	last := 0
	for i, v := range prob {
		if v == 0 {
			continue
		}
		last = i
		if u -= v; u < 0 {
			break
		}
	}
	return token(last)
}
