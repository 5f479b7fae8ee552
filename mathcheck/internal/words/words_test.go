package words

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNumber(t *testing.T) {
	for s, want := range map[string]string{
		"twenty-one": "21", "Twenty one": "21", "three hundred and five": "305", "three hundred five": "305", "a hundred": "100", "one hundred": "100",
		"a dozen": "12", "dozen": "12", "two dozen": "24", "half a dozen": "6", "half a million": "500000", "a half": "1/2", "one half": "1/2", "half": "1/2",
		"two thirds": "2/3", "two-thirds": "2/3", "three quarters": "3/4", "three-fourths": "3/4", "one third": "1/3", "a quarter": "1/4",
		"two and a half": "5/2", "three and three quarters": "15/4", "one and one third": "4/3", "minus five": "-5", "negative two thirds": "-2/3",
		"3 million": "3000000", "3.5 million": "3500000", "2 dozen": "24", "1.2 billion": "1200000000", "five thousand": "5000", "5 thousand": "5000",
		"one thousand two hundred thirty-four": "1234", "one thousand, two hundred and thirty-four": "1234", "two million three hundred thousand": "2300000",
		"twelve hundred": "1200", "zero": "0", "ninety-nine": "99", "one million": "1000000", "six point two five": "25/4", "zero point five": "1/2", "three over four": "3/4",
		`\text{twenty-one}`: "21", "fifty thousand": "50000", "nine hundred ninety-nine thousand nine hundred ninety-nine": "999999", "a score": "20", "two and a half million": "2500000",
		"seven eighths": "7/8", "five sixteenths": "5/16", "one hundred and one": "101", "hundred": "100", "3 thousand": "3000", "five hundred million": "500000000",
		"三百零五": "305", "二十一": "21", "十": "10", "十二": "12", "两千": "2000", "二百五": "250", "三分之二": "2/3", "百分之二十": "1/5", "三点一四": "157/50", "3万": "30000", "1.5亿": "150000000", "负五": "-5", "一又二分之一": "3/2",
		"一万二千三百四十五": "12345", "二〇二四": "2024", "一百万": "1000000", "三亿五千万": "350000000", "壹佰": "100", "半": "1/2", "六成": "3/5", "一千零一": "1001", "5千": "5000",
	} {
		r, ok := Number(s)
		if assert.True(t, ok, s) {
			assert.Equal(t, want, r.RatString(), s)
		}
	}
	for _, s := range []string{"", "5", "3.5", "apple", "five apples", "one two", "and five", "five and", "hundred five six", "twenty eleven", "point five six x", "十十x", "分之", "三分之", "a", "the", "twenty-one or two", "two thirds thirds", "minus", "x", "点", "ten twenty"} {
		r, ok := Number(s)
		assert.False(t, ok, "%q gives %v", s, r)
	}
}

func TestOrdinal(t *testing.T) {
	for s, want := range map[string]int64{"1st": 1, "22nd": 22, "3rd": 3, "11th": 11, "first": 1, "twenty-first": 21, "the third": 3, "第三": 3, "第12": 12, "12^{th}": 12} {
		n, ok := Ordinal(s)
		assert.True(t, ok, s)
		assert.Equal(t, want, n, s)
	}
	for _, s := range []string{"", "one", "thirdly", "th", "xth", "5"} {
		_, ok := Ordinal(s)
		assert.False(t, ok, s)
	}
}

func TestFold(t *testing.T) {
	for _, same := range [][]string{
		{"Paris", "paris", "PARIS", "Paris.", `\text{Paris}`, `\textbf{Paris}`, "**Paris**", `"Paris"`, "$\\text{Paris}$", " Paris ", "“Paris”", "\\mathrm{Paris}", "P\u200baris"},
		{"a cat", "cat", "the cat", "The Cat.", "there is a cat"},
		{"right-angled", "right angled"},
		{"café", "cafe\u0301", "CAFÉ"},
		{"no solution", "There is no solution.", `\text{no solution}`, "no~solution", `\text{no }\text{solution}`},
	} {
		for _, s := range same {
			assert.Equal(t, Fold(same[0]), Fold(s), s)
			assert.Equal(t, Fold(s), Fold(Fold(s)), s)
		}
	}
	assert.NotEqual(t, Fold("café"), Fold("cafe"))
	assert.NotEqual(t, Fold("odd"), Fold("oddd"))
}

func TestDropRemark(t *testing.T) {
	for in, want := range map[string]string{
		"Paris (the capital)": "Paris", "42 (forty-two)": "42", "5 （五）": "5", "Paris": "Paris", "f(x)": "f(x)", "4 (or 5)": "4 (or 5)",
		"x (not y)": "x (not y)", "2 (x + 1)": "2 (x + 1)", "(a, b)": "(a, b)", "3 (mod 7)": "3 (mod 7)", "yes (since it is even).": "yes",
	} {
		assert.Equal(t, want, DropRemark(in), in)
	}
}

const alphabet = "ABCDEFGHIJ"

