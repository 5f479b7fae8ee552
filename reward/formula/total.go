package formula

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/verireward/verireward/reward"
)

// Total is the reward whose value is source over the values of components,
// which are judged in their order. The components' own weights are not read:
// a component the formula reads has weight 1 in the result, any other is a
// metric of weight 0, whose error does not count.
//
// The error of a component the formula reads ends the judging and is returned
// with the parts computed so far. See the package documentation for what does
// not apply.
func Total(source string, components ...reward.Component) (reward.Reward, error) {
	t := &total{components: slices.Clone(components)}
	names := make([]string, len(components))
	for i, c := range components {
		if c.Reward == nil {
			return nil, fmt.Errorf("formula: component %q has no reward", c.Name)
		}
		if c.Name == "" || slices.Contains(names[:i], c.Name) {
			return nil, fmt.Errorf("formula: component %d needs a name of its own, has %q", i+1, c.Name)
		}
		names[i] = c.Name
	}
	f, err := Compile(source, names...)
	if err != nil {
		return nil, err
	}
	t.formula = f
	used := f.Variables()
	for i := range t.components {
		t.components[i].Weight = 0
		if slices.Contains(used, t.components[i].Name) {
			t.components[i].Weight = 1
		}
	}
	return t, nil
}

type total struct {
	formula    *Formula
	components []reward.Component
}

// Score judges the components and totals them.
func (t *total) Score(ctx context.Context, s *reward.Sample) (reward.Result, error) {
	out := reward.Result{Parts: make([]reward.Part, 0, len(t.components))}
	for i := range t.components {
		c := &t.components[i]
		if err := ctx.Err(); err != nil {
			return out, reward.Errorf(reward.KindTimeout, "not judged: %w", err)
		}
		res, err := reward.Judge(ctx, c.Reward, s)
		out.Parts = append(out.Parts, reward.NewPart(c.Name, c.Weight, res, err))
		if err != nil && c.Weight != 0 && !errors.Is(err, reward.ErrAbstain) {
			return out, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	v, err := t.formula.Eval(func(name string) (float64, bool) {
		p, ok := out.Find(name)
		return p.Value, ok && p.Err == nil
	})
	out.Value = v
	return out, err
}
