package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/verireward/verireward/mathcheck/internal/words"
)

// box is one balanced \boxed{...}: the command starts at from, its content is
// in..out, and the text goes on at to.
type box struct{ from, in, out, to int }

// nestWindow is how far before the last box an enclosing one is looked for.
// Five hundred nested boxes are 3.5 kB; a box whose content is longer than the
// window and ends in another box is found by the full pass only.
const nestWindow = 1 << 13

// boxed finds the last balanced non-blank box that is not inside another, and
// the boxes side by side with it.
func boxed(v view) Result {
	s := v.text
	last := lastBoxCommand(s)
	if last < 0 {
		return Result{}
	}
	var room [4]box
	from := max(0, last-nestWindow)
	if last > 0 && s[last-1] != '\\' && !strings.Contains(s[from:last], "box") {
		from = last // it is the only one, and what stands before it can't hide it
	}
	found := outerBoxes(s, from, last, room[:0])
	if len(found) == 0 && last > nestWindow {
		found = outerBoxes(s, 0, last, room[:0])
	}
	boxes := affirmed(s, found)
	if len(boxes) == 0 {
		if len(found) == 0 && begun(s, last) {
			return Result{Malformed: true, Why: "unclosed box"}
		}
		return Result{}
	}
	n := len(boxes) - 1
	r := v.boxText(boxes[n])
	if len(r.Also) > 0 {
		return r
	}
	r.Joined = true
	first := n
	for ; first > 0; first-- {
		kind := joiner(s[boxes[first-1].to:boxes[first].from])
		if kind == apart {
			break
		}
		r.Joined = r.Joined && kind == list
	}
	r.Joined = r.Joined && first < n
	for _, b := range boxes[first:n] {
		r.Also = append(r.Also, v.offer(b.in, b.out))
	}
	if !r.Joined {
		if o, ok := v.alternative(boxes[n].to); ok {
			r.Also = append(r.Also, o)
		} else if o, ok := v.overruled(boxes[n]); ok {
			r.Also = append(r.Also, o)
		}
	}
	return r
}

// boxText is what a box holds; an announcement inside it is taken off.
func (v view) boxText(b box) Result {
	if b.out-b.in < sentenceBytes && strings.Contains(v.text[b.in:b.out], "nswer") {
		if r := anchored(v.slice(b.in, b.out)); r.Found {
			r.Rule = RuleBoxed
			return r
		}
	}
	if b.out-b.in < nestWindow && lastBoxCommand(v.text[b.in:b.out]) >= 0 {
		in := v.slice(b.in, b.out)
		if r, ok := in.besideBox(); ok {
			return r
		}
		if strings.Count(in.text, `\boxed`)+strings.Count(in.text, `\fbox`) > 1 {
			// Boxes in a box are no factors of a product: they are answers offered
			// side by side unless something else joins them.
			if r := boxed(in); len(r.Also) > 0 && !r.Joined {
				return r
			}
		}
	}
	r := v.result(RuleBoxed, b.in, b.out)
	if lead, _ := utf8.DecodeRuneInString(strings.TrimPrefix(r.Text, `\text{`)); ideographic(lead) && len(r.Text) < joinerBytes && !negated(r.Text) {
		if x, y, ok := soleNumber(r.Text); ok {
			r.Number = r.Text[x:y] // 共5个
		}
	}
	return r
}

// besideBox reads the inside of a box that holds a number and a box with
// nothing between them: both are offered, and they are no factors of a product.
func (in view) besideBox() (Result, bool) {
	boxes := outerBoxes(in.text, 0, len(in.text), nil)
	if len(boxes) == 0 {
		return Result{}, false
	}
	first, last := boxes[0], boxes[len(boxes)-1]
	head, tail := strings.TrimRight(in.text[:first.from], " ~$"), strings.TrimLeft(in.text[last.to:], " ~$")
	before := head != "" && (digit(head[len(head)-1]) || head[len(head)-1] == ')')
	behind := tail != "" && digit(tail[0])
	if !before && !behind {
		return Result{}, false
	}
	r := in.result(RuleBoxed, last.in, last.out)
	if before {
		r.Also = append(r.Also, in.offer(0, first.from))
	}
	if behind {
		r.Also = append(r.Also, in.offer(last.to, len(in.text)))
	}
	return r, true
}

