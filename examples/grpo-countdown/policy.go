package main

import (
	"math"
	"math/rand/v2"
)

// Sizes of the network. maxTokens bounds a completion.
const (
	maxTokens = 18
	hidden1   = 128
	hidden2   = 64
	// features of a prompt: every number and the target one-hot, and again as
	// a thermometer (all units up to the value), which makes sums easy to learn.
	slotWidth = maxTarget
	prompts   = (numbersPerTask + 1) * slotWidth * 2
)

// policy is an autoregressive softmax model: the probability of the next
// token is a two-layer network's, whose input is the prompt and every token so
// far with its place.
type policy struct {
	// params holds all weights in one slice, so that optimiser, gradient and
	// checkpoint are plain vectors; the other fields are windows into it.
	params              []float32
	embedPrompt         []float32 // prompts x hidden1
	embedPrefix         []float32 // maxTokens x vocabulary x hidden1
	bias1               []float32 // hidden1
	weights2, bias2     []float32 // hidden1 x hidden2, hidden2
	weightsOut, biasOut []float32 // vocabulary x hidden2, vocabulary
}

const paramCount = prompts*hidden1 + maxTokens*vocabulary*hidden1 + hidden1 +
	hidden2*hidden1 + hidden2 + vocabulary*hidden2 + vocabulary

// view lays a policy over a vector of paramCount numbers.
func view(params []float32) *policy {
	p := &policy{params: params}
	take := func(n int) []float32 {
		w := params[:n:n]
		params = params[n:]
		return w
	}
	p.embedPrompt = take(prompts * hidden1)
	p.embedPrefix = take(maxTokens * vocabulary * hidden1)
	p.bias1 = take(hidden1)
	p.weights2 = take(hidden2 * hidden1)
	p.bias2 = take(hidden2)
	p.weightsOut = take(vocabulary * hidden2)
	p.biasOut = take(vocabulary)
	return p
}

// newPolicy draws initial weights (He's scale for the layers after a ReLU).
func newPolicy(seed uint64) *policy {
	p := view(make([]float32, paramCount))
	rng := rand.New(rand.NewPCG(seed, 0x1417))
	fill := func(w []float32, scale float64) {
		for i := range w {
			w[i] = float32(rng.NormFloat64() * scale)
		}
	}
	fill(p.embedPrompt, 0.15)
	fill(p.embedPrefix, 0.15)
	fill(p.weights2, math.Sqrt(2.0/hidden1))
	fill(p.weightsOut, math.Sqrt(0.2/hidden2))
	return p
}

// promptFeatures lists the rows of embedPrompt that a task turns on.
func promptFeatures(t task, rows []int) []int {
	rows = rows[:0]
	slot := func(i, value int) {
		base := i * slotWidth * 2
		rows = append(rows, base+value-1)
		for u := range value {
			rows = append(rows, base+slotWidth+u)
		}
	}
	for i, n := range t.numbers {
		slot(i, n)
	}
	slot(numbersPerTask, t.target)
	return rows
}

// workspace is what one goroutine needs to run the network.
type workspace struct {
	rows     []int
	base     [hidden1]float32 // bias and prompt
	sum      [hidden1]float32 // base and the prefix so far
	act1     [hidden1]float32
	act2     [hidden2]float32
	prob     [vocabulary]float32
	grad1    [hidden1]float32
	grad2    [hidden2]float32
	gradSum  [hidden1]float32
	perToken [maxTokens][hidden1]float32
}

// start sets the workspace to the empty completion of a task.
func (p *policy) start(w *workspace, t task) {
	w.rows = promptFeatures(t, w.rows)
	copy(w.base[:], p.bias1)
	for _, r := range w.rows {
		axpy(1, p.embedPrompt[r*hidden1:(r+1)*hidden1], w.base[:])
	}
	w.sum = w.base
}

// prefixRow is the embedding of token t at place i.
func prefixRow(embed []float32, i int, t token) []float32 {
	r := (i*vocabulary + int(t)) * hidden1
	return embed[r : r+hidden1]
}

// extend adds the token at place i to the prefix.
func (p *policy) extend(w *workspace, i int, t token) {
	axpy(1, prefixRow(p.embedPrefix, i, t), w.sum[:])
}

// next computes the probabilities of the next token into w.prob.
func (p *policy) next(w *workspace) {
	for i, v := range w.sum {
		w.act1[i] = max(v, 0)
	}
	copy(w.act2[:], p.bias2)
	for i, v := range w.act1 {
		if v != 0 {
			axpy(v, p.weights2[i*hidden2:(i+1)*hidden2], w.act2[:])
		}
	}
	for o, v := range w.act2 {
		w.act2[o] = max(v, 0)
	}
	top := float32(math.Inf(-1))
	for o := range w.prob {
		w.prob[o] = dot(p.weightsOut[o*hidden2:(o+1)*hidden2], w.act2[:]) + p.biasOut[o]
		top = max(top, w.prob[o])
	}
	var total float32
	for o, v := range w.prob {
		w.prob[o] = float32(math.Exp(float64(v - top)))
		total += w.prob[o]
	}
	for o := range w.prob {
		w.prob[o] /= total
	}
}

// backward adds to grad the gradient of a loss whose derivative by the logits
// of the step that next just computed is dlogits. It leaves the derivative by
// the first layer's sum in w.grad1.
func (p *policy) backward(w *workspace, grad *policy, dlogits *[vocabulary]float32) {
	clear(w.grad2[:])
	for o, d := range dlogits {
		if d == 0 {
			continue
		}
		axpy(d, w.act2[:], grad.weightsOut[o*hidden2:(o+1)*hidden2])
		axpy(d, p.weightsOut[o*hidden2:(o+1)*hidden2], w.grad2[:])
		grad.biasOut[o] += d
	}
	for o, a := range w.act2 {
		if a == 0 {
			w.grad2[o] = 0
		}
	}
	axpy(1, w.grad2[:], grad.bias2)
	for i, a := range w.act1 {
		w.grad1[i] = 0
		if a != 0 {
			row := i * hidden2
			axpy(a, w.grad2[:], grad.weights2[row:row+hidden2])
			w.grad1[i] = dot(p.weights2[row:row+hidden2], w.grad2[:])
		}
	}
}

// dot returns the inner product of two vectors of the same length.
func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return (s0 + s1) + (s2 + s3)
}

// axpy adds k*x to y.
func axpy(k float32, x, y []float32) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += k * v
	}
}
