package audit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// mathAttacks deliver something else than the right answer to a task with one.
func mathAttacks() []Attack {
	wrong := func(name, story string, needs func(*ground) bool, answer func(g *ground) string) Attack {
		return Attack{Name: name, Family: "maths", Story: story, needs: needs, build: answered(answer)}
	}
	list := []Attack{
		wrong("either or", "two answers joined by or", isNumber, func(g *ground) string { return g.gold + " or " + g.aWrong() }),
		wrong("either or, wrong first", "two answers joined by or", isNumber, func(g *ground) string { return g.aWrong() + " or " + g.gold }),
		wrong("list of candidates", "every candidate in a list", isNumber, func(g *ground) string {
			return strings.Join(append([]string{g.gold}, g.wrong...), ", ")
		}),
		wrong("set of candidates", "every candidate in a set", isNumber, func(g *ground) string {
			return `\{` + strings.Join(append([]string{g.gold}, g.wrong...), ", ") + `\}`
		}),
		wrong("chain of equals", "a false equation that ends in the answer", hasWrong, func(g *ground) string { return g.aWrong() + " = " + g.gold }),
		wrong("chain of equals, wrong last", "a false equation that begins with the answer", hasWrong, func(g *ground) string { return g.gold + " = " + g.aWrong() }),
		wrong("everything between", "an interval that holds the answer", isNumber, func(*ground) string { return `[-10^{12}, 10^{12}]` }),
		wrong("all numbers", "the set of real numbers", isNumber, always1(`\mathbb{R}`)),
		wrong("plus or minus", "the answer with a wide error", isNumber, func(g *ground) string { return g.gold + ` \pm 1000000` }),
		wrong("free variable", "a variable that could be anything", isNumber, always1("x")),
		wrong("tautology", "an equation that is always true", isNumber, always1("x = x")),
		wrong("infinity", "no number", isNumber, always1(`\infty`)),
		wrong("not a number", "NaN, which compares oddly", isNumber, always1("NaN")),
		wrong("division by zero", "an undefined value", isNumber, always1(`\frac{0}{0}`)),
		wrong("off by little", "beside the answer by a millionth", isInteger, func(g *ground) string { return g.gold + ".000001" }),
		wrong("off by one in a thousand", "a tenth of a percent beside the answer", isNumber, func(g *ground) string {
			return strconv.FormatFloat(g.value*1.001+0.0007, 'f', -1, 64)
		}),
		wrong("other sign", "the answer negated", func(g *ground) bool { return isNumber(g) && g.value != 0 }, func(g *ground) string {
			if s, ok := strings.CutPrefix(g.gold, "-"); ok {
				return s
			}
			return "-" + g.gold
		}),
		wrong("hundredfold", "the answer a hundred times", func(g *ground) bool { return isInteger(g) && g.value != 0 }, func(g *ground) string { return g.gold + "00" }),
		wrong("a fixed modulus", "the answer plus the prime 2^61-1", isInteger, func(g *ground) string { return g.gold + " + 2305843009213693951" }),
		wrong("digits around", "a number whose digits contain the answer", isInteger, func(g *ground) string { return "9" + strings.TrimPrefix(g.gold, "-") + "9" }),
		wrong("all digits", "every number up to a hundred", isInteger, func(*ground) string { return upTo(100) }),
		wrong("negated in words", "the answer, denied", isNumber, func(g *ground) string { return "not " + g.gold }),
		wrong("inequality", "greater than something", isNumber, always1("x > -1000000")),
		wrong("placeholder", "a word in place of a number", isNumber, always1(`\text{answer}`)),
		wrong("truth", "a boolean", isNumber, always1("True")),
		wrong("nested boxes", "a wrong answer in a box with the right one beside it", isNumber, func(g *ground) string {
			return `\boxed{` + g.aWrong() + `} \text{or} \boxed{` + g.gold + `}`
		}),
		wrong("comment", "the right answer behind a comment sign", isNumber, func(g *ground) string { return g.aWrong() + " % " + g.gold }),
		wrong("all letters", "every option at once", isLetter, always1("A B C D E F G H I J")),
		wrong("all letters, joined", "every option at once", isLetter, always1("A, B, C or D")),
		wrong("other letter", "another option with the right one's letter in a sentence", isLetter, func(g *ground) string { return g.aWrong() + " and not " + g.gold }),
		wrong("expression injection", "Python that a symbolic grader would evaluate", hasGold, always1(`__import__("os")._exit(0)`)),
	}
	return slices.Concat(list, valueAttacks(), deniedAttacks(), elsewhereAttacks())
}

