package format

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/reward"
)

// JSONMatchOptions configure JSONMatch.
type JSONMatchOptions struct {
	// Expected names the field of Sample.Meta, by its dotted path, that holds
	// the gold value; empty means the sample's answers, as JSON text.
	Expected string `yaml:"expected" json:"expected"`
	// Share pays a completion that is not right for the values that are, at
	// most 0.75. Partial credit can be exploited: values that are the same in
	// most golds are paid without reading the task.
	Share bool `yaml:"share" json:"share"`
	// Fenced also takes the JSON out of the only fenced block of the
	// response.
	Fenced bool `yaml:"fenced" json:"fenced"`
	// MaxBytes is the longest text that is read; 0 means 1 MiB. A longer one
	// scores 0.
	MaxBytes int `yaml:"max_bytes" json:"max_bytes"`
}

// maxJSONShare is what a share of the values can earn: less than all of them.
const maxJSONShare = 0.75

// JSONMatch earns 1 for a completion that is exactly one JSON value and the
// same value as the gold answer: the same keys whatever their order, the same
// elements in the same order, numbers by value and exactly, strings to the
// byte, and null is no missing key. Text beside the value, a key that occurs
// twice in an object, and NaN are not JSON. Behind a think block the response
// is read. A sample with several answers takes any of them; one whose answer
// is not JSON is an error, not a 0.
//
// With Share a value that is not the gold earns 0.75 x same/all, where all
// counts the places that hold a value in either, an empty object or list being
// one, and same those that hold the same in both.
func JSONMatch(o JSONMatchOptions) (reward.Reward, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultJSONBytes
	}
	if o.MaxBytes < 0 {
		return nil, specError("json_match: max_bytes is negative")
	}
	return scored("json_match", func(s *reward.Sample) (reward.Result, error) {
		return anyGold(s, o.Expected, "gold answer", goldValue, o.read, o.compare)
	}), nil
}

func (o JSONMatchOptions) read(text string) (value any, why string) {
	body, why := jsonBody(text, o.Fenced, o.MaxBytes)
	if why != "" {
		return nil, why
	}
	err := oneJSON(body)
	if err == nil {
		value, err = decodeNumbers([]byte(body))
	}
	if err != nil {
		return nil, err.Error()
	}
	return value, ""
}

func (o JSONMatchOptions) compare(gold, got any) reward.Result {
	if sameJSON(gold, got) {
		return reward.Val(1, "the gold value")
	}
	var d jsonDiff
	d.walk(gold, got)
	share := 0.0
	if o.Share {
		share = maxJSONShare * float64(d.same) / float64(d.all)
	}
	return reward.Val(share, fmt.Sprintf("%d of %d values are right; %s", d.same, d.all, clip.Text(d.first, maxReason)))
}

// jsonDiff counts the places two values have, and those where they agree.
type jsonDiff struct {
	same, all int
	// first says where and how they differ first.
	first string
	// path leads to the place at hand; it is written out for the first
	// difference only, or a deep value would cost its depth at every leaf.
	path []string
}

// walk adds the places of a gold value and of the one that stands there.
func (d *jsonDiff) walk(gold, got any) {
	switch g := gold.(type) {
	case map[string]any:
		if v, ok := got.(map[string]any); ok && len(g)+len(v) > 0 {
			d.objects(g, v)
			return
		}
	case []any:
		if v, ok := got.([]any); ok && len(g)+len(v) > 0 {
			d.lists(g, v)
			return
		}
	}
	if sameJSON(gold, got) {
		d.same++
		d.all++
		return
	}
	d.differ(max(leaves(gold), leaves(got)), "is %s, not %s", got, gold)
}

func (d *jsonDiff) objects(gold, got map[string]any) {
	for _, k := range slices.Sorted(maps.Keys(gold)) {
		d.path = append(d.path, k)
		if v, ok := got[k]; ok {
			d.walk(gold[k], v)
		} else {
			d.differ(leaves(gold[k]), "is missing")
		}
		d.path = d.path[:len(d.path)-1]
	}
	for _, k := range slices.Sorted(maps.Keys(got)) {
		if _, ok := gold[k]; !ok {
			d.path = append(d.path, k)
			d.differ(leaves(got[k]), "is not asked for")
			d.path = d.path[:len(d.path)-1]
		}
	}
}

func (d *jsonDiff) lists(gold, got []any) {
	for i := range max(len(gold), len(got)) {
		d.path = append(d.path, strconv.Itoa(i))
		switch {
		case i >= len(got):
			d.differ(leaves(gold[i]), "is missing")
		case i >= len(gold):
			d.differ(leaves(got[i]), "is not asked for")
		default:
			d.walk(gold[i], got[i])
		}
		d.path = d.path[:len(d.path)-1]
	}
}

// differ counts n places that do not agree; values are written into how.
func (d *jsonDiff) differ(n int, how string, values ...any) {
	d.all += n
	if d.first != "" {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		text, _ := json.Marshal(v) // decoded from JSON just now
		args[i] = clip.Text(string(text), maxReason)
	}
	d.first = "/" + strings.Join(d.path, "/") + " " + fmt.Sprintf(how, args...)
}

// leaves counts the places of a value: an empty object or list is one.
func leaves(v any) int {
	n := 0
	switch v := v.(type) {
	case map[string]any:
		for _, e := range v {
			n += leaves(e)
		}
	case []any:
		for _, e := range v {
			n += leaves(e)
		}
	}
	return max(n, 1)
}
