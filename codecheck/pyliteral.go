package codecheck

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"
)

// assertion is an assert of the shape
//
//	assert f(ARGUMENTS) == LITERAL
//
// (or !=) in which every argument is a literal too. It is judged in Go: the
// call's result is compared by Python's equality, and the literal on the right
// never enters a box.
type assertion struct {
	fn      string
	args    json.RawMessage
	kwargs  json.RawMessage
	negated bool
	want    value
}

// maxLiteralDepth bounds the nesting of literals read here; deeper ones are
// left to Python.
const maxLiteralDepth = 200

// parseAssert reads an assert of that shape; ok is false for every other code.
func parseAssert(code string) (a assertion, ok bool) {
	p := pyReader{s: strings.TrimSpace(code)}
	if !p.word("assert") {
		return a, false
	}
	parens := 0
	for p.sign("(") {
		parens++
	}
	if a.fn = p.name(); a.fn == "" || pythonWords[a.fn] || !p.sign("(") {
		return a, false
	}
	args, kwargs := []any{}, map[string]any{}
	for !p.sign(")") {
		at := p.i
		if key := p.name(); key != "" && p.sign("=") && !strings.HasPrefix(p.s[p.i:], "=") {
			v, ok := p.literal(0)
			if !ok {
				return a, false
			}
			kwargs[key] = v.wire()
		} else {
			p.i = at
			v, ok := p.literal(0)
			if !ok || len(kwargs) > 0 {
				return a, false
			}
			args = append(args, v.wire())
		}
		if !p.sign(",") {
			if !p.sign(")") {
				return a, false
			}
			break
		}
	}
	switch {
	case p.sign("=="):
	case p.sign("!="):
		a.negated = true
	default:
		return a, false
	}
	want, ok := p.literal(0)
	if !ok {
		return a, false
	}
	for ; parens > 0; parens-- {
		if !p.sign(")") {
			return a, false
		}
	}
	// A message may follow; nothing else may.
	p.blanks()
	rest := p.s[p.i:]
	if rest != "" && (rest[0] != ',' && rest[0] != '#' || strings.Contains(rest, "\n")) {
		return a, false
	}
	a.want = want
	var err1, err2 error
	a.args, err1 = json.Marshal(args)
	a.kwargs, err2 = json.Marshal(kwargs)
	return a, err1 == nil && err2 == nil
}

// pythonWords cannot be functions of a program that are called by name here:
// words of the language and builtins, whose meaning Python must decide.
var pythonWords = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`not lambda await yield if else and or in is None True False
		abs all any ascii bin bool bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec
		filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max
		memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum
		super tuple type vars zip`) {
		m[w] = true
	}
	return m
}()

// pyReader reads Python's literals.
type pyReader struct {
	s string
	i int
}

func (p *pyReader) blanks() {
	for p.i < len(p.s) && (p.s[p.i] == ' ' || p.s[p.i] == '\t' || p.s[p.i] == '\n' || p.s[p.i] == '\r') {
		p.i++
	}
}

func (p *pyReader) sign(t string) bool {
	p.blanks()
	if !strings.HasPrefix(p.s[p.i:], t) {
		return false
	}
	p.i += len(t)
	return true
}

func (p *pyReader) word(w string) bool {
	at := p.i
	if p.name() == w {
		return true
	}
	p.i = at
	return false
}

func isNameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func (p *pyReader) name() string {
	p.blanks()
	start := p.i
	for p.i < len(p.s) && isNameByte(p.s[p.i]) && (p.i > start || p.s[p.i] < '0' || p.s[p.i] > '9') {
		p.i++
	}
	return p.s[start:p.i]
}

func (p *pyReader) literal(depth int) (v value, ok bool) {
	p.blanks()
	if p.i >= len(p.s) || depth > maxLiteralDepth {
		return v, false
	}
	switch c := p.s[p.i]; {
	case c == '[':
		p.i++
		l, _, ok := p.items("]", depth)
		return value{kind: listValue, l: l}, ok
	case c == '(':
		p.i++
		l, comma, ok := p.items(")", depth)
		if ok && len(l) == 1 && !comma {
			return l[0], true
		}
		return value{kind: tupleValue, l: l}, ok
	case c == '{':
		p.i++
		return p.braces(depth)
	case c == '-' || c == '+':
		p.i++
		v, ok = p.number()
		if ok && c == '-' {
			if v.kind == intValue {
				v.i.Neg(v.i)
			} else {
				v.f = -v.f
			}
		}
		return v, ok
	case c >= '0' && c <= '9' || c == '.':
		return p.number()
	}
	at := p.i
	switch p.name() {
	case "True":
		return value{kind: boolValue, b: true}, true
	case "False":
		return value{kind: boolValue}, true
	case "None":
		return value{kind: nullValue}, true
	}
	p.i = at
	return p.strings()
}

func (p *pyReader) items(end string, depth int) (l []value, comma, ok bool) {
	for !p.sign(end) {
		v, ok := p.literal(depth + 1)
		if !ok {
			return nil, false, false
		}
		l = append(l, v)
		if comma = p.sign(","); !comma {
			return l, false, p.sign(end)
		}
	}
	return l, comma, true
}

