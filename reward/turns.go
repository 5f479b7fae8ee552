package reward

import (
	"context"
	"strconv"
)

// TurnsOptions configure Turns.
type TurnsOptions struct {
	// Role is whose messages are judged; empty means "assistant".
	Role string `yaml:"role" json:"role"`
	// Combine makes one value of the turns' values: "mean" (also when
	// empty), "sum", "min", "max", "product" or "last".
	Combine string `yaml:"combine" json:"combine"`
}

// maxTurns bounds the turns of one completion that are judged, since each may
// cost a run of a program.
const maxTurns = 1000

// Turns is a process reward: it judges every message of a role by itself, as a
// plain completion, and keeps each value as a part named by the turn's place
// among them, from 1. A plain completion is one turn. A turn on which r
// abstains is left out; an error of any turn is the error of the whole.
// Source: per-message and per-turn values of verifiers, eval-protocol and
// open-instruct.
func Turns(o TurnsOptions, r Reward) (Reward, error) {
	if r == nil {
		return nil, Errorf(KindSpec, "turns: needs the reward of one turn")
	}
	if o.Role == "" {
		o.Role = "assistant"
	}
	combine, ok := combiners[o.Combine]
	if !ok {
		return nil, Errorf(KindSpec, "turns: combine is %q (mean, sum, min, max, product or last)", o.Combine)
	}
	return &wrapped{name: "turns", score: func(ctx context.Context, s *Sample) (Result, error) {
		turns := turnsOf(s.Completion, o.Role)
		if len(turns) == 0 {
			return Val(0, "no message of role "+o.Role), nil
		}
		if len(turns) > maxTurns {
			return Val(0, strconv.Itoa(len(turns))+" turns are too many to judge"), nil
		}
		out := Result{Parts: make([]Part, 0, len(turns))}
		values := make([]float64, 0, len(turns))
		for i, text := range turns {
			if err := ctx.Err(); err != nil {
				return out, interrupted(err)
			}
			turn := *s
			turn.Completion, turn.Tokens, turn.Fields, turn.FieldSpans = Str(text), 0, nil, nil
			res, err := Judge(ctx, r, &turn)
			res.Spans = nil
			p := NewPart(strconv.Itoa(i+1), 1, res, err)
			out.Parts = append(out.Parts, p)
			if p.Failed() {
				return out, under("turn "+p.Name, err)
			}
			if err == nil {
				values = append(values, res.Value)
			}
		}
		if len(values) == 0 {
			return out, errAllAbstained
		}
		out.Value = combine(values)
		out.Reason = strconv.Itoa(len(values)) + " turns"
		return finite(out, nil)
	}}, nil
}

func turnsOf(t Text, role string) []string {
	if t.Messages == nil {
		return []string{t.Plain}
	}
	var out []string
	for _, m := range t.Messages {
		if m.Role == role {
			out = append(out, m.Content)
		}
	}
	return out
}

var combiners = map[string]func([]float64) float64{
	"":        mean,
	"mean":    mean,
	"sum":     sum,
	"min":     func(vs []float64) float64 { return reduce(vs, func(a, b float64) float64 { return min(a, b) }) },
	"max":     func(vs []float64) float64 { return reduce(vs, func(a, b float64) float64 { return max(a, b) }) },
	"product": func(vs []float64) float64 { return reduce(vs, func(a, b float64) float64 { return a * b }) },
	"last":    func(vs []float64) float64 { return vs[len(vs)-1] },
}

func sum(vs []float64) float64 {
	return reduce(vs, func(a, b float64) float64 { return a + b })
}

func mean(vs []float64) float64 { return sum(vs) / float64(len(vs)) }

func reduce(vs []float64, f func(a, b float64) float64) float64 {
	out := vs[0]
	for _, v := range vs[1:] {
		out = f(out, v)
	}
	return out
}
