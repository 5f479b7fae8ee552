// Package spec turns a file into a reward, and tests it.
//
// A specification is YAML, or JSON of the same structure: what a completion
// must look like, the rewards it is scored by, how they make one total, and
// cases with the total each must get. It is data only: reading one runs no
// code, its size, depth and expansion are bounded, and unknown words are
// errors that name file, line, column and the nearest word that would do.
//
//	s, err := spec.Load("r1-math.yaml")
//	p, err := s.Build(spec.Env{})
//	defer p.Close()
//	res, err := p.Score(ctx, sample) // p is a reward.Reward
//
// A file may hold several documents. One with a route sends each sample to
// another by its source or any other field; without one, the file's first
// document is the one that scores unless another is chosen by name.
//
// [Catalogue] lists the rewards that "use" may name, [Presets] the shipped
// specifications, and [Schema] is the JSON Schema of the file.
package spec
