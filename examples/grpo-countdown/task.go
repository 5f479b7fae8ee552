package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// The small countdown: three numbers from 1 to maxNumber, and a target from 1 to
// maxTarget that some expression over all three reaches.
const (
	numbersPerTask = 3
	maxNumber      = 15
	maxTarget      = 24
)

// task is one instance: make target from all numbers with + - * / and brackets.
type task struct {
	numbers [numbersPerTask]int
	target  int
}

// prompt is what a language model would be asked.
func (t task) prompt() string {
	return fmt.Sprintf("Using the numbers %d, %d and %d, each exactly once, and + - * / and brackets, make %d. "+
		"Think in <think></think>, then give the expression in <answer></answer>.",
		t.numbers[0], t.numbers[1], t.numbers[2], t.target)
}

// distinctTasks draws random expressions over random numbers until n different
// instances have come up. Sums and differences come up more often than products
// and quotients, as they do among small numbers.
func distinctTasks(n int, seed uint64) []task {
	rng := rand.New(rand.NewPCG(seed, 0x7a5c))
	seen := map[task]bool{}
	tasks := make([]task, 0, n)
	for len(tasks) < n {
		t, ok := randomTask(rng)
		if ok && !seen[t] {
			seen[t] = true
			tasks = append(tasks, t)
		}
	}
	return tasks
}

// randomTask draws numbers and an expression over them; it reports false when
// the expression's value is no possible target.
func randomTask(rng *rand.Rand) (task, bool) {
	var t task
	for i := range t.numbers {
		t.numbers[i] = 1 + rng.IntN(maxNumber)
	}
	value, whole := t.numbers[0], true
	for _, n := range t.numbers[1:] {
		left, right := value, n
		if rng.IntN(2) == 0 {
			left, right = right, left
		}
		switch k := rng.IntN(10); {
		case k < 4:
			value = left + right
		case k < 8:
			value = left - right
		case k < 9:
			value = left * right
		case right != 0 && left%right == 0:
			value = left / right
		default:
			whole = false
		}
	}
	t.target = value
	slices.Sort(t.numbers[:])
	return t, whole && value >= 1 && value <= maxTarget
}

// split deals the tasks into a training and a held-out part that share no
// instance; the same seed deals the same way.
func split(all []task, heldOut int, seed uint64) (train, held []task) {
	deck := slices.Clone(all)
	rng := rand.New(rand.NewPCG(seed, 0x5eed))
	rng.Shuffle(len(deck), func(i, j int) { deck[i], deck[j] = deck[j], deck[i] })
	return deck[heldOut:], deck[:heldOut]
}