// begun says that the box command at s[i:] opens a group that holds something
// and never ends.
func begun(s string, i int) bool {
	i = skipSpace(s, i+boxCommand(s[i:]))
	return i < len(s) && s[i] == '{' && !isBlank(strings.TrimLeft(s[i+1:], "{} \n"))
}

// lastBoxCommand is where the last \boxed or \fbox of s starts, or -1.
func lastBoxCommand(s string) int {
	for i := len(s) - len(`\fbox`); i >= 0; i-- {
		if s[i] == '\\' && (s[i+1] == 'b' && s[i+2] == 'o' || s[i+1] == 'f' && (s[i+2] == 'b' || s[i+2] == 'r')) && boxCommand(s[i:]) > 0 {
			return i
		}
	}
	return -1
}

// boxCommand is the length of the box command s begins with, or 0.
func boxCommand(s string) int {
	n := 0
	switch { // the compiler makes a few words of each prefix
	case strings.HasPrefix(s, `\boxed`):
		n = len(`\boxed`)
	case strings.HasPrefix(s, `\fbox`):
		n = len(`\fbox`)
	case strings.HasPrefix(s, `\framebox`):
		n = len(`\framebox`)
	}
	if n < len(s) && n > 0 && letter(s[n]) {
		return 0
	}
	return n
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
func digit(b byte) bool  { return b >= '0' && b <= '9' }

// outerBoxes lists the balanced, non-blank boxes of s[from:] that lie in no
// other balanced box, in one pass with a stack of open braces. They are
// appended to boxes, which is empty. No box begins behind last, so that the pass
// ends there as soon as no group is open.
func outerBoxes(s string, from, last int, boxes []box) []box {
	for from < len(s) && !groupMark[s[from]] {
		from++
	}
	doubled := strings.Contains(s[from:], `\\`) && (strings.Contains(s[from:], `\\boxed`) || strings.Contains(s[from:], `\\fbox`))
	type brace struct {
		in   int // offset after the brace
		from int // offset of the box command, or -1 for a plain group
	}
	var openRoom [16]brace // enough but for hostile nesting
	open := openRoom[:0]
	emit := func(b box) {
		for n := len(boxes); n > 0 && boxes[n-1].from > b.from; n-- {
			boxes = boxes[:n-1]
		}
		if !isBlank(s[b.in:b.out]) {
			boxes = append(boxes, b)
		}
	}
	for i := from; i < len(s); {
		for i < len(s) && !groupMark[s[i]] {
			i++
		}
		if i == len(s) {
			break
		}
		switch s[i] {
		case '\\':
			if k := backslashes(s, i, doubled); k > i {
				i = k
				continue
			}
			n := boxCommand(s[i:])
			if n == 0 {
				i += escapeLen(s[i:], doubled)
				continue
			}
			j := skipSpace(s, i+n)
			if j < len(s) && s[j] == '{' {
				if len(open) == maxOpen {
					return nil
				}
				open = append(open, brace{j + 1, i})
				i = j + 1
				continue
			}
			if end := token(s, j); end > j {
				emit(box{i, j, end, end})
				i = end
				continue
			}
			i += n
		case '{':
			if len(open) == maxOpen {
				return nil
			}
			open = append(open, brace{i + 1, -1})
			i++
		case '}':
			if n := len(open); n > 0 {
				if b := open[n-1]; b.from >= 0 {
					emit(box{b.from, b.in, i, i + 1})
				}
				open = open[:n-1]
			}
			if i++; i > last && len(open) == 0 {
				return boxes
			}
		default:
			i++
		}
	}
	return boxes
}

// maxOpen bounds the groups that may be open in each other; with more of them
// no answer ends.
const maxOpen = 1 << 16

// backslashes passes a long row of backslashes at s[i:] by the steps that
// escapeLen would take, as far as only backslashes follow.
func backslashes(s string, i int, doubled bool) int {
	step := 2
	if doubled {
		step = 1
	}
	for i+2 < len(s) && s[i+1] == '\\' && s[i+2] == '\\' {
		i += step
	}
	return i
}

// groupMark are the bytes at which a group or a command may begin or end.
var groupMark = [256]bool{'\\': true, '{': true, '}': true}

// escapeLen is how many bytes of s, which begins with a backslash, stand
// together so that no brace among them opens or closes a group. In text with
// doubled backslashes \\{ is an escaped brace as well; else it is a row break
// and a group.
func escapeLen(s string, doubled bool) int {
	if doubled && len(s) >= 3 && s[1] == '\\' && (s[2] == '{' || s[2] == '}') {
		return 3
	}
	if len(s) >= 2 && (s[1] == '{' || s[1] == '}') {
		return 2
	}
	if !doubled && len(s) >= 3 && s[1] == '\\' && s[2] != 'b' && s[2] != 'f' {
		return 2
	}
	return 1
}

// token is the end of the argument at s[i:] of a command without braces: a
// number, a word, or a command with its arguments.
func token(s string, i int) int {
	if i >= len(s) {
		return i
	}
	j := i
	switch b := s[i]; {
	case b == '\\':
		j++
		for j < len(s) && letter(s[j]) {
			j++
		}
		if j == i+1 {
			return i
		}
		for j < len(s) && s[j] == '{' {
			end := groupEnd(s, j)
			if end < 0 {
				return i
			}
			j = end
		}
	case digit(b) || b == '-' || b == '+' || b == '.':
		j++
		for j < len(s) && (digit(s[j]) || (s[j] == '.' || s[j] == ',') && j+1 < len(s) && digit(s[j+1])) {
			j++
		}
		if j == i+1 && !digit(b) {
			return i
		}
	default:
		for j < len(s) && letter(s[j]) {
			j++
		}
		if j-i > 1 {
			return i // a word of prose after a box command is no answer
		}
	}
	return j
}

// tokenGroup bounds the group that may follow a command after a bare \boxed.
const tokenGroup = 1 << 10

// groupEnd is the offset after the group that s[i] opens, or -1.
func groupEnd(s string, i int) int {
	depth := 0
	for j := i; j < len(s) && j < i+tokenGroup; j++ {
		switch s[j] {
		case '\\':
			j++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return j + 1
			}
		}
	}
	return -1
}

