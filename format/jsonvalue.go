package format

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/verireward/verireward/reward"
)

// decodeNumbers decodes JSON and leaves its numbers as they are written.
func decodeNumbers(raw []byte) (any, error) {
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, errNotJSON
	}
	return v, nil
}

// goldTexts are the JSON texts a sample is held against: a field of its
// metadata, or its answers that are not blank where field is empty.
func goldTexts(s *reward.Sample, field string) ([]string, error) {
	if field != "" {
		v, ok := s.Lookup("meta." + field)
		if !ok {
			return nil, reward.Errorf(reward.KindInput, "the sample has no meta field %q", field)
		}
		return []string{v}, nil
	}
	var texts []string
	for _, a := range s.Answers {
		if trim(a) != "" {
			texts = append(texts, a)
		}
	}
	if len(texts) == 0 {
		return nil, reward.Errorf(reward.KindGold, "the sample has no gold answer")
	}
	return texts, nil
}

// anyGold judges by the golds of a sample, each of which read makes of its text
// (what names it in an error): the best that pay says of one of them. What the
// completion says is read once, by got, and earns nothing if there is a why.
func anyGold[G, C any](s *reward.Sample, field, what string, read func(string) (G, error), got func(string) (C, string), pay func(G, C) reward.Result) (reward.Result, error) {
	texts, err := goldTexts(s, field)
	if err != nil {
		return reward.Result{}, err
	}
	golds := make([]G, len(texts))
	for i, text := range texts {
		if golds[i], err = read(text); err != nil {
			return reward.Result{}, reward.Errorf(reward.KindGold, "%s: %w", what, err)
		}
	}
	c, why := got(s.Completion.Last())
	if why != "" {
		return reward.Val(0, why), nil
	}
	var best reward.Result
	for i, g := range golds {
		if res := pay(g, c); i == 0 || res.Value > best.Value {
			best = res
		}
	}
	return best, nil
}

// goldValue decodes the JSON text of a gold answer.
func goldValue(text string) (any, error) {
	if !json.Valid([]byte(text)) {
		return nil, errNotJSON
	}
	return decodeNumbers([]byte(text))
}

// sameJSON compares two decoded JSON values.
func sameJSON(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for k, v := range a {
			other, ok := b[k]
			if !ok || !sameJSON(v, other) {
				return false
			}
		}
		return true
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !sameJSON(a[i], b[i]) {
				return false
			}
		}
		return true
	case json.Number:
		b, ok := b.(json.Number)
		return ok && plainNumber(string(a)) == plainNumber(string(b))
	}
	return a == b
}

// decimal is a number as digits without leading or trailing zeros, with its
// first digit behind the point, times ten to the power of exp.
type decimal struct {
	negative bool
	digits   string
	exp      int64
}

// plainNumber reads a JSON number without ever building it, so that a huge
// exponent costs nothing. Zero is zero whatever its sign.
func plainNumber(s string) decimal {
	var d decimal
	s, d.negative = strings.CutPrefix(s, "-")
	mantissa, power := s, ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, power = s[:i], s[i+1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.exp = int64(len(whole))
	d.digits = whole + fraction
	trimmed := strings.TrimLeft(d.digits, "0")
	d.exp -= int64(len(d.digits) - len(trimmed))
	d.digits = strings.TrimRight(trimmed, "0")
	if d.digits == "" {
		return decimal{}
	}
	if power != "" {
		n, err := strconv.ParseInt(power, 10, 64)
		if err != nil || n > math.MaxInt32 || n < math.MinInt32 {
			return decimal{negative: d.negative, digits: s}
		}
		d.exp += n
	}
	return d
}
