package extract

import "strings"

// answerTags are the names of tags whose content is the answer.
var answerTags = []string{"answer", "final_answer", "finalanswer", "solution", "final-answer"}

// tagged finds the last closed answer tag. Tags that follow one another with
// nothing but a joiner between them offer rival answers.
func tagged(v view) Result {
	tags := answerTagSpans(v.text)
	if len(tags) == 0 {
		return Result{}
	}
	n := len(tags) - 1
	r := v.refined(RuleTag, tags[n].in, tags[n].out)
	for i := n; i > 0 && joiner(v.text[tags[i-1].to:tags[i].from]) != apart; i-- {
		b := tags[i-1]
		r.Also = append([]Offer{v.refined(RuleTag, b.in, b.out).Offer}, r.Also...)
		if len(r.Also) == maxAlso {
			break
		}
	}
	return r
}

// maxAlso bounds the rival answers that are looked at: one that differs is
// enough to decide.
const maxAlso = 64

// answerTagSpans lists the innermost closed answer tags of s in order, the
// last maxAlso of them at least.
func answerTagSpans(s string) []box {
	var out []box
	open := box{from: -1}
	name := ""
	for i := 0; ; i++ {
		k := strings.IndexByte(s[i:], '<')
		if k < 0 {
			return out
		}
		i += k
		j := i + 1
		shut := j < len(s) && s[j] == '/'
		if shut {
			j++
		}
		if j >= len(s) || !tagInitial[s[j]|0x20] {
			continue
		}
		for _, t := range answerTags {
			if !hasFold(s[j:], t) || j+len(t) >= len(s) || s[j+len(t)] != '>' {
				continue
			}
			end := j + len(t) + 1
			if !shut {
				open, name = box{from: i, in: end}, t
			} else if open.from >= 0 && name == t {
				open.out, open.to = i, end
				if len(out) > 2*maxAlso { // the last ones count
					out = append(out[:0], out[len(out)-maxAlso:]...)
				}
				out = append(out, open)
				open.from = -1
			}
			break
		}
	}
}

// tagInitial are the first letters of the answer tags.
var tagInitial = [256]bool{'a': true, 'f': true, 's': true}

// refined is the answer in text[i:j] where that may itself be a sentence: an
// anchor or a single maths span inside it narrows it down.
func (v view) refined(rule Rule, i, j int) Result {
	inner := v.slice(i, j)
	if r := boxed(inner); r.Found {
		r.Rule = rule
		return r
	}
	if r := anchored(inner); r.Found {
		r.Rule = rule
		return r
	}
	if contrasted(inner.text) > 0 {
		r := sentence(inner, 0, len(inner.text))
		r.Rule = rule
		return r
	}
	if prose(inner.text) {
		if r := sentence(inner, 0, len(inner.text)); r.Number != "" {
			r.Rule = rule
			return r
		}
	}
	return v.result(rule, i, j)
}

// hashed finds the answer after the last ####. In Markdown #### is a heading:
// unless the policy asks for this rule alone, a line that does not read as one
// answer is passed over.
func hashed(v view, only bool) Result {
	s := v.text
	var r Result
	if !strings.Contains(s, "####") { // far quicker than looking from the end
		return r
	}
	prev := -1
	for end := len(s); end > 0; {
		at := strings.LastIndex(s[:end], "####")
		if at < 0 {
			break
		}
		i, j := at+4, lineEnd(s, at)
		if r.Found {
			j = min(j, prev)
		}
		for at > 0 && s[at-1] == '#' {
			at--
		}
		end = at
		ok := !isBlank(s[i:j]) && (only && !r.Found || answerLine(s[i:j]) || !r.Found && at > 0 && isBlank(s[j:]) && fewWords(s[i:j]))
		if !ok {
			if r.Found || only {
				break
			}
			continue
		}
		if !r.Found {
			r = v.result(RuleHash, i, j)
		} else {
			if !isBlank(s[j:prev]) || len(r.Also) == maxAlso {
				break
			}
			r.Also = append([]Offer{v.offer(i, j)}, r.Also...)
		}
		prev = at
	}
	return r
}

// answerLine says that the rest of a #### line is an answer and not a heading.
func answerLine(s string) bool {
	s = strings.TrimSpace(Undress(s))
	if s == "" || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") {
		return false
	}
	digits := strings.ContainsAny(s, "0123456789\\$") || strings.IndexFunc(s, wideDigit) >= 0
	words := len(strings.Fields(s))
	if letter(s[0]) {
		return words == 1 && (len(s) <= 2 || digits) || digits && strings.Contains(s, "=") && !prose(s)
	}
	if digits && headingNumber(s) {
		return false
	}
	return digits && !prose(s) || words == 1
}

// fewWords says that a #### line at the very end, under which a heading would
// have nothing, is short enough for an answer in words.
func fewWords(s string) bool {
	return len(strings.Fields(s)) <= maxHashWords && !strings.Contains(s+" ", ": ")
}

// maxHashWords bounds such an answer: "March 5, 2021".
const maxHashWords = 4

// headingNumber says that s is a numbered heading such as "3. Check".
func headingNumber(s string) bool {
	i := 0
	for i < len(s) && digit(s[i]) {
		i++
	}
	return i > 0 && i < len(s) && (s[i] == '.' || s[i] == ')') && i+1 < len(s) && space(s[i+1])
}

func wideDigit(r rune) bool { return r >= '０' && r <= '９' }

func lineEnd(s string, i int) int {
	if k := strings.IndexByte(s[i:], '\n'); k >= 0 {
		return i + k
	}
	return len(s)
}
