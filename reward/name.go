package reward

import (
	"context"
	"fmt"
	"strconv"
)

// Named is implemented by rewards that know what they are called. The
// combinators name their parts by it.
type Named interface {
	Reward
	// Name is short, constant and fit to be a key: "cosine_length".
	Name() string
}

// Name returns r under a name: combinators use it for the part r becomes, and
// begin r's errors with it.
func Name(name string, r Reward) Reward {
	mustReward("Name", r)
	if name == "" {
		panic("reward: Name: the name is empty")
	}
	return &wrapped{name: name, score: r.Score}
}

// Must returns r, and panics if err is not nil. It is for rewards written out
// in Go, whose options are known when the program is written.
func Must(r Reward, err error) Reward {
	if err != nil {
		panic(err)
	}
	return r
}

// wrapped is the one Reward type of this package: a function and its name.
type wrapped struct {
	name  string
	score Func
}

func (w *wrapped) Score(ctx context.Context, s *Sample) (Result, error) { return w.score(ctx, s) }
func (w *wrapped) Name() string                                         { return w.name }

// nameOf returns the name of r, or "".
func nameOf(r Reward) string {
	if n, ok := r.(Named); ok {
		return n.Name()
	}
	return ""
}

// namesOf gives every reward a name that is unique among rs: its own, or its
// place counted from 1; a repeated name gets its place added.
func namesOf(rs []Reward) []string {
	names := make([]string, len(rs))
	seen := make(map[string]bool, len(rs))
	for i, r := range rs {
		name := nameOf(r)
		if name == "" {
			name = strconv.Itoa(i + 1)
		}
		if seen[name] {
			name += "#" + strconv.Itoa(i+1)
		}
		seen[name] = true
		names[i] = name
	}
	return names
}

// under says in which component err arose.
func under(name string, err error) error { return fmt.Errorf("%s: %w", name, err) }

func mustReward(who string, rs ...Reward) {
	for _, r := range rs {
		if r == nil {
			panic("reward: " + who + ": nil Reward")
		}
	}
}
