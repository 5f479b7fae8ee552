package ifeval

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/verireward/verireward/reward"
)

// Options configure New. The zero value reads the instructions from each
// sample and pays 1 only where all are followed.
type Options struct {
	// Instructions hold for every sample; nil means each sample brings its
	// own: Meta "instruction_id_list" and "kwargs" as in IFEval's data, or a
	// first answer that is a JSON object (or a list of one) with
	// "instruction_id" or "instruction_id_list" and "kwargs", as in the data
	// of open-instruct.
	Instructions []Instruction `yaml:"instructions" json:"instructions"`
	// Fraction pays the share of instructions that are followed.
	Fraction bool `yaml:"fraction" json:"fraction"`
	// Loose also accepts a completion that follows an instruction without its
	// first or last line, or without asterisks, as IFEval's loose accuracy
	// does. It forgives an opening such as "Sure, here it is:".
	Loose bool `yaml:"loose" json:"loose"`
	// Language tells the language of a text by its ISO 639-1 code, or false
	// where it cannot be told. Without it language:response_language cannot
	// be used.
	Language func(text string) (code string, ok bool) `yaml:"-" json:"-"`
}

// Instruction is one instruction with its arguments.
type Instruction struct {
	// ID is the published name, such as "keywords:existence".
	ID string `yaml:"id" json:"id"`
	// Args are the published arguments; others and nulls are passed over, as
	// the data sets carry the arguments of all families.
	Args map[string]any `yaml:"args" json:"args"`
}

// checker is one instruction, ready to check texts.
type checker struct {
	name  string
	check func(text string) (ok bool, why string)
}

// Names returns the published names of all families, in their order.
func Names() []string {
	out := make([]string, len(families))
	for i, f := range families {
		out[i] = f.id
	}
	return out
}

// maxInstructions bounds the instructions of one sample; the data sets have at
// most a dozen.
const maxInstructions = 100

// New returns the reward of following instructions, with a part for each. An
// instruction that is unknown or lacks an argument is an error of New, or of
// kind gold where the sample brings it.
func New(o Options) (reward.Reward, error) {
	fixed, err := build(o.Instructions, o)
	if err != nil {
		return nil, reward.Errorf(reward.KindSpec, "ifeval: %w", err)
	}
	return reward.Name("ifeval", reward.Func(func(_ context.Context, s *reward.Sample) (reward.Result, error) {
		checkers := fixed
		if o.Instructions == nil {
			list, err := read(s)
			if err == nil {
				checkers, err = build(list, o)
			}
			if err != nil {
				return reward.Result{}, reward.Errorf(reward.KindGold, "%w", err)
			}
		}
		return score(checkers, s.Completion.Last(), o), nil
	})), nil
}

func score(checkers []checker, text string, o Options) reward.Result {
	res := reward.Result{Parts: make([]reward.Part, len(checkers))}
	texts := []string{text}
	if o.Loose {
		texts = variants(text)
	}
	followed := 0
	var first string
	for i, c := range checkers {
		ok, why := follows(c, texts)
		p := reward.Part{Name: c.name, Weight: 1, Reason: why}
		if ok {
			followed++
			p.Value = 1
		} else if first == "" {
			first = c.name + ": " + why
		}
		res.Parts[i] = p
	}
	res.Reason = fmt.Sprintf("%d of %d instructions followed", followed, len(checkers))
	if first != "" {
		res.Reason += "; " + first
	}
	switch {
	case o.Fraction:
		res.Value = float64(followed) / float64(len(checkers))
	case followed == len(checkers):
		res.Value = 1
	}
	return res
}

// follows reports whether one of texts follows, with the reason of the first.
func follows(c checker, texts []string) (bool, string) {
	var first string
	for i, text := range texts {
		if strings.TrimSpace(text) == "" {
			if i == 0 {
				first = "the completion is empty"
			}
			continue
		}
		ok, why := c.check(text)
		if ok {
			return true, why
		}
		if i == 0 {
			first = why
		}
	}
	return false, first
}

// variants are the texts of the loose reading: without the first line, the last
// line or both, each also without asterisks.
func variants(text string) []string {
	_, noFirst, _ := strings.Cut(text, "\n")
	noLast := text[:max(strings.LastIndexByte(text, '\n'), 0)]
	_, neither, _ := strings.Cut(noLast, "\n")
	out := []string{text, noFirst, noLast, neither}
	for _, v := range out[:4] {
		out = append(out, strings.ReplaceAll(v, "*", ""))
	}
	return out
}

// build makes checkers of instructions; repeated names get their place added.
func build(list []Instruction, o Options) ([]checker, error) {
	if len(list) > maxInstructions {
		return nil, fmt.Errorf("%d instructions are too many", len(list))
	}
	out := make([]checker, 0, len(list))
	seen := map[string]bool{}
	for i, in := range list {
		f, ok := familyOf(in.ID)
		if !ok {
			return nil, fmt.Errorf("unknown instruction %q", in.ID)
		}
		a := &args{values: in.Args, language: o.Language}
		check := f.build(a)
		if a.err != nil {
			return nil, fmt.Errorf("%s: %w", in.ID, a.err)
		}
		name := in.ID
		if seen[name] {
			name = fmt.Sprintf("%s#%d", name, i+1)
		}
		seen[name] = true
		out = append(out, checker{name, check})
	}
	return out, nil
}

// read finds the instructions a sample brings.
func read(s *reward.Sample) ([]Instruction, error) {
	ids, kwargs := s.Meta["instruction_id_list"], s.Meta["kwargs"]
	if ids == nil && len(s.Answers) > 0 {
		var err error
		if ids, kwargs, err = readAnswer(s.Answers[0]); err != nil {
			return nil, err
		}
	}
	kwargs, err := decoded(kwargs)
	if err != nil {
		return nil, fmt.Errorf("kwargs: %w", err)
	}
	idList, _ := ids.([]any)
	argList, _ := kwargs.([]any)
	if len(idList) == 0 {
		return nil, fmt.Errorf("the sample brings no instructions (instruction_id_list)")
	}
	if len(argList) != 0 && len(argList) != len(idList) {
		return nil, fmt.Errorf("%d instructions and %d kwargs", len(idList), len(argList))
	}
	out := make([]Instruction, len(idList))
	for i, id := range idList {
		out[i].ID, _ = id.(string)
		if len(argList) > 0 && argList[i] != nil {
			v, err := decoded(argList[i])
			if err != nil {
				return nil, fmt.Errorf("kwargs of %s: %w", out[i].ID, err)
			}
			var ok bool
			if out[i].Args, ok = v.(map[string]any); !ok && v != nil {
				return nil, fmt.Errorf("the kwargs of %s are no object", out[i].ID)
			}
		}
	}
	return out, nil
}

// decoded reads JSON that a data set has put into a text.
func decoded(v any) (any, error) {
	text, ok := v.(string)
	if !ok {
		return v, nil
	}
	var out any
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, err
	}
	return out, nil
}

func readAnswer(text string) (ids, kwargs any, err error) {
	v, err := decoded(text)
	if err != nil {
		return nil, nil, fmt.Errorf("the answer holds no instructions: %w", err)
	}
	if list, ok := v.([]any); ok && len(list) == 1 {
		v = list[0]
	}
	m, _ := v.(map[string]any)
	ids = m["instruction_id"]
	if ids == nil {
		ids = m["instruction_id_list"]
	}
	return ids, m["kwargs"], nil
}
