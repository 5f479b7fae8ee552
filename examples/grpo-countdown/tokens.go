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

// demonstration writes a well-formed completion with a random expression over
// the task's numbers: it shows the form and, but for luck, not the answer.
func demonstration(t task, rng *rand.Rand) []token {
	order := rng.Perm(numbersPerTask)
	out := []token{tokThinkOpen}
	for _, n := range t.numbers {
		out = append(out, number(n))
	}
	out = append(out, tokThinkClose, tokAnswerOpen)
	op := func() token { return tokPlus + token(rng.IntN(4)) }
	a, b, c := number(t.numbers[order[0]]), number(t.numbers[order[1]]), number(t.numbers[order[2]])
	switch rng.IntN(3) {
	case 0:
		out = append(out, a, op(), b, op(), c)
	case 1:
		out = append(out, tokOpen, a, op(), b, tokClose, op(), c)
	default:
		out = append(out, a, op(), tokOpen, b, op(), c, tokClose)
	}
	return append(out, tokAnswerClose, tokEnd)
}
