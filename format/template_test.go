package format

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLanguage goes through the template language: what matches and what not.
func TestLanguage(t *testing.T) {
	tests := []struct {
		name, template string
		opts           []Option
		right, wrong   []string
	}{
		{name: "words as marks", template: `Reasoning: {r} Final Answer: {a:int}`,
			right: []string{"Reasoning: x Final Answer: 4", "Reasoning:x\nFinal\n  Answer:4\n", " Reasoning: Final x Answer Final Answer: 4", "Reasoning: xFinalAnswer: 4"},
			wrong: []string{"Reasoning: x Final Answer: 4 Final Answer: 4", "Reasoning: Reasoning: x Final Answer: 4", "Reasoning: x Answer: 4", "x Reasoning: y Final Answer: 4", "Reasoning: Final Answer: 4"}},
		{name: "group once or not", template: `(<plan>{p}</plan> )?<answer>{a}</answer>`,
			right: []string{"<answer>1</answer>", "<plan>x</plan> <answer>1</answer>"},
			wrong: []string{"<plan>x</plan><plan>y</plan><answer>1</answer>", "<plan></plan><answer>1</answer>", "<plan><answer>1</answer>", "</plan><answer>1</answer>", "<answer>1</answer><plan>x</plan>"}},
		{name: "group any number", template: `(<q>{q}</q> <r>{r}</r> )*<answer>{a}</answer>`,
			right: []string{"<answer>1</answer>", "<q>a</q><r>b</r><answer>1</answer>", "<q>a</q><r>b</r> <q>a</q><r>b</r> <answer>1</answer>"},
			wrong: []string{"<q>a</q><answer>1</answer>", "<q>a</q><q>b</q><r>c</r><answer>1</answer>", "<r>b</r><answer>1</answer>", "<q>a</q><r>b</r>x<answer>1</answer>"}},
		{name: "nested groups", template: `(<s>{s}(<n>{n}</n>)*</s> )+<a>{a}</a>`,
			right: []string{"<s>x</s><a>1</a>", "<s>x<n>1</n><n>2</n></s> <s>y</s><a>1</a>"},
			wrong: []string{"<a>1</a>", "<s>x<n></n></s><a>1</a>", "<s><n>1</n></s><a>1</a>", "<s>x</s><n>1</n><a>1</a>", "<s>x<n>1</n>y</s><a>1</a>"}},
		{name: "group of hole and mark", template: `({part}<sep>)*{last}`,
			right: []string{"x", "a<sep>b", "a<sep>b<sep>c"},
			wrong: []string{"", "<sep>b", "a<sep>", "a<sep><sep>b"}},
		{name: "holes on both sides of a group", template: `{pre?}(<a>{x}</a>)*{post}`,
			right: []string{"p<a>1</a>q", "<a>1</a>q", "q", "p<a>1</a><a>2</a>q"},
			wrong: []string{"", "p<a>1</a>", "p<a></a>q", "</a>q"}},
		{name: "two holes of which both must be filled", template: `{pre}(<a>{x}</a>)?{post}`,
			right: []string{"p<a>1</a>q"}, wrong: []string{"p", "p q", "p<a>1</a>"}},
		{name: "marks without blank between", template: `<a>{x}</a><b>{y}</b>`,
			right: []string{"<a>1</a><b>2</b>", "\n<a>1</a><b>2</b>\n"},
			wrong: []string{"<a>1</a> <b>2</b>", "<a>1</b></a><b>2</b>", "<a><b>1</a><b>2</b>"}},
		{name: "text beside a tag is no mark", template: `<b>Answer:</b> {x}`,
			right: []string{"<b>Answer:</b> 4", "<b>Answer:</b> Answer: 4"},
			wrong: []string{"<b>Answer</b> 4", "<b>Answer: </b> 4", "<b>Answer:</b> 4 <b>"}},
		{name: "closing punctuation of a tag's literal", template: `<a>{x}.</a>`,
			right: []string{"<a>1.</a>", "<a>1.5.</a>"},
			wrong: []string{"<a>1</a>", "<a>.</a>", "<a>1. </a>"}},
		{name: "brackets and triangles", template: `[THINK]{t}[/THINK] ◁a▷{a}`,
			right: []string{"[THINK]x[/THINK]◁a▷4", "[THINK]x[1][/THINK] ◁a▷ 4"},
			wrong: []string{"[THINK]x[/THINK]◁a▷4[THINK]", "[think]x[/think]◁a▷4", "[THINK]x◁a▷[/THINK]◁a▷4"}},
		{name: "other brackets", template: `【思考】{t}【/思考】【答案】{a}`,
			right: []string{"【思考】六乘七【/思考】【答案】42", "【思考】【1】【/思考】【答案】《42》"},
			wrong: []string{"【思考】六【/思考】七【/思考】【答案】42", "【思考】【答案】【/思考】【答案】42", "【思考】六乘七【/思考】 【答案】42"}},
		{name: "escapes", template: `\(\{\?\\\@\n{x}`,
			right: []string{"({?\\@\n4", "({?\\@\n\n4"},
			wrong: []string{"({?\\@4", "({?@\n4", "({?\\@\r\n4"}},
		{name: "question mark and plus are literal outside groups", template: `1+1=2? {x}`,
			right: []string{"1+1=2? yes"}, wrong: []string{"11=2 yes"}},
		{name: "exact blanks", template: "<a> {x}  </a>\n", opts: []Option{WithWhitespace(Exact)},
			right: []string{"<a> 1  </a>\n", "<a>  1   </a>\n"},
			wrong: []string{"<a>1  </a>\n", "<a> 1 </a>\n", "<a> 1  </a>", " <a> 1  </a>\n", "<a> 1  </a>\n\n", "<a>   </a>\n"}},
		{name: "line feed as the mark between holes", template: `{q:line}\n{a:int}`, opts: []Option{WithWhitespace(Exact)},
			right: []string{"x\n4", "x y\n 4 "},
			wrong: []string{"x 4", "x\n4\n", "x\ny\n4"}},
		{name: "line start", template: `\lQ: {q} \lA: {a}`,
			right: []string{"Q: x\nA: y", "\n Q: x A: z\nA: y", "Q: x\rA: y"},
			wrong: []string{"Q: x A: y", "Q: x\n A: y", "Q: x\nA: y\nA: z", "Q: x\nQ: z\nA: y"}},
		{name: "within the line", template: `N:\h{n:int} M:\g{m:int}`,
			right: []string{"N: 1 M:2", "N:1\nM:2\n"},
			wrong: []string{"N:\n1 M:2", "N: 1 M: 2", "N: 1 M:\n2"}},
		{name: "trailing hole takes all", template: `A: {a}`,
			right: []string{"A: x\ny\n", "A:\n\nx"}, wrong: []string{"A:", "A: \n", "x A: y"}},
		{name: "hole alone", template: `{n:int}`,
			right: []string{"4", " 4\n"}, wrong: []string{"", "x", "4 5"}},
		{name: "uncaptured hole", template: `<a>{_}</a><b>{_?}</b>`,
			right: []string{"<a>1</a><b></b>"}, wrong: []string{"<a></a><b>1</b>"}},
		{name: "optional with a type", template: `<a>{x?:int}</a>`,
			right: []string{"<a></a>", "<a> 4 </a>", "<a>\u200b</a>"}, wrong: []string{"<a>x</a>"}},
		{name: "number", template: `<a>{x:number}</a>`,
			right: []string{"<a>4</a>", "<a>+1,000.5</a>", "<a>-0.25</a>", "<a>0</a>"},
			wrong: []string{"<a>1,00</a>", "<a>.5</a>", "<a>5.</a>", "<a>1e5</a>", "<a>1,000,00</a>", "<a>1000,000</a>", "<a>1, 000</a>"}},
		{name: "choice", template: `<a>{x:choice(A-C, yes, Ω)}</a>`,
			right: []string{"<a>A</a>", "<a> B\n</a>", "<a>yes</a>", "<a>Ω</a>"},
			wrong: []string{"<a>a</a>", "<a>D</a>", "<a>A, B</a>", "<a>AB</a>", "<a>(A)</a>", "<a>Yes</a>", "<a>A-C</a>"}},
		{name: "line", template: `<a>{x:line}</a>`,
			right: []string{"<a>\nx y\n</a>"}, wrong: []string{"<a>x\ny</a>", "<a>x\ry</a>", "<a>x\u2028y</a>"}},
		{name: "ident", template: `<a>{x:ident}</a>`,
			right: []string{"<a>a_1</a>", "<a>1</a>", "<a>имя</a>"}, wrong: []string{"<a>a b</a>", "<a>a.b</a>", "<a>a-b</a>", "<a>a\u200bb</a>"}},
		{name: "boxed", template: `<a>{x:boxed}</a>`,
			right: []string{`<a>\boxed{4}</a>`, `<a> \boxed{\frac{1}{2}} </a>`},
			wrong: []string{`<a>$\boxed{4}$</a>`, `<a>\boxed{4}.</a>`, `<a>\boxed{4}\boxed{5}</a>`, `<a>\boxed{}</a>`, `<a>4</a>`}},
		{name: "fence", template: `<a>{x:fence(sql, SQL)}</a>`,
			right: []string{"<a>\n```sql\nx\n```\n</a>", "<a>```SQL\nx\n```</a>"},
			wrong: []string{"<a>y\n```sql\nx\n```\n</a>", "<a>\n```sql\nx\n```\nz</a>", "<a>\n```\nx\n```\n</a>", "<a>\n```sql\nx\n```\n```sql\nx\n```\n</a>"}},
		{name: "any fence", template: `<a>{x:fence}</a>`,
			right: []string{"<a>\n```\nx\n```\n</a>", "<a>```c++\nx\n```</a>"}, wrong: []string{"<a>x</a>", "<a>```\n\n```</a>"}},
		{name: "json of any object", template: `<a>{x:json}</a>`,
			right: []string{`<a>{}</a>`, `<a>{"a":[1,{"b":2}]}</a>`},
			wrong: []string{`<a>[]</a>`, `<a>1</a>`, `<a>{"a":1,"a":1}</a>`, `<a>{}{}</a>`, `<a>{,}</a>`, "<a>{\"\xff\":1}</a>", `<a>{"a" 1}</a>`, `<a>{"a":1]</a>`, `<a>{1:2}</a>`}},
		{name: "json of every type", template: `<a>{x:json(s:string,n:number,i:integer,b:boolean,o:object,l:array,z:null,e:any,p)}</a>`,
			right: []string{`<a>{"s":"x","n":1.5,"i":-2,"b":false,"o":{},"l":[],"z":null,"e":1,"p":""}</a>`},
			wrong: []string{`<a>{"s":"x","n":1.5,"i":2.0,"b":false,"o":{},"l":[],"z":null,"e":1,"p":""}</a>`, `<a>{"s":"x","n":"1","i":2,"b":false,"o":{},"l":[],"z":null,"e":1,"p":""}</a>`, `<a>{"s":"x","n":1,"i":2,"b":0,"o":{},"l":[],"z":null,"e":1,"p":""}</a>`, `<a>{"s":"x","n":1,"i":2,"b":true,"o":{},"l":[],"z":null,"e":1}</a>`}},
		{name: "strip", template: `<a>{x}</a>`, opts: []Option{WithStrip("<|im_end|>", "</s>", "<s>")},
			right: []string{"<a>1</a><|im_end|>", "<s><a>1</a></s>\n", "<a>1</a>\n<|im_end|>\n<|im_end|>\n", "<a>1<|im_end|>2</a>", "<s> <s><a>1</a>"},
			wrong: []string{"<a>1</a><|im_end|>x", "<a>1</a><|im_start|>", "x<s><a>1</a>", "<a><|im_end|>"}},
		{name: "strip with exact white space", template: `<a>{x}</a>`, opts: []Option{WithStrip("</s>"), WithWhitespace(Exact)},
			right: []string{"<a>1</a></s>", "<a>1</a></s></s>"},
			wrong: []string{"<a>1</a>\n</s>", "<a>1</a></s>\n", "<a>1</a>\n"}},
		{name: "forbidden", template: `<a>{x}</a>`, opts: []Option{WithForbidden(`<b>`, `\lNote:`)},
			right: []string{"<a>1 Note: </a>"}, wrong: []string{"<a>1<b></a>", "<a>\nNote: x</a>"}},
		{name: "one mark within another", template: `Final Answer: {a} Answer: {b}`,
			right: []string{"Final Answer: 1 Answer: 2"}, wrong: []string{"Final Answer: 1 Final Answer: 2", "Answer: 1 Answer: 2"}},
		{name: "mark used twice", template: `<sep> {a} <sep> {b}`,
			right: []string{"<sep>1<sep>2"}, wrong: []string{"<sep>1", "<sep>1<sep>2<sep>", "<sep><sep>2"}},
		{name: "marks only", template: `<a> <b>`, right: []string{"<a><b>", " <a>\n<b> "}, wrong: []string{"", "<a>", "<b><a>", "<a>x<b>"}},
		{name: "empty template", template: ``, right: []string{"", " \n"}, wrong: []string{"x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tmpl, err := Parse(tt.template, tt.opts...)
			require.NoError(t, err)
			for _, s := range tt.right {
				m := tmpl.Match("", s)
				assert.True(t, m.OK, "%q: %s", s, m.Reason())
			}
			for _, s := range tt.wrong {
				m := tmpl.Match("", s)
				assert.False(t, m.OK, "%q", s)
				assert.NotEmpty(t, m.Violations, "%q", s)
			}
		})
	}
}

