package spec

import (
	"context"
	"errors"
	"iter"
	"strings"
)

// Cases reads the file at path and returns the cases of its documents, each
// with a function that scores it and returns an error saying what was not as
// wanted. It is what rewardtest.Run takes:
//
//	func TestRewards(t *testing.T) { rewardtest.Run(t, "rewards/", spec.Cases) }
//
// The cases are named "SPEC/CASE". Each is scored in an environment of its own.
func Cases(path string) (iter.Seq2[string, func(context.Context) error], error) {
	s, err := Load(path)
	if err != nil {
		return nil, err
	}
	return func(yield func(string, func(context.Context) error) bool) {
		for i, doc := range s.docs {
			for _, c := range doc.cases {
				name := s.label(i) + "/" + c.Name
				if !yield(name, func(ctx context.Context) error { return s.runCase(ctx, name) }) {
					return
				}
			}
		}
	}, nil
}

func (s *Spec) runCase(ctx context.Context, name string) error {
	results, err := s.Test(ctx, TestOptions{Run: func(n string) bool { return n == name }})
	if err != nil {
		return err
	}
	var problems []string
	for _, r := range results {
		problems = append(problems, r.Problems...)
	}
	if len(problems) > 0 {
		return errors.New(strings.Join(problems, "\n"))
	}
	return nil
}