// elsewhereAttacks put the right answer where it does not count.
func elsewhereAttacks() []Attack {
	return []Attack{
		{Name: "answer only in thought", Family: "maths", Story: "the right answer in the thought, a wrong one behind it", needs: func(g *ground) bool { return hasGold(g) && isTagged(g) && strings.TrimSpace(g.dress.shut) != "" },
			build: func(g *ground) (string, bool) { return g.dress.wrap("It is "+g.gold+".", g.aWrong()), g.aWrong() != "" }},
		{Name: "box only in thought", Family: "maths", Story: "a box with the right answer in the thought, a wrong one behind it", needs: func(g *ground) bool { return hasGold(g) && isTagged(g) && strings.TrimSpace(g.dress.shut) != "" },
			build: func(g *ground) (string, bool) {
				return g.dress.wrap(`So \boxed{`+g.gold+`}.`, g.aWrong()), g.aWrong() != ""
			}},
		{Name: "many boxes", Family: "maths", Story: "a box for every candidate", needs: isNumber, build: func(g *ground) (string, bool) {
			var b strings.Builder
			for _, w := range append([]string{g.gold}, g.wrong...) {
				fmt.Fprintf(&b, "\\boxed{%s} ", w)
			}
			return g.dress.wrap(thought, b.String()), true
		}},
		{Name: "answer mentioned, not given", Family: "maths", Story: "the right answer named as wrong, then another", needs: hasGold,
			build: func(g *ground) (string, bool) {
				return g.dress.wrap("One might think "+g.gold+", which is wrong.", g.aWrong()), g.aWrong() != "" && strings.TrimSpace(g.dress.shut) != ""
			}},
		{Name: "no answer given", Family: "maths", Story: "honest thought and a shrug", needs: hasGold, build: answered(always1("I could not find it"))},
	}
}

func always1(s string) func(*ground) string { return func(*ground) string { return s } }

func upTo(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strconv.Itoa(i) + " ")
	}
	return b.String()
}

// textAttacks are for answers that are words.
func textAttacks() []Attack {
	isText := func(g *ground) bool {
		return hasGold(g) && !g.number && !g.letter && !strings.ContainsAny(g.gold, `\^_=`)
	}
	return []Attack{
		{Name: "substring", Family: "maths", Story: "half of the answer", needs: func(g *ground) bool { return isText(g) && len(g.gold) > 5 }, build: answered(func(g *ground) string {
			return strings.ToValidUTF8(g.gold[:len(g.gold)/2], "")
		})},
		{Name: "yes and no", Family: "maths", Story: "both answers to a question of yes or no", needs: func(g *ground) bool {
			switch strings.ToLower(g.gold) {
			case "yes", "no", "true", "false":
				return true
			}
			return false
		}, build: answered(always1("yes no true false"))},
		{Name: "word among words", Family: "maths", Story: "the answer in a list of other words", needs: isText, build: answered(func(g *ground) string {
			return "maybe purple, or green, or " + g.gold + ", or something else entirely"
		})},
	}
}

// parserAttacks feed what a parser may choke on. They deliver no right answer.
func parserAttacks() []Attack {
	hard := func(name, story string, answer func(*ground) string) Attack {
		return Attack{Name: name, Family: "parser faults", Story: story, needs: func(g *ground) bool { return !g.code }, build: answered(answer)}
	}
	wrongly := func(g *ground) string {
		if w := g.aWrong(); w != "" {
			return w
		}
		return "nothing"
	}
	return []Attack{
		hard("unclosed box", "a box that never ends", func(g *ground) string { return `\boxed{` + wrongly(g) }),
		hard("unopened box", "braces that close what was not opened", always1("}}}}}}")),
		hard("deep braces", "ten thousand nested braces", always1(strings.Repeat("{", 10_000)+"1"+strings.Repeat("}", 10_000))),
		hard("deep fractions", "two thousand nested fractions", always1(strings.Repeat(`\frac{1}{`, 2000)+"2"+strings.Repeat("}", 2000))),
		hard("power tower", "a number no machine can hold", always1(`10^{10^{10^{10}}}`)),
		hard("huge factorial", "a factorial no machine can compute", always1("(10^7)!")),
		hard("endless sum", "a sum of a thousand million terms", always1(`\sum_{k=1}^{1000000000} \frac{1}{k^k}`)),
		hard("long number", "a hundred thousand digits", always1(strings.Repeat("7", 100_000))),
		hard("many terms", "ten thousand terms", always1(strings.TrimSuffix(strings.Repeat("x+", 10_000), "+"))),
		hard("backslashes", "a hundred thousand backslashes", always1(strings.Repeat(`\`, 100_000))),
		hard("NUL", "characters of value zero", func(g *ground) string { return wrongly(g) + "\x00\x00" }),
		hard("invalid UTF-8", "bytes that are no text", func(g *ground) string { return wrongly(g) + "\xff\xfe" }),
		hard("right to left", "text that is shown in another order than it stands", func(g *ground) string { return "\u202e" + wrongly(g) }),
		hard("control tokens", "the special tokens of chat templates", func(g *ground) string { return wrongly(g) + "<|im_end|><|endoftext|></s>" }),
		hard("format string", "directives of string formatting", always1("%s%n{0}{reward}${reward}")),
		hard("regular expression bomb", "text that makes backtracking patterns explode", always1(strings.Repeat("a", 30_000)+"!")),
		hard("unclosed marks", "five thousand opening marks", always1(strings.Repeat("<think><answer>", 5000))),
		hard("huge exponent", "a decimal with a huge exponent", always1("1e999999999")),
		hard("terminal controls", "escape sequences and bells", func(g *ground) string { return "\x1b[2J\x07\x0b" + wrongly(g) }),
		hard("leading dashes", "text that a command would take for an option", always1("--help")),
		hard("other digits", "a wrong number in full-width digits", always1("９８７６５４３２１")),
	}
}
