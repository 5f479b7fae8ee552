package extract

import "strings"

// A thought is a stretch of text that is not addressed to the reader. Each
// pair of marks opens and closes one.
var thoughtMarks = []struct{ open, shut string }{
	{"<think>", "</think>"},
	{"<thinking>", "</thinking>"},
	{"<thought>", "</thought>"},
	{"<reasoning>", "</reasoning>"},
	{"<scratchpad>", "</scratchpad>"},
	{"<seed:think>", "</seed:think>"},
	{"<start_working_out>", "<end_working_out>"},
	{"<|begin_of_thought|>", "<|end_of_thought|>"},
	{"<|channel|>analysis<|message|>", "<|end|>"},
	{"◁think▷", "◁/think▷"},
	{"[THINK]", "[/THINK]"},
}

// afterThought drops closed think blocks. A closing mark without an opening
// one ends a block the prompt had opened, so everything before it goes. The
// second result is false when a block is left open: the completion broke off
// before it came to its answer.
func (v view) afterThought() (view, bool) {
	var drop [][2]int
	open, kind := -1, 0
	var room [4]thoughtMark
	for _, m := range findThoughtMarks(v.text, room[:0]) {
		switch {
		case !m.shut:
			if open < 0 {
				open, kind = m.at, m.kind
			}
		case open >= 0 && m.kind == kind:
			drop = append(drop, [2]int{open, m.end})
			open = -1
		case open < 0 && m.kind != harmonyKind:
			drop = append(drop[:0], [2]int{0, m.end})
		}
	}
	if open >= 0 {
		return v, false
	}
	return v.without(drop), true
}

// withoutStruck drops what Markdown strikes through: an answer the writer took
// back.
func (v view) withoutStruck() view {
	if strings.IndexByte(v.text, '~') < 0 || !strings.Contains(v.text, "~~") {
		return v
	}
	var drop [][2]int
	for i := 0; ; {
		k := strings.Index(v.text[i:], "~~")
		if k < 0 {
			break
		}
		from := i + k
		line := v.text[from+2 : lineEnd(v.text, from)]
		end := strings.Index(line, "~~")
		if end <= 0 {
			i = from + 2
			continue
		}
		i = from + 2 + end + 2
		drop = append(drop, [2]int{from, i})
	}
	return v.without(drop)
}

type thoughtMark struct {
	at, end int
	kind    int
	shut    bool
}

// harmonyKind is the pair whose closing mark also ends other messages.
const harmonyKind = 8

// findThoughtMarks appends the think marks of s, in order, to marks, which is
// empty.
func findThoughtMarks(s string, marks []thoughtMark) []thoughtMark {
	match := func(i int) int {
		for k, m := range thoughtMarks {
			if hasFold(s[i:], m.open) {
				marks = append(marks, thoughtMark{i, i + len(m.open), k, false})
				return len(m.open)
			}
			if hasFold(s[i:], m.shut) {
				marks = append(marks, thoughtMark{i, i + len(m.shut), k, true})
				return len(m.shut)
			}
		}
		return 1
	}
	for i := 0; ; {
		k := strings.IndexByte(s[i:], '<')
		if k < 0 {
			break
		}
		i += k
		name := i + 1
		if name < len(s) && s[name] == '/' {
			name++
		}
		if name < len(s) && strings.IndexByte("tTrRsSeE|", s[name]) < 0 {
			i++
			continue
		}
		i += match(i)
	}
	if len(marks) > 0 {
		return marks
	}
	// Each of the other marks holds one of the two; their rarest bytes are looked
	// for first, which is several times faster.
	if !(strings.IndexByte(s, 'K') >= 0 && strings.Contains(s, "THINK]")) && !(strings.IndexByte(s, "▷"[0]) >= 0 && strings.Contains(s, "think▷")) {
		return marks
	}
	for _, first := range []string{"[THINK]", "[/THINK]", "◁think▷", "◁/think▷"} {
		if strings.Contains(s, first) {
			for i := 0; i < len(s); {
				if s[i] == '[' || s[i] == 0xE2 {
					i += match(i)
				} else {
					i++
				}
			}
			break
		}
	}
	return marks
}

// hasFold says that s begins with prefix, ASCII letters in either case.
func hasFold(s, prefix string) bool {
	n := len(prefix)
	if len(s) < n {
		return false
	}
	if n > 0 && (unlike(s[0], prefix[0]) || unlike(s[n-1], prefix[n-1])) { // nearly always
		return false
	}
	return s[:n] == prefix || strings.EqualFold(s[:n], prefix)
}

// unlike says that p is ASCII and b is not the same letter in either case.
func unlike(b, p byte) bool { return p < 0x80 && (b^p)&^0x20 != 0 }

// endTokens close a turn in the chat formats of the field and are sometimes
// left in a completion.
var endTokens = []string{
	"<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end_of_text|>", "<|end|>", "<|return|>", "<|eom_id|>",
	"</s>", "<eos>", "<end_of_turn>", "<turn|>", "<pad>", "[EOS]", "<|END_OF_TURN_TOKEN|>", "<|user|>", "<|im_start|>",
	"<｜end▁of▁sentence｜>", "<|end_of_sentence|>", "<|end_of_solution|>", "<[EOS]>", "[end of text]", "<|assistant|>",
}

// beforeLast are the bytes that stand before the last one of an end token. The
// brackets of maths, \], and of a tag are none.
var beforeLast = func() (t [256]bool) {
	for _, w := range endTokens {
		t[w[len(w)-2]] = true
	}
	return t
}()

// finalMessage opens the answer in the harmony format.
const finalMessage = "<|channel|>final<|message|>"

// withoutEndTokens drops end-of-turn tokens from the end of the text and the
// opening of a harmony final message from its start.
func (v view) withoutEndTokens() view {
	i, j := 0, len(v.text)
	for from := 0; strings.IndexByte(v.text[from:], '|') >= 0; {
		// Searching forward is many times faster than LastIndex, and nearly
		// every text holds no such mark at all; its second sign is the rarer.
		k := strings.Index(v.text[from:], finalMessage[1:])
		if k < 0 {
			break
		}
		from += k + len(finalMessage) - 1
		if at := from - len(finalMessage); at >= i && v.text[at] == '<' {
			i = from
		}
	}
again:
	for j > i && space(v.text[j-1]) {
		j--
	}
	if j-1 > i && (v.text[j-1] == '>' || v.text[j-1] == ']') && beforeLast[v.text[j-2]] {
		for _, t := range endTokens {
			if strings.HasSuffix(v.text[i:j], t) {
				j -= len(t)
				goto again
			}
		}
	}
	if i == 0 && j == len(v.text) {
		return v
	}
	return v.slice(i, j)
}