func skipSpace(s string, i int) int {
	for i < len(s) && space(s[i]) {
		i++
	}
	return i
}

// How the text between two answers joins them.
type join uint8

const (
	apart join = iota // they belong to different statements
	list              // a comma or "and"
	rival             // "or", or nothing at all
)

// joinerBytes bounds the text between two answers that are side by side.
const joinerBytes = 80

// joiner reads the text between two answers.
func joiner(s string) join {
	if len(s) > joinerBytes {
		return apart
	}
	kind := rival
	all := s
	for s != "" {
		n, k := joinWord(s)
		if n == 0 {
			return offered(all)
		}
		switch {
		case k == rival:
			if joinerRest(s[n:]) == apart {
				return offered(all)
			}
			return rival
		case k == list:
			kind = list
		}
		s = s[n:]
	}
	return kind
}

// joinerRest is rival when the rest of a joiner after its "or" is dressing
// too.
func joinerRest(s string) join {
	for s != "" {
		n, _ := joinWord(s)
		if n == 0 {
			return apart
		}
		s = s[n:]
	}
	return rival
}

// joinWord is the length of the piece of a joiner that s begins with, and its
// kind: apart stands for dressing, which decides nothing.
func joinWord(s string) (int, join) {
	switch b := s[0]; {
	case space(b), strings.IndexByte("$*_`~}&-", b) >= 0:
		return 1, apart
	case b == ',', b == ';':
		return 1, list
	case strings.IndexByte("/|+=<>?%#", b) >= 0: // the last two begin a comment
		return 1, rival
	}
	// The name of an unknown before the box it is equal to: "y = ".
	if letter(s[0]) {
		j := 1
		if j+1 < len(s) && s[j] == '_' {
			j += 2
		}
		if k := skipSpace(s, j); k < len(s) && s[k] == '=' {
			return k + 1, apart
		}
	}
	if !joinOpenings.mayOpen(s[0]) {
		return 0, apart
	}
	for _, w := range joinWords {
		if !hasFold(s, w.text) {
			continue
		}
		n := len(w.text)
		if letter(w.text[n-1]) && n < len(s) && letter(s[n]) {
			continue
		}
		return n, w.kind
	}
	return 0, apart
}

