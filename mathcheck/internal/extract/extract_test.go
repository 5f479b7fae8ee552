package extract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

type findCase struct {
	name, in string
	rule     Rule
	text     string
	number   string   // "" when the sentence is the answer as it stands
	also     []string // nil when nothing is offered beside
}

// Every case is found under Auto without the lenient last number. Rule ""
// means that there is no answer.
var findCases = []findCase{
	// Boxes.
	{"box", `So it is \boxed{42}.`, RuleBoxed, "42", "", nil},
	{"last box", `First \boxed{1}. That was wrong. Now \boxed{2}.`, RuleBoxed, "2", "", nil},
	{"fbox", `\fbox{7}`, RuleBoxed, "7", "", nil},
	{"box without braces", `so $\boxed 5$`, RuleBoxed, "5", "", nil},
	{"box without braces, two digits", `so $\boxed 42$`, RuleBoxed, "42", "", nil},
	{"box around a fraction without braces", `$\boxed\frac{1}{2}$`, RuleBoxed, `\frac{1}{2}`, "", nil},
	{"box, blank before the brace", `\boxed {3}`, RuleBoxed, "3", "", nil},
	{"box around text", `\boxed{\text{no}}`, RuleBoxed, `\text{no}`, "", nil},
	{"box in box", `\boxed{\boxed{4}}`, RuleBoxed, `\boxed{4}`, "", nil},
	{"box inside a box's equation", `\boxed{x = \boxed{4}}`, RuleBoxed, `x = \boxed{4}`, "", nil},
	{"escaped braces in a box", `\boxed{\left\{1,2\right\}}`, RuleBoxed, `\left\{1,2\right\}`, "", nil},
	{"unbalanced escaped brace", `\boxed{\left\{x \right.}`, RuleBoxed, `\left\{x \right.`, "", nil},
	{"unclosed after closed", `\boxed{4} and then \boxed{5`, RuleBoxed, "4", "", nil},
	{"unclosed before closed", `\boxed{4 and then \boxed{5}`, RuleBoxed, "5", "", nil},
	{"only unclosed", `The answer is \boxed{5`, "", "", "", nil},
	{"unclosed box, maths before", `Then $x=3$, so \boxed{5`, "", "", "", nil},
	{"blank box passed over", `It is \boxed{42}. As asked, I put it in \boxed{}.`, RuleBoxed, "42", "", nil},
	{"row break at the end of a box", `\boxed{-2 \\}`, RuleBoxed, `-2 \\`, "", nil},
	{"doubled backslashes", `The answer is \\boxed{\\frac{1}{2}}.`, RuleBoxed, `\frac{1}{2}`, "", nil},
	{"doubled backslashes with a set", `\\boxed{\\left\\{1, 2\\right\\}}`, RuleBoxed, `\left\{1, 2\right\}`, "", nil},
	{"box before tags", `\boxed{4} <answer>5</answer>`, RuleBoxed, "4", "", nil},
	{"prefix of another command", `\boxedfoo{4} then we say \(x=1\)`, RuleSpan, "x=1", "", nil},

	// Boxes side by side.
	{"two boxes by comma", `\boxed{3}, \boxed{4}`, RuleBoxed, "4", "", []string{"3"}},
	{"two boxes by and", `$\boxed{3}$ and $\boxed{4}$`, RuleBoxed, "4", "", []string{"3"}},
	{"named boxes", `$x=\boxed{3}$ and $y=\boxed{4}$`, RuleBoxed, "4", "", []string{"3"}},
	{"two boxes by or", `\boxed{3} or \boxed{4}`, RuleBoxed, "4", "", []string{"3"}},
	{"two boxes by nothing", `\boxed{3} \boxed{4}`, RuleBoxed, "4", "", []string{"3"}},
	{"three boxes", "\\boxed{3}\n\\boxed{4}\n\\boxed{5}", RuleBoxed, "5", "", []string{"3", "4"}},
	{"or after the box", `It is \boxed{4} or 5.`, RuleBoxed, "4", "", []string{"5"}},
	{"or maybe after the box", `It is $\boxed{4}$, or maybe $5$.`, RuleBoxed, "4", "", []string{"5"}},
	{"or in brackets", `It is \boxed{4} (or 5).`, RuleBoxed, "4", "", []string{"5"}},
	{"or equivalently", `It is \boxed{\frac12}, or equivalently 0.5.`, RuleBoxed, `\frac12`, "", nil},
	{"or in words only", `\boxed{4} or so they say.`, RuleBoxed, "4", "", nil},
	{"corrected", `\boxed{3}. No wait, it is \boxed{4}`, RuleBoxed, "4", "", nil},

	// Thoughts.
	{"closed think", `<think>\boxed{1}</think> \boxed{2}`, RuleBoxed, "2", "", nil},
	{"box in think only", `<think>\boxed{1}</think>`, "", "", "", nil},
	{"unclosed think", `<think>so \boxed{1}`, "", "", "", nil},
	{"think opened by the prompt", `so \boxed{1}?</think>The answer is 2.`, RuleAnchor, "2", "", nil},
	{"reopened think", `<think>a</think> \boxed{2} <think>hm \boxed{3}`, "", "", "", nil},
	{"think after the answer", `\boxed{2} <think>hm \boxed{3}</think>`, RuleBoxed, "2", "", nil},
	{"kimi", `◁think▷ \boxed{1} ◁/think▷ \boxed{2}`, RuleBoxed, "2", "", nil},
	{"magistral", `[THINK]\boxed{1}[/THINK]\boxed{2}`, RuleBoxed, "2", "", nil},
	{"harmony", `<|channel|>analysis<|message|>maybe \boxed{1}<|end|><|start|>assistant<|channel|>final<|message|>The answer is 2.<|return|>`, RuleAnchor, "2", "", nil},
	{"zero-width in the mark", "<thi\u200bnk>\\boxed{1}</think>\\bo\u200bxed{4\u200b2}", RuleBoxed, "42", "", nil},

	// Tags.
	{"answer tag", `<think>x</think><answer> 42 </answer>`, RuleTag, "42", "", nil},
	{"answer tag, other case", `<ANSWER>42</Answer>`, RuleTag, "42", "", nil},
	{"answer tag around maths", `<answer>\( x = 5 \)</answer>`, RuleTag, "x = 5", "", nil},
	{"last tag", `<answer>1</answer> I must correct that. <answer>2</answer>`, RuleTag, "2", "", nil},
	{"tags side by side", `<answer>1</answer><answer>2</answer>`, RuleTag, "2", "", []string{"1"}},
	{"sentence in a tag", `<answer>The answer is 42.</answer>`, RuleTag, "42", "", nil},
	{"prose in a tag", `<answer>Tom has 42 apples left.</answer>`, RuleTag, "Tom has 42 apples left", "42", nil},
	{"unsloth", `<start_working_out>6*7<end_working_out><SOLUTION>42</SOLUTION>`, RuleTag, "42", "", nil},
	{"unclosed tag", `<answer>42`, RuleWhole, "<answer>42", "", nil},

	// ####
	{"hash", "6*7 is computed\n#### 42", RuleHash, "42", "", nil},
	{"hash with words before", `[Final solution] Thus, she makes $18 every day. #### 18`, RuleHash, "18", "", nil},
	{"hash, dollars and commas", "#### $1,234.50", RuleHash, "$1,234.50", "", nil},
	{"hash and a letter", "#### B", RuleHash, "B", "", nil},
	{"last hash", "#### 1\nNo, that is wrong since 6*7 is more.\n#### 42", RuleHash, "42", "", nil},
	{"hashes side by side", "#### 1\n#### 42", RuleHash, "42", "", []string{"1"}},
	{"hash and end token", "#### 42<|im_end|>\n<|endoftext|>", RuleHash, "42", "", nil},
	{"markdown heading", "#### Step 3: add\nThe answer is 42.", RuleAnchor, "42", "", nil},
	{"numbered heading", "#### 3. Check\nThe answer is 42.", RuleAnchor, "42", "", nil},

	// Anchors.
	{"the answer is", `The answer is 42.`, RuleAnchor, "42", "", nil},
	{"final answer is", "Thus the final answer is $\\frac{1}{2}$. I hope it is correct.", RuleAnchor, `\frac{1}{2}`, "", nil},
	{"bold", "**Final Answer:** 42", RuleAnchor, "42", "", nil},
	{"bold outside", "**Answer: 42**", RuleAnchor, "42", "", nil},
	{"heading", "### Final Answer\n\n42", RuleAnchor, "42", "", nil},
	{"bold heading", "**Final Answer**\n\n$x = 5$\n", RuleAnchor, "x = 5", "", nil},
	{"display on the next line", "The answer is:\n\n\\[\nx = 5\n\\]", RuleAnchor, "x = 5", "", nil},
	{"dollar display", "The answer is\n$$\\frac12$$", RuleAnchor, `\frac12`, "", nil},
	{"last anchor", "The answer is 4. But I forgot the carry. The answer is 14.", RuleAnchor, "14", "", nil},
	{"anchors side by side", "Answer: 4\nAnswer: 5", RuleAnchor, "5", "", []string{"4"}},
	{"thin spaces", `The answer is 11,\! 111,\! 100.`, RuleAnchor, `11,\! 111,\! 100`, "", nil},
	{"decimal", `The answer is 3.14.`, RuleAnchor, "3.14", "", nil},
	{"negative", `Therefore the answer is -3`, RuleAnchor, "-3", "", nil},
	{"plus", `Therefore the answer is +7`, RuleAnchor, "+7", "", nil},
	{"colon after is", `The answer is: 42`, RuleAnchor, "42", "", nil},
	{"long binder", `The answer to the second part of the question is 42.`, RuleAnchor, "42", "", nil},
	{"sentence with one number", `Answer: Tom has 42 apples left.`, RuleAnchor, "Tom has 42 apples left", "42", nil},
	{"sentence with one number and a unit", `The answer is that they drove 42 miles in total.`, RuleAnchor, "they drove 42 miles in total", "42 miles", nil},
	{"money", `Answer: Janet makes $18 every day.`, RuleAnchor, "Janet makes $18 every day", "$18", nil},
	{"sentence with one maths span", `The answer is that the sum equals $\frac{1}{2}$ exactly.`, RuleAnchor, `the sum equals $\frac{1}{2}$ exactly`, `\frac{1}{2}`, nil},
	{"two numbers", `Answer: Tom has 42 apples and Ann has 7.`, RuleAnchor, "Tom has 42 apples and Ann has 7", "", nil},
	{"denied", `The answer is not 42.`, RuleAnchor, "not 42", "", nil},
	{"less than", `The answer is something less than 42.`, RuleAnchor, "something less than 42", "", nil},
	{"hedge", `The answer is 4 or 5.`, RuleAnchor, "4 or 5", "", nil},
	{"explanation", `The answer is 42, because 6 times 7 is 42.`, RuleAnchor, "42", "", nil},
	{"option", `The correct answer is (B).`, RuleAnchor, "(B)", "", nil},
	{"option with its text", `The answer is B. Paris`, RuleAnchor, "B. Paris", "", nil},
	{"code span", "The answer is `42`.", RuleAnchor, "42", "", nil},
	{"numbered bullets", "Answer:\n1. 3\n2. 4\n", RuleAnchor, "3, 4", "", nil},
	{"magnitude", "The answer is that Tom has 7 and a half apples.", RuleAnchor, "Tom has 7 and a half apples", "7 and a half", nil},
	{"explained amount", "The answer is 7 apples, so Tom can share with 3 friends.", RuleAnchor, "7 apples, so Tom can share with 3 friends", "7", nil},
	{"one sentence", "The probability is 3/8.", RuleWhole, "The probability is 3/8", "3/8", nil},
	{"one sentence denied", "The probability is not 3/8.", RuleWhole, "The probability is not 3/8", "", nil},
	{"bullets", "Answer:\n- $x = 3$\n- $y = 4$\n", RuleAnchor, "x = 3, y = 4", "", nil},
	{"latex bold", `\textbf{Answer:} 42`, RuleAnchor, "42", "", nil},
	{"verb at the line's end", "The answer is\n42", RuleAnchor, "42", "", nil},
	{"no binder", "I will answer the question below: no idea", RuleWhole, "I will answer the question below: no idea", "", nil},
	{"denied in Chinese", "答案不是42", RuleAnchor, "不是42", "", nil},
	{"another sentence with or", "Answer: 17? Or 19?", RuleAnchor, "17", "", []string{"19"}},
	{"struck out", "~~17~~ The answer is 18.", RuleAnchor, "18", "", nil},
	{"only struck out", "~~17~~", "", "", "", nil},
	{"Devanagari digits", "१७", RuleWhole, "17", "", nil},
	{"Arabic digits", "١٧٫٥", RuleWhole, "17.5", "", nil},
	{"solution", "Solution: 42", RuleAnchor, "42", "", nil},

	// Other languages.
	{"Chinese", "所以答案是42。", RuleAnchor, "42", "", nil},
	{"Chinese colon", "答案：42", RuleAnchor, "42", "", nil},
	{"Chinese 答", "计算得到结果。\n答：42米。", RuleAnchor, "42米", "", nil},
	{"Chinese choice", "综上，故选B。", RuleAnchor, "B", "", nil},
	{"Chinese choice with colon", "故选：C．", RuleAnchor, "C", "", nil},
	{"Chinese final", "**最终答案**：$\\frac{1}{2}$", RuleAnchor, `\frac{1}{2}`, "", nil},
	{"Japanese", "答えは42です。", RuleAnchor, "42", "", nil},
	{"Korean", "정답: 42", RuleAnchor, "42", "", nil},
	{"Russian", "Ответ: 42", RuleAnchor, "42", "", nil},
	{"Russian lower", "Итак, ответ: $x=5$.", RuleAnchor, "x=5", "", nil},
	{"French", "La réponse est 42.", RuleAnchor, "42", "", nil},
	{"German", "Die Antwort ist 42.", RuleAnchor, "42", "", nil},
	{"German lautet", "Die Antwort lautet: 42", RuleAnchor, "42", "", nil},
	{"Spanish", "La respuesta es 42.", RuleAnchor, "42", "", nil},
	{"Portuguese", "Resposta: 42", RuleAnchor, "42", "", nil},
	{"Italian", "La risposta è 42.", RuleAnchor, "42", "", nil},
	{"Vietnamese", "Đáp án: 42", RuleAnchor, "42", "", nil},
	{"Turkish", "Cevap: 42", RuleAnchor, "42", "", nil},
	{"Hindi", "उत्तर: 42", RuleAnchor, "42", "", nil},
	{"Bengali", "উত্তর: 42", RuleAnchor, "42", "", nil},
	{"Thai", "คำตอบคือ 42", RuleAnchor, "42", "", nil},
	{"Telugu", "సమాధానం: 42", RuleAnchor, "42", "", nil},
	{"Swahili", "Jibu ni 42.", RuleAnchor, "42", "", nil},
	{"Arabic", "الجواب: 42", RuleAnchor, "42", "", nil},
	{"Polish", "Odpowiedź: 42", RuleAnchor, "42", "", nil},
	{"Greek", "Απάντηση: 42", RuleAnchor, "42", "", nil},

	// Whole texts, spans, nothing.
	{"bare", `42`, RuleWhole, "42", "", nil},
	{"bare maths", `$\frac{1}{2}$`, RuleWhole, `\frac{1}{2}`, "", nil},
	{"bare list", `$x = 3$ or $x = 4$`, RuleWhole, `$x = 3$ or $x = 4$`, "", nil},
	{"bare words", `no real solutions`, RuleWhole, "no real solutions", "", nil},
	{"bare with a unit", `42 km/h`, RuleWhole, "42 km/h", "", nil},
	{"conclusion", `So x = 5.`, RuleWhole, "x = 5", "", nil},
	{"assignments over lines", "x = 2\ny = -3", RuleWhole, "x = 2, y = -3", "", nil},
	{"work over lines", "2+2=4\n4+4=8", "", "", "", nil},
	{"line break between equations", `x=2\\y=-3`, RuleWhole, `x=2\\y=-3`, "", nil},
	{"matrix over lines", "\\begin{pmatrix}\n1 & 2 \\\\\n3 & 4\n\\end{pmatrix}", RuleWhole, "\\begin{pmatrix}\n1 & 2 \\\\\n3 & 4\n\\end{pmatrix}", "", nil},
	{"last span", `We solve it. The value comes out as $x = 7$.`, RuleSpan, "x = 7", "", nil},
	{"last spans joined", `The roots come out as $3$ and $4$.`, RuleSpan, "$3$ and $4$", "", nil},
	{"denied span", `So it cannot be $7$. That was all.`, "", "", "", nil},
	{"money is no maths", `She has $5 and then $10 more. That is nice.`, "", "", "", nil},
	{"prose only", "Let me think about it. It is hard. I do not know.", "", "", "", nil},
	{"empty", "", "", "", "", nil},
	{"blank", " \n\t ", "", "", "", nil},
	{"invisible only", "\u200b\ufeff", "", "", "", nil},
}

