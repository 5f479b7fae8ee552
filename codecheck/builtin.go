package codecheck

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// BuiltinChecker judges an output by an answer file. It returns AC, WA or PE
// and why, or an error when the answer file itself is not valid for it.
type BuiltinChecker func(output, answer []byte) (Verdict, string, error)

// BuiltinCheckers are the standard checkers of the testlib family, by name.
// They agree with testlib's verdicts; testlib itself is not needed.
//
//	wcmp      the same tokens                 fcmp   the same lines, exactly
//	lcmp      the same tokens line by line    hcmp   one integer of any length
//	icmp      one 32-bit integer              ncmp   64-bit integers, in order
//	uncmp     64-bit integers in any order    yesno  one YES or NO, any case
//	nyesno    several YES or NO               rcmp   one number, 1.5e-6 absolute
//	rncmp     numbers, 1.5e-5 absolute        acmp   one number, 1.5e-6 absolute
//	rcmp4     numbers, 1e-4 abs. or relative  dcmp   one number, 1e-6 abs. or relative
//	rcmp6     the same with 1e-6              rcmp9  the same with 1e-9
//	caseicmp  "Case #k: integer"              casencmp, casewcmp: lists after "Case #k:"
var BuiltinCheckers = map[string]BuiltinChecker{
	"wcmp": checker(wcmp), "fcmp": checker(lineChecker(bytes.Equal)), "lcmp": checker(lineChecker(sameWords)),
	"hcmp": checker(hcmp), "icmp": checker(icmp), "ncmp": checker(ncmp), "uncmp": checker(uncmp),
	"yesno": checker(yesno), "nyesno": checker(nyesno),
	"rcmp": checker(oneReal(absolute(1.5e-6))), "acmp": checker(oneReal(absolute(1.5e-6))),
	"dcmp": checker(oneReal(relative(1e-6))), "rncmp": checker(reals(absolute(1.5e-5))),
	"rcmp4": checker(reals(relative(1e-4))), "rcmp6": checker(reals(relative(1e-6))), "rcmp9": checker(reals(relative(1e-9))),
	"caseicmp": checker(cases(1, true)), "casencmp": checker(cases(-1, true)), "casewcmp": checker(cases(-1, false)),
}

// outcome ends a checker early; it is panicked with and recovered in checker.
type outcome struct {
	verdict Verdict
	reason  string
	invalid bool
}

func reject(v Verdict, format string, args ...any) {
	panic(outcome{verdict: v, reason: fmt.Sprintf(format, args...)})
}

func badAnswer(format string, args ...any) {
	panic(outcome{invalid: true, reason: fmt.Sprintf(format, args...)})
}

// checker makes a BuiltinChecker of a function that panics with an outcome to
// end early. Accepting requires that the output was read to its end.
func checker(judge func(out, ans *reader) string) BuiltinChecker {
	return func(output, answer []byte) (v Verdict, reason string, err error) {
		defer func() {
			switch p := recover().(type) {
			case nil:
			case outcome:
				if p.invalid {
					v, reason, err = "", "", fmt.Errorf("answer file: %s", p.reason)
				} else {
					v, reason = p.verdict, p.reason
				}
			default:
				panic(p)
			}
		}()
		out, ans := newReader(output, false), newReader(answer, true)
		reason = judge(out, ans)
		if !out.atEnd() {
			return PresentationError, "extra information in the output", nil
		}
		return Accepted, reason, nil
	}
}

// reader reads tokens and lines as testlib does outside its strict mode.
type reader struct {
	b      []byte
	answer bool
}

func newReader(b []byte, answer bool) *reader {
	return &reader{bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), answer}
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

// atEnd skips blanks and says whether nothing follows.
func (r *reader) atEnd() bool {
	i := 0
	for i < len(r.b) && isBlank(r.b[i]) {
		i++
	}
	r.b = r.b[i:]
	return len(r.b) == 0
}

// fail ends the check: an unreadable answer is our fault, an unreadable output
// a presentation error.
func (r *reader) fail(format string, args ...any) {
	if r.answer {
		badAnswer(format, args...)
	}
	reject(PresentationError, format, args...)
}