func TestChoices(t *testing.T) {
	for s, want := range map[string]string{
		"B": "B", "(B)": "B", "B.": "B", "[B]": "B", `\text{(B)}`: "B", `\textbf{(B)}`: "B", "option B": "B", "Option (B)": "B", "选B": "B", "选项B": "B", "(b)": "B",
		"A, C": "AC", "C, A": "AC", "A and C": "AC", "AC": "AC", "CA": "AC", "A,C": "AC", "(A)(C)": "AC", "(A), (C)": "AC", "A;C": "AC", "A/C": "AC", "A & C": "AC", "A、C": "AC", "A, B and D": "ABD", "ABD": "ABD",
		`\text{A, C}`: "AC", "Ｂ": "B", "b": "B", "a, c": "AC", "（B）": "B", "**B**": "B", "B)": "B", "(A, C)": "AC", "choice D": "D", "option C is correct": "C", "C is the correct answer.": "C",
	} {
		got, ok := Choices(s, alphabet, false)
		if assert.True(t, ok, s) {
			assert.Equal(t, want, got, s)
		}
	}
	for _, s := range []string{"", "K", "A or B", "AA", "Paris", "A cat", "A=5", "A+1", "x", "5", "A_1", "B^2", "not A", "()"} {
		got, ok := Choices(s, alphabet, false)
		assert.False(t, ok, "%q gives %q", s, got)
	}
	for _, s := range []string{"b", "Bad", "ab"} {
		_, ok := Choices(s, alphabet, true)
		assert.False(t, ok, s)
	}
}

func TestChoiceText(t *testing.T) {
	for s, want := range map[string]string{
		"B. Paris": "B", "(B) Paris": "B", "B) Paris": "B", "B: Paris": "B", "option B: Paris": "B", `\textbf{(B)}\ 12`: "B", "B. 3.5": "B", "B、巴黎": "B", "B．巴黎": "B", "B - Paris": "B",
		"B. Paris and C. Rome": "BC", "B. Paris (C) Rome": "BC", "(A) or (B)": "AB", "(B) A tall tree": "B", "B. or C": "BC", "B, but C is also possible": "BC", "B, because it is even": "B",
	} {
		got, ok := ChoiceText(s, alphabet)
		if assert.True(t, ok, s) {
			assert.Equal(t, want, got, s)
		}
	}
	for _, s := range []string{"", "Paris", "A cat", "I think so", "B = 5", "(x) Paris", "A.5", "Z. x"} {
		got, ok := ChoiceText(s, alphabet)
		assert.False(t, ok, "%q gives %q", s, got)
	}
}

func TestBool(t *testing.T) {
	for s, want := range map[string]bool{"yes": true, "Yes.": true, "TRUE": true, `\text{Yes}`: true, "No": false, "false": false, "是": true, "否": false, "Yes, it is even": true, "No, because 7 is odd": false, "да": true, "错误": false} {
		v, ok := Bool(s)
		assert.True(t, ok, s)
		assert.Equal(t, want, v, s)
	}
	for _, s := range []string{"", "maybe", "yes and no", "yes, or no", "yes, maybe", "not true", "no solution", "none", "5"} {
		_, ok := Bool(s)
		assert.False(t, ok, s)
	}
}

func TestDate(t *testing.T) {
	for _, same := range [][]string{
		{"July 4, 1776", "4 July 1776", "Jul 4, 1776", "July 4th, 1776", "the 4th of July, 1776", "1776-07-04", "07/04/1776", "7/4/1776", "4.7.1776", "1776年7月4日", "Thursday, July 4, 1776", "JULY 4 1776", `\text{July 4, 1776}`, "1776/7/4", "4-Jul-1776"},
		{"March 14", "14 March", "Mar. 14", "the 14th of March", "3月14日", "March 14th", "March fourteenth"},
		{"July 1776", "Jul 1776", "1776年7月", "1776-07"},
	} {
		a, ok := ReadDate(same[0])
		assert.True(t, ok)
		for _, s := range same {
			b, ok := ReadDate(s)
			assert.True(t, ok, s)
			assert.True(t, SameDate(a, b), "%s: %+v", s, b)
		}
	}
	for _, p := range [][2]string{{"July 4, 1776", "July 5, 1776"}, {"July 4, 1776", "July 4, 1777"}, {"07/04/1776", "04/07/1776"}, {"March 14", "March 15"}, {"July 1776", "June 1776"}, {"July 4", "July 4, 1776"}} {
		a, ok := ReadDate(p[0])
		assert.True(t, ok, p[0])
		b, ok := ReadDate(p[1])
		assert.True(t, ok, p[1])
		assert.False(t, SameDate(a, b), "%v", p)
	}
	for _, s := range []string{"", "5", "July", "13/13/2020", "1/2", "x July", "July 4 5 1776", "2020-13-01", "3.14", "4 5 6"} {
		d, ok := ReadDate(s)
		assert.False(t, ok, "%q gives %+v", s, d)
	}
}

