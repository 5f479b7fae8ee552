package codecheck

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/verireward/verireward/internal/clip"
)

// comparison is a way of comparing what a program printed with what it should
// have printed.
type comparison struct {
	mode string
	// eps is the tolerance of mode "float".
	eps float64
}

// parseCompare reads a comparison's name: exact, lines, tokens (also ""),
// tokens-nocase, lines-unordered or float:EPS.
func parseCompare(name string) (comparison, error) {
	switch name {
	case "":
		return comparison{mode: "tokens"}, nil
	case "exact", "lines", "tokens", "tokens-nocase", "lines-unordered":
		return comparison{mode: name}, nil
	}
	if eps, ok := strings.CutPrefix(name, "float:"); ok {
		v, err := strconv.ParseFloat(eps, 64)
		if err == nil && v >= 0 && !math.IsInf(v, 0) {
			return comparison{mode: "float", eps: v}, nil
		}
		return comparison{}, fmt.Errorf("compare: %q is not a tolerance", eps)
	}
	return comparison{}, fmt.Errorf("compare: unknown comparison %q", name)
}

// text compares got with want; the reason names the first difference.
func (c comparison) text(got, want []byte) (ok bool, reason string) {
	switch c.mode {
	case "exact":
		if bytes.Equal(got, want) {
			return true, "same bytes"
		}
		i := 0
		for i < len(got) && i < len(want) && got[i] == want[i] {
			i++
		}
		return false, fmt.Sprintf("differs at byte %d", i)
	case "lines":
		return compareLines(got, want)
	case "lines-unordered":
		return compareUnordered(got, want)
	case "tokens":
		return compareTokens(got, want, func(g, w []byte) bool { return bytes.Equal(g, w) })
	case "tokens-nocase":
		return compareTokens(got, want, sameLetters)
	case "float":
		return compareTokens(got, want, func(g, w []byte) bool { return closeTokens(string(g), string(w), c.eps) })
	}
	return false, "unknown comparison"
}

// isSpace is the white space of the C locale, which is what judges split at.
func isSpace(b byte) bool { return b == ' ' || b >= '\t' && b <= '\r' }

// nextToken returns the first token of b and what follows it; an empty token
// means there is none.
func nextToken(b []byte) (token, rest []byte) {
	i := 0
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	j := i
	for j < len(b) && !isSpace(b[j]) {
		j++
	}
	return b[i:j], b[j:]
}

func compareTokens(got, want []byte, same func(g, w []byte) bool) (bool, string) {
	for n := 1; ; n++ {
		var g, w []byte
		g, got = nextToken(got)
		w, want = nextToken(want)
		switch {
		case len(g) == 0 && len(w) == 0:
			return true, fmt.Sprintf("%d tokens agree", n-1)
		case len(g) == 0:
			return false, fmt.Sprintf("token %d is missing: expected %s", n, quote(w))
		case len(w) == 0:
			return false, fmt.Sprintf("token %d is too many: found %s", n, quote(g))
		case !same(g, w):
			return false, fmt.Sprintf("token %d differs: expected %s, found %s", n, quote(w), quote(g))
		}
	}
}

// sameLetters compares without regard to the case of ASCII letters, as judges in
// the C locale do. Folding all of Unicode would call the Kelvin sign a k.
func sameLetters(g, w []byte) bool {
	if len(g) != len(w) {
		return false
	}
	for i := range g {
		if lowerASCII(g[i]) != lowerASCII(w[i]) {
			return false
		}
	}
	return true
}

func lowerASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func quote(b []byte) string { return strconv.Quote(clip.Text(string(b), 60)) }

// nextLine returns the first line of b without its end and the white space
// before that, and what follows it.
func nextLine(b []byte) (line, rest []byte) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		line, rest = b, nil
	} else {
		line, rest = b[:i], b[i+1:]
	}
	return trimRight(line), rest
}

func trimRight(b []byte) []byte {
	n := len(b)
	for n > 0 && isSpace(b[n-1]) {
		n--
	}
	return b[:n]
}

func compareLines(got, want []byte) (bool, string) {
	// White space at the very end covers both blank lines there and the end
	// of the last line.
	got, want = trimRight(got), trimRight(want)
	for n := 1; ; n++ {
		if len(got) == 0 || len(want) == 0 {
			if len(got) == len(want) {
				return true, fmt.Sprintf("%d lines agree", n-1)
			}
			if len(got) == 0 {
				return false, fmt.Sprintf("line %d is missing", n)
			}
			return false, fmt.Sprintf("line %d is too many", n)
		}
		var g, w []byte
		g, got = nextLine(got)
		w, want = nextLine(want)
		if !bytes.Equal(g, w) {
			return false, fmt.Sprintf("line %d differs: expected %s, found %s", n, quote(w), quote(g))
		}
	}
}

