package main

import (
	"math"
	"sync"
)

// shards is how many partial gradients a batch is summed in. It is fixed, so
// that the order of additions, and with it every weight, is the same on any
// number of cores.
const shards = 4

// certain is the log probability above which a drawn token is left out of the
// gradient: what it would add is below a thousandth of an undecided step's,
// and most steps of a policy that knows the form are of that kind.
const certain = -0.001

// tokenLoss says how the loss changes with the logits of one step: it fills
// dlogits given the probabilities, the token that was taken and its place.
type tokenLoss func(r *rollout, place int, prob, dlogits *[vocabulary]float32)

// learner holds the policy and the state of its optimiser (Adam, Kingma and
// Ba 2015, with the usual decay rates).
type learner struct {
	*policy
	first, second []float32
	updates       int
	grads         [shards]*policy
	spaces        [shards]*workspace
}

func newLearner(p *policy) *learner {
	l := &learner{policy: p, first: make([]float32, paramCount), second: make([]float32, paramCount)}
	for i := range shards {
		l.grads[i] = view(make([]float32, paramCount))
		l.spaces[i] = new(workspace)
	}
	return l
}

// step moves the weights once against the gradient of loss over the batch.
func (l *learner) step(batch []rollout, rate float64, loss tokenLoss) {
	var wg sync.WaitGroup
	for s := range shards {
		wg.Go(func() {
			grad, w := l.grads[s], l.spaces[s]
			clear(grad.params)
			for i := s; i < len(batch); i += shards {
				l.accumulate(&batch[i], grad, w, loss)
			}
		})
	}
	wg.Wait()
	total := l.grads[0].params
	for _, g := range l.grads[1:] {
		axpy(1, g.params, total)
	}
	l.adam(total, rate)
}

// accumulate adds one rollout's gradient to grad.
func (l *learner) accumulate(r *rollout, grad *policy, w *workspace, loss tokenLoss) {
	l.start(w, r.task)
	var dlogits [vocabulary]float32
	for i, t := range r.tokens {
		if r.logProb != nil && r.logProb[i] > certain {
			clear(w.perToken[i][:])
		} else {
			l.next(w)
			loss(r, i, &w.prob, &dlogits)
			l.backward(w, grad, &dlogits)
			w.perToken[i] = w.grad1
		}
		l.extend(w, i, t)
	}
	// A token's embedding is part of the sum at every later step.
	clear(w.gradSum[:])
	for i := len(r.tokens) - 1; i >= 0; i-- {
		axpy(1, w.gradSum[:], prefixRow(grad.embedPrefix, i, r.tokens[i]))
		axpy(1, w.perToken[i][:], w.gradSum[:])
	}
	axpy(1, w.gradSum[:], grad.bias1)
	for _, row := range w.rows {
		axpy(1, w.gradSum[:], grad.embedPrompt[row*hidden1:(row+1)*hidden1])
	}
}

func (l *learner) adam(grad []float32, rate float64) {
	const (
		decay1, decay2 = 0.9, 0.999
		epsilon        = 1e-8
		maxNorm        = 1.0
	)
	var norm float64
	for _, g := range grad {
		norm += float64(g) * float64(g)
	}
	scale := float32(1)
	if norm = math.Sqrt(norm); norm > maxNorm {
		scale = float32(maxNorm / norm)
	}
	l.updates++
	size := float32(rate * math.Sqrt(1-math.Pow(decay2, float64(l.updates))) / (1 - math.Pow(decay1, float64(l.updates))))
	for i, g := range grad {
		g *= scale
		l.first[i] = decay1*l.first[i] + (1-decay1)*g
		l.second[i] = decay2*l.second[i] + (1-decay2)*g*g
		l.params[i] -= size * l.first[i] / (float32(math.Sqrt(float64(l.second[i]))) + epsilon)
	}
}

// imitate is the loss of the warm start: minus the log probability of the
// demonstrated token, averaged over n tokens.
func imitate(n int) tokenLoss {
	return func(r *rollout, place int, prob, dlogits *[vocabulary]float32) {
		for k, p := range prob {
			dlogits[k] = p / float32(n)
		}
		dlogits[r.tokens[place]] -= 1 / float32(n)
	}
}

// clipped is PPO's clipped objective as GRPO uses it (Shao et al. 2024,
// DeepSeekMath, equation 3, without the KL term) with an entropy bonus,
// averaged over n tokens.
func clipped(n int, clip, entropyBonus float32) tokenLoss {
	return func(r *rollout, place int, prob, dlogits *[vocabulary]float32) {
		taken := r.tokens[place]
		ratio := float32(math.Exp(math.Log(float64(prob[taken])) - float64(r.logProb[place])))
		push := r.advantage * ratio
		if (r.advantage > 0 && ratio > 1+clip) || (r.advantage < 0 && ratio < 1-clip) {
			push = 0
		}
		var entropy float32
		for _, p := range prob {
			if p > 0 {
				entropy -= p * float32(math.Log(float64(p)))
			}
		}
		for k, p := range prob {
			d := push * p
			if p > 0 {
				d += entropyBonus * p * (float32(math.Log(float64(p))) + entropy)
			}
			dlogits[k] = d / float32(n)
		}
		dlogits[taken] -= push / float32(n)
	}
}