func (r *reader) token() string {
	if r.atEnd() {
		r.fail("unexpected end of file")
	}
	i := 0
	for i < len(r.b) && !isBlank(r.b[i]) {
		i++
	}
	t := r.b[:i]
	r.b = r.b[i:]
	return string(t)
}

// line reads up to the next line feed; a carriage return before it is dropped.
func (r *reader) line() []byte {
	var l []byte
	if i := bytes.IndexByte(r.b, '\n'); i >= 0 {
		l, r.b = r.b[:i], r.b[i+1:]
	} else {
		l, r.b = r.b, nil
	}
	return bytes.TrimSuffix(l, []byte("\r"))
}

// isInteger accepts what testlib reads as an integer: no plus sign, no leading
// zero, no minus zero.
func isInteger(t string) bool {
	d := strings.TrimPrefix(t, "-")
	if d == "" || d[0] == '0' && (len(d) > 1 || len(t) > 1) {
		return false
	}
	for i := range len(d) {
		if d[i] < '0' || d[i] > '9' {
			return false
		}
	}
	return true
}

func (r *reader) integer(bits int) int64 {
	t := r.token()
	v, err := strconv.ParseInt(t, 10, bits)
	if !isInteger(t) || err != nil {
		r.fail("expected an integer of %d bits, found %s", bits, quote([]byte(t)))
	}
	return v
}

func (r *reader) real() float64 {
	t := r.token()
	if k := numberKind(t); k != intNumber && k != floatNumber {
		r.fail("expected a number, found %s", quote([]byte(t)))
	}
	v, _ := strconv.ParseFloat(t, 64) // out of range reads as infinity
	return v
}

func (r *reader) yesNo(t string) string {
	t = strings.ToUpper(t)
	if t != "YES" && t != "NO" {
		r.fail("expected YES or NO, found %s", quote([]byte(t)))
	}
	return t
}

func wcmp(out, ans *reader) string {
	n := 0
	for !ans.atEnd() && !out.atEnd() {
		n++
		if j, p := ans.token(), out.token(); j != p {
			reject(WrongAnswer, "token %d differs: expected %s, found %s", n, quote([]byte(j)), quote([]byte(p)))
		}
	}
	if !ans.atEnd() {
		reject(WrongAnswer, "output ends after %d tokens", n)
	}
	if !out.atEnd() {
		reject(WrongAnswer, "output has extra tokens")
	}
	return fmt.Sprintf("%d tokens", n)
}

func sameWords(a, b []byte) bool {
	ok, _ := compareTokens(a, b, bytes.Equal)
	return ok
}

func lineChecker(same func(a, b []byte) bool) func(out, ans *reader) string {
	return func(out, ans *reader) string {
		n := 0
		for len(ans.b) > 0 {
			j := ans.line()
			if len(j) == 0 && len(ans.b) == 0 {
				break
			}
			n++
			if p := out.line(); !same(j, p) {
				reject(WrongAnswer, "line %d differs: expected %s, found %s", n, quote(j), quote(p))
			}
		}
		return fmt.Sprintf("%d lines", n)
	}
}

func hcmp(out, ans *reader) string {
	j, p := ans.token(), out.token()
	switch {
	case !ans.atEnd():
		ans.fail("expected exactly one token")
	case !isInteger(j):
		ans.fail("%s is not an integer", quote([]byte(j)))
	case !isInteger(p):
		out.fail("%s is not an integer", quote([]byte(p)))
	case j != p:
		reject(WrongAnswer, "expected %s, found %s", quote([]byte(j)), quote([]byte(p)))
	}
	return "same integer"
}

func icmp(out, ans *reader) string {
	if j, p := ans.integer(32), out.integer(32); j != p {
		reject(WrongAnswer, "expected %d, found %d", j, p)
	}
	return "same integer"
}

func ncmp(out, ans *reader) string {
	n := 0
	for !ans.atEnd() && !out.atEnd() {
		n++
		if j, p := ans.integer(64), out.integer(64); j != p {
			reject(WrongAnswer, "number %d differs: expected %d, found %d", n, j, p)
		}
	}
	sameLength(out, ans, n, func(r *reader) { r.integer(64) })
	return fmt.Sprintf("%d numbers", n)
}

