package latex

import (
	"strings"
)

// Commas says how a comma between digits without a space is read.
type Commas uint8

// The readings of "1,234" and "3,14".
const (
	// CommaGroups reads groups of three digits as one number.
	CommaGroups Commas = iota
	// CommaList reads every comma as a separator.
	CommaList
	// CommaDecimal reads a single comma between digits as a decimal mark.
	CommaDecimal
)

// joinNumbers merges the tokens of numbers written with thousands groups or a
// decimal comma into one. It works in place, in one pass.
func joinNumbers(src string, toks []token, mode Commas) []token {
	if !numbersJoin(toks, mode) {
		return toks
	}
	out := toks[:0]
	var spaced []bool // per open bracket: a comma with a space, or a semicolon, is in it
	if needsBracketScan(toks) {
		spaced = scanBrackets(toks)
	}
	depth, open := 0, -1
	var stack []int
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		switch t.kind {
		case tOpen, tSetOpen:
			stack = append(stack, open)
			open = i
			depth++
		case tClose, tSetClose:
			if len(stack) > 0 {
				open, stack = stack[len(stack)-1], stack[:len(stack)-1]
			}
			depth = max(depth-1, 0)
		case tLetter:
			// 3.2 x 10^5
			if (t.text == "x" || t.text == "X") && i > 0 && toks[i-1].kind == tNum && i+2 < len(toks) && toks[i+1].kind == tNum && toks[i+1].text == "10" && (toks[i+2].kind == tCaret || toks[i+2].kind == tSup) {
				t.kind, t.text = tTimes, ""
			}
		case tNum:
			inside := open >= 0
			style := !inside || spaced == nil || spaced[open]
			if n, merged := joinAt(src, toks, i, mode, inside, style); n > 1 {
				merged.space = t.space
				out = append(out, merged)
				i += n - 1
				continue
			}
			if t.val > 1 { // several points: "1.234.567"
				if w := pointGroups(t.text); w != "" {
					t.text, t.val = w, 0
				}
			}
		}
		out = append(out, t)
	}
	return out
}

// numbersJoin says that a numeral may be joined to what follows it, or is not
// to be left as it stands. Most answers hold no such numeral.
func numbersJoin(toks []token, mode Commas) bool {
	for i := range toks[:len(toks)-1] { // the last one is the end
		if toks[i].kind != tNum {
			continue
		}
		if toks[i].val > 1 {
			return true
		}
		switch next := &toks[i+1]; next.kind {
		case tComma, tPrime, tNum, tLBrace:
			switch sep, k := groupSep(toks, i+1); {
			case sep == 0:
			case sep == ',' && mode != CommaDecimal && toks[i].val == 0 && len(toks[k].text) == 1: // 1,2
			default:
				return true
			}
		case tLetter: // 3.2 x 10^5
			if next.text == "x" || next.text == "X" {
				return true
			}
		}
	}
	return false
}

func needsBracketScan(toks []token) bool {
	for _, t := range toks {
		if t.kind == tComma {
			return true
		}
	}
	return false
}

// scanBrackets says for each opening token whether its bracket directly holds
// a comma with white space after it or a semicolon.
func scanBrackets(toks []token) []bool {
	res := make([]bool, len(toks))
	var stack []int
	for i, t := range toks {
		switch t.kind {
		case tOpen, tSetOpen:
			stack = append(stack, i)
		case tClose, tSetClose:
			if len(stack) > 0 {
				stack = stack[:len(stack)-1]
			}
		case tComma, tSemi:
			if len(stack) > 0 && (t.kind == tSemi || i+1 < len(toks) && toks[i+1].space) {
				res[stack[len(stack)-1]] = true
			}
		}
	}
	return res
}

func pureDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// pointGroups reads 1.234.567 as groups of three; "" if it is not that.
func pointGroups(s string) string {
	parts := strings.Split(s, ".")
	if len(parts[0]) > 3 {
		return ""
	}
	for _, p := range parts[1:] {
		if len(p) != 3 {
			return ""
		}
	}
	return strings.Join(parts, "")
}

// groupSep looks at the tokens from i for something that may separate groups
// of digits; n is how many tokens it is and next the index of the digits.
func groupSep(toks []token, i int) (sep byte, next int) {
	t := &toks[i]
	switch {
	case t.kind == tComma && !t.space && i+1 < len(toks) && toks[i+1].kind == tNum && !toks[i+1].space:
		return ',', i + 1
	case t.kind == tLBrace && !t.space && i+3 < len(toks) && toks[i+1].kind == tComma && toks[i+2].kind == tRBrace && toks[i+3].kind == tNum:
		return '{', i + 3
	case t.kind == tPrime && !t.space && t.val == 0 && i+1 < len(toks) && toks[i+1].kind == tNum && !toks[i+1].space:
		return '\'', i + 1
	case t.kind == tNum && t.space:
		return ' ', i
	}
	return 0, 0
}

// decimalGroups reads the digits behind a decimal point in groups of three that
// thin blanks part, 0.000\,012; n is how many tokens they are.
func decimalGroups(src string, toks []token, i int) (int, token) {
	first := toks[i]
	_, behind, point := strings.Cut(first.text, ".")
	if !point || first.val > 1 || len(behind) != 3 {
		return 1, first
	}
	text, n := first.text, 1
	for ; i+n < len(toks) && len(text) <= maxGrouped; n++ {
		t := toks[i+n]
		if t.kind != tNum || len(t.text) > 3 || !pureDigits(t.text) || src[toks[i+n-1].end:t.pos] != `\,` {
			break
		}
		text += t.text
		if len(t.text) < 3 {
			n++
			break
		}
	}
	if n == 1 || len(text) > maxGrouped {
		return 1, first
	}
	return n, mergedToken(first, toks[i+n-1], text)
}

