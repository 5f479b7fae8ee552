package codecheck

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Members of a test that are not known are passed over, because data sets carry
// remarks of their own. Two sorts are not, since leaving them out would judge by
// other rules than those written down: members that another form calls so, and
// misspelt ones.

// elsewhere are names that other forms use for what a test with a kind calls
// otherwise. They are refused where that member is missing.
var elsewhere = map[string]string{
	"input": "stdin", "inputs": "stdin", "output": "stdout", "outputs": "stdout", "expected_output": "stdout",
	"fn_name": "fn", "func_name": "fn", "function_name": "fn", "class_name": "class", "arguments": "args",
	"timeout": "limits", "timeout_ms": "limits", "time_limit": "limits", "cpu_ms": "limits", "wall_ms": "limits",
	"memory_mb": "limits", "memory_limit": "limits", "comparison": "compare", "comparator": "compare", "tolerance": "compare", "points": "weight",
}

// testKeys are the members of Test long enough for a slip to be told from
// another word. "files" is not there: "file" is a common remark.
var testKeys = strings.Fields("kind weight subtask limits stdin stdout compare class args kwargs expected result materialize code entry_point prompt " +
	"language checker judge builtin")

// misread says which member of a test would go unread though it was meant to
// count, or "".
func misread(keys map[string]json.RawMessage) string {
	for _, k := range sortedNames(keys) {
		low := strings.ToLower(k)
		if slices.Contains(testKeys, low) || low == "fn" || low == "files" || string(bytes.TrimSpace(keys[k])) == "null" {
			continue
		}
		if other, ok := elsewhere[low]; ok && keys[other] == nil {
			return fmt.Sprintf("%q is not a member of a test with a kind: %s is", k, other)
		}
		for _, known := range testKeys {
			if keys[known] == nil && oneSlip(low, known) {
				return fmt.Sprintf("unknown member %q: %s is meant?", k, known)
			}
		}
	}
	return ""
}

// oneSlip says whether two different words differ by one letter put in, left
// out or replaced, or by two neighbours swapped.
func oneSlip(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	switch len(a) - len(b) {
	case 1:
		return a[i+1:] == b[i:]
	case 0:
		return i < len(b) && (a[i+1:] == b[i+1:] || i+1 < len(b) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:])
	}
	return false
}

// UnmarshalJSON decodes limits and refuses members that do not exist: a limit
// misspelt would silently be the default.
func (l *Limits) UnmarshalJSON(b []byte) error {
	type plain Limits
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode((*plain)(l))
}