var joinWords = []struct {
	text string
	kind join
}{
	{`\text{`, apart}, {`\textbf{`, apart}, {`\mathrm{`, apart}, {`\quad`, apart}, {`\qquad`, apart},
	{`\(`, apart}, {`\)`, apart}, {`\[`, apart}, {`\]`, apart}, {`\,`, apart}, {`\;`, apart}, {`\:`, apart}, {`\!`, apart}, {`\ `, apart}, {`\\`, apart},
	{"answer>", apart}, // of a tag around the box
	{"and also", list}, {"as well as", list}, {"and", list}, {`\land`, list}, {"&", list},
	{"，", list}, {"、", list}, {"；", list}, {"和", list}, {"与", list}, {"及", list},
	{"et", list}, {"und", list}, {"y", list}, {"e", list}, {"и", list},
	{"or maybe", rival}, {"or perhaps", rival}, {"or possibly", rival}, {"or even", rival}, {"or else", rival},
	{"alternatively", rival}, {"maybe", rival}, {"perhaps", rival}, {"possibly", rival}, {"either", rival},
	{"or", rival}, {`\lor`, rival}, {"→", rival}, {"≈", rival}, {"≠", rival}, {`\to`, rival}, {`\rightarrow`, rival}, {`\approx`, rival}, {`\neq`, rival}, {`\ne`, rival}, {`\pm`, rival}, {`\vee`, rival}, {"或者", rival}, {"或", rival}, {"ou", rival}, {"oder", rival}, {"или", rival}, {"vs", rival},
}

// joinOpenings tells which bytes one of joinWords may begin with.
var joinOpenings = func() *phrases {
	list := make([]string, len(joinWords))
	for i, w := range joinWords {
		list[i] = w.text
	}
	return newPhrases(list)
}()

// orWords open another answer after the one found.
var orWords = words.Listed(words.Offers)

// notAlternative are the words after "or" that only say the same again.
var notAlternative = words.Listed(words.Rephrases)

// alternative is the answer that an "or" offers right after offset i: the rest
// of that sentence, if it holds something that could be an answer.
func (v view) alternative(i int) (Offer, bool) {
	s := v.text
	for reach := i + joinerBytes; ; {
		if i >= min(len(s), reach) {
			return Offer{}, false
		}
		if n := orWord(s[i:]); n > 0 {
			if (hasFold(s[i:], "alternatively") || hasFold(s[i:], "maybe") || hasFold(s[i:], "perhaps")) && prose(s[i+n:sentenceEnd(s, i+n, min(len(s), i+joinerBytes))]) {
				return Offer{}, false // another way, not another answer
			}
			i += n
			break
		}
		n, kind := joinWord(s[i:])
		if s[i] == '(' {
			n, kind = 1, apart
		}
		if n == 0 || kind == rival {
			return Offer{}, false
		}
		i += n
	}
	for i < len(s) && (space(s[i]) || s[i] == ',') {
		i++
	}
	if i >= len(s) {
		return Offer{}, false
	}
	for _, w := range notAlternative {
		if hasFold(s[i:], w) {
			return Offer{}, false
		}
	}
	end := sentenceEnd(s, i, min(len(s), i+joinerBytes))
	if strings.IndexFunc(s[i:end], func(r rune) bool { return r >= '0' && r <= '9' || r == '\\' || r == '$' }) < 0 {
		return Offer{}, false
	}
	if end > i && s[end-1] == ')' && strings.Count(s[i:end], ")") > strings.Count(s[i:end], "(") {
		end-- // the bracket that the "or" stands in
	}
	return v.offer(i, end), true
}

// orWord is the length of the "or" that s begins with, or 0.
func orWord(s string) int {
	if b := s[0]; b < 0x80 && !letter(b) {
		return 0 // none of them begins so
	}
	for _, w := range orWords {
		if hasFold(s, w) && (!letter(w[len(w)-1]) || len(s) == len(w) || !letter(s[len(w)])) {
			return len(w)
		}
	}
	return 0
}
