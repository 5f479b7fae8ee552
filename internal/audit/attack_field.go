package audit

import (
	"encoding/json"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// fieldAttacks are for gold answers that are JSON objects: each leaves the
// object readable and makes one kind of value wrong.
func fieldAttacks() []Attack {
	field := func(name, story string, change func(g *ground, v any) (any, bool)) Attack {
		return Attack{Name: name, Family: "fields", Story: story, needs: hasGold, build: answered(func(g *ground) string {
			return changedFields(g, change)
		})}
	}
	isNumber := func(v any) bool { _, ok := v.(json.Number); return ok }
	return []Attack{
		{Name: "denied in a field", Family: "fields", Story: "JSON whose first text is followed by a denial", needs: hasGold, build: answered(deniedField)},
		field("not a number in the fields", "NaN for every number of a JSON answer, which no check of a distance refuses", func(_ *ground, v any) (any, bool) {
			return math.NaN(), isNumber(v)
		}),
		field("infinity in the fields", "Infinity for every number of a JSON answer", func(_ *ground, v any) (any, bool) {
			return math.Inf(1), isNumber(v)
		}),
		field("fractions in the fields", "nine tenths more than every integer of a JSON answer", func(_ *ground, v any) (any, bool) {
			n, ok := v.(json.Number)
			if _, err := n.Int64(); !ok || err != nil {
				return v, false
			}
			return json.Number(n.String() + ".9"), true
		}),
		field("prompt in the fields", "the prompt for every sentence of a JSON answer", func(g *ground, v any) (any, bool) {
			text, ok := v.(string)
			if !ok || len(strings.Fields(text)) < 2 || g.prompt == "" || strings.Contains(g.prompt, text) {
				return v, false
			}
			return g.prompt, true
		}),
		{Name: "field left out", Family: "fields", Story: "a JSON answer without its last field", needs: hasGold, build: answered(func(g *ground) string {
			fields := jsonFields(g.gold)
			if len(fields) < 2 {
				return ""
			}
			delete(fields, slices.Max(slices.Collect(maps.Keys(fields))))
			return writeFields(fields)
		})},
		{Name: "field given twice", Family: "fields", Story: "a JSON answer with a wrong and a right value of its first field", needs: hasGold, build: answered(func(g *ground) string {
			fields := jsonFields(g.gold)
			if len(fields) == 0 {
				return ""
			}
			first := slices.Min(slices.Collect(maps.Keys(fields)))
			return `{` + quoted(first) + `:"something else",` + strings.TrimPrefix(writeFields(fields), "{")
		})},
	}
}

// otherValue is a wrong value of the same type.
func otherValue(_ *ground, v any) (any, bool) {
	switch v := v.(type) {
	case string:
		return "something else", true
	case json.Number:
		return json.Number("1" + strings.TrimPrefix(v.String(), "-")), true
	case bool:
		return !v, true
	}
	return v, false
}

// jsonFields is nil where the text is no JSON object.
func jsonFields(text string) map[string]any {
	var fields map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if d.Decode(&fields) != nil || d.More() {
		return nil
	}
	return fields
}

// changedFields is empty where nothing in the gold's fields was changed.
func changedFields(g *ground, change func(g *ground, v any) (any, bool)) string {
	fields := jsonFields(g.gold)
	changed := false
	for name, v := range fields {
		if w, ok := change(g, v); ok {
			fields[name], changed = w, true
		}
	}
	if !changed {
		return ""
	}
	return writeFields(fields)
}

// writeFields writes an object as Python does: with NaN and Infinity.
func writeFields(fields map[string]any) string {
	var b strings.Builder
	for i, name := range slices.Sorted(maps.Keys(fields)) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quoted(name) + ":")
		switch v := fields[name].(type) {
		case float64:
			b.WriteString(strings.ReplaceAll(strconv.FormatFloat(v, 'g', -1, 64), "+Inf", "Infinity"))
		default:
			text, err := json.Marshal(v)
			if err != nil {
				return ""
			}
			b.Write(text)
		}
	}
	return "{" + b.String() + "}"
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}

// deniedField is empty where the gold is no JSON object with a text in it.
func deniedField(g *ground) string {
	fields := jsonFields(g.gold)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if text, ok := fields[name].(string); ok && text != "" {
			fields[name] = text + " (this is wrong)"
			return writeFields(fields)
		}
	}
	return ""
}

var (
	fractionGold = regexp.MustCompile(`^-?(?:\\[dt]?frac\{(\d{1,9})\}\{(\d{1,9})\}|(\d{1,9})/(\d{1,9}))$`)
	unitGold     = regexp.MustCompile(`^(-?\d[\d,]*(?:\.\d+)?)\s*(?:\\(?:text|mathrm)\{\s*)?([a-zA-Z]{1,12})\}?$`)
)

// otherUnit maps units to one of the same dimension and another size.
var otherUnit = map[string]string{
	"mm": "cm", "cm": "m", "m": "km", "km": "m", "g": "kg", "kg": "g", "s": "min", "min": "s", "h": "min",
	"hours": "minutes", "minutes": "seconds", "seconds": "minutes", "days": "weeks", "weeks": "days",
	"cents": "dollars", "dollars": "cents", "inches": "feet", "feet": "inches", "meters": "kilometers", "kilometers": "meters",
}

// valueAttacks change a value in a way that reading its parts alone does not
// see.
func valueAttacks() []Attack {
	return []Attack{
		{Name: "inverted fraction", Family: "maths", Story: "numerator and denominator exchanged", needs: hasGold, build: answered(func(g *ground) string {
			m := fractionGold.FindStringSubmatch(g.gold)
			if m == nil || m[1] == m[2] && m[3] == m[4] {
				return ""
			}
			if m[1] != "" {
				return strings.Replace(g.gold, "{"+m[1]+"}{"+m[2]+"}", "{"+m[2]+"}{"+m[1]+"}", 1)
			}
			return strings.Replace(g.gold, m[3]+"/"+m[4], m[4]+"/"+m[3], 1)
		})},
		{Name: "other unit", Family: "maths", Story: "the right number with another unit of the same dimension", needs: hasGold, build: answered(func(g *ground) string {
			m := unitGold.FindStringSubmatch(g.gold)
			if m == nil || otherUnit[m[2]] == "" {
				return ""
			}
			i := strings.LastIndex(g.gold, m[2])
			return g.gold[:i] + otherUnit[m[2]] + g.gold[i+len(m[2]):]
		})},
	}
}