func TestFind(t *testing.T) {
	for _, c := range findCases {
		t.Run(c.name, func(t *testing.T) {
			r := Find(c.in, Options{})
			assert.Equal(t, c.rule != "", r.Found, r.Why)
			if !r.Found {
				assert.NotEmpty(t, r.Why)
				return
			}
			assert.Equal(t, c.rule, r.Rule)
			assert.Equal(t, c.text, r.Text)
			assert.Equal(t, c.number, r.Number)
			var also []string
			for _, o := range r.Also {
				also = append(also, o.Text)
			}
			assert.Equal(t, c.also, also)
		})
	}
}

func TestPolicies(t *testing.T) {
	const all = "The answer is 1. \\boxed{2} <answer>3</answer>\n#### 4"
	for p, want := range map[Policy]string{Boxed: "2", Answer: "3", Hash: "4", None: all, Auto: "2"} {
		assert.Equal(t, want, Find(all, Options{Policy: p}).Text)
	}
	for _, p := range []Policy{Boxed, Answer, Hash} {
		assert.False(t, Find("The answer is 1.", Options{Policy: p}).Found)
	}
	const prose = "We add. The total is 42 apples. That is all of them."
	assert.False(t, Find(prose, Options{}).Found)
	assert.Equal(t, "42", Find(prose, Options{Lenient: true}).Text)
}