// sameLength reads what either side has left after n elements.
func sameLength(out, ans *reader, n int, read func(*reader)) {
	for _, r := range []*reader{ans, out} {
		more := 0
		for !r.atEnd() {
			read(r)
			more++
		}
		if more > 0 && r.answer {
			reject(WrongAnswer, "answer has %d elements, output %d", n+more, n)
		} else if more > 0 {
			reject(WrongAnswer, "answer has %d elements, output %d", n, n+more)
		}
	}
}

func uncmp(out, ans *reader) string {
	read := func(r *reader) (l []int64) {
		for !r.atEnd() {
			l = append(l, r.integer(64))
		}
		slices.Sort(l)
		return l
	}
	j, p := read(ans), read(out)
	if !slices.Equal(j, p) {
		reject(WrongAnswer, "not the same %d numbers", len(j))
	}
	return fmt.Sprintf("%d numbers", len(j))
}

func yesno(out, ans *reader) string {
	// Both are read before either is looked at, as testlib does.
	j, p := ans.token(), out.token()
	if j, p = ans.yesNo(j), out.yesNo(p); j != p {
		reject(WrongAnswer, "expected %s, found %s", j, p)
	}
	return "same word"
}

func nyesno(out, ans *reader) string {
	n := 0
	for !ans.atEnd() && !out.atEnd() {
		n++
		if j, p := ans.yesNo(ans.token()), out.yesNo(out.token()); j != p {
			reject(WrongAnswer, "word %d differs: expected %s, found %s", n, j, p)
		}
	}
	sameLength(out, ans, n, func(r *reader) { r.token() })
	return fmt.Sprintf("%d words", n)
}

type closeness func(want, got float64) bool

func absolute(eps float64) closeness {
	return func(want, got float64) bool { return math.Abs(want-got) <= eps }
}

// relative is testlib's doubleCompare for finite wanted values, with the same
// slack of 1e-15 for rounding.
func relative(eps float64) closeness {
	const slack = 1e-15
	return func(want, got float64) bool {
		if math.IsInf(want, 0) || math.IsInf(got, 0) {
			return want == got
		}
		if math.Abs(got-want) <= eps+slack {
			return true
		}
		a, b := want*(1-eps), want*(1+eps)
		return got+slack >= min(a, b) && got <= max(a, b)+slack
	}
}

func oneReal(near closeness) func(out, ans *reader) string {
	return func(out, ans *reader) string {
		if j, p := ans.real(), out.real(); !near(j, p) {
			reject(WrongAnswer, "expected %g, found %g", j, p)
		}
		return "close"
	}
}

func reals(near closeness) func(out, ans *reader) string {
	return func(out, ans *reader) string {
		n := 0
		for !ans.atEnd() {
			n++
			if j, p := ans.real(), out.real(); !near(j, p) {
				reject(WrongAnswer, "number %d differs: expected %g, found %g", n, j, p)
			}
		}
		return fmt.Sprintf("%d numbers", n)
	}
}

// cases compares "Case #k:" blocks of count tokens each (-1: up to the next
// block), as 64-bit integers or as words.
func cases(count int, integers bool) func(out, ans *reader) string {
	return func(out, ans *reader) string {
		k := 0
		for !ans.atEnd() {
			k++
			j, p := ans.block(k, count, integers), out.block(k, count, integers)
			if !slices.Equal(j, p) {
				reject(WrongAnswer, "case %d differs: expected %s, found %s", k,
					quote([]byte(strings.Join(j, " "))), quote([]byte(strings.Join(p, " "))))
			}
		}
		return fmt.Sprintf("%d cases", k)
	}
}

func (r *reader) block(k, count int, integers bool) (tokens []string) {
	if t := r.token(); t != "Case" {
		r.fail("expected Case, found %s", quote([]byte(t)))
	}
	if t, want := r.token(), fmt.Sprintf("#%d:", k); t != want {
		r.fail("expected %s, found %s", want, quote([]byte(t)))
	}
	for len(tokens) != count && (count > 0 || !r.atEnd() && !bytes.HasPrefix(r.b, []byte("Case"))) {
		if integers {
			tokens = append(tokens, strconv.FormatInt(r.integer(64), 10))
		} else {
			tokens = append(tokens, r.token())
		}
	}
	return tokens
}
