package audit

import (
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// variant is a right answer in other dress.
type variant struct {
	name  string
	build func(g *ground) (answer string, ok bool)
	// whole makes the completion from the answer, in place of the honest dress.
	whole func(answer string) string
}

// variants are spellings that a judge of mathematics should take for the gold.
// Which of them apply hangs on the gold.
func variants() []variant {
	plain := func(name string, f func(string) string) variant {
		return variant{name: name, build: func(g *ground) (string, bool) { return f(g.gold), hasGold(g) && jsonFields(g.gold) == nil }}
	}
	number := func(name string, f func(g *ground) string) variant {
		return variant{name: name, build: func(g *ground) (string, bool) { return f(g), isNumber(g) }}
	}
	object := func(name string, f func(fields map[string]any) string) variant {
		return variant{name: name, build: func(g *ground) (string, bool) {
			fields := jsonFields(g.gold)
			return f(fields), fields != nil
		}}
	}
	boxed := func(name string, whole func(string) string) variant {
		return variant{name: name, whole: whole, build: func(g *ground) (string, bool) { return g.gold, hasGold(g) && g.boxes }}
	}
	return []variant{
		plain("as it is", func(s string) string { return s }),
		plain("with blanks", func(s string) string { return "  " + s + "  " }),
		plain("in dollars", func(s string) string { return "$" + s + "$" }),
		plain("in a box", func(s string) string { return `\boxed{` + s + `}` }),
		plain("in parentheses of TeX", func(s string) string { return `\(` + s + `\)` }),
		plain("bold", func(s string) string { return "**" + s + "**" }),
		plain("with a final stop", func(s string) string { return s + "." }),
		number("grouped", func(g *ground) string { return grouped(g.gold) }),
		number("grouped as TeX", func(g *ground) string { return strings.ReplaceAll(grouped(g.gold), ",", "{,}") }),
		number("as an equation", func(g *ground) string { return "x = " + g.gold }),
		number("as text", func(g *ground) string { return `\text{` + g.gold + `}` }),
		number("with a plus", func(g *ground) string {
			if strings.HasPrefix(g.gold, "-") {
				return g.gold
			}
			return "+" + g.gold
		}),
		number("with decimals", func(g *ground) string {
			if g.integer {
				return g.gold + ".0"
			}
			return g.gold + "0"
		}),
		number("full width", func(g *ground) string {
			return strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r - '0' + '０'
				}
				return r
			}, g.gold)
		}),
		number("with a zero-width space", func(g *ground) string { return "\u200b" + g.gold }),
		number("with a Unicode minus", func(g *ground) string { return strings.Replace(g.gold, "-", "−", 1) }),
		{name: "as a fraction", build: func(g *ground) (string, bool) {
			r, ok := new(big.Rat).SetString(strings.ReplaceAll(g.gold, ",", ""))
			if !ok || g.integer || g.code {
				return "", false
			}
			return `\frac{` + r.Num().String() + `}{` + r.Denom().String() + `}`, true
		}},
		boxed("box named before", func(s string) string {
			return `I will put the answer in \boxed{}.` + "\n" + thought + "\n" + `\boxed{` + s + `}`
		}),
		boxed("box named behind", func(s string) string {
			return thought + "\n" + `\boxed{` + s + `}` + "\n" + `It stands in \boxed{} as asked.`
		}),
		object("fields on lines of their own", func(f map[string]any) string { return indented(f) }),
		object("fields in the other order", backwards),
		object("fields in a fence", func(f map[string]any) string { return "```json\n" + writeFields(f) + "\n```" }),
		{name: "display fraction", build: func(g *ground) (string, bool) {
			return strings.ReplaceAll(g.gold, `\frac`, `\dfrac`), hasGold(g) && strings.Contains(g.gold, `\frac`)
		}},
		{name: "option in brackets", build: func(g *ground) (string, bool) { return "(" + g.gold + ")", isLetter(g) }},
		{name: "option with a word", build: func(g *ground) (string, bool) { return "Option " + g.gold, isLetter(g) }},
	}
}

// indented writes an object with a line for each field.
func indented(fields map[string]any) string {
	out, err := json.MarshalIndent(fields, "", "  ")
	if err != nil {
		return ""
	}
	return string(out)
}

// backwards writes an object with its fields in falling order.
func backwards(fields map[string]any) string {
	names := slices.Sorted(maps.Keys(fields))
	slices.Reverse(names)
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = strings.TrimSuffix(strings.TrimPrefix(writeFields(map[string]any{name: fields[name]}), "{"), "}")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func grouped(s string) string {
	whole, frac, dotted := strings.Cut(strings.ReplaceAll(s, ",", ""), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if len(whole) < 4 {
		return s
	}
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if dotted {
		return sign + b.String() + "." + frac
	}
	return sign + b.String()
}