// compareUnordered compares the lines as a multiset, blank ones left out.
func compareUnordered(got, want []byte) (bool, string) {
	g, w := sortedLines(got), sortedLines(want)
	i := 0
	for i < len(g) && i < len(w) && bytes.Equal(g[i], w[i]) {
		i++
	}
	switch {
	case i == len(g) && i == len(w):
		return true, fmt.Sprintf("%d lines agree", i)
	case i == len(w) || i < len(g) && bytes.Compare(g[i], w[i]) < 0:
		return false, "line not expected: " + quote(g[i])
	}
	return false, "line is missing: " + quote(w[i])
}

func sortedLines(b []byte) [][]byte {
	var out [][]byte
	for len(b) > 0 {
		var line []byte
		line, b = nextLine(b)
		if len(line) > 0 {
			out = append(out, line)
		}
	}
	slices.SortFunc(out, bytes.Compare)
	return out
}

// closeTokens compares two tokens within a tolerance, absolute or relative to
// the wanted one. Tokens that are not numbers must be the same text.
func closeTokens(got, want string, eps float64) bool {
	gk, wk := numberKind(got), numberKind(want)
	switch {
	case gk == notNumber && wk == notNumber:
		return got == want
	case gk == notNumber || wk == notNumber || gk == nanNumber || wk == nanNumber:
		return false
	case gk == infNumber || wk == infNumber:
		return gk == wk && (got[0] == '-') == (want[0] == '-')
	case gk == intNumber && wk == intNumber:
		return sameInteger(got, want)
	}
	if strings.TrimPrefix(got, "+") == strings.TrimPrefix(want, "+") {
		return true
	}
	g, gerr := strconv.ParseFloat(got, 64)
	w, werr := strconv.ParseFloat(want, 64)
	if gerr == nil && werr == nil {
		diff, tol := math.Abs(g-w), eps*math.Max(1, math.Abs(w))
		// Near the border, and where doubles have run out, the decimals as
		// written decide.
		switch {
		case diff < tol*(1-borderline)-borderULP*math.Abs(w):
			return true
		case diff > tol*(1+borderline)+borderULP*math.Abs(w) && !math.IsInf(diff, 0):
			return false
		}
	}
	gr, ok := exactRat(got)
	wr, ok2 := exactRat(want)
	if !ok || !ok2 {
		return false
	}
	return closeRats(gr, wr, eps)
}

const (
	// borderline is the relative band round the tolerance in which doubles do
	// not decide.
	borderline = 1e-6
	// borderULP is above the rounding error of reading and subtracting two
	// doubles, relative to the wanted value.
	borderULP = 4e-16
	// maxExponent and maxNumberLen bound the numbers read exactly; beyond
	// them two different spellings count as different.
	maxExponent  = 5000
	maxNumberLen = 20000
)

// closeRats is |g-w| <= eps*max(1,|w|) without rounding.
func closeRats(g, w *big.Rat, eps float64) bool {
	// The tolerance is the decimal that was written, not its nearest double.
	tol, _ := new(big.Rat).SetString(strconv.FormatFloat(eps, 'g', -1, 64))
	size := new(big.Rat).Abs(w)
	if size.Cmp(oneRat) > 0 {
		tol.Mul(tol, size)
	}
	diff := new(big.Rat).Sub(g, w)
	return diff.Abs(diff).Cmp(tol) <= 0
}

var oneRat = big.NewRat(1, 1)

func exactRat(s string) (*big.Rat, bool) {
	if len(s) > maxNumberLen {
		return nil, false
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		if e, err := strconv.Atoi(s[i+1:]); err != nil || e > maxExponent || e < -maxExponent {
			return nil, false
		}
	}
	return new(big.Rat).SetString(s)
}

type number int

const (
	notNumber number = iota
	intNumber
	floatNumber
	infNumber
	nanNumber
)

// numberKind says how a token reads: an optional sign, then digits, or a
// decimal with optional exponent, or inf, infinity or nan in any letter case.
func numberKind(s string) number {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	if s == "" {
		return notNumber
	}
	if c := s[0] | 0x20; c == 'i' || c == 'n' {
		switch strings.ToLower(clip.Text(s, 12)) {
		case "inf", "infinity":
			return infNumber
		case "nan":
			return nanNumber
		}
		return notNumber
	}
	digits, i := 0, 0
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		digits++
	}
	if i == len(s) {
		return intNumber
	}
	if s[i] == '.' {
		for i++; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
			digits++
		}
	}
	if digits == 0 {
		return notNumber
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		i++
		if i < len(s) && (s[i] == '-' || s[i] == '+') {
			i++
		}
		start := i
		for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		}
		if i == start {
			return notNumber
		}
	}
	if i < len(s) {
		return notNumber
	}
	return floatNumber
}

// sameInteger compares two integer tokens of any length by their digits.
func sameInteger(a, b string) bool {
	an, a := splitSign(a)
	bn, b := splitSign(b)
	return a == b && (an == bn || a == "")
}

// splitSign returns the sign and the digits without leading zeros.
func splitSign(s string) (negative bool, digits string) {
	if s[0] == '-' || s[0] == '+' {
		negative, s = s[0] == '-', s[1:]
	}
	return negative, strings.TrimLeft(s, "0")
}