func TestTemplateErrors(t *testing.T) {
	tests := []struct {
		template string
		opts     []Option
		pos      int
		code     ErrorCode
	}{
		{template: "<a>{x", pos: 3, code: ErrBrace},
		{template: "<a>{x{y}", pos: 3, code: ErrBrace},
		{template: "<a>x}", pos: 4, code: ErrBrace},
		{template: "<a>{}</a>", pos: 3, code: ErrName},
		{template: "<a>{a b}</a>", pos: 3, code: ErrName},
		{template: "<a>{x}</a><b>{x}</b>", pos: 13, code: ErrDuplicate},
		{template: "{x:float}", pos: 0, code: ErrType},
		{template: "{x:int(3)}", pos: 0, code: ErrType},
		{template: "{x:choice}", pos: 0, code: ErrType},
		{template: "{x:choice(C-A)}", pos: 0, code: ErrType},
		{template: "{x:choice(A-", pos: 0, code: ErrBrace},
		{template: "{x:choice(A-C}", pos: 0, code: ErrType},
		{template: "{x:json(a:str)}", pos: 0, code: ErrType},
		{template: "{x:json(,)}", pos: 0, code: ErrType},
		{template: "{x}{y}", pos: 3, code: ErrAdjacent},
		{template: "{x} {y}", pos: 4, code: ErrAdjacent},
		{template: "{x}(<a>{y}</a>{v})?{z}", pos: 19, code: ErrAdjacent},
		{template: "{x}({y}<a>)?<b>", pos: 3, code: ErrAdjacent},
		{template: "(<a>{x})+", pos: -2, code: ""},
		{template: "({x}<a>{y})+", pos: 0, code: ErrAdjacent},
		{template: "<a>(x", pos: 3, code: ErrParen},
		{template: "<a>x)", pos: 4, code: ErrParen},
		{template: "<a>(<b>)<c>", pos: 3, code: ErrQuantifier},
		{template: "<a>({x})?<c>", pos: 3, code: ErrEmptyGroup},
		{template: "<a>()*", pos: 3, code: ErrEmptyGroup},
		{template: "((<a>)?)*<b>", pos: 0, code: ErrEmptyGroup},
		{template: "(<a>{x}</a>)?<a>{y}</a>", pos: 0, code: ErrAmbiguous},
		{template: "(<a>(<b>)?)*<b>", pos: 4, code: ErrAmbiguous},
		{template: `<a>\q`, pos: 3, code: ErrEscape},
		{template: `<a>\`, pos: 3, code: ErrEscape},
		{template: `\boxed\{{x}\}`, pos: 0, code: ErrEscape},
		{template: `\l{x}`, pos: 0, code: ErrAnchor},
		{template: `<a> \n{x}`, pos: 4, code: ErrBlank},
		{template: "@nothing", pos: 0, code: ErrUnknownName},
		{template: strings.Repeat("(<a>", 20) + strings.Repeat(")?", 20), pos: 64, code: ErrTooDeep},
		{template: strings.Repeat("x", maxTemplateBytes+1), pos: maxTemplateBytes, code: ErrTooLong},
		{template: "{x}<a>", opts: []Option{WithPrefill(PrefillAlways)}, pos: -1, code: ErrPrefill},
		{template: "<a>{x}", opts: []Option{WithPrefill(PrefillMark("<b>"))}, pos: -1, code: ErrPrefill},
		{template: "<a>{x}", opts: []Option{WithStrip(" ")}, pos: -1, code: ErrStrip},
		{template: "<a>{x}", opts: []Option{WithStrip("<a>")}, pos: -1, code: ErrStrip},
		{template: "<a>{x}", opts: []Option{WithForbidden("<a>")}, pos: -1, code: ErrForbidden},
		{template: "<a>{x}", opts: []Option{WithForbidden("<b><c>")}, pos: -1, code: ErrForbidden},
	}
	for _, tt := range tests {
		name := tt.template
		if len(name) > 30 {
			name = name[:30]
		}
		t.Run(name, func(t *testing.T) {
			_, err := Parse(tt.template, tt.opts...)
			if tt.code == "" {
				require.NoError(t, err)
				return
			}
			te, ok := errors.AsType[*TemplateError](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, tt.code, te.Code, te.Error())
			assert.Equal(t, tt.pos, te.Pos, te.Error())
			assert.NotEmpty(t, te.Text)
		})
	}
}

func TestTooManyMarks(t *testing.T) {
	var b strings.Builder
	for i := range maxMarks + 1 {
		b.WriteString("<m" + string(rune('A'+i%26)) + string(rune('A'+i/26)) + ">")
	}
	_, err := Parse(b.String())
	te, ok := errors.AsType[*TemplateError](err)
	require.True(t, ok)
	assert.Equal(t, ErrTooMany, te.Code)
}

func TestFields(t *testing.T) {
	tmpl, err := Parse(`<think> (<step>{step}</step> )+</think> <answer>{answer:int}</answer>`)
	require.NoError(t, err)
	m := tmpl.Match("", "<think><step> a </step><step>b</step></think><answer> 4 </answer>")
	require.True(t, m.OK)
	require.Len(t, m.Fields, 2)
	assert.Equal(t, "step", m.Fields[0].Name)
	assert.True(t, m.Fields[0].Repeated)
	assert.Equal(t, []string{" a ", "b"}, m.Fields[0].Texts)
	assert.Equal(t, []string{"4"}, m.Fields[1].Texts)
	assert.Equal(t, map[string]string{"step": " a \nb", "answer": "4"}, m.FieldTexts())
	assert.Equal(t, []string{"step", "answer"}, tmpl.Holes())

	m = tmpl.Match("", "<think><step>a</step></think><answer>4</answer> ok")
	require.False(t, m.OK)
	assert.Nil(t, m.FieldTexts(), "a broken layout brings no fields")
}

// TestHolesThatMeet: the hole that must be filled takes the text.
func TestHolesThatMeet(t *testing.T) {
	for template, want := range map[string]map[string]string{
		`{pre?}(<a>{x}</a>)?{post}`:  {"pre": "", "post": "text"},
		`{pre}(<a>{x}</a>)?{post?}`:  {"pre": "text", "post": ""},
		`{pre?}(<a>{x}</a>)?{post?}`: {"pre": "text", "post": ""},
	} {
		tmpl, err := Parse(template)
		require.NoError(t, err)
		m := tmpl.Match("", "text")
		require.True(t, m.OK, m.Reason())
		assert.Equal(t, want, m.FieldTexts(), template)
	}
}

func TestOffsets(t *testing.T) {
	tmpl, ok := Named("think-answer")
	require.True(t, ok)
	tests := []struct {
		completion string
		want       Violation
	}{
		{"<think>a</think><answer>42</answer> ok", Violation{Kind: TextAfter, Offset: 36}},
		{" x <think>a</think><answer>42</answer>", Violation{Kind: TextBefore, Offset: 1}},
		{"<think>a</think> y<answer>42</answer>", Violation{Kind: TextBetween, Offset: 17}},
		{"<think>a</think><answer></answer>", Violation{Kind: BlankField, Offset: 24, Field: "answer"}},
		{"<think>a<think></think><answer>1</answer>", Violation{Kind: RepeatedMark, Offset: 8, Mark: "<think>"}},
		{"<think>a", Violation{Kind: Unclosed, Offset: 0, Mark: "<think>", Field: "think"}},
		{"", Violation{Kind: MissingMark, Offset: 0, Mark: "<think>"}},
	}
	for _, tt := range tests {
		m := tmpl.Match("", tt.completion)
		require.NotEmpty(t, m.Violations, tt.completion)
		assert.Equal(t, tt.want, m.Violations[0], tt.completion)
	}
	assert.Equal(t, `text_after at byte 36`, tmpl.Match("", tests[0].completion).Reason())
}

func TestPrefill(t *testing.T) {
	const template = `<think>{think}</think> <answer>{answer}</answer>`
	const rest, whole = "a</think><answer>4</answer>", "<think>a</think><answer>4</answer>"
	tests := []struct {
		name               string
		prefill            Prefill
		prompt, completion string
		want               bool
	}{
		{"auto, no prompt", PrefillAuto, "", whole, true},
		{"auto, no prompt, begun", PrefillAuto, "", rest, false},
		{"auto", PrefillAuto, "q <think>", rest, true},
		{"auto, white space", PrefillAuto, "q <think>\n\n", rest, true},
		{"auto, repeated", PrefillAuto, "q <think>", whole, false},
		{"auto, other end", PrefillAuto, "q <think> hm", whole, true},
		{"auto, other case", PrefillAuto, "q <THINK>", whole, true},
		{"never", PrefillNever, "q <think>", whole, true},
		{"never, begun", PrefillNever, "q <think>", rest, false},
		{"always", PrefillAlways, "", rest, true},
		{"always, repeated", PrefillAlways, "q <think>", whole, false},
		{"mark", PrefillMark("<think>"), "", rest, true},
		{"mark with line feed", PrefillMark("<think>\n"), "", rest, true},
		{"mark with an escape", PrefillMark(`<think>\n`), "", rest, true},
		{"mark, repeated", PrefillMark("<think>"), "", whole, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tmpl, err := Parse(template, WithPrefill(tt.prefill))
			require.NoError(t, err)
			m := tmpl.Match(tt.prompt, tt.completion)
			assert.Equal(t, tt.want, m.OK, m.Reason())
		})
	}
	t.Run("always takes the whole literal", func(t *testing.T) {
		for template, rest := range map[string]string{
			"@harmony":              "a<|end|><|start|>assistant<|channel|>final<|message|>b",
			"@open-r1":              "a\n</think>\n<answer>\nb\n</answer>",
			"@nemotron":             "a</think>b",
			"@think-steps":          "<step>a</step></think><answer>b</answer>",
			"<a>(<b>{x}</b>)+<c>":   "<b>1</b><c>",
			"<a><b>{x}</b> <c>{y}":  "1</b><c>2",
			"<a>: {x} <b>{y}":       "1<b>2",
			"Final Answer: {x:int}": "4",
		} {
			tmpl, err := Parse(template, WithPrefill(PrefillAlways))
			require.NoError(t, err)
			m := tmpl.Match("", rest)
			assert.True(t, m.OK, "%s: %s", template, m.Reason())
		}
	})
	t.Run("auto does not undo a built-in's always", func(t *testing.T) {
		tmpl, err := Parse("@r1-prefilled", WithPrefill(PrefillAuto))
		require.NoError(t, err)
		assert.True(t, tmpl.Match("", "a</think>b").OK)
		tmpl, err = Parse("@r1-prefilled", WithPrefill(PrefillNever))
		require.NoError(t, err)
		assert.True(t, tmpl.Match("", "<think>a</think>b").OK)
	})
}

func TestScoring(t *testing.T) {
	tests := []struct {
		completion    string
		marks, checks float64
	}{
		{"<think>a</think><answer>4</answer>", 1, 1},
		{"", 0, 0},
		{"<think>a</think>", 0.5, 6.0 / 9},
		{"<think></think><answer></answer>", 0.5, 5.0 / 9},
		{"<think>a</think><answer>4</answer> ok", partialCap, partialCap},
		{strings.Repeat("<think>", 1000), 0, 0},
	}
	marks, err := Parse("@think-answer", WithScore(Marks))
	require.NoError(t, err)
	checks, err := Parse("@think-answer", WithScore(Checks))
	require.NoError(t, err)
	strict, err := Parse("@think-answer")
	require.NoError(t, err)
	for _, tt := range tests {
		assert.InDelta(t, tt.marks, marks.Match("", tt.completion).Score, 1e-12, "marks of %.40q", tt.completion)
		got := checks.Match("", tt.completion)
		assert.InDelta(t, tt.checks, got.Score, 1e-12, "checks of %.40q: %s", tt.completion, got.Reason())
		s := strict.Match("", tt.completion)
		assert.Equal(t, s.OK, s.Score == 1)
		assert.Equal(t, !s.OK, s.Score == 0)
	}
}

// TestPartialCreditIsNotFarmed: repeating a right group does not raise the
// score of a completion that does not match.
func TestPartialCreditIsNotFarmed(t *testing.T) {
	for _, scoring := range []Scoring{Marks, Checks} {
		tmpl, err := Parse("@think-steps", WithScore(scoring))
		require.NoError(t, err)
		once := tmpl.Match("", "<think><step>a</step></think>").Score
		often := tmpl.Match("", "<think>"+strings.Repeat("<step>a</step>", 500)+"</think>").Score
		assert.Equal(t, once, often)
		assert.Less(t, often, 1.0)
	}
}

func TestParsersOfFlags(t *testing.T) {
	for _, s := range []string{"free", "exact"} {
		_, err := ParseWhitespace(s)
		assert.NoError(t, err)
	}
	for _, s := range []string{"strict", "marks", "checks"} {
		_, err := ParseScoring(s)
		assert.NoError(t, err)
	}
	_, err := ParseWhitespace("loose")
	assert.ErrorContains(t, err, "free or exact")
	_, err = ParseScoring("half")
	assert.ErrorContains(t, err, "strict, marks or checks")
	assert.Equal(t, PrefillAuto, ParsePrefill("auto"))
	assert.Equal(t, PrefillMark("<x>"), ParsePrefill("<x>"))
}

func TestNames(t *testing.T) {
	names := Names()
	assert.Len(t, names, 17)
	for _, name := range names {
		tmpl, ok := Named(strings.TrimPrefix(name, "@"))
		require.True(t, ok, name)
		assert.Equal(t, name, tmpl.String())
	}
	_, ok := Named("nothing")
	assert.False(t, ok)
}

// TestHostileMarks: more marks than are kept do not make a match, and few
// violations are kept.
func TestHostileMarks(t *testing.T) {
	tmpl, err := Parse(`(<s>{s}</s> )+<a>{a}</a>`)
	require.NoError(t, err)
	many := strings.Repeat("<s>x</s>", maxTokens)
	m := tmpl.Match("", many+"<a>1</a>")
	assert.False(t, m.OK)
	assert.LessOrEqual(t, len(m.Violations), maxViolations)
	m = tmpl.Match("", strings.Repeat("<s>x</s>", maxTokens/2-1)+"<a>1</a>")
	assert.True(t, m.OK, m.Reason())
}

func TestConcurrentUse(t *testing.T) {
	tmpl, ok := Named("tool-calls")
	require.True(t, ok)
	const right = `<think>a</think><tool_call>{"name":"f","arguments":{}}</tool_call>`
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if !tmpl.Match("", right).OK || tmpl.Match("<think>", right).OK {
					t.Error("another verdict under concurrency")
					return
				}
			}
		})
	}
	wg.Wait()
}

// In a repeated block a hole is right where all of its occurrences are, and a
// mark where none is missing.
func TestScoreOfRepeatedHoles(t *testing.T) {
	score := func(text string) float64 {
		tmpl, err := Parse("(<a>{x:int}</a>)+<b>{y:int}</b>", WithScore(Checks))
		require.NoError(t, err)
		return tmpl.Match("", text).Score
	}
	require.Equal(t, 1.0, score("<a>1</a><a>2</a><b>3</b>"))
	bothWrong, oneWrong, allWrong := score("<a>z</a><a>z</a><b>3</b>"), score("<a>1</a><a>z</a><b>3</b>"), score("<a>z</a><a>z</a><b>z</b>")
	require.Equal(t, bothWrong, oneWrong, "one occurrence of a hole that is wrong makes the hole wrong")
	require.Less(t, allWrong, oneWrong)
	require.Less(t, oneWrong, 1.0)
}