func (p *pyReader) braces(depth int) (v value, ok bool) {
	if p.sign("}") {
		return value{kind: mapValue}, true
	}
	first, ok := p.literal(depth + 1)
	if !ok {
		return v, false
	}
	if !p.sign(":") {
		v = value{kind: setValue, l: []value{first}}
		if p.sign(",") {
			rest, _, ok := p.items("}", depth)
			v.l = append(v.l, rest...)
			return v, ok
		}
		return v, p.sign("}")
	}
	v.kind = mapValue
	for key := first; ; {
		x, ok := p.literal(depth + 1)
		if !ok {
			return v, false
		}
		v.l = append(v.l, key, x)
		if comma := p.sign(","); p.sign("}") {
			return v, true
		} else if !comma {
			return v, false
		}
		if key, ok = p.literal(depth + 1); !ok || !p.sign(":") {
			return v, false
		}
	}
}

func (p *pyReader) number() (v value, ok bool) {
	start := p.i
	for p.i < len(p.s) {
		c := p.s[p.i]
		signed := (c == '+' || c == '-') && p.i > start && p.s[p.i-1]|0x20 == 'e' && !strings.HasPrefix(strings.ToLower(p.s[start:p.i]), "0x")
		if !isNameByte(c) && c != '.' && !signed {
			break
		}
		p.i++
	}
	t := p.s[start:p.i]
	low := strings.ToLower(t)
	switch {
	case t == "" || low[len(low)-1] == 'j' && !strings.HasPrefix(low, "0x") || strings.HasPrefix(low, "_") || strings.HasSuffix(low, "_") || strings.Contains(low, "__"):
		return v, false
	case strings.HasPrefix(low, "0x") || strings.HasPrefix(low, "0o") || strings.HasPrefix(low, "0b"):
		i, ok := new(big.Int).SetString(low, 0)
		return value{kind: intValue, i: i}, ok
	case !strings.ContainsAny(low, ".e"):
		if len(low) > 1 && low[0] == '0' && strings.Trim(low, "0_") != "" {
			return v, false
		}
		i, ok := new(big.Int).SetString(strings.ReplaceAll(low, "_", ""), 10)
		return value{kind: intValue, i: i}, ok
	}
	if numberKind(strings.ReplaceAll(low, "_", "")) != floatNumber {
		return v, false
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(low, "_", ""), 64)
	return value{kind: floatValue, f: f}, err == nil
}

// strings reads one or more adjacent string literals without escapes that
// need Python's tables.
func (p *pyReader) strings() (v value, ok bool) {
	var b strings.Builder
	for n := 0; ; n++ {
		p.blanks()
		raw, at := false, p.i
		if p.i < len(p.s) && (p.s[p.i]|0x20 == 'r' || p.s[p.i]|0x20 == 'u') && p.i+1 < len(p.s) && (p.s[p.i+1] == '"' || p.s[p.i+1] == '\'') {
			raw = p.s[p.i]|0x20 == 'r'
			p.i++
		}
		if p.i >= len(p.s) || p.s[p.i] != '"' && p.s[p.i] != '\'' {
			p.i = at
			return value{kind: stringValue, s: b.String()}, n > 0
		}
		if !p.oneString(&b, raw) {
			return v, false
		}
	}
}

func (p *pyReader) oneString(b *strings.Builder, raw bool) bool {
	quote := p.s[p.i : p.i+1]
	if strings.HasPrefix(p.s[p.i:], tripled(quote[0])) {
		quote = tripled(quote[0])
	}
	p.i += len(quote)
	for p.i < len(p.s) {
		if strings.HasPrefix(p.s[p.i:], quote) {
			p.i += len(quote)
			return true
		}
		c := p.s[p.i]
		switch {
		case c == '\n' && len(quote) == 1 || c == '\r':
			return false
		case c != '\\':
			b.WriteByte(c)
			p.i++
		case raw:
			if p.i+1 >= len(p.s) {
				return false
			}
			b.WriteString(p.s[p.i : p.i+2])
			p.i += 2
		default:
			if !p.escape(b) {
				return false
			}
		}
	}
	return false
}

func (p *pyReader) escape(b *strings.Builder) bool {
	if p.i+1 >= len(p.s) {
		return false
	}
	c := p.s[p.i+1]
	p.i += 2
	if i := strings.IndexByte(`\'"abfnrtv`, c); i >= 0 {
		b.WriteByte("\\'\"\a\b\f\n\r\t\v"[i])
		return true
	}
	n := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
	if n == 0 || p.i+n > len(p.s) {
		return false
	}
	r, err := strconv.ParseUint(p.s[p.i:p.i+n], 16, 32)
	if err != nil || !utf8.ValidRune(rune(r)) {
		return false
	}
	b.WriteRune(rune(r))
	p.i += n
	return true
}

// wire returns the value in the form that decodeWire reads and that the boxes
// decode, as data for encoding/json.
func (v *value) wire() any {
	list := func() []any {
		l := make([]any, len(v.l))
		for i := range v.l {
			l[i] = v.l[i].wire()
		}
		return l
	}
	switch v.kind {
	case boolValue:
		return v.b
	case intValue:
		return map[string]any{"i": strings.Replace("0x"+v.i.Text(16), "0x-", "-0x", 1)}
	case floatValue:
		return map[string]any{"f": strconv.FormatFloat(v.f, 'x', -1, 64)}
	case stringValue:
		return v.s
	case listValue:
		return list()
	case tupleValue:
		return map[string]any{"t": list()}
	case setValue:
		return map[string]any{"s": list()}
	case mapValue:
		l := list()
		pairs := make([]any, 0, len(l)/2)
		for i := 0; i+1 < len(l); i += 2 {
			pairs = append(pairs, []any{l[i], l[i+1]})
		}
		return map[string]any{"d": pairs}
	}
	return nil
}