func TestJoined(t *testing.T) {
	assert.Equal(t, "3, 4", Find(`\boxed{3} and \boxed{4}`, Options{}).Merged())
	assert.True(t, Find(`$x=\boxed{3}$, $y=\boxed{4}$`, Options{}).Joined)
	assert.False(t, Find(`\boxed{3} or \boxed{4}`, Options{}).Joined)
	assert.False(t, Find(`\boxed{3} \boxed{4}`, Options{}).Joined)
	assert.False(t, Find(`\boxed{3}`, Options{}).Joined)
}

func TestGold(t *testing.T) {
	for in, want := range map[string]string{
		`\boxed{12}`: "12", "6*7=42\n#### 42": "42", `$\frac12$`: `\frac12`, "<answer>5</answer>": "5", " 7 ": "7",
		`\\frac{1}{2}`: `\frac{1}{2}`, "The answer is 5.": "5", `\boxed{}`: "", "no solution": "no solution", `\boxed{1} and \boxed{2}`: "1, 2",
	} {
		assert.Equal(t, want, Gold(in))
	}
}

// The offsets of a result point at the bytes the text was read from.
func TestOffsets(t *testing.T) {
	for _, c := range findCases {
		r := Find(c.in, Options{})
		if !r.Found || strings.Contains(r.Text, ", ") && (r.Rule == RuleAnchor || r.Rule == RuleWhole) {
			continue
		}
		v := newView(c.in[r.Start:r.End])
		assert.Contains(t, Unescape(asciiDigits(v.text)), r.Text, c.name)
	}
}

func TestOffsetsPastCuts(t *testing.T) {
	in := "a\u200b<think>x\u200by</think>b\u200b <think>z</think> \\boxed{4\u200b2}\u200b"
	r := Find(in, Options{})
	assert.Equal(t, "42", r.Text)
	assert.Equal(t, "4\u200b2", in[r.Start:r.End])
}