// maxGrouped bounds the digits that are read in groups, so that joining them costs
// little; nobody groups more.
const maxGrouped = 1 << 10

// joinAt tries to read a number made of several tokens at i; n is how many.
func joinAt(src string, toks []token, i int, mode Commas, inside, style bool) (int, token) {
	first := toks[i]
	if i+1 >= len(toks) || first.val > 1 && pointGroups(first.text) == "" {
		return 1, first
	}
	if i > 0 && toks[i-1].kind == tComma && !first.space && !toks[i-1].space {
		return 1, first // inside a list without spaces: 1,2,345
	}
	if i > 0 && toks[i-1].kind == tNum {
		return 1, first // inside a row of numbers
	}
	if i > 0 && (toks[i-1].kind == tUnder || toks[i-1].kind == tCaret) && toks[i+1].space {
		return 1, first // \log_2 256
	}
	sep, next := groupSep(toks, i+1)
	if sep == 0 {
		return 1, first
	}
	if n, merged := decimalGroups(src, toks, i); n > 1 {
		return n, merged
	}
	// 1.234,56 and 1.234.567,8: a decimal comma beside grouping points.
	if first.val >= 1 {
		if sep != ',' && sep != '{' || inside {
			return 1, first
		}
		w := pointGroups(first.text)
		if w == "" || !pureDigits(toks[next].text) || next+1 < len(toks) && toks[next+1].kind == tComma && !toks[next+1].space {
			return 1, first
		}
		return next - i + 1, mergedToken(first, toks[next], w+"."+toks[next].text)
	}
	if !pureDigits(first.text) {
		return 1, first
	}
	if sep == '{' && (len(toks[next].text) != 3 || len(first.text) > 3 || first.text[0] == '0') && pureDigits(toks[next].text) {
		return next - i + 1, mergedToken(first, toks[next], first.text+"."+toks[next].text)
	}
	if mode == CommaDecimal && (sep == ',' || sep == '{') && pureDigits(toks[next].text) {
		if s2, _ := groupSep(toks, next+1); s2 != ',' && s2 != '{' {
			return next - i + 1, mergedToken(first, toks[next], first.text+"."+toks[next].text)
		}
	}
	if mode == CommaList && sep == ',' || len(first.text) > 3 || first.text[0] == '0' {
		return 1, first
	}
	// Collect the groups.
	var b strings.Builder
	b.WriteString(first.text)
	last, zero, indian, groups := i, false, true, 0
	three := true
	for sep2, j := sep, next; sep2 == sep && j < len(toks); sep2, j = groupSep(toks, last+1) {
		text := toks[j].text
		whole, _, _ := strings.Cut(text, ".")
		if toks[j].val > 1 || !pureDigits(whole) || len(whole) > 3 || len(whole) < 2 {
			break
		}
		zero = zero || whole[0] == '0'
		three = three && len(whole) == 3
		end := len(whole) != len(text)
		b.WriteString(text)
		groups++
		if len(whole) == 3 && !three {
			// The last group of an Indian number.
			last = j
			if s3, _ := groupSep(toks, last+1); s3 == sep {
				return 1, first
			}
			return finishGroups(toks, i, last, mode, sep, inside, style, zero, indian && len(first.text) <= 2 && groups > 1, b.String(), first)
		}
		last = j
		if last+1 >= len(toks) || end {
			break
		}
	}
	if groups == 0 || !three {
		return 1, first
	}
	if s3, _ := groupSep(toks, last+1); s3 != 0 && s3 == sep {
		return 1, first
	}
	return finishGroups(toks, i, last, mode, sep, inside, style, zero, true, b.String(), first)
}

func finishGroups(toks []token, i, last int, mode Commas, sep byte, inside, style, zero, ok bool, text string, first token) (int, token) {
	if !ok {
		return 1, first
	}
	if sep == ',' && inside && !zero && !style {
		return 1, first // (3,200) is a pair
	}
	if sep == ' ' {
		// "1 000/3" is not 1 and a fraction; but a mixed number has its own
		// shape, and a column of numbers is not one number.
		if last+1 < len(toks) && (toks[last+1].kind == tSlash || toks[last+1].kind == tVulgar) {
			return 1, first
		}
		if i > 0 && toks[i-1].kind == tNum {
			return 1, first
		}
		// 1 234,5: groups by spaces before a decimal comma.
		if s2, next := groupSep(toks, last+1); mode == CommaDecimal && (s2 == ',' || s2 == '{') && pureDigits(toks[next].text) && pureDigits(text) {
			if s3, _ := groupSep(toks, next+1); s3 == 0 {
				return next - i + 1, mergedToken(first, toks[next], text+"."+toks[next].text)
			}
		}
	}
	return last - i + 1, mergedToken(first, toks[last], text)
}

func mergedToken(first, last token, text string) token {
	first.end, first.text = last.end, text
	first.val = uint8(strings.Count(text, "."))
	return first
}

// repeating guesses the fraction meant by digits that end in dots: a period
// that stands there at least twice ("0.333...", "0.1666...").
func repeating(text string) (whole, fixed, period string, ok bool) {
	whole, frac, found := strings.Cut(text, ".")
	if !found || len(frac) < 2 {
		return "", "", "", false
	}
	for p := 1; p <= len(frac)/2 && p <= 12; p++ {
		n := 1
		unit := frac[len(frac)-p:]
		for k := len(frac) - 2*p; k >= 0 && frac[k:k+p] == unit; k -= p {
			n++
		}
		if n >= 2 && (n*p >= 3 || n*p == len(frac)) {
			return whole, frac[:len(frac)-n*p], unit, true
		}
	}
	return "", "", "", false
}
