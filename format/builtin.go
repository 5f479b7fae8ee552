package format

// builtin is a template with a name.
type builtin struct {
	template string
	options  []Option
}

// builtins are the templates of models and trainers in use. All of them hold
// every mark exactly once unless written otherwise, and none of their holes
// may be blank unless written with a question mark.
var builtins = map[string]builtin{
	"think-answer": {template: `<think>{think}</think> <answer>{answer}</answer>`},
	"think-int":    {template: `<think>{think}</think> <answer>{answer:int}</answer>`},
	"think-code":   {template: `<think>{think}</think> <answer>{answer:has_fence(python)}</answer>`},
	"think-steps":  {template: `<think> (<step>{step}</step> )+</think> <answer>{answer}</answer>`},
	"think-boxed":  {template: `<think>{think}</think> {response:has_boxed}`},
	"answer-last":  {template: `{text?}<answer>{answer}</answer>`},

	// DeepSeek-R1's layout, and that of its chat template, which writes the
	// opening tag itself.
	"r1":           {template: `<think>{think}</think> {response}`},
	"r1-prefilled": {template: `<think>{think}</think> {response}`, options: []Option{WithPrefill(PrefillAlways)}},
	"qwen3":        {template: `<think>{think?}</think> {response}`},
	"nemotron":     {template: `(<think>{think}</think> )?{response}`},
	"kimi":         {template: `◁think▷{think}◁/think▷ {response}`},

	// The format reward of Hugging Face's open-r1.
	"open-r1": {
		template: "<think>\n{think}\n</think>\n<answer>\n{answer}\n</answer>",
		options:  []Option{WithWhitespace(Exact)},
	},

	// OpenAI's harmony, after a prompt that ends with <|start|>assistant.
	"harmony": {
		template: `<|channel|>analysis<|message|>{analysis}<|end|><|start|>assistant<|channel|>final<|message|>{final}(<|return|>)?`,
		options: []Option{
			WithWhitespace(Exact),
			WithForbidden(`<|call|>`, `<|constrain|>`, `<|refusal|>`, `<|untrusted|>`, `<|end_untrusted|>`,
				`<|startoftext|>`, `<|endoftext|>`),
		},
	},

	"tool-calls": {template: `<think>{think}</think> (<tool_call>{call:json(name:string, arguments:object)}</tool_call> )+`},
	"react": {
		template: `\lThought:{thought}\lAction:\h{action:ident}\lAction\ Input:{input:json}`,
		options:  []Option{WithForbidden(`\lObservation:`)},
	},
	"gsm8k":   {template: `{text?}\l####\ \g{answer:number}`},
	"unsloth": {template: `<start_working_out>{working}<end_working_out> <SOLUTION>{solution}</SOLUTION>`},
}
