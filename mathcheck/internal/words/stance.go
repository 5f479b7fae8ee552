package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Stance is what a sentence behind an answer says of that answer.
type Stance uint8

const (
	// Neutral says nothing of it: mathematics, a remark, a closing formula.
	Neutral Stance = iota
	// Confirms affirms it: "this matches the condition".
	Confirms
	// Hesitates opens it again, until something affirms it: "wait".
	Hesitates
	// Withdraws takes it back: "the box above is wrong".
	Withdraws
)

// Marks that stand in a sentence for the values in it.
const (
	// TheSame stands for a value written as the answer is, Other for any other.
	TheSame = '\x01'
	Other   = '\x02'
)

// Sentence is a sentence behind an answer, to be read by its grammar: who is
// spoken of (the answer, the one who answers, something else), and what is said.
type Sentence struct {
	// Text has a run of TheSame or Other in the place of each value.
	Text string
	// Goes says that the sentence is the one the answer stands in, and Text what
	// follows the answer.
	Goes bool
	// Aside says that other values were named since the answer, so that "this"
	// may mean one of those.
	Aside bool
	// Asked says that the sentence before was a question, which "no" may answer.
	Asked bool
	// Worded says that the answer is in words, as "no solution" is.
	Worded bool
}

// Said is what a sentence was found to do, and in which of its bytes.
type Said struct {
	Stance Stance
	// Rule names what decided.
	Rule     string
	From, To int
	// Value is where a value stands that the sentence gives for the answer: "it
	// should be 7"; ValueTo is 0 where there is none.
	Value, ValueTo int
}

// piece is a word, a value or a mark of a sentence.
type piece struct {
	word     string // in lower case; a mark is itself, a value one rune
	from, to int
}

// maxPieces bounds the words of a sentence that are read.
const maxPieces = 120

// reach bounds the words of a clause that are read behind its subject.
const reach = 14

// ReadBehind reads a sentence behind an answer.
func ReadBehind(s Sentence) Said {
	var room [48]piece // enough but for long sentences
	list := pieces(s.Text, room[:0])
	if len(list) == 0 {
		return Said{}
	}
	if foreign(list) {
		return readForeign(s, list)
	}
	g := grammar{Sentence: s, list: list}
	return g.read()
}

// pieces appends the words and marks of a sentence to out. Short forms are written out: "isn't" is two
// words.
func pieces(s string, out []piece) []piece {
	add := func(w string, from, to int) { out = append(out, piece{w, from, to}) }
	for i := 0; i < len(s) && len(out) < maxPieces; {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == TheSame || r == Other:
			j := i
			for j < len(s) && s[j] == byte(r) {
				j++
			}
			add(string(r), i, j)
			i = j
			continue
		case unicode.IsLetter(r):
			j := i
			for j < len(s) {
				r, n := utf8.DecodeRuneInString(s[j:])
				if r == '’' || r == '\'' || r == '-' {
					next, _ := utf8.DecodeRuneInString(s[j+n:])
					if !unicode.IsLetter(next) {
						break
					}
				} else if !unicode.IsLetter(r) && !unicode.IsMark(r) {
					break
				}
				j += n
			}
			w := strings.ToLower(s[i:j])
			if strings.IndexByte(w, '\'') < 0 && !strings.Contains(w, "’") && !strings.HasSuffix(w, "not") && !strings.HasSuffix(w, "nt") {
				add(w, i, j)
				i = j
				continue
			}
			for _, part := range shortForm(strings.ReplaceAll(w, "’", "'")) {
				add(part, i, j)
			}
			i = j
			continue
		case strings.ContainsRune(",;:()[]?!.\n—–，；：（）？！。、\"“”+*/=<>^✓✔✅☑✗✘❌", r):
			add(string(r), i, i+size)
		case r == '-' && strings.HasPrefix(s[i:], "- "), strings.HasPrefix(s[i:], "--"):
			add("—", i, i+size)
		}
		i += size
	}
	return out
}

// shortForm writes a short form out.
func shortForm(w string) []string {
	switch w {
	case "cannot", "can't", "cant":
		return []string{"can", "not"}
	case "won't", "wont":
		return []string{"will", "not"}
	case "isnt", "doesnt", "dont", "didnt", "wasnt":
		return []string{w[:len(w)-2], "not"}
	}
	if k := strings.IndexByte(w, '\''); k > 0 {
		head, tail := w[:k], w[k:]
		if tail == "'t" && strings.HasSuffix(head, "n") {
			return []string{head[:len(head)-1], "not"}
		}
		if long := longForms[tail]; long != "" {
			if long == "is" && !contracts[head] {
				return []string{head + "'s"} // Vieta's
			}
			return []string{head, long}
		}
	}
	return []string{w}
}

var longForms = map[string]string{"'s": "is", "'re": "are", "'m": "am", "'ve": "have", "'d": "would", "'ll": "will"}