func TestClock(t *testing.T) {
	for _, same := range [][]string{
		{"3:30 PM", "3:30pm", "3:30 p.m.", "3:30", "3.30 pm", "half past three", "15:30", "15h30", "下午3点30分", "下午3点半", "03:30 PM", "3:30 in the afternoon", "3:30:00 PM", "quarter to four"},
		{"12:00", "noon", "12 pm", "12:00 PM", "12 noon"},
		{"0:00", "midnight", "12:00 AM", "00:00", "24:00"},
		{"9:05", "9:05 AM", "09:05"},
		{"3 o'clock", "3:00", "3 PM", "three o'clock"},
	} {
		a, ok := ReadClock(same[0])
		assert.True(t, ok, same[0])
		for _, s := range same {
			b, ok := ReadClock(s)
			if s == "quarter to four" {
				assert.Equal(t, 225, b.Minute)
				continue
			}
			if assert.True(t, ok, s) {
				assert.True(t, SameClock(a, b), "%s and %s: %+v %+v", same[0], s, a, b)
			}
		}
	}
	for _, p := range [][2]string{{"3:30", "3:31"}, {"3:30 PM", "3:30 AM"}, {"15:30", "03:30"}, {"3:30", "1:10"}, {"12:00 AM", "12:00 PM"}, {"9:05", "9:50"}} {
		a, ok := ReadClock(p[0])
		assert.True(t, ok, p[0])
		b, ok := ReadClock(p[1])
		assert.True(t, ok, p[1])
		assert.False(t, SameClock(a, b), "%v", p)
	}
	for _, s := range []string{"", "3", "3:3", "25:00", "3:60", "2:1", "3:300", "x", "3.30", "13 AM"} {
		c, ok := ReadClock(s)
		assert.False(t, ok, "%q gives %+v", s, c)
	}
	assert.True(t, Read("3:30").IsClock())
	assert.True(t, Read("3:30 PM").IsClock())
	assert.False(t, Read("2:1").IsClock())
	assert.False(t, Read("3:75").IsClock())
	assert.False(t, Read("1:2:3").IsClock())
}

func TestName(t *testing.T) {
	for s, want := range map[string]Meaning{
		"no solution": NoSolution, "No solutions.": NoSolution, `\text{no solution}`: NoSolution, "There is no solution": NoSolution, "无解": NoSolution, `\emptyset`: EmptySet, `\varnothing`: EmptySet, "∅": EmptySet, "the empty set": EmptySet, `\{\}`: EmptySet,
		"all real numbers": AllReals, `\mathbb{R}`: AllReals, "ℝ": AllReals, `x \in \mathbb{R}`: AllReals, "the set of real numbers": AllReals, "all reals": AllReals, "全体实数": AllReals,
		`\mathbb{Z}`: AllIntegers, "the integers": AllIntegers, "infinitely many": InfinitelyMany, "infinitely many solutions": InfinitelyMany, "undefined": Undefined, "DNE": Undefined, "does not exist": Undefined, "infinity": Infinity, `\infty`: Infinity, "negative infinity": NegativeInfinity, `-\infty`: NegativeInfinity, "−∞": NegativeInfinity,
	} {
		m, ok := Name(s)
		assert.True(t, ok, s)
		assert.Equal(t, want, m, s)
	}
	for _, s := range []string{"", "one solution", "x", "5", "R", "no"} {
		_, ok := Name(s)
		assert.False(t, ok, s)
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"twenty-one", "三百零五", "3:30 PM", "July 4, 1776", "(A), (C)", "B. Paris", "no solution", "Yes, it is", "half past three", "\\text{a}", "4 (or 5)", "21st"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		Number(s)
		Ordinal(s)
		ReadDate(s)
		ReadClock(s)
		Read(s).IsClock()
		Choices(s, alphabet, false)
		ChoiceText(s, alphabet)
		Bool(s)
		Name(s)
		DropRemark(s)
		// Plain takes off escapes and leaves what is over its ceiling as it
		// is, so that only short text without markup is a fixed point.
		if f := Fold(s); len(s) <= MaxBytes && Fold(f) != f && !strings.ContainsAny(s, "\\*") {
			t.Fatalf("Fold is not idempotent on %q: %q, %q", s, f, Fold(f))
		}
	})
}

func TestSame(t *testing.T) {
	for _, p := range [][2]string{
		{"Evelyn", `\textbf{evelyn}`}, {"the cat", "a cat"}, {"Paris, France", "Paris France"}, {"Evelyn", "Evelyn (the tallest)"}, {"right triangle", "a right-triangle."}, {"甲", "甲。"}, {"triangle A", "the triangle A"}, {"Quadrant II", "quadrant II"}, {"blue", "The color is blue."}, {"Alice", "The winner is Alice"},
	} {
		assert.True(t, Same(p[0], p[1]), "%v", p)
	}
	for _, p := range [][2]string{
		{"AB", "ab"}, {"x", "X"}, {"sin X", "sin x"}, {`\frac{1}{2}`, `\frac{1}{2`}, {"triangle A", "triangle a1"}, {"point p", "point P"}, {"cat", "cats"}, {"Evelyn", "Evelyn (or Carla)"}, {"", ""}, {"café", "cafe"}, {"blue", "The color is not blue"}, {"blue", "It is either red or blue"}, {"blue", "The sky is blue is false"},
	} {
		assert.False(t, Same(p[0], p[1]), "%v", p)
	}
}
