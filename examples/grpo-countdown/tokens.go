package main

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// token is one symbol of the policy's vocabulary.
type token int

// The vocabulary: an end, the four tags, the operators, the brackets, and the
// numbers 1 to maxTarget as one token each.
const (
	tokEnd token = iota
	tokThinkOpen
	tokThinkClose
	tokAnswerOpen
	tokAnswerClose
	tokPlus
	tokMinus
	tokTimes
	tokDivide
	tokOpen
	tokClose
	tokNumber // tokNumber+n-1 is the number n

	vocabulary = int(tokNumber) + maxTarget
)

var symbols = [...]string{
	tokEnd: "", tokThinkOpen: "<think>", tokThinkClose: "</think>",
	tokAnswerOpen: "<answer>", tokAnswerClose: "</answer>",
	tokPlus: "+", tokMinus: "-", tokTimes: "*", tokDivide: "/", tokOpen: "(", tokClose: ")",
}

func number(n int) token { return tokNumber + token(n-1) }

func (t token) String() string {
	if t >= tokNumber {
		return strconv.Itoa(int(t-tokNumber) + 1)
	}
	return symbols[t]
}

// text writes tokens the way a reward reads them, with a blank between two.
func text(tokens []token) string {
	var b strings.Builder
	for _, t := range tokens {
		if t == tokEnd {
			break
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.String())
	}
	return b.String()
}

// careless is the share of demonstrations that take no notice of the task's
// numbers, as a language model's first attempts do not always.
const careless = 0.5

// demonstration writes a well-formed completion with a random expression,
// mostly over the task's numbers: it shows the form and, but for luck, not the
// answer.
func demonstration(t task, rng *rand.Rand) []token {
	out := []token{tokThinkOpen}
	for _, n := range t.numbers {
		out = append(out, number(n))
	}
	out = append(out, tokThinkClose, tokAnswerOpen)
	operands := make([]token, numbersPerTask)
	for i, k := range rng.Perm(numbersPerTask) {
		operands[i] = number(t.numbers[k])
	}
	if rng.Float64() < careless {
		operands = operands[:1+rng.IntN(numbersPerTask)]
		for i := range operands {
			operands[i] = number(1 + rng.IntN(maxTarget))
		}
	}
	return append(append(out, expression(operands, rng)...), tokAnswerClose, tokEnd)
}

// expression joins operands by random operators, with brackets around the
// first or the last two of three every now and then.
func expression(operands []token, rng *rand.Rand) []token {
	bracket := -1 // the operand behind the opening bracket
	if len(operands) == 3 {
		bracket = rng.IntN(3) - 1
	}
	var out []token
	for i, o := range operands {
		if i > 0 {
			out = append(out, tokPlus+token(rng.IntN(4)))
		}
		if i == bracket {
			out = append(out, tokOpen)
		}
		out = append(out, o)
		if bracket >= 0 && i == bracket+1 {
			out = append(out, tokClose)
		}
	}
	return out
}
