package ifeval

import (
	"fmt"
	"strings"
)

// args reads the arguments of one instruction and keeps the first mistake.
type args struct {
	values   map[string]any
	language func(string) (string, bool)
	err      error
}

func (a *args) fail(format string, xs ...any) {
	if a.err == nil {
		a.err = fmt.Errorf(format, xs...)
	}
}

// text returns a text that is not blank.
func (a *args) text(name string) string {
	v, _ := a.values[name].(string)
	if strings.TrimSpace(v) == "" {
		a.fail("the argument %s is missing", name)
	}
	return v
}

// texts returns a list of texts that are not blank.
func (a *args) texts(name string) []string {
	var out []string
	switch list := a.values[name].(type) {
	case []string:
		out = list
	case []any:
		for _, v := range list {
			text, _ := v.(string)
			out = append(out, text)
		}
	}
	if len(out) == 0 {
		a.fail("the argument %s is missing", name)
	}
	for _, text := range out {
		if strings.TrimSpace(text) == "" {
			a.fail("the argument %s holds a blank text", name)
		}
	}
	return out
}

// count returns a whole number that is not negative.
func (a *args) count(name string) int {
	n := -1.0
	switch v := a.values[name].(type) {
	case float64:
		n = v
	case int:
		n = float64(v)
	case int64:
		n = float64(v)
	case uint64:
		n = float64(v)
	}
	if n < 0 || n != float64(int(n)) {
		a.fail("the argument %s is no count: %v", name, a.values[name])
		return 0
	}
	return int(n)
}

// relation returns the comparison with a count, "at least" or "less than".
func (a *args) relation(name string, limit int) func(n int) bool {
	switch v := a.values[name]; v {
	case "at least":
		return func(n int) bool { return n >= limit }
	case "less than":
		return func(n int) bool { return n < limit }
	default:
		a.fail("the argument %s is %v, not \"at least\" or \"less than\"", name, v)
		return func(int) bool { return false }
	}
}
